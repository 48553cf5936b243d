"""What the database counts is what the happenings of the same assertions say, put together one by one in Python."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relation_samples import SPAN, head, party

from bilat.model import Event, EventType, Issue, Status
from bilat.record import ArticleHead, By, Dyad, DyadEvent, Unit
from bilat.record.asked import DIRECTIONS, ISSUES, STATUSES, TYPES, Asked, Key
from bilat.record.dates import reach
from bilat.record.slices import Direction
from bilat.record.tallies import Cells, count
from bilat.record.tally_memory import Stories
from bilat.relations import happenings, texts
from bilat.relations.calendar import floor

ARTICLES = {
    "x1": ("2024-01-20", "Hill Post"),
    "x2": ("2024-02", "Bay Times"),
    "x3": (None, "Hill Post"),
    "x4": ("2024-01-19", None),
}
COPY = {"x4": "x1"}
HEADS: dict[str, ArticleHead] = {
    id: replace(head(id, day, outlet), copy_of=COPY.get(id)) for id, (day, outlet) in ARTICLES.items()
}
DATES = [None, "2024-01-18", "2024-01-15", "2024-01", "2023", "2023-12-31"]
ALL: frozenset[Key] = frozenset({"direction", "status", "issues"})
WEIGHTS: dict[Unit, Callable[[Any], int]] = {
    "story": lambda one: 1,
    "text": lambda one: len(texts(one.article_ids, HEADS)),
    "article": lambda one: len(one.article_ids),
    "report": lambda one: len(one.event_ids),
}


@dataclass(frozen=True)
class Told:
    """An assertion between the two, whose parties may have several codes."""

    id: str
    article: str
    story: str
    type: EventType
    status: Status
    direction: Direction
    date: str | None
    issues: tuple[Issue, ...]
    confidence: float | None
    lines: int


tellings = st.lists(
    st.builds(
        Told,
        id=st.uuids().map(lambda value: value.hex[:8]),
        article=st.sampled_from([*ARTICLES]),
        story=st.sampled_from(["s1", "s2", "s3"]),
        type=st.sampled_from([EventType.CONSULT, EventType.ASSAULT, EventType.AID]),
        status=st.sampled_from(Status),
        direction=st.sampled_from(DIRECTIONS),
        date=st.sampled_from(DATES),
        issues=st.sets(st.sampled_from([Issue.TRADE, Issue.BORDER, Issue.TECHNOLOGY]), max_size=3).map(tuple),
        confidence=st.sampled_from([None, 0.2, 0.9]),
        lines=st.integers(1, 2),
    ),
    max_size=14,
    unique_by=lambda one: one.id,
)


def dated(one: Told) -> tuple[str | None, str | None, str | None, str | None]:
    """Date, first and last day and basis, as the record writes them."""
    for day, basis in ((one.date, "event"), (ARTICLES[one.article][0], "article")):
        if reached := reach(day):
            return day, *reached, basis
    return None, None, None, None


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    yield
    base().close()
    base.cache_clear()


@cache
def base() -> duckdb.DuckDBPyConnection:
    """The tables that are asked of, those of events empty."""
    made = duckdb.connect()
    made.execute("""
        CREATE TABLE corrections (replaces_article VARCHAR);
        CREATE TABLE story_roots AS SELECT 's3' AS story, 's2' AS root;
        CREATE TABLE same_text (article_id VARCHAR, text VARCHAR);
        CREATE TABLE article_heads (id VARCHAR, outlet VARCHAR);
        CREATE TABLE story_events (event_id VARCHAR, story VARCHAR);
        CREATE TABLE event_columns (id VARCHAR, issues VARCHAR[], confidence DOUBLE);
        CREATE TABLE event_dyads (event_id VARCHAR, article_id VARCHAR, a VARCHAR, b VARCHAR, a_code VARCHAR, b_code VARCHAR,
          direction VARCHAR, "first" VARCHAR, "last" VARCHAR, date_basis VARCHAR, type VARCHAR, status VARCHAR);
    """)
    fill(made, "same_text", [[one, other] for one, other in COPY.items()])
    fill(made, "article_heads", [[id, outlet] for id, (_, outlet) in ARTICLES.items()])
    return made


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[list[Any]]) -> None:
    """Puts rows in the place of a table's."""
    connection.execute(f"DELETE FROM {table}")
    if rows:
        row = f"({', '.join('?' * len(rows[0]))})"
        values = [value for one in rows for value in one]
        connection.execute(f"INSERT INTO {table} VALUES {', '.join([row] * len(rows))}", values)


def counted(some: Sequence[Told], asked: Asked) -> Cells:
    """The tellings as tables, counted."""
    lines = []
    for one in some:
        _, first, last, basis = dated(one)
        about = [one.direction, first, last, basis, one.type.value, one.status.value]
        lines += [
            [one.id, one.article, "IRN", "PAK", code, "PAK", *about] for code in ("IRNGOV", "IRNMIL")[: one.lines]
        ]
    fill(base(), "story_events", [[one.id, one.story] for one in some])
    fill(base(), "event_columns", [[one.id, [issue.value for issue in one.issues], one.confidence] for one in some])
    fill(base(), "event_dyads", lines)
    return count(lambda sql: base().execute(sql).fetchnumpy(), asked)


def dyad_of(some: Sequence[Told]) -> Dyad:
    """The tellings as a slice of a record."""
    entries = []
    for one in some:
        event = Event(
            id=one.id,
            article_id=one.article,
            sentence=SPAN,
            trigger=SPAN,
            type=one.type,
            mode=None,
            actors=(party("IRN"),),
            recipients=(party("PAK"),),
            status=one.status,
            issues=one.issues,
            date=one.date,
        )
        day, _, _, basis = dated(one)
        told: Any = basis
        story = "s2" if one.story == "s3" else one.story
        entries.append(DyadEvent(event=event, direction=one.direction, date=day, date_basis=told, story=story))
    return Dyad(
        a="IRN",
        b="PAK",
        since=None,
        until=None,
        events=tuple(entries),
        undertakings=(),
        facts=(),
        others=(),
        articles=HEADS,
        undated=0,
    )


def placed(day: str | None, by: By) -> tuple[date | None, bool]:
    """The period of a date, and whether it is too wide for one."""
    reached = reach(day)
    if reached is None:
        return None, False
    first, last = (floor(date.fromisoformat(one), by) for one in reached)
    return (first, False) if first == last else (None, True)


def as_counter(cells: Cells) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for n in range(len(cells.start)):
        start = None if str(cells.start[n]) == "NaT" else cells.start[n].astype(date)
        issues = tuple(issue for m, issue in enumerate(ISSUES) if cells.issues[n] >> m & 1)
        kind = TYPES[cells.type[n]], DIRECTIONS[cells.direction[n]], STATUSES[cells.status[n]], issues
        found[start, bool(cells.coarse[n]), *kind] += int(cells.weight[n] * cells.stories[n])
    return found


@given(tellings, st.sampled_from(["day", "week", "month", "year"]), st.sampled_from([*WEIGHTS]))
@settings(max_examples=80, deadline=None)
def test_the_database_counts_what_the_happenings_are(some: list[Told], by: By, unit: Unit) -> None:
    cells = counted(some, Asked(pairs=(("IRN", "PAK"),), by=by, unit=unit, apart=ALL))

    expected: Counter[Any] = Counter()
    for one in happenings(dyad_of(some)):
        expected[*placed(one.date, by), one.type, one.direction, one.status, one.issues] += WEIGHTS[unit](one)

    assert as_counter(cells) == expected


@given(tellings)
@settings(max_examples=20, deadline=None)
def test_seen_from_the_other_side_only_the_direction_turns(some: list[Told]) -> None:
    one, other = (
        as_counter(counted(some, Asked(pairs=(pair,), by="month", apart=ALL)))
        for pair in (("IRN", "PAK"), ("PAK", "IRN"))
    )
    turned = {"a>b": "b>a", "b>a": "a>b", "both": "both"}
    # Of equally many tellings of two directions, either may be chosen; those alone may differ in more than the name.
    assert sum(one.values()) == sum(other.values())
    if len({telling.direction for telling in some}) <= 1:
        assert {(*key[:3], turned[key[3]], *key[4:]): n for key, n in one.items()} == dict(other)


@given(tellings, st.sampled_from(["Hill Post", "Bay Times"]), st.sampled_from([0.0, 0.5]))
@settings(max_examples=20, deadline=None)
def test_only_these_outlets_and_sure_assertions_are_heard(some: list[Told], outlet: str, least: float) -> None:
    cells = counted(some, Asked(pairs=(("IRN", "PAK"),), by="month", apart=ALL, outlets=(outlet,), least=least))
    heard = [
        one for one in some if ARTICLES[one.article][1] == outlet and (not least or (one.confidence or 0) >= least)
    ]

    assert as_counter(cells) == as_counter(counted(heard, Asked(pairs=(("IRN", "PAK"),), by="month", apart=ALL)))


@given(tellings)
@settings(max_examples=20, deadline=None)
def test_a_story_is_in_each_of_its_outlets_once(some: list[Told]) -> None:
    apart: frozenset[Key] = frozenset({"outlet"})
    cells = counted(some, Asked(pairs=(("IRN", "PAK"),), by="year", apart=apart))
    names: Counter[str] = Counter()
    for n, outlet in enumerate(cells.outlet):
        names[outlet] += int(cells.stories[n])
    roots = {(ARTICLES[one.article][1] or "", "s2" if one.story == "s3" else one.story) for one in some}

    assert names == Counter(outlet for outlet, _ in roots)


@pytest.mark.parametrize("pair", [("IRN", None), ("IRNGOV", "PAK"), ("IRNMIL", "PAK")])
def test_one_with_everyone_and_full_codes(pair: tuple[str, str | None]) -> None:
    one = Told("e1", "x1", "s1", EventType.AID, Status.ACTUAL, "a>b", "2024-01-18", (), None, 1)
    other = Told("e2", "x1", "s2", EventType.AID, Status.ACTUAL, "a>b", "2024-01-18", (), None, 2)
    found = int(counted([one, other], Asked(pairs=(pair,), by="year")).stories.sum())

    assert found == (1 if pair[0] == "IRNMIL" else 2)


def test_many_pairs_are_counted_apart() -> None:
    one = Told("e1", "x1", "s1", EventType.AID, Status.ACTUAL, "a>b", "2024-01-18", (), None, 1)
    pairs = (
        ("AFG", "IRN"),
        ("IRN", "PAK"),
        ("PAK", "IRN"),
        ("IRNMIL", "PAK"),
        ("IRN", None),
        ("CHN", "PAK"),
        ("IND", "PAK"),
    )
    cells = counted([one], Asked(pairs=pairs, by="year", apart=frozenset({"direction"})))

    assert sorted(zip(cells.pair.tolist(), cells.direction.tolist(), strict=True)) == [(1, 0), (2, 1), (4, 0)]
    assert [len(part.start) for part in cells.by_pair(len(pairs))] == [0, 1, 1, 0, 1, 0, 0]


@settings(max_examples=60, deadline=None)
@given(
    some=tellings,
    by=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    unit=st.sampled_from([*WEIGHTS]),
    apart=st.sets(st.sampled_from(sorted(ALL))),
    days=st.sampled_from([(None, None), ("2024-01-16", None), (None, "2024-01-17"), ("2024-01-01", "2024-01-31")]),
    status=st.sampled_from([None, (Status.ACTUAL, Status.HISTORICAL), (Status.PLANNED,)]),
    directions=st.sampled_from([None, ("a>b",), ("b>a", "both")]),
    issues=st.sampled_from([None, (Issue.BORDER,)]),
    types=st.sampled_from([None, (EventType.CONSULT, EventType.AID)]),
    turned=st.booleans(),
)
def test_what_is_held_in_memory_is_counted_as_the_database_counts(
    some: list[Told], by: By, unit: Unit, apart: set[Key], days: tuple[str | None, str | None], turned: bool, **wanted: Any
) -> None:
    pair = ("PAK", "IRN") if turned else ("IRN", "PAK")
    since, until = days
    asked = Asked(pairs=(pair,), by=by, unit=unit, apart=frozenset(apart), since=since, until=until, **wanted)

    told = counted(some, asked)

    held = Stories(lambda sql: base().execute(sql).fetchnumpy()).count(asked)
    assert held is not None
    assert as_counter(held) == as_counter(told)


def test_what_memory_does_not_tell_is_left_to_the_database() -> None:
    stories = Stories(lambda sql: base().execute(sql).fetchnumpy())
    asked = Asked(pairs=(("IRN", "PAK"),), by="week")

    assert stories.count(asked) is not None
    for beyond in (
        {"outlets": ("Hill Post",)},
        {"datasets": ()},
        {"least": 0.5},
        {"apart": frozenset({"outlet"})},
        {"pairs": (("IRN", None),)},
        {"pairs": (("IRN", "PAKREB"),)},
    ):
        assert stories.count(replace(asked, **beyond)) is None, beyond
