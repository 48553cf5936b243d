"""The outlets of the record, and one of them: what it covers, and what only it says."""

from pydantic import Field

from bilat.record import listings, portraits
from bilat.web.page import Answer, Asked, Page
from bilat.web.pages.parts import DyadLine, MonthRow, StoryRow, dyad_line, month_row, story_row
from bilat.web.problems import NotThere
from bilat.web.snapshot import Snapshot

_PAIRS, _STORIES = 20, 20


class OutletRow(Answer):
    """An outlet and how much of it was read."""

    name: str | None = Field(description="Null for the articles that name none.")
    articles: int
    first: str | None = Field(description="Date of the earliest article.")
    last: str | None = Field(description="Date of the latest.")


class Outlets(Answer):
    """Outlets."""

    outlets: tuple[OutletRow, ...] = Field(description="The most read first.")


class OutletsAsked(Asked):
    """Nothing is asked."""


class OutletAsked(Asked):
    """Which outlet."""

    name: str | None = Field(
        default=None, max_length=1000, description="Its name; without one, the articles that name none."
    )


class IssueRow(Answer):
    """An issue and how many events of the outlet are on it."""

    issue: str
    events: int


class Outlet(Answer):
    """An outlet."""

    outlet: OutletRow
    months: tuple[MonthRow, ...]
    dyads: tuple[DyadLine, ...] = Field(description="The pairs that it tells most of.")
    issues: tuple[IssueRow, ...]
    stories: int = Field(description="Stories that it tells.")
    alone: int = Field(description="Those that no other outlet of the record tells.")
    shared: int = Field(description="Those that others tell too.")
    only: tuple[StoryRow, ...] = Field(description="The latest that it alone tells, those of two parties or more.")


def outlets(snapshot: Snapshot, asked: OutletsAsked) -> Outlets:
    """All outlets."""
    found = snapshot.view.outlets()
    rows = (OutletRow(name=o.name, articles=o.articles, first=o.first, last=o.last) for o in found)
    return Outlets(outlets=tuple(rows))


def outlet(snapshot: Snapshot, asked: OutletAsked) -> Outlet:
    """The outlet that is asked for."""
    rows = snapshot.cached("outlets", lambda: outlets(snapshot, OutletsAsked())).outlets
    row = next((one for one in rows if one.name == (asked.name or None)), None)
    if row is None:
        raise NotThere(f"no outlet is named {asked.name!r}", where="name", hint="/outlets lists those that there are")
    view = snapshot.with_stories()
    told = portraits.outlet(view, row.name, _PAIRS)
    only = snapshot.stories(outlet=row.name, between=True, limit=_STORIES) if row.name is not None else ()
    return Outlet(
        outlet=row,
        months=tuple(map(month_row, listings.coverage(view, row.name) if row.name is not None else ())),
        dyads=tuple(dyad_line(snapshot, one) for one in told.dyads),
        issues=tuple(IssueRow(issue=issue, events=n) for issue, n in told.issues),
        stories=told.stories,
        alone=told.alone,
        shared=told.shared,
        only=tuple(story_row(snapshot, one) for one in only),
    )


OUTLETS = Page(
    name="outlets",
    address="/outlets",
    asked=OutletsAsked,
    answer=Outlets,
    model=outlets,
    rows="outlets",
    tag="Sources",
    summary="Outlets, the most read first",
)
OUTLET = Page(
    name="outlet",
    address="/outlet",
    asked=OutletAsked,
    answer=Outlet,
    model=outlet,
    tag="Sources",
    summary="An outlet: what it covers, and what only it says",
)
