"""What a series counts: the choices of a caller, checked and put as a question to the record."""

from collections.abc import Sequence
from typing import Literal, TypedDict, TypeVar, get_args

from bilat.errors import BadArgument
from bilat.model import EventType, Issue, Status
from bilat.record import By, Unit, View
from bilat.record.asked import DIRECTIONS, Asked, Key
from bilat.record.dates import reach

Split = Literal["quad", "type", "issue", "direction", "status", "outlet"]
"""What figures are split by; a story is in one quad, type, direction and status, but in each of its issues and outlets."""

HAPPENED = (Status.ACTUAL, Status.HISTORICAL)
"""The status of what took place; what is told as history counts only where its own date lies in the series."""

_APART: dict[Split, Key] = {"issue": "issues", "direction": "direction", "status": "status", "outlet": "outlet"}
T = TypeVar("T")


class Choice(TypedDict, total=False):
    """What is counted, and how: all may be left out.

    Attributes:
        unit: What a story counts as: one (default), or so many texts, articles or assertions that tell it.
        split: What the figures are split by, one or two; by default by quad category. Null for not at all.
        since, until: ISO day, month or year; stories whose date reaches into the range are counted.
        status: Of the stories that are counted; by default :data:`HAPPENED`. Null for any.
        direction: "a>b", "b>a" or "both", as seen from a; issue, type: stories of these alone.
        source: Outlets whose tellings alone are counted; or datasets, whose events are counted in place of the record's own
            stories. By default the record's own, and in a record without articles all that was imported.
        least: Assertions below this confidence, and those without one, are left out.
        coverage: For datasets, take their events of all pairs for how much was read. That looks through all their lines.
    """

    unit: Unit
    split: Split | Sequence[Split] | None
    since: str | None
    until: str | None
    status: str | Sequence[str] | None
    direction: str | Sequence[str] | None
    issue: str | Sequence[str] | None
    type: str | Sequence[str] | None
    source: str | Sequence[str] | None
    least: float
    coverage: bool


def asked_of(
    view: View,
    pairs: tuple[tuple[str, str | None], ...],
    by: By,
    *,
    unit: Unit = "story",
    split: Split | Sequence[Split] | None = "quad",
    since: str | None = None,
    until: str | None = None,
    status: str | Sequence[str] | None = HAPPENED,
    direction: str | Sequence[str] | None = None,
    issue: str | Sequence[str] | None = None,
    type: str | Sequence[str] | None = None,
    source: str | Sequence[str] | None = None,
    least: float = 0.0,
    coverage: bool = False,
) -> Asked:
    """The question, checked; ``coverage`` is none of its part.

    Raises:
        BadArgument: A value is not known, a date is none, or the dates are reversed.
    """
    for a, b in pairs:
        if a == b or not a or b == "":
            what = f"a pair needs two different parties, not {a!r} and {b!r}"
            raise BadArgument(what, hint="name two, as in IRN PAK")
    first, last = _range(since, until)
    outlets, datasets = _sources(view, source)
    return Asked(
        pairs=pairs,
        by=_known((by,), get_args(By), "period")[0],
        unit=_known((unit,), get_args(Unit), "unit")[0],
        apart=frozenset(_APART[one] for one in splits_of(split) if one in _APART),
        since=first,
        until=last,
        outlets=outlets,
        datasets=datasets,
        status=None if status is None else _known(_each(status), tuple(Status), "status"),
        types=None if type is None else _known(_each(type), tuple(EventType), "type"),
        directions=None if direction is None else _known(_each(direction), DIRECTIONS, "direction"),
        issues=None if issue is None else _known(_each(issue), tuple(Issue), "issue"),
        least=least,
    )


def splits_of(split: Split | Sequence[Split] | None) -> tuple[Split, ...]:
    """What figures are split by, checked.

    Raises:
        BadArgument: One is not known, or they are more than two.
    """
    found = _known(() if split is None else _each(split), get_args(Split), "split")
    if len(found) > 2 or len(set(found)) < len(found):
        raise BadArgument(f"cannot split by {' and '.join(found)}", hint="split by one, or by two different ones")
    return found


def _each(given: str | Sequence[str]) -> tuple[str, ...]:
    """One or several as several."""
    return (given,) if isinstance(given, str) else tuple(given)


def _known(given: Sequence[str], known: Sequence[T], what: str) -> tuple[T, ...]:
    """The ones of a closed list that were named.

    Raises:
        BadArgument: One is none of them.
    """
    names = {str(one): one for one in known}
    for one in given:
        if str(one) not in names:
            raise BadArgument(f"{one!r} is no {what} that is known", hint="one of " + ", ".join(names))
    return tuple(names[str(one)] for one in given)


def _range(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """First and last day of a range.

    Raises:
        BadArgument: One is no date, or it ends before it begins.
    """
    days = []
    for given, end in ((since, 0), (until, 1)):
        reached = reach(given)
        if given is not None and reached is None:
            raise BadArgument(f"{given!r} is no date", hint="give it as 2024-01-18, 2024-01 or 2024")
        days.append(reached[end] if reached else None)
    if days[0] and days[1] and days[0] > days[1]:
        raise BadArgument(f"the range ends before it begins: {since} to {until}", hint="swap the two dates")
    return days[0], days[1]


Names = tuple[str, ...] | None


def _sources(view: View, given: str | Sequence[str] | None) -> tuple[Names, Names]:
    """Outlets and datasets: null and null for all of the record's own articles, null and none for all datasets.

    Raises:
        BadArgument: A name is neither an outlet nor a dataset of the record, or there are some of both.
    """
    if given is None:
        return None, None if view.has_articles or not view.datasets else ()
    names = _each(given)
    datasets = tuple(name for name in names if name in view.datasets)
    unknown = [name for name in names if name not in view.datasets and name not in view.outlet_names]
    if unknown:
        known = [*view.datasets, *sorted(filter(None, view.outlet_names))]
        more = f" and {len(known) - _NAMED:,} more" if len(known) > _NAMED else ""
        raise BadArgument(f"the record has no source {unknown[0]!r}", hint=f"it has {', '.join(known[:_NAMED])}{more}")
    if datasets and len(datasets) < len(names):
        what = f"{datasets[0]!r} is a dataset and others of {', '.join(names)} are outlets"
        raise BadArgument(what, hint="count the one or the other")
    return (None, datasets) if datasets else (names, None)


_NAMED = 12
