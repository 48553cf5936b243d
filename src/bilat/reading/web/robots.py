"""robots.txt, after RFC 9309: what a site asks of programs, asked once a day and kept to."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from bilat.errors import NotAllowed, NotFound, Skip, Unreachable
from bilat.reading.web.addresses import Address

AGENT = "bilat"
"""The name that a robots.txt may speak to."""

MOST_BYTES = 512 * 1024
"""What is read of a robots.txt: RFC 9309 asks for 500 KiB at least, and the rest may be left."""

_KEPT_SECONDS = 24 * 3600.0
_RETRIED_SECONDS = 1800.0
_MOST_HOSTS = 1000


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one origin asks; ``rules`` is None where it could not be read, ``failure`` then says why."""

    rules: Protego | None
    failure: str
    until: float


class Robots:
    """The rules of the origins asked, each fetched when it is first needed."""

    def __init__(self, fetch: Callable[[Address], bytes], clock: Callable[[], float]) -> None:
        """The rules.

        Args:
            fetch: Gets a robots.txt, redirects followed; raises a Skip where there is none.
            clock: Seconds that only go on.
        """
        self._fetch, self._clock = fetch, clock
        self._known: OrderedDict[str, _Rules] = OrderedDict()

    def check(self, address: Address) -> float:
        """The least seconds between two requests that the site asks for (0 where it asks for none).

        Raises:
            NotAllowed: Its robots.txt forbids the address.
            Unreachable: It cannot be read for now, which forbids all (RFC 9309, 2.3.1.4).
        """
        known = self._rules(address)
        where = str(address)
        if known.rules is None:
            what = f"the site's robots.txt cannot be read, and until then nothing else may be: {known.failure}"
            raise Unreachable(what, where=where, hint="try again later")
        if not known.rules.can_fetch(f"{address.origin}{address.target}", AGENT):
            hint = "ask the site for leave, or save the page and read the file"
            raise NotAllowed(f"{address.origin}/robots.txt forbids it", where=where, hint=hint)
        rate = known.rules.request_rate(AGENT)
        spread = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(known.rules.crawl_delay(AGENT) or 0.0), float(spread))

    def _rules(self, address: Address) -> _Rules:
        known = self._known.get(address.origin)
        now = self._clock()
        if known is None or now >= known.until:
            known = self._asked(address, now)
            self._known[address.origin] = known
            if len(self._known) > _MOST_HOSTS:
                self._known.popitem(last=False)
        return known

    def _asked(self, address: Address, now: float) -> _Rules:
        try:
            text = self._fetch(
                Address(address.scheme, address.host, address.port, "/robots.txt", address.authorization)
            )
        except NotFound:
            text = b""  # 4xx: there are no rules
        except NotAllowed as error:
            raise NotAllowed(error.what, where=str(address), hint=error.hint) from None
        except Skip as error:
            return _Rules(None, error.what, now + _RETRIED_SECONDS)
        return _Rules(Protego.parse(text.decode("utf-8", "replace")), "", now + _KEPT_SECONDS)
