"""What came of a visit: acts of the two that share its articles, its stories, or its days and place."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bilat.model import EventType, Mode, Status
from bilat.record import DyadEvent
from bilat.record.dates import reach
from bilat.record.dealings import Dealing
from bilat.relations.visiting.values import Came, Outcome, Visit

AFTER = 7
"""Days after a visit within which what its articles tell came of it."""

By = Literal["article", "story", "day and place"]
Whole = Callable[[Sequence[Dealing]], Sequence[DyadEvent]]
"""Gives acts whole."""

NEAR = 700
"""Characters around a sentence on a visit within which an act came of it, where the visit or the act has no day of its own."""

LONGEST = 31
"""Days of the longest visit of which acts of its days and place are taken."""

_AGREED = re.compile(r"agree|sign|\binke?|accord|deal|memorand|mou\b|pact|treaty|contract", re.IGNORECASE)
_SIGNED = re.compile(r"sign|\binke?|conclud", re.IGNORECASE)
_KINDS: Mapping[EventType, Came] = {
    EventType.CONSULT: Came.MEETING,
    EventType.AGREE: Came.AGREEMENT,
    **dict.fromkeys((EventType.COOPERATE, EventType.AID, EventType.CONCEDE, EventType.RETREAT), Came.COOPERATION),
    **dict.fromkeys(
        (EventType.SUPPORT, EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN), Came.STATEMENT
    ),
}
_RANK: Mapping[By, int] = {"article": 0, "story": 1, "day and place": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An act that came of a visit, and why it is taken for that."""

    act: Dealing
    by: By


def outcomes(visits: Sequence[Visit], acts: Sequence[Dealing], whole: Whole) -> list[tuple[Outcome, ...]]:
    """For each visit, what came of it; nothing for those that did not take place.

    Args:
        acts: All of the pair.
        whole: Gives acts with their sentences.
    """
    done = [act for act in acts if act.status is Status.ACTUAL and act.mode is not Mode.VISIT and act.type in _KINDS]
    by_article: defaultdict[str, list[Dealing]] = defaultdict(list)
    by_story: defaultdict[str, list[Dealing]] = defaultdict(list)
    by_day: defaultdict[str, list[Dealing]] = defaultdict(list)
    for act in done:
        by_article[act.article_id].append(act)
        if act.story:
            by_story[act.story].append(act)
        if act.basis == "event" and act.first == act.last and act.first and act.country:
            by_day[act.first].append(act)
    places = _places(visits, acts)
    found = [_found(one, at, by_article, by_story, by_day) for one, at in zip(visits, places, strict=True)]
    rows = [_rows(some) for some in found]
    firsts = [row[0].act for some in rows for row in some]
    told = {entry.event.id: entry.event.sentence.text for entry in whole(firsts)} if firsts else {}
    return [tuple(sorted((_outcome(row, told) for row in some), key=_order)) for some in rows]


def might_come(told: Iterable[Dealing], acts: Iterable[Dealing]) -> list[Dealing]:
    """The acts that may have come of any of the visits that some acts tell of: all that :func:`outcomes` can ask for.

    Args:
        told: The acts that tell of visits; acts: all of the pair.
    """
    known = list(told)
    done = [act for act in acts if act.status is Status.ACTUAL and act.mode is not Mode.VISIT and act.type in _KINDS]
    articles = {act.article_id for act in known}
    stories = {act.story for act in done if act.article_id in articles and act.story}
    days = {act.first for act in known}
    return [
        act
        for act in done
        if act.article_id in articles
        or act.story in stories
        or (act.country and act.basis == "event" and act.first == act.last and _is_near_day(act.first, days))
    ]


def _is_near_day(day: str | None, days: Collection[str | None]) -> bool:
    """Whether a day is one of some or soon after one: a visit may take several."""
    if day is None:
        return False
    last = date.fromisoformat(day)
    return any((last - timedelta(days=n)).isoformat() in days for n in range(LONGEST))


def _places(visits: Sequence[Visit], acts: Iterable[Dealing]) -> list[dict[str, list[int]]]:
    """For each visit, by article, where the sentences stand that tell of it."""
    known = {act.id: act for act in acts if act.mode is Mode.VISIT}
    found: list[dict[str, list[int]]] = []
    for one in visits:
        at: defaultdict[str, list[int]] = defaultdict(list)
        for id in one.event_ids:
            if id in known:
                at[known[id].article_id].append(known[id].at)
        found.append(dict(at))
    return found


def _order(one: Outcome) -> tuple[str, str, tuple[str, ...]]:
    return one.date or "", one.kind, one.event_ids


def _has_day(visit: Visit, act: Dealing) -> bool:
    """Whether the visit has a day of its own, and the act one or its article's."""
    return visit.date_basis == "event" and (act.basis == "article" or act.first == act.last)


def _is_near(act: Dealing, places: Mapping[str, Sequence[int]]) -> bool:
    """Whether an act stands near a sentence on the visit."""
    return any(abs(act.at - at) <= NEAR for at in places.get(act.article_id, ()))


def _found(
    visit: Visit,
    places: Mapping[str, Sequence[int]],
    by_article: Mapping[str, list[Dealing]],
    by_story: Mapping[str, list[Dealing]],
    by_day: Mapping[str, list[Dealing]],
) -> list[_Found]:
    days = reach(visit.date)
    if visit.status is not Status.ACTUAL or days is None or days[0] != days[1]:
        return []
    first = date.fromisoformat(days[0])
    last = date.fromisoformat(visit.until) if visit.until else first
    begin, end = (first - timedelta(days=1)).isoformat(), (last + timedelta(days=AFTER)).isoformat()
    here = [
        act
        for article in visit.article_ids
        for act in by_article.get(article, ())
        if _within(act, begin, end) and (_has_day(visit, act) or _is_near(act, places))
    ]
    found = {act.id: _Found(act=act, by="article") for act in here}
    for story in {act.story for act in here if act.story}:
        for act in by_story.get(story, ()):
            if _within(act, begin, end):
                found.setdefault(act.id, _Found(act=act, by="story"))
    for n in range(min((last - first).days + 1, LONGEST)):
        for act in by_day.get((first + timedelta(days=n)).isoformat(), ()):
            if act.country == visit.host:
                found.setdefault(act.id, _Found(act=act, by="day and place"))
    return list(found.values())


def _within(act: Dealing, begin: str, end: str) -> bool:
    """Whether an act is of the days of a visit: by its own date, else by its article's."""
    if act.basis == "event":
        return act.first is not None and act.last is not None and act.first <= end and begin <= act.last and _near(act)
    return act.published is not None and begin <= act.published <= end


def _near(act: Dealing) -> bool:
    """Whether its date is a day or a month: a year holds every visit of it."""
    return act.date is not None and len(act.date) > len("2024")


def _rows(found: Iterable[_Found]) -> list[list[_Found]]:
    """The acts that are one happening: of one story, else of one kind, direction and day."""
    rows: defaultdict[tuple[object, ...], list[_Found]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (_RANK[one.by], one.act.first or "", one.act.id)):
        act = one.act
        rows[(_kind(act), act.story) if act.story else (_kind(act), act.type, act.direction, act.date)].append(one)
    return list(rows.values())


def _kind(act: Dealing) -> Came:
    if act.type is EventType.SUPPORT and _SIGNED.search(act.trigger):
        return Came.AGREEMENT
    if act.type is EventType.AGREE and not _AGREED.search(act.trigger):
        return Came.PLEDGE
    return _KINDS[act.type]


def _outcome(row: Sequence[_Found], told: Mapping[str, str]) -> Outcome:
    first = row[0]
    own = [one.act.date for one in row if one.act.basis == "event" and one.act.date]
    days = sorted(one.act.date for one in row if one.act.date)
    return Outcome(
        kind=_kind(first.act),
        type=first.act.type,
        status=first.act.status,
        date=max(own, key=len) if own else days[0] if days else None,
        by=first.by,
        sentence=told.get(first.act.id, ""),
        event_ids=tuple(dict.fromkeys(one.act.id for one in row)),
        article_ids=tuple(dict.fromkeys(one.act.article_id for one in row)),
    )
