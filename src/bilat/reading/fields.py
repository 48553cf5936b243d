"""Which field of a file's records is which: the caller's map first, then the common names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bilat.config import FIELD_TARGETS
from bilat.errors import BadArgument, BadRecord, UnreadableFile
from bilat.model import DateBasis
from bilat.reading.decode import check_is_text, tidy
from bilat.reading.draft import DateClue, Draft
from bilat.reading.maps import SavedMap, looks_like
from bilat.reading.web.pages import Target

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
_LONGEST_ID = 1_000  # ids stand in every line of the record, and in messages


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Target to the names that hold it, in the order in which they are tried.

    Attributes:
        given: The caller's own, which must be there.
        saved: The saved map that the caller chose, whose names are in lower case.
    """

    names: Mapping[str, tuple[str, ...]]
    given: Mapping[str, str]
    saved: SavedMap | None = None

    @classmethod
    def of(cls, given: Mapping[str, str], saved: SavedMap | None = None) -> "FieldMap":
        """The map with the caller's names in it, which go before a saved map's, and these before the common ones.

        Raises:
            BadArgument: A target that an article has no field for.
        """
        named = {("outlet" if target == "source" else target): name for target, name in given.items()}
        for target, name in named.items():
            if target not in FIELD_TARGETS:
                hint = f"write TARGET={name} with one of {', '.join(FIELD_TARGETS)}"
                raise BadArgument(f"an article has no field {target!r}", where=f"--field {target}={name}", hint=hint)
        base = {target: saved.fields.get(target, ()) for target in FIELD_TARGETS} if saved else _COMMON
        return cls({**base, **{target: (name,) for target, name in named.items()}}, named, saved)

    def check(self, present: Iterable[str], where: str) -> None:
        """Raise UnreadableFile where a file has not the fields that the map names, or none that holds the text."""
        present = list(dict.fromkeys(present))
        for target, name in self.given.items():
            if name not in present:
                what = f"there is no field {name!r} for {target}; {_fields(present)}"
                raise UnreadableFile(what, where=where, hint=f"correct --field {target}={name}")
        if self.saved is not None:
            self._check_saved(self.saved, present, where)
        elif not any(name in present for name in self.names["text"]):
            what = f"no field holds the text; {_fields(present)}"
            seen = looks_like(present)
            hint = f"it looks like {seen.what}: --as {seen.name}" if seen else "name it: --field text=NAME"
            raise UnreadableFile(what, where=where, hint=hint)

    def _check_saved(self, saved: SavedMap, present: list[str], where: str) -> None:
        lower = {name.lower() for name in present}
        needed = [self.names["text"], self.names["url"]] if saved.lists else [self.names["text"]]
        if saved.marks and not saved.fits(present) and not self.given:
            seen = looks_like(present)
            looks = f"it looks like {seen.what}" if seen else _fields(present)
            hint = f"--as {seen.name}" if seen else "leave --as out, and name the fields with --field TARGET=NAME"
            raise UnreadableFile(f"this is not {saved.what}: {looks}", where=where, hint=hint)
        if not any(name.lower() in lower for names in needed for name in names):
            what = f"no field holds what --as {saved.name} names for the text; {_fields(present)}"
            raise UnreadableFile(what, where=where, hint=f"correct [maps.{saved.name}], or add --field text=NAME")

    def knows(self, name: str) -> bool:
        """Whether a field of this name is looked at."""
        return self.saved is not None or any(name in names for names in self.names.values())

    def records(self, record: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
        """What one row of a file stands for: itself, or as the saved map has it."""
        if self.saved is None:
            return (record,)
        return self.saved.split(_Caseless(record))

    def value(self, record: Mapping[str, Any], target: str) -> tuple[str, Any]:
        """The name and value of a target's first field that is there and not null."""
        names = self.names[target]
        for name in names:
            if record.get(name) is not None:
                return name, record[name]
        return names[0] if names else target, None


class _Caseless(dict[str, Any]):
    """A record that is asked without regard to case."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        super().__init__(record)
        self._lower = {name.lower(): name for name in record}

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(self._lower.get(name.lower(), name), default)

    def __missing__(self, name: str) -> Any:
        return super().__getitem__(self._lower[name.lower()])


def is_header(names: Iterable[str]) -> bool:
    """Whether names are a table's of articles: a common one for the text and another common one, or a known data set's."""
    names = {name.lower() for name in names}
    known = {target for target, common in _COMMON.items() if not names.isdisjoint(common)}
    return ("text" in known and len(known) > 1) or looks_like(names) is not None


def _fields(present: Iterable[str]) -> str:
    names = list(present)
    more = f" and {len(names) - _SHOWN_FIELDS} more" if len(names) > _SHOWN_FIELDS else ""
    return f"its fields are {', '.join(names[:_SHOWN_FIELDS])}{more}" if names else "it has no fields"


def draft_of(record: Mapping[str, Any], fields: FieldMap, origin: str) -> Draft | Target:
    """The article of one record; the page that it stands for, where a saved map says that its rows do.

    Raises:
        BadRecord: No text, or a text that is none.
        UnreadableFile: A text that is binary.
    """
    name, text = fields.value(record, "text")
    if fields.saved is not None and fields.saved.lists and (text is None or text == ""):
        return _target_of(record, fields, origin)
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
        id=_identifier(fields.value(record, "id")[1], origin),
        title=_words(fields.value(record, "title")[1]),
        outlet=_words(fields.value(record, "outlet")[1]),
        url=_words(fields.value(record, "url")[1]),
        language=_words(fields.value(record, "language")[1]),
        clues=_clues(*fields.value(record, "date")),
    )


def _target_of(record: Mapping[str, Any], fields: FieldMap, origin: str) -> Target:
    url = _words(fields.value(record, "url")[1])
    if url is None:
        raise BadRecord("neither a text nor a web address", where=origin, hint="leave the line out")
    return Target(
        url=url,
        origin=origin,
        title=_words(fields.value(record, "title")[1]),
        publisher=_words(fields.value(record, "outlet")[1]),
        later=_clues(*fields.value(record, "date")),
    )


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)


def _identifier(value: object, origin: str) -> str | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    found = str(value) if whole else _words(value)
    if found and len(found) > _LONGEST_ID:
        what = f"the id has {len(found):,} characters, over {_LONGEST_ID:,}"
        raise BadRecord(what, where=origin, hint="name another field: --field id=NAME")
    return found


def _words(value: object) -> str | None:
    return (tidy(value).strip() or None) if isinstance(value, str) else None


def _clues(name: str, value: object) -> tuple[DateClue, ...]:
    """A date that is a number is a clue too: 20240118 can be read, and what cannot be read is told."""
    if value is None or isinstance(value, bool) or not str(value).strip():
        return ()
    text = value if isinstance(value, str) else str(value)
    return (DateClue(text=text, basis=DateBasis.GIVEN, place=f"field {name}"),)
