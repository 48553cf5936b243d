"""Places: the toponyms of a text, found without a name tagger.

Capitalised words that the gazetteer has are a place where the words around call for one; :mod:`.resolving` then tells
which place each means.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
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
    r"(?: (?:(?:of|and|de|del|da|do|dos|di|du|la|el|the|al) )?(?:[A-Z\u00c0-\u00de][\w\u2019'-]*|al-[A-Z][\w\u2019'-]*)\.?)*"
)
_PEOPLE: Final = re.compile(r"\b[A-Z][a-z]+\b")
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
# What is done to a place and to little else that has a capital letter.
_TAKEN: Final = re.compile(
    r"\b(?:shell(?:s|ed|ing)?|bomb(?:s|ed|ing)?|bombard(?:s|ed|ing)?|besieg(?:e|es|ed|ing)|storm(?:s|ed|ing)?|took|taken"
    r"|occup(?:y|ies|ied|ying)|(?:re)?captur(?:e|es|ed|ing)|ret(?:ook|aken?|aking)|overr[ua]n|enter(?:s|ed|ing)?"
    r"|invad(?:e|es|ed|ing)|evacuat(?:e|es|ed|ing)|liberat(?:e|es|ed|ing)|attack(?:s|ed|ing)?)(?: the)?\s$"
)
_WHERE: Final = re.compile(r",? where\b")
# Nothing but a place follows these and stands before these: a name so placed is one, whatever the gazetteer lacks.
_THERE: Final = re.compile(
    r"(?:(?P<before>\w+) |^|\W)(?:in|near|inside|outside|around|at|arriv(?:es|ed|ing) in)"
    r"(?: (?P<the>the(?: nearby)?)| nearby)?\s$",
    re.IGNORECASE,
)
# How a text ends that the pattern finds something in, told in a tenth of its time.
_ENDS_THERE: Final = tuple(
    word + rest
    for word in ("in", "near", "inside", "outside", "around", "at")
    for rest in ("", " the", " the nearby", " nearby")
)
_SITE: Final = re.compile(
    r" (?:district|province|village|town|border crossing|crossing|(?:border )?(?:post|checkpoint)|sector|dam|camp|valley|airport"
    r"|port|bridge)\b"
)
_AFTER_NAME: Final = re.compile(
    r"(?:'s|\u2019s)?(?:[,.;:)\u201d\"]|$| (?:on|in|at|for|last|this|when|where|who|which|that|to|after|and|said|with|by|before"
    r"|during|since|while|until|killing|as|early|late|overnight|from|have|has|had|was|were|is)\b)"
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
# "Confidence in", "a stake in", "aimed at" somebody.
_TRUST: Final = _words(
    """
    confidence interest interested invest invested investing investment trust faith stake stakes share shares belief
    believe believed change laugh laughed scorn angry anger aimed directed look looked
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
_HAMLET: Final = 700
_SMALL_TOWN: Final = 15_000
_LARGE_TOWN: Final = 100_000
# How far a place's country speaks for an unlisted name near it: half as much at so many characters between them, and
# half as much for a people ("Russian shells" fall elsewhere).
_REACH: Final = 300.0
_HINTED: Final = 1.0
_OF_PEOPLE: Final = 0.5


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
    entries = list(_beside(hits, entries, text, gazetteer, hint_countries))
    return [
        PlaceMention(hit.start, hit.end, hit.text, entry, hit.reason, hit.locative)
        for hit, entry in zip(hits, entries, strict=True)
        if entry is not None and _credible(hit, entry)
    ]


def _peoples(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, Entry]]:
    """The peoples and adjectives of a text: where each stands and its country."""
    for word in _PEOPLE.finditer(text):
        yield from ((word.start(), entry) for entry in gazetteer.people(word.group())[:1])


def _beside(
    hits: Sequence[_Hit], entries: Sequence[Entry | None], text: str, gazetteer: Gazetteer, hints: Sequence[str]
) -> Iterator[Entry | None]:
    """The entries, those of names that the gazetteer lacks laid in the country that the text around them speaks of most."""
    strange = [_strange(hit, entry, gazetteer) for hit, entry in zip(hits, entries, strict=True)]
    if not any(strange):
        yield from entries
        return
    listed = [(h.start, e) for h, e in zip(hits, entries, strict=True) if e and e.country and e.kind != "vicinity"]
    spoken = [*listed, *_peoples(text, gazetteer)]
    known = {entry.country: entry for _, entry in reversed(spoken)}
    for hit, entry, unlisted in zip(hits, entries, strange, strict=True):
        if not (known and unlisted):
            yield entry
            continue
        said = dict.fromkeys((hint for hint in hints if hint in known), _HINTED)
        for n, (start, at) in enumerate(spoken):
            near = _REACH / (_REACH + abs(start - hit.start))
            said[at.country] = said.get(at.country, 0.0) + (near if n < len(listed) else _OF_PEOPLE * near)
        there = known[max(said, key=lambda country: said[country])]
        yield replace(there, name=hit.text, population=0, kind="vicinity", weight=0.0, capital=False)


def _strange(hit: _Hit, entry: Entry | None, gazetteer: Gazetteer) -> bool:
    return entry is None or (entry.kind == "vicinity" and not gazetteer.find(hit.text))


def _credible(hit: _Hit, entry: Entry) -> bool:
    """A hamlet's or a county's name is believed only where the words around call for a place."""
    return hit.locative or entry.kind not in ("city", "region") or entry.weight >= _SMALL_TOWN


def _hits(text: str, gazetteer: Gazetteer) -> Iterable[_Hit]:
    for run in _RUN.finditer(text):
        words = [word.span() for word in _WORD.finditer(text, *run.span())]
        yield from _hits_in_run(text, words, gazetteer)


def _clean_end(text: str, start: int, end: int) -> int:
    """The end of a word without its possessive and the sentence's full stop."""
    last = text[end - 1]
    if last == "s":
        return end - 2 if text.endswith(("'s", "\u2019s"), start, end) else end
    if last == "'" or last == "\u2019":
        return end - 1
    return end - 1 if last == "." and text.count(".", start, end) == 1 else end


def _hits_in_run(text: str, words: list[tuple[int, int]], gazetteer: Gazetteer) -> Iterable[_Hit]:
    first = 0
    while first < len(words):
        taken = 1
        most = min(5, len(words) - first) if gazetteer.begins(text[slice(*words[first])]) else 1
        for length in range(most, 0, -1):
            start = words[first][0]
            end = _clean_end(text, words[first + length - 1][0], words[first + length - 1][1])
            name = text[start:end]
            if length == 1 and (len(name) < 2 or name.lower() in _NO_PLACES):
                continue
            found = gazetteer.find(name)
            if not found or (gazetteer.people(name) and found[0].kind == "city"):
                continue
            if len(name) < 4 and name.isupper() and found[0].kind == "city":
                continue  # the UN and the EU are no towns
            reason, locative = _reason(text, words, first, first + length, end, found[0])
            if reason and (locative or found[0].weight >= _HAMLET):
                yield _Hit(start, end, name, reason, locative)
            taken = length
            break
        else:
            hit = _called_a_place(text, words, first) or _unlisted(text, words, first, gazetteer)
            if hit is not None:
                yield hit
                taken = len(hit.text.split())
        first += taken


def _called_a_place(text: str, words: list[tuple[int, int]], first: int) -> _Hit | None:
    """A name that the gazetteer lacks, where the words before it say what kind of place it is."""
    start = words[first][0]
    if not text.endswith((" of ", " of \n"), 0, start):
        return None
    end = _clean_end(text, *words[first])
    alone = len(words) == first + 1 or text[words[first][1] - 1] == ","
    if alone and text[start:end].istitle() and _KIND_BEFORE.search(text, max(0, start - 20), start):
        return _Hit(start, end, text[start:end], "called a place, unknown to the gazetteer", True)
    return None


def _unlisted(text: str, words: list[tuple[int, int]], first: int, gazetteer: Gazetteer) -> _Hit | None:
    """A name that the gazetteer lacks, where something is said to be in it, at it or near it and no noun follows it."""
    last = next((i for i in range(first, len(words)) if text[words[i][1] - 1] in ",."), len(words) - 1)
    start, end = words[first][0], _clean_end(text, *words[last])
    name = text[start:end].rstrip(",")
    end = start + len(name)
    parts = name.split()
    typed = len(parts) > 1 and parts[-1].lower() in _TYPES
    named = parts[:-1] if typed else parts
    if len(named) > 3 or named[0].lower() in _NO_PLACES:
        return None
    left = text[max(0, start - 60) : start]
    there = _THERE.search(left) if left.rstrip().lower().endswith(_ENDS_THERE) else None
    if there and (there["before"] or "").lower() in _TRUST:
        return None
    plainly = there is not None and not there["the"] and (typed or _AFTER_NAME.match(text, end) is not None)
    site = not plainly and _SITE.match(text, end) is not None and (there is not None or _TAKEN.search(left) is not None)
    # Asked last: it may take all words of the text.
    if (plainly or site) and all(_names_alone(part, text, gazetteer) for part in named):
        return _Hit(start, end, name, "after a word of place, unknown to the gazetteer", True)
    return None


def _names_alone(word: str, text: str, gazetteer: Gazetteer) -> bool:
    """Whether a capitalised word is a name: not a word that the text has in small letters too, no people's, no body's."""
    low = word.lower()
    if len(word) < 3 or not word[0].isupper() or word.isupper() or low in _NO_PLACES or gazetteer.people(word):
        return False
    if low.isalnum():
        return low not in _words_of(text)
    return re.search(rf"\b{re.escape(low)}\b", text) is None


@lru_cache(maxsize=2)
def _words_of(text: str) -> frozenset[str]:
    """All words of a text, as they are spelt."""
    return frozenset(re.findall(r"\w+", text))


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
    if _TAKEN.search(left) and (_AFTER_NAME.match(text, end) or _KIND_AFTER.match(text, end)):
        return "after a word of taking", True
    if _WHERE.match(text, end):
        return "before “where”", True
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
