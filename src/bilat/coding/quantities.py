"""Stated amounts in a sentence: "900-kilometer", "$5 billion", "30 percent", "2.5 million cubic meters a day"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bilat.coding.parse import Sentence
from bilat.lexicon.undertakings import FactWords

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9}
_SCALES |= {"trillion": 1e12}
_CURRENCIES = {
    "$": "USD",
    "US$": "USD",
    "USD": "USD",
    "€": "EUR",
    "EUR": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "Rs": "rupees",
    "Rs.": "rupees",
}
_AMOUNT = re.compile(
    r"(?<![\w.,:/\u2013-])(?P<currency>US\$|USD ?|EUR ?|[$€£¥]|Rs\.? ?)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d:/])"
    r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|mn|m|b)\b)?(?P<rest>[\s-]?%|[\s-]+(?P<unit>[A-Za-z]+))?",
)
_DIGIT = re.compile(r"\d")
_CUBIC = re.compile(r"[\s-]+(?:cubic (?:meters?|metres?)|cu m|mcm|bcm)\b", re.IGNORECASE)
_SQUARE = re.compile(r"[\s-]+(?:square|sq) (?P<unit>kilometers?|kilometres?|km|miles?)\b", re.IGNORECASE)
_RATE = re.compile(r"\s+(?:of [a-z ]{2,20}? )?(?:per|a|each|every)[\s-](?P<rate>day|year|month)\b", re.IGNORECASE)
_DAILY = re.compile(r"\s+(?:of [a-z ]{2,20}? )?(?P<rate>daily|annually)\b", re.IGNORECASE)
_RATES = {"daily": "day", "annually": "year"}
_LEAST_MONEY = 100_000
_RATED = frozenset({"m3", "bbl", "t", "MW"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, null for a plain count; ``start`` and ``end`` are characters of the sentence."""

    value: float
    unit: str | None
    start: int
    end: int


def find_amounts(sentence: Sentence, vocabulary: FactWords) -> Iterator[Amount]:
    """The amounts of a sentence, in order."""
    text = sentence.span.text
    # Most sentences have no digit, which is found out in a hundredth of the time of the pattern.
    for match in _AMOUNT.finditer(text) if _DIGIT.search(text) else ():
        amount = _read(match, text, vocabulary)
        if amount is not None:
            yield amount
    for token in sentence.among(vocabulary.number_words):
        if token.tag_ == "CD":
            value = float(vocabulary.number_words[token.lower_])
            yield Amount(value, None, token.idx, token.idx + len(token))


def _read(match: re.Match[str], text: str, vocabulary: FactWords) -> Amount | None:
    value = float(match["number"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1)
    bare = match.end("scale") if match["scale"] else match.end("number")
    if match["currency"]:
        if value < _LEAST_MONEY:
            return None  # a price, "$70 oil"
        return Amount(value, _CURRENCIES[match["currency"].strip()], match.start(), bare)
    if match["scale"] in {"m", "b"}:
        return None  # "5 m" is metres as often as millions
    cubic = _CUBIC.match(text, bare)
    if cubic:
        short = {"mcm": 1e6, "bcm": 1e9}.get(cubic.group().strip(" -").lower(), 1)
        return _rated(Amount(value * short, "m3", match.start(), cubic.end()), text)
    square = _SQUARE.match(text, bare)
    if square:
        return Amount(value, "mi2" if square["unit"].lower().startswith("mile") else "km2", match.start(), square.end())
    word = (match["unit"] or (match["rest"] or "").strip(" -")).lower()
    known = vocabulary.units.get(word) or vocabulary.units.get(word.removesuffix("s"))
    if known:
        amount = Amount(value * known[1], known[0], match.start(), match.end())
        return _rated(amount, text) if known[0] in _RATED else amount
    if not match["scale"] and re.fullmatch(r"(?:1[89]|20)\d\d", match["number"]):
        return None  # a year
    return Amount(value, None, match.start(), bare)


def _rated(amount: Amount, text: str) -> Amount:
    """The amount with its "per day", where it has one."""
    rate = _RATE.match(text, amount.end) or _DAILY.match(text, amount.end)
    if rate is None:
        return amount
    word = rate["rate"].lower()
    return Amount(amount.value, f"{amount.unit}/{_RATES.get(word, word)}", amount.start, amount.end)
