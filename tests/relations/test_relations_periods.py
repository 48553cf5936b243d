"""Happenings, series, scores and sources, checked by hand."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relation_samples import dyad, event, head, party

from bilat.errors import BadArgument
from bilat.model import EventType, Issue, Quad, Status
from bilat.relations import SCORES, By, happenings, history, periods, sources
from bilat.relations.calendar import floor, following, label

ASSAULT, CONSULT, ACCUSE = EventType.ASSAULT, EventType.CONSULT, EventType.ACCUSE


def test_scores_cover_all_types_and_order_the_quads() -> None:
    assert set(SCORES) == set(EventType)
    assert all((SCORES[type] > 0) == ("cooperation" in type.quad) for type in EventType)
    assert all(-10 <= score <= 10 for score in SCORES.values())
    means = [
        sum(scores) / len(scores)
        for quad in (Quad.MATERIAL_CONFLICT, Quad.VERBAL_CONFLICT, Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION)
        if (scores := [SCORES[type] for type in EventType if type.quad is quad])
    ]
    assert means == sorted(means)


def test_one_strike_told_five_times_is_one_happening() -> None:
    pair = dyad(
        [head("a1", "2024-01-17"), head("a2", "2024-01-18", "Another")],
        [
            event("e1", "a1", ASSAULT, date="2024-01-16", issues=(Issue.SECURITY,), story=1),
            event("e2", "a1", ASSAULT, story=1, issues=(Issue.BORDER,)),
            event("e3", "a2", ASSAULT, date="2024-01-16"),
            event("e4", "a2", ASSAULT, date="2024-01-18", actors=[party("PAKMIL")], recipients=[party("IRN")]),
            event("e5", "a2", ASSAULT, date="2024-01-16", status=Status.NEGATED),
        ],
    )
    found = happenings(pair)
    assert [(one.date, one.direction, one.event_ids) for one in found if one.status is Status.ACTUAL] == [
        ("2024-01-16", "a>b", ("e1", "e2", "e3")),
        ("2024-01-18", "b>a", ("e4",)),
    ]
    assert found[0].issues == (Issue.SECURITY, Issue.BORDER)
    assert found[0].article_ids == ("a1", "a2")


def test_an_undated_telling_of_two_dated_acts_stays_on_its_article_s_day() -> None:
    pair = dyad(
        [head("a1", "2024-01-19")],
        [
            event("e1", "a1", ASSAULT, date="2024-01-16", story=1),
            event("e2", "a1", ASSAULT, date="2024-01-18", story=1),
            event("e3", "a1", ASSAULT, story=1),
        ],
    )
    assert [(one.date, one.date_basis) for one in happenings(pair)] == [
        ("2024-01-16", "event"),
        ("2024-01-18", "event"),
        ("2024-01-19", "article"),
    ]


def test_months_run_without_a_gap_and_hold_the_right_figures() -> None:
    pair = dyad(
        [head("a1", "2019-02-14"), head("a2", "2019-04-22"), head("a3", "2019-04-23")],
        [
            event("e1", "a1", ASSAULT, date="2019-02-13", issues=(Issue.TERRORISM, Issue.BORDER)),
            event("e2", "a1", ACCUSE, issues=(Issue.TERRORISM,)),
            event("e3", "a2", CONSULT, date="2019-04-21"),
            event("e4", "a3", CONSULT, date="2019-04-21"),
            event("e5", "a3", CONSULT, status=Status.PLANNED),
            event("e6", "a3", CONSULT, status=Status.HYPOTHETICAL),
        ],
    )
    found = periods(pair)
    assert [one.label for one in found.periods] == ["2019-02", "2019-03", "2019-04"]
    february, march, april = found.periods
    assert (february.quads[Quad.MATERIAL_CONFLICT], february.quads[Quad.VERBAL_CONFLICT]) == (1, 1)
    assert february.issues == {Issue.TERRORISM: 2, Issue.BORDER: 1}
    assert (february.score, february.mean) == (-11.7, -5.85)
    assert (march.happenings, march.score, march.mean, march.articles) == (0, 0.0, None, 0)
    assert (april.happenings, april.assertions, april.planned, april.articles) == (1, 2, 1, 2)
    assert april.event_ids == ("e3", "e4", "e5")
    assert (april.score, april.mean) == (1.0, 1.0)
    told = periods(pair, count="assertions").periods[2]
    assert (told.quads[Quad.VERBAL_COOPERATION], told.score, told.mean) == (2, 2.0, 1.0)


def test_history_is_not_news() -> None:
    past = Status.HISTORICAL
    pair = dyad(
        [head("a1", "2024-01-18"), head("a2", "2024-03-01"), head("a3", None)],
        [
            event("told", "a1", CONSULT, status=past, story=1),
            event("old", "a1", CONSULT, status=past, date="1979-05-01", story=2),
            event("wide", "a1", CONSULT, date="2023"),
            event("within", "a2", CONSULT, status=past, date="2024-02-10"),
            event("nothing", "a3", CONSULT),
            event("ahead", "a2", CONSULT, status=Status.PLANNED, date="2024-12"),
            event("slip", "a2", CONSULT, date="1924-03-01"),
        ],
    )
    found = periods(pair)
    assert [one.label for one in found.periods] == ["2024-01", "2024-02", "2024-03"]
    assert found.undated == ("nothing", "told")
    assert found.coarse == ("wide",)
    assert found.earlier == ("slip", "old")
    assert found.later == ("ahead",)
    assert [one.happenings for one in found.periods] == [0, 1, 0]
    assert periods(pair, "year").periods[0].event_ids == ("wide",)


def test_no_event_is_lost_between_the_figures() -> None:
    pair = dyad(
        [head("a1", "2024-01-18")],
        [event(f"e{n}", "a1", ACCUSE, date=day) for n, day in enumerate(["2024", "2024-01", "2024-01-02", None])],
    )
    for by in get_args(By):
        found = periods(pair, by)
        placed = [id for one in found.periods for id in one.event_ids]
        assert sorted([*placed, *found.undated, *found.coarse, *found.earlier, *found.later]) == [
            "e0",
            "e1",
            "e2",
            "e3",
        ]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(get_args(By)))
def test_periods_cover_every_day_once(day: date, by: By) -> None:
    start = floor(day, by)
    assert start <= day < following(start, by)
    assert floor(following(start, by) - timedelta(days=1), by) == start
    assert label(start, by) != label(following(start, by), by)


def test_labels() -> None:
    day = date(2024, 5, 15)
    labels = [label(floor(day, by), by) for by in get_args(By)]
    assert labels == ["2024-05-15", "2024-W20", "2024-05", "2024-Q2", "2024"]


def test_an_unknown_period_is_told() -> None:
    with pytest.raises(BadArgument, match="decade") as caught:
        periods(dyad([]), "decade")  # type: ignore[arg-type]
    assert "month" in caught.value.hint


def test_an_empty_dyad_has_an_empty_history() -> None:
    found = history(dyad([]))
    assert (found.series.periods, found.visits, found.planned, found.latest, found.undertakings) == ((), (), (), (), ())
    assert found.newest is None
    assert found.sources.single_share is None


def test_plans_are_open_only_while_the_news_is_fresh() -> None:
    planned = Status.PLANNED
    pair = dyad(
        [head("old", "2023-01-10"), head("new", "2024-01-18"), head("newest", "2024-04-20")],
        [
            event("stale", "old", CONSULT, status=planned, date="2024-06-01"),
            event("past", "new", CONSULT, status=planned, date="2024-02-01"),
            event("open", "new", CONSULT, status=planned, date="2024-06-02"),
            event("month", "new", CONSULT, status=planned, date="2024-04"),
            event("some day", "newest", EventType.COOPERATE, status=planned),
        ],
    )
    plans = [(plan.happening.event_ids[0], plan.due) for plan in history(pair).planned]
    assert plans == [("past", "passed"), ("month", "ahead"), ("open", "ahead"), ("some day", "unknown")]


def test_the_latest_come_first() -> None:
    pair = dyad(
        [head("a1", "2024-01-18"), head("a2", "2024-04-24")],
        [
            event("e1", "a1", ASSAULT),
            event("e2", "a2", CONSULT, story=1),
            event("e3", "a2", CONSULT, date="2024-04-22", story=2),
        ],
    )
    assert [one.event_ids for one in history(pair).latest] == [("e2",), ("e3",), ("e1",)]


def test_sources_tell_what_hangs_on_one_outlet() -> None:
    pair = dyad(
        [head("a1", "2024-01-18"), head("a2", "2024-01-19", "Another"), head("a3", None, None), head("a4", "2023-12")],
        [
            event("e1", "a1", ASSAULT, date="2024-01-16"),
            event("e2", "a2", ASSAULT, date="2024-01-16"),
            event("e3", "a1", ACCUSE),
            event("e4", "a3", CONSULT),
            event("e5", "a4", CONSULT, date="2023-11-11"),
        ],
    )
    found = sources(pair)
    assert [(one.outlet, one.articles, one.first, one.last) for one in found.outlets] == [
        ("The Sample", 2, "2023-12", "2024-01-18"),
        ("Another", 1, "2024-01-19", "2024-01-19"),
        (None, 1, None, None),
    ]
    assert (found.happenings, found.single, found.single_share) == (4, 3, 0.75)
    assert found.undated_article_ids == ("a3",)
