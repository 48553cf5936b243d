"""Turns of counts: what :mod:`bilat.relations.turning.levels` asks of a negative binomial series."""

import numpy as np

from bilat.relations.turning.bursts import bursts
from bilat.relations.turning.changes import Change, Estimate, change, compared, rate
from bilat.relations.turning.pieces import penalty, pieces
from bilat.relations.turning.rates import POISSON, Array, Table, best_rates, dispersion_of, fit_of, windows
from bilat.relations.turning.readings import Readings
from bilat.relations.turning.scans import Level, shift_p

WINDOW = 13
"""Periods within which a rate is taken as constant, for a first look at the scatter."""


class Counts:
    """Counts whose dispersion is that of the last cut."""

    def __init__(self, simulations: int) -> None:
        self.scatter = 0.0
        self._known = False
        self._simulations = simulations
        self._level: tuple[bytes, bytes, float] | None = None
        self._scan: Level | None = None

    def penalty(self, data: Readings, false_alarms: float) -> float:
        """What a boundary must gain."""
        return penalty(len(data.y), false_alarms)

    def cut(self, data: Readings, cost: float, shortest: int) -> list[int]:
        """The pieces and the dispersion, each by the other.

        Much scatter and no piece, or little scatter and pieces that stand out, may both be consistent: a single week with six
        stories in a silent year is a burst of the one and a peak of the other. So it is begun from both ends, and the
        likelihood decides, less what the boundaries cost.
        """
        if self._known:
            edges = self._pieces(data, cost, shortest, self.scatter)
            self.scatter = dispersion_of(data.y, data.e, edges)
            return edges
        self._known = True
        much = dispersion_of(data.y, data.e, windows(len(data.y), WINDOW))
        ends = [self._settled(data, cost, shortest, start) for start in dict.fromkeys((much, 0.0))]
        _, edges, self.scatter = max(ends, key=lambda end: end[0])
        return edges

    def _settled(self, data: Readings, cost: float, shortest: int, scatter: float) -> tuple[float, list[int], float]:
        """From one dispersion to where pieces and dispersion hardly change: with the likelihood less the cost."""
        edges = self._pieces(data, cost, shortest, scatter)
        refined = dispersion_of(data.y, data.e, edges)
        if refined != scatter and (
            refined < scatter or len(edges) > 2
        ):  # else more scatter would part one level even less
            edges = self._pieces(data, cost, shortest, refined)
            refined = dispersion_of(data.y, data.e, edges)
        rates = best_rates(data.y, data.e, edges, refined)
        return fit_of(data.y, data.e, edges, refined, rates) - cost * (len(edges) - 2), edges, refined

    def _pieces(self, data: Readings, cost: float, shortest: int, scatter: float) -> list[int]:
        return pieces(Table(data.y, data.e, scatter), len(data.y), cost, shortest)

    def means(self, data: Readings, edges: list[int]) -> Array:
        """The rate of each piece."""
        return best_rates(data.y, data.e, edges, self.scatter)

    def rate(self, data: Readings) -> Estimate:
        """The rate of one piece."""
        return rate(data.y, data.e, self.scatter)

    def shift(self, both: Readings) -> tuple[Change, float, float]:
        """The change between two pieces, its gain and its p."""
        gain, p = shift_p(both.y, both.e, self.scatter, self._simulations)
        return change(both.y, both.e, both.at, self.scatter), gain, p

    def bursts(self, data: Readings, edges: list[int], longest: int, false_alarms: float) -> list[tuple[int, int]]:
        """Short rises within the levels, of more than stories that come one by one would give."""
        return bursts(data, edges, longest, false_alarms) if self.scatter >= POISSON else []

    def passage(self, within: Readings, around: Readings) -> tuple[Estimate | None, Estimate, float, float]:
        """Ratio and difference of a peak and the level around it, its gain and its p."""
        ratio, difference = compared((around.y, around.e), (within.y, within.e), self.scatter)
        first = int(np.searchsorted(around.at, within.at[0]))
        y, e = (np.insert(one, first, own) for one, own in ((around.y, within.y), (around.e, within.e)))
        level = (y.tobytes(), e.tobytes(), self.scatter)
        if level != self._level:  # all bursts of a level are held against the same simulated ones
            self._level, self._scan = level, Level(y, e, self.scatter, self._simulations)
        assert self._scan is not None
        gain, p = self._scan.peak(first, first + len(within.y))
        return ratio, difference, gain, p
