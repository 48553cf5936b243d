"""The articles of the record, the newest first."""

from pydantic import Field

from bilat.record import listings
from bilat.web import paging
from bilat.web.page import Page
from bilat.web.pages.parts import ArticleRow, PartyAsked, Since, Until, article_row, days, party_of
from bilat.web.snapshot import Snapshot


class ArticlesAsked(paging.Paged):
    """Which articles."""

    outlet: str | None = Field(default=None, max_length=1000, description="Of this outlet alone.")
    party: PartyAsked = None
    since: Since = None
    until: Until = None


class Articles(paging.Listed):
    """Articles."""

    articles: tuple[ArticleRow, ...] = Field(description="By date, the newest first.")


def model(snapshot: Snapshot, asked: ArticlesAsked) -> Articles:
    """The page of articles that is asked for."""
    since, until = days(asked.since, asked.until)
    found = listings.articles(
        snapshot.view,
        outlet=asked.outlet or None,
        party=party_of(snapshot, asked.party),
        since=since,
        until=until,
        after=paging.after(asked.cursor, (str, str)),
        limit=asked.limit + 1,
    )
    page, following = paging.cut(found, asked.limit, lambda one: (one.day, one.id))
    return Articles(articles=tuple(map(article_row, page)), next=following)


PAGE = Page(
    name="articles",
    address="/articles",
    asked=ArticlesAsked,
    answer=Articles,
    model=model,
    rows="articles",
    tag="Sources",
    summary="Articles, the newest first",
)
