"""The lines of a record: ids that stand once, references that lead somewhere, spans that are the text, columns the bodies'."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import duckdb

from bilat.model import Article, Coding, Event, Fact, Span, Undertaking, event_id, fact_id, undertaking_id
from bilat.record import codec, layout
from bilat.record.findings import Finding, Kind
from bilat.record.rows import lines, storable
from bilat.record.runs import RunInfo
from bilat.record.schema import CODED, DECIDED, REFERENCES, TABLES, UNIQUE

_ID_DIGITS = 16
_THINGS = {"events": codec.event, "undertakings": codec.undertaking, "facts": codec.fact}
_COLUMNS = {table: [name for name in columns if name != "run"] for table, columns in TABLES.items()}


def check_unique(every: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Finding]:
    """Current lines of a commit whose id an earlier one, or another line of it, has already."""
    for table, columns in UNIQUE.items():
        key = ", ".join(f't."{name}"' for name in columns)
        current = "ANTI JOIN replaced r ON r.article_id = t.article_id AND r.seq = t.commit" if table in CODED else ""
        lines = "(SELECT DISTINCT * EXCLUDE (commit), min(commit) AS commit FROM runs GROUP BY ALL)"
        sql = (
            f'SELECT commit, count(*), min(id) FROM (SELECT t."{columns[0]}" AS id, t.commit, '
            f"row_number() OVER (PARTITION BY {key} ORDER BY t.commit) AS nth "
            f"FROM {lines if table == 'runs' else table} t {current}) WHERE nth > 1 GROUP BY commit ORDER BY commit"
        )
        for seq, number, first in every.execute(sql).fetchall():
            what = f"{number} of its lines have an id that stands already, the first {first!r}"
            yield Finding(kind=Kind.DOUBLE, what=what, where=_part(folder, table, seq), seq=seq)


def check_references(
    every: duckdb.DuckDBPyConnection, folder: Path, commits: Sequence[layout.Commit]
) -> Iterator[Finding]:
    """Ids that lead to no line; what a repair set aside waits to be read again, and is no fault."""
    every.execute("CREATE TABLE lost (kind VARCHAR, id VARCHAR)")
    gone = [(kind, id) for commit in commits for kind, ids in commit.lost.items() for id in ids]
    if gone:
        every.executemany("INSERT INTO lost VALUES (?, ?)", gone)
    every.execute(
        "CREATE TABLE coded AS SELECT id AS article_id, commit FROM articles "
        "UNION ALL SELECT article_id, commit FROM recodings"
    )
    for table, columns in TABLES.items():
        for column in columns:
            if column in REFERENCES:
                yield from _missing(every, folder, table, column, *_target(table, column))
    yield from _missing(every, folder, "recodings", "article_id", "coded", "article_id", "replaces")


def _target(table: str, column: str) -> tuple[str, str, str | None]:
    """The table that a column points into, its column there, and the column that says in which commit the target stands."""
    target = REFERENCES[column]
    if table in CODED and column == "article_id":
        return "coded", "article_id", "commit"
    # What is of one coding stands in its commit.
    return target, "id", "commit" if table in CODED and target in CODED else None


def _missing(
    every: duckdb.DuckDBPyConnection,
    folder: Path,
    table: str,
    column: str,
    target: str,
    key: str,
    commit: str | None,
) -> Iterator[Finding]:
    """The lines of a table, counted by commit, whose column leads to no line of the target."""
    kind = "articles" if target == "coded" else target
    within = f' AND o.commit = t."{commit}"' if commit else ""
    sql = (
        f'SELECT t.commit, count(*), min(t."{column}") FROM {table} t '
        f'ANTI JOIN {target} o ON o."{key}" = t."{column}"{within} '
        f"ANTI JOIN lost l ON l.kind = '{kind}' AND l.id = t.\"{column}\" "
        f'WHERE t."{column}" IS NOT NULL GROUP BY t.commit ORDER BY t.commit'
    )
    for seq, number, first in every.execute(sql).fetchall():
        what = f"{number} of its lines point at {kind} that are not there, the first at {first!r} ({column})"
        yield Finding(kind=Kind.REFERENCE, what=what, where=_part(folder, table, seq), seq=seq)


def check_runs(every: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Finding]:
    """Runs whose id is not that of their content."""
    columns = _COLUMNS["runs"]
    names = ", ".join(f'"{name}"' for name in columns)
    for id, *values, seq in every.execute(f"SELECT {names}, commit FROM runs").fetchall():
        if RunInfo(**dict(zip(columns[1:], values, strict=True))).id != id:
            what = f"the run {id!r} is not what its id says"
            yield Finding(kind=Kind.ID, what=what, where=_part(folder, "runs", seq), seq=seq)


def check_codings(
    every: duckdb.DuckDBPyConnection, folder: Path, commit: layout.Commit, share: float
) -> Iterator[Finding | bool]:
    """Looks through the codings of a commit; gives what is wrong, and for each coding whether its columns were worked out anew.

    Args:
        share: Of the codings, from 0 to 1, whose columns are worked out anew and compared; spans are compared in all.
    """
    seen: Counter[tuple[str, Kind, str]] = Counter()
    first: dict[tuple[str, Kind, str], str] = {}
    tables = {part.table for part in commit.parts}
    bodies = {table: _by_article(every, table, commit.seq) for table in _THINGS if table in tables}
    stored = {table: _lines_of(every, table, commit.seq) for table in tables & (CODED - DECIDED | {"articles"})}
    for id, text, body, added in _articles(every, commit.seq):
        deep = crc32(id.encode()) < share * 2**32
        for table, kind, what, line in _coding_wrong(id, text, body, added, bodies, stored if deep else None):
            key = table, kind, what
            seen[key] += 1
            first.setdefault(key, line)
        yield deep
    for key, number in seen.items():
        table, kind, what = key
        told = f"{number} of its lines: {what}, the first {first[key]!r}" if number > 1 else f"{what}: {first[key]!r}"
        yield Finding(kind=kind, what=told, where=_part(folder, table, commit.seq), seq=commit.seq)


def _articles(every: duckdb.DuckDBPyConnection, seq: int) -> list[tuple[str, str, str, bool]]:
    return every.execute(
        "SELECT id, text, body, commit = $1 FROM articles "
        "WHERE commit = $1 OR id IN (SELECT article_id FROM recodings WHERE commit = $1) ORDER BY id",
        [seq],
    ).fetchall()


def _by_article(every: duckdb.DuckDBPyConnection, table: str, seq: int) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for article, body in every.execute(f"SELECT article_id, body FROM {table} WHERE commit = ?", [seq]).fetchall():
        found[article].append(body)
    return found


def _lines_of(every: duckdb.DuckDBPyConnection, table: str, seq: int) -> dict[str, list[tuple[Any, ...]]]:
    columns = _COLUMNS[table]
    names = ", ".join(f'"{name}"' for name in columns)
    article = columns.index("id" if table == "articles" else "article_id")
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for line in every.execute(f"SELECT {names} FROM {table} WHERE commit = ?", [seq]).fetchall():
        found[line[article]].append(_comparable(line))
    return found


def _comparable(line: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(tuple(map(str, value)) if isinstance(value, list | tuple) else value for value in line)


Wrong = tuple[str, Kind, str, str]


def _coding_wrong(
    id: str,
    text: str,
    body: str,
    added: bool,
    bodies: dict[str, dict[str, list[str]]],
    stored: dict[str, dict[str, list[tuple[Any, ...]]]] | None,
) -> Iterator[Wrong]:
    try:
        article = codec.article(json.loads(body), text)
    except (ValueError, KeyError, TypeError, IndexError):
        yield "articles", Kind.BODY, "the body cannot be read", id
        return
    things: dict[str, list[Any]] = {table: [] for table in _THINGS}
    for table, read in _THINGS.items():
        for n, plain in enumerate(bodies.get(table, {}).get(id, [])):
            try:
                things[table].append(read(json.loads(plain)))
            except (ValueError, KeyError, TypeError, IndexError):
                yield table, Kind.BODY, "the body cannot be read", f"line {n + 1} of article {id}"
    for table, found in things.items():
        for thing in found:
            if any(article.text[span.start : span.end] != span.text for span in spans(thing)):
                yield table, Kind.SPAN, "a span is not what the article has at its place", thing.id
            if len(thing.id) == _ID_DIGITS and thing.id != _id_of(thing):
                yield table, Kind.ID, "the id is not that of the content", thing.id
    if stored is not None:
        yield from _columns_wrong(article, added, things, stored)


def _columns_wrong(
    article: Article, added: bool, things: dict[str, list[Any]], stored: dict[str, dict[str, list[tuple[Any, ...]]]]
) -> Iterator[Wrong]:
    """Where the columns are not what the bodies give; sentences, which have no body, are held against the text's length."""
    sentences = stored.get("sentences", {}).get(article.id, [])
    ordered = sorted(sentences, key=lambda line: line[1])
    if any(n != line[1] or not 0 <= line[2] <= line[3] <= len(article.text) for n, line in enumerate(ordered)):
        yield "sentences", Kind.SPAN, "the sentences of an article do not lie in its text", article.id
        return
    coding = Coding(
        article=article,
        sentences=tuple(Span(line[2], line[3], "") for line in ordered),
        events=tuple(things["events"]),
        undertakings=tuple(things["undertakings"]),
        facts=tuple(things["facts"]),
    )
    expected: defaultdict[str, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    for table, line in lines(coding):
        if table != "articles" or added:
            expected[table][_comparable(line)] += 1
    for table in sorted(set(expected) | set(stored)):
        there = Counter(stored.get(table, {}).get(storable(article.id) or "", ()))
        if there != expected[table] and (table != "articles" or added):
            yield table, Kind.COLUMN, "columns are not those of the body", article.id


def spans(thing: Any) -> Iterator[Span]:
    """All spans of a value, however deep."""
    if isinstance(thing, Span):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from spans(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from spans(getattr(thing, field.name))


def _id_of(thing: Event | Undertaking | Fact) -> str:
    if isinstance(thing, Event):
        codes = [p.code for p in thing.actors], [p.code for p in thing.recipients]
        return event_id(thing.article_id, thing.trigger.start, thing.type, *codes)
    if isinstance(thing, Undertaking):
        return undertaking_id(thing.article_id, thing.mention.start, thing.name)
    return fact_id(thing.article_id, thing.span.start, thing.unit)


def _part(folder: Path, table: str, seq: int) -> str:
    return str(folder / layout.part_file(table, seq))
