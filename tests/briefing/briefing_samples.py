"""A pair's slice, put together by hand: reports of 2023 and 2024 whose sentences are these samples' own."""

from bilat.briefing import Brief, compose
from bilat.model import (
    DateBasis,
    Event,
    EventType,
    Fact,
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
from bilat.record.slices import Direction
from bilat.relations import history

NAMES = {"IRN": "Iran", "PAK": "Pakistan", "USA": "United States"}


def names(code: str) -> str:
    return NAMES.get(code) or NAMES.get(code[:3], code)


def head(
    id: str, date: str | None, outlet: str | None, *, title: str = "A report", url: str | None = None
) -> ArticleHead:
    return ArticleHead(
        id=id,
        title=title,
        outlet=outlet,
        date=date,
        date_basis=DateBasis.METADATA if date else None,
        url=url,
        origin=f"reports/{id}.html",
        language="en",
    )


def spans(sentence: str, words: str) -> tuple[Span, Span]:
    at = sentence.index(words)
    return Span(100, 100 + len(sentence), sentence), Span(100 + at, 100 + at + len(words), words)


def event(
    id: str,
    article: str,
    type: EventType,
    sentence: str,
    words: str,
    *,
    actors: tuple[Party, ...],
    recipients: tuple[Party, ...] = (),
    status: Status = Status.ACTUAL,
    mode: Mode | None = None,
    issues: tuple[Issue, ...] = (),
    date: str | None = None,
    place: Place | None = None,
    said_by: Party | None = None,
    at: int = 0,
) -> Event:
    whole, trigger = spans(sentence, words)
    whole, trigger = (Span(one.start + at, one.end + at, one.text) for one in (whole, trigger))
    return Event(
        id=id,
        article_id=article,
        sentence=whole,
        trigger=trigger,
        type=type,
        mode=mode,
        actors=actors,
        recipients=recipients,
        status=status,
        issues=issues,
        date=date,
        place=place,
        attributed_to=said_by,
    )


IRAN, PAKISTAN = Party(text="Iran", code="IRN"), Party(text="Pakistan", code="PAK")
RAISI = Party(text="President Ebrahim Raisi", code="IRNGOV", name="Ebrahim Raisi", role="President")
OFFICE = Party(text="the Foreign Office", code="PAKGOV", role="Foreign Office")
PANJGUR = Place(text="Panjgur", country="PAK", name="Panjgur", latitude=26.97, longitude=64.09)
SARAVAN = Place(text="Saravan", country="IRN", name="Saravan", latitude=27.37, longitude=62.33)

HEADS = (
    head("a1", "2024-01-17", "Sample Wire", url="https://wire.example/strike?a=1&b=2"),
    head("a2", "2024-01-18", "Sample Post"),
    head("a3", "2024-04-20", "Sample Wire", title="Visit next week"),
    head("a4", None, None),
    head("a5", "2023-05-18", "Sample Wire"),
)

STRIKE = "Iran fired missiles at Panjgur on 16 January."
ANSWER = "Pakistan struck Saravan on 18 January, hours after it recalled its envoy."
VISIT = "President Ebrahim Raisi will visit Pakistan on 22 April with a trade delegation."
MARKET = "Iran and Pakistan opened a border market on 18 May."

EVENTS = (
    event(
        *("e1", "a1", EventType.ASSAULT, STRIKE, "fired missiles"),
        actors=(IRAN,),
        recipients=(PAKISTAN,),
        issues=(Issue.SECURITY,),
        date="2024-01-16",
        place=PANJGUR,
    ),
    event(
        *("e2", "a2", EventType.ASSAULT, "On 16 January missiles from Iran hit Pakistan's Panjgur.", "hit"),
        actors=(IRAN,),
        recipients=(PAKISTAN,),
        date="2024-01-16",
        said_by=OFFICE,
    ),
    event(
        *("e3", "a2", EventType.ASSAULT, ANSWER, "struck"),
        actors=(PAKISTAN,),
        recipients=(IRAN,),
        issues=(Issue.SECURITY,),
        date="2024-01-18",
        place=SARAVAN,
        at=300,
    ),
    event(
        *("e4", "a3", EventType.CONSULT, VISIT, "visit"),
        actors=(RAISI,),
        recipients=(PAKISTAN,),
        status=Status.PLANNED,
        mode=Mode.VISIT,
        issues=(Issue.TRADE,),
        date="2024-04-22",
    ),
    event(
        *("e5", "a5", EventType.COOPERATE, MARKET, "opened"),
        actors=(IRAN, PAKISTAN),
        issues=(Issue.TRADE, Issue.BORDER),
        date="2023-05-18",
    ),
    event(
        *("e6", "a3", EventType.ACCUSE, "Islamabad says Iran shelters militants.", "shelters"),
        actors=(PAKISTAN,),
        recipients=(IRAN,),
        issues=(Issue.TERRORISM,),
        said_by=OFFICE,
        at=300,
    ),
    event(
        *("e7", "a3", EventType.AGREE, "Iran may offer Pakistan a further delay.", "offer"),
        actors=(IRAN,),
        recipients=(PAKISTAN,),
        status=Status.HYPOTHETICAL,
        issues=(Issue.ENERGY,),
        at=500,
    ),
    event(
        *("e8", "a4", EventType.SUPPORT, "Iran recognised Pakistan in 1947.", "recognised"),
        actors=(IRAN,),
        recipients=(PAKISTAN,),
        status=Status.HISTORICAL,
        issues=(Issue.DIPLOMACY,),
        date="1947",
    ),
    event(
        *("e9", "a5", EventType.SANCTION, "Iran did not close the crossing with Pakistan.", "close"),
        actors=(IRAN,),
        recipients=(PAKISTAN,),
        status=Status.NEGATED,
        issues=(Issue.BORDER,),
        at=300,
    ),
)


def _undertaking(id: str, article: str, status: UndertakingStatus, sentence: str, obstacle: str = "") -> Undertaking:
    whole, mention = spans(sentence, "pipeline")
    found = spans(sentence, obstacle)[1] if obstacle else None
    return Undertaking(
        id=id,
        article_id=article,
        name="gas pipeline",
        kind=UndertakingKind.PROJECT,
        parties=("IRN", "PAK"),
        issue=Issue.ENERGY,
        status=status,
        obstacles=(Obstacle(text=obstacle, kind=ObstacleKind.SANCTIONS, span=found),) if found else (),
        sentence=whole,
        mention=mention,
    )


UNDERTAKINGS = (
    _undertaking("u1", "a5", UndertakingStatus.UNDER_CONSTRUCTION, "Work on the gas pipeline went on in May."),
    _undertaking(
        "u2", "a3", UndertakingStatus.STALLED, "The gas pipeline is stalled by U.S. sanctions.", "U.S. sanctions"
    ),
)

BORDER = "The two share a 900-kilometre border."
FACT = Fact(
    id="f1",
    article_id="a3",
    text="900-kilometre border",
    quantity=900,
    unit="km",
    subject="border",
    parties=("IRN", "PAK"),
    sentence=spans(BORDER, "900")[0],
    span=spans(BORDER, "900-kilometre border")[1],
)


def entry(one: Event, heads: dict[str, ArticleHead]) -> DyadEvent:
    direction: Direction = "both" if not one.recipients else "a>b" if one.actors[0].code.startswith("IRN") else "b>a"
    published = heads[one.article_id].date
    return DyadEvent(
        event=one,
        direction=direction,
        date=one.date or published,
        date_basis="event" if one.date else "article" if published else None,
    )


def dyad(
    events: tuple[Event, ...] = EVENTS,
    heads: tuple[ArticleHead, ...] = HEADS,
    undertakings: tuple[Undertaking, ...] = UNDERTAKINGS,
    facts: tuple[Fact, ...] = (FACT,),
) -> Dyad:
    known = {one.id: one for one in heads}
    return Dyad(
        a="IRN",
        b="PAK",
        since=None,
        until=None,
        events=tuple(entry(one, known) for one in events),
        undertakings=undertakings,
        facts=facts,
        others=(),
        articles=known,
        undated=0,
    )


def brief(slice: Dyad | None = None) -> Brief:
    pair = slice or dyad()
    return compose(pair, history(pair), names)
