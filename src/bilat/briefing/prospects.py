"""What may come: the forecasts of :mod:`bilat.relations.outlook` as figures. A forecast is counted, and cites nothing."""

from bilat.briefing import wording
from bilat.briefing.brief import Count, Section
from bilat.briefing.desk import Desk
from bilat.relations.outlook import Forecast, Moving, Outlook, Target

MOST_MOVING = 5
RANGE = 0.8
"""Of the ranges, the one that is told."""

_TARGETS: dict[Target, str] = {
    "conflict": "Stories of material conflict",
    "cooperation": "Stories of material cooperation",
    "visit": "A visit",
}

RULE = (
    "Forecasts from what had been told by the day, by the method that had been best by then on the busiest pairs of the record; "
    "docs/outlook.md tells how. Beside each stands how it did on the later half of the past, against the baseline that turned "
    "out best there: 1.00 is as good, less is better. They know nothing that the record does not count."
)


def outlook(desk: Desk) -> Section:
    """The forecasts of the weeks to come, and how good they were."""
    made = desk.outlook()
    if made is None:
        return Section(key="outlook", title="Outlook", notes=("It was not worked out.",))
    if made.reason:
        return Section(key="outlook", title="Outlook", notes=(f"There is no forecast: {made.reason}.",))
    counts = (*map(_forecast, made.forecasts), *_moving(made))
    return Section(key="outlook", title="Outlook", notes=(_from(made),), rule=RULE, counts=counts, counted="Forecast")


def _from(made: Outlook) -> str:
    stories = wording.counted(made.stories, "story", "stories")
    return (
        f"From what was told until {wording.day(made.as_of)}: {stories} of the two in {made.read:,} weeks that were read of "
        f"{made.weeks:,}, and {wording.counted(made.peers, 'other pair')}."
    )


def _forecast(one: Forecast) -> Count:
    label = f"{_TARGETS[one.target]}, {one.weeks} weeks to {wording.day(one.last)}"
    notes = []
    if one.mean is None:
        value = f"{one.chance:.0%}"
        notes.append(f"in {one.usual:.0%} of such times so far" if one.usual is not None else "")
    else:
        value = f"{one.mean:.1f}"
        span = next((held for held in one.intervals if held.level == RANGE), None)
        notes.append(f"{RANGE:.0%} range {span.low} to {span.high}" if span else "")
        notes.append(f"{one.chance:.0%} that there is any")
        notes.append(f"usual {one.usual:.1f}" if one.usual is not None else "")
    if one.trial is not None and one.trial.ratio is not None:
        notes.append(f"method {one.method}, {one.trial.ratio:.2f} of the best baseline's error")
    else:
        notes.append(f"method {one.method}, too little to try it on")
    return Count(label=label, value=value, note="; ".join(filter(None, notes)))


def _moving(made: Outlook) -> list[Count]:
    """The open undertakings likeliest to change their status."""
    return [_move(one) for one in made.moving[:MOST_MOVING]]


def _move(one: Moving) -> Count:
    weeks = wording.listed([str(number) for number, _ in one.chances])
    value = " / ".join(f"{chance:.0%}" for _, chance in one.chances)
    status = one.status.value.replace("-", " ")
    note = f"within {weeks} weeks; now {status}, last told of {wording.day(one.last)}"
    return Count(label=f"A change of status: {wording.plain(one.name)}", value=value, note=note)
