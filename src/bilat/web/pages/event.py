"""An event: its sentence with all its parts marked, every field with its reason, its article and its story."""

from pydantic import Field

from bilat.model import Article, Event
from bilat.web.judged import stamp
from bilat.web.page import Answer, Asked, Page
from bilat.web.pages.article import Head, head_of
from bilat.web.pages.events_parts import EventOne, event_one
from bilat.web.pages.judging_parts import JudgingTold, judging, shown_line
from bilat.web.problems import NotThere
from bilat.web.snapshot import Snapshot

_STORY = "SELECT story FROM story_events WHERE event_id = ?"


class EventAsked(Asked):
    """Which event."""

    id: str = Field(min_length=4, max_length=100, description="Its id, or the first characters of it.")


class EventAnswer(Answer):
    """An event with where it stands."""

    event: EventOne
    article: Head
    replaced: bool = Field(description="Whether another article took the place of this one's: it counts nowhere.")
    story: str | None = Field(description="Id of the story that it is a telling of.")
    tellings: int = Field(description="Assertions of that story, this one among them.")
    judging: JudgingTold


def model(snapshot: Snapshot, asked: EventAsked) -> EventAnswer:
    """The event that is asked for."""
    machine = snapshot.view.machine_line(asked.id)
    if not isinstance(machine, Event):
        what = f"no event has the id {asked.id!r}"
        raise NotThere(what, where="id", hint="articles and stories list theirs: /search finds them by their words")
    found, _ = shown_line(snapshot, machine)
    assert isinstance(found, Event)
    article = snapshot.view.article(found.article_id) or snapshot.view.machine_line(found.article_id)
    if not isinstance(article, Article):
        raise NotThere("the event's article is not in the record", where="id", hint="bilat check tells what is missing")
    rows = snapshot.view.ask(_STORY, [found.id])
    story = snapshot.view.story(rows[0][0]) if rows else None
    return EventAnswer(
        event=event_one(snapshot, found),
        article=head_of(article),
        replaced=article.id in snapshot.view.replaced,
        story=story.id if story else None,
        tellings=len(story.accounts) if story else 1,
        judging=judging(snapshot, machine),
    )


PAGE = Page(
    name="event",
    address="/event/{id}",
    asked=EventAsked,
    answer=EventAnswer,
    model=model,
    stamp=stamp,
    tag="Reading",
    summary="An event: one assertion, with the words and the reason of each of its fields",
)
