"""The words of an obstacle: where the phrase of what hinders begins and ends, and the phrases of an enumeration."""

from collections.abc import Iterator

from bilat.coding.parse import Sentence
from bilat.coding.tokens import Token

_LISTING = frozenset({"including", "like", "such", "as"})
_LONGEST = 25  # words


def before_relative(sentence: Sentence, thing: Token, end: int) -> int:
    """Where a clause on the thing begins: "a dispute | that delayed the project" """
    return next(
        (t.i for t in sentence.tokens[thing.i + 1 : end] if t.tag_ == "WDT" and t.dep_.startswith("nsubj")), end
    )


def antecedent(sentence: Sentence, thing: Token, start: int) -> tuple[int, int]:
    """What "the threat of which" goes back to: the noun on which the clause hangs, else the one before its comma."""
    for token in thing.ancestors:
        if token.dep_ == "relcl":
            left, right = _bounds(token.head)
            return left, min(right, max(start - 1, token.head.i + 1))
    i = start - 1
    while i > 0 and sentence.tokens[i].tag_ in {"DT", ",", "IN"}:
        i -= 1
    noun = sentence.tokens[i] if i >= 0 else thing
    return (_bounds(noun)[0], i + 1) if noun.is_noun and i < start else (start, start)


def parts(thing: Token) -> Iterator[tuple[int, int]]:
    """The phrases of an enumeration: the head's, those joined to it, and those it is said to include."""
    start, end = _bounds(thing)
    yield start, end
    for child in thing.rights:
        if child.dep_ == "conj":
            yield from parts(child)
    for token in thing.doc[end : end + 2]:
        if token.lower_ in {"including", "like"}:
            yield from (part for inner in token.children if inner.dep_ == "pobj" for part in parts(inner))


def _bounds(head: Token) -> tuple[int, int]:
    start, end = head.i, head.i + 1
    for child in head.lefts:
        if child.dep_ not in {"cc", "punct", "preconj"}:
            start = min(start, child.left_edge.i)
    for child in head.rights:
        listing = child.dep_ in {"conj", "cc", "punct", "appos"} or child.lower_ in _LISTING
        far = child.left_edge.i > end
        if listing or far or (child.dep_ == "relcl" and child.left_edge.tag_ == ","):
            break
        end = max(end, _before_listing(child) + 1)
    while start < head.i and head.doc[start].tag_ in {"DT", "PDT", ",", "``", "CC"} and head.doc[start].dep_ != "neg":
        start += 1
    end = min(end, start + _LONGEST)
    return start, max(end, head.i + 1)


def _before_listing(child: Token) -> int:
    last: int = child.i
    for token in child.doc[child.left_edge.i : child.right_edge.i + 1]:
        if token.lower_ == "including" or (token.tag_ in {",", ":", "-LRB-"} and token.i > child.i):
            break
        last = token.i
    return last
