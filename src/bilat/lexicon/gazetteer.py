"""The gazetteer: where the named places of the world lie, offline.

The compiled data (GeoNames, CC BY 4.0, and ``resources/places.yaml``) are two tables of text lines, one of places and
one of folded names that point at them. They are kept as bytes and searched by bisection; a line is read only when it
is asked for, so that loading costs a fraction of a second and little memory.
"""

import gzip
import hashlib
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import cos, radians
from typing import Final, Literal

from bilat.errors import Stop
from bilat.lexicon.kept import Kept

Kind = Literal["city", "admin1", "country", "feature", "region", "vicinity"]

FORMAT: Final = "bilat-gazetteer 1"
# A city is the better known the more languages have a name for it.
_FAME: Final = 0.5
_FILE: Final = "gazetteer.txt.gz"
_KINDS: Final[dict[str, Kind]] = {"c": "city", "a": "admin1", "n": "country", "f": "feature", "r": "region"}
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "\u0131": "i", "æ": "ae", "œ": "oe", "ə": "a",
     "-": " ",
     "\u2013": " ", "/": " ", ",": " ", ".": None, "'": None, "\u2019": None, "\u2018": None, "`": None, "\u02bb": None,
     "\u02bc": None, "\u02b9": None, "(": " ", ")": " "}
)  # fmt: skip
_SHORT: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def fold(name: str) -> str:
    """The form in which names are compared: lower case, without marks and points.

    >>> fold("Saint-Étienne"), fold("St. Louis"), fold("U.S."), fold("Zāhedān")
    ('saint etienne', 'saint louis', 'us', 'zahedan')
    """
    text = name
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.casefold().translate(_LETTERS)
    if not text.isascii():  # folding case can bring marks of its own
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = text.split()
    if len(words) > 1 and words[0] in _SHORT:
        words[0] = _SHORT[words[0]]
    return " ".join(words)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place.

    Attributes:
        country: Alpha-3 code; empty for a place of no one state, as a sea or a continent.
        admin1: The first-level division that it lies in (or is), empty where not known.
        population: Of a place; of a region the sum over its known places; 0 where not known.
        weight: How prominent the place is beside others of its name.
        capital: Whether it is the capital of its state.
    """

    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    kind: Kind
    weight: float
    capital: bool = False


class Gazetteer:
    """Places by name. Immutable; share one between all uses."""

    __slots__ = (
        "_areas", "_at", "_begins", "_by_key", "_by_name", "_capitals", "_countries", "_grid", "_names", "_places",
    )  # fmt: skip

    def __init__(self, areas: Sequence[bytes], places: Sequence[bytes], names: Sequence[bytes]) -> None:
        self._areas = areas
        self._places = places
        self._names = names
        self._by_key = Kept(self._look_up)
        self._by_name = Kept(lambda name: self._by_key[fold(name)])
        self._begins = Kept(self._find_beginning)
        self._countries = Kept(self._find_countries)
        self._grid: dict[tuple[int, int], list[tuple[float, float, str]]] | None = None
        self._capitals: dict[str, Entry] | None = None
        self._at: dict[tuple[float, float], tuple[int, str]] | None = None

    @classmethod
    def load(cls) -> "Gazetteer":
        """The gazetteer that comes with the package, read once a process."""
        return _load()

    def __len__(self) -> int:
        return len(self._places)

    def find(self, name: str) -> tuple[Entry, ...]:
        """All places of a name, the most prominent first; empty when there is none."""
        return self._by_name[name]

    def begins(self, word: str) -> bool:
        """Whether any name of several words begins with a word: few do, and the others need not be sought with what follows."""
        return self._begins[word]

    def people(self, name: str) -> tuple[Entry, ...]:
        """The countries that a people or adjective belongs to: "Iranian" gives Iran."""
        return self.find("@" + name)

    def countries(self, word: str) -> tuple[str, ...]:
        """The countries that a word speaks of: that of a people so called, and the one that it is the name of."""
        return self._countries[word]

    def short(self, name: str) -> tuple[Entry, ...]:
        """The division that a newspaper's short form means after a comma: "Portland, Ore."."""
        return self.find("^" + name)

    def capital(self, country: str) -> Entry | None:
        """The capital of a country (alpha-3), null where it has none here."""
        if self._capitals is None:
            starred = (str(i).encode() for i, line in enumerate(self._places) if line.endswith(b"*"))
            self._capitals = {entry.country: entry for entry in map(self._entry, starred)}
        return self._capitals.get(country)

    def name_at(self, latitude: float, longitude: float) -> str | None:
        """The name of the place of an entry with just these WGS 84 degrees, the most populous where there are several."""
        if self._at is None:
            self._at = {}
            for line in self._places:
                name, _, lat, lon, population, _ = line.decode().split("\t")
                known = self._at.get((float(lat), float(lon)))
                if known is None or int(population or 0) > known[0]:
                    self._at[float(lat), float(lon)] = int(population or 0), name
        found = self._at.get((latitude, longitude))
        return found[1] if found else None

    def country_at(self, latitude: float, longitude: float) -> str | None:
        """The country (alpha-3) whose known place lies nearest to a point in WGS 84 degrees, if one is within some 300 km."""
        near = [
            (_far(latitude, longitude, lat, lon), country)
            for row in range(int(latitude) - 2, int(latitude) + 3)
            for column in range(int(longitude) - 3, int(longitude) + 4)
            for lat, lon, country in self._cells().get((row, column), ())
        ]
        return min(near)[1] if near else None

    def _cells(self) -> dict[tuple[int, int], list[tuple[float, float, str]]]:
        """The places by whole degree; made when first asked for, since only an evaluation needs it."""
        if self._grid is None:
            self._grid = {}
            for line in self._places:
                _, area, latitude, longitude, _, _ = line.decode().split("\t")
                country = self._areas[int(area)].decode().split("\t")[0]
                if country:
                    cell = (int(float(latitude)), int(float(longitude)))
                    self._grid.setdefault(cell, []).append((float(latitude), float(longitude), country))
        return self._grid

    def _find_beginning(self, word: str) -> bool:
        key = fold(word)
        start = (_SHORT.get(key, key) + " ").encode()
        at = bisect_left(self._names, start)
        return at < len(self._names) and self._names[at].startswith(start)

    def _find_countries(self, word: str) -> tuple[str, ...]:
        named = [entry for entry in self.find(word)[:1] if entry.kind == "country"]
        return tuple([entry.country for entry in (*self.people(word)[:1], *named)])

    def _look_up(self, key: str) -> tuple[Entry, ...]:
        start = key.encode() + b"\t"
        at = bisect_left(self._names, start)
        if at == len(self._names) or not self._names[at].startswith(start):
            return ()
        references = self._names[at][len(start) :].split(b"\t")
        entries = [self._entry(reference) for reference in references]
        return tuple(sorted(entries, key=lambda entry: (-entry.weight, entry.name, entry.country, entry.latitude)))

    def _entry(self, reference: bytes) -> Entry:
        # "~" marks a name that is not the place's own: it counts less against places that own it.
        other = reference.startswith(b"~")
        line = self._places[int(reference.lstrip(b"~"))]
        name, area, latitude, longitude, population, kind = line.decode().split("\t")
        country, admin1 = self._areas[int(area)].decode().split("\t")
        letter, capital = kind[0], "*" in kind
        people = int(population)
        weight = _weight(letter, people, capital) * (0.03 if other else 1.0)
        if letter == "c":
            weight *= 1.0 + _FAME * int(kind.rstrip("*")[1:] or 0)
        return Entry(name, country, admin1, float(latitude), float(longitude), people, _KINDS[letter], weight, capital)


def _far(a: float, b: float, c: float, d: float) -> float:
    """A distance good enough to rank near points by: squared degrees, longitude shrunk with latitude."""
    return (a - c) ** 2 + ((b - d) * cos(radians(a))) ** 2


def _weight(letter: str, population: int, capital: bool) -> float:
    """Prominence in people: a city counts as its inhabitants, an area as a part of its own."""
    match letter:
        case "n":
            return 3_000_000.0 + population
        case "a":
            return 100_000.0 + 0.15 * population
        case "f":
            return 2_000_000.0
        case "r":
            return 1_000.0 + 0.1 * population
        case _:
            return 200.0 + population * (4.0 if capital else 1.0) + (500_000.0 if capital else 0.0)


@lru_cache(maxsize=1)
def _load() -> Gazetteer:
    path = files("bilat.lexicon") / "data" / _FILE
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise Stop(f"the gazetteer cannot be read: {error}", where=str(path), hint="install again") from error
    return parse(data, str(path))


@lru_cache(maxsize=1)
def file_digest() -> str:
    """The first 16 digits of the SHA-256 of the gazetteer that comes with the package, without loading it."""
    return hashlib.sha256((files("bilat.lexicon") / "data" / _FILE).read_bytes()).hexdigest()[:16]


def parse(data: bytes, where: str = "<memory>") -> Gazetteer:
    """A gazetteer from its compiled text: a head of credits, then areas, places and names, parted by empty lines."""
    head, *tables = data.split(b"\n\n")
    if not head.startswith(FORMAT.encode()) or len(tables) != 3:
        raise Stop("not a gazetteer of this version", where=where, hint="run tools/build_gazetteer.py")
    areas, places, names = (table.rstrip(b"\n").split(b"\n") for table in tables)
    return Gazetteer(areas, places, names)
