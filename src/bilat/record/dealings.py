"""The acts of a pair as rows, without their bodies: what is told of each that tells which others belong to it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from bilat.model import EventType, Mode, Status
from bilat.record import codec
from bilat.record.dates import reach
from bilat.record.pair import LISTED, Ask, Basis, bodies_of, event_lines
from bilat.record.slices import Direction, DyadEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """An act of a pair.

    Attributes:
        at: Where its sentence starts.
        date: Its own, else its article's; first, last: the days that it reaches; basis: which of the two.
        country: Of its place, null where none is told.
        published: The last day of its article's date.
        story: The story of the record that it tells, null in a record of before there were any.
    """

    id: str
    article_id: str
    at: int
    direction: Direction
    type: EventType
    mode: Mode | None
    status: Status
    trigger: str
    date: str | None
    first: str | None
    last: str | None
    basis: str | None
    country: str | None
    published: str | None
    story: str | None


def dealings(
    ask: Ask, a: str, b: str, since: str | None = None, until: str | None = None, least: float = 0.0
) -> list[Dealing]:
    """The acts between two parties, in the order of their days: those that :func:`pair.read` gives for the same range.

    Args:
        since: First day; until: the last; acts count by their own date, else by their article's.
        least: Acts below this confidence, and those without one, are left out; 0 leaves none out.
    """
    lines = {
        line[0]: line
        for line in event_lines(ask, a, b)
        if (since is None or (line[5] or "") >= since) and (until is None or (line[4] or "9999-99") <= until)
    }
    rows = ask(
        'SELECT e.id, e."start", e.type, e.mode, e.status, e.trigger, e.country, x."last", coalesce(m.root, s.story) '
        "FROM events e JOIN articles x ON x.id = e.article_id LEFT JOIN story_events s ON s.event_id = e.id "
        f"LEFT JOIN story_roots m ON m.story = s.story WHERE e.id IN ({LISTED}) "
        "AND x.id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL) "
        "AND (? <= 0 OR e.confidence >= ?)",
        [codec.dump(sorted(lines)), least, least],
    )
    return sorted((_dealing(row, lines[row[0]]) for row in rows), key=_order)


def _dealing(row: tuple[Any, ...], line: tuple[Any, ...]) -> Dealing:
    id, at, kind, mode, status, trigger, country, published, story = row
    _, article, direction, date, first, last, basis = line
    return Dealing(
        id=id,
        article_id=article,
        at=at,
        direction=direction,
        type=EventType(kind),
        mode=Mode(mode) if mode else None,
        status=Status(status),
        trigger=trigger,
        date=date,
        first=first,
        last=last,
        basis=basis,
        country=country,
        published=published,
        story=story,
    )


def dealing(entry: DyadEvent, published: str | None) -> Dealing:
    """An entry of a dyad as a dealing.

    Args:
        published: Its article's date.
    """
    event, days, told = entry.event, reach(entry.date), reach(published)
    return Dealing(
        id=event.id,
        article_id=event.article_id,
        at=event.sentence.start,
        direction=entry.direction,
        type=event.type,
        mode=event.mode,
        status=event.status,
        trigger=event.trigger.text,
        date=entry.date,
        first=days[0] if days else None,
        last=days[1] if days else None,
        basis=entry.date_basis,
        country=event.place.country if event.place else None,
        published=told[1] if told else None,
        story=entry.story,
    )


def _order(one: Dealing) -> tuple[str, str, int, str]:
    return one.first or "", one.article_id, one.at, one.id


class Whole:
    """Some acts, read from the record in one go and decoded when they are asked for.

    Reading sentences and parties costs about the same for one act as for ten thousand.
    """

    def __init__(self, ask: Ask, some: Iterable[Dealing]) -> None:
        self._known = {one.id: one for one in some}
        self._bodies = bodies_of(ask, list(self._known))

    def __call__(self, some: Iterable[Dealing]) -> list[DyadEvent]:
        """Acts of these with their sentences and parties, in the given order."""
        return [self._entry(self._known[one.id]) for one in some]

    def _entry(self, one: Dealing) -> DyadEvent:
        return DyadEvent(
            event=codec.event(json.loads(self._bodies[one.id])),
            direction=one.direction,
            date=one.date,
            date_basis=cast(Basis | None, one.basis),
            story=one.story,
        )
