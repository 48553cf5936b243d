"""Plots: pieces stand where their values say, whatever the values, and a picture is whole."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.errors import BadArgument, MissingExtra
from bilat.model import Quad, Status
from bilat.plots import Mark, Plane, files, series_rows, series_svg, svg, terminal
from bilat.relations import Series
from bilat.relations.calendar import periods_between

SVG = "{http://www.w3.org/2000/svg}"
numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


def made(
    counts: list[list[int]], net: list[float], exposure: list[float], groups: tuple[str, ...] = tuple(Quad)
) -> Series:
    """A series of months from January 2024 on."""
    starts = periods_between(date(2024, 1, 1), date(2024 + (len(net) - 1) // 12, (len(net) - 1) % 12 + 1, 1), "month")
    values, read = np.array(counts, dtype=np.int64), np.array(exposure)
    return Series(
        a="IRN",
        b="PAK",
        by="month",
        unit="story",
        split="quad" if groups == tuple(Quad) else "issue",
        status=(Status.ACTUAL,),
        starts=starts,
        groups=groups,
        counts=values,
        total=values.sum(axis=1),
        exposure=read,
        exposures=np.repeat(read[:, None], len(groups), axis=1),
        exposure_of="articles",
        net=np.array(net),
        net_low=np.array(net) - 2,
        net_high=np.array(net) + 3,
        undated=0,
        coarse=0,
        earlier=0,
        later=0,
    )


THREE = made([[3, 1, 0, 2], [0, 0, 0, 0], [0, 0, 4, 5]], [5.0, float("nan"), -60.0], [10, 0, 20])


def rects(root: ET.Element, kind: str) -> list[dict[str, float]]:
    found = (one for one in root.iter(f"{SVG}rect") if one.get("class") == kind)
    return [{name: float(one.get(name, "0")) for name in ("x", "y", "width", "height")} for one in found]


def test_cooperation_stands_above_the_axis_and_conflict_below_it_as_tall_as_its_counts() -> None:
    root = ET.fromstring(series_svg(THREE, "Iran & Pakistan <by month>"))
    legend = 1  # each class has a square in the legend too
    tall = {quad: [one["height"] for one in rects(root, quad)[legend:]] for quad in Quad}
    one = tall[Quad.MATERIAL_COOPERATION][0]

    assert tall[Quad.VERBAL_COOPERATION] == pytest.approx([3 * one], abs=0.05)
    assert tall[Quad.MATERIAL_CONFLICT] == pytest.approx([2 * one, 5 * one], abs=0.05)
    axis = rects(root, Quad.MATERIAL_COOPERATION)[1]["y"] + one
    assert [bar["y"] for bar in rects(root, Quad.MATERIAL_CONFLICT)[legend:]] == pytest.approx([axis, axis], abs=0.05)
    assert len(rects(root, "unread")) == 2, "February in both parts"
    assert root.findtext(f"{SVG}title") == "Iran & Pakistan <by month>"


def test_the_line_breaks_where_nothing_is_known() -> None:
    root = ET.fromstring(series_svg(THREE, "x"))
    (line,) = [one.get("d", "") for one in root.iter(f"{SVG}path") if one.get("class") == "line"]
    assert line.count("M") == 2


def test_marks_carry_their_words_and_range() -> None:
    marks = [Mark(day=date(2024, 2, 3), label="turn <1>", first=date(2024, 1, 20), last=date(2024, 2, 20))]
    root = ET.fromstring(series_svg(THREE, "x", marks=marks))
    assert len(rects(root, "range")) == 2
    assert "turn <1>" in [one.text for one in root.iter(f"{SVG}text")]


def test_more_groups_than_colours_are_put_together() -> None:
    names = tuple(f"issue {n}" for n in range(12))
    counts = [[n + 1 for n in range(12)], [1] * 12]
    root = ET.fromstring(series_svg(made(counts, [1.0, 2.0], [5, 5], names), "x"))
    words = [one.text for one in root.iter(f"{SVG}text")]
    assert "other" in words
    assert "issue 11" in words
    assert "issue 0" not in words


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20), st.integers(0, 4000))
def test_bars_keep_to_their_plane(values: list[tuple[float, float]], days: int) -> None:
    first = date(2000, 1, 1) + timedelta(days=days)
    spans = [(first + timedelta(days=7 * n), first + timedelta(days=7 * n + 7)) for n in range(len(values))]
    sides = [[max(0, sign * a) + max(0, sign * b) for a, b in values] for sign in (1, -1)]
    plane = Plane(first=spans[0][0], last=spans[-1][1], low=-max(sides[1]), high=max(sides[0]))
    drawn = svg.bars(plane, spans, [("g0", [a for a, _ in values]), ("g1", [b for _, b in values])])

    for x, y, width, height in re.findall(r'x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', drawn):
        assert plane.left - 0.02 <= float(x) <= float(x) + float(width) <= plane.left + plane.width + 0.02
        assert plane.top - 0.02 <= float(y) <= float(y) + float(height) <= plane.top + plane.height + 0.02


@given(numbers, st.floats(1e-3, 1e6))
def test_steps_are_round_and_inside(low: float, span: float) -> None:
    found = svg.steps(low, low + span)
    assert 1 <= len(found) <= 12
    assert all(low - 1e-6 * span <= one <= low + span + 1e-6 * span for one in found)


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(1, 30_000), st.integers(1, 40))
def test_days_named_on_an_axis_are_few_and_on_it(first: date, days: int, most: int) -> None:
    last = first + timedelta(days=days)
    found = svg.ticks(first, last, most)
    assert all(first <= day < last for day, _ in found)
    assert len(found) <= max(most, 14)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=300), st.integers(20, 120), st.integers(2, 20))
def test_bars_of_characters_keep_to_their_room(values: list[tuple[float, float]], width: int, height: int) -> None:
    rows = terminal.bars([("green", [abs(a) for a, _ in values]), ("red", [-abs(b) for _, b in values])], width, height)

    assert len(rows) <= height + 2
    assert len({len(row) for row in rows}) <= 1
    assert all(len(row) <= width for row in rows)
    if any(a for a, _ in values):
        assert any("█" in row.plain or "▄" in row.plain for row in rows)


def test_the_tallest_bar_reaches_the_top_and_its_half_half_as_high() -> None:
    rows = [row.plain for row in terminal.bars([("green", [8.0, 4.0, 0.0])], 3, 8)]
    assert [row[0] for row in rows] == ["█"] * 8 + ["─"]
    assert [row[1] for row in rows] == [" "] * 4 + ["█"] * 4 + ["─"]
    assert [row[2] for row in rows] == [" "] * 8 + ["─"]


@given(st.lists(numbers | st.just(float("nan")), min_size=1, max_size=200), st.integers(20, 100), st.integers(2, 9))
def test_lines_of_dots_keep_to_their_room(values: list[float], width: int, height: int) -> None:
    rows, low, high = terminal.lines(values, width, height)
    assert len(rows) == height
    assert all(len(row) <= width for row in rows)
    assert low <= 0 <= high


def test_rows_are_no_wider_than_asked() -> None:
    for width in (40, 80, 160):
        assert max(len(row) for row in series_rows(THREE, width)[1:]) <= width


def test_a_picture_is_written_as_its_name_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = series_svg(THREE, "x")
    files.write(picture, tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text("utf-8") == picture
    with pytest.raises(BadArgument, match="the form of the plot"):
        files.write(picture, tmp_path / "a.gif")
    with pytest.raises(BadArgument, match="cannot write"):
        files.write(picture, tmp_path / "none" / "a.svg")
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    with pytest.raises(MissingExtra) as caught:
        files.write(picture, tmp_path / "a.png")
    assert 'pip install "bilat[plots]"' in caught.value.hint


def test_a_png_is_drawn_from_it(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="the extra plots is not installed")
    files.write(series_svg(THREE, "x"), tmp_path / "a.png")
    content = (tmp_path / "a.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(content[16:20]) == 1600
