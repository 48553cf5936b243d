"""Turns of counts: what :mod:`bilat.relations.turns` asks of a negative binomial series."""

from bilat.relations.bursts import bursts
from bilat.relations.changes import Change, Estimate, change, compared, rate
from bilat.relations.pieces import penalty, pieces
from bilat.relations.rates import POISSON, Array, Table, best_rates, dispersion_of, windows
from bilat.relations.readings import Readings
from bilat.relations.scans import peak_p, shift_p

WINDOW = 13
"""Periods within which a rate is taken as constant, for a first look at the scatter."""


class Counts:
    """Counts whose dispersion is that of the last cut."""

    def __init__(self, simulations: int) -> None:
        self.scatter = 0.0
        self._simulations = simulations

    def penalty(self, data: Readings, false_alarms: float) -> float:
        """What a boundary must gain."""
        return penalty(len(data.y), false_alarms)

    def cut(self, data: Readings, cost: float, shortest: int) -> list[int]:
        """The pieces and the dispersion, each by the other: first by windows, then by the pieces found."""
        n = len(data.y)
        first = dispersion_of(data.y, data.e, windows(n, WINDOW))
        edges = pieces(Table(data.y, data.e, first), n, cost, shortest)
        self.scatter = dispersion_of(data.y, data.e, edges)
        if self.scatter < first or len(edges) > 2:  # else one level stands: more scatter would part it even less
            edges = pieces(Table(data.y, data.e, self.scatter), n, cost, shortest)
        return edges

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
        gain, p = peak_p(within.y, within.e, around.y, around.e, self.scatter, self._simulations)
        return ratio, difference, gain, p
