"""Which method ships, and how good it would have been: forecasts of the past, held against what came.

The origins that can be scored are cut in two. On the earlier half the method is chosen: that of the lowest score, a baseline, the
autoregression or the pool; only forecasts that had been answered by the cut count. On the later half it is reported, against
the baseline that turned out best there, which nobody could have known: the ratio is at most 1 only where the choice was as good
as hindsight. A model of ours that was chosen and then lost is not used for the outlook.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from bilat.model import Quad
from bilat.record.news import ALL, VISIT
from bilat.relations.outlook import conformal, moves
from bilat.relations.outlook.autoregression import WARM_UP
from bilat.relations.outlook.baselines import BASELINES
from bilat.relations.outlook.distributions import TINY, log_score
from bilat.relations.outlook.moves import Moves
from bilat.relations.outlook.panels import Panels
from bilat.relations.outlook.rolling import MEMBERS, METHODS, POOL, Rolled, Shipped, roll

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Target = Literal["conflict", "cooperation", "visit", "move"]

HORIZONS = (4, 8, 13)
"""Weeks ahead."""

TARGETS: dict[Target, str] = {
    "conflict": str(Quad.MATERIAL_CONFLICT),
    "cooperation": str(Quad.MATERIAL_COOPERATION),
    "visit": VISIT,
}
"""What is forecast, and the kind of count that it is; of visits, whether there is one."""

CHANCES: frozenset[Target] = frozenset({"visit"})
"""Targets of which only whether there is one is forecast."""

FALLBACK = "conflictology-12"
"""What ships where nothing could be tried."""

LEAST_ORIGINS = 26
"""Weeks from which forecasts can be scored, at least, for a back-test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How a method did on the later origins; means over pairs and origins.

    Attributes:
        crps: In stories; of a chance, Brier's score. log: the log score, in nats; of both, less is better.
        ratio: The CRPS over that of the best baseline; null where that makes no mistake.
        cover: Share of what came that lay in the method's own central intervals, by level; null for a chance.
    """

    method: str
    crps: float
    ratio: float | None
    log: float
    cover: tuple[float, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The back-test of one target and horizon.

    Attributes:
        ships: The method chosen on the earlier origins; ``in_use`` is another only where that one lost on the later.
        reason: Why.
        best: The best baseline of the later origins; early_best: of the earlier; early_ratio: what ships, to that, there.
        ratio: Of what ships, to ``best``.
        series: How many pairs, or matters; origins: how many of the later weeks; forecasts: series by weeks that were scored.
        first, last: The last days of the first and the last of these weeks.
        scores: By method.
        cover: Of the calibrated intervals of what ships, by level; width: their mean width, in stories; null for a chance.
        better: Share of series for which what ships scored no worse than ``best``.
        mean_forecast, mean_seen: Of what ships and of what came: stories, or shares of a chance.
    """

    target: Target
    weeks: int
    ships: str
    in_use: str
    reason: str
    best: str
    early_best: str
    early_ratio: float | None
    ratio: float | None
    series: int
    origins: int
    forecasts: int
    first: str
    last: str
    scores: tuple[Score, ...]
    cover: tuple[float, ...] | None
    width: tuple[float, ...] | None
    better: float
    mean_forecast: float
    mean_seen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """All trials on a panel.

    Attributes:
        start, end: First and last day of the panel; weeks, read: how many there are, and were read.
        digest: Of the counts.
        reason: Why there are no trials; null where there are.
    """

    pairs: tuple[tuple[str, str], ...]
    source: str | None
    start: str | None
    end: str | None
    weeks: int
    read: int
    digest: str
    trials: tuple[Trial, ...]
    reason: str | None


def rolled(panels: Panels, target: Target, weeks: int) -> Rolled:
    """The rolling forecasts of a target on a panel."""
    return roll(
        panels.counts[TARGETS[target]],
        weeks,
        exposure=panels.exposure,
        acts=panels.counts[ALL],
        binary=target in CHANCES,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tried:
    """A trial, and the forecasts of the method that is in use."""

    trial: Trial
    forecasts: Shipped


def trial(rolled: Rolled, target: Target, starts: Sequence[date]) -> Tried | None:
    """The back-test of rolling forecasts; null where fewer than :data:`LEAST_ORIGINS` weeks can be scored."""
    scored = np.isfinite(rolled.crps[:, :, 0]) & (np.arange(rolled.crps.shape[1]) >= rolled.first)
    parts = _halves(scored, rolled.weeks)
    if parts is None:
        return None
    early, late = parts
    choice = choose(rolled.crps, early, late, METHODS, BASELINES)
    ships = rolled.shipped(weights_of(rolled, choice.ships))
    forecasts = ships if choice.in_use == choice.ships else rolled.shipped(weights_of(rolled, choice.in_use))
    cover, width = (None, None) if rolled.binary else _intervals(rolled.future, ships, late)
    found = Trial(
        target=target,
        weeks=rolled.weeks,
        **_chosen(choice, late, starts),
        scores=tuple(_score(rolled, n, late, choice.ratios[method]) for n, method in enumerate(METHODS)),
        cover=cover,
        width=width,
        better=_better(rolled.crps, late, METHODS.index(choice.ships), METHODS.index(choice.best)),
        mean_forecast=float(ships.means[late].mean()),
        mean_seen=float(rolled.future[late].mean()),
    )
    return Tried(trial=found, forecasts=forecasts)


def _halves(scored: Mask, weeks: int) -> tuple[Mask, Mask] | None:
    """What of the forecasts is early, answered by the cut, and what is late; null where there is too little."""
    origins = np.flatnonzero(scored.any(axis=0))
    if len(origins) < LEAST_ORIGINS:
        return None
    cut = int(origins[len(origins) // 2])
    early, late = scored.copy(), scored.copy()
    early[:, max(cut - weeks + 1, 0) :] = False
    late[:, :cut] = False
    return (early, late) if early.any() and late.any() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen on the earlier forecasts, and how all did on the later ones; see :class:`Trial`."""

    ships: str
    in_use: str
    reason: str
    best: str
    early_best: str
    early_ratio: float | None
    ratios: dict[str, float | None]


def choose(crps: Floats, early: Mask, late: Mask, methods: Sequence[str], baselines: Sequence[str]) -> Choice:
    """The method of the lowest mean score on the earlier forecasts.

    Args:
        crps: (series, weeks, methods), the baselines first.
        early, late: (series, weeks), which forecasts are which.
    """
    before, after = (crps[part].mean(axis=0) for part in (early, late))
    n = len(baselines)
    early_best, best = baselines[int(before[:n].argmin())], baselines[int(after[:n].argmin())]
    ships, early_ratio = methods[int(before.argmin())], _ratio(before.min(), before[:n].min())
    ratios = {method: _ratio(score, after[:n].min()) for method, score in zip(methods, after, strict=True)}
    lost = ratios[ships] is None or float(after[methods.index(ships)]) > float(after[:n].min())
    in_use = best if lost and ships not in baselines else ships
    return Choice(
        ships=ships,
        in_use=in_use,
        reason=_reason(ships, in_use, early_best, early_ratio, ratios[ships], ships in baselines),
        best=best,
        early_best=early_best,
        early_ratio=early_ratio,
        ratios=ratios,
    )


def moving(found: Sequence[Moves], weeks: int, starts: Sequence[date]) -> Trial | None:
    """The back-test of the chances that undertakings move, over the matters of several pairs."""
    parts = [one for one in found if len(one.matters)]
    if not parts:
        return None
    given = np.concatenate([moves.chances(one, weeks) for one in parts], axis=1)
    seen = np.concatenate([moves.came(one.moved, weeks) for one in parts])
    scores = np.moveaxis((given - seen) ** 2, 0, -1)
    halves = _halves(np.isfinite(scores[:, :, 1]) & (np.arange(seen.shape[1]) >= WARM_UP + weeks), weeks)
    if halves is None:
        return None
    early, late = halves
    choice = choose(scores, early, late, moves.METHODS, moves.BASELINES)
    chosen = moves.METHODS.index(choice.ships)
    return Trial(
        target="move",
        weeks=weeks,
        **_chosen(choice, late, starts),
        scores=tuple(
            Score(
                method=method,
                crps=float(scores[late][:, n].mean()),
                ratio=choice.ratios[method],
                log=float(log_score(np.abs(1.0 - seen - given[n]), 0.5)[late].mean()),
                cover=None,
            )
            for n, method in enumerate(moves.METHODS)
        ),
        cover=None,
        width=None,
        better=_better(scores, late, chosen, moves.METHODS.index(choice.best)),
        mean_forecast=float(given[chosen][late].mean()),
        mean_seen=float(seen[late].mean()),
    )


def _chosen(choice: Choice, late: Mask, starts: Sequence[date]) -> dict[str, Any]:
    """What every trial tells of the method that was chosen and of the later half of origins, by the names of :class:`Trial`."""
    origins = np.flatnonzero(late.any(axis=0))
    return {
        "ships": choice.ships,
        "in_use": choice.in_use,
        "reason": choice.reason,
        "best": choice.best,
        "early_best": choice.early_best,
        "early_ratio": choice.early_ratio,
        "ratio": choice.ratios[choice.ships],
        "series": int(late.any(axis=1).sum()),
        "origins": len(origins),
        "forecasts": int(late.sum()),
        "first": _end(starts[int(origins[0])]),
        "last": _end(starts[int(origins[-1])]),
    }


def weights_of(rolled: Rolled, method: str) -> Floats:
    """A method as weights of the members: the pool's of each series and week, or all on one member."""
    if method == POOL:
        return rolled.weights
    one: Floats = np.eye(len(MEMBERS))[MEMBERS.index(method)]
    return one


def _ratio(score: float, best: float) -> float | None:
    """Null where the best makes no mistake at all and the other does."""
    return float(score / best) if best > 0 else 1.0 if score <= 0 else None


def _reason(
    ships: str, in_use: str, early_best: str, early_ratio: float | None, ratio: float | None, baseline: bool
) -> str:
    if baseline:
        return "no model scored better than this baseline on the earlier origins"
    versus = f"scored {_told(early_ratio)} of {early_best}, the best baseline, on the earlier origins"
    if in_use != ships:
        return f"{ships} {versus}, but {_told(ratio)} of the best on the later: the baseline is used"
    return f"{ships} {versus}"


def _told(ratio: float | None) -> str:
    return "more than any multiple" if ratio is None else f"{ratio:.3f}"


def _score(rolled: Rolled, n: int, late: Mask, ratio: float | None) -> Score:
    below, upto = rolled.below[late][:, n], rolled.upto[late][:, n]
    ends = [((1 - level) / 2, (1 + level) / 2) for level in conformal.LEVELS]
    cover = tuple(float(((upto >= low - TINY) & (below < high - TINY)).mean()) for low, high in ends)
    return Score(
        method=METHODS[n],
        crps=float(rolled.crps[late][:, n].mean()),
        ratio=ratio,
        log=float(rolled.log[late][:, n].mean()),
        cover=None if rolled.binary else cover,
    )


def _intervals(seen: Floats, ships: Shipped, late: Mask) -> tuple[tuple[float, ...], tuple[float, ...]]:
    came = seen[late][:, None]
    held = (came >= ships.lower[late]) & (came <= ships.upper[late])
    return tuple(map(float, held.mean(axis=0))), tuple(map(float, (ships.upper - ships.lower)[late].mean(axis=0)))


def _better(crps: Floats, late: Mask, chosen: int, best: int) -> float:
    """The share of series for which one method scored no worse than the other."""
    own, other = (np.where(late, crps[:, :, n], 0.0).sum(axis=1) for n in (chosen, best))
    return float((own <= other + TINY)[late.any(axis=1)].mean())


def _end(start: date) -> str:
    return (start + timedelta(days=6)).isoformat()


def put_together(panels: Panels, found: Sequence[Trial]) -> Backtest:
    """The trials of a panel with what they rest on."""
    least = WARM_UP + 2 * min(HORIZONS) + LEAST_ORIGINS
    weeks = len(panels.starts)
    reason = f"{weeks} weeks in which something was read regularly: a back-test needs {least} or more"
    return Backtest(
        pairs=panels.pairs,
        source=panels.source,
        start=panels.starts[0].isoformat() if panels.starts else None,
        end=panels.end.isoformat() if panels.end else None,
        weeks=weeks,
        read=panels.read,
        digest=panels.digest,
        trials=tuple(found),
        reason=None if found else reason,
    )
