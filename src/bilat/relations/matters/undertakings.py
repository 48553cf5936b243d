"""The pair's undertakings over all articles: mentions of one matter under several names become one, and are followed in time."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from bilat.model import Status, Undertaking, UndertakingStatus
from bilat.record import Dyad, View
from bilat.record.dates import reach
from bilat.relations.matters import material
from bilat.relations.matters.course import course
from bilat.relations.matters.joining import join
from bilat.relations.matters.material import Material
from bilat.relations.matters.milestones import milestones
from bilat.relations.matters.obstacles import Gone, Told, gone, hindrances
from bilat.relations.matters.telling import Telling, surface
from bilat.relations.matters.values import Hindrance, Matter, Mention, Milestone, Silence

T = TypeVar("T")

_ALIASES = 12


def undertakings(
    view: View,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    status: Collection[str] = (),
    name: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Matter, ...]:
    """The matters of a pair, the most told of first.

    Only those that are given back are followed in time, so that a limit also limits the cost.

    Args:
        view: The record, or the record as of a day.
        a: Code of the one; b: of the other.
        since: From articles of this day, month or year on; until: to those of this one.
        status: Only matters of these statuses; "open" stands for all but "ended".
        name: Only matters with these words in one of their names, or with an id that begins so.
        limit: Most to give; offset: how many to leave out before.

    Raises:
        BadArgument: The two are the same, or a date is none, or they are in the wrong order.
    """
    found = material.of_view(view, a, b, since, until)
    groups = [group for group in _joined(found) if _asked(group, status, name)]
    chosen = groups[offset : None if limit is None else offset + limit]
    return _matters(found, chosen, groups)


def undertakings_of(dyad: Dyad) -> tuple[Matter, ...]:
    """The same from a dyad alone: steps are found only in sentences with an act of the two or a mention of a matter."""
    found = material.of_dyad(dyad)
    groups = _joined(found)
    return _matters(found, groups, groups)


def _joined(found: Material) -> list[list[Telling]]:
    groups = join(found.told, found.own, found.stories)
    return sorted(groups, key=lambda group: (-len(group), _by_use(one.name for one in group)[0], group[0].id))


def _asked(group: Sequence[Telling], status: Collection[str], name: str | None) -> bool:
    if status:
        last = _status(_mentions(group))[0]
        if not (last.value in status or ("open" in status and last is not UndertakingStatus.ENDED)):
            return False
    return name is None or _is_called(group, name)


def _is_called(group: Sequence[Telling], name: str) -> bool:
    if any(one.id.startswith(name) for one in group):
        return True
    words = name.casefold().split()
    return any(all(word in text.casefold() for word in words) for one in group for text in (one.name, one.mention))


def _matters(
    found: Material, chosen: Sequence[Sequence[Telling]], groups: Sequence[Sequence[Telling]]
) -> tuple[Matter, ...]:
    bodies = found.bodies([one.id for group in chosen for one in group])
    return tuple(_matter(found, group, groups, bodies) for group in chosen)


def _matter(
    found: Material, group: Sequence[Telling], groups: Sequence[Sequence[Telling]], bodies: Mapping[str, Undertaking]
) -> Matter:
    mentions = _mentions(group)
    by_article: defaultdict[str, list[str]] = defaultdict(list)
    for one in group:
        by_article[one.article_id].append(one.id)
    status, status_date, history = _status(mentions)
    told = sorted(one.date for one in mentions if one.date)
    passages, around = found.passages(group, groups)
    removals = [
        one
        for passage in (*passages, *around)
        for one in gone(passage.sentence.text, passage.events, passage.date, by_article[passage.article_id])
    ]
    steps = milestones(passages, by_article, found.retold)
    names = _by_use(one.name for one in group)
    words = _by_use(surface(one.mention) for one in group)
    return Matter(
        id=next((one.id for one in group if one.date), group[0].id),
        name=names[0],
        aliases=tuple(_aliases(names, words)),
        kind=_by_use(one.kind for one in group)[0],
        issue=_by_use(one.issue for one in group)[0],
        parties=tuple(_by_use(code for one in sorted(group, key=lambda one: one.parties) for code in one.parties)),
        status=status,
        status_date=status_date,
        history=history,
        mentions=mentions,
        milestones=steps,
        obstacles=_obstacles(group, bodies, (mentions, history), removals),
        due=_due(steps, found.newest),
        silence=_silence(told, found.read),
        first=told[0] if told else None,
        last=told[-1] if told else None,
        undertaking_ids=tuple(one.id for one in group),
        article_ids=tuple(by_article),
    )


def _by_use(values: Iterable[T]) -> list[T]:
    return [value for value, _ in Counter(values).most_common()]


def _aliases(names: Sequence[str], words: Sequence[str]) -> list[str]:
    """The other names, each once, whatever its capitals; of the articles' own words only those that tell something."""
    found: dict[str, str] = {}
    for text in (*names, *words):
        if len(text.split()) > 1 or text.isupper():
            found.setdefault(text.casefold(), text)
    found.pop(names[0].casefold(), None)
    return list(found.values())[:_ALIASES]


def _mentions(group: Iterable[Telling]) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            undertaking_id=one.id,
            article_id=one.article_id,
            date=one.date,
            name=one.name,
            words=one.mention,
            status=one.status,
            stated=one.stated,
        )
        for one in group
    )


def _status(mentions: Sequence[Mention]) -> tuple[UndertakingStatus, str | None, tuple[Mention, ...]]:
    """The status, the date since which it is stated, and the mentions at which it changed.

    What holds as a rule ("made in 2015, and no word tells that it ended") counts only where no article states a status.
    """
    known = [one for one in mentions if one.status is not UndertakingStatus.UNKNOWN]
    stated = [one for one in known if one.stated] or known
    history = course(stated)
    last = history[-1] if history else stated[-1] if stated else None
    return (last.status, last.date, history) if last else (UndertakingStatus.UNKNOWN, None, history)


def _obstacles(
    group: Iterable[Telling],
    bodies: Mapping[str, Undertaking],
    told_of: tuple[Sequence[Mention], Sequence[Mention]],
    removals: Iterable[Gone],
) -> tuple[Hindrance, ...]:
    told = [
        Told(kind=obstacle.kind, text=obstacle.text, undertaking_id=one.id, date=one.date)
        for one in group
        for obstacle in bodies[one.id].obstacles
    ]
    return hindrances(told, *told_of, removals)


def _due(steps: Iterable[Milestone], newest: str | None) -> tuple[Milestone, ...]:
    """What is planned or to be met at a time that ends on or after the newest article's day."""
    return tuple(
        one
        for one in steps
        if one.status is Status.PLANNED and newest is not None and (days := reach(one.date)) and days[1] >= newest
    )


def _silence(told: Sequence[str], read: Sequence[str]) -> Silence | None:
    if not told or (days := reach(told[-1])) is None:
        return None
    after = read[bisect_right(read, days[1]) :]
    newest = max(after, default=days[1])
    gap = date.fromisoformat(newest).toordinal() - date.fromisoformat(days[1]).toordinal()
    return Silence(since=told[-1], days=gap, articles=len(after))
