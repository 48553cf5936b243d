"""Events of other datasets, read from the record: how a pair's are asked for, and a row as a value."""

from collections.abc import Sequence
from typing import Any

from bilat.errors import BadArgument
from bilat.record.dates import reach
from bilat.record.rows import side_key
from bilat.record.schema import TABLES
from bilat.record.slices import Imported

_COLUMNS = tuple(TABLES["imported"])
SELECT = "SELECT " + ", ".join(f'"{name}"' for name in _COLUMNS) + " FROM imported"
"""The lines, column by column; :func:`line` makes values of them."""

SOURCES = """
SELECT source, count(*) AS n, count("first"), min("first"), max("last") FROM imported GROUP BY source ORDER BY n DESC, source
"""


def line(row: Sequence[Any]) -> Imported:
    """A row of the table as a value."""
    fields = dict(zip(_COLUMNS, row, strict=True))
    return Imported(**fields | {"issues": tuple(fields["issues"] or ())})


def condition(
    a: str | None, b: str | None, since: str | None, until: str | None, source: str | None
) -> tuple[str, list[str]]:
    """What lines are asked for, in SQL, and its values; for the arguments see :meth:`bilat.record.View.imported`."""
    where, values = _between(a, b) if a is not None else ("true", [])
    first, last = _day(since, 0), _day(until, 1)
    if first and last and first > last:
        raise BadArgument(f"the range ends before it begins: {since} to {until}", hint="swap the two dates")
    for one, value in (('"last" >= ?::DATE', first), ('"first" <= ?::DATE', last), ("source = ?", source)):
        if value is not None:
            where += f" AND {one}"
            values.append(value)
    return where, values


def question(
    a: str | None, b: str | None, since: str | None, until: str | None, source: str | None
) -> tuple[str, list[str]]:
    """The SQL for these lines, by date, undated first, and its values."""
    where, values = condition(a, b, since, until, source)
    return f'{SELECT} WHERE {where} ORDER BY "first" NULLS FIRST, source, id', values


def _between(a: str, b: str | None) -> tuple[str, list[str]]:
    """That a line stands between two parties, or of one with anyone.

    A state is all that is of it; a full code ("PAKREB") that party alone. The key of the code is always asked for: it is what
    the lines are sorted by.
    """
    either = []
    values: list[str] = []
    for one, other in ((a, b), (b, a)):
        conditions = []
        for column, party in (("a", one), ("b", other)):
            if party is not None:
                key = side_key(party)
                conditions.append(f"{column} = ?" if key == party else f"{column} = ? AND {column}_code = ?")
                values += [key] if key == party else [key, party]
        either.append(" AND ".join(conditions))
    return f"({' OR '.join(either)})", values


def _day(date: str | None, end: int) -> str | None:
    if date is None:
        return None
    span = reach(date)
    if span is None:
        raise BadArgument(f"{date!r} is no date", hint="give it as 2024-01-18, 2024-01 or 2024")
    return span[end]
