"""Sentences of a news text, as spans.

A rule splitter rather than the parser's own: the parser breaks news text at quotation marks and datelines, and a sentence
must be settled before anything is parsed, so that sentences with nothing to code need no parse.
"""

import re
from functools import lru_cache

from bilat.model import Span

_BLOCK = re.compile(r"\n[^\S\n]*\n\s*|\n")
# A mark and what may follow it. All ways begin with the mark, to which the search then goes straight.
_END = re.compile(r"[.!?…](?:(?<![.!?…].)[.!?…]*[\"'”’»)\]]*(?=\s)|[”\"](?=[A-Z])|(?<!…)(?=[A-Z][a-z]+ [a-z]))")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“‘'-])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Brig|Sgt|Capt|Cmdr|Adm|Sen|Rep|Reps|Sens|Gov|Pres|Amb|Hon|Rev|St|"
    r"Jr|Sr|No|Nos|vs|cf|al|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mt|Ft|Inc|Co|Corp|Ltd|[A-Z])\.$"
)
_LONGEST = len(" approx.")  # the longest of these, with what stands before it
_INITIALS = re.compile(r"(?:^|[\s(\"“])(?:[A-Z]\.){2,}$|\b[ap]\.m\.$")
# "TEHRAN –", "WASHINGTON (AP) —", "ISLAMABAD, April 23 -": where and when a report was filed, no part of its first sentence.
DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’ ]{2,30}(?:, [A-Z][A-Za-z. ]{2,20})?)"
    r"(?:, (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)(?:,? \d{4})?)?"
    r"\s*(?:\([A-Za-z /]+\)\s*)?[-–—]{1,2}\s+"
)
_CREDIT = re.compile(r"\((?:Agency|Agencies|AP|AFP|Reuters|UPI|IRNA|Xinhua)\)\s+")
_STARTERS = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "He",
        "She",
        "It",
        "They",
        "We",
        "His",
        "Her",
        "Its",
        "Their",
        "But",
        "And",
        "However",
        "Meanwhile",
        "This",
        "That",
        "These",
        "Those",
        "For",
        "As",
        "After",
        "Before",
        "Since",
        "While",
        "When",
        "If",
        "There",
        "Last",
        "Earlier",
        "According",
        "Both",
        "Some",
        "Many",
    ]
)
# So many characters about a full stop tell what it is; with all of the paragraph, time would grow with its square.
_NEAR = 64
_GAP = re.compile(r"(?P<blank>\s*)[\"'“‘«(\[—– -]*")


@lru_cache(maxsize=2)
def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, in order; none is empty and none begins or ends in white space.

    Those of the last texts are kept: several readers of an article ask for them in a row.
    """
    spans: list[Span] = []
    for start, end in _blocks(text):
        filed = DATELINE.match(text, start, end) or _CREDIT.match(text, start, end)
        at = filed.end() if filed else start
        for match in _END.finditer(text, start, end):
            if _is_end(text, at, match.end(), end):
                _add(spans, text, at, match.end())
                at = match.end()
        _add(spans, text, at, end)
    return tuple(spans)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Paragraphs. A lone line break ends one only after a full stop or a short line: other breaks are wrapping."""
    blocks, start = [], 0
    for match in _BLOCK.finditer(text):
        wrapped = match.group().count("\n") == 1 and not _closes_line(text[start : match.start()])
        if not wrapped:
            blocks.append((start, match.start()))
            start = match.end()
    blocks.append((start, len(text)))
    return blocks


def _closes_line(block: str) -> bool:
    line = block.rsplit("\n", 1)[-1].rstrip()
    return len(line) < 60 or line[-1:] in '.!?…:"”’)'


def _is_end(text: str, start: int, at: int, end: int) -> bool:
    gap = _GAP.match(text, at, end)
    if gap is None or gap.end("blank") == end:
        return True
    following = text[gap.end() : min(gap.end() + _NEAR, end)]
    head = text[max(start, at - _NEAR) : at]
    if not following or not (following[0].isupper() or following[0].isdigit()):
        return False
    if head[-3:-2] == "." and _INITIALS.search(head):
        return re.split(r"\W", following, maxsplit=1)[0] in _STARTERS
    if _ABBREVIATION.search(head, max(0, len(head) - _LONGEST)):
        return False
    return not (head.endswith(("...", "…")) and following[:1].islower())


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    piece = text[start:end]
    if piece and (piece[0].isalnum() or any(c.isalnum() for c in piece)):
        spans.append(Span(start, end, piece))
