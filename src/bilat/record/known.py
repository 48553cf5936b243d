"""The record as of a day: only articles that were certainly published by then, and what was found in them.

What a person knew on a day is what had appeared. An article without a date, or with a month or a year that reaches beyond
the day, may have appeared later and is left out; how many of a pair's that are, :func:`left_out` counts. Which article is a
copy of which is told of all, since a text does not become another's copy by what appears later; a correction counts from the
day of the article that corrects. An event of another dataset counts from the day on which its source had it, where that is
told, else from the last day that it reaches.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from bilat.errors import BadArgument
from bilat.record.dates import reach
from bilat.record.schema import TABLES

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_WHOLE = "whole_"
"""What the name of a table begins with that still has the lines of all articles."""
_REPORTED = {"imported": 'coalesce(reported, "last")', "imported_reports": "reported"}
_ALWAYS = frozenset({"copies", "recodings"})

_LEFT_OUT = f"""
SELECT count(*) FILTER ("first" IS NULL), count(*) FILTER ("first" <= $3) FROM {_WHOLE}articles
WHERE ("first" IS NULL OR "first" <= $3 AND "last" > $3)
AND id IN (SELECT article_id FROM {_WHOLE}event_dyads WHERE a = least($1, $2) AND b = greatest($1, $2))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Articles of a pair that may have been published by a day, or later.

    Attributes:
        undated: Those that have no date.
        coarse: Those whose month or year began by the day and reaches beyond it.
    """

    undated: int
    coarse: int


def day_of(as_of: str) -> str:
    """The last day that an ISO day, month or year reaches.

    Raises:
        BadArgument: It is no date.
    """
    days = reach(as_of)
    if days is None:
        raise BadArgument(f"{as_of!r} is no date", hint="give it as 2024-01-18, 2024-01 or 2024")
    return days[1]


def limit(connection: duckdb.DuckDBPyConnection, day: str) -> None:
    """Narrows every table of a connection to the articles published, and the other datasets' events reported, by a day."""
    for table, since in _REPORTED.items():
        connection.execute(f"ALTER VIEW {table} RENAME TO {_WHOLE}{table}")
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM {_WHOLE}{table} WHERE {since} <= DATE '{day}'")
    for table, columns in TABLES.items():
        if table in _ALWAYS or not ("article_id" in columns or table == "articles"):
            continue
        connection.execute(f"ALTER VIEW {table} RENAME TO {_WHOLE}{table}")
        if table == "articles":
            # DuckDB takes no parameter in a view, and a day that was checked holds digits and hyphens alone.
            connection.execute(f"CREATE TABLE known AS SELECT id FROM {_WHOLE}articles WHERE \"last\" <= '{day}'")
        key = "id" if table == "articles" else "article_id"
        connection.execute(
            f"CREATE VIEW {table} AS SELECT * FROM {_WHOLE}{table} WHERE {key} IN (SELECT id FROM known)"
        )


def left_out(ask: Ask, a: str, b: str, day: str) -> LeftOut:
    """How many articles with an event between two states or bodies a view limited to a day leaves out for want of one."""
    undated, coarse = ask(_LEFT_OUT, [a, b, day])[0]
    return LeftOut(undated=undated, coarse=coarse)
