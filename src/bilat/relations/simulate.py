"""Made series whose truth is known: counts with planted breaks, peaks, seasons and weeks in which nothing was read.

What finds turns and what looks ahead are measured on these, since of the world's own series nobody knows where the rate
changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bilat.errors import BadArgument
from bilat.relations.turning.rates import POISSON, Array

_LONGEST_GAP = 4  # periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A lasting change of the rate.

    Attributes:
        at: Where, in periods from the beginning; 10.5 is in the middle of the eleventh.
        ratio: The rate after it by the rate before it.
    """

    at: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """A rate that is raised for a while, by ``ratio``, over whatever it is there."""

    at: float
    length: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A series and its truth.

    Attributes:
        starts: First day of each period; weeks from a Monday on.
        counts: (n,) what was counted, 0 where nothing was read.
        exposure: (n,) how much was read, 1 on average of what was read, 0 where nothing was.
        rates: (n,) the true rate at exposure 1, averaged over the period.
        breaks, peaks: As planted.
    """

    starts: tuple[date, ...]
    counts: Array
    exposure: Array
    rates: Array
    breaks: tuple[Break, ...]
    peaks: tuple[Peak, ...]


def planted(
    periods: int,
    rate: float,
    *,
    seed: int,
    breaks: Sequence[Break] = (),
    peaks: Sequence[Peak] = (),
    dispersion: float = 0.0,
    missing: float = 0.0,
    uneven: float = 0.0,
    season: float = 0.0,
    season_length: float = 52.18,
    first: date = date(2016, 1, 4),
    days: int = 7,
) -> Planted:
    """A series of counts.

    Args:
        periods: How many.
        rate: Counts a period at the beginning, at exposure 1.
        seed: The same seed gives the same series.
        breaks, peaks: What to plant.
        dispersion: Of the negative binomial, variance = mean + dispersion * mean ** 2; 0 for Poisson.
        missing: Share of periods in which nothing is read, in gaps of one to four periods.
        uneven: Coefficient of variation of how much is read (gamma).
        season: Depth of a yearly wave of the rate, 0 to 1; season_length: its length in periods (7 for the weekdays of
            days).
        first: First day of the first period; days: length of each.

    Raises:
        BadArgument: A value that no series can have.
    """
    if periods < 1 or rate < 0 or dispersion < 0 or not 0 <= missing < 1 or uneven < 0 or not 0 <= season <= 1:
        raise BadArgument("no series can have these values", hint="see the arguments of bilat.relations.planted")
    rng = np.random.default_rng(seed)
    rates = rate * _levels(periods, breaks, peaks)
    rates = rates * (1 + season * np.sin(2 * np.pi * (np.arange(periods) + 0.5) / season_length))
    exposure = rng.gamma(uneven**-2, uneven**2, periods) if uneven else np.ones(periods)
    exposure = exposure * ~_gaps(rng, periods, missing)
    if exposure.sum() > 0:
        exposure = exposure / exposure[exposure > 0].mean()
    return Planted(
        starts=tuple(first + timedelta(days=days * n) for n in range(periods)),
        counts=draw(rng, rates * exposure, dispersion),
        exposure=exposure,
        rates=rates,
        breaks=tuple(breaks),
        peaks=tuple(peaks),
    )


def draw(rng: np.random.Generator, means: Array, dispersion: float) -> Array:
    """Counts with these means: Poisson, or negative binomial as a Poisson whose mean is gamma distributed."""
    if dispersion >= POISSON:
        means = means * rng.gamma(1 / dispersion, dispersion, means.shape)
    return rng.poisson(means).astype(np.float64)


def _levels(periods: int, breaks: Sequence[Break], peaks: Sequence[Peak]) -> Array:
    """The factor of the rate, averaged over each period: a change within one counts for the part that it covers."""
    edges = np.arange(periods + 1, dtype=np.float64)
    steps = [(one.at, one.ratio) for one in breaks]
    steps += [step for one in peaks for step in ((one.at, one.ratio), (one.at + one.length, 1 / one.ratio))]
    marks = np.unique(np.concatenate([edges, [min(max(at, 0.0), float(periods)) for at, _ in steps]]))
    middles, widths = (marks[1:] + marks[:-1]) / 2, np.diff(marks)
    level = np.ones(len(middles))
    for at, ratio in steps:
        level = level * np.where(middles > at, ratio, 1.0)
    owner = np.minimum(middles.astype(np.int64), periods - 1)
    return np.asarray(np.bincount(owner, weights=level * widths, minlength=periods), dtype=np.float64)


def _gaps(rng: np.random.Generator, periods: int, share: float) -> NDArray[np.bool_]:
    gone = np.zeros(periods, dtype=np.bool_)
    while gone.sum() < round(share * periods):
        at, length = rng.integers(periods), rng.integers(1, _LONGEST_GAP + 1)
        gone[at : at + length] = True
    return gone
