"""One article's word on an undertaking, as the joining of names needs it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bilat.model import Issue, Undertaking, UndertakingKind, UndertakingStatus
from bilat.relations.matters.names import stem
from bilat.relations.matters.words import HEADS

_CALLED = re.compile(
    r"\b(?:known|called|dubbed|named|nicknamed|termed|referred to|christened)\s+(?:as\s+)?(?:the\s+)?"
    r"([“‘\"'][^”’\"'\n]{3,60}[”’\"']|(?:[^\W\d_][\w’'-]*\s+){0,5}[^\W\d_][\w’'-]*)",
    re.IGNORECASE,
)
_NEAR = 60  # characters between a name and "also known as"
_OWNER = re.compile(r"^(?:\S+\s){0,3}?\S+['’]s\s")
_QUOTES = "“”‘’\"'"
_LEADS = re.compile(r"^(?:the|a|an|its|their|this|that|his|her|our)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An undertaking as one article tells of it.

    Attributes:
        date: The article's date, null where it has none.
        mention: The words that name it first; sentence: the sentence that they stand in, ``at`` its place in the text.
        reason: Why the status is what it is: a quotation where words of the article tell it.
        known: Whether the name is the usual one of a matter that the coder knows.
    """

    id: str
    article_id: str
    date: str | None
    name: str
    kind: UndertakingKind
    issue: Issue
    status: UndertakingStatus
    parties: tuple[str, ...]
    mention: str
    sentence: str
    at: int
    reason: str = ""
    known: bool = False

    @property
    def stated(self) -> bool:
        """Whether the article's words tell the status; else it is what holds as a rule."""
        known = self.status is not UndertakingStatus.UNKNOWN
        return known and not self.reason.startswith(("no cue", "made in", "ended on", "sanctions hold"))

    @property
    def issuer(self) -> str:
        """Who imposes a sanctions regime; "" for other kinds."""
        return self.parties[0] if self.kind is UndertakingKind.SANCTIONS_REGIME and self.parties else ""


def telling(one: Undertaking, date: str | None) -> Telling:
    """The telling of an undertaking.

    Args:
        date: Its article's.
    """
    return Telling(
        id=one.id,
        article_id=one.article_id,
        date=date,
        name=one.name,
        kind=one.kind,
        issue=one.issue,
        status=one.status,
        parties=one.parties,
        mention=one.mention.text,
        sentence=one.sentence.text,
        at=one.sentence.start,
        reason=dict(one.reasons).get("status", ""),
        known=is_known(dict(one.reasons).get("name", "")),
    )


def is_known(reason: str) -> bool:
    """Whether the reason for a name says that the matter is one that the coder knows."""
    return reason.startswith("known by")


def surface(text: str) -> str:
    """Words that name a matter, without what leads them in and without marks of quotation.

    >>> surface("the ‘Peace Pipeline’"), surface("Mr. Khan’s mediation")
    ('Peace Pipeline', 'mediation')
    """
    return _LEADS.sub("", _OWNER.sub("", text.strip().strip(_QUOTES))).strip().strip(_QUOTES)


def also_called(mention: str, sentence: str) -> Iterator[str]:
    """The names that a sentence gives beside the one it uses: "the IP pipeline, once known as the peace pipeline".

    >>> list(also_called("the Ilava dam", "Work on the Ilava dam, also known as the Old Mill dam, has stopped."))
    ['Old Mill dam']
    """
    at = sentence.find(mention)
    if at < 0:
        return
    end = at + len(mention)
    for found in _CALLED.finditer(sentence, end, end + _NEAR + 80):
        if found.start() - end <= _NEAR:
            yield _to_head(surface(found[1]))


def _to_head(words: str) -> str:
    """A name up to its last noun of a matter: what follows, "has stopped", is no part of it."""
    parts = words.split()
    last = max((n for n, word in enumerate(parts) if stem(word.strip(_QUOTES + ",.")) in HEADS), default=-1)
    return " ".join(parts[: last + 1]).strip(_QUOTES + ",.") if last >= 0 else words
