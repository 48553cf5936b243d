"""From assertions to happenings: what several sentences and articles tell is counted once.

A happening is a story of the record, as those of its tellings between the two say that give it its status, the strongest
that any gives (:mod:`bilat.record.tallies` has the rules in full, and counts by the same). An assertion that has no story, in
a record of before there were any, is taken for the same happening as another where type, mode, direction, status and date
are the same; one that has only its article's date takes the date that the same article gives the same story elsewhere,
where it gives exactly one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bilat.model import EventType, Issue, Mode, Status
from bilat.record import Dyad, DyadEvent
from bilat.record.asked import DIRECTIONS, STATUSES, TYPES
from bilat.record.dates import reach
from bilat.record.slices import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened, or is planned to, with all assertions of it.

    Attributes:
        date: ISO day, month or year; null where nothing tells it. A historical act never takes its article's date.
        date_basis: ``event`` where a sentence gives the date, ``article`` where it is the report's.
        issues: All that any assertion names, in the model's order.
        event_ids: The assertions that tell it so, in the dyad's order.
        article_ids: Their articles, each once.
        other_ids: Assertions that tell it in a weaker status: as planned before it took place, or as denied.
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
    other_ids: tuple[str, ...] = ()


_Told = tuple[str, int, EventType, Status, Direction]
Basis = Literal["event", "article"]
_Dated = tuple[str | None, Basis | None]


def happenings(dyad: Dyad) -> tuple[Happening, ...]:
    """The dyad's happenings, by date, undated first."""
    stories: defaultdict[str, list[DyadEvent]] = defaultdict(list)
    rest = []
    for entry in dyad.events:
        if entry.story is None:
            rest.append(entry)
        else:
            stories[entry.story].append(entry)
    found = [*map(_story, stories.values()), *_alike(rest)]
    return tuple(sorted(found, key=lambda one: (one.date or "", one.event_ids)))


def _story(entries: Sequence[DyadEvent]) -> Happening:
    """A story as a happening."""
    status = next(status for status in STATUSES if any(entry.event.status is status for entry in entries))
    telling = [entry for entry in entries if entry.event.status is status]
    type, direction = _most(telling)
    modes = Counter(entry.event.mode for entry in telling if entry.event.type is type)
    return _happening(
        telling,
        type=type,
        mode=modes.most_common(1)[0][0],
        direction=direction,
        dated=_date(entries),
        others=tuple(entry.event.id for entry in entries if entry.event.status is not status),
    )


def _most(entries: Sequence[DyadEvent]) -> tuple[EventType, Direction]:
    """Type and direction as most tell them."""
    told: defaultdict[tuple[EventType, Direction], list[str]] = defaultdict(list)
    for entry in entries:
        told[entry.event.type, entry.direction].append(_first(entry.date) if entry.date else "9999")

    def order(kind: tuple[EventType, Direction]) -> tuple[int, str, int, int]:
        # Of equal ones the earliest; of these, as the database has it, the last of the lists.
        return -len(told[kind]), min(told[kind]), -TYPES.index(kind[0]), -DIRECTIONS.index(kind[1])

    return min(told, key=order)


def _date(entries: Sequence[DyadEvent]) -> _Dated:
    """The story's date and its basis."""
    own = Counter(
        (STATUSES.index(entry.event.status), entry.date)
        for entry in entries
        if entry.date and entry.date_basis == "event"
    )
    if own:
        _, best = min(own, key=lambda key: (key[0], -len(key[1][:10]), -own[key], _first(key[1])))
        return best, "event"
    reported = [entry.date for entry in entries if entry.date and entry.event.status is not Status.HISTORICAL]
    return (min(reported, key=_first), "article") if reported else (None, None)


def _first(stated: str) -> str:
    days = reach(stated)
    return days[0] if days else ""


def _alike(entries: Sequence[DyadEvent]) -> list[Happening]:
    """Happenings of assertions that have no story."""
    told = _story_dates(entries)
    groups: defaultdict[tuple[object, ...], list[tuple[DyadEvent, _Dated]]] = defaultdict(list)
    for entry in entries:
        dated = _dated(entry, told)
        event = entry.event
        # What has no date cannot be told to be the same across articles, but within one it can.
        apart = (event.article_id, event.story) if dated[0] is None else None
        groups[event.type, event.mode, entry.direction, event.status, dated[0], apart].append((entry, dated))
    return [_same(group) for group in groups.values()]


def _same(group: Sequence[tuple[DyadEvent, _Dated]]) -> Happening:
    first, (stated, _) = group[0]
    bases = {basis for _, (_, basis) in group}
    return _happening(
        [entry for entry, _ in group],
        type=first.event.type,
        mode=first.event.mode,
        direction=first.direction,
        dated=(stated, "event" if "event" in bases else "article" if "article" in bases else None),
    )


def _key(entry: DyadEvent) -> _Told:
    event = entry.event
    return event.article_id, event.story, event.type, event.status, entry.direction


def _story_dates(entries: Iterable[DyadEvent]) -> dict[_Told, str]:
    """The one date that an article's sentences give a story; stories with several are left out."""
    dates: defaultdict[_Told, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.date_basis == "event" and entry.date:
            dates[_key(entry)].add(entry.date)
    return {story: next(iter(found)) for story, found in dates.items() if len(found) == 1}


def _dated(entry: DyadEvent, told: dict[_Told, str]) -> _Dated:
    if entry.date_basis == "event":
        return entry.date, "event"
    if _key(entry) in told:
        return told[_key(entry)], "event"
    if entry.event.status is Status.HISTORICAL:
        return None, None
    return entry.date, entry.date_basis


def _happening(
    entries: Sequence[DyadEvent],
    *,
    type: EventType,
    mode: Mode | None,
    direction: Direction,
    dated: _Dated,
    others: tuple[str, ...] = (),
) -> Happening:
    stated, basis = dated
    named = {issue for entry in entries for issue in entry.event.issues}
    return Happening(
        type=type,
        mode=mode,
        status=entries[0].event.status,
        direction=direction,
        date=stated,
        date_basis=basis,
        issues=tuple(issue for issue in Issue if issue in named),
        event_ids=tuple(dict.fromkeys(entry.event.id for entry in entries)),
        article_ids=tuple(dict.fromkeys(entry.event.article_id for entry in entries)),
        other_ids=others,
    )
