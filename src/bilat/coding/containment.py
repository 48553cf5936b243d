"""Containers: what the text itself says of where a place lies ("Paris, Texas"; "Sarnia (Ontario)").

A comma parts the members of a list as well as a place and what holds it. A state after a state, or a country after a
country, is the next of a list; so is a world city's name among other cities.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bilat.lexicon.gazetteer import Entry, Gazetteer

_AFTER_COMMA: Final = re.compile(r",? ?\(?\s?((?:[A-Z][\w.\u2019'-]*)(?: (?:[A-Z][\w.\u2019'-]*|of|and|the)){0,3})")
_BEFORE_COMMA: Final = re.compile(r"([A-Z][\w\u2019'-]*(?: [A-Z][\w\u2019'-]*){0,2})$")
_LIST_BEFORE: Final = re.compile(r"(?:[A-Z][\w\u2019'-]+,|\band|\bor) $")
_LIST_AFTER: Final = re.compile(r",? (?:and |or )?[A-Z]")
# What may hold the places that are named before it.
HOLDERS: Final = frozenset({"country", "admin1", "region"})
_PEER: Final = 0.02
_WORLD_CITY: Final = 1_000_000.0


def lies_in(entry: Entry, holder: Entry) -> bool:
    """Whether a place lies in a country or first-level division, and is not that itself."""
    if entry.country != holder.country or entry.kind == "country":
        return False
    return holder.kind == "country" or (holder.admin1 != "" and entry.admin1 == holder.admin1 and entry != holder)


def container(words: str, gazetteer: Gazetteer) -> tuple[tuple[Entry, ...], str]:
    """Countries and divisions that the words after a comma begin with, the longest name first, and that name."""
    tokens = words.split()
    for length in range(min(4, len(tokens)), 0, -1):
        name = " ".join(tokens[:length]).rstrip(",;:")
        every = gazetteer.find(name)
        found = (*gazetteer.short(name), *(e for e in every if e.kind in HOLDERS))
        if found:
            return found, name
        if every and length > 1:
            break  # "Mexico City" after a comma is a city of its own and no Mexico
    return (), ""


def contained(name: str, candidates: Sequence[Entry], text: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The candidates that lie in what the text names right after the name, anywhere in the article."""
    for at in _found(name, text):
        after = at + len(name)
        match = _AFTER_COMMA.match(text, after) if text[after : after + 2] in (", ", " (") else None
        if match is None:
            continue
        holders, called = container(match.group(1), gazetteer)
        listed = _LIST_BEFORE.search(text, max(0, at - 40), at) or _LIST_AFTER.match(text, match.start(1) + len(called))
        beside = [h for h in holders if _peers(candidates, h, called, listed=listed is not None)]
        holders = tuple(h for h in holders if h not in beside)
        inside = tuple(e for e in candidates if any(lies_in(e, holder) for holder in holders))
        if not inside and listed and beside:
            # A state among states is a state.
            inside = tuple(e for e in candidates if any((e.kind, e.country) == (h.kind, h.country) for h in beside))
        if inside:
            return inside
    return ()


def containing(name: str, candidates: Sequence[Entry], text: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The divisions and countries among the candidates that the text itself uses to say where another place lies."""
    areas = [entry for entry in candidates if entry.kind in ("admin1", "country")]
    for at in _found(f", {name}", text) if areas else ():
        match = _BEFORE_COMMA.search(text, max(0, at - 50), at)
        words = match.group(1).split() if match else []
        for first in range(len(words)):
            inside = gazetteer.find(" ".join(words[first:]))
            holders = tuple(area for area in areas if any(lies_in(entry, area) for entry in inside))
            if holders:
                return holders
    return ()


def _found(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


def _peers(candidates: Sequence[Entry], holder: Entry, called: str, *, listed: bool) -> bool:
    """Whether a name and what follows it stand side by side, as states or world cities in a list do."""
    if called.endswith(".") or called.isupper():
        return False  # an abbreviation is written to say where a place lies
    best = candidates[0]
    if holder.kind in ("admin1", "country") and any(
        e.kind == holder.kind and e.weight >= _PEER * best.weight and (e.country == holder.country or e is best)
        for e in candidates
    ):
        return True
    return listed and best.kind == "city" and best.weight >= _WORLD_CITY and best.country != holder.country
