"""What people say of the record's lines: judgements, comments and withdrawals, in a journal, laid over the tables."""

from bilat.record.judgements.drafting import comment, judgement, passing, undo
from bilat.record.judgements.entries import Comment, Entry, Judgement, Pass, Undo, Verdict, What, moment
from bilat.record.judgements.overlay import Judged
from bilat.record.judgements.standing import Conflict, Standing

__all__ = [
    "Comment",
    "Conflict",
    "Entry",
    "Judged",
    "Judgement",
    "Pass",
    "Standing",
    "Undo",
    "Verdict",
    "What",
    "comment",
    "judgement",
    "moment",
    "passing",
    "undo",
]
