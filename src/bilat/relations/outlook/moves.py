"""Undertakings that may move: how likely the status of a matter changes in the weeks to come.

A matter moves so rarely that little can be learnt of it alone. Four methods are tried, each on a pair's own matters:

zero      nothing moves
mean      the share of times so far, over all matters and weeks, after which a matter moved within the horizon
recency   the same share among weeks at which a matter was as long untold of: up to a quarter, up to a year, longer
own       ``recency``, more or less for a matter that moved more or less often than its recency let expect: by the ratio
          (K + moved) / (K + expected), the posterior mean of a gamma distributed factor around 1 (an empirical Bayes rate)

A move is a change of the status that :mod:`bilat.relations.matters` finds over the whole row of articles. It may rest on articles
after it, so that the back-test's past moves are known a little better than they were at the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bilat.record import View
from bilat.record.dates import reach
from bilat.relations.matters.undertakings import Course, courses
from bilat.relations.outlook.panels import Panels

Floats = npt.NDArray[np.float64]

METHODS = ("zero", "mean", "recency", "own")
BASELINES = METHODS[:2]

LEAST_TOLD = 3
"""Articles that tell of a matter, at least, for it to count."""

LEAST_MOVES = 5
"""Moves of a pair's matters, at least, for chances to be given."""

SPELLS = (13, 52)
"""Weeks without a word of a matter, by which the recency is told apart."""

STRENGTH = 2.0
"""K: moves that the expectation counts as, against a matter's own."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moves:
    """A pair's matters by week.

    Attributes:
        matters: Those told of in :data:`LEAST_TOLD` articles or more, those told of most first.
        moved: (matters, weeks), how often a matter's status changed; nan before it was first told of.
        told: The same for how often it was told of.
    """

    matters: tuple[Course, ...]
    moved: Floats
    told: Floats


def moves(view: View, pair: tuple[str, str], panels: Panels) -> Moves:
    """The matters of a pair over a panel's weeks."""
    matters = tuple(one for one in courses(view, *pair) if len(one.told) >= LEAST_TOLD)
    shape = (len(matters), len(panels.starts))
    moved, told = np.zeros(shape), np.zeros(shape)
    for row, one in enumerate(matters):
        begun = _fill(told[row], one.told, panels.starts[0])
        _fill(moved[row], one.moves, panels.starts[0])
        moved[row, :begun] = told[row, :begun] = np.nan
    return Moves(matters=matters, moved=moved, told=told)


def _fill(row: Floats, dates: Sequence[str], start: date) -> int:
    """Counts dates by week; gives the week of the first one, 0 where it lies before the panel."""
    first = len(row)
    for stated in dates:
        days = reach(stated)
        if days is None or days[0] != days[1]:
            continue
        week = (date.fromisoformat(days[0]) - start).days // 7
        first = min(first, max(week, 0))
        if 0 <= week < len(row):
            row[week] += 1
    return first


def came(moved: Floats, weeks: int) -> Floats:
    """At each week whether a matter moved in the weeks after it: 0 or 1, nan where it was not yet told of or not yet known."""
    sums = np.cumsum(np.nan_to_num(moved), axis=1)
    found = np.full(moved.shape, np.nan)
    found[:, :-weeks] = sums[:, weeks:] > sums[:, :-weeks]
    return np.where(np.isfinite(moved), found, np.nan)


def chances(found: Moves, weeks: int) -> Floats:
    """The chance of a move within so many weeks, at the end of each: (methods, matters, weeks); nan where nothing is known."""
    seen = came(found.moved, weeks)
    recency = _recency(found.told)
    kinds = np.stack([np.ones_like(recency, dtype=np.bool_), *(recency == n for n in range(len(SPELLS) + 1))])
    # Of the times that had been answered at each week: how many there were, and after how many a matter moved.
    known = kinds & np.isfinite(seen)
    number = _answered(known.sum(axis=1).astype(np.float64), weeks)
    hits = _answered((known * np.nan_to_num(seen)).sum(axis=1), weeks)
    mean = hits[0] / np.maximum(number[0], 1.0)
    # A kind of which little is known leans on all: half a time's worth.
    shares = (hits[1:] + 0.5 * mean) / (number[1:] + 0.5)
    by_recency = np.take_along_axis(shares[:, None, :], recency[None], axis=0)[0]
    hazard = -np.log1p(-np.minimum(by_recency, 0.999))
    own = -np.expm1(-hazard * _factor(found.moved, hazard, weeks))
    every = np.stack([np.zeros_like(own), np.broadcast_to(mean, own.shape), by_recency, own])
    return np.where(np.isfinite(found.moved) & (number[0] > 0), every, np.nan)


def _recency(told: Floats) -> npt.NDArray[np.int64]:
    """For how long each matter was untold of at each week, as a place in the spells."""
    at = np.arange(told.shape[1])
    last = np.maximum.accumulate(np.where(np.nan_to_num(told) > 0, at, -10_000), axis=1)
    return np.searchsorted(np.array(SPELLS), at - last, side="right").astype(np.int64)


def _answered(values: Floats, weeks: int) -> Floats:
    """Running sums of what was known at each week: times that lie a horizon back."""
    found = np.zeros(values.shape)
    found[:, weeks:] = np.cumsum(values, axis=1)[:, :-weeks]
    return found


def _factor(moved: Floats, hazard: Floats, weeks: int) -> Floats:
    """How much more or less than expected each matter moves, as known at each week."""
    alive = np.isfinite(moved)
    expected = np.cumsum(np.where(alive, hazard, 0.0), axis=1) / weeks
    return (STRENGTH + np.cumsum(np.nan_to_num(moved), axis=1)) / (STRENGTH + expected)
