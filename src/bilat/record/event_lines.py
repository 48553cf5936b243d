"""The events of the record in a list, the latest first: its own, or those of other datasets.

Lines of articles that another took the place of are none. Lists go on after a place, as those of :mod:`bilat.record.listings`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bilat.record.view import View

_OWN = """
SELECT e.id, e.article_id, coalesce(e."date", x."date") AS day,
  CASE WHEN e."date" IS NOT NULL THEN 'event' WHEN x."date" IS NOT NULL THEN 'article' END, e.type, e.mode, e.quad, e.status,
  e.issues, e.country, e.latitude, e.longitude, e.confidence, x.outlet
FROM event_columns e JOIN article_heads x ON x.id = e.article_id
WHERE e.article_id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL) AND {}
ORDER BY coalesce(day, '') DESC, e.id LIMIT ?
"""
# A date that is wider than a day is held against as much of the other as it tells itself.
_SINCE = "coalesce(e.\"date\", x.\"date\") >= left(?, length(coalesce(e.\"date\", x.\"date\")))"
_UNTIL = "coalesce(e.\"date\", x.\"date\") <= left(?, length(coalesce(e.\"date\", x.\"date\")))"
_AFTER = "(coalesce(e.\"date\", x.\"date\", '') < ? OR coalesce(e.\"date\", x.\"date\", '') = ? AND e.id > ?)"
_SIDES = """
SELECT event_id, side, list(DISTINCT code ORDER BY code) FROM parties
WHERE article_id IN ({articles}) AND event_id IN ({events}) AND side <> 'attributed_to' AND code <> '' GROUP BY event_id, side
"""
_STORIES = "SELECT event_id, any_value(story) FROM story_events WHERE event_id IN ({events}) GROUP BY event_id"
_IMPORTED = """
SELECT id, source || ':' || source_id, "date", type, mode, quad, status, issues, country, latitude, longitude, source,
  direction, a_code, b_code, coalesce("first"::VARCHAR, '') AS day
FROM imported WHERE {} ORDER BY day DESC, id LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsAsked:
    """Which events.

    Attributes:
        parties: Who stand in them: one, or two between whom they are.
        since, until: First and last day; an event that has no date, nor its article, is in no range.
        least: The confidence that they have at least; 0 for any, those without one too.
        source: The dataset, of those of other datasets.
        after: Day and id of the line to go on after.
    """

    parties: tuple[str, ...] = ()
    type: str | None = None
    status: str | None = None
    issue: str | None = None
    since: str | None = None
    until: str | None = None
    least: float = 0.0
    source: str | None = None
    after: tuple[str, str] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """An event in a list; place: what comes in the cursor of the next page; actors, recipients: codes."""

    place: tuple[str, str]
    id: str
    date: str | None
    date_basis: str | None
    type: str | None
    mode: str | None
    quad: str | None
    status: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    issues: tuple[str, ...]
    country: str | None
    latitude: float | None
    longitude: float | None
    confidence: float | None
    article: str | None
    outlet: str | None
    story: str | None
    source: str | None


def own(view: View, asked: EventsAsked) -> tuple[EventLine, ...]:
    """Events of the record's own articles."""
    where, values = _where(asked, "e.")
    if len(asked.parties) == 2:
        where.append("e.id IN (SELECT event_id FROM event_dyads WHERE a = ? AND b = ?)")
        values += sorted(asked.parties)
    elif asked.parties:
        where.append("e.id IN (SELECT event_id FROM parties WHERE key = ? AND side <> 'attributed_to')")
        values += asked.parties
    for condition, day in ((_SINCE, asked.since), (_UNTIL, asked.until)):
        if day is not None:
            where.append(condition)
            values.append(day)
    if asked.least > 0:
        where.append("e.confidence >= ?")
        values.append(asked.least)
    if asked.after is not None:
        where.append(_AFTER)
        values += [asked.after[0], *asked.after]
    rows = view.ask(_OWN.format(" AND ".join(where)), [*values, asked.limit])
    if not rows:
        return ()
    # Written out, the ids of articles keep the database from reading the parts that hold none of them.
    ids, articles = [row[0] for row in rows], sorted({row[1] for row in rows})
    marks = {"articles": _marks(articles), "events": _marks(ids)}
    sides = {(id, side): tuple(codes) for id, side, codes in view.ask(_SIDES.format(**marks), [*articles, *ids])}
    stories: dict[str, str] = dict(view.ask(_STORIES.format(**marks), ids))
    names = ("date", "date_basis", "type", "mode", "quad", "status", "issues", "country", "latitude", "longitude")
    return tuple(
        EventLine(
            place=(row[2] or "", row[0]),
            id=row[0],
            article=row[1],
            **dict(zip(names, row[2:12], strict=True)) | {"issues": tuple(row[8] or ())},
            confidence=row[12],
            outlet=row[13],
            actors=sides.get((row[0], "actor"), ()),
            recipients=sides.get((row[0], "recipient"), ()),
            story=stories.get(row[0]),
            source=None,
        )
        for row in rows
    )


def imported(view: View, asked: EventsAsked) -> tuple[EventLine, ...]:
    """Events of other datasets, none of which has a confidence."""
    if asked.least > 0:
        return ()
    where, values = _where(asked, "")
    if len(asked.parties) == 2:
        where.append("a = ? AND b = ?")
        values += sorted(asked.parties)
    elif asked.parties:
        where.append("(a = ? OR b = ?)")
        values += [*asked.parties, *asked.parties]
    for condition, value in (
        ('"last" >= ?::DATE', asked.since),
        ('"first" <= ?::DATE', asked.until),
        ("source = ?", asked.source),
    ):
        if value is not None:
            where.append(condition)
            values.append(value)
    if asked.after is not None:
        where.append("(coalesce(\"first\"::VARCHAR, '') < ? OR coalesce(\"first\"::VARCHAR, '') = ? AND id > ?)")
        values += [asked.after[0], *asked.after]
    rows = view.ask(_IMPORTED.format(" AND ".join(where)), [*values, asked.limit])
    return tuple(map(_imported, rows))


def _imported(row: Sequence[Any]) -> EventLine:
    key, id, date, type, mode, quad, status, issues, country, latitude, longitude, source, way, a, b, day = row
    acting = {"a>b": (a,), "b>a": (b,)}.get(way, (a, b))
    return EventLine(
        place=(day, key),
        id=id,
        date=date,
        date_basis="event" if date else None,
        type=type,
        mode=mode,
        quad=quad,
        status=status,
        actors=tuple(code for code in acting if code),
        recipients=tuple(code for code in (a, b) if code and code not in acting),
        issues=tuple(issues or ()),
        country=country,
        latitude=latitude,
        longitude=longitude,
        confidence=None,
        article=None,
        outlet=None,
        story=None,
        source=source,
    )


def _where(asked: EventsAsked, of: str) -> tuple[list[str], list[Any]]:
    """The conditions that both kinds have, and their values."""
    where, values = ["true"], list[Any]()
    for name, value in (("type", asked.type), ("status", asked.status)):
        if value is not None:
            where.append(f"{of}{name} = ?")
            values.append(value)
    if asked.issue is not None:
        where.append(f"list_contains({of}issues, ?)")
        values.append(asked.issue)
    return where, values


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
