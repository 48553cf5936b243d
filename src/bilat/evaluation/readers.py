"""Reading gold files: rows with their line, and a clear word when a file is of another form than the measure needs."""

import csv
import hashlib
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from bilat.errors import BadArgument, BadRecord

Row = dict[str, object]
T = TypeVar("T")


class Line(NamedTuple):
    """One record of a file and where it stands, as "file:line"."""

    where: str
    row: Row


_FORMS = {
    "articles": "whole articles coded by hand (JSON lines with id, text and events of type, actors, recipients)",
    "relations": "marked pairs (tab-separated: id, sentence, marked_sentence, source, target, gold_root)",
    "sentences": "coded sentences (JSON lines with id, text and events of source_codes, target_codes)",
    "actors": "phrases to resolve (one JSON list of phrase, date, country, sector)",
    "places": "gold place names (XML: articles with locations or toponyms)",
    "stories": "articles in clusters (JSON lines with id, text and cluster)",
    "status": "predicates with factuality (JSON lines with sentence, token and factuality)",
    "pages": "a folder of saved pages with ground-truth.json (an object of page id to articleBody)",
}

_BROKEN = "JSON of another form"


def digest(path: Path) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the file's bytes; of a folder's, of its files by name."""
    if not path.is_dir():
        return hashlib.sha256(load_bytes(path)).hexdigest()[:16]
    whole = hashlib.sha256()
    for file in sorted(path.iterdir()):
        whole.update(f"{file.name}\0{digest(file)}\n".encode())
    return whole.hexdigest()[:16]


def load_bytes(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        BadArgument: There is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        what = error.strerror or "cannot be read"
        raise BadArgument(what, where=str(path), hint="give the path of a gold file") from None


def load_text(path: Path, form: str) -> str:
    """The file's text.

    Raises:
        BadArgument: The file is missing, empty or no text.
    """
    try:
        text = load_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong_form(path, form, "a binary file, or text that is not UTF-8") from None
    if not text.strip():
        raise wrong_form(path, form, "an empty file")
    return text


def wrong_form(path: Path, form: str, seen: str) -> BadArgument:
    """The error for a file that is not what the measure ``form`` reads."""
    hint = f"`bilat evaluate {form}` reads {_FORMS[form]}"
    other = next((name for name, description in _FORMS.items() if description == seen and name != form), None)
    if other:
        hint += f"; for this file try `bilat evaluate {other}`"
    return BadArgument(f"looks like {seen}", where=str(path), hint=hint)


def looks_like(text: str) -> str:
    """What a text looks like: one of the gold forms, or its plain kind."""
    head = text.lstrip()[:1]
    if head == "<":
        return _FORMS["places"] if "<articles" in text[:500] else "an XML or HTML page"
    if head in ("{", "["):
        return _json_form(text)
    columns = text.split("\n", 1)[0].split("\t")
    if {"marked_sentence", "gold_root"} <= set(columns):
        return _FORMS["relations"]
    return "a table of other columns" if len(columns) > 1 else "plain text"


def _json_form(text: str) -> str:
    first = _first_record(text)
    if first is None:
        return _BROKEN
    if "phrase" in first:
        return _FORMS["actors"]
    if "factuality" in first:
        return _FORMS["status"]
    if "cluster" in first:
        return _FORMS["stories"]
    if "events" in first:
        return _FORMS["sentences" if _codes_sentences(first) else "articles"]
    return f"JSON with {', '.join(list(first)[:6])}"


def _codes_sentences(row: Mapping[str, object]) -> bool:
    events = row["events"]
    if isinstance(events, list) and events and isinstance(events[0], dict):
        return "source_codes" in events[0]
    return "noevents" in row or "title" not in row


def _first_record(text: str) -> Row | None:
    for candidate in (text.lstrip().split("\n", 1)[0], text):
        try:
            value = json.loads(candidate)
        except ValueError:
            continue
        value = value[0] if isinstance(value, list) and value else value
        return value if isinstance(value, dict) else None
    return None


def read_jsonl(path: Path, form: str) -> Iterator[Line]:
    """The objects of a JSON lines file.

    Raises:
        BadArgument: The file is of another form.
        BadRecord: A line is no JSON object.
    """
    text = load_text(path, form)
    seen = looks_like(text)
    if seen != _FORMS[form] and not seen.startswith(_BROKEN):
        raise wrong_form(path, form, seen)
    # Not splitlines: it also splits at separators that stand raw inside JSON strings.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield Line(f"{path}:{number}", _parse_object(line, f"{path}:{number}"))


def _parse_object(line: str, where: str) -> Row:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise BadRecord(f"is no JSON: {error}", where=where, hint="each line is one JSON object") from None
    if not isinstance(value, dict):
        raise BadRecord("is no JSON object", where=where, hint="each line is one JSON object")
    return value


def read_json_list(path: Path, form: str) -> Iterator[Line]:
    """The objects of a file that is one JSON list; ``where`` counts them, as the file has no line of its own for each.

    Raises:
        BadArgument: The file is of another form, or no JSON.
        BadRecord: An item is no object.
    """
    text = load_text(path, form)
    seen = looks_like(text)
    try:
        items = json.loads(text)
    except ValueError as error:
        if seen != _FORMS[form] and not seen.startswith(_BROKEN):
            raise wrong_form(path, form, seen) from None
        raise BadArgument(f"is no JSON: {error}", where=str(path), hint=f"expected {_FORMS[form]}") from None
    if not isinstance(items, list) or (seen != _FORMS[form] and items):
        raise wrong_form(path, form, seen)
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise BadRecord("is no JSON object", where=f"{path}:item {number}", hint=f"expected {_FORMS[form]}")
        yield Line(f"{path}:item {number}", item)


def read_table(path: Path, form: str, columns: tuple[str, ...]) -> Iterator[Line]:
    """The rows of a tab-separated file with a header; a field that holds quotes is quoted as in CSV.

    Raises:
        BadArgument: The file is of another form, or lacks a column.
        BadRecord: A row has more or fewer fields than the header.
    """
    text = load_text(path, form)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    header = next(reader)
    if not set(columns) <= set(header):
        raise wrong_form(path, form, looks_like(text))
    for fields in reader:
        if fields:
            where = f"{path}:{reader.line_num}"
            if len(fields) != len(header):
                what = f"has {len(fields)} fields, the header {len(header)}"
                raise BadRecord(what, where=where, hint="fields are parted by one tab")
            yield Line(where, dict(zip(header, fields, strict=True)))


def read_xml(path: Path, form: str) -> ElementTree.Element:
    """The root of an XML file.

    Raises:
        BadArgument: The file is of another form, or no well-formed XML.
    """
    text = load_text(path, form)
    seen = looks_like(text)
    if seen != _FORMS[form]:
        raise wrong_form(path, form, seen)
    if "<!ENTITY" in text:  # no gold file needs entities, and they can be nested to fill the memory
        raise BadArgument("declares XML entities", where=str(path), hint="write the characters themselves")
    try:
        return ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        where = f"{path}:{error.position[0]}"
        raise BadArgument(f"is no well-formed XML: {error}", where=where, hint="mend the file there") from None


@contextmanager
def at(where: str) -> Iterator[None]:
    """Turns a missing or wrong field, met while a row is made into a gold item, into an error with its place.

    Raises:
        BadRecord: The row lacks a field or has one with a wrong value.
    """
    try:
        yield
    except KeyError as error:
        raise BadRecord(f"has no field {error}", where=where, hint="add it, or take the line out") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRecord(f"has a wrong value: {error}", where=where, hint="mend it, or take the line out") from None


def build(lines: Iterator[Line], make: Callable[[Row], T]) -> list[T]:
    """Makes each row into a gold item.

    Raises:
        BadRecord: A row lacks a field or has one with a wrong value.
    """
    items = []
    for line in lines:
        with at(line.where):
            items.append(make(line.row))
    return items


def text_of(row: Mapping[str, object], field: str) -> str:
    """A field that must be text.

    Raises:
        KeyError: There is no such field.
        TypeError: It is not text.
    """
    value = row[field]
    if not isinstance(value, str):
        raise TypeError(f"{field} is {type(value).__name__}, not text")
    return value


def optional_text(row: Mapping[str, object], field: str) -> str | None:
    """A field that is text, or null: absent, null and "" alike.

    Raises:
        TypeError: It is something else.
    """
    return (text_of(row, field) or None) if row.get(field) is not None else None


def rows_of(row: Mapping[str, object], field: str) -> list[Row]:
    """A field that is a list of objects; absent and null are the empty list.

    Raises:
        TypeError: It is something else.
    """
    return _list_of(row, field, dict, "objects")


def texts_of(row: Mapping[str, object], field: str) -> list[str]:
    """A field that is a list of texts; absent and null are the empty list.

    Raises:
        TypeError: It is something else.
    """
    return _list_of(row, field, str, "texts")


def _list_of(row: Mapping[str, object], field: str, kind: type[T], kinds: str) -> list[T]:
    value = row.get(field) or []
    if not isinstance(value, list) or not all(isinstance(v, kind) for v in value):
        raise TypeError(f"{field} is no list of {kinds}")
    return value
