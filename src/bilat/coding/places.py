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

from bilat.lexicon.gazetteer import Entry, Gazetteer, fold


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
_TYPE_WORD: Final = re.compile(
    r"(?i)^(?:the |city of |town of |village of |province of |state of |port of |greater |downtown |central |northern "
    r"|southern |eastern |western |north |south |east |west |north-?east(?:ern)? |north-?west(?:ern)? |south-?east(?:ern)? "
    r"|south-?west(?:ern)? |mainland |occupied )"
    r"|(?:['\u2019]s?| province| city| state| county| parish| district| region| governorate| township| metropolitan area"
    r"| prefecture| oblast| island| islands| area| river| municipality| valley)$"
)
_AFTER_COMMA: Final = re.compile(r",? ?\(?\s?((?:[A-Z][\w.\u2019'-]*)(?: (?:[A-Z][\w.\u2019'-]*|of|and|the)){0,3})")
_CAPITALISED: Final = re.compile(r"\b[A-Z][\w\u2019'-]+")


def _candidates(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The places that a name may mean; for a people's name its country, else the name without its kind of place."""
    found = gazetteer.find(name)
    if found:
        return found[:_MAX_CANDIDATES]
    people = gazetteer.people(name)
    if people:
        return people
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
        found = (*gazetteer.short(name), *(e for e in gazetteer.find(name) if e.kind in ("country", "admin1", "region")))
        if found:
            return found
    return ()


def _lies_in(entry: Entry, holder: Entry) -> bool:
    if entry.country != holder.country or entry.kind == "country":
        return False
    return holder.kind == "country" or (holder.admin1 != "" and entry.admin1 == holder.admin1 and entry != holder)


def _contained(
    name: str, candidates: Sequence[Entry], text: str, gazetteer: Gazetteer
) -> tuple[Entry, ...]:
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


def _distance(a: Entry, b: Entry) -> float:
    """Kilometres on a flat map between the two; near enough to say which of two places is the nearer."""
    across = abs(a.longitude - b.longitude)
    across = min(across, 360.0 - across) * cos(radians((a.latitude + b.latitude) / 2))
    return _KM * hypot(a.latitude - b.latitude, across)


@dataclass(slots=True)
class _Name:
    """One distinct name of an article while it is resolved."""

    candidates: tuple[Entry, ...]
    pick: Entry
    trust: float
    settled: bool


def _first_pick(name: str, text: str, gazetteer: Gazetteer) -> _Name | None:
    candidates = _candidates(name, gazetteer)
    if not candidates:
        return None
    inside = _contained(name, candidates, text, gazetteer) if text else ()
    if inside:
        return _Name(inside, inside[0], 3.0, len(inside) == 1)
    best = candidates[0]
    if len(candidates) == 1:
        return _Name(candidates, best, 2.0 if best.population > 5000 or best.kind != "city" else 1.0, True)
    lead = best.weight / max(1.0, candidates[1].weight)
    return _Name(candidates, best, min(2.0, 0.3 * log10(max(1.0, lead)) + 0.1), best.kind == "country" and lead > 50)


def _stated_countries(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """Countries and divisions named in the text, or whose people are, by how often."""
    stated: Counter[str] = Counter()
    for token in set(_CAPITALISED.findall(text)):
        word = token.removesuffix("'s").removesuffix("\u2019s")
        for entry in gazetteer.people(word)[:1]:
            stated[entry.country] += 1
        for entry in gazetteer.find(word)[:1]:
            if entry.kind == "country":
                stated[entry.country] += 1
    return stated


def _score(entry: Entry, own: _Name, others: Iterable[_Name], stated: Counter[str], hints: Sequence[str]) -> float:
    """How well a candidate fits its article, in tenfolds of population."""
    score = log10(entry.weight + 10.0)
    score += 0.7 * min(2, stated[entry.country]) if entry.country else 0.0
    score += 1.5 if entry.country in hints else 0.0
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
    return score + 1.2 * min(1.0, same_country / 3.0) + 1.6 * min(1.0, same_division / 2.0) + 1.6 * min(1.0, nearness)


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
        stated = _stated_countries(text, gazetteer)
        for _ in range(3):
            if not _settle(open_names, known, stated, hint_countries):
                break
    return [known[name].pick if name in known else None for name in names]


def _settle(open_names: list[_Name], known: dict[str, _Name], stated: Counter[str], hints: Sequence[str]) -> bool:
    """One round of choosing again with the others as they are; whether anything changed."""
    everyone = list(known.values())
    changed = False
    chosen = []
    for name in open_names:
        scores = [(_score(entry, name, everyone, stated, hints), -i) for i, entry in enumerate(name.candidates)]
        scores.sort(reverse=True)
        lead = scores[0][0] - scores[1][0]
        chosen.append((name, name.candidates[-scores[0][1]], max(name.trust, min(2.0, lead))))
    for name, pick, trust in chosen:
        changed = changed or pick is not name.pick
        name.pick, name.trust = pick, trust
    return changed
