"""Fit what stands beside the shipped model: which acts are written, and how far a written line can be believed.

    python tools/calibrate.py            fit on the corpus's held-out part, write it into model.json, print the reliability table
    python tools/calibrate.py --check F  only print the table for a file of coded articles (as bilat evaluate articles takes)

The held-out part is every fifth article of a file and every eighth sentence of a batch; no network has learnt from
it. Two logistic regressions are fitted (coding/confidence.py says what they weigh): that an act stands in the gold
coding (in that sentence, of that type: `detect` in bilat evaluate articles), and that its states are right as well
(`dyad`). A third weighs what speaks for an issue (coding/issues.py). The least probability with which an act is written is
about the one with the best mean of both F1, that of an issue the one with the best F1. All that is printed is
cross-validated: each article's probabilities come from weights fitted on the others.
"""

import argparse
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from corpus_files import held_out_articles, held_out_sentences

from bilat.coding.candidates import Candidate
from bilat.coding.classifier import ISSUES, Classifier
from bilat.coding.coder import draft_events, is_armed
from bilat.coding.confidence import FEATURES, features, log_odds
from bilat.coding.issues import FEATURES as ISSUE_FEATURES
from bilat.coding.issues import issue_hits, signs_of
from bilat.evaluation import articles
from bilat.evaluation.articles import GoldArticle
from bilat.evaluation.matching import from_coding
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Coding
from bilat.trained import SHIPPED, load_model

_FOLDS = 5
_PENALTY = 1.0
_ARTICLE = 3.0
"""How much an article's act counts beside a single sentence's: news is articles, where most sentences tell no act."""
_NEAR = 0.45
"""Of thresholds whose mean F1 lies this near to the best the least is taken: text of another kind gets lower probabilities."""
_THRESHOLDS = np.arange(0.1, 0.6, 0.02)

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A coded event: its article's number, what is known of it, whether gold tells the act, and the states too."""

    article: int
    known: list[float]
    detect: bool
    dyad: bool
    weight: float


def held_out() -> list[tuple[GoldArticle, float]]:
    """The corpus's held-out part with the weight of each article."""
    return [*((a, _ARTICLE) for a in held_out_articles()), *((a, 1.0) for a in held_out_sentences())]


def evidence(
    gold: Sequence[tuple[GoldArticle, float]], model: Classifier
) -> tuple[list[Row], list[tuple[int, Matrix, Matrix]], int]:
    """What the coder finds in some articles, what speaks for the issues of what gold tells too, and the number of gold's events.

    Returns:
        The events; of those that gold tells too the article's number, [issues, signs] and whether gold has each issue; the
        (weighted) number.
    """
    rows: list[Row] = []
    about: list[tuple[int, Matrix, Matrix]] = []
    for number, (article, weight) in enumerate(gold):
        drafts, _, _ = draft_events(article.article, Lexicon.load(), Gazetteer.load(), model)
        coded = from_coding(Coding(article=article.article, events=tuple(d.event for d in drafts)))
        for d, detect, dyad in zip(drafts, *articles.right(article.coded, coded), strict=True):
            found = features(d.candidate)
            if found is not None:
                rows.append(Row(number, found, detect, dyad, weight))
        for i, j in itertools.chain(*articles.paired(article.coded, coded)):
            signs = _signs(drafts[j].candidate, model)
            if signs is not None:
                about.append((number, signs, np.array([float(x.value in article.coded.assertions[i].issues) for x in ISSUES])))
    return rows, about, int(sum(weight * len(article.coded.assertions) for article, weight in gold))


def _signs(candidate: Candidate, model: Classifier) -> Matrix | None:
    """What speaks for each issue of an act; null where the model does not see it."""
    reading = model.read([t.text for t in candidate.sentence.tokens])
    if candidate.word >= len(reading.issues):
        return None
    hits = issue_hits(candidate.sentence, Lexicon.load())
    armed = is_armed(candidate)
    signs = signs_of(hits, candidate.token.i, candidate.type, candidate.act.issues, armed=armed)
    silent, seen = [0.0] * (len(ISSUE_FEATURES) - 1), reading.issues[candidate.word]
    return np.array([[log_odds(float(seen[n])), *signs.get(issue, silent)] for n, issue in enumerate(ISSUES)])


def fit_issues(rows: Sequence[tuple[int, Matrix, Matrix]]) -> dict[str, Any]:
    """Weights of the issues' signs, and from where an issue is given: the best F1, articles judged by the others' weights."""
    part = np.array([n for n, _, _ in rows]) % _FOLDS
    xs, ys = [x for _, x, _ in rows], [y for _, _, y in rows]

    def learn(chosen: npt.NDArray[np.bool_]) -> Matrix:
        inside = [k for k, here in enumerate(chosen) if here]
        x, y = np.vstack([xs[k] for k in inside]), np.concatenate([ys[k] for k in inside])
        return fit(x, y, np.ones(len(y)))

    folds = [learn(part != fold) for fold in range(_FOLDS)]
    p = [judge(x, folds[fold]) for x, fold in zip(xs, part, strict=True)]
    given = {t: [(q >= t) | (q >= q.max()) for q in p] for t in _THRESHOLDS}
    gold = int(sum(y.sum() for y in ys))
    scores = {
        t: f1(np.concatenate(chosen), np.concatenate(ys), np.ones(len(ys) * len(ISSUES)), gold) for t, chosen in given.items()
    }
    best = max(scores, key=lambda t: scores[t])
    print(f"issues given from {best:.2f}: F1 {scores[best]:.1f} of {len(rows)} events")
    return {**_stored(learn(part >= 0)), "from": round(float(best), 2), "n": len(rows)}


def fit(x: Matrix, y: Matrix, counts: Matrix) -> Matrix:
    """Weights and, last, the bias of a logistic regression with a small ridge, by Newton's method."""
    x = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(x.shape[1])
    ridge = _PENALTY * np.eye(x.shape[1])
    ridge[-1, -1] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (counts * p * (1 - p))[:, None]).T @ x + ridge, x.T @ (counts * (p - y)) + ridge @ w)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return w


def judge(x: Matrix, w: Matrix) -> Matrix:
    """Probabilities."""
    found: Matrix = 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))
    return found


def crossed(x: Matrix, y: Matrix, counts: Matrix, part: npt.NDArray[np.int64]) -> Matrix:
    """Each row's probability from weights fitted on the other parts."""
    p = np.zeros(len(y))
    for fold in range(_FOLDS):
        p[part == fold] = judge(x[part == fold], fit(x[part != fold], y[part != fold], counts[part != fold]))
    return p


def f1(chosen: npt.NDArray[np.bool_], y: Matrix, counts: Matrix, gold: int) -> float:
    """F1 of the chosen rows against all that gold has."""
    return float(200 * (counts * y)[chosen].sum() / (counts[chosen].sum() + gold))


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


def columns(rows: Sequence[Row]) -> tuple[Matrix, Matrix, Matrix, Matrix, npt.NDArray[np.int64]]:
    """Rows as arrays: features, detect, dyad, weights, parts."""
    return (
        np.array([r.known for r in rows], dtype=float), np.array([r.detect for r in rows], dtype=float),
        np.array([r.dyad for r in rows], dtype=float), np.array([r.weight for r in rows], dtype=float),
        np.array([r.article for r in rows]) % _FOLDS,
    )  # fmt: skip


def _stored(w: Matrix) -> dict[str, Any]:
    return {"weights": [round(float(v), 4) for v in w[:-1]], "bias": round(float(w[-1]), 4)}


def calibrate(folder: Path) -> None:
    """Fit both regressions for the model of a folder, write them into its card, print what they give."""
    model = load_model(folder)
    model.card["standing"] = {"weights": [0.0] * len(FEATURES), "bias": 0.0, "from": 0.0}
    rows, about, gold = evidence(held_out(), model)
    x, detect, dyad, counts, part = columns(rows)
    p = crossed(x, detect, counts, part)
    means = [(f1(p >= t, detect, counts, gold) + f1(p >= t, dyad, counts, gold)) / 2 for t in _THRESHOLDS]
    best = next(t for t, mean in zip(_THRESHOLDS, means, strict=True) if mean >= max(means) - _NEAR)
    for t in _THRESHOLDS[::3]:
        both = [f1(p >= t, y, counts, gold) for y in (detect, dyad)]
        print(f"written from {t:.2f}: detect F1 {both[0]:.1f}, dyad F1 {both[1]:.1f}")
    kept = p >= best
    print(f"chosen: {best:.2f}, {kept.sum()} of {len(rows)} acts found; in gold {gold} (weighted)")
    x, dyad, counts, part = x[kept], dyad[kept], counts[kept], part[kept]
    sure = crossed(x, dyad, counts, part)
    card = json.loads((folder / "model.json").read_text("utf-8"))
    card["features"] = FEATURES
    standing = fit(*columns(rows)[:2], columns(rows)[3])
    card["issue_features"] = ISSUE_FEATURES
    card["issues"] = fit_issues(about)
    card["standing"] = {**_stored(standing), "from": round(float(best), 2), "n": len(rows)}
    card["confidence"] = {
        **_stored(fit(x, dyad, counts)), "n": len(dyad), "right": round(float(dyad.mean()), 3), "reliability": table(sure, dyad),
    }  # fmt: skip
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    show(table(sure, dyad), sure, dyad)


def check(file: Path, folder: Path) -> None:
    """Print the table of a file's events."""
    model = load_model(folder)
    x, _, dyad, _, _ = columns(evidence([(a, 1.0) for a in articles.read(file)], model)[0])
    known = model.card["confidence"]
    p = judge(x, np.array([*known["weights"], known["bias"]]))
    show(table(p, dyad), p, dyad)


def main() -> int:
    """Fit or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", type=Path, metavar="F", help="coded articles to print the table for")
    parser.add_argument("--model", type=Path, default=SHIPPED, metavar="DIR", help="a folder that tools/train_model.py wrote")
    options = parser.parse_args()
    if options.check:
        check(options.check, options.model)
    else:
        calibrate(options.model)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
