"""Turns of net cooperation: sums of scores, which may be negative and of which a few weeks may be far from all others.

No distribution is assumed. What a boundary must gain, and how strong a turn is, comes from the series itself with its periods
in random order, in which no change can be (Antoch and Hušková 2001, "Permutation tests in change point analysis",
Statistics and Probability Letters 53); a period keeps what was read in it.
"""

import numpy as np
from numpy.typing import NDArray

from bilat.relations.turning.changes import Change, Estimate, estimate
from bilat.relations.turning.counting import WINDOW
from bilat.relations.turning.pieces import Squares, pieces
from bilat.relations.turning.rates import Array, windows
from bilat.relations.turning.readings import Readings

_SEED = 1992
_ORDERS = 199  # random orders that the penalty comes from
FEWEST = 8
"""Periods from which on a piece has a variance of its own."""

_Z: Array = np.linspace(-4.5, 4.5, 19)
_FAR = 1e-5


class Sums:
    """Sums of scores by period; the level is the sum at the usual reading."""

    def __init__(self, simulations: int) -> None:
        self.scatter = 0.0
        self._simulations = simulations

    def penalty(self, data: Readings, false_alarms: float) -> float:
        """The gain that is passed by so many of the random orders only: by one shift, or by half of two."""
        orders = _orders(len(data.y), _ORDERS)
        return float(np.quantile(greatest(data.y[orders], data.e[orders]), 1 - false_alarms))

    def cut(self, data: Readings, cost: float, shortest: int) -> list[int]:
        """The pieces; the variance is that within windows, which a change of level hardly touches."""
        n = len(data.y)
        self.scatter = _variance(data.y, data.e, windows(n, WINDOW))
        return pieces(Squares(data.y / data.e, data.e, self.scatter), n, cost, shortest)

    def means(self, data: Readings, edges: list[int]) -> Array:
        """The level of each piece."""
        starts = np.asarray(edges[:-1], dtype=np.int64)
        return np.asarray(np.add.reduceat(data.y, starts) / np.add.reduceat(data.e, starts))

    def rate(self, data: Readings) -> Estimate:
        """The level of one piece."""
        middle, error = self._mean(data)
        return estimate(middle + error * _Z, np.exp(-(_Z**2) / 2))

    def _mean(self, data: Readings) -> tuple[float, float]:
        read = float(data.e.sum())
        return float(data.y.sum()) / read, float(np.sqrt(self._own(data.y, data.e) / read))

    def _own(self, y: Array, e: Array) -> float:
        """The variance of a piece about its level: more acts scatter more. Of few periods it is that of all."""
        return _variance(y, e, [0, len(y)]) if len(y) >= FEWEST else self.scatter

    def shift(self, both: Readings) -> tuple[Change, float, float]:
        """The change between two pieces, its gain and its p."""
        gains = _splits(both.y[None, :], both.e[None, :])[0] / (2 * self.scatter)
        orders = _orders(len(both.y), self._simulations)
        made = _splits(both.y[orders], both.e[orders]).max(axis=1) / (2 * self.scatter)
        return self._change(both, gains), float(gains.max()), _share(gains.max(), made)

    def _change(self, both: Readings, gains: Array) -> Change:
        """With a flat prior on the boundary and on both levels; the change is somewhere in the period around the boundary."""
        told, read = np.cumsum(both.y), np.cumsum(both.e)
        left, right = read[:-1], read[-1] - read[:-1]
        mass = gains - 0.5 * np.log(left * right)
        near = np.flatnonzero(mass > mass.max() + np.log(_FAR))
        weight = np.exp(mass[near] - mass.max())
        one, other = told[near] / left[near], (told[-1] - told[near]) / right[near]
        cut = int(mass.argmax()) + 1
        variances = [self._own(y, e) for y, e in ((both.y[:cut], both.e[:cut]), (both.y[cut:], both.e[cut:]))]
        one_error, other_error = np.sqrt(variances[0] / left[near]), np.sqrt(variances[1] / right[near])
        spread = weight[:, None] * np.exp(-(_Z**2) / 2)
        both_errors = np.hypot(one_error, other_error)
        places = estimate((both.at[near + 1][:, None] + np.linspace(-0.5, 0.5, 8)).ravel(), np.repeat(weight, 8))
        return Change(
            at=places.value,
            first=places.low,
            last=places.high,
            before=estimate((one[:, None] + one_error[:, None] * _Z).ravel(), spread.ravel()),
            after=estimate((other[:, None] + other_error[:, None] * _Z).ravel(), spread.ravel()),
            ratio=None,
            difference=estimate((other[:, None] - one[:, None] + both_errors[:, None] * _Z).ravel(), spread.ravel()),
        )

    def bursts(self, data: Readings, edges: list[int], longest: int, false_alarms: float) -> list[tuple[int, int]]:
        """None: the scores of one story are no measure of what chance gives."""
        return []

    def passage(self, within: Readings, around: Readings) -> tuple[Estimate | None, Estimate, float, float]:
        """Difference of a peak and the level around it, its gain, and its p among stretches of its length; no ratio.

        The stretches are of the level without the peak, in random order.
        """
        n = min(len(within.y), len(around.y) - 1)
        orders = _orders(len(around.y), self._simulations)
        joined = np.concatenate([around.y, within.y]), np.concatenate([around.e, within.e])
        gain = float(_stretches(joined[0][None, :], joined[1][None, :], len(within.y))[0, -1])
        made = _stretches(around.y[orders], around.e[orders], n).max(axis=1)
        one, one_error = self._mean(around)
        other, other_error = self._mean(within)
        difference = estimate(other - one + np.hypot(one_error, other_error) * _Z, np.exp(-(_Z**2) / 2))
        return None, difference, gain / (2 * self.scatter), _share(gain, made)


def _orders(n: int, times: int) -> NDArray[np.int64]:
    rng = np.random.default_rng(_SEED)
    return np.array([rng.permutation(n) for _ in range(times)], dtype=np.int64).reshape(times, n)


def _share(own: float, made: Array) -> float:
    return float((1 + (made >= own - 1e-9).sum()) / (1 + len(made)))


def _variance(y: Array, e: Array, edges: list[int]) -> float:
    """Of a period at the usual reading, about the mean of its piece."""
    starts = np.asarray(edges[:-1], dtype=np.int64)
    squares = (y**2 / e).sum() - (np.add.reduceat(y, starts) ** 2 / np.add.reduceat(e, starts)).sum()
    return max(float(squares) / max(len(y) - len(starts), 1), 1e-12)


def _splits(y: Array, e: Array) -> Array:
    """What each boundary takes off the squares; rows are series."""
    told, read = np.cumsum(y, axis=1), np.cumsum(e, axis=1)
    all_told, all_read = told[:, -1:], read[:, -1:]
    left, left_read = told[:, :-1], read[:, :-1]
    return np.asarray(left**2 / left_read + (all_told - left) ** 2 / (all_read - left_read) - all_told**2 / all_read)


def _stretches(y: Array, e: Array, length: int) -> Array:
    """What a level of its own for each stretch of so many periods takes off the squares; rows are series."""
    first = np.zeros((len(y), 1))
    told = np.concatenate([first, np.cumsum(y, axis=1)], axis=1)
    read = np.concatenate([first, np.cumsum(e, axis=1)], axis=1)
    inside, inside_read = told[:, length:] - told[:, :-length], read[:, length:] - read[:, :-length]
    outside, outside_read = told[:, -1:] - inside, read[:, -1:] - inside_read
    return np.asarray(inside**2 / inside_read + outside**2 / outside_read - told[:, -1:] ** 2 / read[:, -1:])


def greatest(y: Array, e: Array) -> Array:
    """The gain by which some boundaries would just pay, one or two of them; rows are series."""
    n, zero = y.shape[1], np.zeros((len(y), 1))
    read = np.concatenate([zero, np.cumsum(e, axis=1)], axis=1)
    whole = read[:, -1:]
    # About their mean, so that one level for all has no squares to take off.
    told = np.concatenate([zero, np.cumsum(y - e * y.sum(axis=1, keepdims=True) / whole, axis=1)], axis=1)
    before = np.concatenate([zero, told[:, 1:] ** 2 / read[:, 1:]], axis=1)
    after = np.concatenate([told[:, :-1] ** 2 / (whole - read[:, :-1]), zero], axis=1)
    one, two = (before + after).max(axis=1), np.zeros(len(y))
    for length in range(1, n):
        inside = (told[:, length:] - told[:, :-length]) ** 2 / (read[:, length:] - read[:, :-length])
        np.maximum(two, (before[:, :-length] + inside + after[:, length:]).max(axis=1), out=two)
    variances = np.array([_variance(*row, windows(n, WINDOW)) for row in zip(y, e, strict=True)])
    return np.asarray(np.maximum(one, two / 2) / (2 * variances))
