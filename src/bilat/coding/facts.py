"""Facts: the stated quantities of a pair or a party, "a 900-kilometer border", "$5 billion in annual trade"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilat.coding.mention_parties import PARTY_KINDS, named_in, pairs_in
from bilat.coding.mentions import singular
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.quantities import Amount, find_amounts
from bilat.coding.tokens import Token
from bilat.lexicon import Lexicon
from bilat.lexicon.undertakings import FactWords
from bilat.model import Article, Fact, fact_id

_APPROXIMATE = frozenset(
    {"least", "than", "at", "more", "some", "about", "nearly", "over", "up", "to", "around", "a", "an"}
)
_APPROXIMATE |= {"the", "almost", "approximately", "only", "less"}
_LINKING = frozenset({"of", "in", "for", "worth"})
_MANY = 3
_GAP = 7  # tokens between an amount and what it measures, for one span to hold both
_PAPERS = frozenset({"agreement", "mou", "memorandum", "treaty", "document", "accord", "deal"})
# Nouns that only say that a thing is measured: the thing itself is what is measured.
_FRAMES = frozenset({"value", "volume", "amount", "level", "total", "turnover", "cost"})
_MEASURES = frozenset({"km", "mi", "ha", "km2", "mi2"})


@dataclass(frozen=True, slots=True)
class _Measured:
    """An amount with the tokens that it covers and what it is of."""

    amount: Amount
    first: int
    last: int
    subject: Token
    unit: str


def find_facts(
    article: Article, sentences: Sequence[Sentence], lexicon: Lexicon, reader: PartyReader
) -> tuple[Fact, ...]:
    """The facts that an article states, in order; those of no party that it names are left out."""
    facts = []
    for sentence in sentences:
        taken: set[int] = set()
        for measured in _measured(sentence, lexicon.undertakings.facts):
            fact = _fact(article, sentence, measured, reader)
            if fact is not None and measured.first not in taken:
                taken.add(measured.first)
                facts.append(fact)
    return tuple(facts)


def _fact(article: Article, sentence: Sentence, measured: _Measured, reader: PartyReader) -> Fact | None:
    start, end = _bounds(sentence, measured)
    parties, basis = _parties(sentence, measured, reader)
    if not parties:
        return None
    span = sentence.piece(start, end)
    return Fact(
        id=fact_id(article.id, span.start, measured.unit),
        article_id=article.id,
        text=span.text,
        quantity=measured.amount.value,
        unit=measured.unit,
        subject=_label(measured.subject),
        parties=parties,
        sentence=sentence.span,
        span=span,
        reason=f"“{measured.subject.text}” measured in {measured.unit}; parties {basis}",
    )


def _measured(sentence: Sentence, vocabulary: FactWords) -> Iterator[_Measured]:
    for amount in find_amounts(sentence, vocabulary):
        tokens = [sentence.tokens[i] for i in sentence.between(amount.start, amount.end)]
        if not tokens:
            continue
        first, last = tokens[0].i, tokens[-1].i
        judged = _count(tokens, vocabulary) if amount.unit is None else _amount_of(tokens, amount.unit, vocabulary)
        if judged is not None:
            yield _Measured(amount, first, last, *judged)


def _count(tokens: Sequence[Token], vocabulary: FactWords) -> tuple[Token, str] | None:
    """What a plain number counts: persons killed or hurt, else a noun of relations."""
    noun = next((t.head for t in reversed(tokens) if t.head.i > tokens[-1].i and t.head.is_noun), None)
    if noun is None or noun.i - tokens[-1].i > 4:
        return None
    word = singular(noun)
    if word in vocabulary.persons or noun.lower_ in vocabulary.persons:
        harm = _harm(noun, vocabulary)
        if harm:
            return noun, f"people {harm}"
    listed = word in _PAPERS or not (_definite(noun) or tokens[0].lower_ in vocabulary.number_words)
    if not listed:
        return None
    if (word in vocabulary.counted and noun.tag_ in {"NNS", "NNPS"}) or noun.lower_ in {
        "troops",
        "personnel",
        "aircraft",
    }:
        return noun, noun.lower_
    return None


def _definite(noun: Token) -> bool:
    """ "The two diplomats" are known already: how many they are is no news."""
    return any(c.lower_ in {"the", "these", "those", "both"} for c in noun.lefts)


def _harm(noun: Token, vocabulary: FactWords) -> str:
    verb = noun.head
    while verb.dep_ in {"pobj", "prep", "conj", "appos"} and not verb.is_verb and verb.head.i != verb.i:
        verb = verb.head
    near = [verb, *(t for t in noun.doc[noun.i + 1 : noun.i + 3])]
    for token in near:
        if token.lower_ in vocabulary.killed and not _acts(noun, token):
            return "killed"
        if token.lower_ in vocabulary.injured and not _acts(noun, token):
            return "injured"
    return ""


def _acts(noun: Token, verb: Token) -> bool:
    """Whether the noun is who kills, not who is killed."""
    return noun.dep_ == "nsubj" and noun.head.i == verb.i and any(c.dep_ == "dobj" for c in verb.children)


def _amount_of(tokens: Sequence[Token], unit: str, vocabulary: FactWords) -> tuple[Token, str] | None:
    """What an amount with a unit is of, if that is a matter of relations."""
    allowed = vocabulary.extended if unit in _MEASURES else vocabulary.economic
    inside = {t.i for t in tokens}
    for candidate in _candidates(tokens[-1] if unit != "USD" else _top(tokens), inside):
        if singular(candidate) in allowed or candidate.lower_ in allowed:
            return candidate, unit
    return None


def _top(tokens: Sequence[Token]) -> Token:
    """The token of an amount that heads the others."""
    inside = {t.i for t in tokens}
    return next((t for t in reversed(tokens) if t.head.i not in inside), tokens[-1])


def _candidates(anchor: Token, inside: set[int]) -> Iterator[Token]:
    """What an amount may be of, nearest first: the noun it modifies, what follows "of", what it is said of."""
    token = anchor
    while token.head.i in inside and token.head.i != token.i:
        token = token.head
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in _LINKING:
            yield from _nouns(child)
    for _ in range(5):
        if token.head.i == token.i:
            break
        before, token = token, token.head
        if token.is_noun and token.i not in inside:
            yield token
        for child in token.children:
            subject = child.dep_ in {"nsubj", "nsubjpass", "dobj"} and child.i != before.i
            if subject and child.is_noun and child.i not in inside and token.is_verb:
                yield child
                yield from (n for p in child.rights if p.dep_ == "prep" and p.lower_ == "of" for n in _nouns(p))
        if token.is_verb:
            break
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ in _LINKING and child.i != before.i:
                yield from _nouns(child)


def _nouns(prep: Token) -> Iterator[Token]:
    for child in prep.children:
        if child.dep_ == "pobj":
            yield child
            yield from (c for c in child.rights if c.dep_ == "conj")


def _bounds(sentence: Sentence, measured: _Measured) -> tuple[int, int]:
    """The phrase that states the amount, with what it is of where that is near."""
    subject = measured.subject.i
    start, end = measured.first, measured.last + 1
    while start > 0 and sentence.tokens[start - 1].lower_ in _APPROXIMATE:
        joined = sentence.tokens[start - 1].lower_ in {"to", "up"} and sentence.tokens[start - 1].head.tag_.startswith(
            "VB"
        )
        if joined or (sentence.tokens[start - 1].lower_ == "to" and sentence.tokens[max(start - 2, 0)].lower_ != "up"):
            break
        start -= 1
    while sentence.tokens[start].lower_ in {"to", "than", "at"} and not _pair_word(sentence, start):
        start += 1
    if 0 <= subject - measured.last <= _GAP:
        end = max(end, subject + 1)
    elif 0 < measured.first - subject <= 4 and _in_phrase(sentence, subject, measured.first):
        start = min(start, subject)
    return start, end


def _pair_word(sentence: Sentence, start: int) -> bool:
    """Whether "at" begins "at least"."""
    return sentence.tokens[start].lower_ == "at" and sentence.tokens[start + 1].lower_ in {"least", "most"}


def _in_phrase(sentence: Sentence, left: int, right: int) -> bool:
    return all(t.tag_ in {"IN", "DT", "JJ", "JJR", "RB", "NN", "NNS", "$"} for t in sentence.tokens[left:right])


def _label(subject: Token) -> str:
    """The noun with the nouns joined before it: "gas pipeline"."""
    if singular(subject) in _FRAMES:
        subject = next((o for p in subject.rights if p.lower_ == "of" for o in p.children if o.dep_ == "pobj"), subject)
    start = subject.i
    while start > 0 and subject.doc[start - 1].dep_ == "compound" and subject.doc[start - 1].tag_ == "NN":
        if subject.doc[start - 1].nbor(-1).tag_ in {"CD", "HYPH"} if start > 1 else False:
            break  # "32 km railroad"
        start -= 1
    last = subject.lower_ if subject.lower_ in {"goods", "people"} else singular(subject)
    return " ".join([*(t.lower_ for t in subject.doc[start : subject.i]), last])


def _parties(sentence: Sentence, measured: _Measured, reader: PartyReader) -> tuple[tuple[str, ...], str]:
    """The parties that the phrase names; with fewer than two, those of the sentence where they are few."""
    tree = list(measured.subject.subtree)
    left, right = tree[0].i, tree[-1].i + 1
    own = _codes(sentence, left, right, reader)
    whole = _codes(sentence, 0, len(sentence.tokens), reader)
    if len(own) > 1:
        return own[:_MANY], "in its phrase"
    if len(whole) <= _MANY:
        return whole, "in its sentence"
    return own, "in its phrase"


def _codes(sentence: Sentence, start: int, end: int, reader: PartyReader) -> tuple[str, ...]:
    named = named_in(sentence, start, end, PARTY_KINDS, reader)
    return tuple(dict.fromkeys(code for code, _ in [*named, *pairs_in(sentence, start, end, reader)]))
