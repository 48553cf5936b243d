"""A record of reports on Kenya and Uganda, made by hand: each sentence is these samples' own, each span stands in its text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bilat import api
from bilat.briefing import Brief, Section
from bilat.model import (
    Article,
    Coding,
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
    content_id,
)
from bilat.record import Record, RunInfo

KENYA, UGANDA = Party(text="Kenya", code="KEN"), Party(text="Uganda", code="UGA")
OMOLO = Party(text="President Grace Omolo", code="KENGOV", name="Grace Omolo", role="President")
OKELLO = Party(text="Foreign Minister Paul Okello", code="UGAGOV", name="Paul Okello", role="Foreign Minister")
SPOKESMAN = Party(text="spokesman Ben Wafula", code="KENGOV", name="Ben Wafula", role="spokesman")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One sentence and the act in it; ``words`` name the act."""

    sentence: str
    words: str
    type: EventType
    actors: tuple[Party, ...] = (KENYA,)
    recipients: tuple[Party, ...] = (UGANDA,)
    status: Status = Status.ACTUAL
    mode: Mode | None = None
    issues: tuple[Issue, ...] = ()
    date: str | None = None
    place: Place | None = None
    said_by: Party | None = None
    confidence: float | None = 0.8
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One sentence on an undertaking, whose name stands in it."""

    sentence: str
    name: str
    status: UndertakingStatus
    issue: Issue
    kind: UndertakingKind = UndertakingKind.PROJECT
    obstacle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One sentence with a stated quantity."""

    sentence: str
    words: str
    quantity: float
    unit: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article made of such sentences."""

    id: str
    date: str | None
    lines: tuple[Act | Matter | Figure, ...]
    outlet: str | None = "The Sample"
    url: str | None = None
    title: str | None = None
    after: str = field(default="The weather was fine.")


def coding(report: Report) -> Coding:
    """The report with its lines' spans found in its text."""
    sentences = list(dict.fromkeys(line.sentence for line in report.lines))
    text = " ".join([*sentences, report.after])
    basis = DateBasis.GIVEN if report.date else None
    article = Article(
        id=report.id,
        text=text,
        title=report.title or f"Report {report.id}",
        outlet=report.outlet,
        date=report.date,
        date_basis=basis,
        url=report.url,
        origin=f"{report.id}.txt",
        language="en",
    )
    spans = {one: Span(text.index(one), text.index(one) + len(one), one) for one in sentences}
    lines = [(line, spans[line.sentence], number) for number, line in enumerate(report.lines)]
    return Coding(
        article=article,
        sentences=tuple(spans.values()),
        events=tuple(_event(article, line, span, n) for line, span, n in lines if isinstance(line, Act)),
        undertakings=tuple(_matter(article, line, span) for line, span, _ in lines if isinstance(line, Matter)),
        facts=tuple(_fact(article, line, span) for line, span, _ in lines if isinstance(line, Figure)),
    )


def _within(sentence: Span, words: str) -> Span:
    at = sentence.start + sentence.text.index(words)
    return Span(at, at + len(words), words)


def _event(article: Article, line: Act, sentence: Span, number: int) -> Event:
    return Event(
        id=content_id(article.id, str(number)),
        article_id=article.id,
        sentence=sentence,
        trigger=_within(sentence, line.words),
        type=line.type,
        mode=line.mode,
        actors=line.actors,
        recipients=line.recipients,
        status=line.status,
        issues=line.issues,
        attributed_to=line.said_by,
        date=line.date,
        place=line.place,
        story=number,
        confidence=line.confidence,
        reasons=line.reasons,
    )


def _matter(article: Article, line: Matter, sentence: Span) -> Undertaking:
    span = _within(sentence, line.obstacle) if line.obstacle else None
    return Undertaking(
        id=content_id(article.id, line.name),
        article_id=article.id,
        name=line.name,
        kind=line.kind,
        parties=("KEN", "UGA"),
        issue=line.issue,
        status=line.status,
        obstacles=(Obstacle(text=line.obstacle, kind=ObstacleKind.FINANCE, span=span),) if span else (),
        sentence=sentence,
        mention=_within(sentence, line.name),
        reasons=(("status", f"“{line.status.value}”"),),
    )


def _fact(article: Article, line: Figure, sentence: Span) -> Fact:
    return Fact(
        id=content_id(article.id, line.words),
        article_id=article.id,
        text=line.words,
        quantity=line.quantity,
        unit=line.unit,
        subject=line.subject,
        parties=("KEN", "UGA"),
        sentence=sentence,
        span=_within(sentence, line.words),
    )


def record_of(folder: Path, reports: Iterable[Report]) -> Record:
    """A record of the reports, in their order."""
    record = Record.open(folder, create=True)
    add(record, reports)
    return record


def add(record: Record, reports: Iterable[Report]) -> None:
    with record.writer(RunInfo(program="test")) as writer:
        for report in reports:
            writer.add(coding(report))


def brief(record: Record, as_of: str | None = None, **how: object) -> Brief:
    with record.view(as_of=as_of) as view:
        return api.brief(view, "KEN", "UGA", **how)  # type: ignore[arg-type]


def section(made: Brief, key: str) -> Section:
    """The section or part of this key."""

    def walk(sections: tuple[Section, ...]) -> Iterable[Section]:
        for one in sections:
            yield one
            yield from walk(one.parts)

    return next(one for one in walk(made.sections) if one.key == key)


def keys(made: Brief) -> set[str]:
    """The keys of all sections and parts."""

    def walk(sections: tuple[Section, ...]) -> Iterable[str]:
        for one in sections:
            yield one.key
            yield from walk(one.parts)

    return set(walk(made.sections))


VISIT = Act(
    sentence="President Grace Omolo will travel to Uganda on 12 May to talk about the railway, spokesman Ben Wafula said.",
    words="travel",
    type=EventType.CONSULT,
    actors=(OMOLO,),
    status=Status.PLANNED,
    mode=Mode.VISIT,
    issues=(Issue.DIPLOMACY, Issue.CONNECTIVITY),
    date="2024-05-12",
    said_by=SPOKESMAN,
    reasons=(
        ("date", "“12 May”: day and month"),
        ("issues", "diplomacy: as a rule for CONSULT; connectivity: “railway”"),
    ),
)
SIGNING = Act(
    sentence="The two are to sign a treaty on lake fishing.",
    words="sign",
    type=EventType.SUPPORT,
    actors=(KENYA, UGANDA),
    recipients=(),
    status=Status.PLANNED,
    issues=(Issue.AGRICULTURE,),
    reasons=(("status", "“are to”"), ("issues", "agriculture: “fishing”")),
)
MILK = Act(
    sentence="Uganda demanded last week that Kenya open its market to Ugandan milk.",
    words="demanded",
    type=EventType.REQUEST,
    actors=(UGANDA,),
    recipients=(KENYA,),
    issues=(Issue.TRADE,),
    date="2024-04-24",
)
NO_MILK = Act(
    sentence="Kenya refused to lift its tax on milk from Uganda.",
    words="refused",
    type=EventType.REJECT,
    issues=(Issue.TRADE,),
    date="2024-04-29",
)
ISLAND = Act(
    sentence="Kenya accused Uganda on 2 April of posting police on Migingo island.",
    words="accused",
    type=EventType.ACCUSE,
    issues=(Issue.TERRITORY,),
    date="2024-04-02",
)
POLICE = Act(
    sentence="Uganda arrested 15 fishermen from Kenya by the island on 20 March.",
    words="arrested",
    type=EventType.COERCE,
    actors=(UGANDA,),
    recipients=(Party(text="fishermen", code="KENCVL"),),
    issues=(Issue.TERRITORY,),
    date="2024-03-20",
)
OTHER_POLICE = Act(
    sentence="On 20 March Ugandan police arrested 21 fishermen from Kenya near Migingo island.",
    words="arrested",
    type=EventType.COERCE,
    actors=(Party(text="Ugandan police", code="UGACOP"),),
    recipients=(Party(text="fishermen from Kenya", code="KENCVL"),),
    issues=(Issue.TERRITORY,),
    date="2024-03-20",
)
CALL = Act(
    sentence="“Nobody will take one stone of Migingo from us,” President Grace Omolo said of Uganda's arrests.",
    words="take",
    type=EventType.ACCUSE,
    issues=(Issue.TERRITORY,),
    said_by=OMOLO,
)
EARLIER = Act(
    sentence="Foreign Minister Paul Okello visited Kenya on 5 February.",
    words="visited",
    type=EventType.CONSULT,
    actors=(OKELLO,),
    recipients=(KENYA,),
    mode=Mode.VISIT,
    issues=(Issue.DIPLOMACY,),
    date="2024-02-05",
)
CAME = Act(
    sentence="Kenya and Uganda agreed on 6 February to share the costs of the oil pipeline.",
    words="agreed",
    type=EventType.AGREE,
    actors=(KENYA, UGANDA),
    recipients=(),
    issues=(Issue.ENERGY,),
    date="2024-02-06",
)
RAILWAY = Matter(
    sentence="The Malaba railway has been stalled by a lack of money.",
    name="Malaba railway",
    status=UndertakingStatus.STALLED,
    issue=Issue.CONNECTIVITY,
    obstacle="a lack of money",
)
BORDER = Figure(
    sentence="Kenya and Uganda share a border of 814 kilometres.",
    words="814 kilometres",
    quantity=814,
    unit="km",
    subject="border",
)
REPORTS = (
    Report(id="february", date="2024-02-07", lines=(EARLIER, CAME, BORDER), outlet="Lake Post"),
    Report(id="march", date="2024-03-22", lines=(POLICE,), outlet="Lake Post"),
    Report(id="march-too", date="2024-03-23", lines=(OTHER_POLICE,), outlet="Hill Wire"),
    Report(
        id="april",
        date="2024-04-03",
        lines=(ISLAND, CALL),
        url="https://hill.example/april?a=1&b=2",
        outlet="Hill Wire",
    ),
    Report(id="milk", date="2024-04-30", lines=(MILK, NO_MILK)),
    Report(id="visit", date="2024-05-02", lines=(VISIT, SIGNING, RAILWAY), outlet="Lake Post"),
)
LATER = (
    Report(
        id="came",
        date="2024-05-13",
        lines=(
            Act(
                sentence="President Grace Omolo arrived in Uganda on 12 May.",
                words="arrived",
                type=EventType.CONSULT,
                actors=(OMOLO,),
                mode=Mode.VISIT,
                date="2024-05-12",
            ),
        ),
    ),
    Report(
        id="milk-later",
        date="2024-05-20",
        lines=(
            Act(
                sentence="Kenya lifted its tax on milk from Uganda.",
                words="lifted",
                type=EventType.RETREAT,
                issues=(Issue.TRADE,),
                date="2024-05-19",
            ),
        ),
    ),
    Report(
        id="railway-later",
        date="2024-06-01",
        lines=(
            Matter(
                sentence="Work on the Malaba railway has begun.",
                name="Malaba railway",
                status=UndertakingStatus.UNDER_CONSTRUCTION,
                issue=Issue.CONNECTIVITY,
            ),
        ),
    ),
)
