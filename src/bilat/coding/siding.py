"""Who stands on which side of an act, after both readings: the rules' frames, and the model's score of every word.

A party that the rules put on a side stays there; where they found nobody, one comes in on the model's word. What a
phrase means (its code) is settled by the rules alone.
"""

from collections.abc import Iterator, Sequence

from bilat.coding.candidates import Candidate, keys, once, party_key, settle_sides
from bilat.coding.classifier import ARCS, Reading
from bilat.coding.frames import is_passive
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.tokens import Token
from bilat.model import EventType, Mode, Party

SIDES = ("actor", "recipient")
_GROUND = frozenset({"territory", "soil", "airspace", "water", "mainland", "coast", "land", "side", "base", "border"})
_SEATED = ("-born", "-based", "-made", "-educated", "-trained")


def fill(candidate: Candidate, at: int, reading: Reading, reader: PartyReader, least: float) -> None:
    """Give a rule's act a party on each side where the rules found nobody; a symmetric act has no such side.

    Args:
        at: The word that names the act; least: the probability from which the model is believed.
    """
    if candidate.symmetric:
        return
    sides = {side: list(getattr(candidate, f"{side}s")) for side in SIDES}
    ruled = {side for side in SIDES if sides[side]}
    told = keys(candidate.parties)
    for side, party, p in _proposed(candidate.sentence, at, candidate.type, reading, reader, least):
        if side in ruled or party_key(party) in told:
            continue
        if candidate.type is EventType.AGREE and side == "recipient" and len(keys(sides["actor"])) > 1:
            continue  # what two agree on, they agree with each other
        sides[side].append(party)
        _note(candidate, side, party, p)
    if sides["actor"] + sides["recipient"] != list(candidate.parties):
        candidate.actors = once(sides["actor"])
        mine = keys(candidate.actors)
        candidate.recipients = tuple(p for p in once(sides["recipient"]) if party_key(p) not in mine)


def propose(candidate: Candidate, at: int, reading: Reading, reader: PartyReader, least: float) -> None:
    """Give an act that only the model sees the parties that it sees."""
    sides: dict[str, list[Party]] = {side: [] for side in SIDES}
    for side, party, p in _proposed(candidate.sentence, at, candidate.type, reading, reader, least):
        sides[side].append(party)
        _note(candidate, side, party, p)
    if candidate.mode is Mode.THIRD_PARTY:  # the sides are read as actors too: the mediator alone is one
        theirs = keys(sides["recipient"])
        sides["actor"] = [p for p in sides["actor"] if party_key(p) not in theirs] or sides["actor"]
    settle_sides(candidate, sides["actor"], sides["recipient"])


def share(sentence: Sentence, party: Party, at: int, side: str, reading: Reading) -> float | None:
    """The best probability among a party's words of being on a side; null where its words are elsewhere or unseen."""
    span = party.mention or party.span
    if span is None or not sentence.span.start <= span.start < sentence.span.end:
        return None
    words = sentence.between(span.start - sentence.span.start, span.end - sentence.span.start)
    seen = [w for w in words if w < reading.arcs.shape[1]]
    column = ARCS.index(side)
    return max([float(reading.arcs[at, w, column]) for w in seen]) if seen else None


def _note(candidate: Candidate, side: str, party: Party, p: float) -> None:
    before = candidate.reasons.get(f"{side}s")
    told = f"“{party.text}” ({p:.2f})"
    candidate.reasons[f"{side}s"] = f"{before}, {told}" if before else f"the model reads {told}"


def _proposed(
    sentence: Sentence, at: int, kind: EventType, reading: Reading, reader: PartyReader, least: float
) -> Iterator[tuple[str, Party, float]]:
    """The parties that the model sees beside an act, each on its likelier side, resolved by the rules."""
    scores = [reading.arcs[at, :, ARCS.index(side)].tolist() for side in SIDES]
    for side, here, there in zip(SIDES, scores, scores[::-1], strict=True):
        marked = [i for i, p in enumerate(here) if p >= least and p >= there[i]]
        for head in _heads(sentence, marked):
            if side == "actor" and head.lemma_ in _GROUND and head.dep_ == "pobj" and head.head.lower_ == "from":
                continue  # who acts "from Iranian territory" is not Iran
            if side == "actor" and kind is EventType.ASSAULT and _of_outer_clause(head, sentence.tokens[at]):
                continue
            for party in reader.resolve(sentence, head).parties:
                yield side, party, here[head.i]


def _of_outer_clause(subject: Token, act: Token) -> bool:
    """Whether a word is the subject of a clause of which a part suffers the act: troops freed soldiers "who were kidnapped"."""
    return (
        subject.dep_ == "nsubj"
        and act.dep_ in {"relcl", "acl"}
        and is_passive(act)
        and not any(child.dep_ == "agent" for child in act.children)
        and subject.head in act.ancestors
    )


def _heads(sentence: Sentence, marked: Sequence[int]) -> Iterator[Token]:
    """The words that the marked phrases hang on."""
    for i in marked:
        token = sentence.tokens[i]
        if token.head.i in marked and token.head.i != i and token.dep_ not in {"conj", "appos"}:
            continue
        if token.lower_.endswith(_SEATED):
            continue  # a "U.S.-born" preacher is not the United States
        if token.tag_[:2] in {"NN", "PR", "JJ", "CD", "DT", "WP", "WD"}:
            yield token
