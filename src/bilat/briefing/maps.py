"""The map as SVG: two states' outlines, the border they share, and dots for the places of acts.

Projection: equirectangular, its longitudes shrunk by the cosine of the picture's middle latitude. Outlines are Natural
Earth's, compiled by ``tools/build_world.py``, which describes the file.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from itertools import groupby, pairwise
from math import cos, pi, radians, sin, sqrt

from bilat.briefing.brief import Atlas, Dot
from bilat.briefing.charts import svg, text
from bilat.briefing.disputed import LINES, Area
from bilat.briefing.labels import Box, free, text_box

Point = tuple[float, float]
Ring = tuple[int, ...]

_NEAR = 25.0
"""Degrees from a state's largest part within which its other parts are shown."""
_SMALLEST = 1.6
"""Degrees that a map shows at least."""


@dataclass(frozen=True, slots=True)
class World:
    """The outlines: arcs in degrees, and each state's polygons as rings of arcs (~n is arc n backwards)."""

    arcs: tuple[tuple[Point, ...], ...]
    states: dict[str, tuple[tuple[Ring, ...], ...]]

    def ring(self, ring: Ring) -> list[Point]:
        """A ring's points; one that crosses the antimeridian runs on beyond 180."""
        points: list[Point] = []
        for number in ring:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points += arc[1:] if points else arc
        return _unwrapped(points)

    def shared(self, a: str, b: str) -> list[int]:
        """The arcs that two states have in common: their border."""
        used = [
            {n if n >= 0 else ~n for polygon in self.states.get(s, ()) for ring in polygon for n in ring}
            for s in (a, b)
        ]
        return sorted(used[0] & used[1])


@cache
def world() -> World:
    """The outlines that ship with the package (read once in a process)."""
    packed = resources.files("bilat.briefing").joinpath("data/world.json.gz").read_bytes()
    raw = json.loads(gzip.decompress(packed))
    states = {
        code: tuple(tuple(map(tuple, polygon)) for polygon in polygons) for code, polygons in raw["states"].items()
    }
    return World(tuple(map(_unpacked, raw["arcs"])), states)


def _unpacked(flat: list[int]) -> tuple[Point, ...]:
    points, x, y = [], 0, 0
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 100, y / 100))
    return tuple(points)


def _unwrapped(points: list[Point]) -> list[Point]:
    turn, moved = 0, points[:1]
    for (before, _), (x, y) in pairwise(points):
        turn += 360 * (-1 if x - before > 180 else 1 if before - x > 180 else 0)
        moved.append((x + turn, y))
    # A ring round a pole never comes back to where it began.
    return moved if moved[-1] == moved[0] else points


@dataclass(frozen=True, slots=True)
class Window:
    """What part of the world a picture shows: longitudes run on beyond 180 where it crosses the antimeridian."""

    west: float
    east: float
    south: float
    north: float
    width: float
    height: float

    def longitude(self, x: float) -> float:
        """A longitude moved by full turns to where it is nearest to the middle."""
        middle = (self.west + self.east) / 2
        return x - 360 * round((x - middle) / 360)

    def place(self, x: float, y: float) -> Point:
        """Where a longitude, already moved, and a latitude stand in the picture."""
        return (
            (x - self.west) / (self.east - self.west) * self.width,
            (self.north - y) / (self.north - self.south) * self.height,
        )


def window(codes: Iterable[str], width: float, tallest: float, flattest: float = 0.45) -> Window | None:
    """The part of the world that holds the states' main parts; null where none has an outline."""
    boxes = [box for code in codes if (box := _extent(code)) is not None]
    if not boxes:
        return None
    west, east = _arc([(box.left, box.right) for box in boxes])
    south, north = min(box.top for box in boxes), max(box.bottom for box in boxes)
    pad_x, pad_y = (
        max(0.07 * (high - low), (_SMALLEST - high + low) / 2) for low, high in ((west, east), (south, north))
    )
    west, east, south, north = west - pad_x, east + pad_x, max(south - pad_y, -89.0), min(north + pad_y, 89.0)
    shrink = cos(radians((south + north) / 2))
    # Never flatter than half its width and never taller than it may be: the world round the two fills the rest.
    wide, tall = (east - west) * shrink, north - south
    height = min(max(tall / wide * width, width * flattest), tallest)
    if tall / wide * width < height:
        grow = (height / width * wide - tall) / 2
        south, north = south - grow, north + grow
    else:
        grow = (width / height * tall - wide) / 2 / shrink
        west, east = west - grow, east + grow
    return Window(west, east, south, north, width, height)


@cache
def _shapes() -> dict[str, tuple[tuple[tuple[Box, list[Point]], ...], ...]]:
    """Each state's polygons as rings with the boxes round them: most maps draw few of them, and leave the others at that."""
    outlines = world()
    return {
        code: tuple(tuple((_box(ring), ring) for ring in map(outlines.ring, polygon)) for polygon in polygons)
        for code, polygons in outlines.states.items()
    }


@cache
def _extent(code: str) -> Box | None:
    """A state's main part: its largest polygon and those near it that are more than specks."""
    parts = [polygon[0][0] for polygon in _shapes().get(code, ())]
    if not parts:
        return None
    areas = [(box.right - box.left) * (box.bottom - box.top) for box in parts]
    main = parts[areas.index(max(areas))]
    kept = main
    for box, area in zip(parts, areas, strict=True):
        turn = 360 * round(((main.left + main.right) / 2 - (box.left + box.right) / 2) / 360)
        moved = Box(box.left + turn, box.top, box.right + turn, box.bottom)
        if area > 0.005 * max(areas) and _gap(main, moved) < _NEAR:
            kept = Box(
                min(kept.left, moved.left),
                min(kept.top, moved.top),
                max(kept.right, moved.right),
                max(kept.bottom, moved.bottom),
            )
    return kept


def _box(points: list[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _gap(one: Box, other: Box) -> float:
    across = max(other.left - one.right, one.left - other.right, 0.0)
    return max(across, other.top - one.bottom, one.top - other.bottom, 0.0)


def _arc(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """The shortest stretch of longitudes that holds all spans, whichever way round the world it goes."""
    best = None
    for turn in (-360, 0, 360):
        moved = [spans[0], *((left + turn, right + turn) for left, right in spans[1:])]
        stretch = (min(left for left, _ in moved), max(right for _, right in moved))
        if best is None or stretch[1] - stretch[0] < best[1] - best[0]:
            best = stretch
    return best or (-180.0, 180.0)


def map_svg(
    figure: Atlas,
    *,
    width: float = 760,
    tallest: float = 560,
    labels: int = 10,
    flattest: float = 0.45,
    uid: str = "map",
) -> str:
    """The map; "" where neither of the two has an outline."""
    outlines = world()
    codes = [code for code, _ in figure.states]
    view = window(codes, width, tallest, flattest)
    if view is None:
        return ""
    body = [f'<rect class="sea" width="{view.width:g}" height="{view.height:.1f}"/>']
    for code, polygons in _shapes().items():
        kind = ("land a", "land b")[codes.index(code)] if code in codes else "land"
        shape = "".join(path(ring, view, closed=True, box=box) for polygon in polygons for box, ring in polygon)
        body.append(f'<path class="{kind}" d="{shape}"/>' if shape else "")
    body.append(_border(outlines, codes, view))
    if contested := disputed_path(view):
        body.append(f'<path class="disputed" d="{contested}"/>')
    body += _dots(figure, view, labels)
    names = " and ".join(name for _, name in figure.states)
    shown = [f"{dot.name} {dot.count}" for dot in figure.dots[:12]]
    description = f"Outlines of {names}, with a dot for each place of acts: {', '.join(shown) or 'none'}."
    return svg(f"Map of {names}", description, view.width, round(view.height, 1), uid, "".join(body))


def _border(outlines: World, codes: list[str], view: Window) -> str:
    """The border of two states, without what of it is disputed: :func:`disputed_path` has that."""
    arcs = outlines.shared(codes[0], codes[1]) if len(codes) == 2 else []
    boxes = [line.box for line in LINES if {line.a, line.b} == set(codes)]
    plain = [part for n in arcs for inside, part in _stretches(outlines.arcs[n], boxes) if not inside]
    line = "".join(path(part, view, closed=False) for part in plain)
    return f'<path class="border" d="{line}"/>' if line else ""


def disputed_path(view: Window) -> str:
    """The lines that are disputed, as path data, so far as they lie in the picture."""
    outlines = world()
    drawn = [
        path(part, view, closed=False)
        for line in LINES
        for number in outlines.shared(line.a, line.b)
        for inside, part in _stretches(outlines.arcs[number], [line.box])
        if inside
    ]
    return "".join(drawn)


def _stretches(points: Sequence[Point], boxes: Sequence[Area | None]) -> Iterator[tuple[bool, list[Point]]]:
    """A line in stretches that lie in one of the boxes and that do not; null is a box that holds everything."""
    steps = [(_within(a, boxes) and _within(b, boxes), a, b) for a, b in pairwise(points)]
    for inside, some in groupby(steps, key=lambda step: step[0]):
        part = list(some)
        yield inside, [part[0][1], *(b for _, _, b in part)]


def _within(point: Point, boxes: Sequence[Area | None]) -> bool:
    return any(box is None or (box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]) for box in boxes)


def path(points: list[Point], view: Window, *, closed: bool, box: Box | None = None) -> str:
    """A line or ring as path data, "" where it lies outside the picture; near points become one.

    Args:
        box: The one round the points, where it is known.
    """
    box = box or _box(points)
    middle = (box.left + box.right) / 2
    turn = view.longitude(middle) - middle
    if box.right + turn < view.west or box.left + turn > view.east or box.bottom < view.south or box.top > view.north:
        return ""
    # Worked out in place: a map of two states far from each other has some twenty thousand points.
    wide, tall = view.width / (view.east - view.west), view.height / (view.north - view.south)
    from_x, from_y = view.west - turn, view.north
    drawn, last_x, last_y = list[Point](), 1e9, 1e9
    for lon, lat in points:
        x, y = (lon - from_x) * wide, (from_y - lat) * tall
        across, down = x - last_x, y - last_y
        if (across if across > 0 else -across) + (down if down > 0 else -down) > 0.6:
            drawn.append((x, y))
            last_x, last_y = x, y
    if drawn[-1] != (x, y):
        drawn.append((x, y))
    if len(drawn) < 2:
        return ""
    return "M" + "L".join(_clipped(drawn, view)) + ("Z" if closed else "")


def _clipped(points: list[Point], view: Window) -> Iterator[str]:
    """The points as text, those far outside pulled to the picture's wider edge, so that a large neighbour costs little."""
    low, high, bottom = -40.0, view.width + 40, view.height + 40
    last = ""
    for x, y in points:
        if not (low < x < high and low < y < bottom):
            x, y = min(max(x, low), high), min(max(y, low), bottom)
        here = f"{x:.1f} {y:.1f}"
        if here != last:
            yield here
        last = here


def radius(count: int, most: int, largest: float = 15.0) -> float:
    """A dot's radius: its area grows with the count, and the smallest can still be seen."""
    return max(3.2, largest * sqrt(count / max(most, 1)))


def _dots(figure: Atlas, view: Window, labels: int) -> list[str]:
    frame = Box(4, 4, view.width - 4, view.height - 4)
    inside = [
        (dot, x, y)
        for dot in figure.dots
        if (point := _placed(dot, view))
        and frame.left < (x := point[0]) < frame.right
        and frame.top < (y := point[1]) < frame.bottom
    ]
    most = max((dot.count for dot, *_ in inside), default=1)
    largest = 15.0 * min(1.0, view.width / 560)
    sized = [(dot, x, y, radius(dot.count, most, largest)) for dot, x, y in inside]
    drawn = [_dot(*one) for one in sized]
    taken = [Box(x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8) for _, x, y, r in sized]
    names = _names(figure, view, taken, frame)
    for dot, x, y, r in sized[:labels]:
        drawn.append(_label(dot.name, x, y, r, taken, frame))
    return [*names, *drawn]


def _placed(dot: Dot, view: Window) -> Point:
    return view.place(view.longitude(dot.longitude), dot.latitude)


def _dot(dot: Dot, x: float, y: float, r: float) -> str:
    """A disc of cooperation, with a wedge of it for the share of conflict."""
    title = f"{dot.name}: {dot.cooperation} of cooperation, {dot.conflict} of conflict"
    kind = "cooperation" if dot.cooperation else "conflict"
    disc = f'<circle class="dot {kind}" cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>'
    return f"<g><title>{escape(title)}</title>{disc}{_wedge(dot, x, y, r)}</g>"


def _wedge(dot: Dot, x: float, y: float, r: float) -> str:
    if not dot.conflict or not dot.cooperation:
        return ""
    angle = 2 * pi * dot.conflict / dot.count
    end = (x + r * sin(angle), y - r * cos(angle))
    large = int(angle > pi)
    arc = f"A{r:.1f} {r:.1f} 0 {large} 1 {end[0]:.1f} {end[1]:.1f}"
    return f'<path class="dot conflict" d="M{x:.1f} {y:.1f}V{y - r:.1f}{arc}Z"/>'


def _label(name: str, x: float, y: float, r: float, taken: list[Box], frame: Box) -> str:
    """The name beside its dot, on the first side that is free; "" where none is."""
    short = name if len(name) <= 28 else name[:27] + "…"
    spots = (
        (x + r + 3, y + 4, "start"),
        (x - r - 3, y + 4, "end"),
        (x, y - r - 4, "middle"),
        (x, y + r + 12, "middle"),
    )
    for at_x, at_y, anchor in spots:
        box = text_box(short, at_x, at_y, 12, anchor)
        if free(box, taken, frame):
            taken.append(box)
            return text(short, at_x, at_y, anchor=anchor, kind="place")
    return ""


def _names(figure: Atlas, view: Window, taken: list[Box], frame: Box) -> list[str]:
    """The two states' names, at the middle of their main part or as near to it as dots allow."""
    drawn = []
    for code, name in figure.states:
        box = _extent(code)
        if box is None:
            continue
        x, y = view.place(view.longitude((box.left + box.right) / 2), (box.top + box.bottom) / 2)
        for dx, dy in ((0, 0), (0, -24), (0, 24), (-40, -40), (40, 40), (0, -60), (0, 60), (-60, 0), (60, 0)):
            spot = text_box(name.upper(), x + dx, y + dy, 16, "middle")
            if free(spot, taken, frame):
                taken.append(spot)
                drawn.append(text(name.upper(), x + dx, y + dy, size=14, anchor="middle", kind="state"))
                break
    return drawn
