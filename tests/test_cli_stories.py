"""bilat stories and bilat show of a story, from the command line."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bilat.cli import app
from bilat.record import Record

sys.path.insert(0, str(Path(__file__).parent / "record"))

from record_samples import RUN
from test_record_stories import samples


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("r") / "r"
    with Record.open(folder, create=True).writer(RUN) as writer:
        for coding, _ in sorted(samples(), key=lambda one: one[0].article.date or ""):
            writer.add(coding)
    return folder


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_most_reported_story_stands_first_with_what_its_sources_differ_on(record: Path) -> None:
    listed = json.loads(run("stories", "Iran", "Pakistan", "--record", str(record), "--json"))
    assert [len(story["articles"]) for story in listed] == sorted((len(s["articles"]) for s in listed), reverse=True)
    (strike,) = [story for story in listed if story["date"] == "2024-01-16"]
    killed = next(point for point in strike["differ"] if point["what"] == "killed")
    assert {value["value"] for value in killed["values"]} == {"2", "4"}


def test_a_list_can_be_by_date_and_cut(record: Path) -> None:
    told = run("stories", "IRN", "PAK", "--record", str(record), "--by", "date", "--limit", "2")
    assert told.startswith("2024-04-23")
    assert "2 of " in told


def test_a_story_is_shown_side_by_side(record: Path) -> None:
    listed = json.loads(run("stories", "IRN", "PAK", "--record", str(record), "--json", "--since", "2024-04"))
    visit = next(story for story in listed if len(story["articles"]) == 3)
    told = run("show", visit["id"][:8], "--record", str(record))
    assert "The sources differ on" in told
    assert "planned" in told
    assert "Sample Post" in told
    assert json.loads(run("show", visit["id"], "--record", str(record), "--json")) == visit
