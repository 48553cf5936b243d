"""A pair's visits: who went where, when, at what level, in whose company, and what came of it."""

from pydantic import Field

from bilat import relations
from bilat.web.page import Answer, Page
from bilat.web.pages.dyad import PairAsked, pair_of
from bilat.web.pages.parts import PartyName, name_of
from bilat.web.snapshot import Snapshot

MOST = 120
"""Visits that the page has, the latest."""


class CompanionRow(Answer):
    """Who came along."""

    name: str | None
    words: str
    size: int | None = Field(description="How many came, where the words tell it.")


class OutcomeRow(Answer):
    """An act of the two that came of a visit."""

    kind: str = Field(examples=["agreement"])
    date: str | None
    by: str = Field(description="Why it is the visit's.")
    sentence: str
    events: tuple[str, ...]


class VisitRow(Answer):
    """A visit."""

    visitor: PartyName | None = Field(description="Null where the reports do not tell visitor from host.")
    host: PartyName | None
    name: str | None
    role: str | None
    level: str | None
    status: str
    date: str | None
    date_basis: str | None
    until: str | None = Field(description="Its last day, where the reports tell it.")
    place: str | None
    ahead: bool = Field(description="Planned for a day on or after the newest article's.")
    called_off: str | None = Field(description="`cancelled` or `postponed`.")
    companions: tuple[CompanionRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    events: tuple[str, ...] = Field(description="Ids of the assertions.")
    articles: tuple[str, ...]


class DyadVisits(Answer):
    """A pair's visits."""

    a: PartyName
    b: PartyName
    visits: tuple[VisitRow, ...] = Field(description=f"The latest first, at most {MOST}.")


def model(snapshot: Snapshot, asked: PairAsked) -> DyadVisits:
    """The visits of the pair that is asked for."""
    a, b = pair_of(snapshot, asked)
    found = relations.visits(snapshot.view, a, b, limit=MOST)
    return DyadVisits(
        a=name_of(snapshot, a), b=name_of(snapshot, b), visits=tuple(_row(snapshot, one) for one in reversed(found))
    )


def _row(snapshot: Snapshot, one: relations.Visit) -> VisitRow:
    return VisitRow(
        visitor=name_of(snapshot, one.visitor) if one.visitor else None,
        host=name_of(snapshot, one.host) if one.host else None,
        name=one.name,
        role=one.role,
        level=one.level,
        status=one.status,
        date=one.date,
        date_basis=one.date_basis,
        until=one.until,
        place=one.place,
        ahead=one.ahead,
        called_off=one.called_off,
        companions=tuple(CompanionRow(name=o.name, words=o.words, size=o.size) for o in one.companions),
        outcomes=tuple(
            OutcomeRow(kind=o.kind, date=o.date, by=o.by, sentence=o.sentence, events=o.event_ids) for o in one.outcomes
        ),
        events=(*one.event_ids, *one.called_off_by),
        articles=one.article_ids,
    )


PAGE = Page(
    name="dyad_visits",
    address="/dyad/{a}/{b}/visits",
    asked=PairAsked,
    answer=DyadVisits,
    model=model,
    rows="visits",
    slow=True,
    tag="Relations",
    summary="A pair's visits: who, where, when, at what level, in whose company, what came of them",
)
