"""How much was read, as the offset of a pair's series: reading more is no rise, and a week without reading is no peace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bilat.record import By, View
from bilat.record.codec import dump
from bilat.record.pair import LISTED, events_between
from bilat.record.rows import side_key

Basis = Literal["read", "even"]

_TOLD = """
SELECT a, b, count(DISTINCT article_id) FROM event_dyads d SEMI JOIN (
  SELECT pair[1] AS one, pair[2] AS other FROM (SELECT unnest(from_json(?, '[["VARCHAR"]]')) AS pair)
) p ON d.a = p.one AND d.b = p.other GROUP BY a, b
"""

_READ = """
SELECT date_trunc('{by}', x."first"::DATE)::DATE AS period, count(*) FROM sentences s JOIN articles x ON x.id = s.article_id
WHERE period = date_trunc('{by}', x."last"::DATE)::DATE
  AND x.id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL)
GROUP BY period
"""

CHOSEN = 0.5
"""From this share of a record's articles that tell of the pair on, the record was chosen for the pair."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coverage:
    """What a series is held against.

    Attributes:
        basis: "read", the sentences that were read in each period; "even", every period alike.
        reason: Why it is even, where it is.
        exposure: (periods,) of the series.
    """

    basis: Basis
    reason: str | None
    exposure: NDArray[np.float64]


class Coverages:
    """How much was read of the record, asked for once for many pairs.

    Sentences are counted and not articles: a paper that prints fewer and longer articles does not tell more of every pair.
    """

    def __init__(self, view: View, pairs: Sequence[tuple[str, str]], by: By) -> None:
        self._shares = dict(zip(pairs, shares(view, pairs), strict=True))
        self._read = {start: float(n) for start, n in view.ask(_READ.format(by=by))}

    def any(self, starts: Sequence[date]) -> bool:
        """Whether anything was read in one of the periods, of whatever pair."""
        return any(self._read.get(start) for start in starts)

    def of(self, a: str, b: str, starts: Sequence[date]) -> Coverage:
        """What to hold the series of a pair against.

        Where most articles tell of the pair, the more there are the more happened, and their number must not be divided out;
        of other people's events nobody knows how much was read for them.

        Args:
            a, b: One of the pairs.
            starts: First days of the periods.
        """
        share = self._shares[a, b]
        if self._read and share < CHOSEN:
            read = np.array([self._read.get(start, 0.0) for start in starts], dtype=np.float64)
            return Coverage(basis="read", reason=None, exposure=read)
        reason = "how much was read is not known: all periods count alike"
        if self._read:
            reason = (
                f"{share:.0%} of the articles tell of the pair: the record was chosen for it, and how much was read measures "
                "the pair itself; all periods count alike, and one without an article counts as quiet"
            )
        return Coverage(basis="even", reason=reason, exposure=np.ones(len(starts)))


def shares(view: View, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Which share of the record's articles tells of each pair."""
    (read,) = view.ask("SELECT count(*) FROM articles")[0]
    if not read or not pairs:
        return [0.0] * len(pairs)
    keys = [(min(one, other), max(one, other)) for one, other in ((side_key(a), side_key(b)) for a, b in pairs)]
    rows = view.ask(_TOLD, [dump([list(key) for key in set(keys)])])
    told = {(str(a), str(b)): int(n) for a, b, n in rows}
    found = []
    for pair, key in zip(pairs, keys, strict=True):
        n = told.get(key, 0)
        if n >= CHOSEN * read and tuple(sorted(pair)) != key:  # of one party of a state: no more than of the state
            n = _exactly(view, *pair)
        found.append(n / read)
    return found


def _exactly(view: View, a: str, b: str) -> int:
    ids = dump(events_between(view.ask, a, b))
    (told,) = view.ask(f"SELECT count(DISTINCT article_id) FROM event_dyads WHERE event_id IN ({LISTED})", [ids])[0]
    return int(told)
