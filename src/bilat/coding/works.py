"""Who builds a joint work: read off the clause on the building, off what the work is to carry, and off the headline."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bilat.coding.parse import Sentence
from bilat.coding.tokens import Token
from bilat.lexicon.undertakings import UndertakingWords

_OTHER_CLAUSE = frozenset({"advcl", "ccomp", "parataxis", "relcl"})
_TOWARDS = frozenset({"from", "to", "through", "into", "with", "between", "across", "via", "of", "for"})
_IMPOSING = frozenset({"apply", "impose", "put", "place", "levy"})
_CLEAR = 1.5  # how much more one must have to do with a line than the next
LINES = frozenset({"pipeline"})
"""Families of which an article speaks of one: what carries it or owns a part of it tells whose it is."""


def clause_of(sentence: Sentence, head: int, vocabulary: UndertakingWords) -> set[int]:
    """The tokens of the clause on building the work at ``head``: "Pakistan's plan to build a gas pipeline to Iran"."""
    top = sentence.tokens[head]
    for up in top.ancestors:
        if up.dep_ != "prep" and up.lemma_ not in vocabulary.doing:
            break
        top = up
    inside = set() if top.i == head else {t.i for t in _within(top, top)}
    if top.is_verb and top.dep_ in {"advcl", "xcomp", "acl"}:
        # "France criticised a proposal of Algeria to lay ...": the parser may hang "to lay" on "criticised".
        plans = [c for c in top.head.children if c.dep_ == "dobj" and c.lemma_ in vocabulary.planned_works]
        inside |= {t.i for plan in plans for t in plan.subtree}
    return inside


def _within(token: Token, top: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        joined = child.dep_ == "conj" and child.is_verb and token.is_verb
        aside = child.dep_ in _OTHER_CLAUSE and token is top
        if not (joined or aside):
            yield from _within(child, top)


def route_of(sentence: Sentence, head: int, vocabulary: UndertakingWords) -> tuple[int, int] | None:
    """The relative clause that tells what a line carries to whom: "that is to bring Iranian gas to Pakistan"."""
    for child in sentence.tokens[head].rights:
        if child.dep_ in {"relcl", "acl"} and child.lemma_ in vocabulary.carry:
            end = child.i + 1
            # A comma or a further clause ends it: what follows speaks of something else.
            for token in sentence.tokens[child.i + 1 : child.right_edge.i + 1]:
                if token.tag_ in {",", ":", "WDT", "WP", "WRB"}:
                    break
                end = token.i + 1
            return child.left_edge.i, end
    return None


def imposing_clause(sentence: Sentence, head: int) -> Token | None:
    """The verb of "that it had applied to Iran" after the sanctions at ``head``."""
    for child in sentence.tokens[head].rights:
        if child.dep_ in {"relcl", "acl"} and child.lemma_ in _IMPOSING:
            return child
    return None


def builders(
    sentences: Sequence[Sentence], codes: Mapping[int, Mapping[int, str]], words: UndertakingWords
) -> Counter[str]:
    """In how many sentences a state has a part of the line, or has or gets what the line carries.

    Args:
        codes: By sentence, the party that each token names.
    """
    found: Counter[str] = Counter()
    for sentence in sentences:
        named = codes.get(sentence.index, {})
        here = {
            code
            for token in sentence.tokens
            if token.lower_ in words.carried or token.lower_ in LINES or token.lower_ in {"section", "stretch"}
            for code in _around(token, named, words)
        }
        found.update(here)
    return found


def _around(token: Token, named: Mapping[int, str], words: UndertakingWords) -> Iterator[str]:
    """Those that a thing is said to be of, from or for, and who builds it or trades in it."""
    for left in token.lefts:
        yield from (named[t.i] for t in left.subtree if t.i in named)
    verb = token.head if token.dep_ in {"dobj", "nsubjpass"} else None
    doing = verb is not None and (verb.lemma_ in words.doing | words.carry | {"import", "buy", "sell"})
    places = [*token.rights, *(verb.rights if verb is not None and doing else ())]
    for prep in places:
        if prep.dep_ in {"prep", "dative"} and prep.lower_ in _TOWARDS:
            yield from (named[t.i] for t in prep.subtree if t.i in named and t.i - prep.i <= 5)
    if verb is not None and doing:
        for child in verb.lefts:
            if child.dep_ in {"nsubj", "poss"}:
                yield from (named[t.i] for t in child.subtree if t.i in named)


def pair_of(counted: Counter[str], named: Counter[str]) -> tuple[str, ...]:
    """The two that have most to do with the line; with one of them alone, the state that the article names most too."""
    # Who buys gas elsewhere is named once; those whose line it is run through the article.
    weight = {code: n * named[code] for code, n in counted.items() if not code.startswith("IGO")}
    ranked = sorted(weight, key=lambda code: (-weight[code], code))
    if len(ranked) > 2 and weight[ranked[1]] < _CLEAR * weight[ranked[2]]:
        return ()
    if len(ranked) == 1:
        rest = [code for code, _ in named.most_common() if code != ranked[0] and not code.startswith("IGO")]
        return (ranked[0], rest[0]) if rest and len(named) > 1 else ()
    return tuple(ranked[:2])
