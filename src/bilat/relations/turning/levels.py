"""Where a relation turned: lasting shifts of a rate, and peaks and dips that passed.

One level holds until a shift. What was counted in a period in proportion to what was read is compared, so that reading more is
no rise, and a period in which nothing was read says nothing. docs/turns.md tells the method, its figures and its limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np

from bilat.errors import BadArgument
from bilat.relations.turning.changes import Change, Estimate
from bilat.relations.turning.counting import Counts
from bilat.relations.turning.rates import Array
from bilat.relations.turning.readings import Readings, Values, readings
from bilat.relations.turning.sums import Sums

Kind = Literal["shift", "peak", "dip", "recent", "burst"]
"""A lasting change of level; a rise or a fall that passed; one that has begun too lately to tell which of these it is; and a rise
that passed and is within the usual scatter of this series, whose stories come in bursts."""

RATE = 0.05
"""The probability with which a series whose rate never changes shows a turn all the same."""

SHORTEST = 8
"""Periods of the shortest level: what passes sooner is a peak or a dip."""

SIMULATIONS = 199
"""Series without a turn that each turn is compared with."""

LEAST = 16
"""Periods that must have been read for turns to be sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change of a series.

    Attributes:
        series: What was counted: a quad category ("material-conflict") or "net-cooperation".
        day: Of a shift the most likely first day of the new level; of a peak or a dip, the first of its periods.
        first, last: Of a shift, the days between which it lies with a probability of 90 %; of a peak or a dip, its
            first and last day.
        before, after: Rates a period, at the usual reading (the mean of the periods that were read). Of a peak or a dip,
            the level around it and the rate within it. With 90 % intervals.
        ratio: After by before; null for a net, which may be negative.
        difference: After less before.
        gain: What the turn adds to the log likelihood: its strength.
        p: How often a series without a turn shows one so strong, by simulation; for one series, not for all that were looked at.
    """

    kind: Kind
    series: str
    day: date
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
class Plateau:
    """A stretch at one rate, peaks and dips left out: its first and last day and its rate a period at the usual reading."""

    first: date
    last: date
    rate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A series as levels with turns between and upon them.

    Attributes:
        turns: By date.
        read, unread: How many periods were read, and how many were not.
        usual: How much was read in a mean period that was read, in the unit of the exposure that was given.
        scatter: Of counts their dispersion: variance = mean + dispersion * mean ** 2; of a net the variance of a period at the
            usual reading.
        penalty: The gain that a boundary had to bring.
        reason: Why no turns were sought, where they were not.
    """

    series: str
    levels: tuple[Plateau, ...]
    turns: tuple[Turn, ...]
    read: int
    unread: int
    usual: float
    scatter: float | None
    penalty: float | None
    reason: str | None


class Model(Protocol):
    """What kind of values a series has, and how likely they are."""

    @property
    def scatter(self) -> float:
        """How much they scatter about the levels of the last cut."""

    def penalty(self, data: Readings, false_alarms: float) -> float:
        """What a boundary must gain so that a series without a turn shows one no more often than that."""

    def cut(self, data: Readings, cost: float, shortest: int) -> list[int]:
        """The edges of pieces of one level."""

    def means(self, data: Readings, edges: list[int]) -> Array:
        """The level of each piece."""

    def rate(self, data: Readings) -> Estimate:
        """The level of one piece with its interval."""

    def shift(self, both: Readings) -> tuple[Change, float, float]:
        """The change between two pieces, what it gains and how often chance gives as much."""

    def bursts(self, data: Readings, edges: list[int], longest: int, false_alarms: float) -> list[tuple[int, int]]:
        """Short rises within the levels that are no peaks: (first, end) in read periods."""

    def passage(self, within: Readings, around: Readings) -> tuple[Estimate | None, Estimate, float, float]:
        """Of a peak and the level around it: ratio, difference, gain and p."""


def turns(
    counts: Values,
    *,
    starts: Sequence[date],
    exposure: Values | None = None,
    series: str = "counts",
    false_alarms: float = RATE,
    shortest: int = SHORTEST,
    simulations: int = SIMULATIONS,
) -> tuple[Turn, ...]:
    """The turns of a series of counts, by date; :func:`levels` with the same arguments gives the levels between them too."""
    settings = {"series": series, "false_alarms": false_alarms, "shortest": shortest, "simulations": simulations}
    return levels(counts, starts=starts, exposure=exposure, **settings).turns  # type: ignore[arg-type]


def levels(
    counts: Values,
    *,
    starts: Sequence[date],
    exposure: Values | None = None,
    series: str = "counts",
    false_alarms: float = RATE,
    shortest: int = SHORTEST,
    simulations: int = SIMULATIONS,
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
    """
    data = readings(counts, starts, exposure, counts=True)
    return _found(data, Counts(simulations), series, false_alarms, shortest)


def net_levels(
    net: Values,
    *,
    starts: Sequence[date],
    exposure: Values | None = None,
    series: str = "net-cooperation",
    false_alarms: float = RATE,
    shortest: int = SHORTEST,
    simulations: int = SIMULATIONS,
) -> Levels:
    """The levels of a series of sums of scores, and its turns; arguments and errors as for :func:`levels`."""
    data = readings(net, starts, exposure, counts=False)
    return _found(data, Sums(simulations), series, false_alarms, shortest)


def _found(data: Readings, model: Model, series: str, false_alarms: float, shortest: int) -> Levels:
    if not 0 < false_alarms < 1 or shortest < 2:
        what = f"false alarms of {false_alarms:g} or a shortest level of {shortest} cannot be"
        raise BadArgument(what, hint="a probability between 0 and 1, and two periods or more")
    reason = _reason(data)
    cost = None if reason else model.penalty(data, false_alarms)
    found: list[Turn] = []
    lasting, edges = data, [0, len(data.y)] if len(data.y) else [0]
    if cost is not None:
        edges = model.cut(data, cost, 1)
        passing = _passing(model.means(data, edges), edges, shortest)
        if min(np.diff(edges)) < shortest:
            lasting = data.without(passing)
            edges = model.cut(lasting, cost, shortest)
        found = [_shift(lasting.piece(one, other), model, series) for one, other in zip(edges, edges[2:], strict=False)]
        found += [_passage(data, *run, _around(lasting, edges, data.at[run[0]]), model, series) for run in passing]
        found += [
            _passage(lasting, *run, _outside(lasting, edges, *run), model, series, usual=false_alarms / 2)
            for run in model.bursts(lasting, edges, shortest - 1, false_alarms)
        ]
    return Levels(
        series=series,
        levels=tuple(_plateau(lasting.piece(one, other), model) for one, other in pairwise(edges)),
        turns=tuple(sorted(found, key=lambda turn: (turn.day, turn.kind))),
        read=len(data.y),
        unread=len(data.starts) - len(data.y),
        usual=data.usual,
        scatter=None if reason else model.scatter,
        penalty=cost,
        reason=reason,
    )


def _reason(data: Readings) -> str | None:
    if len(data.y) < LEAST:
        return f"only {len(data.y)} periods were read; turns are sought from {LEAST} on"
    return None if np.any(data.y) else "nothing was counted"


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


def _around(lasting: Readings, edges: Sequence[int], at: float) -> Readings:
    """The level on which a peak stands."""
    begun = [n for n, edge in enumerate(edges[:-1]) if lasting.at[edge] <= at]
    home = begun[-1] if begun else 0
    return lasting.piece(edges[home], edges[home + 1])


def _shift(both: Readings, model: Model, series: str) -> Turn:
    found, gain, p = model.shift(both)
    first, last = both.span(found.first, found.last)
    return Turn(
        kind="shift",
        series=series,
        day=both.day(found.at),
        first=first,
        last=last,
        before=found.before,
        after=found.after,
        ratio=found.ratio,
        difference=found.difference,
        gain=round(gain, 2),
        p=p,
    )


def _outside(lasting: Readings, edges: Sequence[int], first: int, end: int) -> Readings:
    """The level of a burst, without the burst."""
    home = max(n for n, edge in enumerate(edges[:-1]) if edge <= first)
    level = lasting.piece(edges[home], edges[home + 1])
    return level.without([(first - edges[home], end - edges[home])])


def _passage(
    data: Readings, first: int, end: int, around: Readings, model: Model, series: str, *, usual: float = 1.0
) -> Turn:
    """A peak, a dip, or a burst: what chance gives oftener than ``usual`` in a series of such scatter."""
    within = data.piece(first, end)
    ratio, difference, gain, p = model.passage(within, around)
    kind: Kind = "burst" if p > usual else "peak" if difference.value > 0 else "dip"
    if kind != "burst" and data.at[end - 1] == len(data.starts) - 1:
        kind = "recent"
    return Turn(
        kind=kind,
        series=series,
        day=data.starts[int(within.at[0])],
        first=data.starts[int(within.at[0])],
        last=data.end(int(within.at[-1])),
        before=model.rate(around),
        after=model.rate(within),
        ratio=ratio,
        difference=difference,
        gain=round(gain, 2),
        p=p,
    )


def _plateau(piece: Readings, model: Model) -> Plateau:
    first, last = piece.starts[int(piece.at[0])], piece.end(int(piece.at[-1]))
    return Plateau(first=first, last=last, rate=model.rate(piece))
