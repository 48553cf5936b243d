"""bilat judge and bilat judgements as a person uses them: what is judged is what every other command then tells."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Bilat

from bilat.record import Record


@pytest.fixture
def mine(record: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(record, tmp_path / "mine"))


def strike(folder: Path) -> str:
    """The id of the event that Pakistan struck Iran."""
    with Record.open(folder).view() as view:
        found = [one for one in view.dyad("IRN", "PAK").events if one.event.type == "ASSAULT"]
    assert len(found) == 1
    return found[0].event.id


def told(bilat: Bilat, *arguments: str | Path) -> Any:
    ran = bilat(*arguments)
    assert ran.exit == 0, ran.err
    return json.loads(ran.out)


def conflict(bilat: Bilat, folder: Path, *more: str) -> int:
    """How many acts of material conflict the dyad's series has."""
    body = told(bilat, "dyad", "IRN", "PAK", "--record", folder, "--json", *more)
    return sum(period["quads"].get("material-conflict", 0) for period in body["series"]["periods"])


def test_a_correction_changes_the_dyad_the_brief_the_export_and_the_figures(bilat: Bilat, mine: Path) -> None:
    id = strike(mine)
    before = conflict(bilat, mine)
    who = ("--analyst", "A. Rahimi", "--record", mine)
    note = "they only said that they would"

    ran = bilat(
        "judge", id[:6], "correct", "--field", "type=THREATEN", "--field", "status=planned", "--note", note, *who
    )

    assert ran.exit == 0
    assert f"kept: {id} corrected: type ASSAULT to THREATEN; status actual to planned, by A. Rahimi" in ran.err
    assert conflict(bilat, mine) == before - 1
    assert conflict(bilat, mine, "--machine") == before
    brief, machine = (
        bilat("brief", "IRN", "PAK", "--record", mine, "--format", "json", *more).out for more in ((), ("--machine",))
    )
    assert brief != machine
    out = mine.parent / "tables"
    assert bilat("export", "--form", "csv", "-o", out, "--record", mine).exit == 0
    with (out / "events.csv").open(newline="") as file:
        line = next(row for row in csv.DictReader(file) if row["id"] == id)
    assert (line["type"], line["quad"], line["status"], line["judged"]) == (
        *("THREATEN", "verbal-conflict", "planned"),
        "corrected",
    )
    with (out / "judgements.csv").open(newline="") as file:
        assert [(row["target"], row["note"], row["stands"]) for row in csv.DictReader(file)] == [
            (id, note, "corrected")
        ]
    figures = told(bilat, "judgements", "figures", "--record", mine, "--json")
    assert figures["judged"]["types"]["ASSAULT"] == pytest.approx(
        {"share": 0.0, "low": 0.0, "high": 0.793, "right": 0, "n": 1}, abs=0.001
    )
    shown = bilat("show", id, "--record", mine).out
    for part in ("given by A. Rahimi on 20", "was ASSAULT", "corrected (type, status) by A. Rahimi", note):
        assert part in " ".join(shown.split())
    body = told(bilat, "show", id, "--record", mine, "--json")
    assert (body["type"], body["machine"]["type"]) == ("THREATEN", "ASSAULT")
    assert body["judgements"]["stands"]["analysts"] == ["A. Rahimi"]
    changed = told(bilat, "diff", "--judged", "--record", mine, "--json")
    assert [(one["kind"], one["fields"]) for one in changed["changes"]] == [("changed", ["type", "status"])]
    assert bilat("check", "--record", mine).exit == 0


def test_a_wrong_line_is_shown_with_who_said_so_and_comes_back_when_that_is_withdrawn(bilat: Bilat, mine: Path) -> None:
    id = strike(mine)
    before = conflict(bilat, mine)
    bilat("judge", id, "wrong", "--analyst", "Ana", "--record", mine)
    assert conflict(bilat, mine) == before - 1
    assert "wrong by Ana" in bilat("show", id, "--record", mine).out
    ran = bilat("judgements", "undo", id, "--analyst", "Ben", "--record", mine)
    assert ran.exit == 2
    assert "no entry begins with" in ran.err
    assert "would be withdrawn" in bilat("judgements", "undo", "--analyst", "Ana", "--dry-run", "--record", mine).err
    assert conflict(bilat, mine) == before - 1
    assert "withdrawn: " in bilat("judgements", "undo", id, "--analyst", "Ana", "--record", mine).err
    assert conflict(bilat, mine) == before
    listed = told(bilat, "judgements", "list", "--record", mine, "--json")
    assert [(one["line"], one.get("withdrawn")) for one in listed] == [("undo", False), ("judgement", True)]


def test_two_people_merge_what_they_judged(bilat: Bilat, mine: Path) -> None:
    theirs = Path(shutil.copytree(mine, mine.parent / "theirs"))
    id = strike(mine)
    bilat("judge", id, "wrong", "--analyst", "Ana", "--record", mine)
    bilat("judge", id, "right", "--analyst", "Ben", "--record", theirs)
    file = mine.parent / "ben.jsonl"
    assert bilat("judgements", "export", "-o", file, "--record", theirs).exit == 0
    assert told(bilat, "judgements", "import", file, "--record", mine, "--json", "--dry-run")["new"] == 1
    assert told(bilat, "judgements", "import", file, "--record", mine, "--json")["new"] == 1
    assert told(bilat, "judgements", "import", theirs, "--record", mine, "--json")["new"] == 0
    ran = bilat("judgements", "list", "--conflicts", "--record", mine)
    assert {"Ana", "Ben"} == {word.strip("()") for word in ran.out.split() if word.strip("()") in ("Ana", "Ben")}
    assert "conflict (verdict) between Ana and Ben" in bilat("show", id, "--record", mine).out
    (first,) = told(bilat, "judgements", "queue", "--limit", "1", "--analyst", "Cem", "--record", mine, "--json")
    assert first["id"] == id
    assert "analysts differ" in first["why"][0]
    file.write_text(file.read_text().replace('"right"', '"wrong"') + "{\n")
    ran = bilat("judgements", "import", file, "--record", mine)
    assert ran.exit == 2
    assert "its id is not that of its content" in ran.err
    assert ran.err.count("skipped:") == 2


def test_the_name_comes_from_the_option_the_settings_or_the_user(
    bilat: Bilat, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = strike(mine)
    monkeypatch.setenv("USER", "desk7")
    monkeypatch.setenv("LOGNAME", "desk7")
    judge = ("judge", id, "right", "--record", mine, "--json", "--dry-run")
    assert told(bilat, *judge)["analyst"] == "desk7"
    (mine.parent / "bilat.toml").write_text('analyst = "From Settings"\n')
    assert told(bilat, *judge)["analyst"] == "From Settings"
    monkeypatch.setenv("BILAT_ANALYST", "From Environment")
    assert told(bilat, *judge)["analyst"] == "From Environment"
    body = told(bilat, *judge, "--analyst", "Given")
    assert (body["analyst"], body["kept"], body["stands"]) == ("Given", False, None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("correct",), "nothing is corrected"),
        (("correct", "--field", "type=STRIKE"), "type 'STRIKE' is not known (one of AGREE"),
        (("correct", "--field", "kind=project"), "'kind' cannot be corrected in an event"),
        (("correct", "--field", "actors=Pakstan"), "did you mean Pakistan (PAK)"),
        (("correct", "--field", "date=soon"), "'soon' is no date"),
        (("correct", "--field", "story=nowhere"), "no story has the id 'nowhere'"),
        (("right", "--field", "type=AGREE"), "takes no corrections"),
        (("right", "--sample", "a b"), "no random sample"),
        (("right", "--analyst", "\n"), "no name of an analyst"),
    ],
)
def test_what_cannot_be_judged_is_told_and_nothing_is_kept(
    bilat: Bilat, mine: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = bilat("judge", strike(mine), *arguments, "--record", mine)
    assert ran.exit == 2
    assert said in ran.err
    assert not list((mine / "judgements").glob("*")) if (mine / "judgements").exists() else True


def test_a_thread_of_comments_stands_with_its_line(bilat: Bilat, mine: Path) -> None:
    id = strike(mine)
    first = told(bilat, "judgements", "comment", id, "Which base?", "--analyst", "Ana", "--record", mine, "--json")
    reply = ("--reply-to", first["id"][:5], "--analyst", "Ben", "--record", mine)
    assert bilat("judgements", "comment", id, "Not told.", *reply).exit == 0
    shown = " ".join(bilat("show", id, "--record", mine).out.split())
    assert f"“Not told.”, by Ben, in reply to {first['id']}" in shown


def test_labelled_sentences_leave_the_record(bilat: Bilat, mine: Path) -> None:
    with Record.open(mine).view() as view:
        ids = [id for (id,) in view.ask("SELECT id FROM events WHERE article_id = 'strikes' ORDER BY start, id")]
    for id in ids:
        bilat("judge", id, "right", "--analyst", "Ana", "--record", mine)
    ran = bilat("judgements", "export", "--form", "sentences", "--part", "all", "--record", mine)
    texts = [line["text"] for line in ran.lines]
    assert texts[0] == "Pakistan launched air strikes on Iran on Thursday."
    gold = mine.parent / "gold.jsonl"
    bilat("judgements", "export", "--form", "sentences", "--part", "all", "-o", gold, "--record", mine)
    assert told(bilat, "evaluate", "sentences", gold, "--json")["n"] == len(texts)
    (mine.parent / "bilat.toml").write_text('withhold = ["gulf wire"]\n')
    ran = bilat("judgements", "export", "--form", "corpus", "--part", "all", "--record", mine)
    assert ran.out == ""
    assert "of an outlet whose texts are withheld" in ran.err
