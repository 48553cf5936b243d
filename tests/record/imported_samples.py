"""Lines of other datasets, made by hand, put into a record as an import puts them."""

from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from bilat.model import QUADS, EventType
from bilat.record import Record, RunInfo
from bilat.record.engine import write_select
from bilat.record.schema import TABLES

RUN = RunInfo(program="1.0.0", command="bilat import sample")


def line(own: str, a: str = "IRN", b: str | None = "PAK", **fields: Any) -> dict[str, Any]:
    """A line with the fields that each has, and those given."""
    kind = fields.get("type", "CONSULT")
    return {
        "id": f"sample:{own}",
        "source": "sample",
        "source_id": own,
        "story": len(own),
        "a": a,
        "b": b,
        "a_code": f"{a}GOV",
        "b_code": b and f"{b}GOV",
        "direction": "a>b",
        "date": "2024-01-18",
        "first": "2024-01-18",
        "last": "2024-01-18",
        "type": kind,
        "quad": QUADS[EventType(kind)].value if kind else None,
        "status": "actual",
        "origin": "sample.tsv",
        "run": RUN.id,
        **fields,
    }


def select(table: str, lines: list[dict[str, Any]]) -> str:
    """A query that gives the lines, with null for what a line lacks."""
    rows = [
        "(" + ", ".join(_literal(one.get(name)) + f"::{kind}" for name, kind in TABLES[table].items()) + ")"
        for one in lines
    ]
    names = ", ".join(f'"{name}"' for name in TABLES[table])
    return f"SELECT * FROM (VALUES {', '.join(rows)}) t({names})"


def _literal(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def put(folder: Path, **tables: list[dict[str, Any]]) -> None:
    """Commits lines of some tables, all in one commit."""
    with Record.open(folder, create=True).writer(RUN) as writer, duckdb.connect(":memory:") as connection:
        parts = [(table, select(table, lines)) for table, lines in tables.items()]
        writer.commit({table: partial(write_select, connection, table, sql) for table, sql in parts})
