"""Weekly counts of many pairs, and the totals over a horizon that forecasts are about."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEAST_READ = 0.75
"""Share of the weeks of a horizon that must have been read for its total to count."""


def masked(counts: npt.ArrayLike, exposure: npt.ArrayLike) -> Floats:
    """The counts, with nan for weeks of which the exposure is 0: what nobody read is missing, not nothing.

    >>> masked([[1, 0, 2]], [5, 0, 3]).tolist()
    [[1.0, nan, 2.0]]
    """
    found = np.array(counts, dtype=np.float64)
    found[..., np.asarray(exposure, dtype=np.float64) == 0] = np.nan
    return found


def totals(counts: Floats, weeks: int, least: float = LEAST_READ) -> Floats:
    """At each week, the total of so many weeks up to it: whole numbers, in the shape of ``counts``.

    A missing week counts as the mean of the others. The total is nan where a smaller share than ``least`` was read, and
    at the first ``weeks - 1`` weeks.

    >>> totals(np.array([1.0, 2.0, np.nan, 0.0, 3.0, 1.0]), 3, 0.6).tolist()
    [nan, nan, 4.0, 3.0, 4.0, 4.0]
    """
    read = _moving(np.isfinite(counts).astype(np.float64), weeks)
    told = _moving(np.nan_to_num(counts), weeks)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(read >= max(1.0, least * weeks), np.rint(told * weeks / read), np.nan)
    found[..., : weeks - 1] = np.nan
    return found


def ahead(counts: Floats, weeks: int, least: float = LEAST_READ) -> Floats:
    """At each week, the total of so many weeks after it: what a forecast made at its end is about. nan where not known."""
    found = np.full(counts.shape, np.nan)
    if weeks < counts.shape[-1]:
        found[..., :-weeks] = totals(counts, weeks, least)[..., weeks:]
    return found


def _moving(values: Floats, weeks: int) -> Floats:
    sums = np.cumsum(values, axis=-1)
    sums[..., weeks:] = sums[..., weeks:] - sums[..., :-weeks].copy()
    return sums
