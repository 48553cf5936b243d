"""Predictive distributions of counts, held as cumulative probabilities at 0, 1, 2, ..."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TINY = 1e-9

SMOOTHING = 0.01
"""Share of every distribution that the log score takes from it and spreads over all outcomes."""


def negative_binomial(mean: Floats, dispersion: float, size: int) -> Floats:
    """P(count <= k) for k = 0 .. size - 1, in the shape (n, size).

    Args:
        mean: (n,), not negative.
        dispersion: The variance is mean + dispersion * mean**2; 0 is Poisson's distribution.
    """
    k = np.arange(size, dtype=np.float64)
    mu = np.maximum(mean, TINY)[:, None]
    factorial = np.concatenate(([0.0], np.cumsum(np.log(k[1:]))))
    if dispersion < TINY:
        logs = k * np.log(mu) - factorial - mu
    else:
        r = 1.0 / dispersion
        rising = np.concatenate(([0.0], np.cumsum(np.log(k[:-1] + r))))
        logs = rising - factorial + k * np.log(mu / (mu + r)) - r * np.log1p(mu / r)
    found: Floats = np.minimum(np.cumsum(np.exp(logs), axis=1), 1.0)
    return found


def at_least(values: Floats, size: int) -> Floats:
    """1 where k >= value, else 0, for k = 0 .. size - 1: (n, size). It is the distribution of a known value; 0 for nan."""
    return (np.arange(size) >= values[:, None]).astype(np.float64)


def crps(cdf: Floats, seen: Floats) -> Floats:
    """The continuous ranked probability score, sum over k of (F(k) - 1[seen <= k])**2 (Gneiting & Raftery 2007).

    Args:
        cdf: (..., n, size); counts from ``size`` on must be as good as impossible.
        seen: (n,), what was counted; a nan gives nan.
    """
    score = ((cdf - at_least(seen, cdf.shape[-1])) ** 2).sum(axis=-1)
    return np.where(np.isfinite(seen), score, np.nan)


def quantiles(cdf: Floats, levels: npt.ArrayLike) -> Floats:
    """For each level the least k with F(k) >= level: (n, levels) of a cdf (n, size); size - 1 where there is none."""
    wanted = np.asarray(levels, dtype=np.float64)
    below = np.stack([(cdf < level - TINY).sum(axis=-1) for level in wanted], axis=-1)
    found: Floats = np.minimum(below, cdf.shape[-1] - 1).astype(np.float64)
    return found


def at(cdf: Floats, values: Floats) -> Floats:
    """F(value) in each row of a cdf (..., n, size) for values (n,); 0 below 0, nan for nan."""
    k = np.clip(np.nan_to_num(values, nan=0.0), 0, cdf.shape[-1] - 1).astype(np.int64)
    found = np.take_along_axis(cdf, np.broadcast_to(k[:, None], (*cdf.shape[:-1], 1)), axis=-1)[..., 0]
    return np.where(np.isnan(values), np.nan, np.where(values < 0, 0.0, found))


def mean(cdf: Floats) -> Floats:
    """The expected count, sum over k of 1 - F(k)."""
    found: Floats = (1.0 - cdf).sum(axis=-1)
    return found


def log_score(given: Floats, spread: Floats | float) -> Floats:
    """Minus the logarithm of the probability that was given to what came, smoothed so that nothing is impossible.

    Args:
        given: The probabilities.
        spread: What a distribution over all outcomes gives it, of which a share :data:`SMOOTHING` is mixed in.
    """
    return -np.log((1.0 - SMOOTHING) * np.maximum(given, 0.0) + SMOOTHING * spread)
