"""Who wrote a line: the program with its settings, lexicon and model."""

from dataclasses import astuple, dataclass

from bilat.model import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """Which program, with what, wrote a line; the caller gives the clock's and the command line's part.

    Attributes:
        program: Its version; lexicon, model: their digests. By these three a coding is known to be of another make.
    """

    program: str
    settings: str | None = None
    lexicon: str | None = None
    model: str | None = None
    started: str | None = None
    command: str | None = None

    @property
    def id(self) -> str:
        """The run's id, from its content."""
        return content_id(*(value or "" for value in astuple(self)))
