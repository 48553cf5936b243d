"""Where an act took place: the place that its phrase or clause names."""

from collections.abc import Iterator

from spacy.tokens import Token

from bilat.coding.candidates import Candidate
from bilat.coding.frames import children, governors, is_verb
from bilat.coding.parse import Sentence
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Mode, Place, state_of

_IN = ("in", "at", "near", "inside", "outside", "off", "across", "around", "on")
_GOALS = ("to", "in", "into", "at")


def place_of(candidate: Candidate, lexicon: Lexicon, gazetteer: Gazetteer) -> tuple[Place | None, str]:
    """The place of an act, or null and why."""
    sentence = candidate.sentence
    ways = _GOALS if candidate.mode is Mode.VISIT else _IN
    for head in _phrases(candidate, ways):
        place = _place(sentence, head, lexicon, gazetteer)
        if place is not None:
            return place, place.reason
    if candidate.mode is Mode.VISIT:
        for child in children(candidate.token, "dobj"):
            place = _place(sentence, child, lexicon, gazetteer)
            if place is not None:
                return place, place.reason
    return None, "no place stands with the act"


def _phrases(candidate: Candidate, ways: tuple[str, ...]) -> Iterator[Token]:
    """The heads of phrases with a preposition of place, from the trigger outward to its clause's verb."""
    anchors = [candidate.token]
    if candidate.verb is not None and candidate.verb.i != candidate.token.i:
        anchors.append(candidate.verb)
    for head, dep in governors(candidate.token):
        if head.i not in {a.i for a in anchors} and (is_verb(head) and dep in {"xcomp", "conj", "prep", "dobj", "nsubj", "pobj"}):
            anchors.append(head)
        if dep in {"ccomp", "relcl", "advcl", "parataxis"}:
            break
    for anchor in anchors:
        for prep in [c for c in anchor.subtree if c.dep_ == "prep" and c.lower_ in ways and _near(c, anchor)]:
            yield from children(prep, "pobj")


def _near(prep: Token, anchor: Token) -> bool:
    """Whether a phrase hangs on the act itself, at most through its object or another phrase of place."""
    head, steps = prep.head, 0
    while head.i != anchor.i:
        if head.dep_ in {"relcl", "ccomp", "advcl", "acl", "conj", "xcomp", "parataxis"} or steps > 4 or head.dep_ == "ROOT":
            return False
        head, steps = head.head, steps + 1
    return True


def _place(sentence: Sentence, head: Token, lexicon: Lexicon, gazetteer: Gazetteer) -> Place | None:
    hit = sentence.name_at.get(head.i)
    name = next((n for n in hit[2] if n.kind in {"state", "capital"}), None) if hit else None
    if hit and name:
        span = sentence.piece(hit[0], hit[1])
        entry = next((e for e in gazetteer.find(name.text) if e.country == state_of(name.code)), None)
        return Place(
            text=span.text, country=state_of(name.code), span=span, name=name.text,
            latitude=entry.latitude if entry else None, longitude=entry.longitude if entry else None,
            reason=f"“{head.head.text} {span.text}”: {name.kind} of {name.label}",
        )  # fmt: skip
    if head.tag_ not in {"NNP", "NNPS"} and not _named(head):
        return None
    return _gazetteer_place(sentence, head, gazetteer)


def _named(head: Token) -> bool:
    return any(c.tag_ == "NNP" for c in head.children)


def _gazetteer_place(sentence: Sentence, head: Token, gazetteer: Gazetteer) -> Place | None:
    """The longest run of capitalised words round a head that the gazetteer knows."""
    doc = sentence.doc
    tokens = [t for t in head.subtree if t.tag_ in {"NNP", "NNPS"} or t.text == "-"]
    for length in range(min(4, len(tokens)), 0, -1):
        for k in range(len(tokens) - length + 1):
            run = tokens[k : k + length]
            if run[-1].i - run[0].i != length - 1:
                continue
            span = sentence.piece(run[0].i, run[-1].i + 1)
            found = gazetteer.find(span.text)
            if found:
                country = _country_named(sentence, run[-1].i + 1, len(doc))
                entry = next((e for e in found if e.country == country), found[0])
                return Place(
                    text=span.text, country=entry.country, span=span, name=entry.name, latitude=entry.latitude,
                    longitude=entry.longitude, reason=f"“{head.head.text} … {span.text}”: gazetteer {entry.kind} {entry.name}, {entry.country}",
                )  # fmt: skip
    return None


def _country_named(sentence: Sentence, start: int, end: int) -> str | None:
    for i in range(start, min(end, start + 8)):
        hit = sentence.name_at.get(i)
        if hit:
            return next((state_of(n.code) for n in hit[2] if n.kind in {"state", "demonym"}), None)
    return None
