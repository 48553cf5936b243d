"""How much each forecast counts in the pool: weights by past scores, each pair's own and those of pairs like it.

The pool is linear: F = sum of w * F of the members, with weights that are not negative and sum to one (Hall & Mitchell 2007,
International Journal of Forecasting 23(1)). Its CRPS is then a quadratic form in the weights,

    CRPS = w' G w,    G[i, j] = sum over k of (F_i(k) - 1[seen <= k]) * (F_j(k) - 1[seen <= k]),

so the weights of the least past CRPS are found exactly, from sums of G: stacking by CRPS. Each pair's own sum is joined by
that of the other pairs, those of about its level of score counting most, as strong as :data:`STRENGTH` weeks of its own.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

STRENGTH = 400.0
"""Weeks of a pair's own past that count as much as what all others say."""

MEMORY = 0.99
"""How much a week's scores count against those of the week after it."""

_EVERY = 8  # weeks between two settings of the weights
_WIDTH = 1.0  # of the kernel over the logarithm of the level of score
_ROUNDS = 100
_LEAST = 1e-6


def weights(gram: Floats, weeks: int) -> Floats:
    """The weights at each week: (series, weeks, members).

    Args:
        gram: (series, weeks, members, members), G of the forecasts made at each week, nan where what came is not known.
        weeks: The horizon's length: at a week, only forecasts made so long before it have been answered.
    """
    series, length, members, _ = gram.shape
    known = np.isfinite(gram[:, :, 0, 0]).astype(np.float64)
    sums, number = np.zeros((series, members, members)), np.zeros(series)
    found = np.empty((series, length, members))
    now = np.full((series, members), 1.0 / members)
    for week in range(length):
        if week >= weeks:
            sums = sums * MEMORY + np.nan_to_num(gram[:, week - weeks])
            number = number * MEMORY + known[:, week - weeks]
        if week % _EVERY == 0 and number.any():
            now = least_on_simplex(_shared(sums, number), now)
        found[:, week] = now
    return found


def _shared(sums: Floats, number: Floats) -> Floats:
    """Each series' sum of G and the others', on the scale of its own mean score."""
    number = np.maximum(number, 1.0)
    level = np.einsum("sii->s", sums) / sums.shape[1] / number + _LEAST
    scaled = sums / level[:, None, None]
    apart = (np.log(level)[:, None] - np.log(level)[None, :]) / _WIDTH
    near = np.exp(-0.5 * apart**2)
    near /= near.sum(axis=1, keepdims=True)
    others: Floats = np.einsum("st,tij->sij", near, scaled / number[:, None, None])
    found: Floats = scaled + STRENGTH * others
    return found


def least_on_simplex(forms: Floats, start: Floats) -> Floats:
    """For each quadratic form the weights w >= 0, sum w = 1, of the least w' A w: (n, m) of (n, m, m).

    By accelerated projected gradients (Beck & Teboulle 2009, SIAM Journal on Imaging Sciences 2(1)). The form is first
    written around its first member: members are alike, and what they share would hide what tells them apart.
    """
    first = forms[:, :, :1]
    around = forms - first - first.transpose(0, 2, 1) + forms[:, :1, :1]
    linear = forms[:, :, 0] - forms[:, :1, 0]
    steep = np.linalg.norm(around, ord=2, axis=(1, 2))[:, None] + 1e-12
    now, ahead, pace = start, start, 1.0
    for _ in range(_ROUNDS):
        after = onto_simplex(ahead - (np.einsum("nij,nj->ni", around, ahead) + linear) / steep)
        faster = (1.0 + np.sqrt(1.0 + 4.0 * pace * pace)) / 2.0
        ahead = after + (pace - 1.0) / faster * (after - now)
        now, pace = after, faster
    return now


def onto_simplex(points: Floats) -> Floats:
    """The nearest weights to each point: (n, m) (Duchi and others 2008, ICML)."""
    sorted_ = -np.sort(-points, axis=1)
    over = np.cumsum(sorted_, axis=1) - 1.0
    number = np.arange(1, points.shape[1] + 1)
    last = (sorted_ - over / number > 0).sum(axis=1)
    found: Floats = np.maximum(points - (over[np.arange(len(points)), last - 1] / last)[:, None], 0.0)
    return found
