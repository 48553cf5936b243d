"""Counting from the files beside imported events gives what the database gives over the events themselves."""

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imported_samples import RUN, line, put, select

from bilat.model import EventType, Issue, Status
from bilat.record import Record, tallies
from bilat.record.asked import DIRECTIONS, Asked, Key
from bilat.record.engine import write_select
from bilat.record.schema import DERIVED

DAYS = [
    ("2024-01-18", "2024-01-18"),
    ("2024-01-19", "2024-01-19"),
    ("2024-01-01", "2024-01-31"),
    ("1969-12-29", "1970-01-02"),
]
UNDATED = (None, None)
PAIRS: tuple[tuple[str, str | None], ...] = (
    ("IRN", "PAK"), ("PAK", "IRN"), ("IRN", None), ("IRNGOV", "PAK"), ("IRN", "ZWE"), ("IND", "PAK"),
)  # fmt: skip
KEYS: tuple[Key, ...] = ("type", "direction", "status", "issues", "outlet")

events = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["one", "two"]),
        "story": st.sampled_from([None, 1, 1, 2, 2**64 - 1]),
        "sides": st.sampled_from(
            [("IRN", "PAK"), ("IRN", "PAK"), ("IND", "PAK"), ("IRN", "IRN"), ("IRN", None), ("IND", "IRN")]
        ),
        "days": st.sampled_from([*DAYS, UNDATED]),
        "type": st.sampled_from([None, EventType.AID, EventType.AID, EventType.ASSAULT]),
        "status": st.sampled_from([None, Status.ACTUAL, Status.ACTUAL, Status.PLANNED]),
        "direction": st.sampled_from([None, *DIRECTIONS]),
        "issues": st.sampled_from([None, [], ["trade"], ["border", "trade"], ["security", "water"]]),
        "replaced": st.booleans(),
    }
)


@st.composite
def parts(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Lines of some commits, many of which tell what others tell but for a field."""
    some = draw(st.lists(events, min_size=1, max_size=3))
    names = [*some[0]]
    again = st.builds(
        lambda one, other, name: one | {name: other[name]},
        st.sampled_from(some), st.sampled_from(some), st.sampled_from(["replaced", "replaced", "issues", *names]),
    )  # fmt: skip
    return draw(st.lists(st.lists(again, min_size=1, max_size=6), min_size=1, max_size=3))


questions = st.builds(
    Asked,
    pairs=st.lists(st.sampled_from(PAIRS), min_size=1, max_size=4).map(tuple),
    by=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    unit=st.sampled_from(["story", "story", "story", "article"]),
    apart=st.frozensets(st.sampled_from(KEYS)),
    since=st.sampled_from([None, "2024-01-19", "1970-01-01"]),
    until=st.sampled_from([None, "2024-01-18"]),
    datasets=st.sampled_from([(), ("one",), ("one", "two")]),
    status=st.sampled_from([None, (Status.ACTUAL,), (Status.PLANNED, Status.NEGATED)]),
    types=st.sampled_from([None, (EventType.AID,)]),
    directions=st.sampled_from([None, ("a>b",), ("b>a", "both")]),
    issues=st.sampled_from([None, (Issue.TRADE,), (Issue.BORDER, Issue.WATER)]),
)


def lines(part: int, made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for n, one in enumerate(made):
        (a, b), (first, last) = one["sides"], one["days"]
        fields = {name: one[name] for name in ("source", "story", "type", "status", "direction", "issues")}
        own = f"{part}-{n}"
        found.append(
            line(own, a, b, **fields | {"id": f"{one['source']}:{own}", "date": first, "first": first, "last": last})
        )
    return found


def counted(cells: tallies.Cells) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    columns = (
        cells.pair,
        cells.start.astype(str),
        cells.coarse,
        cells.type,
        cells.direction,
        cells.status,
        cells.issues,
    )
    for *cell, number in zip(*columns, cells.outlet, cells.weight, cells.stories, strict=True):
        found[tuple(cell)] += int(number)
    return found


@given(parts(), st.lists(questions, min_size=1, max_size=5))
@settings(max_examples=15, deadline=None)
def test_the_files_count_as_the_database_does(
    tmp_path_factory: pytest.TempPathFactory, made: list[list[dict[str, Any]]], asked: list[Asked]
) -> None:
    folder = tmp_path_factory.mktemp("tallies") / "record"
    told = [lines(n, part) for n, part in enumerate(made)]
    for seq, part in enumerate(told):
        gone = [
            {"id": one["id"], "replaces": seq, "reason": "it is read otherwise: type", "run": RUN.id}
            for one, drawn in zip(told[seq - 1], made[seq - 1], strict=True)
            if seq and drawn["replaced"]
        ]

        put(folder, imported=part, **{"imported_replaced": gone} if gone else {})

    with Record.open(folder).view() as view:
        view.root_stories()
        for one in asked:
            assert counted(view.tally(one)) == counted(tallies.count(view.columns, one)), one


def test_the_files_are_of_the_record(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    put(folder, imported=[line("1"), line("22")])
    put(folder, imported=[line("333"), line("4444", b=None)])
    record = Record.open(folder)

    assert len([*(folder / "parts" / "imported_stories").iterdir()]) == 2
    assert record.check(deep=True).findings == ()
    with record.view() as view:
        assert int(view.tally(Asked(pairs=(("PAK", "IRN"),), by="week", datasets=())).stories.sum()) == 3
    record.backup(tmp_path / "copy.tar")
    back = Record.restore(tmp_path / "copy.tar", tmp_path / "back")
    assert sorted(path.name for path in (back.folder / "parts" / "imported_stories").iterdir()) == [
        "00000001.bin",
        "00000002.bin",
    ]
    assert back.check(deep=True).findings == ()


def test_a_file_that_was_changed_is_found_and_set_aside_with_its_commit(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    put(folder, imported=[line("1")])
    put(folder, imported=[line("22")])
    file = folder / "parts" / "imported_stories" / "00000002.bin"
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    record = Record.open(folder)

    assert [Path(one.where) for one in record.check().findings] == [file]
    record.repair(act=True)
    assert record.check().findings == ()
    assert not file.exists()
    with record.view() as view:
        assert int(view.tally(Asked(pairs=(("IRN", "PAK"),), by="week", datasets=())).stories.sum()) == 1


def test_a_file_that_says_otherwise_than_its_part_is_found_by_a_deep_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "record"
    put(folder, imported=[line("1")])
    right = (folder / "parts" / "imported_stories" / "00000001.bin").read_bytes()

    def wrong(connection: duckdb.DuckDBPyConnection, part: Path, target: Path) -> int:
        del connection, part
        return target.write_bytes(right[:-1] + b"\x01") and 1

    monkeypatch.setattr("bilat.record.tally_files.write", wrong)
    put(folder, imported=[line("22")])

    assert [Path(one.where).parent.name for one in Record.open(folder).check(deep=True).findings] == [*DERIVED]


def test_what_has_no_file_is_counted_by_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "record"
    put(folder, imported=[line("1")])
    with Record.open(folder).writer(RUN) as writer, duckdb.connect(":memory:") as connection:
        monkeypatch.setattr("bilat.record.store.DERIVED", {})
        writer.commit({"imported": partial(write_select, connection, "imported", select("imported", [line("22")]))})
    with Record.open(folder).view() as view:
        assert int(view.tally(Asked(pairs=(("IRN", "PAK"),), by="week", datasets=())).stories.sum()) == 2


def test_what_a_killed_writer_leaves_is_not_counted_and_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    put(folder, imported=[line("1")])
    put(folder, imported=[line("22")])
    # Killed before the commit was in its place: both files are there, and nothing names them.
    (folder / "commits" / "00000002.json").unlink()
    left = [folder / "parts" / "imported" / "00000002.parquet", folder / "parts" / "imported_stories" / "00000002.bin"]
    asked = Asked(pairs=(("IRN", "PAK"),), by="week", datasets=())
    record = Record.open(folder)

    with record.view() as view:
        assert int(view.tally(asked).stories.sum()) == 1
    assert {Path(one.where) for one in record.check().findings} == {*left}
    put(folder, imported=[line("22"), line("333")])
    assert record.check(deep=True).findings == ()
    with record.view() as view:
        assert int(view.tally(asked).stories.sum()) == 3
