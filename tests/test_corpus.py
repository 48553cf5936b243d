"""The corpus: every label stands where it says, and the built file is what the batches give."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus_files import runs

from bilat.model import EventType, Status

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "corpus" / "sentences.jsonl"
SHARED = ROOT.parent / "shared"
MEASURED_ON = (".tsv", ".jsonl", "dev.json", "LGL.xml", "GeoVirus.xml", "seed-article.txt")
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
    types, statuses = Counter(e["type"] for e in events), Counter(e["status"] for e in events)

    assert len(sentences) >= 6_000
    assert all(types[t.value] >= 250 for t in EventType), types
    assert all(statuses[s.value] >= 250 for s in Status), statuses
    assert sum(not row["events"] for row in sentences) >= 500
    assert {row["split"] for row in sentences} == {"train", "held-out"}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_articles_labels_are_words_of_its_text(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        article = json.loads(line)
        for event in article["events"]:
            assert event["sentence"] in article["text"], (article["id"], event["sentence"])
            assert event["trigger"] in event["sentence"], (article["id"], event["trigger"])
            for party in event["actors"] + event["recipients"]:
                assert party["text"] in article["text"], (article["id"], party)
                assert party.get("mention", "") in event["sentence"], (article["id"], party)


def test_there_are_whole_articles_enough() -> None:
    assert sum(len(path.read_text("utf-8").splitlines()) for path in ARTICLES) >= 120


@pytest.mark.skipif(not SHARED.is_dir(), reason="the measuring files are not beside the checkout")
def test_no_eight_words_in_a_row_are_those_of_a_measuring_set(sentences: list[dict[str, object]]) -> None:
    texts = [str(row["text"]) for row in sentences]
    texts += [json.loads(line)["text"] for path in ARTICLES for line in path.read_text("utf-8").splitlines()]
    own = {run for text in texts for run in runs(text)}

    shared = {run for text in _measured_on() for run in runs(text) if run in own}

    assert not shared


def _measured_on() -> Iterator[str]:
    for path in sorted(p for p in SHARED.rglob("*") if p.name.endswith(MEASURED_ON)):
        yield from re.sub(r"</?[st]>", "", path.read_text("utf-8")).splitlines()
