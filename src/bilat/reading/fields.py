"""Which field of a file's records is which: the caller's map first, then the common names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bilat.config import FIELD_TARGETS
from bilat.errors import BadArgument, BadRecord, UnreadableFile
from bilat.model import DateBasis
from bilat.reading.decode import check_is_text, tidy
from bilat.reading.draft import DateClue, Draft

_COMMON = {
    "id": ("id",),
    "title": ("title", "headline", "slug_title"),
    "date": ("date", "published", "est_date", "published_at"),
    "outlet": ("source", "outlet", "publisher"),
    "url": ("url", "link"),
    "text": ("text", "body", "content"),
    "language": ("language", "lang"),
}
_SHOWN_FIELDS = 12


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Target to the names that hold it, in the order in which they are tried; ``given`` are the caller's."""

    names: Mapping[str, tuple[str, ...]]
    given: Mapping[str, str]

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "FieldMap":
        """The map with the caller's names in it.

        Raises:
            BadArgument: A target that an article has no field for.
        """
        named = {("outlet" if target == "source" else target): name for target, name in given.items()}
        for target, name in named.items():
            if target not in FIELD_TARGETS:
                hint = f"write TARGET={name} with one of {', '.join(FIELD_TARGETS)}"
                raise BadArgument(f"an article has no field {target!r}", where=f"--field {target}={name}", hint=hint)
        return cls({**_COMMON, **{target: (name,) for target, name in named.items()}}, named)

    def check(self, present: Iterable[str], where: str) -> None:
        """Raise UnreadableFile where a file has not the fields that the map names, or none that holds the text."""
        present = list(dict.fromkeys(present))
        for target, name in self.given.items():
            if name not in present:
                what = f"there is no field {name!r} for {target}; {_fields(present)}"
                raise UnreadableFile(what, where=where, hint=f"correct --field {target}={name}")
        if not any(name in present for name in self.names["text"]):
            what = f"no field holds the text; {_fields(present)}"
            raise UnreadableFile(what, where=where, hint="name it: --field text=NAME")

    def knows(self, name: str) -> bool:
        """Whether a field of this name is looked at."""
        return any(name in names for names in self.names.values())

    def value(self, record: Mapping[str, Any], target: str) -> tuple[str, Any]:
        """The name and value of a target's first field that is there and not null."""
        for name in self.names[target]:
            if record.get(name) is not None:
                return name, record[name]
        return self.names[target][0], None


def holds_text(names: Iterable[str]) -> bool:
    """Whether one of a table's names is a common one for the text."""
    return not {name.lower() for name in names}.isdisjoint(_COMMON["text"])


def _fields(present: Iterable[str]) -> str:
    names = list(present)
    more = f" and {len(names) - _SHOWN_FIELDS} more" if len(names) > _SHOWN_FIELDS else ""
    return f"its fields are {', '.join(names[:_SHOWN_FIELDS])}{more}" if names else "it has no fields"


def draft_of(record: Mapping[str, Any], fields: FieldMap, origin: str) -> Draft:
    """The article of one record.

    Raises:
        BadRecord: No text, or a text that is none.
        UnreadableFile: A text that is binary.
    """
    name, text = fields.value(record, "text")
    if text is None:
        raise BadRecord(f"no text; {_fields(record)}", where=origin, hint="name its field: --field text=NAME")
    if not isinstance(text, str):
        raise BadRecord(f"field {name!r} is no text but {_kind(text)}", where=origin, hint="correct the line")
    text = tidy(text).strip()
    if not text:
        raise BadRecord(f"field {name!r} is empty", where=origin, hint="leave the line out")
    check_is_text(text, origin)
    return Draft(
        text=text,
        origin=origin,
        id=_identifier(fields.value(record, "id")[1]),
        title=_words(fields.value(record, "title")[1]),
        outlet=_words(fields.value(record, "outlet")[1]),
        url=_words(fields.value(record, "url")[1]),
        language=_words(fields.value(record, "language")[1]),
        clues=_clues(*fields.value(record, "date")),
    )


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)


def _identifier(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _words(value)


def _words(value: object) -> str | None:
    return (tidy(value).strip() or None) if isinstance(value, str) else None


def _clues(name: str, value: object) -> tuple[DateClue, ...]:
    """A date that is a number is a clue too: 20240118 can be read, and what cannot be read is told."""
    if value is None or isinstance(value, bool) or not str(value).strip():
        return ()
    text = value if isinstance(value, str) else str(value)
    return (DateClue(text=text, basis=DateBasis.GIVEN, place=f"field {name}"),)
