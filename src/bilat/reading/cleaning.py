"""Cut page furniture out of a text, keeping every piece that was cut and where it stood.

For any text, putting the pieces back at their offsets gives the text again, character for character:
:func:`restore` does it, and a test holds it. So a rule that cuts too much can be seen and undone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilat.model import Furniture, FurnitureKind, Link
from bilat.reading.furniture import INITIALS, Ruling, initials_start, is_headline, judge

_EDGE = 2
_LONGEST_LIST = 15


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words in it; ``start`` to ``end`` without the line's end."""

    start: int
    end: int
    text: str


def clean(text: str, anchors: Mapping[str, str] | None = None) -> tuple[str, tuple[Furniture, ...], tuple[Link, ...]]:
    """The text without page furniture, the furniture, and the related reports that it points at.

    Args:
        text: Plain text, one paragraph a line or paragraphs between blank lines.
        anchors: Text of the page's links to their addresses, where the text comes from a page.

    Returns:
        Cleaned text; pieces in their order, ``at`` being an offset of the cleaned text; links in their order.
    """
    anchors = anchors or {}
    lines = _lines(text)
    rulings = _judge_all(lines, anchors)
    links = tuple(_links(rulings, anchors))
    cuts = _cuts(text, lines, rulings)
    return _apply(text, cuts, links)


def restore(text: str, furniture: Iterable[Furniture]) -> str:
    """The text as it was before :func:`clean` cut the furniture."""
    parts = []
    at = 0
    for piece in furniture:
        parts += [text[at : piece.at], piece.text]
        at = piece.at
    return "".join([*parts, text[at:]])


def _lines(text: str) -> list[_Line]:
    lines = []
    start = 0
    for raw in text.split("\n"):
        if raw.strip():
            lines.append(_Line(start, start + len(raw), raw.strip()))
        start += len(raw) + 1
    return lines


def _judge_all(lines: Sequence[_Line], anchors: Mapping[str, str]) -> list[Ruling | None]:
    rulings: list[Ruling | None] = []
    listing = 0
    for line in lines:
        ruling = judge(line.text, at_edge=False)
        bare = line.text.lstrip("-*\u2022\u2013 ")
        if ruling is None and (listing or bare in anchors) and is_headline(line.text):
            # A headline under "Related stories", or a line that is nothing but a link to another page.
            ruling = Ruling(FurnitureKind.LINK, bare)
            listing = max(0, listing - 1)
        elif ruling is None:
            listing = 0
        elif ruling.opens_list:
            listing = _LONGEST_LIST
        rulings.append(ruling)
    for order in (range(len(lines)), reversed(range(len(lines)))):
        _judge_edge(lines, rulings, order)
    _judge_last(lines, rulings)
    return rulings


def _judge_edge(lines: Sequence[_Line], rulings: list[Ruling | None], order: Iterable[int]) -> None:
    """Rule again on the lines at one end, up to the second line of prose: a bare byline stands before or after it."""
    prose = 0
    for number in order:
        if rulings[number] is None:
            rulings[number] = judge(lines[number].text, at_edge=True)
            prose += rulings[number] is None
        if prose == _EDGE:
            return


def _judge_last(lines: Sequence[_Line], rulings: list[Ruling | None]) -> None:
    """Initials on a line of their own after all prose are furniture too."""
    kept = [number for number, ruling in enumerate(rulings) if ruling is None]
    if len(kept) > 1 and INITIALS.fullmatch(lines[kept[-1]].text):
        rulings[kept[-1]] = Ruling(FurnitureKind.BYLINE)


def _links(rulings: Sequence[Ruling | None], anchors: Mapping[str, str]) -> Iterable[Link]:
    for ruling in rulings:
        if ruling and ruling.headline:
            yield Link(text=ruling.headline, url=anchors.get(ruling.headline))


def _cuts(text: str, lines: Sequence[_Line], rulings: Sequence[Ruling | None]) -> list[tuple[int, int, FurnitureKind]]:
    """Where to cut: a line goes with the blank lines after it; after the last line kept, all to the end goes."""
    pairs = list(zip(lines, rulings, strict=True))
    kept = [line for line, ruling in pairs if ruling is None]
    if not kept:
        return [(line.start, _next(lines, n, text), ruling.kind) for n, (line, ruling) in enumerate(pairs) if ruling]
    body_end = kept[-1].start + len(text[kept[-1].start : kept[-1].end].rstrip())
    cuts = []
    tail = body_end
    last = text[kept[-1].start : body_end]
    initials = initials_start(last)
    if initials is not None:
        cuts.append((kept[-1].start + len(last[:initials].rstrip()), body_end, FurnitureKind.BYLINE))
    for number, (line, ruling) in enumerate(pairs):
        if ruling is None:
            continue
        start = line.start
        if start > body_end:
            start, tail = tail, _next(lines, number, text)
        cuts.append((start, _next(lines, number, text), ruling.kind))
    return sorted(cuts)


def _next(lines: Sequence[_Line], number: int, text: str) -> int:
    return lines[number + 1].start if number + 1 < len(lines) else len(text)


def _apply(
    text: str, cuts: Sequence[tuple[int, int, FurnitureKind]], links: tuple[Link, ...]
) -> tuple[str, tuple[Furniture, ...], tuple[Link, ...]]:
    kept: list[str] = []
    pieces = []
    at = length = 0
    for start, end, kind in cuts:
        kept.append(text[at:start])
        length += start - at
        pieces.append(Furniture(at=length, text=text[start:end], kind=kind))
        at = end
    kept.append(text[at:])
    return "".join(kept), tuple(pieces), links
