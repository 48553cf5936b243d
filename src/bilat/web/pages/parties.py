"""The parties of the record, and one of them: who speaks and acts for it, in which time, and with whom it stands."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from bilat.lexicon import Name
from bilat.record import listings, portraits
from bilat.web import paging
from bilat.web.page import Answer, Asked, Page
from bilat.web.pages import dyads
from bilat.web.pages.parts import DyadLine, PartyName, UndertakingRow, name_of, party_of, undertaking_row
from bilat.web.problems import NotThere
from bilat.web.snapshot import Snapshot

_UNDERTAKINGS = 20


class PartyRow(Answer):
    """A party and how much there is of it."""

    code: str = Field(examples=["IRN"])
    name: str
    events: int = Field(description="Events with another party.")
    imported: int = Field(description="Events of other datasets with another party.")
    dyads: int = Field(description="Others that it stands in an event with.")
    first: str | None = Field(description="Day of the first event.")
    last: str | None = Field(description="Day of the last.")


class Parties(paging.Listed):
    """Parties."""

    parties: tuple[PartyRow, ...] = Field(description="By the number of events.")
    total: int


class PartyOneAsked(Asked):
    """Which party."""

    code: str = Field(max_length=200, description="State, IGO or group, by code or name.", examples=["PAK"])


class PersonRow(Answer):
    """A person in a role, as the articles name both."""

    name: str
    role: str | None
    events: int
    first: str | None = Field(description="Day of the first article that names the person in this role.")
    last: str | None = Field(description="Day of the last.")


class OfficeRow(Answer):
    """Who held an office, after the lexicon, of those whom the record names."""

    office: str
    name: str
    since: str | None = Field(description="Null where the lexicon does not say.")
    until: str | None = Field(description="Null where it is still held.")
    source: str


class YearRow(Answer):
    """What took place in a year between the party and all others."""

    year: str
    cooperation: int
    conflict: int


class WithRow(Answer):
    """What stands between the party and one other."""

    code: str
    name: str
    events: int = Field(description="Events of every status.")
    imported: int = Field(description="Events of other datasets.")
    cooperation: int = Field(description="Of those that took place.")
    conflict: int = Field(description="Of those that took place.")
    first: str | None
    last: str | None


class SectorRow(Answer):
    """A sector of the party and how many events it stands in."""

    sector: str = Field(description="PLOVER's sector; empty for the party as such.", examples=["GOV"])
    events: int


class PartyOne(Answer):
    """A party."""

    party: PartyName
    sectors: tuple[SectorRow, ...]
    years: tuple[YearRow, ...]
    offices: tuple[OfficeRow, ...] = Field(description="By office, the earliest first.")
    persons: tuple[PersonRow, ...] = Field(description="The most named first.")
    others: tuple[WithRow, ...] = Field(description="The busiest first.")
    undertakings: tuple[UndertakingRow, ...] = Field(description="The most told first.")


def every(snapshot: Snapshot) -> tuple[listings.PartyLine, ...]:
    """All parties of the record, the busiest first."""
    return snapshot.cached("every party", lambda: listings.parties(snapshot.with_pairs()))


def parties(snapshot: Snapshot, asked: paging.Paged) -> Parties:
    """The page of parties that is asked for."""
    lines = every(snapshot)
    after = paging.after(asked.cursor, (int, int, str))
    left = [one for one in lines if after is None or _order(*_key(one)) > _order(*after)]
    page, following = paging.cut(left, asked.limit, _key)
    rows = tuple(
        PartyRow(
            code=one.code,
            name=snapshot.label(one.code),
            events=one.events,
            imported=one.imported,
            dyads=one.dyads,
            first=one.first,
            last=one.last,
        )
        for one in page
    )
    return Parties(parties=rows, total=len(lines), next=following)


def _key(one: listings.PartyLine) -> tuple[int, int, str]:
    return one.events, one.imported, one.code


def _order(events: int, imported: int, code: str) -> tuple[int, int, str]:
    return -events, -imported, code


def party(snapshot: Snapshot, asked: PartyOneAsked) -> PartyOne:
    """The party that is asked for."""
    code = party_of(snapshot, asked.code) or ""
    found = portraits.party(snapshot.with_portraits(), code)
    known = any(one.code == code for one in every(snapshot))
    if not known and not found.sectors:
        what = f"the record has nothing of {snapshot.label(code)}"
        raise NotThere(what, where="code", hint="/parties lists those that it has")
    undertakings = listings.undertakings(snapshot.with_undertakings(), parties=[code], limit=_UNDERTAKINGS)
    return PartyOne(
        party=name_of(snapshot, code),
        sectors=tuple(SectorRow(sector=sector, events=n) for sector, n in found.sectors),
        years=tuple(YearRow(year=o.year, cooperation=o.cooperation, conflict=o.conflict) for o in found.years),
        offices=_offices(snapshot, code, {person.name for person in found.persons}),
        persons=tuple(
            PersonRow(name=o.name, role=o.role, events=o.events, first=o.first, last=o.last) for o in found.persons
        ),
        others=_others(snapshot, code, found.others),
        undertakings=tuple(undertaking_row(snapshot, one) for one in undertakings),
    )


def _others(snapshot: Snapshot, code: str, found: Iterable[portraits.With]) -> tuple[WithRow, ...]:
    """The others, also those with whom only other datasets have something."""
    imported = {
        (one.b if one.a.code == code else one.a).code: one
        for one in dyads.every(snapshot)
        if one.imported and code in (one.a.code, one.b.code)
    }
    own = [_with(snapshot, one, imported.pop(one.code, None)) for one in found]
    rest = [
        WithRow(code=o, name=snapshot.label(o), events=0, cooperation=0, conflict=0, **_dated(line))
        for o, line in imported.items()
    ]
    return (*own, *rest)


def _dated(line: DyadLine) -> dict[str, Any]:
    return {"imported": line.imported, "first": line.first, "last": line.last}


def _with(snapshot: Snapshot, one: portraits.With, line: DyadLine | None) -> WithRow:
    return WithRow(
        code=one.code,
        name=snapshot.label(one.code),
        events=one.events,
        imported=line.imported if line else 0,
        cooperation=one.cooperation,
        conflict=one.conflict,
        first=one.first,
        last=one.last,
    )


def _offices(snapshot: Snapshot, code: str, named: set[str]) -> tuple[OfficeRow, ...]:
    """The offices of those whom the record names, each once."""
    held = {_office(name) for name in snapshot.naming.offices(code) if name.label in named}
    return tuple(sorted(held, key=lambda one: (one.office, one.since or "", one.name)))


def _office(name: Name) -> OfficeRow:
    return OfficeRow(office=name.office or "", name=name.label, since=name.since, until=name.until, source=name.source)


PARTIES = Page(
    name="parties",
    address="/parties",
    asked=paging.Paged,
    answer=Parties,
    model=parties,
    rows="parties",
    tag="Relations",
    summary="Parties, the busiest first",
)
PARTY = Page(
    name="party",
    address="/party/{code}",
    asked=PartyOneAsked,
    answer=PartyOne,
    model=party,
    tag="Relations",
    summary="A party: its roles in time, and with whom it stands",
)
