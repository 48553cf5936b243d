"""Alarms on made series: what rings, what does not, and how often in vain."""

import numpy as np
import pytest

from bilat.errors import BadArgument
from bilat.relations.alarms import discoveries, look, threshold
from bilat.relations.simulate import Break, Peak, planted
from bilat.relations.turning.online import Run, follow
from bilat.relations.turning.rates import Array


def last(counts: Array, exposure: Array) -> Run:
    *_, run = follow(counts, exposure, 0.0, mean=counts.sum() / exposure.sum())
    return run


LIMIT = threshold(0.2, 4)


def test_an_escalation_of_two_weeks_rings_once_it_is_there() -> None:
    made = planted(160, 2.0, seed=3, dispersion=0.1, peaks=[Peak(at=158, length=2, ratio=6)], uneven=0.3)
    quiet, loud = look(made.counts[:-2], made.exposure[:-2]), look(made.counts, made.exposure)
    assert quiet.p is not None
    assert loud.p is not None
    assert quiet.p > 0.05
    assert loud.p < LIMIT
    assert loud.observed is not None
    assert loud.expected is not None
    assert loud.observed > 3 * loud.expected
    assert loud.changed is not None
    assert quiet.changed is not None
    assert loud.changed > 0.5 > quiet.changed


def test_a_silence_after_a_busy_year_rings_too_but_not_where_nothing_was_read() -> None:
    made = planted(120, 12.0, seed=4)
    counts, exposure = made.counts.copy(), made.exposure.copy()
    counts[-2:] = 0
    silent = look(counts, exposure)
    assert silent.p is not None
    assert silent.p < LIMIT
    exposure[-2:] = 0
    assert look(counts, exposure).reason == "nothing was read in the last 2 weeks"
    exposure[-2:] = [np.nan, 1 / 30]
    barely = look(counts, exposure)
    assert barely.p is not None
    assert barely.p > 0.2


def test_a_change_months_ago_is_no_news_today() -> None:
    """The year before is no mean: the rate that held last is what the last weeks are compared with."""
    made = planted(160, 2.0, seed=5, breaks=[Break(at=140, ratio=5)])
    now = look(made.counts, made.exposure)
    assert now.p is not None
    assert now.p > 0.05
    assert now.expected == pytest.approx(20, rel=0.35)


def test_false_alarms_come_no_oftener_than_stated() -> None:
    """At one hundredth a look: 240 looks, two weeks each, at one rate. Bounds are loose; the tool measures more."""
    rang = looks = 0
    for n in range(6):
        base, dispersion = (1.0, 4.0, 15.0)[n % 3], (0.0, 0.5)[n % 2]
        made = planted(136, base, seed=300 + n, dispersion=dispersion, missing=0.1, uneven=0.4)
        for end in range(58, 137, 2):
            p = look(made.counts[:end], made.exposure[:end]).p
            looks += p is not None
            rang += p is not None and p <= 0.01
    assert looks > 200
    assert rang <= 7  # 2.4 expected at most


def test_a_short_past_has_a_reason() -> None:
    made = planted(20, 3.0, seed=1)
    seen = look(made.counts, made.exposure)
    assert seen.p is None
    assert seen.reason == "only 18 weeks of the year before were read"


def test_the_online_posterior_knows_where_the_rate_changed() -> None:
    made = planted(100, 3.0, seed=2, breaks=[Break(at=80, ratio=4)])
    found = last(made.counts, made.exposure)
    assert found.lengths.sum() == pytest.approx(1)
    assert 18 <= int(found.lengths.argmax()) <= 22
    assert found.since(25) > 0.95 > found.since(15)
    assert float(found.rates @ found.weights) == pytest.approx(12, rel=0.25)
    still = last(planted(100, 3.0, seed=3).counts, np.ones(100))
    assert still.lengths[100] > 0.3


def test_weeks_without_reading_let_time_pass_and_say_nothing() -> None:
    made = planted(60, 3.0, seed=2)
    before = last(made.counts, made.exposure)
    after = last(np.append(made.counts, [0.0, 0.0]), np.append(made.exposure, [0.0, 0.0]))
    assert float(after.rates @ after.weights) == pytest.approx(float(before.rates @ before.weights), rel=0.05)


def test_of_many_pairs_only_discoveries_pass() -> None:
    noise = np.linspace(0.01, 1, 200)
    assert discoveries(noise.tolist(), 0.1) == 0
    assert discoveries([1e-6, 2e-5, *noise.tolist()], 0.1) == 2e-5
    assert discoveries([], 0.1) == 0


def test_limits_that_cannot_be_are_refused() -> None:
    with pytest.raises(BadArgument):
        threshold(0, 4)
    with pytest.raises(BadArgument):
        look(np.ones(100), np.ones(100), weeks=40)
    with pytest.raises(BadArgument):
        look(np.ones(100), np.ones(90))
