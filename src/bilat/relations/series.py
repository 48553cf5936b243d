"""Series: how much the record tells of a pair, by period, with net cooperation and how much was read.

A story counts once, or as often as texts, articles or assertions tell it; what its date, type, direction and status are
is said in :mod:`bilat.record.tallies`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import Any, Literal, TypeVar, Unpack

import numpy as np
from numpy.typing import NDArray

from bilat.model import Quad, Status
from bilat.record import By, View
from bilat.record.asked import DIRECTIONS, ISSUES, STATUSES, TYPES, Asked, Unit
from bilat.record.tallies import Cells, Read
from bilat.relations.calendar import floor, label, periods_between
from bilat.relations.choice import Choice, Split, asked_of, splits_of
from bilat.relations.frames import Form, Kind, columns_of, frame
from bilat.relations.net import Net, net_of
from bilat.relations.scores import SCORES

_OLDEST = timedelta(days=366)
"""News tells of acts up to a year old; a series does not begin earlier than that before the first article that was read."""

_SCORES = np.array([SCORES[type] for type in TYPES])
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Mask = NDArray[np.bool_]
T = TypeVar("T")
N = TypeVar("N", bound=np.generic)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """A pair's figures, by period; the arrays cannot be written to.

    Attributes:
        a, b: Codes of the two; b is null for everyone else.
        unit: What a story counts as.
        split: What the groups are, "issue,quad" for both at once; null for one group, "all".
        status: The status of what is counted.
        starts: First day of each period, without a gap.
        groups: Names of the columns of ``counts``.
        counts: Stories, or what they count as, of shape (periods, groups).
        total: The same of all groups together, each story once, of shape (periods,).
        exposure: How much was read, of shape (periods,); nan where that is not known. exposure_of: what it counts: articles of
            the sources asked for, or of a dataset the events of all pairs; null where it is not known.
        exposures: The same for each group, of shape (periods, groups): another for each outlet, else that of all.
        net: Net cooperation: the sum of the scores of all groups together; nan where nothing was read. net_low, net_high:
            its 90 % interval by bootstrap over stories.
        undated: How much has no date; coarse: a date wider than a period; earlier, later: lies before or after the periods.
    """

    a: str
    b: str | None
    by: By
    unit: Unit
    split: str | None
    status: tuple[Status, ...]
    starts: tuple[date, ...]
    groups: tuple[str, ...]
    counts: Integers
    total: Integers
    exposure: Floats
    exposures: Floats
    exposure_of: Literal["articles", "events"] | None
    net: Floats
    net_low: Floats
    net_high: Floats
    undated: int
    coarse: int
    earlier: int
    later: int

    @property
    def labels(self) -> tuple[str, ...]:
        """The periods' names: "2024-01-18", "2024-W03", "2024-01", "2024-Q1" or "2024"."""
        return tuple(label(start, self.by) for start in self.starts)

    def rates(self) -> Floats:
        """Counts per 1,000 of what was read, of shape (periods, groups); nan where nothing was read or that is not known."""
        read = np.where(self.exposures > 0, self.exposures, np.nan)
        return np.asarray(self.counts / read * 1000)

    def frame(self, kind: Kind = "pandas", form: Form = "wide") -> Any:
        """The series as a DataFrame of pandas or polars or as an Arrow Table, each installed beside bilat.

        wide: a line a period, with the columns ``start``, ``period``, one for each group by its name, ``total``, ``net``,
        ``net_low``, ``net_high`` and ``exposure``.
        long: a line a period and group, with the columns ``start``, ``period``, ``group``, ``count``, ``exposure`` and
        ``rate`` (per 1,000 of what was read).

        What is not known is null in Arrow and polars, NaN in pandas.

        Raises:
            MissingExtra: The library is not installed.
        """
        return frame(columns_of(self, form), kind)


def series(view: View, a: str, b: str | None, by: By = "week", **choice: Unpack[Choice]) -> Series:
    """A pair's series.

    Without ``since`` it begins with the first story, without ``until`` it ends with the last article that was read.

    Args:
        view: The record.
        a: Code of a state or IGO ("IRN", "IGOUN"), or of one party ("PAKREB").
        b: The other, or null for everyone else.
        by: How long a period is.
        choice: See :class:`Choice`.

    Raises:
        BadArgument: One of these is not known, a date is none, or the dates are reversed.
    """
    return many(view, ((a, b),), by, **choice)[0]


def many(
    view: View, pairs: Sequence[tuple[str, str | None]], by: By = "month", **choice: Unpack[Choice]
) -> tuple[Series, ...]:
    """The series of many pairs, in their order, by one question to the database; as :func:`series` otherwise."""
    splits = splits_of(choice.get("split", "quad"))
    asked = asked_of(view, tuple(pairs), by, **choice)
    coverage = choice.get("coverage", False)
    cells, read = view.tally(asked), _read(view, asked, asked.outlets, coverage)
    # A story is in each of its outlets: what all tell together is counted apart.
    whole = view.tally(replace(asked, apart=asked.apart - {"outlet"})) if "outlet" in splits else cells
    names = _outlets(cells) if "outlet" in splits else ()
    by_outlet = {name: _read(view, asked, (name,), coverage) for name in names}
    parts = zip(asked.pairs, cells.by_pair(len(pairs)), whole.by_pair(len(pairs)), strict=True)
    return tuple(_made(pair, asked, splits, own, all_of_it, read, by_outlet) for pair, own, all_of_it in parts)


def _read(view: View, asked: Asked, names: tuple[str, ...] | None, coverage: bool) -> Read | None:
    """How much was read of some outlets or datasets; null where that is not known."""
    if asked.datasets is None:
        return view.articles_read(asked.by, names)
    return view.events_read(asked.by, names) if coverage else None


def _outlets(cells: Cells) -> list[str]:
    """The outlets, the one with most stories first."""
    names, place = np.unique(cells.outlet.astype(str), return_inverse=True)
    counts = np.bincount(place, cells.stories, minlength=len(names))
    return [str(names[n]) for n in np.argsort(-counts, kind="stable")]


def _made(
    pair: tuple[str, str | None],
    asked: Asked,
    splits: Sequence[Split],
    cells: Cells,
    whole: Cells,
    read: Read | None,
    by_outlet: Mapping[str, Read | None],
) -> Series:
    starts = _starts(whole, asked, read)
    first = np.array(starts, dtype="datetime64[D]")
    groups = [_groups(cells, split) for split in splits]
    columns = [*product(*(one.names for one in groups))]
    exposure = _exposure(first, read)
    exposures = np.repeat(exposure[:, None], len(columns), axis=1)
    if "outlet" in splits:
        for n, names in enumerate(columns):
            exposures[:, n] = _exposure(first, by_outlet[names[splits.index("outlet")]])
    place, within = _places(whole, first)
    told = whole.weight * whole.stories
    total = _sums(place[within], told[within], len(starts))
    net = _net(place[within], whole, within, len(starts))
    unseen = (exposure == 0) & (total == 0)
    dated = ~np.isnat(whole.start)
    begin = first[0] if starts else _oldest(asked, read)
    before = dated & (whole.start < begin) if begin is not None else np.zeros_like(dated)
    return Series(
        a=pair[0],
        b=pair[1],
        by=asked.by,
        unit=asked.unit,
        split=",".join(splits) or None,
        status=asked.status or STATUSES,
        starts=starts,
        groups=tuple(",".join(names) or "all" for names in columns),
        counts=_fixed(
            _counts(cells, groups, *((place, within) if cells is whole else _places(cells, first)), len(starts))
        ),
        total=_fixed(total),
        exposure=_fixed(exposure),
        exposures=_fixed(exposures),
        exposure_of=None if np.isnan(exposure).all() else "articles" if asked.datasets is None else "events",
        net=_fixed(np.where(unseen, np.nan, net.net)),
        net_low=_fixed(np.where(unseen, np.nan, net.low)),
        net_high=_fixed(np.where(unseen, np.nan, net.high)),
        undated=int(told[~dated & ~whole.coarse].sum()),
        coarse=int(told[whole.coarse].sum()),
        earlier=int(told[before].sum()),
        later=int(told[dated & ~before & ~within].sum()),
    )


def _net(place: Integers, cells: Cells, within: Mask, periods: int) -> Net:
    """Net cooperation of the cells within, by the place of each."""
    type, weight, stories = cells.type[within], cells.weight[within], cells.stories[within]
    if not np.all(weight == 1):
        return net_of(place, np.asarray(_SCORES[type] * weight, dtype=np.float64), stories, periods)
    # Of one type in one period all add the same: cells that differ in other ways go together.
    alike = _sums(place * len(TYPES) + type, stories, periods * len(TYPES))
    some = np.flatnonzero(alike)
    worth = np.asarray(_SCORES[some % len(TYPES)], dtype=np.float64)
    return net_of(some // len(TYPES), worth, alike[some], periods)


def _fixed(array: NDArray[N]) -> NDArray[N]:
    array.flags.writeable = False
    return array


def _sums(place: Integers, amounts: Integers, periods: int) -> Integers:
    """Whole sums by period."""
    return np.bincount(place, amounts, minlength=periods).astype(np.int64)


def _oldest(asked: Asked, read: Read | None) -> np.datetime64 | None:
    """The first period that is news and not history; null where it is not known what was read."""
    if read is None or not len(read.starts):
        return None
    return np.datetime64(floor(read.starts[0].astype(date) - _OLDEST, asked.by))


def _starts(cells: Cells, asked: Asked, read: Read | None) -> tuple[date, ...]:
    """The periods: of the range asked for, else from the first story that is news to the last article (without any, story)."""
    told, oldest = cells.start[~np.isnat(cells.start)], _oldest(asked, read)
    if oldest is not None:
        told = told[told >= oldest]
    if not len(told) and not (asked.since and asked.until):
        return ()
    ends = read.starts if read is not None and len(read.starts) else told
    first = date.fromisoformat(asked.since) if asked.since else told.min().astype(date)
    last = date.fromisoformat(asked.until) if asked.until else ends.max().astype(date)
    return periods_between(first, last, asked.by)


def _places(cells: Cells, first: Days) -> tuple[Integers, Mask]:
    """Which period each cell belongs to, and whether it has one."""
    if not len(first):
        return np.zeros(len(cells.start), dtype=np.int64), np.zeros(len(cells.start), dtype=np.bool_)
    within = ~np.isnat(cells.start) & (cells.start >= first[0]) & (cells.start <= first[-1])
    days = np.where(within, cells.start, first[0]).astype(np.int64) - first[0].astype(np.int64)
    # Of each day, the period that it lies in.
    table = np.zeros(int((first[-1] - first[0]).astype(np.int64)) + 1, dtype=np.int64)
    table[(first[1:] - first[0]).astype(np.int64)] = 1
    return np.cumsum(table)[days], within


def _exposure(first: Days, read: Read | None) -> Floats:
    """How much was read in each period; all unknown where that is not known, or nothing was read at all."""
    if read is None or not len(read.starts):
        return np.full(len(first), np.nan)
    at = np.minimum(np.searchsorted(read.starts, first), len(read.starts) - 1)
    return np.where(read.starts[at] == first, read.amounts[at], 0).astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Groups:
    """The groups of one split.

    Attributes:
        names: Theirs, in order: of quads, directions and status all, of the rest those that occur.
        place: Of each cell, its group; or, where it may be in several, a bit for each that it is in.
        bits: The bit of each group; null where a cell is in one.
    """

    names: tuple[str, ...]
    place: Integers
    bits: tuple[int, ...] | None = None


_QUADS = tuple(Quad)
_QUAD_OF = np.array([_QUADS.index(type.quad) for type in TYPES])


def _groups(cells: Cells, split: Split) -> _Groups:
    if split == "quad":
        return _Groups(names=_QUADS, place=_QUAD_OF[cells.type])
    if split == "direction":
        return _Groups(names=DIRECTIONS, place=cells.direction)
    if split == "status":
        return _Groups(names=STATUSES, place=cells.status)
    if split == "outlet":
        names = tuple(_outlets(cells))
        return _Groups(names=names, place=_in_order(names, cells.outlet))
    if split == "type":
        types = np.flatnonzero(np.bincount(cells.type, minlength=len(TYPES)))
        return _Groups(names=tuple(TYPES[n] for n in types), place=np.searchsorted(types, cells.type))
    every = int(np.bitwise_or.reduce(cells.issues, initial=0))
    bits = tuple(n for n in range(len(ISSUES)) if every >> n & 1)
    return _Groups(names=tuple(ISSUES[n] for n in bits), place=cells.issues, bits=bits)


def _in_order(names: Sequence[str], column: NDArray[np.object_]) -> Integers:
    """The place of each of a column's names."""
    places = {name: n for n, name in enumerate(names)}
    return np.array([places[name] for name in column], dtype=np.int64)


def _counts(cells: Cells, splits: Sequence[_Groups], place: Integers, within: Mask, periods: int) -> Integers:
    """The counts of all combinations of the splits' groups, of shape (periods, combinations)."""
    rows = np.flatnonzero(within)
    column = place[rows]
    for groups in splits:
        rows, column = _spread(rows, column, groups)
    number = int(np.prod([len(groups.names) for groups in splits], dtype=np.int64))
    amounts = cells.weight[rows] * cells.stories[rows]
    return _sums(column, amounts, periods * number).reshape(periods, number)


def _spread(rows: Integers, column: Integers, groups: _Groups) -> tuple[Integers, Integers]:
    """Cells' rows, each once for every group that it is in, and their columns among so many times as many."""
    column, own = column * len(groups.names), groups.place[rows]
    if groups.bits is None:
        return rows, column + own
    # Most cells have one issue, which is looked up; only the others are looked through bit by bit.
    table = np.full(1 << len(ISSUES), -1, dtype=np.int8)
    table[[1 << bit for bit in groups.bits]] = np.arange(len(groups.bits))
    only = table[own]
    alone, others = np.flatnonzero(only >= 0), np.flatnonzero((only < 0) & (own > 0))
    held = [others[(own[others] >> bit & 1) == 1] for bit in groups.bits]
    some = np.concatenate([alone, *held])
    place = np.concatenate([only[alone], np.repeat(np.arange(len(held)), [len(each) for each in held])])
    return rows[some], column[some] + place
