"""How telling a word is: words of news, and how many reports of a time have them.

The weight of a word is its inverse document frequency (Spärck Jones 1972) over the reports at hand, on top of a
background: the sentences of the project's own corpus, which count as :data:`PRIOR` reports. So a word weighs about the same
in the first report of a record as in the hundredth, and one that every report of a record has ("Pakistan") weighs little.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from math import log

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


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    return word[:-1] if len(word) > 4 and word[-1] == "s" and word[-2] != "s" else word


@lru_cache(maxsize=1)
def _background() -> tuple[int, dict[str, int]]:
    """Sentences of the corpus, and how many of them have each word; written by tools/build_vocabulary.py."""
    lines = files("bilat.record").joinpath("data", "vocabulary.tsv").read_text(encoding="utf-8").splitlines()
    counts = (line.split("\t") for line in lines)
    _, total = next(counts)
    return int(total), {word: int(n) for word, n in counts}


class Weights(dict[str, float]):
    """The inverse document frequency of each word among some reports, worked out when it is first asked for.

    Args:
        counted: The reports in portions: how many they are, and how many of them have each word.
    """

    def __init__(self, counted: Iterable[tuple[int, Mapping[str, int]]]) -> None:
        super().__init__()
        portions = list(counted)
        self._having = [having for _, having in portions]
        self._reports = PRIOR + sum(reports for reports, _ in portions)

    def __missing__(self, word: str) -> float:
        total, common = _background()
        expected = PRIOR * common.get(word, _UNSEEN) / total
        having = sum([portion.get(word, 0) for portion in self._having])
        # What all reports have weighs nothing.
        found = self[word] = max(0.0, log(self._reports / (expected + having)))
        return found
