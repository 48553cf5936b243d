"""Where a pair's relation turned: lasting shifts, peaks and dips, each with its dates, its size and its stories."""

from datetime import date

from pydantic import Field

from bilat import relations
from bilat.web.page import Answer, Page
from bilat.web.pages.dyad import PairAsked, pair_of
from bilat.web.pages.parts import PartyName, name_of
from bilat.web.snapshot import Snapshot

MOST, _STORIES = 40, 3
"""Turns that the page has, the strongest."""


class Estimated(Answer):
    """A value with its 90 % interval."""

    value: float
    low: float
    high: float


class TellingRow(Answer):
    """A story that makes a turn."""

    story: str
    event: str
    article: str
    sentence: str
    day: date
    type: str
    outlets: int
    articles: int


class TurnRow(Answer):
    """A turn."""

    kind: str = Field(
        description="`shift`, a lasting change; `peak` or `dip`, one that passed; "
        "`burst`, one within its usual scatter; `recent`, too late to tell."
    )
    series: str = Field(examples=["material-conflict"])
    direction: str = Field(examples=["more conflict"])
    day: date = Field(description="Of a shift the likeliest first day of the new level; else the first of its periods.")
    first: date = Field(description="Of a shift, the days between which it lies with a probability of 90 %.")
    last: date
    before: Estimated = Field(description="Stories a week at the usual reading.")
    after: Estimated
    ratio: Estimated | None = Field(description="After by before; null for a net.")
    gain: float = Field(description="What the turn adds to the log likelihood: its strength.")
    p: float = Field(description="How often a series without a turn shows one so strong.")
    stories: tuple[TellingRow, ...]


class DyadTurns(Answer):
    """A pair's turns."""

    a: PartyName
    b: PartyName
    basis: str = Field(description="`read`: held against what was read; `even`: every week alike.")
    reason: str | None = Field(description="Why there are none to show, or why all weeks count alike.")
    turns: tuple[TurnRow, ...] = Field(description=f"By date; at most {MOST}, the strongest.")


def model(snapshot: Snapshot, asked: PairAsked) -> DyadTurns:
    """The turns of the pair that is asked for."""
    a, b = pair_of(snapshot, asked)
    sides = {"a": name_of(snapshot, a), "b": name_of(snapshot, b)}
    found = relations.pair_turns(snapshot.view, a, b)
    told = relations.Tellings(snapshot.view, a, b)
    strongest = sorted(found.turns, key=lambda turn: -turn.gain)[:MOST]
    reasons = [one.reason for one in found.levels if one.reason]
    return DyadTurns(
        **sides,
        basis=found.basis,
        reason=found.reason or (reasons[0] if reasons and not strongest else None),
        turns=tuple(_row(turn, told) for turn in sorted(strongest, key=lambda turn: (turn.day, turn.series))),
    )


def _row(turn: relations.Turn, told: relations.Tellings) -> TurnRow:
    return TurnRow(
        kind=turn.kind,
        series=turn.series,
        direction=turn.direction,
        day=turn.day,
        first=turn.first,
        last=turn.last,
        before=_estimated(turn.before),
        after=_estimated(turn.after),
        ratio=_estimated(turn.ratio) if turn.ratio else None,
        gain=round(turn.gain, 1),
        p=turn.p,
        stories=tuple(
            TellingRow(
                story=one.story,
                event=one.event,
                article=one.article,
                sentence=one.sentence,
                day=one.day,
                type=one.type,
                outlets=one.outlets,
                articles=one.articles,
            )
            for one in told.of(turn, _STORIES)
        ),
    )


def _estimated(one: relations.Estimate) -> Estimated:
    return Estimated(value=round(one.value, 2), low=round(one.low, 2), high=round(one.high, 2))


PAGE = Page(
    name="dyad_turns",
    address="/dyad/{a}/{b}/turns",
    asked=PairAsked,
    answer=DyadTurns,
    model=model,
    rows="turns",
    slow=True,
    tag="Relations",
    summary="A pair's turning points: shifts, peaks and dips with their dates, size and stories",
)
