"""A pair's acts by period, each with the assertions behind it: what a brief shows and cites.

Figures alone, of any pair and much faster, are :mod:`bilat.relations.series`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from bilat.errors import BadArgument
from bilat.model import Issue, Quad, Status
from bilat.record import By, Dyad
from bilat.record.dates import reach
from bilat.relations.calendar import floor, label, periods_between
from bilat.relations.happenings import Happening, happenings
from bilat.relations.scores import SCORES
from bilat.relations.texts import texts

Count = Literal["happenings", "assertions", "article", "outlet", "text"]
"""What a happening counts as: one, or so many assertions, articles, outlets or different texts that tell of it."""

_OLDEST = timedelta(days=366)
"""News tells of acts up to a year old; a series does not begin earlier than that before its first article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What was done in a day, week, month, quarter or year.

    Attributes:
        start: Its first day.
        label: "2024-01-18", "2024-W03", "2024-01", "2024-Q1" or "2024".
        quads: Acts that took place, by quad category, in the unit that :attr:`Periods.count` names.
        issues: The same by issue; an act with two issues counts for both.
        happenings: Acts that took place, told any number of times.
        assertions: How often they were told.
        planned: Happenings that were planned for this time; in none of the other figures.
        score: Sum of the scores of what took place: net cooperation.
        mean: Their mean, null where nothing took place.
        articles: Articles of the pair published in this time.
        event_ids: The assertions behind the figures, planned ones included.
    """

    start: str
    label: str
    quads: Mapping[Quad, int]
    issues: Mapping[Issue, int]
    happenings: int
    assertions: int
    planned: int
    score: float
    mean: float | None
    articles: int
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """The periods, and the ids of the assertions that have no place among them.

    Attributes:
        undated: Acts with no date; also historical ones with none of their own.
        coarse: Acts whose date is wider than a period (a year, in a series by month).
        earlier: Dated acts from before the first period: told as history.
        later: Acts dated after the last article: planned ahead.
    """

    by: By
    count: Count
    periods: tuple[Period, ...]
    undated: tuple[str, ...]
    coarse: tuple[str, ...]
    earlier: tuple[str, ...]
    later: tuple[str, ...]


_HAPPENED = (Status.ACTUAL, Status.HISTORICAL)


def periods(
    dyad: Dyad, by: By = "month", *, count: Count = "happenings", found: Iterable[Happening] | None = None
) -> Periods:
    """The dyad's acts by period.

    Args:
        dyad: The pair's slice of the record.
        by: How long a period is.
        count: Whether a happening counts once, or once for each assertion, article, outlet or text that tells of it; a
            text counts once, however many outlets printed it.
        found: The dyad's happenings, where the caller has them already.

    Raises:
        BadArgument: ``by`` or ``count`` is none of the known ones.
    """
    _check(by, By)
    _check(count, Count)
    acts = [one for one in (happenings(dyad) if found is None else found) if one.status in (*_HAPPENED, Status.PLANNED)]
    placed, undated, coarse = _place(acts, by)
    articles = Counter(start for head in dyad.articles.values() if (start := _period_of(head.date, by)) is not None)
    span = _span(placed, articles, dyad, by)
    starts = periods_between(*span, by) if span else ()
    weigh = _weight(count, dyad)
    inside: defaultdict[date, list[Happening]] = defaultdict(list)
    outside: dict[bool, list[Happening]] = {False: [], True: []}
    for start, act in placed:
        if span and span[0] <= start <= span[1]:
            inside[start].append(act)
        else:
            outside[span is not None and start > span[1]].append(act)
    return Periods(
        by=by,
        count=count,
        periods=tuple(_period(start, by, weigh, inside[start], articles[start]) for start in starts),
        undated=_ids(undated),
        coarse=_ids(coarse),
        earlier=_ids(outside[False]),
        later=_ids(outside[True]),
    )


def _check(value: str, known: object) -> None:
    if value not in get_args(known):
        raise BadArgument(f"{value!r} is not known", hint="one of " + ", ".join(get_args(known)))


def _ids(acts: Iterable[Happening]) -> tuple[str, ...]:
    return tuple(id for act in acts for id in act.event_ids)


def _place(acts: Iterable[Happening], by: By) -> tuple[list[tuple[date, Happening]], list[Happening], list[Happening]]:
    placed, undated, coarse = [], [], []
    for act in acts:
        start = _period_of(act.date, by)
        if act.date is None:
            undated.append(act)
        elif start is None:
            coarse.append(act)
        else:
            placed.append((start, act))
    return placed, undated, coarse


def _period_of(stated: str | None, by: By) -> date | None:
    """The first day of the period that a date lies in; null where it reaches over more than one."""
    span = reach(stated)
    if span is None:
        return None
    first, last = (floor(date.fromisoformat(day), by) for day in span)
    return first if first == last else None


def _span(
    placed: list[tuple[date, Happening]], articles: Mapping[date, int], dyad: Dyad, by: By
) -> tuple[date, date] | None:
    """First and last period: from the first act that is news, to the last article or act."""
    starts = [start for start, act in placed if act.status is Status.ACTUAL]
    published = [date.fromisoformat(days[0]) for head in dyad.articles.values() if (days := reach(head.date))]
    if not published:
        return (min(starts), max(starts)) if starts else None
    oldest = floor(min(published) - _OLDEST, by)
    begun = [start for start in starts if start >= oldest]
    return min([*begun, *articles, floor(min(published), by)]), floor(max(published), by)


def _weight(count: Count, dyad: Dyad) -> Callable[[Happening], int]:
    heads = dyad.articles
    weights: dict[Count, Callable[[Happening], int]] = {
        "happenings": lambda act: 1,
        "assertions": lambda act: len(act.event_ids),
        "article": lambda act: len(act.article_ids),
        "outlet": lambda act: len({heads[id].outlet for id in act.article_ids}),
        "text": lambda act: len(texts(act.article_ids, heads)),
    }
    return weights[count]


def _period(start: date, by: By, weigh: Callable[[Happening], int], acts: list[Happening], articles: int) -> Period:
    done = [act for act in acts if act.status in _HAPPENED]
    quads, issues = dict.fromkeys(Quad, 0), Counter[Issue]()
    for act in done:
        quads[act.type.quad] += weigh(act)
        issues.update(dict.fromkeys(act.issues, weigh(act)))
    score, total = sum(SCORES[act.type] * weigh(act) for act in done), sum(map(weigh, done))
    return Period(
        start=start.isoformat(),
        label=label(start, by),
        quads=quads,
        issues={issue: issues[issue] for issue in Issue if issues[issue]},
        happenings=len(done),
        assertions=sum(len(act.event_ids) for act in done),
        planned=len(acts) - len(done),
        score=round(float(score), 2),
        mean=round(score / total, 2) if total else None,
        articles=articles,
        event_ids=_ids(acts),
    )
