"""A story as its sources tell it: what they agree on, and what they differ on, each with the words that say so."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bilat.model import Event, EventType, Mode, Party, Span, Status
from bilat.record.amounts import amounts
from bilat.record.dates import reach
from bilat.record.slices import ArticleHead

Aspect = Literal["type", "status", "date", "actor", "recipient", "person", "place", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An event as one telling of a story.

    Attributes:
        score: How like the story it was when it joined, 1 for the founder; reason: what made it so.
    """

    event: Event
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who says a value: the article and the words in it."""

    article_id: str
    event_id: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One answer to a point, and who gives it, each article once, the first first."""

    value: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What several articles tell of a story, in one way or in several.

    Attributes:
        aspect: What kind of thing it is.
        what: Of a number what it counts ("killed"), of a person whose it is ("IRNGOV"); else as ``aspect``.
        values: The most told first.
    """

    aspect: Aspect
    what: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A happening, by all assertions of it in the record.

    Attributes:
        type, mode: As most of them have it; status: actual where one says so.
        parties: The states and bodies of all of them.
        date: As most of them date it, else the first report's day; see ``date_basis``.
        sentence: The first report's.
        accounts: By date of the article, then by place in it.
        articles: The heads of their articles, by id; outlets: their names, articles without one left out.
        agree: What two articles or more tell, all of them in one way.
        differ: What they tell in several.
        merged: Ids of stories that a later article showed to be this one.
    """

    id: str
    type: EventType
    mode: Mode | None
    status: Status
    parties: tuple[str, ...]
    date: str | None
    date_basis: Literal["event", "article"] | None
    sentence: Span
    accounts: tuple[Account, ...]
    articles: Mapping[str, ArticleHead]
    outlets: tuple[str, ...]
    agree: tuple[Point, ...]
    differ: tuple[Point, ...]
    merged: tuple[str, ...] = ()


def story(id: str, accounts: Iterable[Account], heads: Mapping[str, ArticleHead], merged: Iterable[str] = ()) -> Story:
    """Puts a story together.

    Args:
        accounts: One at least, in any order.
        heads: The heads of their articles.
    """
    told = sorted(accounts, key=lambda one: _order(one, heads))
    events = [one.event for one in told]
    (type, mode), _ = Counter((event.type, event.mode) for event in events).most_common(1)[0]
    date, basis = _dated(events, heads)
    agree, differ = _points(events)
    return Story(
        id=id,
        type=type,
        mode=mode,
        status=_status(events),
        parties=tuple(
            sorted({party.code for event in events for party in (*event.actors, *event.recipients) if party.code})
        ),
        date=date,
        date_basis=basis,
        sentence=events[0].sentence,
        accounts=tuple(told),
        articles={id: heads[id] for id in dict.fromkeys(event.article_id for event in events)},
        outlets=tuple(sorted({name for event in events if (name := heads[event.article_id].outlet)})),
        agree=agree,
        differ=differ,
        merged=tuple(sorted(merged)),
    )


def _order(one: Account, heads: Mapping[str, ArticleHead]) -> tuple[str, str, int, str]:
    event = one.event
    return (heads[event.article_id].date or "9", event.article_id, event.trigger.start, event.id)


def _status(events: Sequence[Event]) -> Status:
    found = {event.status for event in events}
    order = (Status.ACTUAL, Status.PLANNED, Status.HISTORICAL, Status.NEGATED, Status.HYPOTHETICAL)
    return next(status for status in order if status in found)


def _dated(
    events: Sequence[Event], heads: Mapping[str, ArticleHead]
) -> tuple[str | None, Literal["event", "article"] | None]:
    own = [event.date for event in events if reach(event.date)]
    if own:
        counts = Counter(own)
        return max(counts, key=lambda date: (len(date or "") == 10, counts[date], -own.index(date))), "event"
    days = [date for event in events if (date := heads[event.article_id].date)]
    return (min(days), "article") if days else (None, None)


Telling = tuple[Aspect, str, str, Span]


def _points(events: Sequence[Event]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """What is told by two articles or more: in one way, and in several."""
    said: defaultdict[tuple[Aspect, str], defaultdict[str, dict[str, Said]]] = defaultdict(lambda: defaultdict(dict))
    for event in events:
        for aspect, what, value, span in _tellings(event):
            one = Said(article_id=event.article_id, event_id=event.id, span=span)
            said[aspect, what][value].setdefault(event.article_id, one)
    agree, differ = [], []
    for (aspect, what), values in said.items():
        by_article = defaultdict(set)
        for value, articles in values.items():
            for article in articles:
                by_article[article].add(value)
        if len(by_article) < 2:
            continue
        common = set.intersection(*by_article.values())
        if common:
            agree.append(_point(aspect, what, {value: values[value] for value in common}))
        elif any(not one & other for one in by_article.values() for other in by_article.values()):
            differ.append(_point(aspect, what, values))
    return tuple(agree), tuple(differ)


def _point(aspect: Aspect, what: str, values: Mapping[str, Mapping[str, Said]]) -> Point:
    listed = [Value(value=value, said=tuple(said.values())) for value, said in values.items()]
    return Point(aspect=aspect, what=what, values=tuple(sorted(listed, key=lambda one: (-len(one.said), one.value))))


def _tellings(event: Event) -> Iterator[Telling]:
    """All that an event says that another may say otherwise."""
    yield "type", "type", f"{event.type}, {event.mode}" if event.mode else event.type, event.trigger
    yield "status", "status", event.status, event.trigger
    if event.date:
        yield "date", "date", event.date, _date_words(event)
    for aspect, parties in (("actor", event.actors), ("recipient", event.recipients)):
        if codes := sorted({party.code for party in parties if party.code}):
            yield _side(aspect), aspect, ", ".join(codes), _where(parties[0], event)
    for party in (*event.actors, *event.recipients):
        if party.name and party.code:
            yield "person", party.code, party.name, _where(party, event)
    if event.place:
        yield "place", "place", event.place.name or event.place.text, event.place.span or event.sentence
    for one in amounts(event.sentence.text):
        words = event.sentence.text[one.start : one.end]
        start = event.sentence.start
        yield (
            "number",
            one.what,
            f"{one.value:,g}" if one.value < 10**6 else f"{one.value:,.0f}",
            Span(start + one.start, start + one.end, words),
        )


def _side(aspect: str) -> Aspect:
    return "actor" if aspect == "actor" else "recipient"


def _where(party: Party, event: Event) -> Span:
    return party.mention or party.span or event.sentence


def _date_words(event: Event) -> Span:
    """The words that date an event, where its reason quotes them; else its sentence."""
    quoted = re.match(r"“([^”]+)”", dict(event.reasons).get("date", ""))
    at = event.sentence.text.find(quoted[1]) if quoted else -1
    if quoted is None or at < 0:
        return event.sentence
    return Span(event.sentence.start + at, event.sentence.start + at + len(quoted[1]), quoted[1])
