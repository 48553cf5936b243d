"""What a sentence counts: how many were killed or hurt, sums of money, distances, shares, things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: n for n, word in enumerate(_ONES.split(), start=1)} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), start=2)
}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "bn": 10**9,
    "m": 10**6,
}
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_NUMBER = re.compile(
    rf"(?P<money>[$€£]\s?|Rs\.?\s?)?(?<![\w.,])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{'|'.join(_WORDS)})\b)"
    rf"(?:[\s-](?P<scale>hundred|thousand|million|billion|trillion|bn)\b)?(?P<share>\s?%|\spercent|\sper\scent)?"
    rf"(?:[\s-](?P<noun>[a-z]+(?:[\s-][a-z]+){{0,2}}))?",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(rf"(?:{_MONTHS})[a-z]*\.?\s$", re.IGNORECASE)
_DATE_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTHS})", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# What became of those counted, by the words near the number; the first that is found.
_FATES = tuple(
    (name, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for name, words in (
        ("killed", "kill|dead|death|died|dies|martyr|slain|lives|fatal"),
        ("wounded", "wound|injur|hurt"),
        ("taken", "kidnap|abduct|captur|hostage"),
        ("arrested", "arrest|detain"),
        ("freed", "freed|free |releas|rescu"),
    )
)
_DISTANCES = {"kilometer": "km", "kilometre": "km", "km": "km", "mile": "miles", "meter": "m", "metre": "m"}
_UNTOLD = {
    "second", "minute", "hour", "day", "week", "month", "year", "decade", "century",
    "country", "countrie", "side", "state", "nation", "neighbour", "neighbor", "party", "partie",
}  # fmt: skip
# Spans of time, and "the two sides": sources that differ on these do not differ on the happening.
_CLAUSE = re.compile(r"[;:,.]|\band\b|\bwhile\b|\bbut\b", re.IGNORECASE)
_PEOPLE = {
    "people", "person", "soldier", "civilian", "guard", "policeman", "policemen", "officer", "troop", "man", "men",
    "woman", "women", "child", "children", "militant", "terrorist", "personnel", "member", "serviceman",
    "servicemen", "villager", "worker", "sailor", "student", "other", "victim", "force",
}  # fmt: skip
_NO_THING = {
    "on", "in", "at", "of", "to", "and", "or", "the", "a", "an", "by", "for", "from", "with", "were", "was", "are",
    "is", "have", "had", "has", "after", "before", "as", "per", "more", "others",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a sentence.

    Attributes:
        what: What is counted: "killed", "wounded", "dollars", "percent", "km", or the thing ("missile").
        value: In full, so 5 billion is 5,000,000,000.
        start, end: Characters of the sentence.
    """

    what: str
    value: float
    start: int
    end: int


def amounts(sentence: str) -> Iterator[Amount]:
    """The amounts of a sentence, in order; dates, years and ranks are none.

    >>> [(a.what, a.value) for a in amounts("Two attacks killed 27 soldiers and wounded 13 on Feb 13, at a cost of $5 billion.")]
    [('attack', 2.0), ('killed', 27.0), ('wounded', 13.0), ('dollars', 5000000000.0)]
    """
    for found in _NUMBER.finditer(sentence):
        start, end = found.start("digits"), found.end("digits")
        if _is_date(sentence, start, end) or found["digits"].lower() == "one":
            continue
        what = _what(sentence, found)
        if what is None or what in _UNTOLD:
            continue
        last = max(end, found.end("scale"), found.end("share"))
        yield Amount(what, _value(found), found.start(), last)


def _value(found: re.Match[str]) -> float:
    digits = found["digits"].lower().replace(",", "")
    number = float(_WORDS[digits]) if digits in _WORDS else float(digits)
    return number * _SCALES.get((found["scale"] or "").lower(), 1)


def _is_date(sentence: str, start: int, end: int) -> bool:
    number = sentence[start:end]
    if _DATE_BEFORE.search(sentence[max(0, start - 12) : start]) or _DATE_AFTER.match(sentence[end : end + 16]):
        return True
    return bool(_YEAR.fullmatch(number) or re.match(r"(?:st|nd|rd|th)\b|:\d|-(?:19|20)\d\d", sentence[end : end + 5]))


def _what(sentence: str, found: re.Match[str]) -> str | None:
    noun = _singular(found["noun"])
    if found["share"]:
        return "percent"
    if found["money"] or noun in {"dollar", "euro", "rupee"}:
        return "dollars" if (found["money"] or "$").startswith("$") and noun != "euro" else "money"
    if noun in _DISTANCES:
        return _DISTANCES[noun]
    fate = _fate(sentence, found.start(), found.end("digits")) if noun is None or noun in _PEOPLE else None
    return fate or noun


def _singular(noun: str | None) -> str | None:
    """Of the three words after the number one for people or a distance, else the first plural; null where that names no thing."""
    listed = (noun or "").lower().replace("-", " ").split()
    if not listed or listed[0] in _NO_THING:
        return None
    known = (w for w in listed if w in _PEOPLE or w.rstrip("s") in _PEOPLE or w.rstrip("s") in _DISTANCES)
    word = next((w for w in (*known, *(w for w in listed if w.endswith("s")))), listed[0])
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _fate(sentence: str, start: int, end: int) -> str | None:
    """What became of those counted: by the words before the number in its clause, else by those after."""
    before, after = sentence[:start], sentence[end:]
    clause = before[max((m.end() for m in _CLAUSE.finditer(before)), default=0) :]
    rest = after[: next((m.start() for m in _CLAUSE.finditer(after)), len(after))]
    for text in (clause[-60:], rest[:60]):
        nearest = [name for name, words in _FATES if words.search(text)]
        if nearest:
            return nearest[0]
    return None
