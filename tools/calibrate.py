"""Fit the confidence of the shipped model, and show how far it can be believed.

    python tools/calibrate.py            fit on the corpus's held-out articles, write it into model.json, print the reliability table
    python tools/calibrate.py --check F  only print the table for a file of coded articles (as bilat evaluate articles takes)

Right is an event that the gold coder has too: in that sentence, of that type, between those states (as `dyad` in bilat evaluate articles). The
table for the held-out articles is cross-validated: each article's confidences come from weights fitted on the others.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bilat.coding.classifier import SHIPPED, Classifier
from bilat.coding.coder import draft_events
from bilat.coding.confidence import FEATURES, features
from bilat.evaluation import articles
from bilat.evaluation.articles import GoldArticle
from bilat.evaluation.matching import from_coding
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Coding

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus" / "articles"
_EVERY = 5
_FOLDS = 5
_PENALTY = 1.0

Matrix = npt.NDArray[np.float64]


def held_out() -> list[GoldArticle]:
    """The corpus's held-out articles: every fifth of a file."""
    return [a for path in sorted(CORPUS.glob("*.jsonl")) for a in articles.read(path)[_EVERY - 1 :: _EVERY]]


def evidence(gold: Sequence[GoldArticle]) -> list[tuple[int, list[float], bool]]:
    """For each coded event: its article's number, its features, and whether it is right."""
    rows: list[tuple[int, list[float], bool]] = []
    for number, article in enumerate(gold):
        drafts, _, _ = draft_events(article.article, Lexicon.load(), Gazetteer.load(), Classifier.load())
        coding = Coding(article=article.article, events=tuple(d.event for d in drafts))
        for d, ok in zip(drafts, articles.right(article.coded, from_coding(coding)), strict=True):
            found = features(d.candidate)
            if found is not None:
                rows.append((number, found, ok))
    return rows


def fit(x: Matrix, y: Matrix) -> Matrix:
    """Weights and, last, the bias of a logistic regression with a small ridge, by Newton's method."""
    x = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(x.shape[1])
    ridge = _PENALTY * np.eye(x.shape[1])
    ridge[-1, -1] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (p - y) + ridge @ w)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return w


def judge(x: Matrix, w: Matrix) -> Matrix:
    """Probabilities."""
    found: Matrix = 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))
    return found


def table(p: Matrix, y: Matrix) -> list[dict[str, float]]:
    """By fifths of the scale: how many, their mean confidence, and the share that is right."""
    rows = []
    for low in np.arange(0, 1, 0.2):
        inside = (p >= low) & (p < low + 0.2 + 1e-9)
        if inside.any():
            rows.append(
                {"from": round(float(low), 1), "n": int(inside.sum()), "confidence": round(float(p[inside].mean()), 2),
                 "right": round(float(y[inside].mean()), 2)}
            )  # fmt: skip
    return rows


def show(rows: Sequence[dict[str, float]], p: Matrix, y: Matrix) -> None:
    """The table and the Brier score beside that of the bare share."""
    print(f"{'from':>5} {'n':>5} {'confidence':>11} {'right':>6}")
    for row in rows:
        print(f"{row['from']:>5} {row['n']:>5.0f} {row['confidence']:>11.2f} {row['right']:>6.2f}")
    print(f"Brier {np.mean((p - y) ** 2):.3f}; of the bare share {y.mean() * (1 - y.mean()):.3f}; n {len(y)}")


def main() -> int:
    """Fit or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", type=Path, metavar="F", help="coded articles to print the table for")
    options = parser.parse_args()
    card_file = SHIPPED / "model.json"
    rows = evidence(articles.read(options.check) if options.check else held_out())
    part = np.array([n for n, _, _ in rows]) % _FOLDS
    x, y = np.array([f for _, f, _ in rows], dtype=float), np.array([ok for _, _, ok in rows], dtype=float)
    card = json.loads(card_file.read_text("utf-8"))
    if options.check:
        known = card["confidence"]
        p = judge(x, np.array([*known["weights"], known["bias"]]))
        show(table(p, y), p, y)
        return 0
    p = np.zeros(len(y))
    for fold in range(_FOLDS):
        p[part == fold] = judge(x[part == fold], fit(x[part != fold], y[part != fold]))
    w = fit(x, y)
    card["confidence"] = {
        "features": FEATURES, "weights": [round(float(v), 4) for v in w[:-1]], "bias": round(float(w[-1]), 4),
        "n": len(y), "right": round(float(y.mean()), 3), "reliability": table(p, y),
    }  # fmt: skip
    card_file.write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    show(table(p, y), p, y)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
