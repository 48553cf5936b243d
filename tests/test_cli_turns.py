"""bilat turns and bilat alarms, from the command line, on a record whose history was planted."""

import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bilat.cli import app
from bilat.errors import BadArgument
from bilat.model import EventType, Span
from bilat.record import Record

sys.path.insert(0, str(Path(__file__).parent / "record"))

from record_samples import RUN, coding, event

FIRST = date(2021, 1, 4)
WEEKS, STRIKES, LAST = 130, 60, 128
"""In week 60 the two strike at each other six times, and from week 128 on, the last two, ten times a week."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten articles a week on others, one on the two in every second week; nothing is read in weeks 20 to 29."""
    folder = tmp_path_factory.mktemp("r") / "r"
    with Record.open(folder, create=True).writer(RUN) as writer:
        for week in range(WEEKS):
            if 20 <= week < 30:
                continue
            for n in range(10):
                day = (FIRST + timedelta(days=7 * week + n % 7)).isoformat()
                writer.add(coding(f"o{week}-{n}", date=day, text=f"Report {n} of week {week} on other matters."))
            strikes = {STRIKES: 6}.get(week, 10 if week >= LAST else 0)
            for n in range(max(strikes, week % 2)):
                day = (FIRST + timedelta(days=7 * week + n % 7)).isoformat()
                kind = EventType.ASSAULT if n < strikes else EventType.CONSULT
                text = _own_words(week * 20 + n)
                whole = Span(0, len(text), text)
                told = event(f"e{week}-{n}", f"a{week}-{n}", "IRN", "PAK", type=kind, date=day)
                writer.add(coding(f"a{week}-{n}", replace(told, sentence=whole, trigger=whole), date=day, text=text))
    return folder


def _own_words(n: int) -> str:
    """A sentence that shares no word with any other, so that no two stories join."""
    letters = "".join(chr(97 + int(digit)) for digit in f"{n:05}")
    return " ".join(f"{letters}{tail}" for tail in ("ira", "oma", "uke", "este")).capitalize() + "."


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, (done.output, done.exception)
    return done.stdout


def test_turns_are_told_with_their_stories_and_weeks_without_reading(record: Path) -> None:
    found = json.loads(run("turns", "Iran", "Pakistan", "--record", str(record), "--json"))
    assert (found["a"], found["b"], found["by"], found["basis"]) == ("IRN", "PAK", "week", "read")
    (conflict,) = [one for one in found["series"] if one["series"] == "material-conflict"]
    assert conflict["unread"] == 10
    peak, recent = conflict["turns"]
    assert (peak["kind"], peak["direction"]) == ("peak", "more conflict")
    assert (peak["first"], peak["last"]) == ("2022-02-28", "2022-03-06")
    assert {story["day"] for story in peak["stories"]} <= {"2022-02-28", *(f"2022-03-0{n}" for n in range(1, 7))}
    assert all(story["type"] == "ASSAULT" and story["sentence"] for story in peak["stories"])
    assert (recent["kind"], recent["first"]) == ("recent", "2023-06-19")
    (consults,) = [one for one in found["series"] if one["series"] == "verbal-cooperation"]
    assert consults["turns"] == []


def test_a_paper_that_prints_fewer_and_longer_articles_is_no_turn(tmp_path: Path) -> None:
    """From week 40 on, two articles of nine sentences in place of eighteen of one; the pair has three acts a week all along."""
    with Record.open(tmp_path / "r", create=True).writer(RUN) as writer:
        for week in range(80):
            day = (FIRST + timedelta(days=7 * week)).isoformat()
            for n in range(2 if week >= 40 else 18):
                made = coding(f"o{week}-{n}", date=day, text="Others spoke of the harvest.")
                writer.add(replace(made, sentences=made.sentences * (9 if week >= 40 else 1)))
            for n in range(3):
                text = _own_words(week * 20 + n)
                whole = Span(0, len(text), text)
                told = event(f"e{week}-{n}", f"a{week}-{n}", "IRN", "PAK", type=EventType.CONSULT, date=day)
                writer.add(coding(f"a{week}-{n}", replace(told, sentence=whole, trigger=whole), date=day, text=text))
    found = json.loads(run("turns", "IRN", "PAK", "--record", str(tmp_path / "r"), "--json"))
    assert found["basis"] == "read"
    assert [turn for one in found["series"] for turn in one["turns"]] == []


def test_turns_for_a_reader_name_the_days_and_a_story_that_show_finds(record: Path) -> None:
    told = run("turns", "IRN", "PAK", "--record", str(record), "--quad", "material-conflict", "--stories", "1")
    assert "nothing was read in 10, which count for nothing" in " ".join(told.split())
    assert "2022-02-28 peak to 2022-03-06: more conflict" in told
    assert "verbal" not in told
    story = next(line.split()[-1] for line in told.splitlines() if "ASSAULT" in line)
    assert "ASSAULT" in run("show", story, "--record", str(record))


def test_the_strongest_turns_of_all_pairs(record: Path) -> None:
    first, *_ = json.loads(run("turns", "--all", "--top", "2", "--record", str(record), "--json", "--quiet"))
    assert (first["a"], first["b"], first["series"]) == ("IRN", "PAK", "material-conflict")
    assert first["stories"]
    assert "Iran and Pakistan, material conflict" in run("turns", "--all", "--record", str(record), "--quiet")


def test_a_plot_marks_the_turns(record: Path, tmp_path: Path) -> None:
    run("turns", "IRN", "PAK", "--record", str(record), "--plot", str(tmp_path / "p.svg"))
    drawn = (tmp_path / "p.svg").read_text("utf-8")
    assert "peak: more conflict" in drawn
    assert "recent: more conflict" in drawn


def test_a_pair_without_events_has_a_page_and_no_crash(record: Path) -> None:
    assert "has nothing on this pair" in run("turns", "FRA", "JPN", "--record", str(record))
    assert json.loads(run("alarms", "FRA", "JPN", "--record", str(record), "--json"))["alarms"] == []


def test_an_alarm_sounds_for_the_last_two_weeks_and_not_before_them(record: Path) -> None:
    found = json.loads(run("alarms", "--record", str(record), "--json", "--exit-code", code=3))
    (alarm,) = found["alarms"]
    assert (alarm["a"], alarm["b"], alarm["series"]) == ("IRN", "PAK", "material-conflict")
    assert alarm["look"]["observed"] == 20
    assert alarm["look"]["p"] <= found["limit"]
    assert alarm["stories"]
    assert (found["first"], found["last"]) == ("2023-06-19", "2023-07-02")
    told = run("alarms", "IRN", "PAK", "--record", str(record))
    assert "1 alarm in 1 pair, 2023-06-19 to 2023-07-02 beside the year before" in told
    quiet = run("alarms", "--record", str(record), "--as-of", "2023-06-18", "--exit-code")
    assert quiet.startswith("0 alarms")


def test_weeks_that_count_alike_without_articles_are_told(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r", create=True).writer(RUN) as writer:
        for n in range(4):
            day = f"2023-0{n + 1}-01"
            told = event(f"e{n}", f"a{n}", "IRN", "PAK", type=EventType.CONSULT, date=day)
            writer.add(coding(f"a{n}", told, date=day))
    words = {
        day: " ".join(run("alarms", "IRN", "PAK", "--record", str(tmp_path / "r"), "--as-of", day).split())
        for day in ("1990", "2023-02-03")
    }
    assert "Iran and Pakistan: how much was read is not known: all periods count alike" in words["1990"]
    assert "nothing was read from 1990-12-18 to 1990-12-31" in words["1990"]
    assert "the record was chosen for it" in words["2023-02-03"]
    assert "one without an article counts as quiet" in words["2023-02-03"]
    assert "nothing was read" not in words["2023-02-03"]
    found = json.loads(run("alarms", "IRN", "PAK", "--record", str(tmp_path / "r"), "--as-of", "1990", "--json"))
    assert (found["even"], found["read"]) == ([["IRN", "PAK"]], False)
    everyone = run("alarms", "--record", str(tmp_path / "r"), "--as-of", "1990")
    assert everyone == "the record tells of no pair by 1990-12-31: nothing can be looked at\n"


def test_an_empty_record_has_nothing_to_look_at(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r", create=True).writer(RUN) as writer:
        writer.add(coding("a", date=None))
    assert "nothing can be looked at" in run("alarms", "--record", str(tmp_path / "r"))


@pytest.mark.parametrize(
    "words",
    [
        ("turns", "IRN"),
        ("turns",),
        ("turns", "IRN", "PAK", "--all"),
        ("turns", "IRN", "IRN"),
        ("turns", "--all", "--plot", "p.svg"),
        ("turns", "FRA", "JPN", "--plot", "p.svg"),
        ("turns", "IRN", "PAK", "--plot", "p.gif"),
        ("turns", "IRN", "PAK", "--quad", "war"),
        ("turns", "IRN", "PAK", "--rate", "3"),
        ("turns", "IRN", "PAK", "--since", "2022", "--until", "2021"),
        ("alarms", "--weeks", "60"),
        ("alarms", "--rate", "-1"),
    ],
)
def test_wrong_arguments_are_answered(record: Path, words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*words, "--record", str(record)])
    assert isinstance(done.exception, BadArgument), done.output
