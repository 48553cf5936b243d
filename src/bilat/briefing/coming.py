"""The coming visit: who, where, when, on which issues, and who says so."""

import re

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import Desk, left
from bilat.briefing.journeys import (
    AROUND,
    DATED,
    FRESH,
    OPEN,
    Coming,
    last_word,
    named_for,
    planned_for,
    told_beside,
    visits_ahead,
)
from bilat.briefing.planned import plan_line, plans_ahead
from bilat.model import Mode, Sector, sector_of
from bilat.relations import Visit

MOST_COMING = 3
MOST_AGENDA = 8
MOST_PLANNED = 6

_SOON = re.compile(
    r"\b(?:in the (?:near|coming|next|not too distant) (?:future|days?|weeks?|months?|year)"
    r"|(?:later )?(?:this|next) (?:week|month|year)|within (?:days|weeks|months)|very soon|soon|shortly|early next year)\b",
    re.IGNORECASE,
)


def coming(desk: Desk) -> Section:
    """The section on the coming visit or visits."""
    found = visits_ahead(desk)
    seen = (f"As seen from {wording.day(desk.day)}.",) if desk.day else ()
    if not found:
        nothing = f"No article tells of a visit of the two that lies ahead, nor, in the last {OPEN} days, of one without a day."
        return Section(key="visit", title="The coming visit", notes=(*seen, nothing))
    parts = tuple(_one(desk, visit, place) for place, visit in enumerate(found[:MOST_COMING], 1))
    rule = (
        f"A visit lies ahead where its day does and a report of the last {DATED} days plans it, or where no day is told "
        f"and one of the last {OPEN} does. On the agenda is an issue that is named in the sentence that tells of the "
        "visit, in a planned or possible act told in the same article, or in one planned for its days "
        f"({AROUND} before to {AROUND} after). Told of beside it are the other issues of its reports of {FRESH} days."
    )
    more = left(len(found) - MOST_COMING, "more visits ahead in the record")
    title = "The coming visit" if len(parts) == 1 else "The coming visits"
    return Section(key="visit", title=title, notes=(*seen, *more), rule=rule, parts=parts)


def _one(desk: Desk, visit: Coming, place: int) -> Section:
    lead = visit.lead
    guest, host = desk.state(lead.visitor or ""), desk.state(lead.host or "")
    who = person(lead)
    statements = [
        _who(desk, visit),
        *_when(desk, visit),
        *_where(desk, visit),
        *_delegation(desk, visit),
        *_agenda(desk, visit),
        *_beside(desk, visit),
        *_programme(desk, visit),
        *_sayers(desk, visit),
    ]
    notes = () if named_for(desk, visit) else ("No report of it names an issue for its agenda.",)
    title = f"{who[:1].upper()}{who[1:]} of {guest} in {host}" if who else f"{guest} in {host}"
    badge = dated(visit) if visit.dates else "no day told"
    return Section(key=f"visit-{place}", title=title, badge=badge, statements=tuple(statements), notes=notes)


def dated(visit: Coming) -> str:
    """The day of a visit that has one, to its last where that is told."""
    until = visit.lead.until
    return wording.day(visit.dates[0]) + (f" to {wording.day(until)}" if until and until > visit.dates[0] else "")


def person(visit: Visit) -> str:
    """The visitor's office and name, "" where neither is told."""
    return wording.plain(" ".join(part for part in (visit.role, visit.name) if part))


def _who(desk: Desk, visit: Coming) -> Statement:
    lead = visit.lead
    who = person(lead)
    guest = desk.state(lead.visitor or "") + (f" ({who})" if who else "")
    text = f"Visit by {guest} to {desk.state(lead.host or '')}"
    text += f"; level: {lead.level.value.replace('-', ' ')}" if lead.level else "; the level is not told"
    when = dated(visit) if visit.dates else f"planned, as reported {wording.day(visit.told)}"
    date = visit.dates[0] if visit.dates else None
    return desk.stated(text, desk.speaking(visit.event_ids), label="Who", when=when, date=date)


def _when(desk: Desk, visit: Coming) -> list[Statement]:
    """Each day that is told, with the words that it was read from."""
    found = []
    for day in visit.dates[:3]:
        ids = [id for id in visit.event_ids if desk.event(id).date == day]
        reason = dict(desk.event(ids[0]).reasons).get("date", "")
        text = wording.day(day) + (f", read from {wording.plain(reason)}" if reason else "")
        found.append(desk.stated(text, ids, label="When", date=day))
    return found or _vaguely(desk, visit)


def _vaguely(desk: Desk, visit: Coming) -> list[Statement]:
    """Of a visit without a day the words that say when, of the newest report that has some."""
    for id in visit.event_ids:
        if words := _SOON.search(desk.event(id).sentence.text):
            told = f"No day told; “{wording.plain(words[0])}”, as reported {wording.day(visit.told)}"
            return [desk.stated(told, [id], label="When")]
    return []


def _where(desk: Desk, visit: Coming) -> list[Statement]:
    host = desk.state(visit.lead.host or "")
    places: dict[str, list[str]] = {}
    for id in visit.event_ids:
        place = desk.event(id).place
        # A journey's other stops are no place of this visit.
        if place and place.country in (None, visit.lead.host):
            places.setdefault(wording.plain(place.text), []).append(id)
    return [desk.stated(name, ids, label="Where", quoted=False) for name, ids in places.items() if name != host][:3]


def _delegation(desk: Desk, visit: Coming) -> list[Statement]:
    """Who else of the visiting side is told to travel."""
    chief = last_word(visit.lead.name) if visit.lead.name else None
    told: dict[str, list[str]] = {}
    for id in visit.event_ids:
        for one in desk.event(id).actors:
            own = one.code.startswith(visit.lead.visitor or "-")
            named = one.name or one.role
            if own and named and (chief is None or last_word(one.name or "") != chief) and one.role != visit.lead.role:
                told.setdefault(wording.party(one, desk.names), []).append(id)
    for companion in visit.companions:
        ids = [id for id in companion.event_ids if desk.citer.knows(id)]
        name = companion.name or f"“{wording.plain(companion.words)}”"
        if ids and not any(name in text for text in told):
            told[name + (f" ({companion.size:,} persons)" if companion.size else "")] = ids
    return [desk.stated(text, ids, label="With", quoted=False) for text, ids in told.items()][:4]


def _agenda(desk: Desk, visit: Coming) -> list[Statement]:
    return [
        desk.stated(wording.issue(issue).capitalize(), ids, label="Agenda")
        for issue, ids in list(named_for(desk, visit).items())[:MOST_AGENDA]
    ]


def _beside(desk: Desk, visit: Coming) -> list[Statement]:
    return [
        desk.stated(wording.issue(issue).capitalize(), ids, label="Told of beside it")
        for issue, ids in list(told_beside(desk, visit).items())[:MOST_AGENDA]
    ]


def _programme(desk: Desk, visit: Coming) -> list[Statement]:
    """What the two plan to do on the visit, or is planned in the same reports, besides the journey itself."""
    own, articles = set(visit.event_ids), set(visit.article_ids)
    dated = {plan.happening.event_ids for plan in planned_for(desk, visit)}
    rest = [
        plan.happening
        for plan in plans_ahead(desk)
        if plan.happening.mode is not Mode.VISIT
        and not own & set(plan.happening.event_ids)
        and (plan.happening.event_ids in dated or articles & set(plan.happening.article_ids))
    ]
    return [plan_line(desk, one, label="Planned with it") for one in desk.fresh(rest, MOST_PLANNED)]


def _sayers(desk: Desk, visit: Coming) -> list[Statement]:
    """Who is told to have said that it will take place."""
    told: dict[str, list[str]] = {}
    for id in visit.event_ids:
        speaker = desk.event(id).attributed_to
        # An agency passes on what somebody says.
        if speaker and sector_of(speaker.code) != Sector.MED:
            told.setdefault(wording.party(speaker, desk.names), []).append(id)
    return [desk.stated(text, ids, label="Says so", quoted=False) for text, ids in told.items()][:4]
