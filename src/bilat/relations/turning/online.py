"""The state of a series as of its last period, told as the periods come: how long the present rate has held, and what it is.

Adams and MacKay 2007, "Bayesian Online Changepoint Detection" (arXiv:0710.3742), with a negative binomial in place of their
examples' predictives: the rate is one of a grid, so that any exposure and dispersion can be had, and the sums are exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bilat.relations.turning.rates import Array, log_likelihood

HAZARD = 1 / 104
"""The probability with which a period begins with another rate than the last one's: once in two years of weeks."""

_LINES = 181
_SPREAD = np.log(3.0)  # standard deviation of the logarithm of a new rate about the series' mean
_REACH = 3.5  # of these, on both sides
_LEAST = 1e-5  # posterior of a run length that is not followed on


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is believed after a period.

    Attributes:
        rates: (g,) the grid of rates at exposure 1.
        weights: (g,) the posterior of the present one.
        lengths: (n + 1,) the posterior of how many periods it has held, the last included; the first is 0.
    """

    rates: Array
    weights: Array
    lengths: Array

    def since(self, periods: int) -> float:
        """The probability that the rate changed within the last so many periods."""
        return float(self.lengths[: periods + 1].sum())


def follow(counts: Array, exposure: Array, dispersion: float, *, mean: float, hazard: float = HAZARD) -> Iterator[Run]:
    """Follows a series, and gives what is believed after each period.

    Args:
        counts: (n,) what was counted.
        exposure: (n,) how much was read, 1 on average; 0 where nothing was, which says nothing but lets time pass.
        dispersion: Of the counts.
        mean: The rate about which new rates lie.
        hazard: See :data:`HAZARD`.
    """
    steps = np.linspace(-_REACH, _REACH, _LINES)
    rates = mean * np.exp(_SPREAD * steps)
    prior = np.exp(-(steps**2) / 2)
    prior /= prior.sum()
    fits = log_likelihood(counts[:, None], exposure[:, None], rates, dispersion)
    fits = np.exp(fits - fits.max(axis=1, keepdims=True))
    lengths, joint = np.zeros(0, dtype=np.int64), np.zeros((0, _LINES))  # joint: run lengths by rates
    for fit, e in zip(fits, exposure, strict=True):
        # A run that goes on keeps its rate; one that ended is followed by any.
        begun = hazard * joint.sum() if len(joint) else 1.0
        joint = np.vstack([begun * prior, (1 - hazard) * joint])
        lengths = np.concatenate([[1], lengths + 1])
        if e > 0:
            joint = joint * fit
        share = joint.sum(axis=1)
        kept = share > _LEAST * share.sum()
        joint, lengths = joint[kept] / share.sum(), lengths[kept]
        found = np.zeros(len(counts) + 1)
        np.add.at(found, lengths, joint.sum(axis=1))
        yield Run(rates=rates, weights=joint.sum(axis=0) / joint.sum(), lengths=found / found.sum())
