"""The timeline as SVG, drawn by hand: a chart library with its renderer would be larger than all the rest of bilat.

Pure functions from data to text. Colours are the page's (CSS variables), so that a chart follows its light and dark.
"""

from html import escape
from math import ceil

from bilat.briefing import wording
from bilat.briefing.brief import Month, Peak, Timeline
from bilat.briefing.labels import Box, free, text_box
from bilat.model import Quad

SIDES: dict[bool, tuple[Quad, Quad]] = {
    False: (Quad.MATERIAL_COOPERATION, Quad.VERBAL_COOPERATION),
    True: (Quad.MATERIAL_CONFLICT, Quad.VERBAL_CONFLICT),
}
"""The quads of cooperation (False) and conflict (True), from the axis outward."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 8.0, 36.0, 58.0


def svg(title: str, description: str, width: float, height: float, uid: str, body: str) -> str:
    """A picture with its name and description for readers who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="{uid}-t {uid}-d"><title id="{uid}-t">{escape(title)}</title>'
        f'<desc id="{uid}-d">{escape(description)}</desc>{body}</svg>'
    )


def text(content: str, x: float, y: float, *, size: float = 12, anchor: str = "start", kind: str = "label") -> str:
    """A text in a picture."""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape(content)}</text>'


def scale(months: tuple[Month, ...]) -> tuple[int, int]:
    """The tallest stack of each side, cooperation and conflict, planned acts with it; at least 1."""
    sides = []
    for conflict in (False, True):
        sides.append(max([1, *(_tall(one, conflict) for one in months)]))
    return sides[0], sides[1]


def timeline_svg(figure: Timeline, *, width: float = 760, height: float = 320, uid: str = "timeline") -> str:
    """The chart: one stack up and one down for each period, the same scale on both sides of the axis."""
    up, down = scale(figure.months)
    unit = (height - _TOP - _BOTTOM) / (up + down)
    axis = _TOP + up * unit
    step = (width - _LEFT - _RIGHT) / len(figure.months)
    body = [_grid(up, down, unit, axis, width)]
    body += [_stack(one, _LEFT + place * step, step, axis, unit) for place, one in enumerate(figure.months)]
    body.append(f'<line class="axis" x1="{_LEFT:g}" x2="{width - _RIGHT:g}" y1="{axis:.1f}" y2="{axis:.1f}"/>')
    body += _years(figure.months, step, width, height)
    body += _peaks(figure, step, axis, unit, Box(0, 0, width, height - 22))
    first, last = figure.months[0].label, figure.months[-1].label
    span = f"{wording.day(first)} to {wording.day(last)}"
    description = f"Bars by {figure.by} from {span}. Tallest: {up} of cooperation, {down} of conflict."
    return svg("Cooperation and conflict over time", description, width, height, uid, "".join(body))


def _grid(up: int, down: int, unit: float, axis: float, width: float) -> str:
    """Lines at round numbers, named at the left."""
    gap = next((size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500) if size * unit >= 26), ceil(26 / unit))
    lines = []
    for number in range(-(down // gap) * gap, up + 1, gap):
        y = axis - number * unit
        if number:
            lines.append(f'<line class="grid" x1="{_LEFT:g}" x2="{width - _RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(text(str(abs(number)), _LEFT - 6, y + 4, size=11, anchor="end", kind="tick"))
    return "".join(lines)


def _stack(month: Month, x: float, step: float, axis: float, unit: float) -> str:
    wide = max(step * 0.78, min(step, 0.8))
    bars = []
    for conflict in (False, True):
        reached = 0.0
        for kind, tally in (("", dict(month.done)), (" planned", dict(month.planned))):
            for quad in SIDES[conflict]:
                tall = tally.get(quad, 0) * unit
                if tall:
                    y = axis + reached if conflict else axis - reached - tall
                    bars.append(_bar(quad, kind, x + (step - wide) / 2, y, wide, tall))
                    reached += tall
    if not bars:
        return ""
    return f"<g><title>{escape(_spoken(month))}</title>{''.join(bars)}</g>"


def _bar(quad: Quad, kind: str, x: float, y: float, wide: float, tall: float) -> str:
    return f'<rect class="{quad.value}{kind}" x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{tall:.2f}"/>'


def _spoken(month: Month) -> str:
    done = [f"{number} {quad.value.replace('-', ' ')}" for quad, number in month.done]
    planned = [f"{number} planned {quad.value.replace('-', ' ')}" for quad, number in month.planned]
    return f"{wording.day(month.label)}: {', '.join([*done, *planned])}"


def _years(months: tuple[Month, ...], step: float, width: float, height: float) -> list[str]:
    """Each year's name under its first period, or every second, fifth or tenth, as there is room."""
    starts = [(place, one.label[:4]) for place, one in enumerate(months) if place == 0 or one.label[5:7] in ("", "01")]
    room = step * (12 if len(months[0].label) == 7 else 1)
    gap = next((size for size in (1, 2, 5, 10, 25) if size * room >= 36), 50)
    y, marks, free_from = height - 6, [], 0.0
    for place, year in starts:
        x = _LEFT + place * step
        if x < free_from or (place and int(year) % gap) or x > width - 30:
            continue
        marks.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 12:.1f}" y2="{y:.1f}"/>')
        marks.append(text(year, x + 3, y, size=11, kind="tick"))
        free_from = x + 36
    return marks


def _peaks(figure: Timeline, step: float, axis: float, unit: float, frame: Box) -> list[str]:
    """A key letter at each period that stands out, with its words where there is room for them."""
    at = {one.label: place for place, one in enumerate(figure.months)}
    tall = {sign: [_tall(one, sign) * unit for one in figure.months] for sign in (False, True)}
    left = [_LEFT + place * step for place in range(len(at))]
    taken = [
        Box(x, axis - up - 1, x + step, axis + down + 1)
        for x, up, down in zip(left, tall[False], tall[True], strict=True)
        if up or down
    ]
    drawn = []
    # The tallest is labelled first, while there is room.
    for peak in sorted(figure.peaks, key=lambda one: -tall[one.conflict][at[one.month]]):
        place = at[peak.month]
        reached = tall[peak.conflict][place]
        y = axis + reached if peak.conflict else axis - reached
        drawn += _peak(peak, left[place] + step / 2, y, taken, frame)
    return drawn


def _tall(month: Month, conflict: bool) -> int:
    return sum(number for quad, number in (*month.done, *month.planned) if quad in SIDES[conflict])


def _peak(peak: Peak, x: float, y: float, taken: list[Box], frame: Box) -> list[str]:
    """Tried with words and then as a bare letter, on either side of the bar, further and further out."""
    for words in (f"{peak.key} {peak.text}", peak.key):
        for level in range(8):
            base = y + 14 + level * 14 if peak.conflict else y - 6 - level * 14
            for anchor, shift in (("middle", 0.0), ("start", 3.0), ("end", -3.0)):
                box = text_box(words, x + shift, base, 11.5, anchor)
                if len(words) * 6 < frame.right * 0.6 and free(box, taken, frame):
                    taken.append(box)
                    label = text(words, x + shift, base, size=11.5, anchor=anchor, kind="peak")
                    return [*([_leader(x, y, base - 10 if peak.conflict else base + 3)] if level else []), label]
    return []


def _leader(x: float, start: float, end: float) -> str:
    return f'<line class="leader" x1="{x:.1f}" x2="{x:.1f}" y1="{start:.1f}" y2="{end:.1f}"/>'
