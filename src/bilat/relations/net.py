"""Net cooperation by period, with an interval: how far it would be another had chance told other stories.

Net cooperation is the sum of the scores (:data:`bilat.relations.scores.SCORES`) of a period's stories. Its interval comes from
the Poisson bootstrap over stories: each is drawn a Poisson(1) number of times, so that how many stories there are is taken for
as much a matter of chance as which (Hanley and MacGibbon 2006, "Creating non-parametric bootstrap samples using Poisson
frequencies"). Drawn so, a sum has the cumulants k_r = sum of v ** r over the stories' values v. Its quantiles are taken from
these by the expansion of Cornish and Fisher (1938), and not from draws: no seed, the same figures everywhere, and for one
hundred pairs in no time. As in a studentised bootstrap, Student's t stands in it for the normal distribution, since few
stories do not tell the spread either: with 2 k_2 ** 2 / k_4 degrees of freedom, after Satterthwaite (1946), times
4 / 3, calibrated on simulated stories (docs/series.md): k_4 of few stories is too large beside their k_2 ** 2.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVEL = 0.9
"""The share of the bootstrap's sums that the interval holds."""

_FREEDOM = 4 / 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Net:
    """Net cooperation of each period, and its interval."""

    net: Floats
    low: Floats
    high: Floats


def net_of(
    place: NDArray[np.int64], values: Floats, stories: NDArray[np.int64], periods: int, level: float = LEVEL
) -> Net:
    """Net cooperation of some periods.

    Args:
        place: Of each cell, its period.
        values: What one of its stories adds; stories: how many of them there are.
        periods: How many periods there are; one without stories has net 0 and nothing to draw from: 0 to 0.
    """
    sums, power = [], stories.astype(np.float64)
    for _ in range(4):
        power = power * values
        sums.append(np.bincount(place, power, minlength=periods).astype(np.float64))
    k1, k2, k3, k4 = sums
    signs = [np.bincount(place[sign * values * stories > 0], minlength=periods) > 0 for sign in (1, -1)]
    low, high = (_quantile(k1, k2, k3, k4, share) for share in ((1 - level) / 2, (1 + level) / 2))
    # No draw of cooperation alone is conflict.
    low, high = np.where(signs[1], low, np.maximum(low, 0)), np.where(signs[0], high, np.minimum(high, 0))
    return Net(net=k1, low=low, high=high)


def _quantile(k1: Floats, k2: Floats, k3: Floats, k4: Floats, share: float) -> Floats:
    """The quantile of the sums: that of Student's t, bent by the skew of the stories' values."""
    z = NormalDist().inv_cdf(share)
    some = np.where(k2 > 0, k2, 1)
    freedom = _FREEDOM * 2 * some**2 / np.where(k4 > 0, k4, 1)
    # Student's t from the normal quantile, in falling powers of the degrees of freedom (Abramowitz and Stegun 26.7.5).
    t = z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    return np.asarray(k1 + np.sqrt(k2) * (t + (z**2 - 1) * k3 / some**1.5 / 6))
