"""A text cut at its spans, so that a page can mark who, did what, to whom, when and where, also where spans overlap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pydantic import Field

from bilat.model import Event, Fact, Party, Span, Undertaking
from bilat.web.page import Answer

Role = Literal[
    "trigger", "actor", "recipient", "speaker", "place", "date", "undertaking", "obstacle", "fact", "sentence"
]
_ORDER: tuple[Role, ...] = (
    *("trigger", "actor", "recipient", "speaker", "place", "date"),
    *("obstacle", "undertaking", "fact", "sentence"),
)
_WHEN = "“"


class Mark(Answer):
    """What a stretch of text is to one line of the record."""

    role: Role = Field(description="What the words are to the line.")
    line: str = Field(description="Id of the event, undertaking or fact.")
    tells: str = Field(description="What was made of the words, and why.", examples=["IRNGOV: role of Iran"])


class Piece(Answer):
    """A stretch of text and all that it is a part of; the pieces of a text give it whole."""

    text: str
    marks: tuple[Mark, ...] = Field(default=(), description="The closest first; none for plain text.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A mark with its place: characters of the article's text, end exclusive."""

    start: int
    end: int
    mark: Mark


def pieces(text: str, stretches: Iterable[Stretch], start: int = 0) -> tuple[Piece, ...]:
    """The text in pieces, each with the marks of all stretches over it.

    Args:
        text: An article's text, or a part of it.
        stretches: In characters of the article.
        start: Where in the article the text begins.
    """
    inside = [one for one in stretches if one.start < start + len(text) and one.end > start and one.start < one.end]
    cuts = {0, len(text)}
    for one in inside:
        cuts |= {max(one.start - start, 0), min(one.end - start, len(text))}
    edges = sorted(cuts)
    found = []
    for first, last in pairwise(edges):
        over = [one for one in inside if one.start - start <= first and one.end - start >= last]
        over.sort(key=lambda one: (_ORDER.index(one.mark.role), one.end - one.start))
        found.append(Piece(text=text[first:last], marks=tuple(dict.fromkeys(one.mark for one in over))))
    return tuple(found)


def of_event(event: Event) -> list[Stretch]:
    """The stretches of an event: its act, its parties, its speaker, its place and the words that date it."""
    reasons = dict(event.reasons)
    kind = f"{event.type}, {event.mode}" if event.mode else str(event.type)
    found = [_stretch(event.trigger, "trigger", event.id, f"{kind}: {reasons.get('type', 'no reason noted')}")]
    sides: Sequence[tuple[Role, Sequence[Party]]] = (
        ("actor", event.actors),
        ("recipient", event.recipients),
        ("speaker", (event.attributed_to,) if event.attributed_to else ()),
    )
    for role, parties in sides:
        for party in parties:
            tells = f"{party.code or 'no code'}: {party.reason or 'no reason noted'}"
            found += [_stretch(span, role, event.id, tells) for span in (party.mention, party.span) if span]
    if event.place and event.place.span:
        where = event.place.country or "no country"
        found.append(_stretch(event.place.span, "place", event.id, f"{where}: {reasons.get('place', '')}"))
    words = _dating_words(event, reasons.get("date", ""))
    if words:
        found.append(_stretch(words, "date", event.id, f"{event.date}: {reasons['date']}"))
    return found


def _dating_words(event: Event, reason: str) -> Span | None:
    """The words that date an event, where its reason quotes them and they stand once in the sentence."""
    quoted = reason.partition(_WHEN)[2].partition("”")[0]
    text = event.sentence.text
    if not event.date or not quoted or text.count(quoted) != 1:
        return None
    at = event.sentence.start + text.index(quoted)
    return Span(at, at + len(quoted), quoted)


def of_undertaking(one: Undertaking) -> list[Stretch]:
    """The stretches of an undertaking: its name and what holds it up."""
    tells = f"{one.kind}, {one.issue}, {one.status}"
    found = [_stretch(one.mention, "undertaking", one.id, tells)]
    return found + [_stretch(held.span, "obstacle", one.id, f"holds it up: {held.kind}") for held in one.obstacles]


def of_fact(fact: Fact) -> list[Stretch]:
    """The stretch of a fact."""
    return [_stretch(fact.span, "fact", fact.id, f"{fact.quantity:g} {fact.unit}: {fact.subject}")]


def of_sentence(event: Event) -> Stretch:
    """The sentence of an event as a whole."""
    return _stretch(event.sentence, "sentence", event.id, "")


def _stretch(span: Span, role: Role, line: str, tells: str) -> Stretch:
    return Stretch(start=span.start, end=span.end, mark=Mark(role=role, line=line, tells=tells.strip(" :")))
