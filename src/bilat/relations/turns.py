"""Where a relation turned: lasting shifts of a rate, and peaks and lulls that passed.

One level holds until a shift. What was counted in a period in proportion to what was read is compared, so that reading more is
no rise, and a period in which nothing was read says nothing. docs/turns.md tells the method, its figures and its limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor
from typing import Literal

import numpy as np

from bilat.errors import BadArgument
from bilat.relations.changes import Estimate, change, compared, rate
from bilat.relations.pieces import penalty, pieces
from bilat.relations.rates import Array, Table, best_rates, dispersion_of, windows
from bilat.relations.scans import peak_p, shift_p

Kind = Literal["shift", "peak", "lull", "recent"]
"""A lasting change of level; a rise or a fall that passed; one that has begun too lately to tell which of these it is."""

RATE = 0.05
"""The probability with which a series whose rate never changes shows a turn all the same."""

SHORTEST = 8
"""Periods of the shortest level: what passes sooner is a peak or a lull."""

LEAST = 16
"""Periods that must have been read for turns to be sought."""

_WINDOW = 13  # periods within which a rate is taken as constant, for a first look at the scatter


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change of a series.

    Attributes:
        series: What was counted: a quad category ("material-conflict") or "net-cooperation".
        date: Of a shift the most likely first day of the new level; of a peak or a lull, the first of its periods.
        first, last: Of a shift, the days between which it lies with a probability of 90 %; of a peak or a lull, its
            first and last day.
        before, after: Rates a period, at the usual reading (the mean of the periods that were read). Of a peak or a lull,
            the level around it and the rate within it. With 90 % intervals.
        ratio: After by before; null for a net, which may be negative.
        difference: After less before.
        gain: What the turn adds to the log likelihood: its strength.
        p: How often a series without a turn shows one so strong, by simulation; for one series, not for all that were looked at.
    """

    kind: Kind
    series: str
    date: date
    first: date
    last: date
    before: Estimate
    after: Estimate
    ratio: Estimate | None
    difference: Estimate
    gain: float
    p: float

    @property
    def direction(self) -> str:
        """What there is more or less of: "more conflict"."""
        way = "more" if self.difference.value > 0 else "less"
        what = next((word for word in ("conflict", "cooperation") if word in self.series), self.series)
        return f"{way} {what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A stretch at one rate, peaks and lulls left out: its first and last day and its rate a period at the usual reading."""

    first: date
    last: date
    rate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A series as levels with turns between and upon them.

    Attributes:
        turns: By date.
        read, unread: How many periods were read, and how many were not.
        usual: Articles read in a mean period that was read, in the unit of the exposure that was given.
        dispersion: How much the counts scatter: variance = mean + dispersion * mean ** 2; null for a net.
        penalty: The gain that a boundary had to bring.
        reason: Why no turns were sought, where they were not.
    """

    series: str
    levels: tuple[Level, ...]
    turns: tuple[Turn, ...]
    read: int
    unread: int
    usual: float
    dispersion: float | None
    penalty: float | None
    reason: str | None


def turns(
    counts: Sequence[float] | Array,
    *,
    starts: Sequence[date],
    exposure: Sequence[float] | Array | None = None,
    series: str = "counts",
    false_alarms: float = RATE,
    shortest: int = SHORTEST,
    simulations: int = 199,
) -> tuple[Turn, ...]:
    """The turns of a series of counts, by date; :func:`levels` with the same arguments gives the levels between them too."""
    found = levels(
        counts,
        starts=starts,
        exposure=exposure,
        series=series,
        false_alarms=false_alarms,
        shortest=shortest,
        simulations=simulations,
    )
    return found.turns


def levels(
    counts: Sequence[float] | Array,
    *,
    starts: Sequence[date],
    exposure: Sequence[float] | Array | None = None,
    series: str = "counts",
    false_alarms: float = RATE,
    shortest: int = SHORTEST,
    simulations: int = 199,
) -> Levels:
    """The levels of a series of counts, and its turns.

    Args:
        counts: (n,) what was counted in each period.
        starts: (n,) first day of each period, in order and without a gap.
        exposure: (n,) how much was read in each: 0 or NaN where nothing was or nobody knows; null where all periods were
            read alike.
        series: What it is a series of.
        false_alarms: See :data:`RATE`.
        shortest: See :data:`SHORTEST`.
        simulations: How many series without a turn each turn is compared with for its p, 1 / (simulations + 1) at least.

    Raises:
        BadArgument: The arrays do not fit each other, or a value is out of its range.
        MissingExtra: ruptures is not installed (``bilat[outlook]``).
    """
    data = _checked(counts, starts, exposure, false_alarms, shortest)
    told = {"series": series, "read": len(data.y), "unread": len(starts) - len(data.y), "usual": data.usual}
    if len(data.y) < LEAST or data.y.sum() == 0:
        few = f"only {len(data.y)} periods were read; turns are sought from {LEAST} on"
        reason = few if len(data.y) < LEAST else "nothing was counted"
        whole = _levels(data, [0, len(data.y)], 0.0) if len(data.y) else ()
        return Levels(**told, levels=whole, turns=(), dispersion=None, penalty=None, reason=reason)
    cost = penalty(len(data.y), false_alarms)
    edges, scatter = _cut(data, cost, 1)
    passing = _passing(best_rates(data.y, data.e, edges, scatter), edges, shortest)
    lasting, level_edges = data.without(passing), edges
    if min(np.diff(edges)) < shortest:
        level_edges, scatter = _cut(lasting, cost, shortest)
    ends = [int(lasting.at[edge]) if edge < len(lasting.at) else len(starts) for edge in level_edges]
    found = [_shift(lasting, level_edges, n, scatter, series, simulations) for n in range(1, len(level_edges) - 1)]
    for first, last in passing:
        home = max(n for n, edge in enumerate(ends[:-1]) if edge <= data.at[first] or n == 0)
        around = lasting.piece(level_edges[home], level_edges[home + 1])
        found.append(_passage(data, first, last, around, scatter, series, simulations))
    return Levels(
        **told,
        levels=_levels(lasting, level_edges, scatter),
        turns=tuple(sorted(found, key=lambda turn: (turn.date, turn.kind))),
        dispersion=scatter,
        penalty=cost,
        reason=None,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """The periods that were read: what was counted, how much was read (1 on average), and which they are."""

    y: Array
    e: Array
    at: Array
    starts: Sequence[date]
    usual: float

    def without(self, gone: Sequence[tuple[int, int]]) -> "_Read":
        kept = np.ones(len(self.y), dtype=np.bool_)
        for first, last in gone:
            kept[first:last] = False
        return _Read(self.y[kept], self.e[kept], self.at[kept], self.starts, self.usual)

    def piece(self, first: int, last: int) -> "_Read":
        return _Read(self.y[first:last], self.e[first:last], self.at[first:last], self.starts, self.usual)

    def day(self, place: float) -> date:
        """The day at a place in the calendar, in periods from its beginning."""
        whole = min(floor(place), len(self.starts) - 1)
        return self.starts[whole] + timedelta(days=floor((place - whole) * self.length(whole) + 1e-9))

    def length(self, period: int) -> int:
        """Days of a period; the last is as long as the one before it."""
        if len(self.starts) == 1:
            return 1
        period = min(period, len(self.starts) - 2)
        return (self.starts[period + 1] - self.starts[period]).days

    def end(self, period: int) -> date:
        """The last day of a period."""
        return self.starts[period] + timedelta(days=self.length(period) - 1)

    def span(self, first: float, last: float) -> tuple[date, date]:
        """The days whose middle lies between two places; the day of the middle where no day's does."""
        days = self.length(floor(first))
        one, other = ceil(first * days - 0.5) / days, floor(last * days - 0.5) / days
        if one > other:
            one = other = floor((first + last) / 2 * days) / days
        return self.day(one), self.day(other)


def _checked(
    counts: Sequence[float] | Array,
    starts: Sequence[date],
    exposure: Sequence[float] | Array | None,
    false_alarms: float,
    shortest: int,
) -> _Read:
    y = np.asarray(counts, dtype=np.float64)
    e = np.ones(len(y)) if exposure is None else np.asarray(exposure, dtype=np.float64)
    if y.ndim != 1 or e.shape != y.shape or len(starts) != len(y):
        what = f"{y.shape} counts, {e.shape} exposures and {len(starts)} periods do not fit each other"
        raise BadArgument(what, hint="give one of each a period")
    if not np.isfinite(y).all() or (y < 0).any() or (y != np.floor(y)).any() or (e[np.isfinite(e)] < 0).any():
        raise BadArgument("counts are whole numbers from 0 on, and exposures are not negative")
    if not 0 < false_alarms < 1 or shortest < 2:
        raise BadArgument("the rate of false alarms is between 0 and 1, and a level lasts two periods or more")
    read = np.isfinite(e) & (e > 0)
    usual = float(e[read].mean()) if read.any() else 0.0
    return _Read(y[read], e[read] / (usual or 1.0), np.flatnonzero(read).astype(np.float64), starts, usual)


def _cut(data: _Read, cost: float, shortest: int) -> tuple[list[int], float]:
    """The pieces and the dispersion, each by the other: first by windows, then by the pieces found."""
    n = len(data.y)
    scatter = dispersion_of(data.y, data.e, windows(n, _WINDOW))
    edges = pieces(Table(data.y, data.e, scatter), n, cost, shortest)
    refined = dispersion_of(data.y, data.e, edges)
    if refined < scatter or len(edges) > 2:  # else one level stands: more scatter would part it even less
        edges = pieces(Table(data.y, data.e, refined), n, cost, shortest)
    return edges, refined


def _passing(rates: Array, edges: Sequence[int], shortest: int) -> list[tuple[int, int]]:
    """The runs of short pieces that lie above both levels beside them, or below both: (first, end) in read periods."""
    long = [edges[n + 1] - edges[n] >= shortest for n in range(len(rates))]
    found: list[tuple[int, int, bool]] = []
    for n, lasts in enumerate(long):
        if lasts:
            continue
        beside = [rates[near] for near in _beside(long, n)]
        if not beside or not (rates[n] > max(beside) or rates[n] < min(beside)):
            continue
        up = bool(rates[n] > max(beside))
        if found and found[-1][1] == edges[n] and found[-1][2] == up:
            found[-1] = (found[-1][0], edges[n + 1], up)
        else:
            found.append((edges[n], edges[n + 1], up))
    return [(first, end) for first, end, _ in found]


def _beside(long: Sequence[bool], n: int) -> list[int]:
    """The nearest long pieces on both sides of one."""
    before = [k for k in range(n) if long[k]][-1:]
    return before + [k for k in range(n + 1, len(long)) if long[k]][:1]


def _shift(data: _Read, edges: Sequence[int], n: int, scatter: float, series: str, simulations: int) -> Turn:
    both = data.piece(edges[n - 1], edges[n + 1])
    found = change(both.y, both.e, both.at, scatter)
    first, last = data.span(found.first, found.last)
    gain, p = shift_p(both.y, both.e, scatter, simulations)
    return Turn(
        kind="shift",
        series=series,
        date=data.day(found.at),
        first=first,
        last=last,
        before=found.before,
        after=found.after,
        ratio=found.ratio,
        difference=found.difference,
        gain=round(gain, 2),
        p=p,
    )


def _passage(
    data: _Read, first: int, end: int, around: _Read, scatter: float, series: str, simulations: int
) -> Turn:
    within = data.piece(first, end)
    ratio, difference = compared((around.y, around.e), (within.y, within.e), scatter)
    gain, p = peak_p(within.y, within.e, around.y, around.e, scatter, simulations)
    kind: Kind = "recent" if end == len(data.y) else "peak" if difference.value > 0 else "lull"
    return Turn(
        kind=kind,
        series=series,
        date=data.starts[int(within.at[0])],
        first=data.starts[int(within.at[0])],
        last=data.end(int(within.at[-1])),
        before=rate(around.y, around.e, scatter),
        after=rate(within.y, within.e, scatter),
        ratio=ratio,
        difference=difference,
        gain=round(gain, 2),
        p=p,
    )


def _levels(data: _Read, edges: Sequence[int], scatter: float) -> tuple[Level, ...]:
    found = []
    for one, other in zip(edges, edges[1:], strict=False):
        part = data.piece(one, other)
        first, last = data.starts[int(part.at[0])], data.end(int(part.at[-1]))
        found.append(Level(first=first, last=last, rate=rate(part.y, part.e, scatter)))
    return tuple(found)
