"""Conventions of the coding guidelines that turn on the clause, not on the word."""

from collections.abc import Sequence

from bilat.coding.candidates import Candidate, once, political, states
from bilat.coding.frames import children, governors
from bilat.model import Event, EventType, Mode, Party, Status

_WITHHELD = frozenset(
    {EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID, EventType.CONCEDE, EventType.RETREAT}
)
_WILLING = frozenset({EventType.COOPERATE, EventType.SUPPORT, EventType.AID, EventType.CONSULT})


def settle(candidate: Candidate, status: Status, why: str, speaker: Party | None) -> tuple[Status, str, Party | None]:
    """Type, parties, status and speaker of an act as the guidelines have them; changes the candidate in place.

    - "X will continue to cooperate with Y" is a promise: AGREE, actual.
    - "X will not ..." of a cooperative act is a REJECT.
    - "X should ...", said of another, is a REQUEST of the speaker.
    """
    if candidate.type in _WILLING and status is Status.PLANNED and _continues(candidate):
        candidate.reasons["type"] += "; “will continue to” is a promise: AGREE"
        candidate.type, candidate.mode = EventType.AGREE, None
        return Status.ACTUAL, "a promise, made", speaker
    if candidate.type is EventType.AGREE and status is Status.PLANNED and candidate.lemma in {"continue", "keep"}:
        return Status.ACTUAL, "a promise, made", speaker
    if candidate.type in _WITHHELD and status is Status.NEGATED and candidate.actors and _will_not(candidate):
        candidate.reasons["type"] += "; “will not” is a refusal: REJECT"
        candidate.type, candidate.mode = EventType.REJECT, None
        return Status.ACTUAL, "a refusal, made", speaker
    if candidate.type is EventType.REJECT and status is Status.NEGATED and candidate.token.is_verb:
        candidate.reasons["type"] += "; not to refuse is to be ready: AGREE"
        candidate.type = EventType.AGREE
        return Status.ACTUAL, "a readiness, stated", speaker
    if (
        status is Status.HYPOTHETICAL
        and speaker is not None
        and political(speaker)
        and _asked_of_others(candidate, speaker)
    ):
        candidate.reasons["type"] += "; “should”, said of another, is a request: REQUEST"
        candidate.type, candidate.mode = EventType.REQUEST, None
        candidate.actors, candidate.recipients = (speaker,), once(candidate.actors)
        return Status.ACTUAL, "a request, made", None
    return status, why, speaker


def planned_before(candidate: Candidate, status: Status, why: str, before: Sequence[Event]) -> tuple[Status, str]:
    """A visit, or talks, that the article told as planned stay planned where they are only mentioned again."""
    if status is not Status.ACTUAL or candidate.type is not EventType.CONSULT or candidate.token.is_verb:
        return status, why
    visit = candidate.mode is Mode.VISIT
    if not visit and not candidate.definite:
        return status, why
    mine = states(candidate.actors if visit else candidate.parties)

    def told(event: Event) -> bool:
        parties = states(event.actors if visit else event.actors + event.recipients)
        return event.type is EventType.CONSULT and (event.mode is Mode.VISIT or not visit) and mine <= parties

    same = [event for event in before if told(event)]
    if not same or any(event.status is Status.ACTUAL for event in same) or same[-1].status is not Status.PLANNED:
        return status, why
    return Status.PLANNED, f"planned, as told in “{same[-1].sentence.text[:60]}”"


def _will_not(candidate: Candidate) -> bool:
    """Whether the act's own verb is denied for the time ahead ("will not send", "would never accept")."""
    verb = candidate.verb
    if verb is None or not any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children):
        return False
    return any(c.lower_ in {"will", "wo", "would", "'ll"} for c in children(verb, "aux"))


def _continues(candidate: Candidate) -> bool:
    for head, dep in governors(candidate.token):
        if head.is_verb and head.lemma_ == "continue":
            return any(c.lower_ in {"will", "'ll"} for c in children(head, "aux"))
        if dep not in {"xcomp", "dobj"}:
            return False
    return False


def _asked_of_others(candidate: Candidate, speaker: Party) -> bool:
    if not candidate.token.is_verb or states([speaker]) & states(candidate.actors) or not candidate.actors:
        return False
    return any(c.lower_ in {"should", "must", "ought"} for c in children(candidate.token, "aux"))
