"""The accuracy floors: what the coder once reached it must go on reaching; a floor is lowered only with a reason.

``floors.toml`` has them: on the project's own held-out part, and on the measuring files where these stand beside the checkout.
"""

import hashlib
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from corpus_files import corpus_digest, held_out_articles, held_out_sentences

from bilat.evaluation import articles, evaluate
from bilat.evaluation.articles import GoldArticle
from bilat.evaluation.matching import from_coding
from bilat.model import Coding
from bilat.predictors import predictor
from bilat.trained import SHIPPED, load_model

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FILE = Path("tests") / "floors.toml"
TABLES: Mapping[str, Mapping[str, Any]] = tomllib.loads((ROOT / FILE).read_text("utf-8"))
OWN = {"own-articles": held_out_articles, "own-sentences": held_out_sentences}
PUBLISHED = [name for name in TABLES if name not in OWN]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the measuring files are not beside the checkout")
@pytest.mark.parametrize("name", PUBLISHED)
def test_nothing_falls_below_its_floor(name: str) -> None:
    table = TABLES[name]
    measure, file = str(table["measure"]), SHARED / table["file"]

    figures = evaluate(measure, file, predictor(measure))

    assert figures["data_digest"] == table["digest"], "the floors were measured on another file: measure again and set them"
    assert not _fallen(figures, table), "figure and floor"


@pytest.mark.parametrize("name", OWN)
def test_nothing_falls_below_its_floor_on_the_held_out_corpus(name: str) -> None:
    table = TABLES[name]

    figures = articles.measure([g.coded for g in _gold(name)], {c.article.id: from_coding(c) for c in _coded(name)})

    assert corpus_digest() == table["digest"], "the corpus has changed: measure again and set the floors"
    assert not _fallen(figures, table), "figure and floor"


def test_confidence_means_what_it_says() -> None:
    """Among held-out events the share that is right is near the mean confidence, above any threshold one may ask for."""
    told: list[tuple[float, bool]] = []
    for gold, coding in zip(_gold("own-articles"), _coded("own-articles"), strict=True):
        _, right = articles.right(gold.coded, from_coding(coding))
        told += [(e.confidence, ok) for e, ok in zip(coding.events, right, strict=True) if e.confidence is not None]
    assert len(told) > 200

    for least in (0.0, 0.4, 0.6):
        kept = [(p, ok) for p, ok in told if p >= least]
        mean, share = sum(p for p, _ in kept) / len(kept), sum(ok for _, ok in kept) / len(kept)
        assert share == pytest.approx(mean, abs=0.1), f"from {least}: confidence {mean:.2f}, right {share:.2f}, n {len(kept)}"


def test_the_card_is_that_of_the_model() -> None:
    model = load_model()

    assert model.card["sha256"] == hashlib.sha256((SHIPPED / "model.onnx").read_bytes()).hexdigest()
    assert model.card["corpus"] == corpus_digest(), "the model was trained on another corpus: train it again"


def test_no_floor_was_lowered_without_a_reason() -> None:
    known = list(_earlier_floors())
    if not known:
        pytest.skip("no history of the floors: not a git checkout")

    for earlier in known:
        for name, table in earlier.items():
            now = TABLES.get(name, {})
            for figure, floor in _floors(table).items():
                excused = figure in now.get("lowered", {}) or name in TABLES.get("lowered", {})
                assert excused or now.get(figure, 0) >= floor, f"{name}.{figure} stood at {floor}; say why in [{name}.lowered]"


def _earlier_floors() -> Iterator[Mapping[str, Mapping[str, Any]]]:
    """The floors of every commit that set them in this form."""
    log = _git("log", "--format=%H", "--", FILE.as_posix())
    for commit in (log or "").split():
        tables = tomllib.loads(_git("show", f"{commit}:{FILE.as_posix()}") or "")
        if any("measure" in table for table in tables.values()):
            yield tables


def _git(*words: str) -> str | None:
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


@cache
def _gold(name: str) -> tuple[GoldArticle, ...]:
    return tuple(OWN[name]())


@cache
def _coded(name: str) -> tuple[Coding, ...]:
    code = predictor("articles")
    return tuple(code(g.article) for g in _gold(name))


def _floors(table: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in table.items() if isinstance(value, (int, float))}


def _fallen(figures: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    return {name: (f, floor) for name, floor in _floors(table).items() if (f := _figure(figures, name)) < floor}


def _figure(figures: Mapping[str, Any], name: str) -> float:
    """A figure by name, "undertakings.status" inside another; of precision, recall and F1 it is F1."""
    value: Any = figures
    for part in name.split("."):
        value = value[part]
    return float(value["f1"] if isinstance(value, Mapping) else value)
