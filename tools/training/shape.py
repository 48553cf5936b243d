"""The network's classes and sizes."""

from bilat.model import EventType, Issue, Status

TYPES = tuple(EventType)
STATUSES = tuple(Status)
ISSUES = tuple(Issue)
ARCS = ("actor", "recipient", "speaker", "object")
ROLES = 4  # of a word in a marked pair: none, source, target, both
WIDTH, HEADS, INNER, EPSILON = 384, 12, 1536, 1e-12
ARC_WIDTH = 96
