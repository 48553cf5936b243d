"""Pieces of a picture over time, as SVG text: bars, lines, bands and marks on a plane of days and values.

Every piece is a function from a plane and values to text; :func:`picture` puts pieces together into a file that needs nothing
beside it. Colours come from the classes of :data:`STYLE`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import ceil, floor, isnan, log10

STYLE = """
.page{fill:#fff}text{font-family:"DejaVu Sans",Verdana,Helvetica,Arial,sans-serif;fill:#333}.title{font-weight:bold}
.tick{fill:#666}.grid{stroke:#e2e2e2;stroke-width:1}.axis{stroke:#555;stroke-width:1}
.verbal-cooperation{fill:#7fb8a4}.material-cooperation{fill:#1f7a5c}.verbal-conflict{fill:#e5a58b}.material-conflict{fill:#b5402a}
.g0{fill:#3b6fa0}.g1{fill:#d98b2b}.g2{fill:#4f9d69}.g3{fill:#b5402a}.g4{fill:#8266a8}.g5{fill:#6b5b4b}.g6{fill:#c76f9b}.g7{fill:#9aa5ad}
.line{fill:none;stroke:#333;stroke-width:1.4;stroke-linejoin:round}.band{fill:#777;fill-opacity:.25}.unread{fill:#f1efe8}
.mark{stroke:#8266a8;stroke-width:1.2;stroke-dasharray:4 3}.range{fill:#8266a8;fill-opacity:.14}.marked{fill:#8266a8}
"""
"""The colours, by class: the quads, groups g0 to g7, and what is not a bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """Where days and values stand in a picture.

    Attributes:
        first, last: The first day, and the one after the last.
        low, high: The values at the bottom and at the top.
        left, top, width, height: Of the plane itself, without what is written beside it.
    """

    first: date
    last: date
    low: float
    high: float
    left: float = 48.0
    top: float = 40.0
    width: float = 700.0
    height: float = 200.0

    def x(self, day: date) -> float:
        """Where a day begins."""
        return self.left + self.width * (day - self.first).days / max(1, (self.last - self.first).days)

    def y(self, value: float) -> float:
        """Where a value stands; more is further up."""
        return self.top + self.height * (self.high - value) / ((self.high - self.low) or 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day to be marked, with the days that it may be (its range) and a few words."""

    day: date
    label: str = ""
    first: date | None = None
    last: date | None = None


def bars(plane: Plane, spans: Sequence[tuple[date, date]], stacks: Iterable[tuple[str, Sequence[float]]]) -> str:
    """Stacked bars, one a span of days: values above zero pile up, those below pile down.

    Args:
        plane: Where to draw.
        spans: The first day of each bar and the one after its last.
        stacks: By class, the value of each bar, from the axis outward.
    """
    up, down = [0.0] * len(spans), [0.0] * len(spans)
    drawn = []
    for kind, values in stacks:
        for n, value in enumerate(values):
            if not value or isnan(value):
                continue
            pile = up if value > 0 else down
            start, end = plane.y(max(pile[n], pile[n] + value)), plane.y(min(pile[n], pile[n] + value))
            pile[n] += value
            left, right = plane.x(spans[n][0]), plane.x(spans[n][1])
            gap = 0.15 * (right - left) if right - left > 2 else 0.0
            place = (
                f'x="{left + gap / 2:.2f}" y="{start:.2f}" width="{right - left - gap:.2f}" height="{end - start:.2f}"'
            )
            drawn.append(f'<rect class="{kind}" {place}/>')
    return "".join(drawn)


def line(plane: Plane, days: Sequence[date], values: Sequence[float], kind: str = "line") -> str:
    """A line through values; one that is not known breaks it."""
    paths = []
    for run in _runs(values):
        points = [f"{plane.x(days[n]):.2f} {plane.y(values[n]):.2f}" for n in run]
        paths.append(f"M{'L'.join(points if len(points) > 1 else points * 2)}")
    return f'<path class="{kind}" stroke-linecap="round" d="{"".join(paths)}"/>' if paths else ""


def band(plane: Plane, days: Sequence[date], low: Sequence[float], high: Sequence[float], kind: str = "band") -> str:
    """The room between two lines; where one is not known there is none."""
    paths = []
    for run in _runs([a + b for a, b in zip(low, high, strict=True)]):
        there = [f"{plane.x(days[n]):.2f} {plane.y(high[n]):.2f}" for n in run]
        back = [f"{plane.x(days[n]):.2f} {plane.y(low[n]):.2f}" for n in reversed(run)]
        if len(run) == 1:  # stands alone: a bar so narrow that it is seen
            x, top, bottom = plane.x(days[run[0]]), plane.y(high[run[0]]), plane.y(low[run[0]])
            there, back = (
                [f"{x - 1:.2f} {top:.2f}", f"{x + 1:.2f} {top:.2f}"],
                [f"{x + 1:.2f} {bottom:.2f}", f"{x - 1:.2f} {bottom:.2f}"],
            )
        paths.append(f"M{'L'.join([*there, *back])}Z")
    return f'<path class="{kind}" d="{"".join(paths)}"/>' if paths else ""


def _runs(values: Sequence[float]) -> Iterable[list[int]]:
    """Places of values that are known, as far as they stand beside each other."""
    run: list[int] = []
    for n, value in enumerate(values):
        if isnan(value):
            if run:
                yield run
            run = []
        else:
            run.append(n)
    if run:
        yield run


def marks(plane: Plane, some: Iterable[Mark]) -> str:
    """Lines from top to bottom at days, over the range that each may lie in, with words at the top, each a line lower."""
    drawn, taken = [], list[tuple[float, float]]()
    for one in sorted(some, key=lambda mark: mark.day):
        x = plane.x(one.day)
        if one.first and one.last:
            left, right = plane.x(one.first), plane.x(one.last)
            drawn.append(_rect("range", left, plane.top, max(1.0, right - left), plane.height))
        drawn.append(
            f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{plane.top:.1f}" y2="{plane.top + plane.height:.1f}"/>'
        )
        if one.label:
            wide = 6.2 * len(one.label)
            start = min(x + 3, plane.left + plane.width - wide)
            level = sum(1 for left, right in taken if left < start + wide and start < right)
            taken.append((start, start + wide))
            drawn.append(text(one.label, start, plane.top + 10 + 12 * level, size=10.5, kind="marked"))
    return "".join(drawn)


def shade(plane: Plane, spans: Iterable[tuple[date, date]], kind: str = "unread") -> str:
    """Days that are set apart, from top to bottom: those on which nothing was read."""
    return "".join(
        _rect(kind, plane.x(first), plane.top, plane.x(last) - plane.x(first), plane.height) for first, last in spans
    )


def _rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"/>'


def text(content: str, x: float, y: float, *, size: float = 12, anchor: str = "start", kind: str = "label") -> str:
    """Words in a picture."""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape(content)}</text>'


def grid(plane: Plane, *, about: int = 5) -> str:
    """Lines at round values with their numbers at the left, and the axis at zero."""
    drawn = []
    right = plane.left + plane.width
    for value in steps(plane.low, plane.high, about):
        y = plane.y(value)
        drawn.append(f'<line class="grid" x1="{plane.left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        drawn.append(text(f"{value:g}".replace("-", "−"), plane.left - 6, y + 4, size=11, anchor="end", kind="tick"))
    if plane.low <= 0 <= plane.high:
        y = plane.y(0)
        drawn.append(f'<line class="axis" x1="{plane.left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
    return "".join(drawn)


def steps(low: float, high: float, about: int = 5) -> list[float]:
    """Round values from low to high, about so many."""
    raw = (high - low) / max(1, about) or 1.0
    power = 10.0 ** floor(log10(raw))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= raw)
    return [round(n * step, 10) for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def calendar(plane: Plane) -> str:
    """The names of years, or of months where there are few, under the plane."""
    drawn = []
    y = plane.top + plane.height
    for day, name in ticks(plane.first, plane.last, int(plane.width // 52)):
        x = plane.x(day)
        drawn.append(f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{y + 4:.1f}"/>')
        drawn.append(text(name, x, y + 16, size=11, anchor="middle", kind="tick"))
    return "".join(drawn)


def ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """Days to be named on an axis, at most so many: firsts of years, of quarters, of months, or single days."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    years = [day for day in years if first <= day < last]
    if len(years) >= 3:
        gap = next(gap for gap in (1, 2, 5, 10, 20, 50, 100, 1000) if len(years) / gap <= most)
        return [(day, str(day.year)) for day in years if day.year % gap == 0]
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) < last
    ]
    if len(months) >= 3:
        gap = next(gap for gap in (1, 2, 3, 6, 12) if len(months) / gap <= most or gap == 12)
        return [(day, day.isoformat()[:7]) for day in months if (day.month - 1) % gap == 0]
    gap = max(1, ceil((last - first).days / max(1, most)))
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal(), gap))
    return [(day, day.isoformat()[5:]) for day in days]


def legend(entries: Iterable[tuple[str, str]], x: float, y: float, width: float) -> tuple[str, float]:
    """Squares of classes with their names, line by line; with the height that they take."""
    drawn, at, line_ = [], x, 0
    for kind, name in entries:
        wide = 22 + 6.6 * len(name)
        if at + wide > x + width and at > x:
            at, line_ = x, line_ + 1
        drawn.append(_rect(kind, at, y + 16 * line_, 10, 10))
        drawn.append(text(name, at + 14, y + 9 + 16 * line_, size=11))
        at += wide
    return "".join(drawn), 16.0 * (line_ + 1)


def picture(title: str, description: str, width: float, height: float, body: Iterable[str]) -> str:
    """A whole SVG file, with a name and a description for readers who do not see it."""
    head = f"<title>{escape(title)}</title><desc>{escape(description)}</desc><style>{STYLE}</style>"
    page = f'<rect class="page" width="{width:g}" height="{height:g}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img">{head}{page}{"".join(body)}</svg>\n'
    )
