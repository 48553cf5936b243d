"""Where a series falls into pieces of one level: PELT, with the likelihood of counts or the squares of a net as its cost.

Killick, Fearnhead and Eckley 2012, "Optimal Detection of Changepoints with a Linear Computational Cost", Journal of the
American Statistical Association 107, as the package ruptures has it (Truong, Oudre and Vayatis 2020, Signal Processing 167).
"""

from collections.abc import Callable
from importlib import import_module
from math import log
from typing import Any, Protocol

import numpy as np

from bilat.errors import MissingExtra
from bilat.relations.turning.rates import Array


class Fit(Protocol):
    """How well one level explains stretches of a series: what PELT asks."""

    def best(self, starts: slice, end: int) -> Array:
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

    def best(self, starts: slice, end: int) -> Array:
        """Minus the squares around the stretch's own mean, in units of the variance."""
        w, x, xx = (sums[end] - sums[starts] for sums in (self._w, self._x, self._xx))
        return np.asarray(-(xx - x**2 / w) / self._twice)


def penalty(periods: int, rate: float) -> float:
    """The gain in log likelihood that a boundary must bring.

    So chosen that a series of counts at one rate, of so many read periods, shows a boundary at all with the probability
    ``rate``. Fitted to simulated series of 52 to 416 periods, rates of 0.1 to 10 and dispersions of 0 to 2, on
    whose rates and dispersions the quantiles hardly depend; docs/turns.md has the table, tools/bench_turns.py makes it.
    """
    return 0.5 * log(periods) - log(rate) - 0.4


def pieces(fit: Fit, periods: int, cost: float, shortest: int) -> list[int]:
    """The edges of the pieces, with 0 at the beginning and the number of periods at the end.

    Args:
        fit: Of the series.
        periods: Its length.
        cost: Gain in log likelihood that each boundary must bring.
        shortest: Periods of the shortest piece.

    Raises:
        MissingExtra: ruptures is not installed.
    """
    ruptures = _ruptures()
    if periods < 2 * shortest:
        return [0, periods]
    found = ruptures.Pelt(custom_cost=_cost_class(ruptures)(fit), min_size=shortest, jump=1)
    return [0, *map(int, found.fit_predict(np.zeros((periods, 1)), cost))]


def _ruptures() -> Any:
    try:
        return import_module("ruptures")
    except ImportError:
        hint = 'pip install "bilat[outlook]"'
        raise MissingExtra("finding turns needs ruptures, which is not installed", hint=hint) from None


def _cost_class(ruptures: Any) -> Callable[[Fit], Any]:
    class Cost(ruptures.base.BaseCost):  # type: ignore[misc]  # known only when it is installed
        """Minus the log likelihood, a whole column (all beginnings of one end) at a time."""

        model = "bilat"
        min_size = 1

        def __init__(self, fit: Fit) -> None:
            self._fit, self._end, self._column = fit, -1, np.zeros(0)

        def fit(self, signal: Array) -> Any:
            self.signal = signal
            return self

        def error(self, start: int, end: int) -> float:
            if end != self._end:
                self._end, self._column = end, -self._fit.best(slice(0, end), end)
            return float(self._column[start])

    return Cost
