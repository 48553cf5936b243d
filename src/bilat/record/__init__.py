"""The hall: the record of what was read, with one way in (:class:`Writer`) and one way out (:class:`View`)."""

from bilat.record.accounts import Account, Point, Said, Story, Value
from bilat.record.again import Again, Group, Signed
from bilat.record.asked import By, Unit
from bilat.record.diff import Change, Difference, changes
from bilat.record.exports import Exported, Form, Selection
from bilat.record.findings import Checked, Finding
from bilat.record.folder import Record
from bilat.record.joint import Act
from bilat.record.judgements import Comment, Conflict, Entry, Judged, Judgement, Pass, Standing, Undo, Verdict, What
from bilat.record.known import LeftOut
from bilat.record.pair import MOST_OTHERS
from bilat.record.repair import Action
from bilat.record.runs import RunInfo
from bilat.record.schema import SCHEMA_VERSION
from bilat.record.slices import (
    ArticleHead,
    Counts,
    Dyad,
    DyadCount,
    DyadEvent,
    Imported,
    ImportedSource,
    Outlet,
    RunLine,
    SkipLine,
)
from bilat.record.store import COMMIT_EVERY, Writer
from bilat.record.view import View

__all__ = [
    "COMMIT_EVERY",
    "MOST_OTHERS",
    "SCHEMA_VERSION",
    "Account",
    "Act",
    "Action",
    "Again",
    "ArticleHead",
    "By",
    "Change",
    "Checked",
    "Comment",
    "Conflict",
    "Counts",
    "Difference",
    "Dyad",
    "DyadCount",
    "DyadEvent",
    "Entry",
    "Exported",
    "Finding",
    "Form",
    "Group",
    "Imported",
    "ImportedSource",
    "Judged",
    "Judgement",
    "LeftOut",
    "Outlet",
    "Pass",
    "Point",
    "Record",
    "RunInfo",
    "RunLine",
    "Said",
    "Selection",
    "Signed",
    "SkipLine",
    "Standing",
    "Story",
    "Undo",
    "Unit",
    "Value",
    "Verdict",
    "View",
    "What",
    "Writer",
    "changes",
]
