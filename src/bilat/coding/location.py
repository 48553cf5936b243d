"""Where an act took place: the place that its phrase or clause names."""

from bisect import bisect_left
from collections.abc import Sequence

from bilat.coding.candidates import Candidate
from bilat.coding.frames import governors
from bilat.coding.parse import Sentence
from bilat.coding.places import PlaceMention
from bilat.coding.tokens import Token
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Entry, Gazetteer
from bilat.model import EventType, Mode, Place, state_of

_IN = frozenset(
    {"in", "at", "near", "inside", "outside", "off", "across", "around", "on", "along", "over", "from", "of"}
)
_GOALS = frozenset({"to", "in", "into", "at", "for"})
_WALLS = frozenset({"ccomp", "relcl", "advcl", "parataxis"})
_FAR = 100


Places = Sequence[tuple[Token, Place]]


def place_of(candidate: Candidate, places: Places) -> tuple[Place | None, str]:
    """The place of an act, or null and why.

    Args:
        places: Those of its sentence, from :func:`places_of`.
    """
    visit = candidate.mode is Mode.VISIT
    best: tuple[int, int, Place] | None = None
    for token, place in places:
        prep = _preposition(token)
        goal = visit and (token.dep_ == "dobj" or prep in _GOALS)
        leaving = candidate.type is EventType.RETREAT and prep == "from"
        if (
            not goal
            and not leaving
            and (visit or prep not in _IN or (prep in {"of", "from"} and token.head.head.dep_ not in {"pobj", "dobj"}))
        ):
            continue
        distance = _distance(candidate, token)
        if distance < _FAR and (best is None or (distance, token.i) < best[:2]):
            best = distance, token.i, place
    if best is None:
        return None, "no place stands with the act"
    return best[2], best[2].reason


def places_of(sentence: Sentence, mentions: Sequence[PlaceMention], gazetteer: Gazetteer, lexicon: Lexicon) -> Places:
    """The places of a sentence with the token on which each hangs: states and capitals of the lexicon, then the gazetteer's."""
    found: dict[int, tuple[Token, Place]] = {}
    for token in sentence.tokens:
        hit = sentence.name_at.get(token.i)
        name = next((n for n in hit[2] if n.kind in {"state", "capital"}), None) if hit else None
        if hit and name and token.dep_ in {"pobj", "dobj", "conj", "appos"}:
            country = state_of(name.code)
            entry = next((e for e in gazetteer.find(name.text) if e.country == country), None)
            span = sentence.piece(hit[0], hit[1])
            found[token.i] = (
                token,
                _place(span.text, sentence, hit[0], hit[1], country, entry, f"{name.kind} of {name.label}"),
            )
    for mention in mentions:
        if not sentence.span.start <= mention.start < sentence.span.end:
            continue
        if (mention.text.lower(),) in lexicon.issues:
            continue  # the Chamber of Commerce is not in Commerce, California
        first = sentence.span.start
        tokens = [sentence.tokens[i] for i in sentence.between(mention.start - first, mention.end - first)]
        head = next(
            (t for t in tokens if t.dep_ in {"pobj", "dobj"}),
            next((t for t in tokens if t.dep_ in {"appos", "conj"}), None),
        )
        if tokens and head is None:
            head = tokens[-1].head if tokens[-1].dep_ in {"compound", "poss", "nmod"} else tokens[-1]
        if head is not None and head.i not in found:
            entry = mention.entry
            place = _place(
                mention.text, sentence, tokens[0].i, tokens[-1].i + 1, entry.country or None, entry, mention.reason
            )
            found[head.i] = head, place
    return list(found.values())


def note_places(sentences: Sequence[Sentence], mentions: Sequence[PlaceMention]) -> None:
    """Tell each sentence of the places in it, so that "Karachi police" are Pakistan's."""
    by_start = sorted(mentions, key=lambda m: m.start)
    starts = [m.start for m in by_start]
    for sentence in sentences:
        for mention in by_start[bisect_left(starts, sentence.span.start) : bisect_left(starts, sentence.span.end)]:
            if mention.entry.country:
                first = sentence.span.start
                sentence.note_place(mention.start - first, mention.end - first, mention.text, mention.entry.country)


def _place(
    text: str, sentence: Sentence, start: int, end: int, country: str | None, entry: Entry | None, reason: str
) -> Place:
    return Place(
        text=text,
        country=country,
        span=sentence.piece(start, end),
        name=entry.name if entry else text,
        latitude=entry.latitude if entry else None,
        longitude=entry.longitude if entry else None,
        reason=f"“{text}”: {reason}",
    )


def _preposition(token: Token) -> str:
    """The preposition that governs a place, also through a noun that it names closer ("in the city of Khash")."""
    for head, _ in governors(token):
        if head.dep_ in {"prep", "agent"} and head.tag_ in {"IN", "TO"}:
            if head.lower_ == "of" and head.head.dep_ == "pobj":
                return str(head.head.head.lower_)
            return str(head.lower_)
        if head.tag_.startswith("VB"):
            break
    return ""


def _distance(candidate: Candidate, token: Token) -> int:
    """Steps in the parse between act and place; a clause between them is too far."""
    up = {candidate.token.i: 0}
    for steps, (head, dep) in enumerate(governors(candidate.token), start=1):
        if dep in _WALLS:
            break
        up[head.i] = steps
    if candidate.verb is not None:
        up.setdefault(candidate.verb.i, 1)
    if token.i in up:
        return up[token.i]
    for steps, (head, dep) in enumerate(governors(token), start=1):
        if dep in _WALLS or (dep == "conj" and head.tag_.startswith("VB")):
            return _FAR
        if head.i in up:
            return steps + up[head.i]
    return _FAR
