"""The record to be read: a snapshot of what was committed when it was opened."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb

from bilat.errors import BadArgument, RecordError
from bilat.model import Article, Coding, Copy, Correction, Event, Fact, Span, Undertaking, content_id
from bilat.record import (
    again,
    codec,
    dealings,
    imported,
    joint,
    known,
    layout,
    news,
    pair,
    retelling,
    strangers,
    tallies,
    tally_memory,
    tally_rows,
)
from bilat.record.accounts import Story
from bilat.record.again import Again, Group, Signed
from bilat.record.asked import Asked, By
from bilat.record.current import attach, guarded
from bilat.record.digest import asking, content_digest
from bilat.record.engine import connect
from bilat.record.judgements import Entry, Judged, Standing, What, journal, moment
from bilat.record.judgements.overlay import judged_now, lay
from bilat.record.rows import side_key
from bilat.record.runs import RunInfo
from bilat.record.slices import Counts, Dyad, DyadCount, Imported, ImportedSource, Outlet, RunLine, SkipLine

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
Line = Article | Event | Undertaking | Fact
Readers = dict[str, Callable[[str], Line | Story | None]]

_SHORTEST_PREFIX = 4
_STORY_IDS = "(SELECT story AS id FROM story_events)"
_BATCH = 200  # articles held in memory at once

# Lines of articles that others took the place of are not counted.
_STANDING = "article_id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL)"
_COUNTS = f"""
SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM articles WHERE date IS NULL),
  (SELECT count(*) FROM sentences WHERE {_STANDING}), (SELECT count(*) FROM events WHERE {_STANDING}),
  (SELECT count(*) FROM undertakings WHERE {_STANDING}), (SELECT count(*) FROM facts WHERE {_STANDING}),
  (SELECT count(DISTINCT outlet) FROM articles),
  (SELECT count(*) FROM (SELECT DISTINCT a, b FROM event_dyads WHERE a <> b AND {_STANDING})),
  (SELECT count(*) FROM skipped), (SELECT count(DISTINCT id) FROM runs),
  (SELECT min(date) FROM articles), (SELECT max(date) FROM articles), (SELECT count(*) FROM imported)
"""
_OUTLETS = """
SELECT outlet, count(*) AS n, min(date), max(date) FROM articles GROUP BY outlet ORDER BY n DESC, outlet NULLS LAST
"""
_DYADS = f"""
SELECT a, b, count(DISTINCT event_id) AS n, min("date"), max("date") FROM event_dyads
WHERE a <> b AND {_STANDING} GROUP BY a, b ORDER BY n DESC, a, b LIMIT ?
"""
_RUNS = """
SELECT id, program, settings, lexicon, model, started, command,
  (SELECT count(*) FROM articles WHERE run = r.id), (SELECT count(*) FROM recodings WHERE run = r.id),
  (SELECT count(*) FROM skipped WHERE run = r.id)
FROM (SELECT DISTINCT * FROM runs) r ORDER BY started NULLS FIRST, id
"""
_OTHERWISE = """
articles SEMI JOIN (
  SELECT c.article_id FROM codings c ANTI JOIN runs r ON r.id = c.run
    AND r.program = ? AND r.lexicon IS NOT DISTINCT FROM ? AND r.model IS NOT DISTINCT FROM ?
) other ON other.article_id = articles.id
"""


def _entries(folder: Path, until: str | None) -> tuple[Entry, ...]:
    with layout.disk(folder, "read the journal of judgements"):
        found = journal.read(folder)
    if until is None:
        return found
    last = moment(until)
    return tuple(one for one in found if one.time <= last)


def _made(run: RunInfo) -> list[str | None]:
    return [run.program, run.lexicon, run.model]


class View:
    """Reads a record and changes nothing; writers may be at work meanwhile, and threads may share it.

    Attributes:
        as_of: The day by which an article must have appeared to be in the view; null for all articles.
        judged: What people said of the lines, and what stands of it.
        applies: Whether that is what the view shows: lines judged wrong left out, corrected ones as corrected.
    """

    judged: Judged

    def __init__(
        self,
        folder: Path,
        as_of_run: str | None = None,
        as_of: str | None = None,
        *,
        judged: bool | None = True,
        judged_until: str | None = None,
    ) -> None:
        self.folder = folder
        self.as_of = None if as_of is None else known.day_of(as_of)
        self.applies = bool(judged)
        with layout.disk(folder, "read the record"):
            self._commits = layout.commits(folder)
        if as_of_run is not None:
            self._commits = self._until(as_of_run)
        self._connection = connect()
        self._keeping, self._kept = Lock(), set[str]()
        self._stories: tally_memory.Stories | None = None
        self._read: dict[tuple[By, tuple[str, ...] | None], tallies.Read] = {}
        entries = () if judged is None else _entries(folder, judged_until)
        self._guarded(lambda: self._attach(entries))

    def _attach(self, entries: tuple[Entry, ...]) -> None:
        attach(self._connection, self.folder, self._commits)
        self.judged = lay(self._connection, entries, self.coded, apply=self.applies)
        if self.as_of is not None:
            known.limit(self._connection, self.as_of)

    def _until(self, run: str) -> list[layout.Commit]:
        """The commits to the last one of a run, which the beginning of its id may name."""
        runs = dict.fromkeys(commit.run for commit in self._commits)
        found = [id for id in runs if id.startswith(run)] if len(run) >= _SHORTEST_PREFIX else []
        if len(found) != 1:
            what = f"{'several runs begin' if found else 'no run begins'} with {run!r}"
            raise BadArgument(what, where=str(self.folder), hint=f"its runs are {', '.join(runs) or 'none yet'}")
        last = max(commit.seq for commit in self._commits if commit.run == found[0])
        return [commit for commit in self._commits if commit.seq <= last]

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

    def ask(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        """What a question in DuckDB's SQL gives; docs/record.md lists the tables.

        Args:
            values: For the question marks in it.
        """
        return self._guarded(lambda: self._fetched(sql, values))

    def _fetched(self, sql: str, values: Sequence[Any]) -> Rows:
        # A cursor of its own for each question: threads may share a view.
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, list(values)).fetchall()

    def columns(self, sql: str) -> tallies.Columns:
        """What a question gives, column by column as numpy arrays; masked ones where a column has nulls."""
        return self._guarded(lambda: self._columns(sql))

    def _columns(self, sql: str) -> tallies.Columns:
        with self._connection.cursor() as cursor:
            return cursor.execute(sql).fetchnumpy()

    def tally(self, asked: Asked) -> tallies.Cells:
        """How many stories, texts, articles or assertions tell of pairs, by period and by what else was asked to tell apart."""
        held = self._stories.count(asked) if self._stories else None
        if held is not None:
            return held
        quick = self._told if asked.datasets is not None and asked.unit == "story" and asked.pairs else None
        if quick is None:
            return self._tallied(asked)
        with layout.disk(self.folder, "read the record"):
            return tally_rows.answered(quick, asked, self._tallied)

    def _tallied(self, asked: Asked) -> tallies.Cells:
        """The same, by the database."""
        self.root_stories()
        if asked.unit == "text":
            self.same_texts()
        return tallies.count(self.columns, asked)

    def hold_stories(self) -> None:
        """Takes the stories of all pairs into memory, so that most of what :meth:`tally` is asked takes milliseconds."""
        self.root_stories()
        self.same_texts()
        self._stories = tally_memory.Stories(self.columns)

    @cached_property
    def _told(self) -> tally_rows.Files | None:
        """What stories of other datasets can be counted from without the database, where that holds for the view."""
        with layout.disk(self.folder, "read the record"):
            return tally_rows.of_parts(self.folder, self._commits, self.ask) if self.as_of is None else None

    def events_read(self, by: By, datasets: Sequence[str] | None = None) -> tallies.Read:
        """How many events of some imported datasets, or of all, lie between any two, by the period of their date."""
        return tallies.read_events(self.columns, by, datasets)

    @cached_property
    def has_articles(self) -> bool:
        """Whether the record has articles of its own, or only events of other datasets, or nothing."""
        return bool(self.ask("SELECT 1 FROM articles LIMIT 1"))

    @cached_property
    def outlet_names(self) -> frozenset[str | None]:
        """The outlets of the articles, null among them where an article names none; empty without articles."""
        return frozenset(name for (name,) in self.ask("SELECT DISTINCT outlet FROM articles"))

    @cached_property
    def datasets(self) -> tuple[str, ...]:
        """The names of the datasets that events were imported from."""
        if self._told is not None:
            return tuple(self._told.names)
        return tuple(name for (name,) in self.ask("SELECT DISTINCT source FROM imported ORDER BY source"))

    @cached_property
    def coded(self) -> str:
        """What names the commits that the view reads: by it, what was worked out from the machine's lines is known to hold."""
        parts = (part.sha256 for commit in self._commits for part in commit.parts)
        return content_id(str(self.folder.absolute()), str(len(self._commits)), *parts)

    def root_stories(self) -> None:
        """Makes the table ``story_roots``: of each ``story`` that was merged, the one that it is now part of, ``root``."""
        merges = 'SELECT story, "into" FROM story_merges'
        self._keep("story_roots", ("story", "root"), lambda: retelling.roots(self.ask(merges)))

    def same_texts(self) -> None:
        """Makes the table ``same_text``: of each ``article_id`` that is a copy or has some, the one whose ``text`` counts."""
        canonical = {id: group.canonical for id, group in self.groups.items()}
        self._keep("same_text", ("article_id", "text"), lambda: canonical)

    def _keep(self, table: str, names: tuple[str, str], pairs: Callable[[], Mapping[str, str]]) -> None:
        """Makes a table of pairs of ids beside the record's own, unless it is there."""
        with self._keeping:
            if table not in self._kept:
                shape = codec.dump([dict.fromkeys(names, "VARCHAR")])
                lines = codec.dump([dict(zip(names, pair, strict=True)) for pair in pairs().items()])
                self.ask(f"CREATE TABLE {table} AS SELECT unnest(from_json(?, '{shape}'), max_depth := 2)", [lines])
                self._kept.add(table)

    def articles_read(self, by: By, outlets: Sequence[str] | None = None) -> tallies.Read:
        """How many articles were read of some outlets, or of all, by the period of their date."""
        asked = (by, None if outlets is None else tuple(outlets))
        if asked not in self._read:
            self._read[asked] = tallies.read(self.columns, by, outlets)
        return self._read[asked]

    def told(self, pairs: Sequence[tuple[str, str]], source: str | None = None) -> news.Told:
        """The stories between pairs by the day on which they were first told; ``source`` names a dataset for its events."""
        self.root_stories()
        return news.told(self.columns, pairs, source)

    def reading(self, source: str | None = None) -> news.Reading:
        """How many articles, or events of a dataset, there are by day."""
        return news.reading(self.ask, source)

    def busiest(self, number: int, source: str | None = None) -> tuple[tuple[str, str], ...]:
        """The pairs with the most stories that happened, or events of a dataset, the most first."""
        return news.busiest(self.ask, number, source)

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The same, some lines at a time: only so many are held in memory."""
        cursor = self._connection.cursor()
        self._guarded(lambda: cursor.execute(sql, list(values)))
        while rows := self._guarded(lambda: cursor.fetchmany(_BATCH)):
            yield from rows

    def article(self, id: str) -> Article | None:
        """The article of this id, whole."""
        return self._article("articles", id)

    def _article(self, table: str, id: str) -> Article | None:
        rows = self.ask(f"SELECT body, text FROM {table} WHERE id = ?", [id])
        return codec.article(json.loads(rows[0][0]), rows[0][1]) if rows else None

    def articles(self) -> Iterator[Article]:
        """All articles, whole, by date and id."""
        for body, text in self.stream('SELECT body, text FROM articles ORDER BY "first" NULLS FIRST, id'):
            yield codec.article(json.loads(body), text)

    def texts(self) -> Iterator[Article]:
        """One article for each text, by date and id: the canonical one of copies, and none that another took the place of."""
        for article in self.articles():
            group = self.groups.get(article.id)
            if article.id not in self.replaced and (group is None or group.canonical == article.id):
                yield article

    def coded_otherwise(self, run: RunInfo) -> Iterator[Article]:
        """The articles whose current coding was made by another program, lexicon or model than a run's, as they were read."""
        for body, text in self.stream(f"SELECT body, text FROM {_OTHERWISE}", _made(run)):
            yield codec.article(json.loads(body), text)

    def count_coded_otherwise(self, run: RunInfo) -> int:
        """How many :meth:`coded_otherwise` gives."""
        return int(self.ask(f"SELECT count(*) FROM {_OTHERWISE}", _made(run))[0][0])

    def content_digest(self) -> str:
        """A digest of all lines and of what people said of them: the same for the same, whatever runs they came by."""
        said = [one.id for one in self.judged.entries]
        return guarded(self.folder, self._commits, lambda of: content_digest(asking(of), said))

    def signed(self) -> Iterator[Signed]:
        """The articles with their signatures, in the order in which they were read."""
        return again.signed(self.stream(again.HEADS), self.stream(again.SIGNATURES))

    def unsigned(self) -> Iterator[Article]:
        """The articles that have no signature: added by a program of one's own, or by one of schema 1."""
        for body, text in self.stream(again.UNSIGNED):
            yield codec.article(json.loads(body), text)

    @cached_property
    def copies(self) -> tuple[Copy, ...]:
        """Which articles are the text of an earlier-read one, in the order in which they were read."""
        return again.copies(self.ask)

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """Which articles correct, update or retract another, or say so of one that the record does not have."""
        return again.corrections(self.ask)

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """The group of copies of each article that is in one, by the article's id; replaced ones are in none."""
        return again.groups(self.ask, self.copies, self.replaced)

    def again(self, id: str) -> Again:
        """What an article is to others: its copies, what it corrects, and what corrected it."""
        return again.again(id, self.groups.get(id), self.copies, self.corrections)

    @cached_property
    def replaced(self) -> Mapping[str, Correction]:
        """By its id, what took the place of each article that no count and no brief has any more."""
        return {one.replaces: one for one in self.corrections if one.replaces is not None}

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
        rows = self.ask(f"SELECT body FROM {table} WHERE id = ? LIMIT 1", [id])
        return decode(json.loads(rows[0][0])) if rows else None

    def coding(self, id: str) -> Coding | None:
        """An article with all that was found in it."""
        article = self.article(id)
        if article is None:
            return None
        sentences = self.ask('SELECT "start", "end" FROM sentences WHERE article_id = ? ORDER BY n', [id])
        return Coding(
            article=article,
            sentences=tuple(Span(start, end, article.text[start:end]) for start, end in sentences),
            events=self._of("events", id, codec.event),
            undertakings=self._of("undertakings", id, codec.undertaking),
            facts=self._of("facts", id, codec.fact),
        )

    def _of(self, table: str, article: str, decode: Callable[[codec.Plain], T]) -> tuple[T, ...]:
        rows = self.ask(f"SELECT body FROM {table} WHERE article_id = ?", [article])
        return tuple(decode(json.loads(body)) for (body,) in rows)

    def find(self, id: str) -> Line | Story | Imported | None:
        """What has this id, or the one thing whose id begins so (four characters at least).

        An event of another dataset is found by its whole id alone ("gdelt:669666350").

        Raises:
            BadArgument: Several ids begin so.
        """
        found = self._find(id, self._readers() | {_STORY_IDS: self.story})
        return self.imported_event(id) if found is None and ":" in id else found

    def line(self, id: str) -> Line | None:
        """The same, of lines alone."""
        found = self._find(id, self._readers())
        return None if isinstance(found, Story) else found

    def machine_line(self, id: str) -> Line | None:
        """The same as the machine has them, whatever people judged."""
        found = self._find(id, self._readers("machine_"))
        return None if isinstance(found, Story) else found

    def _readers(self, of: str = "") -> Readers:
        return {
            f"{of}articles": lambda id: self._article(f"{of}articles", id),
            f"{of}events": lambda id: self._one(f"{of}events", id, codec.event),
            f"{of}undertakings": lambda id: self._one(f"{of}undertakings", id, codec.undertaking),
            f"{of}facts": lambda id: self._one(f"{of}facts", id, codec.fact),
        }

    def _find(self, id: str, readers: Readers) -> Line | Story | None:
        for read in readers.values():
            found = read(id)
            if found is not None:
                return found
        if len(id) < _SHORTEST_PREFIX:
            return None
        like = " UNION ".join(f"SELECT '{table}', id FROM {table} WHERE starts_with(id, $1)" for table in readers)
        rows = self.ask(f"{like} ORDER BY 2 LIMIT 4", [id])
        if len(rows) > 1:
            what = f"several ids begin with {id!r}"
            raise BadArgument(what, hint="give more of it: " + ", ".join(row[1] for row in rows))
        return readers[rows[0][0]](rows[0][1]) if rows else None

    def imported_event(self, id: str) -> Imported | None:
        """The event of another dataset with this id ("gdelt:669666350")."""
        source, _, own = id.partition(":")
        rows = self.ask(f"{imported.SELECT} WHERE source = ? AND source_id = ?", [source, own])
        return imported.line(rows[0]) if rows else None

    def imported(
        self,
        a: str,
        b: str | None = None,
        since: str | None = None,
        until: str | None = None,
        *,
        source: str | None = None,
    ) -> Iterator[Imported]:
        """The events of other datasets between a pair, or of one party with whomever, by date, undated first.

        Args:
            a: Code of a state or IGO ("IRN", "IGOUN"), or of one party ("PAKREB").
            b: The other; null for anyone.
            since, until: ISO day, month or year.
            source: Of this dataset alone.

        Raises:
            BadArgument: A date is wrong, or they are in the wrong order.
        """
        sql, values = imported.question(a, b, since, until, source)
        return map(imported.line, self.stream(sql, values))

    def imported_sources(self) -> tuple[ImportedSource, ...]:
        """The datasets that events were imported from, the largest first."""
        return tuple(
            ImportedSource(name=name, events=n, dated=d, first=x, last=z)
            for name, n, d, x, z in self.ask(imported.SOURCES)
        )

    def rejudged(self) -> Judged:
        """What people said up to this moment, and what stands of it; the view's tables stay as they are."""
        entries = _entries(self.folder, None)
        with self._connection.cursor() as cursor:
            return self._guarded(lambda: judged_now(cursor, entries, self.coded))

    def standing(self, id: str) -> Standing | None:
        """What people let stand of a line; null where nobody judged it."""
        return next((found for what in What if (found := self.judged.of(what, id))), None)

    def story_of(self, event: str) -> str | None:
        """The id of the story that an event tells; null where it is in none."""
        rows = self.ask("SELECT story FROM story_events WHERE event_id = ?", [event])
        return str(rows[0][0]) if rows else None

    def run_of(self, what: What, id: str) -> RunInfo | None:
        """What made a line's coding; null where the record does not say."""
        table = f"machine_{'event' if what is What.MEMBERSHIP else what}s"
        columns = "program, settings, lexicon, model, started, command"
        sql = f"SELECT {columns} FROM runs WHERE id = (SELECT run FROM {table} WHERE id = ? LIMIT 1) LIMIT 1"
        rows = self.ask(sql, [id])
        return RunInfo(**dict(zip(columns.split(", "), rows[0], strict=True))) if rows else None

    def story(self, id: str) -> Story | None:
        """The story of this id: a happening with all its assertions, and what they agree and differ on."""
        return retelling.of_id(self.ask, id)

    def stories(
        self, a: str, b: str, since: str | None = None, until: str | None = None, *, least: float = 0.0
    ) -> tuple[Story, ...]:
        """The happenings between a pair, by date, undated first.

        Args:
            a, b, since, until, least: As for :meth:`dyad`; a story is whole, also with assertions outside the range.

        Raises:
            BadArgument: As :meth:`dyad` does.
        """
        told = self.dyad(a, b, since, until, least=least)
        return self.stories_of(entry.event.id for entry in told.events)

    def stories_of(self, events: Iterable[str]) -> tuple[Story, ...]:
        """The happenings that any of these events (ids) tell, whole, by date, undated first."""
        found = retelling.of_events(self.ask, events)
        return tuple(sorted(found, key=lambda one: (one.date or "", one.id)))

    def counts(self) -> Counts:
        """How much the record holds."""
        return self._counts

    @cached_property
    def _counts(self) -> Counts:
        row = self.ask(_COUNTS)[0]
        groups = {group.canonical: len(group.members) for group in self.groups.values()}
        replaced = len(self.replaced)
        texts = row[0] - replaced - sum(groups.values()) + len(groups)
        return Counts(**dict(zip(Counts.__slots__, (*row, texts, replaced), strict=True)))

    def outlets(self) -> tuple[Outlet, ...]:
        """The sources, the most read first."""
        return tuple(Outlet(name=name, articles=n, first=a, last=z) for name, n, a, z in self.ask(_OUTLETS))

    def dyads(self, limit: int = 20) -> tuple[DyadCount, ...]:
        """The pairs with the most events."""
        return tuple(DyadCount(a=a, b=b, events=n, first=x, last=z) for a, b, n, x, z in self.ask(_DYADS, [limit]))

    def runs(self) -> tuple[RunLine, ...]:
        """The runs that wrote something, the first first."""
        return tuple(RunLine(**dict(zip(RunLine.__slots__, row, strict=True))) for row in self.ask(_RUNS))

    def skipped(self) -> tuple[SkipLine, ...]:
        """The inputs that were left out, and why."""
        rows = self.ask('SELECT error, what, "where", hint, run FROM skipped')
        return tuple(SkipLine(error=e, what=w, where=p, hint=h, run=r) for e, w, p, h, r in rows)

    def dyad(self, a: str, b: str, since: str | None = None, until: str | None = None, *, least: float = 0.0) -> Dyad:
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
        self.root_stories()
        slice = pair.read(self.ask, a, b, since, until, least, groups=self.groups, replaced=self.replaced)
        if self.as_of is None:
            return slice
        left = known.left_out(self.ask, side_key(a), side_key(b), self.as_of)
        return replace(slice, as_of=self.as_of, left_out=left)

    def dealings(
        self, a: str, b: str, since: str | None = None, until: str | None = None, *, least: float = 0.0
    ) -> list[dealings.Dealing]:
        """The acts of a pair as rows, without their sentences and parties: many times faster than :meth:`dyad`.

        Args:
            a: Code of the one; b: of the other.
            since: First day; until: the last; acts count by their own date, else by their article's.
            least: Acts below this confidence, and those without one, are left out; 0 leaves none out.
        """
        self.root_stories()
        return dealings.dealings(self.ask, a, b, since, until, least)

    def strangers(
        self, a: str, b: str, since: str | None = None, until: str | None = None
    ) -> dict[strangers.Bears, list[strangers.Bearing]]:
        """The acts of third parties that bear on a pair, by how they do.

        Args:
            a: Code of the one; b: of the other: of a group, all acts of its state count.
            since: First day; until: the last; acts count by their own date, else by their article's.
        """
        self.root_stories()
        return {how: ask(self.ask, a, b, since, until) for how, ask in strangers.BEARS.items()}

    def retold(self, events: Iterable[str]) -> dict[str, list[tuple[str, str, str | None]]]:
        """For some events, the others of their stories: (id, article, date of the act), by the event's id."""
        self.root_stories()
        return joint.retold(self.ask, events)
