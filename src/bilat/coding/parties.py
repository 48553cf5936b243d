"""Who is meant: noun phrases of a parsed sentence to parties with codes.

A phrase is read from its head: a name that the lexicon knows, a role with the state that its modifiers give ("Iranian Foreign
Minister Mohammad Javad Zarif", "the presidents of Iran and Turkey"), a name learnt earlier in the article, a pronoun or
short form ("he", "both countries", "the group"), or, failing these, the state that owns the thing ("Pakistan's initiative").
"""

from dataclasses import replace

from bilat.coding.adjectival import GENERIC, Adjectival
from bilat.coding.memory import Entity
from bilat.coding.parse import RoleHit, Sentence
from bilat.coding.phrases import NOBODY, Resolved, left_edge, top_conjunct, with_sector
from bilat.coding.roles import OFFICES, Roles
from bilat.coding.shortforms import STANDING_FOR, ShortForms
from bilat.coding.tokens import Token
from bilat.lexicon import Name
from bilat.model import Party, Sector, sector_of, state_of

_DEPARTMENT = frozenset({"Department", "Ministry"})
_TELL_LITTLE = GENERIC | STANDING_FOR
_LOCATIVES = frozenset({"in", "at", "near", "from", "to", "across", "inside"})


class PartyReader(ShortForms, Roles, Adjectival):
    """Resolves the phrases of one article, sentence by sentence, with a memory of what it has named."""

    def read(self, sentence: Sentence) -> None:
        """Take note of every party that a sentence names, in order."""
        found: list[Party] = []
        for token in sentence.nouns:
            if token.dep_ in {"compound", "nmod"}:
                continue
            resolved = self.resolve(sentence, token)
            if not resolved.parties or resolved.weak:
                continue
            self._remember(sentence, token, resolved)
            placed = resolved.place and token.dep_ == "pobj" and token.head.lower_ in _LOCATIVES
            found.extend(() if placed else resolved.parties)
        self.memory.note_pair(found)

    def _remember(self, sentence: Sentence, token: Token, resolved: Resolved) -> None:
        role = sentence.role_at.get(token.i)
        if role is None and not sentence.role_at.keys().isdisjoint(before := range(left_edge(token), token.i)):
            role = next(r for i in reversed(before) if (r := sentence.role_at.get(i)))
        plural = token.tag_ in {"NNS", "NNPS"} or len(resolved.parties) > 1 or token.dep_ == "conj"
        top = top_conjunct(token)
        for party in resolved.parties:
            person = bool(party.name) or (role is not None and role.role.kind == "person")
            self.memory.add(
                Entity(
                    party=party,
                    sentence=sentence.index,
                    person=(person and sector_of(party.code) not in {"", "CVL"}) or bool(party.name),
                    plural=plural or any(c.dep_ == "conj" for c in top.children),
                    subject=top.dep_ in {"nsubj", "nsubjpass", "agent", "ROOT"},
                    role=role.role.word if role else party.role,
                    at=token.i,
                )
            )

    def _resolve(self, sentence: Sentence, token: Token) -> Resolved:
        low = token.lower_
        if token.tag_ in {"PRP", "PRP$"} or low == "both":
            return self.pronoun(sentence, token)
        if token.tag_ in {"WP", "WDT", "WP$"} or (token.tag_ == "IN" and low == "that"):
            return self._relative(sentence, token)
        if low.endswith(("counterpart", "counterparts")):
            return self._counterpart(sentence, token)
        for reading in _READINGS if self._tells_little(token) else _PLAIN_READINGS:
            resolved = reading(self, sentence, token)
            if resolved.parties:
                return resolved
        return NOBODY

    def _tells_little(self, token: Token) -> bool:
        """Whether a head may leave it to the words before it, or to what was named earlier, who is meant."""
        lemma = token.lemma_
        return lemma in _TELL_LITTLE or lemma in self.lexicon.grammar["pair_nouns"] or token.tag_ == "CD"

    def _named(self, sentence: Sentence, token: Token) -> Resolved:
        hit = sentence.name_at.get(token.i)
        if hit is None:
            return NOBODY
        start, end, names = hit
        name = self.meaning(names)
        if name is None or name.kind == "place":
            return NOBODY
        left = min(left_edge(token), start)
        if name.kind == "person" and end - start == 1 and self.other_first_name(sentence, start):
            return NOBODY
        if name.kind == "demonym" and self._shares_noun(sentence, end):
            return NOBODY
        role = next((r for i in range(left, start) if (r := sentence.role_at.get(i))), None)
        if name.kind == "person" and (meant := self._introduced(sentence, left, max(end, token.i + 1), name)):
            return Resolved((meant,))
        if name.kind == "person":
            return Resolved((self._person_party(sentence, left, max(end, token.i + 1), name, role),))
        if (
            name.kind in {"state", "capital"}
            and role is not None
            and role.end <= start
            and self._names_person(role, sentence, end)
        ):
            return NOBODY
        code = name.code
        if name.kind == "body" and state_of(code):
            # "Chile's Defense Department": the owner beside it goes before the state that a bare name would mean.
            owners = {state_of(owner) for owner, _ in self.modifier_names(sentence, left, start, persons=False)} - {""}
            if len(owners) == 1 and state_of(code) not in owners and not (owner := owners.pop()).startswith("IGO"):
                code = owner + ("GOV" if _DEPARTMENT & set(name.text.split()) else sector_of(code))
        if name.kind == "demonym":
            plural = token.tag_ in {"NNS", "NNPS"}
            if not plural and token.tag_ not in {"NN", "NNP"}:
                return NOBODY
            definite = any(t.lower_ == "the" for t in sentence.tokens[left:start])
            counted = any(t.tag_ == "CD" for t in sentence.tokens[left:start])
            code = name.code if definite and not counted else name.code + "CVL"
            if self.ethnic(sentence, start):
                code = self._homeland(sentence, name.code) + "CVL"
        span = sentence.piece(left, max(end, token.i + 1))
        until = f" (until {name.until})" if name.until else ""
        reason = f"{name.kind} name “{name.text}” of {name.label}{until}{name.remark}"
        return Resolved(
            (Party(text=span.text, code=code, span=span, reason=reason),), place=name.kind in {"state", "capital"}
        )

    def _homeland(self, sentence: Sentence, kin: str) -> str:
        """Where people of an ethnic group live, "ethnic Albanians in Serbia": the place named, else the article's home.

        Returns:
            The state; "" where neither is known or only that of their kin.
        """
        home = self.memory.home or ""
        for token in sentence.tokens:
            hit = sentence.name_at.get(token.i)
            name = self.meaning(hit[2]) if hit and token.dep_ == "pobj" and token.head.lower_ in _LOCATIVES else None
            if name and name.kind in {"state", "capital", "place"} and state_of(name.code) not in {"", kin}:
                return state_of(name.code)
        return "" if home == kin else home

    def _introduced(self, sentence: Sentence, left: int, end: int, name: Name) -> Party | None:
        """Whom a bare surname means where the article has named another bearer of it in full."""
        learnt = self.memory.known([name.text]) if " " not in name.text else None
        if learnt is None or not learnt.name or learnt.name == name.label or learnt.name.split()[-1] != name.text:
            return None
        span = sentence.piece(left, end)
        return replace(
            learnt, text=span.text, span=span, mention=None, reason=f"“{span.text}”, earlier {learnt.reason}"
        )

    @staticmethod
    def _shares_noun(sentence: Sentence, end: int) -> bool:
        """Whether a demonym is one of two before a noun, "Kyrgyz and Tajik guards": the noun's phrase has both."""
        doc = sentence.tokens
        if end + 1 >= len(doc) or doc[end].lower_ not in {"and", ","}:
            return False
        hit = sentence.name_at.get(end + 1)
        return (
            hit is not None
            and any(n.kind == "demonym" for n in hit[2])
            and hit[1] < len(doc)
            and doc[hit[1]].tag_.startswith(("N", "J"))
        )

    def _names_person(self, role: RoleHit, sentence: Sentence, end: int) -> bool:
        return role.role.kind == "person" and end < len(sentence.tokens) and sentence.tokens[end].tag_ == "NNP"

    def _person_party(self, sentence: Sentence, left: int, end: int, name: Name, role: RoleHit | None) -> Party:
        code = name.code
        if role and role.role.sector and sector_of(code) == "":
            code = with_sector(code, role.role.sector) if state_of(code) == code else code
        elif role and role.role.sector and role.role.rank in OFFICES and state_of(code) and sector_of(code) != "GOV":
            code = with_sector(code, role.role.sector)  # the office that the text gives goes before the lexicon's
        span = sentence.piece(left, end)
        office = f"{name.office} " if name.office else ""
        reason = f"{name.label}, {office}{name.since or ''} to {name.until or 'now'}".replace("  ", " ") + name.remark
        party = Party(
            text=span.text,
            code=code,
            span=span,
            name=name.label,
            role=role.role.word if role else name.office,
            reason=reason,
        )
        learnt = self.memory.known(tuple(name.text.split()))
        self.memory.learn(name.text.split(), party, told=role is not None and not name.holds(self.day))
        if learnt and learnt.code and role is None and sector_of(learnt.code):
            party = replace(party, code=learnt.code)
        return party

    def _owner(self, sentence: Sentence, token: Token) -> Resolved:
        """The state or body that a thing belongs to: "Pakistan's initiative", "Turkish drones", "the port of Chabahar"."""
        if not token.children and token.i not in sentence.name_at:
            return NOBODY  # a bare noun is nobody's
        left = left_edge(token)
        found = []
        plural = token.tag_ in {"NNS", "NNPS"}
        sides = self.modifier_names(sentence, left, token.i, persons=False) if plural else []
        if len(sides) > 1:  # "the Turkish and Greek sides of the island"
            span = sentence.piece(left, token.i + 1)
            return Resolved(
                tuple(Party(text=span.text, code=code, span=span, reason=f"owner, by {why}") for code, why in sides),
                weak=True,
            )
        for child in token.children:
            if child.dep_ == "poss" and child.tag_ == "PRP$":
                found += list(self.pronoun(sentence, child).parties)
            elif child.dep_ == "poss":
                found += list(self.resolve_all(sentence, child))
        if not found:
            for prep in token.children:
                if prep.dep_ == "prep" and prep.lower_ in {"by", "of"} and not found:
                    found = [p for c in prep.children if c.dep_ == "pobj" for p in self.resolve_all(sentence, c)]
        owners = [] if found else self.modifier_names(sentence, left, token.i)
        if owners:
            sector = next(
                (
                    r.role.sector
                    for i in range(left, token.i)
                    if (r := sentence.role_at.get(i)) and r.role.kind != "title"
                ),
                None,
            )
            for code, why in owners:
                if sector in {Sector.MIL, Sector.COP} and state_of(code) and sector_of(code) in {"", "GOV"}:
                    code = state_of(code) + sector.value  # "a Kenyan army base", "Minsk police station"
                span = sentence.piece(left, token.i + 1)
                found.append(Party(text=span.text, code=code, span=span, reason=f"owner, by {why}"))
        return Resolved(tuple(found), weak=True) if found else NOBODY


# What a phrase may be, in the order in which it is asked; of most heads, only some of these.
_READINGS = (
    PartyReader._pair,
    PartyReader._neighbour,
    PartyReader._partitive,
    PartyReader._named,
    PartyReader._adjectival,
    PartyReader._role,
    PartyReader._short,
    PartyReader._person,
    PartyReader._owner,
)
_PLAIN_READINGS = (PartyReader._named, PartyReader._role, PartyReader._person, PartyReader._owner)
