"""The last visits and meetings, and what came of each."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.coming import person
from bilat.briefing.desk import Desk, alike, day_of, latest, left
from bilat.briefing.files import is_signing
from bilat.model import EventType, Mode, Status
from bilat.record.dates import reach
from bilat.relations import Came, Happening, Visit

MOST_VISITS = 6
MOST_MEETINGS = 5
MOST_OUTCOMES = 3
AFTER = 3
"""Days after a meeting within which an act belongs to what came of it."""

_COMES = frozenset(
    (
        *(EventType.AGREE, EventType.CONCEDE, EventType.COOPERATE, EventType.AID, EventType.RETREAT),
        *(EventType.REJECT, EventType.REQUEST),
    )
)

# A meeting is what a visit is for, so that what was agreed comes before it.
_ORDER: Mapping[Came, Came] = {Came.MEETING: Came.STATEMENT}

RULE = (
    "What came of a visit: accords, pledges, cooperation, requests and refusals, then meetings, told in its reports or of its "
    "days and place, by the rules of the command visits. What came of a call or meeting: the same kinds of act between "
    f"the two that are dated from its day to {AFTER} days after or, without a day of their own, are told in an article on it "
    "that appeared in that time; what they plan is told as planned. The newest come first."
)


def encounters(desk: Desk) -> Section:
    """Visits; calls, talks and meetings; each with what came of it."""
    visits = [one for one in desk.visits if one.status is Status.ACTUAL and _is_past(desk, one)]
    visits.sort(key=lambda one: (one.date or "", one.event_ids), reverse=True)
    told = {id for one in visits for id in one.event_ids}
    met = [
        one
        for one in latest(desk.done)
        if one.type is EventType.CONSULT and one.mode is not Mode.VISIT and not told & set(one.event_ids)
    ]
    used: set[tuple[str, ...]] = set()
    parts = []
    if visits:
        statements = tuple(_visit(desk, one, used) for one in visits[:MOST_VISITS])
        parts.append(
            Section(key="visits", title="Visits", statements=statements, notes=left(len(visits) - MOST_VISITS))
        )
    off = [one for one in desk.visits if one.called_off and one.status is Status.NEGATED and one.called_off_by]
    if off:
        parts.append(
            Section(key="visits-off", title="Called off", statements=tuple(map(partial(_off, desk), off[-3:])))
        )
    if met:
        statements = tuple(_meeting(desk, one, used) for one in met[:MOST_MEETINGS])
        notes = left(len(met) - MOST_MEETINGS)
        parts.append(Section(key="meetings", title="Calls, talks and meetings", statements=statements, notes=notes))
    nothing = "The record tells of none between the two."
    return Section(
        key="encounters",
        title="Last meetings and what came of them",
        notes=() if parts else (nothing,),
        rule=RULE,
        parts=tuple(parts),
    )


def _is_past(desk: Desk, visit: Visit) -> bool:
    days = reach(visit.date)
    return days is None or not desk.day or days[0] <= desk.day


def _visit(desk: Desk, visit: Visit, used: set[tuple[str, ...]]) -> Statement:
    ids = desk.speaking(visit.event_ids)
    who = person(visit)
    if visit.visitor and visit.host:
        guest = f"{desk.state(visit.visitor)} ({who})" if who else desk.state(visit.visitor)
        text = f"visit by {guest} to {desk.state(visit.host)}"
    else:
        text = "visit; the reports do not tell guest from host"
    if visit.place and wording.plain(visit.place) != desk.state(visit.host or ""):
        text += f", in {wording.plain(visit.place)}"
    under = _came(desk, visit, used)
    return desk.stated(
        text[0].upper() + text[1:] + ("" if under else "; nothing is told to have come of it"),
        ids,
        when=wording.when(visit.date, visit.date_basis) + (f" to {wording.day(visit.until)}" if visit.until else ""),
        date=visit.date,
        under=under,
        quoted=not under,
    )


def _off(desk: Desk, visit: Visit) -> Statement:
    ids = [id for id in visit.called_off_by if desk.citer.knows(id)] or list(visit.event_ids)
    who = person(visit)
    guest = desk.state(visit.visitor or "") + (f" ({who})" if who else "")
    text = f"Visit by {guest} to {desk.state(visit.host or '')}: {visit.called_off}"
    return desk.stated(text, ids, when=wording.when(visit.date, visit.date_basis), date=visit.date)


def _came(desk: Desk, visit: Visit, used: set[tuple[str, ...]]) -> list[Statement]:
    """What the record's own rules take to have come of a visit, the weightier kinds first; ``used`` grows."""
    kinds = list(Came)
    found = []
    for one in visit.outcomes:
        ids = tuple(id for id in one.event_ids if desk.citer.knows(id))
        statement = one.kind is Came.STATEMENT and one.type not in (EventType.REQUEST, EventType.REJECT)
        if ids and ids not in used and not statement:
            found.append((kinds.index(_ORDER.get(one.kind, one.kind)), one.date or "", ids, one))
    found.sort(key=lambda row: row[:3])
    chosen: list[Statement] = []
    told: list[str] = []
    for _, _, ids, one in found:
        if len(chosen) < MOST_OUTCOMES and not any(alike(one.sentence, other) for other in told):
            told.append(one.sentence)
            used.add(ids)
            event = desk.event(ids[0])
            text = wording.told(event, desk.names)
            when = wording.day(one.date) if event.date else wording.when(one.date, "article")
            chosen.append(desk.stated(text, ids, label="Came of it", when=when, date=one.date))
    return chosen


def _meeting(desk: Desk, one: Happening, used: set[tuple[str, ...]]) -> Statement:
    under = _outcomes(desk, one.date, one.article_ids, set(one.event_ids), used)
    return desk.stated(
        desk.worded(one) + ("" if under else "; nothing is told to have come of it"),
        desk.speaking(one.event_ids),
        when=wording.when(one.date, one.date_basis),
        date=one.date,
        under=under,
        quoted=not under,
    )


def _outcomes(
    desk: Desk, when: str | None, articles: tuple[str, ...], own: set[str], used: set[tuple[str, ...]]
) -> list[Statement]:
    """What came of a meeting, by the section's rule; an act is told once, with the newest that it fits. ``used`` grows."""
    days = reach(when)
    if days is None or len(when or "") != 10:
        return []
    last = (date.fromisoformat(days[1]) + timedelta(days=AFTER)).isoformat()
    on_it = {id for id in articles if days[0] <= desk.newest([id]) <= last}
    found = []
    for one in desk.of(Status.ACTUAL, Status.PLANNED):
        if own & set(one.event_ids) or one.event_ids in used or not _comes(desk, one):
            continue
        dated = one.date_basis == "event" and len(one.date or "") == 10
        fits = days[0] <= day_of(one) <= last if dated else False
        if one.status is Status.PLANNED or not dated:
            fits = bool(on_it & set(one.article_ids)) and (one.status is Status.PLANNED or one.date_basis == "article")
        if fits:
            found.append(one)
    chosen = desk.fresh(sorted(found, key=lambda one: (-desk.weight(one), one.event_ids)), MOST_OUTCOMES)
    used.update(one.event_ids for one in chosen)
    return [desk.happening(one, label="Came of it") for one in chosen]


def _comes(desk: Desk, one: Happening) -> bool:
    return one.type in _COMES or is_signing(desk, one)
