"""Who else acts on the pair: sanctions on one of the two by others, and mediation."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from bilat.model import Event, Mode
from bilat.record import Dyad
from bilat.relations.sides import is_of, key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParty:
    """A third party's acts of one kind.

    Attributes:
        code: The state, IGO or group that acts.
        on: Which of the two it acts on, or both.
        event_ids: The assertions, the latest article's first.
    """

    code: str
    act: Literal["sanction", "mediation"]
    on: tuple[str, ...]
    event_ids: tuple[str, ...]


def third_parties(dyad: Dyad) -> tuple[ThirdParty, ...]:
    """Those in the dyad's articles, the most told of first; sanctions that one of the two lays on others are none."""
    told: defaultdict[tuple[str, Literal["sanction", "mediation"]], list[Event]] = defaultdict(list)
    for event in dyad.others:
        act: Literal["sanction", "mediation"] = "mediation" if event.mode is Mode.THIRD_PARTY else "sanction"
        for code in _strangers(event, dyad):
            told[code, act].append(event)
    lines = [_line(code, act, events, dyad) for (code, act), events in told.items()]
    return tuple(sorted(lines, key=lambda line: (-len(line.event_ids), line.code, line.act)))


def _strangers(event: Event, dyad: Dyad) -> list[str]:
    """Who acts on one of the two from outside, by key."""
    if not _targets(event, dyad):
        return []
    keys = [key_of(party.code) for party in event.actors]
    return list(dict.fromkeys(key for key in keys if key and not is_of(key, dyad.a) and not is_of(key, dyad.b)))


def _targets(event: Event, dyad: Dyad) -> tuple[str, ...]:
    """Which of the two an act is on; of a symmetric one, who takes part."""
    sides = event.recipients or event.actors
    return tuple(side for side in (dyad.a, dyad.b) if any(is_of(party.code, side) for party in sides))


def _line(code: str, act: Literal["sanction", "mediation"], events: list[Event], dyad: Dyad) -> ThirdParty:
    on = {side for event in events for side in _targets(event, dyad)}
    ids = tuple(dict.fromkeys(event.id for event in events))
    return ThirdParty(code=code, act=act, on=tuple(side for side in (dyad.a, dyad.b) if side in on), event_ids=ids)
