"""What a pair's slice of the record says: pure functions from a Dyad to values that keep the ids they rest on."""

from bilat.record import By
from bilat.relations.happenings import Happening, happenings
from bilat.relations.history import LATEST, RECENT, History, Plan, history
from bilat.relations.periods import Count, Period, Periods, periods
from bilat.relations.scores import SCORES
from bilat.relations.series import HAPPENED, Choice, Series, Split, many, series
from bilat.relations.sources import Source, Sources, is_single, sources
from bilat.relations.texts import texts
from bilat.relations.third import ThirdParty, third_parties
from bilat.relations.undertakings import Hindrance, Matter, Mention, undertakings
from bilat.relations.visits import Level, Visit, level_of, visits

__all__ = [
    "HAPPENED",
    "LATEST",
    "RECENT",
    "SCORES",
    "By",
    "Choice",
    "Count",
    "Happening",
    "Hindrance",
    "History",
    "Level",
    "Matter",
    "Mention",
    "Period",
    "Periods",
    "Plan",
    "Series",
    "Source",
    "Sources",
    "Split",
    "ThirdParty",
    "Visit",
    "happenings",
    "history",
    "is_single",
    "level_of",
    "many",
    "periods",
    "series",
    "sources",
    "texts",
    "third_parties",
    "undertakings",
    "visits",
]
