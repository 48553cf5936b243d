"""How telling a word is: words of news, and how many reports of a time have them.

The weight of a word is its inverse document frequency (Spärck Jones 1972) over the reports at hand, on top of a
background: the sentences of the project's own corpus, which count as :data:`PRIOR` reports. So a word weighs about the same
in the first report of a record as in the hundredth, and one that every report of a record has ("Pakistan") weighs little.
"""

import re
from array import array
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from math import log

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]

PRIOR = 100
"""How many reports the background counts for."""

_WORD = re.compile(r"[^\W\d_]{3,}|\d[\d,.]*\d|\d")
_UNSEEN = 0.3  # of a sentence: a word that the background lacks


def words(text: str) -> list[str]:
    """The words of a text, in lower case and without a plural's s, and its numbers without thousands' commas.

    >>> words("Iran's missiles killed 1,200 in Panjgur")
    ['iran', 'missile', 'killed', '1200', 'panjgur']
    """
    return [_plain(word) for word in _WORD.findall(text.lower())]


@lru_cache(maxsize=1 << 16)
def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    return word[:-1] if len(word) > 4 and word[-1] == "s" and word[-2] != "s" else word


@lru_cache(maxsize=1)
def _background() -> tuple[float, dict[str, float]]:
    """How many of the background's :data:`PRIOR` reports have a word that it lacks, and each word that it has.

    Counted in the sentences of the corpus, by tools/build_vocabulary.py.
    """
    lines = files("bilat.record").joinpath("data", "vocabulary.tsv").read_text(encoding="utf-8").splitlines()
    counts = (line.split("\t") for line in lines)
    total = int(next(counts)[1])
    return PRIOR * _UNSEEN / total, {word: PRIOR * int(n) / total for word, n in counts}


class Weights(dict[str, float]):
    """The inverse document frequency of each word among some reports, worked out when it is first asked for.

    Args:
        reports: How many they are.
        having: How many of them have each word. Kept, not copied: the weights are those of the time at which they are asked for.
    """

    def __init__(self, reports: int, having: Mapping[str, int]) -> None:
        super().__init__()
        self._having = having
        self._reports = PRIOR + reports
        self._unseen, self._expected = _background()

    def __missing__(self, word: str) -> float:
        seen = self._expected.get(word, self._unseen) + self._having.get(word, 0)
        rarity = log(self._reports / seen)
        found = self[word] = rarity if rarity > 0 else 0.0  # what all reports have weighs nothing
        return found


class Table:
    """The same for thousands of words at a time, each by a number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._expected, self._having = array("d"), array("q")

    def numbers(self, words: Iterable[str]) -> Numbers:
        """The numbers of words; they stay the same."""
        return np.array([self._number(word) for word in words], dtype=np.int64)

    def _number(self, word: str) -> int:
        known = self._numbers.get(word)
        if known is None:
            known = self._numbers[word] = len(self._numbers)
            unseen, expected = _background()
            self._expected.append(expected.get(word, unseen))
            self._having.append(0)
        return known

    def restart(self, having: Mapping[str, int]) -> None:
        """Begins with other reports: how many of them have each word."""
        self._having = array("q", bytes(8 * len(self._having)))
        for word, n in having.items():
            self._having[self._number(word)] = n

    def count(self, words: Iterable[str]) -> None:
        """Counts one more report by its words."""
        for word in words:
            self._having[self._number(word)] += 1

    def weights(self, reports: int, numbers: Numbers) -> Reals:
        """As :class:`Weights` among so many reports, for the words of some numbers."""
        seen = np.frombuffer(self._expected)[numbers] + np.frombuffer(self._having, dtype=np.int64)[numbers]
        return np.maximum(np.log((PRIOR + reports) / seen), 0.0)
