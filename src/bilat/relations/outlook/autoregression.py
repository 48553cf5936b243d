"""A pooled autoregression of counts: what is to come as a weighted sum of a pair's own past at several lengths of memory.

The expected total over a horizon is linear in exponentially weighted rates of the counts (half-lives :data:`HALF_LIVES`), the
rate of all weeks so far, the same for all pairs together, and the recent rate of all acts of the pair, of whatever kind; the
weights are not negative and the same for all pairs. So a pair of which little was told leans on its longer memory and on the
others: a shrinkage in the manner of empirical Bayes. Rates are by how much was read, and it is taken that about as much will
be read as in the last months: coverage is an offset, as in Poisson regression.

It is the heterogeneous autoregression of Corsi (2009, Journal of Financial Econometrics 7(2)) for counts, with the identity
link of INGARCH models (Ferland, Latour & Oraichi 2006, Journal of Time Series Analysis 27(6)), forecast directly for each
horizon. The weights maximise Poisson's likelihood by the EM algorithm (Shepp & Vardi 1982, IEEE Transactions on Medical
Imaging 1(2)), which is consistent for the mean whatever the dispersion. Around the mean stand negative binomial distributions
of the dispersions :data:`DISPERSIONS`; which of them fit is left to the pool.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

HALF_LIVES = (2.0, 6.0, 18.0, 60.0)
"""In weeks."""

DISPERSIONS = (0.0, 0.15, 0.6, 2.0)
"""Of the negative binomial distributions around the mean: variance = mean + dispersion * mean**2."""

MEMBERS = tuple(f"autoregression-{dispersion:g}" for dispersion in DISPERSIONS)

WARM_UP = 52
"""Weeks before the first fit."""

_ACTS = 6.0  # half-life of the rate of all acts
_READING = 13.0  # half-life of the amount that is read
_EVERY = 26  # weeks between fits
_SKIPPED = 13  # weeks at the beginning, of which the features say little
_ROUNDS = 150
_LEAST = 1e-9


def features(counts: Floats, exposure: Floats, acts: Floats) -> Floats:
    """Weekly rates as known at the end of each week, at the amount of reading of the last months: (series, weeks, features).

    Args:
        counts: (series, weeks), nan where missing.
        exposure: (weeks,), how much was read; nan for unknown, which is taken for 1.
        acts: As ``counts``, all acts of each pair.
    """
    amount = np.where(np.isfinite(exposure), exposure, 1.0)
    now = _weighted(amount[None], (amount > 0).astype(np.float64)[None], _READING)[0]
    found = []
    for values, half_lives in ((counts, HALF_LIVES), (acts, (_ACTS,))):
        told, read = np.nan_to_num(values), np.where(np.isfinite(values), amount, 0.0)
        found += [_weighted(told, read, half_life) for half_life in half_lives]
    told, read = np.cumsum(np.nan_to_num(counts), axis=1), np.cumsum(np.isfinite(counts) * amount, axis=1)
    found.append(told / np.maximum(read, _LEAST))
    found.append(np.broadcast_to(told.sum(axis=0) / np.maximum(read.sum(axis=0), _LEAST), counts.shape))
    rates: Floats = np.stack(found, axis=-1) * now[:, None]
    return rates


def _weighted(above: Floats, below: Floats, half_life: float) -> Floats:
    """The ratio of two exponentially weighted sums at each week."""
    keep = 0.5 ** (1.0 / half_life)
    sums, found = np.zeros((2, len(above))), np.empty(above.shape)
    for week in range(above.shape[1]):
        sums = sums * keep + np.stack([above[:, week], below[:, week]])
        found[:, week] = sums[0] / np.maximum(sums[1], _LEAST)
    return found


def means(known: Floats, future: Floats, weeks: int) -> Floats:
    """The expected total of the next ``weeks`` weeks at each week: (series, weeks); nan before the first fit.

    Args:
        known: The :func:`features`.
        future: What came, as :func:`bilat.relations.outlook.counts.ahead` gives it; of it only what was known at the time of
            a fit is used.
    """
    known = known * weeks
    found = np.full(future.shape, np.nan)
    weights = np.full(known.shape[2], 1.0 / known.shape[2])
    for start in range(WARM_UP, future.shape[1], _EVERY):
        past = slice(_SKIPPED, max(start - weeks + 1, _SKIPPED))
        use = np.isfinite(future[:, past])
        weights = fit(known[:, past][use], future[:, past][use], weights)
        found[:, start : start + _EVERY] = known[:, start : start + _EVERY] @ weights
    return found


def fit(known: Floats, seen: Floats, weights: Floats) -> Floats:
    """The weights, none negative, under which Poisson counts with the mean ``known @ weights`` are the likeliest.

    Args:
        weights: Where to begin; returned as they are where there is nothing to learn from.
    """
    total = known.sum(axis=0)
    if not len(seen) or not seen.any():
        return weights
    weights = np.maximum(weights, 0.01)  # what is 0 would stay so
    for _ in range(_ROUNDS):
        ratio = seen / np.maximum(known @ weights, _LEAST)
        weights = weights * (known.T @ ratio) / np.maximum(total, _LEAST)
    return weights
