"""Disputed borders are drawn as disputed, and not as plain ones beside."""

import re

import pytest

from bilat.briefing import maps
from bilat.briefing.brief import Atlas
from bilat.briefing.disputed import LINES, NOTE


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.a}-{line.b} {line.about}")
def test_each_disputed_line_is_one_of_the_outlines(line: object) -> None:
    outlines, a, b = maps.world(), line.a, line.b  # type: ignore[attr-defined]

    inside = [
        part
        for number in outlines.shared(a, b)
        for held, part in maps._stretches(outlines.arcs[number], [line.box])  # type: ignore[attr-defined]
        if held
    ]

    assert inside, "the outlines have no line there: the entry draws nothing"


def drawn(a: str, b: str) -> dict[str, str]:
    """The lines of the map of a pair, by their class."""
    shown = maps.map_svg(Atlas(states=((a, a), (b, b)), dots=()))
    return dict(re.findall(r'<path class="(border|disputed)" d="([^"]*)"', shown))


def test_a_border_that_is_disputed_in_part_is_plain_in_the_rest() -> None:
    lines = drawn("IND", "PAK")

    plain, dashed = (set(re.findall(r"[\d.]+ [\d.]+", lines[kind])) for kind in ("border", "disputed"))
    assert len(plain) > 20
    assert len(dashed) > 10
    assert len(plain & dashed) <= 4, "the two meet at their ends alone"


def test_a_border_that_is_disputed_as_a_whole_is_nowhere_plain() -> None:
    assert set(drawn("SRB", "XKX")) == {"disputed"}
    assert "border" in drawn("IRN", "PAK")


def test_whose_outlines_they_are_is_said() -> None:
    assert "Natural Earth" in NOTE
    assert "not bilat's" in NOTE
