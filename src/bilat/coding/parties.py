"""Who is meant: noun phrases of a parsed sentence to parties with codes.

A phrase is read from its head: a name that the lexicon knows, a role with the state that its modifiers give ("Iranian Foreign
Minister Mohammad Javad Zarif", "the presidents of Iran and Turkey"), a name learnt earlier in the article, a pronoun or
short form ("he", "both countries", "the group"), or, failing these, the state that owns the thing ("Pakistan's initiative").
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from bilat.coding.memory import ORGANS, Entity, Memory
from bilat.coding.parse import RoleHit, Sentence
from bilat.lexicon import Lexicon, Name
from bilat.model import Party, Sector, sector_of, state_of

_PREMODIFIERS = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "advmod", "appos", "neg"})
_PARTITIVES = frozenset(
    "member number group dozen hundred thousand score team part some many several one two three four five most majority band "
    "series couple couple handful all both none rest remnant leader section faction wing unit each kind type batch remains".split()
)
_PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
_BODY_PRONOUNS = frozenset({"it", "its", "itself"})
_PLURAL_PRONOUNS = frozenset({"they", "them", "their", "themselves", "both"})
_OWN_PRONOUNS = frozenset({"we", "us", "our", "ours"})
_DETERMINED = frozenset({"the", "this", "these", "those", "both", "two"})
_JOINING = frozenset({"rival", "neighboring", "neighbouring", "fellow", "warring", "opposing", "respective", "brotherly", "concerned"})
_LOCATIVES = frozenset({"in", "at", "near", "from", "to", "across", "inside"})
_KIND_ORDER = {"person": 0, "group": 1, "body": 2, "igo": 3, "metonym": 4, "capital": 5, "state": 6, "demonym": 7}
_GENERIC = frozenset({"delegation", "official", "officials", "team", "authorities", "source", "mission"})
_ADJECTIVES = {"military": "MIL", "army": "MIL", "naval": "MIL", "defense": "MIL", "defence": "MIL", "parliamentary": "LEG", "judicial": "JUD",
               "intelligence": "SPY", "police": "COP", "business": "BUS", "trade": "BUS"}  # fmt: skip
_SHORT_FORMS = {
    **dict.fromkeys(("group", "movement", "outfit", "militia", "faction", "insurgent"), frozenset({"REB", "PTY"})),
    **dict.fromkeys(("organization", "organisation", "bloc", "alliance", "coalition", "union", "agency", "body"), frozenset({"igo"})),
    **dict.fromkeys(("country", "kingdom", "republic", "nation", "state"), frozenset({"state"})),
}
_CITIZENS = frozenset({"CVL", "MED", "BUS", "EDU", "REL", "NGO"})


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


class PartyReader:
    """Resolves the phrases of one article, sentence by sentence, with a memory of what it has named."""

    def __init__(self, lexicon: Lexicon, day: str | None, memory: Memory) -> None:
        self.lexicon, self.day, self.memory = lexicon, day, memory
        self._done: dict[tuple[int, int], Resolved] = {}
        self.speaker: Party | None = None

    def read(self, sentence: Sentence) -> None:
        """Take note of every party that a sentence names, in order."""
        found: list[Party] = []
        for token in sentence.tokens:
            if not token.tag_.startswith("NN") or token.dep_ in {"compound", "nmod"}:
                continue
            resolved = self.resolve(sentence, token)
            if not resolved or resolved.weak:
                continue
            self._remember(sentence, token, resolved)
            placed = resolved.place and token.dep_ == "pobj" and token.head.lower_ in _LOCATIVES
            found.extend(() if placed else resolved.parties)
        self.memory.note_pair(found)

    def _remember(self, sentence: Sentence, token: Token, resolved: Resolved) -> None:
        role = sentence.role_at.get(token.i) or next(
            (r for i in range(token.i, _left(token) - 1, -1) if (r := sentence.role_at.get(i))), None
        )
        plural = token.tag_ in {"NNS", "NNPS"} or len(resolved.parties) > 1 or token.dep_ == "conj"
        top = _top_conjunct(token)
        for party in resolved.parties:
            person = bool(party.name) or (role is not None and role.role.kind == "person")
            self.memory.add(
                Entity(
                    party=party,
                    sentence=sentence.index,
                    person=person and sector_of(party.code) not in {"", "CVL"} or bool(party.name),
                    plural=plural or any(c.dep_ == "conj" for c in top.children),
                    subject=top.dep_ in {"nsubj", "nsubjpass", "agent", "ROOT"},
                    words=frozenset(party.text.split()),
                    role=role.role.word if role else party.role,
                )
            )

    def resolve(self, sentence: Sentence, token: Token) -> Resolved:
        """The parties that the phrase headed by a token means, conjuncts not included."""
        key = (sentence.index, token.i)
        if key not in self._done:
            self._done[key] = NOBODY  # guards against cycles between appositions
            self._done[key] = self._resolve(sentence, token)
        return self._done[key]

    def resolve_all(self, sentence: Sentence, token: Token) -> tuple[Party, ...]:
        """The parties of a phrase and of all that is joined to it by "and"."""
        parties: dict[tuple[str, str], Party] = {}
        for head in conjuncts(token):
            for party in self.resolve(sentence, head).parties:
                parties.setdefault((party.code, party.text), party)
        return tuple(parties.values())

    def _resolve(self, sentence: Sentence, token: Token) -> Resolved:
        low = token.lower_
        if token.tag_ in {"PRP", "PRP$"} or low == "both":
            return self._pronoun(sentence, token)
        if token.tag_ in {"WP", "WDT", "WP$"} or (token.tag_ == "IN" and low == "that"):
            return self._relative(sentence, token)
        if low.endswith("counterpart") or low.endswith("counterparts"):
            return self._counterpart(sentence, token)
        for attempt in (self._pair, self._partitive, self._named, self._role, self._short, self._person, self._owner):
            resolved = attempt(sentence, token)
            if resolved:
                return resolved
        return NOBODY

    def adjectives(self, sentence: Sentence, noun: Token) -> list[Party]:
        """The parties that stand as adjectives before a noun: "Iranian attack", "U.S. sanctions", "Iran-Pakistan talks"."""
        left = min([c.left_edge.i for c in noun.lefts if c.dep_ in {"amod", "compound", "nmod", "poss"}] or [noun.i])
        found, i = [], left
        while i < noun.i:
            hit = sentence.name_at.get(i)
            if hit is None:
                i += 1
                continue
            name = self.meaning(hit[2])
            if name is not None and self._modifies(sentence, hit[0], hit[1], noun):
                span = sentence.piece(hit[0], min(hit[1], noun.i))
                reason = f"{name.kind} name “{name.text}” before “{noun.text}”"
                found.append(Party(text=span.text, code=name.code, span=span, name=name.label if name.kind == "person" else None, reason=reason))
            i = max(hit[1], i + 1)
        return found

    @staticmethod
    def _modifies(sentence: Sentence, start: int, end: int, noun: Token) -> bool:
        doc = sentence.tokens
        if end < len(doc) and doc[end].tag_ == "POS":
            return False
        if start > 1 and doc[start - 1].text == "-" and doc[start - 2].lower_ in {"anti", "pro"}:
            return False
        head = doc[end - 1]
        for _ in range(4):
            if head.i == noun.i:
                return True
            if head.dep_ not in {"amod", "compound", "nmod", "conj", "npadvmod", "punct"}:
                return False
            head = head.head
        return head.i == noun.i

    def on_behalf(self, party: Party) -> Party:
        """The state for which an official speaks."""
        return replace(party, code=state_of(party.code), reason=f"the side of {party.text}: {party.reason}")

    # Pronouns and short forms

    def _pronoun(self, sentence: Sentence, token: Token) -> Resolved:
        low, memory = token.lower_, self.memory
        found: tuple[Party, ...] = ()
        if low in _PERSON_PRONOUNS:
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
        return Resolved(tuple(self._antecedent(sentence, token.i, token.i + 1, p) for p in found))

    def _antecedent(self, sentence: Sentence, start: int, end: int, party: Party) -> Party:
        mention = sentence.piece(start, end)
        return replace(party, mention=mention, reason=f"“{mention.text}” stands for {party.text}: {party.reason}")

    def _relative(self, sentence: Sentence, token: Token) -> Resolved:
        clause = token.head
        while clause.dep_ not in {"relcl", "acl", "ROOT"} and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ in {"relcl", "acl"}:
            return self.resolve(sentence, clause.head)
        return NOBODY

    def _pair(self, sentence: Sentence, token: Token) -> Resolved:
        if sentence.lemma(token) not in self.lexicon.grammar["pair_nouns"] or token.tag_ not in {"NNS", "NNPS"}:
            return NOBODY
        left = _left(token)
        lead = {t.lower_ for t in sentence.tokens[left : token.i]}
        joined = lead & {"both", "two", "three"} or ("the" in lead and lead & _JOINING) or lead == {"the"} and sentence.lemma(token) in {"side", "neighbor", "neighbour"}
        if not joined or any(i in sentence.name_at for i in range(left, token.i)) or any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children):
            return NOBODY
        memory = self.memory
        pair = memory.pair
        if "three" not in lead and len(pair) > 2:
            pair = pair[:2]
        if len(pair) < 2:
            pair = tuple(Party(text=self.lexicon.label(s), code=s, reason="named most in the article") for s in memory.states_pair())
        role = sentence.role_at.get(token.i)
        if sentence.lemma(token) in {"country", "nation", "state", "neighbor", "neighbour", "capital"}:
            pair = tuple(replace(p, code=state_of(p.code) or p.code) for p in pair)
        elif role and role.role.sector and (role.role.kind == "person" or role.role.sector is Sector.GOV):
            pair = tuple(replace(p, code=_with_sector(p.code, role.role.sector)) for p in pair)
        return Resolved(tuple(self._antecedent(sentence, left, token.i + 1, p) for p in pair))

    def _partitive(self, sentence: Sentence, token: Token) -> Resolved:
        if sentence.lemma(token) not in _PARTITIVES and token.tag_ != "CD":
            return NOBODY
        if token.i in sentence.name_at:
            return NOBODY
        for owner in token.children:
            if owner.dep_ == "poss" and owner.tag_ != "PRP$" and sentence.lemma(token) in {"member", "leader", "fighter"}:
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
                return [Party(text=span.text, code=name.code, span=span, reason=f"{name.kind} name “{name.text}” of {name.label}")]
        return []

    def _widen(self, sentence: Sentence, token: Token, party: Party) -> Party:
        if party.span is None or party.mention is not None or party.span.start < sentence.span.start:
            return party
        last = next((t.i for t in sentence.tokens if sentence.span.start + t.idx + len(t) >= party.span.end), token.i)
        span = sentence.piece(_left(token), max(last, token.i) + 1)
        return replace(party, text=span.text, span=span)

    # Names

    def _named(self, sentence: Sentence, token: Token) -> Resolved:
        hit = sentence.name_at.get(token.i)
        if hit is None:
            return NOBODY
        start, end, names = hit
        name = self.meaning(names)
        if name is None:
            return NOBODY
        left = min(_left(token), start)
        if name.kind == "person" and end - start == 1 and self._other_first_name(sentence, start):
            return NOBODY
        if name.kind == "demonym" and self._shares_noun(sentence, end):
            return NOBODY
        role = next((r for i in range(left, start) if (r := sentence.role_at.get(i))), None)
        if name.kind == "person":
            return Resolved((self._person_party(sentence, left, max(end, token.i + 1), name, role),))
        if name.kind in {"state", "capital"} and role is not None and role.end <= start and self._names_person(role, sentence, end):
            return NOBODY
        code = name.code
        if name.kind == "demonym":
            plural = token.tag_ in {"NNS", "NNPS"}
            if not plural and token.tag_ not in {"NN", "NNP"}:
                return NOBODY
            definite = any(t.lower_ == "the" for t in sentence.tokens[left:start])
            counted = any(t.tag_ == "CD" for t in sentence.tokens[left:start])
            code = name.code if definite and not counted else name.code + "CVL"
        span = sentence.piece(left, max(end, token.i + 1))
        until = f" (until {name.until})" if name.until else ""
        reason = f"{name.kind} name “{name.text}” of {name.label}{until}"
        return Resolved((Party(text=span.text, code=code, span=span, reason=reason),), place=name.kind in {"state", "capital"})

    @staticmethod
    def _other_first_name(sentence: Sentence, start: int) -> bool:
        """Whether a known surname follows a first name that is not its holder's."""
        before = sentence.tokens[start - 1] if start else None
        if before is None or before.tag_ != "NNP" or before.i in sentence.role_at:
            return False
        hit = sentence.name_at.get(before.i)
        return hit is None or any(n.kind == "person" for n in hit[2])

    @staticmethod
    def _shares_noun(sentence: Sentence, end: int) -> bool:
        """Whether a demonym is one of two before a noun, "Kyrgyz and Tajik guards": the noun's phrase has both."""
        doc = sentence.tokens
        if end + 1 >= len(doc) or doc[end].lower_ not in {"and", ","}:
            return False
        hit = sentence.name_at.get(end + 1)
        return hit is not None and any(n.kind == "demonym" for n in hit[2]) and hit[1] < len(doc) and doc[hit[1]].tag_.startswith(("N", "J"))

    def _names_person(self, role: RoleHit, sentence: Sentence, end: int) -> bool:
        return role.role.kind == "person" and end < len(sentence.tokens) and sentence.tokens[end].tag_ == "NNP"

    def meaning(self, names: Iterable[Name]) -> Name | None:
        """What a name means on the article's day: the meaning that held, a person before a group before a state."""
        ordered = sorted(names, key=lambda n: (_KIND_ORDER.get(n.kind, 9), sector_of(n.code) != "GOV"))
        holding = [n for n in ordered if n.holds(self.day)]
        if holding:
            return holding[0]
        # Out of office or gone: the state is still known, the sector is not.
        if not ordered:
            return None
        near = min(ordered, key=lambda n: _distance(n, self.day))
        state = state_of(near.code)
        return Name(
            text=near.text, code=state or near.code, kind=near.kind, label=near.label, since=near.since, until=near.until,
            office=near.office, source=near.source,
        )  # fmt: skip

    def _person_party(self, sentence: Sentence, left: int, end: int, name: Name, role: RoleHit | None) -> Party:
        code = name.code
        if role and role.role.sector and sector_of(code) == "":
            code = _with_sector(code, role.role.sector) if state_of(code) == code else code
        span = sentence.piece(left, end)
        office = f"{name.office} " if name.office else ""
        reason = f"{name.label}, {office}{name.since or ''} to {name.until or 'now'}".replace("  ", " ")
        party = Party(text=span.text, code=code, span=span, name=name.label, role=role.role.word if role else name.office, reason=reason)
        learnt = self.memory.known(tuple(name.text.split()))
        self.memory.learn(name.text.split(), party)
        if learnt and learnt.code and role is None and sector_of(learnt.code):
            party = replace(party, code=learnt.code)
        return party

    # Roles

    def _role(self, sentence: Sentence, token: Token) -> Resolved:
        hit = sentence.role_at.get(token.i)
        if hit is None or (hit.end != token.i + 1 and sentence.tokens[token.i + 1].lower_ != "of"):
            return NOBODY
        role = hit.role
        if role.kind == "title":
            return NOBODY
        if role.sector is None:
            return NOBODY
        left = min(_left(token), hit.start)
        span = sentence.piece(left, token.i + 1)
        twin = self._apposed(sentence, token, role.sector)
        if twin is not None:
            return Resolved((replace(twin, text=span.text, span=span, mention=None, role=role.word),))
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
                    Party(text=span.text, code=code, span=span, name=name, role=role.word, reason=f"role “{role.word}” of {why}")
                )
            if name and len(found) == 1:
                self.memory.learn(name.split(), found[0])
            return Resolved(tuple(found))
        return self._stateless(sentence, token, left, hit, name)

    @staticmethod
    def _sector(sentence: Sentence, left: int, hit: RoleHit, state: str, own: Sector) -> str:
        """A role's sector: an armed group's officials stay the group's, a "military delegation" is the army's."""
        if sector_of(state) == "REB":
            return "REB"
        if own is Sector.GOV and hit.role.word.split()[-1] in _GENERIC:
            return next((_ADJECTIVES[t.lower_] for t in sentence.tokens[left : hit.end] if t.lower_ in _ADJECTIVES), own.value)
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
        definite = left < token.i and sentence.tokens[left].lower_ in _DETERMINED
        if name is None and (definite or role.kind == "person") and token.tag_ in {"NN", "NNP", "NNS"}:
            known = memory.by_role(role.word, role.sector, None) if definite else None
            if known:
                return Resolved((self._antecedent(sentence, left, token.i + 1, known),))
        if name is not None and definite and (same := memory.by_role(role.word, None, None)):
            party = Party(text=span.text, code=same.code, span=span, name=name, role=role.word, reason=f"“{span.text}”, earlier {same.reason}")
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
        """"His Pakistani counterpart": the other state, with the sector of the one whose counterpart it is."""
        left = _left(token)
        states = self._modifier_names(sentence, left, token.i)
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
            self.memory.learn(name.split(), found[0])
        return Resolved(found)

    def _states_of(self, sentence: Sentence, token: Token, left: int, until: int) -> list[tuple[str, str]]:
        """The states, IGOs or groups that a role's modifiers give, each with the words that say so."""
        inside = self._modifier_names(sentence, left, until)
        if inside:
            return inside
        found: list[tuple[str, str]] = []
        role = sentence.role_at.get(token.i)
        last = sentence.tokens[role.end - 1] if role else token  # "chief of staff of the Iranian army"
        for child in [*token.children, *(last.children if last.i > token.i else ())]:
            if child.dep_ == "poss" and child.tag_ in {"PRP$", "PRP"}:
                found = [(p.code, f"“{child.text}” ({p.text})") for p in self._pronoun(sentence, child).parties[:2] if state_of(p.code)]
            elif child.dep_ == "prep" and child.lower_ in {"of", "in", "from", "for"}:
                found = found or self._from_phrase(sentence, child)
            elif child.dep_ == "appos" and not found and not child.tag_.startswith("NNP"):
                found = [(p.code, p.text) for p in self.resolve(sentence, child).parties[:1] if state_of(p.code)]
            elif child.dep_ == "appos" and not found and child.i in sentence.name_at:
                found = [(p.code, p.text) for p in self.resolve(sentence, child).parties[:1]]
        if not found and token.dep_ == "appos":
            inner = self._modifier_names(sentence, _left(token.head), token.head.i + 1)
            found = inner[:1]
        return found

    def _from_phrase(self, sentence: Sentence, prep: Token) -> list[tuple[str, str]]:
        found = []
        for pobj in prep.children:
            if pobj.dep_ != "pobj":
                continue
            for head in conjuncts(pobj):
                resolved = self.resolve(sentence, head)
                if prep.lower_ != "of" and not resolved.place:
                    continue
                found += [(p.code, f"“{prep.text} {p.text}”") for p in resolved.parties if state_of(p.code) or sector_of(p.code) == "REB"]
        return found

    def _modifier_names(self, sentence: Sentence, left: int, until: int, *, persons: bool = True) -> list[tuple[str, str]]:
        """The states, bodies and persons named in a stretch, each once, with the words that name it."""
        found: dict[str, tuple[str, str]] = {}
        left = _with_joined(sentence, left)
        i = left
        while i < until:
            hit = sentence.name_at.get(i)
            if hit is None:
                i += 1
                continue
            name = self.meaning(hit[2])
            if name is not None and (persons or name.kind != "person") and not (name.kind == "person" and hit[1] - hit[0] == 1 and self._other_first_name(sentence, hit[0])):
                words = sentence.piece(hit[0], min(hit[1], until)).text
                found.setdefault(state_of(name.code) or name.code, (name.code, f"“{words}”"))
            i = max(hit[1], i + 1)
        return list(found.values())

    def _name_beside(self, sentence: Sentence, token: Token) -> str | None:
        """The person's name in apposition after a role: "the Pakistani prime minister, Imran Khan"."""
        for child in token.children:
            if child.dep_ == "appos" and child.tag_ == "NNP" and child.i > token.i:
                return _proper_name(sentence, child)
        if token.dep_ == "appos" and token.head.tag_ == "NNP" and token.head.i not in sentence.role_at:
            return _proper_name(sentence, token.head)
        return None

    def _short(self, sentence: Sentence, token: Token) -> Resolved:
        """"The group", "the alliance", "the kingdom": the last party of that kind."""
        low = sentence.lemma(token)
        left = _left(token)
        if low not in _SHORT_FORMS or sentence.tokens[left].lower_ not in _DETERMINED or token.i in sentence.name_at:
            return NOBODY
        wanted = _SHORT_FORMS[low]
        for entity in reversed(self.memory.entities):
            code = entity.party.code
            kind = "igo" if code.startswith("IGO") else "state" if not sector_of(code) else sector_of(code)
            if kind in wanted and not entity.person:
                return Resolved((self._antecedent(sentence, left, token.i + 1, entity.party),))
        return NOBODY

    # Persons

    def _person(self, sentence: Sentence, token: Token) -> Resolved:
        """A name that the lexicon does not know: by the role before it or beside it, else as learnt earlier."""
        learnt = token.text[:1].isupper() and self.memory.known([token.text]) is not None
        if token.tag_ not in {"NNP", "NNPS"} and not learnt:
            return NOBODY
        left = _left(token)
        before = [r for i in range(token.i - 1, left - 1, -1) if (r := sentence.role_at.get(i))]
        hit = next((r for r in before if r.role.kind != "title"), next(iter(before), None))
        name = _proper_name(sentence, token)
        if hit is not None and hit.role.kind == "title" and name and self.memory.known(name.split()):
            hit = None
        if hit is not None and hit.role.sector is not None and name:
            return self._titled(sentence, token, left, hit, name)
        if hit is not None and hit.role.word.endswith("counterpart") and name:
            return self._named_counterpart(sentence, token, left, hit, name)
        known = self.memory.known(name.split()) if name else None
        if known:
            span = sentence.piece(left, token.i + 1)
            return Resolved((replace(known, text=span.text, span=span, mention=None, reason=f"“{span.text}”, earlier {known.reason}"),))
        for child in token.children:
            if child.dep_ == "appos":
                role = sentence.role_at.get(child.i)
                resolved = self.resolve(sentence, child) if role else NOBODY
                if role and resolved and role.role.kind == "person" and name:
                    span = sentence.piece(left, token.i + 1)
                    party = replace(resolved.parties[0], text=span.text, span=span, name=name, mention=None)
                    self.memory.learn(name.split(), party)
                    return Resolved((party,))
        return NOBODY

    def _titled(self, sentence: Sentence, token: Token, left: int, hit: RoleHit, name: str) -> Resolved:
        role = hit.role
        assert role.sector is not None
        span = sentence.piece(left, token.i + 1)
        states = self._modifier_names(sentence, left, hit.start, persons=False)
        states = states or self._modifier_names(sentence, hit.end, token.i, persons=False)
        known = self.memory.known(name.split())
        if states:
            code = states[0][0] if states[0][0].startswith("IGO") else state_of(states[0][0]) + role.sector.value
            why = f"role “{role.word}” of {states[0][1]}"
        elif known:
            return Resolved((replace(known, text=span.text, span=span, mention=None, role=role.word),))
        else:
            after = self._states_of(sentence, token, token.i, token.i)
            state = state_of(after[0][0]) if after else (self.memory.home or "")
            code = state if state.startswith("IGO") else state + role.sector.value
            why = f"role “{role.word}”" + (f" of {after[0][1]}" if after else f" in the article's own state {state}" if state else "")
        party = Party(text=span.text, code=code, span=span, name=name, role=role.word, reason=why)
        self.memory.learn(name.split(), party)
        return Resolved((party,))

    def _named_counterpart(self, sentence: Sentence, token: Token, left: int, hit: RoleHit, name: str) -> Resolved:
        states = self._modifier_names(sentence, left, hit.start)
        if not states:
            return NOBODY
        first = self.memory.latest_person(sentence.index)
        span = sentence.piece(left, token.i + 1)
        code = state_of(states[0][0]) + ((sector_of(first.code) if first else "") or "GOV")
        party = Party(text=span.text, code=code, span=span, name=name, role=first.role if first else None, reason=f"counterpart, of {states[0][1]}")
        self.memory.learn(name.split(), party)
        return Resolved((party,))

    # Things

    def _owner(self, sentence: Sentence, token: Token) -> Resolved:
        """The state or body that a thing belongs to: "Pakistan's initiative", "Turkish drones", "the port of Chabahar"."""
        left = _left(token)
        found = []
        for child in token.children:
            if child.dep_ == "poss" and child.tag_ == "PRP$":
                found += list(self._pronoun(sentence, child).parties)
            elif child.dep_ == "poss":
                found += list(self.resolve_all(sentence, child))
        if not found:
            for prep in token.children:
                if prep.dep_ == "prep" and prep.lower_ in {"by", "of"} and not found:
                    found = [p for c in prep.children if c.dep_ == "pobj" for p in self.resolve_all(sentence, c)]
        if not found:
            sector = next((r.role.sector for i in range(left, token.i) if (r := sentence.role_at.get(i)) and r.role.kind != "title"), None)
            for code, why in self._modifier_names(sentence, left, token.i):
                if sector in {Sector.MIL, Sector.COP} and state_of(code) == code:
                    code += sector.value  # "a Kenyan army base"
                span = sentence.piece(left, token.i + 1)
                found.append(Party(text=span.text, code=code, span=span, reason=f"owner, by {why}"))
        return Resolved(tuple(found), weak=True) if found else NOBODY


def conjuncts(token: Token) -> Iterator[Token]:
    """A token and all that is joined to it."""
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i:
            yield from conjuncts(child)


def _top_conjunct(token: Token) -> Token:
    while token.dep_ in {"conj", "appos"} and token.head.i != token.i:
        token = token.head
    return token


def _left(token: Token) -> int:
    """The first token of a phrase: its premodifiers, without clauses."""
    left: int = token.i
    for child in token.lefts:
        if child.dep_ in _PREMODIFIERS:
            left = min(left, child.left_edge.i)
    return left


def _proper_name(sentence: Sentence, token: Token) -> str | None:
    """The run of proper nouns that ends with a token, titles and known names of states left out."""
    start = token.i
    while start > 0:
        before = sentence.tokens[start - 1]
        if before.text == "-" and start > 1 and sentence.tokens[start - 2].tag_ == "NNP":
            start -= 2
            continue
        if before.tag_ != "NNP" or before.i in sentence.role_at or _is_state(sentence, before.i):
            break
        start -= 1
    name = sentence.piece(start, token.i + 1).text
    return name if name[:1].isupper() and len(name) > 2 else None


def _with_joined(sentence: Sentence, left: int) -> int:
    """The left edge of a phrase with the adjectives joined to its first: "Kyrgyz and" before "Tajik guards"."""
    while left > 1 and sentence.tokens[left - 1].lower_ in {"and", ","} and left in sentence.name_at:
        hit = sentence.name_at.get(left - 2)
        if hit is None or not any(n.kind == "demonym" for n in hit[2]) or not any(n.kind == "demonym" for n in sentence.name_at[left][2]):
            break
        left = hit[0]
    return left


def _is_state(sentence: Sentence, i: int) -> bool:
    hit = sentence.name_at.get(i)
    return hit is not None and any(n.kind in {"state", "demonym", "capital"} for n in hit[2])


def _with_sector(code: str, sector: Sector) -> str:
    return code if code.startswith("IGO") else state_of(code) + sector.value


def _distance(name: Name, day: str | None) -> float:
    """Years between a meaning's time and a day; of the latest meaning where there is no day."""
    if day is None:
        return -float((name.until or "9999")[:4])
    year = float(day[:4])
    return min(abs(year - float((name.since or "1900")[:4])), abs(year - float((name.until or "2100")[:4])))
