"""The record to be read: a snapshot of what was committed when it was opened."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb

from bilat.errors import BadArgument, RecordError
from bilat.model import Article, Coding, Event, Fact, Span, Undertaking
from bilat.record import codec, layout, pair
from bilat.record.engine import attach, connect
from bilat.record.slices import Counts, Dyad, DyadCount, Outlet, RunLine, SkipLine

T = TypeVar("T")
Rows = list[tuple[Any, ...]]

_SHORTEST_PREFIX = 4
_BATCH = 200  # articles held in memory at once

_COUNTS = """
SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM articles WHERE date IS NULL),
  (SELECT count(*) FROM sentences), (SELECT count(*) FROM events), (SELECT count(*) FROM undertakings),
  (SELECT count(*) FROM facts), (SELECT count(DISTINCT outlet) FROM articles),
  (SELECT count(*) FROM (SELECT DISTINCT a, b FROM event_dyads WHERE a <> b)), (SELECT count(*) FROM skipped),
  (SELECT count(DISTINCT id) FROM runs), (SELECT min(date) FROM articles), (SELECT max(date) FROM articles)
"""
_OUTLETS = """
SELECT outlet, count(*) AS n, min(date), max(date) FROM articles GROUP BY outlet ORDER BY n DESC, outlet NULLS LAST
"""
_DYADS = """
SELECT a, b, count(DISTINCT event_id) AS n, min("date"), max("date") FROM event_dyads
WHERE a <> b GROUP BY a, b ORDER BY n DESC, a, b LIMIT ?
"""
_RUNS = """
SELECT id, program, settings, lexicon, model, started, command,
  (SELECT count(*) FROM articles WHERE run = r.id), (SELECT count(*) FROM skipped WHERE run = r.id)
FROM (SELECT DISTINCT * FROM runs) r ORDER BY started NULLS FIRST, id
"""


class View:
    """Reads a record and changes nothing; writers may be at work meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with layout.disk(folder, "read the record"):
            self._commits = layout.commits(folder)
        parts: defaultdict[str, list[Path]] = defaultdict(list)
        for commit in self._commits:
            for part in commit.parts:
                parts[part.table].append(folder / part.file)
        self._connection = connect()
        self._guarded(lambda: attach(self._connection, parts))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Frees the view's memory."""
        self._connection.close()

    def _guarded(self, work: Callable[[], T]) -> T:
        """Does the work; a failure of the database is told as what it is: a file that was changed from outside."""
        try:
            return work()
        except duckdb.Error as error:
            with layout.disk(self.folder, "read the record"):
                bad = layout.damaged(self.folder, self._commits)
            if not bad:
                what = f"the record cannot be read: {str(error).splitlines()[0]}"
                raise RecordError(what, where=str(self.folder), hint="free some memory and try again") from error
            what, where = "a part of the record is damaged", ", ".join(map(str, bad))
            raise RecordError(what, where=where, hint="restore the file from a copy") from error

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        return self._guarded(lambda: self._connection.execute(sql, list(values)).fetchall())

    def article(self, id: str) -> Article | None:
        """The article of this id, whole."""
        rows = self._rows("SELECT body, text FROM articles WHERE id = ?", [id])
        return codec.article(json.loads(rows[0][0]), rows[0][1]) if rows else None

    def articles(self) -> Iterator[Article]:
        """All articles, whole, by date and id."""
        cursor = self._connection.cursor()
        sql = 'SELECT body, text FROM articles ORDER BY "first" NULLS FIRST, id'
        self._guarded(lambda: cursor.execute(sql))
        while rows := self._guarded(lambda: cursor.fetchmany(_BATCH)):
            yield from (codec.article(json.loads(body), text) for body, text in rows)

    def event(self, id: str) -> Event | None:
        """The event of this id."""
        return self._one("events", id, codec.event)

    def undertaking(self, id: str) -> Undertaking | None:
        """The undertaking of this id, as its article tells of it."""
        return self._one("undertakings", id, codec.undertaking)

    def fact(self, id: str) -> Fact | None:
        """The fact of this id."""
        return self._one("facts", id, codec.fact)

    def _one(self, table: str, id: str, decode: Callable[[codec.Plain], T]) -> T | None:
        rows = self._rows(f"SELECT body FROM {table} WHERE id = ? LIMIT 1", [id])
        return decode(json.loads(rows[0][0])) if rows else None

    def coding(self, id: str) -> Coding | None:
        """An article with all that was found in it."""
        article = self.article(id)
        if article is None:
            return None
        sentences = self._rows('SELECT "start", "end" FROM sentences WHERE article_id = ? ORDER BY n', [id])
        return Coding(
            article=article,
            sentences=tuple(Span(start, end, article.text[start:end]) for start, end in sentences),
            events=self._of("events", id, codec.event),
            undertakings=self._of("undertakings", id, codec.undertaking),
            facts=self._of("facts", id, codec.fact),
        )

    def _of(self, table: str, article: str, decode: Callable[[codec.Plain], T]) -> tuple[T, ...]:
        rows = self._rows(f"SELECT body FROM {table} WHERE article_id = ?", [article])
        return tuple(decode(json.loads(body)) for (body,) in rows)

    def find(self, id: str) -> Article | Event | Undertaking | Fact | None:
        """What has this id, or the one thing whose id begins so (four characters at least).

        Raises:
            BadArgument: Several ids begin so.
        """
        readers = {"articles": self.article, "events": self.event, "undertakings": self.undertaking, "facts": self.fact}
        for read in readers.values():
            found = read(id)
            if found is not None:
                return found
        if len(id) < _SHORTEST_PREFIX:
            return None
        like = " UNION ".join(f"SELECT '{table}', id FROM {table} WHERE starts_with(id, $1)" for table in readers)
        rows = self._rows(f"{like} ORDER BY 2 LIMIT 4", [id])
        if len(rows) > 1:
            what = f"several ids begin with {id!r}"
            raise BadArgument(what, hint="give more of it: " + ", ".join(row[1] for row in rows))
        return readers[rows[0][0]](rows[0][1]) if rows else None

    def counts(self) -> Counts:
        """How much the record holds."""
        return Counts(**dict(zip(Counts.__slots__, self._rows(_COUNTS)[0], strict=True)))

    def outlets(self) -> tuple[Outlet, ...]:
        """The sources, the most read first."""
        return tuple(Outlet(name=name, articles=n, first=a, last=z) for name, n, a, z in self._rows(_OUTLETS))

    def dyads(self, limit: int = 20) -> tuple[DyadCount, ...]:
        """The pairs with the most events."""
        return tuple(DyadCount(a=a, b=b, events=n, first=x, last=z) for a, b, n, x, z in self._rows(_DYADS, [limit]))

    def runs(self) -> tuple[RunLine, ...]:
        """The runs that wrote something, the first first."""
        return tuple(RunLine(**dict(zip(RunLine.__slots__, row, strict=True))) for row in self._rows(_RUNS))

    def skipped(self) -> tuple[SkipLine, ...]:
        """The inputs that were left out, and why."""
        rows = self._rows('SELECT error, what, "where", hint, run FROM skipped')
        return tuple(SkipLine(error=e, what=w, where=p, hint=h, run=r) for e, w, p, h, r in rows)

    def dyad(
        self, a: str, b: str, since: str | None = None, until: str | None = None, *, least: float = 0.0
    ) -> Dyad:
        """All that the record has of a pair.

        Args:
            a: Code of a state or IGO ("IRN", "IGOUN"), or of one party ("PAKREB").
            b: The other.
            since: ISO day, month or year: from its first day on.
            until: To its last day. Events count by their own date, else by their article's.
            least: Events below this confidence, and those without one, are left out and counted; 0 leaves none out.

        Raises:
            BadArgument: The two are the same, or a date is wrong, or they are in the wrong order.
        """
        return pair.read(self._rows, a, b, since, until, least)
