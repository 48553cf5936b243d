"""The trained model: what it says of a sentence's words, and of a marked pair in a sentence.

The network (tools/training/network.py), as ONNX with 8-bit weights (tools/training/graph.py), is run by onnxruntime one
sentence at a time: the answer for a sentence does not depend on which others are read beside it. ``model.json`` beside
it names its classes, its vocabulary's digest and what its scores were calibrated on; docs/model.md is its card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bilat.coding.wordpiece import WordPieces
from bilat.model import EventType, Issue, Status

Scores = npt.NDArray[np.float32]
ARCS = ("actor", "recipient", "speaker", "object")
TYPES, STATUSES, ISSUES = tuple(EventType), tuple(Status), tuple(Issue)
_NO, _YES = np.array(False), np.array(True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of each word of a sentence, as probabilities.

    Attributes:
        types: [words, 1 + types]; the first column is "names no act".
        statuses: [words, statuses], if the word names an act.
        issues: [words, issues], each on its own.
        arcs: [words, words, arcs]: that the second word belongs to the actor, recipient, speaker or object of the first's act.
    """

    types: Scores
    statuses: Scores
    issues: Scores
    arcs: Scores

    def act(self, word: int) -> float:
        """The probability that a word names an act; 0 for one beyond what the model saw."""
        return float(1 - self.types[word, 0]) if word < len(self.types) else 0.0


@dataclass(frozen=True, slots=True)
class PairReading:
    """The act between a marked source and target: probabilities of its type and of its status."""

    types: Scores
    statuses: Scores


class Classifier:
    """The model, loaded."""

    def __init__(
        self, graph: bytes, card: dict[str, Any], vocabulary: Sequence[str], *, full_sums: bool = True
    ) -> None:
        """Make it of its parts.

        Args:
            graph: The ONNX file; card: what ``model.json`` says; vocabulary: its word pieces, by number.
            full_sums: Sum products of 8-bit numbers in full, at half the speed. A processor with VNNI does so by itself; any
                other of Intel's kind cuts large sums short without it, and figures then differ between machines.

        Raises:
            ValueError: The graph cannot be read, the card names no digest, or the vocabulary lacks its marks.
        """
        if "sha256" not in card:
            raise ValueError("model.json has no sha256")
        self.card = card
        try:
            self._pieces = WordPieces({word: i for i, word in enumerate(vocabulary)})
        except KeyError as missing:
            raise ValueError(f"vocabulary.txt lacks {missing}") from missing
        # Loaded here: who asks a record must not wait for it.
        from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

        options = SessionOptions()
        # One thread: articles run side by side in processes, and a sentence is too small to share out.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_ALL
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        if full_sums:
            options.add_session_config_entry("session.x64quantprecision", "1")
        try:
            # onnxruntime's fused form of "add, then normalise" takes five times as long as the two steps.
            self._session = InferenceSession(
                graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
            )
        except Exception as error:  # onnxruntime's own errors have no common class but this
            raise ValueError(f"model.onnx cannot be read: {error}") from error

    @property
    def digest(self) -> str:
        """The first characters of the SHA-256 of ``model.onnx``, as its card states it."""
        return str(self.card["sha256"])[:16]

    def read(self, words: Sequence[str]) -> Reading:
        """Judge every word of a sentence."""
        ids, first = self._pieces.encode(words)
        types, statuses, issues, arcs = self._session.run(
            ["types", "statuses", "issues", "arcs"],
            {"ids": ids, "roles": np.zeros_like(ids), "first": first, "pair": _NO},
        )
        return Reading(types, statuses, issues, arcs.transpose(1, 2, 0))

    def pair(self, words: Sequence[str], source: Sequence[int], target: Sequence[int]) -> PairReading:
        """Judge the act between a source and a target, given as words of the sentence; either may be empty."""
        ids, first = self._pieces.encode(words)
        roles = np.zeros_like(ids)
        ends = [*first[1:], len(ids) - 1]
        for side, marked in ((1, source), (2, target)):
            for word in marked:
                if word < len(first):
                    roles[first[word] : ends[word]] += side
        types, statuses = self._session.run(
            ["pair_types", "pair_statuses"], {"ids": ids, "roles": roles, "first": first, "pair": _YES}
        )
        return PairReading(types, statuses)
