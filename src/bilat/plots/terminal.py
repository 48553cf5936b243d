"""Pieces of a plot in characters: bars of blocks above and below a line, and lines of braille dots with a band behind.

Every piece gives lines of text of one width, to be printed with rich; the signs alone tell the plot where there is no colour.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import isnan, nan

from rich.text import Text

from bilat.plots.svg import ticks

UP, DOWN, LINE, BAND, DIM = "green", "red", "default", "bright_black", "bright_black"

Pile = tuple[str, Sequence[float]]
"""A style of rich, and the value of each period."""


def merged(values: Sequence[float], columns: int) -> list[float]:
    """So many sums of neighbours as there are columns, where there are more values than that; unknown ones count nothing."""
    if len(values) <= columns:
        return list(values)
    edges = [round(n * len(values) / columns) for n in range(columns + 1)]
    return [_total(values[start:end]) for start, end in pairwise(edges)]


def _total(values: Sequence[float]) -> float:
    known = [value for value in values if not isnan(value)]
    return sum(known) if known else nan


def bars(piles: Sequence[Pile], width: int, height: int) -> list[Text]:
    """Stacked bars, one a period: values above zero go up, those below go down, on one scale.

    Args:
        piles: From the axis outward.
        width: Columns for the plot.
        height: Lines for both sides together; half a line is the smallest step.
    """
    piles = [(style, merged(values, width)) for style, values in piles]
    count = len(piles[0][1]) if piles else 0
    tops = [sum(max(0.0, _known(values[n])) for _, values in piles) for n in range(count)]
    ends = [sum(max(0.0, -_known(values[n])) for _, values in piles) for n in range(count)]
    top, end = max(tops, default=0.0), max(ends, default=0.0)
    if not top + end:
        return []
    above = max(1, round(height * top / (top + end))) if top else 0
    below = max(1, height - above) if end else 0
    scale = max(top / above if above else 0, end / below if below else 0)
    wide = max(1, min(6, width // max(1, count)))
    lines = [_row(piles, count, wide, scale, row) for row in range(above - 1, -1, -1)]
    lines.append(Text("─" * (count * wide), style=DIM))
    lines += [_row(piles, count, wide, scale, -row - 1) for row in range(below)]
    return lines


def _known(value: float) -> float:
    return 0.0 if isnan(value) else value


def _row(piles: Sequence[Pile], count: int, wide: int, scale: float, row: int) -> Text:
    """One line: rows 0, 1, ... lie above the axis, -1, -2, ... below it."""
    sign, depth = (1, row) if row >= 0 else (-1, -row - 1)
    text = Text()
    for n in range(count):
        reached, halves, style = 0.0, 0, ""
        for style_, values in piles:
            value = max(0.0, sign * _known(values[n])) / scale
            if value and reached < depth + 1:
                filled = round(2 * (min(reached + value, depth + 1) - depth))
                if filled > halves:
                    halves, style = filled, style_
            reached += value
        if depth == 0 and not halves and reached:
            halves, style = 1, next(s for s, values in piles if sign * _known(values[n]) > 0)
        block = " " if halves <= 0 else "█" if halves >= 2 else "▄" if sign > 0 else "▀"
        bar = block * (wide - 1 if wide > 2 else wide)
        text.append(bar.ljust(wide), style=style)
    return text


_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))


def lines(
    values: Sequence[float], width: int, height: int, *, low: Sequence[float] = (), high: Sequence[float] = ()
) -> tuple[list[Text], float, float]:
    """A line of braille dots, two a column and four a line, with a band behind it; with the values at bottom and top."""
    known = [value for value in (*values, *low, *high, 0.0) if not isnan(value)]
    bottom, top = min(known), max(known)
    span = (top - bottom) or 1.0

    def at(value: float) -> int:
        return round((top - value) / span * (4 * height - 1))

    across = min(2 * width, max(2, len(values) * max(1, 2 * width // max(1, len(values)))))
    cells = [[0] * (across // 2) for _ in range(height)]
    shaded = [[False] * (across // 2) for _ in range(height)]
    before: int | None = None
    for x in range(across - across % 2):
        n = min(len(values) - 1, x * len(values) // across)
        if low and not isnan(low[n]):
            for y in range(at(high[n]) // 4, at(low[n]) // 4 + 1):
                shaded[y][x // 2] = True
        if isnan(values[n]):
            before = None
            continue
        now = at(values[n])
        # From the value before to this one, so that the line has no holes.
        for y in range(min(now, now if before is None else before), max(now, now if before is None else before) + 1):
            cells[y // 4][x // 2] |= _DOTS[x % 2][y % 4]
        before = now
    rows = []
    for dots, shades in zip(cells, shaded, strict=True):
        row = Text()
        for dot, shade in zip(dots, shades, strict=True):
            row.append(chr(0x2800 + dot) if dot else "░" if shade else " ", style=LINE if dot else BAND)
        rows.append(row)
    return rows, bottom, top


def calendar(first: date, last: date, width: int) -> Text:
    """The names of years or months under a plot of so many columns."""
    row = [" "] * width
    for day, name in ticks(first, last, max(1, width // 8)):
        x = round((day - first).days / max(1, (last - first).days) * width)
        if x + len(name) <= width and all(sign == " " for sign in row[max(0, x - 1) : x + len(name)]):
            row[x : x + len(name)] = name
    return Text("".join(row).rstrip(), style=DIM)


def labelled(rows: Sequence[Text], labels: Sequence[str], wide: int) -> list[Text]:
    """Rows with words at the left, in a column of so many characters."""
    return [Text(label.rjust(wide) + " ", style=DIM).append_text(row) for label, row in zip(labels, rows, strict=True)]
