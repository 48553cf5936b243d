"""How pairs moved after acts of a kind: what followed in the record, beside what followed weeks that were like it without one.

An episode is a week in which a pair has such an act; the weeks of a horizon after it belong to it, and the next episode of
the pair begins later. Of each, the stories of the horizon before it and of the one after it are counted, without its own
week. Beside it are set up to :data:`CONTROLS` weeks, one a pair, in which there was no such act and which had about as much
conflict and cooperation before them (nearest neighbours within a caliper: Rubin 1973, Biometrics 29(1)). The difference of
what followed is that of matched episodes and their controls. Its interval is a bootstrap over pairs where there are enough of
them, else over episodes (Efron & Tibshirani 1993). It says what came after, not what the act brought about: what led to the
act may lead to what follows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from bilat.relations.outlook.backtest import TARGETS
from bilat.relations.outlook.counts import ahead, totals
from bilat.relations.outlook.panels import Panels

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

CONTROLS = 5
"""Weeks that are set beside an episode, at most."""

LEAST_EPISODES = 10
"""Matched episodes below which no figures are given."""

LEVEL = 0.9
"""Of the intervals."""

_CALIPER = 0.35  # in log(1 + stories), in each of the two counts
_LEAST_PAIRS = 8  # for a bootstrap over pairs
_DRAWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What followed of one count; all but ``target`` null where there are too few episodes.

    Attributes:
        before, after: Mean stories in the horizon before and after matched episodes.
        control_before, control_after: The same of their controls.
        difference: Of ``after`` and ``control_after``; low, high: its interval at :data:`LEVEL`.
    """

    target: Literal["conflict", "cooperation"]
    before: float | None
    after: float | None
    control_before: float | None
    control_after: float | None
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """How pairs moved after acts of a kind.

    Attributes:
        kind: The kind of act, as in :data:`bilat.relations.outlook.panels.KINDS`; pair: whose acts, null for all pairs.
        weeks: The horizon's length.
        episodes: How many there are with a whole horizon before and after; matched: with a control; pairs: whose they are.
        controls: How many weeks stand beside them.
        latest: First days of the weeks of the latest episodes, the latest first, with their pairs.
        reason: Why there are no figures; null where there are.
    """

    kind: str
    pair: tuple[str, str] | None
    weeks: int
    episodes: int
    matched: int
    pairs: int
    controls: int
    latest: tuple[tuple[str, str, str], ...]
    followed: tuple[Followed, ...]
    reason: str | None


_Target = Literal["conflict", "cooperation"]
_COUNTED: tuple[_Target, ...] = ("conflict", "cooperation")


def whatif(panels: Panels, kind: str, weeks: int = 13, *, pair: tuple[str, str] | None = None, seed: int = 1) -> WhatIf:
    """What followed acts of a kind.

    Args:
        panels: The pairs; controls are taken from all of them.
        pair: Only this one's episodes; null for those of all.
        seed: Of the bootstrap.
    """
    acts = panels.counts[kind]
    counts = [panels.counts[TARGETS[target]] for target in _COUNTED]
    # Up to the week before, and from the week after.
    before = np.stack([_shifted(totals(one, weeks)) for one in counts], axis=-1)
    after = np.stack([ahead(one, weeks) for one in counts], axis=-1)
    whole = np.asarray(np.isfinite(before).all(axis=-1) & np.isfinite(after).all(axis=-1))
    rows = [n for n, one in enumerate(panels.pairs) if pair is None or set(one) == set(pair)]
    episodes = [(row, week) for row in rows for week in _episodes(acts[row], whole[row], weeks)]
    quiet: Mask = whole & (acts == 0)
    matched = [(one, found) for one in episodes if (found := _controls(one, np.log1p(before), quiet))]
    reason = _reason(len(episodes), len(matched))
    figures = [_followed(target, n, before, after, matched, seed) for n, target in enumerate(_COUNTED)]
    return WhatIf(
        kind=kind,
        pair=pair,
        weeks=weeks,
        episodes=len(episodes),
        matched=len(matched),
        pairs=len({row for (row, _), _ in matched}),
        controls=sum(len(found) for _, found in matched),
        latest=_latest(episodes, panels),
        followed=tuple(_nothing(target) for target in _COUNTED) if reason else tuple(figures),
        reason=reason,
    )


def _shifted(values: Floats) -> Floats:
    found = np.full(values.shape, np.nan)
    found[:, 1:] = values[:, :-1]
    return found


def _episodes(acts: Floats, whole: Mask, weeks: int) -> list[int]:
    found: list[int] = []
    for week in np.flatnonzero((np.nan_to_num(acts) > 0) & whole):
        if not found or week > found[-1] + weeks:
            found.append(int(week))
    return found


def _controls(episode: tuple[int, int], level: Floats, quiet: Mask) -> list[tuple[int, int]]:
    """The nearest weeks, at most one a pair."""
    apart = np.abs(level - level[episode])
    distance = np.where(quiet & (apart <= _CALIPER).all(axis=-1), apart.sum(axis=-1), np.inf)
    # Of a pair's weeks that are as near, the one nearest in time.
    distance = distance + 1e-6 * np.abs(np.arange(level.shape[1]) - episode[1])
    best = distance.argmin(axis=1)
    near = distance[np.arange(len(best)), best]
    return [(int(row), int(best[row])) for row in np.argsort(near, kind="stable")[:CONTROLS] if np.isfinite(near[row])]


def _reason(episodes: int, matched: int) -> str | None:
    if matched >= LEAST_EPISODES:
        return None
    return f"{episodes} episodes, {matched} of them with weeks to compare: {LEAST_EPISODES} are needed"


def _latest(episodes: Sequence[tuple[int, int]], panels: Panels) -> tuple[tuple[str, str, str], ...]:
    last = sorted(episodes, key=lambda one: (-one[1], one[0]))[:CONTROLS]
    return tuple((panels.starts[week].isoformat(), *panels.pairs[row]) for row, week in last)


def _followed(
    target: _Target,
    n: int,
    before: Floats,
    after: Floats,
    matched: Sequence[tuple[tuple[int, int], list[tuple[int, int]]]],
    seed: int,
) -> Followed:
    if not matched:
        return _nothing(target)
    own = np.array([[before[one][n], after[one][n]] for one, _ in matched])
    other = np.array([[np.mean([part[one][n] for one in found]) for part in (before, after)] for _, found in matched])
    differences = own[:, 1] - other[:, 1]
    low, high = _interval(differences, np.array([row for (row, _), _ in matched]), seed)
    return Followed(
        target=target,
        before=float(own[:, 0].mean()),
        after=float(own[:, 1].mean()),
        control_before=float(other[:, 0].mean()),
        control_after=float(other[:, 1].mean()),
        difference=float(differences.mean()),
        low=low,
        high=high,
    )


def _nothing(target: _Target) -> Followed:
    return Followed(
        target=target,
        before=None,
        after=None,
        control_before=None,
        control_after=None,
        difference=None,
        low=None,
        high=None,
    )


def _interval(differences: Floats, pairs: npt.NDArray[np.int64], seed: int) -> tuple[float, float]:
    """Of the mean difference, by drawing pairs, or episodes where there are few pairs, with replacement."""
    _, group = np.unique(pairs, return_inverse=True)
    if group.max(initial=0) + 1 < _LEAST_PAIRS:
        group = np.arange(len(differences))
    sums, number = np.bincount(group, weights=differences), np.bincount(group).astype(np.float64)
    drawn = np.random.default_rng(seed).integers(len(sums), size=(_DRAWS, len(sums)))
    means = sums[drawn].sum(axis=1) / number[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
