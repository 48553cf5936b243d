"""``bilat evaluate places``: gold place names of whole articles, resolved (GeoVirus and LGL in their XML forms).

The resolver gets all gold names of each article with its text and, where the file names it, its outlet; the articles of
one outlet are read together, as a day's feed is. A name without an answer is wrong and infinitely far.

- Country: gold's own where the file gives one, else that of the gazetteer's entry nearest to the gold coordinates.
  Names that lie in no country (marked as a continent, or an entry without one in a file that gives countries) are
  left out of it.
- ``within_161km``: the share of names whose answer is within 161 km (100 miles) of gold, the field's usual measure.
- ``median_km``: null where half of the names or more have no answer.
- Names that gold gives no coordinates for are not counted at all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import asin, cos, inf, radians, sin, sqrt
from pathlib import Path
from statistics import median
from typing import Protocol
from xml.etree.ElementTree import Element

from bilat.evaluation.figures import check_lengths, percent
from bilat.evaluation.readers import at, read_xml

_EARTH_KM = 6371.0088
NEAR_KM = 161.0


class Located(Protocol):
    """An answer: the country's alpha-3 and WGS 84 degrees, as a gazetteer's entry has them."""

    @property
    def country(self) -> str | None: ...
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Toponym:
    """A gold place name: ``country`` is its name in the file; ``stateless`` says that it lies in no country."""

    name: str
    latitude: float
    longitude: float
    country: str | None = None
    stateless: bool = False


@dataclass(frozen=True, slots=True)
class PlacedArticle:
    """An article's text with its gold place names, and the outlet's domain where the file gives it."""

    text: str
    toponyms: tuple[Toponym, ...]
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class PlacePredictor:
    """What the measure needs of a gazetteer.

    Attributes:
        resolve: Articles to one answer for each of their gold names.
        country_named: A country's English name to its alpha-3.
        country_at: The alpha-3 of the entry nearest to a latitude and longitude.
    """

    resolve: Callable[[Sequence[PlacedArticle]], Sequence[Sequence[Located | None]]]
    country_named: Callable[[str], str | None]
    country_at: Callable[[float, float], str | None]


def read(path: Path) -> list[PlacedArticle]:
    """The articles of a GeoVirus or LGL file."""
    root = read_xml(path, "places")
    articles = []
    for number, article in enumerate(root.iter("article"), start=1):
        with at(f"{path}:article {number}"):
            names = tuple(_toponyms(article))
            articles.append(PlacedArticle(article.findtext("text") or "", names, article.findtext("domain")))
    return articles


def _toponyms(article: Element) -> Iterator[Toponym]:
    for node in article.iter("location"):
        # altName is what the text says where name is the article's title ("Congo" for "Zaire").
        stateless = node.find("continent") is not None
        yield Toponym(node.findtext("altName") or _need(node, "name"), *_degrees(node), stateless=stateless)
    for node in article.iter("toponym"):
        entry = node.find("gaztag")
        if entry is not None:
            country = entry.findtext("country")
            yield Toponym(_need(node, "phrase"), *_degrees(entry), country=country, stateless=country is None)


def _degrees(node: Element) -> tuple[float, float]:
    latitude, longitude = float(_need(node, "lat")), float(_need(node, "lon"))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"{latitude}, {longitude} is nowhere on Earth")
    return latitude, longitude


def _need(node: Element, tag: str) -> str:
    text = node.findtext(tag)
    if not text:
        raise ValueError(f"a {node.tag} has no {tag}")
    return text


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance of two (latitude, longitude) in degrees, by the haversine formula."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(radians, point)) for point in (a, b))
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(h)))


def predict(gold: Sequence[PlacedArticle], predictor: PlacePredictor) -> list[Located | None]:
    """One answer for each gold name, articles in order."""
    answers = predictor.resolve(gold)
    check_lengths(gold, answers)
    for article, found in zip(gold, answers, strict=True):
        check_lengths(article.toponyms, found)
    return [answer for found in answers for answer in found]


def gold_countries(toponyms: Sequence[Toponym], predictor: PlacePredictor) -> list[str | None]:
    """The alpha-3 of each gold name; null where it lies in none or its country's name is not known."""
    return [
        None if t.stateless
        else predictor.country_named(t.country) if t.country
        else predictor.country_at(t.latitude, t.longitude)
        for t in toponyms
    ]  # fmt: skip


def measure(
    toponyms: Sequence[Toponym], countries: Sequence[str | None], answers: Sequence[Located | None]
) -> dict[str, object]:
    """Accuracy of country, share within 161 km and median distance."""
    check_lengths(toponyms, answers)
    check_lengths(toponyms, countries)
    right = [a is not None and a.country == c for c, a in zip(countries, answers, strict=True) if c]
    distances = [
        distance_km((t.latitude, t.longitude), (a.latitude, a.longitude)) if a else inf
        for t, a in zip(toponyms, answers, strict=True)
    ]
    middle = median(distances) if distances else inf
    return {
        "country_accuracy": percent(sum(right), len(right)),
        "within_161km": percent(sum(d <= NEAR_KM for d in distances), len(distances)),
        "median_km": None if middle == inf else round(middle, 1),
        "n_country": len(right),
    }


def run(gold: Sequence[PlacedArticle], predictor: PlacePredictor) -> dict[str, object]:
    """Predicts and measures."""
    toponyms = [t for article in gold for t in article.toponyms]
    return measure(toponyms, gold_countries(toponyms, predictor), predict(gold, predictor))


def count(gold: Sequence[PlacedArticle]) -> int:
    """How many names the file has."""
    return sum(len(article.toponyms) for article in gold)
