"""Assertions of visits become visits: each report goes to the visit that it is most like, the firmest reports first.

Reports are taken in the order of what they know: those with a day and a name, then those with a day, those that have only their
article's day, and last those of a month, a year or no date. A report cannot be of a visit of the other way, of another person, of
another level, or of another time; of those that it can be of, it goes to the one with which it shares most: the story of the
record, the name, the article, the level, the day.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bilat.model import Party, Status
from bilat.relations.visiting.levels import Level
from bilat.relations.visiting.reports import Report
from bilat.relations.visiting.values import Visit

SAME_DAYS = 7
"""Days by which reports of a visit may differ, for its length and the day of printing."""

RECALLED = 365
"""Days within which a report that gives no day goes back to a visit of the same person: one that is news mostly has its day."""

PLANNED = 45
"""Days before a visit from which on a report of the plan, that gives no day, is of that visit of a named person."""

CALLED_OFF = 60
"""Days from the report that a visit is called off within which it was to be."""

_STATUSES = (Status.ACTUAL, Status.PLANNED, Status.HISTORICAL)
_HEADS = (Level.HEAD_OF_STATE, Level.HEAD_OF_GOVERNMENT)
# Words of a visit that begins or is going on: they tell of no earlier one.
_UNDER_WAY = re.compile(r"\b(?:arriv|visiting|leav|left|depart|is in|is on|welcom|embark|start|head)", re.IGNORECASE)
_LETTERS = 4  # of a name's word that tells one person from another


class Group:
    """The reports of one visit."""

    def __init__(self, first: Report) -> None:
        self.reports = [first]

    @property
    def told(self) -> list[Report]:
        """Those that tell of the visit itself, not of its being called off."""
        return [one for one in self.reports if one.called_off is None]

    @property
    def visitor(self) -> str | None:
        """The side that travels, as the first report that knows it says."""
        return next((one.visitor for one in self.reports if one.visitor), None)

    @property
    def days(self) -> list[str]:
        """The days that reports give it, in order."""
        return sorted(one.first for one in self.reports if one.first and one.is_day)


def join(reports: Iterable[Report]) -> list[Group]:
    """The visits, in no order of meaning."""
    groups: list[Group] = []
    some = sorted(reports, key=_firmness)
    for one in [report for report in some if report.called_off is None]:
        _place(groups, one)
    for one in [report for report in some if report.called_off is not None]:
        _place(groups, one)
    return groups


def _firmness(one: Report) -> tuple[int, bool, str, str, int]:
    kind = 0 if one.is_day and one.basis == "event" else 1 if one.is_day else 2 if one.first else 3
    return (
        kind,
        one.name is None,
        one.first or one.published or "",
        one.entry.event.article_id,
        one.entry.event.sentence.start,
    )


def _place(groups: list[Group], one: Report) -> None:
    rated = [(score, -n) for n, group in enumerate(groups) if (score := _nearness(group, one)) > 0]
    if rated:
        groups[-max(rated)[1]].reports.append(one)
    else:
        groups.append(Group(one))


def _nearness(group: Group, one: Report) -> float:
    """How much says that a report is of a visit; 0 where it cannot be, or nothing does."""
    if one.visitor and group.visitor and one.visitor != group.visitor:
        return 0.0
    gap = _gap(group, one)
    if gap is None:
        return 0.0
    names = [other.name for other in group.reports if other.name]
    named = _is_named(group, one)
    if one.name and names and not named:
        return 0.0
    story = one.entry.story is not None and any(other.entry.story == one.entry.story for other in group.reports)
    article = any(other.entry.event.article_id == one.entry.event.article_id for other in group.reports)
    levels = {other.level for other in group.reports if other.level}
    level = one.level in levels
    apart = one.level is not None and bool(levels) and not level and not named
    if apart and not ((story or article) and Level.DELEGATION in {one.level, *levels}):
        return 0.0
    if _other_sectors(group, one) and not (story or named):
        return 0.0
    known = bool(names or levels) and bool(one.name or one.level)
    if known and not (named or level or story or article):
        return 0.0
    firm = int(any(other.is_day and other.basis == "event" for other in group.reports))
    firm += one.status is Status.ACTUAL and any(other.status is Status.ACTUAL for other in group.told)
    return 4 * story + 3 * named + 2 * article + level + firm / 2 + 1 - min(gap, SAME_DAYS) / (SAME_DAYS + 1)


def _is_named(group: Group, one: Report) -> bool:
    """Whether a report has the visitor's name; a head of state or government is known by the office."""
    for other in group.reports:
        if one.name and other.name and same_name(one.name, other.name):
            return True
        if one.level in _HEADS and one.level is other.level and not (one.name and other.name):
            return True
    return False


def _other_sectors(group: Group, one: Report) -> bool:
    """Whether businessmen came here and soldiers there."""
    theirs = frozenset(sector for other in group.reports for sector in other.sectors)
    return bool(theirs) and bool(one.sectors) and not theirs & one.sectors


def _gap(group: Group, one: Report) -> float | None:
    """Days between a report and a visit, null where their times cannot be one."""
    days = group.days
    if one.first is None or one.last is None:
        return _recalled(group, one)
    if one.called_off is not None:
        return _to_be(group, one)
    if not days:
        spans = [(other.first, other.last) for other in group.reports if other.first and other.last]
        within = any(first <= one.last and one.first <= last for first, last in spans)
        return 0.0 if within else _told_after(group, one, max((last for _, last in spans), default=None))
    if not one.is_day:
        return 0.0 if any(one.first <= day <= one.last for day in days) else None
    if one.status is Status.PLANNED and one.basis == "article" and _is_named(group, one):
        return float(SAME_DAYS) if -SAME_DAYS <= _days(one.first, days[0]) <= PLANNED else None
    gap = max(0, _days(one.first, days[0]), _days(days[-1], one.first))
    length = max((other.days or 1 for other in group.reports), default=1)
    if gap <= max(SAME_DAYS, length):
        return float(gap)
    return _told_after(group, one, days[-1])


def _told_after(group: Group, one: Report, last: str | None) -> float | None:
    """A report without a day of its own, of a person whose visit was not long before: it speaks of that one."""
    if one.basis != "article" or one.first is None or last is None or not _is_named(group, one):
        return None
    under_way = _UNDER_WAY.search(one.entry.event.trigger.text)
    return float(SAME_DAYS) if 0 < _days(last, one.first) <= RECALLED and not under_way else None


def _recalled(group: Group, one: Report) -> float | None:
    """A report without a date, told as history, is of a visit of the same person, some time but not long before."""
    if any(other.entry.event.article_id == one.entry.event.article_id and not other.first for other in group.reports):
        return 0.0
    days = group.days
    if not days or one.published is None or not _is_named(group, one):
        return None
    return float(SAME_DAYS) if SAME_DAYS < _days(days[-1], one.published) <= RECALLED else None


def _to_be(group: Group, one: Report) -> float | None:
    """Whether a visit was to be at the time at which it is said to be called off."""
    days = group.days
    if not days or one.first is None:
        return None
    ahead = _days(one.first, days[-1])
    return 0.0 if -SAME_DAYS <= ahead <= CALLED_OFF else None


def _days(one: str, other: str) -> int:
    """Days from one day to the other."""
    return date.fromisoformat(other).toordinal() - date.fromisoformat(one).toordinal()


def same_name(one: str, other: str) -> bool:
    """Whether two names of persons may be one's: their last words, or another long one, are alike.

    >>> same_name("Shah Mahmood Qureshi", "Mahmoud Qureshi"), same_name("Imran Khan", "Ayub Khan")
    (True, False)
    """
    first, second = (re.split(r"[\s\-]+", name.strip().casefold()) for name in (one, other))
    if first[-1] != second[-1]:
        return False
    if len(first) == 1 or len(second) == 1:
        return True
    return any(a[:_LETTERS] == b[:_LETTERS] for a in first[:-1] for b in second[:-1])


def visit(group: Group, newest: str | None) -> Visit:
    """The visit that reports are of, without what came of it.

    Args:
        newest: The day of the pair's newest article.
    """
    group.reports.sort(key=_order)
    told = group.told or group.reports
    status = min((one.status for one in told), key=_STATUSES.index) if group.told else Status.NEGATED
    dated = _dated(told, status)
    off = [one for one in group.reports if one.called_off is not None]
    after = [
        one for one in told if one.status is Status.ACTUAL and off and (one.published or "") > (off[-1].published or "")
    ]
    if off and not after:
        status = Status.NEGATED
    chief = _chief(told)
    days = max((one.days or 1 for one in told), default=1)
    host = next((one.host for one in group.reports if one.host), None)
    places = [one.entry.event.place for one in told if one.entry.event.place]
    return Visit(
        visitor=group.visitor,
        host=host,
        codes=_each(party.code for one in told if one.visitor for party in one.people) or _codes(told),
        name=chief.name if chief else None,
        role=next((one.role for one in _of(told, chief) if one.role), None),
        level=next((one.level for one in _of(told, chief) if one.level), None),
        status=status,  # type: ignore[arg-type]  # hypothetical ones are no reports
        date=dated.entry.date if dated and dated.first else None,
        date_basis=dated.basis if dated else None,
        until=_until(dated, told, days),
        place=next((one.text for one in places if host is None or one.country in (host, None)), None),
        event_ids=_each(one.entry.event.id for one in group.told),
        article_ids=_each(one.entry.event.article_id for one in group.reports),
        called_off=off[-1].called_off if off else None,
        called_off_by=_each(one.entry.event.id for one in off),
        firm=_is_firm(group, dated, chief),
        ahead=status is Status.PLANNED and bool(dated and newest and dated.last and dated.last >= newest),
    )


def _is_firm(group: Group, dated: Report | None, chief: Report | None) -> bool:
    """Whether it is told as a visit of somebody: by name, as a delegation, with a day of its own, or in several articles."""
    if group.visitor is None:
        return False
    named = chief is not None and (chief.name is not None or chief.level is Level.DELEGATION)
    several = len({one.entry.event.article_id for one in group.reports}) > 1
    return named or several or (dated is not None and dated.basis == "event")


def _order(one: Report) -> tuple[str, str, int, str]:
    event = one.entry.event
    return one.entry.date or "", event.article_id, event.sentence.start, event.id


def _dated(told: Sequence[Report], status: Status) -> Report | None:
    """The report that dates the visit: one with the day that most give it, else with a date of its own, else an article's day."""
    own = [one for one in told if one.basis == "event" and one.is_day]
    if own:
        days = Counter(one.first for one in own)
        return min(own, key=lambda one: (-days[one.first], one.first or "", one.status is not status))
    some = [one for one in told if one.first]
    wide = [one for one in some if one.basis == "event"]
    # A day on which it was reported, within the month that others give, is nearer than the month.
    near = [one for one in some if one.basis == "article" and any(_within(one, other) for other in wide)]
    order = near or wide or some
    return min(
        order, key=lambda one: (one.status is not status, -len(one.entry.date or ""), one.first or ""), default=None
    )


def _within(one: Report, other: Report) -> bool:
    return one.status is Status.ACTUAL and (other.first or "") <= (one.first or "") <= (other.last or "")


def _chief(told: Sequence[Report]) -> Report | None:
    """The report that names the visitor highest in rank."""
    some = [one for one in told if one.visitor and (one.name or one.level)]
    rank = {level: n for n, level in enumerate(Level)}
    return min(
        some,
        key=lambda one: (one.name is None, rank.get(one.level, len(rank)) if one.level else len(rank)),
        default=None,
    )


def _of(told: Sequence[Report], chief: Report | None) -> list[Report]:
    """The reports that tell most of the chief: the one that names it, those with the name, then the others."""
    if chief is None:
        return []
    same = [one for one in told if one.name and chief.name and same_name(one.name, chief.name)]
    return [chief, *same, *(one for one in told if one.visitor and one.name is None)]


def _until(dated: Report | None, told: Sequence[Report], days: int) -> str | None:
    if dated is None or not dated.is_day or dated.first is None or days < 2 or dated.basis != "event":
        return None
    return (date.fromisoformat(dated.first) + timedelta(days=days - 1)).isoformat()


def _codes(told: Sequence[Report]) -> tuple[str, ...]:
    return _each(party.code for one in told for party in one.people)


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def people_of(group: Group) -> list[tuple[Party, str]]:
    """The visitors that reports name, each with the id of its assertion."""
    return [(party, one.entry.event.id) for one in group.told if one.visitor for party in one.people]
