"""Names of parties as they stand in text, each with the time in which it meant what it means.

A name is matched as whole words, with its case; diacritics, full stops, hyphens and apostrophes do not count, so that
"U.S." is "US" and "Jaish-ul-Adl" is "Jaish ul Adl". Words all in capitals, as in datelines and headlines, are matched as
plain ones too where they are long enough to be no abbreviation.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

ACCEPTED = "name learnt, accepted in"
"""How the source of a user's own name begins."""

_WORD = re.compile(r"(\w+(?:[.'’]\w+)*)", re.UNICODE)
_SHOUTED = 4  # letters
_TAIL = re.compile(r"['’]s$", re.IGNORECASE)


class Words(NamedTuple):
    """The words of a text.

    Attributes:
        forms: Their matching forms.
        spelt, ends: Gaps and words by turns, a gap first, as they are spelt, and where each ends.
    """

    forms: tuple[str, ...]
    spelt: list[str]
    ends: list[int]

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Where the words ``first`` to ``last`` begin and end, without the last one's "'s"."""
        tail = 2 if _TAIL.search(self.spelt[2 * last + 1]) else 0
        return self.ends[2 * first], self.ends[2 * last + 1] - tail


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


@lru_cache(maxsize=100_000)
def form(word: str) -> str:
    """The form in which words are compared: no diacritics, full stops or apostrophes."""
    word = _TAIL.sub("", word)
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.replace(".", "").replace("'", "").replace("’", "")


@lru_cache(maxsize=256)
def words(text: str) -> Words:
    """The words of a text with their places; a sentence's are asked for by several readers in a row.

    >>> words("Iran’s U.S. envoy, Jaish-ul-Adl").forms
    ('Iran', 'US', 'envoy', 'Jaish', 'ul', 'Adl')
    """
    # Steps that take all words at once: one by one, they cost as much as all that is done with them.
    spelt = _WORD.split(text)
    return Words(tuple(map(form, spelt[1::2])), spelt, list(accumulate(map(len, spelt))))


class NameIndex:
    """All names, found in one pass over a text's words, longest first."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], tuple[Name, ...]]] = {}
        self._all: list[Name] = []
        self._by_surname: dict[str, list[Name]] = {}
        for name in names:
            key = words(name.text).forms
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

    def find(self, text: Words) -> list[Hit]:
        """The names in a run of words, left to right, the longest where several begin at one word."""
        hits, beyond, known = [], 0, self._by_first
        for i in [i for i, first in enumerate(text.forms) if first in known or first.isupper()]:
            if i < beyond:
                continue
            names, length = self._at(text.forms, i)
            if names:
                hits.append(Hit(*text.place(i, i + length - 1), names))
            beyond = i + length
        return hits

    def _at(self, forms: Sequence[str], i: int) -> tuple[tuple[Name, ...], int]:
        names, length = self._longest_at(forms, i)
        if not names and forms[i].isupper():
            names, length = self._longest_at(forms, i, titled=True)
            shouted = "".join(forms[i : i + length])
            if len(shouted) < _SHOUTED or not shouted.isupper():
                return (), 0
        return names, length

    def _longest_at(self, forms: Sequence[str], i: int, *, titled: bool = False) -> tuple[tuple[Name, ...], int]:
        first = forms[i].title() if titled else forms[i]
        lengths = self._lengths.get(first)
        if lengths is None:
            return (), 0
        following = tuple(forms[i : i + lengths[0]])
        if titled:
            following = tuple([spelt.title() for spelt in following])
        keys = self._by_first[first]
        for length in lengths:
            names = keys.get(following[:length]) if length <= len(following) else None
            if names:
                return names, length
        return (), 0

    def bearing(self, surname: str) -> tuple[Name, ...]:
        """The persons whose last name is a word."""
        return tuple(self._by_surname.get(form(surname), ()))

    def exact(self, text: str) -> tuple[Name, ...]:
        """The meanings of a text that is a name as a whole."""
        key = words(text).forms
        return self._by_first.get(key[0], {}).get(key, ()) if key else ()
