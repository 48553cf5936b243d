"""What matters are made of: the mentions of a pair, its articles, and the sentences that speak of a matter.

From a view it is read by question, article texts included, and only for the matters that are asked for; a dyad has only the
sentences in which something was coded.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bilat.errors import BadArgument
from bilat.model import Event, Issue, Span, Undertaking, UndertakingKind, UndertakingStatus
from bilat.record import Dyad, View, joint
from bilat.record.dates import reach
from bilat.relations.matters.mentioning import Naming
from bilat.relations.matters.milestones import Passage, Retold
from bilat.relations.matters.names import Own, read, split
from bilat.relations.matters.obstacles import may_be_gone
from bilat.relations.matters.steps import cues
from bilat.relations.matters.telling import Telling, is_known, telling
from bilat.relations.sides import key_of

Group = Sequence[Telling]
Passages = tuple[list[Passage], list[Passage]]
"""The sentences that speak of a matter and tell a step; other sentences of its articles that may tell the end of an obstacle."""

MOST_TEXTS = 600
"""Articles of a matter that are read for its steps: the first and the newest, where there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is known of a pair before its mentions are joined.

    Attributes:
        told: The mentions, by date.
        own: The names of all their parties.
        stories: By article, the story that it tells as a whole, where that is known.
        read: The days of the pair's articles, in order; newest: the last of them.
        bodies: Gives mentions whole, by id.
        passages: Gives the sentences of a matter among others.
        retold: Gives the other acts of the stories of some acts.
    """

    told: tuple[Telling, ...]
    own: Own
    stories: Mapping[str, str]
    read: tuple[str, ...]
    bodies: Callable[[Iterable[str]], Mapping[str, Undertaking]]
    passages: Callable[[Group, Sequence[Group]], Passages]
    retold: Callable[[Sequence[str]], Retold]

    @property
    def newest(self) -> str | None:
        """The day of the newest article of the pair."""
        return self.read[-1] if self.read else None


def of_view(view: View, a: str, b: str, since: str | None, until: str | None) -> Material:
    """The material of a pair in a record.

    Raises:
        BadArgument: The two are the same, or a date is none, or they are in the wrong order.
    """
    if a == b or not a or not b:
        raise BadArgument(f"a pair needs two different parties, not {a!r} and {b!r}", hint="name two, as in IRN PAK")
    first, last = _day(since, 0), _day(until, 1)
    if first and last and first > last:
        raise BadArgument(f"the range ends before it begins: {since} to {until}", hint="swap the two dates")
    told = tuple(_telling(line) for line in joint.lines(view.ask, a, b, first, last))
    own = Own(joint.names(view.ask, {key_of(code) for one in told for code in one.parties}) if told else ())
    return Material(
        told=told,
        own=own,
        stories=joint.stories(view.ask, {one.article_id for one in told}),
        read=tuple(joint.read_days(view.ask, a, b, first, last)),
        bodies=partial(joint.undertakings, view.ask),
        passages=partial(_passages, view, own),
        retold=partial(joint.retold, view.ask),
    )


def _day(text: str | None, which: int) -> str | None:
    if text is None:
        return None
    span = reach(text)
    if span is None:
        raise BadArgument(f"{text!r} is no date", hint="give it as 2024-01-18, 2024-01 or 2024")
    return span[which]


def _telling(line: joint.Line) -> Telling:
    reasons = {reason[0]: reason[1] for reason in line.reasons}
    return Telling(
        id=line.id,
        article_id=line.article_id,
        date=line.date,
        name=line.name,
        kind=UndertakingKind(line.kind),
        issue=Issue(line.issue),
        status=UndertakingStatus(line.status),
        parties=tuple(line.parties),
        mention=line.mention,
        sentence=line.sentence,
        at=line.at,
        reason=reasons.get("status", ""),
        known=is_known(reasons.get("name", "")),
    )


def _passages(view: View, own: Own, group: Group, groups: Sequence[Group]) -> Passages:
    naming = _naming(group, groups, own)
    named: list[tuple[joint.Text, Span, list[int]]] = []
    around: list[tuple[joint.Text, Span]] = []
    hindered = frozenset(_articles(group))
    for text in joint.texts(view.ask, hindered):
        places: defaultdict[int, list[int]] = defaultdict(list)
        for at in naming.places(text.text):
            sentence = text.sentence_at(at - 1)
            if sentence is not None:
                places[sentence.start].append(at - sentence.start)
        for start, ends in places.items():
            sentence = text.sentence_at(start)
            if sentence is not None and (any(True for _ in cues(sentence.text)) or may_be_gone(sentence.text)):
                named.append((text, sentence, ends))
        around += [
            (text, one) for at in may_be_gone(text.text) if (one := text.sentence_at(at)) and one.start not in places
        ]
    wanted = {(text.article_id, one.start) for text, one, _ in named} | {
        (text.article_id, one.start) for text, one in around
    }
    events = joint.events_at(view.ask, wanted)
    first = [_passage(text, one, ends, events) for text, one, ends in named]
    return first, [_passage(text, one, (), events) for text, one in around]


def _articles(group: Group) -> list[str]:
    ids = list(dict.fromkeys(one.article_id for one in group))
    if len(ids) <= MOST_TEXTS:
        return ids
    return ids[: MOST_TEXTS // 3] + ids[-(MOST_TEXTS - MOST_TEXTS // 3) :]


def _passage(
    text: joint.Text, one: Span, ends: Sequence[int], events: Mapping[tuple[str, int], Sequence[Event]]
) -> Passage:
    told = tuple(events.get((text.article_id, one.start), ()))
    return Passage(article_id=text.article_id, date=text.date, sentence=one, at=tuple(ends), events=told)


def _naming(group: Group, groups: Sequence[Group], own: Own) -> Naming:
    """How the matter is named; its noun alone means it where no other matter of the pair has it."""
    heads = {_head(other, own) for other in groups if other is not group}
    head = _head(group, own)
    return Naming(group, own, head, alone=head not in heads)


def _head(group: Group, own: Own) -> str:
    return read(split(group[0].name)[0], own).head


def of_dyad(dyad: Dyad) -> Material:
    """The material that a dyad holds."""
    dates = {id: head.date for id, head in dyad.articles.items()}
    told = sorted(
        (telling(one, dates[one.article_id]) for one in dyad.undertakings),
        key=lambda one: (one.date or "", one.article_id, one.id),
    )
    own = Own(_own_names(dyad))
    bodies = {one.id: one for one in dyad.undertakings}
    return Material(
        told=tuple(told),
        own=own,
        stories={},
        read=tuple(sorted(days[1] for date in dates.values() if (days := reach(date)))),
        bodies=lambda ids: {id: bodies[id] for id in ids},
        passages=partial(_passages_of, dyad, own),
        retold=lambda ids: {},
    )


def _own_names(dyad: Dyad) -> set[str]:
    """The texts that name one of the two as such."""
    parties = (party for entry in dyad.events for party in (*entry.event.actors, *entry.event.recipients))
    codes = {code for side in (dyad.a, dyad.b) for code in (side, f"{side}GOV")}
    return {party.text for party in parties if party.code in codes and party.role is None and party.text[:1].isupper()}


def _passages_of(dyad: Dyad, own: Own, group: Group, groups: Sequence[Group]) -> Passages:
    naming = _naming(group, groups, own)
    articles = {one.article_id for one in group}
    sentences: dict[tuple[str, int], tuple[Span, list[Event]]] = {}
    for one in dyad.undertakings:
        if one.article_id in articles:
            sentences.setdefault((one.article_id, one.sentence.start), (one.sentence, []))
    for entry in dyad.events:
        if entry.event.article_id in articles:
            place = entry.event.article_id, entry.event.sentence.start
            sentences.setdefault(place, (entry.event.sentence, []))[1].append(entry.event)
    named: list[Passage] = []
    around: list[Passage] = []
    for (article, _), (sentence, events) in sorted(sentences.items()):
        ends = tuple(naming.places(sentence.text))
        date = dyad.articles[article].date
        passage = Passage(article_id=article, date=date, sentence=sentence, at=ends, events=tuple(events))
        (named if ends else around).append(passage)
    return named, around
