"""A Parquet file -> its records, read by duckdb a few rows at a time and only the columns that an article needs."""

from collections.abc import Iterator, Mapping
from glob import escape
from typing import Any

import duckdb

from bilat.errors import UnreadableFile
from bilat.reading.fields import FieldMap
from bilat.reading.stream import Stream

_ROWS = 64
_LIMITS: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "1GB", "temp_directory": ""}


def parquet_records(stream: Stream, fields: FieldMap) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a Parquet file with their numbers from 1; null values are left out.

    Raises:
        UnreadableFile: It is broken, or has not the fields that the map names.
    """
    with stream.on_disk() as path:
        try:
            with duckdb.connect(config=_LIMITS) as engine:
                file = [escape(str(path.absolute()))]
                scan = engine.execute("SELECT * FROM read_parquet(?) LIMIT 0", file)
                names = [str(column[0]) for column in scan.description or ()]
                fields.check(names, stream.name)
                wanted = [name for name in names if fields.knows(name)]
                quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in wanted)
                rows = engine.execute(f"SELECT {quoted} FROM read_parquet(?)", file)
                number = 0
                while batch := rows.fetchmany(_ROWS):
                    for row in batch:
                        number += 1
                        named = zip(wanted, row, strict=True)
                        yield number, {name: value for name, value in named if value is not None}
        except (duckdb.Error, RuntimeError, ValueError) as error:  # the latter two where a name is no UTF-8
            what = f"broken Parquet data: {str(error).splitlines()[0]}"
            raise UnreadableFile(what, where=stream.name, hint="fetch or write it again") from None
