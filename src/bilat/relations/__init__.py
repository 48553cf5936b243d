"""What a pair's slice of the record says: pure functions from a Dyad to values that keep the ids they rest on."""

from bilat.relations.happenings import Happening, happenings
from bilat.relations.history import LATEST, RECENT, History, Plan, history
from bilat.relations.scores import SCORES
from bilat.relations.series import By, Count, Period, Series, series
from bilat.relations.sources import Source, Sources, is_single, sources
from bilat.relations.texts import texts
from bilat.relations.third import ThirdParty, third_parties
from bilat.relations.undertakings import Hindrance, Matter, Mention, undertakings
from bilat.relations.visits import Level, Visit, level_of, visits

__all__ = [
    "LATEST",
    "RECENT",
    "SCORES",
    "By",
    "Count",
    "Happening",
    "Hindrance",
    "History",
    "Level",
    "Matter",
    "Mention",
    "Period",
    "Plan",
    "Series",
    "Source",
    "Sources",
    "ThirdParty",
    "Visit",
    "happenings",
    "history",
    "is_single",
    "level_of",
    "series",
    "sources",
    "texts",
    "third_parties",
    "undertakings",
    "visits",
]
