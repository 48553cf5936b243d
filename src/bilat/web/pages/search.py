"""Search over everything: articles by their words, parties, persons, undertakings and stories by their names."""

from typing import Literal

from pydantic import Field

from bilat.web import paging, search_words
from bilat.web.page import Answer, Page
from bilat.web.pages.parts import PartyName, name_of
from bilat.web.snapshot import Snapshot

_THINGS = 6
_DEEPEST = 10_000


class SearchAsked(paging.Paged):
    """What is looked for."""

    q: str = Field(
        default="",
        max_length=200,
        description='Words that must all be there; "a phrase", -without, begin*.',
        examples=["gas pipeline"],
    )
    sort: Literal["relevance", "newest"] = Field(default="relevance", description="The order of the articles.")
    limit: int = Field(default=20, ge=1, le=100, description="Articles of a page at most.")


class PieceOf(Answer):
    """Some words, and whether they are what was looked for."""

    text: str
    hit: bool


class PartyHit(Answer):
    """A party that was found."""

    party: PartyName
    events: int


class PersonHit(Answer):
    """A person that was found, as of a party."""

    name: str
    party: PartyName
    role: str | None
    events: int


class UndertakingHit(Answer):
    """An undertaking that was found."""

    id: str
    name: tuple[PieceOf, ...]
    detail: str = Field(description="Its kind and status.")
    date: str | None = Field(description="Day of the last article that names it.")
    articles: int


class StoryHit(Answer):
    """A story of two articles or more that was found."""

    id: str
    sentence: tuple[PieceOf, ...]
    type: str
    date: str | None = Field(description="As most of its tellings have it.")
    articles: int


class ArticleHit(Answer):
    """An article that was found."""

    id: str
    title: tuple[PieceOf, ...]
    snippet: tuple[PieceOf, ...]
    outlet: str | None
    date: str | None


class Search(paging.Listed):
    """What was found. Parties, persons, undertakings and stories stand on the first page alone."""

    q: str
    ready: bool = Field(description="Whether the index is whole; while it is made for the first time nothing is found.")
    indexed: int | None = Field(description="Articles that are in it, while it is made; else null.")
    total: int = Field(description="Articles that were found, at most so many as are counted.")
    counted: bool = Field(description="Whether that is all of them.")
    parties: tuple[PartyHit, ...]
    persons: tuple[PersonHit, ...]
    undertakings: tuple[UndertakingHit, ...]
    stories: tuple[StoryHit, ...]
    articles: tuple[ArticleHit, ...] = Field(description="In the order that was asked for.")


def model(snapshot: Snapshot, asked: SearchAsked) -> Search:
    """What is found for what was asked."""
    index, words = snapshot.index, search_words.query(asked.q)
    making = index.progress
    offset = (paging.after(asked.cursor, (int,)) or (0,))[0]
    if making is not None or not words or not 0 <= offset < _DEEPEST:
        return _nothing(asked.q, ready=making is None, indexed=making.done if making else None)
    total = search_words.count(index, words)
    found = search_words.articles(index, words, newest=asked.sort == "newest", limit=asked.limit + 1, offset=offset)
    page, more = found[: asked.limit], len(found) > asked.limit
    first = offset == 0
    return Search(
        q=asked.q,
        ready=True,
        indexed=None,
        total=total,
        counted=total < search_words.MOST_COUNTED,
        parties=_parties(snapshot, words) if first else (),
        persons=_persons(snapshot, words) if first else (),
        undertakings=_undertakings(snapshot, words) if first else (),
        stories=_stories(snapshot, words) if first else (),
        articles=tuple(_article(one) for one in page),
        next=paging.cursor(offset + asked.limit) if more else None,
    )


def _nothing(q: str, *, ready: bool, indexed: int | None) -> Search:
    none: dict[str, tuple[()]] = dict.fromkeys(("parties", "persons", "undertakings", "stories", "articles"), ())
    return Search(q=q, ready=ready, indexed=indexed, total=0, counted=True, next=None, **none)


def _things(snapshot: Snapshot, words: str, kind: str) -> tuple[search_words.Thing, ...]:
    return search_words.things(snapshot.index, words, kind, _THINGS)


def _parties(snapshot: Snapshot, words: str) -> tuple[PartyHit, ...]:
    found = _things(snapshot, words, "party")
    return tuple(PartyHit(party=name_of(snapshot, one.id), events=one.weight) for one in found)


def _persons(snapshot: Snapshot, words: str) -> tuple[PersonHit, ...]:
    return tuple(
        PersonHit(
            name="".join(piece.text for piece in one.name),
            party=name_of(snapshot, one.id),
            role=one.detail or None,
            events=one.weight,
        )
        for one in _things(snapshot, words, "person")
    )


def _undertakings(snapshot: Snapshot, words: str) -> tuple[UndertakingHit, ...]:
    return tuple(
        UndertakingHit(id=o.id, name=_pieces(o.name), detail=o.detail, date=o.date, articles=o.weight)
        for o in _things(snapshot, words, "undertaking")
    )


def _stories(snapshot: Snapshot, words: str) -> tuple[StoryHit, ...]:
    return tuple(
        StoryHit(id=o.id, sentence=_pieces(o.name), type=o.detail, date=o.date, articles=o.weight)
        for o in _things(snapshot, words, "story")
    )


def _article(one: search_words.Found) -> ArticleHit:
    title, snippet = _pieces(one.title), _pieces(one.snippet)
    return ArticleHit(id=one.id, title=title, snippet=snippet, outlet=one.outlet, date=one.date)


def _pieces(some: tuple[search_words.Piece, ...]) -> tuple[PieceOf, ...]:
    return tuple(PieceOf(text=one.text, hit=one.hit) for one in some)


PAGE = Page(
    name="search",
    address="/search",
    asked=SearchAsked,
    answer=Search,
    model=model,
    rows="articles",
    stamp=lambda snapshot: snapshot.index.stamp,
    summary="Search over everything",
)
