"""Two sources' series of a pair set side by side: planted likeness and leads are found, and what one has alone."""

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from bilat.cli import app
from bilat.errors import BadArgument
from bilat.record import Record
from bilat.relations.compare import LEAST, Floats, alone, lead, partners, pearson, ranks, spearman

sys.path.insert(0, str(Path(__file__).parent.parent / "record"))

from import_samples import bring, gdelt, write
from record_samples import RUN, coding, event


def noisy(n: int, seed: int) -> Floats:
    """A series that hangs together from period to period, as counts of a relation do."""
    generator = np.random.default_rng(seed)
    steps = generator.normal(size=n)
    values = np.zeros(n)
    for at in range(1, n):
        values[at] = 0.6 * values[at - 1] + steps[at]
    return values


def test_the_values_are_those_of_the_definitions() -> None:
    one, other = noisy(60, 1), noisy(60, 2)
    other = other + one
    assert pearson(one, other).value == pytest.approx(np.corrcoef(one, other)[0, 1])
    curved = np.exp(one)
    assert spearman(one, curved).value == pytest.approx(1.0)
    assert pearson(one, curved).value == pytest.approx(np.corrcoef(one, curved)[0, 1])
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Series of 150 periods that hang together within themselves and have a correlation of 0.5 with each other."""
    held = 0
    for seed in range(100):
        common, one, other = (noisy(150, 3 * seed + k) for k in range(3))
        found = pearson(common + one, common + other)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.5 <= found.high
    assert 80 <= held <= 97  # of 90; moving blocks are a little narrow


@pytest.mark.parametrize("shift", [-3, 0, 2])
def test_a_planted_lead_is_found_with_its_sign(shift: int) -> None:
    base = noisy(260, 5)
    one, other = base[10:-10], base[10 - shift : len(base) - 10 - shift]
    found = lead(one, other + noisy(240, 6) * 0.3, 8)
    assert found.lag == shift
    assert found.tried == 17
    assert found.value is not None
    assert found.value > 0.9
    assert found.chance is not None
    assert found.chance < 0.02


def test_series_that_have_nothing_to_do_with_each_other_are_told_so_by_the_chance() -> None:
    chances = [
        found.chance for seed in range(60) if (found := lead(noisy(200, seed), noisy(200, 900 + seed), 6)).chance
    ]
    # The best of thirteen shifts looks like something; the chance says that it is nothing.
    assert np.mean(np.array(chances) < 0.1) < 0.2
    assert 0.3 < np.mean(chances) < 0.7


def test_what_cannot_be_said_is_null_with_its_reason() -> None:
    short, flat = np.arange(LEAST - 1.0), np.zeros(50)
    assert pearson(short, short).reason == f"{LEAST - 1} periods are too few: {LEAST} are needed"
    assert pearson(flat, noisy(50, 1)).reason == "one of the two does not change"
    assert lead(short, short, 3).reason == pearson(short, short).reason
    assert lead(flat, noisy(50, 1), 3).reason == "one of the two does not change"
    gap = noisy(50, 2)
    gap[10:20] = np.nan
    assert pearson(gap, noisy(50, 3)).n == 40


def test_periods_and_events_that_one_has_alone() -> None:
    assert alone(np.array([2.0, 0, 1, 0, np.nan]), np.array([1.0, 3, 0, 0, 4])) == ([2], [1])
    one = [(10, "x"), (20, "x"), (20, "y")]
    other = [(12, "x"), (17, "x")]
    assert partners(one, other, 2) == ([True, False, False], [True, False])
    assert partners(one, other, 3) == ([True, True, False], [True, True])
    assert partners(one, [], 3) == ([False] * 3, [])


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve months of one act a month of the record's own, and the same a day later in GDELT, less one and with one more."""
    folder = tmp_path_factory.mktemp("compare")
    record = folder / "r"
    lines = []
    with Record.open(record, create=True).writer(RUN) as writer:
        for month in range(1, 13):
            day = date(2023, month, 10)
            writer.add(
                coding(f"a{month}", event(f"e{month}", f"a{month}", "IRNGOV", "PAKGOV", date=str(day)), date=str(day))
            )
            later = day + timedelta(days=1)
            if month != 5:
                lines.append(gdelt(month, SQLDATE=f"{later:%Y%m%d}"))
    lines.append(gdelt(90, SQLDATE="20230728", EventCode="190"))
    lines.append(gdelt(91, SQLDATE="20230101", Actor1CountryCode="FRA", Actor2CountryCode="DEU"))
    lines.append(gdelt(92, SQLDATE="20240101", Actor1CountryCode="FRA", Actor2CountryCode="DEU"))
    with Record.open(record).writer(RUN) as writer:
        writer.add(coding("z", event("z", "z", "INDGOV", "CHN", date="2023-12-31"), date="2023-12-31"))
    bring(record, write(folder / "a.csv", *lines))
    return record


def compare(record: Path, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["compare", *words, "--record", str(record), "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_comparison_lists_what_each_has_alone_by_id(record: Path) -> None:
    found = compare(record, "Iran", "Pakistan", "--sources", "bilat,gdelt")
    own, other = found["sources"]
    assert (own["name"], other["name"]) == ("bilat", "gdelt")
    assert own["counts"] == [1] * 12
    assert other["counts"] == [1, 1, 1, 1, 0, 1, 2, 1, 1, 1, 1, 1]
    assert [(one["label"], [event["id"] for event in one["events"]]) for one in own["alone"]] == [("2023-05", ["e5"])]
    assert [one["id"] for one in own["unpaired"]] == ["e5"]
    assert [one["id"] for one in other["unpaired"]] == ["gdelt:90"]
    assert other["alone"] == []
    assert found["pearson"]["reason"] == "one of the two does not change"


def test_a_comparison_of_one_quad_leaves_out_the_others(record: Path) -> None:
    found = compare(record, "IRN", "PAK", "--quad", "material-conflict")
    own, other = found["sources"]
    assert sum(own["counts"]) == 0
    assert [one["id"] for one in other["unpaired"]] == ["gdelt:90"]
    assert found["notes"] == ["bilat has nothing of the two in this time"]


def test_a_pair_that_neither_has_is_a_page_that_says_so(record: Path) -> None:
    found = compare(record, "IND", "EGY")
    assert found["notes"] == ["bilat has nothing of the two in this time", "gdelt has nothing of the two in this time"]
    told = CliRunner().invoke(app, ["compare", "IND", "EGY", "--record", str(record)])
    assert told.exit_code == 0
    assert "bilat has nothing of the two in this time" in told.stdout


def test_sources_without_a_common_time_say_what_they_reach(record: Path) -> None:
    found = compare(record, "IRN", "PAK", "--since", "2030")
    assert "no time in common: bilat reaches from 2023-01-10 to 2023-12-31" in found["notes"][0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Iran", "Pakstan"], "did you mean Pakistan"),
        (["IRN", "PAK", "--since", "2024", "--until", "2023"], "ends before it begins"),
        (["IRN", "PAK", "--since", "spring"], "is no date"),
        (["IRN", "IRN"], "two different parties"),
        (["IRN", "PAK", "--sources", "bilat"], "needs two different sources"),
        (["IRN", "PAK", "--sources", "bilat,icews"], "the record has no source 'icews'"),
        (["IRN", "PAK", "--type", "WAR"], "'WAR' is no type"),
        (["IRN", "PAK", "--type", "AID", "--quad", "verbal-conflict"], "AID is not of verbal-conflict"),
    ],
)
def test_wrong_input_is_told(record: Path, words: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["compare", *words, "--record", str(record)])
    assert isinstance(done.exception, BadArgument)
    assert told in str(done.exception)


def test_the_terminal_shows_both_series_and_the_ids(record: Path) -> None:
    told = CliRunner().invoke(app, ["compare", "IRN", "PAK", "--record", str(record), "--rates"]).stdout
    assert "Iran and Pakistan: bilat and gdelt, 2023-01-10 to 2023-12-31" in told
    assert "2023-07-28 ASSAULT (190) [gdelt:90]" in told
    assert "2023-05  2023-05-10 CONSULT [e5]" in told
