"""The hall: the record of what was read, with one way in (:class:`Writer`) and one way out (:class:`View`)."""

from bilat.record.pair import MOST_OTHERS
from bilat.record.runs import RunInfo
from bilat.record.schema import SCHEMA_VERSION
from bilat.record.slices import ArticleHead, Counts, Dyad, DyadCount, DyadEvent, Outlet, RunLine, SkipLine
from bilat.record.store import COMMIT_EVERY, Record, Writer
from bilat.record.view import View

__all__ = [
    "COMMIT_EVERY",
    "MOST_OTHERS",
    "SCHEMA_VERSION",
    "ArticleHead",
    "Counts",
    "Dyad",
    "DyadCount",
    "DyadEvent",
    "Outlet",
    "Record",
    "RunInfo",
    "RunLine",
    "SkipLine",
    "View",
    "Writer",
]
