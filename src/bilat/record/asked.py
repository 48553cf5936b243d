"""What is to be counted of the record's stories, and what counts as one.

A story is counted once, in the period of its date, as those of its tellings between the two say that give it its status:

status     the strongest that a telling says: actual, then planned, historical, negated, hypothetical
type       with its direction, as most of these tellings have them; of equal ones the one told of the earliest date
date       of the dates that tellings themselves give, one of the story's status before another, a day before a month
           before a year, then the most told, then the earliest; else the date of the first article that tells it. A
           historical telling never takes its article's date: what has no other is undated.
issues     all that one of these tellings names

So a story is in one period, one type, one direction and one status, and figures split by these sum to the whole. It may
count as one, or as the texts, articles or assertions that tell it so; copies of one text are one. An event that has no
story, in a record of before there were any, is one of its own.

Events of other datasets are counted as their source has them; those of one story on one day, with one type, direction and
status, are one. What has no type is not counted.
"""

from dataclasses import dataclass
from typing import Literal

from bilat.model import EventType, Issue, Status

By = Literal["day", "week", "month", "quarter", "year"]
"""How long a period is; weeks begin on Monday (ISO 8601)."""
Unit = Literal["story", "text", "article", "report"]
"""What a story counts as: one, or so many texts, articles or assertions that tell it."""
Key = Literal["type", "direction", "status", "issues", "outlet"]
"""What cells are told apart by, beside pair, period and type."""

STATUSES = (Status.ACTUAL, Status.PLANNED, Status.HISTORICAL, Status.NEGATED, Status.HYPOTHETICAL)
"""From the strongest; a cell's status is a place in it."""
TYPES = tuple(EventType)
ISSUES = tuple(Issue)
DIRECTIONS = ("a>b", "b>a", "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be counted.

    Attributes:
        pairs: Each the codes of two parties, or of one and null: with everyone else.
        apart: What cells are told apart by, beside pair, period and type.
        since, until: ISO days; stories whose date does not reach into the range are left out, undated ones are kept.
        outlets: Tellings of these alone are counted; null for all.
        datasets: The events of these are counted, of all where it is empty, and not the record's own; null for its own.
        status, types, directions, issues: Stories of these alone; null for all.
        least: Assertions below this confidence, and those without one, are left out; 0 for none.
    """

    pairs: tuple[tuple[str, str | None], ...]
    by: By
    unit: Unit = "story"
    apart: frozenset[Key] = frozenset()
    since: str | None = None
    until: str | None = None
    outlets: tuple[str, ...] | None = None
    datasets: tuple[str, ...] | None = None
    status: tuple[Status, ...] | None = None
    types: tuple[EventType, ...] | None = None
    directions: tuple[str, ...] | None = None
    issues: tuple[Issue, ...] | None = None
    least: float = 0.0
