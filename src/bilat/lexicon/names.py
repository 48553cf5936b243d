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

from bilat.lexicon.kept import Kept

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


def form(word: str) -> str:
    """The form in which words are compared: no diacritics, full stops or apostrophes."""
    word = _TAIL.sub("", word)
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.replace(".", "").replace("'", "").replace("’", "")


_FORMS = Kept(form)


@lru_cache(maxsize=256)
def words(text: str) -> Words:
    """The words of a text with their places; a sentence's are asked for by several readers in a row.

    >>> words("Iran’s U.S. envoy, Jaish-ul-Adl").forms
    ('Iran', 'US', 'envoy', 'Jaish', 'ul', 'Adl')
    """
    # Steps that take all words at once: one by one, they cost as much as all that is done with them.
    spelt = _WORD.split(text)
    return Words(tuple(map(_FORMS.__getitem__, spelt[1::2])), spelt, list(accumulate(map(len, spelt))))


_Keys = dict[tuple[str, ...], tuple[Name, ...]]
_Found = tuple[tuple[Name, ...], int]
_NOTHING: _Found = ((), 0)


class NameIndex:
    """All names, found in one pass over a text's words, longest first."""

    def __init__(self, names: Iterable[Name]) -> None:
        by_first: dict[str, _Keys] = {}
        self._all: list[Name] = []
        self._by_surname: dict[str, list[Name]] = {}
        for name in names:
            key = words(name.text).forms
            if not key:
                continue
            self._all.append(name)
            if name.kind == "person" and len(key) > 1:
                self._by_surname.setdefault(key[-1], []).append(name)
            keys = by_first.setdefault(key[0], {})
            keys[key] = (*keys.get(key, ()), name)
        # By first word: the lengths of the names that it opens, the longest first, and the names.
        self._by_first = {
            first: (sorted({len(key) for key in keys}, reverse=True), keys) for first, keys in by_first.items()
        }
        self._openers = frozenset(by_first) | {first.upper() for first in by_first}

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all)

    @cached_property
    def of_text(self) -> Callable[[str], tuple[Hit, ...]]:
        """The names in a text; those of the last texts are kept, for a sentence's are asked for by several readers in a row."""
        return lru_cache(maxsize=64)(lambda text: tuple(self.find(words(text))))

    def find(self, text: Words) -> list[Hit]:
        """The names in a run of words, left to right, the longest where several begin at one word."""
        forms, openers, hits, beyond = text.forms, self._openers, [], 0
        for i in [i for i, first in enumerate(forms) if first in openers]:
            if i < beyond:
                continue
            names, length = self._longest_at(forms, i) or self._shouted_at(forms, i)
            if names:
                hits.append(Hit(*text.place(i, i + length - 1), names))
                beyond = i + length
        return hits

    def _longest_at(self, forms: Sequence[str], i: int) -> _Found | None:
        following = self._by_first.get(forms[i])
        if following is None:
            return None
        lengths, keys = following
        run = tuple(forms[i : i + lengths[0]])
        for length in lengths:
            names = keys.get(run[:length]) if length <= len(run) else None
            if names:
                return names, length
        return None

    def _shouted_at(self, forms: Sequence[str], i: int) -> _Found:
        """The longest name that begins at a word all in capitals, where all of it is so written."""
        following = self._by_first.get(forms[i].title()) if forms[i].isupper() else None
        if following is not None:
            run = [form.title() for form in forms[i : i + following[0][0]]]
            names, length = self._longest_at(run, 0) or _NOTHING
            shouted = "".join(forms[i : i + length])
            if len(shouted) >= _SHOUTED and shouted.isupper():
                return names, length
        return _NOTHING

    def bearing(self, surname: str) -> tuple[Name, ...]:
        """The persons whose last name is a word."""
        return tuple(self._by_surname.get(form(surname), ()))

    def exact(self, text: str) -> tuple[Name, ...]:
        """The meanings of a text that is a name as a whole."""
        key = words(text).forms
        return self._by_first[key[0]][1].get(key, ()) if key and key[0] in self._by_first else ()
