"""Undertakings that may move, and what followed acts of a kind: on matters and pairs made for it."""

from datetime import date, timedelta

import numpy as np
import pytest

from bilat.model import UndertakingStatus
from bilat.relations.matters.undertakings import Course
from bilat.relations.outlook import KINDS, Panels, whatif
from bilat.relations.outlook.backtest import moving
from bilat.relations.outlook.moves import METHODS, Moves, came, chances

START = date(2018, 1, 1)


def matters(number: int, weeks: int, *, seed: int) -> Moves:
    """Matters told of at times of their own; half of them move often while they are told of, half never."""
    rng = np.random.default_rng(seed)
    told = np.zeros((number, weeks))
    for row in told:
        begin = int(rng.integers(0, weeks - 5))
        row[begin : begin + 40] = rng.random(min(40, weeks - begin)) < 0.4
        row[:begin] = np.nan
    lively = np.arange(number)[:, None] % 2 == 0
    moved = np.where(np.isnan(told), np.nan, (told == 1) & lively & (rng.random(told.shape) < 0.4))
    names = tuple(
        Course(id=f"m{n}", name=f"matter {n}", status=UndertakingStatus.AGREED, told=("2018-01-01",), moves=())
        for n in range(number)
    )
    return Moves(matters=names, moved=moved, told=told)


def test_a_move_is_one_within_the_horizon() -> None:
    moved = np.array([[np.nan, 0.0, 0.0, 1.0, 0.0, 0.0]])

    found = came(moved, 2)

    assert np.isnan(found[0, 0])
    assert found[0, 1:4].tolist() == [1.0, 1.0, 0.0]
    assert np.isnan(found[0, 4:]).all()


def test_matters_that_are_told_of_and_have_moved_are_the_likeliest_to_move() -> None:
    found = matters(40, 200, seed=1)
    given = dict(zip(METHODS, chances(found, 8), strict=True))
    recent = np.nan_to_num(found.told[:, -13:]).sum(axis=1) > 0
    lively = np.arange(40) % 2 == 0

    assert (given["zero"][:, -1] == 0).all()
    assert np.ptp(given["mean"][:, -1]) == 0
    assert given["own"][recent & lively, -1].mean() > 1.5 * given["own"][recent & ~lively, -1].mean()
    assert given["own"][~recent & lively, -1].mean() > 2 * given["own"][~recent & ~lively, -1].mean()
    assert given["recency"][recent, -1].mean() > 2 * given["recency"][~recent, -1].mean()
    assert ((given["own"] >= 0) & (given["own"] < 1) | np.isnan(given["own"])).all()


def test_chances_do_not_know_the_future() -> None:
    found = matters(20, 200, seed=2)
    other = Moves(matters=found.matters, moved=found.moved.copy(), told=found.told.copy())
    other.moved[:, 151:] = 1.0
    other.told[:, 151:] = 1.0

    np.testing.assert_array_equal(chances(found, 8)[:, :, 150], chances(other, 8)[:, :, 150])


def test_the_own_rate_ships_where_matters_differ() -> None:
    starts = [START + timedelta(days=7 * n) for n in range(260)]
    tried = moving([matters(60, 260, seed=3)], 8, starts)

    assert tried is not None
    assert tried.ships == "own"
    assert tried.ratio is not None
    assert tried.ratio < 0.9
    assert tried.mean_forecast == pytest.approx(tried.mean_seen, abs=0.05)
    assert moving([], 8, starts) is None


def pairs(effect: float, *, episodes: int, seed: int = 1, number: int = 12, weeks: int = 300) -> Panels:
    """Pairs with now and then an assault, after which there is more conflict for a quarter."""
    rng = np.random.default_rng(seed)
    assaults, rate = np.zeros((number, weeks)), np.full((number, weeks), 0.5)
    for _ in range(episodes):
        row, week = int(rng.integers(number)), int(rng.integers(20, weeks - 20))
        assaults[row, week] = 1
        rate[row, week + 1 : week + 14] *= effect
    counts = {kind: np.zeros((number, weeks)) for kind in KINDS}
    counts["ASSAULT"] = assaults
    counts["material-conflict"] = rng.poisson(rate).astype(float) + assaults
    counts["material-cooperation"] = rng.poisson(np.full((number, weeks), 0.4)).astype(float)
    return Panels(
        pairs=tuple((f"A{n:02}", f"B{n:02}") for n in range(number)),
        starts=tuple(START + timedelta(days=7 * n) for n in range(weeks)),
        exposure=np.ones(weeks),
        counts=counts,
        source=None,
        whole=False,
    )


def test_what_followed_is_what_was_planted() -> None:
    found = whatif(pairs(3.0, episodes=40), "ASSAULT")
    conflict, cooperation = found.followed

    assert found.reason is None
    assert found.matched >= 25
    assert conflict.difference == pytest.approx(13 * 0.5 * 2, rel=0.3)
    assert conflict.low is not None
    assert conflict.high is not None
    assert conflict.difference is not None
    assert 0 < conflict.low < conflict.difference < conflict.high
    assert cooperation.low is not None
    assert cooperation.high is not None
    assert cooperation.low < 0.3
    assert cooperation.high > -0.3
    assert conflict.before == pytest.approx(conflict.control_before, rel=0.2)


def test_of_few_episodes_there_are_no_figures() -> None:
    found = whatif(pairs(3.0, episodes=6, number=40), "ASSAULT")

    assert found.episodes == 6
    assert "10 are needed" in (found.reason or "")
    assert {one.difference for one in found.followed} == {None}
    assert len(found.latest) == 5


def test_episodes_of_one_pair_do_not_overlap() -> None:
    panels = pairs(1.0, episodes=0)
    panels.counts["ASSAULT"][0, [50, 55, 63, 64, 100]] = 1

    found = whatif(panels, "ASSAULT", pair=("B00", "A00"))

    assert found.episodes == 3  # weeks 50, 64 and 100
    assert found.latest[0] == ((START + timedelta(days=700)).isoformat(), "A00", "B00")
    assert whatif(panels, "ASSAULT", pair=("A01", "B01")).episodes == 0
