"""A line of the record as a person sees it to judge: the fields that a judgement speaks of, and where they stand in the text."""

from collections.abc import Mapping
from typing import Any

from bilat.model import Article, Event, Fact, Party, Undertaking
from bilat.record.judgements.entries import What
from bilat.record.judgements.fields import FIELDS, claim

Thing = Event | Undertaking | Fact | Article

_KINDS: dict[type, What] = {
    Event: What.EVENT,
    Undertaking: What.UNDERTAKING,
    Fact: What.FACT,
    Article: What.ARTICLE,
}


def what_of(thing: Thing) -> What:
    """What kind of line a value is."""
    return _KINDS[type(thing)]


def seen(thing: Thing) -> dict[str, Any]:
    """The fields of a line in the plain form of corrections, and ``at``: the span by which it is found again."""
    if isinstance(thing, Event):
        return _event(thing)
    if isinstance(thing, Undertaking):
        return {
            "at": [thing.mention.start, thing.mention.end],
            "undertaking": thing.name,
            "kind": thing.kind.value,
            "parties": list(thing.parties),
            "issue": thing.issue.value,
            "status": thing.status.value,
        }
    if isinstance(thing, Fact):
        return {
            "at": [thing.span.start, thing.span.end],
            "quantity": float(thing.quantity),
            "unit": thing.unit,
            "subject": thing.subject,
            "parties": list(thing.parties),
        }
    return {"date": thing.date, "outlet": thing.outlet}


def _event(event: Event) -> dict[str, Any]:
    place = event.place
    return {
        "at": [event.trigger.start, event.trigger.end],
        "type": event.type.value,
        "mode": event.mode.value if event.mode else None,
        "actors": [_party(party) for party in event.actors],
        "recipients": [_party(party) for party in event.recipients],
        "status": event.status.value,
        "issues": [issue.value for issue in event.issues],
        "date": event.date,
        "place": place
        and {
            "name": place.name or place.text,
            "country": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
        "confidence": event.confidence,
    }


def _party(party: Party) -> dict[str, str | None]:
    return {"code": party.code, "words": (party.mention or party.span or party).text or None}


def compared(what: What, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of a line whose values differ between two times at which it was seen."""
    return tuple(
        name
        for name in FIELDS[what]
        if name in before and name in after and claim(name, before[name]) != claim(name, after[name])
    )
