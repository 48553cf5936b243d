"""What a view gives: plain values, cut off from the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from typing import Literal

from bilat.model import DateBasis, Event, Fact, Undertaking
from bilat.record.known import LeftOut

Direction = Literal["a>b", "b>a", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHead:
    """An article without its text, as a citation needs it.

    Attributes:
        copy_of: Id of the canonical article of this text, where this one is another.
        copies: How many other articles of the record have this text.
        corrects: What this one takes the place of: "correction of ID", "update of ID".
    """

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    date_basis: DateBasis | None
    url: str | None
    origin: str
    language: str | None
    copy_of: str | None = None
    copies: int = 0
    corrects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadEvent:
    """An event as it stands between the two.

    Attributes:
        direction: Who acts on whom; ``both`` for a symmetric act or one that goes both ways.
        date: The event's own date, else its article's; ``date_basis`` says which, null where neither has one.
        story: The story of the record that it tells, null in a record of before there were any.
    """

    event: Event
    direction: Direction
    date: str | None
    date_basis: Literal["event", "article"] | None
    story: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """All that the record has of a pair, in the asked order of the two and within the asked dates.

    Attributes:
        a: State, IGO or full code of the one; a full code ("PAKREB") takes only that party's events.
        b: The other.
        events: By date, undated first, then by article and place in it.
        others: Acts of third parties that bear on the pair: sanctions on one of the two, told in the same articles, and
            mediation.
        articles: The heads of all articles that any of these come from, by id; none that another took the place of.
        undated: Events left out because a range was asked for and they have no date at all.
        least: The confidence that was asked for; unsure: events left out because they do not reach it.
        as_of: The day by which its articles were published, where the view has one; left_out: articles of the pair that may
            have been, but do not tell their day.
    """

    a: str
    b: str
    since: str | None
    until: str | None
    events: tuple[DyadEvent, ...]
    undertakings: tuple[Undertaking, ...]
    facts: tuple[Fact, ...]
    others: tuple[Event, ...]
    articles: Mapping[str, ArticleHead]
    undated: int
    least: float = 0.0
    unsure: int = 0
    as_of: str | None = None
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much the record holds; ``first`` and ``last`` are the dates of its articles.

    Attributes:
        imported: Events of other datasets; they are in no other figure.
        texts: Articles less copies of others; replaced: those that a correction, an update or a retraction took the
            place of. Events, undertakings, facts and pairs are counted without theirs.
    """

    articles: int
    undated_articles: int
    sentences: int
    events: int
    undertakings: int
    facts: int
    outlets: int
    dyads: int
    skipped: int
    runs: int
    first: str | None
    last: str | None
    imported: int
    texts: int
    replaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A source and how much of it was read."""

    name: str | None
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadCount:
    """A pair and how many events stand between the two."""

    a: str
    b: str
    events: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A run and what it added; ``recoded`` is how many articles it coded again."""

    id: str
    program: str
    settings: str | None
    lexicon: str | None
    model: str | None
    started: str | None
    command: str | None
    articles: int
    recoded: int
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipLine:
    """An input that was left out."""

    error: str
    what: str
    where: str
    hint: str
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An event of another dataset, as the record has it: what the source says, and what it is in the record's own terms.

    Attributes:
        id: "SOURCE:ID", the id being the source's own.
        story: A key that lines of one happening have in common.
        a, b: State, IGO or group of either side, ``a`` before ``b`` in the alphabet; null where the source names none that
            is known.
        a_code, b_code: The same with the sector ("IRNGOV").
        a_text, b_text: The actors as the source writes them; a_original, b_original: its own codes of them.
        date: As the source states it: a day, a month or a year; first, last: the days that it reaches.
        reported: The day on which the source had it.
        original: The source's own code of what was done.
        score: The source's own score of it (Goldstein's scale).
        reports, outlets, articles: How often it was told, by how many outlets, in how many articles, as the source counts.
        deaths: The source's best estimate.
        reason: Why a field is null or was taken as it is.
        origin: The file that it came by.
    """

    id: str
    source: str
    source_id: str
    story: int | None
    a: str | None
    b: str | None
    a_code: str | None
    b_code: str | None
    a_text: str | None
    b_text: str | None
    a_original: str | None
    b_original: str | None
    direction: Direction | None
    date: str | None
    first: Day | None
    last: Day | None
    reported: Day | None
    type: str | None
    mode: str | None
    quad: str | None
    status: str | None
    issues: tuple[str, ...]
    original: str | None
    score: float | None
    reports: int | None
    outlets: int | None
    articles: int | None
    deaths: int | None
    country: str | None
    latitude: float | None
    longitude: float | None
    place: str | None
    url: str | None
    reason: str | None
    origin: str | None
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSource:
    """A dataset that events were imported from."""

    name: str
    events: int
    dated: int
    first: Day | None
    last: Day | None
