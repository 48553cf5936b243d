"""What every part of the party reader shares: names in time, the words before a noun, the article's memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bilat.coding.memory import Memory
from bilat.coding.parse import Sentence
from bilat.coding.phrases import NOBODY, Resolved, conjuncts, with_joined, years_from
from bilat.coding.tokens import Token
from bilat.lexicon import Lexicon, Name
from bilat.model import Party, sector_of, state_of

_ELECTED = frozenset({"president", "prime minister"})
_TO_THE_OATH = 80  # days
_KIND_ORDER = {
    "person": 0,
    "group": 1,
    "body": 2,
    "igo": 3,
    "metonym": 4,
    "capital": 5,
    "state": 6,
    "demonym": 7,
    "place": 8,
}


class ReaderBase:
    """The state of a reader, and the readings on which the others build."""

    def __init__(self, lexicon: Lexicon, day: str | None, memory: Memory) -> None:
        self.lexicon, self.day, self.memory = lexicon, day, memory
        self._done: dict[tuple[int, int], Resolved] = {}
        self.speaker: Party | None = None

    def resolve(self, sentence: Sentence, token: Token) -> Resolved:
        """The parties that the phrase headed by a token means, conjuncts not included."""
        key = (sentence.index, token.i)
        found = self._done.get(key)
        if found is None:
            self._done[key] = NOBODY  # guards against cycles between appositions
            found = self._done[key] = self._resolve(sentence, token)
        return found

    def resolve_all(self, sentence: Sentence, token: Token) -> tuple[Party, ...]:
        """The parties of a phrase and of all that is joined to it by "and"."""
        parties: dict[tuple[str, str], Party] = {}
        for head in conjuncts(token):
            for listed in (head, *_listed_beside(sentence, head)):
                for party in self.resolve(sentence, listed).parties:
                    parties.setdefault((party.code, party.text), party)
        return tuple(parties.values())

    def _resolve(self, sentence: Sentence, token: Token) -> Resolved:
        raise NotImplementedError

    def pronoun(self, sentence: Sentence, token: Token) -> Resolved:
        """Whom a pronoun means."""
        raise NotImplementedError

    def meaning(self, names: Sequence[Name]) -> Name | None:
        """What a name means on the article's day: the meaning that held, a person before a group before a state."""
        if len(names) == 1 and names[0].holds(self.day):
            return names[0]
        ordered = sorted(names, key=lambda n: (_KIND_ORDER.get(n.kind, 9), sector_of(n.code) != "GOV"))
        holding = [n for n in ordered if n.holds(self.day)]
        if elected := self._elected(ordered, holding):
            return elected
        if holding:
            return holding[0]
        # Out of office or gone: the state is still known, the sector is not.
        if not ordered:
            return None
        near = min(ordered, key=lambda n: years_from(n, self.day))
        if self.day is None:
            return near  # an article with no date: the latest office is the best guess, and the reason gives its years
        # A former minister is a citizen of his state; a dead rebel is no part of it.
        return replace(near, code=near.code if sector_of(near.code) == "REB" else state_of(near.code) or near.code)

    def _elected(self, names: Sequence[Name], holding: Sequence[Name]) -> Name | None:
        """The office to which somebody in no government has just been elected: its holder before the day of the oath."""
        if not self.memory.elections or self.day is None or any(sector_of(n.code) == "GOV" for n in holding):
            return None
        return next((n for n in names if n.office in _ELECTED and self._soon(n.since)), None)

    def _soon(self, since: str | None) -> bool:
        """Whether an office begins within the weeks after the article's day."""
        if since is None or self.day is None or len(since) != 10 or len(self.day) != 10:
            return False
        return 0 < (date.fromisoformat(since) - date.fromisoformat(self.day)).days <= _TO_THE_OATH

    def modifier_names(
        self, sentence: Sentence, left: int, until: int, *, persons: bool = True
    ) -> list[tuple[str, str]]:
        """The states, bodies and persons named in a stretch, each once, with the words that name it."""
        if sentence.name_at.keys().isdisjoint(range(left, until + 1)):
            return []
        found: dict[str, tuple[str, str]] = {}
        left = with_joined(sentence, left)
        i = left
        while i < until:
            hit = sentence.name_at.get(i)
            if hit is None:
                i += 1
                continue
            name = self.meaning(hit[2])
            if (
                name is not None
                and not self.ethnic(sentence, hit[0])
                and (persons or name.kind != "person")
                and not (name.kind == "person" and hit[1] - hit[0] == 1 and self.other_first_name(sentence, hit[0]))
            ):
                words = sentence.piece(hit[0], min(hit[1], until)).text
                found.setdefault(state_of(name.code) or name.code, (name.code, f"“{words}”{name.remark}"))
            i = max(hit[1], i + 1)
        return list(found.values())

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
            if (
                name is not None
                and not self.ethnic(sentence, hit[0])
                and self._modifies(sentence, hit[0], hit[1], noun)
            ):
                span = sentence.piece(hit[0], min(hit[1], noun.i))
                reason = f"{name.kind} name “{name.text}” before “{noun.text}”{name.remark}"
                found.append(
                    Party(
                        text=span.text,
                        code=name.code,
                        span=span,
                        name=name.label if name.kind == "person" else None,
                        reason=reason,
                    )
                )
            i = max(hit[1], i + 1)
        return found

    @staticmethod
    def ethnic(sentence: Sentence, start: int) -> bool:
        """Whether a people's name tells descent and not a state: "ethnic Albanian rebels"."""
        return start > 0 and sentence.tokens[start - 1].lower_ == "ethnic"

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

    @staticmethod
    def other_first_name(sentence: Sentence, start: int) -> bool:
        """Whether a known surname follows a first name that is not its holder's."""
        before = sentence.tokens[start - 1] if start else None
        if before is None or before.tag_ != "NNP" or before.i in sentence.role_at:
            return False
        hit = sentence.name_at.get(before.i)
        return hit is None or any(n.kind == "person" for n in hit[2])

    def antecedent(self, sentence: Sentence, start: int, end: int, party: Party) -> Party:
        """A party that tokens ``start`` to ``end`` stand for."""
        mention = sentence.piece(start, end)
        return replace(party, mention=mention, reason=f"“{mention.text}” stands for {party.text}: {party.reason}")

    def on_behalf(self, party: Party) -> Party:
        """The state for which an official speaks."""
        return replace(party, code=state_of(party.code), reason=f"the side of {party.text}: {party.reason}")


def _listed_beside(sentence: Sentence, head: Token) -> list[Token]:
    """States that the parse sets beside a state as if they were its other name: "the UK, Norway, and Denmark"."""
    beside = [c for c in head.children if c.dep_ == "appos" and _names_state(sentence, c)]
    return [token for first in beside for token in conjuncts(first)] if beside and _names_state(sentence, head) else []


def _names_state(sentence: Sentence, token: Token) -> bool:
    hit = sentence.name_at.get(token.i)
    return hit is not None and any(n.kind == "state" for n in hit[2])
