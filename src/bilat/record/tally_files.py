"""What series of other datasets are counted from: the stories of a part of ``imported``, one a row, sorted by pair.

Beside each part of ``imported`` its commit has such a file, so that a pair's figures need no reading of texts and no joining: the
rows of a pair lie together, and are read by a single request to the disk. A row is what counts once: one story, of one source, on
one day, with one type, direction and status; lines without a story are a row each. A file is, one after the other:

- a line of JSON: what numbers in the rows stand for, which stories, days and issues they have, how many pairs and rows there are
- the pairs' keys in order, each with NULs up to one length
- the number of the first row of each pair, and the number of rows
- the rows
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from bilat.errors import RecordError
from bilat.record.asked import ISSUES, STATUSES, TYPES
from bilat.record.engine import quoted

ROW = np.dtype([
    ("story", "<u8"), ("first", "<i4"), ("last", "<i4"), ("issues", "<u4"), ("kind", "<u2"), ("source", "<u2"),
])  # fmt: skip
"""Days count from 1970, :data:`NO_DAY` for none; issues are a bit each; kind is type, status, way and whether it has a story."""
NO_DAY = -(2**31)
STATUS, WAY, ALONE = 16, 128, 512
"""What a kind is made of: a type's place, so many times the status's, the way's (1 for a>b, 2 for b>a, 3 for both), no story."""

_BETWEEN = "\x1f"
_MEANING = {"types": [*TYPES], "statuses": [*STATUSES], "issues": [*ISSUES]}


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


_TYPE, _STATUS = (
    f"list_position([{_listed(values)}], {name}) - 1" for name, values in (("type", TYPES), ("status", STATUSES))
)
_WAY = "CASE direction WHEN 'a>b' THEN 1 WHEN 'b>a' THEN 2 ELSE 3 END"
_DAY = f"coalesce(datediff('day', DATE '1970-01-01', \"{{}}\"), {NO_DAY})::INTEGER"
# Many lines have the same few lists of issues.
_MASKS = f"""
SELECT issues AS listed, bit_or(1::UBIGINT << (list_position([{_listed(ISSUES)}], issue) - 1))::UINTEGER AS mask
FROM (SELECT issues, unnest(issues) AS issue FROM (SELECT DISTINCT issues FROM {{part}})) GROUP BY issues
"""
_LINES = f"""
WITH masks AS MATERIALIZED ({_MASKS})
SELECT nth, p.n AS pair, coalesce(story, 0) AS story, {_DAY.format("first")} AS "first", {_DAY.format("last")} AS "last",
  coalesce(mask, 0) AS issues, kind, s.n AS source
FROM (
  SELECT a, b, story, "first", "last", issues AS listed, source, file_row_number AS nth,
    ({_TYPE} + {STATUS} * coalesce({_STATUS}, 0) + {WAY} * {_WAY} + CASE WHEN story IS NULL THEN {ALONE} ELSE 0 END)::USMALLINT
      AS kind
  FROM {{part}} WHERE type IS NOT NULL
) t JOIN pairs p ON p.a = t.a AND p.b = t.b JOIN sources s ON s.source = t.source LEFT JOIN masks m ON m.listed = t.listed
"""


def key_of(a: str, b: str) -> bytes:
    """What a pair is found by."""
    return f"{a}{_BETWEEN}{b}".encode()


def write(connection: duckdb.DuckDBPyConnection, part: Path, target: Path) -> int:
    """Writes the file of a part of ``imported``; gives the number of its rows."""
    number, pieces = _made(connection, part)
    with target.open("wb") as file:
        file.writelines(pieces)
    return number


def agrees(connection: duckdb.DuckDBPyConnection, part: Path, file: Path) -> bool:
    """Whether a file is what its part of ``imported`` gives; one of a program that numbers otherwise is taken as it is."""
    return not TallyFile(file).understood or b"".join(_made(connection, part)[1]) == file.read_bytes()


def _made(connection: duckdb.DuckDBPyConnection, part: Path) -> tuple[int, list[bytes]]:
    """The number of rows of a part's file, and the file."""
    made = _rows_of(connection, part)
    rows = made.rows
    days = np.concatenate([rows[name][rows[name] != NO_DAY] for name in ("first", "last")])
    head = _MEANING | {
        "sources": made.sources,
        "stories": _ends(rows["story"][rows["kind"] < ALONE]),
        "days": _ends(days),
        "masks": np.unique(rows["issues"]).tolist(),
        "pairs": len(made.keys),
        "key": made.keys.dtype.itemsize,
        "rows": len(made.rows),
    }
    arrays = (made.keys, made.starts.astype("<u4"), made.rows)
    return len(made.rows), [json.dumps(head).encode() + b"\n", *(array.tobytes() for array in arrays)]


def _ends(values: NDArray[Any]) -> list[int] | None:
    """The least and the greatest of some numbers, null where there is none."""
    return [int(values.min()), int(values.max())] if len(values) else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """The rows of a part, with the keys of its pairs and where the rows of each begin; the last start is their number."""

    sources: Sequence[str]
    keys: NDArray[np.bytes_]
    starts: NDArray[np.int64]
    rows: NDArray[Any]


def _rows_of(connection: duckdb.DuckDBPyConnection, part: Path) -> _Rows:
    """The rows of a part of ``imported``, worked out from its lines."""
    lines = f"read_parquet({quoted(part)}, file_row_number=true)"
    found = connection.execute(f"SELECT DISTINCT a, b FROM {lines} WHERE a <> b").fetchall()
    pairs = sorted((key_of(a, b), a, b) for a, b in found)
    sources = sorted(name for (name,) in connection.execute(f"SELECT DISTINCT source FROM {lines}").fetchall())
    for table, names in (("pairs", ("a", "b")), ("sources", ("source",))):
        listed = [pair[1:] for pair in pairs] if table == "pairs" else [(name,) for name in sources]
        shape = json.dumps([dict.fromkeys(names, "VARCHAR") | {"n": "UINTEGER"}])
        told = json.dumps([dict(zip((*names, "n"), (*one, n), strict=True)) for n, one in enumerate(listed)])
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT unnest(from_json(?, '{shape}'), max_depth := 2)", [told]
        )
    columns = connection.execute(_LINES.format(part=lines)).fetchnumpy()
    rows = np.empty(len(columns["nth"]), ROW)
    for name in ROW.names or ():
        rows[name] = columns[name]
    place = columns["pair"]
    if any(np.any(columns[name][1:] < columns[name][:-1]) for name in ("nth", "pair")):
        order = np.lexsort((columns["nth"], place))
        rows, place = rows[order], place[order]
    kept = once(rows, place)
    rows, place = rows[kept], place[kept]
    return _Rows(
        sources=sources,
        keys=np.array([key for key, _, _ in pairs] or [b""][:0], dtype=np.bytes_),
        starts=np.searchsorted(place, np.arange(len(pairs) + 1)),
        rows=rows,
    )


def once(rows: NDArray[Any], pairs: NDArray[Any] | None = None) -> NDArray[np.bool_]:
    """Which rows to keep of those that tell one story: the first of each, which gets the issues of all.

    Args:
        rows: Their issues are written to.
        pairs: Of which pair each is; null where all are of one.
    """
    kept = np.ones(len(rows), dtype=np.bool_)
    stories = np.sort(rows["story"])
    again = np.unique(stories[1:][stories[1:] == stories[:-1]])
    if not len(again):
        return kept
    place = np.minimum(np.searchsorted(again, rows["story"]), len(again) - 1)
    maybe = np.flatnonzero((again[place] == rows["story"]) & (rows["kind"] < ALONE))
    keys = [rows[name][maybe] for name in ("source", "kind", "last", "first", "story")]
    keys += [] if pairs is None else [pairs[maybe]]
    order = np.lexsort(keys)
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    places, begin = maybe[order], np.flatnonzero(new)
    if len(places):
        rows["issues"][places[begin]] = np.bitwise_or.reduceat(rows["issues"][places], begin)
    kept[places[~new]] = False
    return kept


class TallyFile:
    """A file, to be read; what it says of its pairs is held in memory once it was asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _head(self) -> tuple[Mapping[str, Any], int]:
        with self._path.open("rb") as file:
            line = file.readline()
        try:
            return json.loads(line), len(line)
        except ValueError as error:
            what = "a part of the record is damaged"
            raise RecordError(what, where=str(self._path), hint="restore the file from a copy") from error

    @property
    def understood(self) -> bool:
        """Whether types, statuses and issues have the numbers that they have in this program."""
        return {name: self._head[0][name] for name in _MEANING} == _MEANING

    @property
    def sources(self) -> Sequence[str]:
        """The names of the datasets, by their number."""
        return tuple(self._head[0]["sources"])

    @property
    def stories(self) -> tuple[int, int] | None:
        """The least and the greatest number of a story; null where no row has one."""
        return self._between("stories")

    @property
    def days(self) -> tuple[int, int] | None:
        """The first and the last day, from 1970; null where no row has one."""
        return self._between("days")

    def _between(self, name: str) -> tuple[int, int] | None:
        ends = self._head[0][name]
        return None if ends is None else (ends[0], ends[1])

    @property
    def masks(self) -> Sequence[int]:
        """The different values of ``issues``."""
        return tuple(self._head[0]["masks"])

    @cached_property
    def _pairs(self) -> tuple[NDArray[np.bytes_], NDArray[np.uint32], int]:
        head, at = self._head
        keys = np.fromfile(self._path, f"S{max(1, head['key'])}", head["pairs"], offset=at)
        starts = np.fromfile(self._path, "<u4", head["pairs"] + 1, offset=at + keys.nbytes)
        return keys, starts, at + keys.nbytes + starts.nbytes

    def reach(self, key: bytes) -> tuple[int, int]:
        """The first row of a pair, and how many it has."""
        keys, starts, _ = self._pairs
        n = int(np.searchsorted(keys, np.array(key)))
        if n == len(keys) or keys[n] != key:
            return 0, 0
        return int(starts[n]), int(starts[n + 1] - starts[n])

    def read(self, first: int, into: NDArray[Any]) -> None:
        """Reads as many rows from a place on as an array has room for.

        Raises:
            RecordError: They are not there: the file is cut.
        """
        with self._path.open("rb", buffering=0) as file:
            file.seek(self._pairs[2] + first * ROW.itemsize)
            got = file.readinto(into.view(np.uint8).data)
        if got != into.nbytes:
            raise RecordError("a part of the record is cut", where=str(self._path), hint="restore it from a copy")
