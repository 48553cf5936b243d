"""What a third party is to a pair, as plain values that keep the ids they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bilat.record import ArticleHead
from bilat.relations.evidence import Evidence


class TriadKind(StrEnum):
    """What a third party is to a pair."""

    SANCTIONS = "sanctions"
    """It sanctions one of the two in the matter of the other."""
    PRESSURE = "pressure"
    """It demands of, blames, threatens or coerces one of the two in the matter of the other."""
    MEDIATION = "mediation"
    """It mediates between the two."""
    OBSTACLE = "obstacle"
    """It is named in what holds up an undertaking of the two."""
    PARTNER = "partner"
    """It has a part in an undertaking of the two."""
    COMMON_ENEMY = "common-enemy"
    """Both are in material conflict with it."""
    PATRON = "patron"
    """It aids both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triad:
    """A third party's part in a pair, of one kind.

    Attributes:
        code: The third: a state's or body's key, an armed group's code.
        on: Which of the two it acts on, or both.
        strength: Stories that bind all three in one sentence, story or obstacle, and a quarter for each that does so only by its
            article or by a matter that all have a part in, a twentieth for the others: to order by, no more.
        direct: How many stories bind them so; stories: all; where each of the two is dealt with apart, those of the one that
            has fewer.
        first: Date of the earliest; last: of the latest.
        event_ids: The assertions, the latest first; at most :data:`MOST_IDS`.
        undertaking_ids: The undertakings' mentions, likewise.
        evidence: The sentences that show it best.
    """

    code: str
    kind: TriadKind
    on: tuple[str, ...]
    strength: float
    direct: int
    stories: int
    first: str | None
    last: str | None
    event_ids: tuple[str, ...]
    undertaking_ids: tuple[str, ...]
    evidence: tuple[Evidence, ...]


MOST_IDS = 200
"""Ids that a triad carries at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triads:
    """All of a pair, the strongest first, with the heads of the articles that their evidence stands in."""

    lines: tuple[Triad, ...] = ()
    articles: Mapping[str, ArticleHead]
