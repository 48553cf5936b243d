"""Issues by period as a picture: a row an issue, a cell a period, darker with more."""

from collections.abc import Sequence
from html import escape
from typing import Protocol

from markupsafe import Markup

from bilat.briefing import wording

WIDTH = 1040.0
_LEFT, _ROW, _BOTTOM = 170.0, 20.0, 22.0
MOST = 14
"""Issues that are drawn, the most told; the table beside the picture has all."""


class Row(Protocol):
    """An issue's figures."""

    issue: str
    total: int
    counts: Sequence[int]


class Period(Protocol):
    """A period."""

    start: str
    label: str


def heat_svg(rows: Sequence[Row], periods: Sequence[Period]) -> Markup:
    """The picture; "" where there is nothing to draw."""
    if not rows or not periods:
        return Markup("")
    shown = rows[:MOST]
    step = (WIDTH - _LEFT) / len(periods)
    most = max(max(row.counts) for row in shown)
    body = []
    for at, row in enumerate(shown):
        y = at * _ROW
        body.append(
            f'<text class="label" x="{_LEFT - 10:g}" y="{y + 14:g}" text-anchor="end">{escape(row.issue)} {row.total}</text>'
        )
        for n, count in enumerate(row.counts):
            if count:
                title = escape(f"{row.issue}, {periods[n].label}: {count}")
                body.append(
                    f'<rect class="w{_shade(count, most)}" x="{_LEFT + n * step:.2f}" y="{y + 1:g}" '
                    f'width="{max(step - 0.4, 0.8):.2f}" height="{_ROW - 2:g}"><title>{title}</title></rect>'
                )
    height = len(shown) * _ROW + _BOTTOM
    body += _years(periods, step, height)
    told = ", ".join(f"{row.issue} {row.total}" for row in shown[:6])
    span = f"{wording.day(periods[0].start)} to {wording.day(periods[-1].start)}"
    return Markup(
        f'<svg class="heat" viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-labelledby="heat-t">'
        f'<title id="heat-t">Issues by period, {span}: {escape(told)}</title>{"".join(body)}</svg>'
    )


def _shade(count: int, most: int) -> int:
    """One of four shades: even steps of the share of the most."""
    return min(4, 1 + int(4 * (count - 1) / max(most, 1)))


def _years(periods: Sequence[Period], step: float, height: float) -> list[str]:
    found, last, at = [], "", -60.0
    for n, one in enumerate(periods):
        year, x = one.start[:4], _LEFT + n * step
        if year != last and x - at >= 44 and x < WIDTH - 36:
            found.append(f'<text class="tick" x="{x:.1f}" y="{height - 6:.1f}">{year}</text>')
            at = x
        last = year
    return found
