"""bilat series as a user runs it: table, files, plots, and what it says of bad questions."""

import csv
import io
from pathlib import Path

import duckdb
import pytest
from conftest import Bilat


def test_the_table_shows_periods_with_figures_and_what_is_not_among_them(bilat: Bilat, record: Path) -> None:
    ran = bilat("series", "Iran", "Pakistan", "--record", record, "--by", "year")

    assert ran.exit == 0
    assert ran.out.splitlines()[0] == "Iran and Pakistan: stories by year"
    rows = {line.split()[0]: line for line in ran.out.splitlines() if line[:4].isdigit()}
    assert "2024" in rows
    assert "2020" not in rows, "nothing was read or told"
    assert "nothing was read of" in ran.out


def test_json_has_all_periods_and_nulls(bilat: Bilat, record: Path) -> None:
    (told,) = bilat("series", "PAK", "IRN", "--record", record, "--by", "year", "--split", "direction", "--json").lines

    assert (told["a"], told["b"], told["by"], told["groups"]) == ("PAK", "IRN", "year", ["a>b", "b>a", "both"])
    assert [one["period"] for one in told["periods"]] == [str(year) for year in range(2016, 2025)]
    unread = next(one for one in told["periods"] if one["period"] == "2020")
    assert (unread["exposure"], unread["net"], unread["rates"]["a>b"]) == (0, None, None)
    assert sum(told["periods"][-1]["counts"].values()) == told["periods"][-1]["total"] > 0


def test_files_hold_what_json_says(bilat: Bilat, record: Path, tmp_path: Path) -> None:
    asked = ("series", "Iran", "Pakistan", "--record", record, "--by", "quarter")
    (told,) = bilat(*asked, "--json").lines
    ran = bilat(*asked, "--csv", "out.csv", "--parquet", "out.parquet", "--plot", "out.svg")

    assert (ran.exit, ran.out) == (0, "")
    assert ran.err.count("written to") == 3
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    table = duckdb.connect().execute(f"SELECT start::VARCHAR, total, net FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert [(row["start"], int(row["total"])) for row in rows] == [
        (one["start"], one["total"]) for one in told["periods"]
    ]
    assert [(start, total) for start, total, _ in table] == [(one["start"], one["total"]) for one in told["periods"]]
    assert [net is None for _, _, net in table] == [one["net"] is None for one in told["periods"]]
    assert (tmp_path / "out.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize("columns", ["60", "80", "200"])
def test_a_plot_fits_the_terminal(bilat: Bilat, record: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ran = bilat("series", "Iran", "Pakistan", "--record", record, "--by", "week", "--plot", "term")

    assert ran.exit == 0
    assert max(map(len, ran.out.splitlines())) <= int(columns)
    assert "█" in ran.out
    assert "2020" in ran.out


def test_one_with_everyone_and_rates(bilat: Bilat, record: Path) -> None:
    ran = bilat("series", "Iran", "--record", record, "--by", "year", "--split", "issue", "--normalise")

    assert ran.out.splitlines()[0] == "Iran and everyone else: stories by year, per 1,000 articles read"
    assert "do not add up" in ran.out


def test_a_pair_of_which_nothing_is_told_is_no_failure(bilat: Bilat, record: Path) -> None:
    ran = bilat("series", "France", "Fiji", "--record", record)
    assert (ran.exit, ran.out) == (0, "France and Fiji: stories by week: the record tells nothing of this\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Iran", "Pakstan"), "did you mean Pakistan"),
        (("Iran", "Pakistan", "--since", "2024", "--until", "2023"), "swap the two dates"),
        (("Iran", "Pakistan", "--split", "colour"), "one of quad"),
        (("Iran", "Pakistan", "--source", "The Sun"), "no source 'The Sun'"),
        (("Iran", "Pakistan", "--csv", "out.txt"), "end it in .csv"),
        (("Iran", "Pakistan", "--plot", "out.pdf"), "end its name in .svg or .png"),
        (("Iran", "Pakistan", "--csv", "nowhere/out.csv"), "cannot write"),
        (("France", "Fiji", "--plot", "out.svg"), "nothing to draw"),
        (("Iran", "IRN"), "two different parties"),
    ],
)
def test_bad_questions_end_with_the_way_out(bilat: Bilat, record: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = bilat("series", *arguments, "--record", record)

    assert ran.exit == 2
    assert ran.err.startswith("bilat: ")
    assert words in ran.err
