"""A series as it was read: periods in which nothing was read are no zeros, and drop out of every sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from bilat.errors import BadArgument
from bilat.relations.turning.rates import Array

Values = Sequence[float] | NDArray[np.float64] | NDArray[np.int64]
"""One value a period."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The periods that were read.

    Attributes:
        y: (n,) what was counted, or the net.
        e: (n,) how much was read, 1 on average.
        at: (n,) which periods of the calendar they are.
        starts: First day of every period of the calendar.
        usual: What was read in a mean period, in the unit that was given.
    """

    y: Array
    e: Array
    at: Array
    starts: Sequence[date]
    usual: float

    def without(self, gone: Sequence[tuple[int, int]]) -> "Readings":
        """All but some runs of read periods, each from its first to before its end."""
        kept = np.ones(len(self.y), dtype=np.bool_)
        for first, last in gone:
            kept[first:last] = False
        return Readings(self.y[kept], self.e[kept], self.at[kept], self.starts, self.usual)

    def piece(self, first: int, last: int) -> "Readings":
        """The read periods from one to before another."""
        return Readings(self.y[first:last], self.e[first:last], self.at[first:last], self.starts, self.usual)

    def day(self, place: float) -> date:
        """The day at a place in the calendar, in periods from its beginning."""
        whole = min(floor(place), len(self.starts) - 1)
        return self.starts[whole] + timedelta(days=floor((place - whole) * self.length(whole) + 1e-9))

    def length(self, period: int) -> int:
        """Days of a period; the last is as long as the one before it."""
        if len(self.starts) == 1:
            return 1
        period = min(period, len(self.starts) - 2)
        return (self.starts[period + 1] - self.starts[period]).days

    def end(self, period: int) -> date:
        """The last day of a period."""
        return self.starts[period] + timedelta(days=self.length(period) - 1)

    def span(self, first: float, last: float) -> tuple[date, date]:
        """The days whose middle lies between two places; the day of the middle where no day's does."""
        days = self.length(floor(first))
        one, other = ceil(first * days - 0.5) / days, floor(last * days - 0.5) / days
        if one > other:
            one = other = floor((first + last) / 2 * days) / days
        return self.day(one), self.day(other)


def readings(values: Values, starts: Sequence[date], exposure: Values | None, *, counts: bool) -> Readings:
    """The read periods of a series.

    Args:
        values: (n,) a value a period.
        starts: (n,) first day of each period.
        exposure: (n,) how much was read: 0 or NaN where nothing was or nobody knows; null where all were read alike.
        counts: Whether the values must be counts.

    Raises:
        BadArgument: They do not fit each other, or a value is none.
    """
    y = np.asarray(values, dtype=np.float64)
    e = np.ones(len(y)) if exposure is None else np.asarray(exposure, dtype=np.float64)
    if y.ndim != 1 or e.shape != y.shape or len(starts) != len(y):
        what = f"{y.shape} values, {e.shape} exposures and {len(starts)} periods do not fit each other"
        raise BadArgument(what, hint="give one of each a period")
    if not np.isfinite(y).all() or (e[np.isfinite(e)] < 0).any():
        raise BadArgument(
            "a value is no number, or an exposure is negative", hint="mark what was not read by exposure 0"
        )
    if counts and ((y < 0).any() or (y != np.floor(y)).any()):
        raise BadArgument("counts are whole numbers from 0 on", hint="for sums of scores there is net_levels")
    read = np.isfinite(e) & (e > 0)
    usual = float(e[read].mean()) if read.any() else 0.0
    return Readings(y[read], e[read] / (usual or 1.0), np.flatnonzero(read).astype(np.float64), starts, usual)
