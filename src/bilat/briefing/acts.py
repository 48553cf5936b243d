"""The sections on acts: the issues one by one, third parties, the chronology."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from bilat.briefing import wording
from bilat.briefing.brief import Section
from bilat.briefing.citations import shown as cited
from bilat.briefing.desk import Desk, apart, day_of, latest, left
from bilat.briefing.planned import plans_ahead
from bilat.model import EventType, Issue, Status
from bilat.relations import Happening, Triad, TriadKind

MOST_ISSUES = 8
AN_ISSUE = range(2, 4)
"""How many happenings are told of an issue, where there are as many."""
MOST_THIRDS = 12
MOST_PARTNERS = 3
LEAST_DIRECT = 2
"""Stories that must bind the two with a third that each deals with apart."""
A_YEAR = 6
"""Key happenings that the chronology tells of a year."""
YEARS = 8
"""Years that it tells, the last ones."""


def issues(desk: Desk) -> Section:
    """Issue by issue, the ones with the most happenings of the last twelve months first."""
    since = desk.recent()
    own: defaultdict[Issue, list[Happening]] = defaultdict(list)
    recent: Counter[Issue] = Counter()
    plans = [plan.happening for plan in plans_ahead(desk)]
    for one in latest([*desk.done, *plans, *desk.of(Status.HYPOTHETICAL, Status.NEGATED)]):
        for issue in desk.issues(one):
            own[issue].append(one)
            recent[issue] += bool(one.date and day_of(one) >= since)
    order = sorted(own, key=lambda issue: (-recent[issue], -len(own[issue]), issue.value))
    told: set[tuple[str, ...]] = set()
    parts = tuple(_issue(desk, issue, recent[issue], own[issue], told) for issue in order[:MOST_ISSUES])
    rest = [f"{wording.issue(issue)} ({len(own[issue]):,})" for issue in order[MOST_ISSUES:]]
    notes = (f"Further issues, with their acts: {wording.listed(rest)}.",) if rest else ()
    if not parts:
        notes = ("The record has no act of the two with an issue.",)
    rule = (
        "The last acts of each issue that words of the sentence name, the issues by the number of their acts in the "
        "last 12 months. An act with several issues is told once, where it can be; no more than two of one type, as "
        "long as there are others."
    )
    return Section(key="issues", title="File by file", notes=notes, rule=rule, parts=parts)


def _issue(desk: Desk, issue: Issue, recent: int, own: list[Happening], told: set[tuple[str, ...]]) -> Section:
    """The issue's latest acts, those of issues before it only where it has too few others; ``told`` grows."""
    new = _varied(desk, [one for one in own if one.event_ids not in told])
    again = [one for one in own if one.event_ids in told][: max(0, AN_ISSUE.start - len(new))]
    told |= {one.event_ids for one in new}
    return Section(
        key=f"issue-{issue.value}",
        title=wording.issue(issue).capitalize(),
        badge=f"{recent:,} in the last 12 months · {len(own):,} in all",
        statements=tuple(desk.happening(one, tags=()) for one in latest([*new, *again])),
    )


def _varied(desk: Desk, some: list[Happening]) -> list[Happening]:
    """The latest, no more than two of a type and one that is only possible, as long as others are there."""
    chosen: list[Happening] = []
    spare: list[Happening] = []
    types: Counter[EventType] = Counter()
    possible = 0
    for one in desk.fresh(some, 4 * AN_ISSUE.stop):
        if len(chosen) == AN_ISSUE.stop - 1:
            break
        if types[one.type] < 2 and not (possible and one.status is Status.HYPOTHETICAL):
            chosen.append(one)
            types[one.type] += 1
            possible += one.status is Status.HYPOTHETICAL
        else:
            spare.append(one)
    return latest([*chosen, *spare[: max(0, AN_ISSUE.start - len(chosen))]])


_THIRDS: Mapping[TriadKind, str] = {
    TriadKind.SANCTIONS: "Sanctions or cut relations by {third} against {on}",
    TriadKind.PRESSURE: "Demands, blame or threats by {third} against {on}",
    TriadKind.MEDIATION: "Mediation by {third} for {on}",
    TriadKind.OBSTACLE: "{third} named in what holds up undertakings of the two",
    TriadKind.PARTNER: "A part of {third} in undertakings of the two",
    TriadKind.COMMON_ENEMY: "Both in conflict with {third}",
    TriadKind.PATRON: "Aid by {third} to both",
}


_AMERICA = re.compile(r"\bU\.?S\b|America|Washington")


def strangers(desk: Desk) -> Section:
    """Third parties: sanctions and pressure, mediation, what hinders or shares undertakings, common enemies and patrons."""
    shown = [
        replace(line, evidence=shows)
        for line in desk.history.triads.lines
        if _is_plain(line) and (shows := tuple(one for one in line.evidence if _shows(desk, line, one.sentence.text)))
    ]
    partners = [line for line in shown if line.kind is TriadKind.PARTNER][MOST_PARTNERS:]
    told = [line for line in shown if line not in partners]
    statements = []
    for line in told[:MOST_THIRDS]:
        on = wording.listed([desk.state(code) for code in line.on])
        text = _THIRDS[line.kind].format(third=desk.state(line.code), on=on)
        text = text[0].upper() + text[1:]
        when = f"last told {wording.day(line.last)}" if line.last else "no date told"
        statements.append(desk.stated(text, list(map(cited, line.evidence)), when=when, date=line.last))
    nothing = ("The record tells of no third party's part in the pair.",)
    notes = left(len(shown) - len(statements)) if statements else nothing
    return Section(key="third", title="Third parties", notes=notes, statements=tuple(statements))


def _shows(desk: Desk, line: Triad, sentence: str) -> bool:
    """Whether a sentence names one of the two, by the beginning of a name, and who hinders or shares: else it shows nothing."""

    def names(code: str) -> bool:
        return desk.state(code)[:4].casefold() in sentence.casefold() or (
            code == "USA" and _AMERICA.search(sentence) is not None
        )

    return any(map(names, (desk.dyad.a, desk.dyad.b))) and (
        line.kind not in (TriadKind.PARTNER, TriadKind.OBSTACLE) or names(line.code)
    )


def _is_plain(line: Triad) -> bool:
    """Whether enough binds the three together: one report in which each of the two deals with a third may be chance."""
    return line.kind not in (TriadKind.COMMON_ENEMY, TriadKind.PATRON) or line.direct >= LEAST_DIRECT


def chronology(desk: Desk) -> Section:
    """The happenings that stand out, year by year; what is told as history comes after."""
    parts = []
    years = {
        year: list(group) for year, group in groupby(sorted(desk.done, key=day_of), key=lambda one: day_of(one)[:4])
    }
    earlier = list(years)[:-YEARS]
    number = sum(len(years.pop(year)) for year in earlier)
    for year, group in years.items():
        ranked = sorted(group, key=lambda one: (-desk.weight(one), one.event_ids))
        chosen = sorted(desk.fresh(apart(ranked), A_YEAR), key=lambda one: (day_of(one), one.event_ids))
        statements = tuple(desk.happening(one, quoted=False) for one in chosen)
        badge = f"{len(chosen)} of {len(ranked):,} happenings" if len(ranked) > len(chosen) else ""
        parts.append(Section(key=f"year-{year}", title=year, badge=badge, statements=statements))
    past = sorted(desk.of(Status.HISTORICAL), key=lambda one: (-desk.weight(one), one.event_ids))
    past = desk.fresh(past, A_YEAR)
    if past:
        statements = tuple(desk.happening(one, quoted=False) for one in sorted(past, key=day_of))
        parts.append(Section(key="background", title="Told as history", statements=statements))
    notes = (
        (f"{wording.counted(number, 'happening')} of {earlier[0]} to {earlier[-1]} are in the record.",)
        if earlier
        else ()
    )
    return Section(key="chronology", title="Chronology", notes=notes, parts=tuple(parts))
