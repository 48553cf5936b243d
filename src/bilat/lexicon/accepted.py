"""A user's own names, on top of the shipped lexicon: a YAML file in which each entry is accepted or not.

``bilat learn --yaml`` writes such a file with ``accepted: false`` on each entry. Its entries have the form of
``resources/offices/*.yaml`` (under ``people``) and ``resources/groups.yaml`` (under ``groups``), with what was seen beside.
"""

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
    ValidationError,
    model_validator,
)

from bilat.errors import BadSetting
from bilat.lexicon import Lexicon
from bilat.lexicon.names import ACCEPTED, Name, NameIndex, words
from bilat.model import Sector

_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_DATES = "write dates as 2024-04-21, 2024-04 or 2024"
_CODES = "a code is a state (ISO 3166 alpha-3) with a sector, such as IRNGOV, or a body such as IGOUN"


def _dated(value: object) -> object:
    if isinstance(value, datetime.datetime):
        raise ValueError("has a time of day")
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not _DATE.fullmatch(text):
        raise ValueError("is no date")
    datetime.date.fromisoformat((text + "-01-01")[:10])
    return text


Day = Annotated[str, BeforeValidator(_dated)]
Words = Annotated[StrictStr, Field(min_length=2, max_length=200)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Term(_Form):
    """An office that a person held: from and until are days, months or years; left out, the time is open."""

    office: Words | None = None
    code: StrictStr | None = None
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Term":
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"from {self.since} is after until {self.until}")
        return self


class _Entry(_Form):
    accepted: StrictBool
    note: StrictStr | None = None
    source: StrictStr | None = None
    # What the proposal was made from, for the person who accepts it; it changes nothing.
    seen: Any = None
    contradicting: Any = None
    lexicon: Any = None
    evidence: Any = None


class Person(_Entry):
    """A person: the usual name, other forms of it, and offices."""

    name: Words
    also: tuple[Words, ...] = ()
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    kind: ClassVar[str] = "person"

    def texts(self) -> tuple[str, ...]:
        """All forms of the name."""
        return tuple(dict.fromkeys([self.name, *self.also]))

    def held(self) -> tuple[Term, ...]:
        """What the names mean, and when."""
        return self.terms


class Group(_Entry, Term):
    """An armed group: its names, the usual one first, and its code."""

    names: Annotated[tuple[Words, ...], Field(min_length=1)]
    kind: ClassVar[str] = "group"

    def texts(self) -> tuple[str, ...]:
        """All forms of the name."""
        return tuple(dict.fromkeys(self.names))

    def held(self) -> tuple[Term, ...]:
        """What the names mean, and when."""
        return (self,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedNames:
    """The accepted names of a file.

    Attributes:
        digest: Of the file's bytes, 16 hexadecimal digits of SHA-256.
        entries: How many the file has; accepted: how many of them are used.
    """

    file: str
    digest: str
    entries: int
    accepted: int
    names: tuple[Name, ...] = field(compare=False)

    def onto(self, lexicon: Lexicon) -> Lexicon:
        """The lexicon with these names, and with a digest that names both.

        A term of theirs ends where the next of the same person or group begins, be it the file's or the lexicon's.
        """
        ours = {(name.kind, name.label) for name in self.names}
        mixed = [n for n in lexicon.names if (n.kind, n.label) in ours]
        rest = [n for n in lexicon.names if (n.kind, n.label) not in ours]
        settled = _settled([*mixed, *self.names])
        return replace(lexicon, names=NameIndex([*rest, *settled]), digest=f"{lexicon.digest}, names {self.digest}")


def load(path: Path, lexicon: Lexicon) -> AcceptedNames:
    """The accepted names of a file, checked against the lexicon that they will stand on.

    Raises:
        BadSetting: The file cannot be read, or an entry cannot be used; names the file, the entry and the way out.
    """
    content = _read(path)
    entries = list(_entries(_parsed(content, path), path))
    _check_doubled(entries, path)
    names: list[Name] = []
    accepted = 0
    for label, entry in entries:
        where = f"{path}: {label}"
        _check_codes(entry, lexicon, where)
        if entry.accepted:
            accepted += 1
            made = list(_names(entry, path))
            _check_taken(made, lexicon, where)
            names += made
    digest = hashlib.sha256(content).hexdigest()[:16]
    return AcceptedNames(file=str(path), digest=digest, entries=len(entries), accepted=accepted, names=tuple(names))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"the file of names cannot be read: {error.strerror}"
        raise BadSetting(what, where=str(path), hint="bilat learn --yaml FILE writes one") from None


def _parsed(content: bytes, path: Path) -> Mapping[str, Any]:
    hint = "it holds the lists people: and groups:, as bilat learn --yaml writes them"
    try:
        raw = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2024-02-31
        raise BadSetting(f"not YAML: {' '.join(str(error).split())}", where=str(path), hint=hint) from None
    if not isinstance(raw, Mapping):
        raise BadSetting("not a file of names", where=str(path), hint=hint)
    unknown = [key for key in raw if key not in {"people", "groups"}]
    if unknown:
        raise BadSetting(f"unknown list {unknown[0]!r}", where=str(path), hint=hint)
    return raw


def _entries(raw: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Person | Group]]:
    """The entries, each with what it is called in errors."""
    forms: tuple[tuple[str, type[Person] | type[Group]], ...] = (("people", Person), ("groups", Group))
    for key, form in forms:
        listed = raw.get(key) or []
        if not isinstance(listed, list):
            raise BadSetting(f"{key!r} is not a list", where=str(path), hint="begin each entry with a dash")
        for number, item in enumerate(listed, 1):
            label = f"{key} {number} ({_called(item)})"
            try:
                yield label, form.model_validate(item)
            except ValidationError as error:
                raise _bad_entry(error, form, f"{path}: {label}") from None


def _called(item: Any) -> str:
    first = item.get("name") or (item.get("names") or ["?"])[:1] if isinstance(item, Mapping) else "?"
    return str(first[0] if isinstance(first, list) else first)


def _bad_entry(error: ValidationError, form: type[Person] | type[Group], where: str) -> BadSetting:
    errors = error.errors()
    first = next(
        (one for one in errors if one["type"] == "extra_forbidden"), errors[0]
    )  # what is missing may be misspelt
    at = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        owner = Term if str(first["loc"][0]) == "terms" else form
        known = [f.alias or name for name, f in owner.model_fields.items()]
        return BadSetting(f"unknown field {at!r}", where=where, hint=f"known: {', '.join(known)}")
    if first["type"] == "missing" and at == "accepted":
        return BadSetting(
            "'accepted' is missing", where=where, hint="write accepted: true to use it, or accepted: false"
        )
    if first["type"] == "missing":
        return BadSetting(f"{at!r} is missing", where=where, hint="write it, or take the entry out")
    told = first["msg"].removeprefix("Value error, ")
    what = f"{at} {first['input']!r}: {told}" if at and not isinstance(first["input"], Mapping) else told
    dated = bool(first["loc"]) and first["loc"][-1] in {"from", "until"}
    return BadSetting(what, where=where, hint=_DATES if dated else "correct it, or take the entry out")


def _check_codes(entry: Person | Group, lexicon: Lexicon, where: str) -> None:
    for term in entry.held():
        if term.code is None:
            if entry.accepted:
                hint = "the articles disagree: choose one, as its contradicting: shows, or set accepted: false"
                raise BadSetting("it is accepted and has no code", where=where, hint=hint)
        elif not _is_code(term.code, lexicon, bare=entry.kind == "group"):
            raise BadSetting(f"{term.code!r} is no code", where=where, hint=_CODES)


def _is_code(code: str, lexicon: Lexicon, *, bare: bool) -> bool:
    if code.startswith("IGO"):
        return code in lexicon.labels
    if bare and code == Sector.REB:
        return True
    return len(code) == 6 and code[:3] in lexicon.labels and code[3:] in Sector.__members__


def _names(entry: Person | Group, path: Path) -> Iterator[Name]:
    for text in entry.texts():
        for term in entry.held():
            yield Name(
                text=text,
                code=term.code or "",
                kind=entry.kind,
                label=entry.texts()[0],
                since=term.since,
                until=term.until,
                office=term.office,
                source=f"{ACCEPTED} {path}",
                accepted=True,
            )


def _key(text: str) -> tuple[str, ...]:
    return words(text).forms


def _check_doubled(entries: Iterable[tuple[str, Person | Group]], path: Path) -> None:
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for label, entry in entries:
        for text in entry.texts():
            if not _key(text):
                raise BadSetting(f"{text!r} has no letters", where=f"{path}: {label}", hint="take it out")
            other = seen.setdefault((entry.kind, _key(text)), label)
            if other != label:
                hint = "keep it in one of them; the offices of one person are several terms of one entry"
                raise BadSetting(f"the name {text!r} stands also in {other}", where=f"{path}: {label}", hint=hint)


def _check_taken(names: Iterable[Name], lexicon: Lexicon, where: str) -> None:
    """Stop at a name that the lexicon has for somebody else at that time."""
    for name in names:
        for other in lexicon.names.exact(name.text):
            alike = (other.kind == "person") == (name.kind == "person")
            if alike and other.label != name.label and other.code != name.code and _overlap(name, other):
                held = f"{other.office or other.kind}, {other.code}, {other.since or ''} to {other.until or 'now'}"
                what = f"the lexicon has {name.text!r} as {other.label} ({held})"
                hint = "take that form of the name out, or give the term dates that do not overlap"
                raise BadSetting(what, where=where, hint=hint)


def _overlap(a: Name, b: Name) -> bool:
    return (a.since or "") < (b.until or "9999") and (b.since or "") < (a.until or "9999")


def _settled(names: Iterable[Name]) -> Iterator[Name]:
    """The names, those of a file and of the lexicon that mean one at one time set apart."""
    by_one: dict[tuple[str, str], list[Name]] = {}
    for name in names:
        by_one.setdefault((name.kind, name.label), []).append(name)
    for terms in by_one.values():
        for name in terms:
            later = [
                other.since
                for other in terms
                if other.accepted != name.accepted and other.since and (name.since or "") < other.since
            ]
            end = _day_before(min(later)) if later else None
            yield replace(name, until=end) if end and (name.until is None or end < name.until) else name


def _day_before(date: str) -> str:
    day = datetime.date.fromisoformat((date + "-01-01")[:10])
    return (day - datetime.timedelta(days=1)).isoformat()
