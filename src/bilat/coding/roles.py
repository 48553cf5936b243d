"""Roles and the persons that hold them: "Iranian Foreign Minister Zarif", "the presidents of Iran and Turkey"."""

from dataclasses import replace

from bilat.coding.memory import ORGANS
from bilat.coding.parse import RoleHit, Sentence
from bilat.coding.phrases import NOBODY, Resolved, conjuncts, left_edge, proper_name, with_sector
from bilat.coding.reader import ReaderBase
from bilat.coding.shortforms import DETERMINED
from bilat.coding.tokens import Token
from bilat.lexicon.names import remark_in
from bilat.model import Party, Sector, Span, sector_of, state_of

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
# Who speaks from outside what is told of, wherever that is.
_FROM_AFAR = frozenset({"analyst", "observer", "commentator"})
# Bodies outside the state, and the offices of state that no such body can give.
_OUTSIDE = frozenset({"BUS", "MED", "EDU", "REL", "NGO", "PTY", "OPP"})
OFFICES = frozenset(
    {"head-of-state", "head-of-government", "deputy-head", "minister", "deputy-minister", "regional", "royal"}
)
_SPEAKING_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "lawyer", "attorney", "representative", "envoy"})


# Armed people who are by their nature of the land where they fight, other than terrorists and gunmen of any origin.
_OF_THE_LAND = frozenset(
    {
        "rebel",
        "rebels",
        "insurgent",
        "insurgents",
        "guerrilla",
        "guerrillas",
        "separatist",
        "separatists",
        "secessionists",
        "militia",
        "militias",
        "militiamen",
        "rebel group",
        "rebel groups",
        "rebel forces",
        "rebel fighters",
        "rebel leader",
        "rebel leaders",
    }
)


def _of_act(token: Token) -> bool:
    """Whether a phrase is the other side of an act: after "with", "against", "to" or "for", or in "in Israeli air strikes"."""
    if token.dep_ == "amod" and token.head.dep_ in {"pobj", "pcomp"}:
        return token.head.head.lower_ in {"in", "by", "from", "during"}
    return bool(token.dep_ == "pobj" and token.head.lower_ in {"with", "against", "to", "for"})


def _bare(token: Token) -> bool:
    """Whether a noun has no words of its own before it."""
    return not any(c.dep_ in {"det", "poss", "amod", "compound", "nmod"} and c.i < token.i for c in token.children)


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
        if role.kind == "thing":
            return self._thing(sentence, token, hit)
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

    def _thing(self, sentence: Sentence, token: Token, hit: RoleHit) -> Resolved:
        """A ship, aircraft or weapon acts for its owner, "an Iranian tanker", "Russian missiles"; without one it is nobody."""
        left = min(left_edge(token), hit.start)
        span = sentence.piece(left, token.i + 1)
        role, sector = hit.role, hit.role.sector
        assert sector is not None
        states = self._states_of(sentence, token, left, hit.start)
        if not states:
            definite = left < token.i and sentence.tokens[left].lower_ in DETERMINED
            known = self.memory.by_role(role.word, None, None) if definite else None
            return Resolved((self.antecedent(sentence, left, token.i + 1, known),)) if known else NOBODY
        found = []
        for state, why in states:
            bare = sector_of(state) in {"", "GOV"} and not state.startswith("IGO")
            code = state_of(state) + sector.value if bare else state
            reason = f"role “{role.word}” of {why}"
            found.append(Party(text=span.text, code=code, span=span, role=role.word, reason=reason))
        return Resolved(tuple(found))

    @staticmethod
    def _sector(sentence: Sentence, left: int, hit: RoleHit, state: str, own: Sector) -> str:
        """A role's sector: an armed group's officials stay the group's, a "military delegation" is the army's."""
        if sector_of(state) == "REB":
            return "REB"
        if own is Sector.GOV and sector_of(state) in _ORGANS:
            return sector_of(state)
        if sector_of(state) in _OUTSIDE and hit.role.rank not in OFFICES and own in {Sector.GOV, Sector.EDU}:
            return sector_of(
                state
            )  # "Boeing officials", "Amnesty's researchers": who works for a firm or charity is its
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
        if role.word.split()[0].startswith("peacekeep") or role.word in {"blue helmets", "peace monitors"}:
            return Resolved((self._peacekeepers(span, role.word),), guess=True)
        at_home = role.sector.value in ORGANS or role.sector.value in _CITIZENS or role.word in _OF_THE_LAND
        at_home = at_home and role.word.removesuffix("s") not in _FROM_AFAR
        state = memory.focus(sentence.index) if at_home and not self._other_side(sentence, token) else None
        code = (state or "") + role.sector.value
        why = f"role “{role.word}”" + (f" in the article's own state {state}" if state else ", no state given")
        party = Party(text=span.text, code=code, span=span, name=name, role=role.word, reason=why)
        if name:
            memory.learn(name.split(), party)
        return Resolved((party,), guess=True)

    def _peacekeepers(self, span: Span, word: str) -> Party:
        """Peacekeepers without a state are no army of the land where they stand: the last body named sends them, else the UN."""
        bodies = [e.party.code for e in reversed(self.memory.entities) if e.party.code.startswith("IGO")]
        code = bodies[0] if bodies else "IGOUN"
        return Party(text=span.text, code=code, span=span, role=word, reason=f"role “{word}”, of {code}")

    def _other_side(self, sentence: Sentence, token: Token) -> bool:
        """Whether the home state is known only as the other side of this very act: "the government thanked China"."""
        home = self.memory.home
        if not home or self.memory.states[home]:
            return False
        named = [
            t
            for t in sentence.tokens
            if (hit := sentence.name_at.get(t.i))
            and any(state_of(n.code) == home for n in hit[2])
            and t.i == hit[1] - 1
        ]
        return bool(named) and all(t.i > token.i and (t.dep_ in {"poss", "dobj"} or _of_act(t)) for t in named)

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
            elif child.dep_ == "prep" and child.lower_ in {"of", "in", "from", "for", "at"}:
                found = found or self._from_phrase(sentence, child)
            elif child.dep_ == "appos" and not found and not child.tag_.startswith("NNP"):
                found = [(p.code, p.text) for p in self.resolve(sentence, child).parties[:1] if state_of(p.code)]
            elif child.dep_ == "appos" and not found and child.i in sentence.name_at:
                found = [(p.code, p.text) for p in self.resolve(sentence, child).parties[:1]]
        if not found and token.dep_ == "appos":
            inner = self.modifier_names(sentence, left_edge(token.head), token.head.i + 1)
            found = inner[:1]
        return found or self._shared(sentence, token)

    def _shared(self, sentence: Sentence, token: Token) -> list[tuple[str, str]]:
        """What two roles joined by "and" share: "the Kenyan government and army", "the government and people of Kenya"."""
        head = sentence.role_at.get(token.head.i) if token.dep_ == "conj" else None
        if head is not None and _bare(token):
            before = self.modifier_names(sentence, left_edge(token.head), head.start)
            after = [c for c in token.head.children if c.dep_ == "prep" and c.lower_ == "of" and c.i > token.i]
            return before or [state for prep in after for state in self._from_phrase(sentence, prep)]
        joined = [c for c in token.children if c.dep_ == "conj" and c.i in sentence.role_at and _bare(c)]
        after = [c for other in joined for c in other.children if c.dep_ == "prep" and c.lower_ == "of"]
        return [state for prep in after for state in self._from_phrase(sentence, prep)]

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
                speaks = prep.lower_ == "for" and prep.head.lemma_ in _SPEAKING_FOR and not resolved.guess
                if prep.lower_ != "of" and not resolved.place and not speaks:
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
        if token.tag_ not in {"NNP", "NNPS"} and not (token.text[:1].isupper() and self.memory.known([token.text])):
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
            after = after or self._bearers(name, role.sector)
            state = state_of(after[0][0]) if after else (self.memory.focus(sentence.index) or "")
            code = state if state.startswith("IGO") else state + role.sector.value
            why = f"role “{role.word}”" + (
                f" of {after[0][1]}" if after else f" in the article's own state {state}" if state else ""
            )
        party = Party(text=span.text, code=code, span=span, name=name, role=role.word, reason=why)
        self.memory.learn(name.split(), party, told=told)
        return Resolved((party,))

    def _bearers(self, name: str, sector: Sector) -> list[tuple[str, str]]:
        """The state whose official a title and a bare surname mean, "Secretary Austin", if only one state has such a one now."""
        if " " in name:
            return []
        holding = [
            n for n in self.lexicon.names.bearing(name) if n.holds(self.day) and sector_of(n.code) == sector.value
        ]
        states = {state_of(n.code) for n in holding}
        if len(states) != 1 or (self.memory.home and self.memory.home not in states):
            return []
        return [(holding[0].code, f"{holding[0].label}, {holding[0].office}")]

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
