"""A pair's figures as a picture: cooperation up and conflict down by period, what is planned as an outline, net below."""

from collections.abc import Sequence
from html import escape
from math import isnan
from typing import Protocol

from markupsafe import Markup

from bilat.briefing import wording

WIDTH = 1040.0
_LEFT, _RIGHT, _TOP = 44.0, 8.0, 10.0
_TALL, _NET, _GAP, _BOTTOM = 220.0, 90.0, 22.0, 22.0
_UP, _DOWN = ("verbal_cooperation", "material_cooperation"), ("verbal_conflict", "material_conflict")


class Told(Protocol):
    """A period's figures."""

    start: str
    label: str
    planned: int
    read: int | None
    net: float | None
    net_low: float | None
    net_high: float | None


def timeline_svg(periods: Sequence[Told], what: str) -> Markup:
    """The picture; "" where there is no period.

    Args:
        what: What is counted, in words: "stories".
    """
    if not periods:
        return Markup("")
    step = (WIDTH - _LEFT - _RIGHT) / len(periods)
    up = max([1, *(_sum(one, _UP) + one.planned for one in periods)])
    down = max([1, *(_sum(one, _DOWN) for one in periods)])
    unit = (_TALL - _TOP) / (up + down)
    axis = _TOP + up * unit
    body = [_grid(axis, up, down, unit)]
    body += [_bar(one, _LEFT + n * step, step, axis, unit) for n, one in enumerate(periods)]
    body.append(f'<line class="axis" x1="{_LEFT:g}" x2="{WIDTH - _RIGHT:g}" y1="{axis:.1f}" y2="{axis:.1f}"/>')
    body += _net(periods, step)
    height = _TALL + _GAP + _NET + _BOTTOM
    body += _years(periods, step, height)
    span = f"{wording.day(periods[0].start)} to {wording.day(periods[-1].start)}"
    told = (
        f"{what.capitalize()} by period, {span}: cooperation up to {up}, conflict up to {down}; below, net cooperation."
    )
    return Markup(
        f'<svg id="timeline" viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-labelledby="timeline-t" '
        f'data-left="{_LEFT:g}" data-right="{_RIGHT:g}" data-width="{WIDTH:g}" data-height="{height - _BOTTOM:g}" '
        f'data-starts="{" ".join(one.start for one in periods)}"><title id="timeline-t">{escape(told)}</title>'
        f'{"".join(body)}<g id="turns"></g><rect id="brush" y="0" height="{height - _BOTTOM:g}" width="0"/></svg>'
    )


def _sum(one: Told, quads: Sequence[str]) -> int:
    return sum(int(getattr(one, quad)) for quad in quads)


def _bar(one: Told, x: float, step: float, axis: float, unit: float) -> str:
    wide = max(step * 0.86, 0.6)
    parts, top, low = [], axis, axis
    for quad in reversed(_UP):
        tall = getattr(one, quad) * unit
        top -= tall
        parts.append(_rect(quad, x, top, wide, tall))
    if one.planned:
        tall = one.planned * unit
        parts.append(_rect("planned", x, top - tall, wide, tall))
    for quad in reversed(_DOWN):
        tall = getattr(one, quad) * unit
        parts.append(_rect(quad, x, low, wide, tall))
        low += tall
    if one.read == 0:
        parts.append(f'<rect class="unread" x="{x:.2f}" y="{axis - 2:.1f}" width="{step:.2f}" height="4"/>')
    return f"<g><title>{escape(_spoken(one))}</title>{''.join(parts)}</g>"


def _rect(kind: str, x: float, y: float, wide: float, tall: float) -> str:
    if tall <= 0:
        return ""
    return f'<rect class="{kind.replace("_", "-")}" x="{x:.2f}" y="{y:.1f}" width="{wide:.2f}" height="{max(tall, 0.5):.1f}"/>'


def _spoken(one: Told) -> str:
    told = [f"{getattr(one, quad)} {quad.replace('_', ' ')}" for quad in (*_UP, *_DOWN) if getattr(one, quad)]
    if one.planned:
        told.append(f"{one.planned} planned")
    read = "nothing was read" if one.read == 0 else ", ".join(told) or "nothing told"
    return f"{one.label}: {read}"


def _grid(axis: float, up: int, down: int, unit: float) -> str:
    lines = []
    for sign, most in ((-1, up), (1, down)):
        step = max(1, round(most / 2))
        for value in range(step, most + 1, step):
            y = axis + sign * value * unit
            lines.append(f'<line class="grid" x1="{_LEFT:g}" x2="{WIDTH - _RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
            lines.append(f'<text class="tick" x="{_LEFT - 6:g}" y="{y + 4:.1f}" text-anchor="end">{value}</text>')
    return "".join(lines)


def _net(periods: Sequence[Told], step: float) -> list[str]:
    """Net cooperation with its interval, in its own scale."""
    known = [(n, one) for n, one in enumerate(periods) if one.net is not None and not isnan(one.net)]
    most = max([1.0, *(abs(v) for _, one in known for v in (one.net, one.net_low, one.net_high) if v is not None)])
    middle = _TALL + _GAP + _NET / 2
    unit = _NET / 2 / most
    drawn = [
        f'<line class="axis" x1="{_LEFT:g}" x2="{WIDTH - _RIGHT:g}" y1="{middle:.1f}" y2="{middle:.1f}"/>',
        f'<text class="tick" x="{_LEFT - 6:g}" y="{middle + 4:.1f}" text-anchor="end">net 0</text>',
    ]
    for n, one in known:
        x, net = _LEFT + (n + 0.43) * step, one.net or 0.0
        low, high = one.net_low if one.net_low is not None else net, one.net_high if one.net_high is not None else net
        if not one.net and not low and not high:
            continue
        kind = "good" if net >= 0 else "bad"
        drawn.append(
            f'<g class="net {kind}"><line x1="{x:.2f}" x2="{x:.2f}" y1="{middle - high * unit:.1f}" '
            f'y2="{middle - low * unit:.1f}"/><circle cx="{x:.2f}" cy="{middle - net * unit:.1f}" '
            f'r="{min(max(step * 0.3, 1.2), 4):.1f}"/>'
            f"<title>{escape(one.label)}: net {net:+.1f}, 90 % interval {low:+.1f} to {high:+.1f}</title></g>"
        )
    return drawn


def _years(periods: Sequence[Told], step: float, height: float) -> list[str]:
    """The year below its first period, so far as there is room."""
    found: list[str] = []
    last, at = "", -60.0
    for n, one in enumerate(periods):
        year, x = one.start[:4], _LEFT + n * step
        if year != last and x - at >= 44 and x < WIDTH - 40:
            # Every other one is left out where the picture is small and the words are not.
            kind = "tick alt" if len(found) % 2 else "tick"
            found.append(f'<text class="{kind}" x="{x:.1f}" y="{height - 4:.1f}">{year}</text>')
            at = x
        last = year
    return found
