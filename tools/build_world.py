"""Builds src/bilat/briefing/data/world.json.gz, the outlines of states that the brief's map draws.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/build_world.py package/countries-50m.json

The source is Natural Earth's Admin 0 countries at 1:50m, version 4.1.0 (public domain), as the npm package world-atlas
2.0.2 gives it (ISC, Copyright 2013-2019 Michael Bostock). Its TopoJSON keeps each border once, as an arc that both
neighbours use; so does the result, which is why a border that two states share can be drawn for itself:

    {"arcs": [[lon, lat, dlon, dlat, ...], ...],              hundredths of a degree, each point less the one before
     "states": {"IRN": [[[arc, ...], ...], ...], ...}}        polygons of rings of arcs; ~n is arc n backwards

Areas to which the source gives no ISO number keep their name in the source as key ("Somaliland"), but for Kosovo, XKX.
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pycountry
from shapely.geometry import LineString  # type: ignore[import-untyped]

OUT = Path(__file__).parent.parent / "src/bilat/briefing/data/world.json.gz"
TOLERANCE = 0.02
"""Degrees by which an outline may differ from the source: half a pixel on a map of ten degrees."""

_OWN_CODES = {"Kosovo": "XKX"}

Rings = list[list[int]]


def main() -> None:
    """Reads the TopoJSON that the command line names, writes the outlines."""
    parser = argparse.ArgumentParser(description="Builds the outlines of states for the brief's map.")
    parser.add_argument("topojson", type=Path, help="countries-50m.json of the npm package world-atlas")
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    built = build(json.loads(arguments.topojson.read_text("utf-8")))
    content = json.dumps(built, separators=(",", ":"), sort_keys=True).encode()
    arguments.out.write_bytes(gzip.compress(content, 9, mtime=0))
    print(f"{len(built['states'])} states, {len(built['arcs'])} arcs, {len(content)} bytes in {arguments.out}")


def build(topology: dict[str, Any]) -> dict[str, Any]:
    """The compact form of a topology of countries."""
    states: defaultdict[str, list[Rings]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry["type"] is None:
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        states[code_of(geometry)].extend(polygons)
    arcs = [packed(simplified(points)) for points in unpacked(topology)]
    return {"arcs": arcs, "states": dict(states)}


def code_of(geometry: dict[str, Any]) -> str:
    """Alpha-3 of a geometry, its name where it has no number."""
    name = str(geometry["properties"]["name"])
    country = pycountry.countries.get(numeric=geometry["id"]) if geometry.get("id") else None
    return str(country.alpha_3) if country else _OWN_CODES.get(name, name)


def unpacked(topology: dict[str, Any]) -> Iterable[list[tuple[float, float]]]:
    """The arcs in degrees (TopoJSON: delta-encoded whole numbers, scaled and moved)."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        yield points


def simplified(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The line with fewer points; its ends stay, so arcs still meet."""
    # A closed ring simplifies to its two equal ends: small islands are kept as they are.
    if len(points) < 9:
        return points
    return list(LineString(points).simplify(TOLERANCE).coords)


def packed(points: list[tuple[float, float]]) -> list[int]:
    """Whole hundredths of a degree, each point less the one before, flat."""
    flat: list[int] = []
    last = (0, 0)
    for point in points:
        here = (round(point[0] * 100), round(point[1] * 100))
        if flat and here == last:
            continue
        flat += [here[0] - last[0], here[1] - last[1]]
        last = here
    return flat


if __name__ == "__main__":
    main()
