"""The accuracy floors: what the coder once reached on a gold file, it must go on reaching."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bilat.evaluation import evaluate
from bilat.predictors import predictor

SHARED = Path(__file__).resolve().parents[2] / "shared"
FLOORS: Mapping[str, Mapping[str, Any]] = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the measuring files are not beside the checkout")
@pytest.mark.parametrize("measure", FLOORS)
def test_nothing_falls_below_its_floor(measure: str) -> None:
    floors = dict(FLOORS[measure])
    file, digest = SHARED / floors.pop("file"), floors.pop("digest")

    figures = evaluate(measure, file, predictor(measure))

    assert figures["data_digest"] == digest, "the floors were measured on another file: measure again and set them"
    fallen = {name: (_figure(figures, name), floor) for name, floor in floors.items() if _figure(figures, name) < floor}
    assert not fallen, f"figure and floor: {fallen}"


def _figure(figures: Mapping[str, Any], name: str) -> float:
    """A figure by name; of precision, recall and F1 it is F1."""
    value = figures[name]
    return float(value["f1"] if isinstance(value, Mapping) else value)
