"""What people judged as labelled sentences: to train on, in the form of corpus/, and to test on, in those of evaluation/.

A sentence is given where all that the machine found in it was judged and nobody differs. What the machine did not see in it
stands in no judgement: sentences of which it missed an act are in it all the same, so a recall measured on them is too high.

Sentences of one article never stand in both parts. An article is for testing where a line of it was drawn in a random
sample, and else where its id falls to it, every fifth; copies of one text go together.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from zlib import crc32

from bilat.evaluation.folding import Act, fold
from bilat.model import Event, Party, Span, Status, state_of
from bilat.record import Standing, View, What, codec
from bilat.record.judgements import applying
from bilat.record.pair import LISTED

Part = Literal["train", "test", "all"]
_TESTING = 5  # every so-manieth article is for testing


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A sentence with the events that people let stand in it; ``judged`` is by whom, ``article`` is where it is from."""

    article: str
    outlet: str | None
    date: str | None
    sentence: Span
    events: tuple[Event, ...]
    judged: tuple[str, ...]


@dataclass(slots=True)
class Left:
    """What was left out, and why, counted."""

    reasons: Counter[str] = field(default_factory=Counter)


def labelled(view: View, part: Part, withhold: Iterable[str], left: Left) -> Iterator[Labelled]:
    """The sentences all of whose events were judged, by article and place.

    Args:
        withhold: Outlets whose words must not leave the record.
        left: Is counted up on the way.
    """
    judged = {id: one for (what, id), one in view.judged.standings.items() if what is What.EVENT and one.of_line}
    events = {id: line for (_, id), line in view.judged.lines.items() if isinstance(line, Event) and id in judged}
    articles = sorted({event.article_id for event in events.values()})
    found = _sentences(view, articles)
    testing = _testing(view, judged, articles)
    names = {name.casefold() for name in withhold}
    for article in articles:
        head = view.article(article)
        if head is None or (part != "all" and (article in testing) != (part == "test")):
            continue
        if head.outlet and head.outlet.casefold() in names:
            left.reasons["of an outlet whose texts are withheld"] += 1
            continue
        for _, all_of_it in sorted(found[article].items()):
            one = _one(all_of_it, judged, left)
            if one is not None:
                kept, analysts = one
                yield Labelled(
                    article=article,
                    outlet=head.outlet,
                    date=head.date,
                    sentence=all_of_it[0].sentence,
                    events=kept,
                    judged=analysts,
                )


def _sentences(view: View, articles: Iterable[str]) -> Mapping[str, Mapping[int, list[Event]]]:
    """By article and where they begin, the sentences of the machine's events."""
    found: defaultdict[str, defaultdict[int, list[Event]]] = defaultdict(lambda: defaultdict(list))
    rows = view.ask(f"SELECT body FROM machine_events WHERE article_id IN ({LISTED})", [codec.dump(list(articles))])
    for (body,) in rows:
        event = codec.event(json.loads(body))
        found[event.article_id][event.sentence.start].append(event)
    return found


def _testing(view: View, judged: Mapping[str, Standing], articles: Iterable[str]) -> set[str]:
    sampled = {one.article_id for standing in judged.values() for one in standing.judgements if one.sample is not None}

    def of(article: str) -> bool:
        group = view.groups.get(article)
        members = group.members if group else (article,)
        return bool(sampled & set(members)) or crc32(min(members).encode()) % _TESTING == 0

    return {article for article in articles if of(article)}


def _one(
    found: list[Event], judged: Mapping[str, Standing], left: Left
) -> tuple[tuple[Event, ...], tuple[str, ...]] | None:
    if any(event.id not in judged for event in found):
        if any(event.id in judged for event in found):
            left.reasons["with an act that nobody judged"] += 1
        return None
    standings = [judged[event.id] for event in found]
    if any(one.conflicts for one in standings):
        left.reasons["on which analysts differ"] += 1
        return None
    kept = [applying.event(event, one) for event, one in zip(found, standings, strict=True) if one.verdict != "wrong"]
    kept.sort(key=lambda event: (event.trigger.start, event.id))
    return tuple(kept), tuple(sorted({name for one in standings for name in one.analysts}))


def as_corpus(one: Labelled, left: Left) -> dict[str, Any] | None:
    """A line of corpus/sentences/; null, counted, where a corrected party has no words in the sentence."""
    text = one.sentence.text
    events = []
    for event in one.events:
        sides = {
            "actors": [_worded(party, text) for party in event.actors],
            "recipients": [_worded(party, text) for party in event.recipients],
        }
        if event.trigger.text not in text or any(party is None for side in sides.values() for party in side):
            left.reasons["with a party whose words do not stand in it"] += 1
            return None
        said, place = event.attributed_to, event.place
        events.append(
            {
                "trigger": event.trigger.text,
                "type": event.type.value,
                "mode": event.mode and event.mode.value,
                "status": event.status.value,
                **sides,
                "speaker": _worded(said, text) if said else None,
                "issues": [issue.value for issue in event.issues],
                "contexts": [],
                "when": event.date,
                "where": [place.text, place.country] if place and place.country and place.text in text else None,
            }
        )
    source = {"genre": "judged", "region": "unknown", "article": one.article, "judged": list(one.judged)}
    return {"text": text, "date": one.date, **source, "events": events}


def _worded(party: Party, text: str) -> list[str] | None:
    """A party's words in the sentence, and its code."""
    for words in (party.mention.text if party.mention else None, party.text):
        if words and words in text:
            return [words, party.code]
    return None


def as_sentence(one: Labelled) -> dict[str, Any]:
    """A line for ``bilat evaluate sentences``; acts that did not take place are left out, as that measure leaves them out."""
    return {
        "id": f"{one.article}:{one.sentence.start}",
        "text": one.sentence.text,
        "date": one.date,
        "events": [
            {
                "source_codes": [party.code for party in event.actors],
                "target_codes": [party.code for party in event.recipients],
                "plover": _name(event),
                "source_text": [party.text for party in event.actors],
                "target_text": [party.text for party in event.recipients],
                "event_text": event.trigger.text,
            }
            for event in one.events
            if event.status is not Status.NEGATED
        ],
    }


def _name(event: Event) -> str:
    return fold(Act(event.type, event.status))


def as_relations(one: Labelled) -> Iterator[dict[str, str]]:
    """Rows for ``bilat evaluate relations``: each pair of a source and a target of different states, marked in the sentence."""
    for event in one.events:
        sources, targets = event.actors, event.recipients or event.actors[1:]
        for source in sources[:1] if not event.recipients else sources:
            for target in targets:
                marked = _marked(one.sentence, source, target)
                if marked is not None and state_of(source.code) != state_of(target.code):
                    yield {
                        "id": f"{event.id}:{source.code}:{target.code}",
                        "sentence": _row(one.sentence.text),
                        "marked_sentence": _row(marked),
                        "source": source.text,
                        "target": target.text,
                        "gold_root": _name(event),
                    }


def _row(text: str) -> str:
    return " ".join(text.split())


def _marked(sentence: Span, source: Party, target: Party) -> str | None:
    spans = [(party.mention or party.span, name) for party, name in ((source, "s"), (target, "t"))]
    if any(span is None or not sentence.start <= span.start <= span.end <= sentence.end for span, _ in spans):
        return None
    ends = sorted((span.start - sentence.start, span.end - sentence.start, name) for span, name in spans if span)
    (a, b, one), (c, d, other) = ends
    if c < b:
        return None
    text = sentence.text
    return f"{text[:a]}<{one}>{text[a:b]}</{one}>{text[b:c]}<{other}>{text[c:d]}</{other}>{text[d:]}"
