"""What an article says of itself: that it corrects, updates or retracts what was printed before.

The rules take a sentence that speaks of "this article" or "an earlier version", a line that begins with "Correction:" or an
agency's "(Corrects ...)", the marks of agencies in a headline, and kill notes to editors. Prose about others' corrections
("the ministry corrected its figures") is none.
"""

import re
from dataclasses import dataclass

from bilat.model import CorrectionKind, Span

_ARTICLE = r"(?:article|story|report|dispatch|post|piece|item|column|headline)"
_RULES: tuple[tuple[CorrectionKind, str], ...] = (
    (
        CorrectionKind.RETRACTION,
        rf"\bthis {_ARTICLE} (?:has been|was|is) (?:hereby )?(?:retracted|withdrawn|removed|taken down)\b[^.\n]*\.?",
    ),
    (
        CorrectionKind.RETRACTION,
        rf"\b(?:has|have) (?:retracted|withdrawn|removed) this {_ARTICLE}\b[^.\n]*\.?",
    ),
    (
        CorrectionKind.RETRACTION,
        rf"\b(?:please |must )?(?:kill|withdraw|disregard|do not use|refrain from using) (?:the|our|this) {_ARTICLE}\b[^.\n]*\.?",
    ),
    (
        CorrectionKind.RETRACTION,
        r"^[^\w\n]*(?:(?:story|mandatory|bulletin) (?:kill|removed|withdrawn)|kill(?: note)?|retraction)"
        r"\s*[:\u2013\u2014-][^\n]*",
    ),
    (
        CorrectionKind.CORRECTION,
        rf"\b(?:an|the) (?:earlier|previous|original) versions? of (?:this|the) {_ARTICLE}\b[^\n]{{0,40}}?"
        r"\b(?:said|stated|misstated|misidentified|misspelled|misattributed|incorrectly|wrongly|erroneously|mistakenly"
        r"|gave|reported|contained|included|omitted|referred|attributed|named|quoted)\b[^.\n]*\.?",
    ),
    (
        CorrectionKind.CORRECTION,
        rf"\bthis {_ARTICLE} (?:has been|was) (?:corrected|amended|edited|updated|changed)"
        r"(?: on [^.\n]{1,30}?| since publication)?(?=\W*(?:to|because|after|in order)\b[^.\n]*\b"
        r"(?:correct|clarif|fix|reflect that|error|mistake|misstat|remove)|(?<=corrected)|(?<=amended))[^.\n]*\.?",
    ),
    (CorrectionKind.CORRECTION, rf"\bthis (?:version|{_ARTICLE}) corrects\b[^.\n]*\.?"),
    (CorrectionKind.CORRECTION, r"^[^\w\n]*(?:correction|clarification|corrigendum|erratum)\s*[:\u2013\u2014-][^\n]*"),
    (CorrectionKind.CORRECTION, r"^\(?corrects\b[^\n]{3,200}"),
    (
        CorrectionKind.UPDATE,
        rf"\bthis {_ARTICLE} (?:has been|was|is being) updated\b[^.\n]*\.?|^\(?updates with\b[^\n]{{3,200}}",
    ),
)
_NOTICES = [(kind, re.compile(rule, re.IGNORECASE | re.MULTILINE)) for kind, rule in _RULES]
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
    headline = _HEADLINE.search(text)
    named = headline["title"].strip(" .,") if headline else None
    for wanted in CorrectionKind.RETRACTION, CorrectionKind.CORRECTION, CorrectionKind.UPDATE:
        hits = [hit for kind, rule in _NOTICES if kind is wanted and (hit := rule.search(text))]
        if hits:
            first = min(hits, key=re.Match.start)
            span = Span(first.start(), first.end(), first[0])
            return Notice(kind=wanted, said=first[0], span=span, headline=named)
        for kind, rule in _MARKS:
            if kind is wanted and (mark := rule.match(title or "")):
                return Notice(kind=wanted, said=mark[0].strip(), span=None, headline=named)
    return None


def bare_title(title: str | None) -> str:
    """A title as two versions of one article have it alike: without an agency's mark, case and signs; "" for none."""
    bare = title or ""
    for _, mark in _MARKS:
        bare = mark.sub("", bare)
    return " ".join(re.findall(r"[^\W_]+", bare.lower()))
