"""The question of :mod:`bilat.record.tallies` to the record's own stories as they are held in memory.

What a story is between two parties is worked out once, for all pairs; a question then looks through the rows of its pair alone.
It gives what the database would give (:mod:`bilat.record.tally_sql`), in milliseconds, and waits for nobody's question.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bilat.record import tally_sql
from bilat.record.asked import DIRECTIONS, ISSUES, STATUSES, TYPES, Asked
from bilat.record.rows import side_key
from bilat.record.tallies import Cells, Fetch, first_days

Numbers = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]

_NO_DAY = -(2**31)
_KINDS = {
    "f": np.int32,
    "l": np.int32,
    "kind": np.uint8,
    "back": np.uint8,
    "status": np.uint8,
    "issues": np.uint32,
    "text": np.int32,
    "article": np.int32,
    "report": np.int32,
}
"""The columns of a row, which take 31 bytes together; days count from 1970."""


class Stories:
    """The stories of all pairs."""

    def __init__(self, fetch: Fetch) -> None:
        """Takes them into memory; needs the tables ``story_roots`` and ``same_text``, which the View makes."""
        pairs, found = fetch(tally_sql.PAIRS), fetch(tally_sql.of_all())
        self._columns: Columns = {
            name: np.ma.filled(found[name], _NO_DAY if name in "fl" else 0).astype(kind)
            for name, kind in _KINDS.items()
        }
        ends = np.searchsorted(found["pair"], np.arange(len(pairs["a"]) + 1)).tolist()
        named = zip(pairs["a"].tolist(), pairs["b"].tolist(), strict=True)
        self._rows = {pair: slice(*ends[n : n + 2]) for n, pair in enumerate(named)}

    def count(self, asked: Asked) -> Cells | None:
        """Counts, a cell a story; null where the rows do not tell: of outlets, confidence, part of a state, or everyone else."""
        if asked.datasets is not None or asked.outlets is not None or asked.least > 0 or "outlet" in asked.apart:
            return None
        if not all(other is not None and _whole(one) and _whole(other) for one, other in asked.pairs):
            return None
        found = [self._cells(asked, n, one, str(other)) for n, (one, other) in enumerate(asked.pairs)]
        return Cells(**{name: np.concatenate([one[name] for one in found]) for name in found[0]}) if found else None

    def _cells(self, asked: Asked, n: int, one: str, other: str) -> Columns:
        """The cells of the n-th pair."""
        rows = self._rows.get((min(one, other), max(one, other)), slice(0))
        story = {name: column[rows] for name, column in self._columns.items()}
        story["kind"] = story["back" if one > other else "kind"]
        some = np.flatnonzero(_asked_for(story, asked))
        story = {name: column[some] for name, column in story.items()}
        starts, ends = (first_days(story[end].astype(np.int64), asked.by).astype("datetime64[D]") for end in ("f", "l"))
        dated, none = story["f"] != _NO_DAY, np.zeros(len(some), dtype=np.int64)
        whole = dated & (starts == ends)
        return {
            "pair": none + n,
            "start": np.where(whole, starts, np.datetime64("NaT")),
            "coarse": dated & ~whole,
            "type": story["kind"].astype(np.int64) // 4,
            "direction": story["kind"].astype(np.int64) % 4 - 1 if "direction" in asked.apart else none,
            "status": story["status"].astype(np.int64) if "status" in asked.apart else none,
            "issues": story["issues"].astype(np.int64) if "issues" in asked.apart else none,
            "outlet": np.full(len(some), "", dtype=object),
            "weight": none + 1 if asked.unit == "story" else story[asked.unit].astype(np.int64),
            "stories": none + 1,
        }


def _whole(party: str) -> bool:
    """Whether this is all of a state, body or group."""
    return side_key(party) == party


def _asked_for(story: Mapping[str, NDArray[Any]], asked: Asked) -> NDArray[np.bool_]:
    """Which of the stories are asked for; those without a date are in every range."""
    kept = np.ones(len(story["f"]), dtype=np.bool_)
    for day, end, within in ((asked.since, "l", np.greater_equal), (asked.until, "f", np.less_equal)):
        if day is not None:
            kept &= (story[end] == _NO_DAY) | within(story[end], np.datetime64(day, "D").astype(np.int64))
    places: tuple[tuple[NDArray[Any], tuple[Any, ...] | None, tuple[Any, ...]], ...] = (
        (story["status"], asked.status, STATUSES),
        (story["kind"] // 4, asked.types, TYPES),
        (story["kind"] % 4 - 1, asked.directions, DIRECTIONS),
    )
    for column, wanted, known in places:
        if wanted is not None:
            kept &= np.isin(column, [known.index(one) for one in wanted])
    if asked.issues is not None:
        kept &= (story["issues"] & np.uint32(sum(1 << ISSUES.index(one) for one in asked.issues))) != 0
    return kept
