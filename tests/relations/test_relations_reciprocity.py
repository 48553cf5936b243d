"""Who answers whom: planted answers are found, intervals hold, and where little is told nothing is said."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bilat.relations.reciprocity import LEAST, of

KINDS, SHARES = np.array([4.0, 1.0, -2.0, -9.7]), np.array([0.3, 0.3, 0.2, 0.2])


Floats = NDArray[np.float64]


def acts(
    random: np.random.Generator, periods: int, memory: float, answered: Floats | None = None, share: float = 0.0
) -> Floats:
    """Sums of scores of some acts a period, in which the last period lives on and a share of the other's comes back."""
    made: Floats = (random.poisson(SHARES * 3, size=(periods, 4)) @ KINDS).astype(np.float64)
    for n in range(1, periods):
        made[n] += memory * made[n - 1] + (0.0 if answered is None else share * answered[n - 1])
    return made


def test_the_side_that_answers_is_told_from_the_one_that_acts() -> None:
    random = np.random.default_rng(1)
    there = acts(random, 300, 0.3)
    back = acts(random, 300, 0.3, there, 0.6)
    found = of("IRN", "PAK", "week", there, back)

    assert found.b_answers.slope
    assert found.b_answers.correlation
    assert found.a_answers.slope
    assert found.b_answers.slope.low < 0.6 < found.b_answers.slope.high
    assert found.b_answers.slope.low > 0.3
    assert found.b_answers.correlation.low > 0.2
    assert found.a_answers.slope.low < 0 < found.a_answers.slope.high
    assert (found.together.slope, found.b_answers.n) == (None, 299)


def test_nine_of_ten_intervals_hold_though_both_remember() -> None:
    random = np.random.default_rng(2)
    held = np.zeros(3)
    runs = 250
    for _ in range(runs):
        there = acts(random, 200, 0.3)
        apart = of("IRN", "PAK", "week", there, acts(random, 200, 0.5)).together
        answered = of("IRN", "PAK", "week", there, acts(random, 200, 0.5, there, 0.4))
        found = (apart.correlation, answered.b_answers.slope, answered.a_answers.slope)
        for n, (one, truth) in enumerate(zip(found, (0.0, 0.4, 0.0), strict=True)):
            assert one is not None
            held[n] += one.low <= truth <= one.high
    assert np.all((held / runs > 0.85) & (held / runs < 0.95)), held / runs


@pytest.mark.parametrize("periods", [0, 1, LEAST - 1])
def test_few_periods_tell_nothing(periods: int) -> None:
    found = of("IRN", "PAK", "week", np.ones(periods), np.ones(periods))
    assert found.together.correlation is None
    assert "fewer than" in found.b_answers.reason


def test_a_side_that_hardly_acts_tells_nothing_and_unread_periods_are_no_pairs() -> None:
    random = np.random.default_rng(3)
    there, back = acts(random, 100, 0), np.zeros(100)
    assert "one side" in of("IRN", "PAK", "week", there, back).together.reason

    back = acts(random, 100, 0)
    back[50] = np.nan
    found = of("IRN", "PAK", "week", there, back)
    assert (found.together.n, found.b_answers.n, found.a_answers.n) == (99, 97, 98)
