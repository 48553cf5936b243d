"""How likely a line is right: the model's and the rules' evidence, weighed by two logistic regressions (Platt 1999).

One gives the probability that an independent coder would have told an act of that type in that sentence: acts with
too little of it are not written. The other gives, for what is written, that the states on both sides are right as
well: that is its confidence. The weights stand in ``model.json`` and were fitted on the corpus's held-out part
(tools/calibrate.py), from which no network has learnt.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from bilat.coding.candidates import Candidate

FEATURES = ("act", "type", "party", "rival", "ruled", "both", "verb", "strong", "weak")


def features(candidate: Candidate) -> list[float] | None:
    """What both regressions weigh, in the order of :data:`FEATURES`; null for an act that the model has not read.

    The log-odds of an act, of its type, of its weakest party, and of its type at a rival word; whether a rule
    proposed it, both sides are known, its word is a verb, it governs what it promises or asks, its entry is one that
    seldom counts.
    """
    found = candidate.evidence
    if found is None:
        return None
    sides = bool(candidate.recipients) or len(candidate.actors) > 1
    odds = [log_odds(p) for p in (found.act, found.type, found.party, found.rival)]
    told = (candidate.ruled, sides, candidate.token.is_verb, candidate.strong, candidate.act.weight < 1)
    return [*odds, *map(float, told)]


def stands(candidate: Candidate, card: Mapping[str, Any]) -> bool:
    """Whether an act has enough evidence to be written. Without weights, or unread by the model, the rules' word counts."""
    weights, found = card.get("standing"), features(candidate)
    if found is None or weights is None:
        return candidate.ruled
    return probability(found, weights) >= float(weights["from"])


def confidence(candidate: Candidate, card: Mapping[str, Any]) -> tuple[float | None, str]:
    """The probability, in hundredths, and the evidence in words; null with the reason where there is none."""
    weights, found = card.get("confidence"), features(candidate)
    if candidate.evidence is None or found is None:
        return None, "null: the act stands beyond the words that the model reads"
    if weights is None:
        return None, "null: this model carries no calibration"
    e = candidate.evidence
    told = f"the model gives an act {e.act:.2f}, its type {e.type:.2f}, its weakest party {e.party:.2f}"
    told += "; a rule proposed it" if candidate.ruled else "; no rule proposed it"
    return round(probability(found, weights), 2), told


def probability(found: Sequence[float], weights: Mapping[str, Any]) -> float:
    """The logistic of a weighted sum."""
    total = 0.0
    for weight, x in zip(weights["weights"], found, strict=True):
        total += weight * x
    return 1 / (1 + math.exp(-(weights["bias"] + total)))


def enough(weights: Mapping[str, Any]) -> float:
    """A probability below which the first feature, its log-odds, cannot reach the weights' bound where all others are 0.

    Most of what is asked about is so unlikely that to weigh it would be work for nothing.
    """
    bound, first = float(weights["from"]), weights["weights"][0]
    if first <= 0 or not 0 < bound < 1:
        return 0.0
    odds = (math.log(bound / (1 - bound)) - weights["bias"]) / first
    # Log-odds end where probabilities are cut; a millionth less, for what rounding may have taken.
    return 1 / (1 + math.exp(-odds)) - 1e-6 if odds > log_odds(0.0) else 0.0


def log_odds(p: float) -> float:
    """The log-odds of a probability, kept within a thousandth of 0 and 1."""
    p = min(max(p, 1e-3), 1 - 1e-3)
    return math.log(p / (1 - p))
