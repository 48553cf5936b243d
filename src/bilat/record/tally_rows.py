"""The question of :mod:`bilat.record.tallies` to the files of :mod:`bilat.record.tally_files`, for pairs of states and bodies.

It gives what the database would give (:mod:`bilat.record.tally_sql`), many times faster: of a pair only its own rows are read,
and nothing is joined. They are taken part by part, in arrays that the processor's cache holds. Rows of several parts that tell
one story are found by sorting those stories that may be in several: where a dataset numbers them in order, these are few.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bilat.record.asked import DIRECTIONS, ISSUES, STATUSES, TYPES, Asked, By
from bilat.record.engine import quoted
from bilat.record.layout import Commit, part_file
from bilat.record.rows import side_key
from bilat.record.tallies import Cells, first_days
from bilat.record.tally_files import ALONE, NO_DAY, ROW, STATUS, WAY, TallyFile, key_of, once

Numbers = NDArray[np.int64]
Rows = NDArray[Any]

_DENSE = 1 << 23
"""Combinations that are counted in a table with a place for each; more are sorted."""
_BEYOND = 2**64
"""More than any story's number."""
_NOWHERE = np.array(["NaT", "NaT"], dtype="datetime64[D]")
_KINDS = np.arange(2 * ALONE) % ALONE
"""By a row's kind, the kind without whether it has a story."""


class Files:
    """The files of all parts of ``imported``."""

    def __init__(self, files: Sequence[TallyFile], gone: frozenset[bytes]) -> None:
        """Takes the files, and the keys of pairs that have rows of lines that others took the place of."""
        self.files, self._gone = files, gone
        self.names = sorted({name for file in files for name in file.sources})
        self.shared = _shared([file.stories for file in files])
        self.masks = np.array(sorted({mask for file in files for mask in file.masks}), dtype=np.int64)
        self._periods: dict[By, tuple[int, NDArray[np.datetime64], Numbers]] = {}

    def answers(self, one: str, other: str | None) -> bool:
        """Whether the stories of two parties are those of the rows: of two states or bodies, or groups as a whole."""
        if other is None or side_key(one) != one or side_key(other) != other:
            return False
        return key_of(*sorted((one, other))) not in self._gone

    def periods(self, by: By) -> tuple[int, NDArray[np.datetime64], Numbers]:
        """The first day of all, the first days of periods, and of each day from the first on the place of its period.

        Two more periods stand last: that of what has no date, and that of what has too wide a one.
        """
        if by not in self._periods:
            ends = [day for file in self.files if file.days for day in file.days]
            floors = first_days(np.arange(min(ends), max(ends) + 1) if ends else np.zeros(1, dtype=np.int64), by)
            new = np.append(True, floors[1:] != floors[:-1])
            starts = np.append(floors[new].astype("datetime64[D]"), _NOWHERE)
            self._periods[by] = min(ends, default=0), starts, np.cumsum(new) - 1
        return self._periods[by]


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
    seqs = ask("SELECT DISTINCT seq FROM imported_gone ORDER BY seq")
    there = [quoted(path) for (seq,) in seqs if (path := folder / part_file("imported", seq)).exists()]
    lines = f"SELECT DISTINCT a, b FROM read_parquet([{', '.join(there)}]) SEMI JOIN imported_gone USING (id)"
    return Files(files, frozenset(key_of(a, b) for a, b in ask(lines) if a and b) if there else frozenset())


def _shared(ranges: Sequence[tuple[int, int] | None]) -> list[tuple[int, int]]:
    """For each of some ranges of numbers, up to which and from which on one of the others may have the same."""
    found = [(-1, _BEYOND)] * len(ranges)
    order = sorted((one, n) for n, one in enumerate(ranges) if one is not None)
    most, least = -1, _BEYOND
    for (_, last), n in order:
        found[n] = (most, _BEYOND)
        most = max(most, last)
    for (first, _), n in reversed(order):
        found[n] = (found[n][0], least)
        least = min(least, first)
    return found


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
    return _joined(found)


def count(told: Files, asked: Asked) -> Cells:
    """Counts the stories of pairs that the files answer for; the unit is the story."""
    ways = [_Way(told, asked, flip=flip) for flip in (False, True)]

    def cells(n: int) -> Cells:
        one, other = asked.pairs[n][0], asked.pairs[n][1] or ""
        return ways[one > other].cells(n, key_of(*sorted((one, other))))

    if len(asked.pairs) == 1:
        return cells(0)
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return _joined(list(workers.map(cells, range(len(asked.pairs)))))


def _joined(found: Sequence[Cells]) -> Cells:
    names = [field.name for field in fields(Cells)]
    return Cells(**{name: np.concatenate([getattr(one, name) for one in found]) for name in names})


class _Way:
    """A question to pairs that stand in the order of the alphabet, or in the other."""

    def __init__(self, told: Files, asked: Asked, *, flip: bool) -> None:
        self._told, self._asked, self._flip = told, asked, flip
        self._wanted = np.array([not asked.datasets or name in asked.datasets for name in told.names], dtype=np.bool_)
        self._good = self._of_kinds()
        self._kinds, self._nth = self._told_apart()
        self._least, self._starts, self._table = told.periods(asked.by)
        self._outlets = told.names if "outlet" in asked.apart else [""]
        self._place_of = np.zeros(1 << len(ISSUES) if "issues" in asked.apart else 0, dtype=np.int32)
        if "issues" in asked.apart:
            self._place_of[told.masks] = np.arange(len(told.masks))

    def _way(self) -> Numbers:
        """By kind, the way as seen from the party that was named first."""
        way = _KINDS // WAY
        return np.where((way == 1) | (way == 2), 3 - way, way) if self._flip else way

    def _of_kinds(self) -> NDArray[np.bool_]:
        """Which kinds are of the status, type and direction that are asked for."""
        good = np.ones(len(_KINDS), dtype=np.bool_)
        asked: tuple[tuple[Numbers, Sequence[Any] | None, Sequence[Any]], ...] = (
            (_KINDS % WAY // STATUS, self._asked.status, STATUSES),
            (_KINDS % STATUS, self._asked.types, TYPES),
            (self._way() - 1, self._asked.directions, DIRECTIONS),
        )
        for values, wanted, known in asked:
            if wanted is not None:
                good &= np.isin(values, [known.index(one) for one in wanted])
        return good

    def _told_apart(self) -> tuple[Numbers, Numbers]:
        """What is told apart of kinds, 0 standing for what is not; and the place of each kind's."""
        told = _KINDS % STATUS
        if "status" in self._asked.apart:
            told = told + _KINDS % WAY // STATUS * STATUS
        if "direction" in self._asked.apart:
            told = told + np.maximum(self._way() - 1, 0) * WAY
        kinds, place = np.unique(told, return_inverse=True)
        return kinds, place.astype(np.int64)

    def cells(self, pair: int, key: bytes) -> Cells:
        """The cells of a pair."""
        masks, codes, waiting = self._told.masks, [np.zeros(0, dtype=np.int64)], []
        apart = "issues" in self._asked.apart
        for rows, shared in self._parts(key):
            if shared is not None and shared.any():
                waiting.append(rows[shared])
                rows = rows[~shared]
            rows = self._kept(rows)
            codes.append(self._codes(rows, self._place_of[rows["issues"]] if apart else None))
        if waiting:
            rows = np.concatenate(waiting)
            rows = self._kept(rows[once(rows)])
            # Several tellings together may have issues that no row has.
            new, place = np.unique(rows["issues"], return_inverse=True)
            masks = np.append(masks, new)
            codes.append(self._codes(rows, place + len(masks) - len(new) if apart else None))
        sizes = [len(masks) if apart else 1, len(self._outlets), len(self._starts), len(self._kinds)]
        (mask, outlet, period, kind), stories = _counted(np.concatenate(codes), sizes)
        number, outlets = len(stories), np.array(self._outlets or [""], dtype=object)
        zero = np.broadcast_to(np.int64(0), number)  # columns of one value take no room
        return Cells(
            pair=np.broadcast_to(np.int64(pair), number),
            start=self._starts[period],
            coarse=period == len(self._starts) - 1,
            type=(self._kinds % STATUS)[kind],
            status=(self._kinds % WAY // STATUS)[kind] if "status" in self._asked.apart else zero,
            direction=(self._kinds // WAY)[kind] if "direction" in self._asked.apart else zero,
            issues=masks[mask] if apart else zero,
            outlet=outlets[outlet] if len(outlets) > 1 else np.broadcast_to(outlets, number),
            weight=np.broadcast_to(np.int64(1), number),
            stories=stories,
        )

    def _parts(self, key: bytes) -> Iterator[tuple[Rows, NDArray[np.bool_] | None]]:
        """The pair's rows by file, with the sources by their places in all; and which may tell a story of another file too.

        Rows hold until the next are asked for.
        """
        reached = [
            (file, *file.reach(key), *shared) for file, shared in zip(self._told.files, self._told.shared, strict=True)
        ]
        room = np.empty(max((number for _, _, number, _, _ in reached), default=0), ROW)
        for file, first, number, most, least in reached:
            if not number:
                continue
            rows = room[:number]
            file.read(first, rows)
            if list(file.sources) != self._told.names:
                places = [self._told.names.index(name) for name in file.sources]
                rows["source"] = np.array(places, dtype=np.uint16)[rows["source"]]
            shared = None
            if most >= 0:
                shared = rows["story"] <= np.uint64(most)
            if least < _BEYOND:
                late = rows["story"] >= np.uint64(least)
                shared = late if shared is None else shared | late
            yield rows, shared

    def _kept(self, rows: Rows) -> Rows:
        """The rows that are asked for; undated ones are in every range."""
        asked, kept = self._asked, self._good[rows["kind"]]
        if not self._wanted.all():
            kept &= self._wanted[rows["source"]]
        for day, end in ((asked.since, "last"), (asked.until, "first")):
            if day is not None:
                limit, days = np.datetime64(day, "D").astype(np.int64), rows[end]
                kept &= (days == NO_DAY) | (days >= limit if end == "last" else days <= limit)
        if asked.issues is not None:
            kept &= (rows["issues"] & np.uint32(sum(1 << ISSUES.index(one) for one in asked.issues))) != 0
        return rows if kept.all() else rows[kept]

    def _codes(self, rows: Rows, mask: NDArray[Any] | None) -> Numbers:
        """Numbers of what is told apart: mask, outlet, period and kind, each below its size."""
        code = self._places(rows)
        if len(self._outlets) > 1:
            code += rows["source"] * np.int64(len(self._starts))
        if mask is not None:
            code += mask * np.int64(len(self._starts) * len(self._outlets))
        code *= len(self._kinds)
        code += self._nth[rows["kind"]]
        return code

    def _places(self, rows: Rows) -> Numbers:
        """The place of each row's period."""
        first, last = rows["first"], rows["last"]
        days = np.maximum(first - np.int64(self._least), 0)
        places = self._table[days]
        if (first != last).any():
            ends = self._table[np.maximum(last - np.int64(self._least), 0)]
            places[ends != places] = len(self._starts) - 1
        undated = first == NO_DAY
        if undated.any():
            places[undated] = len(self._starts) - 2
        return places


def _counted(codes: Numbers, sizes: Sequence[int]) -> tuple[list[Numbers], Numbers]:
    """The different codes, each as the numbers below some sizes that it is made of, and how often each stands."""
    total = 1
    for size in sizes:
        total *= size
    if total <= _DENSE:
        counts = np.bincount(codes)
        found = np.flatnonzero(counts)
        number = counts[found]
    else:
        found, number = np.unique(codes, return_counts=True)
    parts = []
    for n, size in reversed([*enumerate(sizes)]):
        if n == 0 or size == 1:
            parts.append(found if n == 0 else np.zeros_like(found))
            continue
        rest = found // size
        parts.append(found - rest * size)
        found = rest
    return parts[::-1], number.astype(np.int64)
