"""The sentences that speak of matters: read from the texts of their articles, for many matters in one go."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilat.model import Event, Fact, Span, Undertaking
from bilat.record import Dyad, View, joint
from bilat.relations.matters.mentioning import Naming
from bilat.relations.matters.milestones import Passage
from bilat.relations.matters.obstacles import may_be_gone
from bilat.relations.matters.steps import has_cue

MOST_TEXTS = 400
"""Articles of a matter that are read for its steps: the first and the newest, where there are more."""

Place = tuple[str, int]
"""A character of an article; of a sentence, where it starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A matter whose sentences are sought.

    Attributes:
        articles: Those that tell of it, by date.
        hindered: Whether it has obstacles: then sentences that may tell their end are sought too.
    """

    articles: tuple[str, ...]
    naming: Naming
    hindered: bool

    def read(self) -> tuple[str, ...]:
        """The articles that are read for it."""
        if len(self.articles) <= MOST_TEXTS:
            return self.articles
        first = MOST_TEXTS // 3
        return self.articles[:first] + self.articles[first - MOST_TEXTS :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """Sentences of a matter: those that speak of it and may tell a step, and others that may tell the end of an obstacle."""

    named: tuple[Passage, ...] = ()
    around: tuple[Passage, ...] = ()


Sought = Callable[[Sequence[Topic]], list[Passages]]
"""Gives the sentences of each of some matters."""


def of_view(view: View, topics: Sequence[Topic]) -> list[Passages]:
    """The sentences of matters, from the whole texts of their articles."""
    wanting: defaultdict[str, list[int]] = defaultdict(list)
    for n, topic in enumerate(topics):
        for article in topic.read():
            wanting[article].append(n)
    found: list[list[tuple[joint.Text, Span, tuple[int, ...]]]] = [[] for _ in topics]
    for text in joint.texts(view.ask, wanting):
        for n in wanting[text.article_id]:
            found[n] += _sought(text, topics[n])
    places = {(text.article_id, sentence.start) for some in found for text, sentence, _ in some}
    acts = joint.acts_at(view.ask, places)
    return [_passages(_whole(line, acts) for line in some) for some in found]


def _sought(text: joint.Text, topic: Topic) -> list[tuple[joint.Text, Span, tuple[int, ...]]]:
    """The sentences of one text with where they name the matter; nowhere for those about an obstacle alone."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for at in topic.naming.places(text.text):
        sentence = text.sentence_at(at - 1)
        if sentence is not None:
            places[sentence.start].append(at - sentence.start)
    gone = may_be_gone(text.text) if topic.hindered else []
    ends = {sentence.start for at in gone if (sentence := text.sentence_at(at))}
    lines = []
    for start in sorted({*places, *ends}):
        sentence = text.sentence_at(start)
        if sentence is not None and (start in ends or has_cue(sentence.text)):
            lines.append((text, sentence, tuple(places.get(start, ()))))
    return lines


def _whole(line: tuple[joint.Text, Span, tuple[int, ...]], acts: Mapping[Place, Sequence[joint.Act]]) -> Passage:
    text, sentence, at = line
    told = tuple(acts.get((text.article_id, sentence.start), ()))
    return Passage(article_id=text.article_id, date=text.date, sentence=sentence, at=at, acts=told)


def _passages(found: Iterable[Passage]) -> Passages:
    some = list(found)
    return Passages(
        named=tuple(one for one in some if one.at),
        around=tuple(one for one in some if not one.at),
    )


def of_dyad(dyad: Dyad, topics: Sequence[Topic]) -> list[Passages]:
    """The sentences of matters that a dyad holds: those in which an act of the two or a matter was coded."""
    held = _held(dyad)
    return [_passages(_named(held, dyad, topic)) for topic in topics]


def holding(view: View, places: Collection[Place]) -> dict[Place, Span]:
    """The sentences that stand where some characters of articles do."""
    texts = {text.article_id: text for text in joint.texts(view.ask, {article for article, _ in places})}
    found = {(article, at): texts[article].sentence_at(at) for article, at in places if article in texts}
    return {place: sentence for place, sentence in found.items() if sentence is not None}


def holding_of_dyad(dyad: Dyad, places: Collection[Place]) -> dict[Place, Span]:
    """Those of them that a dyad holds."""
    events = (*(entry.event for entry in dyad.events), *dyad.others)
    lines: tuple[Event | Undertaking | Fact, ...] = (*events, *dyad.undertakings, *dyad.facts)
    return {
        (article, at): line.sentence
        for article, at in places
        for line in lines
        if line.article_id == article and line.sentence.start <= at < line.sentence.end
    }


def _held(dyad: Dyad) -> dict[str, dict[int, tuple[Span, list[joint.Act]]]]:
    """By article, its coded sentences with their acts."""
    held: defaultdict[str, dict[int, tuple[Span, list[joint.Act]]]] = defaultdict(dict)
    for one in dyad.undertakings:
        held[one.article_id].setdefault(one.sentence.start, (one.sentence, []))
    for entry in dyad.events:
        event = entry.event
        held[event.article_id].setdefault(event.sentence.start, (event.sentence, []))[1].append(joint.act(event))
    return held


def _named(
    held: Mapping[str, Mapping[int, tuple[Span, list[joint.Act]]]], dyad: Dyad, topic: Topic
) -> Iterable[Passage]:
    for article in topic.articles:
        for _, (sentence, acts) in sorted(held.get(article, {}).items()):
            at = tuple(topic.naming.places(sentence.text))
            date = dyad.articles[article].date
            yield Passage(article_id=article, date=date, sentence=sentence, at=at, acts=tuple(acts))
