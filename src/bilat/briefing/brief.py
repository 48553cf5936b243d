"""What a brief is made of: frozen values, and the rule that what has no citation is not said.

A brief holds four kinds of text and keeps them apart: statements, composed from templates over coded fields, each with
at least one citation; quotes, verbatim sentences of articles; counts, figures taken from the record itself; and notes,
which say how the brief is made and nothing of the pair.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bilat.briefing.citations import Citation
from bilat.model import Quad

Tally = tuple[tuple[Quad, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A verbatim sentence; ``mark`` is where in it the words stand that name the act, end exclusive."""

    text: str
    mark: tuple[int, int] | None
    citation: int
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that the articles say.

    Attributes:
        text: What is said, without its date.
        citations: Numbers of the citations that it rests on, never none.
        when: Its date in words, "" where dates do not apply; ``date`` is the same in ISO form.
        tags: Issues, in words.
        more: How many further sentences of the record say it, beyond those cited.
        label: What the line is about, where its place in the section does not tell: a file's name, "Who".
        status: A verdict of the section's rule in a word or two: "paused", "favourable", "likely".
        short: The same in fewer words, for the card; "" where the text is short enough.
        under: What belongs to it and is cited by itself: what came of a meeting, the answers to a request.
    """

    text: str
    citations: tuple[int, ...]
    when: str = ""
    date: str | None = None
    tags: tuple[str, ...] = ()
    quote: Quote | None = None
    more: int = 0
    label: str = ""
    status: str = ""
    short: str = ""
    under: "tuple[Statement, ...]" = ()

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"what has no citation is not said: {self.text!r}")
        if self.quote is not None and self.quote.citation not in self.citations:
            raise ValueError(f"the quote is none of the citations of: {self.text!r}")
        if any(one.under for one in self.under):
            raise ValueError(f"what stands under a line has nothing under it: {self.text!r}")

    def all(self) -> "Iterator[Statement]":
        """Itself and all under it, in reading order."""
        yield self
        for one in self.under:
            yield from one.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure that was counted in the record; ``warning`` where it should make the reader careful."""

    label: str
    value: str
    note: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A period of the timeline: happenings by quad that took place, and planned ones by quad."""

    label: str
    start: str
    done: Tally
    planned: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """A period that stands out, by its key letter, side, and the happening that makes it."""

    key: str
    month: str
    conflict: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The series as the chart shows it; ``by`` is "month" or "year"."""

    by: str
    months: tuple[Month, ...]
    peaks: tuple[Peak, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A place and how many happenings of each sign the record puts there."""

    name: str
    country: str | None
    latitude: float
    longitude: float
    cooperation: int
    conflict: int

    @property
    def count(self) -> int:
        """All happenings there."""
        return self.cooperation + self.conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """The map's content: the two states by code and name, and the places."""

    states: tuple[tuple[str, str], ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the brief.

    Attributes:
        notes: What its reader must know of it first; rule: by what rules its lines were chosen and worded.
        counted: What the counts are, as their table's head.
        parts: Its own parts; figure: the data of its picture.
    """

    key: str
    title: str
    badge: str = ""
    notes: tuple[str, ...] = ()
    rule: str = ""
    counts: tuple[Count, ...] = ()
    counted: str = "Counted in the record"
    statements: tuple[Statement, ...] = ()
    parts: "tuple[Section, ...]" = ()
    figure: Timeline | Atlas | None = None

    def every_statement(self) -> Iterator[Statement]:
        """Its statements with all under them, and those of its parts, in reading order."""
        for one in self.statements:
            yield from one.all()
        for part in self.parts:
            yield from part.every_statement()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The cited document about a dyad.

    Attributes:
        a, b: Code and name of the two.
        since, until: The dates that were asked for, null where open.
        newest: Date of the newest article.
        as_of: The day that was asked for, by which every article was published; null where none was.
        day: The day from which the brief looks back and ahead: ``as_of``, else ``newest``.
        citations: In the order of their numbers, from 1.
        card: Whether it is the one-page card of a longer one.
    """

    a: tuple[str, str]
    b: tuple[str, str]
    since: str | None
    until: str | None
    newest: str | None
    as_of: str | None
    day: str | None
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    card: bool = False

    def __post_init__(self) -> None:
        if [one.number for one in self.citations] != list(range(1, len(self.citations) + 1)):
            raise ValueError("citations are numbered from 1, without a gap")
        missing = _cited(self.sections) - {one.number for one in self.citations}
        if missing:
            raise ValueError(f"cited, but not among the citations: {sorted(missing)}")

    @property
    def title(self) -> str:
        """The names of the two."""
        return f"{self.a[1]} and {self.b[1]}"


def _cited(sections: Iterable[Section]) -> set[int]:
    return {number for section in sections for one in section.every_statement() for number in one.citations}
