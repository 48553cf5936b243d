"""Where the relation turned: shifts, peaks and dips of its series, each on the stories that make it."""

from datetime import date

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import Desk
from bilat.briefing.turned import MOST_TURNS
from bilat.relations import Estimate, Turn

SURE = 0.05
"""How often a series without a turn may show one so strong for a turn to be told."""

RULE = (
    "Lasting changes of level and peaks and dips that passed, in the stories of each quad category and in net "
    f"cooperation by week, the strongest {MOST_TURNS}, each with a probability of {SURE:.0%} or less in a series "
    "that never turned; bursts that the pair often has are left out. docs/turns.md tells how they are found. Rates "
    "are stories a week at the usual reading, with their 90 % intervals. Each rests on the weightiest stories of "
    "its time."
)


def turns(desk: Desk) -> Section:
    """The strongest turns, by date."""
    made = desk.turns()
    if made is None:
        return Section(key="turns", title="Turns", notes=("They were not worked out.",))
    sure = [(turn, ids) for turn, ids in made.events if turn.p <= SURE and any(map(desk.citer.knows, ids))]
    chosen = sorted(sure, key=lambda one: -one[0].gain)[:MOST_TURNS]
    statements = tuple(_turn(desk, *one) for one in sorted(chosen, key=lambda one: (one[0].day, one[0].series)))
    reason = made.found.reason
    notes = (f"{reason[0].upper()}{reason[1:]}.",) if reason else ()
    nothing = ("No turn of the two is sure enough to be told.",) if not statements else ()
    return Section(key="turns", title="Turns", notes=(*notes, *nothing), rule=RULE, statements=statements)


def _turn(desk: Desk, turn: Turn, ids: tuple[str, ...]) -> Statement:
    known = [id for id in ids if desk.citer.knows(id)]
    what = turn.series.replace("-", " ")
    kind = {"shift": "lasting change", "recent": "change that has begun lately"}.get(turn.kind, turn.kind)
    text = f"{kind} to {turn.direction} ({what}): from {_rate(turn.before)} to {_rate(turn.after)} a week"
    text += f"; likelihood gained {turn.gain:.1f}, by chance {turn.p:.1%}"
    when = f"between {_day(turn.first)} and {_day(turn.last)}" if turn.kind == "shift" else _span(turn)
    return desk.stated(
        text[0].upper() + text[1:], known, label=turn.kind.capitalize(), when=when, date=turn.day.isoformat()
    )


def _rate(one: Estimate) -> str:
    return f"{one.value:.1f} ({one.low:.1f} to {one.high:.1f})"


def _day(day: date) -> str:
    return wording.day(day.isoformat())


def _span(turn: Turn) -> str:
    return _day(turn.first) if turn.first == turn.last else f"{_day(turn.first)} to {_day(turn.last)}"
