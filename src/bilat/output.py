"""A coding as plain JSON values, in the form of the coding guidelines: the fields that ``bilat code`` writes."""

from typing import Any

from bilat.model import Article, Coding, Event, Fact, Party, Place, Span, Undertaking


def as_dict(coding: Coding) -> dict[str, Any]:
    """An article with its events, undertakings and facts; all offsets are characters of its "text"."""
    article = coding.article
    return {
        **article_dict(article),
        "events": [event_dict(event) for event in coding.events],
        "undertakings": [undertaking_dict(item) for item in coding.undertakings],
        "facts": [fact_dict(item) for item in coding.facts],
    }


def article_dict(article: Article) -> dict[str, Any]:
    """An article without its coding."""
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "date_basis": article.date_basis,
        "date_reason": article.date_reason,
        "source": article.outlet,
        "language": article.language,
        "url": article.url,
        "origin": article.origin,
        "text": article.text,
        "links": [{"text": link.text, "url": link.url} for link in article.links],
        "furniture": [{"at": f.at, "text": f.text, "kind": f.kind} for f in article.furniture],
    }


def event_dict(event: Event) -> dict[str, Any]:
    """An event with its spans and reasons."""
    return {
        "id": event.id,
        "sentence": event.sentence.text,
        "start": event.sentence.start,
        "end": event.sentence.end,
        "trigger": event.trigger.text,
        "trigger_span": _offsets(event.trigger),
        "type": event.type,
        "quad": event.type.quad,
        "mode": event.mode,
        "actors": [party_dict(party) for party in event.actors],
        "recipients": [party_dict(party) for party in event.recipients],
        "status": event.status,
        "issues": list(event.issues),
        "attributed_to": party_dict(event.attributed_to) if event.attributed_to else None,
        "date": event.date,
        "place": place_dict(event.place) if event.place else None,
        "story": event.story,
        "confidence": event.confidence,
        "reasons": dict(event.reasons),
    }


def party_dict(party: Party) -> dict[str, Any]:
    """A party: "span" is where its text stands, "mention" what the sentence has in its stead."""
    return {
        "text": party.text,
        "code": party.code,
        "span": _offsets(party.span),
        "mention": party.mention.text if party.mention else None,
        "mention_span": _offsets(party.mention),
        "name": party.name,
        "role": party.role,
        "reason": party.reason,
    }


def place_dict(place: Place) -> dict[str, Any]:
    """A place with its coordinates in degrees (WGS 84)."""
    return {
        "text": place.text,
        "country": place.country,
        "span": _offsets(place.span),
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "reason": place.reason,
    }


def undertaking_dict(item: Undertaking) -> dict[str, Any]:
    """An undertaking with its obstacles."""
    return {
        "id": item.id,
        "name": item.name,
        "kind": item.kind,
        "parties": list(item.parties),
        "issue": item.issue,
        "status": item.status,
        "obstacles": [{"text": o.text, "kind": o.kind, "span": _offsets(o.span)} for o in item.obstacles],
        "sentence": item.sentence.text,
        "start": item.sentence.start,
        "end": item.sentence.end,
        "mention": item.mention.text,
        "reasons": dict(item.reasons),
    }


def fact_dict(item: Fact) -> dict[str, Any]:
    """A fact: a stated quantity of a pair or a party."""
    return {
        "id": item.id,
        "text": item.text,
        "quantity": item.quantity,
        "unit": item.unit,
        "subject": item.subject,
        "parties": list(item.parties),
        "sentence": item.sentence.text,
        "start": item.sentence.start,
        "end": item.sentence.end,
        "span": _offsets(item.span),
        "reason": item.reason,
    }


def _offsets(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
