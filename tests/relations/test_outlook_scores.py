"""Distributions, scores and the pool's weights, held against what others compute."""

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from bilat.relations.outlook import distributions, pool
from bilat.relations.outlook.counts import ahead, masked, totals
from bilat.relations.outlook.distributions import at_least, crps, negative_binomial, quantiles

GRID = 400


@pytest.mark.parametrize(("mean", "dispersion"), [(0.3, 0.15), (4.0, 0.6), (30.0, 2.0), (7.0, 0.0)])
def test_the_negative_binomial_is_that_of_scipy(mean: float, dispersion: float) -> None:
    k = np.arange(GRID)
    theirs = nbinom.cdf(k, 1 / dispersion, 1 / (1 + dispersion * mean)) if dispersion else poisson.cdf(k, mean)

    ours = negative_binomial(np.array([mean]), dispersion, GRID)[0]

    np.testing.assert_allclose(ours, theirs, atol=1e-10)
    assert distributions.mean(ours[None])[0] == pytest.approx(np.sum(1 - theirs))


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.integers(0, 40))
def test_the_score_of_an_ensemble_is_that_of_scoringrules(members: list[int], seen: int) -> None:
    cdf = at_least(np.array(members, dtype=float), 60).mean(axis=0)[None]

    theirs = scoringrules.crps_ensemble(float(seen), np.array(members, dtype=float))

    assert crps(cdf, np.array([float(seen)]))[0] == pytest.approx(float(theirs), abs=1e-9)


@pytest.mark.parametrize("seen", [0, 3, 25])
def test_the_scores_of_known_distributions_are_those_of_scoringrules(seen: int) -> None:
    came = np.array([float(seen)])

    assert crps(negative_binomial(np.array([5.0]), 0.0, GRID), came)[0] == pytest.approx(
        float(scoringrules.crps_poisson(seen, 5.0))
    )
    assert crps(negative_binomial(np.array([6.0]), 0.5, GRID), came)[0] == pytest.approx(
        float(scoringrules.crps_negbinom(seen, 2.0, 0.25)), rel=1e-6
    )


def test_quantiles_are_the_least_counts_that_reach_a_level() -> None:
    cdf = np.array([[0.25, 0.5, 0.9, 1.0], [1.0, 1.0, 1.0, 1.0]])

    assert quantiles(cdf, [0.1, 0.25, 0.5, 0.51, 0.95]).tolist() == [[0, 0, 1, 2, 3], [0, 0, 0, 0, 0]]


def test_the_score_of_what_is_not_known_is_not_known() -> None:
    assert np.isnan(crps(np.ones((1, 5)), np.array([np.nan]))[0])


def test_totals_leave_out_what_was_not_read() -> None:
    counts = masked([2, 9, 1, 3, 0, 0, 4], [5, 0, 5, 5, 5, 5, 5])

    assert np.isnan(counts[1])
    assert totals(counts, 4, 0.75)[3:].tolist() == [8.0, 5.0, 4.0, 7.0]  # three weeks of 6 and of 4, scaled up to four
    assert np.isnan(totals(counts, 4, 1.0)[3])
    assert ahead(counts, 2, 1.0)[:4].tolist()[2:] == [3.0, 0.0]
    assert np.isnan(ahead(counts, 2)[-2:]).all()


def forms(seed: int, number: int, members: int) -> np.ndarray:
    errors = np.random.default_rng(seed).normal(size=(number, 30, members)) + 2.0
    found: np.ndarray = np.einsum("nki,nkj->nij", errors, errors)
    return found


def test_the_pool_finds_the_least_score_that_weights_can_have() -> None:
    """Against many random weights, and by the condition of the optimum: no weight moved elsewhere scores less."""
    some = forms(3, 6, 5)
    found = pool.least_on_simplex(some, np.full((6, 5), 0.2))

    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    score = np.einsum("ni,nij,nj->n", found, some, found)
    others = np.random.default_rng(4).dirichlet(np.ones(5) * 0.5, size=500)
    assert (np.einsum("di,nij,dj->nd", others, some, others) >= score[:, None] * (1 - 1e-4)).all()
    slope = np.einsum("nij,nj->ni", some, found)
    used = found > 0.01
    assert all(np.ptp(slope[n][used[n]]) < 0.02 * slope[n].mean() for n in range(6))


def test_a_member_that_is_always_right_gets_all_the_weight() -> None:
    errors = np.random.default_rng(5).normal(size=(2, 60, 8, 3))
    errors[..., 1] *= 0.01

    weights = pool.weights(np.einsum("swki,swkj->swij", errors, errors), weeks=4)

    assert weights[:, 0].ravel() == pytest.approx(np.full(6, 1 / 3))  # nothing was answered yet
    assert (weights[:, -1, 1] > 0.98).all()
