"""Cooperation and conflict as a number: a score for each of the sixteen types, from -10 to 10.

PLOVER publishes no scores of its own. These are Goldstein's (1992, Journal of Conflict Resolution 36(2), "A Conflict-
Cooperation Scale for WEIS Events Data") as carried over to the twenty roots of CAMEO, the scale that GDELT and ICEWS
give with every event, and folded into PLOVER's types along the roots that each type took over:

    type       score  from
    AGREE        4.0  root 03, express intent to cooperate
    CONSULT      1.0  root 04, consult
    SUPPORT      3.5  root 05, diplomatic cooperation
    CONCEDE      5.0  root 08, yield: its verbal half (080 to 083)
    COOPERATE    6.0  root 06, material cooperation
    AID          7.0  root 07, provide aid
    RETREAT      7.0  root 08, yield: its material half, at the value of 084 and 085 (return, release, ease sanctions)
    REQUEST     -1.0  mean of roots 02, appeal (3.0), and 10, demand (-5.0), one type to PLOVER
    ACCUSE      -2.0  roots 09, investigate, and 11, disapprove (-2.0 both)
    REJECT      -4.0  root 12, reject
    THREATEN    -6.0  root 13, threaten
    PROTEST     -6.5  root 14, protest
    SANCTION    -4.0  root 16, reduce relations
    MOBILIZE    -7.2  root 15, exhibit force posture
    COERCE      -7.0  root 17, coerce
    ASSAULT     -9.7  mean of roots 18, assault (-9.0), 19, fight, and 20, mass violence (-10.0 both)

They order the quad categories as PLOVER does: material conflict, verbal conflict, verbal cooperation, material
cooperation, by their means. A score belongs to a type; it does not weigh how grave one act of the type was.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bilat.model import EventType

SCORES: Mapping[EventType, float] = MappingProxyType(
    {
        EventType.AGREE: 4.0,
        EventType.CONSULT: 1.0,
        EventType.SUPPORT: 3.5,
        EventType.CONCEDE: 5.0,
        EventType.COOPERATE: 6.0,
        EventType.AID: 7.0,
        EventType.RETREAT: 7.0,
        EventType.REQUEST: -1.0,
        EventType.ACCUSE: -2.0,
        EventType.REJECT: -4.0,
        EventType.THREATEN: -6.0,
        EventType.PROTEST: -6.5,
        EventType.SANCTION: -4.0,
        EventType.MOBILIZE: -7.2,
        EventType.COERCE: -7.0,
        EventType.ASSAULT: -9.7,
    }
)
