"""Toponyms resolved together: the places that the names of one article mean.

A name alone seldom tells which place it means. What tells is the rest of the article: the state or province named
after a comma, the countries and peoples in the text, the other places, the outlet's home, and how well known a place is
(J. L. Leidner, Toponym Resolution in Text, 2007: one sense a discourse, spatial minimality, population).
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from math import log10
from typing import Final

from bilat.coding.containment import contained, container, containing, lies_in
from bilat.coding.locality import NOWHERE, HomeSigns, Locality, closeness, distance, stated_countries
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
# What each sign is worth, in tenfolds of population: all the same, so that none is fitted to a measuring set;
# the caller's own hint counts twice.
_PRIOR: Final = 1.0
_COUNTRY: Final = 1.0
_HINT: Final = 2.0
_HOME: Final = 1.0
_STATED: Final = 1.0
_SHARED_COUNTRY: Final = 1.0
_SHARED_DIVISION: Final = 1.0
_SAME_COUNTRY: Final = 1.0
_SAME_DIVISION: Final = 1.0
_NEAR: Final = 1.0
_ADDRESS: Final = 1.0
# A place of fewer people that far from where the article plays is believed to be an unlisted one of that name there.
_UNKNOWN_PEOPLE: Final = 60_000
_UNKNOWN_KM: Final = 300.0
_UNKNOWN_FIT: Final = 0.3
_CENTRED: Final = 1.0
# What the centre of an article may be, and how well an area stands for it.
_AS_CENTRE: Final = {"city": 1.0, "region": 1.0, "admin1": 0.6, "country": 0.3, "feature": 0.0}


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
    home: HomeSigns
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
    context = _Context(stated, HomeSigns(text), hints, locality, {}, {})
    for name in names:
        countries, divisions = _shares(name)
        for country, share in countries.items():
            context.countries[country] = context.countries.get(country, 0.0) + share
        for division, share in divisions.items():
            context.divisions[division] = context.divisions.get(division, 0.0) + share
    return context


def _fit(entry: Entry, own: _Shares, famous: bool, context: _Context) -> float:
    """How well a candidate fits the article whatever the other names are taken to mean, in tenfolds of population."""
    home = context.home.of(entry.country)
    score = _PRIOR * log10(entry.weight + 10.0) + (_COUNTRY if entry.kind == "country" else 0.0)
    score += _HINT if entry.country in context.hints else 0.0
    score += _HOME * home
    score += context.locality.fit(entry)
    if entry.country and (home or not famous):
        score += _STATED * min(2, context.stated[entry.country])
        score += _SHARED_COUNTRY * min(2.0, context.countries[entry.country] - own[0][entry.country])
    if entry.admin1:
        division = entry.country, entry.admin1
        score += _SHARED_DIVISION * min(2.0, context.divisions[division] - own[1][division])
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
        _SAME_COUNTRY * min(1.0, same_country / 3.0)
        + _SAME_DIVISION * min(1.0, same_division / 2.0)
        + _NEAR * min(1.0, nearness)
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
        One entry for each name. A name that the gazetteer lacks, or has only far from where a text plays, is taken to
        lie where most of the text's places do, and its entry says so by its kind, "vicinity"; without a text, or other
        places in it, it is null.
    """
    known = _resolve(names, gazetteer, text, hint_countries, locality)
    centre = _centre(list(known.values()), hint_countries, locality) if text else None
    stated = {one.pick.country for one in known.values() if one.pick.kind == "country"}
    return [_answer(known.get(name), name, centre, locality, stated) for name in names]


def sure_places(names: Sequence[str], gazetteer: Gazetteer, text: str, locality: Locality) -> list[tuple[Entry, float]]:
    """The places of one article, each with how sure it is."""
    return [(one.pick, one.trust) for one in _resolve(names, gazetteer, text, (), locality).values()]


def _answer(
    one: _Name | None, name: str, centre: tuple[Entry, float] | None, locality: Locality, stated: Container[str]
) -> Entry | None:
    """The pick, or the article's centre where the gazetteer has no place of that name near it.

    Args:
        stated: The countries that the article names: a place in one of them is no stray.
    """
    if centre is None or (one is not None and not _astray(one, *centre, locality, stated)):
        return one.pick if one else None
    return replace(centre[0], name=name, population=0, kind="vicinity", weight=0.0, capital=False)


def _astray(one: _Name, around: Entry, strength: float, locality: Locality, stated: Container[str]) -> bool:
    """Whether a little-known place lies far from a clear centre with nothing but its name to speak for it."""
    return (
        strength > _CENTRED
        and not one.told
        and (one.pick.country == around.country or one.pick.country not in stated)
        and one.pick.kind in ("city", "region")
        and one.pick.population < _UNKNOWN_PEOPLE
        and distance(one.pick, around) > _UNKNOWN_KM
        and locality.fit(one.pick) < _UNKNOWN_FIT
    )


def _centre(known: Sequence[_Name], hints: Sequence[str], locality: Locality) -> tuple[Entry, float] | None:
    """The place that lies nearest to most of an article's places, and how near they lie."""
    picks = [one for one in known if one.pick.country and _AS_CENTRE[one.pick.kind]]
    picks = [one for one in picks if one.pick.country in hints] or picks
    best: tuple[Entry, float] | None = None
    for one in picks:
        near = locality.fit(one.pick) + 0.5 * one.trust
        near += sum(min(2.0, o.trust) * closeness(distance(one.pick, o.pick)) for o in known if o is not one)
        near *= _AS_CENTRE[one.pick.kind]
        if best is None or near > best[1]:
            best = one.pick, near
    home = locality.home
    if home is not None and (best is None or locality.fit(home) > best[1]):
        return home, locality.fit(home)
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
        + (_ADDRESS if named and entry.country in _ENGLISH else 0.0)
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
