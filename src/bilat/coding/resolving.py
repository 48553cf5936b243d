"""Toponyms resolved together: the places that the names of one article mean.

A name alone seldom tells which place it means. What tells is the rest of the article: the state or province named
after a comma, the countries and peoples in the text, the other places, the outlet's home, and how well known a place is
(J. L. Leidner, Toponym Resolution in Text, 2007: one sense a discourse, spatial minimality, population).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log10
from typing import Final

from bilat.coding.containment import contained, container, containing, lies_in
from bilat.coding.locality import NOWHERE, Locality, closeness, distance, home_signs, stated_countries
from bilat.lexicon.gazetteer import Entry, Gazetteer

_MAX_CANDIDATES: Final = 40
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
# By how much a name's first meaning must outweigh the second to need no context.
_SETTLED: Final = {"country": 1e4, "admin1": 200.0, "feature": 50.0}
_ENGLISH: Final = frozenset({"USA", "GBR", "CAN", "AUS", "NZL", "IRL"})
W = {"prior": 0.6, "country": 1.5, "hint": 1.5, "home": 2.0, "stated": 0.5, "countries": 0.5, "divisions": 0.8,
     "same_country": 1.2, "same_division": 1.6, "near": 1.6, "local": 1.0, "address": 2.0, "anglo": 0.0,
     "far_pop": 60000, "far_strength": 1.5, "far_km": 300, "far_fit": 0.3, "loc_c": 1.0, "own_c": 0.5,
     "country_c": 0.3, "admin_c": 0.6}


def _candidates(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The places that a name may mean; for a people's name its country, else the name without its kind of place."""
    if name.endswith(".") and name != "L.A." and (short := gazetteer.short(name)):
        return short
    found = gazetteer.find(name)
    people = gazetteer.people(name) or (gazetteer.people(name[:-1]) if name.endswith("s") else ())
    if people and (not found or found[0].weight < _LITTLE_KNOWN):
        return people
    if found:
        return found[:_MAX_CANDIDATES]
    head, comma, tail = name.partition(",")
    if comma and (found := gazetteer.find(head)):
        holders, _ = container(tail.strip(), gazetteer)
        return tuple(entry for entry in found if any(lies_in(entry, h) for h in holders)) or found
    plain = name
    while (shorter := _TYPE_WORD.sub("", plain).strip()) != plain and shorter:
        plain = shorter
        found = gazetteer.find(plain) or gazetteer.people(plain)
        if found:
            return found[:_MAX_CANDIDATES]
    short = gazetteer.short(name)
    return short if short and name[:1].isupper() else ()


@dataclass(slots=True, eq=False)
class _Name:
    """One distinct name of an article while it is resolved."""

    candidates: tuple[Entry, ...]
    pick: Entry
    trust: float
    settled: bool
    famous: bool = False
    told: bool = False

    def unsupported(self, people: float) -> bool:
        """Whether nothing but the name speaks for a little-known place."""
        return not self.told and self.pick.population < people


def _first_pick(name: str, text: str, gazetteer: Gazetteer) -> _Name | None:
    candidates = _candidates(name, gazetteer)
    if not candidates:
        return None
    if text and len(candidates) > 1:
        inside = contained(name, candidates, text, gazetteer) or containing(name, candidates, text, gazetteer)
        if inside:
            return _Name(inside, inside[0], 3.0, len(inside) == 1, told=True)
    best = candidates[0]
    if len(candidates) == 1:
        return _Name(candidates, best, 2.0 if best.population > 5000 or best.kind != "city" else 1.0, True)
    lead = best.weight / max(1.0, candidates[1].weight)
    settled = lead > _SETTLED.get(best.kind, 1e9)
    # That a state is in the news is no sign that Geneva lies there: a world city yields only to nearer signs.
    rival = max((entry.weight for entry in candidates if entry.country != best.country), default=0.0)
    famous = best.kind == "city" and best.weight >= max(_WORLD_CITY, _WORLD_LEAD * rival)
    return _Name(candidates, best, 2.0 if settled else min(2.0, 0.3 * log10(max(1.0, lead)) + 0.1), settled, famous)


@dataclass(slots=True)
class _Context:
    """What the article as a whole says of where it plays.

    ``countries`` and ``divisions`` hold how many names could lie there, a name of many meanings counting less.
    """

    stated: Counter[str]
    home: Mapping[str, float]
    hints: Sequence[str]
    locality: Locality
    countries: dict[str, float]
    divisions: dict[tuple[str, str], float]


_Shares = tuple[dict[str, float], dict[tuple[str, str], float]]


def _shares(name: _Name) -> _Shares:
    """How much a name speaks for each country and division, one altogether: alike over those it could lie in."""
    countries = {entry.country for entry in name.candidates if entry.country}
    divisions = {(entry.country, entry.admin1) for entry in name.candidates if entry.admin1}
    return (
        {country: 1.0 / len(countries) for country in countries},
        {division: 1.0 / len(divisions) ** 0.75 for division in divisions},
    )


def _context(
    names: Iterable[_Name], stated: Counter[str], text: str, hints: Sequence[str], locality: Locality
) -> _Context:
    context = _Context(stated, home_signs(text), hints, locality, {}, {})
    for name in names:
        countries, divisions = _shares(name)
        for country, share in countries.items():
            context.countries[country] = context.countries.get(country, 0.0) + share
        for division, share in divisions.items():
            context.divisions[division] = context.divisions.get(division, 0.0) + share
    return context


def _fit(entry: Entry, own: _Shares, famous: bool, context: _Context) -> float:
    """How well a candidate fits the article whatever the other names are taken to mean, in tenfolds of population."""
    home = context.home.get(entry.country, 0.0)
    score = W["prior"] * log10(entry.weight + 10.0) + (W["country"] if entry.kind == "country" else 0.0)
    score += W["hint"] if entry.country in context.hints else 0.0
    score += W["home"] * home
    score += W["local"] * context.locality.fit(entry)
    if entry.country and (home or not famous):
        score += W["stated"] * min(2, context.stated[entry.country])
        score += W["countries"] * min(2.0, context.countries[entry.country] - own[0][entry.country])
    if entry.admin1:
        division = entry.country, entry.admin1
        score += W["divisions"] * min(2.0, context.divisions[division] - own[1][division])
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
            nearness += other.trust * closeness(distance(entry, pick))
    if own.famous:
        same_country = 0.0
    return (
        W["same_country"] * min(1.0, same_country / 3.0)
        + W["same_division"] * min(1.0, same_division / 2.0)
        + W["near"] * min(1.0, nearness)
    )


def resolve(
    names: Sequence[str],
    gazetteer: Gazetteer,
    text: str = "",
    hint_countries: Sequence[str] = (),
    locality: Locality = NOWHERE,
) -> list[Entry | None]:
    """The places that the toponyms of one article mean, each name in one sense throughout.

    Args:
        names: The toponyms, as the article has them.
        text: The article, for the containers and countries that it names.
        hint_countries: Alpha-3 codes of countries that the article is likely to be about.
        locality: Where its outlet is at home.

    Returns:
        One entry for each name, null for a name that the gazetteer does not have.
    """
    known = _resolve(names, gazetteer, text, hint_countries, locality)
    centre = _centre(list(known.values()), locality) if text else None
    return [_answer(name, known.get(name), centre, locality) for name in names]


def _answer(name: str, one: _Name | None, centre: tuple[Entry, float] | None, locality: Locality) -> Entry | None:
    """The pick, or the article's centre where the gazetteer has no place of that name near it."""
    if centre is None:
        return one.pick if one else None
    around, strength = centre
    if one is None:
        return _vicinity(name, around)
    if one.pick.kind in ("city", "region") and one.unsupported(W["far_pop"]) and strength > W["far_strength"]:
        if distance(one.pick, around) > W["far_km"] and locality.fit(one.pick) < W["far_fit"]:
            return _vicinity(name, around)
    return one.pick


def _vicinity(name: str, around: Entry) -> Entry:
    return replace(around, name=name, population=0, kind="vicinity", weight=0.0, capital=False)


def _centre(known: Sequence[_Name], locality: Locality) -> tuple[Entry, float] | None:
    """The place that lies nearest to most of an article's places, and how near they lie, none counting for itself."""
    best: tuple[Entry, float] | None = None
    for one in known:
        if one.pick.kind == "feature" or not one.pick.country:
            continue
        near = W["loc_c"] * locality.fit(one.pick) + W["own_c"] * one.trust + sum(
            min(2.0, other.trust) * closeness(distance(one.pick, other.pick)) for other in known if other is not one
        )
        near *= W["country_c"] if one.pick.kind == "country" else W["admin_c"] if one.pick.kind == "admin1" else 1.0
        if best is None or near > best[1]:
            best = one.pick, near
    home = locality.home
    if home is not None and (best is None or W["loc_c"] * locality.fit(home) > best[1]):
        return home, W["loc_c"] * locality.fit(home)
    return best


def _resolve(
    names: Sequence[str], gazetteer: Gazetteer, text: str, hint_countries: Sequence[str], locality: Locality
) -> dict[str, _Name]:
    known: dict[str, _Name] = {}
    for name in dict.fromkeys(names):
        first = _first_pick(name, text, gazetteer)
        if first is not None:
            known[name] = first
    open_names = [name for name in known.values() if not name.settled and len(name.candidates) > 1]
    if open_names:
        unclear = [name for name, one in known.items() if not one.settled]
        stated = stated_countries(text, gazetteer, unclear)
        context = _context(known.values(), stated, text, hint_countries, locality)
        fits = [_fits(name, one, context) for name, one in known.items() if one in open_names]
        for _ in range(3):
            if not _settle(open_names, fits, list(known.values())):
                break
    return known


def _fits(text: str, name: _Name, context: _Context) -> list[float]:
    own = _shares(name)
    named = context.locality.names(text)
    # A place whose name is written with other marks than the article's is the less likely one.
    return [
        _fit(entry, own, name.famous and not named, context)
        + (W["address"] if named and entry.country in _ENGLISH else 0.0)
        - (0.5 if entry.name.isascii() != text.isascii() else 0.0)
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
