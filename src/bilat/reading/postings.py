"""An index from keys to the articles that have them: in memory, added to one article at a time, eight bytes a posting."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Run = tuple[NDArray[np.uint32], NDArray[np.uint32]]


class Postings:
    """Sorted runs of postings, doubled up as they grow (a log-structured merge tree; O'Neil et al. 1996).

    Adding costs the logarithm of the number of articles, looking up one binary search in each of that many runs.
    """

    def __init__(self, most: int, waiting: int = 1 << 16) -> None:
        """Makes an empty index.

        Args:
            most: Articles that a key gives at most: the last added.
            waiting: Postings that wait in a dictionary before they are sorted into a run.
        """
        self._most, self._most_waiting = most, waiting
        self._runs: list[Run] = []
        self._fresh: dict[int, list[int]] = {}
        self._waiting = 0

    def add(self, number: int, keys: Sequence[int]) -> None:
        """Adds an article; numbers go up."""
        for key in keys:
            self._fresh.setdefault(key, []).append(number)
        self._waiting += len(keys)
        if self._waiting >= self._most_waiting:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        keys = np.fromiter((k for k, found in self._fresh.items() for _ in found), np.uint32, self._waiting)
        numbers = np.fromiter((n for found in self._fresh.values() for n in found), np.uint32, self._waiting)
        self._fresh, self._waiting = {}, 0
        self._push(keys, numbers)

    def _push(self, keys: NDArray[np.uint32], numbers: NDArray[np.uint32]) -> None:
        while self._runs and len(self._runs[-1][0]) <= 2 * len(keys):
            older = self._runs.pop()
            keys, numbers = np.concatenate((older[0], keys)), np.concatenate((older[1], numbers))
        order = np.argsort(keys, kind="stable")
        self._runs.append((keys[order], numbers[order]))

    def find(self, keys: Sequence[int]) -> Whole:
        """The articles that have any of the keys, once for each key that they have."""
        asked = np.asarray(keys, dtype=np.uint32)
        fresh = [self._fresh.get(key, ())[-self._most :] for key in keys]
        left = self._most - np.fromiter(map(len, fresh), np.int64, len(keys))
        found = [np.array(list(chain.from_iterable(fresh)), np.int64)]
        for run_keys, numbers in reversed(self._runs):
            first, last = (np.searchsorted(run_keys, asked, side) for side in ("left", "right"))
            first = np.maximum(first, last - left)
            taken = last - first
            left = left - taken
            # The places first..last of each key, put one after the other.
            starts = np.repeat(first - np.concatenate(([0], np.cumsum(taken)[:-1])), taken)
            found.append(numbers[starts + np.arange(len(starts))].astype(np.int64))
        return np.concatenate(found)
