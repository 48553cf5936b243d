"""Two sources' series of a pair: the record's own events, those of a dataset that was imported, or those of an outlet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from bilat.errors import BadArgument
from bilat.model import EventType, Quad
from bilat.record import By, View
from bilat.record.dates import reach
from bilat.relations.calendar import following, label
from bilat.relations.choice import HAPPENED
from bilat.relations.compare import Correlation, Floats, Lead, alone, lead, partners, pearson, spearman
from bilat.relations.happenings import happenings
from bilat.relations.series import series

OWN = "bilat"
"""The name of the record's own events among sources."""
MOST_LAG: dict[By, int] = {"day": 14, "week": 8, "month": 6, "quarter": 4, "year": 2}
"""The longest shift that is tried, by the length of a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event of one source.

    Attributes:
        id: Of the record's own, one assertion of the happening; ``bilat show`` takes it.
        day: Its first day.
        what: Type and mode, and the source's own code.
    """

    id: str
    day: date
    quad: Quad | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """A period in which one source has something and the other nothing."""

    label: str
    start: date
    events: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """One of the two.

    Attributes:
        name: "bilat", a dataset, or an outlet.
        counts: Stories that took place, by period; rates: per 1,000 of what was read, nan where that is not known.
        events: Those with a day, within the periods; unpaired: of these, the ones without a partner in the other source.
        alone: The periods that it has alone.
    """

    name: str
    counts: Floats
    rates: Floats
    events: tuple[Told, ...]
    unpaired: tuple[Told, ...]
    alone: tuple[Alone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sources' series of a pair.

    Attributes:
        since, until: The days that both sources reach, within those asked for; null, with a reason in ``notes``, where none.
        rated: The correlations are of rates, and not of counts.
        lead: Above 0 the first source runs ahead.
        within: So many days apart two events of one quad may be to be partners.
        notes: What the reader must know: a source that has nothing of the pair, sources that do not overlap.
    """

    a: str
    b: str
    by: By
    quad: Quad | None
    since: date | None
    until: date | None
    labels: tuple[str, ...]
    starts: tuple[date, ...]
    first: Source
    second: Source
    rated: bool
    pearson: Correlation
    spearman: Correlation
    lead: Lead
    within: int
    notes: tuple[str, ...]


def compare(
    view: View,
    a: str,
    b: str,
    sources: Sequence[str] | None = None,
    by: By = "month",
    *,
    quad: str | None = None,
    type: str | None = None,
    since: str | None = None,
    until: str | None = None,
    rates: bool = False,
    most_lag: int | None = None,
    within: int = 3,
) -> Comparison:
    """Sets two sources' series of a pair side by side, over the days that both sources reach.

    Args:
        a, b: Codes of the two.
        sources: Two of "bilat" (the record's own), names of datasets, and names of outlets; by default the record's own and the
            largest dataset.
        by: How long a period is.
        quad, type: Acts of these alone.
        since, until: ISO day, month or year.
        rates: Correlate counts per 1,000 of what each source has at all in the period, not counts.
        most_lag: The longest shift that is tried, in periods.
        within: So many days apart two events of one quad may be to be partners.

    Raises:
        BadArgument: There are not two sources, one is not known, or the dates are wrong or reversed.
    """
    names = _sources(view, sources)
    types = _types(quad, type)
    first, last, notes = _span(view, names, since, until)
    kept: tuple[Quad, ...] = () if quad is None else (Quad(quad),)
    if first is None or last is None:
        return _nothing(a, b, by, kept, names, within, notes)
    made = []
    for name in names:
        one = series(
            view, a, b, by, split=None, since=first.isoformat(), until=last.isoformat(), type=types,
            source=None if name == OWN else name, coverage=rates,
        )  # fmt: skip
        made.append((one, _events(view, a, b, name, types, first, last)))
    (left, own), (right, other) = made
    counts = [np.asarray(one.total, dtype=np.float64) for one in (left, right)]
    rated = [_rates(one.total, one.exposure) for one in (left, right)]
    taken = rated if rates else counts
    notes += [
        f"{name} has nothing of the two in this time" for name, one in zip(names, counts, strict=True) if not one.sum()
    ]
    if rates:
        notes += [
            f"how much {name} has read is not known"
            for name, one in zip(names, rated, strict=True)
            if np.isnan(one).all()
        ]
    days = [[((told.day - date.min).days, str(told.quad)) for told in events] for events in (own, other)]
    paired = partners(days[0], days[1], within)
    single = alone(*counts)
    described = [
        Source(
            name=names[n],
            counts=counts[n],
            rates=rated[n],
            events=events,
            unpaired=tuple(told for told, has in zip(events, paired[n], strict=True) if not has),
            alone=tuple(_period(left.starts[place], by, events) for place in single[n]),
        )
        for n, events in enumerate((own, other))
    ]
    return Comparison(
        a=a,
        b=b,
        by=by,
        quad=kept[0] if kept else None,
        since=first,
        until=last,
        labels=left.labels,
        starts=left.starts,
        first=described[0],
        second=described[1],
        rated=rates,
        pearson=pearson(taken[0], taken[1]),
        spearman=spearman(taken[0], taken[1]),
        lead=lead(taken[0], taken[1], MOST_LAG[by] if most_lag is None else most_lag),
        within=within,
        notes=tuple(notes),
    )


def _sources(view: View, given: Sequence[str] | None) -> tuple[str, str]:
    there = [*([OWN] if view.has_articles else []), *(one.name for one in view.imported_sources())]
    hint = f"the record has {', '.join(there) or 'nothing yet'}; an outlet's name may stand too"
    names = tuple(given) if given is not None else tuple(there[:2])
    if len(names) != 2 or names[0] == names[1]:
        told = " and ".join(map(repr, names)) or "none"
        raise BadArgument(f"a comparison needs two different sources, not {told}", hint=hint)
    for name in names:
        if name not in there and name not in view.outlet_names:
            raise BadArgument(f"the record has no source {name!r}", hint=hint)
    return names[0], names[1]


def _types(quad: str | None, type: str | None) -> tuple[str, ...] | None:
    if quad is not None and quad not in list(Quad):
        raise BadArgument(f"{quad!r} is no quad category", hint="one of " + ", ".join(Quad))
    if type is not None and type not in EventType.__members__:
        raise BadArgument(f"{type!r} is no type", hint="one of " + ", ".join(EventType))
    chosen = [kind for kind in EventType if quad in (None, kind.quad) and type in (None, kind.value)]
    if not chosen:
        raise BadArgument(f"{type} is not of {quad}", hint="leave one of the two out")
    return None if quad is None and type is None else tuple(kind.value for kind in chosen)


def _span(
    view: View, names: Sequence[str], since: str | None, until: str | None
) -> tuple[date | None, date | None, list[str]]:
    """The days that both sources reach, within those asked for."""
    asked = [_end(since, 0), _end(until, 1)]
    if asked[0] and asked[1] and asked[0] > asked[1]:
        raise BadArgument(f"the range ends before it begins: {since} to {until}", hint="swap the two dates")
    spans = [_reached(view, name) for name in names]
    empty = [name for name, span in zip(names, spans, strict=True) if span is None]
    if empty:
        return None, None, [f"{name} has nothing with a date" for name in empty]
    known = [span for span in spans if span is not None]
    first = max([span[0] for span in known] + [day for day in asked[:1] if day])
    last = min([span[1] for span in known] + [day for day in asked[1:] if day])
    if first > last:
        told = "; ".join(f"{name} reaches from {low} to {high}" for name, (low, high) in zip(names, known, strict=True))
        return None, None, [f"the two have no time in common: {told}"]
    return first, last, []


def _end(text: str | None, end: int) -> date | None:
    if text is None:
        return None
    days = reach(text)
    if days is None:
        raise BadArgument(f"{text!r} is no date", hint="give it as 2024-01-18, 2024-01 or 2024")
    return date.fromisoformat(days[end])


def _reached(view: View, name: str) -> tuple[date, date] | None:
    """The first and last day of a source as a whole, whatever pair they are of."""
    for one in view.imported_sources():
        if one.name == name:
            return (one.first, one.last) if one.first and one.last else None
    where, values = ("", []) if name == OWN else (" WHERE outlet = ?", [name])
    low, high = view.ask(f'SELECT min("first"), max("last") FROM articles{where}', values)[0]
    return (date.fromisoformat(low), date.fromisoformat(high)) if low else None


def _events(
    view: View, a: str, b: str, name: str, types: tuple[str, ...] | None, first: date, last: date
) -> tuple[Told, ...]:
    """The events of a source with a day in a range, by day."""
    if name in view.datasets:
        return _of_dataset(view, a, b, name, types, first, last)
    found = []
    dyad = view.dyad(a, b, first.isoformat(), last.isoformat())
    if name != OWN:
        own = tuple(entry for entry in dyad.events if dyad.articles[entry.event.article_id].outlet == name)
        dyad = replace(dyad, events=own)
    for one in happenings(dyad):
        days = reach(one.date)
        if one.status not in HAPPENED or days is None or days[0] != days[1] or (types and one.type not in types):
            continue
        if first <= (day := date.fromisoformat(days[0])) <= last:
            found.append(Told(id=one.event_ids[0], day=day, quad=one.type.quad, what=_what(one.type, one.mode)))
    return tuple(sorted(found, key=lambda told: (told.day, told.id)))


def _of_dataset(
    view: View, a: str, b: str, name: str, types: tuple[str, ...] | None, first: date, last: date
) -> tuple[Told, ...]:
    found = []
    stories = set()
    for one in view.imported(a, b, first.isoformat(), last.isoformat(), source=name):
        alike = one.story, one.first, one.type, one.direction
        if one.first is None or one.first != one.last or one.type is None or alike in stories:
            continue
        if types and one.type not in types:
            continue
        stories.add(alike)
        code = f" ({one.original})" if one.original else ""
        quad = Quad(one.quad) if one.quad else None
        found.append(Told(id=one.id, day=one.first, quad=quad, what=_what(one.type, one.mode) + code))
    return tuple(found)


def _what(type: str, mode: str | None) -> str:
    return f"{type}, {mode}" if mode else str(type)


def _rates(total: np.ndarray[tuple[int, ...], np.dtype[np.int64]], exposure: Floats) -> Floats:
    return np.asarray(total / np.where(exposure > 0, exposure, np.nan) * 1000)


def _period(start: date, by: By, events: Sequence[Told]) -> Alone:
    end = following(start, by) - timedelta(days=1)
    return Alone(label=label(start, by), start=start, events=tuple(told for told in events if start <= told.day <= end))


def _nothing(
    a: str, b: str, by: By, quad: Sequence[Quad], names: Sequence[str], within: int, notes: Sequence[str]
) -> Comparison:
    empty = np.zeros(0)
    sources = [Source(name=name, counts=empty, rates=empty, events=(), unpaired=(), alone=()) for name in names]
    return Comparison(
        a=a,
        b=b,
        by=by,
        quad=quad[0] if quad else None,
        since=None,
        until=None,
        labels=(),
        starts=(),
        first=sources[0],
        second=sources[1],
        rated=False,
        pearson=pearson(empty, empty),
        spearman=spearman(empty, empty),
        lead=lead(empty, empty, MOST_LAG[by]),
        within=within,
        notes=tuple(notes),
    )
