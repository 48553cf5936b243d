"""Which of a pair's two sides a party belongs to."""

from collections.abc import Iterable

from bilat.model import Party, state_of


def key_of(code: str) -> str:
    """What a party is paired by: its state or IGO, else its bare code."""
    return state_of(code) or code


def is_of(code: str, side: str) -> bool:
    """Whether a party's code belongs to the side: a state with all that is of it, or one full code.

    >>> is_of("IRNGOV", "IRN"), is_of("PAKGOV", "PAKREB"), is_of("PAKREB", "PAKREB")
    (True, False, True)
    """
    return code == side or key_of(code) == side


def parties_of(parties: Iterable[Party], side: str) -> tuple[Party, ...]:
    """The parties that belong to the side."""
    return tuple(party for party in parties if is_of(party.code, side))
