"""The events of the record as a list, for programs: the explorer itself shows them as stories and articles."""

from dataclasses import asdict
from typing import Literal

from pydantic import Field

from bilat.errors import BadArgument
from bilat.model import EventType, Issue, Status
from bilat.record import event_lines
from bilat.web import paging
from bilat.web.page import Answer, Page
from bilat.web.pages.parts import PartyAsked, Since, Until, days, party_of
from bilat.web.snapshot import Snapshot


class EventsAsked(paging.Paged):
    """Which events."""

    party: PartyAsked = None
    other: PartyAsked = Field(default=None, max_length=200, description="Between `party` and this one.")
    type: EventType | Literal[""] = Field(default="", description="Of this PLOVER type.")
    status: Status | Literal[""] = Field(default="", description="Of this status.")
    issue: Issue | Literal[""] = Field(default="", description="On this issue.")
    since: Since = None
    until: Until = None
    confidence: float = Field(default=0.0, ge=0, le=1, description="Of this confidence at least; 0 for all.")
    imported: Literal["", "no", "yes"] = Field(
        default="",
        description="`yes` for the events of other datasets, `no` for the record's own; by default its own, and in a record "
        "without articles the others.",
    )
    source: str | None = Field(default=None, max_length=200, description="Of this dataset alone, of imported ones.")


class EventRow(Answer):
    """An event in a list."""

    id: str = Field(description="Its id; of another dataset, the dataset's name, a colon and its id there.")
    date: str | None = Field(description="Its date, else its article's: an ISO day, month or year.")
    date_basis: str | None = Field(description="`event` where its sentence gives the date, `article` where that does.")
    type: str | None = Field(description="PLOVER type; null where another dataset's code has none.", examples=["CONSULT"])
    mode: str | None
    quad: str | None = Field(examples=["verbal-cooperation"])
    status: str | None = Field(examples=["actual"])
    actors: tuple[str, ...] = Field(description="Codes of those who act.")
    recipients: tuple[str, ...] = Field(description="Codes of those who are acted on.")
    issues: tuple[str, ...]
    country: str | None = Field(description="Of the place, where one is told.")
    latitude: float | None
    longitude: float | None
    confidence: float | None
    article: str | None = Field(description="Id of the article; null of another dataset's.")
    outlet: str | None
    story: str | None = Field(description="Id of the story that it is a telling of.")
    source: str | None = Field(description="The dataset; null of the record's own.")


class Events(paging.Listed):
    """Events."""

    events: tuple[EventRow, ...] = Field(description="By date, the latest first.")


def model(snapshot: Snapshot, asked: EventsAsked) -> Events:
    """The page of events that is asked for."""
    since, until = days(asked.since, asked.until)
    view = snapshot.view
    others = asked.imported == "yes" or (not asked.imported and not view.has_articles)
    if asked.source and not others:
        raise BadArgument("only imported events are of a dataset", where="source", hint="add imported=yes, or leave it out")
    parties = [code for text in (asked.party, asked.other) if (code := party_of(snapshot, text))]
    wanted = event_lines.EventsAsked(
        parties=tuple(dict.fromkeys(parties)),
        type=asked.type or None,
        status=asked.status or None,
        issue=asked.issue or None,
        since=since,
        until=until,
        least=asked.confidence,
        source=asked.source or None,
        after=paging.after(asked.cursor, (str, str)),
        limit=asked.limit + 1,
    )
    found = event_lines.imported(view, wanted) if others else event_lines.own(view, wanted)
    page, following = paging.cut(found, asked.limit, lambda one: one.place)
    rows = ({name: value for name, value in asdict(one).items() if name != "place"} for one in page)
    return Events(events=tuple(EventRow(**row) for row in rows), next=following)


PAGE = Page(
    name="events",
    address=None,
    twin="/events",
    asked=EventsAsked,
    answer=Events,
    model=model,
    rows="events",
    tag="Relations",
    summary="Events, the latest first",
)
