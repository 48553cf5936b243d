"""Events of other datasets in a record: read, replaced, proved, kept, exported."""

import json
from functools import partial
from pathlib import Path

import duckdb
import pytest
from imported_samples import RUN, line, put, select
from record_samples import coding, event

from bilat.errors import BadArgument
from bilat.record import Record, RunInfo, Selection, event_lines
from bilat.record.findings import Kind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three lines; the first was replaced by a later one."""
    put(
        tmp_path / "r", imported=[line("1", reports=2), line("2", type="ASSAULT"), line("3", "IND", "PAK", date="2023")]
    )
    put(
        tmp_path / "r",
        imported=[line("1", reports=7)],
        imported_replaced=[{"id": "sample:1", "replaces": 1, "reason": "reports", "run": RUN.id}],
    )
    return tmp_path / "r"


def ids(folder: Path, *arguments: str | None, **options: str) -> list[str]:
    with Record.open(folder).view() as view:
        return [one.source_id for one in view.imported(*arguments, **options)]  # type: ignore[arg-type]


def test_a_pairs_lines_are_read_in_either_order_of_the_two(folder: Path) -> None:
    assert ids(folder, "IRN", "PAK") == ids(folder, "PAK", "IRN") == ["1", "2"]
    assert ids(folder, "PAK") == ["1", "2", "3"]
    assert ids(folder, "PAKGOV", "IRN") == ["1", "2"]
    assert ids(folder, "PAKREB", "IRN") == []


def test_they_are_listed_the_latest_first_and_by_what_is_asked(folder: Path) -> None:
    put(folder, imported=[line("9", first="2019-05-01", last="2019-05-31", date="2019-05", status="planned", issues=["trade"])])
    with Record.open(folder).view() as view:

        def listed(**asked: object) -> list[str]:
            return [one.id for one in event_lines.imported(view, event_lines.EventsAsked(**asked))]  # type: ignore[arg-type]

        every = listed()
        assert sorted(every) == ["sample:1", "sample:2", "sample:3", "sample:9"]
        days = [one.place[0] for one in event_lines.imported(view, event_lines.EventsAsked())]
        assert days == sorted(days, reverse=True)
        first, *rest = event_lines.imported(view, event_lines.EventsAsked(limit=2))
        assert [one.id for one in (first, *rest)] + listed(after=rest[-1].place) == every
        assert set(listed(parties=("PAK", "IRN"))) == {"sample:1", "sample:2", "sample:9"}
        assert listed(parties=("IND",)) == ["sample:3"]
        assert listed(type="ASSAULT") == ["sample:2"]
        assert listed(status="planned") == listed(issue="trade") == listed(since="2019-05-31", until="2019-12-31") == ["sample:9"]
        assert listed(source="nowhere") == listed(least=0.1) == []
        assert first.actors
        assert (first.article, first.source) == (None, "sample")


def test_a_range_and_a_source_are_kept_to(folder: Path) -> None:
    put(folder, imported=[line("9", first="2019-05-01", last="2019-05-31", date="2019-05")])
    assert ids(folder, "IRN", "PAK", "2019-05-31", "2019-12") == ["9"]
    assert ids(folder, "IRN", "PAK", source="gdelt") == []
    with pytest.raises(BadArgument, match="ends before it begins"):
        ids(folder, "IRN", "PAK", "2024", "2019")


def test_the_latest_line_of_an_id_is_the_one_that_counts(folder: Path) -> None:
    with Record.open(folder).view() as view:
        found = view.find("sample:1")
        assert found is not None
        assert getattr(found, "reports", None) == 7
        assert view.counts().imported == 3
        assert view.imported_sources()[0].events == 3
        assert view.find("sample:4") is None
    before = Record.open(folder).content_digest()
    run = RunInfo(program="later")
    put(folder, imported=[line("5", run=run.id)])
    assert Record.open(folder).content_digest() != before


def test_a_view_as_of_an_earlier_run_shows_the_line_that_was_replaced(tmp_path: Path) -> None:
    put(tmp_path / "r", imported=[line("1", reports=2)])
    later = RunInfo(program="later")
    with Record.open(tmp_path / "r").writer(later) as writer, duckdb.connect(":memory:") as connection:
        from bilat.record.engine import write_select

        new = select("imported", [line("1", reports=7, run=later.id)])
        old = select("imported_replaced", [{"id": "sample:1", "replaces": 1, "reason": "reports", "run": later.id}])
        parts = {"imported": new, "imported_replaced": old}
        writer.commit({table: partial(write_select, connection, table, sql) for table, sql in parts.items()})
    with Record.open(tmp_path / "r").view(as_of_run=RUN.id) as view:
        assert [one.reports for one in view.imported("IRN", "PAK")] == [2]
    with Record.open(tmp_path / "r").view() as view:
        assert [one.reports for one in view.imported("IRN", "PAK")] == [7]


def test_a_view_as_of_a_day_shows_what_was_reported_by_then(folder: Path) -> None:
    put(
        folder,
        imported=[line("7", reported="2024-03-01"), line("8", reported="2024-03-02"), line("9", first=None, last=None)],
    )
    with Record.open(folder).view(as_of="2024-03-01") as view:
        assert [one.source_id for one in view.imported("IRN", "PAK")] == ["1", "2", "7"]


def test_the_digest_does_not_hang_on_runs_and_files(tmp_path: Path, folder: Path) -> None:
    other = tmp_path / "other"
    lines = [line("2", type="ASSAULT"), line("1", reports=7), line("3", "IND", "PAK", date="2023")]
    put(other, imported=[{**one, "origin": "elsewhere.zip"} for one in lines])
    assert Record.open(other).content_digest() == Record.open(folder).content_digest()


def test_a_record_with_them_is_whole(folder: Path) -> None:
    with Record.open(folder).writer(RUN) as writer:
        assert writer.add(coding("one", event("e1", "one", "IRNGOV", "PAK")))
    assert Record.open(folder).check(deep=True).findings == ()


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (line("4", id="sample:5"), "the id is not that of the source"),
        (line("4", "PAK", "IRN"), "wrong order"),
        (line("4", direction="up"), "the direction is none"),
        (line("4", first="2024-02-01"), "ends before it begins"),
        (line("4", quad="material-conflict"), "the quad is not the type's"),
        (line("1"), "an id that stands already, the first 'sample:1'"),
        (line("4", run="nobody"), "point at runs that are not there"),
    ],
)
def test_a_check_finds_a_line_that_cannot_be(folder: Path, bad: dict[str, object], told: str) -> None:
    put(folder, imported=[bad])
    assert [told in one.what for one in Record.open(folder).check().findings] == [True]


def test_a_check_finds_a_replacement_of_nothing(folder: Path) -> None:
    put(
        folder,
        imported=[line("7")],
        imported_replaced=[{"id": "sample:7", "replaces": 1, "reason": "", "run": RUN.id}],
    )
    found = Record.open(folder).check().findings
    assert [(one.kind, one.what) for one in found] == [
        (Kind.REFERENCE, "1 of its lines lack the line that was replaced, the first 'sample:7'")
    ]


def test_a_damaged_part_is_set_aside_and_its_files_are_named(folder: Path) -> None:
    part = folder / "parts/imported/00000002.parquet"
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    actions = Record.at(folder).repair(act=True)
    assert [action.files for action in actions] == [("files that the record does not name",)]
    assert Record.open(folder).check().findings == ()
    with Record.open(folder).view() as view:  # the line that had been replaced stands again
        assert [one.reports for one in view.imported("IRN", "PAK")] == [2, None]


def test_a_backup_brings_them_back(folder: Path, tmp_path: Path) -> None:
    Record.open(folder).backup(tmp_path / "b.tar")
    again = Record.restore(tmp_path / "b.tar", tmp_path / "again")
    assert again.content_digest() == Record.open(folder).content_digest()


def test_an_export_writes_the_current_lines_of_a_selection(folder: Path, tmp_path: Path) -> None:
    report = {"id": 1, "imported_id": "sample:1", "outlet": "The Sample", "run": RUN.id}
    put(folder, imported_reports=[report, report | {"id": 2, "imported_id": "sample:3"}])
    Record.open(folder).export("parquet", tmp_path / "all")
    Record.open(folder).export("csv", tmp_path / "pair", Selection(pair=("IRN", "PAK"), since="2024-01"))
    read = _rows(f"SELECT id, reports FROM '{tmp_path}/all/imported.parquet' ORDER BY id")
    assert read == [("sample:1", 7), ("sample:2", None), ("sample:3", None)]
    read = _rows(f"SELECT id FROM read_csv('{tmp_path}/pair/imported.csv') ORDER BY id")
    assert read == [("sample:1",), ("sample:2",)]
    read = _rows(f"SELECT imported_id FROM read_csv('{tmp_path}/pair/imported_reports.csv')")
    assert read == [("sample:1",)]


def test_a_form_that_has_no_place_for_them_says_so(folder: Path, tmp_path: Path) -> None:
    done = Record.open(folder).export("plover", tmp_path / "a.jsonl", Selection(pair=("IRN", "PAK")))
    assert done.notes == ("2 events of other datasets are in the forms parquet and csv alone",)


def _rows(sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(":memory:") as connection:
        return connection.execute(sql).fetchall()


def test_a_writer_that_dies_while_it_writes_them_leaves_none(folder: Path) -> None:
    digest = Record.open(folder).content_digest()

    def dies(target: Path) -> int:
        target.write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Record.open(folder).writer(RUN) as writer:
        writer.commit({"imported": dies})
    assert Record.open(folder).content_digest() == digest
    with Record.open(folder).writer(RUN):
        pass
    assert Record.open(folder).check().findings == ()
    assert not list(folder.glob("parts/imported/00000003*"))
    assert json.loads((folder / "commits/00000002.json").read_text())["seq"] == 2
