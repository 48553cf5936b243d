"""Names of parties as they stand in text, each with the time in which it meant what it means.

A name is matched as whole words, with its case; diacritics, full stops, hyphens and apostrophes do not count, so that
"U.S." is "US" and "Jaish-ul-Adl" is "Jaish ul Adl". Words all in capitals, as in datelines and headlines, are matched as
plain ones too where they are long enough to be no abbreviation.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

ACCEPTED = "name learnt, accepted in"
"""How the source of a user's own name begins."""

_WORD = re.compile(r"\w+(?:[.'’]\w+)*", re.UNICODE)
_SHOUTED = 4  # letters
_TAIL = re.compile(r"['’]s$", re.IGNORECASE)


class Word(NamedTuple):
    """One word of a text: its matching form and its place."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One meaning of a name.

    Attributes:
        kind: state, demonym, capital, metonym, igo, group, body or person.
        since, until: ISO days, months or years in which it held; null means open.
        label: The entry's usual name, office: what a person held.
        accepted: It is not the shipped lexicon's: a user accepted it in the file that ``source`` names.
    """

    text: str
    code: str
    kind: str
    label: str
    since: str | None = None
    until: str | None = None
    office: str | None = None
    source: str = ""
    accepted: bool = False

    @property
    def remark(self) -> str:
        """What a reason adds for a name that does not come from the shipped lexicon."""
        return f"; {self.source}" if self.accepted else ""

    def holds(self, day: str | None) -> bool:
        """Whether the meaning held on an ISO day; with no day, whether it still holds."""
        if day is None:
            return self.until is None
        return (self.since or "")[: len(day)] <= day and (self.until is None or day[: len(self.until)] <= self.until)


def remark_in(reason: str) -> str:
    """The :attr:`Name.remark` with which a party's reason ends, to be handed on to another's."""
    _, sign, rest = reason.partition(f"; {ACCEPTED} ")
    return sign + rest


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: its place in the text and all its meanings."""

    start: int
    end: int
    names: tuple[Name, ...]


@lru_cache(maxsize=50_000)
def form(word: str) -> str:
    """The form in which words are compared: no diacritics, full stops or apostrophes."""
    word = _TAIL.sub("", word)
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.replace(".", "").replace("'", "").replace("’", "")


@lru_cache(maxsize=256)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text with their places; a sentence's are asked for by several readers in a row.

    >>> [w.form for w in words("Iran’s U.S. envoy, Jaish-ul-Adl")]
    ['Iran', 'US', 'envoy', 'Jaish', 'ul', 'Adl']
    """
    found = []
    for match in _WORD.finditer(text):
        word, (start, end) = match.group(), match.span()
        if word[-1] in "sSſ" and _TAIL.search(word):
            end -= 2
        found.append(Word(form(word), start, end))
    return tuple(found)


class NameIndex:
    """All names, found in one pass over a text's words, longest first."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], list[Name]]] = {}
        self._longest: dict[str, int] = {}
        self._all: list[Name] = []
        self._by_surname: dict[str, list[Name]] = {}
        for name in names:
            key = tuple(word.form for word in words(name.text))
            if not key:
                continue
            self._all.append(name)
            if name.kind == "person" and len(key) > 1:
                self._by_surname.setdefault(key[-1], []).append(name)
            self._by_first.setdefault(key[0], {}).setdefault(key, []).append(name)
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all)

    def find(self, text_words: Sequence[Word]) -> list[Hit]:
        """The names in a run of words, left to right, the longest where several begin at one word."""
        hits, beyond, known = [], 0, self._by_first
        for i, word in enumerate(text_words):
            if i < beyond or (word.form not in known and not word.form.isupper()):
                continue
            names, length = self._at(text_words, i)
            if names:
                hits.append(Hit(word.start, text_words[i + length - 1].end, names))
            beyond = i + length
        return hits

    def _at(self, text_words: Sequence[Word], i: int) -> tuple[tuple[Name, ...], int]:
        names, length = self._longest_at(text_words, i, str)
        if not names and text_words[i].form.isupper():
            names, length = self._longest_at(text_words, i, str.title)
            shouted = "".join(word.form for word in text_words[i : i + length])
            if len(shouted) < _SHOUTED or not shouted.isupper():
                return (), 0
        return names, length

    def _longest_at(
        self, text_words: Sequence[Word], i: int, spell: Callable[[str], str]
    ) -> tuple[tuple[Name, ...], int]:
        first = spell(text_words[i].form)
        keys = self._by_first.get(first)
        if keys is None:
            return (), 0
        forms = tuple([spell(word.form) for word in text_words[i : i + self._longest[first]]])
        for length in range(len(forms), 0, -1):
            names = keys.get(forms[:length])
            if names:
                return tuple(names), length
        return (), 0

    def bearing(self, surname: str) -> tuple[Name, ...]:
        """The persons whose last name is a word."""
        return tuple(self._by_surname.get(form(surname), ()))

    def exact(self, text: str) -> tuple[Name, ...]:
        """The meanings of a text that is a name as a whole."""
        key = tuple(word.form for word in words(text))
        return tuple(self._by_first.get(key[0], {}).get(key, ())) if key else ()
