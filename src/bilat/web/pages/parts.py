"""What several pages' models are made of."""

from collections.abc import Callable
from dataclasses import asdict

from pydantic import Field

from bilat.record.slices import Counts, DyadCount
from bilat.web.page import Answer


class PartyName(Answer):
    """A party with its usual name."""

    code: str = Field(description="State (ISO 3166 alpha-3), IGO or group.", examples=["IRN"])
    name: str = Field(description="Its usual name; the code where it has none.", examples=["Iran"])


class Counted(Answer):
    """How much the record holds."""

    articles: int
    texts: int = Field(description="Articles less copies of others and those that were replaced.")
    replaced: int = Field(description="Articles that a correction, an update or a retraction took the place of.")
    undated_articles: int
    sentences: int
    events: int
    undertakings: int
    facts: int
    outlets: int
    dyads: int = Field(description="Pairs with at least one event.")
    skipped: int = Field(description="Inputs that were left out.")
    runs: int
    first: str | None = Field(description="Date of the earliest article.")
    last: str | None = Field(description="Date of the latest article.")


class DyadLine(Answer):
    """A pair and how many events stand between the two."""

    a: PartyName
    b: PartyName
    events: int
    first: str | None = Field(description="Date of the earliest event; an event without one has its article's.")
    last: str | None


def counted(counts: Counts) -> Counted:
    """The counts as an answer has them."""
    return Counted(**asdict(counts))


def dyad_line(one: DyadCount, label: Callable[[str], str]) -> DyadLine:
    """A pair's line."""
    a, b = (PartyName(code=code, name=label(code)) for code in (one.a, one.b))
    return DyadLine(a=a, b=b, events=one.events, first=one.first, last=one.last)
