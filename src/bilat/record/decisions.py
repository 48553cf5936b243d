"""What is decided on stories: the lines that the record keeps of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """An event, or an article as a whole where ``event_id`` is null, and the story that it tells.

    Attributes:
        month: In which the story was founded, "" where no date says.
        score: How like it was, 1 for the founder; reason: what made it so.
    """

    story: str
    month: str
    event_id: str | None
    article_id: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two stories of events that an article shows to be one; ``month`` is that of the first's founding."""

    story: str
    month: str
    into: str
    article_id: str
    score: float
    reason: str


Decision = Join | Merge
