"""Codings for the tests of the record: one that is easy to read, and a strategy for any at all."""

from hypothesis import strategies as st

from bilat.model import (
    Article,
    Coding,
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
from bilat.record import RunInfo

RUN = RunInfo(
    program="0.1.0", settings="s1", lexicon="l1", model="m1", started="2024-05-01T10:00:00Z", command="bilat read"
)


def party(code: str, text: str = "someone", **fields: str | None) -> Party:
    return Party(text=text, code=code, **fields)  # type: ignore[arg-type]


def event(
    id: str,
    article: str,
    actors: str,
    recipients: str = "",
    *,
    type: EventType = EventType.CONSULT,
    mode: Mode | None = None,
    status: Status = Status.ACTUAL,
    date: str | None = None,
) -> Event:
    return Event(
        id=id,
        article_id=article,
        sentence=Span(0, 4, "They"),
        trigger=Span(0, 4, "They"),
        type=type,
        mode=mode,
        actors=tuple(party(code) for code in actors.split()),
        recipients=tuple(party(code) for code in recipients.split()),
        status=status,
        issues=(Issue.DIPLOMACY,),
        date=date,
    )


def undertaking(id: str, article: str, parties: str) -> Undertaking:
    return Undertaking(
        id=id,
        article_id=article,
        name="gas pipeline",
        kind=UndertakingKind.PROJECT,
        parties=tuple(parties.split()),
        issue=Issue.ENERGY,
        status=UndertakingStatus.STALLED,
        obstacles=(Obstacle(text="They", kind=ObstacleKind.SANCTIONS, span=Span(0, 4, "They")),),
        sentence=Span(0, 4, "They"),
        mention=Span(0, 4, "They"),
    )


def fact(id: str, article: str, parties: str) -> Fact:
    return Fact(
        id=id,
        article_id=article,
        text="a 900-kilometer border",
        quantity=900.0,
        unit="kilometer",
        subject="border",
        parties=tuple(parties.split()),
        sentence=Span(0, 4, "They"),
        span=Span(0, 4, "They"),
    )


def coding(
    id: str,
    *events: Event,
    date: str | None = "2024-01-18",
    text: str = "They met.",
    outlet: str | None = "The Sample",
    undertakings: tuple[Undertaking, ...] = (),
    facts: tuple[Fact, ...] = (),
) -> Coding:
    basis = DateBasis.GIVEN if date else None
    article = Article(
        id=id, text=text, title=f"On {id}", outlet=outlet, date=date, date_basis=basis, origin=f"{id}.txt"
    )
    return Coding(
        article=article,
        sentences=(Span(0, len(text), text),),
        events=events,
        undertakings=undertakings,
        facts=facts,
    )


# Any character at all: a broken page's NULs and lone surrogates must come back too.
words = st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
maybe = st.none() | words
spans = st.builds(Span, st.integers(0, 10**6), st.integers(0, 10**6), words)
finite = st.floats(allow_nan=False, allow_infinity=False)
iso_dates = st.none() | st.sampled_from(["2024-01-18", "2024-01", "2024", "spring", "2024-13-40"])
codes = st.sampled_from(["IRN", "IRNGOV", "PAKMIL", "IGOUN", "REB", "PAKREB", ""])
parties = st.builds(
    Party,
    text=words,
    code=codes,
    span=st.none() | spans,
    mention=st.none() | spans,
    name=maybe,
    role=maybe,
    reason=words,
)
places = st.builds(
    Place,
    text=words,
    country=st.none() | st.just("PAK"),
    span=st.none() | spans,
    name=maybe,
    latitude=st.none() | finite,
    longitude=st.none() | finite,
    reason=words,
)
reasons = st.lists(st.tuples(words, words), max_size=2).map(tuple)
plain_ids = st.uuids().map(lambda value: value.hex[:16])
articles = st.builds(
    Article,
    id=plain_ids,
    text=words,
    title=maybe,
    outlet=maybe,
    date=iso_dates,
    date_basis=st.none() | st.sampled_from(DateBasis),
    date_reason=words,
    language=maybe,
    url=maybe,
    origin=words,
    links=st.lists(st.builds(Link, text=words, url=maybe), max_size=2).map(tuple),
    furniture=st.lists(
        st.builds(Furniture, at=st.integers(0, 99), text=words, kind=st.sampled_from(FurnitureKind)), max_size=2
    ).map(tuple),
)


def few(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=2).map(tuple)


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    article = draw(articles)
    own = {"article_id": st.just(article.id), "sentence": spans}
    events = st.builds(
        Event,
        id=plain_ids,
        **own,
        trigger=spans,
        type=st.sampled_from(EventType),
        mode=st.none() | st.sampled_from(Mode),
        actors=few(parties),
        recipients=few(parties),
        status=st.sampled_from(Status),
        issues=few(st.sampled_from(Issue)),
        attributed_to=st.none() | parties,
        date=iso_dates,
        place=st.none() | places,
        story=st.integers(0, 50),
        confidence=st.none() | st.floats(0, 1),
        reasons=reasons,
    )
    obstacles = st.builds(Obstacle, text=words, kind=st.sampled_from(ObstacleKind), span=spans)
    matters = st.builds(
        Undertaking,
        id=plain_ids,
        **own,
        name=words,
        kind=st.sampled_from(UndertakingKind),
        parties=few(codes),
        issue=st.sampled_from(Issue),
        status=st.sampled_from(UndertakingStatus),
        obstacles=few(obstacles),
        mention=spans,
        reasons=reasons,
    )
    facts = st.builds(
        Fact,
        id=plain_ids,
        **own,
        text=words,
        quantity=st.floats(allow_nan=False),
        unit=words,
        subject=words,
        parties=few(codes),
        span=spans,
        reason=words,
    )
    text = article.text
    sentences = (
        Span(0, len(text) // 2, text[: len(text) // 2]),
        Span(len(text) // 2, len(text), text[len(text) // 2 :]),
    )
    return Coding(
        article=article,
        sentences=sentences,
        events=draw(few(events)),  # type: ignore[arg-type]
        undertakings=draw(few(matters)),  # type: ignore[arg-type]
        facts=draw(few(facts)),  # type: ignore[arg-type]
    )
