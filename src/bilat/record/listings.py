"""What a record holds, in lists: its parties, outlets, articles, stories and undertakings, and how much there is of each.

Everything is counted by the database. Stories, undertakings and parties are put together once for a view, as tables beside
the record's own; articles are read as they are asked for. Lines of articles that another took the place of count nowhere.
Lists go on after a place, not after a number of lines, so that what is added meanwhile makes no line come twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from bilat.record import codec, retelling
from bilat.record.view import View

L = TypeVar("L")

_STANDING = "{}.article_id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL)"
_STATUS = "['actual', 'planned', 'historical', 'negated', 'hypothetical']"  # from the strongest
_ROOTS = """
CREATE TABLE IF NOT EXISTS listed_roots AS
SELECT unnest(from_json(?, '[{"story": "VARCHAR", "root": "VARCHAR"}]'), max_depth := 2)
"""
# Most stories are told once: these are taken as they are, and only the others are put together.
_STORIES = f"""
CREATE TABLE IF NOT EXISTS listed_stories AS
WITH told AS (
  SELECT coalesce(r.root, s.story) AS story, s.event_id, s.article_id, a."date" AS published, a."first" AS day, a.outlet,
    e.date, e.type, e.mode, e.status, e.issues
  FROM story_events s LEFT JOIN listed_roots r ON r.story = s.story JOIN event_columns e ON e.id = s.event_id
    JOIN article_heads a ON a.id = s.article_id WHERE {_STANDING.format("s")}),
often AS (SELECT story FROM told GROUP BY story HAVING count(*) > 1),
keys AS (
  SELECT event_id, list_sort(list(DISTINCT key)) AS keys FROM parties
  WHERE side <> 'attributed_to' AND key <> '' GROUP BY event_id),
sides AS (
  SELECT t.story, list_sort(list_distinct(flatten(list(k.keys)))) AS keys
  FROM told t SEMI JOIN often o ON o.story = t.story JOIN keys k ON k.event_id = t.event_id GROUP BY t.story),
lines AS (
  SELECT t.story AS id, coalesce(k.keys, []) AS parties, coalesce(t.date, t.published) AS date,
    CASE WHEN t.date IS NOT NULL THEN 'event' WHEN t.published IS NOT NULL THEN 'article' END AS date_basis,
    t.type, t.mode, t.status, list_sort(list_distinct(t.issues)) AS issues, 1 AS articles,
    (t.outlet IS NOT NULL)::BIGINT AS outlets, t.day AS told, t.outlet, t.event_id AS event, t.article_id AS article
  FROM told t ANTI JOIN often o ON o.story = t.story LEFT JOIN keys k ON k.event_id = t.event_id
  UNION ALL
  SELECT t.story, any_value(coalesce(k.keys, [])),
    coalesce(mode(t.date) FILTER (length(t.date) = 10), mode(t.date), min(t.published)),
    CASE WHEN count(t.date) > 0 THEN 'event' WHEN min(t.published) IS NOT NULL THEN 'article' END,
    mode(t.type), mode(t.mode), {_STATUS}[min(list_position({_STATUS}, t.status))],
    list_sort(list_distinct(flatten(list(t.issues)))), count(DISTINCT t.article_id), count(DISTINCT t.outlet), max(t.day),
    min(t.outlet), arg_min(t.event_id, (coalesce(t.day, '9'), t.event_id)),
    arg_min(t.article_id, (coalesce(t.day, '9'), t.event_id))
  FROM told t SEMI JOIN often o ON o.story = t.story LEFT JOIN sides k ON k.story = t.story GROUP BY t.story)
SELECT row_number() OVER (ORDER BY coalesce(told, '') DESC, id) AS n, * FROM lines ORDER BY n
"""
# Which stories are between two, by the two.
_BETWEEN = """
CREATE TABLE IF NOT EXISTS listed_between AS
WITH sides AS (SELECT n, unnest(parties) AS key FROM listed_stories WHERE len(parties) > 1)
SELECT x.key AS a, y.key AS b, x.n FROM sides x JOIN sides y ON y.n = x.n AND x.key < y.key ORDER BY a, b, x.n
"""
_UNDERTAKINGS = f"""
CREATE TABLE IF NOT EXISTS listed_undertakings AS
WITH said AS (
  SELECT u.*, coalesce(a."first", '') AS day, a."first" AS told FROM undertakings u JOIN articles a ON a.id = u.article_id
  WHERE {_STANDING.format("u")}),
sides AS (SELECT undertaking_id, list(DISTINCT key) AS keys FROM undertaking_parties WHERE key <> '' GROUP BY ALL),
held AS (SELECT undertaking_id, list(DISTINCT kind) AS kinds FROM obstacles GROUP BY ALL)
SELECT arg_max(s.id, (s.day, s.id)) AS id, arg_max(s.name, (s.day, s.id)) AS name, s.kind, mode(s.issue) AS issue,
  coalesce(arg_max(s.status, (s.day, s.id)) FILTER (s.status <> 'unknown'), 'unknown') AS status,
  list_sort(list_distinct(flatten(list(coalesce(p.keys, []))))) AS parties,
  list_sort(list_distinct(flatten(list(coalesce(h.kinds, []))))) AS obstacles,
  count(DISTINCT s.article_id) AS articles, min(s.told) AS first, max(s.told) AS last
FROM said s LEFT JOIN sides p ON p.undertaking_id = s.id LEFT JOIN held h ON h.undertaking_id = s.id
GROUP BY lower(s.name), s.kind
"""
_PAIRS = f"""
CREATE TABLE IF NOT EXISTS listed_pairs AS
WITH own AS (
  SELECT a, b, count(DISTINCT event_id) AS events, min("first") AS first, max("last") AS last FROM event_dyads d
  WHERE a <> b AND a <> '' AND b <> '' AND {_STANDING.format("d")} GROUP BY a, b),
others AS (
  SELECT a, b, count(*) AS imported, min("first")::VARCHAR AS first, max("last")::VARCHAR AS last FROM imported
  WHERE a <> b AND a <> '' AND b <> '' GROUP BY a, b)
SELECT a, b, coalesce(own.events, 0) AS events, coalesce(others.imported, 0) AS imported,
  least(own.first, others.first) AS first, greatest(own.last, others.last) AS last
FROM own FULL JOIN others USING (a, b)
"""
_PARTIES = f"""
CREATE TABLE IF NOT EXISTS listed_parties AS
WITH own AS (
  SELECT key, count(DISTINCT event_id) AS events
  FROM (SELECT a AS key, event_id, article_id FROM event_dyads WHERE a <> b
        UNION ALL SELECT b, event_id, article_id FROM event_dyads WHERE a <> b) d
  WHERE {_STANDING.format("d")} GROUP BY key),
sides AS (
  SELECT key, sum(imported)::BIGINT AS imported, count(*) AS dyads, min(first) AS first, max(last) AS last
  FROM (SELECT * EXCLUDE (a, b), a AS key FROM listed_pairs UNION ALL SELECT * EXCLUDE (a, b), b FROM listed_pairs)
  GROUP BY key)
SELECT s.key AS code, coalesce(own.events, 0) AS events, s.imported, s.dyads, s.first, s.last
FROM sides s LEFT JOIN own ON own.key = s.key
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """A pair with its events, those of other datasets apart; first and last are days of either."""

    a: str
    b: str
    events: int
    imported: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """A state, IGO or group with its events with others, those of other datasets apart; first and last are days of both."""

    code: str
    events: int
    imported: int
    dyads: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article in a list: its head and how many events were found in it."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    day: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """A story in a list.

    Attributes:
        date: As most tellings date it; ``date_basis`` is "article" where none does.
        told: First day of the date of the last article that tells it.
        outlet: The outlet, where there is one alone.
        event: The first report's, article: that report, sentence: its sentence.
    """

    id: str
    parties: tuple[str, ...]
    date: str | None
    date_basis: str | None
    type: str
    mode: str | None
    status: str
    issues: tuple[str, ...]
    articles: int
    outlets: int
    told: str | None
    outlet: str | None
    event: str
    article: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingLine:
    """An undertaking in a list: all mentions of one name and kind, as the latest article has it.

    Attributes:
        status: The latest that is told.
        obstacles: The kinds of what was said to hold it up.
    """

    id: str
    name: str
    kind: str
    issue: str
    status: str
    parties: tuple[str, ...]
    obstacles: tuple[str, ...]
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's articles, by their dates, and what was found in them.

    Attributes:
        month: Null, which comes last, for articles that are dated by the year or not at all.
    """

    month: str | None
    articles: int
    outlets: int
    events: int


Where = list[tuple[str, Sequence[Any]]]
"""Conditions of a question, each with its values."""

Sentences = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Gives the sentences of events, from the events' ids with those of their articles."""


def parties(view: View) -> tuple[PartyLine, ...]:
    """All parties that stand in an event with another, the busiest first; :func:`prepare_pairs` comes before."""
    return _lines(PartyLine, view, "listed_parties ORDER BY events DESC, imported DESC, code", [])


def pairs(view: View) -> tuple[PairLine, ...]:
    """All pairs of two parties with an event between them, the busiest first; :func:`prepare_pairs` comes before."""
    return _lines(PairLine, view, "listed_pairs ORDER BY events DESC, imported DESC, a, b", [])


def prepare_pairs(view: View) -> None:
    """Counts the pairs and parties of a view; later calls do nothing."""
    view.ask(_PAIRS)
    view.ask(_PARTIES)


def articles(
    view: View,
    *,
    outlet: str | None = None,
    party: str | None = None,
    since: str | None = None,
    until: str | None = None,
    after: tuple[str, str] | None = None,
    limit: int,
) -> tuple[ArticleLine, ...]:
    """Articles, the newest first.

    Args:
        party: A state, IGO or group that stands in an event of theirs.
        since: First day; until: last day.
        after: Day and id of the line to go on after.
    """
    where: Where = []
    if outlet is not None:
        where.append(("outlet = ?", [outlet]))
    if party is not None:
        where.append(("id IN (SELECT article_id FROM parties WHERE key = ?)", [party]))
    where += _between('"last"', since, '"first"', until)
    if after is not None:
        where.append(("(coalesce(\"first\", '') < ? OR coalesce(\"first\", '') = ? AND id > ?)", [*after[:1], *after]))
    condition, values = _all(where)
    rows = view.ask(
        f'SELECT id, title, outlet, "date", coalesce("first", \'\') AS day FROM article_heads WHERE {condition} '
        "ORDER BY day DESC, id LIMIT ?",
        [*values, limit],
    )
    counts = _events_in(view, [id for id, *_ in rows])
    return tuple(ArticleLine(id=i, title=t, outlet=o, date=d, day=y, events=counts.get(i, 0)) for i, t, o, d, y in rows)


def _events_in(view: View, articles: Sequence[str]) -> dict[str, int]:
    counted = (
        f"SELECT article_id, count(*) FROM event_columns WHERE article_id IN ({_marks(articles)}) GROUP BY article_id"
    )
    return dict(view.ask(counted, articles)) if articles else {}


def prepare_stories(view: View) -> None:
    """Puts the stories of a view together; later calls do nothing."""
    roots = retelling.roots(view.ask('SELECT story, "into" FROM story_merges'))
    view.ask(_ROOTS, [codec.dump([{"story": id, "root": root} for id, root in roots.items()])])
    view.ask(_STORIES)
    view.ask(_BETWEEN)


def stories(
    view: View,
    *,
    parties: Sequence[str] = (),
    type: str | None = None,
    status: str | None = None,
    issue: str | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    least: int = 1,
    between: bool = False,
    due: str | None = None,
    after: tuple[str, str] | None = None,
    limit: int,
    sentences: Sentences | None = None,
) -> tuple[StoryLine, ...]:
    """Stories, the lastly told first; :func:`prepare_stories` comes before.

    Args:
        parties: Who must all stand in them.
        outlet: Told by this one alone.
        since, until: Days between which they were told for the last time.
        least: Articles that must tell them.
        between: Those of two parties or more alone.
        due: Those alone whose own date is later than this day, the next first.
        after: Day and id of the line to go on after.
        sentences: Where their sentences are had from; null for the record, which takes longer.
    """
    pair = sorted(set(parties))
    if len(pair) == 2:
        where: Where = [("n IN (SELECT n FROM listed_between WHERE a = ? AND b = ?)", pair)]
    else:
        where = [("list_contains(parties, ?)", [code]) for code in pair]
    where += [("len(parties) > 1", [])] if between else []
    where += [("date_basis = 'event' AND \"date\" > ?", [due])] if due is not None else []
    where += [(f"{name} = ?", [value]) for name, value in (("type", type), ("status", status)) if value is not None]
    if issue is not None:
        where.append(("list_contains(issues, ?)", [issue]))
    if outlet is not None:
        where.append(("outlets = 1 AND outlet = ?", [outlet]))
    where += _between("told", since, "told", until)
    where.append(("articles >= ?", [least]))
    if after is not None:
        where.append(("(coalesce(told, '') < ? OR coalesce(told, '') = ? AND id > ?)", [*after[:1], *after]))
    condition, values = _all(where)
    order = '"date", id' if due is not None else "n"
    names = [field.name for field in fields(StoryLine) if field.name != "sentence"]
    columns = ", ".join(f'"{name}"' for name in names)
    found = view.ask(
        f"SELECT {columns} FROM listed_stories WHERE {condition} ORDER BY {order} LIMIT ?", [*values, limit]
    )
    lines = [dict(zip(names, row, strict=True)) for row in found]
    told = (sentences or (lambda events: sentences_of(view, events)))(
        {line["event"]: line["article"] for line in lines}
    )
    return tuple(_line(StoryLine, {**line, "sentence": told.get(line["event"], "")}) for line in lines)


def undertakings(
    view: View,
    *,
    parties: Sequence[str] = (),
    kind: str | None = None,
    status: str | None = None,
    issue: str | None = None,
    held: bool | None = None,
    after: tuple[int, str] | None = None,
    limit: int,
) -> tuple[UndertakingLine, ...]:
    """Undertakings, the most told first; :func:`prepare_undertakings` comes before.

    Args:
        held: Whether something is said to hold them up; null for both.
        after: Number of articles and id of the line to go on after.
    """
    where: Where = [("list_contains(parties, ?)", [code]) for code in parties]
    chosen = (("kind", kind), ("status", status), ("issue", issue))
    where += [(f"{name} = ?", [value]) for name, value in chosen if value is not None]
    if held is not None:
        where.append(("(len(obstacles) > 0) = ?", [held]))
    if after is not None:
        where.append(("(articles < ? OR articles = ? AND id > ?)", [*after[:1], *after]))
    condition, values = _all(where)
    ordered = f"listed_undertakings WHERE {condition} ORDER BY articles DESC, id LIMIT ?"
    return _lines(UndertakingLine, view, ordered, [*values, limit])


def prepare_undertakings(view: View) -> None:
    """Puts the undertakings of a view together; later calls do nothing."""
    view.ask(_UNDERTAKINGS)


def coverage(view: View, outlet: str | None = None) -> tuple[Month, ...]:
    """How much was read of each month, of one outlet or of all, with no gap between the first and the last."""
    condition = "WHERE outlet = ?" if outlet is not None else ""
    rows = view.ask(
        'WITH dated AS (SELECT id, outlet, CASE WHEN left("first", 7) = left("last", 7) THEN left("first", 7) END '
        f"AS month FROM article_heads {condition}) "
        "SELECT month, count(DISTINCT d.id), count(DISTINCT d.outlet), count(e.id) FROM dated d "
        "LEFT JOIN event_columns e ON e.article_id = d.id GROUP BY month ORDER BY month NULLS LAST",
        [outlet] if outlet is not None else [],
    )
    found = {m: Month(month=m, articles=n, outlets=o, events=e) for m, n, o, e in rows}
    named = [month for month in found if month is not None]
    every = _months(named[0], named[-1]) if named else []
    nothing = {"articles": 0, "outlets": 0, "events": 0}
    return tuple(found.get(month, Month(month=month, **nothing)) for month in [*every, *(set(found) - set(named))])


def _months(first: str, last: str) -> list[str | None]:
    """The months from one to another, both with it."""
    begin, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(begin, end + 1)]


def sentences_of(view: View, events: Mapping[str, str]) -> dict[str, str]:
    """The sentences of events, from the record.

    Args:
        events: Their ids, with those of their articles.
    """
    if not events:
        return {}
    # Written out, the ids of articles keep the database from reading the parts that hold none of them.
    ids, of = sorted(events), sorted(set(events.values()))
    rows = view.ask(
        f"SELECT id, sentence FROM event_sentences WHERE article_id IN ({_marks(of)}) AND id IN ({_marks(ids)})",
        [*of, *ids],
    )
    return {id: sentence for id, sentence in rows if sentence is not None}


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _between(last: str, since: str | None, first: str, until: str | None) -> Where:
    bounds = ((f"{last} >= ?", since), (f"{first} <= ?", until))
    return [(condition, [day]) for condition, day in bounds if day is not None]


def _all(where: Where) -> tuple[str, list[Any]]:
    """One condition of several, and their values in order."""
    return " AND ".join(["true", *(one for one, _ in where)]), [value for _, values in where for value in values]


def _lines(kind: type[L], view: View, source: str, values: Sequence[Any]) -> tuple[L, ...]:
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # a dataclass
    columns = ", ".join(f'"{name}"' for name in names)
    rows = view.ask(f"SELECT {columns} FROM {source}", values)
    return tuple(_line(kind, dict(zip(names, row, strict=True))) for row in rows)


def _line(kind: type[L], values: dict[str, Any]) -> L:
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
