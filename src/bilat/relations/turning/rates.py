"""Counts under a rate: how likely they are, how much they scatter, and what rate they leave possible.

A period's count y, of a source of which e was read, is negative binomial with mean rate * e and variance
mean + dispersion * mean ** 2 (the form NB2 of Cameron and Trivedi 1998, "Regression Analysis of Count Data", ch. 3);
at dispersion 0 it is Poisson. What depends on neither rate nor dispersion is left out of every likelihood.
"""

from collections.abc import Sequence
from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

POISSON = 1e-4
"""A dispersion below this is none: the counts are taken as Poisson."""

_STEP = 0.05  # of the logarithm of a rate, between two lines of a table
_MOST_LINES = 500
_NEWTON = 12  # steps at most; the likelihood is concave in the logarithm of the rate
_SETTLED = 1e-9  # a step of which the next would be its square
_DISPERSIONS = np.concatenate([[0.0], np.geomspace(0.01, 16.0, 33)])


def log_likelihood(counts: Array, exposure: Array, rate: Array | float, dispersion: float) -> Array:
    """The log likelihood of each count, without its constants; the arguments broadcast.

    A rate of 0 gives minus infinity where something was counted, and 0 where nothing was.
    """
    mean = np.asarray(rate * exposure, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        told = np.where(counts > 0, counts * np.log(np.asarray(rate, dtype=np.float64)), 0.0)
    if dispersion < POISSON:
        return np.asarray(told - mean)
    return np.asarray(told - (counts + 1 / dispersion) * np.log1p(dispersion * mean))


class Table:
    """The log likelihood of every stretch of a series under every rate of a fine grid.

    Sums from the beginning are kept for each rate, so that a stretch costs one subtraction whatever its length and
    however unevenly it was read; the best rate between two lines of the grid is found by a parabola.

    Args:
        counts: (n,) what was counted.
        exposure: (n,) how much was read, all above 0.
        dispersion: Of the counts.
    """

    def __init__(self, counts: Array, exposure: Array, dispersion: float) -> None:
        lowest, highest = log(0.05 / exposure.sum()), log(float(((counts + 1) / exposure).max()))
        lines = min(_MOST_LINES, int((highest - lowest) / _STEP) + 3)
        self.rates: Array = np.exp(np.linspace(lowest, highest, lines))
        each = log_likelihood(counts[:, None], exposure[:, None], self.rates, dispersion)
        self._sums: Array = np.vstack([np.zeros(lines), np.cumsum(each, axis=0)])

    def best(self, starts: NDArray[np.int64], end: int) -> Array:
        """The greatest log likelihood of the stretches from each of the starts to one end."""
        return _tops(self._sums[end] - self._sums[starts])

    def heads(self) -> Array:
        """The greatest log likelihood of the first 1, 2, ... n periods."""
        return _tops(self._sums[1:])

    def tails(self) -> Array:
        """The greatest log likelihood of the periods from each one, the first to the last, to the end."""
        return _tops(self._sums[-1] - self._sums[:-1])

    def apart(self, first: int, end: int) -> float:
        """What a rate of its own for one stretch gains over one rate for all."""
        inside, whole = self._sums[end] - self._sums[first], self._sums[-1]
        own, others, one = _tops(np.array([inside, whole - inside, whole]))
        return float(own + others - one)


def _tops(stretches: Array) -> Array:
    """The top of each row, between two lines of the grid by a parabola."""
    peak = np.clip(stretches.argmax(axis=1), 1, stretches.shape[1] - 2)
    rows = np.arange(len(stretches))
    left, middle, right = (stretches[rows, peak + step] for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    slope = (right - left) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        top = np.where(bend < 0, middle - slope**2 / (2 * bend), middle)
    # At the edge of the grid (a stretch with nothing in it) the parabola's top lies outside.
    return np.asarray(np.where(np.abs(slope) > np.abs(bend), np.maximum(np.maximum(left, middle), right), top))


def best_rates(counts: Array, exposure: Array, edges: Sequence[int], dispersion: float) -> Array:
    """The most likely rate of each piece.

    Args:
        counts, exposure: (n,).
        edges: Where the pieces begin, and n at the end: k + 1 of them for k pieces, none of them empty.

    Returns:
        (k,), 0 where nothing was counted.
    """
    starts = np.asarray(edges[:-1], dtype=np.int64)
    lengths = np.asarray(edges[1:], dtype=np.int64) - starts
    told, read = np.add.reduceat(counts, starts), np.add.reduceat(exposure, starts)
    rate = told / read
    if dispersion < POISSON:
        return np.asarray(rate)
    none = told == 0
    eta = np.log(np.where(none, 1.0, rate))
    for _ in range(_NEWTON):
        mean = np.repeat(np.exp(eta), lengths) * exposure
        spread = 1 + dispersion * mean
        score = np.add.reduceat((counts - mean) / spread, starts)
        information = np.add.reduceat(mean / spread, starts)
        step = np.where(none, 0.0, np.clip(score / np.maximum(information, 1e-300), -2, 2))
        eta += step
        if np.abs(step).max() < _SETTLED:
            break
    return np.where(none, 0.0, np.exp(eta))


def dispersion_likelihoods(counts: Array, exposure: Array, edges: Sequence[int], dispersions: Array) -> Array:
    """How likely each dispersion is, the rate of each piece being its own and unknown.

    The profile log likelihood less half the logarithm of the information on the rates (Cox and Reid 1987, JRSS B 49), which
    keeps many short pieces from making the scatter look smaller than it is, as it does for few counts in genomics
    (McCarthy, Chen and Smyth 2012, Nucleic Acids Research 40).

    Returns:
        (len(dispersions),), each without what is the same for all of them.
    """
    starts = np.asarray(edges[:-1], dtype=np.int64)
    lengths = np.asarray(edges[1:], dtype=np.int64) - starts
    found = np.empty(len(dispersions))
    for n, dispersion in enumerate(dispersions):
        rates = best_rates(counts, exposure, edges, dispersion)
        mean = np.repeat(rates, lengths) * exposure
        information = np.add.reduceat(mean / (1 + dispersion * mean), starts)
        adjustment = 0.5 * np.log(information[information > 0]).sum()
        found[n] = fit_of(counts, exposure, edges, dispersion, rates) - adjustment
    return found


def fit_of(counts: Array, exposure: Array, edges: Sequence[int], dispersion: float, rates: Array) -> float:
    """The log likelihood of pieces with these rates, with what depends on the dispersion alone."""
    each = np.repeat(rates, np.diff(np.asarray(edges)).astype(np.int64))
    total = float(log_likelihood(counts, exposure, each, dispersion).sum())
    if dispersion >= POISSON:
        # Gamma(y + 1/d) d^y / Gamma(1/d) of each count.
        size = 1 / dispersion
        for kind, times in zip(*np.unique(counts, return_counts=True), strict=True):
            total += int(times) * (lgamma(kind + size) - lgamma(size) + kind * log(dispersion))
    return total


def dispersion_of(counts: Array, exposure: Array, edges: Sequence[int]) -> float:
    """The most likely dispersion of counts whose rate is constant within each piece; 0 where they scatter as Poisson."""
    if counts.sum() == 0:
        return 0.0
    told = dispersion_likelihoods(counts, exposure, edges, _DISPERSIONS)
    best = int(told.argmax())
    if best == 0:
        return 0.0
    fine = np.linspace(_DISPERSIONS[best - 1], _DISPERSIONS[min(best + 1, len(_DISPERSIONS) - 1)], 9)
    return float(fine[dispersion_likelihoods(counts, exposure, edges, fine).argmax()])


def windows(n: int, length: int) -> list[int]:
    """The edges of windows of about so many periods that cover n: within them a rate hardly changes."""
    return [round(edge) for edge in np.linspace(0, n, max(1, round(n / length)) + 1)]


def tails(count: int, means: Array, dispersions: Array) -> tuple[Array, Array]:
    """The probabilities of so few and of so many: P(Y <= count) and P(Y >= count).

    Args:
        count: What was counted.
        means: (m,) of negative binomials; dispersions: (m,) theirs, 0 for Poisson.

    Returns:
        Two of (m,), none below 1e-12: what is less cannot be told from it.
    """
    means = np.maximum(means, 1e-12)[:, None]
    poisson = (dispersions < POISSON)[:, None]
    size = 1 / np.where(poisson, 1.0, dispersions[:, None])
    k = np.arange(count, dtype=np.float64)
    # p(k + 1) / p(k) is mean / (k + 1) for Poisson and (k + size) / (k + 1) * mean / (mean + size) else.
    step = np.log(means / (k + 1)) + np.where(poisson, 0.0, np.log((k + size) / (means + size)))
    none = np.where(poisson, -means, -size * np.log1p(means / size))
    each = np.exp(np.hstack([none, none + np.cumsum(step, axis=1)]))
    fewer, fewest = each[:, :-1].sum(axis=1), each.sum(axis=1)
    return np.clip(fewest, 1e-12, 1.0), np.clip(1.0 - fewer, 1e-12, 1.0)
