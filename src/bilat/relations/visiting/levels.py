"""How high a visitor stands, by the words of the office."""

import re
from enum import StrEnum


class Level(StrEnum):
    """How high a visitor stands, the highest first."""

    HEAD_OF_STATE = "head-of-state"
    HEAD_OF_GOVERNMENT = "head-of-government"
    DEPUTY_HEAD = "deputy-head"
    SPEAKER = "speaker"
    MINISTER = "minister"
    DEPUTY_MINISTER = "deputy-minister"
    MILITARY = "military"
    ENVOY = "envoy"
    DELEGATION = "delegation"


# The first that fits decides, so "deputy foreign minister" must stand before "minister" and "vice president" before
# "president"; a ministry's spokesman is none of these.
_LEVELS: tuple[tuple[Level | None, re.Pattern[str]], ...] = tuple(
    (level, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for level, words in (
        (None, r"spokes(?:man|woman|person)|former|ex-\w+"),
        (Level.DEPUTY_HEAD, r"(?:vice|deputy)[- ](?:president|premier|prime minister|chancellor)|crown prince"),
        (Level.DEPUTY_MINISTER, r"(?:deputy|vice|assistant)[ -](?:\w+ ){0,3}(?:minister|secretary)|under-?secretary"),
        (Level.ENVOY, r"ambassador|envoy|special representative|charg[eé] d'affaires|consul(?: general)?"),
        (Level.HEAD_OF_GOVERNMENT, r"prime minister|premier|chancellor|PM"),
        (
            Level.SPEAKER,
            r"(?:parliament(?:ary)?|assembly|senate|house|majlis)[\w' ]* (?:speaker|chair(?:man)?)|speaker"
            r"|chair(?:man|woman)? of the (?:senate|parliament)",
        ),
        (
            Level.MINISTER,
            r"minister|FM|secretary of (?:state|defen[cs]e|\w+)|foreign secretary|(?:national )?security advis[eo]r",
        ),
        (
            Level.MILITARY,
            r"chief of (?:\w+ )*staff|army chief|general|commander|(?:rear |vice )?admiral|military chief|air chief|marshal"
            r"|brigadier|colonel",
        ),
        (Level.HEAD_OF_STATE, r"president|king|queen|emir|sultan|supreme leader|head of state|monarch"),
        (Level.DELEGATION, r"delegation|team|mission|officials|lawmakers|parliamentarians"),
    )
)


def level_of(words: str) -> Level | None:
    """The level that the words of an office name, null where they name none.

    >>> level_of("Deputy Foreign Minister"), level_of("Iranian President"), level_of("a driver")
    (<Level.DEPUTY_MINISTER: 'deputy-minister'>, <Level.HEAD_OF_STATE: 'head-of-state'>, None)
    """
    return next((level for level, pattern in _LEVELS if pattern.search(words)), None)
