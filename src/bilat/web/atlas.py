"""The world as a map of the record: each state shaded by how many events it stands in, disputed borders as such."""

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from itertools import pairwise

from markupsafe import Markup

from bilat.briefing import maps
from bilat.web import links

WIDTH, _NORTH, _SOUTH = 1920.0, 84.0, -57.0
_LEAST = (
    2  # units of the picture, half a pixel on a laptop: points nearer than this to the last are left out, and specks
)
_STEPS = (1, 10, 100, 1000)
"""From so many events on a state has the next shade."""


def shade(events: int) -> int:
    """Which of the shades, 0 to 4, so many events have.

    >>> shade(0), shade(1), shade(12), shade(5000)
    (0, 1, 2, 4)
    """
    return sum(events >= step for step in _STEPS)


def world_svg(counts: Mapping[str, tuple[str, int]]) -> Markup:
    """The map; each state of the record leads to its page.

    Args:
        counts: By code, a party's name and number of events.
    """
    view = _window()
    drawn = [f'<rect class="sea" width="{view.width:g}" height="{view.height:.1f}"/>']
    for code, path in _shapes():
        name, events = counts.get(code, ("", 0))
        shape = f'<path class="land w{shade(events)}" d="{path}"/>'
        if events:
            # The table beside the map has the same links for those who walk by keyboard.
            title = escape(f"{name}: {events:,} events")
            shape = f'<a href="{escape(links.party(code))}" tabindex="-1"><title>{title}</title>{shape}</a>'
        drawn.append(shape)
    drawn.append(f'<path class="disputed" d="{_disputed()}"/>')
    most = ", ".join(f"{name} {events:,}" for name, events in _most(counts.values()))
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view.width:g} {view.height:.1f}" role="group" '
        f'aria-labelledby="world-t world-d"><title id="world-t">Events by state</title>'
        f'<desc id="world-d">States shaded by the number of events they stand in: {escape(most)}.</desc>'
        f"{''.join(drawn)}</svg>"
    )


def _most(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda one: -one[1])[:8]


@cache
def _window() -> maps.Window:
    return maps.Window(-180.0, 180.0, _SOUTH, _NORTH, WIDTH, round(WIDTH * (_NORTH - _SOUTH) / 360, 1))


@cache
def _shapes() -> tuple[tuple[str, str], ...]:
    """Each state's path, without its specks unless they are all of it."""
    outlines = maps.world()
    found = []
    for code, polygons in outlines.states.items():
        rings = [_thinned(outlines.ring(ring)) for polygon in polygons for ring in polygon]
        large = [ring for ring in rings if len(ring) > 3] or [max(rings, key=len)]
        found.append((code, "".join(map(_path, large))))
    return tuple(found)


def _thinned(points: Iterable[maps.Point]) -> list[tuple[int, int]]:
    view, kept = _window(), list[tuple[int, int]]()
    for x, y in points:
        here = view.place(x, y)
        if not kept or abs(here[0] - kept[-1][0]) + abs(here[1] - kept[-1][1]) > _LEAST:
            kept.append((round(here[0]), round(here[1])))
    return kept


def _path(points: list[tuple[int, int]]) -> str:
    """A ring as path data, each point from the one before."""
    (x, y), steps = points[0], []
    for before, here in pairwise(points):
        steps.append(f"{here[0] - before[0]} {here[1] - before[1]}")
    return f"M{x} {y}l{' '.join(steps)}z" if steps else f"M{x} {y}h{_LEAST}v{_LEAST}h-{_LEAST}z"


@cache
def _disputed() -> str:
    return maps.disputed_path(_window())
