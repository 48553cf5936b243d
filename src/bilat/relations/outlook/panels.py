"""From the record to weekly counts of many pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from bilat.errors import BadArgument
from bilat.record import View
from bilat.record.news import ALL, KINDS, VISIT, Reading, Told
from bilat.relations.outlook.counts import masked

Floats = npt.NDArray[np.float64]

LEAST_WEEKS = 0.75
"""A panel begins where so large a share of the weeks from there on was read."""

LONGEST = 780
"""Weeks of a panel at most: what lies more than fifteen years back is not learnt from."""

PEERS = 50
"""How many of the record's busiest pairs a forecast learns from."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panels:
    """Weekly counts of several pairs, by kind, over the same weeks; the last week ends on the last day that is known.

    Attributes:
        pairs: Of the rows.
        starts: First day of each week.
        exposure: (weeks,), articles read a week (lines, of another dataset).
        counts: By kind (:data:`KINDS`), stories first told a week (pairs, weeks); nan where nothing was read.
        source: The dataset, null for the record's own articles.
        whole: Whether weeks in which nothing was read were taken for weeks in which nothing happened.
    """

    pairs: tuple[tuple[str, str], ...]
    starts: tuple[date, ...]
    exposure: Floats
    counts: Mapping[str, Floats]
    source: str | None
    whole: bool

    @property
    def end(self) -> date | None:
        """The last day of the last week."""
        return self.starts[-1] + timedelta(days=6) if self.starts else None

    @property
    def read(self) -> int:
        """How many of the weeks were read."""
        return int((self.exposure > 0).sum())

    @property
    def digest(self) -> str:
        """Of the counts, weeks and pairs: two panels of one digest give the same forecasts."""
        seen = sha256(repr((self.pairs, self.starts, self.source, self.whole)).encode())
        for kind in (*KINDS[:4], VISIT, ALL):
            seen.update(np.nan_to_num(self.counts[kind], nan=-1.0).tobytes())
        return seen.hexdigest()[:16]


def panels(
    view: View,
    pairs: Sequence[tuple[str, str]],
    *,
    source: str | None = None,
    until: date | None = None,
    whole: bool = False,
) -> Panels:
    """The counts of pairs.

    Args:
        source: The dataset whose events are counted, null for what the record's own articles tell.
        until: The last day; null for the day that the view is as of, else for the last on which something was read.
        whole: The record holds all there is: a week of which it has nothing is one in which nothing happened.
    """
    read = view.reading(source)
    until = until or (date.fromisoformat(view.as_of) if view.as_of else None)
    end = until.toordinal() if until else int(read.day[-1]) if len(read.day) else 0
    exposure = _exposure(read, end, whole)
    counts = _counts(view.told(pairs, source), len(pairs), end, exposure)
    starts = tuple(date.fromordinal(end - 7 * n - 6) for n in reversed(range(len(exposure))))
    return Panels(pairs=tuple(pairs), starts=starts, exposure=exposure, counts=counts, source=source, whole=whole)


def _counts(found: Told, pairs: int, end: int, exposure: Floats) -> dict[str, Floats]:
    """The stories by kind, pair and week, nan where nothing was read."""
    weeks = len(exposure)
    week = weeks - 1 - (end - found.day) // 7
    use = (week >= 0) & (week < weeks)
    place = (found.kind[use] * pairs + found.pair[use]) * weeks + week[use]
    sums = np.bincount(place, weights=found.stories[use].astype(np.float64), minlength=len(KINDS) * pairs * weeks)
    cube = masked(sums.reshape(len(KINDS), pairs, weeks), exposure)
    return dict(zip(KINDS, cube, strict=True))


def peers(view: View, number: int = PEERS, *, source: str | None = None) -> tuple[tuple[str, str], ...]:
    """The busiest pairs of the record or of a dataset in it."""
    return view.busiest(number, source)


def panels_with(
    view: View,
    pair: tuple[str, str] | None,
    top: int = PEERS,
    *,
    source: str | None = None,
    until: date | None = None,
    whole: bool = False,
) -> Panels:
    """The counts of a pair, first, and of the busiest others; of these alone where no pair is given."""
    others = tuple(one for one in peers(view, top, source=source) if pair is None or set(one) != set(pair))
    return panels(view, (pair, *others) if pair else others, source=source, until=until, whole=whole)


def kind_of(name: str) -> str:
    """A kind of :data:`KINDS` by its name in any capitals.

    Raises:
        BadArgument: There is none.
    """
    known = {kind.lower(): kind for kind in KINDS}
    found = known.get(name.strip().lower().replace("_", "-"))
    if found is None:
        raise BadArgument(f"{name!r} is no kind of act", hint="one of " + ", ".join(KINDS))
    return found


def _exposure(read: Reading, end: int, whole: bool) -> Floats:
    """How much was read in each week up to the end, from the week on that the panel begins with."""
    inside = read.day <= end
    back = (end - read.day[inside]) // 7
    if not len(back):
        return np.zeros(0)
    # A first week that begins before the first day that was read is not whole, and is left out.
    every = np.bincount(back, weights=read.number[inside].astype(np.float64)).astype(np.float64)
    amount = every[: min((end - int(read.day[0]) + 1) // 7, LONGEST)]
    share = np.cumsum(amount > 0) / np.arange(1, len(amount) + 1)
    enough = np.flatnonzero((amount > 0) & ((share >= LEAST_WEEKS) | whole))
    amount = amount[: enough[-1] + 1 if len(enough) else 0][::-1]
    return np.maximum(amount, 1.0) if whole else amount
