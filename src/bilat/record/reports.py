"""Articles as wholes: which of them report one happening, by the words of their headlines and first paragraphs.

Each is a bag of words weighted by TF-IDF (Salton and Buckley 1988). An article joins the story whose centroid is nearest
by cosine, if near enough; the farther it is in days from the story's reports, the nearer it must be in words.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from math import fsum, inf, log, sqrt

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
_LIKELY = 24  # stories, among which those few are as a rule
_NOWHERE = array("I")
_WEIGHING = np.array([0.0, *(1 + log(n) for n in range(1, 1 << 10))])
_GRAIN = 1 << 40  # a part of one that squares are summed in: whole numbers have one sum, in whatever order they come


@dataclass(slots=True)
class _Story:
    """A story of articles by their words, summed.

    Attributes:
        place: Among the stories of its month.
        counted: The words' numbers and how much their counts weigh; null until they are asked for.
    """

    id: str
    month: str
    place: int
    founded: int = 0
    words: dict[str, int] = field(default_factory=dict)
    days: set[int] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    counted: tuple[Numbers, Reals] | None = None


@dataclass(slots=True)
class _Month:
    """The stories that were founded in a month, and how many of the articles of its days have each word.

    Attributes:
        places: By word, the places of the stories that have it.
    """

    having: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    stories: list[_Story] = field(default_factory=list)
    by_id: dict[str, _Story] = field(default_factory=dict)
    places: defaultdict[str, "array[int]"] = field(default_factory=lambda: defaultdict(lambda: array("I")))

    def count(self, found: Mapping[str, int]) -> None:
        """Counts an article that has these words, each once."""
        self.having.update(found.keys())
        self.articles += 1

    def take(self, id: str, month: str, found: Mapping[str, int]) -> _Story:
        """Puts an article's words into a story, which it founds where there is none of that id."""
        one = self.by_id.get(id)
        if one is None:
            one = self.by_id[id] = _Story(id, month, len(self.stories))
            self.stories.append(one)
        words = one.words
        for word in found.keys() - words.keys() if words else found:
            self.places[word].append(one.place)
        for word, n in found.items():
            words[word] = words.get(word, 0) + n
        one.counted = None
        return one

    def shares(self, telling: Mapping[str, float]) -> Reals:
        """For each story, in their order, what the words that it has tell together."""
        places, having = array("I"), list[int]()
        for word in telling:
            found = self.places.get(word, _NOWHERE)
            places.extend(found)
            having.append(len(found))
        told = np.repeat(np.fromiter(telling.values(), np.float64, len(telling)), np.array(having, dtype=np.int64))
        summed = np.bincount(np.frombuffer(places, dtype=np.uint32), told, len(self.stories))
        return summed.astype(np.float64, copy=False)


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
        self._articles, self._table = 0, Table()  # of the months of that scope together
        self._weights: Weights | None = None  # of these, until another article is counted

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
            self._scope, self._articles, self._weights = (), 0, None
            self._table.restart({})

    def _count(self, month: str, found: Mapping[str, int]) -> None:
        self._months[month].count(found)
        if month in self._scope:
            self._articles += 1
            self._table.count(found)
            self._weights = None

    def story_of(self, article: str, scope: Sequence[str]) -> str | None:
        """The story of an article that was added before."""
        here = (story for month in scope for story in self._months[month].stories)
        return next((story.id for story in here if article in story.articles), None)

    def _take(self, story: str, month: str, article: Article, found: Mapping[str, int]) -> None:
        one = self._months[month].take(story, month, found)
        one.articles.add(article.id)
        day = day_of(article.date)
        if day is not None:
            one.days.add(day)
            one.founded = min(one.days)

    def weights(self, scope: Sequence[str]) -> Weights:
        """The weights of words among the articles of some months, as they are now."""
        if self._scope != tuple(scope):  # an article's neighbours have its scope as a rule: it is summed once for all
            months = [self._months[month] for month in scope if month in self._months]
            having = Counter[str]()
            for month in months:
                having.update(month.having)
            self._scope, self._articles, self._weights = tuple(scope), sum(month.articles for month in months), None
            self._table.restart(having)
        if self._weights is None:
            self._weights = Weights(self._articles, self._table)
        return self._weights

    def add(self, article: Article, day: int, scope: Sequence[str]) -> Found:
        """Joins an article of a day to a story, or founds one."""
        found = lead_words(article)
        self._count(month_of(day), found)
        weights = self.weights(scope)
        weights.ask(found)
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
        words = story.words
        if story.counted is None:
            story.counted = self._table.of(words), _weighing(words.values())
        numbers, counts = story.counted
        # A story may have thousands of words; each one's weight is another after each article.
        told = counts * weights.many(numbers)
        length = sqrt(int(np.rint(told * told * _GRAIN).astype(np.int64).sum()) / _GRAIN) or 1.0
        shared = mine.keys() & words.keys()
        return fsum([mine[word] * ((1 + log(words[word])) * weights[word] / length) for word in shared])

    def _candidates(self, mine: Mapping[str, float], weights: Weights, day: int, scope: Sequence[str]) -> list[_Story]:
        """The few stories that share most of the article's telling words."""
        months = [self._months[month] for month in scope]
        sought = sorted(mine, key=lambda word: (-mine[word], word))[:_SOUGHT]
        telling = {word: mine[word] * weights[word] for word in sought}
        stories = list(chain.from_iterable(month.stories for month in months))
        likely = _most_first(stories, np.concatenate([month.shares(telling) for month in months]))
        return list(islice((story for story in likely if _is_near(story, day)), _FEW))


def _most_first(stories: Sequence[_Story], shares: Reals) -> Iterator[_Story]:
    """The stories with a share, those with the most first, of equals the one with the first id."""
    below, many = inf, _LIKELY
    while len(left := np.flatnonzero((shares > 0) & (shares < below))):
        below = np.partition(shares[left], -many)[-many] if many < len(left) else 0.0
        first = [(-shares[place], stories[place].id, place) for place in left[shares[left] >= below].tolist()]
        yield from (stories[place] for _, _, place in sorted(first))
        many = len(shares)  # all others: hardly ever are they asked for


def _is_near(story: _Story, day: int) -> bool:
    return any(abs(day - other) <= DAYS for other in story.days)


def _weighing(counts: Collection[int]) -> Reals:
    """How much words weigh that stand so often in a story."""
    numbers = np.fromiter(counts, np.int64, len(counts))
    if numbers.max(initial=0) < len(_WEIGHING):
        return _WEIGHING[numbers]
    return np.array([1 + log(n) for n in counts])


def _unit(found: Mapping[str, int], weights: Weights) -> dict[str, float]:
    """The words' weights, at length 1."""
    told = {word: (1 + log(n)) * weights[word] for word, n in found.items()}
    length = sqrt(fsum([x * x for x in told.values()])) or 1.0
    return {word: x / length for word, x in told.items()}


def _shared(mine: Mapping[str, float], story: _Story, weights: Weights) -> list[str]:
    return sorted((w for w in mine if w in story.words), key=lambda w: (-mine[w] * weights[w], w))[:_SHOWN]
