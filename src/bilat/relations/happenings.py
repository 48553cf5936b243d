"""From assertions to happenings: what several sentences and articles tell is counted once.

Two assertions of a pair are taken for one happening when type, mode, direction, status and date are the same. One that
has only its article's date takes the date that the same article gives the same story elsewhere, where it gives exactly
one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bilat.model import EventType, Issue, Mode, Status
from bilat.record import Dyad, DyadEvent
from bilat.record.slices import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened, or is planned to, with all assertions of it.

    Attributes:
        date: ISO day, month or year; null where nothing tells it. A historical act never takes its article's date.
        date_basis: ``event`` where a sentence gives the date, ``article`` where it is the report's.
        issues: All that any assertion names, in the model's order.
        event_ids: The assertions, in the dyad's order.
        article_ids: Their articles, each once.
    """

    type: EventType
    mode: Mode | None
    status: Status
    direction: Direction
    date: str | None
    date_basis: Literal["event", "article"] | None
    issues: tuple[Issue, ...]
    event_ids: tuple[str, ...]
    article_ids: tuple[str, ...]


_Told = tuple[str, int, EventType, Status, Direction]


def happenings(dyad: Dyad) -> tuple[Happening, ...]:
    """The dyad's happenings, by date, undated first."""
    told = _story_dates(dyad.events)
    groups: defaultdict[tuple[object, ...], list[tuple[DyadEvent, str | None]]] = defaultdict(list)
    for entry in dyad.events:
        date, basis = _dated(entry, told)
        event = entry.event
        # What has no date cannot be told to be the same across articles, but within one it can.
        apart = (event.article_id, event.story) if date is None else None
        groups[event.type, event.mode, entry.direction, event.status, date, apart].append((entry, basis))
    found = [_happening(group, key[4]) for key, group in groups.items()]
    return tuple(sorted(found, key=lambda one: (one.date or "", one.event_ids)))


def _story(entry: DyadEvent) -> _Told:
    event = entry.event
    return event.article_id, event.story, event.type, event.status, entry.direction


def _story_dates(entries: Iterable[DyadEvent]) -> dict[_Told, str]:
    """The one date that an article's sentences give a story; stories with several are left out."""
    dates: defaultdict[_Told, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.date_basis == "event" and entry.date:
            dates[_story(entry)].add(entry.date)
    return {story: next(iter(found)) for story, found in dates.items() if len(found) == 1}


def _dated(entry: DyadEvent, told: dict[_Told, str]) -> tuple[str | None, str | None]:
    if entry.date_basis == "event":
        return entry.date, "event"
    if _story(entry) in told:
        return told[_story(entry)], "event"
    if entry.event.status is Status.HISTORICAL:
        return None, None
    return entry.date, entry.date_basis


def _happening(group: list[tuple[DyadEvent, str | None]], date: object) -> Happening:
    first = group[0][0]
    bases = {basis for _, basis in group}
    named = {issue for entry, _ in group for issue in entry.event.issues}
    return Happening(
        type=first.event.type,
        mode=first.event.mode,
        status=first.event.status,
        direction=first.direction,
        date=date if isinstance(date, str) else None,
        date_basis="event" if "event" in bases else "article" if "article" in bases else None,
        issues=tuple(issue for issue in Issue if issue in named),
        event_ids=tuple(dict.fromkeys(entry.event.id for entry, _ in group)),
        article_ids=tuple(dict.fromkeys(entry.event.article_id for entry, _ in group)),
    )
