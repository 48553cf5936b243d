"""How much the record tells of pairs, counted by the database: the ground of every series.

What counts as what is said in :mod:`bilat.record.asked`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bilat.record import tally_sql
from bilat.record.asked import Asked, By

Columns = Mapping[str, NDArray[Any]]
Fetch = Callable[[str], Columns]
"""Runs an SQL query and gives its columns."""

_UNITS = {"month": "M", "year": "Y"}


def first_days(days: NDArray[np.int64], by: By) -> NDArray[np.int64]:
    """The first day of the period that each day lies in; days count from 1970."""
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Counts of stories that are alike in all that was asked to tell apart; all arrays have one length.

    Attributes:
        pair: Which of the pairs that were asked for.
        start: First day of the period; NaT where the stories have no place among them: ``coarse`` tells those whose date is
            wider than a period from those that have none.
        type: Place in :data:`TYPES`; direction: in :data:`DIRECTIONS`; status: in :data:`STATUSES`; issues: a bit for each
            of :data:`ISSUES`, the lowest the first; outlet: its name. What was not asked for is 0 or "".
        weight: What each of the stories counts as; stories: how many there are.
    """

    pair: NDArray[np.int64]
    start: NDArray[np.datetime64]
    coarse: NDArray[np.bool_]
    type: NDArray[np.int64]
    direction: NDArray[np.int64]
    status: NDArray[np.int64]
    issues: NDArray[np.int64]
    outlet: NDArray[np.object_]
    weight: NDArray[np.int64]
    stories: NDArray[np.int64]

    def by_pair(self, pairs: int) -> list["Cells"]:
        """The cells of each of so many pairs."""
        if pairs == 1:
            return [self]
        if np.all(self.pair[1:] >= self.pair[:-1]):
            order: NDArray[Any] | slice = slice(None)
        else:
            order = np.argsort(self.pair, kind="stable")
        ends = np.searchsorted(self.pair[order], np.arange(1, pairs))
        columns = {field.name: np.split(getattr(self, field.name)[order], ends) for field in fields(self)}
        return [Cells(**{name: parts[n] for name, parts in columns.items()}) for n in range(pairs)]


def count(fetch: Fetch, asked: Asked) -> Cells:
    """Counts, in one query.

    Needs the tables ``story_roots`` and, for texts, ``same_text``, which the View makes.
    """
    found = fetch(tally_sql.query(asked))
    cells = len(found["pair"])
    whole = {
        name: _whole(found[name]) if name in found else np.zeros(cells, dtype=np.int64)
        for name in ("pair", "type", "direction", "status", "issues", "weight", "stories")
    }
    return Cells(
        start=np.ma.filled(found["start"].astype("datetime64[D]"), np.datetime64("NaT")),
        coarse=np.ma.filled(found["coarse"], False).astype(np.bool_),
        outlet=np.ma.filled(found["outlet"], "") if "outlet" in found else np.full(cells, "", dtype=object),
        **whole,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read:
    """How much was read, by period; ``starts`` has only periods with some, in order."""

    starts: NDArray[np.datetime64]
    amounts: NDArray[np.int64]


def read(fetch: Fetch, by: By, outlets: Sequence[str] | None = None) -> Read:
    """The articles of some outlets, or of all, by the period of their date; one with no date that fits one is left out."""
    return _read(fetch(tally_sql.articles(by, outlets)))


def read_events(fetch: Fetch, by: By, datasets: Sequence[str] | None = None) -> Read:
    """The events of some datasets, or of all, between all pairs."""
    return _read(fetch(tally_sql.events(by, datasets)))


def _read(found: Columns) -> Read:
    return Read(starts=found["start"].astype("datetime64[D]"), amounts=_whole(found["n"]))


def _whole(column: NDArray[Any]) -> NDArray[np.int64]:
    return np.ma.filled(column, 0).astype(np.int64)
