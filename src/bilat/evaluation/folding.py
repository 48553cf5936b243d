"""From type and status to the root that the older sets are labelled with.

bilat keeps type and status apart; sets that are coded after CAMEO's manual fold the two. The rule is one place,
here:

- CONSULT, SUPPORT, COOPERATE and AID that lie ahead (planned or hypothetical) are AGREE;
- PROTEST, SANCTION, MOBILIZE, COERCE and ASSAULT that lie ahead are THREATEN;
- CONCEDE and RETREAT are YIELD at any time;
- the verbal types, and acts with any other status, keep their type.

The quad of YIELD is material cooperation: CAMEO counts its root 08 there, and so does the public code of
Zero-Shot-PLOVER (``prompts/rootcode_modality.txt`` gives YIELD the same class as COOPERATE and AID), whose figures
ours stand beside.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from bilat.model import QUADS, EventType, Quad, Status

YIELD = "YIELD"
_AHEAD = {Status.PLANNED, Status.HYPOTHETICAL}
_FRIENDLY = {EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID}
_YIELDING = {EventType.CONCEDE, EventType.RETREAT}

ROOTS = tuple(dict.fromkeys(YIELD if t in _YIELDING else t.value for t in EventType))
"""The 15 roots of the older sets."""

_OLDER_NAMES = {
    "DEMAND": "REQUEST", "APPEAL": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT",
}  # fmt: skip
_CAMEO = {
    "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": YIELD,
    "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST",
    "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip


class Act(NamedTuple):
    """What a coder says of one pair: the type of the act and whether it took place."""

    type: EventType
    status: Status = Status.ACTUAL


def fold(act: Act) -> str:
    """The root of an act.

    >>> fold(Act(EventType.CONSULT, Status.PLANNED)), fold(Act(EventType.RETREAT, Status.PLANNED))
    ('AGREE', 'YIELD')
    """
    kind = EventType(act.type)
    if kind in _YIELDING:
        return YIELD
    if Status(act.status) in _AHEAD:
        if kind in _FRIENDLY:
            return EventType.AGREE.value
        if QUADS[kind] is Quad.MATERIAL_CONFLICT:
            return EventType.THREATEN.value
    return kind.value


def likeliest(types: Mapping[EventType, float], statuses: Mapping[Status, float]) -> Act:
    """The likeliest act of the likeliest root, where several acts fold to one root.

    >>> likeliest({EventType.AID: 0.4, EventType.AGREE: 0.3, EventType.COERCE: 0.3}, {Status.PLANNED: 1.0})
    Act(type=<EventType.AID: 'AID'>, status=<Status.PLANNED: 'planned'>)
    """
    roots: Counter[str] = Counter()
    best: dict[str, tuple[float, Act]] = {}
    for kind, p in types.items():
        for status, q in statuses.items():
            act = Act(kind, status)
            root = fold(act)
            roots[root] += p * q  # type: ignore[assignment]  # Counter adds what it is given
            best[root] = max(best.get(root, (-1.0, act)), (p * q, act), key=lambda scored: scored[0])
    return best[roots.most_common(1)[0][0]][1]


def quad_of(root: str | None) -> Quad | None:
    """The quad category of a root; null for no root."""
    if root is None:
        return None
    return Quad.MATERIAL_COOPERATION if root == YIELD else QUADS[EventType(root)]


def is_conflict(root: str | None) -> bool | None:
    """Whether a root is conflict (either kind) and not cooperation; null for no root."""
    quad = quad_of(root)
    return None if quad is None else quad in (Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT)


def root_of_name(name: str) -> str:
    """The root of a PLOVER name of any version ("DEMAND" was REQUEST, "FIGHT" is part of ASSAULT).

    Raises:
        ValueError: PLOVER has no such name in any version.
    """
    name = _OLDER_NAMES.get(name, name)
    return name if name == YIELD else fold(Act(EventType(name)))


def root_of_cameo(code: str) -> str | None:
    """The root of a CAMEO code by its first two digits; null for 01, a public statement, which is no act in PLOVER.

    Raises:
        ValueError: CAMEO has no such root.
    """
    if code[:2] == "01":
        return None
    if code[:2] not in _CAMEO:
        raise ValueError(f"{code!r} is no CAMEO code")
    return _CAMEO[code[:2]]
