"""What a record says, in one number: the same for the same lines, whatever runs, commits and files they came by."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import duckdb

from bilat.record.schema import TABLES

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

# How the lines came to be, and not what they say; which event founded a story hangs on the order of the articles.
_ASIDE = {"runs", "recodings", "inputs", "story_articles", "story_events", "story_merges"}
_ASIDE |= {"imported_replaced", "imported_files"}
_IMPORTED = {"imported", "imported_reports"}  # what file a line came by says as little


def content_digest(ask: Ask, said: Iterable[str] = ()) -> str:
    """The digest of all lines but runs, as 32 hexadecimal digits.

    Args:
        ask: Runs an SQL query.
        said: The ids of what people said of the lines.

    Each table gives the number of its lines and the sums of the halves of their MD5 digests, which no order of the lines
    changes; these are then hashed together. It tells equal from unequal records, and is no seal against a forger.
    """
    parts = [f"{table}:{ask(_sum(table), ())[0]}" for table in sorted(TABLES) if table not in _ASIDE]
    parts += [f"judgements:{id}" for id in sorted(said)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def asking(connection: duckdb.DuckDBPyConnection) -> Ask:
    """What runs queries on a connection."""
    return lambda sql, values: connection.execute(sql, list(values)).fetchall()


def _sum(table: str) -> str:
    names = [name for name in TABLES[table] if name != "run" and (table not in _IMPORTED or name != "origin")]
    line = ", ".join(f'coalesce("{name}"::VARCHAR, chr(1))' for name in names)
    # An empty column and a missing one differ; the mark between two stands in no text that a coder writes.
    return (
        "SELECT count(*), sum(md5_number_lower(line))::VARCHAR, sum(md5_number_upper(line))::VARCHAR "
        f"FROM (SELECT concat_ws(chr(31), {line}) AS line FROM {table})"
    )
