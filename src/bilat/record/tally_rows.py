"""The question of :mod:`bilat.record.tallies` to the files of :mod:`bilat.record.tally_files`, for pairs of states and bodies.

It gives what the database would give (:mod:`bilat.record.tally_sql`), many times faster: of a pair only its own rows are read,
and nothing is joined. That rows of several parts tell one story is found by sorting the stories' numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bilat.record.asked import DIRECTIONS, ISSUES, STATUSES, TYPES, Asked, By
from bilat.record.engine import quoted
from bilat.record.layout import Commit, part_file
from bilat.record.rows import side_key
from bilat.record.tallies import Cells
from bilat.record.tally_files import ALONE, NO_DAY, ROW, STATUS, WAY, TallyFile, key_of

Numbers = NDArray[np.int64]
Rows = NDArray[Any]

_UNITS = {"month": "M", "year": "Y"}
_DENSE = 1 << 23
"""Combinations that are counted in a table with a place for each; more are sorted."""
_EVERY = np.arange(2 * ALONE) % ALONE
"""By a row's kind, the kind without whether it has a story."""
_FEW = 100_000
"""Rows of which it costs less to sort their masks than to have a place for each mask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of all parts of ``imported``.

    Attributes:
        gone: Keys of pairs that have rows of lines that others took the place of: those are counted by the database.
    """

    files: Sequence[TallyFile]
    gone: frozenset[bytes]

    def answers(self, one: str, other: str | None) -> bool:
        """Whether the stories of two parties are those of the rows: of two states or bodies, or groups as a whole."""
        if other is None or side_key(one) != one or side_key(other) != other:
            return False
        return key_of(*sorted((one, other))) not in self.gone


def of_parts(folder: Path, commits: Iterable[Commit], ask: Callable[[str], list[tuple[Any, ...]]]) -> Files | None:
    """The files beside the parts of ``imported``; null where a part has none, or one of a program that numbers otherwise.

    Args:
        folder: The record's.
        commits: Those that are read.
        ask: Runs an SQL query on their tables.
    """
    files = []
    for commit in commits:
        parts = {part.table: folder / part.file for part in commit.parts}
        if "imported" in parts:
            file = TallyFile(parts["imported_stories"]) if "imported_stories" in parts else None
            if file is None or not file.understood:
                return None
            files.append(file)
    touched = [
        folder / part_file("imported", seq) for (seq,) in ask("SELECT DISTINCT seq FROM imported_gone ORDER BY seq")
    ]
    there = [quoted(path) for path in touched if path.exists()]
    rows = (
        ask(f"SELECT DISTINCT a, b FROM read_parquet([{', '.join(there)}]) SEMI JOIN imported_gone USING (id)")
        if there
        else []
    )
    return Files(files=files, gone=frozenset(key_of(a, b) for a, b in rows if a and b))


def answered(told: Files, asked: Asked, otherwise: Callable[[Asked], Cells]) -> Cells:
    """Counts all pairs: those that the files answer for, and the others otherwise."""
    quick = [told.answers(*pair) for pair in asked.pairs]
    if all(quick):
        return count(told, asked)
    found = []
    for one, by in ((True, partial(count, told)), (False, otherwise)):
        places = [n for n, answers in enumerate(quick) if answers is one]
        if places:
            cells = by(replace(asked, pairs=tuple(asked.pairs[n] for n in places)))
            found.append(replace(cells, pair=np.array(places, dtype=np.int64)[cells.pair]))
    return joined(found)


def count(told: Files, asked: Asked) -> Cells:
    """Counts the stories of pairs that the files answer for; the unit is the story."""
    names = sorted({name for file in told.files for name in file.sources})
    wanted = np.array([not asked.datasets or name in asked.datasets for name in names], dtype=np.bool_)
    found = []
    for n, pair in enumerate(asked.pairs):
        one, other = pair[0], pair[1] or ""
        flip = one > other
        rows, several = _rows(told.files, names, key_of(*sorted((one, other))))
        if not wanted.all():
            rows = rows[wanted[rows["source"]]]
        rows = _within(rows, asked)
        found.append(_cells(_once(rows) if several else rows, asked, n, names, flip=flip))
    return found[0] if len(found) == 1 else joined(found)


def joined(found: Sequence[Cells]) -> Cells:
    """Cells of several questions together."""
    names = [field.name for field in fields(Cells)]
    return Cells(**{name: np.concatenate([getattr(one, name) for one in found]) for name in names})


def _rows(files: Iterable[TallyFile], names: list[str], key: bytes) -> tuple[Rows, bool]:
    """The rows of a pair, with the sources by their places in ``names``, and whether they come of several parts."""
    reached = [(file, *file.reach(key)) for file in files]
    some = [(file, first, number) for file, first, number in reached if number]
    rows = np.empty(sum(number for _, _, number in some), ROW)
    at = 0
    for file, first, number in some:
        own = rows[at : at + number]
        file.read(first, own)
        if list(file.sources) != names:
            own["source"] = np.array([names.index(name) for name in file.sources], dtype=np.uint16)[own["source"]]
        at += number
    return rows, len(some) > 1


def _within(rows: Rows, asked: Asked) -> Rows:
    """Those whose date reaches into the range; undated ones are kept."""
    for day, end in ((asked.since, "last"), (asked.until, "first")):
        if day is not None:
            limit, days = np.datetime64(day, "D").astype(np.int64), rows[end]
            rows = rows[(days == NO_DAY) | (days >= limit if end == "last" else days <= limit)]
    return rows


def _once(rows: Rows) -> Rows:
    """Rows that tell one story, each once with the issues of all."""
    stories = np.sort(rows["story"])
    again = np.unique(stories[1:][stories[1:] == stories[:-1]])
    if not len(again):
        return rows
    place = np.minimum(np.searchsorted(again, rows["story"]), len(again) - 1)
    maybe = (again[place] == rows["story"]) & (rows["kind"] < ALONE)
    some = rows[maybe]
    if not len(some):
        return rows
    keys = ("story", "first", "last", "kind", "source")
    some = some[np.lexsort([some[name] for name in keys])]
    new = np.ones(len(some), dtype=np.bool_)
    new[1:] = np.any([some[name][1:] != some[name][:-1] for name in keys], axis=0)
    begin = np.flatnonzero(new)
    merged = some[begin]
    merged["issues"] = np.bitwise_or.reduceat(some["issues"], begin)
    return np.concatenate([rows[~maybe], merged])


def _cells(rows: Rows, asked: Asked, pair: int, names: list[str], *, flip: bool) -> Cells:
    kept = _kept(rows, asked, flip=flip)
    if not kept.all():
        rows = rows[kept]
    starts, place = _periods(rows, asked.by)
    kinds, nth = _parts_of(asked, flip=flip)
    masks = np.zeros(1, dtype=np.int64)
    codes = [(place, len(starts)), (nth[rows["kind"]], len(kinds))]
    if "issues" in asked.apart:
        masks, own = _different(rows["issues"])
        codes.append((own, len(masks)))
    if "outlet" in asked.apart:
        codes.append((rows["source"], len(names)))
    (period, told, *more), stories = _counted(codes)
    told, number = kinds[told], len(stories)
    zero = np.zeros(number, dtype=np.int64)
    return Cells(
        pair=zero + pair,
        start=starts[period],
        coarse=period == len(starts) - 1,
        type=told % STATUS,
        status=told % WAY // STATUS if "status" in asked.apart else zero,
        direction=told // WAY if "direction" in asked.apart else zero,
        issues=masks[more[0]] if "issues" in asked.apart else zero,
        outlet=np.array(names if "outlet" in asked.apart else [""], dtype=object)[
            more[-1] if "outlet" in asked.apart else zero
        ],
        weight=zero + 1,
        stories=stories,
    )


def _kept(rows: Rows, asked: Asked, *, flip: bool) -> NDArray[np.bool_]:
    """Which rows are of the status, type, direction and issues that are asked for."""
    every = _EVERY
    good = np.ones(len(every), dtype=np.bool_)
    for values, wanted, known in (
        (every % WAY // STATUS, asked.status, STATUSES),
        (every % STATUS, asked.types, TYPES),
        (_turned(every // WAY, flip=flip) - 1, asked.directions, DIRECTIONS),
    ):
        if wanted is not None:
            good &= np.isin(values, [tuple(known).index(one) for one in wanted])
    kept: NDArray[np.bool_] = good[rows["kind"]]
    if asked.issues is not None:
        kept &= (rows["issues"] & sum(1 << ISSUES.index(one) for one in asked.issues)) != 0
    return kept


def _turned(way: Numbers, *, flip: bool) -> Numbers:
    """Ways as seen from the one that was named first."""
    return np.where((way == 1) | (way == 2), 3 - way, way) if flip else way


def _parts_of(asked: Asked, *, flip: bool) -> tuple[Numbers, Numbers]:
    """What is told apart of kinds, with 0 for what is not, as a type with status and direction; and the place of each kind's."""
    every = _EVERY
    told = every % STATUS
    if "status" in asked.apart:
        told = told + every % WAY // STATUS * STATUS
    if "direction" in asked.apart:
        told = told + np.maximum(_turned(every // WAY, flip=flip) - 1, 0) * WAY
    kinds, place = np.unique(told, return_inverse=True)
    return kinds, place.astype(np.int64)


def _periods(rows: Rows, by: By) -> tuple[NDArray[np.datetime64], Numbers]:
    """The first days of periods, and the place of each row's among them.

    The last but one is that of rows without a date, the last that of rows whose date is too wide for one.
    """
    first = rows["first"].astype(np.int64)
    wide = first != rows["last"]
    if not wide.any():
        wide = None
    undated = first == NO_DAY if len(first) and first.min() == NO_DAY else None
    dated = first if undated is None else first[~undated]
    nowhere = np.array(["NaT", "NaT"], dtype="datetime64[D]")
    if not len(dated):
        return nowhere, np.zeros(len(rows), dtype=np.int64)
    least, most = int(dated.min()), int(max(dated.max(), rows["last"].max() if wide is not None else NO_DAY))
    floors = _floor(np.arange(least, most + 1), by)
    new = np.append(True, floors[1:] != floors[:-1])
    table = np.cumsum(new) - 1  # of each day, the place of its period
    starts = np.append(floors[new].astype("datetime64[D]"), nowhere)
    first -= least
    if undated is not None:
        first[undated] = 0
    place = table[first]
    if wide is not None:
        ends = table[np.maximum(rows["last"][wide].astype(np.int64) - least, 0)]
        some = np.flatnonzero(wide)[ends != place[wide]]
        place[some] = len(starts) - 1
    if undated is not None:
        place[undated] = len(starts) - 2
    return starts, place


def _floor(days: Numbers, by: By) -> Numbers:
    """The first day of the period that each day lies in."""
    if by == "day":
        return days
    if by == "week":
        return days - (days + 3) % 7  # the first of January 1970 was a Thursday
    dates = days.astype("datetime64[D]")
    if by == "quarter":
        months = dates.astype("datetime64[M]").astype(np.int64)
        dates = (months - months % 3).astype("datetime64[M]")
    else:
        dates = dates.astype(f"datetime64[{_UNITS[by]}]")
    return dates.astype("datetime64[D]").astype(np.int64)


def _different(masks: NDArray[np.uint32]) -> tuple[Numbers, Numbers]:
    """The different ones of some masks, and the place of each row's among them."""
    if len(masks) < _FEW:
        found, place = np.unique(masks, return_inverse=True)
        return found.astype(np.int64), place
    own = masks.astype(np.int64)
    seen = np.zeros(1 << len(ISSUES), dtype=np.bool_)
    seen[own] = True
    known = np.flatnonzero(seen)
    table = np.empty(len(seen), dtype=np.int64)
    table[known] = np.arange(len(known))
    return known, table[own]


def _counted(codes: Sequence[tuple[NDArray[Any], int]]) -> tuple[list[Numbers], Numbers]:
    """The different combinations of codes, each with what it is below, and how often each stands."""
    together, total = codes[0][0].astype(np.int64), codes[0][1]
    for code, size in codes[1:]:
        together *= size
        together += code
        total *= size
    if total <= _DENSE:
        counts = np.bincount(together)
        found = np.flatnonzero(counts)
        number = counts[found]
    else:
        found, number = np.unique(together, return_counts=True)
    parts = []
    for _, size in reversed(codes):
        rest = found // size
        parts.append(found - rest * size)
        found = rest
    return parts[::-1], number.astype(np.int64)
