"""DuckDB, as the record uses it: in memory, over Parquet files, with no way to the network."""

from pathlib import Path

import duckdb

from bilat.record.schema import ORDER, column_types

_LEAST_OBJECT = 1 << 20


def connect() -> duckdb.DuckDBPyConnection:
    """A private in-memory database that installs and loads nothing."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET enable_progress_bar = false")
    # Parts never change, so what is known of them stays true.
    connection.execute("SET parquet_metadata_cache = true")
    return connection


def quoted(path: Path) -> str:
    """A path as an SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"


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
