"""A pair's outlook: what the weeks to come may bring, from what was told until a day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from bilat.model import UndertakingStatus
from bilat.record import View
from bilat.record.news import ALL
from bilat.relations.outlook import conformal
from bilat.relations.outlook.backtest import (
    CHANCES,
    FALLBACK,
    HORIZONS,
    TARGETS,
    Backtest,
    Target,
    Trial,
    Tried,
    put_together,
    rolled,
    trial,
    weights_of,
)
from bilat.relations.outlook.backtest import moving as moving_trial
from bilat.relations.outlook.counts import totals
from bilat.relations.outlook.distributions import quantiles
from bilat.relations.outlook.moves import LEAST_MOVES, LEAST_TOLD, METHODS, Moves, chances, moves
from bilat.relations.outlook.panels import PEERS, Panels, panels_with
from bilat.relations.outlook.rolling import Rolled

Floats = npt.NDArray[np.float64]

QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""Of the distribution that a forecast gives."""

MATTERS_OF = 10
"""Of how many of the busiest pairs the back-test follows the undertakings: to join their names takes seconds a pair."""

LEAST_HISTORY = 26
"""Weeks that must have been read for a forecast to be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """What the number lies in with a probability of ``level``, both ends included."""

    level: float
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Of one target and horizon.

    Attributes:
        weeks: The horizon's length; first, last: its first and last day.
        method: Whose distribution it is; trial: the back-test that says so, null where there is too little to try on.
        chance: Probability that it happens at all.
        mean, quantiles: Of the number of stories, whole horizon, the method's own, quantiles by level; null for a chance.
        intervals: Of that number; ``calibrated`` says whether their cover was held to past errors. None for a chance.
        mean_week: The mean by the week; null for a chance.
        before: How many there were in as many weeks up to now, null where too little was read.
        usual: How many in such a time on average since the beginning; for a chance the share of such times with one.
    """

    target: Target
    weeks: int
    first: str
    last: str
    method: str
    trial: Trial | None
    chance: float
    mean: float | None
    mean_week: float | None
    quantiles: tuple[tuple[float, int], ...]
    intervals: tuple[Interval, ...]
    calibrated: bool
    before: int | None
    usual: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """An undertaking, and how likely its status changes.

    Attributes:
        chances: By horizon, in weeks.
        moved: How often it changed until now; last: when it was last told of.
    """

    id: str
    name: str
    status: UndertakingStatus
    chances: tuple[tuple[int, float], ...]
    moved: int
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What was first told in a week: stories, null where nothing was read; ``start`` is its first day."""

    start: str
    conflict: int | None
    cooperation: int | None
    visits: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What may come between a pair.

    Attributes:
        as_of: The last day that the forecast knows.
        start: The first day; weeks, read: how many weeks lie between, and in how many something was read.
        stories: How many stories of acts between the two it rests on.
        peers: From how many other pairs it learns.
        weekly: The weeks that it rests on, the first first.
        forecasts: By target and horizon; moving: the open undertakings, the likeliest to move first.
        reason: Why there are no forecasts; null where there are.
        moving_reason: The same of undertakings.
    """

    a: str
    b: str
    source: str | None
    as_of: str | None
    start: str | None
    weeks: int
    read: int
    stories: int
    peers: int
    whole: bool
    weekly: tuple[Week, ...]
    forecasts: tuple[Forecast, ...]
    moving: tuple[Moving, ...]
    reason: str | None
    moving_reason: str | None


def outlook(
    view: View,
    a: str,
    b: str,
    horizons: Sequence[int] = HORIZONS,
    *,
    source: str | None = None,
    until: date | None = None,
    whole: bool = False,
    learn_from: int = PEERS,
) -> Outlook:
    """The outlook of a pair.

    Args:
        view: The record; one as of a day for what was known then.
        a: Code of a state or body, or of one party; b: of the other.
        horizons: Weeks ahead.
        source: The dataset whose events count, null for what the record's own articles tell.
        until: The last day that is known; null for the view's own, else for the last on which something was read.
        whole: The record holds all there is: a week of which it has nothing is one in which nothing happened.
        learn_from: How many of the busiest pairs the methods are fitted and tried on.
    """
    found = panels_with(view, (a, b), learn_from, source=source, until=until, whole=whole)
    stories = int(np.nansum(found.counts[ALL][0])) if found.starts else 0
    reason = _reason(view, found, stories)
    forecasts = () if reason else tuple(_forecasts(found, horizons))
    moving, moving_reason = ((), reason) if reason else _moving(view, (a, b), found, horizons)
    return Outlook(
        a=a,
        b=b,
        source=source,
        as_of=found.end.isoformat() if found.end else None,
        start=found.starts[0].isoformat() if found.starts else None,
        weeks=len(found.starts),
        read=found.read,
        stories=stories,
        peers=len(found.pairs) - 1,
        whole=whole,
        weekly=_weekly(found),
        forecasts=forecasts,
        moving=moving,
        reason=reason,
        moving_reason=moving_reason,
    )


def _weekly(found: Panels) -> tuple[Week, ...]:
    """The first pair's weeks."""
    columns = [
        [None if np.isnan(count) else int(count) for count in found.counts[kind][0]] for kind in TARGETS.values()
    ]
    return tuple(
        Week(start=start.isoformat(), conflict=conflict, cooperation=cooperation, visits=visits)
        for start, conflict, cooperation, visits in zip(found.starts, *columns, strict=True)
    )


def backtest(
    view: View,
    top: int = PEERS,
    horizons: Sequence[int] = HORIZONS,
    *,
    source: str | None = None,
    until: date | None = None,
    whole: bool = False,
    step: Callable[[], None] = lambda: None,
) -> Backtest:
    """The back-test on the busiest pairs of the record: of what is counted on all, of undertakings on the first few.

    Args:
        top: How many pairs.
        step: Called after each of :func:`steps` pieces of work.
        horizons, source, until, whole: As for :func:`outlook`.
    """
    found = panels_with(view, None, top, source=source, until=until, whole=whole)
    trials = []
    for target in TARGETS if found.pairs and found.starts else ():
        for weeks in horizons:
            tried = trial(rolled(found, target, weeks), target, found.starts)
            trials += [tried.trial] if tried else []
            step()
    matters = []
    for pair in _with_matters(found):
        matters.append(moves(view, pair, found))
        step()
    trials += [one for weeks in horizons if (one := moving_trial(matters, weeks, found.starts))]
    return put_together(found, trials)


def steps(top: int, horizons: Sequence[int], source: str | None) -> int:
    """Into how many pieces :func:`backtest` cuts its work, at most."""
    return len(TARGETS) * len(horizons) + (0 if source else min(top, MATTERS_OF))


def _with_matters(found: Panels) -> tuple[tuple[str, str], ...]:
    return () if found.source or not found.starts else found.pairs[:MATTERS_OF]


def _reason(view: View, found: Panels, stories: int) -> str | None:
    if found.read < LEAST_HISTORY:
        others = [one.name for one in view.imported_sources() if one.name != found.source]
        other = f"; it also has events of {', '.join(others)}, by --source" if others else ""
        return (
            f"in only {found.read} weeks something was read regularly, and {LEAST_HISTORY} are needed: "
            f"what was not read is not known to be nothing{other}"
        )
    if not stories:
        return "nothing that happened between the two was told in these weeks"
    return None


def _forecasts(found: Panels, horizons: Sequence[int]) -> Iterator[Forecast]:
    for target in TARGETS:
        for weeks in horizons:
            forecasts = rolled(found, target, weeks)
            yield _forecast(found, target, forecasts, trial(forecasts, target, found.starts))


def _forecast(found: Panels, target: Target, forecasts: Rolled, tried: Tried | None) -> Forecast:
    every, means = forecasts.mixed(0, tried.forecasts.weights[0] if tried else weights_of(forecasts, FALLBACK))
    cdf, expected, unit = every[-1:], float(means[-1]), float(forecasts.units[0])
    binary, begins = target in CHANCES, found.starts[-1] + timedelta(days=7)
    past = totals(found.counts[TARGETS[target]][0], forecasts.weeks)
    known = past[np.isfinite(past)]
    levels = quantiles(cdf, QUANTILES)[0] * unit
    return Forecast(
        target=target,
        weeks=forecasts.weeks,
        first=begins.isoformat(),
        last=(begins + timedelta(days=7 * forecasts.weeks - 1)).isoformat(),
        method=tried.trial.in_use if tried else FALLBACK,
        trial=tried.trial if tried else None,
        chance=float(1.0 - cdf[0, 0]),
        mean=None if binary else expected,
        mean_week=None if binary else expected / forecasts.weeks,
        quantiles=() if binary else tuple((level, int(k)) for level, k in zip(QUANTILES, levels, strict=True)),
        intervals=() if binary else _intervals(cdf, unit, tried),
        calibrated=not binary and tried is not None,
        before=int(past[-1]) if np.isfinite(past[-1]) else None,
        usual=None if not len(known) else float((known > 0).mean() if binary else known.mean()),
    )


def _intervals(cdf: Floats, unit: float, tried: Tried | None) -> tuple[Interval, ...]:
    if tried:
        lower, upper = tried.forecasts.lower[:1, -1], tried.forecasts.upper[:1, -1]
    else:
        own = quantiles(cdf, conformal.quantile_levels()) * unit
        lower, upper = conformal.widened(own, np.zeros((1, len(conformal.LEVELS))))
    return tuple(
        Interval(level=level, low=int(low), high=int(high))
        for level, low, high in zip(conformal.LEVELS, lower[0], upper[0], strict=True)
    )


def _moving(
    view: View, pair: tuple[str, str], found: Panels, horizons: Sequence[int]
) -> tuple[tuple[Moving, ...], str | None]:
    """The pair's open undertakings with their chances; else why there are none."""
    if found.source is not None:
        return (), f"{found.source} tells of no undertakings"
    own = moves(view, pair, found)
    still = [n for n, one in enumerate(own.matters) if one.status is not UndertakingStatus.ENDED]
    if not still:
        return (), f"no open undertaking of the two is told of in {LEAST_TOLD} articles or more"
    moved = int(np.nansum(own.moved))
    if moved < LEAST_MOVES:
        return (
            (),
            f"{moved} changes of status were told of so far, and {LEAST_MOVES} are needed to say how often they come",
        )
    by_weeks = {weeks: _chances(own, weeks, found.starts) for weeks in horizons}
    listed = [_one(own, n, {weeks: float(chance[n]) for weeks, chance in by_weeks.items()}) for n in still]
    return tuple(sorted(listed, key=lambda one: (-one.chances[-1][1], one.name))), None


def _chances(own: Moves, weeks: int, starts: Sequence[date]) -> Floats:
    """Of each matter, the chance that it moves."""
    tried = moving_trial((own,), weeks, starts)
    method = tried.in_use if tried else "mean"
    return chances(own, weeks)[METHODS.index(method), :, -1]


def _one(own: Moves, n: int, by_weeks: dict[int, float]) -> Moving:
    one = own.matters[n]
    return Moving(
        id=one.id,
        name=one.name,
        status=one.status,
        chances=tuple(sorted(by_weeks.items())),
        moved=len(one.moves),
        last=one.told[-1],
    )
