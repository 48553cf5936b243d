"""A fetched page, or the text in a feed's entry -> one draft, with what led to it says of it."""

import re
from dataclasses import dataclass, replace
from html import escape

from bilat.errors import NotAnArticle
from bilat.reading.dates import parse_date
from bilat.reading.decode import decode, signature
from bilat.reading.draft import DateClue, Draft
from bilat.reading.page import domain, read_page
from bilat.reading.plain import read_plain
from bilat.reading.web import feeds, sitemaps
from bilat.reading.web.addresses import shown
from bilat.reading.web.feeds import Entry
from bilat.reading.web.fetching import Fetched
from bilat.reading.web.sitemaps import unpacked

_FIRST_ELEMENT = re.compile(r"<(?:[a-z][\w.-]*:)?([a-z]+)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEAD = 8192
_MARKUP = re.compile(rb"<(?:!doctype|html|body|p|div)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A page that is to be fetched, and what is said of it where it was found.

    Attributes:
        outlet: Goes before the page's own word, publisher: after it.
        clues: Dates that go before the page's own; later: after it.
    """

    url: str
    origin: str
    title: str | None = None
    outlet: str | None = None
    publisher: str | None = None
    clues: tuple[DateClue, ...] = ()
    later: tuple[DateClue, ...] = ()

    @property
    def day(self) -> str | None:
        """The day that is told of it, where one can be read."""
        days = (parse_date(clue.text) for clue in (*self.clues, *self.later))
        return next((day.isoformat() for day in days if day), None)


def document(got: Fetched) -> tuple[bytes, str]:
    """The body, unpacked, and its first element in lower case ("" where it has none)."""
    body = unpacked(got.answer.body, got.url)
    start = _COMMENT.sub("", decode(body[:_HEAD], declared="latin-1"))
    first = _FIRST_ELEMENT.search(start)
    return body, first[1].lower() if first else ""


def page_of(got: Fetched, target: Target) -> Draft:
    """The article of a fetched page.

    Raises:
        NotAnArticle, UnreadableFile: Why there is none.
    """
    data = got.answer.body
    binary = signature(data[:_HEAD])
    if binary:
        raise NotAnArticle(f"not a page: it is {binary}", where=target.origin, hint="leave it out")
    if document(got)[1] in feeds.ROOTS | sitemaps.ROOTS:
        raise NotAnArticle("it is a feed or a sitemap, not a page", where=target.origin, hint="name it itself")
    if got.answer.media_type == "text/plain" and not _MARKUP.search(data[:_HEAD]):
        draft = replace(read_plain(data, target.origin), url=got.url)
    else:
        draft = read_page(data, target.origin, url=got.url, charset=got.answer.charset)
    own = draft.outlet if draft.outlet != domain(draft.url) else None
    return replace(
        draft,
        url=shown(draft.url or got.url),
        title=draft.title or target.title,
        outlet=target.outlet or own or target.publisher,
        clues=(*target.clues, *draft.clues, *target.later),
    )


def entry_of(entry: Entry, target: Target) -> Draft:
    """The article whose text the feed itself has.

    Raises:
        NotAnArticle: No article's text was found in it.
    """
    html = f"<html><head><title>{escape(entry.title or '')}</title></head><body><article>{entry.html}</article></body></html>"
    draft = read_page(html.encode(), target.origin, url=entry.url or target.url, charset="utf-8")
    return replace(
        draft,
        url=shown(entry.url) if entry.url else None,
        title=entry.title,
        outlet=target.outlet or target.publisher,
        clues=(*target.clues, *target.later),
    )
