"""Articles on one happening, by their words and dates: what the stories measure judges.

Each article is a bag of its title's and first paragraphs' words, weighted by TF-IDF over the articles at hand (Salton and
Buckley 1988). In order of date, an article joins the story whose centroid is nearest by cosine, if near enough and within
days of its last article; else it founds one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log, sqrt

from bilat.model import Article

NEAR = 0.22
"""Least cosine to a story's centroid. Set by hand on the project's own sample reports."""

DAYS = 5
_LEAD = 1_500
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(slots=True)
class _Story:
    weights: Counter[str] = field(default_factory=Counter)
    last: date | None = None
    size: int = 0


def cluster(articles: Sequence[Article]) -> list[int]:
    """A story number for each article, in the order given; the numbers do not depend on that order."""
    bags = [Counter(_WORD.findall(f"{a.title or ''} {a.title or ''} {a.text[:_LEAD]}".lower())) for a in articles]
    seen = Counter(word for bag in bags for word in bag)
    vectors = [
        _unit({w: (1 + log(n)) * log((1 + len(bags)) / seen[w]) for w, n in bag.items() if seen[w] > 1}) for bag in bags
    ]
    stories: list[_Story] = []
    labels = [0] * len(articles)
    for i in sorted(range(len(articles)), key=lambda i: (articles[i].date or "", articles[i].id)):
        day = date.fromisoformat(articles[i].date or "") if len(articles[i].date or "") == 10 else None
        open_now = [
            (k, s) for k, s in enumerate(stories) if day is None or s.last is None or (day - s.last).days <= DAYS
        ]
        near = [(_cosine(vectors[i], s), k) for k, s in open_now]
        best = max(near, default=(0.0, -1))
        if best[0] < NEAR:
            stories.append(_Story())
            best = (1.0, len(stories) - 1)
        story = stories[best[1]]
        story.weights.update(vectors[i])
        story.last, story.size = day or story.last, story.size + 1
        labels[i] = best[1]
    return labels


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(x * x for x in vector.values())) or 1.0
    return {word: x / length for word, x in vector.items()}


def _cosine(vector: dict[str, float], story: _Story) -> float:
    length = sqrt(sum(x * x for x in story.weights.values())) or 1.0
    return sum(x * story.weights[word] for word, x in vector.items() if word in story.weights) / length
