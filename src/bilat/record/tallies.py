"""How much the record tells of pairs, counted by the database: the ground of every series.

A story is counted once, in the period of its date, as those of its tellings between the two say that give it its status:

status     the strongest that a telling says: actual, then planned, historical, negated, hypothetical
type       with its direction, as most of these tellings have them; of equal ones the one told of the earliest date
date       of the dates that tellings themselves give, one of the story's status before another, a day before a month
           before a year, then the most told, then the earliest; else the date of the first article that tells it. A
           historical telling never takes its article's date: what has no other is undated.
issues     all that one of these tellings names

So a story is in one period, one type, one direction and one status, and figures split by these sum to the whole. It may
count as one, or as the texts, articles or assertions that tell it so; copies of one text are one. An event that has no
story, in a record of before there were any, is one of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from bilat.model import EventType, Issue, Status
from bilat.record.rows import side_key

By = Literal["day", "week", "month", "quarter", "year"]
"""How long a period is; weeks begin on Monday (ISO 8601)."""
Unit = Literal["story", "text", "article", "report"]
"""What a story counts as: one, or so many texts, articles or assertions that tell it."""
Key = Literal["type", "direction", "status", "issues", "outlet"]
"""What cells are told apart by, beside pair, period and type."""

STATUSES = (Status.ACTUAL, Status.PLANNED, Status.HISTORICAL, Status.NEGATED, Status.HYPOTHETICAL)
"""From the strongest; a cell's status is a place in it."""
TYPES = tuple(EventType)
ISSUES = tuple(Issue)
DIRECTIONS = ("a>b", "b>a", "both")

Columns = Mapping[str, NDArray[Any]]
Fetch = Callable[[str], Columns]
"""Runs an SQL query and gives its columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be counted.

    Attributes:
        pairs: Each the codes of two parties, or of one and null: with everyone else.
        apart: What cells are told apart by, beside pair, period and type.
        since, until: ISO days; stories whose date does not reach into the range are left out, undated ones are kept.
        outlets: Tellings of these alone are counted; null for all.
        imported: Count the events of these datasets and not the record's own; empty for its own.
        status, types, directions, issues: Stories of these alone; null for all.
        least: Assertions below this confidence, and those without one, are left out; 0 for none.
    """

    pairs: tuple[tuple[str, str | None], ...]
    by: By
    unit: Unit = "story"
    apart: frozenset[Key] = frozenset()
    since: str | None = None
    until: str | None = None
    outlets: tuple[str, ...] | None = None
    imported: tuple[str, ...] = ()
    status: tuple[Status, ...] | None = None
    types: tuple[EventType, ...] | None = None
    directions: tuple[str, ...] | None = None
    issues: tuple[Issue, ...] | None = None
    least: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Counts of stories that are alike in all that was asked to tell apart; all arrays have one length.

    Attributes:
        pair: Which of the pairs that were asked for.
        start: First day of the period; NaT where the stories have no place among them: ``coarse`` tells those whose date is
            wider than a period from those that have none.
        type: Place in :data:`TYPES`; direction: in :data:`DIRECTIONS`; status: in :data:`STATUSES`; issues: a bit for each
            of :data:`ISSUES`, the lowest the first; outlet: its name. What was not asked for is 0 or "".
        weight: What each of the stories counts as; stories: how many there are.
    """

    pair: NDArray[np.int64]
    start: NDArray[np.datetime64]
    coarse: NDArray[np.bool_]
    type: NDArray[np.int64]
    direction: NDArray[np.int64]
    status: NDArray[np.int64]
    issues: NDArray[np.int64]
    outlet: NDArray[np.object_]
    weight: NDArray[np.int64]
    stories: NDArray[np.int64]

    def by_pair(self, pairs: int) -> list["Cells"]:
        """The cells of each of so many pairs."""
        if pairs == 1:
            return [self]
        order = np.argsort(self.pair, kind="stable")
        ends = np.searchsorted(self.pair[order], np.arange(1, pairs))
        columns = {field.name: np.split(getattr(self, field.name)[order], ends) for field in fields(self)}
        return [Cells(**{name: parts[n] for name, parts in columns.items()}) for n in range(pairs)]


def count(fetch: Fetch, asked: Asked) -> Cells:
    """Counts, in one query.

    Needs the tables ``story_roots`` and, for texts, ``same_text``, which the View makes.
    """
    found = fetch(query(asked))
    return Cells(
        pair=_whole(found["pair"]),
        start=np.ma.filled(found["start"].astype("datetime64[D]"), np.datetime64("NaT")),
        coarse=np.ma.filled(found["coarse"], False).astype(np.bool_),
        type=_whole(found["type"]),
        direction=_whole(found["direction"]),
        status=_whole(found["status"]),
        issues=_whole(found["issues"]),
        outlet=np.ma.filled(found["outlet"].astype(object), ""),
        weight=_whole(found["weight"]),
        stories=_whole(found["stories"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read:
    """How many articles were read, by period; ``starts`` has only periods with some, in order."""

    starts: NDArray[np.datetime64]
    articles: NDArray[np.int64]


def read(fetch: Fetch, by: By, outlets: Sequence[str] | None = None) -> Read:
    """The articles of some outlets, or of all, by the period of their date; one with no date that fits one is left out."""
    of_these = "" if outlets is None else f" AND outlet IN ({_listed(outlets)})"
    period = f"date_trunc('{by}', {{}}::DATE)::DATE"
    found = fetch(f"""
SELECT {period.format('"first"')} AS start, count(*) AS n FROM articles
WHERE start = {period.format('"last"')} AND id NOT IN ({_REPLACED}){of_these} GROUP BY start ORDER BY start
""")
    return Read(starts=found["start"].astype("datetime64[D]"), articles=_whole(found["n"]))


def _whole(column: NDArray[Any]) -> NDArray[np.int64]:
    return np.ma.filled(column, 0).astype(np.int64)


def query(asked: Asked) -> str:
    """The question in DuckDB's SQL."""
    apart = [key for key in _APART if key in asked.apart]
    keys = ", ".join(["pair", "start", "coarse", "type", *apart, "weight"])
    unasked = "".join(f", {'NULL' if key == 'outlet' else 0} AS {key}" for key in _APART if key not in apart)
    return f"""
{_imported(asked) if asked.imported else _own(asked)}
SELECT {keys}{unasked}, sum(n)::BIGINT AS stories FROM (
  SELECT *, CASE WHEN starts = ends THEN starts END AS start, starts IS NOT NULL AND starts <> ends AS coarse FROM (
    SELECT *, date_trunc('{asked.by}', f)::DATE AS starts, date_trunc('{asked.by}', l)::DATE AS ends FROM story
  )
) WHERE {_kept(asked)} GROUP BY {keys}
"""


def _listed(values: Sequence[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


_APART: tuple[Key, ...] = ("direction", "status", "issues", "outlet")
_STATUS = f"(list_position([{_listed(STATUSES)}], d.status) - 1)"
_TYPE = f"(list_position([{_listed(TYPES)}], d.type) - 1)"
# 1 for a>b, 2 for b>a, 3 for both, as seen from the first of the two that was asked for.
_WAY = """CASE d.direction WHEN 'a>b' THEN CASE WHEN flip THEN 2 ELSE 1 END
      WHEN 'b>a' THEN CASE WHEN flip THEN 1 ELSE 2 END ELSE 3 END"""
# The earlier the higher, from 0 to 2 ** 22, for all days of the years 1000 to 9999.
_EARLY = "(3600000 - coalesce(date_diff('day', DATE '1970-01-01', min(f)), 3600000))"
_REPLACED = "SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL"

# What a story is, its tellings of the strongest status say: each of these takes them first.
_STORIES = f"""
kind AS (
  SELECT pair, story, outlet, arg_max(kind, ((4 - status) * 4294967296 + n) * 268435456 + early * 64 + kind) AS kind FROM (
    SELECT pair, story, outlet, status, type * 4 + way AS kind, count(*) AS n, {_EARLY} AS early
    FROM event GROUP BY pair, story, outlet, status, type, way
  ) GROUP BY pair, story, outlet
),
dated AS (
  SELECT pair, story, outlet, arg_max({{'f': f, 'l': l}}, rank * 4194304 + early) AS days FROM (
    SELECT pair, story, outlet, f, l, {_EARLY} AS early, CASE WHEN own
      THEN (7 - status)::BIGINT * 8388608 + CASE WHEN f = l THEN 2 WHEN l - f < 31 THEN 1 ELSE 0 END * 2097152
        + least(count(*), 2097151) ELSE 0 END AS rank
    FROM event WHERE f IS NOT NULL AND (own OR status <> 2) GROUP BY pair, story, outlet, f, l, own, status
  ) GROUP BY pair, story, outlet
),
"""


def _own(asked: Asked) -> str:
    """The record's own stories, one a line."""
    masks, by_outlet = _with_issues(asked), "outlet" in asked.apart
    joins = ["LEFT JOIN story_events s ON s.event_id = d.event_id", "LEFT JOIN story_roots m ON m.story = s.story"]
    limits = [f"d.article_id NOT IN ({_REPLACED})"]
    if masks or asked.least > 0:
        joins.append("JOIN events e ON e.id = d.event_id")
    if asked.least > 0:
        limits.append(f"e.confidence >= {float(asked.least)!r}")
    if by_outlet or asked.outlets is not None:
        joins.append("JOIN articles x ON x.id = d.article_id")
    if asked.outlets is not None:
        limits.append(f"x.outlet IN ({_listed(asked.outlets)})")
    if asked.unit == "text":
        joins.append("LEFT JOIN same_text t ON t.article_id = d.article_id")
    text = "coalesce(t.text, d.article_id)" if asked.unit == "text" else "d.article_id"
    told = {"story": "1", "report": "count(*)"}.get(asked.unit, "count(DISTINCT text)")
    return f"""
WITH d AS ({_lines("event_dyads", asked.pairs)}),
event AS (
  SELECT pair, d.event_id, any_value(coalesce(m.root, s.story, d.event_id)) AS story, any_value({text}) AS text,
    any_value({"coalesce(x.outlet, '')" if by_outlet else "''"}) AS outlet,
    any_value({_mask("e.issues") if masks else "0"}) AS issues,
    any_value(d."first")::DATE AS f, any_value(d."last")::DATE AS l,
    coalesce(any_value(d.date_basis) = 'event', false) AS own,
    bit_or({_WAY}) AS way, any_value({_TYPE}) AS type, any_value({_STATUS}) AS status
  FROM d {" ".join(joins)} WHERE {" AND ".join(limits)} GROUP BY pair, d.event_id
),
{_STORIES}
told AS (
  SELECT pair, story, outlet, min(status) AS status, arg_min(issues, status) AS issues, arg_min(weight, status) AS weight
  FROM (
    SELECT pair, story, outlet, status, bit_or(issues) AS issues, {told} AS weight
    FROM event GROUP BY pair, story, outlet, status
  ) GROUP BY pair, story, outlet
),
story AS (
  SELECT told.pair, told.outlet, days.f AS f, days.l AS l, kind // 4 AS type, kind % 4 - 1 AS direction,
    status, issues, weight, 1 AS n
  FROM told JOIN kind USING (pair, story, outlet) LEFT JOIN dated USING (pair, story, outlet)
  WHERE {_within(asked, "days.f", "days.l")}
)"""


def _imported(asked: Asked) -> str:
    """The events of other datasets, as many as are alike in a line; those of one story in one period count once."""
    weight, once, story = "1", "CASE WHEN story IS NULL THEN count(*) ELSE 1 END", "d.story"
    if asked.unit != "story":
        told = "d.reports" if asked.unit == "report" else "d.articles"
        weight, once, story = f"greatest(1, coalesce({told}, 1))", "count(*)", "NULL"
    return f"""
WITH d AS ({_lines("imported", asked.pairs)}),
story AS (
  SELECT * EXCLUDE (story), {once} AS n FROM (
    SELECT pair, {"d.source" if "outlet" in asked.apart else "''"} AS outlet,
      date_trunc('{asked.by}', d."first")::DATE AS f, date_trunc('{asked.by}', d."last")::DATE AS l,
      {_TYPE} AS type, {_WAY} - 1 AS direction, {_STATUS} AS status, {story} AS story,
      {_mask("d.issues") if _with_issues(asked) else "0"} AS issues, {weight} AS weight
    FROM d WHERE d.source IN ({_listed(asked.imported)}) AND {_within(asked, 'd."first"', 'd."last"')}
  ) GROUP BY pair, outlet, f, l, type, direction, status, issues, weight, story
)"""


def _with_issues(asked: Asked) -> bool:
    return asked.issues is not None or "issues" in asked.apart


def _mask(column: str) -> str:
    """A list of issues as a number, a bit for each."""
    bits = f"[1::BIGINT << (list_position([{_listed(ISSUES)}], x) - 1) FOR x IN {column}]"
    return f"coalesce(list_aggregate({bits}, 'bit_or'), 0)"


def _within(asked: Asked, first: str, last: str) -> str:
    """The condition that a date reaches into the range; an undated story is kept."""
    limits = []
    if asked.since is not None:
        limits.append(f"({last} IS NULL OR {last} >= DATE {_listed([asked.since])})")
    if asked.until is not None:
        limits.append(f"({first} IS NULL OR {first} <= DATE {_listed([asked.until])})")
    return " AND ".join(limits) or "true"


def _kept(asked: Asked) -> str:
    """The condition that a story is one of those asked for."""
    limits = ["true"]
    for column, wanted, known in (
        ("status", asked.status, STATUSES),
        ("type", asked.types, TYPES),
        ("direction", asked.directions, DIRECTIONS),
    ):
        if wanted is not None:
            limits.append(f"{column} IN ({', '.join(str(known.index(one)) for one in wanted)})")
    if asked.issues is not None:
        limits.append(f"issues & {sum(1 << ISSUES.index(one) for one in asked.issues)} <> 0")
    return " AND ".join(limits)


def _lines(table: str, pairs: Sequence[tuple[str, str | None]]) -> str:
    """The lines of a table between the pairs, with the pair's place and whether the two stand in turn ("flip")."""
    rows, sides, selects = [], (set[str](), set[str]()), []
    for n, (one, other) in enumerate(pairs):
        if other is None:
            selects += [
                f"SELECT *, {n} AS pair, {flip} AS flip FROM {table} WHERE {_open(one, flip)}" for flip in (False, True)
            ]
            continue
        for left, right, flip in ((one, other, False), (other, one, True)):
            # A state and a group of it share the key, so the two may stand in either order there.
            if side_key(left) <= side_key(right):
                rows.append(f"({n}, {_side(left)}, {_side(right)}, {flip})")
                sides[0].add(side_key(left))
                sides[1].add(side_key(right))
    if rows:
        selects.append(
            f"SELECT t.*, p.pair, p.flip FROM {table} t JOIN (VALUES {', '.join(rows)}) "
            "p(pair, a, a_code, b, b_code, flip) ON t.a = p.a AND t.b = p.b "
            "AND (p.a_code IS NULL OR t.a_code = p.a_code) AND (p.b_code IS NULL OR t.b_code = p.b_code) "
            f"WHERE t.a IN ({_listed(sorted(sides[0]))}) AND t.b IN ({_listed(sorted(sides[1]))})"
        )
    return " UNION ALL ".join(selects)


def _side(party: str) -> str:
    """A party's key and, where that is not all of it, its code."""
    key = side_key(party)
    return f"{_listed([key])}, {'NULL::VARCHAR' if key == party else _listed([party])}"


def _open(party: str, flip: bool) -> str:
    """The condition that the party acts with another state or body, on the side that ``flip`` says."""
    own, key = "b" if flip else "a", side_key(party)
    code = "" if key == party else f" AND {own}_code = {_listed([party])}"
    return f"{own} = {_listed([key])} AND a <> b{code}"
