"""An event as pages show it: in a list, and whole."""

from collections.abc import Iterable

from pydantic import Field

from bilat.briefing import wording
from bilat.model import Event, Party, Place
from bilat.record.rows import side_key
from bilat.web import marks
from bilat.web.page import Answer
from bilat.web.pages.parts import PartyName, names_of
from bilat.web.snapshot import Snapshot


class PartyTold(Answer):
    """A party as a sentence tells of it."""

    text: str
    code: str = Field(description="State or IGO with its sector; empty where nothing tells it.", examples=["IRNGOV"])
    party: PartyName | None = Field(description="The state, IGO or group of the code.")
    name: str | None
    role: str | None
    reason: str


class PlaceTold(Answer):
    """A place as a sentence tells of it."""

    text: str
    name: str | None
    country: str | None
    latitude: float | None
    longitude: float | None


class Reason(Answer):
    """Why a field has its value."""

    field: str
    reason: str


class EventOne(Answer):
    """An event: one assertion, in one sentence."""

    id: str
    article_id: str
    told: str = Field(description="The act in words, after its type.")
    sentence: tuple[marks.Piece, ...]
    trigger: str
    type: str
    mode: str | None
    quad: str
    status: str
    issues: tuple[str, ...]
    date: str | None = Field(description="Its own date; null where the sentence gives none.")
    actors: tuple[PartyTold, ...]
    recipients: tuple[PartyTold, ...]
    speaker: PartyTold | None = Field(description="Who says so, where the article names somebody.")
    place: PlaceTold | None
    confidence: float | None
    reasons: tuple[Reason, ...]


def event_one(snapshot: Snapshot, event: Event) -> EventOne:
    """An event, whole."""
    return EventOne(
        id=event.id,
        article_id=event.article_id,
        told=wording.told(event, snapshot.label),
        sentence=marks.pieces(event.sentence.text, marks.of_event(event), event.sentence.start),
        trigger=event.trigger.text,
        type=event.type,
        mode=event.mode,
        quad=event.type.quad,
        status=event.status,
        issues=tuple(event.issues),
        date=event.date,
        actors=_parties(snapshot, event.actors),
        recipients=_parties(snapshot, event.recipients),
        speaker=_party(snapshot, event.attributed_to) if event.attributed_to else None,
        place=_place(event.place),
        confidence=event.confidence,
        reasons=tuple(Reason(field=field, reason=reason) for field, reason in event.reasons),
    )


def _parties(snapshot: Snapshot, some: Iterable[Party]) -> tuple[PartyTold, ...]:
    return tuple(_party(snapshot, one) for one in some)


def _party(snapshot: Snapshot, one: Party) -> PartyTold:
    key = side_key(one.code)
    named = names_of(snapshot, [key])[0] if key else None
    return PartyTold(text=one.text, code=one.code, party=named, name=one.name, role=one.role, reason=one.reason)


def _place(place: Place | None) -> PlaceTold | None:
    if place is None:
        return None
    return PlaceTold(
        text=place.text,
        name=place.name,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
    )
