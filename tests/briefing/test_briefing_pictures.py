"""The pictures: their proportions, and that labels keep apart."""

import re
from xml.etree import ElementTree

import pytest
from briefing_samples import brief

from bilat.briefing import Atlas, Dot, Month, Peak, Timeline
from bilat.briefing.charts import timeline_svg
from bilat.briefing.labels import Box, text_box
from bilat.briefing.maps import map_svg, radius, window, world
from bilat.model import Quad

SVG = "{http://www.w3.org/2000/svg}"


def bars(svg: str) -> list[tuple[str, float, float, float]]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [
        (one.attrib["class"], float(one.attrib["x"]), float(one.attrib["y"]), float(one.attrib["height"]))
        for one in found
    ]


def boxes(svg: str, *kinds: str) -> list[Box]:
    return [
        text_box(
            one.text or "",
            float(one.attrib["x"]),
            float(one.attrib["y"]),
            float(one.attrib["font-size"]),
            one.attrib["text-anchor"],
        )
        for one in ElementTree.fromstring(svg).iter(f"{SVG}text")
        if one.attrib["class"] in kinds
    ]


def month(label: str, **tally: int) -> Month:
    done = tuple((quad, tally[quad.name.lower()]) for quad in Quad if quad.name.lower() in tally)
    planned = ((Quad.VERBAL_COOPERATION, tally["planned"]),) if "planned" in tally else ()
    return Month(label=label, start=label, done=done, planned=planned)


def test_bars_are_as_tall_as_their_counts_and_conflict_hangs_below_the_axis() -> None:
    months = (
        month("2024-01", verbal_cooperation=2),
        month("2024-02", material_conflict=6),
        month("2024-03", verbal_cooperation=4),
    )
    svg = timeline_svg(Timeline(by="month", months=months, peaks=()))
    two, six, four = bars(svg)
    assert four[3] == pytest.approx(2 * two[3], abs=0.02)
    assert six[3] == pytest.approx(3 * two[3], abs=0.02)
    axis = two[2] + two[3]
    assert six[2] == pytest.approx(axis, abs=0.02)
    assert two[1] < six[1] < four[1]


def test_quads_stack_without_overlap_and_a_plan_is_hollow_on_top() -> None:
    svg = timeline_svg(
        Timeline(
            by="month", months=(month("2024-01", verbal_cooperation=1, material_cooperation=2, planned=1),), peaks=()
        )
    )
    material, verbal, plan = bars(svg)
    assert [material[0], verbal[0], plan[0]] == [
        "material-cooperation",
        "verbal-cooperation",
        "verbal-cooperation planned",
    ]
    assert verbal[2] + verbal[3] == pytest.approx(material[2], abs=0.02)
    assert plan[2] + plan[3] == pytest.approx(verbal[2], abs=0.02)


@pytest.mark.parametrize("width", [360, 760])
def test_labels_of_neighbouring_months_keep_apart(width: float) -> None:
    months = tuple(month(f"2024-{n:02d}", verbal_cooperation=n) for n in range(1, 13))
    peaks = tuple(
        Peak(key=key, month=f"2024-{n:02d}", conflict=False, text="visit, Tehran")
        for key, n in zip("ABC", (9, 10, 11), strict=True)
    )
    found = boxes(timeline_svg(Timeline(by="month", months=months, peaks=peaks), width=width), "peak")
    assert len(found) == 3
    assert not any(one.meets(other) for place, one in enumerate(found) for other in found[:place])
    assert all(one.left >= 0 and one.right <= width for one in found)


def test_the_strongest_months_are_those_with_the_strikes_and_the_market() -> None:
    figure = next(one.figure for one in brief().sections if one.key == "timeline")
    assert isinstance(figure, Timeline)
    assert [(one.month, one.conflict) for one in figure.peaks][:2] == [("2023-05", False), ("2024-01", True)]
    assert figure.peaks[1].text.startswith("attack, ")


def test_a_plan_after_the_last_article_has_its_month_in_the_chart() -> None:
    figure = next(one.figure for one in brief().sections if one.key == "timeline")
    assert isinstance(figure, Timeline)
    assert figure.months[-1].label == "2024-04"
    assert figure.months[-1].planned == ((Quad.VERBAL_COOPERATION, 1),)


def test_a_dots_area_grows_with_its_count() -> None:
    assert radius(16, 16) == pytest.approx(2 * radius(4, 16))
    assert radius(1, 10_000) > 3


def atlas(*codes: str, dots: tuple[Dot, ...] = ()) -> Atlas:
    return Atlas(states=tuple((code, code) for code in codes), dots=dots)


def test_iran_and_pakistan_share_a_border_and_iran_and_france_do_not() -> None:
    assert 'class="border"' in map_svg(atlas("IRN", "PAK"))
    assert 'class="border"' not in map_svg(atlas("IRN", "FRA"))


def test_neighbours_fill_the_map_and_other_pairs_are_both_on_it() -> None:
    for codes in (
        ("IRN", "PAK"),
        ("USA", "CHN"),
        ("RUS", "USA"),
        ("FJI", "NZL"),
        ("BHR", "QAT"),
        ("CHL", "ARG"),
        ("VAT", "ITA"),
    ):
        svg = map_svg(atlas(*codes))
        root = ElementTree.fromstring(svg)
        shown = [one.attrib["class"] for one in root.iter(f"{SVG}path")]
        assert "land a" in shown, codes
        assert "land b" in shown, codes
        _, _, wide, tall = map(float, root.attrib["viewBox"].split())
        assert 0.3 * wide <= tall <= 560


def test_a_state_that_lies_across_the_antimeridian_is_not_drawn_round_the_world() -> None:
    russia, fiji = window(["RUS"], 760, 560), window(["FJI"], 760, 560)
    assert russia is not None
    assert fiji is not None
    assert russia.east > 185
    assert fiji.east - fiji.west < 20


def test_a_dot_stands_where_its_place_is() -> None:
    zahedan = Dot(name="Zahedan", country="IRN", latitude=29.5, longitude=60.86, cooperation=1, conflict=3)
    svg = map_svg(atlas("IRN", "PAK", dots=(zahedan,)))
    circle = next(ElementTree.fromstring(svg).iter(f"{SVG}circle"))
    view = window(["IRN", "PAK"], 760, 560)
    assert view is not None
    x, y = view.place(60.86, 29.5)
    assert float(circle.attrib["cx"]) == pytest.approx(x, abs=0.1)
    assert float(circle.attrib["cy"]) == pytest.approx(y, abs=0.1)
    assert "3 of conflict" in svg


def test_names_on_a_crowded_map_keep_apart() -> None:
    dots = tuple(
        Dot(
            name=f"Border town {n}",
            country="IRN",
            latitude=27 + n % 3 * 0.4,
            longitude=61 + n * 0.3,
            cooperation=n,
            conflict=1,
        )
        for n in range(1, 10)
    )
    found = boxes(map_svg(atlas("IRN", "PAK", dots=dots)), "place", "state")
    assert len(found) >= 4
    assert not any(one.meets(other) for place, one in enumerate(found) for other in found[:place])


def test_a_pair_without_outlines_has_no_map() -> None:
    assert map_svg(atlas("IGOUN", "PAKREB")) == ""


def test_every_arc_of_the_outlines_is_in_range_and_rings_close() -> None:
    outlines = world()
    assert len(outlines.states) > 230
    for code in ("IRN", "PAK", "USA", "XKX", "TWN", "PSE"):
        for polygon in outlines.states[code]:
            for ring in polygon:
                points = outlines.ring(ring)
                assert points[0] == points[-1], code
    assert all(-180.01 <= x <= 180.01 and -90.01 <= y <= 90.01 for arc in outlines.arcs for x, y in arc)


def test_hostile_names_do_not_break_a_picture() -> None:
    dot = Dot(name='<script>"x"', country="IRN", latitude=29.5, longitude=60.86, cooperation=1, conflict=0)
    svg = map_svg(Atlas(states=(("IRN", "<Iran>"), ("PAK", "P&K")), dots=(dot,)))
    ElementTree.fromstring(svg)
    assert not re.search(r"<script|<Iran", svg)
