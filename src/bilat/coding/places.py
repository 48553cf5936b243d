"""Places: the toponyms of an article, found without a name tagger and resolved together.

A name alone seldom tells which place it means. What tells is the rest of the article: the state or province named
after a comma, the countries and peoples in the text, the other places, and how well known a place is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, log10, radians
from typing import Final

from bilat.lexicon.gazetteer import Entry, Gazetteer


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


_MAX_CANDIDATES: Final = 24
_KM: Final = 111.2
_WORLD_CITY: Final = 500_000.0
_WORLD_LEAD: Final = 20.0
_LITTLE_KNOWN: Final = 100_000.0
_TYPE_WORD: Final = re.compile(
    r"(?i)^(?:the |city of |town of |village of |province of |state of |port of |greater |downtown |central |northern "
    r"|southern |eastern |western |north-?east(?:ern)? |north-?west(?:ern)? |south-?east(?:ern)? "
    r"|south-?west(?:ern)? |mainland |occupied )"
    r"|(?:['\u2019]s?| province| city| state| county| parish| district| region| governorate| township"
    r"| metropolitan area"
    r"| prefecture| oblast| island| islands| area| river| municipality| valley)$"
)
_AFTER_COMMA: Final = re.compile(r",? ?\(?\s?((?:[A-Z][\w.\u2019'-]*)(?: (?:[A-Z][\w.\u2019'-]*|of|and|the)){0,3})")
_CAPITALISED: Final = re.compile(r"\b[A-Z][\w\u2019'-]+")


def _candidates(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The places that a name may mean; for a people's name its country, else the name without its kind of place."""
    if name.endswith(".") and (short := gazetteer.short(name)):
        return short
    found = gazetteer.find(name)
    people = gazetteer.people(name) or (gazetteer.people(name[:-1]) if name.endswith("s") else ())
    if people and (not found or found[0].weight < _LITTLE_KNOWN):
        return people
    if found:
        return found[:_MAX_CANDIDATES]
    head, comma, tail = name.partition(",")
    if comma and (found := gazetteer.find(head)):
        holder = _container(tail.strip(), gazetteer)
        return tuple(entry for entry in found if any(_lies_in(entry, h) for h in holder)) or found
    plain = name
    while (shorter := _TYPE_WORD.sub("", plain).strip()) != plain and shorter:
        plain = shorter
        found = gazetteer.find(plain) or gazetteer.people(plain)
        if found:
            return found[:_MAX_CANDIDATES]
    short = gazetteer.short(name)
    return short if short and name[:1].isupper() else ()


def _container(words: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Countries and divisions that the words after a comma begin with, the longest name first."""
    tokens = words.split()
    for length in range(min(4, len(tokens)), 0, -1):
        name = " ".join(tokens[:length]).rstrip(",;:")
        found = (
            *gazetteer.short(name),
            *(e for e in gazetteer.find(name) if e.kind in ("country", "admin1", "region")),
        )
        if found:
            return found
    return ()


def _lies_in(entry: Entry, holder: Entry) -> bool:
    if entry.country != holder.country or entry.kind == "country":
        return False
    return holder.kind == "country" or (holder.admin1 != "" and entry.admin1 == holder.admin1 and entry != holder)


def _contained(name: str, candidates: Sequence[Entry], text: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The candidates that lie in what the text names right after the name, anywhere in the article."""
    at = text.find(name)
    while at >= 0:
        after = at + len(name)
        if text[after : after + 1] in (",", " ") and text[after : after + 2] in (", ", " ("):
            match = _AFTER_COMMA.match(text, after)
            if match:
                holders = _container(match.group(1), gazetteer)
                inside = tuple(e for e in candidates if any(_lies_in(e, holder) for holder in holders))
                if inside:
                    return inside
        at = text.find(name, after)
    return ()


_BEFORE_COMMA: Final = re.compile(r"([A-Z][\w\u2019'-]*(?: [A-Z][\w\u2019'-]*){0,2})$")


def _containing(name: str, candidates: Sequence[Entry], text: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The divisions and countries among the candidates that the text itself uses to say where another place lies."""
    areas = [entry for entry in candidates if entry.kind in ("admin1", "country")]
    at = text.find(f", {name}") if areas else -1
    while at > 0:
        match = _BEFORE_COMMA.search(text, max(0, at - 50), at)
        if match:
            words = match.group(1).split()
            for first in range(len(words)):
                inside = gazetteer.find(" ".join(words[first:]))
                holders = tuple(area for area in areas if any(_lies_in(entry, area) for entry in inside))
                if holders:
                    return holders
        at = text.find(f", {name}", at + 1)
    return ()


def _distance(a: Entry, b: Entry) -> float:
    """Kilometres on a flat map between the two; near enough to say which of two places is the nearer."""
    across = abs(a.longitude - b.longitude)
    across = min(across, 360.0 - across) * cos(radians((a.latitude + b.latitude) / 2))
    return _KM * hypot(a.latitude - b.latitude, across)


# By how much a name's first meaning must outweigh the second to need no context.
_SETTLED: Final = {"country": 1e4, "admin1": 200.0, "feature": 50.0}


@dataclass(slots=True, eq=False)
class _Name:
    """One distinct name of an article while it is resolved."""

    candidates: tuple[Entry, ...]
    pick: Entry
    trust: float
    settled: bool
    famous: bool = False


def _first_pick(name: str, text: str, gazetteer: Gazetteer) -> _Name | None:
    candidates = _candidates(name, gazetteer)
    if not candidates:
        return None
    if text and len(candidates) > 1:
        inside = _contained(name, candidates, text, gazetteer) or _containing(name, candidates, text, gazetteer)
        if inside:
            return _Name(inside, inside[0], 3.0, len(inside) == 1)
    best = candidates[0]
    if len(candidates) == 1:
        return _Name(candidates, best, 2.0 if best.population > 5000 or best.kind != "city" else 1.0, True)
    lead = best.weight / max(1.0, candidates[1].weight)
    settled = lead > _SETTLED.get(best.kind, 1e9)
    # That a state is in the news is no sign that Geneva lies there: a world city yields only to nearer signs.
    rival = max((entry.weight for entry in candidates if entry.country != best.country), default=0.0)
    famous = best.kind == "city" and best.weight >= max(_WORLD_CITY, _WORLD_LEAD * rival)
    return _Name(candidates, best, 2.0 if settled else min(2.0, 0.3 * log10(max(1.0, lead)) + 0.1), settled, famous)


# Words and forms that only the news of one country's towns has.
_HOME_SIGNS: Final = {
    "USA": re.compile(
        r"\b[Ss]heriff|\bCounty (?:Commission|Attorney|Courthouse|Jail|Board|Sheriff)"
        r"|\(\d{3}\) \d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b|\bBlvd\b"
        r"|\b(?:Interstate|U\.S\.|State) (?:Highway|Route)|\bElementary School"
        r"|\b[Hh]igh [Ss]chool senior|\bdistrict attorney"
    ),
    "GBR": re.compile(
        r"\u00a3\d|\b[Cc]ouncillor|\b[Bb]orough [Cc]ouncil|\b[Cc]ity [Cc]ouncil's cabinet|\bCrown Court|\bMP for\b"
    ),
}


def _stated_countries(text: str, gazetteer: Gazetteer, names: Iterable[str]) -> Counter[str]:
    """Countries that the text names, or whose people it names, apart from the names to be resolved."""
    stated: Counter[str] = Counter()
    for token in set(_CAPITALISED.findall(text)).difference(names):
        word = token.removesuffix("'s").removesuffix("\u2019s")
        for entry in gazetteer.people(word)[:1]:
            stated[entry.country] += 1
        for entry in gazetteer.find(word)[:1]:
            if entry.kind == "country":
                stated[entry.country] += 1
    return stated


_PRIOR: Final = 0.85


@dataclass(slots=True)
class _Context:
    """What the article as a whole says of where it plays.

    ``countries`` and ``divisions`` hold how many names could lie there, a name of many meanings counting less.
    """

    stated: Counter[str]
    home: Sequence[str]
    hints: Sequence[str]
    countries: dict[str, float]
    divisions: dict[tuple[str, str], float]


def _shares(name: _Name) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """How much a name speaks for each country and division, one altogether: alike over those it could lie in."""
    countries = {entry.country for entry in name.candidates if entry.country}
    divisions = {(entry.country, entry.admin1) for entry in name.candidates if entry.admin1}
    return (
        {country: 1.0 / len(countries) for country in countries},
        {division: 1.0 / len(divisions) ** 0.75 for division in divisions},
    )


def _context(names: Iterable[_Name], stated: Counter[str], text: str, hints: Sequence[str]) -> _Context:
    home = [country for country, signs in _HOME_SIGNS.items() if signs.search(text)]
    context = _Context(stated, home, hints, {}, {})
    for name in names:
        countries, divisions = _shares(name)
        for country, share in countries.items():
            context.countries[country] = context.countries.get(country, 0.0) + share
        for division, share in divisions.items():
            context.divisions[division] = context.divisions.get(division, 0.0) + share
    return context


def _fit(
    entry: Entry, own: tuple[dict[str, float], dict[tuple[str, str], float]], famous: bool, context: _Context
) -> float:
    """How well a candidate fits the article whatever the other names are taken to mean, in tenfolds of population."""
    home = entry.country in context.home
    score = _PRIOR * log10(entry.weight + 10.0) + (1.5 if entry.kind == "country" else 0.0)
    score += 1.5 if entry.country in context.hints else 0.0
    score += 1.4 if home else 0.0
    if entry.country and (home or not famous):
        score += 0.7 * min(2, context.stated[entry.country])
        score += 0.5 * min(2.0, context.countries[entry.country] - own[0][entry.country])
    if entry.admin1:
        division = entry.country, entry.admin1
        score += 1.0 * min(2.0, context.divisions[division] - own[1][division])
    return score


def _nearby(entry: Entry, own: _Name, others: Iterable[_Name]) -> float:
    """How well a candidate fits what the other names are taken to mean."""
    same_country = same_division = nearness = 0.0
    for other in others:
        if other is own:
            continue
        pick = other.pick
        if pick.country == entry.country and pick.country:
            same_country += other.trust
            if pick.admin1 and pick.admin1 == entry.admin1:
                same_division += other.trust
        if pick.kind == "city" or pick.kind == "region":
            nearness += other.trust / (1.0 + _distance(entry, pick) / 60.0)
    if own.famous:
        same_country = 0.0
    return 1.2 * min(1.0, same_country / 3.0) + 1.6 * min(1.0, same_division / 2.0) + 1.6 * min(1.0, nearness)


def resolve(
    names: Sequence[str], gazetteer: Gazetteer, text: str = "", hint_countries: Sequence[str] = ()
) -> list[Entry | None]:
    """The places that the toponyms of one article mean, each name in one sense throughout.

    Args:
        names: The toponyms, as the article has them.
        text: The article, for the containers and countries that it names.
        hint_countries: Alpha-3 codes of countries that the article is likely to be about.

    Returns:
        One entry for each name, null for a name that the gazetteer does not have.
    """
    known: dict[str, _Name] = {}
    for name in dict.fromkeys(names):
        first = _first_pick(name, text, gazetteer)
        if first is not None:
            known[name] = first
    open_names = [name for name in known.values() if not name.settled and len(name.candidates) > 1]
    if open_names:
        unclear = [name for name, one in known.items() if not one.settled]
        stated = _stated_countries(text, gazetteer, unclear)
        context = _context(known.values(), stated, text, hint_countries)
        fits = [_fits(name, one, context) for name, one in known.items() if one in open_names]
        for _ in range(3):
            if not _settle(open_names, fits, list(known.values())):
                break
    return [known[name].pick if name in known else None for name in names]


def _fits(text: str, name: _Name, context: _Context) -> list[float]:
    own = _shares(name)
    # A place whose name is written with other marks than the article's is the less likely one.
    return [
        _fit(entry, own, name.famous, context) - (0.5 if entry.name.isascii() != text.isascii() else 0.0)
        for entry in name.candidates
    ]


def _settle(open_names: list[_Name], fits: list[list[float]], everyone: list[_Name]) -> bool:
    """One round of choosing again with the others as they are; whether anything changed."""
    chosen = []
    for name, fit in zip(open_names, fits, strict=True):
        scores = [base + _nearby(entry, name, everyone) for entry, base in zip(name.candidates, fit, strict=True)]
        first, second = sorted(scores, reverse=True)[:2]
        chosen.append((name, name.candidates[scores.index(first)], min(2.0, 0.3 + first - second)))
    changed = any(pick is not name.pick for name, pick, _ in chosen)
    for name, pick, trust in chosen:
        name.pick, name.trust = pick, trust
    return changed


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
    r"\b(?:from|to|of|between|for|into|leave|left|reach|reached|and|or|via|through)(?: the)?\s$", re.IGNORECASE
)
_DATELINE: Final = re.compile(r"\s?(?:,[^.\n]{0,30})?\s?(?:\([A-Za-z ]{2,20}\)\s?)?(?:--?|[\u2013\u2014])\s?")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TYPES: Final = _words(
    """
    province city district county region governorate state airport port river island islands border crossing
    area valley strait gulf sea desert peninsula corridor airspace
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
            reason, locative = _reason(text, words, first, first + length, end, found[0])
            if reason:
                yield _Hit(start, end, name, reason, locative)
            taken = length
            break
        first += taken


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
    if after in _TYPES or before in _TYPES:
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
    if before in _NOT_NAMES or before in _TYPES:
        return True
    possessive = text[words[first - 1][0] : words[first - 1][1]].endswith(("'s", "\u2019s", "'", "\u2019"))
    ended = text[words[first - 1][1] - 1] == "." and before not in _TITLES and len(before) > 3
    return (
        possessive
        or ended
        or before in ("northern", "southern", "eastern", "western", "central", "greater", "southeastern")
    )
