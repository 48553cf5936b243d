"""Series of a small record: what stands in which period, how figures add up, and what is told of bad questions."""

import math
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bilat.errors import BadArgument, MissingExtra
from bilat.model import Article, Coding, DateBasis, Event, EventType, Issue, Party, Span, Status
from bilat.record import Record, RunInfo, View
from bilat.record.engine import write_select
from bilat.relations import many, series
from bilat.relations.frames import Form, Kind
from bilat.relations.net import net_of


def coding(
    id: str, day: str | None, outlet: str, *events: tuple[EventType, str, str, Status, str | None, tuple[Issue, ...]]
) -> Coding:
    """An article with its events: type, actor, recipient, status, own date, issues."""
    text = f"Report {id}. " + " ".join(f"Act {n} of {id}." for n in range(len(events)))
    basis = DateBasis.GIVEN if day else None
    made = []
    for n, (type, actor, recipient, status, own, issues) in enumerate(events):
        span = Span(text.index(f"Act {n} of"), text.index(f"Act {n} of") + 3, "Act")
        made.append(
            Event(
                id=f"{id}-{n}",
                article_id=id,
                sentence=span,
                trigger=span,
                type=type,
                mode=None,
                actors=(Party(text=actor, code=actor),),
                recipients=(Party(text=recipient, code=recipient),),
                status=status,
                issues=issues,
                date=own,
                story=n,
            )
        )
    return Coding(article=Article(id=id, text=text, outlet=outlet, date=day, date_basis=basis), events=tuple(made))


AID, CONSULT, ASSAULT, ACCUSE = EventType.AID, EventType.CONSULT, EventType.ASSAULT, EventType.ACCUSE
ACTUAL, PLANNED, HISTORICAL = Status.ACTUAL, Status.PLANNED, Status.HISTORICAL
CODINGS = (
    coding("k1", "2024-01-10", "Hill Post", (AID, "IRN", "PAK", ACTUAL, "2024-01-09", (Issue.TRADE, Issue.AID))),
    coding("k2", "2024-01-20", "Bay Times", (ASSAULT, "PAKMIL", "IRN", ACTUAL, "2024-01-18", (Issue.BORDER,))),
    coding("k3", "2024-02-02", "Hill Post", (ACCUSE, "IRN", "PAK", ACTUAL, None, (Issue.BORDER,))),
    coding("k4", "2024-04-05", "Hill Post", (CONSULT, "IRNGOV", "CHN", ACTUAL, None, (Issue.TRADE,))),
    coding("k5", "2024-05-07", "Bay Times", (CONSULT, "IRN", "PAK", PLANNED, "2024-09-01", ())),
    coding(
        "k6",
        "2024-05-08",
        "Bay Times",
        (CONSULT, "PAK", "IRN", ACTUAL, "2024", ()),
        (AID, "PAK", "IRN", HISTORICAL, "1965-09", ()),
    ),
    coding("k7", None, "Hill Post", (ACCUSE, "PAK", "IRN", ACTUAL, None, ())),
    coding("k8", "2024-05-09", "Hill Post", (ASSAULT, "PAKREB", "IRNMIL", ACTUAL, None, (Issue.TERRORISM,))),
)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    record = Record.open(tmp_path_factory.mktemp("series") / "r", create=True)
    with record.writer(RunInfo(program="test"), commit_every=3) as writer:
        for one in CODINGS:
            writer.add(one)
    with record.view() as opened:
        yield opened


def test_months_from_the_first_story_to_the_last_article(view: View) -> None:
    found = series(view, "IRN", "PAK", "month")

    assert found.starts == tuple(date(2024, month, 1) for month in range(1, 6))
    assert dict(zip(found.groups, found.counts.T.tolist(), strict=True)) == {
        "verbal-cooperation": [0, 0, 0, 0, 0],
        "material-cooperation": [1, 0, 0, 0, 0],
        "verbal-conflict": [0, 1, 0, 0, 0],
        "material-conflict": [1, 0, 0, 0, 1],
    }
    assert found.total.tolist() == [2, 1, 0, 0, 1]
    assert found.exposure.tolist() == [2, 1, 0, 1, 3]
    assert found.net[:2].tolist() == pytest.approx([7.0 - 9.7, -2.0])
    assert math.isnan(found.net[2]), "nothing was read in March"
    assert found.net[3] == 0
    assert (found.undated, found.coarse, found.earlier, found.later) == (1, 1, 1, 0)
    assert not found.counts.flags.writeable


def test_the_year_places_what_is_dated_by_the_year(view: View) -> None:
    found = series(view, "IRN", "PAK", "year", split=None)

    assert (found.groups, found.counts.tolist(), found.coarse) == (("all",), [[5]], 0)


def test_what_is_planned_lies_ahead_of_what_was_read(view: View) -> None:
    found = series(view, "IRN", "PAK", "month", status="planned")
    asked = series(view, "IRN", "PAK", "month", status="planned", since="2024-08", until="2024-10")

    assert (found.total.sum(), found.later) == (0, 1)
    assert (asked.labels, asked.total.tolist()) == (("2024-08", "2024-09", "2024-10"), [0, 1, 0])


@pytest.mark.parametrize("split", ["quad", "type", "direction", "status"])
def test_groups_that_exclude_each_other_add_up(view: View, split: Any) -> None:
    found = series(view, "IRN", "PAK", "month", split=split, status=None)

    assert found.counts.sum(axis=1).tolist() == found.total.tolist()
    assert found.total.tolist() == series(view, "IRN", "PAK", "month", split=None, status=None).total.tolist()


@pytest.mark.parametrize(
    ("split", "key"), [("type", "type"), ("issue", "issue"), ("direction", "direction"), ("status", "status")]
)
def test_a_group_is_what_asking_for_it_alone_gives(view: View, split: Any, key: Any) -> None:
    whole = series(view, "IRN", "PAK", "month", split=split, status=None, since="2024", until="2024")
    for n, group in enumerate(whole.groups):
        choice: Any = {"status": None, **{key: group}}
        alone = series(view, "IRN", "PAK", "month", split=None, since="2024", until="2024", **choice)

        assert alone.total.tolist() == whole.counts[:, n].tolist(), group


def test_issues_and_quads_at_once(view: View) -> None:
    found = series(view, "IRN", "PAK", "year", split=("issue", "quad"))
    counts = dict(zip(found.groups, found.counts[0].tolist(), strict=True))

    assert {name: n for name, n in counts.items() if n} == {
        "trade,material-cooperation": 1,
        "aid,material-cooperation": 1,
        "border,material-conflict": 1,
        "border,verbal-conflict": 1,
        "terrorism,material-conflict": 1,
    }
    assert found.split == "issue,quad"


def test_rates_are_per_thousand_articles_of_the_group(view: View) -> None:
    whole = series(view, "IRN", "PAK", "month")
    assert whole.rates()[0].tolist() == [0, 500, 0, 500]
    assert np.isnan(whole.rates()[2]).all()

    outlets = series(view, "IRN", "PAK", "month", split="outlet")
    hill = outlets.groups.index("Hill Post")
    assert outlets.exposures[:, hill].tolist() == [1, 1, 0, 1, 1]
    assert outlets.rates()[0, hill] == 1000

    alone = series(view, "IRN", "PAK", "month", source="Hill Post")
    assert alone.exposure.tolist() == outlets.exposures[:, hill].tolist()
    assert alone.total.tolist() == outlets.counts[:, hill].tolist()


def test_everyone_else_one_party_and_the_other_side(view: View) -> None:
    assert series(view, "IRN", None, "year", split=None).total.tolist() == [6]
    assert series(view, "PAKREB", "IRN", "year", split="direction").counts.tolist() == [[1, 0, 0]]
    assert series(view, "IRN", "PAKREB", "year", split="direction").counts.tolist() == [[0, 1, 0]]


def test_many_pairs_at_once_are_as_one_by_one(view: View) -> None:
    pairs: list[tuple[str, str | None]] = [
        ("IRN", "PAK"),
        ("CHN", "IRN"),
        ("IRN", None),
        ("FRA", "DEU"),
        ("PAK", "IRN"),
        ("IRN", "PAKREB"),
    ]
    for pair, found in zip(pairs, many(view, pairs, "month", split="direction"), strict=True):
        alone = series(view, *pair, "month", split="direction")
        assert (found.starts, found.counts.tolist()) == (alone.starts, alone.counts.tolist())
        assert np.array_equal(found.net_low, alone.net_low, equal_nan=True)


def test_a_pair_of_which_nothing_is_told_has_no_periods(view: View) -> None:
    found = series(view, "FRA", "DEU")
    assert (found.starts, found.counts.shape, found.total.size, found.net.size) == ((), (0, 4), 0, 0)

    asked = series(view, "FRA", "DEU", "month", since="2024-01", until="2024-03")
    assert (len(asked.starts), asked.total.sum()) == (3, 0)
    assert asked.frame("pandas").shape[0] == 3


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"since": "2024-03", "until": "2024-01"}, "ends before it begins"),
        ({"since": "spring"}, "'spring' is no date"),
        ({"split": "colour"}, "'colour' is no split"),
        ({"split": ("quad", "quad")}, "cannot split"),
        ({"status": "done"}, "'done' is no status"),
        ({"issue": ("trade", "tradde")}, "'tradde' is no issue"),
        ({"type": "FIGHT"}, "'FIGHT' is no type"),
        ({"direction": "up"}, "'up' is no direction"),
        ({"unit": "event"}, "'event' is no unit"),
        ({"by": "decade"}, "'decade' is no period"),
        ({"source": "The Sun"}, "no source 'The Sun'"),
        ({"b": "IRN"}, "two different parties"),
    ],
)
def test_bad_questions_are_told_with_the_way_out(view: View, choice: dict[str, Any], words: str) -> None:
    with pytest.raises(BadArgument, match=words) as caught:
        series(view, **{"a": "IRN", "b": "PAK", **choice})
    assert caught.value.hint


@pytest.mark.parametrize("form", ["wide", "long"])
def test_frames_hold_the_figures(view: View, form: Form) -> None:
    found = series(view, "IRN", "PAK", "month")
    frames: dict[Kind, Any] = {kind: found.frame(kind, form) for kind in ("pandas", "polars", "arrow")}
    rows = {
        "pandas": frames["pandas"].to_dict("records"),
        "polars": frames["polars"].to_dicts(),
        "arrow": frames["arrow"].to_pylist(),
    }

    for row in (one for kind in rows.values() for one in kind):
        start = row["start"].date() if hasattr(row["start"], "date") else row["start"]
        n = found.starts.index(start)
        assert row["period"] == found.labels[n]
        assert row["exposure"] == found.exposure[n]
        if form == "wide":
            assert [row[group] for group in found.groups] == found.counts[n].tolist()
            assert row["total"] == found.total[n]
        else:
            assert row["count"] == found.counts[n, found.groups.index(row["group"])]
    if form == "wide":
        assert [row["net"] for row in rows["arrow"]][2] is None
        assert [row["net"] for row in rows["polars"]][2] is None


def test_a_library_that_is_missing_is_told(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtra) as caught:
        series(view, "IRN", "PAK").frame("polars")
    assert caught.value.hint == "pip install polars"


def test_intervals_hold_those_of_drawn_stories_and_are_them_where_there_are_many() -> None:
    """The quantiles are worked out and not drawn; they reach further where few stories do not tell the spread."""
    random = np.random.default_rng(7)
    kinds = np.array([7.0, 1.0, -2.0, -9.7])
    for stories in ([3, 4, 1, 2], [9, 0, 12, 30], [200, 900, 150, 80]):
        counts = np.array(stories)
        draws = random.poisson(counts, size=(200_000, 4)) @ kinds
        found = net_of(np.arange(4) * 0, kinds, counts, 1)
        low, high = np.quantile(draws, [0.05, 0.95])
        wide = (high - low) * (0.25 if counts.sum() < 20 else 0.06 if counts.sum() < 100 else 0.01)
        assert found.net[0] == pytest.approx(kinds @ counts)
        assert low - wide < found.low[0] < low + 0.01 * (high - low)
        assert high - 0.01 * (high - low) < found.high[0] < high + wide


@pytest.mark.parametrize("expected", [10, 40])
def test_nine_of_ten_intervals_hold_the_net_that_stories_were_drawn_from(expected: int) -> None:
    random = np.random.default_rng(11)
    kinds, shares = np.array([4.0, 1.0, 6.0, -2.0, -9.7]), np.array([0.2, 0.35, 0.15, 0.15, 0.15])
    periods = 4_000
    counts = random.poisson(expected * shares, size=(periods, 5))
    place = np.repeat(np.arange(periods), 5)
    found = net_of(place, np.tile(kinds, periods), counts.ravel(), periods)
    truth = expected * (shares @ kinds)
    held = ((found.low <= truth) & (truth <= found.high)).mean()
    assert 0.88 <= held <= 0.92


def test_cooperation_alone_is_never_less_than_nothing() -> None:
    found = net_of(np.zeros(1, dtype=np.int64), np.array([7.0]), np.array([1]), 2)
    assert found.low.tolist() == [0, 0]
    assert found.high[1] == 0


def line(n: int, **fields: Any) -> dict[str, Any]:
    given = {
        "id": f"made:{n}",
        "source": "made",
        "source_id": str(n),
        "a": "IRN",
        "b": "PAK",
        "a_code": "IRN",
        "b_code": "PAK",
    }
    given |= {
        "direction": "a>b",
        "first": "2024-01-18",
        "last": "2024-01-18",
        "type": "AID",
        "quad": "material-cooperation",
    }
    return given | {"status": "actual", "reports": 3, "articles": 2, "story": None} | fields


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """A record of two other datasets and no article."""
    import json

    import duckdb

    folder: Path = tmp_path_factory.mktemp("imported")
    lines = [
        line(1),
        line(2),
        line(3, story=5),
        line(4, story=5, issues=["trade"]),
        line(5, story=5, first="2024-01-19", last="2024-01-19"),
        line(6, story=5, direction="b>a"),
        line(7, first="2024-01-29", last="2024-02-02"),
        line(8, first=None, last=None),
        line(9, type=None, quad=None),
        line(10, source="other", type="ASSAULT", quad="material-conflict"),
    ]
    path = folder / "lines.json"
    path.write_text("\n".join(map(json.dumps, lines)))
    record = Record.open(folder / "r", create=True)
    with record.writer(RunInfo(program="test")) as writer, duckdb.connect() as connection:
        from functools import partial

        from bilat.record.schema import TABLES

        known = ", ".join(f"'{name}': '{kind}'" for name, kind in TABLES["imported"].items())
        sql = f"SELECT * FROM read_json('{path}', columns={{{known}}}, format='newline_delimited')"
        writer.commit({"imported": partial(write_select, connection, "imported", sql)})
    with record.view() as opened:
        yield opened


def test_events_of_datasets_are_counted_once_a_story_and_day(imported: View) -> None:
    found = series(imported, "IRN", "PAK", "month", split="direction", source="made", status=None)

    # Two without a story, one story on two days, the same the other way round; one that no month holds, one with no date.
    assert (found.labels, found.counts.tolist()) == (("2024-01",), [[4, 1, 0]])
    assert (found.coarse, found.undated) == (1, 1)
    assert np.isnan(found.exposure).all()
    assert found.exposure_of is None
    assert series(imported, "PAK", "IRN", "month", split="direction", source="made").counts.tolist() == [[1, 4, 0]]


def test_datasets_together_apart_and_by_what_they_count(imported: View) -> None:
    assert series(imported, "IRN", "PAK", "month").total.tolist() == [6], "without articles, all that was imported"
    outlets = series(imported, "IRN", "PAK", "month", split="outlet")
    assert dict(zip(outlets.groups, outlets.counts[0].tolist(), strict=True)) == {"made": 5, "other": 1}
    assert series(imported, "IRN", "PAK", "month", source="made", unit="article").total.tolist() == [12]
    assert series(imported, "IRN", "PAK", "month", source="made", unit="report").total.tolist() == [18]
    assert series(imported, "IRN", "PAK", "month", source="made", split="issue").counts.tolist() == [[1]]


def test_of_a_dataset_the_events_of_all_pairs_are_what_was_read(imported: View) -> None:
    found = series(imported, "IRN", "PAK", "month", source="made", coverage=True)

    assert (found.exposure_of, found.exposure.tolist()) == ("events", [8.0])
