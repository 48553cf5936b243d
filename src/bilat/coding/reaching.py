"""Whom an act reaches that its own frame does not name: what it governs tells with whom, or between whom, a relation is meant."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bilat.coding.candidates import Candidate, keys, once, party_key, political
from bilat.coding.frames import children, prepositional
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.tokens import Token
from bilat.model import EventType, Mode, Party

# Acts that one side does with a word, a wish or a work, and that a relation named in them is about.
_REACHING = frozenset({EventType.AGREE, EventType.REQUEST, EventType.SUPPORT, EventType.COOPERATE})
# fmt: off
_RELATIONS = frozenset((
    "relation", "relations", "relationship", "tie", "ties", "cooperation", "collaboration", "partnership", "friendship",
    "interaction", "exchange", "trade", "link", "bond", "contact", "engagement", "dialogue", "coordination",
    "rapprochement", "tension", "dispute", "conflict", "rift",
))
# fmt: on
_MUTUAL = frozenset({"bilateral", "mutual", "two-way"})
_CLAUSE_ENDS = frozenset({"advcl", "relcl", "parataxis"})


class _Relation(NamedTuple):
    """A relation that an act governs: the words that tell its sides, and whether these are the other side alone, after "with"."""

    why: str
    sides: Sequence[Party]
    other_side: bool = False


def reach_out(sentence: Sentence, candidate: Candidate, reader: PartyReader) -> None:
    """Give an act of one side that names nobody else the other side of the relation that it governs.

    "Hoped that bilateral relations will grow", "is ready for a talk with Saudi Arabia", "will work to ease Tehran-Riyadh
    tension": with whom, or, for a third party, between whom.
    """
    if candidate.type not in _REACHING or candidate.recipients or len(keys(candidate.actors)) != 1:
        return
    if not all(map(political, candidate.actors)):
        return
    for relation in _relations(sentence, candidate, reader):
        found = [p for p in once(relation.sides) if political(p)]
        others = tuple(p for p in found if party_key(p) not in keys(candidate.actors))
        if others and (len(others) < len(found) or relation.other_side or len(others) > 1):
            candidate.recipients = others
            candidate.reasons["recipients"] = relation.why
            return


def _relations(sentence: Sentence, candidate: Candidate, reader: PartyReader) -> Iterator[_Relation]:
    """The relations that an act governs, in the order of the text."""
    for token in _governed(candidate):
        if token.lower_ == "with" and token.dep_ == "prep" and candidate.type is not EventType.SUPPORT:
            sides = [p for head in children(token, "pobj") for p in reader.resolve_all(sentence, head)]
            yield _Relation("after “with” in what it governs", sides, other_side=True)
        if not token.is_noun:
            continue
        if token.lemma_ in _RELATIONS:
            between = [p for t in prepositional(token, ("between", "among")) for p in reader.resolve_all(sentence, t)]
            beside = reader.adjectives(sentence, token)
            if any(c.lower_ in _MUTUAL for c in token.lefts):
                beside = list(reader.memory.pair)
            yield _Relation(f"between whom “{token.text}” are", [*between, *beside])
            sides = [p for t in prepositional(token, ("with",)) for p in reader.resolve_all(sentence, t)]
            yield _Relation(f"after “{token.text} with”", sides, other_side=True)
        elif token.tag_ in {"NNS", "NNPS"} and token.lemma_ in reader.lexicon.grammar["pair_nouns"]:
            pair = reader.resolve(sentence, token).parties
            if len(pair) > 1 and any(p.mention for p in pair):
                yield _Relation(f"“{token.text}” in what it governs", pair)


def _governed(candidate: Candidate) -> list[Token]:
    """The words after the trigger that hang on it, or on the verb that carries it, clauses beside it left out."""
    root = candidate.verb if candidate.verb is not None and candidate.verb.is_verb else candidate.token
    found: list[Token] = []
    todo = [root]
    while todo:
        token = todo.pop()
        found.append(token)
        todo += [c for c in token.children if c.dep_ not in _CLAUSE_ENDS and not (c.dep_ == "conj" and c.is_verb)]
    return sorted((t for t in found if t.i > candidate.token.i), key=lambda t: t.i)


def between(candidate: Candidate, found: list[Candidate]) -> None:
    """Between whom it is mediated, where only the act that came of it says so: "A and B agreed ... in a deal brokered by C"."""
    if candidate.mode is not Mode.THIRD_PARTY or candidate.recipients or not candidate.actors:
        return
    above = {t.i for t in candidate.token.ancestors}
    mine = keys(candidate.actors)
    for other in found:
        sides = tuple(p for p in other.parties if political(p) and party_key(p) not in mine)
        if other is not candidate and other.token.i in above and len(keys(sides)) > 1:
            candidate.recipients = sides
            candidate.reasons["recipients"] = f"the sides of “{other.token.text}”"
            return
