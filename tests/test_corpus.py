"""The corpus: every label stands where it says, and the built file is what the batches give."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bilat.model import EventType, Status

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "corpus" / "sentences.jsonl"
ARTICLES = sorted((ROOT / "corpus" / "articles").glob("*.jsonl"))


@pytest.fixture(scope="module")
def sentences() -> list[dict[str, object]]:
    return [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]


def test_the_built_file_is_what_the_batches_give() -> None:
    done = subprocess.run(
        [sys.executable, "tools/build_corpus.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_label_equals_the_words_at_its_place(sentences: list[dict[str, object]]) -> None:
    for row in sentences:
        text = row["text"]
        assert isinstance(text, str)
        for event in row["events"]:  # type: ignore[attr-defined]
            spans = [event["trigger"], *event["actors"], *event["recipients"], event["speaker"], event["place"]]
            assert all(text[s["start"] : s["end"]] == s["text"] for s in spans if s), row["id"]


def test_all_types_statuses_and_hard_negatives_are_there(sentences: list[dict[str, object]]) -> None:
    events = [event for row in sentences for event in row["events"]]  # type: ignore[attr-defined]

    assert {e["type"] for e in events} == {t.value for t in EventType}
    assert {e["status"] for e in events} == {s.value for s in Status}
    assert sum(not row["events"] for row in sentences) >= 100
    assert {row["split"] for row in sentences} == {"train", "held-out"}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_articles_labels_are_words_of_its_text(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        article = json.loads(line)
        for event in article["events"]:
            assert event["sentence"] in article["text"], (article["id"], event["sentence"])
            assert event["trigger"] in event["sentence"], (article["id"], event["trigger"])
