"""The status of a matter over time, from what many articles say of it.

Articles err, and the coder errs on them: one that tells a stalled line to be running, between ten that tell it to be stalled, is
more likely wrong than news. The course is the row of statuses with the least cost: one for each stated status that it goes
against, and for each change what :func:`_cost` asks, little where a matter goes on as matters do (agreed, then in force; stalled,
then under construction), much where it would leap (stalled, then running; ended, then alive). A change that costs more than one
mention needs two to be believed. The row is found by Viterbi's method (1967, IEEE Transactions on Information Theory 13(2)).
"""

from collections import Counter
from collections.abc import Sequence

from bilat.model import UndertakingStatus as S
from bilat.relations.matters.values import Mention

_TRACK = {S.PROPOSED: 0, S.UNDER_NEGOTIATION: 1, S.AGREED: 2, S.UNDER_CONSTRUCTION: 3, S.IN_FORCE: 3, S.OPERATING: 4}
_HELD = frozenset({S.STALLED, S.SUSPENDED})
_EASY, _STEP, _LEAP = 0.4, 0.9, 1.4


def _cost(one: S, other: S) -> float:
    """What a change of status costs."""
    if one is other:
        return 0.0
    if other is S.ENDED:
        return _STEP
    if one is S.ENDED:
        return _LEAP
    if other in _HELD:
        return _EASY
    if S.VIOLATED in (one, other):
        return _STEP
    if one in _HELD:
        return _LEAP if other in (S.OPERATING, S.PROPOSED) else _EASY
    gone = _TRACK[other] - _TRACK[one]
    if gone == 1 or {one, other} == {S.UNDER_CONSTRUCTION, S.IN_FORCE}:
        return _EASY
    return _STEP if gone in (-1, 2) else _LEAP


def course(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions at which the status changed, oldest first.

    Args:
        mentions: Those with a date and a status; of one day, the most stated status counts.
    """
    days = _by_day(mentions)
    if not days:
        return ()
    row = _cheapest([day[0].status for day in days])
    changes: list[Mention] = []
    for status, day in zip(row, days, strict=True):
        if (not changes or changes[-1].status is not status) and day[0].status is status:
            changes.append(day[0])
    return tuple(changes)


def _by_day(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """By date, the mentions of the status that most of them state."""
    by_date: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.date and mention.status is not S.UNKNOWN:
            by_date.setdefault(mention.date, []).append(mention)
    days = []
    for _, told in sorted(by_date.items()):
        status = Counter(mention.status for mention in told).most_common(1)[0][0]
        days.append([mention for mention in told if mention.status is status])
    return days


def _cheapest(told: Sequence[S]) -> list[S]:
    """The row of statuses of the least cost."""
    states = sorted(set(told))
    costs = {state: float(state is not told[0]) for state in states}
    back: list[dict[S, S]] = []
    for status in told[1:]:
        before = {state: min(states, key=lambda one: (costs[one] + _cost(one, state), one)) for state in states}
        costs = {state: costs[before[state]] + _cost(before[state], state) + (state is not status) for state in states}
        back.append(before)
    row = [min(states, key=lambda state: (costs[state], state))]
    for before in reversed(back):
        row.append(before[row[-1]])
    return row[::-1]
