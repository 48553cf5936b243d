"""Who answers whom: what one side does to the other, beside what comes back in the same period and in the next.

Each side's acts are summed by their scores, per article read where that is known; acts that both do together count for
neither. How the two go together is told by Spearman's rank correlation, since a week of strikes is far from all others; its
interval is Bonett and Wright's (2000), with the number of periods that the two's own memory leaves (Bartlett 1946). Whether
one answers the other is told by a regression of what it does in a period on what the other did to it in the period before
and on what it did itself then; the interval of the slope holds where errors are alike in time and not in size (Newey and West
1987). Neither is a cause: a third party's act, or the same report, may move both.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from bilat.record import By, View
from bilat.relations.choice import Choice
from bilat.relations.series import Series, series
from bilat.relations.turning.changes import Estimate

Floats = NDArray[np.float64]

LEAST = 30
"""Pairs of periods below which nothing is said."""
LEAST_TOLD = 10
"""Periods with an act below which nothing is said of a side."""
LEVEL = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How acts of one side and of the other go together.

    Attributes:
        n: Pairs of periods of which both were read.
        correlation: Of the two, by rank; null with its reason.
        slope: How much more of the answer's score a point of the other's score brings, beside the answerer's own acts
            before; null within one period, and with its reason.
        reason: Why something is null, empty where nothing is.
    """

    n: int
    correlation: Estimate | None
    slope: Estimate | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reciprocity:
    """Who answers whom.

    Attributes:
        together: a's acts on b and b's on a in one period.
        b_answers: What a did to b, and what b did to a in the next period; a_answers: the other way round.
    """

    a: str
    b: str
    by: By
    together: Answer
    b_answers: Answer
    a_answers: Answer


def reciprocity(view: View, a: str, b: str, by: By = "week", **choice: Unpack[Choice]) -> Reciprocity:
    """Who answers whom of a pair.

    Args:
        view, a, b, by, choice: As for :func:`bilat.relations.series`; ``split`` and ``direction`` are set here.

    Raises:
        BadArgument: As :func:`bilat.relations.series` does.
    """
    given = choice.copy()
    given["split"] = None
    whole = series(view, a, b, by, **given)
    if not whole.starts:
        return of(a, b, by, np.zeros(0), np.zeros(0))
    given["since"], given["until"] = whole.starts[0].isoformat(), whole.starts[-1].isoformat()
    sides = []
    for way in ("a>b", "b>a"):
        given["direction"] = way
        sides.append(_acts(series(view, a, b, by, **given)))
    return of(a, b, by, *sides)


def _acts(one: Series) -> Floats:
    """Net cooperation by period, per article where that is known; nan where nothing was read."""
    read = one.exposure
    if np.isnan(read).all():
        return np.nan_to_num(one.net)
    typical = float(read[read > 0].mean()) if (read > 0).any() else 1.0
    return np.where(read > 0, np.nan_to_num(one.net) / np.where(read > 0, read, 1) * typical, np.nan)


def of(a: str, b: str, by: By, there: Floats, back: Floats) -> Reciprocity:
    """Who answers whom, from what a did to b and b to a, period by period; nan where nothing was read."""
    return Reciprocity(
        a=a,
        b=b,
        by=by,
        together=_answer(there, back, None),
        b_answers=_answer(there[:-1], back[1:], back[:-1]),
        a_answers=_answer(back[:-1], there[1:], there[:-1]),
    )


def _answer(acts: Floats, answers: Floats, own: Floats | None) -> Answer:
    """How answers go with acts, and with the answerer's own acts before where those are given."""
    columns = [acts, answers, *([] if own is None else [own])]
    known = np.isfinite(np.sum(columns, axis=0)) if len(acts) else np.zeros(0, dtype=np.bool_)
    x, y, *rest = (column[known] for column in columns)
    n = len(x)
    if n < LEAST:
        return Answer(n=n, correlation=None, slope=None, reason=f"fewer than {LEAST} periods")
    if min(np.count_nonzero(x), np.count_nonzero(y)) < LEAST_TOLD:
        return Answer(n=n, correlation=None, slope=None, reason=f"acts of one side in fewer than {LEAST_TOLD} periods")
    slope = _slope(y, np.column_stack([np.ones(n), x, *rest])) if rest else None
    return Answer(n=n, correlation=_correlation(x, y), slope=slope)


def _correlation(x: Floats, y: Floats) -> Estimate:
    """Spearman's correlation with its interval on Fisher's scale."""
    one, other = _ranks(x), _ranks(y)
    r = float(np.corrcoef(one, other)[0, 1])
    most = min(len(x) // 4, 26)
    memory = sum(_lagged(one, k) * _lagged(other, k) for k in range(1, most + 1))
    effective = min(float(len(x)), len(x) / max(1.0, 1 + 2 * memory))
    width = NormalDist().inv_cdf((1 + LEVEL) / 2) * np.sqrt((1 + r**2 / 2) / max(1.0, effective - 3))
    z = np.arctanh(np.clip(r, -0.999999, 0.999999))
    return Estimate(value=r, low=float(np.tanh(z - width)), high=float(np.tanh(z + width)))


def _ranks(values: Floats) -> Floats:
    """Ranks, equal ones their mean."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place])


def _lagged(values: Floats, lag: int) -> float:
    """How a series goes with itself some periods later."""
    centred = values - values.mean()
    return float(centred[lag:] @ centred[:-lag] / (centred @ centred))


def _slope(y: Floats, columns: Floats) -> Estimate:
    """The slope of the second column, with Newey and West's error."""
    n = len(y)
    bread = np.linalg.pinv(columns.T @ columns)
    coefficients = bread @ columns.T @ y
    moments = columns * (y - columns @ coefficients)[:, None]
    lags = int(4 * (n / 100) ** (2 / 9))
    meat = moments.T @ moments
    for lag in range(1, lags + 1):
        shifted = moments[lag:].T @ moments[:-lag]
        meat = meat + (1 - lag / (lags + 1)) * (shifted + shifted.T)
    error = float(np.sqrt((bread @ meat @ bread)[1, 1] * n / (n - columns.shape[1])))
    width = NormalDist().inv_cdf((1 + LEVEL) / 2) * error
    value = float(coefficients[1])
    return Estimate(value=value, low=value - width, high=value + width)
