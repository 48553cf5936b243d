"""Whose an undertaking is: the parties in its phrase, else in its act or sentence, else the article's pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.tokens import Token
from bilat.coding.works import LINES, builders, clause_of, imposing_clause, pair_of, route_of
from bilat.lexicon import Lexicon
from bilat.lexicon.undertakings import Known
from bilat.model import Event, EventType, Status, UndertakingKind, sector_of, state_of

if TYPE_CHECKING:
    from bilat.coding.mentions import Mention

PARTY_KINDS = frozenset({"state", "demonym", "capital", "metonym", "igo", "group", "body", "person"})
_IN_PHRASE = frozenset({"state", "demonym", "capital", "metonym", "igo", "group", "body"})
_ACTS = frozenset(
    {EventType.SUPPORT, EventType.AGREE, EventType.COOPERATE, EventType.CONSULT, EventType.AID, EventType.SANCTION}
)
_PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "from"})
_MANY = 3
_IMPOSING = (
    "impos",
    "re-impos",
    "reimpos",
    "slap",
    "levi",
    "tighten",
    "introduc",
    "reinstat",
    "maintain",
    "extend",
    "lift",
    "remov",
    "eas",
    "scrap",
    "repeal",
)


class PartyFinder:
    """Finds the parties of the undertakings of one article; what it counts over the article, when first asked for."""

    def __init__(
        self, sentences: Sequence[Sentence], events: Iterable[Event], lexicon: Lexicon, reader: PartyReader
    ) -> None:
        self.lexicon, self.reader, self.sentences = lexicon, reader, sentences
        self.events: dict[int, list[Event]] = {}
        for event in events:
            self.events.setdefault(event.sentence.start, []).append(event)
        self.titled: Mapping[str, tuple[str, ...]] = {}
        """By family, the parties that the title tells; set once the title is read."""

    @cached_property
    def named(self) -> Counter[str]:
        """How often the article names each party."""
        return Counter(code for s in self.sentences for code, _ in self._names(s, 0, len(s.tokens), PARTY_KINDS))

    @cached_property
    def acting(self) -> frozenset[str]:
        """The parties that it names, capitals that are only places left out."""
        found = (self._names(s, 0, len(s.tokens), PARTY_KINDS, placed=False) for s in self.sentences)
        return frozenset(code for names in found for code, _ in names)

    @cached_property
    def main(self) -> frozenset[str]:
        """Those that it names most."""
        return frozenset(code for code, _ in self.named.most_common(_MANY))

    @cached_property
    def line(self) -> tuple[str, ...]:
        """The two whose line it is, of an article on one."""
        return pair_of(builders(self.sentences, self._by_token(), self.lexicon.undertakings), self.named)

    def _by_token(self) -> dict[int, dict[int, str]]:
        """By sentence, the party that each token names; persons are none, for they speak of what others build."""
        return {
            s.index: {
                i: code for i in s.name_at for code, _ in self._names(s, s.name_at[i][0], s.name_at[i][1], _IN_PHRASE)
            }
            for s in self.sentences
        }

    def _names(
        self, sentence: Sentence, start: int, end: int, kinds: frozenset[str], *, placed: bool = True
    ) -> list[tuple[str, str]]:
        return named_in(sentence, start, end, kinds, self.reader, placed=placed)

    def of_known(self, sentence: Sentence, matter: Known, *, short: bool) -> tuple[str, ...]:
        """The parties of a well-known matter that the article tells of; () where its name means something else here."""
        if any(code not in self.named for code in matter.only) or (short and matter.parties[0] not in self.main):
            return ()
        if matter.strict:
            inside = {code for code, _ in self._names(sentence, 0, len(sentence.tokens), PARTY_KINDS)}
            return tuple(p for p in matter.parties if p in inside)
        if not matter.multilateral:
            return matter.parties
        told = tuple(p for p in matter.parties if p in self.acting or p in matter.core)
        return told if len(told) > 1 else matter.parties

    def complete(self, mention: Mention) -> None:
        """Give a mention its parties and say where they come from."""
        steps = [("act", self._act), ("subject", self._subject), ("sentence", self._sentence)]
        if mention.kind is UndertakingKind.PROJECT:
            line = [("line", self._line)] if mention.noun.family in LINES and mention.sentence.index >= 0 else []
            steps = [("works", self._works), ("title", self._title), *line, *steps]
        else:
            steps = [*steps, ("title", self._title)]
        for basis, find in (("phrase", self._phrase), *steps, ("article", self._article)):
            found = self._sure(mention, find(mention)) if basis in {"act", "sentence"} else find(mention)
            mention.own = len(dict(found)) if basis == "phrase" else mention.own
            codes = dict.fromkeys([*mention.parties, *(code for code, _ in found)])
            for code, text in found:
                mention.texts.setdefault(code, text)
            allowed = len(codes) <= (2 if mention.own == 1 else _MANY) or basis == "phrase"
            rest = mention.own == 0 and set(mention.parties) < set(dict(found))
            if allowed and not (basis == "article" and mention.parties and not rest):
                mention.parties = self._by_weight(codes) if basis == "sentence" and mention.own == 0 else tuple(codes)
            if len(mention.parties) > 1:
                mention.basis = basis
                return

    def _sure(self, mention: Mention, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The article's main pair for "the two sides" of a sentence that names neither of those found."""
        main = self._article(mention)
        if not found or not main or set(dict(found)) <= set(dict(main)):
            return found
        named = dict(self._names(mention.sentence, 0, len(mention.sentence.tokens), PARTY_KINDS))
        return found if set(named) & set(dict(found)) else main

    def _by_weight(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The more often named first, where the phrase gives no order."""
        return tuple(sorted(codes, key=lambda c: (-self.named[c], c)))

    def _phrase(self, mention: Mention) -> list[tuple[str, str]]:
        sentence = mention.sentence
        places = [t for t in sentence.tokens[mention.core_end : mention.end] if t.lower_ in _PLACE_PREPOSITIONS]
        # "peace in Afghanistan" names a place; "between", "with", "on" and "to" name parties.
        end = places[0].i if places and mention.kind != "negotiation" else mention.end
        found = self._names(sentence, mention.start, end, _IN_PHRASE)
        for token in sentence.tokens[mention.start : end]:
            if token.dep_ in {"pobj", "poss", "conj"} and token.i != mention.head:
                found += self._resolved(sentence, token)
        if mention.kind is UndertakingKind.PROJECT:
            found += self._route(mention)
        if mention.kind is UndertakingKind.SANCTIONS_REGIME and len(dict(found)) < 2:
            found += self._imposed(mention)
        return found

    def _imposed(self, mention: Mention) -> list[tuple[str, str]]:
        """Who imposed them on whom, in "the sanctions that it had applied to Iran"."""
        sentence = mention.sentence
        clause = imposing_clause(sentence, mention.head)
        if clause is None:
            return []
        subjects = [c for c in clause.lefts if c.dep_ == "nsubj"]
        found = [party for token in subjects for party in self._resolved(sentence, token)]
        onto = [c for c in clause.rights if c.dep_ in {"prep", "dative"} and c.lower_ in {"on", "to", "against"}]
        ends = [(c.i, next((t.i for t in c.rights if t.dep_ == "pobj"), c.i) + 1) for c in onto]
        return found + [party for start, end in ends for party in self._names(sentence, start, end, _IN_PHRASE)]

    def _route(self, mention: Mention) -> list[tuple[str, str]]:
        """Whom a line joins, as the clause on what it carries has it."""
        sentence = mention.sentence
        route = route_of(sentence, mention.head, self.lexicon.undertakings)
        if route is None:
            return []
        owners = [t for t in sentence.tokens[slice(*route)] if t.dep_ == "poss"]
        found = self._names(sentence, *route, _IN_PHRASE)
        return found + [party for token in owners for party in self._resolved(sentence, token)]

    def _works(self, mention: Mention) -> list[tuple[str, str]]:
        """The two that the clause on building it names, and no other that speaks of it."""
        inside = clause_of(mention.sentence, mention.head, self.lexicon.undertakings)
        names = (
            self._names(mention.sentence, 0, len(mention.sentence.tokens), _IN_PHRASE, placed=False) if inside else []
        )
        own = {i for i in inside if i in mention.sentence.name_at}
        texts = {mention.sentence.tokens[i].text for i in own}
        found = [(code, text) for code, text in names if texts & set(text.split())]
        return found if len({*dict(found), *mention.parties}) == 2 else []

    def _title(self, mention: Mention) -> list[tuple[str, str]]:
        codes = self.titled.get(mention.noun.family, ())
        return [(code, self.lexicon.label(code)) for code in codes] if set(mention.parties) <= set(codes) else []

    def _line(self, mention: Mention) -> list[tuple[str, str]]:
        told = [(code, self.lexicon.label(code)) for code in self.line]
        return told if set(mention.parties) <= set(self.line) else []

    def _resolved(self, sentence: Sentence, token: Token) -> list[tuple[str, str]]:
        resolved = self.reader.resolve(sentence, token)
        counted = any(c.lower_ in {"two", "both"} for c in token.lefts)
        if resolved.weak or (counted and len(resolved.parties) > 2):
            return []
        return [(side(p.code), p.text) for p in resolved.parties if side(p.code)]

    def _act(self, mention: Mention) -> list[tuple[str, str]]:
        """The parties of the coded act whose trigger is the mention or the verb over it."""
        sentence = mention.sentence
        chain = [mention.head, *(t.i for t in list(sentence.tokens[mention.head].ancestors)[:3])]
        places = [(sentence.tokens[i].idx + sentence.span.start) for i in chain]
        for event in self.events.get(sentence.span.start, ()):
            if event.status is Status.NEGATED and mention.kind is UndertakingKind.PROJECT:
                continue  # who does not support a work is no party to it
            if event.type in _ACTS and any(event.trigger.start <= at < event.trigger.end for at in places):
                parties = [*event.actors, *event.recipients]
                return [(side(p.code), p.text) for p in parties if side(p.code)]
        return []

    def _subject(self, mention: Mention) -> list[tuple[str, str]]:
        """Who does something with a matter whose phrase names the other side ("Pakistan got a loan from China")."""
        token = mention.sentence.tokens[mention.head]
        imposed = token.dep_ == "dobj" and token.head.lower_.startswith(_IMPOSING)
        if mention.own != 1 or (mention.kind == "sanctions-regime" and not imposed):
            return []
        for verb in list(token.ancestors)[:3]:
            subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i != token.i]
            if verb.is_verb and subjects:
                return self._resolved(mention.sentence, subjects[0])
        return []

    def _sentence(self, mention: Mention) -> list[tuple[str, str]]:
        """The two sides that the sentence names; none where it names more, for then it is not told whose it is."""
        sentence = mention.sentence
        found = self._names(sentence, 0, len(sentence.tokens), PARTY_KINDS)
        found += pairs_in(sentence, 0, len(sentence.tokens), self.reader)
        codes = dict(found)
        bodies = mention.own == 0 and any(code.startswith("IGO") for code in codes)
        return found if len(codes) == 2 and not bodies else []

    def _article(self, _: Mention) -> list[tuple[str, str]]:
        """The two states that the article names most, where they stand out."""
        common = [(c, n) for c, n in self.named.most_common() if not c.startswith("IGO")]
        if len(common) < 2 or (len(common) > 2 and common[1][1] < 2 * common[2][1]):
            return []
        return [(code, self.lexicon.label(code)) for code, _ in common[:2]]


def named_in(
    sentence: Sentence, start: int, end: int, kinds: frozenset[str], reader: PartyReader, *, placed: bool = True
) -> list[tuple[str, str]]:
    """Codes and words of the parties that tokens ``start`` to ``end`` name; with or without capitals that are places."""
    if start >= end:
        return []
    left, right = sentence.tokens[start].idx, sentence.tokens[end - 1].idx + len(sentence.tokens[end - 1].text)
    found = []
    for hit in sentence.hits:
        if hit.start < left or hit.end > right:
            continue
        name = reader.meaning([n for n in hit.names if n.kind in kinds])
        if name is not None and side(name.code):
            if not placed and name.kind == "capital" and sentence.span.text[: hit.start].endswith(" in "):
                continue
            found.append((side(name.code), sentence.span.text[hit.start : hit.end]))
    return found


def pairs_in(sentence: Sentence, start: int, end: int, reader: PartyReader) -> list[tuple[str, str]]:
    """The parties that "the two countries", "both sides" mean in tokens ``start`` to ``end``."""
    found: list[tuple[str, str]] = []
    for token in sentence.tokens[start:end]:
        if token.tag_ in {"NNS", "NNPS"} and token.lemma_ in reader.lexicon.grammar["pair_nouns"]:
            parties = reader.resolve(sentence, token).parties
            if len(parties) > 1 and any(p.mention for p in parties):
                found += [(side(p.code), p.text) for p in parties if side(p.code)]
    return found


def side(code: str) -> str:
    """The party of an undertaking that an actor's code stands for: the state, the IGO, or the armed group.

    >>> side("IRNGOV"), side("AFGREB"), side("IGOEU"), side("CVL")
    ('IRN', 'AFGREB', 'IGOEU', '')
    """
    if sector_of(code) == "REB" and state_of(code):
        return code
    return state_of(code)
