"""Short forms: pronouns, "both countries", "the group", "five members of", that stand for parties named before."""

from dataclasses import replace

from bilat.coding.parse import Sentence
from bilat.coding.phrases import NOBODY, Resolved, left_edge, with_sector
from bilat.coding.reader import ReaderBase
from bilat.coding.tokens import Token
from bilat.model import Party, Sector, sector_of, state_of

_PARTITIVES = frozenset(
    [
        "member",
        "number",
        "group",
        "dozen",
        "hundred",
        "thousand",
        "score",
        "team",
        "part",
        "some",
        "many",
        "several",
        "one",
        "two",
        "three",
        "four",
        "five",
        "most",
        "majority",
        "band",
        "series",
        "couple",
        "couple",
        "handful",
        "all",
        "both",
        "none",
        "rest",
        "remnant",
        "leader",
        "section",
        "faction",
        "wing",
        "unit",
        "each",
        "kind",
        "type",
        "batch",
        "remains",
    ]
)
_PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
_BODY_PRONOUNS = frozenset({"it", "its", "itself"})
_PLURAL_PRONOUNS = frozenset({"they", "them", "their", "themselves", "both"})
_OWN_PRONOUNS = frozenset({"we", "us", "our", "ours"})
_JOINING = frozenset(
    {"rival", "neighboring", "neighbouring", "fellow", "warring", "opposing", "respective", "brotherly", "concerned"}
)
_SHORT_FORMS = {
    **dict.fromkeys(("group", "movement", "outfit", "militia", "faction", "insurgent"), frozenset({"REB", "PTY"})),
    **dict.fromkeys(
        ("organization", "organisation", "bloc", "alliance", "coalition", "union", "agency", "body"), frozenset({"igo"})
    ),
    **dict.fromkeys(("country", "kingdom", "republic", "nation", "state"), frozenset({"state"})),
}
_OTHERS = frozenset(
    {"neighbor", "neighbour", "rival", "ally", "adversary", "foe", "enemy", "archrival", "opponent", "partner"}
)
STANDING_FOR = _PARTITIVES | _OTHERS | _SHORT_FORMS.keys()
"""Nouns that may stand for a party named elsewhere, beside those that may mean a pair."""
DETERMINED = frozenset({"the", "this", "these", "those", "both", "two"})


class ShortForms(ReaderBase):
    """Resolves what goes back to something named before."""

    def pronoun(self, sentence: Sentence, token: Token) -> Resolved:
        """Whom a pronoun means, by the memory of the article; "we" is the speaker's state."""
        low, memory = token.lower_, self.memory
        found: tuple[Party, ...] = ()
        if beside := self._owner_beside(sentence, token):
            found = beside
        elif low in _PERSON_PRONOUNS:
            person = memory.latest_person(sentence.index)
            found = (person,) if person else ()
        elif low in _BODY_PRONOUNS:
            body = memory.latest_state(sentence.index)
            found = (body,) if body else ()
        elif low in _PLURAL_PRONOUNS:
            found = memory.latest_plural(sentence.index)
        elif low in _OWN_PRONOUNS and self.speaker and state_of(self.speaker.code):
            code = state_of(self.speaker.code)
            found = (replace(self.speaker, code=code, reason=f"“{token.text}” of the speaker {self.speaker.text}"),)
        return Resolved(tuple(self.antecedent(sentence, token.i, token.i + 1, p) for p in found))

    def _owner_beside(self, sentence: Sentence, token: Token) -> tuple[Party, ...]:
        """In "Israel's campaign in Gaza and its attack" the campaign's owner is the attack's."""
        noun = token.head
        if token.lower_ not in {"its", "their"} or token.dep_ != "poss" or noun.dep_ != "conj":
            return ()
        while noun.dep_ in {"conj", "pobj", "prep"}:
            noun = noun.head
            owners = [c for c in noun.children if c.dep_ == "poss" and c.tag_ != "PRP$" and c.i < token.i]
            if owners:
                return self.resolve_all(sentence, owners[0])
        return ()

    def _relative(self, sentence: Sentence, token: Token) -> Resolved:
        clause = token.head
        while clause.dep_ not in {"relcl", "acl", "ROOT"} and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ in {"relcl", "acl"}:
            return self.resolve(sentence, clause.head)
        return NOBODY

    def _pair(self, sentence: Sentence, token: Token) -> Resolved:
        if token.lemma_ not in self.lexicon.grammar["pair_nouns"]:
            return NOBODY
        left = left_edge(token)
        each = left < token.i and sentence.tokens[left].lower_ == "each"
        if not (each or token.tag_ in {"NNS", "NNPS"}):
            return NOBODY
        lead = {t.lower_ for t in sentence.tokens[left : token.i]}
        joined = (
            lead & {"both", "two", "three", "each"}
            or ("the" in lead and lead & _JOINING)
            or (lead == {"the"} and token.lemma_ in {"side", "neighbor", "neighbour"})
        )
        if (
            not joined
            or any(i in sentence.name_at for i in range(left, token.i))
            or any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children)
        ):
            return NOBODY
        memory = self.memory
        again = "three" not in lead and token.dep_ in {
            "nsubj",
            "nsubjpass",
        }  # as an object they are not its own subject
        pair = self._named_here(sentence, token) if again else ()
        pair = pair or memory.pair
        if "three" not in lead and len(pair) > 2:
            pair = pair[:2]
        if len(pair) < 2:
            pair = tuple(
                Party(text=self.lexicon.label(s), code=s, reason="named most in the article")
                for s in memory.states_pair()
            )
        role = sentence.role_at.get(token.i)
        if token.lemma_ in {"country", "nation", "state", "neighbor", "neighbour", "capital"}:
            pair = tuple(replace(p, code=state_of(p.code) or p.code) for p in pair)
        elif role and role.role.sector and (role.role.kind == "person" or role.role.sector is Sector.GOV):
            pair = tuple(replace(p, code=with_sector(p.code, role.role.sector)) for p in pair)
        return Resolved(tuple(self.antecedent(sentence, left, token.i + 1, p) for p in pair))

    def _named_here(self, sentence: Sentence, token: Token) -> tuple[Party, ...]:
        """The two states that the sentence has named as a subject before: "A and B met after the two had quarrelled"."""
        at = sentence.span.start + token.idx
        parties: dict[str, Party] = {}
        for entity in self.memory.entities:
            span, state = entity.party.span if entity.party.mention is None else None, state_of(entity.party.code)
            if (
                entity.sentence == sentence.index
                and entity.plural
                and entity.subject
                and state
                and span
                and span.end <= at
            ):
                parties.setdefault(state, entity.party)
        return tuple(parties.values()) if len(parties) == 2 else ()

    def _neighbour(self, sentence: Sentence, token: Token) -> Resolved:
        """ "Its neighbour", "Iran's rival": another than the owner; the one that the sentence named before."""
        if token.lemma_ not in _OTHERS or token.i in sentence.name_at:
            return NOBODY
        owners = [c for c in token.children if c.dep_ == "poss"]
        if not owners:
            return NOBODY
        left = left_edge(token)
        for child in token.children:
            if child.dep_ == "appos" and (named := self.resolve(sentence, child)):
                return named
        own = {state_of(p.code) for owner in owners for p in self.resolve(sentence, owner).parties}
        here = [e.party for e in reversed(self.memory.entities) if e.sentence == sentence.index]
        others = [p for p in here if state_of(p.code) and state_of(p.code) not in own]
        if not own or not others or token.tag_ not in {"NN", "NNP"}:
            return NOBODY
        return Resolved((self.antecedent(sentence, left, token.i + 1, others[0]),))

    def _short(self, sentence: Sentence, token: Token) -> Resolved:
        """ "The group", "the alliance", "the kingdom": the last party of that kind."""
        low = token.lemma_
        if low not in _SHORT_FORMS or token.i in sentence.name_at:
            return NOBODY
        left = left_edge(token)
        if sentence.tokens[left].lower_ not in DETERMINED:
            return NOBODY
        wanted = _SHORT_FORMS[low]
        for entity in reversed(self.memory.entities):
            code = entity.party.code
            kind = "igo" if code.startswith("IGO") else "state" if not sector_of(code) else sector_of(code)
            if kind in wanted and not entity.person:
                return Resolved((self.antecedent(sentence, left, token.i + 1, entity.party),))
        return NOBODY

    def _partitive(self, sentence: Sentence, token: Token) -> Resolved:
        if token.lemma_ not in _PARTITIVES and token.tag_ != "CD":
            return NOBODY
        if token.i in sentence.name_at:
            return NOBODY
        for owner in token.children:
            if (
                owner.dep_ == "poss"
                and owner.tag_ != "PRP$"
                and token.lemma_ in {"member", "leader", "fighter"}
            ):
                return Resolved(self.resolve(sentence, owner).parties)
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ == "of":
                for inner in prep.children:
                    if inner.dep_ == "pobj":
                        resolved = self.resolve(sentence, inner)
                        if not resolved:
                            resolved = Resolved(tuple(self._inside(sentence, inner)))
                        return Resolved(tuple(self._widen(sentence, token, p) for p in resolved.parties), resolved.weak)
        return NOBODY

    def _inside(self, sentence: Sentence, token: Token) -> list[Party]:
        """The groups and bodies named anywhere in a phrase, for a long name that the parse tears apart."""
        for i in range(token.left_edge.i, token.right_edge.i + 1):
            hit = sentence.name_at.get(i)
            name = self.meaning(hit[2]) if hit else None
            if hit and name and name.kind in {"group", "body", "igo"}:
                span = sentence.piece(hit[0], hit[1])
                return [
                    Party(
                        text=span.text,
                        code=name.code,
                        span=span,
                        reason=f"{name.kind} name “{name.text}” of {name.label}{name.remark}",
                    )
                ]
        return []

    def _widen(self, sentence: Sentence, token: Token, party: Party) -> Party:
        if party.span is None or party.mention is not None or party.span.start < sentence.span.start:
            return party
        last = next((t.i for t in sentence.tokens if sentence.span.start + t.idx + len(t) >= party.span.end), token.i)
        span = sentence.piece(left_edge(token), max(last, token.i) + 1)
        return replace(party, text=span.text, span=span)
