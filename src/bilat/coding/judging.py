"""The rules' candidates before the trained model: which stand, of what type, with whom; and acts that no entry knows.

Rules and lexicon propose an act, its parties and its conventions; the model has its own view of every word. Where both see an act it
stands; where one alone does, it must be surer. The weights were set on the corpus's held-out articles.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from bilat.coding.candidates import Candidate, fits, keys, once, party_key, settle_sides
from bilat.coding.classifier import ARCS, ISSUES, STATUSES, TYPES, Reading
from bilat.coding.frames import carrying_verb, is_verb
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.lexicon import Act
from bilat.model import EventType, Issue, Mode, Party, Status


@dataclass(frozen=True, slots=True)
class Weights:
    """How far the model is believed beside the rules.

    Attributes:
        drop: A rule's act that the model gives less than this is dropped.
        new: A word without a rule's act becomes one from here on, by the probability of its likeliest type.
        twin: ... unless a rule has told an act of that type in the sentence at a word that the model gives less than this.
        sure: From here on the model may change a rule's type.
        type, status: What the rule's own answer adds to the model's log-probability of it.
        add: A party comes in on the model's word from here on, where the rules found nobody.
        issue: From where an issue that no word of the lexicon tells comes in; told: ... one that a word tells stays.
    """

    drop: float = 0.02
    new: float = 0.8
    twin: float = 0.5
    sure: float = 0.6
    type: float = 2.0
    status: float = 2.0
    add: float = 0.75
    issue: float = 0.5
    told: float = 0.12


WEIGHTS = Weights()
_SIDES = ("actor", "recipient")
_VISITS = frozenset({"visit", "trip", "tour", "arrive", "travel", "fly", "visitor", "arrival"})
_CALLS = frozenset({"phone", "call", "telephone", "conversation"})
_MEDIATES = frozenset({"mediate", "mediation", "broker", "mediator", "shuttle"})


def review(
    sentence: Sentence, found: Sequence[Candidate], reading: Reading, reader: PartyReader, weights: Weights = WEIGHTS
) -> list[Candidate]:
    """The acts of a sentence after both readings, in the order of their triggers."""
    kept = []
    for candidate in found:
        at = max(range(candidate.start, candidate.end), key=reading.act)
        at = candidate.token.i if reading.act(at) < 2 * reading.act(candidate.token.i) else at
        if at >= len(reading.types):
            kept.append(candidate)  # beyond what the model sees
            continue
        if reading.act(at) < weights.drop:
            continue
        _retype(candidate, reading.types[at, 1:], weights)
        _fill(candidate, at, reading, reader, weights)
        candidate.scores = _scores(candidate, at, reading)
        kept.append(candidate)
    covered = {i for c in kept for i in (*range(c.start, c.end), c.token.i)}
    # The same act told by two words ("were killed in an attack"): the rules chose the one, the model the other.
    twins = {c.type for c in kept if reading.act(c.token.i) < weights.twin}
    for at in range(len(reading.types)):
        if at not in covered and reading.types[at, 1:].max() >= weights.new:
            candidate = _new(sentence, at, reading, reader, weights)
            if candidate.type in twins:
                continue
            candidate.scores = _scores(candidate, at, reading)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.token.i)


def _retype(candidate: Candidate, types: Sequence[float], weights: Weights) -> None:
    scores = [math.log(max(float(p), 1e-6)) for p in types]
    scores[TYPES.index(candidate.type)] += weights.type
    best = TYPES[max(range(len(TYPES)), key=scores.__getitem__)]
    if best is not candidate.type and types[TYPES.index(best)] >= weights.sure:
        candidate.reasons["type"] += f"; the model reads {best} ({float(types[TYPES.index(best)]):.2f})"
        candidate.type, candidate.mode = best, _mode(best, candidate)


def _mode(kind: EventType, candidate: Candidate) -> Mode | None:
    if kind is not EventType.CONSULT:
        return None
    lemma = candidate.lemma
    if lemma in _VISITS:
        return Mode.VISIT
    if lemma in _MEDIATES:
        return Mode.THIRD_PARTY
    return Mode.PHONE if lemma in _CALLS else None


def _new(sentence: Sentence, at: int, reading: Reading, reader: PartyReader, weights: Weights) -> Candidate:
    """An act that only the model sees."""
    token = sentence.tokens[at]
    kind = TYPES[int(reading.types[at, 1:].argmax())]
    verb = token if is_verb(token) else carrying_verb(token)
    candidate = Candidate(
        sentence, Act(words=(sentence.lemma(token),), type=kind), kind, None, token, at, at + 1, verb
    )
    candidate.mode, candidate.ruled = _mode(kind, candidate), False
    candidate.reasons["type"] = f"the model reads {kind} ({float(reading.types[at, 1:].max()):.2f})"
    candidate.definite = token.tag_.startswith("NN") and any(c.lower_ in {"the", "these", "this"} for c in token.lefts)
    sides = [[p for p, _ in _proposed(sentence, at, side, reading, reader, weights.add)] for side in _SIDES]
    settle_sides(candidate, *sides)
    return candidate


def _fill(candidate: Candidate, at: int, reading: Reading, reader: PartyReader, weights: Weights) -> None:
    """Give a rule's act the parties that the model sees on a side where the rules found nobody."""
    for side in _SIDES:
        if getattr(candidate, f"{side}s") or (candidate.symmetric and side == "recipient"):
            continue
        told = keys(candidate.parties)
        found = [
            (party, p)
            for party, p in _proposed(candidate.sentence, at, side, reading, reader, weights.add)
            if party_key(party) not in told
        ]
        if found:
            setattr(candidate, f"{side}s", once([party for party, _ in found]))
            candidate.reasons[f"{side}s"] = "the model reads " + ", ".join(f"“{x.text}” ({p:.2f})" for x, p in found)


def _share(sentence: Sentence, party: Party, at: int, side: str, reading: Reading) -> float | None:
    """The best probability among a party's words of being on a side; null where its words are elsewhere or unseen."""
    span = party.mention or party.span
    if span is None or not sentence.span.start <= span.start < sentence.span.end:
        return None
    words = sentence.between(span.start - sentence.span.start, span.end - sentence.span.start)
    seen = [w for w in words if w < reading.arcs.shape[1]]
    return float(reading.arcs[at, seen, ARCS.index(side)].max()) if seen else None


def _proposed(
    sentence: Sentence, at: int, side: str, reading: Reading, reader: PartyReader, least: float
) -> Iterator[tuple[Party, float]]:
    """The parties that the model sees on a side of an act, resolved by the rules."""
    scores = reading.arcs[at, :, ARCS.index(side)]
    marked = {int(i) for i in (scores >= least).nonzero()[0]}
    for head in _heads(sentence, marked):
        for party in reader.resolve(sentence, head).parties:
            yield party, float(scores[head.i])


def _heads(sentence: Sentence, marked: set[int]) -> Iterator[Token]:
    """The words that the marked phrases hang on."""
    for i in sorted(marked):
        token = sentence.tokens[i]
        if token.head.i in marked and token.head.i != i and token.dep_ not in {"conj", "appos"}:
            continue
        if token.tag_[:2] in {"NN", "PR", "JJ", "CD", "DT", "WP", "WD"}:
            yield token


def _scores(candidate: Candidate, at: int, reading: Reading) -> tuple[float, float, float]:
    """What confidence is made of: that there is an act, that it is of this type, that its weakest party is right."""
    shares = [
        share
        for side, parties in (("actor", candidate.actors), ("recipient", candidate.recipients))
        for party in parties
        if (share := _share(candidate.sentence, party, at, side, reading)) is not None
    ]
    kind = float(reading.types[at, 1 + TYPES.index(candidate.type)])
    return reading.act(at), kind, min(shares, default=0.5)


def status_of(candidate: Candidate, ruled: Status, reading: Reading, weights: Weights = WEIGHTS) -> tuple[Status, str]:
    """The status after both readings, and why."""
    at = candidate.token.i
    if at >= len(reading.statuses):
        return ruled, ""
    scores = [math.log(max(float(p), 1e-6)) for p in reading.statuses[at]]
    scores[STATUSES.index(ruled)] += weights.status
    best = STATUSES[max(range(len(STATUSES)), key=scores.__getitem__)]
    return best, "" if best is ruled else f"the model reads {best} ({float(reading.statuses[at].max()):.2f})"


def issues_of(
    candidate: Candidate, told: Sequence[Issue], reading: Reading, weights: Weights = WEIGHTS
) -> tuple[tuple[Issue, ...], str]:
    """The issues after both readings, likeliest first, and what the model changed."""
    at = candidate.token.i
    if at >= len(reading.issues):
        return tuple(told), ""
    p = {issue: float(reading.issues[at, n]) for n, issue in enumerate(ISSUES)}
    chosen = [i for i in ISSUES if p[i] >= (weights.told if i in told else weights.issue)]
    chosen = sorted(chosen, key=p.__getitem__, reverse=True) or [max(told or ISSUES, key=p.__getitem__)]
    added = [f"{i} ({p[i]:.2f})" for i in chosen if i not in told]
    return tuple(chosen), "the model reads " + ", ".join(added) if added else ""


__all__ = ["WEIGHTS", "Weights", "fits", "issues_of", "review", "status_of"]
