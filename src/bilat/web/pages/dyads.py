"""The pairs of the record, the busiest first."""

from pydantic import Field

from bilat.record import listings
from bilat.web import paging
from bilat.web.page import Page
from bilat.web.pages.parts import DyadLine, PartyAsked, dyad_line, party_of
from bilat.web.snapshot import Snapshot


class DyadsAsked(paging.Paged):
    """Which pairs."""

    party: PartyAsked = None


class Dyads(paging.Listed):
    """Pairs."""

    dyads: tuple[DyadLine, ...] = Field(description="By the number of events between the two.")
    total: int = Field(description="How many pairs there are in all pages.")


def every(snapshot: Snapshot) -> tuple[DyadLine, ...]:
    """All pairs of the record, the busiest first."""
    return snapshot.cached(
        "every dyad", lambda: tuple(dyad_line(snapshot, one) for one in listings.pairs(snapshot.with_pairs()))
    )


def model(snapshot: Snapshot, asked: DyadsAsked) -> Dyads:
    """The page of pairs that is asked for."""
    code = party_of(snapshot, asked.party)
    lines = [one for one in every(snapshot) if code is None or code in (one.a.code, one.b.code)]
    after = paging.after(asked.cursor, (int, int, str, str))
    left = [one for one in lines if after is None or _order(*_key(one)) > _order(*after)]
    page, following = paging.cut(left, asked.limit, _key)
    return Dyads(dyads=page, total=len(lines), next=following)


def _key(one: DyadLine) -> tuple[int, int, str, str]:
    return one.events, one.imported, one.a.code, one.b.code


def _order(events: int, imported: int, a: str, b: str) -> tuple[int, int, str, str]:
    return -events, -imported, a, b


PAGE = Page(
    name="dyads",
    address="/dyads",
    asked=DyadsAsked,
    answer=Dyads,
    model=model,
    rows="dyads",
    tag="Relations",
    summary="Pairs, the busiest first",
)
