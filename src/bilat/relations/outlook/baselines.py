"""The forecasts that the field measures others against.

All but ``zero`` and ``seasonal`` are those of the ViEWS prediction challenge or their kin (Hegre and others 2025, "The 2023/24
VIEWS Prediction challenge", Journal of Peace Research; "conflictology" is its name for resampling a country's own last
months), here for totals over a horizon, so that a window of past weeks as long as the horizon is what is resampled:

zero              nothing happens
last              Poisson's distribution around the total of the last such window
mean              Poisson's distribution around the mean of all weeks so far
conflictology-N   the windows that lie in the last N months, each as likely
history           all windows so far, each as likely
seasonal          the windows of the same weeks of earlier years, each moved by up to two weeks; else as ``history``

A forecast takes what its week and the weeks before it say, and nothing else.
"""

import numpy as np
import numpy.typing as npt

from bilat.relations.outlook.distributions import at_least, negative_binomial

Floats = npt.NDArray[np.float64]

YEAR = 52.1775
"""Weeks in a year."""

MONTHS = (3, 12, 24)
"""The N of ``conflictology-N``."""

BASELINES = ("zero", "last", "mean", *(f"conflictology-{n}" for n in MONTHS), "history", "seasonal")

_NEAR = 2  # weeks by which a season may be moved


def baselines(weekly: Floats, past: Floats, weeks: int, size: int) -> Floats:
    """All of them at every week: cumulative probabilities (baselines, n, size).

    Args:
        weekly: (n,), the counts, nan where missing.
        past: (n,), their totals over ``weeks`` weeks up to each week, nan where not known.
        weeks: The horizon's length.
        size: Probabilities are given for 0 to size - 1.
    """
    under = at_least(past, size)
    sums, number = np.cumsum(under, axis=0), np.cumsum(np.isfinite(past)).astype(np.float64)
    history = _share(sums, number, np.ones((len(past), size)))
    told, read = np.cumsum(np.nan_to_num(weekly)), np.cumsum(np.isfinite(weekly))
    recent = []
    for months in MONTHS:
        length = max(round(months * YEAR / 12) - weeks + 1, 1)
        recent.append(_share(_last(sums, length), _last(number, length), history))
    return np.stack(
        [
            np.ones((len(past), size)),
            negative_binomial(_carried(past), 0.0, size),
            negative_binomial(weeks * told / np.maximum(read, 1), 0.0, size),
            *recent,
            history,
            _seasonal(under, np.isfinite(past), weeks, history),
        ]
    )


def _share(sums: Floats, number: Floats, otherwise: Floats) -> Floats:
    return np.where(number[:, None] > 0, sums / np.maximum(number, 1.0)[:, None], otherwise)


def _last(sums: Floats, length: int) -> Floats:
    """From running sums those of the last ``length`` rows."""
    found = sums.copy()
    found[length:] -= sums[:-length]
    return found


def _carried(values: Floats) -> Floats:
    """Each nan as the last value before it, 0 before the first."""
    at = np.maximum.accumulate(np.where(np.isfinite(values), np.arange(len(values)), -1))
    return np.where(at >= 0, values[np.maximum(at, 0)], 0.0)


def _seasonal(under: Floats, known: npt.NDArray[np.bool_], weeks: int, history: Floats) -> Floats:
    n, width = len(under), 2 * _NEAR + 1
    # At each week, the sums of the weeks around it.
    around = _last(np.cumsum(np.pad(under, ((0, _NEAR), (0, 0))), axis=0), width)[_NEAR:]
    told = _last(np.cumsum(np.pad(known.astype(np.float64), (0, _NEAR))), width)[_NEAR:]
    sums, number, rows = np.zeros_like(under), np.zeros(n), np.arange(n)
    for year in range(1, int((n + weeks) / YEAR) + 1):
        before = rows + weeks - round(year * YEAR)
        use = (before >= 0) & (before + _NEAR <= rows)
        sums[use] += around[before[use]]
        number[use] += told[before[use]]
    return _share(sums, number, history)
