"""When a coded event or undertaking is the one that gold has: same sentence, same parties, same name."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeVar

from bilat.evaluation.readers import Row, optional_text, rows_of, text_of, texts_of
from bilat.model import QUADS, Coding, Event, EventType, Party, Quad, Status, state_of

A = TypeVar("A")
B = TypeVar("B")
Range = tuple[int, int]

_FOUND_BY = 60  # characters of a sentence that suffice to find it
_FILLERS = {"the", "of", "and", "a"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What is compared of an event; null and "" where it has none."""

    sentence: str
    type: str | None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    status: str | None = None
    issues: frozenset[str] = frozenset()
    date: str = ""
    country: str | None = None
    story: int | None = None

    @property
    def quad(self) -> Quad | None:
        """The quad category of the type."""
        return QUADS[EventType(self.type)] if self.type and self.type in EventType.__members__ else None


@dataclass(frozen=True, slots=True)
class NamedMatter:
    """What is compared of an undertaking."""

    name: str
    issue: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class CodedArticle:
    """An article's events and undertakings, from a gold file or a coder."""

    id: str
    text: str
    assertions: tuple[Assertion, ...] = ()
    undertakings: tuple[NamedMatter, ...] = ()


def from_row(row: Row, text: str | None = None) -> CodedArticle:
    """A coded article from a JSON object in the form that ``bilat code`` writes.

    Args:
        row: The object.
        text: The article's text where the row itself has none, for events that give offsets and not a sentence.
    """
    text = text_of(row, "text") if text is None else text
    events = tuple(_assertion(event, text) for event in rows_of(row, "events"))
    matters = tuple(
        NamedMatter(optional_text(u, "name") or "", optional_text(u, "issue"), optional_text(u, "status"))
        for u in rows_of(row, "undertakings")
    )
    return CodedArticle(text_of(row, "id"), text, events, matters)


def _assertion(event: Row, text: str) -> Assertion:
    place, story = event.get("place"), event.get("story")
    return Assertion(
        sentence=_sentence(event, text),
        type=optional_text(event, "type"),
        actors=_codes(rows_of(event, "actors")),
        recipients=_codes(rows_of(event, "recipients")),
        status=optional_text(event, "status"),
        issues=frozenset(texts_of(event, "issues")),
        date=str(event.get("date") or ""),
        country=optional_text(place, "country") if isinstance(place, dict) else None,
        story=story if isinstance(story, int) else None,
    )


def _sentence(event: Row, text: str) -> str:
    start, end = event.get("start"), event.get("end")
    if event.get("sentence") is None and isinstance(start, int) and isinstance(end, int):
        return text[start:end]
    return optional_text(event, "sentence") or ""


def _codes(parties: Iterable[Row]) -> tuple[str, ...]:
    return tuple(filter(None, (optional_text(p, "code") for p in parties)))


def from_coding(coding: Coding) -> CodedArticle:
    """A coded article from what the coder found."""
    matters = tuple(NamedMatter(u.name, u.issue.value, u.status.value) for u in coding.undertakings)
    return CodedArticle(coding.article.id, coding.article.text, tuple(map(_from_event, coding.events)), matters)


def _from_event(event: Event) -> Assertion:
    def codes(parties: Iterable[Party]) -> tuple[str, ...]:
        return tuple(p.code for p in parties if p.code)

    return Assertion(
        sentence=event.sentence.text,
        type=event.type.value,
        actors=codes(event.actors),
        recipients=codes(event.recipients),
        status=event.status.value,
        issues=frozenset(issue.value for issue in event.issues),
        date=event.date or "",
        country=event.place.country if event.place else None,
        story=event.story,
    )


def squash(text: str) -> str:
    """Text without case, punctuation and layout, in which a sentence is found whatever was done to its blanks."""
    return re.sub(r"\W+", " ", text).strip().lower()


def sentence_ranges(assertions: Iterable[Assertion], text: str) -> list[Range | None]:
    """Where each assertion's sentence stands in the squashed text; null where it is not there."""
    squashed = squash(text)
    return [_range(squash(assertion.sentence), squashed) for assertion in assertions]


def _range(key: str, squashed: str) -> Range | None:
    start = squashed.find(key[:_FOUND_BY]) if key else -1
    return None if start < 0 else (start, start + len(key))


def together(a: Range | None, b: Range | None) -> bool:
    """Whether two sentences are the same: they share more than half of the shorter."""
    if a is None or b is None:
        return False
    return min(a[1], b[1]) - max(a[0], b[0]) > 0.5 * min(a[1] - a[0], b[1] - b[0])


def full_code(code: str) -> str:
    """The code that IRN and IRNGOV share: GOV is what a bare state means."""
    is_government = len(code) == 6 and code.endswith("GOV") and not code.startswith("IGO")
    return code[:3] if is_government else code


def sides(event: Assertion, by: Literal["states", "codes"]) -> tuple[frozenset[str], frozenset[str]]:
    """The states or full codes of actors and of recipients, parties without one left out."""
    code = state_of if by == "states" else full_code
    return frozenset(map(code, event.actors)) - {""}, frozenset(map(code, event.recipients)) - {""}


def same_parties(gold: Assertion, coded: Assertion, by: Literal["states", "codes"]) -> bool:
    """Whether both have the same actors and recipients; in a symmetric act the order does not count."""
    g, c = sides(gold, by), sides(coded, by)
    if any(not recipients and len(actors) > 1 for actors, recipients in (g, c)):
        return g[0] | g[1] == c[0] | c[1]
    return g == c


def links(events: Iterable[Assertion]) -> set[tuple[frozenset[str], Quad | None]]:
    """The pairs of states that acted with each other, each with the quad category, in events that took place."""
    return {(pair, event.quad) for event in events if event.status == Status.ACTUAL for pair in _state_pairs(event)}


def _state_pairs(event: Assertion) -> set[frozenset[str]]:
    actors, recipients = sides(event, "states")
    if not recipients:
        return {frozenset(pair) for pair in combinations(actors, 2)}
    return {frozenset((a, r)) for a in actors for r in recipients if a != r}


def same_undertaking(gold: NamedMatter, coded: NamedMatter) -> bool:
    """Whether two names share half of the shorter one's words and the issue, or four fifths of the words."""
    shared = _overlap(gold.name, coded.name)
    return shared >= 0.8 or (shared >= 0.5 and gold.issue == coded.issue)


def _overlap(a: str, b: str) -> float:
    left, right = (set(squash(name).split()) - _FILLERS for name in (a, b))
    return len(left & right) / max(1, min(len(left), len(right)))


def matched(gold: Sequence[A], coded: Sequence[B], test: Callable[[A, B], bool]) -> list[tuple[A, B]]:
    """One-to-one pairs that pass the test: each gold item takes the first coded one that is still free."""
    free, pairs = list(range(len(coded))), []
    for item in gold:
        found = next((k for k in free if test(item, coded[k])), None)
        if found is not None:
            pairs.append((item, coded[found]))
            free.remove(found)
    return pairs
