"""How strong a turn is, and how often chance alone makes one as strong: by series simulated at one rate.

The statistic is the greatest gain in the Poisson likelihood over all places that were searched, each count and its
exposure divided by how much more than Poisson it scatters; Kulldorff 2001, "Prospective time periodic geographical disease
surveillance using a scan statistic", JRSS A 164. The same statistic is taken of the series and of the simulated ones, so
that what it leaves out cancels.
"""

import numpy as np

from bilat.relations.simulate import draw
from bilat.relations.turning.rates import Array, Table, best_rates

_SEED = 1992  # a turn's p must not change from one look to the next


def shift_p(counts: Array, exposure: Array, dispersion: float, simulations: int) -> tuple[float, float]:
    """The gain in log likelihood of the best single shift in a stretch, and its p.

    Args:
        counts, exposure: (n,) of the read periods of the stretch, with the exposure above 0.
        dispersion: Of the counts.
        simulations: How many stretches without a shift to compare with.
    """
    table = Table(counts, exposure, dispersion)
    before, after = table.heads(), table.tails()
    made, even = _made(counts, exposure, dispersion, simulations)
    told, read = np.cumsum(made, axis=1), np.cumsum(even)
    gains = _gain(told[:, :-1], read[:-1]) + _gain(told[:, -1:] - told[:, :-1], read[-1] - read[:-1])
    best = gains.max(axis=1) - _gain(told[:, -1], read[-1])
    return float((before[:-1] + after[1:]).max() - before[-1]), _share(best)


class Level:
    """A level with its peak, beside simulated ones without any: made once for all peaks of it.

    Args:
        counts, exposure: (n,) of its read periods, the peak among them.
        dispersion: Of the counts.
        simulations: How many levels without a peak to compare with.
    """

    def __init__(self, counts: Array, exposure: Array, dispersion: float, simulations: int) -> None:
        self._table = Table(counts, exposure, dispersion)
        made, even = _made(counts, exposure, dispersion, simulations)
        self._told = np.concatenate([np.zeros((len(made), 1)), np.cumsum(made, axis=1)], axis=1)
        self._read = np.concatenate([[0.0], np.cumsum(even)])
        self._greatest: list[Array] = []  # of the simulated levels, by the longest stretch looked at

    def peak(self, first: int, end: int) -> tuple[float, float]:
        """The gain of a rate of its own for a stretch, and its p among all stretches of that length or less."""
        gain = self._table.apart(first, end)
        read = self._read[end] - self._read[first]
        own = self._split(self._told[:1, [end]] - self._told[:1, [first]], read, self._told[:1, -1:])
        while len(self._greatest) < end - first:
            length = len(self._greatest) + 1
            inside = self._told[1:, length:] - self._told[1:, :-length]
            best = self._split(inside, self._read[length:] - self._read[:-length], self._told[1:, -1:]).max(axis=1)
            self._greatest.append(np.maximum(best, self._greatest[-1]) if self._greatest else best)
        return gain, _share(np.concatenate([own[0], self._greatest[end - first - 1]]))

    def _split(self, inside: Array, read: Array | float, whole: Array) -> Array:
        """The gain of a rate of its own for stretches in which so much was counted and read; rows are series."""
        all_read = self._read[-1]
        return _gain(inside, read) + _gain(whole - inside, all_read - read) - _gain(whole, all_read)


def _made(counts: Array, exposure: Array, dispersion: float, simulations: int) -> tuple[Array, Array]:
    """The series and, below it, simulated ones at its rate; with how much was read, both in units of their scatter."""
    rng = np.random.default_rng(_SEED)
    level = best_rates(counts, exposure, [0, len(counts)], dispersion)[0]
    means = np.broadcast_to(level * exposure, (simulations, len(counts)))
    spread = 1 + dispersion * level * exposure
    return np.vstack([counts, draw(rng, means, dispersion)]) / spread, exposure / spread


def _gain(told: Array, read: Array | float) -> Array:
    """The Poisson log likelihood at the best rate, without what no rate changes."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(told > 0, told * np.log(told / read) - told, 0.0)


def _share(best: Array) -> float:
    """The share that is as great as the first of all."""
    return float((best >= best[0] - 1e-9).mean())
