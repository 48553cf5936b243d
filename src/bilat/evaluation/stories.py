"""``bilat evaluate stories``: articles grouped by happening, by B-cubed (Bagga and Baldwin 1998)."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bilat.evaluation.figures import b_cubed
from bilat.evaluation.readers import Row, build, optional_text, read_jsonl, text_of
from bilat.model import Article, DateBasis


@dataclass(frozen=True, slots=True)
class Clustered:
    """An article and the gold cluster that it belongs to."""

    article: Article
    cluster: str


class Cluster(Protocol):
    """Gives each article a label; articles on one happening share it."""

    def __call__(self, articles: Sequence[Article]) -> Sequence[Hashable]: ...


def gold_article(row: Row) -> Article:
    """The article that a row of a gold file holds, as the coder gets it; gold files are in English."""
    date = optional_text(row, "date")
    return Article(
        id=text_of(row, "id"),
        text=text_of(row, "text"),
        title=optional_text(row, "title"),
        outlet=optional_text(row, "source"),
        date=date,
        date_basis=DateBasis.GIVEN if date else None,
        date_reason="given in the gold file" if date else "the gold file gives none",
        language="en",
        url=optional_text(row, "url"),
    )


def read(path: Path) -> list[Clustered]:
    """The clustered articles of a JSON lines file."""
    return build(read_jsonl(path, "stories"), lambda row: Clustered(gold_article(row), text_of(row, "cluster")))


def measure(gold: Sequence[Clustered], labels: Sequence[Hashable]) -> dict[str, object]:
    """B-cubed precision, recall and their harmonic mean."""
    precision, recall = b_cubed([item.cluster for item in gold], labels)
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "bcubed_f1": round(100 * both, 2),
        "bcubed_precision": round(100 * precision, 2),
        "bcubed_recall": round(100 * recall, 2),
    }


def run(gold: Sequence[Clustered], cluster: Cluster) -> dict[str, object]:
    """Predicts and measures."""
    return measure(gold, cluster([item.article for item in gold]))
