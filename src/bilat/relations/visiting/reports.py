"""What one assertion tells of a visit: who to whom, when, and whether it was called off."""

import re
from dataclasses import dataclass
from typing import Literal

from bilat.model import EventType, Mode, Party, Status, sector_of
from bilat.record import DyadEvent
from bilat.record.dates import reach
from bilat.relations.sides import parties_of
from bilat.relations.visiting.levels import Level, level_of

CalledOff = Literal["cancelled", "postponed"]

_CALLED_OFF = re.compile(r"\b(?:cancel|postpon|call(?:s|ed|ing)? off|put(?:s|ting)? off|scrap|delay)", re.IGNORECASE)
_PUT_OFF = re.compile(r"\b(?:postpon|put(?:s|ting)? off|delay)", re.IGNORECASE)
_A_VISIT = re.compile(r"\b(?:visit|trip|tour)\b", re.IGNORECASE)
_BY_OTHERS = re.compile(r"\b(?:visit|trip|tour)\b[^.;]{0,20}\b(?:by|of)\b", re.IGNORECASE)
_NO_VISIT = re.compile(
    r"\binvit(?:ed|es|ing)\b[^.;]{0,90}\bto (?:pay|visit|travel|make|come|attend)|\b(?:credentials|credence)\b",
    re.IGNORECASE,
)  # an invitation, an ambassador who takes up the post
_SOMEBODYS = re.compile(r"(?:their|his|her|its)\b", re.IGNORECASE)
_SENT = re.compile(r"(?:send|sent|dispatch)", re.IGNORECASE)
_DAYS = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten|\d{1,2})-day\b", re.IGNORECASE)
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An assertion of a visit, or that one was called off.

    Attributes:
        first, last: The days that its date reaches, null for a visit of the past that nothing dates.
        basis: Whose date it is.
        published: The day of its article, null where that has none.
        days: How many days the visit takes, where the sentence says so.
    """

    entry: DyadEvent
    visitor: str | None
    host: str | None
    people: tuple[Party, ...]
    name: str | None
    role: str | None
    level: Level | None
    first: str | None
    last: str | None
    basis: Literal["event", "article"] | None
    published: str | None
    days: int | None
    called_off: CalledOff | None

    @property
    def status(self) -> Status:
        """As its event has it."""
        return self.entry.event.status

    @property
    def is_day(self) -> bool:
        """Whether its date is one day."""
        return self.first is not None and self.first == self.last

    @property
    def sectors(self) -> frozenset[str]:
        """Of the visitors, those that set one delegation apart from another."""
        return frozenset(sector_of(party.code) for party in self.people) - {"", "GOV"}


def is_visit(type: EventType, mode: Mode | None, trigger: str) -> bool:
    """Whether an act may tell of a visit, or that one was called off."""
    return mode is Mode.VISIT or (type is EventType.REJECT and bool(_CALLED_OFF.search(trigger)))


def report(entry: DyadEvent, a: str, b: str, published: str | None) -> Report | None:
    """What an entry tells of a visit; null for what is only thought of, denied, or no visit.

    Args:
        published: The last day of its article's date.
    """
    event = entry.event
    called_off: CalledOff | None = None
    if event.type is EventType.REJECT:
        done = event.status in (Status.ACTUAL, Status.PLANNED, Status.HISTORICAL)
        if not done or not _CALLED_OFF.search(event.trigger.text) or not _A_VISIT.search(event.sentence.text):
            return None
        called_off = "postponed" if _PUT_OFF.search(event.trigger.text) else "cancelled"
    elif event.status in (Status.HYPOTHETICAL, Status.NEGATED) or _NO_VISIT.search(event.sentence.text):
        return None
    visitor, host = {"a>b": (a, b), "b>a": (b, a)}.get(entry.direction, (None, None))
    if called_off and _BY_OTHERS.search(event.sentence.text):
        visitor, host = host, visitor  # "Iran cancelled a visit by the Iraqi premier"
    people = parties_of((*event.actors, *event.recipients) if called_off else event.actors, visitor) if visitor else ()
    people = people or (event.actors if not called_off else ())
    if people and all(_SOMEBODYS.match(party.text) and party.name is None for party in people):
        return None  # whose crown prince "their crown prince" is was guessed
    sent = bool(_SENT.match(event.trigger.text))  # who sends a delegation stays at home
    chief = min(people, key=_rank) if people and visitor and not sent else None
    dated = entry.date_basis == "event" or event.status is not Status.HISTORICAL
    span = reach(entry.date) if dated else None
    return Report(
        entry=entry,
        visitor=visitor,
        host=host,
        people=people,
        name=chief.name if chief else None,
        role=chief.role if chief else None,
        level=Level.DELEGATION if sent else _level(chief) if chief else None,
        first=span[0] if span else None,
        last=span[1] if span else None,
        basis=entry.date_basis if span else None,
        published=published,
        days=_length(event.sentence.text),
        called_off=called_off,
    )


def _length(sentence: str) -> int | None:
    found = _DAYS.search(sentence)
    if found is None:
        return None
    word = found[1].lower()
    return int(word) if word.isdigit() else _NUMBERS.index(word) + 2


def _level(party: Party) -> Level | None:
    return level_of(party.role) if party.role else level_of(party.text)


def _rank(party: Party) -> tuple[int, bool]:
    level = _level(party)
    return (list(Level).index(level) if level else len(Level)), party.name is None
