"""The corpus's files: their digest, and the held-out part as gold articles, from which no network has learnt."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bilat.evaluation import articles
from bilat.evaluation.articles import GoldArticle
from bilat.evaluation.matching import from_row
from bilat.evaluation.stories import gold_article

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
EVERY_ARTICLE = 5
"""Every fifth article of a file is held out; of sentences every eighth of a batch, as tools/build_corpus.py marks them."""


def corpus_files() -> list[Path]:
    """The built sentences, then the articles."""
    return [CORPUS / "sentences.jsonl", *sorted((CORPUS / "articles").glob("*.jsonl"))]


def corpus_digest() -> str:
    """The SHA-256 of all of them."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in corpus_files())).hexdigest()


def runs(text: str) -> set[str]:
    """The eight-word runs of a text, in lower case: what no text of the corpus may share with a measuring set."""
    words = re.sub(r"\W+", " ", text.lower()).split()
    return {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}


def held_out_articles() -> list[GoldArticle]:
    """Whole articles."""
    return [a for path in corpus_files()[1:] for a in articles.read(path)[EVERY_ARTICLE - 1 :: EVERY_ARTICLE]]


def held_out_sentences() -> list[GoldArticle]:
    """Single sentences, as articles of one sentence."""
    lines = corpus_files()[0].read_text("utf-8").splitlines()
    return [_article(row) for row in map(json.loads, lines) if row["split"] == "held-out"]


def _article(row: dict[str, Any]) -> GoldArticle:
    events = [
        {
            **{field: e[field] for field in ("type", "status", "issues", "date", "place")},
            "sentence": row["text"],
            "actors": list(_codes(e["actors"])),
            "recipients": list(_codes(e["recipients"])),
        }
        for e in row["events"]
    ]
    made = {"id": row["id"], "text": row["text"], "date": row["date"], "events": events}
    return GoldArticle(gold_article(made), from_row(made))


def _codes(parties: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    for party in parties:
        yield {"code": party["code"]}
