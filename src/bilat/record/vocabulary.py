"""How telling a word is: words of news, and how many reports of a time have them.

The weight of a word is its inverse document frequency (Spärck Jones 1972) over the reports at hand, on top of a
background: the sentences of the project's own corpus, which count as :data:`PRIOR` reports. So a word weighs about the same
in the first report of a record as in the hundredth, and one that every report of a record has ("Pakistan") weighs little.
"""

import re
from array import array
from collections.abc import Collection, Mapping
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
    return list(map(_plain, _WORD.findall(text.lower())))


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


class Numbering(dict[str, int]):
    """A number for each word, from 0 in the order in which they are first asked for."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number

    def of(self, words: Collection[str]) -> Numbers:
        """The numbers of words, in the words' order."""
        return np.fromiter(map(self.__getitem__, words), np.int64, len(words))


class Table(Numbering):
    """How many of some reports have each word, the background's among them."""

    def __init__(self) -> None:
        super().__init__()
        self._expected, self._having = array("d"), array("q")

    def __missing__(self, word: str) -> int:
        unseen, expected = _background()
        self._expected.append(expected.get(word, unseen))
        self._having.append(0)
        return super().__missing__(word)

    def restart(self, having: Mapping[str, int]) -> None:
        """Begins with other reports: how many of them have each word."""
        self._having = array("q", bytes(8 * len(self._having)))
        for word, n in having.items():
            self._having[self[word]] = n

    def count(self, words: Collection[str]) -> None:
        """Counts one more report by its words, each once."""
        numbers = self.of(words)  # before the array is looked into: it grows with new words
        np.frombuffer(self._having, dtype=np.int64)[numbers] += 1

    def seen(self, numbers: Numbers) -> Reals:
        """How many have the words of some numbers."""
        return np.frombuffer(self._expected)[numbers] + np.frombuffer(self._having, dtype=np.int64)[numbers]

    def seen_of(self, word: str) -> float:
        """How many have a word, which stays without a number where it has none."""
        number = self.get(word)
        if number is None:
            unseen, expected = _background()
            return expected.get(word, unseen)
        return self._expected[number] + self._having[number]


class Weights(dict[str, float]):
    """The inverse document frequency of each word among some reports, worked out when it is first asked for.

    Args:
        reports: How many they are.
        table: How many of them have each word. Kept, not copied: the weights are those of the time at which they are asked for.
    """

    def __init__(self, reports: int, table: Table) -> None:
        super().__init__()
        self._reports, self._table = PRIOR + reports, table

    def __missing__(self, word: str) -> float:
        rarity = log(self._reports / self._table.seen_of(word))
        found = self[word] = rarity if rarity > 0 else 0.0  # what all reports have weighs nothing
        return found

    def ask(self, words: Collection[str]) -> None:
        """Works out those of many words at once."""
        ratios = np.maximum(self._reports / self._table.seen(self._table.of(words)), 1.0)
        self.update(zip(words, map(log, ratios.tolist()), strict=True))

    def many(self, numbers: Numbers) -> Reals:
        """Those of the words of some numbers in the table, to the last bit but one."""
        return np.maximum(np.log(self._reports / self._table.seen(numbers)), 0.0)
