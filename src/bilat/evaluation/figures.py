"""The arithmetic that the measures share: shares, precision and recall, macro F1, B-cubed, correlation."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from math import sqrt


def percent(part: float, whole: float, digits: int = 2) -> float | None:
    """The share of ``part`` in ``whole`` in per cent; null where there is nothing to take a share of."""
    return round(100 * part / whole, digits) if whole else None


def f1(hits: float, predicted: float, gold: float) -> float:
    """F1 as a fraction, 0 where nothing was hit."""
    return 2 * hits / (predicted + gold) if hits else 0.0


def check_lengths(gold: Sequence[object], predicted: Sequence[object]) -> None:
    """Raises:
    ValueError: Gold and predictions are not of one length: a predictor has dropped or doubled an item.
    """
    if len(gold) != len(predicted):
        raise ValueError(f"{len(predicted)} predictions for {len(gold)} gold items")


def macro_f1(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> float | None:
    """The mean F1 of the classes that occur in gold.

    A predicted class that gold never has costs recall of the true class, but is no class of its own in the mean.
    """
    check_lengths(gold, predicted)
    hits = Counter(g for g, p in zip(gold, predicted, strict=True) if g == p)
    in_gold, in_predicted = Counter(gold), Counter(predicted)
    return percent(sum(f1(hits[c], in_predicted[c], n) for c, n in in_gold.items()), len(in_gold))


def micro_f1(pairs: Iterable[tuple[frozenset[Hashable], frozenset[Hashable]]]) -> float | None:
    """F1 over (gold, predicted) sets of all items together; null where neither side has anything."""
    hits = gold = predicted = 0
    for g, p in pairs:
        hits, gold, predicted = hits + len(g & p), gold + len(g), predicted + len(p)
    return round(100 * f1(hits, predicted, gold), 2) if gold + predicted else None


def accuracy(gold: Sequence[object], predicted: Sequence[object]) -> float | None:
    """The share of items that are predicted right."""
    check_lengths(gold, predicted)
    return percent(sum(g == p for g, p in zip(gold, predicted, strict=True)), len(gold))


def pearson(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Pearson's correlation in per cent; null where one side does not vary."""
    check_lengths(a, b)
    n = len(a)
    if not n:
        return None
    mean_a, mean_b = sum(a) / n, sum(b) / n
    cross = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    spread = sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))
    return round(100 * cross / spread, 2) if spread > 1e-12 else None


def b_cubed(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> tuple[float, float]:
    """B-cubed precision and recall as fractions (Bagga and Baldwin 1998): each item's own, then the mean."""
    check_lengths(gold, predicted)
    if not gold:
        return 0.0, 0.0
    both, in_gold, in_predicted = Counter(zip(gold, predicted, strict=True)), Counter(gold), Counter(predicted)
    # All items that share both clusters have the same precision and recall, hence n squared.
    precision = sum(n * n / in_predicted[p] for (_, p), n in both.items()) / len(gold)
    recall = sum(n * n / in_gold[g] for (g, _), n in both.items()) / len(gold)
    return precision, recall
