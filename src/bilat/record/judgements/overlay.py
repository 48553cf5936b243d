"""The judgements over the tables: in every question, lines judged wrong are left out and corrected ones replaced.

The parts are not touched. Of each table that a judgement reaches, the view of the machine's lines is kept as ``machine_TABLE``,
and the table's own name shows these less the lines spoken of, with what stands of them in their place. A record without
judgements is read as before.
"""

import json
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import duckdb

from bilat.model import Article, Event, Fact, Undertaking, content_id
from bilat.record import codec
from bilat.record.judgements import applying
from bilat.record.judgements.entries import Entry, Judgement, What, plain
from bilat.record.judgements.fields import OWN
from bilat.record.judgements.seen import Thing, seen
from bilat.record.judgements.standing import Standing, stands, withdrawn
from bilat.record.rows import Line, lines_of
from bilat.record.schema import TABLES

Key = tuple[What, str]
Row = dict[str, Any]

MARKED = ("articles", "events", "undertakings", "facts")
"""Tables with a column ``judged``: what stands of the line, null where nobody judged it."""

_OF: Mapping[What, str] = {
    What.ARTICLE: "articles",
    What.EVENT: "events",
    What.UNDERTAKING: "undertakings",
    What.FACT: "facts",
}
_READ: Mapping[What, Callable[[codec.Plain], Any]] = {
    What.EVENT: codec.event,
    What.UNDERTAKING: codec.undertaking,
    What.FACT: codec.fact,
}
# The tables that lose lines with what is in a list of ids, and the column that holds the id: by the name of the list.
_HANGS: Mapping[str, Mapping[str, str]] = {
    "articles": {"articles": "id"},
    "gone": dict.fromkeys(("sentences", "story_articles", "copies", "corrections"), "article_id"),
    "events": {"events": "id", "parties": "event_id", "event_dyads": "event_id"},
    "stories": {"story_events": "event_id"},
    "undertakings": {"undertakings": "id", "undertaking_parties": "undertaking_id", "obstacles": "undertaking_id"},
    "facts": {"facts": "id", "fact_parties": "fact_id"},
}
_LISTED = "SELECT unnest(from_json(?, '[\"VARCHAR\"]'))"
ENTRIES = {
    "id": "VARCHAR",
    "line": "VARCHAR",
    "time": "VARCHAR",
    "analyst": "VARCHAR",
    "what": "VARCHAR",
    "target": "VARCHAR",
    "current": "VARCHAR",
    "article_id": "VARCHAR",
    "verdict": "VARCHAR",
    "stands": "VARCHAR",
    "corrections": "VARCHAR",
    "note": "VARCHAR",
    "answers": "VARCHAR",
    "withdrawn": "BOOLEAN",
    "sample": "VARCHAR",
    "run": "VARCHAR",
    "model": "VARCHAR",
}
"""The columns of ``judgements``."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A line as the machine has it, with its run."""

    thing: Thing
    run: str | None


@dataclass(slots=True)
class Judged:
    """All that people said of a record, and what stands of it.

    Attributes:
        entries: By time.
        withdrawn: The ids of those that their analysts took back.
        standings: By kind and id, of the lines that the record has; a membership's is its event's.
        orphans: Of the lines that it has no longer, or not yet.
        current: By kind and id as judged, the line's id now.
        lines: By kind and id, the lines of ``standings`` as the machine has them.
    """

    entries: tuple[Entry, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    standings: dict[Key, Standing] = field(default_factory=dict)
    orphans: tuple[Standing, ...] = ()
    current: dict[Key, str] = field(default_factory=dict)
    lines: dict[Key, Thing] = field(default_factory=dict)

    def of(self, what: What, id: str) -> Standing | None:
        """What stands of a line; null where nobody judged it."""
        return self.standings.get((What.EVENT if what is What.MEMBERSHIP else what, id))


def lay(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry], coded: str, *, apply: bool = True) -> Judged:
    """Lays what stands of some entries over the tables of a connection, which :func:`..current.attach` has made.

    Args:
        coded: What names the commits behind the tables: by it, what was worked out for an earlier view is used again.
        apply: Else it is only worked out what stands, and the tables show the machine's lines.
    """
    judged = Judged(entries=tuple(entries), withdrawn=withdrawn(entries))
    memory = _memory_of(coded) if entries else _Memory()
    machines = _find(connection, judged, memory, "")
    over = _Over()
    if apply and machines:
        _judge(connection, judged, machines, over, memory)
    _wrap(connection, over)
    _tell(connection, judged)
    return judged


def judged_now(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry], coded: str) -> Judged:
    """What stands of some entries, on a connection over whose tables others were laid before; these stay as they are."""
    judged = Judged(entries=tuple(entries), withdrawn=withdrawn(entries))
    _find(connection, judged, _memory_of(coded), "machine_")
    return judged


@dataclass(slots=True)
class _Memory:
    """What was worked out from the lines of one state of the record, for the next view of it: a judgement changes little.

    Attributes:
        machines: The machine's lines that were read, null for those that are not there; dates: articles, as far as events
            are dated by them.
        standings: What stands of a line by the ids of its judgements; laid: the lines in its place by the same.
    """

    machines: dict[Key, Machine | None] = field(default_factory=dict)
    dates: dict[str, Article] = field(default_factory=dict)
    standings: dict[tuple[Key, tuple[str, ...]], Standing] = field(default_factory=dict)
    laid: dict[tuple[Key, tuple[str, ...], str | None], list[tuple[str, str]]] = field(default_factory=dict)


_memories: "OrderedDict[str, _Memory]" = OrderedDict()
_remembering = Lock()
_STATES = 3  # of the record that are remembered


def _memory_of(coded: str) -> _Memory:
    with _remembering:
        found = _memories.setdefault(coded, _Memory())
        _memories.move_to_end(coded)
        while len(_memories) > _STATES:
            _memories.popitem(last=False)
        return found


@dataclass(slots=True)
class _Over:
    """What the tables lose, by the names of :data:`_HANGS`, and the lines that they get, each as JSON."""

    away: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    laid: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, rows: Iterable[tuple[str, str]]) -> None:
        """Adds lines, each with its table."""
        for table, row in rows:
            self.laid[table].append(row)


def _rows(run: str | None, mark: str | None, lines: Iterable[Line]) -> list[tuple[str, str]]:
    """The lines of a thing as JSON, with the run of the coding that it is of."""
    found = []
    for table, values in lines:
        row = dict(zip(TABLES[table], [*values, run], strict=True))
        found.append((table, codec.dump(row | {"judged": mark} if table in MARKED else row)))
    return found


def _find(connection: duckdb.DuckDBPyConnection, judged: Judged, memory: _Memory, tables: str) -> dict[Key, Machine]:
    """The machine's lines that were judged, and what stands of each, by the id that it has now.

    Args:
        tables: What the names of the machine's tables begin with.
    """
    told: defaultdict[Key, list[Judgement]] = defaultdict(list)
    for one in judged.entries:
        if isinstance(one, Judgement) and one.id not in judged.withdrawn:
            told[_line(one.what), one.target].append(one)
    for what in _OF:
        new = [id for kind, id in told if kind is what and (what, id) not in memory.machines]
        memory.machines.update({(what, id): None for id in new})
        memory.machines.update(_read(connection, what, "id", new, tables))
    machines = {key: found for key in told if (found := memory.machines[key]) is not None}
    judged.current = {key: key[1] for key in machines}
    lost = {key: judgements for key, judgements in told.items() if key not in machines}
    for key, found in _again(connection, lost, tables):
        judged.current[key] = found.thing.id
        machines[key[0], found.thing.id] = found
    merged: defaultdict[Key, list[Judgement]] = defaultdict(list)
    for key, judgements in told.items():
        if key in judged.current:
            merged[key[0], judged.current[key]] += judgements
    for now, judgements in merged.items():
        signed = now, tuple(sorted(one.id for one in judgements))
        if signed not in memory.standings:
            ordered = sorted(judgements, key=lambda one: (one.time, one.id))
            memory.standings[signed] = stands(*now, ordered, seen(machines[now].thing))
        judged.standings[now] = memory.standings[signed]
    judged.lines = {now: machines[now].thing for now in judged.standings}
    judged.orphans = tuple(stands(key[0], None, found) for key, found in lost.items() if key not in judged.current)
    return machines


def _line(what: What) -> What:
    return What.EVENT if what is What.MEMBERSHIP else what


def _read(
    connection: duckdb.DuckDBPyConnection, what: What, column: str, ids: Sequence[str], tables: str = ""
) -> dict[Key, Machine]:
    if not ids:
        return {}
    text = ", text" if what is What.ARTICLE else ", ''"
    rows = connection.execute(
        f"SELECT body, run{text} FROM {tables}{_OF[what]} WHERE {column} IN ({_LISTED})", [codec.dump(list(ids))]
    ).fetchall()
    found = {}
    for body, run, words in rows:
        plain = json.loads(body)
        thing: Thing = codec.article(plain, words) if what is What.ARTICLE else _READ[what](plain)
        found[what, thing.id] = Machine(thing, run)
    return found


def _again(
    connection: duckdb.DuckDBPyConnection, lost: Mapping[Key, Sequence[Judgement]], tables: str
) -> Iterator[tuple[Key, Machine]]:
    """Judged lines whose article was coded again: another line at the same place, of the same type or kind."""
    for what in (What.EVENT, What.UNDERTAKING, What.FACT):
        mine = {key: judgements[-1] for key, judgements in lost.items() if key[0] is what}
        articles = {one.article_id for one in mine.values()}
        there: defaultdict[str, list[Machine]] = defaultdict(list)
        for found in _read(connection, what, "article_id", sorted(articles), tables).values():
            if not isinstance(found.thing, Article):
                there[found.thing.article_id].append(found)
        for key, one in mine.items():
            best = _likest(one, there[one.article_id])
            if best is not None:
                yield key, best


_KIND = {What.EVENT: "type", What.UNDERTAKING: "kind", What.FACT: "unit"}


def _likest(one: Judgement, there: Iterable[Machine]) -> Machine | None:
    then = {**one.seen, **one.machine}
    same = []
    for found in there:
        now = seen(found.thing)
        kind = _KIND[_line(one.what)]
        if now["at"] == then.get("at") and now[kind] == then.get(kind):
            alike = sum(now.get(name) == value for name, value in then.items())
            same.append((-alike, found.thing.id, found))
    return min(same, key=lambda line: line[:2])[2] if same else None


def _judge(
    connection: duckdb.DuckDBPyConnection,
    judged: Judged,
    machines: Mapping[Key, Machine],
    over: _Over,
    memory: _Memory,
) -> None:
    """Works out which lines leave, and which stand in the place of others."""
    dated = _judge_articles(judged, machines, over)
    gone = over.away["gone"]
    if gone or dated:
        machines = {**_all_of(connection, gone, dated), **machines}
    _date(connection, machines, memory)
    for key, found in machines.items():
        if isinstance(found.thing, Article):
            continue
        what, id = key
        standing = judged.standings.get(key)
        over.away[_OF[what]].add(id)
        if found.thing.article_id in gone or (standing is not None and standing.verdict == "wrong"):
            over.away["stories"].update((id,) if what is What.EVENT else ())
            continue
        article = dated.get(found.thing.article_id) or memory.dates[found.thing.article_id]
        said = tuple(one.id for one in standing.judgements) if standing else ()
        signed = key, said, article.date
        if signed not in memory.laid:
            thing = applying.applied(found.thing, standing) if standing else found.thing
            mark = standing.verdict if standing and standing.of_line else None
            memory.laid[signed] = _rows(found.run, mark, lines_of(thing, article))
        over.take(memory.laid[signed])
        if standing and "story" in standing.corrections:
            over.away["stories"].add(id)
            row = _story_line(connection, found.thing, standing, found.run)
            over.laid["story_events"].append(codec.dump(row))


def _date(connection: duckdb.DuckDBPyConnection, machines: Mapping[Key, Machine], memory: _Memory) -> None:
    """Reads the dates of the articles of some lines."""
    wanted = {one.thing.article_id for one in machines.values() if not isinstance(one.thing, Article)}
    new = sorted(wanted - memory.dates.keys())
    if new:
        sql = f'SELECT id, "date" FROM articles WHERE id IN ({_LISTED})'
        rows = connection.execute(sql, [codec.dump(new)]).fetchall()
        memory.dates |= {id: Article(id=id, text="", date=date) for id, date in rows}


def _judge_articles(judged: Judged, machines: Mapping[Key, Machine], over: _Over) -> dict[str, Article]:
    """The same for the lines of articles; gives those that stay, as corrected."""
    dated: dict[str, Article] = {}
    for (what, id), standing in judged.standings.items():
        found = machines[what, id]
        if not isinstance(found.thing, Article):
            continue
        over.away["articles"].add(id)
        if standing.verdict == "wrong":
            over.away["gone"].add(id)
        else:
            dated[id] = applying.article(found.thing, standing)
            over.take(_rows(found.run, standing.verdict, lines_of(dated[id], dated[id])))
    return dated


def _all_of(
    connection: duckdb.DuckDBPyConnection, gone: Iterable[str], dated: Mapping[str, Article]
) -> dict[Key, Machine]:
    """The lines of articles that leave; of articles with another date, the events, which are dated by it."""
    found: dict[Key, Machine] = {}
    for what in (What.EVENT, What.UNDERTAKING, What.FACT):
        articles = sorted({*gone, *(dated if what is What.EVENT else ())})
        found |= _read(connection, what, "article_id", articles)
    return found


def _story_line(
    connection: duckdb.DuckDBPyConnection, event: Event | Undertaking | Fact, standing: Standing, run: str | None
) -> Row:
    """The line of ``story_events`` for an event whose story a person gave."""
    given = standing.corrections["story"]
    story = content_id("story of its own", event.id) if given == OWN else given
    month = connection.execute("SELECT min(month) FROM story_events WHERE story = ?", [story]).fetchone()
    why = "it tells of no other's happening" if given == OWN else "it tells this story"
    who = applying.given_by(standing, "story")
    values = [story, (month and month[0]) or "", event.id, event.article_id, 1.0, f"{why}, says {who}", run]
    return dict(zip(TABLES["story_events"], values, strict=True))


def _wrap(connection: duckdb.DuckDBPyConnection, over: _Over) -> None:
    """Puts the machine's lines less those that leave, and what stands in their place, under each table's own name."""
    for name, hangs in _HANGS.items():
        ids = over.away.get(name)
        if ids:
            connection.execute(
                f"CREATE TABLE away_{name} AS SELECT * FROM ({_LISTED}) t(id)", [codec.dump(sorted(ids))]
            )
        for table, column in hangs.items():
            if not ids and table not in MARKED:
                continue
            mark = ", NULL::VARCHAR AS judged" if table in MARKED else ""
            less = f"ANTI JOIN away_{name} a ON a.id = m.{column}" if ids else ""
            shown = f"SELECT m.*{mark} FROM machine_{table} m {less}"
            connection.execute(f"ALTER VIEW {table} RENAME TO machine_{table}")
            if over.laid.get(table):
                _insert(connection, f"laid_{table}", _types(table), over.laid[table])
                shown += f" UNION ALL BY NAME SELECT * FROM laid_{table}"
            connection.execute(f"CREATE VIEW {table} AS {shown}")


def _types(table: str) -> dict[str, str]:
    return TABLES[table] | ({"judged": "VARCHAR"} if table in MARKED else {})


def _insert(connection: duckdb.DuckDBPyConnection, name: str, types: Mapping[str, str], rows: Sequence[str]) -> None:
    """A table of some lines, each a JSON object; one text is taken in much faster than line after line."""
    form = json.dumps({column: [kind[:-2]] if kind.endswith("[]") else kind for column, kind in types.items()})
    connection.execute(
        f"CREATE TABLE {name} AS SELECT line.* FROM (SELECT unnest(from_json(?, '[{form}]')) AS line)",
        [f"[{','.join(rows)}]"],
    )


def _tell(connection: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Makes the table ``judgements``: every entry, with the id that its line has now."""
    _insert(connection, "judgements", ENTRIES, [codec.dump(_entry_row(one, judged)) for one in judged.entries])


def _entry_row(one: Entry, judged: Judged) -> Row:
    row = _flat(one) | {"withdrawn": one.id in judged.withdrawn}
    if row["target"] is not None:
        what = _line(What(row["what"]))
        now = judged.current.get((what, row["target"]))
        standing = judged.standings.get((what, now)) if now else None
        row |= {"current": now, "stands": standing.verdict if standing else None}
    return row


def _flat(one: Entry) -> Row:
    """An entry as a flat line, with null for what its kind has not."""
    body = plain(one)
    corrections = body.get("corrections")
    body |= {
        "corrections": codec.dump(corrections) if corrections else None,
        "note": body.get("text", body.get("note")),
        "answers": body.get("of", body.get("reply_to")),
    }
    return {name: body.get(name) for name in ENTRIES}
