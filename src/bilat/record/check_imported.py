"""The lines of other datasets in a record: ids that stand once, columns that agree, replacements that lead somewhere."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb

from bilat.model import QUADS, Status
from bilat.record import layout, tally_files
from bilat.record.findings import Finding, Kind
from bilat.record.schema import DERIVED, REPLACEABLE

AGAIN = "bilat repair sets its commit aside and says which files to import again; or restore it from a backup"
_AT_ONCE = 4_000_000  # ids held in memory to be compared

_TYPES = ", ".join(f"'{kind}'" for kind in QUADS)
_QUAD = " ".join(f"WHEN '{kind}' THEN '{quad}'" for kind, quad in QUADS.items())
_WRONG = {
    "the id is not that of the source": "id IS DISTINCT FROM source || ':' || source_id",
    "the two sides are in the wrong order": "a > b OR (a IS NULL AND b IS NOT NULL)",
    "the direction is none": "direction NOT IN ('a>b', 'b>a', 'both') OR (direction IS NULL) <> (a IS NULL)",
    "it ends before it begins": '"first" > "last" OR ("first" IS NULL) <> ("last" IS NULL)',
    "the type is none": f"type NOT IN ({_TYPES})",
    "the quad is not the type's": f"quad IS DISTINCT FROM CASE type {_QUAD} END",
    "the status is none": f"status NOT IN ({', '.join(repr(one.value) for one in Status)})",
}
"""What no line may be, as conditions in SQL."""


def check(
    every: duckdb.DuckDBPyConnection, folder: Path, commits: Sequence[layout.Commit], step: Callable[[], None]
) -> Iterator[Finding]:
    """What is wrong with the lines of other datasets; ``every`` has all lines of the record, also replaced ones."""
    for table in REPLACEABLE:
        for seq, number, id in _doubles(every, table, step):
            what = f"{number} of its lines have an id that stands already, the first {id!r}"
            yield _finding(Kind.DOUBLE, what, folder, table, seq)
        yield from _replacements(every, folder, table, commits)
    for what, condition in _WRONG.items():
        sql = f"SELECT commit, count(*), min(id) FROM imported WHERE {condition} GROUP BY commit ORDER BY commit"
        for seq, number, id in every.execute(sql).fetchall():
            yield _finding(Kind.COLUMN, f"{number} of its lines: {what}, the first {id!r}", folder, "imported", seq)


def check_derived(
    connection: duckdb.DuckDBPyConnection, folder: Path, commits: Sequence[layout.Commit], step: Callable[[], None]
) -> Iterator[Finding]:
    """Files for counting that are not what their part gives, worked out anew."""
    for commit in commits:
        parts = {part.table: folder / part.file for part in commit.parts}
        for name, table in DERIVED.items():
            if name in parts and table in parts:
                step()
                if not tally_files.agrees(connection, parts[table], parts[name]):
                    what = f"it is not what is worked out from {table}"
                    yield Finding(kind=Kind.COLUMN, what=what, where=str(parts[name]), hint=AGAIN, seq=commit.seq)


def _finding(kind: Kind, what: str, folder: Path, table: str, seq: int) -> Finding:
    return Finding(kind=kind, what=what, where=str(folder / layout.part_file(table, seq)), hint=AGAIN, seq=seq)


def _doubles(every: duckdb.DuckDBPyConnection, table: str, step: Callable[[], None]) -> Iterator[tuple[int, int, str]]:
    """By commit, how many current lines have an id that an earlier line has, and one of these; some ids at a time."""
    total = every.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
    shares = 1 + total // _AT_ONCE
    for share in range(shares):
        step()
        yield from every.execute(
            f"SELECT last, count(*), min(id) FROM (SELECT id, max(commit) AS last, count(*) AS n FROM {table} t "
            f"ANTI JOIN {table}_gone r ON r.id = t.id AND r.seq = t.commit "
            f"WHERE hash(id) % {shares} = {share} GROUP BY id HAVING n > 1) GROUP BY last ORDER BY last"
        ).fetchall()


def _replacements(
    every: duckdb.DuckDBPyConnection, folder: Path, table: str, commits: Sequence[layout.Commit]
) -> Iterator[Finding]:
    """Lines that tell of a replacement where there is none; what a repair set aside is no fault."""
    aside = [commit.seq for commit in commits if commit.withdrawn is not None]
    told = REPLACEABLE[table]
    for column, where in (("replaces", "the line that was replaced"), ("commit", "the line that took its place")):
        sql = (
            f"SELECT g.commit, count(*), min(g.id) FROM {told} g ANTI JOIN {table} t "
            f"ON t.id = g.id AND t.commit = g.{column} "
            f"WHERE NOT list_contains(?, g.{column}) GROUP BY g.commit ORDER BY g.commit"
        )
        for seq, number, id in every.execute(sql, [aside]).fetchall():
            what = f"{number} of its lines lack {where}, the first {id!r}"
            yield _finding(Kind.REFERENCE, what, folder, told, seq)
