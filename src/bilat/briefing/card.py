"""The one-page card: the lines of a brief that are read on the way to the meeting, with their citations."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import ceil

from bilat.briefing.brief import Brief, Count, Section, Statement

LINES = 84.0
"""Lines of text that an A4 page holds below its head, at the size of a card's letters."""
LETTERS = 104
"""Letters of a line beside its label; BESIDE: of a line of the label and date themselves."""
BESIDE = 26
QUOTED = 200
"""Letters of a sentence that comes with its line."""
CITED = 2
"""Citations that a line of the card carries at most."""

_HEADING = 1.9
_SOURCE = 0.3
"""What a source takes of a line: three stand beside each other, in smaller letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """What the card takes of a section.

    Attributes:
        lines: Up to so many lines of text.
        labels: The statements that it takes, all where none is named.
        quoted: Whether their sentences come with them, where they are short, and the first line that stands under each:
            that one asked something of the other tells nothing without what was asked.
    """

    key: str
    lines: float
    labels: tuple[str, ...] = ()
    quoted: bool = False


_SHARES = (
    _Share(key="visit", lines=8, labels=("Who", "When", "Where", "With", "Agenda", "Told of beside it")),
    _Share(key="files", lines=12),
    _Share(key="raised", lines=7),
    _Share(key="asks", lines=11, quoted=True),
    _Share(key="irritants", lines=6),
    _Share(key="encounters", lines=8, quoted=True),
    _Share(key="undertakings", lines=5),
    _Share(key="figures", lines=3),
)
_CAUTIONS = (
    "Articles",
    "One outlet",
    "Told by one outlet alone",
    "Undated articles",
    "Left out: articles without a date",
)


@dataclass(slots=True)
class _Page:
    """What is left of the page, and the citations so far by their number in the brief."""

    room: float
    numbers: dict[int, int] = field(default_factory=dict)

    def take(self, one: Statement, most: float, *, quoted: bool) -> tuple[Statement | None, float]:
        """The line as it stands on the card with what it takes; null where there is no room for it."""
        quote = one.quote if quoted and one.quote and len(one.quote.text) <= QUOTED else None
        kept = one.citations[:CITED]
        if quote is not None and quote.citation not in kept:
            kept = (quote.citation, *kept[:-1])
        plain = replace(one, text=one.short or one.text, short="", quote=quote, under=(), tags=())
        cost = _height(plain) + _SOURCE * sum(number not in self.numbers for number in kept)
        if cost > min(most, self.room):
            return None, 0.0
        self.room -= cost
        made = replace(
            plain,
            citations=tuple(map(self._number, kept)),
            quote=replace(quote, citation=self._number(quote.citation)) if quote is not None else None,
            more=one.more + len(one.citations) - len(kept),
        )
        below, more = self.take(one.under[0], most - cost, quoted=True) if quoted and one.under else (None, 0.0)
        return (made, cost) if below is None else (replace(made, under=(below,)), cost + more)

    def _number(self, old: int) -> int:
        return self.numbers.setdefault(old, len(self.numbers) + 1)


def card(brief: Brief) -> Brief:
    """The card of a whole brief: what of its sections fits a page, citations numbered anew.

    Which lines fit is worked out from their lengths alone, so that every written form has the same.
    """
    found = {section.key: section for section in brief.sections}
    cautions = _cautions(found)
    page = _Page(LINES - _HEADING * 2 - len(cautions))
    sections, spare = [], 0.0
    for share in _SHARES:
        section = found.get(share.key)
        if section is not None and page.room > 2 * _HEADING:
            page.room -= _HEADING
            lines, spare = _taken(page, section, share, spare + share.lines)
            notes = section.notes[-1:] if not lines else ()
            sections.append(Section(key=share.key, title=section.title, statements=lines, notes=notes))
    if cautions:
        sections.append(Section(key="limits", title="Take care", counts=cautions))
    citations = {one.number: one for one in brief.citations}
    cited = tuple(replace(citations[old], number=new) for old, new in page.numbers.items())
    return replace(brief, sections=tuple(sections), citations=cited, card=True)


def _taken(page: _Page, section: Section, share: _Share, most: float) -> tuple[tuple[Statement, ...], float]:
    """The section's lines, and what they leave of its share to the next."""
    chosen = []
    for one in _lines(section, share):
        line, cost = page.take(one, most, quoted=share.quoted)
        if line is None:
            break
        chosen.append(line)
        most -= cost
    return tuple(chosen), most


def _lines(section: Section, share: _Share) -> Iterator[Statement]:
    """The section's lines in the order in which the card takes them: one of each part in turn."""
    yield from (one for one in section.statements if not share.labels or one.label in share.labels)
    parts = [
        [one for one in part.statements if not share.labels or one.label in share.labels] for part in section.parts
    ]
    if section.key == "visit":
        yield from (one for lines in parts for one in lines)
    elif section.key == "raised":
        for part in section.parts:
            yield from (replace(one, status=part.title.lower()) for one in part.statements)
    else:
        for place in range(max(map(len, parts), default=0)):
            for part, lines in zip(section.parts, parts, strict=True):
                if place < len(lines):
                    one = lines[place]
                    yield one if one.label else replace(one, label=part.title)


def _height(one: Statement) -> float:
    """About how many lines a statement takes; its label and date stand beside it."""
    letters = len(one.text) + len(one.status) + 5 * min(CITED, len(one.citations))
    beside = ceil((len(one.label) + len(one.when) + 1) / BESIDE)
    quote = ceil(len(one.quote.text) / LETTERS) if one.quote else 0
    return max(ceil(letters / LETTERS) + quote, beside) + 0.2


def _cautions(found: dict[str, Section]) -> tuple[Count, ...]:
    limits = found.get("limits")
    return tuple(one for one in limits.counts if one.label in _CAUTIONS) if limits else ()
