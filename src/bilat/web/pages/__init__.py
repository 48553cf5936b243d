"""The pages of the explorer, one module each.

A page is a module here and a template of the same name. The module has an ``Asked`` (what the address asks), an ``Answer``
(what is shown), ``model(snapshot, asked)`` between the two, and ``PAGE``, which :data:`PAGES` lists; from that come the page's
route, its twin below /api/v1 and its part of the API's papers. The template draws the answer, ``it``, and nothing else.
"""

from collections.abc import Callable
from typing import Any

from bilat.briefing import maps
from bilat.briefing.brief import Atlas
from bilat.web import atlas, render
from bilat.web.page import Page
from bilat.web.pages import (
    article,
    articles,
    dyad,
    dyad_outlook,
    dyad_triads,
    dyad_turns,
    dyad_undertakings,
    dyad_visits,
    dyads,
    event,
    events,
    home,
    judgements,
    outlets,
    parties,
    queue,
    record,
    search,
    stories,
    story,
    undertaking,
    undertakings,
)
from bilat.web.snapshot import Snapshot

PAGES: tuple[Page[Any, Any], ...] = (
    home.PAGE,
    search.PAGE,
    *(dyads.PAGE, parties.PARTIES, parties.PARTY, stories.PAGE, undertakings.PAGE),
    *(article.PAGE, event.PAGE, events.PAGE, story.PAGE, undertaking.PAGE),
    *(dyad.PAGE, dyad_undertakings.PAGE, dyad_visits.PAGE, dyad_triads.PAGE),
    *(dyad_turns.PAGE, dyad_outlook.PAGE),
    *(articles.PAGE, outlets.OUTLETS, outlets.OUTLET),
    *(queue.PAGE, judgements.PAGE, judgements.FIGURES),
    *(record.RECORD, record.COUNTS, record.RUNS, record.SKIPPED, record.COVERAGE, record.ACCURACY),
)
"""All of them; a new page is added here."""

_PAIRS = 12


def _busiest(snapshot: Snapshot) -> None:
    for pair in dyads.every(snapshot)[:_PAIRS]:
        dyad.PAGE.answered(snapshot, dyad.DyadAsked(a=pair.a.code, b=pair.b.code))


AFTER: tuple[Callable[[Snapshot], object], ...] = (_busiest,)
"""What is made once the first state is shown: the figures of the busiest pairs, which readers open first."""

WARM: tuple[Callable[[Snapshot], object], ...] = (
    lambda snapshot: home.PAGE.answered(snapshot, record.RecordAsked()),
    lambda snapshot: snapshot.with_undertakings(),
    lambda snapshot: snapshot.with_portraits(),
    lambda snapshot: atlas.world_svg({}),
    lambda snapshot: snapshot.naming.place(0.0, 0.0),
    lambda snapshot: maps.map_svg(Atlas(states=(("IRN", ""),), dots=())),
    lambda snapshot: render.compiled(),
)
"""What is made of a new state before it is shown, and what is read once in a process: gazetteer, outlines, templates."""
