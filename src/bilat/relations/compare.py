"""Two series of the same periods set side by side: how alike they are, whether one runs ahead, what the one has alone.

Pure functions on arrays. A value that is not known is nan, and its period is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST = 8
"""Fewer periods than these give no correlation."""
_DRAWS = 1000
_LEVEL = 0.9
_SEED = 20_240_118


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """A correlation over periods.

    Attributes:
        value: Null where there is none, for the ``reason``.
        low, high: Its 90 % interval, by moving blocks (Künsch 1989), since neighbouring periods are alike.
        n: The periods that it rests on.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The shift by which the second series is most like the first.

    Attributes:
        lag: In periods: above 0 the first runs ahead of the second, below 0 the second of the first; null for a ``reason``.
        value: Pearson's correlation at that shift; at_zero: without one.
        tried: How many shifts were tried.
        chance: How often the same two series, shifted against each other further than was tried and around their ends, give as
            high a value at the best of as many shifts; null where too few such shifts are left.
    """

    lag: int | None
    value: float | None
    at_zero: float | None
    tried: int
    chance: float | None
    reason: str | None = None


def pearson(first: Floats, second: Floats) -> Correlation:
    """Pearson's correlation of two series, with its interval."""
    return _correlation(*_known(first, second))


def spearman(first: Floats, second: Floats) -> Correlation:
    """Spearman's correlation: that of the ranks; the interval draws from the ranks of the whole series."""
    one, other = _known(first, second)
    return _correlation(ranks(one), ranks(other))


def ranks(values: Floats) -> Floats:
    """The ranks of values from 1 on, equal ones with the mean of theirs.

    >>> ranks(np.array([10.0, 20.0, 10.0])).tolist()
    [1.5, 3.0, 1.5]
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[place], dtype=np.float64)


def lead(first: Floats, second: Floats, most: int) -> Lead:
    """The best of the shifts from ``-most`` to ``most`` periods.

    Args:
        first, second: The series, of one length.
        most: The longest shift; no longer than leaves :data:`LEAST` periods that overlap.
    """
    most = min(most, len(first) - LEAST)
    if most < 0:
        return Lead(lag=None, value=None, at_zero=None, tried=0, chance=None, reason=_few(len(first)))
    lags = range(-most, most + 1)
    values = [_at(first, second, lag) for lag in lags]
    known = [(value, -abs(lag), lag) for lag, value in zip(lags, values, strict=True) if value is not None]
    if not known:
        return Lead(lag=None, value=None, at_zero=None, tried=len(lags), chance=None, reason=_NO_CHANGE)
    value, _, lag = max(known)
    chance = _chance(first, second, most, value)
    return Lead(lag=lag, value=value, at_zero=values[most], tried=len(lags), chance=chance)


def alone(first: Floats, second: Floats) -> tuple[list[int], list[int]]:
    """The places of the periods in which the first has something and the second nothing, and the other way round."""
    here, there = np.nan_to_num(first) > 0, np.nan_to_num(second) > 0
    unknown = np.isnan(first) | np.isnan(second)
    return np.flatnonzero(here & ~there & ~unknown).tolist(), np.flatnonzero(there & ~here & ~unknown).tolist()


def partners(
    first: Sequence[tuple[int, str]], second: Sequence[tuple[int, str]], within: int
) -> tuple[list[bool], list[bool]]:
    """Which events of each have one of the same kind in the other, not more than so many days apart; one may be that of many.

    Args:
        first, second: Each event as its day (a number) and its kind.
    """
    return _have(first, second, within), _have(second, first, within)


def _have(events: Sequence[tuple[int, str]], others: Sequence[tuple[int, str]], within: int) -> list[bool]:
    days = {kind: np.array(sorted(day for day, one in others if one == kind)) for kind in {kind for _, kind in others}}
    found = []
    for day, kind in events:
        known = days.get(kind)
        at = -1 if known is None else int(np.searchsorted(known, day - within))
        found.append(known is not None and at < len(known) and bool(known[at] <= day + within))
    return found


_NO_CHANGE = "one of the two does not change"


def _few(n: int) -> str:
    return f"{n} periods are too few: {LEAST} are needed"


def _known(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    both = ~(np.isnan(first) | np.isnan(second))
    return first[both], second[both]


def _correlation(first: Floats, second: Floats) -> Correlation:
    n = len(first)
    if n < LEAST:
        return Correlation(value=None, low=None, high=None, n=n, reason=_few(n))
    if first.std() == 0 or second.std() == 0:
        return Correlation(value=None, low=None, high=None, n=n, reason=_NO_CHANGE)
    drawn = _drawn(first, second)
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2]) if len(drawn) else (np.nan, np.nan)
    value = float(np.corrcoef(first, second)[0, 1])
    return Correlation(value=value, low=_number(low), high=_number(high), n=n)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _drawn(first: Floats, second: Floats) -> Floats:
    """Correlations of series put together of blocks of the two, drawn at random; those without one are left out."""
    n = len(first)
    length = max(1, round(n ** (1 / 3)))
    generator = np.random.default_rng(_SEED)
    starts = generator.integers(0, n - length + 1, size=(_DRAWS, -(-n // length)))
    places = (starts[:, :, None] + np.arange(length)).reshape(_DRAWS, -1)[:, :n]
    one, other = first[places], second[places]
    one = one - one.mean(axis=1, keepdims=True)
    other = other - other.mean(axis=1, keepdims=True)
    spread = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    changing = spread > 0
    return np.asarray((one * other).sum(axis=1)[changing] / spread[changing])


def _at(first: Floats, second: Floats, lag: int) -> float | None:
    """Pearson's correlation of the first with the second, taken so many periods later."""
    if lag >= 0:
        one, other = first[: len(first) - lag], second[lag:]
    else:
        one, other = first[-lag:], second[:lag]
    one, other = _known(one, other)
    if len(one) < LEAST or one.std() == 0 or other.std() == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def _chance(first: Floats, second: Floats, most: int, value: float) -> float | None:
    """The share of all further shifts, around the end, at which the best of as many neighbours is as high."""
    one, other = _known(first, second)
    n = len(one)
    if n < 4 * (2 * most + 1) or one.std() == 0 or other.std() == 0:
        return None  # too few shifts are left that do not touch those tried
    one, other = (one - one.mean()) / one.std(), (other - other.mean()) / other.std()
    around = np.fft.irfft(np.fft.rfft(other) * np.conj(np.fft.rfft(one)), n) / n
    width = 2 * most + 1
    # The best of each run of neighbouring shifts, of those runs that lie beyond the shifts tried.
    best = np.array([around[start : start + width].max() for start in range(most + 1, n - most - width + 1)])
    return float((1 + (best >= value - 1e-12).sum()) / (1 + len(best)))
