"""A parsed sentence's words as plain objects.

spaCy looks a token's strings up, and makes its neighbours anew, at each access, and the rules look at each token
hundreds of times: copied once, the same tree is read in a third of the time. Names are spaCy's.
"""

from collections.abc import Callable, Iterator
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ATTRIBUTES: list[int | str] = ["TAG", "DEP", "HEAD", "LENGTH", "SPACY"]
_BLANKS = ("", " ")


class _Tag(NamedTuple):
    """A Penn tag, whether it is a noun's or a verb's, and whether its word's lemma is a verb's."""

    text: str
    is_noun: bool
    is_verb: bool
    verbal: bool


class Token:
    """One word.

    Attributes:
        i: Its place among the sentence's words; idx: ... characters.
        text, lower_, whitespace_: Itself, in lower case, and the blank after it if there is one.
        lemma_: Its lemma by the lexicon's tables, as a verb's or a noun's.
        tag_, dep_: Its Penn tag and the label of its dependency.
        is_noun, is_verb: Whether its tag is a noun's or a verb's.
        head: What it hangs on; itself for a root.
        lefts, rights, children: What hangs on it, in the order of the text.
        left_edge, right_edge: The first and last word of all that hangs below it.
        doc: All words of the sentence.
    """

    __slots__ = (
        "children", "dep_", "doc", "head", "i", "idx", "is_noun", "is_verb", "left_edge", "lefts", "lemma_", "lower_",
        "right_edge", "rights", "tag_", "text", "whitespace_",
    )  # fmt: skip

    children: tuple["Token", ...]
    doc: tuple["Token", ...]
    head: "Token"
    left_edge: "Token"
    lefts: tuple["Token", ...]
    right_edge: "Token"
    rights: tuple["Token", ...]

    def __init__(
        self, i: int, idx: int, text: str, forms: tuple[str, str, str], tag: "_Tag", dep: str, blank: str
    ) -> None:
        self.i = i
        self.idx = idx
        self.text = text
        self.dep_ = dep
        self.whitespace_ = blank
        self.tag_, self.is_noun, self.is_verb, verbal = tag
        self.lower_, noun, verb = forms
        self.lemma_ = verb if verbal else noun

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"Token({self.i}, {self.text!r}, {self.tag_}, {self.dep_})"

    def nbor(self, by: int) -> "Token":
        """The word so many places on."""
        return self.doc[self.i + by]

    @property
    def subtree(self) -> Iterator["Token"]:
        """The word and all that hangs below it, in the order of the text."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    @property
    def ancestors(self) -> Iterator["Token"]:
        """What it hangs on, and so on to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token


def tokens_of(doc: "Doc", text: str, forms: Callable[[str], tuple[str, str, str]]) -> tuple[Token, ...]:
    """The words of a parsed document.

    Args:
        text: Its text, which spaCy would put together from its words at each access.
        forms: A word in lower case, and its lemmas as a noun and as a verb.
    """
    strings = doc.vocab.strings
    found, at = [], 0
    table = doc.to_array(_ATTRIBUTES)
    for i, (tag, dep, _, length, blank) in enumerate(table.tolist()):
        end = at + length
        word = text[at:end]
        kind = _TAGS.get(tag) or _tag(tag, strings[tag])
        label = _LABELS.get(dep) or _label(dep, strings[dep])
        found.append(Token(i, at, word, forms(word), kind, label, _BLANKS[blank]))
        at = end + blank
    words = tuple(found)
    # A head is stored as its distance, a negative one as its complement.
    for token, by in zip(words, table[:, 2].astype(np.int64).tolist(), strict=True):
        token.head = words[token.i + by]
        token.doc = words
    _hang(words)
    return words


# Tags and labels by the numbers that spaCy gives them, which are hashes of theirs: it makes a new text at each asking, and
# one that is the rules' own is compared with it at a glance.
_TAGS: dict[int, _Tag] = {}
_LABELS: dict[int, str] = {}


def _tag(number: int, text: str) -> _Tag:
    found = _TAGS[number] = _Tag(intern(text), text[:2] == "NN", text[:2] == "VB", text[:2] in {"VB", "MD"})
    return found


def _label(number: int, text: str) -> str:
    found = _LABELS[number] = intern(text)
    return found


def head_last(words: tuple[Token, ...], start: int, end: int) -> None:
    """Let a name hang by its last word, where the parse took its first for a preposition ("Barack" Obama) and hung it by that."""
    last = words[end - 1]
    outer = last.head
    if (
        outer.tag_.startswith("N")
        or not start <= outer.i < end - 1
        or start <= outer.head.i < end
        or outer.head is outer
    ):
        return
    last.head, last.dep_ = outer.head, outer.dep_
    for token in words[start : end - 1]:
        token.head, token.dep_ = last, "compound"
        token.tag_, token.is_noun, token.is_verb = "NNP", True, False
    _hang(words)


def _hang(words: tuple[Token, ...]) -> None:
    """Give every word what hangs on it, and the edges of it all: found as spaCy finds them, in one pass forward and one back."""
    n = len(words)
    lefts: list[tuple[Token, ...]] = [()] * n
    rights: list[tuple[Token, ...]] = [()] * n
    first, last = list(range(n)), list(range(n))
    heads = [token.head.i for token in words]
    for i, at in enumerate(heads):
        if i < at:
            lefts[at] += (words[i],)
        elif at < i:
            rights[at] += (words[i],)
    for order in (range(n), range(n - 1, -1, -1)):
        for i in order:
            at = heads[i]
            if first[i] < first[at]:
                first[at] = first[i]
            if last[i] > last[at]:
                last[at] = last[i]
    for token, before, after, start, end in zip(words, lefts, rights, first, last, strict=True):
        token.lefts = before
        token.rights = after
        token.children = before + after
        token.left_edge = words[start]
        token.right_edge = words[end]
