"""Intervals whose cover is kept by feedback: conformal calibration of a forecast's own quantiles over time.

The interval of a level is the forecast's own, from the quantile (1 - level) / 2 to (1 + level) / 2, made wider or narrower on
both sides by a margin, as in conformalised quantile regression (Romano, Patterson & Candes 2019, NeurIPS). The margin is
tracked: each time that a forecast has been answered it grows where the interval missed and shrinks where it held, by steps at
whose balance the level is met (quantile tracking of Angelopoulos, Candes & Tibshirani 2023, "Conformal PID control for time
series prediction", NeurIPS, after adaptive conformal inference of Gibbs & Candes 2021, NeurIPS). So the long-run share of
misses is held whatever the distribution; a forecast is answered only once its whole horizon has passed.

The margin counts in square roots of 1 + the upper quantile, the noise of a count, so that it can be learnt from all series
together: it is the sum of a part that all share and of one of each series' own. An interval never becomes narrower than the
forecast's own of the level less :data:`SLACK`: of small counts every interval of whole numbers covers more than its level,
and a margin that made up for it would leave out what is as likely as not.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEVELS = (0.5, 0.8, 0.9)
"""Of the intervals."""

SLACK = 0.2
"""By how much of its level an interval may be narrowed."""

_SHARED, _OWN = 0.4, 0.05  # steps of the two parts of the margin, by the week


def quantile_levels() -> tuple[float, ...]:
    """The quantiles that intervals are made from: lower and upper ends, and those of the narrowest that they may become."""
    found = []
    for less in (0.0, SLACK):
        found += [(1 - level + less) / 2 for level in LEVELS] + [(1 + level - less) / 2 for level in LEVELS]
    return tuple(found)


def calibrated(own: Floats, seen: Floats, weeks: int) -> tuple[Floats, Floats]:
    """Lower and upper ends at each week: two arrays (series, weeks, levels).

    Args:
        own: (series, weeks, quantiles), the forecast's quantiles at :func:`quantile_levels`; nan where there is none.
        seen: (series, weeks), what came, nan where not known.
        weeks: The horizon's length.
    """
    series, length, _ = own.shape
    n = len(LEVELS)
    lower, upper = np.full((series, length, n), np.nan), np.full((series, length, n), np.nan)
    share, margin = np.zeros(n), np.zeros((series, n))
    wanted = 1.0 - np.array(LEVELS)
    for week in range(length):
        answered = week - weeks
        if answered >= 0:
            low, high, came = lower[:, answered], upper[:, answered], seen[:, answered, None]
            known = np.isfinite(came) & np.isfinite(low)
            missed = (came < low) | (came > high)
            # What is as narrow as it may be is not made narrower.
            inner = own[:, answered, 2 * n :]
            free = (low < inner[:, :n]) | (high > inner[:, n:])
            step = np.where(known & (missed | free), missed - wanted, 0.0) / weeks**0.5
            share = share + _SHARED * step.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
            margin = margin + _OWN * step
        lower[:, week], upper[:, week] = widened(own[:, week], share + margin)
    return lower, upper


def widened(own: Floats, margin: Floats) -> tuple[Floats, Floats]:
    """The intervals of quantiles (series, quantiles) with margins (series, levels); each within that of the level above."""
    n = len(LEVELS)
    low, high, inner_low, inner_high = (own[:, n * part : n * (part + 1)] for part in range(4))
    by = margin * np.sqrt(1.0 + high)
    lower = np.maximum(np.minimum(np.ceil(low - by), inner_low), 0.0)
    upper = np.maximum(np.floor(high + by), inner_high)
    return np.minimum.accumulate(lower, axis=1), np.maximum.accumulate(upper, axis=1)
