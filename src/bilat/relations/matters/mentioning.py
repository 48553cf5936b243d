"""Whether a sentence speaks of a matter: by one of its names, or by its noun where nothing says that it is another."""

import re
from collections.abc import Iterable, Sequence

from bilat.relations.matters.names import Own, split, stem
from bilat.relations.matters.telling import Telling, surface
from bilat.relations.matters.words import HEADS, WORKS

_BEFORE = re.compile(r"(?:[\w.’'-]+ ){0,4}$")
_AFTER = re.compile(
    r"^(?:\s+(?:project|deal|plan|agreement))?\s+(?:of|from|to|between|into|through|with)\s+((?:the )?[A-Z][\w-]+)"
)
_ANY_OF = re.compile(
    r"\b(?:a|an|another|any|other|each|every|no|some|one of \w+|which|what)\s(?:[\w-]+\s)?$", re.IGNORECASE
)
_WORD = re.compile(r"[\w.’']+")
_LEAST = 5  # letters of a name of one word


class Naming:
    """Finds where a text speaks of a matter.

    Args:
        told: The matter's mentions.
        own: The names of the parties.
        alone: Whether no other matter of the pair has its head noun, so that the noun alone means it.
    """

    def __init__(self, told: Sequence[Telling], own: Own, head: str, *, alone: bool) -> None:
        texts = {text for one in told for text in (*split(one.name), surface(one.mention))}
        plain = {self._short(text, own) for text in texts}
        self._own = own
        self._known = {stem(word) for text in texts for word in _WORD.findall(text.replace("-", " "))}
        names = _shortest([text for text in plain if self._is_telling(text)])
        nouns = sorted({word for word, kind in HEADS.items() if kind == head}) if alone and head in WORKS else []
        self._names = _any(names)
        self._nouns = _any(nouns)

    @staticmethod
    def _short(text: str, own: Own) -> str:
        return " ".join(own.out(text).replace("-", " ").split()).strip(" ,.'’")

    @staticmethod
    def _is_telling(text: str) -> bool:
        words = text.split()
        if len(words) > 1:
            return not all(stem(word) in HEADS for word in words)
        return (len(text) >= _LEAST and text[:1].isupper() and stem(text) not in HEADS) or (
            len(text) > 2 and text.isupper()
        )

    def places(self, text: str) -> Iterable[int]:
        """Where the text speaks of the matter, each as the end of the words that do."""
        low = text.lower()
        if len(low) != len(text):  # a letter whose small form is two letters: places would not be the text's
            low = text
        if self._names is not None:
            yield from (found.end() for found in self._names.finditer(low))
        if self._nouns is not None:
            yield from (found.end() for found in self._nouns.finditer(low) if not self._another(text, found))

    def _another(self, text: str, found: re.Match[str]) -> bool:
        """Whether the words about a noun name another thing, or any: "the Tarnow pipeline", "the pipeline to Basra", "a dam"."""
        before = _BEFORE.search(text[max(0, found.start() - 60) : found.start()].rpartition(". ")[2])
        if before and _ANY_OF.search(before[0]):
            return True
        words = [word for word in _WORD.findall(before[0] if before else "") if word[:1].isupper()]
        after = _AFTER.match(text[found.end() : found.end() + 60])
        words += _WORD.findall(after[1].removeprefix("the ")) if after else []
        return any(self._is_foreign(word) for word in words)

    def _is_foreign(self, word: str) -> bool:
        left = self._own.out(word).strip(" .'’")
        if not left or stem(left) in self._known or word.casefold() in {"the", "a", "this", "its", "their", "that"}:
            return False
        return not self._own.initials(word)


def _shortest(names: Sequence[str]) -> list[str]:
    """The names less those that hold another one of them: "the nuclear deal" finds "the 2015 nuclear deal" too."""
    kept: list[str] = []
    for name in sorted(names, key=lambda name: (len(name), name)):
        if not any(f" {one.casefold()} " in f" {name.casefold()} " for one in kept):
            kept.append(name)
    return kept


def _any(words: Sequence[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    parts = "|".join(re.escape(word.lower()).replace(r"\ ", r"[\s-]+") for word in words)
    return re.compile(rf"\b(?:{parts})\b")
