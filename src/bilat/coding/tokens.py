"""A parsed sentence's words as plain objects.

spaCy looks a token's strings up, and makes its neighbours anew, at each access, and the rules look at each token
hundreds of times: copied once, the same tree is read in a third of the time. Names are spaCy's.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ATTRIBUTES: list[int | str] = ["TAG", "DEP", "HEAD", "LENGTH", "SPACY"]


class Token:
    """One word.

    Attributes:
        i: Its place among the sentence's words; idx: ... characters.
        text, lower_, whitespace_: Itself, in lower case, and the blank after it if there is one.
        tag_, dep_: Its Penn tag and the label of its dependency.
        head: What it hangs on; itself for a root.
        lefts, rights, children: What hangs on it, in the order of the text.
        left_edge, right_edge: The first and last word of all that hangs below it.
        doc: All words of the sentence.
    """

    __slots__ = (
        "children", "dep_", "doc", "head", "i", "idx", "left_edge", "lefts", "lower_", "right_edge", "rights", "tag_",
        "text", "whitespace_",
    )  # fmt: skip

    children: tuple["Token", ...]
    doc: tuple["Token", ...]
    head: "Token"
    left_edge: "Token"
    lefts: tuple["Token", ...]
    right_edge: "Token"
    rights: tuple["Token", ...]

    def __init__(self, i: int, idx: int, text: str, tag: str, dep: str, blank: bool) -> None:
        self.i, self.idx, self.text, self.lower_ = i, idx, text, text.lower()
        self.tag_, self.dep_, self.whitespace_ = tag, dep, " " if blank else ""

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


def tokens_of(doc: "Doc", text: str) -> tuple[Token, ...]:
    """The words of a parsed document; ``text`` is its text, which spaCy would put together from its words at each access."""
    strings = doc.vocab.strings
    found, at = [], 0
    table = doc.to_array(_ATTRIBUTES)
    for i, (tag, dep, _, length, blank) in enumerate(table.tolist()):
        found.append(Token(i, at, text[at : at + length], strings[tag], strings[dep], bool(blank)))
        at += length + blank
    words = tuple(found)
    # A head is stored as its distance, a negative one as its complement.
    for token, by in zip(words, table[:, 2].astype(np.int64).tolist(), strict=True):
        token.head, token.doc = words[token.i + by], words
    _hang(words)
    return words


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
        token.head, token.dep_, token.tag_ = last, "compound", "NNP"
    _hang(words)


def _hang(words: tuple[Token, ...]) -> None:
    """Give every word what hangs on it, and the edges of it all: found as spaCy finds them, in one pass forward and one back."""
    lefts: list[list[Token]] = [[] for _ in words]
    rights: list[list[Token]] = [[] for _ in words]
    for token in words:
        head = token.head
        if head is not token:
            (lefts if token.i < head.i else rights)[head.i].append(token)
    first, last = list(range(len(words))), list(range(len(words)))
    heads = [token.head.i for token in words]
    for i in (*range(len(words)), *reversed(range(len(words)))):
        at = heads[i]
        if first[i] < first[at]:
            first[at] = first[i]
        if last[i] > last[at]:
            last[at] = last[i]
    for token in words:
        token.lefts, token.rights = tuple(lefts[token.i]), tuple(rights[token.i])
        token.children = token.lefts + token.rights
        token.left_edge, token.right_edge = words[first[token.i]], words[last[token.i]]
