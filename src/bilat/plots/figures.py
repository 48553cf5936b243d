"""A series as a plot: how much of what was told, and net cooperation with its interval under it."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from rich.text import Text

from bilat.model import Quad
from bilat.plots import svg, terminal
from bilat.plots.svg import Mark, Plane
from bilat.relations import Series
from bilat.relations.calendar import following, label

_SIDES = (
    (Quad.MATERIAL_COOPERATION, 1, "green"),
    (Quad.VERBAL_COOPERATION, 1, "bright_green"),
    (Quad.MATERIAL_CONFLICT, -1, "red"),
    (Quad.VERBAL_CONFLICT, -1, "bright_red"),
)
_COLOURS = ("blue", "yellow", "green", "red", "magenta", "cyan", "bright_blue", "white")
_MOST = len(_COLOURS)
_REST = "other"

Pile = tuple[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]


def series_svg(
    series: Series, title: str, *, rates: bool = False, marks: Iterable[Mark] = (), width: float = 800
) -> str:
    """A series as an SVG file: bars by group, and under them net cooperation; of quads, cooperation is above the axis.

    Args:
        series: One with at least one period.
        title: What stands over it.
        rates: Draw the counts per 1,000 of what was read.
        marks: Days to be marked in both parts, such as turns.
        width: Of the picture; its height is about 440.
    """
    spans = [(start, following(start, series.by)) for start in series.starts]
    piles = _piles(series, rates)
    up, down = _reach(piles)
    some = list(marks)
    named, tall = svg.legend(_names(series, piles), 48, 34, width - 60)
    bars = Plane(first=spans[0][0], last=spans[-1][1], low=-down, high=up, top=44 + tall, width=width - 60, height=210)
    known = [*series.net[~np.isnan(series.net)], *series.net_low, *series.net_high, 0.0]
    net = Plane(
        first=bars.first,
        last=bars.last,
        low=float(np.nanmin(known)),
        high=float(np.nanmax(known)) or 1.0,
        top=bars.top + bars.height + 42,
        width=bars.width,
        height=110,
    )
    middles = [start + (end - start) / 2 for start, end in spans]
    unread = _joined([span for span, read in zip(spans, series.exposure, strict=True) if read == 0])
    per = f", per 1,000 {series.exposure_of} read," if rates else ""
    body = [
        svg.text(title, 12, 22, size=15, kind="title"),
        named,
        *(svg.shade(plane, unread) for plane in (bars, net)),
        svg.grid(bars),
        svg.bars(bars, spans, [(kind, list(values)) for kind, values in piles]),
        svg.marks(bars, some),
        svg.calendar(bars),
        svg.text("net cooperation, with 90 % intervals", 48, net.top - 5, size=11, kind="tick"),
        svg.grid(net, about=4),
        svg.band(net, middles, list(series.net_low), list(series.net_high)),
        svg.line(net, middles, list(series.net)),
        svg.marks(net, [Mark(day=one.day, first=one.first, last=one.last) for one in some]),
        svg.calendar(net),
    ]
    first, last = label(series.starts[0], series.by), label(series.starts[-1], series.by)
    described = f"{_what(series)}{per} by {series.by} from {first} to {last}, and net cooperation."
    return svg.picture(title, described, width, net.top + net.height + 26, body)


def _joined(spans: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans that follow on each other as one."""
    found: list[tuple[date, date]] = []
    for first, last in spans:
        if found and found[-1][1] == first:
            first = found.pop()[0]
        found.append((first, last))
    return found


def _what(series: Series) -> str:
    return {"story": "Stories", "text": "Texts", "article": "Articles", "report": "Assertions"}[series.unit]


def _piles(series: Series, rates: bool) -> list[Pile]:
    """The bars: by class, the values of each period, from the axis outward; those below the axis with a minus."""
    values = series.rates() if rates else series.counts.astype(np.float64)
    if series.split == "quad":
        places = {name: n for n, name in enumerate(series.groups)}
        return [(quad, sign * values[:, places[quad]]) for quad, sign, _ in _SIDES]
    order = np.argsort(-series.counts.sum(axis=0), kind="stable")
    shown = order if len(order) <= _MOST else order[: _MOST - 1]
    piles = [(f"g{n}", values[:, place]) for n, place in enumerate(shown)]
    if len(shown) < len(order):
        piles.append((f"g{_MOST - 1}", np.nansum(values[:, order[len(shown) :]], axis=1)))
    return piles


def _names(series: Series, piles: Sequence[Pile]) -> list[tuple[str, str]]:
    """The classes of the bars with the names of their groups."""
    if series.split == "quad":
        return [(kind, kind.replace("-", " ")) for kind, _ in piles]
    order = np.argsort(-series.counts.sum(axis=0), kind="stable")
    names = [series.groups[place] or "no outlet" for place in order[: len(piles)]]
    if len(order) > len(piles):
        names[-1] = _REST
    return [(kind, name) for (kind, _), name in zip(piles, names, strict=True)]


def _reach(piles: Sequence[Pile]) -> tuple[float, float]:
    """The tallest stack above the axis and below it."""
    sides = [np.nansum([np.maximum(0, sign * values) for _, values in piles], axis=0) for sign in (1, -1)]
    up, down = (float(side.max(initial=0)) for side in sides)
    return (up, down) if up + down else (1.0, 0.0)


def series_rows(series: Series, width: int, *, rates: bool = False) -> list[Text]:
    """The same as lines of a terminal so many columns wide; where there are more periods than columns, neighbours are summed."""
    wide, first, last = 7, series.starts[0], following(series.starts[-1], series.by)
    room = max(20, width - wide - 1)
    piles = _piles(series, rates)
    styles = _styles(series, piles)
    rows = terminal.bars([(styles[kind], list(values)) for kind, values in piles], room, 14)
    up, down = _reach([(kind, np.array(terminal.merged(list(values), room))) for kind, values in piles])
    labels = [""] * len(rows)
    if rows:
        labels[0], labels[-1] = (f"{up:,.4g}" if up else "0"), (f"{down:,.4g}" if down else "0")
        axis = next(n for n, row in enumerate(rows) if row.plain.startswith("─"))
        labels[axis] = "0"
    found = [_key(series, piles, styles), *terminal.labelled(rows, labels, wide)]
    columns = len(rows[0]) if rows else room
    days = terminal.calendar(first, last, columns)
    found.append(Text(" " * (wide + 1)).append_text(days))
    net, low, high = _merged_net(series, room)
    lines, bottom, top = terminal.lines(net, columns, 6, low=low, high=high)
    ends = [f"{top:+,.4g}", *[""] * (len(lines) - 2), f"{bottom:+,.4g}"]
    found.append(Text("net cooperation, with 90 % intervals", style="bold"))
    return [*found, *terminal.labelled(lines, ends, wide), Text(" " * (wide + 1)).append_text(days)]


def _merged_net(series: Series, columns: int) -> tuple[list[float], list[float], list[float]]:
    """Net cooperation of so many columns with its bounds; those of a sum lie as far from it as the root of the squares says."""
    net = np.array(terminal.merged(list(series.net), columns))
    low, high = (
        np.sqrt(np.array(terminal.merged(list((series.net - bound) ** 2), columns)))
        for bound in (series.net_low, series.net_high)
    )
    return list(net), list(net - low), list(net + high)


def _styles(series: Series, piles: Sequence[Pile]) -> dict[str, str]:
    if series.split == "quad":
        return {quad: style for quad, _, style in _SIDES}
    return {kind: _COLOURS[n] for n, (kind, _) in enumerate(piles)}


def _key(series: Series, piles: Sequence[Pile], styles: dict[str, str]) -> Text:
    text = Text()
    for kind, name in _names(series, piles):
        text.append("█ ", style=styles[kind]).append(f"{name}  ")
    return text
