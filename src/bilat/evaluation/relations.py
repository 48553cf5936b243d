"""``bilat evaluate relations``: the root of a pair that is marked in a sentence, against PLOVER's older sets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bilat.evaluation.figures import accuracy, macro_f1
from bilat.evaluation.folding import ROOTS, Act, fold, is_conflict, quad_of
from bilat.evaluation.readers import Row, build, read_table, text_of
from bilat.model import Span

_MARK = re.compile(r"<(/?)([st])>")


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """One sentence with its marked source and target; a side that the set leaves unmarked is null."""

    id: str
    sentence: str
    source: Span | None
    target: Span | None
    root: str


class JudgePair(Protocol):
    """Says what the source does to the target in a sentence; null where it sees no act."""

    def __call__(self, sentence: str, source: Span | None, target: Span | None) -> Act | None: ...


def read(path: Path) -> list[MarkedPair]:
    """The marked pairs of a tab-separated file."""
    return build(read_table(path, "relations", ("id", "marked_sentence", "gold_root")), _pair)


def _pair(row: Row) -> MarkedPair:
    root = text_of(row, "gold_root")
    if root not in ROOTS:
        raise ValueError(f"gold_root {root!r} is none of {', '.join(ROOTS)}")
    sentence, spans = unmark(text_of(row, "marked_sentence"))
    return MarkedPair(text_of(row, "id"), sentence, spans.get("s"), spans.get("t"), root)


def unmark(marked: str) -> tuple[str, dict[str, Span]]:
    """The plain sentence, and the first span marked ``<s>`` and ``<t>`` in it, without blanks at its ends.

    >>> unmark("<s>Mali </s>met <t>Niger</t>.")
    ('Mali met Niger.', {'s': Span(start=0, end=4, text='Mali'), 't': Span(start=9, end=14, text='Niger')})
    """
    plain, opened, spans, done = "", {}, {}, 0
    for mark in _MARK.finditer(marked):
        plain += marked[done : mark.start()]
        done = mark.end()
        closing, name = mark.groups()
        if not closing:
            opened[name] = len(plain)
        elif name in opened and name not in spans:
            spans[name] = _trimmed(plain, opened[name])
    return plain + marked[done:], spans


def _trimmed(plain: str, start: int) -> Span:
    text = plain[start:].strip()
    start += len(plain[start:]) - len(plain[start:].lstrip())
    return Span(start, start + len(text), text)


def predict(gold: Sequence[MarkedPair], judge: JudgePair) -> list[str | None]:
    """The folded root that the judge gives each pair; it sees no label."""
    acts = (judge(pair.sentence, pair.source, pair.target) for pair in gold)
    return [None if act is None else fold(act) for act in acts]


def measure(gold: Sequence[MarkedPair], predicted: Sequence[str | None]) -> dict[str, object]:
    """Macro F1 over the roots, quads and the two sides (cooperation, conflict) that gold has, and accuracy of the root.

    A pair for which the predictor saw no act is wrong in each.
    """
    roots = [pair.root for pair in gold]
    return {
        "root_macro_f1": macro_f1(roots, predicted),
        "root_accuracy": accuracy(roots, predicted),
        "quad_macro_f1": macro_f1([quad_of(r) for r in roots], [quad_of(r) for r in predicted]),
        "binary_macro_f1": macro_f1([is_conflict(r) for r in roots], [is_conflict(r) for r in predicted]),
    }


def run(gold: Sequence[MarkedPair], judge: JudgePair) -> dict[str, object]:
    """Predicts and measures."""
    return measure(gold, predict(gold, judge))
