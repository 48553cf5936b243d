"""Names of parties as they stand in text, each with the time in which it meant what it means.

A name is matched as whole words, with its case; diacritics, full stops, hyphens and apostrophes do not count, so that
"U.S." is "US" and "Jaish-ul-Adl" is "Jaish ul Adl". Words all in capitals, as in datelines and headlines, are matched as
plain ones too where they are long enough to be no abbreviation.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

ACCEPTED = "name learnt, accepted in"
"""How the source of a user's own name begins."""

_WORD = re.compile(r"(\w+(?:[.'’]\w+)*)", re.UNICODE)
_SHOUTED = 4  # letters
_TAIL = re.compile(r"['’]s$", re.IGNORECASE)


class Word(NamedTuple):
    """One word of a text: its matching form and its place."""

    form: str
    start: int
    end: int


# A class of named places makes its instances by a function in Python, which costs as much as all else here.
_word = partial(tuple.__new__, Word)


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
        if self.until is None and (self.since is None or day is None):
            return True
        if day is None:
            return False
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


@lru_cache(maxsize=50_000)
def _shape(word: str) -> tuple[str, int]:
    """A word's form, and how many characters at its end ("'s") are no part of it."""
    return form(word), 2 if _TAIL.search(word) else 0


@lru_cache(maxsize=256)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text with their places; a sentence's are asked for by several readers in a row.

    >>> [w.form for w in words("Iran’s U.S. envoy, Jaish-ul-Adl")]
    ['Iran', 'US', 'envoy', 'Jaish', 'ul', 'Adl']
    """
    found, at = [], 0
    # Parted, gaps and words by turns, in one call: a match for each word would cost as much as all the rest.
    parts = _WORD.split(text)
    for gap, word in zip(parts[::2], parts[1::2], strict=False):
        start = at + len(gap)
        at = start + len(word)
        plain, tail = _shape(word)
        found.append(_word((plain, start, at - tail)))
    return tuple(found)


class NameIndex:
    """All names, found in one pass over a text's words, longest first."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], tuple[Name, ...]]] = {}
        self._all: list[Name] = []
        self._by_surname: dict[str, list[Name]] = {}
        for name in names:
            key = tuple(word.form for word in words(name.text))
            if not key:
                continue
            self._all.append(name)
            if name.kind == "person" and len(key) > 1:
                self._by_surname.setdefault(key[-1], []).append(name)
            keys = self._by_first.setdefault(key[0], {})
            keys[key] = (*keys.get(key, ()), name)
        self._lengths = {
            first: tuple(sorted({len(key) for key in keys}, reverse=True)) for first, keys in self._by_first.items()
        }

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all)

    @cached_property
    def of_text(self) -> Callable[[str], tuple[Hit, ...]]:
        """The names in a text; those of the last texts are kept, for a sentence's are asked for by several readers in a row."""
        return lru_cache(maxsize=64)(lambda text: tuple(self.find(words(text))))

    def find(self, text_words: Sequence[Word]) -> list[Hit]:
        """The names in a run of words, left to right, the longest where several begin at one word."""
        hits, beyond, known = [], 0, self._by_first
        for i, word in enumerate(text_words):
            first = word.form
            if (first not in known and not first.isupper()) or i < beyond:
                continue
            names, length = self._at(text_words, i)
            if names:
                hits.append(Hit(word.start, text_words[i + length - 1].end, names))
            beyond = i + length
        return hits

    def _at(self, text_words: Sequence[Word], i: int) -> tuple[tuple[Name, ...], int]:
        names, length = self._longest_at(text_words, i)
        if not names and text_words[i].form.isupper():
            names, length = self._longest_at(text_words, i, titled=True)
            shouted = "".join(word.form for word in text_words[i : i + length])
            if len(shouted) < _SHOUTED or not shouted.isupper():
                return (), 0
        return names, length

    def _longest_at(
        self, text_words: Sequence[Word], i: int, *, titled: bool = False
    ) -> tuple[tuple[Name, ...], int]:
        first = text_words[i].form.title() if titled else text_words[i].form
        lengths = self._lengths.get(first)
        if lengths is None:
            return (), 0
        forms = tuple([word.form for word in text_words[i : i + lengths[0]]])
        if titled:
            forms = tuple([spelt.title() for spelt in forms])
        keys = self._by_first[first]
        for length in lengths:
            names = keys.get(forms[:length]) if length <= len(forms) else None
            if names:
                return names, length
        return (), 0

    def bearing(self, surname: str) -> tuple[Name, ...]:
        """The persons whose last name is a word."""
        return tuple(self._by_surname.get(form(surname), ()))

    def exact(self, text: str) -> tuple[Name, ...]:
        """The meanings of a text that is a name as a whole."""
        key = tuple(word.form for word in words(text))
        return self._by_first.get(key[0], {}).get(key, ()) if key else ()
