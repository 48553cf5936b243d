"""DuckDB, as the record uses it: in memory, over Parquet files, with no way to the network."""

from pathlib import Path

import duckdb

from bilat.record.schema import ORDER, TABLES, column_types

_LEAST_OBJECT = 1 << 20
# Lines that are read together: a pair's lines of a part lie beside each other, and the fewer others with them the better.
_GROUP = 32_768


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


def quoted(path: Path) -> str:
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
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP})"
    ).fetchone()
    return int(written[0]) if written else 0
