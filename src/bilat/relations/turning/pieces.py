"""Where a series falls into pieces of one level: PELT, with the likelihood of counts or the squares of a net as its cost.

Killick, Fearnhead and Eckley 2012, "Optimal Detection of Changepoints with a Linear Computational Cost", Journal of the
American Statistical Association 107. The pieces are those of the package ruptures (Truong, Oudre and Vayatis 2020, Signal
Processing 167), as a test holds; all beginnings of one end are looked at together, which takes a hundredth of its time.
"""

from math import log
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bilat.relations.turning.rates import Array


class Fit(Protocol):
    """How well one level explains stretches of a series: what PELT asks."""

    def best(self, starts: NDArray[np.int64], end: int) -> Array:
        """The greatest log likelihood of each stretch from one of the starts to the end."""


class Squares:
    """The fit of a net: normal, with a variance in inverse proportion to what was read.

    Args:
        level: (n,) net by what was read.
        weight: (n,) what was read.
        variance: Of a period at weight 1.
    """

    def __init__(self, level: Array, weight: Array, variance: float) -> None:
        first = np.zeros(1)
        self._w = np.concatenate([first, np.cumsum(weight)])
        self._x = np.concatenate([first, np.cumsum(weight * level)])
        self._xx = np.concatenate([first, np.cumsum(weight * level**2)])
        self._twice = 2 * max(variance, 1e-12)

    def best(self, starts: NDArray[np.int64], end: int) -> Array:
        """Minus the squares around the stretch's own mean, in units of the variance."""
        w, x, xx = (sums[end] - sums[starts] for sums in (self._w, self._x, self._xx))
        return np.asarray(-(xx - x**2 / w) / self._twice)


def penalty(periods: int, rate: float) -> float:
    """The gain in log likelihood that a boundary must bring.

    So chosen that of series of counts at one rate, of so many read periods, the share ``rate`` shows a turn: three quarters of
    it by a boundary, the rest by bursts that pass for peaks. Fitted to simulated series of 52 to 416 periods, rates of 0.1
    to 10 and dispersions of 0 to 2, on whose rates and dispersions the quantiles hardly depend; docs/turns.md has what
    is found, tools/bench_turns.py finds it.
    """
    return 0.5 * log(periods) - log(rate) - 0.1


def pieces(fit: Fit, periods: int, cost: float, shortest: int) -> list[int]:
    """The edges of the pieces, with 0 at the beginning and the number of periods at the end.

    What a beginning still may be: one that is no better than an edge at this end with nothing paid for it is worse for all
    later ends, though only for those that leave room for the piece between.

    Args:
        fit: Of the series.
        periods: Its length.
        cost: Gain in log likelihood that each boundary must bring.
        shortest: Periods of the shortest piece.
    """
    if periods < 2 * shortest:
        return [0, periods]
    least = np.full(periods + 1, np.inf)  # minus the likelihood of the best pieces up to an end, with their cost
    least[0] = -cost
    begun = np.zeros(periods + 1, dtype=np.int64)
    starts, until = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    for end in range(shortest, periods + 1):
        if end == shortest or end >= 2 * shortest:
            starts, until = np.append(starts, end - shortest), np.append(until, periods + 1)
        whole = least[starts] - fit.best(starts, end)
        best = int(whole.argmin())
        least[end], begun[end] = whole[best] + cost, starts[best]
        until = np.where(whole > least[end], np.minimum(until, end + shortest), until)
        kept = until > end + 1
        starts, until = starts[kept], until[kept]
    edges = [periods]
    while edges[-1]:
        edges.append(int(begun[edges[-1]]))
    return edges[::-1]
