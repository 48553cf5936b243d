"""Rows about third parties become drafts of triads: counted by story, dated, the best evidence chosen, no sentence read yet."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bilat.model import EventType, Status
from bilat.record.strangers import Bearing, Bears, Held
from bilat.relations.matters.telling import Telling
from bilat.relations.sides import key_of
from bilat.relations.thirds.values import MOST_IDS, TriadKind

T = TypeVar("T")

_NEAR, _APART = 0.25, 0.05  # what a story counts that binds the three only by its article, or by nothing but the third
_LEAST_APART = 3  # stories of each of the two, where no article tells of both
_FIRM = {"undertaking": 0, "sentence": 1, "article": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where a sentence stands that shows a triad: an article and a place in its text."""

    id: str
    article_id: str
    at: int
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A triad before its sentences are read."""

    code: str
    kind: TriadKind
    on: tuple[str, ...]
    direct: int
    near: int
    stories: int
    first: str | None
    last: str | None
    event_ids: tuple[str, ...]
    undertaking_ids: tuple[str, ...]
    proofs: tuple[Proof, ...]

    @property
    def strength(self) -> float:
        """To order by; see :class:`Triad`."""
        return round(self.direct + _NEAR * self.near + _APART * (self.stories - self.direct - self.near), 2)


def acting(how: Bears, rows: Iterable[Bearing], pair: tuple[str, str], most: int) -> list[Draft]:
    """The drafts of one way of bearing on the pair.

    Args:
        pair: The keys of the two.
        most: Proofs for each.
    """
    if how in ("fought", "aids"):
        kind = TriadKind.COMMON_ENEMY if how == "fought" else TriadKind.PATRON
        return [one for _, some in _by(rows, lambda row: row.third) if (one := _apart(kind, some, pair, most))]
    drafts = []
    for (third, kind), some in _by(rows, lambda row: (row.third, _kind(how, row))):
        drafts.append(_together(third, kind, some, pair, most))
    return drafts


def _by(rows: Iterable[Bearing], key: Callable[[Bearing], T]) -> list[tuple[T, list[Bearing]]]:
    found: defaultdict[T, list[Bearing]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return list(found.items())


def _kind(how: Bears, row: Bearing) -> TriadKind:
    if how == "mediates":
        return TriadKind.MEDIATION
    return TriadKind.SANCTIONS if row.type is EventType.SANCTION else TriadKind.PRESSURE


def _story(row: Bearing) -> str:
    return row.story or row.id


def _latest(rows: Iterable[Bearing]) -> list[Bearing]:
    return sorted(rows, key=lambda row: (row.first or "", row.id), reverse=True)


def _together(third: str, kind: TriadKind, rows: list[Bearing], pair: tuple[str, str], most: int) -> Draft:
    """One that acts on one of the two with regard to the other."""
    latest = _latest(rows)
    best = sorted(latest, key=lambda row: (_FIRM[row.link], row.status is not Status.ACTUAL))
    bound = {_story(row) for row in rows if row.link != "article"}
    stories = {_story(row) for row in rows}
    return Draft(
        code=third,
        kind=kind,
        on=tuple(side for side in pair if any(row.side == side for row in rows)),
        direct=len(bound),
        near=len(stories) - len(bound),
        stories=len(stories),
        first=_end(latest, -1),
        last=_end(latest, 0),
        event_ids=tuple(dict.fromkeys(row.id for row in latest))[:MOST_IDS],
        undertaking_ids=(),
        proofs=_proofs(best, most),
    )


def _apart(kind: TriadKind, rows: list[Bearing], pair: tuple[str, str], most: int) -> Draft | None:
    """One that each of the two deals with: as strong as the one that deals with it less."""
    legs = [[row for row in rows if row.side == side] for side in pair]
    if not all(legs):
        return None
    articles, places = _shared(legs, lambda row: row.article_id), _shared(legs, lambda row: (row.article_id, row.at))
    told = _shared(legs, lambda row: row.story)
    stories = min(len({_story(row) for row in leg}) for leg in legs)
    bound = [{_story(row) for row in leg if (row.article_id, row.at) in places or row.story in told} for leg in legs]
    shared = [{_story(row) for row in leg if row.article_id in articles} for leg in legs]
    direct, near = min(map(len, bound)), min(map(len, shared))
    if not near and stories < _LEAST_APART:
        return None
    latest = _latest(rows)
    ranked = [
        sorted(_latest(leg), key=lambda row: (_story(row) not in some, row.article_id not in articles))
        for leg, some in zip(legs, bound, strict=True)
    ]
    best = [row for rows in zip(*ranked, strict=False) for row in rows]
    return Draft(
        code=rows[0].third,
        kind=kind,
        on=pair,
        direct=direct,
        near=max(near - direct, 0),
        stories=max(stories, near),
        first=_end(latest, -1),
        last=_end(latest, 0),
        event_ids=tuple(dict.fromkeys(row.id for row in latest))[:MOST_IDS],
        undertaking_ids=(),
        proofs=_proofs(best, max(2, most)),
    )


def _shared(legs: Sequence[Iterable[Bearing]], key: Callable[[Bearing], T]) -> set[T]:
    """What both legs have alike."""
    first, second = ({key(row) for row in leg if key(row) is not None} for leg in legs)
    return first & second


def _end(latest: Sequence[Bearing], at: int) -> str | None:
    dated = [row.date for row in latest if row.first]
    return dated[at] if dated else None


def _proofs(best: Iterable[Bearing], most: int) -> tuple[Proof, ...]:
    """The first of each story, so that the sentences do not say one thing in many words."""
    chosen: dict[tuple[str, str], Proof] = {}
    for row in best:
        proof = Proof(id=row.id, article_id=row.article_id, at=row.at, date=row.date)
        chosen.setdefault((_story(row), row.side), proof)
    return tuple(chosen.values())[:most]


def hindering(held: Iterable[tuple[Held, str]], pair: tuple[str, str], most: int) -> list[Draft]:
    """Those that are named in what holds up an undertaking of the two: each obstacle with the key of one.

    Args:
        pair: The keys of the two, who are no third.
        most: Proofs for each.
    """
    found: defaultdict[str, list[Held]] = defaultdict(list)
    for one, key in held:
        if key not in pair:
            found[key].append(one)
    return [_hindering(key, some, pair, most) for key, some in found.items()]


def _hindering(key: str, held: list[Held], pair: tuple[str, str], most: int) -> Draft:
    latest = sorted(held, key=lambda one: (one.first or "", one.undertaking_id), reverse=True)
    dated = [one.date for one in latest if one.date]
    articles = {one.article_id for one in held}
    return Draft(
        code=key,
        kind=TriadKind.OBSTACLE,
        on=pair,
        direct=len(articles),
        near=0,
        stories=len(articles),
        first=dated[-1] if dated else None,
        last=dated[0] if dated else None,
        event_ids=(),
        undertaking_ids=tuple(dict.fromkeys(one.undertaking_id for one in latest))[:MOST_IDS],
        proofs=tuple(
            Proof(id=one.undertaking_id, article_id=one.article_id, at=one.at, date=one.date) for one in latest[:most]
        ),
    )


def sharing(told: Iterable[Telling], pair: tuple[str, str], most: int) -> list[Draft]:
    """Those that have a part in undertakings of the two.

    Args:
        told: The mentions of the pair's undertakings, by date.
        pair: The keys of the two; most: proofs for each.
    """
    found: defaultdict[str, list[Telling]] = defaultdict(list)
    for one in told:
        for key in {key_of(code) for code in one.parties} - set(pair):
            found[key].append(one)
    return [_sharing(key, some[::-1], pair, most) for key, some in found.items()]


def _sharing(key: str, latest: list[Telling], pair: tuple[str, str], most: int) -> Draft:
    dated = [one.date for one in latest if one.date]
    articles = {one.article_id for one in latest}
    names = list({one.name: one for one in reversed(latest)}.values())  # one mention of each matter, the latest
    return Draft(
        code=key,
        kind=TriadKind.PARTNER,
        on=pair,
        direct=0,
        near=len(articles),
        stories=len(articles),
        first=dated[-1] if dated else None,
        last=dated[0] if dated else None,
        event_ids=(),
        undertaking_ids=tuple(one.id for one in latest)[:MOST_IDS],
        proofs=tuple(
            Proof(id=one.id, article_id=one.article_id, at=one.at, date=one.date) for one in names[::-1][:most]
        ),
    )
