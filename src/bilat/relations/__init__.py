"""What a pair's slice of the record says: pure functions from a Dyad to values that keep the ids they rest on."""

from bilat.record import By
from bilat.relations.alarms import DISCOVERIES, FALSE_ALARMS, WEEKS, Alarm, Look, Watch, look, watch
from bilat.relations.choice import HAPPENED, Choice, Split
from bilat.relations.compare import Correlation, Lead
from bilat.relations.comparison import Comparison, compare
from bilat.relations.coverage import gaps, weeks_read
from bilat.relations.evidence import Evidence
from bilat.relations.happenings import Happening, happenings
from bilat.relations.history import LATEST, RECENT, History, Plan, history
from bilat.relations.matters.undertakings import undertakings, undertakings_of
from bilat.relations.matters.values import Hindrance, Matter, Mention, Milestone, Silence, Spell, Step
from bilat.relations.pairs import SERIES, PairTurns, Sought, Strong, pair_turns, strongest
from bilat.relations.periods import Count, Period, Periods, periods
from bilat.relations.reciprocity import Answer, Reciprocity, reciprocity
from bilat.relations.scores import SCORES
from bilat.relations.series import Series, many, series
from bilat.relations.simulate import Break, Peak, Planted, planted
from bilat.relations.sources import Source, Sources, is_single, sources
from bilat.relations.tellings import Telling, Tellings
from bilat.relations.texts import texts
from bilat.relations.thirds.triads import EACH, triads, triads_of
from bilat.relations.thirds.values import Triad, TriadKind, Triads
from bilat.relations.turning.changes import Estimate
from bilat.relations.turning.levels import RATE, Levels, Plateau, Turn, levels, net_levels, turns
from bilat.relations.visiting.levels import Level, level_of
from bilat.relations.visiting.values import Came, Companion, Outcome, Visit
from bilat.relations.visiting.visits import visits, visits_of

__all__ = [
    "DISCOVERIES",
    "EACH",
    "FALSE_ALARMS",
    "HAPPENED",
    "LATEST",
    "RATE",
    "RECENT",
    "SCORES",
    "SERIES",
    "WEEKS",
    "Alarm",
    "Answer",
    "Break",
    "By",
    "Came",
    "Choice",
    "Companion",
    "Comparison",
    "Correlation",
    "Count",
    "Estimate",
    "Evidence",
    "Happening",
    "Hindrance",
    "History",
    "Lead",
    "Level",
    "Levels",
    "Look",
    "Matter",
    "Mention",
    "Milestone",
    "Outcome",
    "PairTurns",
    "Peak",
    "Period",
    "Periods",
    "Plan",
    "Planted",
    "Plateau",
    "Reciprocity",
    "Series",
    "Silence",
    "Sought",
    "Source",
    "Sources",
    "Spell",
    "Split",
    "Step",
    "Strong",
    "Telling",
    "Tellings",
    "Triad",
    "TriadKind",
    "Triads",
    "Turn",
    "Visit",
    "Watch",
    "compare",
    "gaps",
    "happenings",
    "history",
    "is_single",
    "level_of",
    "levels",
    "look",
    "many",
    "net_levels",
    "pair_turns",
    "periods",
    "planted",
    "reciprocity",
    "series",
    "sources",
    "strongest",
    "texts",
    "triads",
    "triads_of",
    "turns",
    "undertakings",
    "undertakings_of",
    "visits",
    "visits_of",
    "watch",
    "weeks_read",
]
