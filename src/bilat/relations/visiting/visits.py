"""The visits of a pair: put together from a view or a dyad."""

from collections.abc import Sequence
from dataclasses import replace

from bilat.record import Dyad, DyadEvent, View, dealings, joint
from bilat.record.dates import reach
from bilat.record.dealings import Dealing
from bilat.relations.matters.material import bounds
from bilat.relations.visiting.company import companions
from bilat.relations.visiting.joining import Group, join, visit
from bilat.relations.visiting.outcomes import Whole, might_come, outcomes
from bilat.relations.visiting.reports import is_visit, report
from bilat.relations.visiting.values import Visit


def visits(
    view: View,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    firm: bool = False,
    least: float = 0.0,
) -> tuple[Visit, ...]:
    """The pair's visits, by date, undated first; those only thought of or denied are left out.

    Args:
        view: The record, or the record as of a day.
        a: Code of the one; b: of the other.
        since: From acts of this day, month or year on; until: to those of this one; an act counts by its own date, else by its
            article's.
        limit: Only so many of the latest.
        firm: Only those that are told as visits of somebody; see :class:`Visit`.
        least: Reports below this confidence, and those without one, are left out; 0 leaves none out.

    Raises:
        BadArgument: The two are the same, or a date is none, or they are in the wrong order.
    """
    first, last = bounds(a, b, since, until)
    acts = view.dealings(a, b, first, last, least=least)
    told = [act for act in acts if is_visit(act.type, act.mode, act.trigger)]
    published = {act.id: act.published for act in told}
    whole = dealings.Whole(view.ask, [*told, *might_come(told, acts)])
    entries = whole(told)
    days = joint.read_days(view.ask, a, b, first, last)
    return _visits(
        a, b, [(entry, published[entry.event.id]) for entry in entries], acts, whole, days[-1:], limit, firm=firm
    )


def visits_of(dyad: Dyad) -> tuple[Visit, ...]:
    """The same from a dyad alone."""
    dates = {id: days[1] for id, head in dyad.articles.items() if (days := reach(head.date))}
    by_id = {entry.event.id: entry for entry in dyad.events}
    acts = [dealings.dealing(entry, dates.get(entry.event.article_id)) for entry in dyad.events]
    told = [
        (entry, dates.get(entry.event.article_id))
        for entry in dyad.events
        if is_visit(entry.event.type, entry.event.mode, entry.event.trigger.text)
    ]
    newest = sorted(dates.values())[-1:]
    return _visits(dyad.a, dyad.b, told, acts, lambda some: [by_id[act.id] for act in some], newest, None, firm=False)


def _visits(
    a: str,
    b: str,
    told: Sequence[tuple[DyadEvent, str | None]],
    acts: Sequence[Dealing],
    whole: Whole,
    newest: Sequence[str],
    limit: int | None,
    *,
    firm: bool,
) -> tuple[Visit, ...]:
    reports = [one for entry, published in told if (one := report(entry, a, b, published)) is not None]
    found: list[tuple[Visit, Group]] = []
    for group in join(reports):
        found.append((visit(group, newest[0] if newest else None), group))
    found.sort(key=lambda pair: (pair[0].date or "", pair[0].event_ids or pair[0].called_off_by))
    found = [pair for pair in found if pair[0].firm or not firm]
    chosen = found if limit is None else found[-limit:]
    came = outcomes([one for one, _ in chosen], acts, whole)
    return tuple(
        replace(one, companions=companions(group, one.name), outcomes=of_it)
        for (one, group), of_it in zip(chosen, came, strict=True)
    )
