"""What of a report and of an event is compared, to say whether two of them tell one happening."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from bilat.model import Article, Event, EventType, Mode, Party, Status, sector_of
from bilat.record.dates import reach
from bilat.record.rows import side_key
from bilat.record.vocabulary import Numbers, words

LEAD = 1_000
"""Characters of an article that tell what it is about: news puts the happening first."""

T = TypeVar("T")
Days = tuple[int, int]
Sides = tuple[frozenset[str], frozenset[str]]
Kind = tuple[EventType, Mode | None]

_NONE: frozenset[Any] = frozenset()


@lru_cache(maxsize=1 << 12)
def days_of(stated: str | None) -> Days | None:
    """The numbers of the first and the last day (:meth:`datetime.date.toordinal`) of an ISO day, month or year."""
    span = reach(stated)
    return (_number(span[0]), _number(span[1])) if span else None


def day_of(stated: str | None) -> int | None:
    """The number of an ISO day; null for a month, a year and what is no date."""
    span = days_of(stated)
    return span[0] if span and span[0] == span[1] else None


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def lead_words(article: Article) -> Counter[str]:
    """How often each word stands in an article's first paragraphs; the headline's count twice more."""
    found = Counter(words(article.text[:LEAD]))
    for word in set(words(article.title or "")):
        found[word] += 2
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One event, as far as it is compared.

    Attributes:
        number: Of the story within its article.
        sides: Who acts and who is acted on, by state or body; an armed group by itself.
        own: The days that the event's own date reaches over, null where it has none.
        told: Its article's day, null where that has none.
        place: Its name in lower case; country: its code.
        names: The last words of the names of those who act or are acted on.
        words: Of the sentence, each once.
        trigger: How the act's word begins.
    """

    event_id: str
    article_id: str
    number: int
    kind: Kind
    status: Status
    sides: Sides
    own: Days | None
    told: int | None
    place: str | None
    country: str | None
    names: frozenset[str]
    words: frozenset[str]
    trigger: str

    @property
    def parties(self) -> frozenset[str]:
        """Both sides together."""
        return self.sides[0] | self.sides[1]

    @property
    def day(self) -> int | None:
        """The day that the event is dated to, where it is a whole one."""
        return self.own[0] if self.own and self.own[0] == self.own[1] else None


def telling(event: Event, told: int | None) -> Telling:
    """What of an event is compared; ``told`` is its article's day."""
    place, people = event.place, (*event.actors, *event.recipients)
    return Telling(
        event_id=event.id,
        article_id=event.article_id,
        number=event.story,
        kind=(event.type, event.mode),
        status=event.status,
        sides=(_keys(event.actors), _keys(event.recipients)),
        own=days_of(event.date),
        told=told,
        place=place.text.lower() if place else None,
        country=place.country if place else None,
        names=frozenset(word for one in people if one.name for word in _last_word(one.name)),
        words=_words(event.sentence.text),
        trigger=_begin(event.trigger.text),
    )


@lru_cache(maxsize=1 << 6)  # a sentence tells several events
def _words(text: str) -> frozenset[str]:
    return frozenset(words(text))


@lru_cache(maxsize=1 << 12)
def _last_word(name: str) -> tuple[str, ...]:
    return tuple(words(name)[-1:])


@lru_cache(maxsize=1 << 12)
def _begin(trigger: str) -> str:
    return "".join(words(trigger)[:1])[:5]


def _keys(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(_side(party.code) for party in parties if party.code)


@lru_cache(maxsize=1 << 12)
def _side(code: str) -> str:
    return code if sector_of(code) == "REB" else side_key(code)


@dataclass(slots=True)
class OpenStory:
    """A happening by what its tellings say: the same whatever the order in which they came, but for the kinds' order.

    Attributes:
        id: From the event that founded it.
        month: In which it was founded, "" where no date says.
        tellings: By event, each with the story of its article as a whole.
        kinds: In the order in which they came.
        words: How many of the tellings have each.
        articles: Ids of those that tell it.
        leads: The stories of its articles as wholes.
        merged: Stories that an article showed to be the same.
        numbered: The numbers of its words, as :mod:`bilat.record.lineup` has them; null until they are asked for.
    """

    id: str
    month: str
    tellings: dict[str, tuple[Telling, str]] = field(default_factory=dict)
    kinds: tuple[Kind, ...] = ()
    sides: frozenset[Sides] = _NONE
    owns: frozenset[Days] = _NONE
    told: frozenset[int] = _NONE
    statuses: frozenset[Status] = _NONE
    places: frozenset[str] = _NONE
    countries: frozenset[str] = _NONE
    names: frozenset[str] = _NONE
    words: dict[str, int] = field(default_factory=dict)
    triggers: frozenset[str] = _NONE
    articles: frozenset[str] = _NONE
    leads: frozenset[str] = _NONE
    merged: frozenset[str] = _NONE
    numbered: Numbers | None = field(default=None, repr=False, compare=False)

    def add(self, one: Telling, lead: str) -> None:
        """Takes a telling in; ``lead`` is the story of its article as a whole."""
        self.tellings[one.event_id] = one, lead
        if one.kind not in self.kinds:
            self.kinds = *self.kinds, one.kind
        self.sides = _with(self.sides, one.sides)
        self.statuses = _with(self.statuses, one.status)
        self.triggers = _with(self.triggers, one.trigger)
        self.articles = _with(self.articles, one.article_id)
        self.leads = _with(self.leads, lead)
        self.owns = _with(self.owns, one.own)
        self.told = _with(self.told, one.told)
        self.places = _with(self.places, one.place)
        self.countries = _with(self.countries, one.country)
        self.names = self.names | one.names if self.names else one.names
        self._count(one.words)

    def _count(self, words: frozenset[str]) -> None:
        if not self.words:  # as a rule: most stories have one telling
            self.words = dict.fromkeys(words, 1)
        else:
            for word in words:
                self.words[word] = self.words.get(word, 0) + 1
        self.numbered = None


def _with(known: frozenset[T], new: T | None) -> frozenset[T]:
    return known if new is None or new in known else _one_more(known, new)


# The stories of some days have most of what they say in common: one set does for many.
@lru_cache(maxsize=1 << 14, typed=True)
def _one_more(known: frozenset[Any], new: Any) -> frozenset[Any]:
    return known | {new}
