"""Which articles, and which of their events, tell one happening: decided as they come, one article after the other.

An article as a whole joins the story whose reports are most like its headline and first paragraphs, if near enough. Each
of its events, with those that the article itself tells as the same, joins the story of events that it is most like. What
joins none founds one. Only stories of the weeks around an article's day are looked at, so that an article costs the same
however much the record holds; they are read back from it, by the month of their founding, when they are needed.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from bilat.model import Article, Coding, Event, content_id
from bilat.record.decisions import Decision, Join, Merge
from bilat.record.likeness import FOLLOWS, SURE, Likeness, Words, kinds_like, least_shared, likeness, needed
from bilat.record.lineup import Lineup, Shelf
from bilat.record.reports import OpenReports, alone, month_of
from bilat.record.tellings import Days, OpenStory, Telling, day_of, telling
from bilat.record.vocabulary import Weights

BEFORE, AFTER = 60, 30
"""Days before and after an article's: stories that were founded in the months of these are looked at."""

MERGE = 0.50
"""Least score to show that a second story is the same as the one that is joined."""

_WEEK = 7
_SPAN = 3  # days; a wider date is none to find a story by
_MANY = 300  # candidates, above which only those by the rarest party are compared
_MONTHS = 24  # kept in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the record has of a month.

    Attributes:
        articles: Those dated in it.
        reports: Articles of stories of articles that were founded in it, with the story.
        events: Events of stories that were founded in it, with their article's date, its story, and their own.
        merges: Of its stories with others.
    """

    articles: Sequence[Article] = ()
    reports: Sequence[tuple[str, Article]] = ()
    events: Sequence[tuple[Event, str | None, str, str]] = ()
    merges: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class _Asking:
    """An article as it asks for its events' stories.

    Attributes:
        whole: The story of it as a whole.
        scope: The months that matter to it, with the weights of words in them.
        told: The weighed words of its sentences; on: the stories with a telling of a party on some days. Its events ask for
            the same again and again.
    """

    whole: str
    scope: Sequence[str]
    weights: Weights
    told: dict[Set[str], Words] = field(default_factory=dict)
    on: dict[tuple[str, Sequence[int]], Lineup] = field(default_factory=dict)

    def words(self, one: Telling) -> Words:
        """Those of a telling."""
        return self.told.get(one.words) or self.told.setdefault(one.words, Words(one, self.weights))


Recall = Callable[[str], Past]
"""Gives what the record has of a month ("2024-01")."""


def nothing(month: str) -> Past:
    """The past of a record that has none."""
    return Past()


@dataclass(frozen=True, slots=True)
class _Match:
    """A story that what an article tells under a number may be, and the telling that says so."""

    number: int
    telling: Telling
    story: OpenStory
    like: Likeness

    @property
    def sure(self) -> bool:
        """Whether the two tell one thing in nearly the same words."""
        same = self.telling.kind in self.story.kinds and self.telling.trigger in self.story.triggers
        return same and self.like.score >= SURE


class Stories:
    """The stories of the weeks around the last articles, and where each new article belongs."""

    def __init__(self, recall: Recall = nothing) -> None:
        self._recall = recall
        self._reports = OpenReports()
        self._months: OrderedDict[str, dict[str, OpenStory]] = OrderedDict()
        self._shelf = Shelf()
        self._by_day: defaultdict[tuple[int, str], dict[str, OpenStory]] = defaultdict(dict)

    def add(self, coding: Coding) -> list[Decision]:
        """Where an article and its events belong, and which stories they show to be one."""
        told, scope = self._open(coding.article)
        whole = self._whole(coding.article, told, scope)
        return [whole, *self._place(coding, told, whole.story, scope)]

    def replace(self, coding: Coding) -> list[Decision]:
        """Where the events of an article that was coded again belong; the former ones are forgotten."""
        id = coding.article.id
        told, scope = self._open(coding.article)
        for month in scope:
            for story in [story for story in self._months[month].values() if id in story.articles]:
                self._forget(story, id)
        whole = self._reports.story_of(id, scope) or alone(coding.article, "").story
        return list(self._place(coding, told, whole, scope))

    def _open(self, article: Article) -> tuple[int | None, tuple[str, ...]]:
        """An article's day, and the months that matter to it, which are then in memory."""
        told = day_of(article.date)
        scope = _scope(told)
        for month in scope:
            self._load(month)
        return told, scope

    def _forget(self, story: OpenStory, article: str) -> None:
        """Takes an article's tellings out of a story, and the story out of memory where it has no others."""
        left = [(one, whole) for one, whole in story.tellings.values() if one.article_id != article]
        self._unlist(story)
        del self._months[story.month][story.id]
        for one, whole in left:
            again = self._take(story.id, story.month, one, whole)
            again.merged |= story.merged

    def settle(self) -> set[str]:
        """Lets months go that were not asked for lately, and names them; all that was added must be in the record by now."""
        gone: dict[str, dict[str, OpenStory]] = {}
        while len(self._months) > _MONTHS:
            month, gone[month] = self._months.popitem(last=False)
            self._reports.drop(month)
        for story in (story for stories in gone.values() for story in stories.values()):
            self._unlist(story)
        return set(gone)

    def _unlist(self, story: OpenStory) -> None:
        for key in {key for one, _ in story.tellings.values() for key in _keys(one)}:
            self._by_day[key].pop(story.id, None)
            if not self._by_day[key]:
                del self._by_day[key]

    def _load(self, month: str) -> None:
        if month in self._months:
            self._months.move_to_end(month)
            return
        past = self._recall(month)
        self._months[month] = {}
        self._reports.load(month, past.articles, past.reports)
        for event, dated, story, whole in past.events:
            self._take(story, month, telling(event, day_of(dated)), whole)
        for one, other in past.merges:
            if one in self._months[month]:
                self._months[month][one].merged |= {other}

    def _whole(self, article: Article, told: int | None, scope: Sequence[str]) -> Join:
        found = self._reports.add(article, told, scope) if told is not None else alone(article, "")
        return Join(
            story=found.story,
            month=found.month,
            event_id=None,
            article_id=article.id,
            score=found.score,
            reason=found.reason,
        )

    def _take(self, story: str, month: str, one: Telling, whole: str) -> OpenStory:
        """Puts a telling into a story, which it founds where there is none of that id."""
        stories = self._months.get(month, {})  # one without a date is found by no other
        found = stories.get(story) or stories.setdefault(story, OpenStory(story, month))
        found.add(one, whole)
        for key in _keys(one) if month else ():
            self._by_day[key][story] = found
        return found

    def _place(self, coding: Coding, told: int | None, whole: str, scope: Sequence[str]) -> Iterator[Decision]:
        """Where the events of an article belong: those that it tells as one together, the likest first."""
        asking = _Asking(whole, scope, self._reports.weights(scope))
        told_as_one: defaultdict[int, list[Telling]] = defaultdict(list)
        for event in coding.events:
            told_as_one[event.story].append(telling(event, told))
        near = {number: self._near(some, asking) for number, some in told_as_one.items()}
        chosen: dict[int, _Match] = {}
        for match in sorted((m for matches in near.values() for m in matches), key=_likest_first):
            # The article tells its numbers apart, so no two of them are one story, unless they are in so many words.
            taken = any(other.story is match.story for other in chosen.values())
            if match.number not in chosen and (not taken or match.sure):
                chosen[match.number] = match
        joined = {match.story.id for match in chosen.values()}
        for number, tellings in told_as_one.items():
            yield from self._join(tellings, chosen.get(number), asking)
            if number in chosen:
                yield from _merges(chosen[number], near[number], joined)

    def _near(self, tellings: Sequence[Telling], asking: _Asking) -> list[_Match]:
        """The stories near enough to what an article tells as one, each with the telling that is most like it."""
        best: dict[str, _Match] = {}
        for one in tellings:
            words, kinds, least = asking.words(one), kinds_like(one.kind), needed(one)
            for story in self._shelf.sharing(self._candidates(one, asking), words, least_shared(one, least)):
                if kinds.isdisjoint(story.kinds):
                    continue
                like = likeness(one, words, asking.whole, story, least)
                if like is None:
                    continue
                known = best.get(story.id)
                if known is None or like.score > known.like.score:
                    best[story.id] = _Match(one.number, one, story, like)
        return list(best.values())

    def _candidates(self, one: Telling, asking: _Asking) -> Sequence[Lineup]:
        """The stories of the scope with a telling of one of its parties, told or dated near it."""
        days = _days_near(one.told, one.own)
        by_party = [self._on(days, party, asking) for party in sorted(one.parties)]
        if sum(len(found.stories) for found in by_party) > _MANY:
            return [min(by_party, key=lambda found: len(found.stories))]
        return by_party

    def _on(self, days: Sequence[int], party: str, asking: _Asking) -> Lineup:
        known = asking.on.get((party, days))
        if known is None:
            found: dict[str, OpenStory] = {}
            for day in days:
                found.update(self._by_day.get((day, party), {}))
            # What else is in memory must not matter: after a new start it is not.
            here = [story for story in found.values() if story.month in asking.scope]
            known = asking.on[party, days] = self._shelf.lineup(here)
        return known

    def _join(self, tellings: Sequence[Telling], match: _Match | None, asking: _Asking) -> Iterator[Join]:
        """Puts what an article tells as one into the story that it matches; what does not fit there founds others."""
        left = list(tellings)
        while left:
            first = match.telling if match else left[0]
            like = match.like if match else Likeness(1.0, "founds it")
            story, month = (match.story.id, match.story.month) if match else _founded_by(first)
            joined = self._take(story, month, first, asking.whole)
            yield _joined(joined, first, like)
            # A happening of other articles must be told in words like theirs; the article's own word is enough for its own.
            other = match is not None
            rest, left, match = [one for one in left if one is not first], [], None
            for one in rest:
                least = needed(one) - FOLLOWS if other else -inf
                follows = likeness(one, asking.words(one), asking.whole, joined, least, follows=True)
                if follows is None:
                    left.append(one)
                    continue
                self._take(story, month, one, asking.whole)
                why = f"told as one with {first.event_id} in its article; {follows.reason}"
                yield _joined(joined, one, Likeness(follows.score, why))


def _founded_by(one: Telling) -> tuple[str, str]:
    """The id of the story that a telling founds, and its month."""
    return content_id("story", one.event_id), month_of(one.told) if one.told is not None else ""


def _joined(story: OpenStory, one: Telling, like: Likeness) -> Join:
    return Join(
        story=story.id,
        month=story.month,
        event_id=one.event_id,
        article_id=one.article_id,
        score=like.score,
        reason=like.reason,
    )


def _likest_first(match: _Match) -> tuple[float, int, str]:
    return -match.like.score, match.number, match.story.id


def _merges(match: _Match, near: Sequence[_Match], taken: Set[str]) -> Iterator[Merge]:
    """The other stories that a telling shows to be the one that it joins: all but surely like both, which nothing tells apart."""
    for other in near:
        pair = match.story, other.story
        if other.story.id in taken or min(match.like.score, other.like.score) < MERGE or not _may_be_one(*pair):
            continue
        old, new = sorted(pair, key=lambda story: (min(story.told, default=0), story.id))
        new.merged |= {old.id}
        yield Merge(
            story=new.id,
            month=new.month,
            into=old.id,
            article_id=match.telling.article_id,
            score=min(match.like.score, other.like.score),
            reason=f"event {match.telling.event_id} tells both: {match.like.reason}; {other.like.reason}",
        )


def _may_be_one(one: OpenStory, other: OpenStory) -> bool:
    """Whether no article tells the two apart, and they are not merged yet."""
    if other.id in one.merged or one.id in other.merged:
        return False
    return set(one.kinds) == set(other.kinds) and one.articles.isdisjoint(other.articles)


def _scope(told: int | None) -> tuple[str, ...]:
    """The months in which the stories of an article must have been founded; none for one without a date."""
    if told is None:
        return ()
    return tuple(sorted({month_of(day) for day in (*range(told - BEFORE, told + AFTER, 28), told + AFTER)}))


@lru_cache(maxsize=1 << 10)
def _days_near(told: int | None, own: Days | None) -> tuple[int, ...]:
    """The days by which a telling's story is found: a week around its article's, and those of its own date."""
    days: set[int] = set()
    if told is not None:
        days.update(range(told - _WEEK, told + _WEEK + 1))
    if own and own[1] - own[0] < _SPAN:
        days.update(range(own[0] - 1, own[1] + 2))
    return tuple(sorted(days))


def _keys(one: Telling) -> Iterator[tuple[int, str]]:
    """What a telling's story is found by: the days of the telling with each of its parties."""
    days = {one.told} if one.told is not None else set()
    if one.own and one.own[1] - one.own[0] < _SPAN:
        days.update(range(one.own[0], one.own[1] + 1))
    yield from ((day, party) for day in days for party in one.parties)
