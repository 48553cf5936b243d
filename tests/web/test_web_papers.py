"""What the explorer shows of accuracy is what the README says."""

import json
from pathlib import Path

import make_accuracy

from bilat.evaluation.published import published

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_compiled_figures_are_the_readme_s() -> None:
    made = make_accuracy.compiled((ROOT / "README.md").read_text("utf-8"))

    assert json.loads(make_accuracy.TARGET.read_text("utf-8")) == made, "run tools/make_accuracy.py"
    assert len(published().measured) > 8
    assert all(one.figures and one.digest for one in published().measured)
    assert any("English" in limit for limit in published().limits)
