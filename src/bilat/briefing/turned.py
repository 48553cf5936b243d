"""The turns of a pair as a brief is given them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.relations import PairTurns, Turn

MOST_TURNS = 8
"""Turns that a brief tells of, the strongest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A pair's turns, each with the events that stand for the stories that make it, the weightiest first."""

    found: PairTurns
    events: Sequence[tuple[Turn, tuple[str, ...]]]
