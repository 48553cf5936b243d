"""What lies ahead, as far as it is told as a plan and not as the purpose of something else."""

import re
from dataclasses import replace

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import Desk, left
from bilat.briefing.journeys import visits_ahead
from bilat.relations import Happening, Plan

MOST_PLANS = 6
MOST_PASSED = 3
PLAUSIBLE = 0.4
"""The confidence from which an act is told as a plan: a plan that is none misleads more than one that is missed."""
OPEN_PLAN = 180
"""Days before the brief's within which a plan must have been told, as the history has it."""

_QUOTED = re.compile(r"“([^”]+)”")


def plans_ahead(desk: Desk) -> list[Plan]:
    """The open plans whose day has not passed, without those that are only the purpose of another act."""
    return [plan for plan in desk.history.planned if plan.due != "passed" and is_plan(desk, plan.happening)]


def is_plan(desk: Desk, one: Happening) -> bool:
    """Whether an assertion says that it will be done: "sent a delegation to assure them" tells a purpose, met or not."""
    return desk.sure(one) >= PLAUSIBLE and any(
        not dict(desk.event(id).reasons).get("status", "").startswith("purpose") for id in one.event_ids
    )


def read_from(desk: Desk, one: Happening) -> str:
    """The words that a plan's day was read from, where they do not say the year themselves; "" where they do."""
    for id in one.event_ids:
        event = desk.event(id)
        words = _QUOTED.match(dict(event.reasons).get("date", ""))
        if event.date == one.date and words:
            return "" if (one.date or "")[:4] in words[1] else wording.plain(words[1])
    return ""


def plan_line(desk: Desk, one: Happening, *, label: str = "", quoted: bool = True) -> Statement:
    """A plan as a statement, its day with the words that it was read from."""
    made = desk.happening(one, label=label, quoted=quoted, tags=() if label else None)
    words = read_from(desk, one) if one.date_basis == "event" else ""
    if not words:
        return made
    return replace(made, text=f"{made.text}; the day is read from “{words}”")


def plans(desk: Desk) -> Section:
    """What else is planned: with a day ahead, without one, and for a day that has passed."""
    own = {id for visit in visits_ahead(desk) for id in visit.event_ids}
    rest = [
        plan
        for plan in desk.history.planned
        if not own & set(plan.happening.event_ids) and is_plan(desk, plan.happening)
    ]
    last_told = sorted(rest, key=lambda plan: plan.told, reverse=True)
    named = (
        ("ahead-dated", "With a day", [plan for plan in rest if plan.due == "ahead"], MOST_PLANS),
        ("ahead-open", "Without a day", [plan for plan in last_told if plan.due == "unknown"], MOST_PLANS),
        (
            "ahead-passed",
            "For a day that has passed",
            [plan for plan in last_told if plan.due == "passed"],
            MOST_PASSED,
        ),
    )
    parts = [_plans(desk, key, title, some, most) for key, title, some, most in named if some]
    lately = [one for one in desk.early if desk.told(one) >= desk.before(OPEN_PLAN)]
    if lately:
        early = tuple(desk.happening(one) for one in lately[-MOST_PASSED:])
        parts.append(Section(key="ahead-early", title="Told as done, but dated after the report", statements=early))
    seen = f"Plans that articles of the last {OPEN_PLAN} days before {wording.day(desk.day)} tell of."
    rule = (
        "Those without a day, and those whose day has passed, come with the last told first. What is told only as "
        "the purpose of another act (“to hold talks”) is no plan here: the text does not say whether it was met."
    )
    nothing = "There is none beside the visits above."
    notes = (seen,) if parts else (seen, nothing)
    return Section(key="ahead", title="What else is planned", notes=notes, rule=rule, parts=tuple(parts))


def _plans(desk: Desk, key: str, title: str, plans: list[Plan], most: int) -> Section:
    chosen = desk.fresh([plan.happening for plan in plans], most)
    statements = tuple(plan_line(desk, one) for one in chosen)
    return Section(key=key, title=title, statements=statements, notes=left(len(plans) - len(chosen)))
