"""What stands between the two: the acts of conflict, by issue."""

from collections import defaultdict
from collections.abc import Sequence

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import HALF_LIFE, Desk, day_of, latest, lowered
from bilat.briefing.pictures import is_conflict
from bilat.model import EventType, Issue
from bilat.relations import Happening

MOST_IRRITANTS = 6
WINDOW = 2 * 365

RULE = (
    "Accusations, refusals, threats, protests, sanctions, shows of force, arrests and attacks of one on the other "
    "in the last two years, by issue; the issues with the most weight as of the day first (halved with every "
    f"{HALF_LIFE} days). Requests are told by themselves. Diplomacy is named only where an act has no other issue; "
    "one with several counts for each."
)


def irritants(desk: Desk) -> Section:
    """The issues with acts of conflict, the gravest act and the latest of each."""
    acts: defaultdict[Issue | None, list[Happening]] = defaultdict(list)
    for one in desk.done:
        if is_conflict(one) and one.type is not EventType.REQUEST and day_of(one) >= desk.before(WINDOW):
            for issue in _issues(desk, one):
                acts[issue].append(one)
    order = sorted(acts, key=lambda issue: (-sum(map(desk.present, acts[issue])), issue or ""))
    statements = tuple(_irritant(desk, issue, acts[issue]) for issue in order[:MOST_IRRITANTS])
    rest = [f"{_name(issue).lower()} ({len(acts[issue])})" for issue in order[MOST_IRRITANTS:]]
    more = (f"Further issues, with their acts: {wording.listed(rest)}.",) if rest else ()
    nothing = ("The record has no act of conflict of one on the other in the last two years.",)
    return Section(
        key="irritants", title="Irritants", notes=more if statements else nothing, rule=RULE, statements=statements
    )


def _issues(desk: Desk, one: Happening) -> tuple[Issue | None, ...]:
    named = desk.issues(one)
    return tuple(issue for issue in named if issue is not Issue.DIPLOMACY) or named or (None,)


def _name(issue: Issue | None) -> str:
    return wording.issue(issue).capitalize() if issue else "No issue named"


def _irritant(desk: Desk, issue: Issue | None, acts: Sequence[Happening]) -> Statement:
    top = max(acts, key=lambda one: (desk.present(one), one.event_ids))
    last = latest(acts)[0]
    text = f"{wording.counted(len(acts), 'act')} of conflict ({_sides(desk, acts)}); the weightiest: {lowered(desk.worded(top))}"
    ids = desk.speaking(top.event_ids)
    if last.event_ids != top.event_ids:
        text += f" ({wording.when(top.date, top.date_basis)}); the latest: {lowered(desk.worded(last))}"
        ids = [*ids[:3], desk.speaking(last.event_ids)[0]]
    when = wording.when(last.date, last.date_basis)
    short = f"{wording.counted(len(acts), 'act')} of conflict; the weightiest: {lowered(desk.worded(top))}"
    return desk.stated(text, ids, label=_name(issue), when=when, date=last.date, short=short)


def _sides(desk: Desk, acts: Sequence[Happening]) -> str:
    a, b = desk.state(desk.dyad.a), desk.state(desk.dyad.b)
    counts = (
        (f"by {a} on {b}", sum(one.direction == "a>b" for one in acts)),
        (f"by {b} on {a}", sum(one.direction == "b>a" for one in acts)),
        ("of both, or not told", sum(one.direction == "both" for one in acts)),
    )
    return ", ".join(f"{number} {words}" for words, number in counts if number)
