"""An address on the web -> drafts of articles: a page, a feed's entries, a sitemap's or a list's pages."""

import datetime
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bilat.config import Settings
from bilat.errors import BadRecord, Gone, NotAnArticle, Skip, TooLarge, Unreachable, UnreadableFile
from bilat.model import DateBasis, content_id
from bilat.reading.dates import parse_date
from bilat.reading.draft import DateClue, Draft
from bilat.reading.page import same_site
from bilat.reading.web import feeds, sitemaps
from bilat.reading.web.addresses import is_web, shown
from bilat.reading.web.cache import Cache
from bilat.reading.web.feeds import Entry, parse_feed
from bilat.reading.web.fetching import Fetched, Fetcher
from bilat.reading.web.ledger import Ledger, Memory, Poll
from bilat.reading.web.pages import Target, document, entry_of, page_of
from bilat.reading.web.sitemaps import Listed, parse_sitemap

MOST_ENTRIES = 5000
"""Entries of one feed that are looked at: its first."""

MOST_SITEMAPS, DEEPEST = 1000, 3
TextFrom = Literal["auto", "feed", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed and how it is read.

    Attributes:
        outlet: The outlet's name, before what feed and page say.
        every: Seconds between two polls.
        text: Where the text comes from: the feed, the page, or the feed where it has all of it.
        limit: Most entries at a time; the rest is left for the next.
    """

    url: str
    outlet: str | None = None
    every: float = 900.0
    text: TextFrom = "auto"
    limit: int | None = None


Found = Target | Draft | Skip
"""A Target only where nothing is to be fetched but what lists it."""


class WebReader:
    """Reads what web addresses hold, one page after the other, none of them kept in memory."""

    def __init__(
        self,
        fetcher: Fetcher,
        ledger: Ledger,
        *,
        today: Callable[[], datetime.date],
        now: Callable[[], float] = time.time,
        since: datetime.date | None = None,
        most: int = 50_000,
        dry: bool = False,
        note: Callable[[str], object] = lambda line: None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """A reader.

        Args:
            today: The day; now: seconds since the epoch.
            ledger: What is known of feeds; what was read is put there, and the caller commits it.
            since: Of lists and feeds, leave out what they date before it.
            most: Addresses of one list or sitemap.
            dry: Fetch feeds and sitemaps and none of the pages that they list; put nothing in the ledger.
            note: Told what is worth knowing and is no error: a feed that moved.
            stopping: Asked between two pages whether to end early.
        """
        self._fetcher, self._ledger, self._today, self._now = fetcher, ledger, today, now
        self._since, self._most, self._dry, self._note, self._stopping = since, most, dry, note, stopping

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        today: Callable[[], datetime.date] = datetime.date.today,
        now: Callable[[], float] = time.time,
        folder: Path | None = None,
        since: datetime.date | None = None,
        dry: bool = False,
        note: Callable[[str], object] = lambda line: None,
        sleep: Callable[[float], object] = time.sleep,
        stopping: Callable[[], bool] = lambda: False,
    ) -> "WebReader":
        """A reader as the settings have it.

        Args:
            folder: Where pages and what is known of feeds are kept; None keeps nothing.
            sleep: Waits so many seconds.
        """
        cache = Cache(folder / "cache", settings.web_cache_bytes) if folder and not dry else None
        ledger = Ledger(folder / "feeds" if folder else None)
        fetcher = Fetcher.of(settings, cache=cache, sleep=sleep)
        most = settings.web_pages
        return cls(fetcher, ledger, today=today, now=now, since=since, most=most, dry=dry, note=note, stopping=stopping)

    @property
    def ledger(self) -> Ledger:
        """What is known of feeds; commit it when what was read is safe."""
        return self._ledger

    def named(self, url: str) -> Iterator[Found]:
        """What an address that the user gave holds: itself, where it is a page."""
        try:
            memory = yield from self._recalled(url)
            if memory.polled:
                yield from self.feed(Subscription(url=url))
                return
            got = self._fetcher.page(url)
            body, root = document(got)
            if root in feeds.ROOTS:
                yield from self._entries(Subscription(url=url), memory, got, body)
            elif root in sitemaps.ROOTS:
                yield from self._sitemap(got.url, body)
            else:
                yield page_of(got, Target(url=url, origin=shown(url)))
        except Skip as skip:
            yield skip

    def listed(self, lines: Iterable[tuple[str, str]]) -> Iterator[Found]:
        """The pages of a list: pairs of an address and the place in the list where it stands."""
        return self.among(Target(url=url, origin=place) for url, place in lines)

    def among(self, found: Iterable[Found]) -> Iterator[Found]:
        """What was found in a file, with its targets fetched; a target's origin is the place where it stands."""
        number = 0
        for item in found:
            if not isinstance(item, Target):
                yield item
                continue
            number += 1
            if number > self._most:
                what = f"the list has more than {self._most:,} addresses"
                yield TooLarge(what, where=item.origin, hint="split it, or raise the setting web_pages")
                return
            if self._stopping():
                return
            if is_web(item.url):
                yield self._got(replace(item, origin=shown(item.url)))
            else:
                what = f"no web address: {shown(item.url)[:80]!r}"
                yield BadRecord(what, where=item.origin, hint="write https://... on each line")

    def feed(self, subscription: Subscription) -> Iterator[Found]:
        """The entries of a feed that were not read yet."""
        url = subscription.url
        memory = yield from self._recalled(url)
        try:
            got = self._asked(url, memory)
            if got.unchanged:
                self._put(url, replace(memory, polled=self._now(), failures=0))
                return
            body, root = document(got)
            if root not in feeds.ROOTS:
                raise NotAnArticle("the document is no feed", where=shown(url), hint="give the address of a feed")
            yield from self._entries(subscription, memory, got, body)
        except Skip as skip:
            if self._stopping():
                return  # it may have failed for that
            gone = self._today().isoformat() if isinstance(skip, Gone) else None
            self._put(url, replace(memory, polled=self._now(), failures=memory.failures + 1, gone=gone))
            yield skip

    def _recalled(self, url: str) -> Generator[Skip, None, Memory]:
        """What is known of a feed; that it cannot be read is told, and then nothing is known."""
        try:
            return self._ledger.get(url)
        except UnreadableFile as skip:
            yield skip
            return self._ledger.get(url)

    def _put(self, url: str, memory: Memory) -> None:
        if not self._dry:
            self._ledger.put(url, memory)

    def _asked(self, url: str, memory: Memory) -> Fetched:
        """The feed, where it now is; where its new address has nothing, at its old one."""
        if memory.moved:
            try:
                return self._fetcher.document(memory.moved, etag=memory.etag, modified=memory.modified)
            except Skip:
                self._note(f"{memory.moved} gives nothing; {shown(url)} is asked again, from which it had moved")
        return self._fetcher.document(url, etag=memory.etag, modified=memory.modified)

    def _entries(self, subscription: Subscription, memory: Memory, got: Fetched, body: bytes) -> Iterator[Found]:
        url = subscription.url
        if got.moved and got.moved != memory.moved:
            self._note(f"{shown(url)} has moved for good to {got.moved}: change your list")
        feed = parse_feed(body, got.url, got.answer.charset)
        if feed.broken:
            hint = "what could be read of it was; tell the site's owner"
            yield BadRecord(f"the feed is broken: {feed.broken}", where=shown(url), hint=hint)
        poll, room = Poll(memory), subscription.limit or MOST_ENTRIES
        for entry in feed.entries[:MOST_ENTRIES]:
            if poll.knows(entry.keys, entry.stamp) or self._is_old(entry.published or entry.updated):
                continue
            if self._stopping() or not room:
                poll.leave()
                continue
            room -= 1
            found = self._entry(entry, subscription, feed.title)
            if isinstance(found, Unreachable) and self._stopping():
                poll.leave()
                continue
            poll.settle(entry.keys, entry.stamp, failed=isinstance(found, Unreachable))
            yield found
        self._put(url, poll.memory(self._now(), etag=got.etag, modified=got.modified, moved=got.moved))

    def _entry(self, entry: Entry, subscription: Subscription, publisher: str | None) -> Found:
        """The article of an entry: from the feed where that has all of it, else from its page."""
        target = Target(
            url=entry.url or shown(subscription.url),
            origin=f"{shown(subscription.url)}#{shown(entry.name)}",
            title=entry.title,
            outlet=subscription.outlet or entry.outlet,
            publisher=publisher,
            clues=tuple(self._clues(entry, future=False)),
            later=tuple(self._clues(entry, future=True)),
        )
        if subscription.text == "feed" or (subscription.text == "auto" and entry.whole):
            try:
                return target if self._dry else entry_of(entry, target)
            except NotAnArticle as skip:
                if subscription.text == "feed":
                    return skip
        if entry.url is None:
            what = "the entry has neither a whole text nor the address of its page"
            return NotAnArticle(what, where=target.origin, hint="leave it out")
        return self._got(target)

    def _clues(self, entry: Entry, *, future: bool) -> Iterator[DateClue]:
        """The entry's dates; one that lies in the future speaks after the page, which may know better."""
        latest = self._today() + datetime.timedelta(days=1)
        for text, place in ((entry.published, "feed's published"), (entry.updated, "feed's updated")):
            day = parse_date(text) if text else None
            if text and future == (place == "feed's updated" or day is None or day > latest):
                yield DateClue(text=text, basis=DateBasis.METADATA, place=place)

    def _is_old(self, stated: str | None) -> bool:
        day = parse_date(stated) if stated and self._since else None
        return day is not None and self._since is not None and day < self._since

    def _sitemap(self, url: str, body: bytes) -> Iterator[Found]:
        """The pages of a sitemap and of those that it lists, depth first."""
        seen, foreign, pages = set[str](), 0, 0
        stack: list[Iterator[Listed | Skip]] = [parse_sitemap(body, url)]
        maps = 1
        while stack and not self._stopping():
            item = next(stack[-1], None)
            if item is None:
                stack.pop()
            elif isinstance(item, Skip):
                yield item
            elif content_id(item.url) in seen or self._is_old(item.day):
                continue
            elif not same_site(item.url, url):
                foreign += 1
            elif item.index:
                seen.add(content_id(item.url))
                maps += 1
                try:
                    stack.append(self._nested(item.url, len(stack), maps))
                except Skip as skip:
                    yield skip
            else:
                seen.add(content_id(item.url))
                pages += 1
                if pages > self._most:
                    hint = "give --since, or raise the setting web_pages"
                    yield TooLarge(f"it lists more than {self._most:,} pages", where=url, hint=hint)
                    return
                yield self._got(_target_of(item))
        if foreign:
            what = f"{foreign:,} of the addresses that it lists are of other sites"
            yield BadRecord(what, where=url, hint="give those sites' own sitemaps")

    def _nested(self, url: str, depth: int, maps: int) -> Iterator[Listed | Skip]:
        if depth >= DEEPEST or maps > MOST_SITEMAPS:
            what = f"sitemaps in sitemaps are read {DEEPEST} deep and {MOST_SITEMAPS:,} in all"
            raise TooLarge(what, where=shown(url), hint="name this one itself")
        got = self._fetcher.document(url)
        body, root = document(got)
        if root not in sitemaps.ROOTS:
            raise NotAnArticle("it is no sitemap, though one lists it as such", where=shown(url), hint="leave it out")
        return parse_sitemap(body, got.url)

    def _got(self, target: Target) -> Found:
        """The draft of a page, or why there is none; without fetching, the target itself."""
        if self._dry:
            return target
        try:
            return page_of(self._fetcher.page(target.url), target)
        except Skip as skip:
            return skip


def _target_of(item: Listed) -> Target:
    clues = (DateClue(text=item.day, basis=DateBasis.METADATA, place="sitemap"),) if item.day and item.news else ()
    return Target(url=item.url, origin=shown(item.url), title=item.title, publisher=item.outlet, later=clues)
