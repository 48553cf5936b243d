"""What several pages' models are made of, and the filters that several take."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

from pydantic import Field

from bilat.errors import BadArgument
from bilat.record.dates import reach
from bilat.record.listings import ArticleLine, Month, PairLine, StoryLine, UndertakingLine
from bilat.record.slices import Counts
from bilat.web.page import Answer
from bilat.web.snapshot import Snapshot

_DATE = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"
Since = Annotated[
    str | None, Field(pattern=_DATE, description="From this day, month or year on (ISO 8601).", examples=["2019-04"])
]
Until = Annotated[
    str | None, Field(pattern=_DATE, description="To this day, month or year (ISO 8601).", examples=["2019-04-22"])
]
PartyAsked = Annotated[
    str | None, Field(max_length=200, description="A state, IGO or group, by code or name.", examples=["PAK"])
]


class PartyName(Answer):
    """A party with its usual name."""

    code: str = Field(description="State (ISO 3166 alpha-3), IGO or group.", examples=["IRN"])
    name: str = Field(description="Its usual name; the code where it has none.", examples=["Iran"])


class Counted(Answer):
    """How much the record holds."""

    articles: int
    texts: int = Field(description="Articles less copies of others and those that were replaced.")
    replaced: int = Field(description="Articles that a correction, an update or a retraction took the place of.")
    undated_articles: int
    sentences: int
    events: int
    undertakings: int
    facts: int
    outlets: int
    dyads: int = Field(description="Pairs with at least one event.")
    skipped: int = Field(description="Inputs that were left out.")
    runs: int
    first: str | None = Field(description="Date of the earliest article.")
    last: str | None = Field(description="Date of the latest article.")
    imported: int = Field(description="Events of other datasets; they are in no other figure here.")


class DyadLine(Answer):
    """A pair and how many events stand between the two."""

    a: PartyName
    b: PartyName
    events: int
    imported: int = Field(description="Events of other datasets between the two.")
    first: str | None = Field(description="First day of the earliest event; an event without a date has its article's.")
    last: str | None = Field(description="Last day of the latest.")


class ArticleRow(Answer):
    """An article in a list."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    events: int = Field(description="Events that were found in it.")


class StoryRow(Answer):
    """A story in a list: a happening with all its assertions."""

    id: str
    parties: tuple[PartyName, ...]
    date: str | None = Field(description="Its date, as most of its tellings have it.")
    date_basis: str | None = Field(
        description="`event` where a sentence gives the date, `article` where it is the report's."
    )
    type: str = Field(description="PLOVER type of most tellings.", examples=["CONSULT"])
    mode: str | None
    status: str = Field(description="The strongest that a telling says.", examples=["actual"])
    issues: tuple[str, ...]
    articles: int = Field(description="Articles that tell it.")
    outlets: int = Field(description="Named outlets that tell it.")
    told: str | None = Field(description="Day of the last article that tells it.")
    sentence: str = Field(description="The first report's sentence.")


class UndertakingRow(Answer):
    """An undertaking in a list: all mentions of one name and kind."""

    id: str = Field(description="Of the latest mention.")
    name: str
    kind: str
    issue: str
    status: str = Field(description="The latest that is told.")
    parties: tuple[PartyName, ...]
    obstacles: tuple[str, ...] = Field(description="Kinds of what was said to hold it up.")
    articles: int
    first: str | None = Field(description="Day of the first article that names it.")
    last: str | None = Field(description="Day of the last.")


class MonthRow(Answer):
    """A month's articles, and what was found in them."""

    month: str | None = Field(
        description="Null for articles that are dated by the year or not at all.", examples=["2024-01"]
    )
    articles: int
    outlets: int
    events: int


def party_of(snapshot: Snapshot, text: str | None) -> str | None:
    """The code of a party that was asked for by code or name.

    Raises:
        UnknownParty: With the nearest names.
    """
    if text is None or text.strip() == "":
        return None
    return snapshot.naming.code(text)


def days(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first and last day of what was asked for.

    Raises:
        BadArgument: One is no date, or the range ends before it begins.
    """
    first, last = _day(since, "since", 0), _day(until, "until", 1)
    if first and last and first > last:
        raise BadArgument(
            f"the range ends before it begins: {since} to {until}", where="since", hint="swap the two dates"
        )
    return first, last


def _day(date: str | None, where: str, end: int) -> str | None:
    if date is None or date == "":
        return None
    found = reach(date)
    if found is None:
        raise BadArgument(f"{date!r} is no date", where=where, hint="give it as 2024-01-18, 2024-01 or 2024")
    return found[end]


def name_of(snapshot: Snapshot, code: str) -> PartyName:
    """A party with its name."""
    return PartyName(code=code, name=snapshot.label(code))


def names_of(snapshot: Snapshot, codes: Iterable[str]) -> tuple[PartyName, ...]:
    """Parties with their names."""
    return tuple(name_of(snapshot, code) for code in codes)


def counted(counts: Counts) -> Counted:
    """The counts as an answer has them."""
    return Counted(**asdict(counts))


def dyad_line(snapshot: Snapshot, one: PairLine) -> DyadLine:
    """A pair's line."""
    a, b = name_of(snapshot, one.a), name_of(snapshot, one.b)
    return DyadLine(a=a, b=b, events=one.events, imported=one.imported, first=one.first, last=one.last)


def article_row(line: ArticleLine) -> ArticleRow:
    """An article's line."""
    return ArticleRow(id=line.id, title=line.title, outlet=line.outlet, date=line.date, events=line.events)


def story_row(snapshot: Snapshot, line: StoryLine) -> StoryRow:
    """A story's line."""
    plain = {name: value for name, value in asdict(line).items() if name in StoryRow.model_fields}
    return StoryRow(**plain | {"parties": names_of(snapshot, line.parties)})


def undertaking_row(snapshot: Snapshot, line: UndertakingLine) -> UndertakingRow:
    """An undertaking's line."""
    return UndertakingRow(**asdict(line) | {"parties": names_of(snapshot, line.parties)})


def month_row(line: Month) -> MonthRow:
    """A month's line."""
    return MonthRow(**asdict(line))
