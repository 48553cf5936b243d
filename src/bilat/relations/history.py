"""A pair's history, put together: what the brief is written from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bilat.model import Fact, Status
from bilat.record import By, Dyad, View
from bilat.record.dates import reach
from bilat.relations.happenings import Happening, happenings
from bilat.relations.matters.undertakings import undertakings, undertakings_of
from bilat.relations.matters.values import Matter
from bilat.relations.periods import Count, Periods, periods
from bilat.relations.sources import Sources, sources
from bilat.relations.thirds.triads import triads, triads_of
from bilat.relations.thirds.values import Triads
from bilat.relations.visiting.values import Visit
from bilat.relations.visiting.visits import visits, visits_of

LATEST = 10
"""How many of the latest acts a history carries."""

FOLLOWED = 30
"""How many undertakings, the most told of, are followed through the texts of their articles."""

RECENT = timedelta(days=180)
"""How old, against the slice's day, a report of a plan may be to count as open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An act that lies ahead, as the newest articles say.

    Attributes:
        due: Whether its date lies ahead of the slice's day (``as_of``, else its newest article's), has passed, or is not told.
        told: The date of the newest article that tells of it.
    """

    happening: Happening
    due: Literal["ahead", "passed", "unknown"]
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the record says of a pair; every line carries the ids of the assertions that it rests on.

    Attributes:
        newest: The date of the newest article: "latest" and "ahead" are as seen from there, or from the slice's ``as_of``,
            not from today.
        happenings: All, by date, of every status.
        latest: Acts that took place, the latest first.
    """

    a: str
    b: str
    newest: str | None
    happenings: tuple[Happening, ...]
    series: Periods
    visits: tuple[Visit, ...]
    planned: tuple[Plan, ...]
    latest: tuple[Happening, ...]
    undertakings: tuple[Matter, ...]
    facts: tuple[Fact, ...]
    triads: Triads
    sources: Sources


def history(dyad: Dyad, by: By = "month", *, count: Count = "happenings", view: View | None = None) -> History:
    """The dyad's history.

    Args:
        dyad: The pair's slice of the record.
        by: The length of the series' periods.
        view: The view that the slice was read from: with it, undertakings are followed through the articles' whole texts
            and all acts of their sentences; else only as far as the slice holds them.
        count: Whether the series counts a happening once (default), or once for each time that it was told.
    """
    found = happenings(dyad)
    newest = _newest(dyad)
    return History(
        a=dyad.a,
        b=dyad.b,
        newest=newest,
        happenings=found,
        series=periods(dyad, by, count=count, found=found),
        visits=_visits(dyad, view),
        planned=_planned(dyad, found, dyad.as_of or newest),
        latest=_latest(found),
        undertakings=_matters(dyad, view),
        facts=dyad.facts,
        triads=_triads(dyad, view),
        sources=sources(dyad, found),
    )


def _matters(dyad: Dyad, view: View | None) -> tuple[Matter, ...]:
    if view is None:
        return undertakings_of(dyad)
    return undertakings(view, dyad.a, dyad.b, since=dyad.since, until=dyad.until, steps=FOLLOWED)


def _visits(dyad: Dyad, view: View | None) -> tuple[Visit, ...]:
    if view is None:
        return visits_of(dyad)
    return visits(view, dyad.a, dyad.b, since=dyad.since, until=dyad.until, least=dyad.least)


def _triads(dyad: Dyad, view: View | None) -> Triads:
    if view is None:
        return triads_of(dyad)
    return triads(view, dyad.a, dyad.b, since=dyad.since, until=dyad.until)


def _newest(dyad: Dyad) -> str | None:
    return max((days[1] for head in dyad.articles.values() if (days := reach(head.date))), default=None)


def _latest(found: Iterable[Happening]) -> tuple[Happening, ...]:
    done = [one for one in found if one.status is Status.ACTUAL and one.date]
    return tuple(sorted(done, key=lambda one: ((reach(one.date) or ("",))[0], one.event_ids), reverse=True)[:LATEST])


def _planned(dyad: Dyad, found: Iterable[Happening], day: str | None) -> tuple[Plan, ...]:
    """The open plans as seen from a day, by their date, those without one last."""
    if day is None:
        return ()
    oldest = (date.fromisoformat(day) - RECENT).isoformat()
    plans = []
    for one in found:
        told = max((days[1] for id in one.article_ids if (days := reach(dyad.articles[id].date))), default="")
        if one.status is Status.PLANNED and told >= oldest:
            plans.append(Plan(happening=one, due=_due(one, day), told=told))
    return tuple(sorted(plans, key=lambda plan: (plan.due == "unknown", plan.happening.date or "", plan.told)))


def _due(one: Happening, day: str) -> Literal["ahead", "passed", "unknown"]:
    days = reach(one.date) if one.date_basis == "event" else None
    if days is None:
        return "unknown"
    return "ahead" if days[1] >= day else "passed"
