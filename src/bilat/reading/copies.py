"""The same article again: exact and near copies, found in time that does not grow with what was read before.

An article is looked up by the keys of its signature and compared with the few earlier ones that share the most of them.
Every article is of one group of copies; most groups have one member. A new article is linked to the most similar member of
each group that it is a copy of, and so joins them: the groups are the connected parts of the graph of copies, whatever the
order in which the articles came.
"""

from array import array
from datetime import date

import numpy as np

from bilat.model import Copy, CopyKind, Signature
from bilat.reading.likeness import FEWEST, Text, likeness, overlap, text_of
from bilat.reading.postings import Postings

CANDIDATES = 8
"""Earlier articles that one is compared with at most: those that share the most keys, of equals the earliest."""

LEAST_SHARED = 3
"""Keys that two articles share before they are compared."""

MOST_POSTINGS = 64
"""Articles that a key is good for, the last read; a key that more have says little."""

Match = tuple[int, CopyKind, float]

_SAME_LENGTH = 0.9
"""The shorter one's words to the longer's, from which on neither counts as cut."""


class Copies:
    """All articles read so far, by their signatures: some 1.3 kilobytes for an article of average length."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._days, self._words, self._groups = array("i"), array("I"), array("I")
        self._prints, self._facts = array("H"), array("I")
        self._print_ends, self._fact_ends = array("Q", [0]), array("Q", [0])
        self._postings = Postings(MOST_POSTINGS)

    def __contains__(self, id: str) -> bool:
        return id in self._numbers

    def recall(self, id: str, day: str | None, signature: Signature) -> None:
        """Takes in an article that was added in an earlier run."""
        self._remember(id, day, signature)

    def join(self, link: Copy) -> None:
        """Takes up what was found of two articles in an earlier run."""
        self._join(self._numbers[link.article_id], self._numbers[link.of])

    def number(self, id: str) -> int | None:
        """The place of an article in the order in which they were taken in, from 0."""
        return self._numbers.get(id)

    def id(self, number: int) -> str:
        """The id of the article in a place."""
        return self._ids[number]

    def shared(self, id: str, signature: Signature) -> float:
        """Which share of the shorter's prints stands in the other's, of an article taken in and another."""
        return overlap(self._text(self._numbers[id]), text_of(signature))

    def add(self, id: str, day: str | None, signature: Signature) -> tuple[Copy, ...]:
        """Takes an article in, and tells which earlier ones it is a copy of: one for each group, the best first.

        Args:
            day: ISO date of publication; a month, a year or null says nothing of how far two articles are apart.
        """
        found = self._matches(day, signature)
        number = self._remember(id, day, signature)
        return tuple(
            Copy(article_id=id, of=self._ids[other], kind=kind, similarity=round(like, 3))
            for other, kind, like in found
            if self._join(number, other)
        )

    def like(self, day: str | None, signature: Signature) -> tuple[str, ...]:
        """The ids of those that an article would be linked to, were it added now."""
        found = self._matches(day, signature)
        return tuple({self._root(other): self._ids[other] for other, *_ in reversed(found)}.values())

    def _matches(self, day: str | None, signature: Signature) -> list[Match]:
        """The earlier articles that are the same text, the most alike first."""
        text = text_of(signature)
        found = []
        for other in self._candidates(signature):
            its, words, its_words = self._text(other), signature.words, self._words[other]
            if words == its_words and np.array_equal(text.prints, its.prints) and np.array_equal(text.facts, its.facts):
                found.append((other, CopyKind.EXACT, 1.0))
            elif min(len(text.prints), len(its.prints)) >= FEWEST:
                like = likeness(text, its, days=_apart(_ordinal(day), self._days[other]))
                if like is not None:
                    found.append((other, _kind(words, its_words), like))
        return sorted(found, key=lambda match: (-match[2], match[0]))

    def _remember(self, id: str, day: str | None, signature: Signature) -> int:
        number = len(self._ids)
        self._ids.append(id)
        self._numbers[id] = number
        self._days.append(_ordinal(day))
        self._words.append(signature.words)
        self._groups.append(number)
        self._prints.extend(signature.prints)
        self._facts.extend(signature.facts)
        self._print_ends.append(len(self._prints))
        self._fact_ends.append(len(self._facts))
        self._postings.add(number, signature.keys)
        return number

    def _candidates(self, signature: Signature) -> list[int]:
        numbers, shared = np.unique(self._postings.find(signature.keys), return_counts=True)
        # Of a text with few keys, all must be shared.
        enough = shared >= min(LEAST_SHARED, len(signature.keys))
        order = np.lexsort((numbers[enough], -shared[enough]))[:CANDIDATES]
        return [int(number) for number in numbers[enough][order]]

    def _text(self, number: int) -> Text:
        prints = self._prints[self._print_ends[number] : self._print_ends[number + 1]]
        facts = self._facts[self._fact_ends[number] : self._fact_ends[number + 1]]
        return Text(np.frombuffer(prints, dtype=np.uint16), np.frombuffer(facts, dtype=np.uint32))

    def _root(self, number: int) -> int:
        while self._groups[number] != number:
            self._groups[number] = self._groups[self._groups[number]]
            number = self._groups[number]
        return number

    def _join(self, number: int, other: int) -> bool:
        """Makes one group of two; False where they are one already."""
        one, two = sorted((self._root(number), self._root(other)))
        self._groups[two] = one
        return one != two


def _ordinal(day: str | None) -> int:
    """The day's number, 0 for what is not a whole date."""
    try:
        return date.fromisoformat(day).toordinal() if day else 0
    except ValueError:
        return 0


def _apart(day: int, other: int) -> int | None:
    return abs(day - other) if day and other else None


def _kind(words: int, its_words: int) -> CopyKind:
    if min(words, its_words) >= _SAME_LENGTH * max(words, its_words):
        return CopyKind.NEAR
    return CopyKind.TRUNCATED if words < its_words else CopyKind.EXTENDED
