"""What an article has named so far, so that "he", "the minister" and "both countries" find who is meant."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bilat.model import Party, Sector, sector_of, state_of

_LOOK_BACK = 8  # sentences
_FADE = 0.7  # what a mention a sentence earlier weighs; set on the corpus's own articles

ORGANS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})


def _standing(party: Party) -> int:
    """How well a party stands for its state: the government, the bare state, another organ, anybody else."""
    sector = sector_of(party.code)
    return 0 if sector == "GOV" else 1 if not sector else 2 if sector in ORGANS else 3


@dataclass(slots=True)
class Entity:
    """A party as one sentence named it, in a phrase whose head is word ``at``."""

    party: Party
    sentence: int
    person: bool
    plural: bool
    subject: bool
    role: str | None
    at: int = 0


@dataclass(slots=True)
class Memory:
    """The parties of one article in the order in which it names them. Lives as long as one call of the coder.

    Attributes:
        home: The state in which it is at home; elections: whether it tells of somebody elected.
    """

    home: str | None = None
    elections: bool = False
    entities: list[Entity] = field(default_factory=list)
    names: dict[str, Party] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    pair: tuple[Party, ...] = ()
    introduced: list[Party] = field(default_factory=list)

    def learn(self, name: Sequence[str], party: Party, *, told: bool = False) -> None:
        """Remember that a person's or body's name, and its last word, mean a party.

        Args:
            told: The words themselves give its role and its state: it is introduced, not guessed.
        """
        if told:
            self.introduced.append(party)
        for key in {" ".join(name), name[-1]}:
            if len(key) > 2:
                self.names[key] = party

    def known(self, name: Sequence[str]) -> Party | None:
        """The party that a name was learnt for: the full name, else its last word."""
        return self.names.get(" ".join(name)) or self.names.get(name[-1])

    def add(self, entity: Entity) -> None:
        """Remember a mention."""
        self.entities.append(entity)
        state = state_of(entity.party.code)
        if state:
            self.states[state] += 1

    def note_pair(self, parties: Iterable[Party]) -> None:
        """Remember the latest two or three parties of different states that a sentence named together."""
        by_state: dict[str, Party] = {}
        for party in parties:
            key = state_of(party.code)
            if key not in by_state or _standing(party) < _standing(by_state[key]):
                by_state[key] = party
        by_state.pop("", None)
        if 2 <= len(by_state) <= 3:
            self.pair = tuple(by_state.values())

    def states_pair(self) -> tuple[str, ...]:
        """The two states that the article names most."""
        common = [s for s, _ in self.states.most_common(4) if not s.startswith("IGO")][:2]
        return tuple(common) if len(common) == 2 else ()

    def focus(self, before: int) -> str | None:
        """The state of which the text speaks where it names none: named lately and as one who acts, else the article's home."""
        weights: dict[str, float] = defaultdict(float, {self.home: 1.0} if self.home else {})
        for entity in self.entities:
            ago = before - entity.sentence
            if not 0 <= ago <= _LOOK_BACK:
                continue
            state = state_of(entity.party.code)
            sector = sector_of(entity.party.code)
            if state and not state.startswith("IGO") and sector != "REB":
                organ = entity.person or sector in ORGANS
                weights[state] += _FADE**ago * (1 + entity.subject) * (1 + organ)
        return max(weights, key=lambda s: (weights[s], s)) if weights else None

    def latest_person(self, before: int) -> Party | None:
        """Whom "he" or "she" means: the subject of an earlier or this sentence, else the last person named."""
        persons = [e for e in self.entities if e.person and not e.plural and e.sentence <= before]
        recent = [e for e in persons if e.sentence >= before - 4] or persons[-1:]
        subjects = [e for e in recent if e.subject]
        best = (subjects or recent)[-1:]
        return best[0].party if best else None

    def latest_state(self, before: int) -> Party | None:
        """What "it" means: the last state or body that was a subject, else the last named."""
        bodies = [e for e in self.entities if not e.person and before - 3 <= e.sentence <= before and e.party.code]
        subjects = [e for e in bodies if e.subject]
        best = (subjects or bodies)[-1:]
        return best[0].party if best else None

    def latest_plural(self, before: int) -> tuple[Party, ...]:
        """Whom "they" means: the last plural party that was a subject, else the last pair."""
        plural = [e for e in self.entities if e.plural and e.subject and before - 2 <= e.sentence <= before]
        if plural:
            last = plural[-1]
            together = (e for e in plural if e.sentence == last.sentence and (e.role == last.role or e.at == last.at))
            return tuple(e.party for e in together) or (last.party,)
        return self.pair

    def by_role(self, role: str, sector: Sector | None, state: str | None) -> Party | None:
        """Whom "the minister" means: the last party of that role, else of that sector, in the state where one is given."""
        known = [e for e in reversed(self.entities) if e.party.code and (not state or state_of(e.party.code) == state)]
        wanted = role.split()[-1]
        same_role = (e for e in known if e.role is not None and e.role.split()[-1] == wanted)
        same_sector = (
            e
            for e in known
            if sector is not None and (e.person or sector is Sector.REB) and sector_of(e.party.code) == sector.value
        )
        found = next(same_role, None) or next(same_sector, None)
        return found.party if found else None
