"""A server on this machine and a fetcher that may ask it, with small limits and a clock that sleeping moves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bilat.reading.web.exchange import Limits
from bilat.reading.web.fetching import Fetcher, Manners
from bilat.reading.web.guard import Guard

from .server import Site, serve

LIMITS = Limits(connect_seconds=10, read_seconds=10, total_seconds=30, max_bytes=100_000)
HASTY = replace(LIMITS, total_seconds=0.6)
IMPATIENT = replace(LIMITS, read_seconds=0.3)
Fetching = Callable[..., Fetcher]


class Clock:
    """Seconds that only sleeping moves; ``slept`` has each sleep."""

    def __init__(self) -> None:
        self.now, self.slept = 1_700_000_000.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def site() -> Iterator[Site]:
    """A server at 127.0.0.1."""
    made, end = serve()
    yield made
    end()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands until someone sleeps."""
    return Clock()


@pytest.fixture
def fetching(clock: Clock) -> Fetching:
    """Makes fetchers that may ask 127.0.0.1 and nothing else of what is not public."""

    def make(
        *, limits: Limits = LIMITS, delay: float = 0.0, attempts: int = 1, wait: float = 60, **more: Any
    ) -> Fetcher:
        more.setdefault("guard", Guard(networks=["127.0.0.1/32"]))
        manners = Manners(delay=delay, wait=wait, attempts=attempts)
        timing = {"now": clock, "clock": clock, "sleep": clock.sleep, "jitter": lambda: 0.5}
        return Fetcher(limits=limits, manners=manners, **{**timing, **more})

    return make
