"""When an act took place: the date expression of its sentence that stands nearest to it."""

from datetime import date

from bilat.coding.candidates import Candidate
from bilat.coding.times import TimeMention, resolve_dates


def date_of(candidate: Candidate, day: date | None, *, ahead: bool) -> tuple[str | None, str]:
    """The ISO date, month or year of an act and the words that give it, or null and why.

    Args:
        ahead: Whether the act lies ahead, for expressions that point either way ("on Wednesday").
    """
    sentence = candidate.sentence
    mentions = resolve_dates(sentence.span.text, day)
    if not mentions:
        return None, "the sentence gives no date"
    at = candidate.token.idx
    dated = [m for m in mentions if m.at(future=ahead)]
    if not dated:
        return None, f"“{mentions[0].text}”: {mentions[0].reason}"
    best = min(dated, key=lambda m: _distance(candidate, m, at))
    return best.at(future=ahead), f"“{best.text}”: {best.reason}"


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
