"""The tree of errors.

    BilatError
    |-- Skip                 this input is left out, the run goes on
    |   |-- UnreadableFile   a file that cannot be opened or is not what its name says
    |   |-- BadRecord        one line or row of a file
    |   |-- NotAnArticle     a page or file with no article in it
    |   |-- TooLarge         over the size that settings allow
    |   |-- UnsupportedLanguage
    |   |-- Several          many records of one archive, left out for the same reason
    |   |-- NotAllowed       a web address that must not be asked
    |   |-- Unreachable      a web address that gave nothing this time
    |   `-- NotFound         a web address that has nothing
    |       `-- Gone         and says that it never will again
    `-- Stop                 the run cannot start or go on
        |-- BadSetting       a setting or option with a wrong value
        |-- BadArgument      an argument of a command or function
        |   `-- UnknownParty
        |-- RecordError      the record cannot be opened, read or written
        |   |-- RecordVersion
        |   `-- RecordLocked
        `-- MissingExtra     an optional part that is not installed

Every error says what is wrong, where, and what to do next, and carries the three apart.
"""


class BilatError(Exception):
    """The root. ``str(error)`` is one line: where, what, and the way out."""

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(what)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return _one_line(f"{head} ({self.hint})" if self.hint else head)

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only fields are lost by the default pickling, and workers send errors back.
        return (_rebuild, (type(self), self.what, self.where, self.hint))

    def as_dict(self) -> dict[str, str]:
        """The error for a program: its kind and its three fields."""
        return {"error": type(self).__name__, "what": self.what, "where": self.where, "hint": self.hint}


def _one_line(text: str) -> str:
    """What cannot be seen is told by its number: a file's name may hold line ends, marks that turn the line around, anything."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _rebuild(kind: type[BilatError], what: str, where: str, hint: str) -> BilatError:
    return kind(what, where=where, hint=hint)


class Skip(BilatError):
    """This input is left out; the run goes on and ends with exit code 1."""

    count = 1
    """How many inputs this stands for."""


class UnreadableFile(Skip):
    """A file that cannot be opened or is not what its name says."""


class BadRecord(Skip):
    """One line or row of a file that holds many."""


class NotAnArticle(Skip):
    """A page or file in which no article was found."""


class TooLarge(Skip):
    """An input over the size that settings allow."""


class UnsupportedLanguage(Skip):
    """A text in a language that the coder cannot read."""


class NotAllowed(Skip):
    """A web address that must not be asked: a private network, robots.txt, another scheme than http and https."""


class Unreachable(Skip):
    """A web address that gave nothing this time: no answer, a broken one, or a server's error. It may work later."""


class NotFound(Skip):
    """A web address whose server has nothing there, or nothing for us (HTTP 4xx)."""


class Gone(NotFound):
    """A web address that its server says is gone for good (HTTP 410)."""


class Several(Skip):
    """Many records of one archive, left out for the same reason: ``count`` of them, told in one line."""

    def __init__(self, what: str, *, where: str = "", hint: str = "", count: int = 1) -> None:
        super().__init__(what, where=where, hint=hint)
        self.count = count

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_several, (self.what, self.where, self.hint, self.count))


def _rebuild_several(what: str, where: str, hint: str, count: int) -> "Several":
    return Several(what, where=where, hint=hint, count=count)


class Stop(BilatError):
    """The run cannot start or go on; exit code 2."""


class BadSetting(Stop):
    """A setting with an unknown name or a wrong value."""


class BadArgument(Stop):
    """An argument of a command or function that cannot be used."""


class UnknownParty(BadArgument):
    """A name or code that the lexicon has no party for."""


class RecordError(Stop):
    """The record cannot be opened, read or written."""


class RecordVersion(RecordError):
    """The record was written by a newer program."""


class RecordLocked(RecordError):
    """Another writer has the record open."""


class MissingExtra(Stop):
    """A part of bilat that is not installed; the hint is the command that installs it."""
