"""Where an act took place: of the places that its sentence tells, the one that stands with it."""

from typing import Final

from bilat.coding.candidates import Candidate
from bilat.coding.frames import governors
from bilat.coding.tokens import Token
from bilat.coding.whereabouts import Places
from bilat.model import EventType, Mode, Place, sector_of, state_of

# Words before a place that say that something is there; the second row only before what is smaller than a state.
_IN: Final = frozenset({"in", "at", "near", "inside", "outside", "off", "across", "around", "within", "throughout"})
_ON: Final = frozenset({"on", "along", "over", "beyond", "below", "above", "behind", "to", "of"})
_INTO: Final = frozenset({"into", "onto"})
_GOALS: Final = frozenset({"to", "into", "toward", "towards", "for", "in", "at"})
_MOTION: Final = frozenset(
    {
        "arrive", "arrived", "come", "came", "drive", "drove", "enter", "fly", "flew", "flown", "go", "gone", "went",
        "head", "journey", "land", "leave", "pay", "paid", "return", "send", "sent", "set", "tour", "travel",
        "travelled", "traveled", "travelling", "trip", "visit", "deploy", "deployed", "dispatch", "move",
    }
)  # fmt: skip
# Acts of hands and feet happen in a place; what is only said of a place is not where it is said.
_BODILY: Final = frozenset(
    {
        EventType.CONSULT, EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE, EventType.PROTEST,
        EventType.RETREAT, EventType.AID, EventType.COOPERATE,
    }
)  # fmt: skip
# Who is inside a state's land by what the verb says; "attacked Iran" may be done from afar.
_INSIDE: Final = frozenset(
    {"invade", "enter", "occupy", "overrun", "storm", "raid", "besiege", "capture", "retake", "recapture", "liberate",
     "conquer", "shell", "bomb", "bombard"}
)  # fmt: skip
_SHELTERS: Final = frozenset({"host", "house", "shelter", "accommodate", "harbour", "harbor"})
_FIGHTS: Final = frozenset({"war", "battle", "fight", "clash", "conflict", "skirmish"})
_TAKEN_FROM: Final = frozenset({"extradite", "deport", "evacuate", "repatriate", "expel", "extradition", "deportation"})
# Bodies that sit somewhere: what they do they do there, while a mere official in a town is only quoted from it.
_SEATED: Final = frozenset(
    {"court", "tribunal", "judge", "jury", "prosecutor", "crowd", "protester", "protesters", "crowds"}
)
_BORDERS: Final = frozenset({"border", "frontier", "borders"})
_AT_BORDER: Final = frozenset({"at", "to", "on", "along", "near"})
_FORCES: Final = frozenset({"", "GOV", "MIL", "COP"})
_SPEAKING: Final = frozenset({"speaking", "talking", "addressing"})
_MOVED: Final = frozenset({EventType.MOBILIZE, EventType.RETREAT, EventType.AID, EventType.ASSAULT, EventType.COERCE})
_FORCE: Final = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE, EventType.PROTEST})
# A crossing that is opened or closed is opened or closed where it lies.
_CLOSED: Final = frozenset({EventType.SANCTION, EventType.CONCEDE, EventType.COOPERATE, EventType.PROTEST})
_LEFT: Final = frozenset({EventType.RETREAT, EventType.SANCTION, EventType.AID})
# Steps in the parse: down from the act is its own phrase, up is what the clauses around it tell.
_STEP_UP: Final = 2
_FAR: Final = 14
_WALLS_UP: Final = {"relcl": 3, "advcl": 3, "acl": 1, "ccomp": _FAR, "parataxis": _FAR, "conj": 1}
_WALLS_DOWN: Final = {"relcl": 4, "advcl": 4, "ccomp": 4, "parataxis": 6}
_SAID_DOWN: Final = {"dobj": 6, "nsubj": _FAR, "nsubjpass": 6, "ccomp": _FAR, "xcomp": 6, "relcl": _FAR, "advcl": 5}


def place_of(candidate: Candidate, places: Places) -> tuple[Place | None, str]:
    """The place of an act, or null and why: the one that the fewest words and clauses part from it.

    Args:
        places: Those of its sentence, from :func:`.whereabouts.places_of`.
    """
    above = _above(candidate)
    best: tuple[int, int, Place] | None = None
    for token, place in places:
        cost = _standing(candidate, token, place)
        cost += _distance(candidate, token, above) if cost < _FAR else 0
        if cost < _FAR and (best is None or (cost, token.i) < best[:2]):
            best = cost, token.i, place
    if best is None and (own := _own_border(candidate, above)):
        return own, own.reason
    if best is None:
        only = _only(candidate, places, above)
        return (
            (only, f"the only place of the sentence: {only.reason}") if only else (None, "no place stands with the act")
        )
    return best[2], best[2].reason


def _own_border(candidate: Candidate, above: dict[int, int]) -> Place | None:
    """A border without a name, where a state's own forces stand at it: its side of the border."""
    forces = [state for p in candidate.actors if (state := state_of(p.code)) and sector_of(p.code) in _FORCES]
    if candidate.type not in {EventType.MOBILIZE, EventType.COERCE} or len(set(forces)) != 1:
        return None
    for token in candidate.sentence.among(_BORDERS):
        plain = token.dep_ == "pobj" and all(t.lower_ == "the" for t in token.lefts)
        if plain and token.head.lower_ in _AT_BORDER and _distance(candidate, token, above) < _FAR:
            span = candidate.sentence.piece(token.i, token.i + 1)
            reason = f"“{span.text}”: {forces[0]}'s own side of it"
            return Place(text=span.text, country=forces[0], span=span, name=span.text, reason=reason)
    return None


def _only(candidate: Candidate, places: Places, above: dict[int, int]) -> Place | None:
    """The one place that the sentence says something is in, where the act is one of force that takes place somewhere.

    Where those who tell of it are ("officials in Quetta said") is no place of the act.
    """
    if candidate.type not in _FORCE:
        return None
    found = [
        place
        for token, place in places
        if _preposition(token)[0] in _IN and not _state(place) and not _told_from(token, above)
    ]
    return found[0] if len({place.country for place in found}) == 1 else None


def _told_from(token: Token, above: dict[int, int]) -> bool:
    return any(above.get(head.i, 0) >= _FAR for head, _ in governors(token))


def _standing(candidate: Candidate, token: Token, place: Place) -> int:
    """What speaks against a name being where the act took place, by the word that it hangs on."""
    prep, over = _preposition(token)
    large = _state(place)
    if candidate.mode is Mode.VISIT and (token.dep_ == "dobj" or prep in _GOALS):
        return 0
    if prep in _IN or prep == "here" or _scene(candidate, token):
        return 0
    if candidate.lemma in _FIGHTS and prep == "over":
        return 0
    if prep == "from":
        return _leaving(candidate, over, large=large)
    moved = candidate.type in _MOVED
    if prep in _INTO:
        return 1 if moved or _moves(over) else _FAR
    if prep == "to" and (_moves(over) or (moved and not large)):
        return 1
    if prep in _ON and not large:
        return 0 if over.dep_ in {"pobj", "dobj", "nsubjpass"} or (over.is_verb and prep != "to") else 3
    if token.dep_ in {"dobj", "nsubjpass"} and _reached(candidate, token, large=large):
        return 1
    return _FAR


def _scene(candidate: Candidate, token: Token) -> bool:
    """Whether the act is told of a place by "where", or is the sheltering that a state gives in its own land."""
    for head, dep in governors(candidate.token):
        if dep == "relcl" and head is token:
            return any(child.lower_ == "where" for child in _clause(candidate.token, head))
    shelters = candidate.type is EventType.AID and candidate.lemma in _SHELTERS
    return shelters and token.dep_ == "nsubj" and token.head is candidate.token


def _clause(token: Token, top: Token) -> list[Token]:
    """The words that hang on an act or on what stands over it below ``top``."""
    found = list(token.children)
    while token.head is not top and token.head is not token:
        token = token.head
        found += token.children
    return found


def _reached(candidate: Candidate, token: Token, *, large: bool) -> bool:
    """Whether a verb's object is where its act takes place: "took Barentu", "visited Muscat and met", "invaded Kuwait"."""
    verb = token.head.lemma_
    if verb == "visit":
        return True
    if large:
        return candidate.type in _MOVED and verb in _INSIDE
    return (
        candidate.type in _MOVED or _moves(token.head) or (token.head is candidate.token and candidate.type in _CLOSED)
    )


def _leaving(candidate: Candidate, over: Token, *, large: bool) -> int:
    """Troops leave a place and envoys are called home from it; an appeal "from Darwin" is made there."""
    if candidate.type is EventType.RETREAT or candidate.lemma in _TAKEN_FROM or over.lower_ in _SPEAKING:
        return 0
    direct = over.is_verb and not large
    return 2 if candidate.type in _LEFT or direct else _FAR


def _moves(word: Token) -> bool:
    form = word.lower_
    return any(form.removesuffix(end) in _MOTION for end in ("", "s", "ed", "d", "ing"))


def _state(place: Place) -> bool:
    """Whether a place is a state or stands for its government, which acts are aimed at more often than done in."""
    return "“: state of" in place.reason or "”: state of" in place.reason or "”: capital of" in place.reason


def _preposition(token: Token) -> tuple[str, Token]:
    """The preposition that governs a place and its governor, also through a noun that it names closer."""
    if token.lower_ in {"here", "there"} and token.dep_ == "advmod":
        return "here", token
    for head, _ in governors(token):
        if head.dep_ in {"prep", "agent", "dative"} and head.tag_ in {"IN", "TO", "RP"}:
            if head.lower_ == "of" and head.head.lower_ == "out":
                return "from", head.head.head
            if head.lower_ == "of" and head.head.dep_ == "pobj":
                return str(head.head.head.lower_), head.head.head.head
            return str(head.lower_), head.head
        if head.is_verb:
            break
    return "", token


def _above(candidate: Candidate) -> dict[int, int]:
    """The words over an act, each with the steps and clauses that part it from the act."""
    up = {candidate.token.i: 0}
    cost = 0
    for head, dep in governors(candidate.token):
        cost += _STEP_UP + _WALLS_UP.get(dep, 0)
        if dep == "relcl" and not (candidate.type in _BODILY or _where(candidate.token)):
            cost += _FAR
        up[head.i] = cost
    if candidate.verb is not None:
        up[candidate.verb.i] = min(1, up.get(candidate.verb.i, 1))
    return up


def _where(token: Token) -> bool:
    return any(child.lower_ == "where" for child in token.children)


def _distance(candidate: Candidate, token: Token, above: dict[int, int]) -> int:
    """Steps between act and place."""
    if token.i in above:
        return above[token.i]
    bodily = candidate.type in _BODILY
    walls = _WALLS_DOWN if bodily else _SAID_DOWN
    cost, below, there = 0, token, False
    for head, dep in governors(token):
        if bodily and below.lower_ in _SPEAKING:
            return _FAR
        there |= below.lemma_ in _SEATED if dep == "nsubj" else below.lower_ in _SPEAKING
        cost += 1 + (0 if there else walls.get(dep, 0))
        below = head
        if dep == "conj" and head.is_verb:
            cost += 3
        if head.i in above:
            return cost + above[head.i]
    return _FAR
