"""Words to the pieces that the trained model reads.

The model's vocabulary is BERT's (lower case, accents stripped; Devlin et al. 2019); a word is cut greedily into the
longest pieces that it holds (Wu et al. 2016). Pieces are made word by word, so that every piece knows its word and
nothing has to be aligned.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
MAX_PIECES = 256
"""Pieces of one sentence that the model sees; what lies beyond is not judged."""
_MAX_OF_WORD = 8
_RUNS = re.compile(r"[^\W_]+|[^\w\s]|_", re.UNICODE)

Ids = npt.NDArray[np.int64]


class WordPieces:
    """Cuts words into numbered pieces; what it has cut it remembers."""

    __slots__ = ("_known", "_vocabulary", "cls", "sep", "unknown")

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, tuple[int, ...]] = {}
        self.cls, self.sep, self.unknown = (vocabulary[name] for name in (CLS, SEP, UNKNOWN))

    def __len__(self) -> int:
        """How many pieces there are."""
        return len(self._vocabulary)

    def of_word(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, eight at most; at least one."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._cut(word)
        return found

    def encode(self, words: Sequence[str]) -> tuple[Ids, Ids]:
        """The pieces of a sentence between its two marks, and where each word begins.

        Returns:
            ``ids`` [pieces] and ``first`` [words]; words beyond :data:`MAX_PIECES` are left out of both.
        """
        ids, first, known, at = [self.cls], [], self._known, 1
        for word in words:
            pieces = known.get(word) or self.of_word(word)
            if at + len(pieces) >= MAX_PIECES:
                break
            first.append(at)
            ids.extend(pieces)
            at += len(pieces)
        ids.append(self.sep)
        return np.asarray(ids, dtype=np.int64), np.asarray(first, dtype=np.int64)

    def _cut(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        pieces = [piece for run in _RUNS.findall(plain) for piece in self._run(run)]
        return tuple(pieces[:_MAX_OF_WORD]) or (self.unknown,)

    def _run(self, run: str) -> list[int]:
        pieces, start = [], 0
        while start < len(run):
            head = "##" if start else ""
            end = next((e for e in range(len(run), start, -1) if head + run[start:e] in self._vocabulary), 0)
            if not end:
                return [self.unknown]
            pieces.append(self._vocabulary[head + run[start:end]])
            start = end
        return pieces
