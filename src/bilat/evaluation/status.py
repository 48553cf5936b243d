"""``bilat evaluate status``: whether a predicate's act happened, by readers' factuality from -3 (no) to 3 (yes)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Protocol

from bilat.evaluation.figures import accuracy, pearson
from bilat.evaluation.readers import Row, build, read_jsonl, text_of
from bilat.model import Status


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word of a tokenised sentence, ``tokens[index]``, and how sure readers are that it happened."""

    sentence: str
    tokens: tuple[str, ...]
    index: int
    factuality: float


class Factuality(Protocol):
    """Says from -3 to 3 how sure it is that the act of ``tokens[index]`` happened."""

    def __call__(self, sentence: str, tokens: Sequence[str], index: int) -> float: ...


FACTUALITY = {
    Status.ACTUAL: 3.0,
    Status.HISTORICAL: 3.0,
    Status.PLANNED: -0.75,
    Status.HYPOTHETICAL: -1.5,
    Status.NEGATED: -3.0,
}
"""A factuality for each status, for a predictor that gives a status only: what lies ahead has not happened."""


def read(path: Path) -> list[Predicate]:
    """The predicates of a JSON lines file; its token numbers count from 1."""
    return build(read_jsonl(path, "status"), _predicate)


def _predicate(row: Row) -> Predicate:
    sentence, number, value = text_of(row, "sentence"), row["token"], row["factuality"]
    tokens = tuple(sentence.split(" "))
    if not isinstance(number, int) or not 1 <= number <= len(tokens):
        raise ValueError(f"token {number!r} is none of the sentence's {len(tokens)}")
    if "word" in row and tokens[number - 1] != row["word"]:
        raise ValueError(f"token {number} is {tokens[number - 1]!r}, not {row['word']!r}")
    if not isinstance(value, int | float) or not isfinite(value) or abs(value) > 3:
        raise ValueError(f"factuality {value!r} is not between -3 and 3")
    return Predicate(sentence, tokens, number - 1, float(value))


def predict(gold: Sequence[Predicate], factuality: Factuality) -> list[float]:
    """The factuality of each predicate."""
    return [factuality(p.sentence, p.tokens, p.index) for p in gold]


def measure(gold: Sequence[Predicate], predicted: Sequence[float]) -> dict[str, object]:
    """Accuracy of happened (above 0) against not, and Pearson's correlation, both in per cent."""
    expected = [p.factuality for p in gold]
    return {
        "accuracy": accuracy([value > 0 for value in expected], [value > 0 for value in predicted]),
        "correlation": pearson(expected, predicted),
    }


def run(gold: Sequence[Predicate], factuality: Factuality) -> dict[str, object]:
    """Predicts and measures."""
    return measure(gold, predict(gold, factuality))
