"""The sections with a picture: its data, and the statements that it rests on."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bilat.briefing import wording
from bilat.briefing.brief import Atlas, Dot, Month, Peak, Section, Statement, Tally, Timeline
from bilat.briefing.desk import Desk, day_of, latest
from bilat.briefing.disputed import NOTE
from bilat.model import Place, Quad, Status
from bilat.relations import SCORES, Happening

MOST_MONTHS = 204
"""A longer series is drawn by year."""
PEAKS = 3
"""Periods that are labelled on each side of the axis."""
MOST_PLACES = 8
_AHEAD = 12
"""Months after the newest article within which plans are drawn."""

_CONFLICT = (Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT)


def is_conflict(one: Happening) -> bool:
    """Whether a happening is of one of the two conflict quads."""
    return one.type.quad in _CONFLICT


def timeline(desk: Desk) -> Section:
    """Cooperation and conflict by month, and the months that stand out."""
    periods = desk.history.series.periods
    by = "month" if len(periods) <= MOST_MONTHS else "year"
    cut = 7 if by == "month" else 4
    names = list(dict.fromkeys(period.start[:cut] for period in periods))
    acts = [one for one in desk.history.happenings if one.date and len(one.date) >= cut]
    if not names:
        return Section(key="timeline", title="Timeline", notes=("No article and no act of the pair has a date.",))
    names += _later(names[-1], by, acts)
    done, planned = _tallies(acts, cut)
    months = tuple(
        Month(label=name, start=name, done=done.get(name, ()), planned=planned.get(name, ())) for name in names
    )
    peaks, statements = _peaks(desk, [one for one in acts if one.date and one.date[:cut] in set(names)], cut)
    figure = Timeline(by=by, months=months, peaks=peaks)
    note = (
        f"Happenings by {by}: cooperation above the line, conflict below; each counts once, however often it was told. "
        "Hollow bars are planned. An act without a date of its own stands at its report's."
    )
    return Section(key="timeline", title="Timeline", notes=(note,), statements=statements, figure=figure)


def _later(last: str, by: str, acts: Iterable[Happening]) -> list[str]:
    """The months that plans lie in after the last one, and those between."""
    if by == "year":
        return []
    year, month = int(last[:4]), int(last[5:7])
    following = [f"{year + (month + n) // 12:04d}-{(month + n) % 12 + 1:02d}" for n in range(_AHEAD)]
    plans = {one.date[:7] for one in acts if one.date and one.status is Status.PLANNED and one.date_basis == "event"}
    reached = max((place for place, name in enumerate(following, 1) if name in plans), default=0)
    return following[:reached]


def _tallies(acts: Iterable[Happening], cut: int) -> tuple[dict[str, Tally], dict[str, Tally]]:
    done: defaultdict[str, Counter[Quad]] = defaultdict(Counter)
    planned: defaultdict[str, Counter[Quad]] = defaultdict(Counter)
    for one in acts:
        if one.date and one.status in (Status.ACTUAL, Status.HISTORICAL):
            done[one.date[:cut]][one.type.quad] += 1
        elif one.date and one.status is Status.PLANNED:
            planned[one.date[:cut]][one.type.quad] += 1
    return _plain(done), _plain(planned)


def _plain(counts: dict[str, Counter[Quad]]) -> dict[str, Tally]:
    return {name: tuple((quad, tally[quad]) for quad in Quad if tally[quad]) for name, tally in counts.items()}


def _peaks(desk: Desk, acts: list[Happening], cut: int) -> tuple[tuple[Peak, ...], tuple[Statement, ...]]:
    """The strongest periods of either side, by date, each with the happening that stands out most in it."""
    found = []
    for conflict in (False, True):
        side: defaultdict[str, list[Happening]] = defaultdict(list)
        for one in acts:
            if one.status is Status.ACTUAL and one.date and is_conflict(one) is conflict:
                side[one.date[:cut]].append(one)
        strongest = sorted(side, key=lambda name: (-sum(map(desk.weight, side[name])), name))[:PEAKS]
        found += [(name, conflict, side[name]) for name in strongest]
    peaks, statements = [], []
    for key, (name, conflict, some) in zip("ABCDEFGHIJ", sorted(found, key=lambda one: one[:2]), strict=False):
        top = max(some, key=lambda one: (desk.weight(one), one.event_ids))
        short, statement = _label(desk, top), desk.happening(top, tags=(), quoted=False)
        kind = wording.counted(len(some), "act") + (" of conflict" if conflict else " of cooperation")
        text = f"{key}. {wording.day(name)}, {kind}; most told of: {statement.text[0].lower()}{statement.text[1:]}"
        peaks.append(Peak(key=key, month=name, conflict=conflict, text=short))
        statements.append(replace(statement, text=text))
    return tuple(peaks), tuple(statements)


def _label(desk: Desk, one: Happening) -> str:
    """A few words for the chart: the act, and the visitor or the place."""
    events = [desk.event(id) for id in desk.speaking(one.event_ids)]
    word = wording.act(one.type, one.mode).split(",")[0].split(" or ")[0]
    who = next((party.name for event in events for party in event.actors if party.name and event.mode == "visit"), None)
    place = next((event.place.text for event in events if event.place), None)
    detail = who or place
    return f"{word}, {wording.plain(detail)}" if detail else word


@dataclass(slots=True)
class _Spot:
    place: Place
    happenings: list[Happening] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


def places(desk: Desk) -> Section:
    """Where the acts took place: towns and provinces on the map, the most told of in words."""
    spots, whole = _spots(desk)
    ranked = sorted(spots.values(), key=lambda spot: (-len(spot.happenings), spot.place.text))
    states = tuple((code[:3], desk.state(code)) for code in (desk.dyad.a, desk.dyad.b))
    notes = [
        NOTE,
    ]
    if whole:
        notes.append(f"{wording.counted(whole, 'further act')} with no nearer place than a country, not drawn.")
    if not ranked:
        notes.append("No act of the pair has a place with coordinates.")
    figure = Atlas(states=states, dots=tuple(_dot(spot) for spot in ranked))
    statements = tuple(_told(desk, spot) for spot in ranked[:MOST_PLACES])
    return Section(key="places", title="Places", notes=tuple(notes), statements=statements, figure=figure)


def _spots(desk: Desk) -> tuple[dict[tuple[float, float], _Spot], int]:
    """Places by coordinates, and how many acts have a country alone for place; plans and history are left out."""
    spots: dict[tuple[float, float], _Spot] = {}
    whole = 0
    for one in latest(desk.of(Status.ACTUAL)):
        events = [(id, desk.event(id).place) for id in one.event_ids]
        told = [(id, place) for id, place in events if place is not None]
        near = [(id, place) for id, place in told if not _is_country(desk, place)]
        whole += bool(told) and not near
        for id, place in near:
            assert place.latitude is not None
            assert place.longitude is not None
            spot = spots.setdefault((round(place.latitude, 2), round(place.longitude, 2)), _Spot(place))
            spot.ids.append(id)
            if one not in spot.happenings:
                spot.happenings.append(one)
    return spots, whole


def _is_country(desk: Desk, place: Place) -> bool:
    if place.latitude is None or place.longitude is None or ": state of " in place.reason:
        return True
    return bool(place.country) and wording.plain(place.name or place.text) == desk.state(place.country or "")


def _dot(spot: _Spot) -> Dot:
    place, conflict = spot.place, sum(map(is_conflict, spot.happenings))
    return Dot(
        name=wording.plain(place.name or place.text),
        country=place.country,
        latitude=place.latitude or 0.0,
        longitude=place.longitude or 0.0,
        cooperation=len(spot.happenings) - conflict,
        conflict=conflict,
    )


def _told(desk: Desk, spot: _Spot) -> Statement:
    dot = _dot(spot)
    sides = [
        f"{dot.cooperation} of cooperation" if dot.cooperation else "",
        f"{dot.conflict} of conflict" if dot.conflict else "",
    ]
    text = f"{dot.name}{f' ({desk.state(dot.country)})' if dot.country else ''}: {wording.counted(dot.count, 'act')}, "
    text += wording.listed([side for side in sides if side])
    grave = sorted(spot.happenings, key=lambda one: -abs(SCORES[one.type]))
    own = set(spot.ids)
    ids = [id for one in grave for id in one.event_ids if id in own]
    last = max((day_of(one) for one in spot.happenings), default="")
    when = f"latest {wording.day(last)}" if last else "no date told"
    return desk.stated(text, ids, when=when, date=last or None, quoted=False)
