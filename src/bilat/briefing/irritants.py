"""What stands between the two: the acts of conflict, by issue."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import HALF_LIFE, Desk, day_of, latest, lowered
from bilat.briefing.files import weightiest
from bilat.briefing.pictures import is_conflict
from bilat.model import EventType, Issue, Sector, sector_of
from bilat.relations import Happening

MOST_IRRITANTS = 6
WINDOW = 2 * 365

RULE = (
    "Accusations, refusals, threats, protests, sanctions, shows of force, arrests and attacks of one on the other "
    "in the last two years, by issue; the issues with the most weight as of the day first (halved with every "
    f"{HALF_LIFE} days). Requests are told by themselves, and who condemns an attack in the other's country does the "
    "other no ill. Diplomacy is named only where an act has no other issue; "
    "one with several counts for each."
)


def irritants(desk: Desk) -> Section:
    """The issues with acts of conflict, the gravest act and the latest of each."""
    acts: defaultdict[Issue | None, list[Happening]] = defaultdict(list)
    for one in desk.done:
        if is_conflict(one) and not _is_apart(desk, one) and day_of(one) >= desk.before(WINDOW):
            for issue in _issues(desk, one):
                acts[issue].append(one)
    order = sorted(acts, key=lambda issue: (-sum(map(desk.present, acts[issue])), issue or ""))
    told: set[tuple[str, ...]] = set()
    statements = tuple(_irritant(desk, issue, acts[issue], told) for issue in order[:MOST_IRRITANTS])
    rest = [f"{_name(issue).lower()} ({len(acts[issue])})" for issue in order[MOST_IRRITANTS:]]
    more = (f"Further issues, with their acts: {wording.listed(rest)}.",) if rest else ()
    nothing = ("The record has no act of conflict of one on the other in the last two years.",)
    return Section(
        key="irritants", title="Irritants", notes=more if statements else nothing, rule=RULE, statements=statements
    )


def _is_apart(desk: Desk, one: Happening) -> bool:
    """Whether an act is told elsewhere, or is against a third: a request, the condemnation of an attack on the other."""
    return one.type is EventType.REQUEST or any(wording.condoles(desk.event(id)) for id in one.event_ids)


def _issues(desk: Desk, one: Happening) -> tuple[Issue | None, ...]:
    named = desk.issues(one)
    return tuple(issue for issue in named if issue is not Issue.DIPLOMACY) or named or (None,)


def _name(issue: Issue | None) -> str:
    return wording.issue(issue).capitalize() if issue else "No issue named"


def _irritant(desk: Desk, issue: Issue | None, acts: Sequence[Happening], told: set[tuple[str, ...]]) -> Statement:
    last = latest(acts)[0]
    which = "the weightiest that is not told above" if told else "the weightiest"
    # Where those above tell all of its acts, its latest speaks for it.
    top = weightiest(desk, acts, told) or last
    text = (
        f"{wording.counted(len(acts), 'act')} of conflict ({_sides(desk, acts)}); {which}: {lowered(desk.worded(top))}"
    )
    ids = desk.speaking(top.event_ids)
    if last.event_ids != top.event_ids:
        text += f" ({wording.when(top.date, top.date_basis)}); the latest: {lowered(desk.worded(last))}"
        ids = [*ids[:3], desk.speaking(last.event_ids)[0]]
    when = wording.when(last.date, last.date_basis)
    short = f"{wording.counted(len(acts), 'act')} of conflict; {which}: {lowered(desk.worded(top))}"
    return desk.stated(text, ids, label=_name(issue), when=when, date=last.date, short=short)


def _sides(desk: Desk, acts: Sequence[Happening]) -> str:
    a, b = desk.state(desk.dyad.a), desk.state(desk.dyad.b)
    told = Counter((one.direction, one.direction != "both" and _is_of_armed_groups(desk, one)) for one in acts)
    counts = (
        (f"by {a} on {b}", told["a>b", False]),
        (f"by armed groups ({a}) on {b}", told["a>b", True]),
        (f"by {b} on {a}", told["b>a", False]),
        (f"by armed groups ({b}) on {a}", told["b>a", True]),
        ("of both, or not told", told["both", False]),
    )
    return ", ".join(f"{number} {words}" for words, number in counts if number)


def _is_of_armed_groups(desk: Desk, one: Happening) -> bool:
    """Whether armed groups alone did it: no state's act, though they are filed under one."""
    actors = [party for id in one.event_ids for party in desk.event(id).actors]
    return bool(actors) and all(sector_of(party.code) in (Sector.REB, Sector.UAF) for party in actors)
