"""What was made of a word once, kept for when it comes again: most words of a text have come before."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(dict[str, T], Generic[T]):
    """A function's values by word, made when first asked for; all are dropped when they are too many, for words have no end."""

    def __init__(self, make: Callable[[str], T], most: int = 200_000) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, word: str) -> T:
        if len(self) >= self._most:
            self.clear()
        value = self[word] = self._make(word)
        return value
