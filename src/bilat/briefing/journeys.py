"""The visits that lie ahead: which reports tell of one journey, and which issues they name for it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bilat.briefing import wording
from bilat.briefing.desk import Desk
from bilat.model import Event, Issue, Status
from bilat.record.dates import reach
from bilat.relations import Companion, Plan, Visit

OPEN = 90
"""Days for which a visit of which no day is told counts as ahead, from the last article that tells of it."""
DATED = 365
"""The same for one whose day is told."""
FRESH = 30
"""Days before the newest report of a visit within which what its reports tell besides may be on the two sides' minds."""
AROUND = 3
"""Days before and after the visit within which a planned act of the two belongs to it."""

_ONE_JOURNEY = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One visit that lies ahead, from all reports that tell of it.

    Attributes:
        lead: The report that tells the most of the visitor.
        dates: The days that are told, ahead of the brief's day; the most told first.
        told: The day of the newest report.
        event_ids: The assertions, the newest article's first.
    """

    lead: Visit
    dates: tuple[str, ...]
    told: str
    event_ids: tuple[str, ...]
    article_ids: tuple[str, ...]
    companions: tuple[Companion, ...]


def visits_ahead(desk: Desk) -> list[Coming]:
    """The visits that lie ahead of the brief's day, those with a day first, the sooner first."""
    if not desk.day:
        return []
    groups: list[list[Visit]] = []
    for visit in sorted(desk.visits, key=lambda one: (one.name is None, one.level is None)):
        if not _is_ahead(desk, visit) or _took_place(desk, visit):
            continue
        known = next((group for group in groups if _same(group[0], visit)), None)
        groups.append([visit]) if known is None else known.append(visit)
    found = [_joined(desk, group) for group in groups]
    # "In 2020" is no day to prepare for.
    dated = sorted((one for one in found if _has_month(one)), key=lambda one: (one.dates[0], one.event_ids))
    open_ = sorted(
        (one for one in found if not _has_month(one)), key=lambda one: (one.told, one.event_ids), reverse=True
    )
    return [*dated, *open_]


def _has_month(visit: Coming) -> bool:
    return bool(visit.dates) and len(visit.dates[0]) > len("2020")


def _is_early(desk: Desk, visit: Visit) -> bool:
    """Whether a visit that is told as done is dated after all reports of it."""
    days = reach(visit.date) if visit.date_basis == "event" else None
    return bool(days) and days[0] > desk.newest(visit.article_ids)  # type: ignore[index]


def _is_ahead(desk: Desk, visit: Visit) -> bool:
    planned = visit.status is Status.PLANNED or (visit.status is Status.ACTUAL and _is_early(desk, visit))
    if not planned or visit.visitor is None or not desk.day or not _by_state(desk, visit):
        return False
    days = reach(visit.date) if visit.date_basis == "event" else None
    if days is not None:
        return days[1] >= desk.day and desk.newest(visit.article_ids) >= desk.before(DATED)
    return desk.newest(visit.article_ids) >= desk.before(OPEN)


def _by_state(desk: Desk, visit: Visit) -> bool:
    """Whether organs of the state travel, and not its tourists, firms or clerics."""
    return any(wording.speaks_for_state(party) for id in visit.event_ids for party in desk.event(id).actors)


def _took_place(desk: Desk, plan: Visit) -> bool:
    """Whether a visit of the same person is told as done, on or after the day on which this one was last planned."""
    told = desk.newest(plan.article_ids)
    for visit in desk.visits:
        if visit.status is not Status.ACTUAL or _is_early(desk, visit) or not _same(plan, visit):
            continue
        days = reach(visit.date)
        if days is not None and days[1] >= told and plan.date_basis != "event":
            return True
    return False


def _same(one: Visit, other: Visit) -> bool:
    """Whether two reports may tell of one journey: the same way, and the same person, or one of them unnamed."""
    if (one.visitor, one.host) != (other.visitor, other.host):
        return False
    if one.name and other.name:
        return last_word(one.name) == last_word(other.name)
    if one.level and other.level:
        return one.level is other.level
    days = [reach(visit.date) for visit in (one, other)]
    if days[0] is None or days[1] is None:
        return True
    first, second = (date.fromisoformat(span[0]) for span in days if span)
    return abs((first - second).days) <= _ONE_JOURNEY


def last_word(name: str) -> str:
    return re.split(r"[\s\-]+", name.strip().casefold())[-1]


def _joined(desk: Desk, group: Sequence[Visit]) -> Coming:
    own = [visit for visit in group if visit.date_basis == "event" and visit.date]
    counts: dict[str, int] = {}
    for visit in own:
        for id in visit.event_ids:
            if day := desk.event(id).date:
                counts[day] = counts.get(day, 0) + 1
    ahead = [day for day in counts if (days := reach(day)) and desk.day and days[1] >= desk.day]
    articles = tuple(dict.fromkeys(id for visit in group for id in visit.article_ids))
    events = {id: desk.newest([desk.event(id).article_id]) for visit in group for id in visit.event_ids}
    return Coming(
        lead=group[0],
        dates=tuple(sorted(ahead, key=lambda day: (-len(day), -counts[day], day))),
        told=desk.newest(articles),
        event_ids=tuple(sorted(events, key=lambda id: (events[id], id), reverse=True)),
        article_ids=articles,
        companions=tuple(one for visit in group for one in visit.companions),
    )


def agenda_issues(desk: Desk) -> dict[Issue, list[str]]:
    """The issues on the agenda of the coming visit, with the assertions that name each, the newest first."""
    found = visits_ahead(desk)
    return named_for(desk, found[0]) if found else {}


def named_for(desk: Desk, visit: Coming) -> dict[Issue, list[str]]:
    """The issues that the reports name for a visit, those of the most articles first; diplomacy is what a visit is."""
    named: dict[Issue, list[str]] = {}
    for event in _about(desk, visit):
        for issue in desk.named_issues(event):
            if issue is not Issue.DIPLOMACY:
                named.setdefault(issue, []).append(event.id)
    order = sorted(named, key=lambda issue: (-len({desk.event(id).article_id for id in named[issue]}), issue.value))
    return {issue: _newest_first(desk, named[issue]) for issue in order}


def beside_issues(desk: Desk) -> dict[Issue, list[str]]:
    """The issues that the newest reports on the coming visit tell of besides its agenda, with the assertions."""
    found = visits_ahead(desk)
    return told_beside(desk, found[0]) if found else {}


def told_beside(desk: Desk, visit: Coming) -> dict[Issue, list[str]]:
    """The same of any visit."""
    agenda = named_for(desk, visit)
    told: dict[Issue, list[str]] = {}
    since = (date.fromisoformat(visit.told) - timedelta(days=FRESH)).isoformat() if visit.told else ""
    for article in visit.article_ids if since else ():
        if desk.newest([article]) < since:
            continue
        for entry in desk.by_article.get(article, ()):
            for issue in desk.named_issues(entry.event):
                if issue not in agenda and issue is not Issue.DIPLOMACY:
                    told.setdefault(issue, []).append(entry.event.id)
    return {issue: _newest_first(desk, ids) for issue, ids in sorted(told.items())}


def _newest_first(desk: Desk, ids: Iterable[str]) -> list[str]:
    return sorted(ids, key=lambda id: (desk.newest([desk.event(id).article_id]), id), reverse=True)


def _about(desk: Desk, visit: Coming) -> list[Event]:
    """The assertions that name its agenda, as the section's note says."""
    own = set(visit.event_ids)
    found: dict[str, Event] = {id: desk.event(id) for id in visit.event_ids}
    for article in visit.article_ids:
        entries = desk.by_article.get(article, ())
        sentences = {entry.event.sentence.start for entry in entries if entry.event.id in own}
        for entry in entries:
            ahead = entry.event.status in (Status.PLANNED, Status.HYPOTHETICAL)
            if ahead or entry.event.sentence.start in sentences:
                found[entry.event.id] = entry.event
    for plan in planned_for(desk, visit):
        found |= {id: desk.event(id) for id in plan.happening.event_ids}
    return list(found.values())


def planned_for(desk: Desk, visit: Coming) -> list[Plan]:
    """The planned acts of the two whose day falls on the visit's."""
    if not visit.dates or len(visit.dates[0]) != 10:
        return []
    days = sorted(day for day in visit.dates if len(day) == 10)
    first = (date.fromisoformat(days[0]) - timedelta(days=AROUND)).isoformat()
    last = (date.fromisoformat(days[-1]) + timedelta(days=AROUND)).isoformat()
    return [
        plan
        for plan in desk.history.planned
        if plan.happening.date_basis == "event" and first <= (plan.happening.date or "") <= last
    ]
