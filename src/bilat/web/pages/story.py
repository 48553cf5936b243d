"""A story: a happening with all that tell of it side by side, what they agree on and what they differ on."""

from pydantic import Field

from bilat.record import Point, Story
from bilat.record.rows import side_key
from bilat.web.judged import stamp
from bilat.web.page import Answer, Asked, Page
from bilat.web.pages.events_parts import EventOne, event_one
from bilat.web.pages.judging_parts import JudgingTold, thread
from bilat.web.pages.parts import PartyName, names_of
from bilat.web.problems import NotThere
from bilat.web.snapshot import Snapshot

MOST = 200
"""Tellings that a page shows; the story's figures are of all."""


class StoryAsked(Asked):
    """Which story."""

    id: str = Field(min_length=4, max_length=100, description="Its id, or the first characters of it.")


class SaidBy(Answer):
    """Who says a value, and in what words."""

    article_id: str
    event_id: str
    outlet: str | None
    words: str


class ValueTold(Answer):
    """One answer to a point, and who gives it."""

    value: str
    said: tuple[SaidBy, ...]


class PointTold(Answer):
    """What several articles tell, in one way or in several."""

    aspect: str = Field(examples=["number"])
    what: str = Field(description="Of a number, what it counts; of a person, whose; else as the aspect.")
    values: tuple[ValueTold, ...] = Field(description="The most told first.")


class TellingRow(Answer):
    """An assertion of the story."""

    event: EventOne
    title: str | None
    outlet: str | None
    date: str | None = Field(description="The article's.")
    copies: int = Field(description="Other articles with the same text.")
    score: float = Field(description="How like the story it was when it joined; 1 for the one that founded it.")
    joined: str = Field(description="What made it so.")


class StoryAnswer(Answer):
    """A story."""

    id: str
    type: str
    mode: str | None
    status: str
    parties: tuple[PartyName, ...]
    date: str | None
    date_basis: str | None
    sentence: str = Field(description="The first report's.")
    outlets: tuple[str, ...]
    articles: int
    assertions: int
    agree: tuple[PointTold, ...]
    differ: tuple[PointTold, ...]
    tellings: tuple[TellingRow, ...] = Field(description=f"By the article's date; at most {MOST}.")
    merged: tuple[str, ...] = Field(description="Stories that a later article showed to be this one.")
    judging: JudgingTold = Field(description="What was said of it; its events' places in it are judged one by one.")


def model(snapshot: Snapshot, asked: StoryAsked) -> StoryAnswer:
    """The story that is asked for."""
    found = snapshot.view.find(asked.id)
    if not isinstance(found, Story):
        raise NotThere(f"no story has the id {asked.id!r}", where="id", hint="/stories lists them")
    return StoryAnswer(
        id=found.id,
        type=found.type,
        mode=found.mode,
        status=found.status,
        parties=names_of(snapshot, dict.fromkeys(side_key(code) for code in found.parties)),
        date=found.date,
        date_basis=found.date_basis,
        sentence=found.sentence.text,
        outlets=found.outlets,
        articles=len(found.articles),
        assertions=len(found.accounts),
        agree=tuple(_point(one, found) for one in found.agree),
        differ=tuple(_point(one, found) for one in found.differ),
        tellings=tuple(_tellings(snapshot, found)),
        merged=found.merged,
        judging=thread(snapshot, found.id),
    )


def _point(point: Point, story: Story) -> PointTold:
    return PointTold(
        aspect=point.aspect,
        what=point.what,
        values=tuple(
            ValueTold(
                value=one.value,
                said=tuple(
                    SaidBy(
                        article_id=said.article_id,
                        event_id=said.event_id,
                        outlet=story.articles[said.article_id].outlet,
                        words=said.span.text,
                    )
                    for said in one.said
                ),
            )
            for one in point.values
        ),
    )


def _tellings(snapshot: Snapshot, story: Story) -> list[TellingRow]:
    found = []
    for account in story.accounts[:MOST]:
        head = story.articles[account.event.article_id]
        row = TellingRow(
            event=event_one(snapshot, account.event),
            title=head.title,
            outlet=head.outlet,
            date=head.date,
            copies=head.copies,
            score=account.score,
            joined=account.reason,
        )
        found.append(row)
    return found


PAGE = Page(
    name="story",
    address="/story/{id}",
    asked=StoryAsked,
    answer=StoryAnswer,
    model=model,
    stamp=stamp,
    rows="tellings",
    tag="Relations",
    summary="A story: all sources of a happening side by side",
)
