"""Articles as wholes: which of them report one happening, by the words of their headlines and first paragraphs.

Each is a bag of words weighted by TF-IDF (Salton and Buckley 1988). An article joins the story whose centroid is nearest
by cosine, if near enough; the farther it is in days from the story's reports, the nearer it must be in words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import fsum, log, sqrt

import numpy as np

from bilat.model import Article, content_id
from bilat.record.tellings import day_of, lead_words
from bilat.record.vocabulary import Numbers, Reals, Table, Weights

NEAR = 0.16
"""Least cosine of an article to the reports of a story. Set by hand on the project's own reports."""

FADING = 0.005
"""What is added to :data:`NEAR` for each day, from the fourth on, between an article and a story's nearest report."""

DAYS = 30
"""Most days between an article and a story's nearest report."""

_FREE = 3
_FEW = 6  # stories that are compared in full; the others share less with the article
_SOUGHT = 30  # of an article's words, by which stories are found: the most telling
_SHOWN = 5
_GRAIN = 1 << 40  # a part of one that squares are summed in: whole numbers have one sum, in whatever order they come


@dataclass(slots=True)
class _Story:
    """A story of articles by their words, summed; ``counted`` is the words' numbers and how much their counts weigh."""

    id: str
    month: str
    founded: int = 0
    words: Counter[str] = field(default_factory=Counter)
    days: set[int] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    counted: tuple[Numbers, Reals] | None = None


@dataclass(slots=True)
class _Month:
    """The stories that were founded in a month, and how many of the articles of its days have each word."""

    having: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    stories: dict[str, _Story] = field(default_factory=dict)
    by_word: defaultdict[str, dict[str, _Story]] = field(default_factory=lambda: defaultdict(dict))

    def count(self, found: Mapping[str, int]) -> None:
        """Counts an article that has these words, each once."""
        self.having.update(found.keys())
        self.articles += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The story of an article as a whole, the month of its founding, how like it is and why."""

    story: str
    month: str
    score: float
    reason: str


def alone(article: Article, month: str) -> Found:
    """The story of an article that joins none."""
    reason = "founds it" if month else "the article has no day to be compared by"
    return Found(story=content_id("article", article.id), month=month, score=1.0, reason=reason)


def month_of(day: int) -> str:
    """The month ("2024-01") of a day's number."""
    return date.fromordinal(day).isoformat()[:7]


class OpenReports:
    """The stories of articles in the months that are in memory."""

    def __init__(self) -> None:
        self._months: dict[str, _Month] = {}
        self._scope: tuple[str, ...] = ()
        self._summed = _Month()  # what the months of that scope have together
        self._weights: Weights | None = None  # of that, until another article is counted
        self._table = Table()

    def load(self, month: str, articles: Iterable[Article], told: Iterable[tuple[str, Article]]) -> None:
        """Takes in a month as the record has it: its articles, and those of the stories founded in it."""
        self._forget(month)
        self._months[month] = _Month()
        for article in articles:
            self._count(month, lead_words(article))
        for story, article in told:
            self._take(story, month, article, lead_words(article))

    def drop(self, month: str) -> None:
        """Forgets a month."""
        self._forget(month)
        self._months.pop(month, None)

    def _forget(self, month: str) -> None:
        if month in self._scope:
            self._scope, self._summed, self._weights = (), _Month(), None

    def _count(self, month: str, found: Mapping[str, int]) -> None:
        self._months[month].count(found)
        if month in self._scope:
            self._summed.count(found)
            self._table.count(found)
            self._weights = None

    def story_of(self, article: str, scope: Sequence[str]) -> str | None:
        """The story of an article that was added before."""
        here = (story for month in scope for story in self._months[month].stories.values())
        return next((story.id for story in here if article in story.articles), None)

    def _take(self, story: str, month: str, article: Article, found: Mapping[str, int]) -> None:
        here = self._months[month]
        one = here.stories.get(story) or here.stories.setdefault(story, _Story(story, month))
        one.words.update(found)
        one.counted = None
        one.articles.add(article.id)
        day = day_of(article.date)
        if day is not None:
            one.days.add(day)
            one.founded = min(one.days)
        for word in found:
            here.by_word[word][story] = one

    def weights(self, scope: Sequence[str]) -> Weights:
        """The weights of words among the articles of some months, as they are now."""
        if self._scope != tuple(scope):  # an article's neighbours have its scope as a rule: it is summed once for all
            self._scope, self._summed = tuple(scope), _Month()
            for month in (self._months[month] for month in scope if month in self._months):
                self._summed.having.update(month.having)
                self._summed.articles += month.articles
            self._table.restart(self._summed.having)
            self._weights = None
        if self._weights is None:
            self._weights = Weights(self._summed.articles, self._summed.having)
        return self._weights

    def add(self, article: Article, day: int, scope: Sequence[str]) -> Found:
        """Joins an article of a day to a story, or founds one."""
        found = lead_words(article)
        self._count(month_of(day), found)
        weights = self.weights(scope)
        mine = _unit(found, weights)
        best: tuple[float, float, _Story] | None = None
        for story in self._candidates(mine, weights, day, scope):
            away = abs(day - story.founded)
            like = self._cosine(mine, story, weights)
            over = like - NEAR - FADING * max(0, away - _FREE)
            if over >= 0 and (best is None or (over, story.id) > (best[0], best[2].id)):
                best = over, like, story
        if best is None:
            new = alone(article, month_of(day))
            self._take(new.story, new.month, article, found)
            return new
        _, like, story = best
        reason = f"words {like:.2f} ({', '.join(_shared(mine, story, weights))})"
        self._take(story.id, story.month, article, found)
        return Found(story=story.id, month=story.month, score=round(like, 4), reason=reason)

    def _cosine(self, mine: Mapping[str, float], story: _Story, weights: Weights) -> float:
        if story.counted is None:
            counts = np.array([1 + log(n) for n in story.words.values()])
            story.counted = self._table.numbers(story.words), counts
        numbers, counts = story.counted
        # A story may have thousands of words; each one's weight is another after each article.
        told = counts * self._table.weights(self._summed.articles, numbers)
        length = sqrt(int(np.rint(told * told * _GRAIN).astype(np.int64).sum()) / _GRAIN) or 1.0
        shared = [(x, word, story.words[word]) for word, x in mine.items() if word in story.words]
        return fsum([x * ((1 + log(n)) * weights[word] / length) for x, word, n in shared])

    def _candidates(self, mine: Mapping[str, float], weights: Weights, day: int, scope: Sequence[str]) -> list[_Story]:
        """The few stories that share most of the article's telling words."""
        months = [self._months[month] for month in scope]
        overlap: defaultdict[str, float] = defaultdict(float)
        for word in sorted(mine, key=lambda word: (-mine[word], word))[:_SOUGHT]:
            telling = mine[word] * weights[word]
            for month in months:
                for id in month.by_word.get(word, ()):
                    overlap[id] += telling
        found: list[_Story] = []
        for id in sorted(overlap, key=lambda id: (-overlap[id], id)):
            story = next(month.stories[id] for month in months if id in month.stories)
            if any(abs(day - other) <= DAYS for other in story.days):
                found.append(story)
                if len(found) == _FEW:
                    break
        return found


def _unit(found: Mapping[str, int], weights: Weights) -> dict[str, float]:
    """The words' weights, at length 1."""
    told = {word: (1 + log(n)) * weights[word] for word, n in found.items()}
    length = sqrt(fsum([x * x for x in told.values()])) or 1.0
    return {word: x / length for word, x in told.items()}


def _shared(mine: Mapping[str, float], story: _Story, weights: Weights) -> list[str]:
    return sorted((w for w in mine if w in story.words), key=lambda w: (-mine[w] * weights[w], w))[:_SHOWN]
