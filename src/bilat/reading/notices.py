"""What an article says of itself: that it corrects, updates or retracts what was printed before.

The rules take a sentence that speaks of "this article" or "an earlier version", a line that begins with "Correction:" or an
agency's "(Corrects ...)", the marks of agencies in a headline, and kill notes to editors. Prose about others' corrections
("the ministry corrected its figures") is none.
"""

import re
from dataclasses import dataclass

from bilat.model import CorrectionKind, Span

_ARTICLE = r"(?:article|story|report|dispatch|post|piece|item|column|headline)"
# Nearly no article has a notice, and looking for a word in a text takes a tenth of what a rule takes: a rule is tried only on a
# text that has one of its words in any case, or, where it has none, the article's word for itself.
_RULES: tuple[tuple[CorrectionKind, tuple[str, ...], str], ...] = (
    (
        CorrectionKind.RETRACTION,
        (),
        rf"\bthis {_ARTICLE} (?:has been|was|is) (?:hereby )?(?:retracted|withdrawn|removed|taken down)\b[^.\n]*\.?",
    ),
    (
        CorrectionKind.RETRACTION,
        (),
        rf"\b(?:has|have) (?:retracted|withdrawn|removed) this {_ARTICLE}\b[^.\n]*\.?",
    ),
    (
        CorrectionKind.RETRACTION,
        ("kill ", "withdraw ", "disregard ", "do not use ", "refrain from using "),
        rf"\b(?:please |must )?(?:kill|withdraw|disregard|do not use|refrain from using) (?:the|our|this) {_ARTICLE}\b[^.\n]*\.?",
    ),
    (
        CorrectionKind.RETRACTION,
        ("kill", "removed", "withdrawn", "retraction"),
        r"^[^\w\n]*(?:(?:story|mandatory|bulletin) (?:kill|removed|withdrawn)|kill(?: note)?|retraction)"
        r"\s*[:\u2013\u2014-][^\n]*",
    ),
    (
        CorrectionKind.CORRECTION,
        (" version",),
        rf"\b(?:an|the) (?:earlier|previous|original) versions? of (?:this|the) {_ARTICLE}\b[^\n]{{0,40}}?"
        r"\b(?:said|stated|misstated|misidentified|misspelled|misattributed|incorrectly|wrongly|erroneously|mistakenly"
        r"|gave|reported|contained|included|omitted|referred|attributed|named|quoted)\b[^.\n]*\.?",
    ),
    (
        CorrectionKind.CORRECTION,
        (),
        rf"\bthis {_ARTICLE} (?:has been|was) (?:corrected|amended|edited|updated|changed)"
        r"(?: on [^.\n]{1,30}?| since publication)?(?=\W*(?:to|because|after|in order)\b[^.\n]*\b"
        r"(?:correct|clarif|fix|reflect that|error|mistake|misstat|remove)|(?<=corrected)|(?<=amended))[^.\n]*\.?",
    ),
    (CorrectionKind.CORRECTION, (), rf"\bthis (?:version|{_ARTICLE}) corrects\b[^.\n]*\.?"),
    (
        CorrectionKind.CORRECTION,
        ("correction", "clarification", "corrigendum", "erratum"),
        r"^[^\w\n]*(?:correction|clarification|corrigendum|erratum)\s*[:\u2013\u2014-][^\n]*",
    ),
    (CorrectionKind.CORRECTION, ("corrects",), r"^\(?corrects\b[^\n]{3,200}"),
    (CorrectionKind.UPDATE, (), rf"\bthis {_ARTICLE} (?:has been|was|is being) updated\b[^.\n]*\.?"),
    (CorrectionKind.UPDATE, ("updates with",), r"^\(?updates with\b[^\n]{3,200}"),
)
_NOTICES = [
    (kind, tuple(word.encode() for word in words), re.compile(rule, re.IGNORECASE | re.MULTILINE))
    for kind, words, rule in _RULES
]
_ITSELF = re.compile(rf"this (?:version|{_ARTICLE})".encode())
_MARKS = (
    (
        CorrectionKind.RETRACTION,
        re.compile(r"^\W*(?:story (?:removed|withdrawn)|withdrawn|retraction|kill)\s*[:\u2013\u2014-]+\s*", re.I),
    ),
    (
        CorrectionKind.CORRECTION,
        re.compile(r"^\W*(?:corrected(?:-update)?|correction|clarification)\s*[:\u2013\u2014-]+\s*", re.I),
    ),
    (CorrectionKind.UPDATE, re.compile(r"^\W*(?:update ?\d*|refile|rpt|wrapup ?\d*)\s*[:\u2013\u2014-]+\s*")),
    (CorrectionKind.UPDATE, re.compile(r"^\W*(?:UPDATE ?\d*|REFILE)\s*[:\u2013\u2014-]+\s*")),
)
_HEADLINE = re.compile(
    r"\b(?:headlined|titled|entitled|headline|slugged)\W{1,3}[\"\u201c\u2018'](?P<title>[^\"\u201d\u2019\n]{8,200})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An article's word that it takes another's place.

    Attributes:
        said: The words; span: where in the text they stand, null where only the headline's mark says so.
        headline: The headline that it says it corrects, where it names one.
    """

    kind: CorrectionKind
    said: str
    span: Span | None
    headline: str | None = None


def notice(title: str | None, text: str) -> Notice | None:
    """What the article says of itself; a retraction before a correction, a correction before an update."""
    rules = _to_try(text)
    for wanted in CorrectionKind.RETRACTION, CorrectionKind.CORRECTION, CorrectionKind.UPDATE:
        hits = [hit for kind, rule in rules if kind is wanted and (hit := rule.search(text))]
        if hits:
            first = min(hits, key=re.Match.start)
            span = Span(first.start(), first.end(), first[0])
            return Notice(kind=wanted, said=first[0], span=span, headline=_headline(text))
        for kind, rule in _MARKS:
            if kind is wanted and (mark := rule.match(title or "")):
                return Notice(kind=wanted, said=mark[0].strip(), span=None, headline=_headline(text))
    return None


def _to_try(text: str) -> list[tuple[CorrectionKind, re.Pattern[str]]]:
    """The rules that a text may meet."""
    raw = text.encode("utf-8", "surrogatepass").lower()  # bytes are put in lower case twenty times as fast as a text
    if not text.isascii():
        for letter, plain in (("\u0131", b"i"), ("\u017f", b"s"), ("\u212a", b"k")):  # the same to a rule without case
            raw = raw.replace(letter.encode(), plain)
    itself = _ITSELF.search(raw) is not None
    return [(kind, rule) for kind, words, rule in _NOTICES if (any(w in raw for w in words) if words else itself)]


def _headline(text: str) -> str | None:
    """The headline that a text names."""
    found = _HEADLINE.search(text)
    return found["title"].strip(" .,") if found else None


def bare_title(title: str | None) -> str:
    """A title as two versions of one article have it alike: without an agency's mark, case and signs; "" for none."""
    bare = title or ""
    for _, mark in _MARKS:
        bare = mark.sub("", bare)
    return " ".join(re.findall(r"[^\W_]+", bare.lower()))
