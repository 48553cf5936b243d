"""Phrases of a parsed sentence: their edges, what is joined to them, the names inside them; and what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from bilat.coding.parse import Sentence
from bilat.coding.tokens import Token
from bilat.lexicon import Name
from bilat.model import Party, Sector, state_of

_PREMODIFIERS = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "advmod", "appos", "neg"}
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a phrase means.

    Attributes:
        weak: The phrase is a thing, and the party is its owner.
        place: It is a state or capital by name, which may be a place only.
        guess: A role with no state beside it: the state is the article's own.
    """

    parties: tuple[Party, ...] = ()
    weak: bool = False
    place: bool = False
    guess: bool = False

    def __bool__(self) -> bool:
        return bool(self.parties)


NOBODY = Resolved()


def conjuncts(token: Token) -> Iterator[Token]:
    """A token and all that is joined to it, by way of its own name too: "the minister Sheikh Rashid and Iranian lawmakers"."""
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i:
            yield from conjuncts(child)
        elif child.dep_ == "appos" and child.tag_.startswith("NNP") and child.left_edge.i == token.i + 1:
            yield from (joined for other in child.rights if other.dep_ == "conj" for joined in conjuncts(other))


def top_conjunct(token: Token) -> Token:
    """The first of the phrases to which a token's is joined or set beside."""
    while token.dep_ in {"conj", "appos"} and token.head.i != token.i:
        token = token.head
    return token


def left_edge(token: Token) -> int:
    """The first token of a phrase: its premodifiers, without clauses."""
    left: int = token.i
    for child in token.lefts:
        if child.dep_ in _PREMODIFIERS and child.left_edge.i < left:
            left = child.left_edge.i
    return left


def proper_name(sentence: Sentence, token: Token) -> str | None:
    """The run of proper nouns that ends with a token, titles and known names of states left out."""
    start = token.i
    while start > 0:
        before = sentence.tokens[start - 1]
        if before.text == "-" and start > 1 and sentence.tokens[start - 2].tag_ == "NNP":
            start -= 2
            continue
        if before.tag_ != "NNP" or before.i in sentence.role_at or is_state(sentence, before.i):
            break
        start -= 1
    name = sentence.piece(start, token.i + 1).text
    return name if name[:1].isupper() and len(name) > 2 else None


def with_joined(sentence: Sentence, left: int) -> int:
    """The left edge of a phrase with the adjectives joined to its first: "Kyrgyz and" before "Tajik guards"."""
    while left > 1 and sentence.tokens[left - 1].lower_ in {"and", ","} and left in sentence.name_at:
        hit = sentence.name_at.get(left - 2)
        if (
            hit is None
            or not any(n.kind == "demonym" for n in hit[2])
            or not any(n.kind == "demonym" for n in sentence.name_at[left][2])
        ):
            break
        left = hit[0]
    return left


def is_state(sentence: Sentence, i: int) -> bool:
    """Whether a token is part of a state's, people's or capital's name."""
    hit = sentence.name_at.get(i)
    return hit is not None and any(n.kind in {"state", "demonym", "capital"} for n in hit[2])


def with_sector(code: str, sector: Sector) -> str:
    """A code's state with another sector; an IGO's code as it is."""
    return code if code.startswith("IGO") else state_of(code) + sector.value


def years_from(name: Name, day: str | None) -> float:
    """Years between a meaning's time and a day; of the latest meaning where there is no day."""
    if day is None:
        return -float((name.until or "9999")[:4])
    year = float(day[:4])
    return min(abs(year - float((name.since or "1900")[:4])), abs(year - float((name.until or "2100")[:4])))
