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
    n = len(counts)
    table, mirror = Table(counts, exposure, dispersion), Table(counts[::-1].copy(), exposure[::-1].copy(), dispersion)
    whole = table.best(slice(0, 1), n)[0]
    split = [table.best(slice(0, 1), k)[0] + mirror.best(slice(0, 1), n - k)[0] for k in range(1, n)]
    made, even = _made(counts, exposure, dispersion, simulations)
    told, read = np.cumsum(made, axis=1), np.cumsum(even)
    gains = _gain(told[:, :-1], read[:-1]) + _gain(told[:, -1:] - told[:, :-1], read[-1] - read[:-1])
    best = gains.max(axis=1) - _gain(told[:, -1], read[-1])
    return float(max(split) - whole), _share(best)


def peak_p(
    counts: Array, exposure: Array, around: Array, around_exposure: Array, dispersion: float, simulations: int
) -> tuple[float, float]:
    """The gain of a rate of its own for some periods within a level, and its p among all stretches of that length or less.

    Args:
        counts, exposure: (n,) of the read periods of the peak or dip.
        around, around_exposure: (m,) of the level's other read periods.
        dispersion: Of the counts.
        simulations: How many levels without a peak to compare with.
    """
    n, m = len(counts), len(around)
    joined, read = np.concatenate([around, counts]), np.concatenate([around_exposure, exposure])
    table = Table(joined, read, dispersion)
    gain = table.best(slice(0, 1), m)[0] + table.best(slice(m, m + 1), n + m)[0] - table.best(slice(0, 1), n + m)[0]
    made, even = _made(joined, read, dispersion, simulations)
    told = np.concatenate([np.zeros((len(made), 1)), np.cumsum(made, axis=1)], axis=1)
    sums = np.concatenate([[0.0], np.cumsum(even)])
    whole = _gain(told[:, -1], sums[-1])
    best = np.full(len(made), -np.inf)
    for length in range(1, n + 1):
        inside, inside_read = told[:, length:] - told[:, :-length], sums[length:] - sums[:-length]
        split = _gain(inside, inside_read) + _gain(told[:, -1:] - inside, sums[-1] - inside_read)
        # The peak itself stands last: of the series as it is, only its own stretch is looked at.
        best[1:] = np.maximum(best[1:], split[1:].max(axis=1))
        if length == n:
            best[0] = split[0, -1]
    return float(gain), _share(best - whole)


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
