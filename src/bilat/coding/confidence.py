"""How likely a line is right: the model's and the rules' evidence, weighed by a logistic regression (Platt 1999).

"Right" is what an independent coder would have written too: in that sentence an act of that type between those states. The weights stand in
``model.json`` and were fitted on the corpus's held-out articles (tools/calibrate.py), which no network has learnt from.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from bilat.coding.candidates import Candidate

FEATURES = ("act", "type", "parties", "ruled", "both")


def features(candidate: Candidate) -> list[float] | None:
    """What confidence is made of, in the order of :data:`FEATURES`; null for an act that the model has not read.

    The log-odds of an act, of its type and of its weakest party by the model; whether a rule proposed it; whether both sides are known.
    """
    if candidate.scores is None:
        return None
    sides = bool(candidate.recipients) or len(candidate.actors) > 1
    return [*map(_log_odds, candidate.scores), float(candidate.ruled), float(sides)]


def confidence(candidate: Candidate, card: Mapping[str, Any]) -> tuple[float | None, str]:
    """The probability, in hundredths, and the evidence in words; null with the reason where there is none."""
    weights, found = card.get("confidence"), features(candidate)
    if found is None:
        return None, "null: the act stands beyond the words that the model reads"
    if weights is None:
        return None, "null: this model carries no calibration"
    assert candidate.scores is not None
    act, kind, party = candidate.scores
    told = f"the model gives an act {act:.2f}, its type {kind:.2f}, its weakest party {party:.2f}"
    told += "; a rule proposed it" if candidate.ruled else "; no rule proposed it"
    return round(probability(found, weights["weights"], weights["bias"]), 2), told


def probability(found: Sequence[float], weights: Sequence[float], bias: float) -> float:
    """The logistic of a weighted sum."""
    return 1 / (1 + math.exp(-(bias + sum(w * x for w, x in zip(weights, found, strict=True)))))


def _log_odds(p: float) -> float:
    p = min(max(p, 1e-3), 1 - 1e-3)
    return math.log(p / (1 - p))
