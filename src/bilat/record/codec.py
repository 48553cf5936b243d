"""Model values to JSON and back, whole and exact: what :func:`dump` writes, the readers here rebuild.

Each ``*_body`` is the plain form of a value, each reader beside it takes that form back. ``None``, empty tuples and
empty text are kept as they are, so that nothing is made up on the way back.
"""

import json
from typing import Any

from bilat.model import (
    Article,
    DateBasis,
    Event,
    EventType,
    Fact,
    Furniture,
    FurnitureKind,
    Issue,
    Link,
    Mode,
    Obstacle,
    ObstacleKind,
    Party,
    Place,
    Span,
    Status,
    Undertaking,
    UndertakingKind,
    UndertakingStatus,
)

Plain = dict[str, Any]

# ASCII, so that a lone surrogate or a NUL of a broken page passes through every store unharmed.
dump = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":")).encode


def _span_body(span: Span | None) -> list[Any] | None:
    return None if span is None else [span.start, span.end, span.text]


def _span(body: list[Any]) -> Span:
    return Span(body[0], body[1], body[2])


def _span_or_none(body: list[Any] | None) -> Span | None:
    return None if body is None else Span(body[0], body[1], body[2])


def _reasons(body: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((field, reason) for field, reason in body)


def article_body(article: Article, *, with_text: bool) -> Plain:
    """The plain form of an article; its text stands in a column of its own where that can hold it."""
    body: Plain = {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date,
        "date_basis": article.date_basis,
        "date_reason": article.date_reason,
        "language": article.language,
        "url": article.url,
        "origin": article.origin,
        "links": [[link.text, link.url] for link in article.links],
        "furniture": [[piece.at, piece.text, piece.kind] for piece in article.furniture],
    }
    if with_text:
        body["text"] = article.text
    return body


def article(body: Plain, text: str) -> Article:
    """The article of its plain form; ``text`` is the column's, used where the form has none."""
    basis = body["date_basis"]
    return Article(
        id=body["id"],
        text=body.get("text", text),
        title=body["title"],
        outlet=body["outlet"],
        date=body["date"],
        date_basis=None if basis is None else DateBasis(basis),
        date_reason=body["date_reason"],
        language=body["language"],
        url=body["url"],
        origin=body["origin"],
        links=tuple(Link(text=words, url=url) for words, url in body["links"]),
        furniture=tuple(
            Furniture(at=at, text=words, kind=FurnitureKind(kind)) for at, words, kind in body["furniture"]
        ),
    )


def _party_body(party: Party) -> Plain:
    return {
        "text": party.text,
        "code": party.code,
        "span": _span_body(party.span),
        "mention": _span_body(party.mention),
        "name": party.name,
        "role": party.role,
        "reason": party.reason,
    }


def _party(body: Plain) -> Party:
    return Party(
        text=body["text"],
        code=body["code"],
        span=_span_or_none(body["span"]),
        mention=_span_or_none(body["mention"]),
        name=body["name"],
        role=body["role"],
        reason=body["reason"],
    )


def _place_body(place: Place) -> Plain:
    return {
        "text": place.text,
        "country": place.country,
        "span": _span_body(place.span),
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "reason": place.reason,
    }


def _place(body: Plain) -> Place:
    return Place(
        text=body["text"],
        country=body["country"],
        span=_span_or_none(body["span"]),
        name=body["name"],
        latitude=body["latitude"],
        longitude=body["longitude"],
        reason=body["reason"],
    )


def event_body(event: Event) -> Plain:
    """The plain form of an event."""
    speaker, place = event.attributed_to, event.place
    return {
        "id": event.id,
        "article_id": event.article_id,
        "sentence": _span_body(event.sentence),
        "trigger": _span_body(event.trigger),
        "type": event.type,
        "mode": event.mode,
        "actors": [_party_body(party) for party in event.actors],
        "recipients": [_party_body(party) for party in event.recipients],
        "status": event.status,
        "issues": event.issues,
        "attributed_to": None if speaker is None else _party_body(speaker),
        "date": event.date,
        "place": None if place is None else _place_body(place),
        "story": event.story,
        "confidence": event.confidence,
        "reasons": event.reasons,
    }


def event(body: Plain) -> Event:
    """The event of its plain form."""
    mode, speaker, place = body["mode"], body["attributed_to"], body["place"]
    return Event(
        id=body["id"],
        article_id=body["article_id"],
        sentence=_span(body["sentence"]),
        trigger=_span(body["trigger"]),
        type=EventType(body["type"]),
        mode=None if mode is None else Mode(mode),
        actors=tuple(_party(party) for party in body["actors"]),
        recipients=tuple(_party(party) for party in body["recipients"]),
        status=Status(body["status"]),
        issues=tuple(Issue(issue) for issue in body["issues"]),
        attributed_to=None if speaker is None else _party(speaker),
        date=body["date"],
        place=None if place is None else _place(place),
        story=body["story"],
        confidence=body["confidence"],
        reasons=_reasons(body["reasons"]),
    )


def undertaking_body(undertaking: Undertaking) -> Plain:
    """The plain form of an undertaking."""
    return {
        "id": undertaking.id,
        "article_id": undertaking.article_id,
        "name": undertaking.name,
        "kind": undertaking.kind,
        "parties": undertaking.parties,
        "issue": undertaking.issue,
        "status": undertaking.status,
        "obstacles": [[obstacle.text, obstacle.kind, _span_body(obstacle.span)] for obstacle in undertaking.obstacles],
        "sentence": _span_body(undertaking.sentence),
        "mention": _span_body(undertaking.mention),
        "reasons": undertaking.reasons,
    }


def undertaking(body: Plain) -> Undertaking:
    """The undertaking of its plain form."""
    return Undertaking(
        id=body["id"],
        article_id=body["article_id"],
        name=body["name"],
        kind=UndertakingKind(body["kind"]),
        parties=tuple(body["parties"]),
        issue=Issue(body["issue"]),
        status=UndertakingStatus(body["status"]),
        obstacles=tuple(
            Obstacle(text=text, kind=ObstacleKind(kind), span=_span(span)) for text, kind, span in body["obstacles"]
        ),
        sentence=_span(body["sentence"]),
        mention=_span(body["mention"]),
        reasons=_reasons(body["reasons"]),
    )


def fact_body(fact: Fact) -> Plain:
    """The plain form of a fact."""
    return {
        "id": fact.id,
        "article_id": fact.article_id,
        "text": fact.text,
        "quantity": fact.quantity,
        "unit": fact.unit,
        "subject": fact.subject,
        "parties": fact.parties,
        "sentence": _span_body(fact.sentence),
        "span": _span_body(fact.span),
        "reason": fact.reason,
    }


def fact(body: Plain) -> Fact:
    """The fact of its plain form."""
    return Fact(
        id=body["id"],
        article_id=body["article_id"],
        text=body["text"],
        quantity=body["quantity"],
        unit=body["unit"],
        subject=body["subject"],
        parties=tuple(body["parties"]),
        sentence=_span(body["sentence"]),
        span=_span(body["span"]),
        reason=body["reason"],
    )
