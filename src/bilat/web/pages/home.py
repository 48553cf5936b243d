"""Home: what the record holds, where and between whom, and what changed lately."""

from pydantic import Field

from bilat.web import paging
from bilat.web.page import Answer, Page
from bilat.web.pages import dyads, parties
from bilat.web.pages import record as itself
from bilat.web.pages.parts import Counted, DyadLine, PartyName, StoryRow, names_of, story_row
from bilat.web.pages.record import RecordAsked, RunRow
from bilat.web.snapshot import Snapshot

_MATRIX, _BUSIEST, _STORIES, _RUNS, _MAPPED = 10, 20, 8, 5, 400


class Mapped(Answer):
    """A party and how many events with others it stands in, for the map."""

    code: str
    name: str
    events: int = Field(description="Of the record's own; of other datasets where it has none.")


class Matrix(Answer):
    """The busiest parties, and the number of events of each pair of them."""

    imported: bool = Field(description="Whether these are events of other datasets: the record has none of its own.")
    parties: tuple[PartyName, ...]
    events: tuple[tuple[int, ...], ...] = Field(description="A row and a column for each party, in this order.")


class Home(Answer):
    """What the record holds."""

    counts: Counted
    dyads: tuple[DyadLine, ...] = Field(description="The pairs with the most events.")
    matrix: Matrix
    map: tuple[Mapped, ...] = Field(description="The busiest parties.")
    stories: tuple[StoryRow, ...] = Field(description="The lastly told of two parties or more.")
    runs: tuple[RunRow, ...] = Field(description="The last runs, the last first.")


def model(snapshot: Snapshot, asked: RecordAsked) -> Home:
    """What the home page shows."""
    counts, pairs = itself.counts(snapshot, asked), dyads.every(snapshot)
    others = not counts.events
    busiest = parties.parties(snapshot, paging.Paged(limit=_MAPPED)).parties
    stories = snapshot.stories(between=True, limit=_STORIES)
    return Home(
        counts=counts,
        dyads=pairs[:_BUSIEST],
        matrix=_matrix(snapshot, [one.code for one in busiest[:_MATRIX]], pairs, others),
        map=tuple(Mapped(code=o.code, name=o.name, events=o.imported if others else o.events) for o in busiest),
        stories=tuple(story_row(snapshot, one) for one in stories),
        runs=itself.runs(snapshot, asked).runs[::-1][:_RUNS],
    )


def _matrix(snapshot: Snapshot, codes: list[str], pairs: tuple[DyadLine, ...], others: bool) -> Matrix:
    counts = {(one.a.code, one.b.code): one.imported if others else one.events for one in pairs}
    rows = tuple(tuple(counts.get((min(a, b), max(a, b)), 0) for b in codes) for a in codes)
    return Matrix(imported=others, parties=names_of(snapshot, codes), events=rows)


PAGE = Page(
    name="home",
    address="/",
    twin="/home",
    asked=RecordAsked,
    answer=Home,
    model=model,
    summary="What the record holds",
)
