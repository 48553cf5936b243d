"""Where a pair's relation turned: its series by quad category and its net cooperation, each as levels and turns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from bilat.errors import BadArgument
from bilat.model import Quad, Status
from bilat.record import By, View
from bilat.relations.choice import Choice
from bilat.relations.offset import Basis, Coverages
from bilat.relations.series import Series, many
from bilat.relations.turning.levels import RATE, SIMULATIONS, Levels, Turn, levels, net_levels

NET = "net-cooperation"
"""The name of the series of net cooperation, beside those of the quad categories."""

SERIES = (*(quad.value for quad in Quad), NET)

SHORTEST: dict[By, int] = {"day": 28, "week": 8, "month": 3, "quarter": 2, "year": 2}
"""Periods of the shortest level; what passes sooner is a peak, a dip or a burst."""

_TOGETHER = timedelta(days=14)  # turns of one pair so near to each other are one in a list


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairTurns:
    """A pair's turns.

    Attributes:
        basis: Whether the counts are held against what was read; reason: why not, where not.
        series: The counts by quad category that they are of.
        levels: One for each series that was asked for.
    """

    a: str
    b: str
    by: By
    basis: Basis
    reason: str | None
    series: Series
    levels: tuple[Levels, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All turns, by date."""
        return tuple(
            sorted((turn for one in self.levels for turn in one.turns), key=lambda turn: (turn.day, turn.series))
        )

    def apart(self) -> "tuple[Strong, ...]":
        """The turns of the quad categories, the strongest first, those of one time as one; no bursts."""
        return tuple(sorted(_joined(self.a, self.b, self.turns), key=lambda strong: -strong.turn.gain))

    def without_bursts(self) -> "PairTurns":
        """The same but for the rises that are within the usual scatter."""
        kept = [replace(one, turns=tuple(turn for turn in one.turns if turn.kind != "burst")) for one in self.levels]
        return replace(self, levels=tuple(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong:
    """One of the strongest turns of all pairs; ``also`` names the other series of the pair that turned with it."""

    a: str
    b: str
    turn: Turn
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What turns are sought in, and how surely.

    Attributes:
        by: How long a period is.
        names: Which of :data:`SERIES`.
        since, until: ISO day, month or year; null for all.
        least: Assertions below this confidence are left out.
        false_alarms, simulations: As for :func:`levels`.
    """

    by: By = "week"
    names: Sequence[str] = SERIES
    since: str | None = None
    until: str | None = None
    least: float = 0.0
    false_alarms: float = RATE
    simulations: int = SIMULATIONS

    def choice(self) -> Choice:
        """What is counted.

        Raises:
            BadArgument: A name is no series.
        """
        for name in self.names:
            if name not in SERIES:
                hint = "one of " + ", ".join(SERIES)
                raise BadArgument(f"{name!r} is no series that turns are sought in", hint=hint)
        since, until, least = self.since, self.until, self.least
        return {"split": "quad", "status": Status.ACTUAL, "since": since, "until": until, "least": least}


def pair_turns(view: View, a: str, b: str, sought: Sought | None = None) -> PairTurns:
    """The turns of a pair.

    Stories that took place are counted, each once; what is told as history is not, since an anniversary is no news of its
    day.

    Args:
        view: The record.
        a, b: Codes of the two.
        sought: What to look for; by default every series by week.

    Raises:
        BadArgument: A name is no series, or as :func:`series`.
    """
    sought = sought or Sought()
    (found,) = many(view, ((a, b),), sought.by, **sought.choice())
    return _of(found, Coverages(view, [(a, b)], sought.by), sought)


def strongest(
    view: View,
    pairs: Sequence[tuple[str, str]],
    sought: Sought | None = None,
    *,
    top: int = 10,
    step: Callable[[], None] = lambda: None,
) -> tuple[Strong, ...]:
    """The strongest turns of many pairs, by what they gain; a pair's turns of one time are one. Bursts are none.

    A turn of the net is only named beside one of a quad category: what it gains in squares is not to be compared with their
    likelihoods.

    Args:
        view: The record.
        pairs: Codes.
        sought: As for :func:`pair_turns`.
        top: How many.
        step: Called after each pair.

    Raises:
        BadArgument: As :func:`pair_turns`.
    """
    sought = sought or Sought()
    quick = replace(sought, simulations=0)  # a p costs too much to have for all
    read = Coverages(view, pairs, sought.by)
    found: list[Strong] = []
    series: dict[tuple[str, str], Series] = {}
    for one in many(view, pairs, sought.by, **sought.choice()):
        pair = one.a, str(one.b)
        series[pair] = one
        found += _of(one, read, quick).apart()
        step()
    found.sort(key=lambda strong: (-strong.turn.gain, strong.a, strong.b))
    return tuple(_weighed(one, series[one.a, one.b], read, sought) for one in found[:top])


def _weighed(strong: Strong, found: Series, read: Coverages, sought: Sought) -> Strong:
    """The same with its p."""
    same = _of(found, read, replace(sought, names=(strong.turn.series,))).turns
    turn = next(turn for turn in same if (turn.kind, turn.first) == (strong.turn.kind, strong.turn.first))
    return replace(strong, turn=turn)


def _joined(a: str, b: str, turns: Iterable[Turn]) -> list[Strong]:
    kept: list[tuple[Turn, list[str]]] = []
    for turn in sorted(turns, key=lambda turn: (turn.series == NET, -turn.gain)):
        if turn.kind == "burst":
            continue
        near = next((one for one in kept if _overlap(one[0], turn)), None)
        if near is None and turn.series != NET:
            kept.append((turn, []))
        elif near is not None and turn.series != near[0].series and turn.series not in near[1]:
            near[1].append(turn.series)
    return [Strong(a=a, b=b, turn=turn, also=tuple(also)) for turn, also in kept]


def _overlap(one: Turn, other: Turn) -> bool:
    return one.first - _TOGETHER <= other.last and other.first <= one.last + _TOGETHER


def _of(found: Series, read: Coverages, sought: Sought) -> PairTurns:
    held = read.of(found.a, str(found.b), found.starts)
    parts = []
    for name in sought.names:
        values = np.nan_to_num(found.net) if name == NET else found.counts[:, found.groups.index(name)]
        seek = net_levels if name == NET else levels
        parts.append(
            seek(
                values,
                starts=found.starts,
                exposure=held.exposure,
                series=name,
                false_alarms=sought.false_alarms,
                shortest=SHORTEST[found.by],
                simulations=sought.simulations,
            )
        )
    return PairTurns(
        a=found.a,
        b=str(found.b),
        by=found.by,
        basis=held.basis,
        reason=held.reason,
        series=found,
        levels=tuple(parts),
    )
