"""DuckDB, as the record uses it: in memory, over Parquet files, with no way to the network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from numpy.typing import NDArray

from bilat.errors import BadArgument
from bilat.record.schema import ORDER, TABLES, column_types

_LEAST_OBJECT = 1 << 20
# Lines that are read together: a pair's lines of a part lie beside each other, and the fewer others with them the better.
_GROUP = 32_768
# Columns whose values hardly repeat (ids, addresses) are not tried as dictionaries for long.
_MOST_WORDS = 4_096


def connect() -> duckdb.DuckDBPyConnection:
    """A private in-memory database that installs and loads nothing."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET enable_progress_bar = false")
    # Parts never change, so what is known of them stays true; for all cursors, each of which is a session of its own.
    connection.execute("SET GLOBAL parquet_metadata_cache = true")
    return connection


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted(path: Path | str) -> str:
    """A path as an SQL literal."""
    return literal(str(path))


def write_part(connection: duckdb.DuckDBPyConnection, table: str, lines: Path, longest: int, target: Path) -> int:
    """Turns a file of JSON lines into a Parquet part; gives the number of its lines.

    Args:
        connection: The writer's own.
        table: Which table's columns the lines have.
        lines: One JSON object a line.
        longest: Bytes of the longest line; DuckDB's buffers are sized after it.
        target: Where the part goes.
    """
    size = max(_LEAST_OBJECT, longest + 1024)
    source = (
        f"read_json({quoted(lines)}, columns={column_types(table)}, format='newline_delimited', "
        f"compression='uncompressed', maximum_object_size={size})"
    )
    order = f" ORDER BY {ORDER[table]}" if table in ORDER else ""
    written = connection.execute(
        f"COPY (SELECT * FROM {source}{order}) TO {quoted(target)} (FORMAT parquet, COMPRESSION zstd)"
    ).fetchone()
    return int(written[0]) if written else 0


def write_select(connection: duckdb.DuckDBPyConnection, table: str, source: str, target: Path) -> int:
    """Turns what an SQL query gives into a Parquet part, sorted as the table's lines are; gives the number of its lines.

    Args:
        connection: Has what the query asks of.
        table: Which table's columns the query gives, by name.
        source: The query, or the name of a table.
        target: Where the part goes.
    """
    columns = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind in TABLES[table].items())
    order = f" ORDER BY {ORDER[table]}" if table in ORDER else ""
    written = connection.execute(
        f"COPY (SELECT {columns} FROM ({source}){order}) TO {quoted(target)} "
        f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {_GROUP}, "
        f"DICTIONARY_SIZE_LIMIT {_MOST_WORDS}, WRITE_BLOOM_FILTER false)"
    ).fetchone()
    return int(written[0]) if written else 0


def write_columns(columns: Mapping[str, NDArray[Any]], target: Path) -> None:
    """Writes columns of numbers, texts and days to a CSV or Parquet file, NaN as null.

    Raises:
        BadArgument: The file cannot be written, or its name ends in neither.
    """
    form = target.suffix.lower().removeprefix(".")
    if form not in ("csv", "parquet"):
        raise BadArgument(
            "the form of the table is not clear", where=str(target), hint="end its name in .csv or .parquet"
        )
    names = ", ".join(_column(name, column) for name, column in columns.items())
    with connect() as connection:
        table = {name: c.astype("datetime64[us]") if c.dtype.kind == "M" else c for name, c in columns.items()}
        connection.register("made", table)
        options = "HEADER" if form == "csv" else "COMPRESSION zstd"
        try:
            connection.execute(f"COPY (SELECT {names} FROM made) TO {quoted(target)} (FORMAT {form}, {options})")
        except duckdb.Error as error:
            what = f"cannot write: {str(error).splitlines()[0]}"
            hint = "name a file in a folder that exists and that you may write"
            raise BadArgument(what, where=str(target), hint=hint) from error


def _column(name: str, column: NDArray[Any]) -> str:
    own = '"' + name.replace('"', '""') + '"'
    if column.dtype.kind == "M":
        return f"{own}::DATE AS {own}"
    return f"CASE WHEN NOT isnan({own}) THEN {own} END AS {own}" if column.dtype.kind == "f" else own
