"""Fetching with manners: robots.txt, a pace for each host, patience with servers that fail, redirects looked at one by one."""

import random
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import version

from bilat.config import Settings
from bilat.errors import Gone, NotAllowed, NotFound, Skip, Unreachable
from bilat.reading.web.addresses import Address
from bilat.reading.web.cache import Cache
from bilat.reading.web.exchange import Answer, Limits, exchange
from bilat.reading.web.guard import Guard
from bilat.reading.web.robots import AGENT, MOST_BYTES, Robots

MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_LASTING = {301, 308}
_COME_BACK = {408, 425, 429, 500, 502, 503, 504}
_FIRST_PAUSE = 1.0
_LONGEST_REST = 24 * 3600.0
_MOST_HOSTS = 10_000
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave.

    Attributes:
        url: Where it came from in the end, in the form that may be shown.
        moved: Its new address, where every redirect on the way was for good.
        unchanged: It is as it was when the validators were told; the body is then empty.
        etag, modified: Its validators, for the next request.
    """

    url: str
    answer: Answer
    moved: str | None = None
    unchanged: bool = False

    @property
    def etag(self) -> str | None:
        return self.answer.headers.get("etag")

    @property
    def modified(self) -> str | None:
        return self.answer.headers.get("last-modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a host is treated: seconds between requests, most seconds to wait for it, how often a failure is asked again."""

    delay: float = 1.0
    wait: float = 60.0
    attempts: int = 3


def user_agent(contact: str | None) -> str:
    """The name and version that every server is told, with how to reach who runs it."""
    return f"{AGENT}/{version('bilat')}" + (f" (+{contact})" if contact else "")


class Fetcher:
    """Gets what web addresses hold."""

    def __init__(
        self,
        guard: Guard,
        *,
        limits: Limits | None = None,
        manners: Manners | None = None,
        contact: str | None = None,
        cache: Cache | None = None,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """A fetcher.

        Args:
            guard: Which machines may be asked.
            cache: Pages are kept there; None keeps none.
            now: Seconds since the epoch, for what servers date; clock: seconds that only go on, for waiting.
            sleep: Waits so many seconds; jitter: a number from 0 to 1 by chance.
        """
        self._guard, self._limits, self._manners = guard, limits or Limits(), manners or Manners()
        self._cache, self._now, self._clock, self._sleep, self._jitter = cache, now, clock, sleep, jitter
        self._headers = {"User-Agent": user_agent(contact), "Accept": _ACCEPT, "Accept-Language": "en, *;q=0.5"}
        self._robots = Robots(self._robots_of, clock)
        self._turns: OrderedDict[str, float] = OrderedDict()

    @classmethod
    def of(
        cls, settings: Settings, *, cache: Cache | None = None, sleep: Callable[[float], object] = time.sleep
    ) -> "Fetcher":
        """A fetcher as the settings have it."""
        limits = Limits(
            connect_seconds=settings.web_connect_seconds,
            read_seconds=settings.web_read_seconds,
            total_seconds=settings.web_total_seconds,
            max_bytes=settings.web_max_bytes,
        )
        manners = Manners(delay=settings.web_delay, wait=settings.web_wait, attempts=settings.web_attempts)
        guard = Guard(private=settings.web_private, networks=settings.web_networks)
        return cls(guard, limits=limits, manners=manners, contact=settings.web_contact, cache=cache, sleep=sleep)

    def page(self, url: str) -> Fetched:
        """What an address holds, by way of the cache: a page that its server calls fresh is not asked for again.

        Raises:
            NotAllowed, NotFound, Unreachable, TooLarge: Why there is nothing.
        """
        return self._follow(url, self._through_cache)

    def document(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """A feed or another list, past the cache: with its validators, ``unchanged`` where it is as it was.

        Raises:
            NotAllowed, NotFound, Unreachable, TooLarge: Why there is nothing.
        """
        told = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in told.items() if value}
        return self._follow(url, lambda address, delay: self._patiently(address, conditions, delay))

    def _follow(self, url: str, ask: Callable[[Address, float], Answer]) -> Fetched:
        first = address = Address.of(url)
        lasting, hops = True, 0
        try:
            while (answer := ask(address, self._robots.check(address))).status in _REDIRECTS:
                lasting = lasting and answer.status in _LASTING
                hops += 1
                address = _redirected(address, answer, hops)
        except Skip as error:
            what = error.what if error.where == str(first) else f"it redirects to {error.where}: {error.what}"
            raise type(error)(what, where=str(first), hint=error.hint) from None
        moved = str(address) if hops and lasting else None
        return Fetched(url=str(address), answer=answer, moved=moved, unchanged=answer.status == 304)

    def _robots_of(self, address: Address) -> bytes:
        """A robots.txt, wherever it is redirected to: it alone is asked for without leave."""
        for hops in range(1, MOST_REDIRECTS + 2):
            answer = self._patiently(address, {}, 0.0, cut_at=MOST_BYTES)
            if answer.status == 200:
                return answer.body
            address = _redirected(address, answer, hops)
        raise AssertionError("redirects are bounded")

    def _through_cache(self, address: Address, delay: float) -> Answer:
        kept = self._cache.get(address) if self._cache else None
        if kept is not None and kept.is_fresh(self._now()):
            return kept.answer
        headers = kept.answer.headers if kept else {}
        told = {"If-None-Match": headers.get("etag"), "If-Modified-Since": headers.get("last-modified")}
        answer = self._patiently(address, {name: value for name, value in told.items() if value}, delay)
        if self._cache and kept and answer.status == 304:
            return self._cache.renew(address, kept, answer, self._now())
        if self._cache and answer.status == 200:
            self._cache.put(address, answer, self._now())
        return answer

    def _patiently(
        self, address: Address, conditions: Mapping[str, str], delay: float, *, cut_at: int | None = None
    ) -> Answer:
        """Ask again what fails, later each time; a host that says when to come back is asked no sooner."""
        failure = Unreachable("it was not asked", where=str(address))
        for attempt in range(self._manners.attempts):
            self._take_turn(address, delay)
            pause = _FIRST_PAUSE * 2**attempt * (0.5 + self._jitter())
            try:
                answer = exchange(address, {**self._headers, **conditions}, self._guard, self._limits, cut_at=cut_at)
                if answer.status not in _COME_BACK:
                    self._hold(address, max(delay, self._manners.delay))
                    return _checked(address, answer, asked_whether_changed=bool(conditions))
                pause = max(pause, _retry_after(answer, self._now()))
                failure = Unreachable(f"the server says {_status(answer)}", where=str(address), hint="try again later")
            except Unreachable as error:
                failure = error
            self._hold(address, max(pause, delay, self._manners.delay))
        raise failure

    def _take_turn(self, address: Address, delay: float) -> None:
        """Wait until the host may be asked."""
        longest = self._manners.wait
        hint = "try again later, or raise the setting web_wait"
        if delay > longest:
            what = f"the site's robots.txt asks for {delay:,.0f} seconds between requests, over the {longest:g} of web_wait"
            raise NotAllowed(what, where=str(address), hint=hint)
        wait = self._turns.get(address.host, 0.0) - self._clock()
        if wait > longest:
            what = f"the server wants to be left alone for {wait:,.0f} more seconds"
            raise Unreachable(what, where=str(address), hint=hint)
        if wait > 0:
            self._sleep(wait)

    def _hold(self, address: Address, seconds: float) -> None:
        """Let the host rest for so many seconds from now."""
        self._turns[address.host] = self._clock() + seconds
        self._turns.move_to_end(address.host)
        if len(self._turns) > _MOST_HOSTS:
            self._turns.popitem(last=False)


def _redirected(address: Address, answer: Answer, hops: int) -> Address:
    location = answer.headers.get("location")
    if not location:
        raise Unreachable("a redirect that says not where to", where=str(address), hint="try again later")
    if hops > MOST_REDIRECTS:
        what = f"redirected more than {MOST_REDIRECTS} times"
        raise NotFound(what, where=str(address), hint="give the address that a browser ends at")
    return address.joined(location)


def _checked(address: Address, answer: Answer, *, asked_whether_changed: bool) -> Answer:
    """The answer, where it is one to go on with: a page, a redirect, or that nothing has changed."""
    status, where = answer.status, str(address)
    if status == 200 or status in _REDIRECTS or (status == 304 and asked_whether_changed):
        return answer
    if status == 410:
        raise Gone("the server says that it is gone for good (410)", where=where, hint="take it off your list")
    if status in (401, 402, 403, 451):
        hint = "save the page from a browser that may see it, and read the file"
        raise NotFound(f"the server does not give it to us: {_status(answer)}", where=where, hint=hint)
    if 400 <= status < 500:
        raise NotFound(f"the server says {_status(answer)}", where=where, hint="check the address")
    raise Unreachable(f"the server says {_status(answer)}", where=where, hint="try again later")


def _status(answer: Answer) -> str:
    try:
        return f"{answer.status} {HTTPStatus(answer.status).phrase}"
    except ValueError:
        return str(answer.status)


def _retry_after(answer: Answer, now: float) -> float:
    """Seconds to wait, of Retry-After: a number of them or a date (RFC 9110, 10.2.3); a day at most."""
    told = answer.headers.get("retry-after", "").strip()
    try:
        seconds = float(told) if told.isdecimal() else parsedate_to_datetime(told).timestamp() - now
    except (ValueError, OverflowError):
        return 0.0
    return min(max(seconds, 0.0), _LONGEST_REST)
