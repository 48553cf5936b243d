"""What the sources differ on: stories that articles tell in several ways, and quantities that are told with several values."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import cos, hypot, radians

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import Desk, alike, left
from bilat.model import Event, Fact, Place, Status, state_of
from bilat.record import Point, Story, Value
from bilat.record.dates import reach

MOST_STORIES = 6
MOST_FACTS = 4
FAR = 150.0
"""Kilometres from which on two places are different ones: a province's point may lie that far from its towns."""

_MOST_VALUES = 4
_DEGREE = 111.2

_ASPECTS: dict[str, str] = {
    "number": "the number",
    "date": "the date",
    "place": "the place",
    "person": "the person",
    "status": "whether it took place",
    "actor": "who acted",
    "recipient": "on whom",
}
"""The points that are told, in the order of what a reader should know first. What kind of act it was is the coder's word."""

RULE = (
    "A story is one happening as the record joins it from several articles; the most told of the last two years are "
    "looked through. Told here is where two articles give different numbers, days, persons or states, places more "
    f"than {FAR:.0f} km apart, or one denies what another tells. Two readings of one sentence are none; figures may "
    "differ because they are of different years. A difference may lie in the articles or in how they were read: the "
    "words of both are cited."
)


def contradictions(desk: Desk) -> Section:
    """The points that stories differ on, and quantities with several values."""
    points = sorted(_points(desk), key=lambda one: _rank(*one))
    parts = []
    if points:
        statements = tuple(_point(desk, story, point) for story, point in points[:MOST_STORIES])
        parts.append(
            Section(
                key="differ-stories", title="Stories", statements=statements, notes=left(len(points) - MOST_STORIES)
            )
        )
    facts = _facts(desk)
    if facts:
        statements = tuple(_fact(desk, values) for values in facts[:MOST_FACTS])
        parts.append(
            Section(key="differ-figures", title="Figures", statements=statements, notes=left(len(facts) - MOST_FACTS))
        )
    nothing = "No two articles of the pair were found to differ on a number, a date, a place, a person or a figure."
    return Section(
        key="contradictions",
        title="What the sources differ on",
        notes=() if parts else (nothing,),
        rule=RULE,
        parts=tuple(parts),
    )


def _points(desk: Desk) -> Iterator[tuple[Story, Point]]:
    """The points to be told, of events that the slice has."""
    own = {entry.event.id: entry.event for entry in desk.dyad.events}
    for story in desk.stories:
        for point in story.differ:
            values = apart(point.aspect, [one for value in point.values if (one := _own(value, own))], own)
            if point.aspect in _ASPECTS and len(values) > 1:
                yield story, Point(aspect=point.aspect, what=point.what, values=tuple(values))


def _own(value: Value, own: Mapping[str, Event]) -> Value | None:
    """A value as events of the slice give it, null where none does."""
    said = tuple(one for one in value.said if one.event_id in own)
    return Value(value=value.value, said=said) if said else None


def apart(aspect: str, values: Iterable[Value], events: Mapping[str, Event]) -> list[Value]:
    """The values that cannot both be true, and are not two readings of one sentence.

    A month that holds the other's day, a country that holds the other's town, a body and its state are no contradiction; that
    a plan was carried out is none either, that it was denied is one.
    """
    kept: list[Value] = []
    for value in values:
        if all(_exclude(aspect, value, other, events) for other in kept):
            kept.append(value)
    if aspect == "status" and not any(value.value == Status.NEGATED for value in kept):
        return kept[:1]
    return kept


def _exclude(aspect: str, one: Value, other: Value, events: Mapping[str, Event]) -> bool:
    first, second = (events[value.said[0].event_id] for value in (one, other))
    if alike(first.sentence.text, second.sentence.text):
        return False
    if aspect == "date":
        days = [reach(value.value) for value in (one, other)]
        return not (days[0] and days[1] and days[0][0] <= days[1][1] and days[1][0] <= days[0][1])
    if aspect == "place":
        return _far(first.place, second.place)
    if aspect in ("actor", "recipient"):
        return not _states(one.value) & _states(other.value)
    if aspect == "number":
        return not (_is_about(one, first) or _is_about(other, second))
    if aspect == "person":
        return one.value.split()[-1].casefold() != other.value.split()[-1].casefold()
    return True


def _is_about(value: Value, event: Event) -> bool:
    """Whether a number is told as no exact one: "more than 10" is no other number than 12."""
    about = r"\b(?:more than|over|at least|about|around|some|nearly|almost|up to|dozens of)\s+" + re.escape(value.value)
    return re.search(about, event.sentence.text, re.IGNORECASE) is not None


def _states(value: str) -> set[str]:
    return {state_of(code.strip()) or code.strip() for code in value.split(",")}


def _far(one: Place | None, other: Place | None) -> bool:
    """Whether two places lie too far apart for the one to be in the other, as far as their points tell."""
    if one is None or other is None or ": state of " in one.reason + other.reason:
        return False
    spots = [(place.latitude, place.longitude) for place in (one, other)]
    if None in spots[0] or None in spots[1]:
        return False
    (north, east), (south, west) = ((x or 0.0, y or 0.0) for x, y in spots)
    return hypot(north - south, (east - west) * cos(radians((north + south) / 2))) * _DEGREE > FAR


def _rank(story: Story, point: Point) -> tuple[int, int, str, str]:
    articles = len({said.article_id for value in point.values for said in value.said})
    return list(_ASPECTS).index(point.aspect), -articles, story.id, point.what


def _point(desk: Desk, story: Story, point: Point) -> Statement:
    what = f"the number ({point.what})" if point.aspect == "number" else _ASPECTS[point.aspect]
    noun = wording.act(story.type, story.mode)
    values = wording.listed([_value(desk, point, value) for value in point.values[:_MOST_VALUES]], "or")
    more = len(point.values) - _MOST_VALUES
    text = f"{noun[:1].upper()}{noun[1:]}{_parties(desk, story)}: {what} is told as {values}"
    text += f", and {wording.counted(more, 'other value')}" if more > 0 else ""
    ids = [value.said[0].event_id for value in point.values]
    ids += [said.event_id for value in point.values for said in value.said[1:]]
    when = wording.when(story.date, story.date_basis)
    under = [_version(desk, point, value) for value in point.values[:_MOST_VALUES]]
    return desk.stated(text, ids, when=when, date=story.date, quoted=False, under=under)


def _version(desk: Desk, point: Point, value: Value) -> Statement:
    ids = [said.event_id for said in value.said]
    return desk.stated(_value(desk, point, value), ids, label="Told as")


def _value(desk: Desk, point: Point, value: Value) -> str:
    if point.aspect == "date":
        return wording.day(value.value)
    if point.aspect in ("actor", "recipient"):
        return wording.listed([desk.state(code.strip()) for code in value.value.split(",")])
    return f"“{wording.plain(value.value)}”"


def _parties(desk: Desk, story: Story) -> str:
    names = list(dict.fromkeys(desk.state(code[:3] if not code.startswith("IGO") else code) for code in story.parties))
    return f" ({wording.listed(names[:4])})" if names else ""


def _facts(desk: Desk) -> list[list[Fact]]:
    """The quantities of one subject and unit that are told with several values, those with the most articles first."""
    same: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in desk.dyad.facts:
        if fact.unit.startswith("people "):
            continue  # the victims of one attack are no other figure for those of another: stories compare them
        same[fact.subject, fact.unit].append(fact)
    found = [some for some in same.values() if len({one.quantity for one in some}) > 1]
    return sorted(found, key=lambda some: (-len({one.article_id for one in some}), some[0].subject))


def _fact(desk: Desk, some: list[Fact]) -> Statement:
    by_value: defaultdict[float, list[Fact]] = defaultdict(list)
    for one in some:
        by_value[one.quantity].append(one)
    ordered = sorted(by_value.values(), key=lambda told: (-len(told), told[0].quantity))
    values = wording.listed([f"“{wording.plain(told[0].text)}”" for told in ordered[:_MOST_VALUES]], "or")
    more = len(ordered) - _MOST_VALUES
    text = f"{wording.plain(some[0].subject)} is told as {values}"
    text += f", and {wording.counted(more, 'other value')}" if more > 0 else ""
    ids = [told[0].id for told in ordered] + [one.id for told in ordered for one in told[1:]]
    return desk.stated(text[:1].upper() + text[1:], ids, quoted=False)
