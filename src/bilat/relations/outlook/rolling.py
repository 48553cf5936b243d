"""Forecasts by rolling origin: at every week of a panel, what each method says of the weeks to come, and how that was scored.

A forecast made at a week rests on that week and those before it: the counts, the fits of the autoregression, the weights of the
pool and the margins of the intervals. Changing what comes later does not change it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bilat.relations.outlook import autoregression, conformal, pool
from bilat.relations.outlook.baselines import BASELINES, baselines
from bilat.relations.outlook.counts import ahead, totals
from bilat.relations.outlook.distributions import at, at_least, log_score, mean, negative_binomial, quantiles

Floats = npt.NDArray[np.float64]

MEMBERS = (*BASELINES, *autoregression.MEMBERS)
"""All forecasts that the pool is made of."""

POOL = "pool"
METHODS = (*MEMBERS, POOL)

_ROOM = 2.0, 20  # the grid goes to so many times the largest total, and so much further
_GRID = 400  # numbers of a grid at most: larger totals are counted in units of several


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rolled:
    """The forecasts of one horizon at every week of a panel; arrays are (series, weeks, ...).

    Attributes:
        weeks: The horizon's length.
        binary: Whether they are about anything happening at all (0 or 1) and not about how often.
        future: What came: totals, or 0 and 1; nan where not known.
        crps: By method of :data:`METHODS`; of a binary forecast it is Brier's score. nan where what came is not known.
        log: The same for the log score, minus the logarithm of the smoothed probability of what came.
        below: P(count < what came); upto: P(count <= what came); both by method.
        weights: The pool's, by member.
        units: By series: in how large units its totals are counted.
    """

    weeks: int
    binary: bool
    future: Floats
    crps: Floats
    log: Floats
    below: Floats
    upto: Floats
    weights: Floats
    units: Floats
    _counts: Floats
    _means: Floats

    @property
    def first(self) -> int:
        """The first week whose forecasts are scored: by then some have been answered."""
        return autoregression.WARM_UP + self.weeks

    def mixed(self, series: int, weights: Floats) -> tuple[Floats, Floats]:
        """The mixed distribution of one series at every week, (weeks, grid), and its mean (weeks,), in units.

        The mean is not summed over the grid, which the tails of the widest distributions leave.

        Args:
            weights: (weeks, members) or (members,).
        """
        own = np.nan_to_num(self._means[series])  # before its first fit a member weighs nothing
        unit = float(self.units[series])
        members = np.nan_to_num(_members(self._counts[series], self._means[series], self.weeks, unit, self.binary))
        every = np.broadcast_to(weights, (len(own), len(MEMBERS)))
        cdf: Floats = np.einsum("nm,mnk->nk", every, members)
        n = len(BASELINES)
        expected = every[:, :n] * mean(members[:n]).T * unit
        return cdf, expected.sum(axis=1) + every[:, n:].sum(axis=1) * own

    def shipped(self, weights: Floats) -> "Shipped":
        """What mixed forecasts say at every week, with calibrated intervals.

        Args:
            weights: (series, weeks, members) or (members,).
        """
        series, length = self.future.shape
        every = np.broadcast_to(weights, (series, length, len(MEMBERS)))
        means, own = np.empty((series, length)), np.full((series, length, 4 * len(conformal.LEVELS)), np.nan)
        for n in range(series):
            cdf, means[n] = self.mixed(n, every[n])
            if self.binary:
                means[n] = 1.0 - cdf[:, 0]
            else:
                own[n] = quantiles(cdf, conformal.quantile_levels()) * self.units[n]
        own[~np.isfinite(self._means)] = np.nan
        lower, upper = conformal.calibrated(own, self.future, self.weeks)
        return Shipped(weights=every, means=means, lower=lower, upper=upper)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shipped:
    """The forecasts of one method at every week of a panel.

    Attributes:
        weights: Of the members (series, weeks, members).
        means: (series, weeks), the expected number; of binary forecasts the probability.
        lower, upper: The calibrated intervals (series, weeks, levels); nan for binary forecasts.
    """

    weights: Floats
    means: Floats
    lower: Floats
    upper: Floats


def roll(
    counts: Floats, weeks: int, *, exposure: Floats | None = None, acts: Floats | None = None, binary: bool = False
) -> Rolled:
    """All forecasts of a horizon.

    Args:
        counts: (series, weeks), nan where nothing was read.
        weeks: The horizon's length.
        exposure: (weeks,), how much was read; null for unknown.
        acts: As ``counts``, all acts of each pair, of whatever kind; null for those counted alone.
        binary: Forecast whether anything happens at all.
    """
    future, past = ahead(counts, weeks), totals(counts, weeks)
    read = np.full(counts.shape[1], np.nan) if exposure is None else exposure
    known = autoregression.features(counts, read, counts if acts is None else acts)
    expected = autoregression.means(known, future, weeks)
    largest = np.nan_to_num(past).max(axis=1, initial=0.0)
    units = np.ones(len(counts)) if binary else np.maximum(1.0, np.ceil(largest / _GRID))
    came = np.minimum(future, 1.0) if binary else future
    scored = [_scored(*row, weeks, binary) for row in zip(counts, expected, came, past, units, strict=True)]
    gram, below, upto = (np.stack(part) for part in zip(*scored, strict=True))
    weights = pool.weights(gram, weeks)
    below = np.concatenate([below, np.einsum("swm,swm->sw", weights, below)[..., None]], axis=2)
    upto = np.concatenate([upto, np.einsum("swm,swm->sw", weights, upto)[..., None]], axis=2)
    pooled = np.einsum("swi,swij,swj->sw", weights, gram, weights)
    crps = np.concatenate([np.einsum("swii->swi", gram), pooled[..., None]], axis=2) * units[:, None, None]
    return Rolled(
        weeks=weeks,
        binary=binary,
        future=came,
        crps=crps,
        log=_log_score(upto - below, came, counts, weeks, units, binary),
        below=below,
        upto=upto,
        weights=weights,
        units=units,
        _counts=counts,
        _means=expected,
    )


def _members(counts: Floats, expected: Floats, weeks: int, unit: float, binary: bool) -> Floats:
    """The distributions of all members, (members, weeks, grid)."""
    past = totals(counts, weeks)
    size = 1 if binary else int(_ROOM[0] * np.nan_to_num(past).max(initial=0.0) / unit) + _ROOM[1]
    own = [negative_binomial(expected / unit, dispersion, size) for dispersion in autoregression.DISPERSIONS]
    return np.concatenate([baselines(counts / unit, np.rint(past / unit), weeks, size), np.stack(own)])


def _scored(
    counts: Floats, expected: Floats, came: Floats, past: Floats, unit: float, weeks: int, binary: bool
) -> tuple[Floats, Floats, Floats]:
    """Of one series: G, P(count < what came) and P(count <= what came) by week and member."""
    members = _members(counts, expected, weeks, unit, binary)
    seen = np.rint(came / unit)
    wrong = np.where(np.isfinite(seen)[:, None], members - at_least(seen, members.shape[2]), np.nan)
    if not binary:
        # The sum ends where it would have ended then: the grid's size must not tell of later weeks.
        known = np.fmax.accumulate(np.fmax(np.nan_to_num(past), np.nan_to_num(came)))
        wrong = wrong * (np.arange(members.shape[2]) < (_ROOM[0] * known / unit + _ROOM[1])[:, None])
    rows = wrong.transpose(1, 0, 2)
    return rows @ rows.transpose(0, 2, 1), at(members, seen - 1).T, _upto(members, seen, binary).T


def _upto(members: Floats, seen: Floats, binary: bool) -> Floats:
    found = at(members, seen)
    return np.where(seen >= 1, 1.0, found) if binary else found


def _log_score(given: Floats, came: Floats, counts: Floats, weeks: int, units: Floats, binary: bool) -> Floats:
    """Smoothed with a geometric distribution around one more than the mean so far; with 1/2 where there are two outcomes."""
    if binary:
        return log_score(given, 0.5)
    told = np.cumsum(np.nan_to_num(counts), axis=1) / np.maximum(np.cumsum(np.isfinite(counts), axis=1), 1)
    chance = 1.0 / (2.0 + weeks * told / units[:, None])
    return log_score(given, (chance * (1.0 - chance) ** np.rint(came / units[:, None]))[..., None])
