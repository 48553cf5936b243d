"""When an act took place: the date expression of its sentence that stands nearest to it."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from bilat.coding.candidates import Candidate
from bilat.coding.times import TimeMention
from bilat.coding.tokens import Token

_SINCE: Final = re.compile(r"\bsince (?:the|his|her|its|their|an?) (?:[\w-]+ ){1,4}(?:(?:in|on|of) )?$")
_BY: Final = re.compile(r"\b(?:by|until|before)(?: the)? $")


def date_of(
    candidate: Candidate, mentions: Sequence[TimeMention], *, ahead: bool, speech: Collection[Token] = ()
) -> tuple[str | None, str]:
    """The ISO date, month or year of an act and the words that give it, or null and why.

    Args:
        mentions: The date expressions of its sentence.
        ahead: Whether the act lies ahead, for expressions that point either way ("on Wednesday").
        speech: The sentence's verbs of speech: of what lies ahead, the day on which it was told is not its day.
    """
    if not mentions:
        return None, "the sentence gives no date"
    at = candidate.token.idx
    # What an anniversary is of comes after the word.
    mentions = [m for m in mentions if not (m.text.endswith("anniversary of") and m.start > at)]
    # "Since the election in February" dates the election.
    text = candidate.sentence.span.text
    mentions = [m for m in mentions if not _SINCE.search(text, max(0, m.start - 60), m.start)]
    if ahead:
        told = [m for m in mentions if _told_then(candidate, m, speech)]
        mentions = [m for m in mentions if m not in told]
        if told and not mentions:
            return None, f"“{told[0].text}” is the day on which it was told; the sentence gives this no date"
    if not mentions:
        return None, "the sentence dates something else"
    ahead = ahead or _due(candidate, mentions)
    dated = [m for m in mentions if m.at(future=ahead)]
    if not dated:
        return None, f"“{mentions[0].text}”: {mentions[0].reason}"
    best = min(dated, key=lambda m: _distance(candidate, m, at))
    day_told = len(best.at(future=ahead) or "") == len("2024-01-29")
    if day_told and (word := _apart(candidate.token, best.start)):
        return None, f"“{best.text}” is the day of what came “{word}” this; the sentence gives this no date"
    return best.at(future=ahead), f"“{best.text}”: {best.reason}"


def _told_then(candidate: Candidate, mention: TimeMention, speech: Collection[Token]) -> bool:
    """In "will visit soon, the agency reported on Sunday" the day is that of the report, not of the visit.

    So is the day of "what happened on Feb. 13" in a sentence on what will be done about it.
    """
    token = next((t for t in candidate.token.doc if t.idx <= mention.start < t.idx + max(1, len(t))), None)
    while token is not None and token.head.i != token.i and not token.tag_.startswith(("VB", "MD")):
        token = token.head
    if token is None or token.i == candidate.token.i:
        return False
    past = token.tag_ == "VBD" and token.dep_ in {"relcl", "pcomp"}
    return past or (token.tag_ in {"VBD", "VBN"} and token in speech)


def _due(candidate: Candidate, mentions: Sequence[TimeMention]) -> bool:
    """Whether the act is one to be done by a date ("the decision to withdraw by May 1"): the date lies ahead."""
    text = candidate.sentence.span.text
    purpose = any(child.tag_ == "TO" for child in candidate.token.children)
    return purpose and any(_BY.search(text, max(0, m.start - 12), m.start) for m in mentions)


def _apart(token: Token, mention: int) -> str | None:
    """In "agreed on Monday, weeks after they exchanged strikes" the day is not that of the strikes: "after"."""
    while token.head.i != token.i:
        marks = [c for c in token.children if c.dep_ == "mark"] if token.dep_ == "advcl" else []
        if token.dep_ in {"pcomp", "pobj"}:
            marks.append(token.head)
        for mark in marks:
            soon = mark.i > 0 and token.doc[mark.i - 1].lower_ in {"hours", "hour", "minutes", "shortly", "soon"}
            if mark.lower_ in {"after", "before"} and mention < mark.idx and not soon:
                return "before" if mark.lower_ == "after" else "after"
        token = token.head
    return None


def _distance(candidate: Candidate, mention: TimeMention, at: int) -> float:
    """Characters between act and expression; a clause boundary between them counts as far."""
    low, high = sorted((at, mention.start))
    between = candidate.sentence.span.text[low:high]
    walls = (
        between.count(";")
        + between.count(" that ")
        + between.count(" who ")
        + between.count(" which ")
        + between.count("”")
    )
    return (high - low) + 60 * walls
