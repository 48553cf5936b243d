"""Who went to whom: the visits between the two, each told once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from bilat.model import Event, EventType, Mode, Party, Status
from bilat.record import Dyad, DyadEvent
from bilat.record.dates import reach
from bilat.relations.sides import parties_of


class Level(StrEnum):
    """How high a visitor stands, the highest first."""

    HEAD_OF_STATE = "head-of-state"
    HEAD_OF_GOVERNMENT = "head-of-government"
    DEPUTY_HEAD = "deputy-head"
    SPEAKER = "speaker"
    MINISTER = "minister"
    DEPUTY_MINISTER = "deputy-minister"
    MILITARY = "military"
    ENVOY = "envoy"
    DELEGATION = "delegation"


# The first that fits decides, so "deputy foreign minister" must stand before "minister" and "vice president" before
# "president"; a ministry's spokesman is none of these.
_LEVELS: tuple[tuple[Level | None, re.Pattern[str]], ...] = tuple(
    (level, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for level, words in (
        (None, r"spokes(?:man|woman|person)|former|ex-\w+"),
        (Level.DEPUTY_HEAD, r"(?:vice|deputy)[- ](?:president|premier|prime minister|chancellor)|crown prince"),
        (Level.DEPUTY_MINISTER, r"(?:deputy|vice|assistant)[ -](?:\w+ ){0,3}(?:minister|secretary)|under-?secretary"),
        (Level.ENVOY, r"ambassador|envoy|special representative|charg[eé] d'affaires|consul(?: general)?"),
        (Level.HEAD_OF_GOVERNMENT, r"prime minister|premier|chancellor|PM"),
        (
            Level.SPEAKER,
            r"(?:parliament(?:ary)?|assembly|senate|house|majlis)[\w' ]* (?:speaker|chair(?:man)?)|speaker",
        ),
        (
            Level.MINISTER,
            r"minister|FM|secretary of (?:state|defen[cs]e|\w+)|foreign secretary|(?:national )?security advis[eo]r",
        ),
        (Level.MILITARY, r"chief of (?:\w+ )*staff|army chief|general|commander|admiral|military chief"),
        (Level.HEAD_OF_STATE, r"president|king|queen|emir|sultan|supreme leader|head of state|monarch"),
        (Level.DELEGATION, r"delegation|team|mission|officials|lawmakers|parliamentarians"),
    )
)
_SAME_DAYS = 7
"""Reports of a visit differ by its length and by the day of printing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit, with all assertions of it.

    Attributes:
        visitor: The side that travels, null where the reports do not tell it from the host.
        codes: The visitors' codes.
        name: The visitor's name, role: the office, each as one report gives it.
        date: Of the visit, or of the report where no sentence dates it (see ``date_basis``).
        status: Actual where any report says so.
        place: Where, as a report has it.
    """

    visitor: str | None
    host: str | None
    codes: tuple[str, ...]
    name: str | None
    role: str | None
    level: Level | None
    status: Literal[Status.ACTUAL, Status.PLANNED, Status.HISTORICAL]
    date: str | None
    date_basis: Literal["event", "article"] | None
    place: str | None
    event_ids: tuple[str, ...]
    article_ids: tuple[str, ...]


def level_of(words: str) -> Level | None:
    """The level that the words of an office name, null where they name none.

    >>> level_of("Deputy Foreign Minister"), level_of("Iranian President"), level_of("a driver")
    (<Level.DEPUTY_MINISTER: 'deputy-minister'>, <Level.HEAD_OF_STATE: 'head-of-state'>, None)
    """
    return next((level for level, pattern in _LEVELS if pattern.search(words)), None)


def visits(dyad: Dyad) -> tuple[Visit, ...]:
    """The pair's visits, by date, undated first; those only thought of or denied are left out."""
    found: list[Visit] = []
    for entry in dyad.events:
        event = entry.event
        if event.type is not EventType.CONSULT or event.mode is not Mode.VISIT:
            continue
        visit = _visit(entry, dyad)
        if visit is not None:
            _join(found, visit)
    return tuple(sorted(found, key=lambda one: (one.date or "", one.event_ids)))


def _visit(entry: DyadEvent, dyad: Dyad) -> Visit | None:
    event, status = entry.event, entry.event.status
    if status is Status.HYPOTHETICAL or status is Status.NEGATED:
        return None
    visitor, host = {"a>b": (dyad.a, dyad.b), "b>a": (dyad.b, dyad.a)}.get(entry.direction, (None, None))
    people = parties_of(event.actors, visitor) if visitor else event.actors
    chief = min(people, key=_rank) if people else None
    dated = entry.date_basis == "event" or status is not Status.HISTORICAL
    return Visit(
        visitor=visitor,
        host=host,
        codes=tuple(dict.fromkeys(party.code for party in people)),
        name=chief.name if chief and visitor else None,
        role=chief.role if chief and visitor else None,
        level=_level(chief) if chief and visitor else None,
        status=status,
        date=entry.date if dated else None,
        date_basis=entry.date_basis if dated else None,
        place=_place(event),
        event_ids=(event.id,),
        article_ids=(event.article_id,),
    )


def _place(event: Event) -> str | None:
    return event.place.text if event.place else None


def _level(party: Party) -> Level | None:
    return level_of(party.role) if party.role else level_of(party.text)


def _rank(party: Party) -> tuple[int, bool]:
    level = _level(party)
    return (list(Level).index(level) if level else len(Level)), party.name is None


def _join(found: list[Visit], visit: Visit) -> None:
    """Adds the visit to the one that it is a report of, else to the list."""
    for at, known in enumerate(found):
        if _same(known, visit):
            found[at] = _merged(known, visit)
            return
    found.append(visit)


def _same(one: Visit, other: Visit) -> bool:
    if None not in (one.visitor, other.visitor) and one.visitor != other.visitor:
        return False
    history = {one.status, other.status} & {Status.HISTORICAL}
    if history and one.status is not other.status and "article" in (one.date_basis, other.date_basis):
        return False
    return _same_person(one, other) and _same_time(one, other)


def _same_person(one: Visit, other: Visit) -> bool:
    if one.name and other.name:
        return _last_word(one.name) == _last_word(other.name)
    return one.level is other.level or None in (one.level, other.level)


def _last_word(name: str) -> str:
    return re.split(r"[\s\-]+", name.strip().casefold())[-1]


def _same_time(one: Visit, other: Visit) -> bool:
    spans = [reach(visit.date) for visit in (one, other)]
    if spans[0] is None or spans[1] is None:
        return one.date == other.date and one.article_ids[-1] == other.article_ids[0]
    (first, last), (begin, end) = ([date.fromisoformat(day) for day in span] for span in spans if span)
    # A month that holds the other's day is no other time.
    return max(first, begin) <= min(last, end) or max((begin - last).days, (first - end).days) <= _SAME_DAYS


def _merged(one: Visit, other: Visit) -> Visit:
    """The two as one: the event's own date before an article's, the finer before the wider, actual before planned."""
    dated = min((one, other), key=lambda visit: (visit.date_basis != "event", -len(visit.date or "")))
    named = one if one.name or not other.name else other
    levels = [visit.level for visit in (named, one, other) if visit.level]
    order = (Status.ACTUAL, Status.PLANNED, Status.HISTORICAL)
    return replace(
        one,
        visitor=one.visitor or other.visitor,
        host=one.host or other.host,
        codes=_both(one.codes, other.codes)
        if one.visitor and other.visitor
        else one.codes
        if one.visitor
        else other.codes,
        name=named.name,
        role=named.role or one.role or other.role,
        level=levels[0] if levels else None,
        status=min(one.status, other.status, key=order.index),
        date=dated.date,
        date_basis=dated.date_basis,
        place=one.place or other.place,
        event_ids=_both(one.event_ids, other.event_ids),
        article_ids=_both(one.article_ids, other.article_ids),
    )


def _both(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
