"""The queue: which events to judge next, and the judging itself."""

from typing import Annotated, Literal

from pydantic import Field

from bilat import review
from bilat.errors import BadArgument
from bilat.model import EventType
from bilat.record.rows import side_key
from bilat.web.judged import live, stamp
from bilat.web.page import Answer, Asked, Page
from bilat.web.pages.article import Head, head_of
from bilat.web.pages.events_parts import EventOne, event_one
from bilat.web.pages.judging_parts import JudgingTold, judging
from bilat.web.pages.parts import PartyAsked, PartyName, names_of, party_of
from bilat.web.snapshot import Snapshot

NOBODY = "anybody"
"""Who is asked for where no name is given: the queue of one who has judged nothing."""


class QueueAsked(Asked):
    """Whose queue, and of what."""

    analyst: Annotated[str | None, Field(max_length=80, description="Who is to judge: what he judged is left out.")] = (
        None
    )
    order: Annotated[
        Literal["matters", "random", "second"],
        Field(description="By what matters; a random sample; what others judged, as the machine has it."),
    ] = "matters"
    seed: Annotated[
        str, Field(pattern=r"^([A-Za-z0-9]{1,40})?$", description="Of the random sample.", examples=["2026"])
    ] = "1"
    a: PartyAsked = None
    b: PartyAsked = None
    type: EventType | Literal[""] = Field(default="", description="Only events of this PLOVER type.")
    limit: Annotated[int, Field(ge=1, le=100, description="Events at most.")] = 8


class QueueItem(Answer):
    """An event to be judged."""

    event: EventOne
    article: Head
    priority: float | None = Field(description="Its place, the higher the sooner; null in a random sample.")
    why: tuple[str, ...] = Field(description="What gave it its place.")
    judging: JudgingTold


class QueueAnswer(Answer):
    """The head of a queue."""

    analyst: str | None
    pair: tuple[PartyName, ...]
    items: tuple[QueueItem, ...]


def model(snapshot: Snapshot, asked: QueueAsked) -> QueueAnswer:
    """The queue that is asked for."""
    sides = [party_of(snapshot, one) for one in (asked.a, asked.b) if one]
    if len(sides) == 1 or (len(sides) == 2 and sides[0] == sides[1]):
        raise BadArgument("a pair needs two different parties", where="b", hint="name two, or none")
    pair = (sides[0] or "", sides[1] or "") if sides else None
    wanted = review.Wanted(
        analyst=asked.analyst or NOBODY,
        order=asked.order,
        seed=asked.seed or "1",
        pair=pair,
        type=EventType(asked.type) if asked.type else None,
    )
    found = review.queue(snapshot.view, wanted, asked.limit, live(snapshot))
    return QueueAnswer(
        analyst=asked.analyst,
        pair=names_of(snapshot, [side_key(code) for code in pair]) if pair else (),
        items=tuple(_item(snapshot, one, blind=asked.order != "matters") for one in found),
    )


def _item(snapshot: Snapshot, one: review.Item, *, blind: bool) -> QueueItem:
    machine = snapshot.view.machine_line(one.event.id) or one.event
    article = snapshot.view.article(one.article.id)
    assert article is not None
    return QueueItem(
        event=event_one(snapshot, one.event),
        article=head_of(article),
        priority=one.priority,
        why=one.why,
        judging=judging(snapshot, machine, sample=one.sample, blind=blind),
    )


PAGE = Page(
    name="judge",
    address="/judge",
    asked=QueueAsked,
    answer=QueueAnswer,
    model=model,
    stamp=stamp,
    tag="Judgements",
    summary="Which events to judge next",
    description="The events whose error would cost most come first; a person sees none twice.",
)
