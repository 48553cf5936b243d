"""The stories of the record, the lastly told first."""

from typing import Literal

from pydantic import Field

from bilat.model import EventType, Issue, Status
from bilat.web import paging
from bilat.web.page import Page
from bilat.web.pages.parts import PartyAsked, Since, StoryRow, Until, days, party_of, story_row
from bilat.web.snapshot import Snapshot


class StoriesAsked(paging.Paged):
    """Which stories."""

    party: PartyAsked = None
    other: PartyAsked = Field(default=None, max_length=200, description="And this one.")
    type: EventType | Literal[""] = Field(default="", description="Of this PLOVER type.")
    status: Status | Literal[""] = Field(default="", description="Of this status.")
    issue: Issue | Literal[""] = Field(default="", description="On this issue.")
    outlet: str | None = Field(default=None, max_length=1000, description="That this outlet alone tells.")
    since: Since = None
    until: Until = None
    articles: int = Field(default=1, ge=1, le=10_000, description="Articles that must tell them.")


class Stories(paging.Listed):
    """Stories."""

    stories: tuple[StoryRow, ...] = Field(description="The lastly told first.")


def model(snapshot: Snapshot, asked: StoriesAsked) -> Stories:
    """The page of stories that is asked for."""
    since, until = days(asked.since, asked.until)
    parties = [code for text in (asked.party, asked.other) if (code := party_of(snapshot, text))]
    after = paging.after(asked.cursor, (str, str))
    found = snapshot.stories(
        parties=parties,
        type=asked.type or None,
        status=asked.status or None,
        issue=asked.issue or None,
        outlet=asked.outlet or None,
        since=since,
        until=until,
        least=asked.articles,
        after=after,
        limit=asked.limit + 1,
    )
    page, following = paging.cut(found, asked.limit, lambda one: (one.told or "", one.id))
    return Stories(stories=tuple(story_row(snapshot, one) for one in page), next=following)


PAGE = Page(
    name="stories",
    address="/stories",
    asked=StoriesAsked,
    answer=Stories,
    model=model,
    rows="stories",
    tag="Relations",
    summary="Stories, the lastly told first",
)
