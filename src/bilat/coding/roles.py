"""Roles and the persons that hold them: "Iranian Foreign Minister Zarif", "the presidents of Iran and Turkey"."""

from dataclasses import replace

from spacy.tokens import Token

from bilat.coding.memory import ORGANS
from bilat.coding.parse import RoleHit, Sentence
from bilat.coding.phrases import NOBODY, Resolved, conjuncts, left_edge, proper_name, with_sector
from bilat.coding.reader import ReaderBase
from bilat.coding.shortforms import DETERMINED
from bilat.lexicon.names import remark_in
from bilat.model import Party, Sector, sector_of, state_of

_GENERIC = frozenset({"delegation", "official", "officials", "team", "authorities", "source", "mission"})
_ADJECTIVES = {
    **dict.fromkeys(("military", "army", "naval", "defense", "defence"), "MIL"),
    **dict.fromkeys(("business", "trade"), "BUS"),
    "parliamentary": "LEG",
    "judicial": "JUD",
    "intelligence": "SPY",
    "police": "COP",
}
_ORGANS = frozenset({"LEG", "JUD", "SPY", "COP", "MIL", "UAF"})
_CITIZENS = frozenset({"CVL", "MED", "BUS", "EDU", "REL", "NGO"})


class Roles(ReaderBase):
    """Resolves phrases headed by a role, and names with a role beside them."""

    def _role(self, sentence: Sentence, token: Token) -> Resolved:
        hit = sentence.role_at.get(token.i)
        if hit is None or (hit.end != token.i + 1 and sentence.tokens[token.i + 1].lower_ != "of"):
            return NOBODY
        role = hit.role
        if role.kind == "title":
            return NOBODY
        if role.sector is None:
            return NOBODY
        left = min(left_edge(token), hit.start)
        span = sentence.piece(left, token.i + 1)
        twin = self._apposed(sentence, token, role.sector)
        if twin is not None:
            twin = replace(twin, text=span.text, span=span, mention=None, role=role.word)
            if twin.name and state_of(twin.code):
                self.memory.introduced.append(replace(twin, code=with_sector(twin.code, role.sector)))
            return Resolved((twin,))
        states = self._states_of(sentence, token, left, hit.start)
        name = self._name_beside(sentence, token)
        if states:
            found = []
            for state, why in states:
                sector = self._sector(sentence, left, hit, state, role.sector)
                code = state if state.startswith("IGO") else state_of(state) + sector
                if not state_of(state):
                    code = sector
                found.append(
                    Party(
                        text=span.text,
                        code=code,
                        span=span,
                        name=name,
                        role=role.word,
                        reason=f"role “{role.word}” of {why}",
                    )
                )
            if name and len(found) == 1:
                self.memory.learn(name.split(), found[0], told=True)
            return Resolved(tuple(found))
        return self._stateless(sentence, token, left, hit, name)

    @staticmethod
    def _sector(sentence: Sentence, left: int, hit: RoleHit, state: str, own: Sector) -> str:
        """A role's sector: an armed group's officials stay the group's, a "military delegation" is the army's, a parliament's president its own."""
        if sector_of(state) == "REB":
            return "REB"
        if own is Sector.GOV and sector_of(state) in _ORGANS:
            return sector_of(state)
        if own is Sector.GOV and hit.role.word.split()[-1] in _GENERIC:
            return next(
                (_ADJECTIVES[t.lower_] for t in sentence.tokens[left : hit.end] if t.lower_ in _ADJECTIVES), own.value
            )
        return own.value

    def _apposed(self, sentence: Sentence, token: Token, sector: Sector | None) -> Party | None:
        """The named body or group that a role word stands beside: "the terrorist group Jundallah", "X, another group"."""
        beside = [c for c in token.children if c.dep_ == "appos"] + ([token.head] if token.dep_ == "appos" else [])
        for other in beside:
            hit = sentence.name_at.get(other.i)
            if hit and any(n.kind in {"group", "body", "igo", "person"} for n in hit[2]):
                parties = self.resolve(sentence, other).parties
                if parties and parties[0].code:
                    return parties[0]
        return None

    def _stateless(self, sentence: Sentence, token: Token, left: int, hit: RoleHit, name: str | None) -> Resolved:
        """A role with no state beside it: the last of that role, else the article's home state for organs of state."""
        role, memory = hit.role, self.memory
        span = sentence.piece(left, token.i + 1)
        definite = left < token.i and sentence.tokens[left].lower_ in DETERMINED
        if name is None and (definite or role.kind == "person") and token.tag_ in {"NN", "NNP", "NNS"}:
            known = memory.by_role(role.word, role.sector, None) if definite else None
            if known:
                return Resolved((self.antecedent(sentence, left, token.i + 1, known),))
        if name is not None and definite and (same := memory.by_role(role.word, None, None)):
            party = Party(
                text=span.text,
                code=same.code,
                span=span,
                name=name,
                role=role.word,
                reason=f"“{span.text}”, earlier {same.reason}",
            )
            memory.learn(name.split(), party)
            return Resolved((party,))
        assert role.sector is not None
        state = memory.home if role.sector.value in ORGANS or role.sector.value in _CITIZENS else None
        code = (state or "") + role.sector.value
        why = f"role “{role.word}”" + (f" in the article's own state {state}" if state else ", no state given")
        party = Party(text=span.text, code=code, span=span, name=name, role=role.word, reason=why)
        if name:
            memory.learn(name.split(), party)
        return Resolved((party,), guess=True)

    def _counterpart(self, sentence: Sentence, token: Token) -> Resolved:
        """ "His Pakistani counterpart": the other state, with the sector of the one whose counterpart it is."""
        left = left_edge(token)
        states = self.modifier_names(sentence, left, token.i)
        first = self.memory.latest_person(sentence.index)
        sector = sector_of(first.code) if first else "GOV"
        name = self._name_beside(sentence, token)
        span = sentence.piece(left, token.i + 1)
        found = tuple(
            Party(text=span.text, code=state_of(s) + (sector or "GOV"), span=span, name=name, role=first.role if first else None,
                  reason=f"counterpart, of {why}")
            for s, why in states if not s.startswith("IGO")
        )  # fmt: skip
        if name and len(found) == 1:
            self.memory.learn(name.split(), found[0], told=True)
        return Resolved(found)

    def told_states(self, sentence: Sentence, token: Token) -> list[str]:
        """The codes of the states, IGOs or groups that the words about a role's noun give."""
        hit = sentence.role_at.get(token.i)
        left = left_edge(token)
        until = hit.start if hit else token.i
        return [code for code, _ in self._states_of(sentence, token, min(left, until), until)]

    def _states_of(self, sentence: Sentence, token: Token, left: int, until: int) -> list[tuple[str, str]]:
        """The states, IGOs or groups that a role's modifiers give, each with the words that say so."""
        inside = self.modifier_names(sentence, left, until)
        if inside:
            return inside
        found: list[tuple[str, str]] = []
        role = sentence.role_at.get(token.i)
        last = sentence.tokens[role.end - 1] if role else token  # "chief of staff of the Iranian army"
        for child in [*token.children, *(last.children if last.i > token.i else ())]:
            if child.dep_ == "poss" and child.tag_ in {"PRP$", "PRP"}:
                found = [
                    (p.code, f"“{child.text}” ({p.text})")
                    for p in self.pronoun(sentence, child).parties[:2]
                    if state_of(p.code)
                ]
            elif child.dep_ == "prep" and child.lower_ in {"of", "in", "from", "for"}:
                found = found or self._from_phrase(sentence, child)
            elif child.dep_ == "appos" and not found and not child.tag_.startswith("NNP"):
                found = [(p.code, p.text) for p in self.resolve(sentence, child).parties[:1] if state_of(p.code)]
            elif child.dep_ == "appos" and not found and child.i in sentence.name_at:
                found = [(p.code, p.text) for p in self.resolve(sentence, child).parties[:1]]
        if not found and token.dep_ == "appos":
            inner = self.modifier_names(sentence, left_edge(token.head), token.head.i + 1)
            found = inner[:1]
        return found

    def _from_phrase(self, sentence: Sentence, prep: Token) -> list[tuple[str, str]]:
        found = []
        for pobj in prep.children:
            if pobj.dep_ != "pobj":
                continue
            for head in conjuncts(pobj):
                hit = sentence.name_at.get(head.i)
                if hit and hit[2][0].kind == "place":
                    found.append((hit[2][0].code, f"“{prep.text} {hit[2][0].text}”"))
                    continue
                resolved = self.resolve(sentence, head)
                if prep.lower_ != "of" and not resolved.place:
                    continue
                found += [
                    (p.code, f"“{prep.text} {p.text}”{remark_in(p.reason)}")
                    for p in resolved.parties
                    if state_of(p.code) or sector_of(p.code) == "REB"
                ]
        return found

    def _name_beside(self, sentence: Sentence, token: Token) -> str | None:
        """The person's name in apposition after a role: "the Pakistani prime minister, Imran Khan"."""
        for child in token.children:
            if child.dep_ == "appos" and child.tag_ == "NNP" and child.i > token.i:
                return proper_name(sentence, child)
        if token.dep_ == "appos" and token.head.tag_ == "NNP" and token.head.i not in sentence.role_at:
            return proper_name(sentence, token.head)
        return None

    def _person(self, sentence: Sentence, token: Token) -> Resolved:
        """A name that the lexicon does not know: by the role before it or beside it, else as learnt earlier."""
        learnt = token.text[:1].isupper() and self.memory.known([token.text]) is not None
        if token.tag_ not in {"NNP", "NNPS"} and not learnt:
            return NOBODY
        left = left_edge(token)
        before = [r for i in range(token.i - 1, left - 1, -1) if (r := sentence.role_at.get(i))]
        hit = next((r for r in before if r.role.kind != "title"), next(iter(before), None))
        name = proper_name(sentence, token)
        if hit is not None and hit.role.kind == "title" and name and self.memory.known(name.split()):
            hit = None
        if hit is not None and hit.role.sector is not None and name:
            return self._titled(sentence, token, left, hit, name)
        if hit is not None and hit.role.word.endswith("counterpart") and name:
            return self._named_counterpart(sentence, token, left, hit, name)
        known = self.memory.known(name.split()) if name else None
        if known:
            span = sentence.piece(left, token.i + 1)
            return Resolved(
                (
                    replace(
                        known, text=span.text, span=span, mention=None, reason=f"“{span.text}”, earlier {known.reason}"
                    ),
                )
            )
        for child in token.children:
            if child.dep_ == "appos":
                role = sentence.role_at.get(child.i)
                resolved = self.resolve(sentence, child) if role else NOBODY
                if role and resolved and role.role.kind == "person" and name:
                    span = sentence.piece(left, token.i + 1)
                    party = replace(resolved.parties[0], text=span.text, span=span, name=name, mention=None)
                    self.memory.learn(name.split(), party, told=not resolved.guess)
                    return Resolved((party,))
        return NOBODY

    def _titled(self, sentence: Sentence, token: Token, left: int, hit: RoleHit, name: str) -> Resolved:
        role = hit.role
        assert role.sector is not None
        span = sentence.piece(left, token.i + 1)
        states = self.modifier_names(sentence, left, hit.start, persons=False)
        states = states or self.modifier_names(sentence, hit.end, token.i, persons=False)
        known = self.memory.known(name.split())
        if states:
            told = True
            code = states[0][0] if states[0][0].startswith("IGO") else state_of(states[0][0]) + role.sector.value
            why = f"role “{role.word}” of {states[0][1]}"
        elif known:
            return Resolved((replace(known, text=span.text, span=span, mention=None, role=role.word),))
        else:
            after = self._states_of(sentence, token, token.i, token.i)
            told = bool(after)
            state = state_of(after[0][0]) if after else (self.memory.home or "")
            code = state if state.startswith("IGO") else state + role.sector.value
            why = f"role “{role.word}”" + (
                f" of {after[0][1]}" if after else f" in the article's own state {state}" if state else ""
            )
        party = Party(text=span.text, code=code, span=span, name=name, role=role.word, reason=why)
        self.memory.learn(name.split(), party, told=told)
        return Resolved((party,))

    def _named_counterpart(self, sentence: Sentence, token: Token, left: int, hit: RoleHit, name: str) -> Resolved:
        states = self.modifier_names(sentence, left, hit.start)
        if not states:
            return NOBODY
        first = self.memory.latest_person(sentence.index)
        span = sentence.piece(left, token.i + 1)
        code = state_of(states[0][0]) + ((sector_of(first.code) if first else "") or "GOV")
        party = Party(
            text=span.text,
            code=code,
            span=span,
            name=name,
            role=first.role if first else None,
            reason=f"counterpart, of {states[0][1]}",
        )
        self.memory.learn(name.split(), party, told=True)
        return Resolved((party,))
