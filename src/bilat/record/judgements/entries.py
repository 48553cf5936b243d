"""The lines of the journal: what a person said of a line of the record, and when. Each has an id from its content.

An entry is never changed: one's own judgement is withdrawn by a further entry, an :class:`Undo`.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from bilat.errors import BadArgument
from bilat.model import content_id

Plain = dict[str, Any]

LONGEST_NAME = 80
"""Most characters of an analyst's name."""

LONGEST_TEXT = 10_000
"""Most characters of a note or a comment."""


class What(StrEnum):
    """What kind of line is spoken of; a membership is that of an event in a story across articles."""

    EVENT = "event"
    UNDERTAKING = "undertaking"
    FACT = "fact"
    ARTICLE = "article"
    MEMBERSHIP = "membership"
    STORY = "story"


class Verdict(StrEnum):
    """What a person says of a line."""

    RIGHT = "right"
    WRONG = "wrong"
    CORRECTED = "corrected"


JUDGED = tuple(what for what in What if what is not What.STORY)
"""What can be judged; a story can be commented on, and its events' memberships judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What all entries have.

    Attributes:
        analyst: The name of the person; nothing proves it.
        time: ISO time in UTC with microseconds; of one analyst's entries it goes up.
        id: From the content: the same entry has the same id in every journal.
    """

    analyst: str
    time: str
    id: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        # Worked out once: a view asks for the ids of thousands of entries again and again.
        object.__setattr__(self, "id", content_id("journal", _canonical(_plain(self))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Entry):
    """A verdict on a line.

    Attributes:
        target: The line's id (of a membership, the event's); article_id: its article.
        corrections: By field, the value that is right, in the form of :mod:`bilat.record.judgements.fields`; empty but for
            ``corrected``.
        seen: The line's fields as they were shown; ``at`` is the span by which it is found again when its article is coded
            again.
        machine: Of these fields, the machine's own values where other people's were shown.
        run, program, model: What had made the coding that was judged; null where the record does not say.
        blind: Whether no other person's judgement of the line was applied to what was shown.
        sample: The seed of the random sample that the line was drawn in; null for one that was chosen otherwise.
    """

    what: What
    target: str
    article_id: str
    verdict: Verdict
    corrections: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    seen: Mapping[str, Any] = field(default_factory=dict)
    machine: Mapping[str, Any] = field(default_factory=dict)
    run: str | None = None
    program: str | None = None
    model: str | None = None
    blind: bool = True
    sample: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Entry):
    """A remark on a line; ``reply_to`` is the id of the comment or judgement that it answers, null for a new thread."""

    what: What
    target: str
    text: str
    reply_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Entry):
    """An analyst withdraws an entry of his own; ``of`` is its id."""

    of: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(Entry):
    """An analyst does not want to judge a line: the queue does not show it to him again. It says nothing of the line."""

    what: What
    target: str


KINDS: Mapping[str, type[Entry]] = {"judgement": Judgement, "comment": Comment, "undo": Undo, "pass": Pass}
_NAMES = {kind: name for name, kind in KINDS.items()}
FIELD_NAMES: Mapping[type[Entry], tuple[str, ...]] = {
    kind: tuple(each.name for each in fields(kind) if each.name != "id") for kind in KINDS.values()
}
"""Of each kind the fields that its id is made of."""
_TEXTS = {"analyst", "time", "target", "article_id", "text", "of"}
_TEXTS_OR_NULL = {"note", "reply_to", "run", "program", "model", "sample"}
_MAPPINGS = {"corrections", "seen", "machine"}


def kind_of(entry: Entry) -> str:
    """The name of an entry's kind: judgement, comment, undo or pass."""
    return _NAMES[type(entry)]


def plain(entry: Entry) -> Plain:
    """An entry as plain values, its kind and id first; what it holds is not copied."""
    body = _plain(entry)
    return {"line": body.pop("line"), "id": entry.id, **body}


def _plain(entry: Entry) -> Plain:
    values = {name: getattr(entry, name) for name in FIELD_NAMES[type(entry)]}
    return {"line": kind_of(entry), **values}


def _canonical(body: Plain) -> str:
    return json.dumps(body, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def entry(body: object) -> Entry:
    """The entry of its plain form.

    Raises:
        ValueError: It is none, or its id is not that of its content; says why.
    """
    if not isinstance(body, dict) or body.get("line") not in KINDS:
        raise ValueError(f"no entry of a journal: its line is none of {', '.join(KINDS)}")
    given = {name: value for name, value in body.items() if name not in ("line", "id")}
    kind = KINDS[body["line"]]
    strange = sorted(set(given) - set(FIELD_NAMES[kind]))
    if strange:
        raise ValueError(f"{strange[0]!r} is no field of a {body['line']}")
    try:
        found = kind(**{name: _value(name, value) for name, value in given.items()})
    except TypeError as error:
        raise ValueError(f"a field is missing: {error}") from None
    if body.get("id") != found.id:
        raise ValueError("its id is not that of its content")
    return found


def _value(name: str, value: object) -> Any:
    if name in ("what", "verdict"):
        return (What if name == "what" else Verdict)(str(value))
    good = (
        (name in _TEXTS and isinstance(value, str) and value)
        or (name in _TEXTS_OR_NULL and (value is None or isinstance(value, str)))
        or (name in _MAPPINGS and isinstance(value, dict))
        or (name == "blind" and isinstance(value, bool))
    )
    if not good:
        raise ValueError(f"{name} is {value!r}")
    return value


def name_of(text: str) -> str:
    """An analyst's name, checked: printable, on one line, of at most :data:`LONGEST_NAME` characters.

    Raises:
        BadArgument: It is none.
    """
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name or not name.isprintable() or len(name) > LONGEST_NAME:
        what = f"{text!r} is no name of an analyst"
        raise BadArgument(what, hint=f"give 1 to {LONGEST_NAME} printable characters, as in --analyst 'A. Rahimi'")
    return name


def text_of(text: str | None, what: str) -> str | None:
    """A note or comment, checked; null for nothing.

    Raises:
        BadArgument: It is too long, or no text that UTF-8 can hold.
    """
    if text is None or not text.strip():
        return None
    clean = unicodedata.normalize("NFC", text.strip())
    if len(clean) > LONGEST_TEXT:
        raise BadArgument(f"the {what} has {len(clean):,} characters", hint=f"at most {LONGEST_TEXT:,} are kept")
    if any(unicodedata.category(c) in ("Cs", "Cc") and c not in "\n\t" for c in clean):
        raise BadArgument(f"the {what} has characters that cannot be shown", hint="take them out")
    return clean


def stamp(now: datetime, after: str | None = None) -> str:
    """A time as entries have it; later than ``after``, the analyst's last, whatever the clock says."""
    told = now.astimezone(UTC)
    if after is not None:
        told = max(told, datetime.fromisoformat(after) + timedelta(microseconds=1))
    return told.isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(text: str) -> str:
    """The last time that a stated one reaches to, in the form of :func:`stamp`: "2026-11-30" is the end of that day in UTC.

    Raises:
        BadArgument: It is no time.
    """
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        what = f"{text!r} is no time"
        raise BadArgument(what, hint="give it as 2026-11-30 or 2026-11-30T14:00:00Z") from None
    if len(text) <= len("2026-11-30"):
        told += timedelta(days=1, microseconds=-1)
    return stamp(told if told.tzinfo else told.replace(tzinfo=UTC))
