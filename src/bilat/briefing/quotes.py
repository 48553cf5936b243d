"""In their own words: sentences that report what officials of the two said, with the speaker."""

import re
from collections.abc import Iterator

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import YEAR, Desk, left
from bilat.model import Party
from bilat.record import DyadEvent
from bilat.record.dates import reach
from bilat.relations import Level, level_of
from bilat.relations.sides import is_of

MOST_QUOTES = 5
WINDOW = 2 * 365

_QUOTED = re.compile(r"“[^“”]{20,}”|\"[^\"]{20,}\"")

RULE = (
    "Sentences of the last two years that report what somebody of one side said of an act of the two: those of the "
    "last twelve months before others, those with words in quotation marks before others, the higher office before the "
    "lower, the newer before the older, one sentence of an article."
)


def quotes(desk: Desk) -> Section:
    """The sentences of each side."""
    parts = []
    for key, side in (("a", desk.dyad.a), ("b", desk.dyad.b)):
        found = _sentences(desk, side)
        if found:
            title = desk.state(side)
            statements = tuple(_quote(desk, entry) for entry in found[:MOST_QUOTES])
            notes = left(len(found) - MOST_QUOTES, "more in the articles of these years")
            parts.append(Section(key=f"quotes-{key}", title=title, statements=statements, notes=notes))
    nothing = "No article of the last two years says who said what of an act of the two."
    return Section(
        key="quotes", title="In their own words", notes=() if parts else (nothing,), rule=RULE, parts=tuple(parts)
    )


def _sentences(desk: Desk, side: str) -> list[DyadEvent]:
    """The assertions with a speaker of the side, in the rule's order, one an article and one a text."""
    ranked = sorted(_spoken(desk, side), key=lambda entry: _rank(desk, entry))
    seen: set[str] = set()
    chosen = []
    for entry in ranked:
        text, article = entry.event.sentence.text, entry.event.article_id
        if not seen & {text, article}:
            seen |= {text, article}
            chosen.append(entry)
    return chosen


def _spoken(desk: Desk, side: str) -> Iterator[DyadEvent]:
    since = desk.before(WINDOW)
    for entry in desk.dyad.events:
        speaker = entry.event.attributed_to
        if speaker is None or not is_of(speaker.code, side) or not (speaker.name or speaker.role):
            continue
        if desk.newest([entry.event.article_id]) >= since:
            yield entry


def _rank(desk: Desk, entry: DyadEvent) -> tuple[bool, bool, int, int, str]:
    event = entry.event
    days = reach(desk.dyad.articles[event.article_id].date)
    age = desk.days_since(days[0]) if days else 9999
    assert event.attributed_to is not None
    quoted = _QUOTED.search(event.sentence.text) is not None
    return age > YEAR, not quoted, _level(event.attributed_to), age, event.id


def _level(speaker: Party) -> int:
    """The speaker's level as a number, the highest 0; a spokesman stands below all that have one."""
    level = level_of(speaker.role or speaker.text)
    return list(Level).index(level) if level else len(Level)


def _quote(desk: Desk, entry: DyadEvent) -> Statement:
    event = entry.event
    assert event.attributed_to is not None
    date = desk.dyad.articles[event.article_id].date
    who = wording.party(event.attributed_to, desk.names)
    text = f"{who}, as reported"
    return desk.stated(text, [event.id], when=f"reported {wording.day(date)}" if date else "no date told", date=date)
