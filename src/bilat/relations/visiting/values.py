"""A visit, as plain values that keep the ids they rest on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bilat.model import EventType, Status
from bilat.relations.visiting.levels import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Who came along: a person with a name, or the words that a report has for it ("a 40-member trade delegation").

    Attributes:
        size: How many came, where the words tell it.
        event_ids: The assertions whose sentence says so.
    """

    name: str | None
    words: str
    size: int | None
    event_ids: tuple[str, ...]


class Came(StrEnum):
    """What may come of a visit."""

    MEETING = "meeting"
    AGREEMENT = "agreement"
    PLEDGE = "pledge"
    COOPERATION = "cooperation"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An act of the two that came of a visit.

    Attributes:
        by: Why it is the visit's: it is told in an article of it, its story is told there, or its day and place are the visit's.
        sentence: The sentence of its first assertion.
    """

    kind: Came
    type: EventType
    status: Status
    date: str | None
    by: Literal["article", "story", "day and place"]
    sentence: str
    event_ids: tuple[str, ...]
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit, with all assertions of it.

    Attributes:
        visitor: The side that travels, null where the reports do not tell it from the host.
        codes: The visitors' codes.
        name: The visitor's name, role: the office, each as one report gives it.
        date: Of the visit, or of the report where no sentence dates it (see ``date_basis``); until: its last day, where the
            reports tell it or how many days it takes.
        status: Actual where any report says so; negated for one that was called off.
        called_off: Whether it was cancelled or put off, and called_off_by: the assertions that say so; one that was put off and
            took place later is actual.
        ahead: Whether it is planned for a day on or after the newest article's.
        firm: Whether the reports tell it as a visit of somebody: by name, as a delegation, with a day of its own, or in several
            articles. What is not is often a visit of before that one sentence speaks of.
        place: Where, as a report has it.
        companions: Who came along; outcomes: what came of it, by day: both empty for one that did not take place.
    """

    visitor: str | None
    host: str | None
    codes: tuple[str, ...]
    name: str | None
    role: str | None
    level: Level | None
    status: Literal[Status.ACTUAL, Status.PLANNED, Status.HISTORICAL, Status.NEGATED]
    date: str | None
    date_basis: Literal["event", "article"] | None
    place: str | None
    event_ids: tuple[str, ...]
    article_ids: tuple[str, ...]
    until: str | None = None
    called_off: Literal["cancelled", "postponed"] | None = None
    called_off_by: tuple[str, ...] = ()
    firm: bool = True
    ahead: bool = False
    companions: tuple[Companion, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
