"""Alarms for a running feed: the last weeks are unlike the year before.

The rate that held before the last weeks is followed through the year before them (:mod:`bilat.relations.turning.online`); then
what was counted in them is compared with what that rate lets expect. The scatter is that of up to three years, and as unsure as
these leave it. A look sounds an alarm no oftener than was asked for, and of many pairs only what Benjamini and Hochberg's
procedure lets pass.
"""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bilat.errors import BadArgument
from bilat.model import Quad, Status
from bilat.record import View
from bilat.relations.offset import Coverages
from bilat.relations.series import Series, many
from bilat.relations.turning.online import follow
from bilat.relations.turning.rates import Array, dispersion_likelihoods, tails, windows

WEEKS = 2
"""How many of the last weeks are compared with the year before."""

FALSE_ALARMS = 0.2
"""False alarms that a pair is allowed a year, in all its series together: one in five years."""

DISCOVERIES = 0.1
"""Share of the alarms of many pairs at one look that may be false."""

YEAR = 52
_LEAST_READ = 26  # weeks of the year before that must have been read
_SCATTER_WEEKS = 156
_WINDOW = 13
_DISPERSIONS: Array = np.array([0.0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2])
_NEGLIGIBLE = 0.01  # of the weight of the likeliest dispersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The last weeks of a series beside the year before.

    Attributes:
        observed: What was counted in the last weeks; null where nothing was read in them.
        expected: What the year before lets expect of them, read as they were.
        p: The probability of a count so far from it, on either side, were the rate still that of the year before.
        changed: The probability that the rate changed within these weeks.
        reason: Why there is no p, where there is none.
    """

    observed: int | None
    expected: float | None
    p: float | None
    changed: float | None
    reason: str | None


def look(counts: Array, exposure: Array, *, weeks: int = WEEKS) -> Look:
    """Compares the last weeks of a series with the year before.

    Args:
        counts: (n,) what was counted a week, the last week last.
        exposure: (n,) how much was read, 0 or NaN where nothing was or nobody knows.
        weeks: How many of the last weeks to compare.

    Raises:
        BadArgument: The arrays do not fit, or ``weeks`` is not between 1 and 26.
    """
    counts, exposure = np.asarray(counts, dtype=np.float64), np.nan_to_num(np.asarray(exposure, dtype=np.float64))
    if counts.shape != exposure.shape or counts.ndim != 1:
        raise BadArgument(f"{counts.shape} counts and {exposure.shape} exposures do not fit each other")
    if not 1 <= weeks <= YEAR // 2:
        raise BadArgument(f"{weeks} weeks cannot be compared with the year before", hint=f"1 to {YEAR // 2}")
    last, last_read = counts[-weeks:], exposure[-weeks:]
    year, year_read = counts[-YEAR - weeks : -weeks], exposure[-YEAR - weeks : -weeks]
    if not last_read.any():
        return _none(f"nothing was read in the last {weeks} weeks", None)
    observed = int(last[last_read > 0].sum())
    if np.count_nonzero(year_read) < _LEAST_READ:
        return _none(f"only {np.count_nonzero(year_read)} weeks of the year before were read", observed)
    usual = year_read[year_read > 0].mean()
    past, past_read = counts[-_SCATTER_WEEKS - weeks : -weeks], exposure[-_SCATTER_WEEKS - weeks : -weeks] / usual
    mean = float((year[year_read > 0].sum() + 0.5) / (year_read.sum() / usual + 0.5))
    means, spreads, weights, changed = [], [], [], 0.0
    for dispersion, weight in _dispersions(past[past_read > 0], past_read[past_read > 0]):
        told = follow(counts[-YEAR - weeks :], exposure[-YEAR - weeks :] / usual, dispersion, mean=mean)
        before, *_, now = deque(told, weeks + 1)
        changed += weight * now.since(weeks)
        means.append(before.rates * last_read.sum() / usual)
        # A sum of counts with unlike means scatters as one whose dispersion is that of their squares.
        spreads.append(np.full(len(before.rates), dispersion * (last_read @ last_read) / last_read.sum() ** 2))
        weights.append(weight * before.weights)
    expected, share = np.concatenate(means), np.concatenate(weights)
    fewer, more = (float(share @ tail) for tail in tails(observed, expected, np.concatenate(spreads)))
    return Look(
        observed=observed,
        expected=float(share @ expected),
        p=_both_sides(fewer, more),
        changed=changed,
        reason=None,
    )


def _both_sides(fewer: float, more: float) -> float:
    """The mid-p of a count, from the probabilities of so few and of so many: what was counted itself counts half.

    Counts are whole numbers, so that a p that counts it whole is below its level too seldom (Lancaster 1961, "Significance Tests
    in Discrete Distributions", Journal of the American Statistical Association 56).
    """
    own = max(fewer + more - 1, 0.0)
    return min(1.0, 2 * max(min(fewer, more) - own / 2, 1e-12))


def _none(reason: str, observed: int | None) -> Look:
    return Look(observed=observed, expected=None, p=None, changed=None, reason=reason)


def _dispersions(counts: Array, exposure: Array) -> list[tuple[float, float]]:
    """The dispersions that the past leaves possible, with their weights, which sum to 1."""
    if not counts.any():
        return [(0.0, 1.0)]
    told = dispersion_likelihoods(counts, exposure, windows(len(counts), _WINDOW), _DISPERSIONS)
    weights = np.exp(told - told.max())
    kept = weights > _NEGLIGIBLE
    return list(zip(_DISPERSIONS[kept].tolist(), (weights[kept] / weights[kept].sum()).tolist(), strict=True))


def threshold(false_alarms: float, series: int) -> float:
    """The p at which one of a pair's series sounds an alarm, looked at once a week.

    Args:
        false_alarms: A pair's a year, in all series together.
        series: How many are looked at. Bonferroni's bound over series and weeks, so that the rate is at most the stated one.

    Raises:
        BadArgument: The rate is not above 0 and at most 12.
    """
    if not 0 < false_alarms <= 12:
        raise BadArgument(f"{false_alarms:g} false alarms a year cannot be had", hint="above 0 and at most 12")
    return false_alarms / (YEAR * series)


def discoveries(ps: Sequence[float], share: float = DISCOVERIES) -> float:
    """The greatest p that stands for a discovery among all that were looked at; 0 where none does.

    Benjamini and Hochberg 1995, "Controlling the False Discovery Rate", JRSS B 57: of what is called one, at most ``share``
    is false on average.
    """
    ordered = np.sort(np.asarray(ps, dtype=np.float64))
    passing = ordered <= share * np.arange(1, len(ordered) + 1) / max(len(ordered), 1)
    return float(ordered[passing].max()) if passing.any() else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A series of a pair whose last weeks are unlike the year before."""

    a: str
    b: str
    series: str
    look: Look

    @property
    def direction(self) -> str:
        """What there is more or less of: "more conflict"."""
        more = (self.look.observed or 0) > (self.look.expected or 0.0)
        return f"{'more' if more else 'less'} {self.series.split('-')[1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a look at many pairs gave.

    Attributes:
        first, last: The days that were compared with the year before; null where the record has no dated article.
        pairs: How many were looked at; series: how many series of theirs could be.
        alarms: By how unlike the last weeks are.
        limit: The p at which a series sounds an alarm; passing: the greatest p that Benjamini and Hochberg's procedure let
            pass.
        even: Pairs that the record was chosen for, or of which nobody knows how much was read: nothing was divided by it, and a
            week without an article counts as quiet; why: the reason for each of them.
        read: Whether an article was read in those days, of whatever pair.
        unseen: Why the other series could not be looked at, and how many.
    """

    first: date | None
    last: date | None
    pairs: int
    series: int
    alarms: tuple[Alarm, ...]
    limit: float
    passing: float
    even: tuple[tuple[str, str], ...]
    why: tuple[str, ...]
    read: bool
    unseen: dict[str, int]


def watch(
    view: View,
    pairs: Sequence[tuple[str, str]],
    *,
    last: date | None = None,
    weeks: int = WEEKS,
    false_alarms: float = FALSE_ALARMS,
    share: float = DISCOVERIES,
    least: float = 0.0,
    step: Callable[[], None] = lambda: None,
) -> Watch:
    """Looks at the last weeks of each pair, by quad category.

    Args:
        view: The record.
        pairs: Codes.
        last: The last day of the last week; by default that of the last article.
        weeks, false_alarms, share: As for :func:`look`, :func:`threshold` and :func:`discoveries`.
        least: Assertions below this confidence are left out.
        step: Called after each pair.

    Raises:
        BadArgument: As those raise.
    """
    limit = threshold(false_alarms, len(Quad))
    end = last or _last(view)
    if end is None or not pairs:
        return Watch(
            first=None,
            last=end,
            pairs=0,
            series=0,
            alarms=(),
            limit=limit,
            passing=0.0,
            even=(),
            why=(),
            read=False,
            unseen={},
        )
    begin = end - timedelta(days=7 * (_SCATTER_WEEKS + weeks) - 1)
    choice = {"since": begin.isoformat(), "until": end.isoformat(), "least": least, "status": Status.ACTUAL}
    looked: list[Alarm] = []
    even: list[tuple[tuple[str, str], str]] = []
    unseen = Counter[str]()
    read = Coverages(view, pairs, "day")
    days = [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    for found in many(view, pairs, "day", split="quad", **choice):  # type: ignore[arg-type]
        held = read.of(found.a, str(found.b), days)
        if held.reason is not None:
            even.append(((found.a, str(found.b)), held.reason))
        _look_at(found, held.exposure.reshape(-1, 7).sum(axis=1), begin, weeks, looked, unseen)
        step()
    ps = [one.look.p for one in looked if one.look.p is not None]
    passing = discoveries(ps, share)
    rang = [one for one in looked if one.look.p is not None and one.look.p <= min(limit, passing)]
    return Watch(
        first=end - timedelta(days=7 * weeks - 1),
        last=end,
        pairs=len(pairs),
        series=len(looked),
        alarms=tuple(sorted(rang, key=lambda one: (one.look.p, one.a, one.b, one.series))),
        limit=limit,
        passing=passing,
        even=tuple(pair for pair, _ in even),
        why=tuple(reason for _, reason in even),
        read=read.any(days[-7 * weeks :]),
        unseen=dict(unseen),
    )


def _look_at(
    found: Series, exposure: Array, begin: date, weeks: int, looked: list[Alarm], unseen: Counter[str]
) -> None:
    """Looks at one pair; weeks are counted from the first day, so that the last ends on the last."""
    places = np.array([(start - begin).days // 7 for start in found.starts], dtype=np.int64)
    within = (places >= 0) & (places < len(exposure))
    for n, name in enumerate(found.groups):
        counts = np.bincount(places[within], found.counts[within, n], minlength=len(exposure))
        seen = look(np.asarray(counts, dtype=np.float64), exposure, weeks=weeks)
        if seen.reason is None:
            looked.append(Alarm(a=found.a, b=str(found.b), series=name, look=seen))
        else:
            unseen[seen.reason] += 1


def _last(view: View) -> date | None:
    read = view.articles_read("day")
    return date.fromisoformat(str(read.starts[-1])) if len(read.starts) else None
