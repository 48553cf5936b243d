"""Home: what the record holds, where and between whom, and what changed lately."""

from pydantic import Field

from bilat.web.page import Answer, Asked, Page
from bilat.web.pages.parts import Counted, DyadLine, PartyName, counted, dyad_line
from bilat.web.snapshot import Snapshot

_BUSIEST = 20


class HomeAsked(Asked):
    """Nothing is asked."""


class Home(Answer):
    """What the record holds."""

    counts: Counted
    dyads: tuple[DyadLine, ...] = Field(description="The pairs with the most events.")
    parties: tuple[PartyName, ...] = Field(description="The parties of these pairs, the busiest first.")


def model(snapshot: Snapshot, asked: HomeAsked) -> Home:
    """What the home page shows."""
    view = snapshot.view
    dyads = tuple(dyad_line(one, snapshot.label) for one in view.dyads(_BUSIEST))
    weights: dict[str, int] = {}
    for one in dyads:
        for party in (one.a, one.b):
            weights[party.code] = weights.get(party.code, 0) + one.events
    busiest = sorted(weights, key=lambda code: (-weights[code], code))
    return Home(
        counts=counted(view.counts()),
        dyads=dyads,
        parties=tuple(PartyName(code=code, name=snapshot.label(code)) for code in busiest),
    )


PAGE = Page(
    name="home",
    address="/",
    twin="/home",
    asked=HomeAsked,
    answer=Home,
    model=model,
    summary="What the record holds",
)
