"""An article: its text with all that was found in it marked, and what it is to other articles."""

from pydantic import Field

from bilat.model import Article, Coding, Correction
from bilat.record import Again
from bilat.web import marks
from bilat.web.judged import stamp
from bilat.web.page import Answer, Asked, Page
from bilat.web.pages.events_parts import EventOne, event_one
from bilat.web.pages.judging_parts import JudgingTold, judging
from bilat.web.pages.parts import PartyName, names_of
from bilat.web.problems import NotThere
from bilat.web.snapshot import Snapshot


class ArticleAsked(Asked):
    """Which article."""

    id: str = Field(min_length=1, max_length=2000, description="Its id.")


class Head(Answer):
    """An article without its text."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    date_basis: str | None = Field(description="Where the date comes from.")
    date_reason: str = Field(description="What gave the date, or why there is none.")
    url: str | None
    origin: str = Field(description="The file, and the place in it, that it was read from.")
    language: str | None


class UndertakingTold(Answer):
    """An undertaking as this article tells of it."""

    id: str
    name: str
    kind: str
    issue: str
    status: str
    parties: tuple[PartyName, ...]
    obstacles: tuple[str, ...] = Field(description="The words that tell what holds it up.")


class FactTold(Answer):
    """A stated quantity."""

    id: str
    text: str
    quantity: float
    unit: str
    subject: str
    parties: tuple[PartyName, ...]


class Other(Answer):
    """Another article and what it is to this one."""

    id: str
    what: str = Field(examples=["copy", "canonical", "corrects", "corrected by"])
    detail: str


class ArticleOne(Answer):
    """An article."""

    head: Head
    paragraphs: tuple[tuple[marks.Piece, ...], ...] = Field(
        description="The text; paragraphs are parted by line breaks, which stand at the end of their last piece."
    )
    events: tuple[EventOne, ...]
    undertakings: tuple[UndertakingTold, ...]
    facts: tuple[FactTold, ...]
    others: tuple[Other, ...] = Field(description="Copies and corrections.")
    replaced: bool = Field(description="Whether another took its place: its lines then count nowhere.")
    judging: JudgingTold


def head_of(article: Article) -> Head:
    """An article's head."""
    return Head(
        id=article.id,
        title=article.title,
        outlet=article.outlet,
        date=article.date,
        date_basis=article.date_basis,
        date_reason=article.date_reason,
        url=article.url,
        origin=article.origin,
        language=article.language,
    )


def model(snapshot: Snapshot, asked: ArticleAsked) -> ArticleOne:
    """The article that is asked for."""
    machine = snapshot.view.machine_line(asked.id)
    coding = snapshot.view.coding(asked.id)
    if coding is None and isinstance(machine, Article) and machine.id == asked.id:
        coding = Coding(article=machine)  # it was judged wrong, and nothing of it counts
    if coding is None or not isinstance(machine, Article):
        what = f"no article has the id {asked.id!r}"
        raise NotThere(what, where="id", hint="/articles lists them, /search finds them by their words")
    article = coding.article
    stretches = [one for event in coding.events for one in marks.of_event(event)]
    stretches += [one for matter in coding.undertakings for one in marks.of_undertaking(matter)]
    stretches += [one for fact in coding.facts for one in marks.of_fact(fact)]
    again = snapshot.view.again(article.id)
    return ArticleOne(
        head=head_of(article),
        paragraphs=tuple(_paragraphs(article.text, stretches)),
        events=tuple(event_one(snapshot, event) for event in coding.events),
        undertakings=tuple(
            UndertakingTold(
                id=one.id,
                name=one.name,
                kind=one.kind,
                issue=one.issue,
                status=one.status,
                parties=names_of(snapshot, one.parties),
                obstacles=tuple(held.text for held in one.obstacles),
            )
            for one in coding.undertakings
        ),
        facts=tuple(
            FactTold(
                id=one.id,
                text=one.text,
                quantity=one.quantity,
                unit=one.unit,
                subject=one.subject,
                parties=names_of(snapshot, one.parties),
            )
            for one in coding.facts
        ),
        others=tuple(_others(article.id, again)),
        replaced=article.id in snapshot.view.replaced,
        judging=judging(snapshot, machine),
    )


def _paragraphs(text: str, stretches: list[marks.Stretch]) -> list[tuple[marks.Piece, ...]]:
    """The pieces of each line of the text; lines with nothing in them stay with the one before."""
    found: list[tuple[int, str]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if found and not line.strip():
            found[-1] = (found[-1][0], found[-1][1] + line)
        else:
            found.append((at, line))
        at += len(line)
    return [marks.pieces(line, stretches, start) for start, line in found]


def _others(id: str, again: Again) -> list[Other]:
    members = again.group.members if again.group else ()
    first = again.group.canonical if again.group else None
    others = [
        Other(id=one, what="canonical" if one == first else "copy", detail="it has the same text")
        for one in members
        if one != id
    ]
    for one in again.corrects:
        if one.replaces is not None:
            others.append(Other(id=one.replaces, what="corrects", detail=_said(one)))
    by = again.corrected_by
    return [*others, Other(id=by.article_id, what="corrected by", detail=_said(by))] if by else others


def _said(one: Correction) -> str:
    return one.said or (f"{one.kind}, told by {one.basis}" if one.basis else str(one.kind))


PAGE = Page(
    name="article",
    address="/article",
    asked=ArticleAsked,
    answer=ArticleOne,
    model=model,
    stamp=stamp,
    tag="Reading",
    summary="An article: its text with all that was found in it",
)
