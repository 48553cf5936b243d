"""A pair: the relation at a glance, over time, by issue, its stories, its plans and its places.

What takes longer to work out (undertakings over time, visits, turns, outlook) has pages of its own below this one; the
explorer fetches them into it once it is shown.
"""

from datetime import date
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from bilat import relations
from bilat.errors import BadArgument
from bilat.model import EventType, Issue
from bilat.record.dates import reach
from bilat.record.places import places
from bilat.web.page import Answer, Asked, Page
from bilat.web.pages import dyads, record
from bilat.web.pages.parts import PartyName, Since, StoryRow, Until, days, name_of, party_of, story_row
from bilat.web.snapshot import Snapshot

_STORIES, _AHEAD = 12, 8
_WEEKS, _MONTHS = 540, 120 * 31  # days up to which periods are weeks, and months
Code = Annotated[str, Field(max_length=200, description="A state, IGO or group, by code or name.", examples=["IRN"])]


class PairAsked(Asked):
    """Which pair."""

    a: Code
    b: Code = Field(max_length=200, description="The other.", examples=["PAK"])


class DyadAsked(PairAsked):
    """Which pair, and what of it."""

    by: Literal["auto", "day", "week", "month", "quarter", "year"] = Field(
        default="auto", description="Length of a period; `auto` takes what the time shown has room for."
    )
    since: Since = None
    until: Until = None
    issue: Issue | Literal[""] = Field(default="", description="Stories on this issue alone.")
    type: EventType | Literal[""] = Field(default="", description="Of this PLOVER type.")
    direction: Literal["", "a>b", "b>a", "both"] = Field(
        default="", description="Who acts on whom, as the pair is asked for."
    )
    unit: Literal["story", "text", "article", "report"] = Field(default="story", description="What a story counts as.")


class PeriodRow(Answer):
    """A period's figures."""

    start: str
    label: str
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    planned: int = Field(description="Planned for this time; in none of the other figures.")
    net: float | None = Field(description="Net cooperation; null where nothing was read.")
    net_low: float | None = Field(description="Low end of its 90 % interval, by bootstrap over stories.")
    net_high: float | None
    read: int | None = Field(description="Articles of this time that were read, on whatever; null where not known.")


class IssueRow(Answer):
    """An issue's figures, in the periods' order."""

    issue: str
    total: int
    counts: tuple[int, ...]


class Place(Answer):
    """A place and how many assertions of what took place the record has there; WGS 84 degrees."""

    name: str
    country: str | None
    latitude: float
    longitude: float
    cooperation: int
    conflict: int


class DyadAnswer(Answer):
    """A pair."""

    a: PartyName
    b: PartyName
    by: str
    unit: str
    stories_total: int = Field(description="What took place, in the unit, in the time shown.")
    cooperation: int
    conflict: int
    a_acts: int = Field(description="Of these, where a acts on b.")
    b_acts: int
    articles_read: int | None
    first: str | None = Field(description="First day of the time shown.")
    last: str | None
    periods: tuple[PeriodRow, ...]
    issues: tuple[IssueRow, ...] = Field(description="The most told first.")
    undated: int = Field(description="Not among the periods: without a date.")
    coarse: int = Field(description="Not among the periods: dated by more than a period.")
    earlier: int = Field(description="Not among the periods: told as history.")
    ahead: tuple[StoryRow, ...] = Field(description="Planned for after the newest article, as lately told.")
    stories: tuple[StoryRow, ...] = Field(description="The lastly told.")
    places: tuple[Place, ...]
    newest: str | None = Field(description="Day of the record's newest article.")


def pair_of(snapshot: Snapshot, asked: PairAsked) -> tuple[str, str]:
    """The codes of the two.

    Raises:
        UnknownParty: With the nearest names.
        BadArgument: The two are the same, or one is empty.
    """
    a, b = party_of(snapshot, asked.a) or "", party_of(snapshot, asked.b) or ""
    if not a or not b or a == b:
        raise BadArgument("a pair needs two different parties", where="b", hint="name two, as in /dyad/IRN/PAK")
    return a, b


def model(snapshot: Snapshot, asked: DyadAsked) -> DyadAnswer:
    """The pair that is asked for; one that the record has nothing of is empty and no error."""
    a, b = pair_of(snapshot, asked)
    since, until = days(asked.since, asked.until)
    choice: relations.Choice = {"since": since, "until": until, "unit": asked.unit}
    if asked.issue:
        choice["issue"] = asked.issue
    if asked.type:
        choice["type"] = asked.type
    if asked.direction:
        choice["direction"] = asked.direction
    by = _by(snapshot, a, b, asked, since, until)
    told = relations.series(snapshot.view, a, b, by, **_apart(choice, "quad"))
    lines = dict(zip(told.groups, told.counts.T, strict=True))
    sides = relations.series(snapshot.view, a, b, by, **_apart(choice, "direction"))
    toward = dict(zip(sides.groups, sides.counts.sum(axis=0).tolist(), strict=True))
    newest = record.counts(snapshot, record.RecordAsked()).last
    return DyadAnswer(
        a=name_of(snapshot, a),
        b=name_of(snapshot, b),
        by=by,
        unit=asked.unit,
        stories_total=int(told.total.sum()),
        cooperation=_side(lines, "cooperation"),
        conflict=_side(lines, "conflict"),
        a_acts=toward.get("a>b", 0),
        b_acts=toward.get("b>a", 0),
        articles_read=_whole(float(np.nansum(told.exposure))) if np.isfinite(told.exposure).any() else None,
        first=told.starts[0].isoformat() if told.starts else None,
        last=told.starts[-1].isoformat() if told.starts else None,
        periods=_periods(told, _planned(snapshot, a, b, by, choice, told)),
        issues=_issues(snapshot, a, b, by, choice, told),
        undated=told.undated,
        coarse=told.coarse,
        earlier=told.earlier,
        ahead=_ahead(snapshot, a, b, newest),
        stories=_latest(snapshot, a, b, asked, since, until),
        places=_places(snapshot, a, b, since, until),
        newest=newest,
    )


def _by(snapshot: Snapshot, a: str, b: str, asked: DyadAsked, since: str | None, until: str | None) -> relations.By:
    """The length of a period: what is asked for, else what the time shown has room for."""
    if asked.by != "auto":
        return asked.by
    line = next((one for one in dyads.every(snapshot) if {one.a.code, one.b.code} == {a, b}), None)
    begun = max(line.first or "", record.counts(snapshot, record.RecordAsked()).first or "") if line else None
    reached = [reach(day) for day in (since or begun, until or (line.last if line else None))]
    if reached[0] is None or reached[1] is None:
        return "month"
    length = (date.fromisoformat(reached[1][1]) - date.fromisoformat(reached[0][0])).days
    return "week" if length <= _WEEKS else "month" if length <= _MONTHS else "quarter"


def _apart(choice: relations.Choice, split: relations.Split | None) -> relations.Choice:
    return {**choice, "split": split}


def _side(lines: dict[str, NDArray[np.int64]], word: str) -> int:
    return int(sum(counts.sum() for group, counts in lines.items() if group.endswith(word)))


def _periods(told: relations.Series, planned: dict[date, int]) -> tuple[PeriodRow, ...]:
    columns = {group: told.counts[:, n].tolist() for n, group in enumerate(told.groups)}
    rows = []
    for n, start in enumerate(told.starts):
        row = PeriodRow(
            start=start.isoformat(),
            label=told.labels[n],
            **{quad.replace("-", "_"): columns[quad][n] if quad in columns else 0 for quad in _QUADS},
            planned=planned.get(start, 0),
            net=_known(told.net[n]),
            net_low=_known(told.net_low[n]),
            net_high=_known(told.net_high[n]),
            read=_whole(float(told.exposure[n])),
        )
        rows.append(row)
    return tuple(rows)


_QUADS = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")


def _known(value: float) -> float | None:
    return round(float(value), 2) if np.isfinite(value) else None


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None


def _planned(
    snapshot: Snapshot, a: str, b: str, by: relations.By, choice: relations.Choice, told: relations.Series
) -> dict[date, int]:
    if not told.starts:
        return {}
    found = relations.series(snapshot.view, a, b, by, **_apart({**choice, "status": "planned"}, None))
    return {start: int(n) for start, n in zip(found.starts, found.total, strict=True) if n}


def _issues(
    snapshot: Snapshot, a: str, b: str, by: relations.By, choice: relations.Choice, told: relations.Series
) -> tuple[IssueRow, ...]:
    if not told.starts:
        return ()
    found = relations.series(snapshot.view, a, b, by, **_apart(choice, "issue"))
    at = {start: n for n, start in enumerate(found.starts)}
    rows = []
    for n, group in enumerate(found.groups):
        counts = tuple(int(found.counts[at[start], n]) if start in at else 0 for start in told.starts)
        if any(counts):
            rows.append(IssueRow(issue=group, total=sum(counts), counts=counts))
    return tuple(sorted(rows, key=lambda row: (-row.total, row.issue)))


def _ahead(snapshot: Snapshot, a: str, b: str, newest: str | None) -> tuple[StoryRow, ...]:
    if newest is None:
        return ()
    found = snapshot.stories(parties=[a, b], status="planned", due=newest, limit=_AHEAD)
    return tuple(story_row(snapshot, one) for one in found)


def _latest(
    snapshot: Snapshot, a: str, b: str, asked: DyadAsked, since: str | None, until: str | None
) -> tuple[StoryRow, ...]:
    found = snapshot.stories(
        parties=[a, b],
        type=asked.type or None,
        issue=asked.issue or None,
        since=since,
        until=until,
        limit=_STORIES,
    )
    return tuple(story_row(snapshot, one) for one in found)


def _places(snapshot: Snapshot, a: str, b: str, since: str | None, until: str | None) -> tuple[Place, ...]:
    found = places(snapshot.view, a, b, since, until)
    return tuple(
        Place(
            name=snapshot.naming.place(one.latitude, one.longitude),
            country=one.country,
            latitude=one.latitude,
            longitude=one.longitude,
            cooperation=one.cooperation,
            conflict=one.conflict,
        )
        for one in found
    )


PAGE = Page(
    name="dyad",
    address="/dyad/{a}/{b}",
    asked=DyadAsked,
    answer=DyadAnswer,
    model=model,
    rows="periods",
    tag="Relations",
    summary="A pair: figures by period and issue, stories, plans and places",
)
