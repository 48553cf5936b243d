"""One coding to the lines of the record's tables, each line a list in the order of :data:`schema.TABLES`."""

import math
from collections.abc import Iterable, Iterator
from typing import Any

from bilat.model import (
    Article,
    Coding,
    Copy,
    Correction,
    Event,
    Fact,
    Party,
    Signature,
    Undertaking,
    content_id,
    sector_of,
    state_of,
)
from bilat.record import codec
from bilat.record.dates import reach
from bilat.record.decisions import Decision, Join

Line = tuple[str, list[Any]]
"""A table's name and the values of one line, less the run."""


def text_digest(text: str) -> str:
    """What tells two articles of one id apart."""
    return content_id(text)


def side_key(code: str) -> str:
    """What a party is paired by: its state or IGO, else the bare code of a group ("REB"), else "".

    >>> side_key("IRNGOV"), side_key("PAKREB"), side_key("IGOUN"), side_key("REB"), side_key("")
    ('IRN', 'PAK', 'IGOUN', 'REB', '')
    """
    return state_of(code) or code


def lines(coding: Coding) -> Iterator[Line]:
    """All lines of a coding."""
    article = coding.article
    yield _article_line(article)
    for n, span in enumerate(coding.sentences):
        yield "sentences", [article.id, n, span.start, span.end]
    for event in coding.events:
        yield from _event_lines(event, article)
    for undertaking in coding.undertakings:
        yield from _undertaking_lines(undertaking)
    for fact in coding.facts:
        yield from _fact_lines(fact)


def lines_of(thing: Article | Event | Undertaking | Fact, article: Article) -> Iterator[Line]:
    """The lines of one thing alone; an event is dated by its article where it has no date of its own."""
    if isinstance(thing, Article):
        yield _article_line(thing)
    elif isinstance(thing, Event):
        yield from _event_lines(thing, article)
    else:
        yield from _undertaking_lines(thing) if isinstance(thing, Undertaking) else _fact_lines(thing)


def again_lines(
    id: str, signature: Signature | None, copies: Iterable[Copy], corrections: Iterable[Correction]
) -> Iterator[Line]:
    """The lines of what an article's text is to those read before it."""
    if signature is not None:
        yield "signatures", [id, signature.words, signature.keys, signature.prints, signature.facts]
    for link in copies:
        yield "copies", [link.article_id, link.of, link.kind, link.similarity]
    for one in corrections:
        span = [one.span.start, one.span.end] if one.span else [None, None]
        yield "corrections", [one.article_id, one.replaces, one.kind, one.basis, storable(one.said), *span]


def story_lines(decisions: Iterable[Decision]) -> Iterator[Line]:
    """The lines of what was decided on stories."""
    for one in decisions:
        why = [one.score, storable(one.reason)]
        if not isinstance(one, Join):
            yield "story_merges", [one.story, one.month, one.into, one.article_id, *why]
        elif one.event_id is None:
            yield "story_articles", [one.story, one.month, one.article_id, *why]
        else:
            yield "story_events", [one.story, one.month, one.event_id, one.article_id, *why]


def storable(text: str | None) -> str | None:
    """The text as a column can hold it: a lone surrogate, which UTF-8 has no form for, becomes U+FFFD."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if _has_surrogate(text) else text


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _dated(event_date: str | None, article: Article) -> list[str | None]:
    """Date, first day, last day and basis: the event's own date, else the article's."""
    for date, basis in ((event_date, "event"), (article.date, "article")):
        span = reach(date)
        if span:
            return [date, *span, basis]
    return [None, None, None, None]


def _article_line(article: Article) -> Line:
    first, last = reach(article.date) or (None, None)
    text = storable(article.text)
    body = codec.article_body(article, with_text=text != article.text)
    head = [storable(field) for field in (article.title, article.outlet, article.date)]
    origin = [storable(field) for field in (article.language, article.url, article.origin)]
    digest = text_digest(article.text)
    dates = [first, last, article.date_basis]
    return "articles", [storable(article.id), digest, *head, *dates, *origin, text, codec.dump(body)]


def _event_lines(event: Event, article: Article) -> Iterator[Line]:
    place = event.place
    where = [place.country, _finite(place.latitude), _finite(place.longitude)] if place else [None, None, None]
    yield (
        "events",
        [
            event.id,
            event.article_id,
            event.sentence.start,
            storable(event.trigger.text),
            event.type,
            event.mode,
            event.type.quad,
            event.status,
            event.issues,
            event.date,
            *where,
            event.story,
            _finite(event.confidence),
            codec.dump(codec.event_body(event)),
        ],
    )
    speakers = (event.attributed_to,) if event.attributed_to else ()
    for side, parties in (("actor", event.actors), ("recipient", event.recipients), ("attributed_to", speakers)):
        for n, party in enumerate(parties):
            yield _party_line(event, side, n, party)
    yield from _dyad_lines(event, article)


def _party_line(event: Event, side: str, n: int, party: Party) -> Line:
    span = [party.span.start, party.span.end] if party.span else [None, None]
    names = [storable(party.name), storable(party.role)]
    codes = [party.code, side_key(party.code), sector_of(party.code)]
    return "parties", [event.id, event.article_id, side, n, storable(party.text), *codes, *names, *span]


def _pairs(event: Event) -> set[tuple[str, str, str, str, str]]:
    """The pairs that an event stands between, as (a, b, a's code, b's code, direction) with a before b."""
    actors = list(dict.fromkeys(party.code for party in event.actors))
    recipients = list(dict.fromkeys(party.code for party in event.recipients))
    found = set()
    # With no recipient, the act is symmetric: all its actors did it with each other.
    for one in actors:
        for other in recipients or actors:
            a, b = side_key(one), side_key(other)
            if not a or not b or not _apart(one, other):
                continue
            if (a, one) > (b, other):
                found.add((b, a, other, one, "b>a" if recipients else "both"))
            else:
                found.add((a, b, one, other, "a>b" if recipients else "both"))
    return found


def _apart(one: str, other: str) -> bool:
    """Whether two codes are two sides: different states, or a state and an armed group of that state."""
    if side_key(one) != side_key(other):
        return True
    return (sector_of(one) == "REB") != (sector_of(other) == "REB")


def _dyad_lines(event: Event, article: Article) -> Iterator[Line]:
    dated = _dated(event.date, article)
    kind = [event.type, event.mode, event.type.quad, event.status]
    for pair in sorted(_pairs(event)):
        yield "event_dyads", [event.id, event.article_id, event.sentence.start, *pair, *dated, *kind]


def _undertaking_lines(undertaking: Undertaking) -> Iterator[Line]:
    ids = [undertaking.id, undertaking.article_id]
    kinds = [undertaking.kind, undertaking.issue, undertaking.status]
    yield "undertakings", [*ids, storable(undertaking.name), *kinds, codec.dump(codec.undertaking_body(undertaking))]
    for n, code in enumerate(undertaking.parties):
        yield "undertaking_parties", [*ids, n, code, side_key(code)]
    for n, obstacle in enumerate(undertaking.obstacles):
        yield "obstacles", [*ids, n, storable(obstacle.text), obstacle.kind, obstacle.span.start, obstacle.span.end]


def _fact_lines(fact: Fact) -> Iterator[Line]:
    ids = [fact.id, fact.article_id]
    words = [storable(fact.unit), storable(fact.subject), codec.dump(codec.fact_body(fact))]
    yield "facts", [*ids, storable(fact.text), _finite(fact.quantity), *words]
    for n, code in enumerate(fact.parties):
        yield "fact_parties", [*ids, n, code, side_key(code)]
