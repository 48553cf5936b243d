"""Who stands on which side of an act, after both readings: the rules' frames, and the model's score of every word.

A party that the rules put on a side stays unless the model is all but sure that it is not there; a party that the
rules missed comes in on the model's word. What a phrase means (its code) is settled by the rules alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bilat.coding.candidates import Candidate, keys, once, party_key, settle_sides
from bilat.coding.classifier import ARCS, Reading
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.tokens import Token
from bilat.model import EventType, Party

SIDES = ("actor", "recipient")


@dataclass(frozen=True, slots=True)
class Trust:
    """From which probability of a word's being on a side what happens.

    Attributes:
        lost: A rule's party with less is no longer on its side.
        turned: ... and goes to the other side if it has this much there.
        add: A party comes in on a side where nobody is; join: ... where somebody is.
    """

    lost: float = 0.0
    turned: float = 1.1
    add: float = 0.5
    join: float = 1.1


def weigh(candidate: Candidate, at: int, reading: Reading, reader: PartyReader, trust: Trust) -> None:
    """Settle the parties of a rule's act in place.

    Args:
        at: The word that names the act.
    """
    sides = _kept(candidate, at, reading, trust)
    told = keys(candidate.parties)
    for side, party, p in _proposed(candidate.sentence, at, reading, reader, min(trust.add, trust.join)):
        if party_key(party) in told or p < (trust.join if sides[side] else trust.add):
            continue
        if candidate.symmetric and p < trust.join:
            continue
        if candidate.type is EventType.AGREE and side == "recipient" and len(keys(sides["actor"])) > 1:
            continue  # what two agree on, they agree with each other
        sides[side].append(party)
        _note(candidate, side, party, p)
    if sides["actor"] + sides["recipient"] != list(candidate.parties):
        actors, recipients = sides["actor"], sides["recipient"]
        if candidate.symmetric:
            actors, recipients = actors + recipients, []
        candidate.actors = once(actors)
        mine = keys(candidate.actors)
        candidate.recipients = tuple(p for p in once(recipients) if party_key(p) not in mine)


def propose(candidate: Candidate, at: int, reading: Reading, reader: PartyReader, trust: Trust) -> None:
    """Give an act that only the model sees the parties that it sees."""
    sides: dict[str, list[Party]] = {side: [] for side in SIDES}
    for side, party, p in _proposed(candidate.sentence, at, reading, reader, trust.add):
        sides[side].append(party)
        _note(candidate, side, party, p)
    settle_sides(candidate, sides["actor"], sides["recipient"])


def share(sentence: Sentence, party: Party, at: int, side: str, reading: Reading) -> float | None:
    """The best probability among a party's words of being on a side; null where its words are elsewhere or unseen."""
    span = party.mention or party.span
    if span is None or not sentence.span.start <= span.start < sentence.span.end:
        return None
    words = sentence.between(span.start - sentence.span.start, span.end - sentence.span.start)
    seen = [w for w in words if w < reading.arcs.shape[1]]
    return float(reading.arcs[at, seen, ARCS.index(side)].max()) if seen else None


def _kept(candidate: Candidate, at: int, reading: Reading, trust: Trust) -> dict[str, list[Party]]:
    """The rules' parties on the sides on which the model lets them stand."""
    sides: dict[str, list[Party]] = {side: [] for side in SIDES}
    for side, other in (SIDES, SIDES[::-1]):
        for party in getattr(candidate, f"{side}s"):
            here = share(candidate.sentence, party, at, side, reading)
            there = share(candidate.sentence, party, at, other, reading)
            if here is None or there is None:
                sides[side].append(party)
            elif candidate.symmetric:
                if max(here, there) >= trust.lost:
                    sides[side].append(party)
            elif here >= trust.lost:
                sides[side].append(party)
            elif there >= trust.turned:
                sides[other].append(party)
                _note(candidate, other, party, there)
    return sides


def _note(candidate: Candidate, side: str, party: Party, p: float) -> None:
    before = candidate.reasons.get(f"{side}s")
    told = f"“{party.text}” ({p:.2f})"
    candidate.reasons[f"{side}s"] = f"{before}, {told}" if before else f"the model reads {told}"


def _proposed(
    sentence: Sentence, at: int, reading: Reading, reader: PartyReader, least: float
) -> Iterator[tuple[str, Party, float]]:
    """The parties that the model sees beside an act, each on its likelier side, resolved by the rules."""
    scores = {side: reading.arcs[at, :, ARCS.index(side)] for side in SIDES}
    for side, other in (SIDES, SIDES[::-1]):
        marked = {int(i) for i in ((scores[side] >= least) & (scores[side] >= scores[other])).nonzero()[0]}
        for head in _heads(sentence, marked):
            for party in reader.resolve(sentence, head).parties:
                yield side, party, float(scores[side][head.i])


def _heads(sentence: Sentence, marked: set[int]) -> Iterator[Token]:
    """The words that the marked phrases hang on."""
    for i in sorted(marked):
        token = sentence.tokens[i]
        if token.head.i in marked and token.head.i != i and token.dep_ not in {"conj", "appos"}:
            continue
        if token.tag_[:2] in {"NN", "PR", "JJ", "CD", "DT", "WP", "WD"}:
            yield token
