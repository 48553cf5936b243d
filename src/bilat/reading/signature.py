"""What is kept of an article's text to know it again: pure, small, and computed in the workers.

The text is taken as pairs of neighbouring content words ("shingles" of two words, Broder 1997, with the small words left
out), so that a small change leaves most of it standing. Three things are kept:

- keys, by which an earlier article is looked up: the pairs of the lead, which every copy of a news report keeps longest
  since editors cut from the end, and of the rest those with the smallest hashes (bottom-k, Broder 1997);
- prints, the hashes of all pairs in their order, by which two articles are compared;
- facts, the numbers and the names with their places, by which a report of the same form on another matter is told apart.
"""

import re
import zlib
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, compress

import numpy as np
from numpy.typing import NDArray

from bilat.model import Signature

MOST_PRINTS = 640
"""Pairs that are compared, the first of a text: some 1,200 words, which is evidence enough."""

LEAD_KEYS, OTHER_KEYS = 48, 24
"""Pairs of the lead, and of the rest, that an article is looked up by."""

PLACE, SAID, NUMBER, FACT = 18, 1 << 17, 1 << 16, 0x1FFFF
"""How a fact is packed: its place among the pairs, whether it is said to be one (a capital inside a sentence, or a number;
a word that begins a sentence may be a name or not), whether it is a number, and with that bit its hash."""

MOST_PLACES = (1 << 32 - PLACE) - 1

Hashes = NDArray[np.uint32]

_WORD = re.compile(r"([^\W_]+)")
# A number or a capitalised word; that it begins with one set of letters, and not with either of two forms, halves the search.
_FACT = re.compile(r"[A-Z\d](?:(?<=\d)(?:[\d.,]*\d)?|(?<=[A-Z])[\w-]+)")
_BEFORE_INSIDE = frozenset("abcdefghijklmnopqrstuvwxyz,;")
# fmt: off
_SMALL = frozenset((
    "the", "a", "an", "of", "to", "in", "and", "for", "on", "that", "is", "was", "by", "with", "as", "at", "from",
    "it", "its", "be", "has", "have", "had", "he", "she", "his", "her", "said", "are", "were", "they", "this",
    "which", "but", "not", "or", "their", "who", "will", "been", "also", "would", "we", "more", "i", "than",
    "after", "about", "other", "all", "into", "if", "out", "so",
))
# fmt: on


def sign(text: str) -> Signature:
    """The signature of a text.

    >>> sign("Iran and Pakistan reopened the border.") == sign("IRAN, and Pakistan: reopened the border")
    True
    """
    pieces = _WORD.split(text)  # what stands between words, and words, in turns
    words = [word.lower() for word in pieces[1::2]]
    starts = list(accumulate(map(len, pieces)))[:-1:2]
    content = [word not in _SMALL for word in words]
    pairs = _pairs(list(compress(words, content)))
    whole = zlib.crc32(" ".join(words).encode("utf-8", "surrogatepass"))
    return Signature(
        words=len(words),
        keys=(whole, *_keys(pairs)),
        prints=tuple((pairs[:MOST_PRINTS] >> np.uint32(16)).tolist()),
        facts=tuple(_facts(text, list(compress(starts, content)))),
    )


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _pairs(words: Sequence[str]) -> Hashes:
    """A hash of each two neighbouring words, in their order."""
    hashes = np.fromiter(map(_hash, words), dtype=np.uint64, count=len(words))
    # The finalizer of SplitMix64 (Steele, Lea and Flood 2014) spreads the two words' bits over all of the result's.
    mixed = hashes[:-1] * np.uint64(0x9E3779B97F4A7C15) + hashes[1:]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed >> np.uint64(32)).astype(np.uint32)


def _keys(pairs: Hashes) -> list[int]:
    lead = dict.fromkeys(pairs[:LEAD_KEYS].tolist())
    least = np.unique(pairs[LEAD_KEYS:])[: LEAD_KEYS + OTHER_KEYS].tolist()
    return [*lead, *[key for key in least if key not in lead][:OTHER_KEYS]]


def _facts(text: str, starts: Sequence[int]) -> list[int]:
    """Numbers and capitalised words, in their order."""
    found = [(fact[0], fact.start()) for fact in _FACT.finditer(text)]
    return [_fact(text, word, at, min(bisect_left(starts, at), MOST_PLACES)) for word, at in found]


def _fact(text: str, word: str, at: int, place: int) -> int:
    number = not word[0].isalpha()
    said = number or (at > 1 and text[at - 1] == " " and text[at - 2] in _BEFORE_INSIDE)
    return place << PLACE | said * SAID | number * NUMBER | _hash(word.lower()) >> 16
