"""Localities: where an article and its outlet are at home, and what its other places say of an open name.

A local paper names its own town without a word of where it lies (the "local lexicon" of M. D. Lieberman, H. Samet and
J. Sankaranarayanan, Geotagging with Local Lexicons, ICDE 2010). What tells is the paper's name and address, the places
that it names often, and words that only the news of one country's towns has.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import Final

from bilat.lexicon.gazetteer import Entry, Gazetteer

_KM: Final = 111.2
_SCALE_KM: Final = 60.0
_POINTS: Final = 15
_CAPITALISED: Final = re.compile(r"\b[A-Z][\w\u2019'-]+")

# Words and forms that only the news of one country's towns has; each of several tells the more. Those that begin a word
# stand in one group behind one boundary, so that the places inside of words are passed over at once.
_HOME_SIGNS: Final = {
    "USA": re.compile(
        r"\b(?:[Ss]heriff|County (?:Commission|Attorney|Courthouse|Jail|Board|Sheriff|Circuit|Common Pleas|Court)"
        r"|\d{3}-\d{3}-\d{4}\b|Blvd\b|[Cc]ounty (?:commissioners?|clerk|judge)"
        r"|(?:Interstate|U\.S\.|State|Highway|Route|Ohio|Texas) ?(?:Highway|Route|\d{2,3}\b)|I-\d{2,3}\b"
        r"|(?:Elementary|Middle|High) School|[Hh]igh [Ss]chool senior|[Dd]istrict [Aa]ttorney|[Gg]rand [Jj]ury"
        r"|[Ss]chool [Bb]oard|[Bb]oard of [Ee]ducation|[Ss]chool [Dd]istrict|[Cc]ity [Cc]ouncil(?:man|woman)?\b"
        r"|\d{2,5} (?:[NSEW]\.? )?[A-Z]\w+ (?:St|Ave|Rd|Dr|Street|Avenue|Road|Drive)\b|[Ss]tate [Tt]rooper"
        r"|\d[\d,.]* (?:miles|feet|acres)\b|ESD\b|junior varsity|sophomore\b|quarterback|(?:Fire|Police) Chief"
        r"|[Cc]ongressman|Republicans?\b|Democrats?\b|Thanksgiving\b|NCAA\b|American Legion|grader)"
        r"|\(\d{3}\) \d{3}-\d{4}"
    ),
    "GBR": re.compile(
        r"\b(?:[Cc]ouncillor|[Bb]orough [Cc]ouncil|[Cc]ity [Cc]ouncil's cabinet|Crown Court|MP for\b"
        r"|[Mm]agistrates|[Cc]ounty [Cc]ouncil\b|[Hh]igh [Ss]treet|pub\b|[Cc]onstabulary|NHS\b|[Dd]et Con\b)|\u00a3\d"
    ),
    "CAN": re.compile(
        r"\b(?:OPP\b|RCMP\b|Hydro One|hockey rink|city councillor|Tim Hortons|[Ff]ederal riding|centre\b"
        r"|\d[\d,.]*(?: |-)?(?:km|kilometres)\b|MPP\b|premier\b|B\.C\.\b|Meals on Wheels)"
    ),
    "IRL": re.compile(r"\b(?:[Gg]ardai?\b|Taoiseach|Dail\b|Co (?:Cork|Kerry|Mayo|Dublin|Galway)|GAA\b)|\u20ac\d"),
}
_TLDS: Final = {
    "uk": "GBR", "ie": "IRL", "ca": "CAN", "au": "AUS", "nz": "NZL", "in": "IND", "pk": "PAK", "lb": "LBN",
    "eg": "EGY", "ge": "GEO", "ru": "RUS", "il": "ISR", "za": "ZAF", "ng": "NGA", "ke": "KEN", "lk": "LKA",
    "ir": "IRN", "tr": "TUR", "cn": "CHN", "jp": "JPN", "sg": "SGP", "my": "MYS", "ph": "PHL", "bd": "BGD",
    "np": "NPL", "af": "AFG", "jo": "JOR", "ae": "ARE", "sa": "SAU", "qa": "QAT", "iq": "IRQ", "ua": "UKR",
    "pl": "POL", "de": "DEU", "fr": "FRA", "it": "ITA", "es": "ESP", "gh": "GHA", "ug": "UGA", "tz": "TZA",
    "zw": "ZWE", "zm": "ZMB", "hk": "HKG", "tw": "TWN", "kr": "KOR", "th": "THA", "vn": "VNM", "kh": "KHM",
}  # fmt: skip


def distance(a: Entry, b: Entry) -> float:
    """Kilometres on a flat map between the two; near enough to say which of two places is the nearer."""
    return _apart(a.latitude, a.longitude, b.latitude, b.longitude)


def _apart(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    across = abs(lon_a - lon_b)
    across = min(across, 360.0 - across) * cos(radians((lat_a + lat_b) / 2))
    return _KM * hypot(lat_a - lat_b, across)


def closeness(kilometres: float) -> float:
    """1 for the same point, a half at some 60 km: the day's reach of a local paper."""
    return 1.0 / (1.0 + kilometres / _SCALE_KM)


@dataclass(frozen=True, slots=True)
class Locality:
    """Where an outlet is at home, as far as its articles and its address tell.

    Attributes:
        countries, divisions: Shares of its places by country, and by country and first-level division.
        points: Its places, each with its share.
        address: Letters of its name or domain, in which its town's name may stand.
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    divisions: Mapping[tuple[str, str], float] = field(default_factory=dict)
    points: Sequence[tuple[float, float, float]] = ()
    address: str = ""
    home: Entry | None = None

    def fit(self, entry: Entry) -> float:
        """How near to home a place lies: 0 to some 4."""
        share = self.countries.get(entry.country, 0.0)
        if not share or not entry.country:
            return 0.0
        near = sum(w * closeness(_apart(entry.latitude, entry.longitude, x, y)) for x, y, w in self.points)
        return share + 1.5 * self.divisions.get((entry.country, entry.admin1), 0.0) + 3.0 * min(0.5, near)

    def names(self, name: str) -> bool:
        """Whether the outlet's own name has a place's."""
        letters = re.sub(r"[^a-z]", "", name.lower())
        return len(letters) >= 4 and letters in self.address


NOWHERE: Final = Locality()


def of_outlet(outlet: str | None) -> Locality:
    """What an outlet's name or domain alone tells."""
    if not outlet:
        return NOWHERE
    end = outlet.rsplit(".", 1)[-1].lower() if "." in outlet else ""
    country = _TLDS.get(end)
    return Locality({country: 1.0} if country else {}, address=re.sub(r"[^a-z]", "", outlet.lower()))


def learn(outlet: str | None, places: Iterable[tuple[Entry, float]]) -> Locality:
    """The locality that the places of an outlet's articles show.

    Args:
        places: Each place of its articles with how sure it is.
    """
    first, found = of_outlet(outlet), list(places)
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[tuple[str, str], float] = defaultdict(float)
    points: dict[tuple[float, float], float] = defaultdict(float)
    for entry, trust in found:
        if not entry.country:
            continue
        countries[entry.country] += trust
        if entry.admin1:
            divisions[entry.country, entry.admin1] += trust
        if entry.kind in ("city", "region"):
            points[round(entry.latitude, 1), round(entry.longitude, 1)] += trust
    total = sum(countries.values()) or 1.0
    best = max(
        (e for e, _ in found if e.kind in ("city", "region")),
        key=lambda e: points[round(e.latitude, 1), round(e.longitude, 1)],
        default=None,
    )
    spots = [(lat, lon, w / total) for (lat, lon), w in sorted(points.items(), key=lambda p: -p[1])[:_POINTS]]
    shares = {c: n / total for c, n in countries.items()}
    for country in first.countries:
        shares[country] = 1.0
    return Locality(shares, {d: n / total for d, n in divisions.items()}, spots, first.address, best)


class HomeSigns:
    """How strongly a text's words and forms speak for the local news of a country, sought when it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, float] = {}

    def of(self, country: str) -> float:
        """0 to 1; 0 too for countries (alpha-3) whose signs are not known."""
        signs = _HOME_SIGNS.get(country)
        if signs is None:
            return 0.0
        if country not in self._known:
            found = len({match.group() for match in signs.finditer(self._text)})
            self._known[country] = min(1.0, 0.4 + 0.3 * found) if found else 0.0
        return self._known[country]


def stated_countries(text: str, gazetteer: Gazetteer, names: Iterable[str]) -> Counter[str]:
    """Countries that the text names, or whose people it names, apart from the names to be resolved."""
    stated: Counter[str] = Counter()
    for token in set(_CAPITALISED.findall(text)).difference(names):
        for country in gazetteer.countries(token.removesuffix("'s").removesuffix("\u2019s")):
            stated[country] += 1
    return stated
