"""A pair's undertakings over time: where each stands, what holds it up, what is due."""

from pydantic import Field

from bilat import relations
from bilat.model import UndertakingStatus
from bilat.web.page import Answer, Page
from bilat.web.pages.dyad import PairAsked, pair_of
from bilat.web.pages.parts import PartyName, name_of
from bilat.web.snapshot import Snapshot

MOST = 60
"""Undertakings that the page has, the most told of."""


class HeldBy(Answer):
    """What holds an undertaking up."""

    kind: str
    texts: tuple[str, ...]
    first: str | None = Field(description="Date of the article that first tells it.")
    last: str | None
    standing: bool = Field(description="Whether nothing tells that it is gone.")


class StepRow(Answer):
    """A dated step."""

    step: str
    status: str
    date: str | None
    basis: str | None
    words: str
    sentence: str
    events: tuple[str, ...]
    articles: tuple[str, ...]


class StatusRow(Answer):
    """A status that was told, and from when."""

    status: str
    date: str | None
    article: str


class MatterRow(Answer):
    """An undertaking of the pair."""

    id: str = Field(description="Of its earliest mention.")
    name: str
    aliases: tuple[str, ...]
    kind: str
    issue: str
    status: str
    status_date: str | None
    parties: tuple[PartyName, ...]
    obstacles: tuple[HeldBy, ...]
    due: tuple[StepRow, ...] = Field(description="Planned steps and deadlines ahead of the newest article.")
    milestones: tuple[StepRow, ...]
    history: tuple[StatusRow, ...] = Field(description="Where the stated status changed.")
    silent_since: str | None = Field(description="Date of the last article that tells of it.")
    silent_articles: int | None = Field(description="Articles of the pair read from since, that say nothing of it.")
    articles: int
    first: str | None
    last: str | None


class DyadUndertakings(Answer):
    """A pair's undertakings."""

    a: PartyName
    b: PartyName
    undertakings: tuple[MatterRow, ...] = Field(description=f"The most told of first, at most {MOST}.")
    statuses: tuple[str, ...] = Field(description="The statuses in the order of a matter's life, for a board.")


def matter_row(snapshot: Snapshot, one: relations.Matter) -> MatterRow:
    """An undertaking as pages show it."""
    return MatterRow(
        id=one.id,
        name=one.name,
        aliases=one.aliases,
        kind=one.kind,
        issue=one.issue,
        status=one.status,
        status_date=one.status_date,
        parties=tuple(name_of(snapshot, code) for code in one.parties),
        obstacles=tuple(
            HeldBy(kind=held.kind, texts=held.texts, first=held.first, last=held.last, standing=held.standing)
            for held in one.obstacles
        ),
        due=tuple(map(_step, one.due)),
        milestones=tuple(map(_step, one.milestones)),
        history=tuple(StatusRow(status=o.status, date=o.date, article=o.article_id) for o in one.history),
        silent_since=one.silence.since if one.silence else None,
        silent_articles=one.silence.articles if one.silence else None,
        articles=len(one.article_ids),
        first=one.first,
        last=one.last,
    )


def _step(one: relations.Milestone) -> StepRow:
    return StepRow(
        step=one.step,
        status=one.status,
        date=one.date,
        basis=one.basis,
        words=one.words,
        sentence=one.sentence,
        events=one.event_ids,
        articles=one.article_ids,
    )


def model(snapshot: Snapshot, asked: PairAsked) -> DyadUndertakings:
    """The undertakings of the pair that is asked for."""
    a, b = pair_of(snapshot, asked)
    found = relations.undertakings(snapshot.view, a, b, limit=MOST)
    return DyadUndertakings(
        a=name_of(snapshot, a),
        b=name_of(snapshot, b),
        undertakings=tuple(matter_row(snapshot, one) for one in found),
        statuses=tuple(one for one in UndertakingStatus if any(matter.status is one for matter in found)),
    )


PAGE = Page(
    name="dyad_undertakings",
    address="/dyad/{a}/{b}/undertakings",
    asked=PairAsked,
    answer=DyadUndertakings,
    model=model,
    rows="undertakings",
    slow=True,
    tag="Relations",
    summary="A pair's undertakings over time: status, obstacles, steps, what is due, silence",
)
