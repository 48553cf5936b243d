"""What a check of a record finds."""

from dataclasses import dataclass, field
from enum import StrEnum

REREAD = "bilat repair sets its commit aside and lists the articles to be read again; or restore it from a backup"


class Kind(StrEnum):
    """What is wrong."""

    MARK = "mark"
    COMMIT = "commit"
    PART = "part"
    LOOSE = "loose file"
    DOUBLE = "double"
    REFERENCE = "reference"
    SPAN = "span"
    ID = "id"
    COLUMN = "column"
    BODY = "body"
    JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        where: The file, or the line's table and id.
        hint: The way out.
        seq: The commit that it lies in; null where it lies in none.
    """

    kind: Kind
    what: str
    where: str
    hint: str = REREAD
    seq: int | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.what} ({self.hint})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found and how much it looked at.

    Attributes:
        digest: The digest of the content, null where the record cannot be read as a whole.
        sampled: How many codings had every column worked out anew; codings: how many there are.
        notes: What is no fault, but worth knowing.
        entries: How many judgements, comments and withdrawals the journal has.
    """

    findings: tuple[Finding, ...]
    commits: int
    parts: int
    codings: int
    sampled: int
    digest: str | None
    notes: tuple[str, ...] = field(default=())
    entries: int = 0
