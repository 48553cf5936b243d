"""Which format an input has: by its first bytes where they tell it, else by its name."""

import csv
import json
import re
import tarfile
from enum import Enum
from pathlib import PurePath

from bilat.errors import UnreadableFile
from bilat.reading.decode import decode, signature
from bilat.reading.fields import is_header
from bilat.reading.maps import bare_form


class Kind(Enum):
    """A format that reading has a reader for."""

    PAGE = "page"
    TEXT = "text"
    LINES = "lines"
    JSON = "json"
    COMMAS = "commas"
    TABS = "tabs"
    PARQUET = "parquet"
    WARC = "warc"
    ZIP = "zip"
    TAR = "tar"
    RICH = "rich text"
    WORD = "word"


MANY = frozenset(Kind) - {Kind.PAGE, Kind.TEXT}
"""The formats of which one file can hold many articles, whatever is in it."""
_SUFFIXES = {
    ".html": Kind.PAGE,
    ".htm": Kind.PAGE,
    ".xhtml": Kind.PAGE,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.TEXT,
    ".jsonl": Kind.LINES,
    ".ndjson": Kind.LINES,
    ".json": Kind.JSON,
    ".csv": Kind.COMMAS,
    ".tsv": Kind.TABS,
    ".tab": Kind.TABS,
    ".parquet": Kind.PARQUET,
    ".warc": Kind.WARC,
    ".wet": Kind.WARC,
    ".zip": Kind.ZIP,
    ".tar": Kind.TAR,
    ".tgz": Kind.TAR,
    ".tbz2": Kind.TAR,
    ".txz": Kind.TAR,
    ".rtf": Kind.RICH,
    ".docx": Kind.WORD,
}
_MAGIC = (
    (b"PAR1", Kind.PARQUET),
    (b"WARC/", Kind.WARC),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),  # an archive with nothing in it
    (b"{\\rtf", Kind.RICH),
)
_BINARY = {Kind.PARQUET, Kind.WARC, Kind.ZIP, Kind.TAR, Kind.RICH, Kind.WORD}
_PACKED = frozenset((".gz", ".bz2", ".xz", ".zst", ".zstd"))
# fmt: off
_NO_ARTICLES = frozenset((
    ".css", ".js", ".mjs", ".map", ".svg", ".xml", ".rss", ".toml", ".yaml", ".yml", ".ini", ".cfg", ".py", ".sh",
    ".log", ".sql", ".lock", ".woff", ".woff2", ".ttf", ".ico",
))
# fmt: on
_PAGE = re.compile(
    # What was matched is not tried in another way (*+): comment upon comment would take longer than the world lasts.
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(r"\s*<(?:!doctype|!--|html|head|body|article|div|p|h1|title|meta|section|main)\b", re.IGNORECASE)
_TAR_BLOCK = 512
FORMATS = (
    "reads .html .txt .md .jsonl .json .csv .tsv .parquet .docx .rtf .warc .wet and .zip or .tar of these, "
    "also as .gz .bz2 .xz .zst"
)


def suffix_of(name: str) -> str:
    """The suffix that tells the format: in lower case, without a last one that tells the packing (``.gz``)."""
    path = PurePath(name)
    if path.suffix.lower() in _PACKED:
        path = path.with_suffix("")
    return path.suffix.lower()


def kind_by_name(name: str) -> Kind | None:
    """The format that the name tells, None where it tells none."""
    return _SUFFIXES.get(suffix_of(name))


def kind_of(name: str, head: bytes) -> Kind:
    """The format of an input; what it holds goes before what it is called.

    Raises:
        UnreadableFile: No text, by its first bytes, or a kind of file that holds no article.
    """
    kind = _by_magic(head)
    if kind:
        return kind
    binary = signature(head)
    if binary:
        raise UnreadableFile(f"not text: it is {binary}", where=name, hint=f"bilat {FORMATS}")
    suffix = suffix_of(name)
    if suffix in _NO_ARTICLES:
        raise UnreadableFile(f"a {suffix} file holds no article that can be read", where=name, hint=f"bilat {FORMATS}")
    named = kind_by_name(name)
    start = decode(_whole_characters(head[:8192])).lstrip("\ufeff")
    if not start.strip():
        return Kind.TEXT if named in _BINARY or named is None else named
    kind = _settled(named, start)
    if kind in _BINARY:
        what = f"the name says {suffix}, and the content is none"
        raise UnreadableFile(what, where=name, hint="name it as what it is, or fetch it again")
    return kind


def _by_magic(head: bytes) -> Kind | None:
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if kind is None and len(head) >= _TAR_BLOCK:
        try:
            tarfile.TarInfo.frombuf(head[:_TAR_BLOCK], "utf-8", "surrogateescape")
        except (tarfile.HeaderError, ValueError):
            return None
        return Kind.TAR  # its checksum fits
    return kind


def _settled(named: Kind | None, start: str) -> Kind:
    """The format of a text: its name's, unless it plainly is of another."""
    if named is None:
        return _sniff(start)
    if named is not Kind.PAGE and _PAGE.match(start):
        return Kind.PAGE
    plain = _sniff(start)
    if named is Kind.LINES and plain is Kind.JSON and start.lstrip().startswith("["):
        return plain
    if named in _BINARY and plain is not Kind.TEXT:
        return plain
    if (
        named in (Kind.TEXT, Kind.PAGE, Kind.COMMAS, Kind.TABS)
        and plain in (Kind.LINES, Kind.JSON)
        and _is_object(start)
    ):
        return plain
    if named in (Kind.TEXT, Kind.PAGE, Kind.LINES, Kind.JSON) and plain in (Kind.COMMAS, Kind.TABS):
        return plain
    return named


def _whole_characters(head: bytes) -> bytes:
    """Without a UTF-8 character that the cut may have split, which would make the rest look like another encoding."""
    for back in range(1, min(4, len(head)) + 1):
        if head[-back] >= 0xC0:
            return head[:-back]
        if head[-back] < 0x80:
            break
    return head


def _sniff(start: str) -> Kind:
    first = start.lstrip()[:1]
    if first == "<" and _ANY_TAG.match(start):
        return Kind.PAGE
    if first == "{":
        return Kind.LINES if _first_line_is_whole(start.lstrip()) else Kind.JSON
    if first == "[" and start.lstrip()[1:].lstrip()[:1] in ("{", "]"):
        return Kind.JSON
    return _table(start) or Kind.TEXT


def _table(start: str) -> Kind | None:
    """The kind of table whose first line names a text and other fields, None for prose."""
    line, newline, _ = start.lstrip().partition("\n")
    if bare_form(line.rstrip("\r").split("\t")):
        return Kind.TABS
    for delimiter, kind in (("\t", Kind.TABS), (",", Kind.COMMAS), (";", Kind.COMMAS)):
        if newline and delimiter in line:
            names = _cells(line, delimiter)
            if names and all(names) and is_header(names):
                return kind
    return None


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        row = next(csv.reader([line.rstrip("\r")], delimiter=delimiter), [])
    except csv.Error:  # no table's header
        return []
    return [name.strip() for name in row]


def _is_object(start: str) -> bool:
    return re.match(r'\s*\[?\s*\{\s*"', start) is not None


def _first_line_is_whole(start: str) -> bool:
    """JSONL's first line is an object by itself; a line longer than what was looked at is taken for one."""
    line, newline, _ = start.partition("\n")
    if not newline:
        return True
    try:
        json.loads(line)
    except ValueError:
        # A broken first line of JSONL still ends in its brace; a printed object's first line opens and goes on.
        return line.rstrip().endswith("}") or len(line) > 200
    return True
