"""Stories side by side: which of them share enough of a telling's words, asked of all of them at once.

A telling is held against a hundred stories and more, of which one is like it, if any. Most are told from it by their words.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bilat.record.likeness import Words
from bilat.record.tellings import OpenStory
from bilat.record.vocabulary import Numbering, Numbers

_SLIPS = 1e-9  # a part of one, by which a sum of floats may be off: what it leaves out is surely below the least


@dataclass(frozen=True, slots=True)
class Lineup:
    """Stories in an order, the numbers of their words one after the other, and where each story's begin."""

    stories: Sequence[OpenStory]
    words: Numbers
    starts: Numbers


class Shelf:
    """Lines stories up, with the numbers of all words that were ever asked for."""

    def __init__(self) -> None:
        self._numbers = Numbering()
        self._nothing = self._numbers.of([""])  # stands for a story without words, and is no telling's word
        self._squares = np.zeros(1 << 12)  # of the weights of the words of the telling that is asked about, else 0

    def lineup(self, stories: Sequence[OpenStory]) -> Lineup:
        """The stories as they are now; another telling in one of them needs another lineup."""
        told = [self._told(story) for story in stories]
        ends = np.fromiter(map(len, told), np.int64, len(told)).cumsum()
        return Lineup(stories, np.concatenate([self._nothing[:0], *told]), np.concatenate([[0], ends[:-1]]))

    def _told(self, story: OpenStory) -> Numbers:
        if story.numbered is None:
            story.numbered = self._numbers.of(story.words) if story.words else self._nothing
        return story.numbered

    def sharing(self, lineups: Iterable[Lineup], words: Words, least: float) -> Collection[OpenStory]:
        """Those whose words in common with a telling's allow for a cosine of so much, each once, in the order of the lineups."""
        if least <= 0:
            return {story.id: story for lineup in lineups for story in lineup.stories}.values()
        numbers = self._numbers.of(words.squares)
        if len(self._numbers) > len(self._squares):
            self._squares = np.zeros(2 * len(self._numbers))
        self._squares[numbers] = np.fromiter(words.squares.values(), np.float64, len(numbers))
        enough = (least * words.length) ** 2 * (1 - _SLIPS)
        found: dict[str, OpenStory] = {}
        for lineup in lineups:
            if lineup.stories:
                shared = np.add.reduceat(self._squares[lineup.words], lineup.starts)
                for place in np.flatnonzero(shared >= enough).tolist():
                    story = lineup.stories[place]
                    found[story.id] = story
        self._squares[numbers] = 0.0
        return found.values()
