"""Small dyads, put together by hand."""

from collections.abc import Iterable
from typing import Literal

from bilat.model import (
    DateBasis,
    Event,
    EventType,
    Issue,
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
from bilat.record import ArticleHead, Dyad, DyadEvent

SPAN = Span(0, 1, "x")


def head(id: str, date: str | None, outlet: str | None = "The Sample") -> ArticleHead:
    return ArticleHead(
        id=id,
        title=None,
        outlet=outlet,
        date=date,
        date_basis=DateBasis.GIVEN if date else None,
        url=None,
        origin="x",
        language="en",
    )


def party(code: str, name: str | None = None, role: str | None = None, text: str = "they") -> Party:
    return Party(text=text, code=code, name=name, role=role)


def event(
    id: str,
    article: str,
    type: EventType,
    *,
    actors: Iterable[Party] = (party("IRN"),),
    recipients: Iterable[Party] = (party("PAK"),),
    status: Status = Status.ACTUAL,
    mode: Mode | None = None,
    issues: tuple[Issue, ...] = (),
    date: str | None = None,
    story: int = 0,
    place: str | None = None,
) -> Event:
    return Event(
        id=id,
        article_id=article,
        sentence=SPAN,
        trigger=SPAN,
        type=type,
        mode=mode,
        actors=tuple(actors),
        recipients=tuple(recipients),
        status=status,
        issues=issues,
        date=date,
        story=story,
        place=Place(text=place, country=None) if place else None,
    )


def matter(
    id: str,
    article: str,
    name: str,
    *,
    status: UndertakingStatus = UndertakingStatus.UNKNOWN,
    issue: Issue = Issue.ENERGY,
    parties: tuple[str, ...] = ("IRN", "PAK"),
    obstacles: tuple[tuple[str, ObstacleKind], ...] = (),
) -> Undertaking:
    return Undertaking(
        id=id,
        article_id=article,
        name=name,
        kind=UndertakingKind.PROJECT,
        parties=parties,
        issue=issue,
        status=status,
        obstacles=tuple(Obstacle(text=text, kind=kind, span=SPAN) for text, kind in obstacles),
        sentence=SPAN,
        mention=SPAN,
    )


def dyad(
    heads: Iterable[ArticleHead],
    events: Iterable[Event] = (),
    undertakings: Iterable[Undertaking] = (),
    others: Iterable[Event] = (),
) -> Dyad:
    articles = {one.id: one for one in heads}
    return Dyad(
        a="IRN",
        b="PAK",
        since=None,
        until=None,
        events=tuple(_entry(one, articles[one.article_id].date) for one in events),
        undertakings=tuple(undertakings),
        facts=(),
        others=tuple(others),
        articles=articles,
        undated=0,
    )


def _entry(event: Event, published: str | None) -> DyadEvent:
    direction: Literal["a>b", "b>a", "both"] = "a>b" if event.actors[0].code.startswith("IRN") else "b>a"
    basis: Literal["event", "article"] | None = "event" if event.date else "article" if published else None
    return DyadEvent(
        event=event,
        direction=direction if event.recipients else "both",
        date=event.date or published,
        date_basis=basis,
    )
