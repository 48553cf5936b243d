"""Which acts of a sentence stand inside another of its acts."""

from collections.abc import Iterator, Sequence

from bilat.coding.candidates import Candidate
from bilat.coding.frames import governors
from bilat.coding.tokens import Token


def outermost(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The acts that no other act of their sentence governs; what is only joined to another by "and" is not inside it."""
    return [c for c in candidates if not any(o is not c and _holds(o, c) for o in candidates)]


def _holds(outer: Candidate, inner: Candidate) -> bool:
    if outer.sentence is not inner.sentence:
        return False
    words = {outer.token.i, *(t.i for t in (outer.top,) if t is not None)}
    return any(head.i in words and inside for head, inside in _above(inner.top or inner.token))


def _above(token: Token) -> Iterator[tuple[Token, bool]]:
    """The words that govern a token, with whether anything but "and" lies between."""
    inside = False
    for head, dep in governors(token):
        inside = inside or dep != "conj"
        yield head, inside
