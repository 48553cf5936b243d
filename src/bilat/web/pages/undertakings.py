"""The undertakings of the record, the most told first."""

from typing import Literal

from pydantic import Field

from bilat.model import Issue, UndertakingKind, UndertakingStatus
from bilat.record import listings
from bilat.web import paging
from bilat.web.page import Page
from bilat.web.pages.parts import PartyAsked, UndertakingRow, party_of, undertaking_row
from bilat.web.snapshot import Snapshot


class UndertakingsAsked(paging.Paged):
    """Which undertakings."""

    party: PartyAsked = None
    other: PartyAsked = Field(default=None, max_length=200, description="And this one.")
    kind: UndertakingKind | Literal[""] = Field(default="", description="Of this kind.")
    status: UndertakingStatus | Literal[""] = Field(default="", description="In this status, the latest told.")
    issue: Issue | Literal[""] = Field(default="", description="On this issue.")
    held: Literal["", "yes", "no"] = Field(default="", description="Whether something is said to hold them up.")


class Undertakings(paging.Listed):
    """Undertakings."""

    undertakings: tuple[UndertakingRow, ...] = Field(description="The most told first.")


def model(snapshot: Snapshot, asked: UndertakingsAsked) -> Undertakings:
    """The page of undertakings that is asked for."""
    parties = [code for text in (asked.party, asked.other) if (code := party_of(snapshot, text))]
    after = paging.after(asked.cursor, (int, str))
    found = listings.undertakings(
        snapshot.with_undertakings(),
        parties=parties,
        kind=asked.kind or None,
        status=asked.status or None,
        issue=asked.issue or None,
        held={"yes": True, "no": False}.get(asked.held),
        after=after,
        limit=asked.limit + 1,
    )
    page, following = paging.cut(found, asked.limit, lambda one: (one.articles, one.id))
    return Undertakings(undertakings=tuple(undertaking_row(snapshot, one) for one in page), next=following)


PAGE = Page(
    name="undertakings",
    address="/undertakings",
    asked=UndertakingsAsked,
    answer=Undertakings,
    model=model,
    rows="undertakings",
    tag="Relations",
    summary="Undertakings, the most told first",
)
