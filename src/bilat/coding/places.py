"""Places: the toponyms of a text, found without a name tagger.

Capitalised words that the gazetteer has are a place where the words around call for one; :mod:`.resolving` then tells
which place each means.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bilat.coding.resolving import resolve
from bilat.lexicon.gazetteer import Entry, Gazetteer

__all__ = ["PlaceMention", "find_places", "resolve"]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym in a text, ``text[start:end] == mention.text``.

    Attributes:
        reason: What showed that it is a place.
        locative: Whether the words around say that something is there, and not that the place acts.
    """

    start: int
    end: int
    text: str
    entry: Entry
    reason: str
    locative: bool = False


_RUN: Final = re.compile(
    r"(?:[A-Z\u00c0-\u00de][\w\u2019'-]*|al-[A-Z][\w\u2019'-]*)\.?"
    r"(?: (?:(?:of|and|de|del|the|al) )?(?:[A-Z\u00c0-\u00de][\w\u2019'-]*|al-[A-Z][\w\u2019'-]*)\.?)*"
)
_WORD: Final = re.compile(r"\S+")
_LOCATIVE: Final = re.compile(
    r"\b(?:in|at|near|inside|outside|around|across|throughout|within"
    r"|visit(?:s|ed|ing)? to|arriv(?:es|ed|ing) in|trip to|city of|town of|province of|district of|port of|village of"
    r"|capital|capital of|region of"
    r"|visit(?:s|ed|ing)?|off|toward|towards)"
    r"(?: (?:the|nearby|northern|southern|eastern|western|central|north|south|east|west"
    r"|north\w+|south\w+|\w+-held|\w+-controlled"
    r"|Iranian|Pakistani|the \w+ city of|the city of|the capital))*[\u201c\"']?\s$",
    re.IGNORECASE,
)
_WEAK: Final = re.compile(
    r"\b(?:from|to|of|between|for|into|leave|left|reach|reached|and|or|via|through|over)(?: the)?\s$", re.IGNORECASE
)
_DATELINE: Final = re.compile(
    r"\s?(?:,[^.\n]{0,30}?)?\s?(?:\([A-Za-z ]{2,20}\)\s?)?(?:(?:--?|[\u2013\u2014])\s?|:\s(?=[A-Z]))"
)
# After a name, in small letters: what kind of place it is.
_KIND_AFTER: Final = re.compile(
    r" (?:province|city|district|county|region|governorate|state|airport|port|river|islands?|border|crossing|area|valley"
    r"|strait|gulf|peninsula|corridor|post|outpost|base|camp|village|town|dam|mountains?|heights|pass|sector|desert|lake"
    r"|reef|shoal|island|oblast|prefecture|municipality|subdistrict|township|suburb|neighbou?rhood|terminal|refinery)s?\b"
)
# Before a name that the gazetteer may lack: what makes it a place whatever it is called.
_KIND_BEFORE: Final = re.compile(
    r"\b(?:[Cc]ity|[Tt]own|[Tt]ownship|[Vv]illage|[Dd]istrict|[Pp]rovince|[Pp]ort|[Ii]sland|[Ss]uburb|[Hh]amlet|[Rr]egion) of $"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TYPES: Final = _words(
    """
    province city district county region governorate state airport port river island islands border crossing
    area valley strait gulf sea desert peninsula corridor airspace palace camp base bridge square prison stadium
    """
)
_NOT_NAMES: Final = _words(
    """
    the a an in on at by for from to of and but or nor so yet if as while after before when since until during
    under over with without into that this these those he she it they we i you his her its their our who what
    where why how not no january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday western eastern northern southern central north
    south east west northeast northwest southeast southwest middle upper lower coast plateau capital
    will centre rivers arab farsi both all some many most more also however meanwhile according then there here now
    new
    mr mrs ms dr sir
    """
)
_TITLES: Final = _words(
    """
    president minister premier chancellor king queen prince princess sheikh ayatollah general gen colonel col
    major captain lieutenant lt brigadier admiral commander ambassador envoy spokesman spokeswoman spokesperson
    secretary governor mayor senator sen rep judge justice professor prof doctor dr mr mrs ms sir lord lady pope
    bishop imam mullah maulana chief director chairman head leader coach st mohammad mohammed muhammad abdul ali
    hassan hussein
    """
)
_BODIES: Final = _words(
    """
    university college institute school bank ministry embassy consulate bureau agency chamber council committee
    party government parliament assembly army forces navy club united fc republic organization organisation
    times post herald tribune journal gazette daily news radio tv television airlines airways company
    corporation corp inc ltd group union league association federation foundation house court police guard
    guards corps movement front hotel accord accords agreement treaty declaration summit conference protocol
    convention process cup games
    """
)
_NO_PLACES: Final = _NOT_NAMES | _TITLES | _BODIES | _TYPES
_SMALL_TOWN: Final = 15_000
_LARGE_TOWN: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Hit:
    """A stretch of capitalised words that the gazetteer has, before it is resolved."""

    start: int
    end: int
    text: str
    reason: str
    locative: bool


def find_places(text: str, gazetteer: Gazetteer, hint_countries: Sequence[str] = ()) -> list[PlaceMention]:
    """The toponyms of a text with the places that they mean, in order.

    Args:
        text: An article, or a part of one.
        hint_countries: Alpha-3 codes of countries that the article is likely to be about.
    """
    hits = list(_hits(text, gazetteer))
    entries = resolve([hit.text for hit in hits], gazetteer, text, hint_countries)
    return [
        PlaceMention(hit.start, hit.end, hit.text, entry, hit.reason, hit.locative)
        for hit, entry in zip(hits, entries, strict=True)
        if entry is not None and _credible(hit, entry)
    ]


def _credible(hit: _Hit, entry: Entry) -> bool:
    """A hamlet's or a county's name is believed only where the words around call for a place."""
    return hit.locative or entry.kind not in ("city", "region") or entry.weight >= _SMALL_TOWN


def _hits(text: str, gazetteer: Gazetteer) -> Iterable[_Hit]:
    for run in _RUN.finditer(text):
        words = [(run.start() + m.start(), run.start() + m.end()) for m in _WORD.finditer(run.group())]
        yield from _hits_in_run(text, words, gazetteer)


def _clean_end(text: str, start: int, end: int) -> int:
    """The end of a word without its possessive and the sentence's full stop."""
    word = text[start:end]
    if word.endswith(("'s", "\u2019s")):
        return end - 2
    if word.endswith(("'", "\u2019")):
        return end - 1
    return end - 1 if word.endswith(".") and word.count(".") == 1 else end


def _hits_in_run(text: str, words: list[tuple[int, int]], gazetteer: Gazetteer) -> Iterable[_Hit]:
    first = 0
    while first < len(words):
        taken = 1
        for length in range(min(5, len(words) - first), 0, -1):
            start = words[first][0]
            end = _clean_end(text, words[first + length - 1][0], words[first + length - 1][1])
            name = text[start:end]
            if length == 1 and (len(name) < 2 or name.lower() in _NO_PLACES):
                continue
            found = gazetteer.find(name)
            if not found or found[0].weight < 700 or (gazetteer.people(name) and found[0].kind == "city"):
                continue
            if len(name) < 4 and name.isupper() and found[0].kind == "city":
                continue  # the UN and the EU are no towns
            reason, locative = _reason(text, words, first, first + length, end, found[0])
            if reason:
                yield _Hit(start, end, name, reason, locative)
            taken = length
            break
        else:
            yield from _unlisted(text, words, first)
        first += taken


def _unlisted(text: str, words: list[tuple[int, int]], first: int) -> Iterable[_Hit]:
    """A name that the gazetteer lacks, where the words before it say what kind of place it is."""
    start, end = words[first][0], _clean_end(text, *words[first])
    alone = len(words) == first + 1 or text[words[first][1] - 1] == ","
    if alone and text[start:end].istitle() and _KIND_BEFORE.search(text, max(0, start - 20), start):
        yield _Hit(start, end, text[start:end], "called a place, unknown to the gazetteer", True)


def _plain(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : _clean_end(text, *span)].lower()


def _reason(text: str, words: list[tuple[int, int]], first: int, last: int, end: int, best: Entry) -> tuple[str, bool]:
    """Why the words ``first`` to ``last`` of a run name a place, empty where they do not; whether that is where."""
    start = words[first][0]
    name = text[start:end]
    before = _plain(text, words[first - 1]) if first else ""
    after = _plain(text, words[last]) if last < len(words) and end == words[last - 1][1] else ""
    if after and after not in _TYPES and after not in ("and", "of", "the"):
        return "", False
    if before and not _may_precede(text, words, first, before):
        return "", False
    if name.isupper() and len(name) > 2 and best.kind != "country":
        dateline = start < 400 and _DATELINE.match(text, end) is not None
        return ("the dateline", True) if dateline else ("", False)
    if len(name) == 2 and not name.isupper():
        return "", False
    left = text[max(0, start - 60) : start]
    if after in _TYPES or before in _TYPES or (not after and _KIND_AFTER.match(text, end)):
        return "named with its kind of place", True
    if _LOCATIVE.search(left):
        return "after a word of place", True
    if best.kind != "city" and (best.kind != "region" or best.weight >= _SMALL_TOWN):
        return "a country or region by name", False
    if (
        start < 400
        and (match := _DATELINE.match(text, end))
        and match.end() > end
        and (not start or text[start - 1] == "\n")
    ):
        return "the dateline", True
    if text[end : end + 2] == ", " and text[end + 2 : end + 3].isupper():
        return "before what it lies in", True
    if best.weight >= _LARGE_TOWN:
        return "a large place by name", False
    if _WEAK.search(left) and best.weight >= _SMALL_TOWN:
        return "after a word of way", False
    return "", False


def _may_precede(text: str, words: list[tuple[int, int]], first: int, before: str) -> bool:
    """Whether the capitalised word before a name leaves it a place: not a title, a first name, or a body's noun."""
    if before in ("of", "and", "the", "de", "del", "al"):
        owner = _plain(text, words[first - 2]) if first > 1 else ""
        return owner not in _BODIES and owner not in _TITLES
    if before in _TITLES:
        return False
    if before in _NOT_NAMES or before in _TYPES or before in ("station", "terminal", "fort"):
        return True
    possessive = text[words[first - 1][0] : words[first - 1][1]].endswith(("'s", "\u2019s", "'", "\u2019"))
    ended = text[words[first - 1][1] - 1] == "." and before not in _TITLES and len(before) > 3
    return (
        possessive
        or ended
        or before in ("northern", "southern", "eastern", "western", "central", "greater", "southeastern")
    )
