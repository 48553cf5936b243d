"""An outlook as a plot: the weeks that were, and the ranges of an average week of those to come."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import nan

from rich.text import Text

from bilat.plots import svg, terminal
from bilat.plots.svg import Plane
from bilat.relations.outlook import Forecast, Outlook, Target

_PARTS: tuple[tuple[Target, str, str], ...] = (
    ("conflict", "material-conflict", "material conflict"),
    ("cooperation", "material-cooperation", "material cooperation"),
)
_SHOWN = 104  # weeks of the past
_WEEK = timedelta(days=7)
_TOP, _HEIGHT, _GAP = 62.0, 130.0, 52.0


def outlook_svg(made: Outlook, title: str, *, width: float = 800) -> str:
    """An outlook as an SVG file: conflict above, cooperation below, stories a week.

    Args:
        made: One with forecasts.
        title: What stands over it.
        width: Of the picture; its height is about 420.
    """
    past = made.weekly[-_SHOWN:]
    now = date.fromisoformat(past[-1].start) + _WEEK
    end = now + max(one.weeks for one in made.forecasts) * _WEEK
    body = [svg.text(title, 12, 22, size=15, kind="title"), _explained(width)]
    for n, (target, kind, name) in enumerate(_PARTS):
        forecasts = sorted((one for one in made.forecasts if one.target == target), key=lambda one: one.weeks)
        values = [nan if (count := getattr(week, target)) is None else float(count) for week in past]
        high = max([1.0, *(v for v in values if v == v), *(_upper(one) for one in forecasts)])
        first = date.fromisoformat(past[0].start)
        top = _TOP + n * (_HEIGHT + _GAP)
        plane = Plane(first=first, last=end, low=0.0, high=high, top=top, width=width - 60, height=_HEIGHT)
        spans = [(date.fromisoformat(week.start), date.fromisoformat(week.start) + _WEEK) for week in past]
        unread = [span for span, value in zip(spans, values, strict=True) if value != value]
        body += [
            svg.text(f"stories of {name} a week", 48, top - 5, size=11, kind="tick"),
            svg.shade(plane, unread),
            svg.grid(plane, about=4),
            svg.bars(plane, spans, [(kind, values)]),
            *_fan(plane, now, forecasts),
            svg.calendar(plane),
        ]
    described = (
        f"Stories of material conflict and cooperation by week until {made.as_of}, and what the weeks after may bring."
    )
    return svg.picture(title, described, width, _TOP + 2 * _HEIGHT + _GAP + 30, body)


def _explained(width: float) -> str:
    words = "right: an average week until then; line: expected; bands hold 50, 80 and 90 of a hundred"
    return svg.text(words, width - 12, 40, size=11, anchor="end", kind="tick")


def _upper(one: Forecast) -> float:
    return max(part.high for part in one.intervals) / one.weeks


def _fan(plane: Plane, now: date, forecasts: Sequence[Forecast]) -> list[str]:
    """The bands of each horizon, drawn from where the one before it ends; the darker the likelier."""
    drawn, begin = [], now
    for one in forecasts:
        days = [begin, now + one.weeks * _WEEK]
        for part in one.intervals:
            low, high = part.low / one.weeks, part.high / one.weeks
            drawn.append(svg.band(plane, days, [low, low], [high, high]))
        mean = one.mean_week if one.mean_week is not None else nan
        drawn.append(svg.line(plane, days, [mean, mean]))
        begin = days[1]
    return drawn


def outlook_rows(made: Outlook, width: int) -> list[Text]:
    """The weeks that were as lines of a terminal: cooperation above the axis, conflict below it."""
    room = max(20, width - 8)
    past = made.weekly[-room:]
    piles = [
        ("green", [float(week.cooperation or 0) for week in past]),
        ("red", [-float(week.conflict or 0) for week in past]),
    ]
    rows = terminal.bars(piles, room, 10)
    if not rows:
        return []
    first, last = date.fromisoformat(past[0].start), date.fromisoformat(past[-1].start) + _WEEK
    columns = len(rows[0])
    key = Text("stories a week: ").append("█ ", style="green").append("material cooperation  ")
    key.append("█ ", style="red").append("material conflict")
    days = Text(" " * 8).append_text(terminal.calendar(first, last, columns))
    return [key, *terminal.labelled(rows, [""] * len(rows), 7), days]
