"""An act found in a sentence, before it is judged; and what its parties must be like."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bilat.coding.parse import Sentence
from bilat.coding.tokens import Token
from bilat.lexicon import Act
from bilat.model import EventType, Mode, Party, sector_of, state_of

HOSTILE = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE, EventType.PROTEST, EventType.SANCTION})
# Acts that are nothing without somebody who does them, and those that are nothing without somebody they are aimed at.
_NEED_ACTOR = frozenset(
    {
        EventType.CONSULT,
        EventType.SUPPORT,
        EventType.AGREE,
        EventType.COOPERATE,
        EventType.REQUEST,
        EventType.REJECT,
        EventType.THREATEN,
        EventType.MOBILIZE,
    }
)
# Told of one side alone, talks and cooperation say nothing of a relation.
_TWO_SIDED = frozenset({EventType.CONSULT, EventType.COOPERATE})
_NEED_RECIPIENT = frozenset({EventType.ACCUSE})
SURE = 0.6
_UNPOLITICAL = frozenset({"CVL", "BUS", "EDU", "REL", "MED", "NGO"})


@dataclass(slots=True)
class Evidence:
    """What the trained model gives an act, as probabilities.

    Attributes:
        act, type: That its word names an act; one of its type.
        party: The least that one of its parties has on its side; a half where all stand elsewhere.
        rival: The type's probability at the sentence's best other word of that type.
    """

    act: float
    type: float
    party: float
    rival: float = 0.0


@dataclass(slots=True)
class Candidate:
    """An act found, with its parties.

    Attributes:
        token: The trigger's head; start and end: its tokens.
        verb: The word whose tense and modality tell whether the act took place; null for a noun without one.
        top: The noun that carries the trigger, where it is one of a row ("level" in "the level of cooperation").
        strong: It governs what it promises, asks or refuses, so that no more of its own is needed.
        definite: The trigger points back ("the talks"), so that what was told before may give its parties.
        ruled: An entry of the lexicon proposed it, and not the trained model alone.
        seen_at: The word at which the model sees it, which may be the verb that carries the trigger ("granted" asylum).
        evidence: What the model gives it; null if it has not read it.
    """

    sentence: Sentence
    act: Act
    type: EventType
    mode: Mode | None
    token: Token
    start: int
    end: int
    verb: Token | None
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    top: Token | None = None
    definite: bool = False
    strong: bool = False
    reasons: dict[str, str] = field(default_factory=dict)
    ruled: bool = True
    seen_at: int | None = None
    evidence: Evidence | None = None

    @property
    def word(self) -> int:
        """The word that the model is asked about."""
        return self.token.i if self.seen_at is None else self.seen_at

    @property
    def parties(self) -> tuple[Party, ...]:
        """Both sides."""
        return self.actors + self.recipients

    @property
    def lemma(self) -> str:
        """The trigger's lemma."""
        return self.token.lemma_

    @property
    def symmetric(self) -> bool:
        """Whether the act has two sides and no direction."""
        consult = self.type is EventType.CONSULT and self.mode not in {Mode.VISIT, Mode.THIRD_PARTY}
        return consult or (self.act.symmetric and self.type is self.act.type and self.mode is not Mode.VISIT)


def party_key(party: Party) -> str:
    """What tells two parties apart: the code, a government being its state."""
    code = party.code
    return code[:-3] if len(code) == 6 and code.endswith("GOV") and not code.startswith("IGO") else code


def keys(parties: Sequence[Party]) -> set[str]:
    """The parties' keys."""
    return {party_key(p) for p in parties}


def once(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Each party once, the first mention of each kept."""
    seen: dict[str, Party] = {}
    for party in parties:
        seen.setdefault(party_key(party) or party.text, party)
    return tuple(seen.values())


def settle_sides(candidate: Candidate, doers: Sequence[Party], done_to: Sequence[Party]) -> None:
    """Put the parties on their sides: all are actors of a symmetric act; nobody stands on both sides."""
    if candidate.act.swap:
        doers, done_to = done_to, doers
    if candidate.symmetric:
        candidate.actors, candidate.recipients = once([*doers, *done_to]), ()
        return
    candidate.actors = once(doers)
    mine = keys(candidate.actors)
    candidate.recipients = tuple(p for p in once(done_to) if party_key(p) not in mine)


def political(party: Party) -> bool:
    """Whether a party is a state or organ, an IGO, an armed group or a party: those that make an act political."""
    return bool(party.code) and (party.code.startswith("IGO") or sector_of(party.code) not in _UNPOLITICAL)


def fits(candidate: Candidate) -> bool:
    """Whether a candidate has the parties that its entry and its type ask for, one of them political."""
    actors, recipients, needs = candidate.actors, candidate.recipients, candidate.act.needs
    held = candidate.type is EventType.COERCE and any(p.code for p in recipients)
    crowd = candidate.type is EventType.PROTEST and any(state_of(p.code) for p in actors)
    if not held and not crowd and not any(map(political, candidate.parties)):
        # Who is arrested or deported need not be political: only organs of state do that. Who protests need not be either.
        return False
    if (
        candidate.symmetric
        and candidate.type in _TWO_SIDED
        and len(keys(candidate.parties)) < 2
        and not candidate.strong
    ):
        return False
    if candidate.type in _NEED_ACTOR and not actors:
        return False
    if candidate.type in _NEED_RECIPIENT and not recipients and len(keys(actors)) < 2:  # they accuse each other
        return False
    if candidate.type is EventType.CONSULT:
        talkers = [p for p in candidate.parties if political(p)]
        if candidate.symmetric and len(candidate.parties) > 1 and len(talkers) < 2:
            return False  # an interview, a chat with traders
    if candidate.strong:
        return bool(actors)
    if candidate.act.weight < 1 and not (actors and (recipients or len(actors) > 1)):
        return False
    if candidate.symmetric and needs in {"both", "recipient"}:
        return len(keys(candidate.parties)) > 1
    if needs == "both":
        return bool(actors) and bool(recipients)
    if needs == "recipient":
        return bool(recipients)
    return needs != "actor" or bool(actors)


def seen(candidate: Candidate) -> bool:
    """Whether the model is sure enough of an act for one side of it to be enough: "criticised the deal", "was accused of"."""
    found = candidate.evidence
    if found is None or found.type < SURE or not any(map(political, candidate.parties)):
        return False
    alone = candidate.symmetric and candidate.type in _TWO_SIDED and len(keys(candidate.parties)) < 2
    return not alone and (bool(candidate.actors) or candidate.type not in _NEED_ACTOR)


def states(parties: Sequence[Party]) -> set[str]:
    """The states and IGOs of some parties."""
    return {state_of(p.code) for p in parties} - {""}
