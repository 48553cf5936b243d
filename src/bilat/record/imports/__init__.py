"""Events of other datasets into the record: recognised, told apart, looked up, added."""

from bilat.record.imports.codes import Codes
from bilat.record.imports.importer import BATCH, Planned, Tally, bring_in, plan
from bilat.record.imports.kinds import FORMS, LAYOUTS
from bilat.record.imports.sinks import DrySink, RecordSink
from bilat.record.imports.staging import Reject

__all__ = [
    "BATCH",
    "FORMS",
    "LAYOUTS",
    "Codes",
    "DrySink",
    "Planned",
    "RecordSink",
    "Reject",
    "Tally",
    "bring_in",
    "plan",
]
