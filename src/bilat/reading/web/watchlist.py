"""FEEDS.toml: the feeds that are watched, each with its outlet's name, and how often they are asked."""

import re
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from bilat.errors import BadArgument, BadSetting, NotAllowed
from bilat.reading.web.addresses import Address
from bilat.reading.web.reader import Subscription, TextFrom

SHORTEST, LONGEST = 300.0, 31 * 24 * 3600.0
"""Seconds between two polls of a feed: what is polite, and what is still watching."""

EXAMPLE = """\
# The feeds that bilat watches: bilat watch FEEDS.toml --record DIR
every = "30m"                 # how often each feed is asked: 15m, 2h, 1d

[[feed]]
url = "https://www.example.org/world/rss.xml"
outlet = "Example Post"       # the outlet's name in the record; else what the feed or the page says

[[feed]]
url = "https://news.example.com/atom.xml"
every = "2h"                  # this feed less often
text = "page"                 # always read the page; "feed": only the feed's own text; "auto": the feed's where it is whole
limit = 50                    # most new entries at a time; the rest waits for the next round
"""
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])", re.IGNORECASE)
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_TABLE = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]?\]")


def seconds_of(text: object) -> float:
    """A length of time such as 15m, 2h or 1d, in seconds.

    Raises:
        ValueError: It is none, or none to poll at.
    """
    found = _LENGTH.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError("write a time such as 15m, 2h or 1d")
    seconds = float(found[1]) * _SECONDS[found[2].lower()]
    if not SHORTEST <= seconds <= LONGEST:
        raise ValueError("feeds are asked every 5 minutes at most and once a month at least")
    return seconds


Interval = Annotated[float, BeforeValidator(seconds_of)]


class _Feed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    outlet: str | None = Field(default=None, min_length=1, max_length=200)
    every: Interval | None = None
    text: TextFrom = "auto"
    limit: int | None = Field(default=None, ge=1)

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        try:
            Address.of(value)
        except NotAllowed as error:
            raise ValueError(f"{error.what}; {error.hint}") from None
        return value


class _Watchlist(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Interval = 900.0
    feed: tuple[_Feed, ...] = Field(min_length=1)

    @field_validator("feed")
    @classmethod
    def _are_different(cls, value: tuple[_Feed, ...]) -> tuple[_Feed, ...]:
        known: set[str] = set()
        for one in value:
            if str(Address.of(one.url)) in known:
                raise ValueError(f"{Address.of(one.url)} is there twice")
            known.add(str(Address.of(one.url)))
        return value


def load_watchlist(file: Path, *, every: str | None = None) -> tuple[Subscription, ...]:
    """The feeds of a file.

    Args:
        every: How often those are asked that the file gives no time of their own.

    Raises:
        BadSetting: The file cannot be read, or something in it is wrong; names file, line and key.
        BadArgument: ``every`` is no time.
    """
    try:
        text = file.read_text("utf-8")
        found = _Watchlist.model_validate(tomllib.loads(text))
    except OSError as error:
        hint = "'bilat watch --example' prints one to begin with"
        raise BadSetting(f"cannot be read: {error.strerror}", where=str(file), hint=hint) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"not a TOML file: {error}", where=str(file), hint='lines read key = "value"') from None
    except ValidationError as error:
        raise _bad(error, file, text) from None
    try:
        common = found.every if every is None else seconds_of(every)
    except ValueError as error:
        raise BadArgument(f"--every is {every!r}: {error}", hint="for example --every 15m") from None
    return tuple(
        Subscription(url=one.url, outlet=one.outlet, every=one.every or common, text=one.text, limit=one.limit)
        for one in found.feed
    )


def _bad(error: ValidationError, file: Path, text: str) -> BadSetting:
    first = error.errors()[0]
    place = first["loc"]
    key = str(place[-1]) if place else "feed"
    number = place[1] if len(place) > 1 and isinstance(place[1], int) else None
    line = _line(text, None if number is None else number, key)
    where = f"{file}, line {line}" if line else str(file)
    if first["type"] == "extra_forbidden":
        known = _Watchlist.model_fields if number is None else _Feed.model_fields
        return BadSetting(f"unknown key {key!r}", where=where, hint=f"known: {', '.join(known)}")
    if first["type"] == "missing":
        what = "there is no [[feed]]" if number is None else f"feed {number + 1} has no {key}"
        return BadSetting(what, where=where, hint="'bilat watch --example' prints a file that is whole")
    said = first["msg"].removeprefix("Value error, ")
    return BadSetting(f"{key!r} cannot be used: {said}", where=where, hint=f"correct or remove {key!r}")


def _line(text: str, number: int | None, key: str) -> int | None:
    """The line of a key: of the feed with this number, from 0 on, or of the file's own keys; else of that feed's head."""
    at, head = -1, None
    for n, line in enumerate(text.splitlines(), 1):
        table = _TABLE.match(line)
        if table:
            at += table[1] == "feed"
            head = n if at == number else head
        if re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line) and at == (-1 if number is None else number):
            return n
    return head
