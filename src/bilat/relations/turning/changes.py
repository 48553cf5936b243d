"""Where a change lies and what the rates beside it are, given that there is one: a posterior over both.

The day of the change has a flat prior over the time between the two neighbouring changes, weeks in which nothing was read
included; each rate has Jeffreys' prior. A change in the middle of a period counts for the part of the period that it covers, so
that the range may be narrower than a period. Smith 1975, "A Bayesian approach to inference about a change-point in a sequence of
random variables", Biometrika 62; Jeffreys' prior makes the intervals of a Poisson rate cover as they should (Brown, Cai and
DasGupta 2003, Statistica Sinica 13).
"""

from dataclasses import dataclass

import numpy as np

from bilat.relations.turning.rates import Array, Table, log_likelihood

COVER = 0.9
"""How much of the posterior an interval holds."""

PARTS = 7
"""Into how many parts a period is cut to place a change in it: the days of a week."""

_FAR = 9.0  # of log likelihood below the best place, from where on a place is not looked at
_LEAST = 1e-5  # of the mass of the best place, below which a place is left out
_Z: Array = np.linspace(-4.5, 4.5, 19)  # standard deviations of the square root of a rate


Grid = tuple[Array, Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change between two stretches of constant rate.

    Attributes:
        at, first, last: Where it most likely lies (median), and the interval, in periods from the calendar's beginning.
        before, after: Rates at exposure 1; ratio: after by before, null for a net; difference: after less before.
    """

    at: float
    first: float
    last: float
    before: Estimate
    after: Estimate
    ratio: Estimate | None
    difference: Estimate


def change(counts: Array, exposure: Array, when: Array, dispersion: float) -> Change:
    """The change in a stretch that has one.

    Args:
        counts: (n,) of the read periods of the stretch, two at least.
        exposure: (n,) above 0.
        when: (n,) the place of each in the calendar, in periods; larger steps than 1 are periods that were not read.
        dispersion: Of the counts.
    """
    fractions = (np.arange(PARTS) + 0.5) / PARTS
    lefts, rights, masses, pairs = [], [], [], []

    def place(left: float, right: float, one: Grid, other: Grid, here: Array | float) -> None:
        lefts.append(left)
        rights.append(right)
        masses.append((one[1][:, None] + other[1][None, :] + here + np.log(right - left)).ravel())
        pairs.append((one[0], other[0]))

    for k in _near(counts, exposure, dispersion):
        before = _rate_grid(counts[:k], exposure[:k], dispersion)
        if when[k] - when[k - 1] > 1:
            place(when[k - 1] + 1, when[k], before, _rate_grid(counts[k:], exposure[k:], dispersion), 0.0)
        if k + 1 < len(counts):
            after = _rate_grid(counts[k + 1 :], exposure[k + 1 :], dispersion)
            mixed = fractions[:, None, None] * before[0][:, None] + (1 - fractions)[:, None, None] * after[0]
            for part, here in enumerate(log_likelihood(counts[k], exposure[k], mixed, dispersion)):
                place(when[k] + part / PARTS, when[k] + (part + 1) / PARTS, before, after, here)
    return _summed(np.array(lefts), np.array(rights), np.array(masses), np.array(pairs))


def rate(counts: Array, exposure: Array, dispersion: float) -> Estimate:
    """The rate of a stretch at exposure 1, with its interval."""
    values, mass = _rate_grid(counts, exposure, dispersion)
    return estimate(values, np.exp(mass - mass.max()))


def compared(one: tuple[Array, Array], other: tuple[Array, Array], dispersion: float) -> tuple[Estimate, Estimate]:
    """The ratio and the difference of the rates of two stretches, each given as counts and exposure: other by one."""
    before, before_mass = _rate_grid(*one, dispersion)
    after, after_mass = _rate_grid(*other, dispersion)
    mass = (before_mass[:, None] + after_mass[None, :]).ravel()
    weight = np.exp(mass - mass.max())
    a, b = np.repeat(before, len(after)), np.tile(after, len(before))
    return estimate(b / a, weight), estimate(b - a, weight)


def _near(counts: Array, exposure: Array, dispersion: float) -> list[int]:
    """The periods, without the first, that the change may lie in or before: no unlikely place for it is near."""
    table = Table(counts, exposure, dispersion)
    fit = table.heads()[:-1] + table.tails()[1:]
    good = np.flatnonzero(fit >= fit.max() - _FAR) + 1  # the change before period k
    return sorted({int(k) for k in good} | {int(k) - 1 for k in good if k > 1})


def _rate_grid(counts: Array, exposure: Array, dispersion: float) -> Grid:
    """Rates around the likely ones, evenly in their square root, and the logarithm of the posterior mass of each."""
    told, read = counts.sum(), exposure.sum()
    middle = np.sqrt((told + 0.25) / read)
    typical = (exposure @ exposure) / read
    step = 0.5 * np.sqrt((1 + dispersion * middle**2 * typical) / read)
    roots = middle + _Z * step
    rates = np.maximum(roots, 1e-6 * middle) ** 2
    fit = log_likelihood(counts[:, None], exposure[:, None], rates, dispersion).sum(axis=0)
    prior = -0.5 * np.log1p(dispersion * rates * typical)
    return rates, np.where(roots > 0, fit + prior + np.log(step), -np.inf)


def _summed(lefts: Array, rights: Array, masses: Array, pairs: Array) -> Change:
    weight = np.exp(masses - masses.max())
    places = weight.sum(axis=1)
    kept = places > _LEAST * places.max()
    lefts, rights, weight, pairs, places = lefts[kept], rights[kept], weight[kept], pairs[kept], places[kept]
    order = np.argsort(lefts, kind="stable")
    share = np.concatenate([[0.0], np.cumsum(places[order]) / places.sum()])

    def quantile(level: float) -> float:
        n = min(int(np.searchsorted(share[1:], level)), len(order) - 1)
        within = (level - share[n]) / (share[n + 1] - share[n])
        left, right = lefts[order][n], rights[order][n]
        return float(left + within * (right - left))

    lines = len(_Z)
    before, after = np.repeat(pairs[:, 0, :], lines, axis=1).ravel(), np.tile(pairs[:, 1, :], (1, lines)).ravel()
    flat = weight.ravel()
    return Change(
        at=quantile(0.5),
        first=quantile((1 - COVER) / 2),
        last=quantile((1 + COVER) / 2),
        before=estimate(before, flat),
        after=estimate(after, flat),
        ratio=estimate(after / before, flat),
        difference=estimate(after - before, flat),
    )


def estimate(values: Array, weight: Array) -> Estimate:
    """The median and the interval of weighted values."""
    order = np.argsort(values)
    mass = weight[order]
    share = (np.cumsum(mass) - mass / 2) / mass.sum()
    tail = (1 - COVER) / 2
    low, middle, high = np.interp([tail, 0.5, 1 - tail], share, values[order])
    return Estimate(value=float(middle), low=float(low), high=float(high))
