"""``bilat evaluate actors``: the code that a phrase should resolve to.

- Country: over rows whose country is null (none expected: right is a code without a state), three capital letters,
  or an intergovernmental body. A country that is a sector's name ("LEG") is a slip in the file: that row is left
  out.
- Intergovernmental bodies have three names in the set: "EUR" is met by IGOEU, "UNO" by IGOUN and the agencies of
  the United Nations, "IGO" by any body.
- Sector: over rows that name one. It must be named: a bare state is no GOV here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bilat.evaluation.figures import check_lengths, percent
from bilat.evaluation.readers import Row, build, optional_text, read_json_list, text_of
from bilat.model import Sector, sector_of, state_of

_UN_AGENCIES = {
    "FAO", "IAEA", "ICAO", "ICJ", "IFAD", "ILO", "IMO", "IOM", "ITU", "OCHA", "OHCHR", "UN", "UNO", "WFP", "WHO",
    "WIPO", "WMO", "UPU", "UNAMA", "UNDP", "UNEP", "UNESCO", "UNFPA", "UNHCR", "UNICEF", "UNIDO", "UNIFIL", "UNODC",
    "UNRWA", "UNSC", "UNGA",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoldPhrase:
    """A phrase, the date it is read at, and what it should resolve to."""

    phrase: str
    date: str | None
    country: str | None
    sector: str | None

    @property
    def country_counts(self) -> bool:
        """Whether the row's country can be compared."""
        if self.country is None:
            return True
        return bool(re.fullmatch("[A-Z]{3}", self.country)) and self.country not in Sector.__members__


class ResolveActor(Protocol):
    """Resolves a phrase to a code, "" for none."""

    def __call__(self, phrase: str, date: str | None) -> str: ...


def read(path: Path) -> list[GoldPhrase]:
    """The phrases of a JSON list."""
    return build(read_json_list(path, "actors"), _phrase)


def _phrase(row: Row) -> GoldPhrase:
    date = (optional_text(row, "date") or "").strip("'\" ") or None
    return GoldPhrase(text_of(row, "phrase"), date, optional_text(row, "country"), optional_text(row, "sector"))


def country_matches(expected: str | None, code: str) -> bool:
    """Whether a code's state or body is the expected country.

    >>> country_matches("UNO", "IGOWHO"), country_matches("EUR", "IGOUN"), country_matches(None, "GOV")
    (True, False, True)
    """
    state = state_of(code)
    if not state.startswith("IGO"):
        return state == (expected or "")
    body = state.removeprefix("IGO")
    if expected == "EUR":
        return body.startswith("EU")
    return body in _UN_AGENCIES if expected == "UNO" else expected == "IGO"


def predict(gold: Sequence[GoldPhrase], resolve: ResolveActor) -> list[str]:
    """The code of each phrase."""
    return [resolve(row.phrase, row.date) for row in gold]


def measure(gold: Sequence[GoldPhrase], codes: Sequence[str]) -> dict[str, object]:
    """Accuracy of country and sector, with the number of rows that each is over."""
    check_lengths(gold, codes)
    pairs = list(zip(gold, codes, strict=True))
    countries = [country_matches(row.country, code) for row, code in pairs if row.country_counts]
    sectors = [row.sector == sector_of(code) for row, code in pairs if row.sector]
    return {
        "country_accuracy": percent(sum(countries), len(countries)),
        "sector_accuracy": percent(sum(sectors), len(sectors)),
        "n_country": len(countries),
        "n_sector": len(sectors),
    }


def run(gold: Sequence[GoldPhrase], resolve: ResolveActor) -> dict[str, object]:
    """Predicts and measures."""
    return measure(gold, predict(gold, resolve))
