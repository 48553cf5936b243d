"""The sections that a brief can have, in the order in which a full one has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bilat.briefing import (
    acts,
    asks,
    coming,
    contradictions,
    encounters,
    files,
    gaps,
    glance,
    irritants,
    limits,
    matters,
    pictures,
    planned,
    prospects,
    quotes,
    raised,
    turning,
)
from bilat.briefing.brief import Section
from bilat.briefing.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """How a section is made.

    Attributes:
        about: What it is about, in a few words for who chooses.
        slow: Whether it takes seconds, so that it is made only where it is asked for.
    """

    make: Callable[[Desk], Section]
    about: str
    slow: bool = False


CHAPTERS: Mapping[str, Chapter] = {
    "visit": Chapter(make=coming.coming, about="the coming visit: who, when, level, agenda, who says so"),
    "glance": Chapter(make=glance.glance, about="figures, the latest act, the weightiest"),
    "files": Chapter(make=files.files, about="one status line an issue"),
    "raised": Chapter(make=raised.raised, about="certain, likely, unlikely to be raised"),
    "asks": Chapter(make=asks.asks, about="what each side asked, and the answers"),
    "irritants": Chapter(make=irritants.irritants, about="acts of conflict by issue"),
    "encounters": Chapter(make=encounters.encounters, about="last visits and meetings, and what came of them"),
    "undertakings": Chapter(make=matters.undertakings, about="open matters, their obstacles and history"),
    "ahead": Chapter(make=planned.plans, about="what else is planned"),
    "issues": Chapter(make=acts.issues, about="the last acts, issue by issue"),
    "quotes": Chapter(make=quotes.quotes, about="sentences with their speakers"),
    "third": Chapter(make=acts.strangers, about="sanctions and mediation by others"),
    "figures": Chapter(make=glance.figures, about="stated quantities, dates ahead"),
    "turns": Chapter(make=turning.turns, about="where the relation turned, and by which stories", slow=True),
    "outlook": Chapter(make=prospects.outlook, about="forecasts of the weeks to come, with their back-test", slow=True),
    "timeline": Chapter(make=pictures.timeline, about="cooperation and conflict over time, drawn"),
    "places": Chapter(make=pictures.places, about="map of the places"),
    "chronology": Chapter(make=acts.chronology, about="year by year"),
    "contradictions": Chapter(make=contradictions.contradictions, about="what the sources differ on"),
    "gaps": Chapter(make=gaps.gaps, about="weeks unread, issues with one source"),
    "limits": Chapter(make=limits.limits, about="sources and confidence"),
}
"""By key, in reading order."""
