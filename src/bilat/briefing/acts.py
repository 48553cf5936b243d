"""The sections on acts: what lies ahead, the issues, visits and meetings, third parties, the chronology."""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import Desk, day_of, latest
from bilat.model import EventType, Issue, Mode, Status
from bilat.relations import Happening, Plan, TriadKind, Visit

MOST_PLANS = 12
MOST_ISSUES = 12
AN_ISSUE = range(2, 6)
"""How many happenings are told of an issue, where there are as many."""
MOST_VISITS = 20
MOST_MEETINGS = 10
A_YEAR = 8
"""Key happenings that the chronology tells of a year."""

MOST_THIRDS = 12
MOST_PARTNERS = 3

_TOLD = (Status.ACTUAL, Status.PLANNED, Status.HYPOTHETICAL, Status.NEGATED)


def ahead(desk: Desk) -> Section:
    """Planned visits and other plans, newest first."""
    plans = sorted(desk.history.planned, key=lambda plan: (plan.happening.date or "", plan.told), reverse=True)
    open_ = [plan for plan in plans if plan.due != "passed"]
    visits = [plan for plan in open_ if plan.happening.mode is Mode.VISIT]
    others = [plan for plan in open_ if plan.happening.mode is not Mode.VISIT]
    passed = [plan for plan in plans if plan.due == "passed"]
    named = (
        ("ahead-visits", "Visits", visits),
        ("ahead-other", "Other plans", others),
        ("ahead-passed", "Planned for a day before the newest article", passed),
    )
    parts = [_plans(desk, key, title, some) for key, title, some in named if some]
    seen = f"As seen from {wording.day(desk.history.newest)}, the date of the newest article of the pair."
    nothing = "No article of the last 180 days before that tells of a plan of the two."
    return Section(key="ahead", title="Coming up", notes=(seen,) if parts else (seen, nothing), parts=tuple(parts))


def _plans(desk: Desk, key: str, title: str, plans: list[Plan]) -> Section:
    statements = tuple(desk.happening(plan.happening) for plan in plans[:MOST_PLANS])
    return Section(key=key, title=title, statements=statements, notes=_left(len(plans) - MOST_PLANS))


def _left(number: int) -> tuple[str, ...]:
    return (f"{number:,} more in the record.",) if number > 0 else ()


def issues(desk: Desk) -> Section:
    """Issue by issue, the ones with the most happenings of the last twelve months first."""
    since = desk.recent()
    recent: Counter[Issue] = Counter()
    ever: Counter[Issue] = Counter()
    for one in desk.of(*_TOLD):
        ever.update(one.issues)
        recent.update(one.issues if day_of(one) >= since and one.date else ())
    order = sorted(ever, key=lambda issue: (-recent[issue], -ever[issue], issue.value))
    told: list[Happening] = []
    parts = tuple(_issue(desk, issue, recent[issue], ever[issue], told) for issue in order[:MOST_ISSUES])
    left = [f"{wording.issue(issue)} ({ever[issue]:,})" for issue in order[MOST_ISSUES:]]
    notes: tuple[str, ...] = (
        "By the number of acts in the last 12 months. An act with several issues is told once, where it can be.",
    )
    notes += (f"Further issues, with their acts: {wording.listed(left)}.",) if left else ()
    if not parts:
        notes = ("The record has no act of the two with an issue.",)
    return Section(key="issues", title="What is on the table", notes=notes, parts=parts)


def _issue(desk: Desk, issue: Issue, recent: int, ever: int, told: list[Happening]) -> Section:
    """The issue's latest acts, those of issues before it only where it has too few others; ``told`` grows."""
    own = [one for one in latest(desk.of(*_TOLD)) if issue in one.issues]
    new = _varied([one for one in own if one not in told])
    again = [one for one in own if one in told][: max(0, AN_ISSUE.start - len(new))]
    chosen = latest([*new, *again])
    told += new
    return Section(
        key=f"issue-{issue.value}",
        title=wording.issue(issue).capitalize(),
        badge=f"{recent:,} in the last 12 months · {ever:,} in all",
        statements=tuple(desk.happening(one, tags=()) for one in chosen),
    )


def _varied(some: list[Happening]) -> list[Happening]:
    """The latest, no more than two of a type and one that is only possible, as long as others are there."""
    chosen: list[Happening] = []
    types: Counter[EventType] = Counter()
    for one in some:
        possible = one.status is Status.HYPOTHETICAL and any(was.status is Status.HYPOTHETICAL for was in chosen)
        if types[one.type] < 2 and not possible:
            chosen.append(one)
            types[one.type] += 1
    spare = [one for one in some if one not in chosen]
    chosen = [*chosen, *spare[: max(0, AN_ISSUE.start - len(chosen))]][: AN_ISSUE.stop - 1]
    return latest(chosen)


def encounters(desk: Desk) -> Section:
    """Visits; calls and meetings."""
    visits = sorted(desk.history.visits, key=lambda one: (one.date or "", one.event_ids), reverse=True)
    told = [one for one in visits if one.status is not Status.HISTORICAL]
    met = [
        one for one in latest(desk.of(Status.ACTUAL)) if one.type is EventType.CONSULT and one.mode is not Mode.VISIT
    ]
    parts = []
    if told:
        statements = tuple(_visit(desk, one) for one in told[:MOST_VISITS])
        parts.append(Section(key="visits", title="Visits", statements=statements, notes=_left(len(told) - MOST_VISITS)))
    if met:
        statements = tuple(desk.happening(one) for one in met[:MOST_MEETINGS])
        notes = _left(len(met) - MOST_MEETINGS)
        parts.append(Section(key="meetings", title="Calls, talks and meetings", statements=statements, notes=notes))
    notes = () if parts else ("The record tells of none between the two.",)
    return Section(key="encounters", title="Visits and meetings", notes=notes, parts=tuple(parts))


def _visit(desk: Desk, visit: Visit) -> Statement:
    ids = desk.speaking(visit.event_ids)
    who = wording.plain(" ".join(part for part in (visit.role, visit.name) if part))
    if visit.visitor and visit.host:
        guest = f"{desk.state(visit.visitor)} ({who})" if who else desk.state(visit.visitor)
        text = f"visit by {guest} to {desk.state(visit.host)}"
    else:
        text = "visit; the reports do not tell guest from host"
    text = wording.STATUS[visit.status] + text
    if visit.place and wording.plain(visit.place) != desk.state(visit.host or ""):
        text += f", in {wording.plain(visit.place)}"
    when = wording.when(visit.date, visit.date_basis)
    return desk.stated(text[0].upper() + text[1:], ids, when=when, date=visit.date)


_THIRDS: Mapping[TriadKind, str] = {
    TriadKind.SANCTIONS: "Sanctions or cut relations by {third} against {on}",
    TriadKind.PRESSURE: "Demands, blame or threats by {third} against {on}",
    TriadKind.MEDIATION: "Mediation by {third} for {on}",
    TriadKind.OBSTACLE: "{third} named in what holds up undertakings of the two",
    TriadKind.PARTNER: "A part of {third} in undertakings of the two",
    TriadKind.COMMON_ENEMY: "Both in conflict with {third}",
    TriadKind.PATRON: "Aid by {third} to both",
}


def strangers(desk: Desk) -> Section:
    """Third parties: sanctions and pressure, mediation, what hinders or shares undertakings, common enemies and patrons."""
    shown = [line for line in desk.history.triads.lines if line.evidence]
    partners = [line for line in shown if line.kind is TriadKind.PARTNER][MOST_PARTNERS:]
    statements = []
    for line in [line for line in shown if line not in partners][:MOST_THIRDS]:
        on = wording.listed([desk.state(code) for code in line.on])
        text = _THIRDS[line.kind].format(third=desk.state(line.code), on=on)
        text = text[0].upper() + text[1:]
        when = f"last told {wording.day(line.last)}" if line.last else "no date told"
        statements.append(desk.stated(text, [one.id for one in line.evidence], when=when, date=line.last))
    notes = () if statements else ("The record tells of no third party's part in the pair.",)
    return Section(key="third", title="Third parties", notes=notes, statements=tuple(statements))


def chronology(desk: Desk) -> Section:
    """The happenings that stand out, year by year; what is told as history comes after."""
    done = [one for one in desk.of(Status.ACTUAL) if day_of(one)]
    parts = []
    for year, group in groupby(sorted(done, key=day_of), key=lambda one: day_of(one)[:4]):
        ranked = sorted(group, key=lambda one: (-desk.weight(one), one.event_ids))
        chosen = sorted(ranked[:A_YEAR], key=lambda one: (day_of(one), one.event_ids))
        statements = tuple(desk.happening(one) for one in chosen)
        badge = f"{len(chosen)} of {len(ranked):,} happenings" if len(ranked) > len(chosen) else ""
        parts.append(Section(key=f"year-{year}", title=year, badge=badge, statements=statements))
    past = sorted(desk.of(Status.HISTORICAL), key=lambda one: (-desk.weight(one), one.event_ids))[:A_YEAR]
    if past:
        statements = tuple(desk.happening(one) for one in sorted(past, key=day_of))
        parts.append(Section(key="background", title="Told as history", statements=statements))
    return Section(key="chronology", title="Chronology", parts=tuple(parts))
