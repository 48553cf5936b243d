"""What a reader of one format hands on: an article before its date, language and furniture are settled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bilat.model import DateBasis, content_id
from bilat.reading.counts import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class DateClue:
    """A place that may tell the date: its words, and what the place is called ("meta article:published_time")."""

    text: str
    basis: DateBasis
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as a format's reader found it.

    Attributes:
        text: The text with its furniture, characters tidied.
        clues: Where the date may stand, best first.
        fetched: The day on which a crawler had it: no date of it is later, and it stands in where there is none.
        counts: Where it is counted, rather than told by itself, if no article comes of it.
        anchors: Text of the page's links to their addresses, for telling related headlines from prose.
    """

    text: str
    origin: str
    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    clues: tuple[DateClue, ...] = ()
    fetched: date | None = None
    counts: Counts | None = None
    anchors: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What tells this input from another, before the work of making an article of it."""
        told = (self.id, self.title, self.outlet, self.url, self.language, self.fetched and self.fetched.isoformat())
        links = (part for pair in self.anchors.items() for part in pair)
        return content_id(*(part or "" for part in told), self.text, *(clue.text for clue in self.clues), *links)
