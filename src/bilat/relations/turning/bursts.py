"""Bursts: short stretches with more than stories that come one by one would give at the level that holds.

A relation's stories come in bursts: a visit makes a dozen. Where they do, a burst is part of the usual scatter and no turn; it is
still what the history of the weeks is made of. A stretch is one where the Poisson likelihood gains more from a rate of its own
than chance allows a series of such length (a scan statistic: Kulldorff 2001, JRSS A 164; the thought that a stream of stories has
bursts is Kleinberg's 2002, "Bursty and Hierarchical Structure in Streams").
"""

from collections.abc import Sequence
from itertools import pairwise
from math import log

import numpy as np

from bilat.relations.turning.rates import Array
from bilat.relations.turning.readings import Readings

FEWEST = 3
"""Stories of the smallest burst: two of one week are none, however quiet the others."""


def threshold(periods: int, false_alarms: float) -> float:
    """The gain that a Poisson series at one rate reaches in any stretch of seven periods or less with this probability.

    Fitted to simulated series of 52 to 416 periods at rates of 0.1 to 10; see docs/turns.md.
    """
    return log(periods) - log(false_alarms) - 1.3


def bursts(data: Readings, edges: Sequence[int], longest: int, false_alarms: float) -> list[tuple[int, int]]:
    """The bursts of each level, the strongest first: (first, end) in read periods, none overlapping another.

    Args:
        data: The series without its peaks and dips.
        edges: Of its levels.
        longest: Periods of the longest burst.
        false_alarms: The probability with which a Poisson series has one.
    """
    least = threshold(len(data.y), false_alarms)
    found = []
    for begin, end in pairwise(edges):
        part = data.piece(begin, end)
        rate = part.y.sum() / part.e.sum()
        gains = [_gains(part, rate, length) for length in range(1, min(longest, len(part.y)) + 1)]
        while gains:
            best = max(range(len(gains)), key=lambda n: float(gains[n].max()))
            first, length = int(gains[best].argmax()), best + 1
            if not gains[best][first] > least:
                break
            found.append((begin + first, begin + first + length))
            for n, row in enumerate(gains):  # nothing that overlaps it is looked at again
                row[max(0, first - n) : first + length] = -np.inf
    return found


def _gains(part: Readings, rate: float, length: int) -> Array:
    """What each stretch of so many read periods gains by a rate of its own, where it is higher than the level's."""
    told, read = (np.convolve(values, np.ones(length), "valid") for values in (part.y, part.e))
    expected = rate * read
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(
            (told > expected) & (told >= FEWEST), told * np.log(told / expected) - (told - expected), -np.inf
        )
    # Two read periods with unread ones between them are no stretch unless these are few.
    apart = part.at[length - 1 :] - part.at[: len(part.at) - length + 1]
    return np.where(apart < 2 * length, gain, -np.inf)
