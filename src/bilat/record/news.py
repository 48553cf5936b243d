"""When news of pairs first came: stories by the day on which they were first told, the ground of every forecast.

A series by the dates of the acts tells what happened when, with what was told of it later. A forecast needs what was known at the
time: here a story counts on the day of the first article that tells it as having happened, so that no later article changes
what an earlier week holds. What is older than :data:`NEWS` days when it is told, by its own date, is history and no news, and is
left out; what has no date of its own is taken for news. A story that is told as acts of two kinds counts for both.

Events of other datasets count on the day on which they were reported, else on their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from bilat.model import EventType, Quad
from bilat.record.rows import side_key
from bilat.record.tallies import Fetch

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

NEWS = 31
"""Days within which an act is told as news."""

ALL, VISIT = "all", "visit"
"""Kinds beside the quad categories and the types: any act, and visits."""

KINDS = (*(str(quad) for quad in Quad), VISIT, ALL, *(str(type) for type in EventType))
"""What stories are counted by."""

_EPOCH = date(1970, 1, 1).toordinal()
_LISTED = "[" + ", ".join(f"'{kind}'" for kind in KINDS) + "]"
_STANDING = "SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL"
_ON = """t.a = p.a AND t.b = p.b AND (p.a_code IS NULL OR t.a_code = p.a_code) AND (p.b_code IS NULL OR t.b_code = p.b_code)"""

# A line a kind, not a list of kinds taken apart: DuckDB 1.4 and 1.5 lose the thread over lists of dictionary columns.
_COUNTED = f"""
SELECT pair, list_position({_LISTED}, kind) AS kind, day, count(*) AS stories FROM (
  SELECT pair, kind, story, min(day) AS day FROM (
    SELECT pair, quad AS kind, story, day FROM told UNION ALL SELECT pair, type, story, day FROM told
    UNION ALL SELECT pair, '{ALL}', story, day FROM told
    UNION ALL SELECT pair, '{VISIT}', story, day FROM told WHERE mode = 'visit'
  ) WHERE kind IS NOT NULL GROUP BY pair, kind, story
) GROUP BY ALL
"""
_OWN = f"""
WITH p AS ({{pairs}}),
d AS (SELECT t.*, p.pair FROM event_dyads t JOIN p ON {_ON} WHERE t.status = 'actual'),
told AS MATERIALIZED (
  SELECT d.pair, coalesce(r.root, s.story, d.event_id) AS story, d.quad, d.type, d.mode, x."first"::DATE AS day
  FROM d JOIN articles x ON x.id = d.article_id
  LEFT JOIN story_events s ON s.event_id = d.event_id LEFT JOIN story_roots r ON r.story = s.story
  WHERE x."first" = x."last" AND x.id NOT IN ({_STANDING})
  AND (d.date_basis <> 'event' OR d."last" IS NULL OR d."last"::DATE >= x."first"::DATE - {NEWS})
)
{_COUNTED}
"""
# Lines of one story are of one act in every dataset, so that a story is grouped once for all kinds.
_IMPORTED = f"""
WITH p AS ({{pairs}}),
lines AS (
  SELECT p.pair, t.story, t.quad, t.type, coalesce(t.mode = 'visit', false) AS visit, coalesce(t.reported, t."first") AS day
  FROM imported t JOIN p ON {_ON}
  WHERE t.source = {{source}} AND (t.status IS NULL OR t.status = 'actual') AND (t.reported IS NOT NULL OR t."first" = t."last")
  AND t.a IN (SELECT a FROM p) AND t.b IN (SELECT b FROM p)
),
told AS MATERIALIZED (
  SELECT pair, quad, type, visit, day, count(*) AS n FROM (
    SELECT pair, quad, type, visit, min(day) AS day FROM lines WHERE story IS NOT NULL GROUP BY pair, quad, type, visit, story
    UNION ALL SELECT pair, quad, type, visit, day FROM lines WHERE story IS NULL
  ) GROUP BY pair, quad, type, visit, day
)
SELECT pair, list_position({_LISTED}, kind) AS kind, day, sum(n)::BIGINT AS stories FROM (
  SELECT pair, quad AS kind, day, n FROM told UNION ALL SELECT pair, type, day, n FROM told
  UNION ALL SELECT pair, '{ALL}', day, n FROM told UNION ALL SELECT pair, '{VISIT}', day, n FROM told WHERE visit
) WHERE kind IS NOT NULL GROUP BY ALL
"""
_READ = f"""
SELECT "first"::DATE, count(*) FROM articles WHERE "first" = "last" AND id NOT IN ({_STANDING}) GROUP BY 1 ORDER BY 1
"""
_READ_IMPORTED = """
SELECT coalesce(reported, "first") AS day, count(*) FROM imported WHERE source = ? AND day IS NOT NULL GROUP BY day ORDER BY day
"""
_BUSIEST_IMPORTED = """
SELECT a, b FROM imported WHERE source = ? AND a <> b AND a <> '' AND b <> '' GROUP BY a, b ORDER BY count(*) DESC, a, b LIMIT ?
"""
_BUSIEST = f"""
SELECT d.a, d.b FROM event_dyads d LEFT JOIN story_events s ON s.event_id = d.event_id
WHERE d.a <> d.b AND d.status = 'actual' AND d.article_id NOT IN ({_STANDING})
GROUP BY d.a, d.b ORDER BY count(DISTINCT coalesce(s.story, d.event_id)) DESC, d.a, d.b LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """So many stories of a pair and a kind, first told on a day; all arrays have one length.

    Attributes:
        pair: Which of the pairs that were asked for.
        kind: Place in :data:`KINDS`.
        day: The number of the day (:meth:`datetime.date.toordinal`).
        stories: How many.
    """

    pair: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int64]
    day: npt.NDArray[np.int64]
    stories: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """How much was read a day: articles, or lines of another dataset; only days with some, in order."""

    day: npt.NDArray[np.int64]
    number: npt.NDArray[np.int64]


def told(fetch: Fetch, pairs: Sequence[tuple[str, str]], source: str | None = None) -> Told:
    """The stories between pairs.

    Args:
        fetch: Runs a query and gives its columns; needs the table ``story_roots``, which the View makes.
        pairs: Codes of states or bodies, or full codes ("PAKREB") of which only that party's acts count.
        source: The dataset whose events are to be counted, null for what the record's own articles tell.
    """
    none = np.zeros(0, dtype=np.int64)
    if not pairs:
        return Told(pair=none, kind=none, day=none, stories=none)
    limits = {} if source is None else {"source": _quoted(source)}
    found = fetch((_OWN if source is None else _IMPORTED).format(pairs=_listed(pairs), **limits))
    kind, day = found["kind"].astype(np.int64) - 1, found["day"].astype("datetime64[D]").astype(np.int64) + _EPOCH
    return Told(pair=found["pair"].astype(np.int64), kind=kind, day=day, stories=found["stories"].astype(np.int64))


def reading(ask: Ask, source: str | None = None) -> Reading:
    """How much was read, by the day of the articles or reports; what has none, or a wider one, is left out."""
    rows: list[tuple[date, int]] = [
        (day, n) for day, n in (ask(_READ_IMPORTED, [source]) if source else ask(_READ, []))
    ]
    return Reading(
        day=np.array([day.toordinal() for day, _ in rows], dtype=np.int64),
        number=np.array([number for _, number in rows], dtype=np.int64),
    )


def busiest(ask: Ask, number: int, source: str | None = None) -> tuple[tuple[str, str], ...]:
    """The pairs of states and bodies with the most stories that happened, the most first."""
    rows = ask(_BUSIEST_IMPORTED, [source, number]) if source else ask(_BUSIEST, [number])
    return tuple((a, b) for a, b in rows)


def _listed(pairs: Sequence[tuple[str, str]]) -> str:
    """The pairs as SQL, in both orders where that can be: a state and a group of it share the key."""
    rows = []
    for n, (one, other) in enumerate(pairs):
        for left, right in dict.fromkeys(((one, other), (other, one))):
            if side_key(left) <= side_key(right):
                rows.append(f"({n}, {_side(left)}, {_side(right)})")
    return f"SELECT * FROM (VALUES {', '.join(rows)}) v(pair, a, a_code, b, b_code)"


def _side(party: str) -> str:
    key = side_key(party)
    return f"{_quoted(key)}, {'NULL::VARCHAR' if key == party else _quoted(party)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
