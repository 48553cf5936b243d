"""What of a report and of an event is compared, to say whether two of them tell one happening."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bilat.model import Article, Event, EventType, Mode, Party, Status, sector_of
from bilat.record.dates import reach
from bilat.record.rows import side_key
from bilat.record.vocabulary import words

LEAD = 1_000
"""Characters of an article that tell what it is about: news puts the happening first."""

Days = tuple[int, int]
Sides = tuple[frozenset[str], frozenset[str]]
Kind = tuple[EventType, Mode | None]


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
        names=frozenset(word for one in people if one.name for word in words(one.name)[-1:]),
        words=frozenset(words(event.sentence.text)),
        trigger="".join(words(event.trigger.text)[:1])[:5],
    )


def _keys(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(p.code if sector_of(p.code) == "REB" else side_key(p.code) for p in parties if p.code)


@dataclass(slots=True)
class OpenStory:
    """A happening by what its tellings say, counted: the same whatever the order in which they came.

    Attributes:
        id: From the event that founded it.
        month: In which it was founded, "" where no date says.
        numbers: Article id to the number that the story has in it.
        tellings: By event, each with the story of its article as a whole.
        leads: The stories of its articles as wholes.
        merged: Stories that an article showed to be the same.
    """

    id: str
    month: str
    tellings: dict[str, tuple[Telling, str]] = field(default_factory=dict)
    kinds: Counter[Kind] = field(default_factory=Counter)
    sides: Counter[Sides] = field(default_factory=Counter)
    owns: Counter[Days] = field(default_factory=Counter)
    told: Counter[int] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    triggers: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, set[int]] = field(default_factory=dict)
    leads: set[str] = field(default_factory=set)
    merged: set[str] = field(default_factory=set)

    def add(self, one: Telling, lead: str) -> None:
        """Takes a telling in; ``lead`` is the story of its article as a whole."""
        self.tellings[one.event_id] = one, lead
        self.kinds[one.kind] += 1
        self.sides[one.sides] += 1
        self.statuses[one.status] += 1
        self.triggers[one.trigger] += 1
        self.words.update(one.words)
        self.names.update(one.names)
        if one.own is not None:
            self.owns[one.own] += 1
        if one.told is not None:
            self.told[one.told] += 1
        for named, name in ((self.places, one.place), (self.countries, one.country)):
            if name is not None:
                named[name] += 1
        self.numbers.setdefault(one.article_id, set()).add(one.number)
        self.leads.add(lead)
