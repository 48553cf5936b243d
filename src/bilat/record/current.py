"""The tables as a reader sees them: the lines of all commits, less those of codings that a later one replaced.

A part is never changed, so a replaced coding stays where it is. A line of ``recodings`` says that the coding of an article in
one commit was replaced; what it hides is worked out here, commit by commit: a commit of which nothing was replaced is read as
it is, one of which all was replaced is not read at all, and only one between the two is looked through line by line. The lines
of other datasets that later lines of the same id replaced are hidden in the same way.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import duckdb

from bilat.errors import RecordError
from bilat.record import layout
from bilat.record.engine import connect, quoted
from bilat.record.layout import Commit, Part
from bilat.record.schema import CODED, REPLACEABLE, SCHEMA_VERSION, TABLES, empty_select

T = TypeVar("T")
Standing = tuple[Commit, Part, str]
"""A part with its commit and its path."""
Groups = dict[tuple[int, bool], list[str]]
"""Paths of parts by the schema that they were written in and by whether lines of theirs were replaced."""

# What codings were replaced, with the name of the part that each stands in.
_REPLACED = """
CREATE TABLE replaced AS
SELECT DISTINCT article_id, replaces AS seq, printf('%08d.parquet', replaces) AS part FROM recodings
"""
# An article that was set aside is read again as a new one: what later commits made of the lost one no longer counts.
_VOID = """
INSERT INTO replaced SELECT article_id, seq, printf('%08d.parquet', seq) FROM recodings r
WHERE article_id IN (SELECT unnest(?)) AND seq <= ?
AND NOT EXISTS (SELECT 1 FROM replaced p WHERE p.article_id = r.article_id AND p.seq = r.seq)
"""
# Which lines of other datasets were replaced, with the name of the part that each stands in.
_GONE = """
CREATE TABLE {table}_gone AS SELECT DISTINCT id, replaces AS seq, printf('%08d.parquet', replaces) AS part FROM {replaced}
"""
# The columns of what has a long text or body, without it: what they hold takes no reading of the rest.
_NARROW = """
CREATE VIEW event_columns AS SELECT * EXCLUDE (body) FROM events;
CREATE VIEW event_sentences AS SELECT id, article_id, json_extract_string(body, '$.sentence[2]') AS sentence FROM events;
CREATE VIEW article_heads AS SELECT * EXCLUDE (body, "text") FROM articles;
CREATE VIEW event_places AS SELECT d.event_id, d.article_id, d.a, d.b, d."first", d."last", d.quad, d.status,
  e.country, e.latitude, e.longitude FROM event_dyads d JOIN event_columns e ON e.id = d.event_id WHERE e.latitude IS NOT NULL;
"""
_CODINGS = """
CREATE VIEW codings AS
SELECT a.id AS article_id, coalesce(r.run, a.run) AS run, coalesce(r.seq, a.seq) AS seq FROM (
  SELECT id, run, CAST(left(parse_filename(part_file), 8) AS BIGINT) AS seq FROM {articles}
) a LEFT JOIN (
  SELECT * FROM recodings r ANTI JOIN replaced p ON p.article_id = r.article_id AND p.seq = r.seq
) r ON r.article_id = a.id
"""


def attach(connection: duckdb.DuckDBPyConnection, folder: Path, commits: Sequence[Commit]) -> None:
    """Makes each table a view over its current lines, and ``codings`` one of each article's current coding.

    Beside them stand ``event_columns``, ``event_sentences`` and ``article_heads``, the narrow columns of theirs, and
    ``event_places``, which says where the acts between two took place.
    """
    first = ("recodings", *REPLACEABLE.values())
    parts = _by_table(folder, commits)
    for table in first:
        _view(connection, table, _groups(table, parts[table], {}))
    _find_replaced(connection, commits)
    replaced = dict(connection.execute("SELECT seq, count(*) FROM replaced GROUP BY seq").fetchall())
    for table in TABLES:
        if table in REPLACEABLE:
            gone = dict(connection.execute(f"SELECT seq, count(*) FROM {table}_gone GROUP BY seq").fetchall())
            _view(connection, table, _groups(table, parts[table], gone))
        elif table not in first:
            _view(connection, table, _groups(table, parts[table], replaced if table in CODED else {}))
    articles = [file for _, _, file in parts["articles"]]
    named = f"read_parquet({_listed(articles)}, filename='part_file')"
    connection.execute(_CODINGS.format(articles=named if articles else "(SELECT *, NULL AS part_file FROM articles)"))
    connection.execute(_NARROW)


def attach_all(connection: duckdb.DuckDBPyConnection, folder: Path, commits: Sequence[Commit]) -> None:
    """Makes each table a view over all its lines, also those that were replaced, with the commit of each as ``commit``.

    ``replaced`` says, by article_id and seq, which of them :func:`attach` would not show.
    """
    for table, parts in _by_table(folder, commits).items():
        groups = _groups(table, parts, {})
        selects = [f"SELECT * FROM read_parquet({_listed(files)}, filename='part_file')" for files in groups.values()]
        selects.append(f"SELECT *, NULL::VARCHAR AS part_file FROM ({empty_select(table)})")
        seq = "CAST(left(parse_filename(part_file), 8) AS BIGINT) AS commit"
        connection.execute(
            f"CREATE VIEW {table} AS SELECT * EXCLUDE (part_file), {seq} FROM ({' UNION ALL BY NAME '.join(selects)})"
        )
    _find_replaced(connection, commits)


def _find_replaced(connection: duckdb.DuckDBPyConnection, commits: Sequence[Commit]) -> None:
    """Makes the table ``replaced`` of the codings no longer shown, by article and commit, and ``TABLE_gone`` of lines."""
    connection.execute(_REPLACED)
    for commit in commits:
        if commit.withdrawn is not None:
            connection.execute(_VOID, [list(commit.lost.get("articles", ())), commit.until])
    for table, told in REPLACEABLE.items():
        connection.execute(_GONE.format(table=table, replaced=told))


def coded_in(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The commit that each article's current coding stands in, by the article's id."""
    return dict(connection.execute("SELECT article_id, seq FROM codings").fetchall())


def _by_table(folder: Path, commits: Iterable[Commit]) -> dict[str, list[Standing]]:
    """The parts of each table, in the order of the commits."""
    # A record may have a hundred thousand parts: paths are put together as text.
    found: dict[str, list[Standing]] = {table: [] for table in TABLES}
    for commit in commits:
        for part in commit.parts:
            if part.table in found:
                found[part.table].append((commit, part, f"{folder}/{part.file}"))
    return found


def _groups(table: str, parts: Iterable[Standing], replaced: dict[int, int]) -> Groups:
    groups: Groups = defaultdict(list)
    for commit, part, file in parts:
        gone = replaced.get(commit.seq, 0)
        whole = part.rows if table in REPLACEABLE else commit.articles + commit.recoded
        if not (gone and gone >= whole):
            groups[commit.schema, gone > 0].append(file)
    return groups


def _view(connection: duckdb.DuckDBPyConnection, table: str, groups: Groups) -> None:
    selects = [_over(table, parts, partly=partly) for (_, partly), parts in sorted(groups.items())]
    # A part of an older schema lacks columns of this one: they are null.
    if any(schema != SCHEMA_VERSION for schema, _ in groups) or not selects:
        selects.append(empty_select(table))
    connection.execute(f"CREATE VIEW {table} AS {' UNION ALL BY NAME '.join(selects)}")


def _over(table: str, files: Iterable[str], *, partly: bool) -> str:
    listed = _listed(files)
    if not partly:
        return f"SELECT * FROM read_parquet({listed})"
    gone, key = (f"{table}_gone", "id") if table in REPLACEABLE else ("replaced", "article_id")
    return (
        f"(SELECT * EXCLUDE (part_file) FROM read_parquet({listed}, filename='part_file') t "
        f"ANTI JOIN {gone} r ON r.{key} = t.{key} AND r.part = parse_filename(t.part_file))"
    )


def _listed(files: Iterable[str]) -> str:
    return f"[{', '.join(quoted(file) for file in files)}]"


def guarded(folder: Path, found: list[layout.Commit], ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
    """What a question gives on the current lines of some commits.

    Raises:
        RecordError: A part is damaged, or memory is short.
    """
    with connect() as connection:
        try:
            attach(connection, folder, found)
            return ask(connection)
        except duckdb.Error as error:
            bad = ", ".join(map(str, layout.damaged(folder, found)))
            if not bad:
                what = f"the record cannot be read: {str(error).splitlines()[0]}"
                raise RecordError(what, where=str(folder), hint="free some memory and try again") from error
            raise RecordError("the record is damaged", where=bad, hint="restore the file from a copy") from error
