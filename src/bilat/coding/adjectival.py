"""Bodies and persons whose kind an adjective tells: "a congressional panel", "Jewish leaders", "a paramilitary organization"."""

from bilat.coding.parse import Sentence
from bilat.coding.phrases import NOBODY, Resolved, left_edge
from bilat.coding.reader import ReaderBase
from bilat.coding.tokens import Token
from bilat.model import Party, sector_of, state_of

# Nouns that say no more than that several persons, or one, stand for something.
GENERIC = frozenset(
    {
        "association",
        "authority",
        "authorities",
        "body",
        "chief",
        "circle",
        "club",
        "commission",
        "committee",
        "community",
        "council",
        "delegation",
        "faction",
        "figure",
        "force",
        "group",
        "grouping",
        "head",
        "leader",
        "leadership",
        "member",
        "mission",
        "movement",
        "network",
        "office",
        "official",
        "organ",
        "organisation",
        "organization",
        "panel",
        "personnel",
        "representative",
        "source",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "staff",
        "task",
        "team",
        "unit",
        "wing",
    }
)
_SECTORS = {
    "GOV": "governmental presidential ministerial cabinet diplomatic royal imperial gubernatorial municipal ruling",
    "MIL": "military army naval navy defense defence",
    "COP": "police gendarmerie",
    "JUD": "judicial prosecutorial",
    "LEG": "congressional parliamentary legislative senatorial senate house",
    "SPY": "intelligence espionage counterintelligence",
    "OPP": "opposition dissident",
    "REB": "rebel insurgent guerrilla separatist secessionist militant jihadist jihadi terrorist terror paramilitary",
    "UAF": "criminal vigilante mercenary mafia",
    "BUS": "business industry corporate commercial banking",
    "MED": "media press broadcasting",
    "EDU": "academic scientific university student",
    "REL": (
        "religious clerical church muslim islamic christian catholic orthodox protestant anglican evangelical jewish"
        " hindu sikh buddhist shia shiite shi'ite sunni sufi coptic baha'i bahai lutheran methodist mormon maronite"
    ),
    "NGO": "humanitarian environmental charitable nongovernmental non-governmental",
    "CVL": "ethnic tribal indigenous minority refugee labor labour civilian civil civic trade-union",
}
_ADJECTIVES = {word: sector for sector, words in _SECTORS.items() for word in words.split()}


class Adjectival(ReaderBase):
    """Resolves phrases whose head is a noun of any body and whose adjective tells which."""

    def _adjectival(self, sentence: Sentence, token: Token) -> Resolved:
        """The body that an adjective makes of a generic noun; its state is the one that its modifiers name."""
        if token.lemma_ not in GENERIC or token.i in sentence.name_at:
            return NOBODY
        left = left_edge(token)
        telling = [
            t for t in sentence.tokens[left : token.i] if t.lower_ in _ADJECTIVES and t.i not in sentence.name_at
        ]
        hit = sentence.role_at.get(token.i)
        if not telling or (hit is not None and not self._vague(hit.start, telling, hit.role.word)):
            return NOBODY
        sector = _ADJECTIVES[telling[0].lower_]
        states = self._states_of(sentence, token, left, token.i)
        span = sentence.piece(left, token.i + 1)
        why = f"“{telling[0].text}” before “{token.text}”"
        if not states:
            return Resolved(
                (Party(text=span.text, code=sector, span=span, reason=f"{why}, no state given"),), guess=True
            )
        return Resolved(
            tuple(
                Party(text=span.text, code=_code(state, sector), span=span, reason=f"{why}, of {words}")
                for state, words in states
            )
        )

    @staticmethod
    def _vague(start: int, telling: list[Token], word: str) -> bool:
        """Whether a role says less than the adjective before it: "leader" in "Jewish community leader"."""
        faith = _ADJECTIVES[telling[0].lower_] == "REL"
        return telling[0].i < start and (faith or len(word.split()) == 1)

    def _states_of(self, sentence: Sentence, token: Token, left: int, until: int) -> list[tuple[str, str]]:
        raise NotImplementedError


def _code(state: str, sector: str) -> str:
    if state.startswith("IGO") or sector_of(state) == "REB":
        return state
    return state_of(state) + sector
