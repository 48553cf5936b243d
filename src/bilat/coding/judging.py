"""The rules' candidates before the trained model: of what type they are, and acts that no entry knows.

Rules and lexicon propose an act, its parties and its conventions; the model has its own view of every word. What both
say is weighed: an act's type here, its parties in :mod:`bilat.coding.siding`, and whether it stands at all in
:mod:`bilat.coding.confidence`. The weights were set on the corpus's held-out part.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from bilat.coding.candidates import Candidate, Evidence, fits
from bilat.coding.classifier import ISSUES, STATUSES, TYPES, Reading, Scores
from bilat.coding.confidence import enough, log_odds, probability
from bilat.coding.frames import carrying_verb
from bilat.coding.issues import FEATURES
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.siding import fill, propose, share
from bilat.coding.tokens import Token
from bilat.lexicon import Act
from bilat.model import EventType, Issue, Mode, Status


@dataclass(frozen=True, slots=True)
class Weights:
    """How far the model is believed beside the rules.

    Attributes:
        new: A word without a rule's act becomes one from here on, by the probability of its likeliest type.
        sure: From here on the model may change a rule's type.
        type, status: What the rule's own answer adds to the model's log-probability of it.
        party: From here on a party comes in on a side where the rules found nobody.
        issue: From where an issue that no word of the lexicon tells comes in; told: ... one that a word tells stays; both for a
            model whose card has no weights for issues.
    """

    new: float = 0.6
    sure: float = 0.6
    type: float = 2.0
    status: float = 4.0
    party: float = 0.5
    issue: float = 0.35
    told: float = 0.05


T = TypeVar("T")
WEIGHTS = Weights()
_SILENT = (0.0,) * (len(FEATURES) - 1)
_BESIDE = 2  # how far up the parse a word still tells the same act
_SEEN = 0.5
_GLIMPSE = 0.2
_TO_THE_LETTER = frozenset({"boycott"})
_VISITS = frozenset({"visit", "trip", "tour", "arrive", "travel", "fly", "visitor", "arrival"})
_CALLS = frozenset({"phone", "call", "telephone", "conversation"})
_MEDIATES = frozenset({"mediate", "mediation", "broker", "mediator", "shuttle"})


def review(
    sentence: Sentence, found: Sequence[Candidate], reading: Reading, reader: PartyReader, weights: Weights = WEIGHTS
) -> list[Candidate]:
    """The acts of a sentence after both readings, with the evidence for each, in the order of their triggers."""
    kept = []
    for candidate in found:
        kept.append(candidate)
        at = candidate.seen_at = _seen_at(candidate, reading)
        if at >= len(reading.types):
            continue  # beyond what the model sees
        _retype(candidate, reading.types[at, 1:], weights)
        fill(candidate, at, reading, reader, weights.party)
        candidate.evidence = _evidence(candidate, at, reading)
    covered = {i for c in kept for i in (*range(c.start, c.end), c.token.i, c.word)}
    for at in (reading.types[:, 1:].max(axis=1) >= weights.new).nonzero()[0].tolist():
        if at not in covered and not _in_common(sentence.tokens[at], reader):
            candidate = _new(sentence, at, reading, reader, weights)
            if not _told(candidate, kept):
                kept.append(candidate)
    for candidate in kept:
        _note_rivals(candidate, kept)
    return sorted(kept, key=lambda c: c.token.i)


def _in_common(token: Token, reader: PartyReader) -> bool:
    """Whether a word tells what two have by nature, "shares a border with", and nothing that they do."""
    nouns = reader.lexicon.grammar["common_nouns"]
    return token.lemma_ == "share" and any(
        c.dep_ in {"dobj", "nsubjpass"} and c.lemma_.lower() in nouns for c in token.children
    )


def _seen_at(candidate: Candidate, reading: Reading) -> int:
    """Of the trigger's words and the verb that carries it the one at which the model sees most of the act."""
    words = {candidate.token.i, *range(candidate.start, candidate.end)}
    carriers = (candidate.verb, carrying_verb(candidate.top or candidate.token))
    words |= {verb.i for verb in carriers if verb is not None}
    seen = [w for w in words if w < len(reading.types)]
    own = candidate.token.i
    if own not in seen or len(seen) == 1:
        return own
    column = 1 + TYPES.index(candidate.type)
    shares = {w: float(reading.types[w, column]) for w in seen}
    best = max(seen, key=shares.__getitem__)
    return best if shares[best] >= 2 * shares[own] and shares[best] >= _GLIMPSE else own


def _likeliest(classes: Sequence[T], shares: Scores, ruled: T, bonus: float) -> T:
    """The likeliest class where the rules' own answer has a bonus on the model's log-probability of it."""
    others, at = shares.tolist(), classes.index(ruled)
    own, others[at] = others[at], -1.0
    best = max(others)
    return classes[others.index(best)] if math.log(max(best, 1e-6)) > math.log(max(own, 1e-6)) + bonus else ruled


def _retype(candidate: Candidate, types: Scores, weights: Weights) -> None:
    if candidate.type is not candidate.act.type or candidate.lemma in _TO_THE_LETTER:
        return  # a convention turned it ("vowed not to"), or PLOVER names it: it stands
    best = _likeliest(TYPES, types, candidate.type, weights.type)
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
    verb = token if token.is_verb else carrying_verb(token)
    candidate = Candidate(sentence, Act(words=(token.lemma_,), type=kind), kind, None, token, at, at + 1, verb)
    candidate.mode, candidate.ruled = _mode(kind, candidate), False
    candidate.reasons["type"] = f"the model reads {kind} ({float(reading.types[at, 1:].max()):.2f})"
    candidate.definite = token.is_noun and any(c.lower_ in {"the", "these", "this"} for c in token.lefts)
    propose(candidate, at, reading, reader, weights.party)
    candidate.evidence = _evidence(candidate, at, reading)
    return candidate


def _told(new: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether it is told already: by a word beside it in the parse ("held" talks), or by one that the model saw little in."""
    mine = {new.token.i, *(t.i for t in islice(new.token.ancestors, _BESIDE))}
    for other in kept:
        theirs = {other.token.i, *(t.i for t in islice(other.token.ancestors, _BESIDE))}
        unseen = other.ruled and other.evidence is not None and other.evidence.act < _SEEN
        if other.type is new.type and (unseen or new.token.i in theirs or other.token.i in mine):
            return True
    return False


def _evidence(candidate: Candidate, at: int, reading: Reading) -> Evidence:
    shares = [
        p
        for side, parties in (("actor", candidate.actors), ("recipient", candidate.recipients))
        for party in parties
        if (p := share(candidate.sentence, party, at, side, reading)) is not None
    ]
    return Evidence(
        act=reading.act(at),
        type=float(reading.types[at, 1 + TYPES.index(candidate.type)]),
        party=min(shares, default=0.5),
    )


def _note_rivals(candidate: Candidate, all_of_it: Sequence[Candidate]) -> None:
    """Note the best that the sentence's other acts of the type have: two words often tell one act ("killed in an attack")."""
    if candidate.evidence is not None:
        others = [c for c in all_of_it if c is not candidate and c.type is candidate.type and fits(c)]
        candidate.evidence.rival = max((c.evidence.type for c in others if c.evidence), default=0.0)


def status_of(
    candidate: Candidate, ruled: Status, reading: Reading, *, dated: bool, weights: Weights = WEIGHTS
) -> tuple[Status, str]:
    """The status after both readings, and why.

    Args:
        dated: Whether the sentence dates the act, so that the rules know how long ago it was.
    """
    at = candidate.word
    if at >= len(reading.statuses):
        return ruled, ""
    best = _likeliest(STATUSES, reading.statuses[at], ruled, weights.status)
    if best is ruled or (best is Status.HISTORICAL and dated):
        return ruled, ""
    return best, f"the model reads {best} ({float(reading.statuses[at].max()):.2f})"


def issues_of(
    candidate: Candidate,
    told: Sequence[Issue],
    signs: Mapping[Issue, Sequence[float]],
    reading: Reading,
    card: Mapping[str, Any],
    weights: Weights = WEIGHTS,
) -> tuple[tuple[Issue, ...], str]:
    """The issues after both readings, likeliest first, and what the model changed.

    Args:
        told: What the rules alone say.
        signs: What they know of each, from :func:`.issues.signs_of`, to be weighed with the model's view.
        card: The model's card; without weights in it two bounds decide.
    """
    at, fitted = candidate.word, card.get("issues")
    if at >= len(reading.issues):
        return tuple(told), ""
    seen: dict[Issue, float] = dict(zip(ISSUES, reading.issues[at].tolist(), strict=True))
    if fitted is None:
        p, chosen = seen, [i for i in ISSUES if seen[i] >= (weights.told if i in told else weights.issue)]
    else:
        alone = enough(fitted)
        weighed = [i for i in ISSUES if i in signs or seen[i] >= alone]
        p = {i: probability([log_odds(seen[i]), *signs.get(i, _SILENT)], fitted) for i in weighed}
        chosen = [i for i in weighed if p[i] >= float(fitted["from"])]
        if not chosen:
            p = {i: probability([log_odds(seen[i]), *signs.get(i, _SILENT)], fitted) for i in told or ISSUES}
    chosen = sorted(chosen, key=p.__getitem__, reverse=True) or [max(told or ISSUES, key=p.__getitem__)]
    added = [f"{i} ({seen[i]:.2f})" for i in chosen if i not in told]
    return tuple(chosen), "the model reads " + ", ".join(added) if added else ""
