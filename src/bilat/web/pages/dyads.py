"""The pairs of the record, the busiest first."""

from pydantic import Field

from bilat.web import paging
from bilat.web.page import Page
from bilat.web.pages.parts import DyadLine, PartyAsked, dyad_line, party_of
from bilat.web.snapshot import Snapshot

_ALL = 1_000_000


class DyadsAsked(paging.Paged):
    """Which pairs."""

    party: PartyAsked = None


class Dyads(paging.Listed):
    """Pairs."""

    dyads: tuple[DyadLine, ...] = Field(description="By the number of events between the two.")
    total: int = Field(description="How many pairs there are in all pages.")


def every(snapshot: Snapshot) -> tuple[DyadLine, ...]:
    """All pairs of the record, the busiest first."""
    found = snapshot.cached("every dyad", lambda: snapshot.view.dyads(_ALL))
    make = lambda: tuple(dyad_line(snapshot, o.a, o.b, o.events, o.first, o.last) for o in found)  # noqa: E731
    return snapshot.cached("every dyad's line", make)


def model(snapshot: Snapshot, asked: DyadsAsked) -> Dyads:
    """The page of pairs that is asked for."""
    code = party_of(snapshot, asked.party)
    lines = [one for one in every(snapshot) if code is None or code in (one.a.code, one.b.code)]
    after = paging.after(asked.cursor, (int, str, str))
    left = lines if after is None else [one for one in lines if _key(one) > (-after[0], *after[1:])]
    page, following = paging.cut(left, asked.limit, lambda one: (one.events, one.a.code, one.b.code))
    return Dyads(dyads=page, total=len(lines), next=following)


def _key(one: DyadLine) -> tuple[int, str, str]:
    return -one.events, one.a.code, one.b.code


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
