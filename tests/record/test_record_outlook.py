"""The outlook of a record: when stories count, what as of a day means, and the commands as a user calls them."""

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from imported_samples import line, put
from record_samples import RUN, coding, event

from bilat.model import Coding, EventType, Mode, Status
from bilat.record import Record, View
from bilat.relations.outlook import Outlook, backtest, outlook, panels, peers

START = date(2021, 1, 4)
PAIRS = [("IRN", "PAK"), ("IND", "PAK"), ("IRN", "USA"), ("AFG", "PAK")]


def day(number: int) -> str:
    return (START + timedelta(days=number)).isoformat()


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of four pairs' events of another dataset, as fast to make as a table is."""
    rng = random.Random(1)
    lines: list[dict[str, Any]] = []
    for number in range(3 * 365):
        for rank, (a, b) in enumerate(PAIRS):
            for type in ("ASSAULT", "AID", "CONSULT"):
                if rng.random() < 0.16 / (rank + 1):
                    own = f"{number}-{rank}-{type}"
                    visit = {"mode": "visit"} if type == "CONSULT" else {}
                    one, other = sorted((a, b))
                    dates = dict.fromkeys(("date", "first", "last"), day(number))
                    lines.append(line(own, one, other, type=type, story=len(lines), **dates, **visit))
    folder = tmp_path_factory.mktemp("outlook") / "imported"
    put(folder, imported=lines)
    return folder


def small(folder: Path, *codings: Coding) -> Path:
    with Record.open(folder, create=True).writer(RUN) as writer:
        for one in codings:
            writer.add(one)
    return folder


def assault(id: str, article: str, **fields: Any) -> Any:
    return event(id, article, "IRN", "PAK", type=EventType.ASSAULT, **fields)


def weekly(view: View, kind: str = "material-conflict", **fields: Any) -> list[float]:
    return panels(view, [("IRN", "PAK")], **fields).counts[kind][0].tolist()  # type: ignore[no-any-return]


def test_a_story_counts_once_in_the_week_in_which_it_was_first_told(tmp_path: Path) -> None:
    articles = [coding(f"quiet{n}", date=day(7 * n + 6)) for n in range(6)]
    told = [
        coding("first", assault("e1", "first", date=day(7)), date=day(8)),
        coding("again", assault("e2", "again", date=day(7)), date=day(16)),  # the same attack, a week later
        coding("old", assault("e3", "old", date="2019-02-13"), date=day(23)),  # history
        coding("plan", assault("e4", "plan", status=Status.PLANNED, date=day(40)), date=day(24)),
        coding("other", assault("e5", "other", date=day(30)), date=day(31)),
    ]
    folder = small(tmp_path / "record", *articles, *told)

    with Record.open(folder).view() as view:
        assert weekly(view, until=START + timedelta(days=41)) == [1.0, 0.0, 0.0, 1.0, 0.0]
        assert weekly(view, until=START + timedelta(days=41), kind="ASSAULT") == weekly(view)
        assert weekly(view, kind="visit") == [0.0] * 5


def test_a_visit_is_counted_as_such(tmp_path: Path) -> None:
    visit = event("v", "a", "IRNGOV", "PAK", mode=Mode.VISIT, date=day(8))
    folder = small(tmp_path / "record", coding("q", date=day(0)), coding("a", visit, date=day(9)))

    with Record.open(folder).view() as view:
        found = panels(view, [("PAK", "IRN")], until=START + timedelta(days=13))

    assert found.counts["visit"].tolist() == [[0.0, 1.0]]
    assert found.counts["material-conflict"].tolist() == [[0.0, 0.0]]


def test_weeks_that_nobody_read_are_missing_unless_the_record_is_said_to_be_complete(tmp_path: Path) -> None:
    days = [0, 7, 14, 28, 35, 42]  # the fourth week has no article
    folder = small(tmp_path / "record", *(coding(f"a{n}", date=day(n)) for n in days))

    with Record.open(folder).view() as view:
        found = weekly(view, until=START + timedelta(days=48))
        whole = weekly(view, until=START + timedelta(days=48), whole=True)

    assert [one == one for one in found] == [True, True, True, False, True, True, True]
    assert whole == [0.0] * 7


def test_a_panel_begins_where_reading_becomes_regular(tmp_path: Path) -> None:
    days = [-900, *range(0, 70, 7)]
    folder = small(tmp_path / "record", *(coding(f"a{n}", date=day(n)) for n in days))

    with Record.open(folder).view() as view:
        found = panels(view, [("IRN", "PAK")])

    # Ten weeks in a row were read; from there back a quarter more may be missing, but it must begin with one that was read.
    assert len(found.starts) == 10
    assert found.end == START + timedelta(days=63)


def test_the_outlook_as_of_a_day_is_what_a_back_test_would_have_said(imported: Path) -> None:
    """Lines that a dataset had by then, and the same with all its lines and the weeks after the day cut off."""
    cut = START + timedelta(days=900)
    with Record.open(imported).view(as_of=cut.isoformat()) as then, Record.open(imported).view() as now:
        one = outlook(then, "IRN", "PAK", (4,), source="sample", until=cut, learn_from=4)
        two = outlook(now, "IRN", "PAK", (4,), source="sample", until=cut, learn_from=4)

    assert one.forecasts
    assert one.as_of == cut.isoformat()
    assert said(one) == said(two)


def said(made: Outlook) -> list[Any]:
    return [(f.target, f.method, f.chance, f.mean, f.intervals) for f in made.forecasts]


def test_an_outlook_tells_of_all_horizons_with_what_it_rests_on(imported: Path) -> None:
    with Record.open(imported).view() as view:
        made = outlook(view, "PAK", "IRN", (4, 13), source="sample", learn_from=4)

    assert made.reason is None
    assert [(one.target, one.weeks) for one in made.forecasts] == [
        (target, weeks) for target in ("conflict", "cooperation", "visit") for weeks in (4, 13)
    ]
    conflict = made.forecasts[0]
    assert conflict.mean == pytest.approx(0.16 * 28, rel=0.4)
    assert conflict.calibrated
    assert [one.level for one in conflict.intervals] == [0.5, 0.8, 0.9]
    assert conflict.intervals[0].low >= conflict.intervals[2].low
    assert conflict.first == (date.fromisoformat(made.as_of or "") + timedelta(days=1)).isoformat()
    assert conflict.trial is not None
    assert conflict.method in {score.method for score in conflict.trial.scores}
    assert made.forecasts[-1].chance > made.forecasts[-2].chance > 0.3
    assert made.moving_reason == "sample tells of no undertakings"


def test_what_cannot_be_forecast_is_null_with_its_reason(imported: Path, tmp_path: Path) -> None:
    folder = small(tmp_path / "record", coding("a", assault("e", "a"), date=day(0)))
    with Record.open(imported).view() as view:
        stranger = outlook(view, "FJI", "TON", (4,), source="sample")
    with Record.open(folder).view() as view:
        short = outlook(view, "IRN", "PAK")
    small(tmp_path / "empty")
    with Record.open(tmp_path / "empty").view() as view:
        empty = outlook(view, "IRN", "PAK")
        assert backtest(view).reason is not None
        assert peers(view) == ()

    assert "nothing that happened between the two" in (stranger.reason or "")
    assert "26 are needed" in (short.reason or "")
    with Record.open(imported).view() as view:
        unasked = outlook(view, "IRN", "PAK")

    assert "it also has events of sample" in (unasked.reason or "")
    assert empty.as_of is None
    assert "26 are needed" in (empty.reason or "")
    assert (*stranger.forecasts, *short.forecasts, *empty.forecasts) == ()


def test_the_back_test_names_what_ships_and_the_counts_it_rests_on(imported: Path) -> None:
    with Record.open(imported).view() as view:
        made = backtest(view, 4, (4,), source="sample")
        again = backtest(view, 4, (4,), source="sample")

    assert made == again
    assert {one.target for one in made.trials} == {"conflict", "cooperation", "visit"}
    assert len(made.digest) == 16
    for one in made.trials:
        assert one.ships in {score.method for score in one.scores}
        assert one.first < one.last <= (made.end or "")


def test_the_commands(bilat: Any, imported: Path) -> None:
    common = ("--record", imported, "--source", "sample")
    told = bilat("outlook", "Iran", "Pakistan", *common, "--weeks", "4,8")
    data = json.loads(bilat("outlook", "IRN", "PAK", *common, "--weeks", "8 4", "--as-of", "2023-06-30", "--json").out)
    tried = bilat("backtest", *common, "--top", "4", "--weeks", "4")
    after = bilat("whatif", "--type", "assault", *common, "--top", "4", "--weeks", "4")
    both = json.loads(bilat("whatif", "IRN", "PAK", "--type", "AID", *common, "--json").out)

    assert told.exit == tried.exit == after.exit == 0
    assert "Iran and Pakistan: outlook" in told.out
    assert "a visit within 8 weeks" in told.out
    assert data["as_of"] == "2023-06-30"
    assert [one["weeks"] for one in data["forecasts"][:2]] == [4, 8]
    assert set(data["forecasts"][0]["quantiles"]) == {"0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95"}
    assert "conflictology-12" in tried.out
    assert "*" in tried.out
    assert "like weeks" in after.out
    assert [one["pair"] for one in both["found"]] == [["IRN", "PAK"], None]


def test_an_outlook_is_drawn(bilat: Any, imported: Path, tmp_path: Path) -> None:
    asked = ("outlook", "IRN", "PAK", "--record", imported, "--source", "sample", "--weeks", "4")
    ran = bilat(*asked, "--plot", tmp_path / "o.svg")
    term = bilat(*asked, "--plot", "term")
    wrong = bilat(*asked, "--plot", tmp_path / "o.gif")
    none = bilat("outlook", "FJI", "TON", "--record", imported, "--source", "sample", "--plot", tmp_path / "n.svg")

    drawn = (tmp_path / "o.svg").read_text()
    assert ran.out == ""
    assert "plot written" in ran.err
    # Two planes, each with three ranges and the expected number; a bar for each week with a story.
    assert drawn.count('class="band"') == 6
    assert drawn.count('class="line"') == 2
    assert drawn.count('<rect class="material-conflict"') > 20
    assert "█ material conflict" in term.out
    assert wrong.exit == none.exit == 2
    assert ".svg or .png" in wrong.err
    assert "nothing to draw" in none.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("outlook", "Iran", "Iran"), "two different parties"),
        (("outlook", "Iran", "Pakstan"), "did you mean Pakistan"),
        (("outlook", "Iran", "Pakistan", "--weeks", "4,x"), "no list of weeks"),
        (("outlook", "Iran", "Pakistan", "--weeks", "60"), "from 1 to 52"),
        (("outlook", "Iran", "Pakistan", "--source", "gdelt"), "it has sample"),
        (("outlook", "Iran", "Pakistan", "--as-of", "soon"), "no date"),
        (("whatif", "Iran"), "needs two parties"),
        (("whatif", "--type", "WAR"), "no kind of act"),
    ],
)
def test_wrong_arguments_are_told_with_the_way_out(
    bilat: Any, imported: Path, words: tuple[str, ...], said: str
) -> None:
    ran = bilat(*words, "--record", imported)

    assert ran.exit == 2
    assert said in ran.err


def test_undertakings_of_a_record_are_forecast_from_their_own_moves(bilat: Any, record: Path) -> None:
    """Of three articles nothing can be said, and that is what is said."""
    ran = bilat("outlook", "Iran", "Pakistan", "--record", record)

    assert ran.exit == 0
    assert "none: in only" in ran.out
