"""The question of :mod:`bilat.record.tallies` in DuckDB's SQL: from lines of the record to counts of stories."""

from collections.abc import Mapping, Sequence

from bilat.record.asked import DIRECTIONS, ISSUES, STATUSES, TYPES, Asked, By, Key
from bilat.record.rows import side_key


def query(asked: Asked) -> str:
    """The question in DuckDB's SQL."""
    apart = [key for key in _APART if key in asked.apart]
    keys = ", ".join(["pair", "start", "coarse", "type", *apart, "weight"])
    return f"""
{_own(asked) if asked.datasets is None else _imported(asked)}
SELECT {keys}, sum(n)::BIGINT AS stories FROM story WHERE {_kept(asked)} GROUP BY {keys}
"""


def _listed(values: Sequence[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


_APART: tuple[Key, ...] = ("direction", "status", "issues", "outlet")
_STATUS = f"(list_position([{_listed(STATUSES)}], d.status) - 1)"
_TYPE = f"(list_position([{_listed(TYPES)}], d.type) - 1)"
# 1 for a>b, 2 for b>a, 3 for both.
_WAY = "CASE d.direction WHEN 'a>b' THEN 1 WHEN 'b>a' THEN 2 ELSE 3 END"
# The earlier the higher, from 0 to 2 ** 22, for all days of the years 1000 to 9999.
_EARLY = "(3600000 - coalesce(date_diff('day', DATE '1970-01-01', min(f)), 3600000))"
_REPLACED = "SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL"


def _last(kind: str) -> str:
    """Of a story's kinds that of the strongest status, the most told, the earliest, and of equal ones the highest."""
    return f"arg_max({kind}, ((4 - status) * 4294967296 + n) * 268435456 + early * 64 + {kind}) AS {kind}"


# What a story is, its tellings of the strongest status say: each of these takes them first.
_STORIES = f"""
kind AS (
  SELECT pair, story, outlet, {_last("kind")}, {_last("back")} FROM (
    SELECT pair, story, outlet, status, type * 4 + way AS kind, type * 4 + CASE way WHEN 3 THEN 3 ELSE 3 - way END AS back,
      count(*) AS n, {_EARLY} AS early
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
        joins.append("JOIN event_columns e ON e.id = d.event_id")
    if asked.least > 0:
        limits.append(f"e.confidence >= {float(asked.least)!r}")
    if by_outlet or asked.outlets is not None:
        joins.append("JOIN article_heads x ON x.id = d.article_id")
    if asked.outlets is not None:
        limits.append(f"x.outlet IN ({_listed(asked.outlets)})")
    if asked.unit == "text":
        joins.append("LEFT JOIN same_text t ON t.article_id = d.article_id")
    text = "coalesce(t.text, d.article_id)" if asked.unit == "text" else "d.article_id"
    told = {"story": "1", "report": "count(*)"}.get(asked.unit, "count(DISTINCT text)")
    starts, ends = _period(asked.by, "days.f"), _period(asked.by, "days.l")
    columns = {
        "text": text,
        "outlet": "coalesce(x.outlet, '')" if by_outlet else "''",
        "issues": _mask("e.issues") if masks else "0",
    }
    return f"""
WITH d AS ({_lines("event_dyads", asked.pairs)}),
event AS ({_events(columns, joins, limits)}),
{_STORIES}
told AS ({_told({"weight": told})}),
story AS (
  SELECT told.pair, told.outlet, CASE WHEN {starts} = {ends} THEN {starts} END AS start,
    days.f IS NOT NULL AND {starts} <> {ends} AS coarse, kind // 4 AS type, kind % 4 - 1 AS direction,
    status, issues, weight, 1 AS n
  FROM told JOIN kind USING (pair, story, outlet) LEFT JOIN dated USING (pair, story, outlet)
  WHERE {_within(asked, "days.f", "days.l")}
)"""


def _events(columns: Mapping[str, str], joins: Sequence[str], limits: Sequence[str]) -> str:
    """The events of the lines ``d``, each once for each pair, with some more columns."""
    more = ", ".join(f"any_value({value}) AS {name}" for name, value in columns.items())
    return f"""
  SELECT pair, d.event_id, any_value(coalesce(m.root, s.story, d.event_id)) AS story, {more},
    any_value(d."first")::DATE AS f, any_value(d."last")::DATE AS l,
    coalesce(any_value(d.date_basis) = 'event', false) AS own,
    bit_or(CASE WHEN flip AND d.direction <> 'both' THEN 3 - {_WAY} ELSE {_WAY} END) AS way,
    any_value({_TYPE}) AS type, any_value({_STATUS}) AS status
  FROM d {" ".join(joins)} WHERE {" AND ".join(limits)} GROUP BY pair, d.event_id
"""


def _told(weights: Mapping[str, str]) -> str:
    """The status, the issues and some weights of each story, of its tellings of the strongest status."""
    first = ", ".join(f"arg_min({name}, status) AS {name}" for name in ("issues", *weights))
    made = ", ".join(f"{value} AS {name}" for name, value in weights.items())
    return f"""
  SELECT pair, story, outlet, min(status) AS status, {first}
  FROM (
    SELECT pair, story, outlet, status, bit_or(issues) AS issues, {made} FROM event GROUP BY pair, story, outlet, status
  ) GROUP BY pair, story, outlet
"""


PAIRS = "SELECT DISTINCT a, b FROM event_dyads WHERE a <> b ORDER BY a, b"
"""The pairs that the record's own events stand between, in the order of their numbers in :func:`of_all`."""


def of_all() -> str:
    """The record's own stories of all :data:`PAIRS`, one a row, by pair.

    The columns are the pair's number, the first and the last day of the story's date, counted from 1970 and null where it has
    none, its ``kind`` as seen from a and ``back`` from b (a type's place times 4, and 1 for a>b, 2 for b>a, 3 for both), the
    place of its status, a bit for each of its issues, and what it counts as by text, by article and by report.
    """
    columns = {
        "article": "d.article_id",
        "text": "coalesce(t.text, d.article_id)",
        "outlet": "''",
        "issues": _mask("e.issues"),
    }
    joins = ["LEFT JOIN story_events s ON s.event_id = d.event_id", "LEFT JOIN story_roots m ON m.story = s.story"]
    joins += ["JOIN event_columns e ON e.id = d.event_id", "LEFT JOIN same_text t ON t.article_id = d.article_id"]
    weights = {"text": "count(DISTINCT text)", "article": "count(DISTINCT article)", "report": "count(*)"}
    days = ", ".join(f"date_diff('day', DATE '1970-01-01', days.{end}) AS {end}" for end in ("f", "l"))
    return f"""
WITH pairs AS (SELECT a, b, row_number() OVER (ORDER BY a, b) - 1 AS pair FROM ({PAIRS})),
d AS (SELECT e.*, pair, false AS flip FROM event_dyads e JOIN pairs p ON p.a = e.a AND p.b = e.b),
event AS ({_events(columns, joins, [f"d.article_id NOT IN ({_REPLACED})"])}),
{_STORIES}
told AS ({_told(weights)})
SELECT told.pair, {days}, kind, back, status, issues, {", ".join(weights)}
FROM told JOIN kind USING (pair, story, outlet) LEFT JOIN dated USING (pair, story, outlet) ORDER BY told.pair
"""


def _imported(asked: Asked) -> str:
    """The events of other datasets; those of one source's story on one day, of one type, direction and status, count once.

    They may be many millions: what tells them apart is worked out before the join, where a text is looked at once for all
    lines that have it, and put into few numbers.
    """
    columns = {"kind": f"({_WAY} * 128 + {_TYPE} * 8 + coalesce({_STATUS}, 0))::SMALLINT", "story": "d.story"}
    if "outlet" in asked.apart:
        columns["outlet"] = "d.source"
    if asked.unit != "story":
        columns["weight"] = f"greatest(1, coalesce(d.{'reports' if asked.unit == 'report' else 'articles'}, 1))"
    if _with_issues(asked):
        columns["issues"] = _mask("d.issues")
    if asked.unit == "story":
        columns["source"] = "d.source"
    made = ", ".join(f"{value} AS {name}" for name, value in columns.items())
    flipped = "kind + CASE WHEN flip AND kind < 256 THEN 128 WHEN flip AND kind < 384 THEN -128 ELSE 0 END"
    keys = ["f", "l", *(name for name in ("outlet", "weight") if name in columns)]
    alike, once, issues = [*keys], "count(*)", "issues"
    if asked.unit == "story":
        alike, once, issues = (
            [*alike, "source", "story"],
            "CASE WHEN story IS NULL THEN count(*) ELSE 1 END",
            "bit_or(issues)",
        )
    if "issues" in columns:
        alike.append("CASE WHEN story IS NULL THEN issues END" if asked.unit == "story" else "issues")
    start, end = _period(asked.by, "f"), _period(asked.by, "l")
    return f"""
WITH d AS (
  SELECT a, b, a_code, b_code, "first" AS f, "last" AS l, {made} FROM imported d
  WHERE type IS NOT NULL AND {_of(asked.datasets)} AND {_within(asked, '"first"', '"last"')}
),
once AS (
  SELECT kind, {", ".join(keys)}, {issues if "issues" in columns else "0"} AS issues, {once} AS n
  FROM (SELECT pair * 1024 + {flipped} AS kind, * EXCLUDE (kind) FROM ({_lines("d", asked.pairs)}))
  GROUP BY {", ".join(["kind", *alike])}
),
story AS (
  SELECT kind // 1024 AS pair, CASE WHEN f = l THEN {start} WHEN {start} = {end} THEN {start} END AS start,
    f IS NOT NULL AND f <> l AND {start} <> {end} AS coarse, (kind // 8) % 16 AS type, (kind // 128) % 8 - 1 AS direction,
    kind % 8 AS status, issues, {"outlet" if "outlet" in columns else "''"} AS outlet,
    {"weight" if "weight" in columns else "1"} AS weight, n
  FROM once
)"""


def _period(by: By, day: str) -> str:
    """The first day of the period that a day lies in."""
    return day if by == "day" else f"date_trunc('{by}', {day})::DATE"


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
    rows, selects = [], []
    for n, (one, other) in enumerate(pairs):
        if other is None:
            selects += [
                f"SELECT *, {n} AS pair, {flip} AS flip FROM {table} WHERE {_open(one, flip)}" for flip in (False, True)
            ]
            continue
        # A state and a group of it share the key, so the two may stand in either order there.
        rows += [
            (n, left, right, flip)
            for left, right, flip in ((one, other, False), (other, one, True))
            if side_key(left) <= side_key(right)
        ]
    if len(rows) <= _FEW:
        selects += [
            f"SELECT *, {n} AS pair, {flip} AS flip FROM {table} WHERE {_is('a', left)} AND {_is('b', right)}"
            for n, left, right, flip in rows
        ]
    else:
        selects.append(_joined(table, rows))
    return " UNION ALL ".join(selects)


_FEW = 4


def _joined(table: str, rows: Sequence[tuple[int, str, str, bool]]) -> str:
    """The lines between many pairs."""
    listed = ", ".join(f"({n}, {_side(left)}, {_side(right)}, {flip})" for n, left, right, flip in rows)
    partly = {"a": [left for _, left, _, _ in rows], "b": [right for _, _, right, _ in rows]}
    codes = [
        f" AND (p.{side}_code IS NULL OR t.{side}_code = p.{side}_code)"
        for side, parties in partly.items()
        if any(side_key(party) != party for party in parties)
    ]
    return (
        f"SELECT t.*, p.pair, p.flip FROM {table} t JOIN (VALUES {listed}) p(pair, a, a_code, b, b_code, flip) "
        f"ON t.a = p.a AND t.b = p.b{''.join(codes)}"
    )


def _is(side: str, party: str) -> str:
    """The condition that a side is the party: a state with all that is of it, or one full code."""
    key = side_key(party)
    code = "" if key == party else f" AND {side}_code = {_listed([party])}"
    return f"{side} = {_listed([key])}{code}"


def _side(party: str) -> str:
    """A party's key and, where that is not all of it, its code."""
    key = side_key(party)
    return f"{_listed([key])}, {'NULL::VARCHAR' if key == party else _listed([party])}"


def _open(party: str, flip: bool) -> str:
    """The condition that the party acts with another state or body, on the side that ``flip`` says."""
    return f"{_is('b' if flip else 'a', party)} AND a <> b"


def articles(by: By, outlets: Sequence[str] | None) -> str:
    """How many articles of some outlets, or of all, lie in each period; those that another took the place of are none."""
    of_these = "" if outlets is None else f" AND outlet IN ({_listed(outlets)})"
    return _amounts(by, "article_heads", f"id NOT IN ({_REPLACED}){of_these}")


def events(by: By, datasets: Sequence[str] | None) -> str:
    """How many events of some datasets, or of all, lie in each period."""
    return _amounts(by, "imported", _of(datasets))


def _amounts(by: By, table: str, condition: str) -> str:
    start, end = (_period(by, f'"{day}"::DATE') for day in ("first", "last"))
    return f"""
SELECT {start} AS start, count(*) AS n FROM {table} WHERE start = {end} AND {condition} GROUP BY start ORDER BY start
"""


def _of(datasets: Sequence[str] | None) -> str:
    return f"source IN ({_listed(datasets)})" if datasets else "true"
