"""Whether what a third party is said to be to a pair agrees with all that it and the two have to do with each other.

A sentence may be misread: who is freed of sanctions is not who lays them. One act that goes against a hundred others is more
often so than not, and such acts are left out.
"""

from collections.abc import Iterable, Mapping

from bilat.model import EventType
from bilat.record.strangers import Bearing, Bears, Standing

Standings = Mapping[tuple[str, str], Standing]

ENOUGH = 20
"""Dealings of a third with one of the two from which on these are held against a single act."""

_ENEMY = 0.5  # of the dealings with each of the two, the least share of conflict
_FRIEND = 0.4  # and the most
_HOSTILE = 0.4  # of the third's acts on one of the two, the least share of conflict
_SANCTIONS = 0.05  # and of sanctions
_UNKNOWN = Standing(dealings=0, conflict=0, acts=0, hostile=0, sanctions=0)


def agreeing(how: Bears, rows: Iterable[Bearing], pair: tuple[str, str], standings: Standings) -> list[Bearing]:
    """The acts that agree with how their third stands to the pair.

    A common enemy is mostly in conflict with each of the two, a patron or a mediator is not; one that presses does so oftener,
    and one that lays sanctions has laid others, of which not only an article on many things binds some to the other of the two.

    Args:
        pair: The keys of the two.
        standings: By the keys of one of the two and of the third.
    """

    def stands(row: Bearing, side: str) -> Standing:
        return standings.get((side, row.third), _UNKNOWN)

    if how == "presses":
        pressing = [row for row in rows if _presses(row, stands(row, row.side))]
        bound = {row.third for row in pressing if row.type is EventType.SANCTION and row.link != "article"}
        return [row for row in pressing if row.link != "article" or row.third in bound]
    fits = _enemy if how == "fought" else _friend
    return [row for row in rows if all(fits(stands(row, side)) for side in pair)]


def _presses(row: Bearing, one: Standing) -> bool:
    sanctions = row.type is not EventType.SANCTION or one.sanctions >= _SANCTIONS * one.acts
    return one.acts < ENOUGH or (one.hostile >= _HOSTILE * one.acts and sanctions)


def _enemy(one: Standing) -> bool:
    return one.dealings < ENOUGH or one.conflict >= _ENEMY * one.dealings


def _friend(one: Standing) -> bool:
    return one.dealings < ENOUGH or one.conflict <= _FRIEND * one.dealings
