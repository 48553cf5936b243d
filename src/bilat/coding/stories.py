"""Within an article, which assertions tell the same happening."""

from collections.abc import Sequence

from bilat.coding.candidates import Candidate
from bilat.model import Event, EventType, state_of


def number_stories(events: Sequence[Event], lemmas: Sequence[str]) -> list[int]:
    """A story number for each event, from 1, in order.

    Two assertions tell one happening when type, mode and states agree (or one leaves a side out), their dates do not
    contradict, and both have the same trigger lemma or both are acts that an article seldom tells twice of one pair.
    """
    founders: list[tuple[Event, str]] = []
    numbers: list[int] = []
    for event, lemma in zip(events, lemmas, strict=True):
        for number, (first, first_lemma) in enumerate(founders, start=1):
            if _same(event, lemma, first, first_lemma):
                numbers.append(number)
                break
        else:
            founders.append((event, lemma))
            numbers.append(len(founders))
    return numbers


def _same(a: Event, lemma: str, b: Event, other: str) -> bool:
    if a.type is not b.type or a.mode is not b.mode:
        return False
    if a.date and b.date and not (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return False
    if (a.status == "historical") != (b.status == "historical"):
        return False
    if not _compatible(_states(a, "actors"), _states(b, "actors"), _states(a, "recipients"), _states(b, "recipients")):
        return False
    return lemma == other or a.type in {EventType.ASSAULT, EventType.CONSULT, EventType.SANCTION, EventType.COERCE}


def _states(event: Event, side: str) -> frozenset[str]:
    return frozenset(state_of(p.code) or p.code for p in getattr(event, side) if p.code)


def _compatible(a: frozenset[str], b: frozenset[str], c: frozenset[str], d: frozenset[str]) -> bool:
    if not c or not d:  # symmetric, or one assertion names one side only
        left, right = a | c, b | d
        return bool(left & right) and (left <= right or right <= left)
    return (a <= b or b <= a) and (c <= d or d <= c)


def lemma_of(candidate: Candidate) -> str:
    """The lemma by which two assertions of one act are compared."""
    return candidate.token.lemma_
