"""Which format an input has: by its name where the name tells it, else by its first bytes."""

import json
import re
from enum import Enum
from pathlib import PurePath

from bilat.errors import UnreadableFile
from bilat.reading.decode import decode, signature


class Kind(Enum):
    """A format that reading has a reader for."""

    PAGE = "page"
    TEXT = "text"
    LINES = "lines"
    JSON = "json"
    COMMAS = "commas"
    TABS = "tabs"


MANY = {Kind.LINES, Kind.JSON, Kind.COMMAS, Kind.TABS}
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
}
# fmt: off
_NO_ARTICLES = frozenset((
    ".css", ".js", ".mjs", ".map", ".svg", ".xml", ".rss", ".toml", ".yaml", ".yml", ".ini", ".cfg", ".py", ".sh",
    ".log", ".sql", ".lock", ".woff", ".woff2", ".ttf", ".ico",
))
# fmt: on
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_ANY_TAG = re.compile(r"\s*<(?:!doctype|!--|html|head|body|article|div|p|h1|title|meta|section|main)\b", re.IGNORECASE)
FORMATS = "reads .html .htm .xhtml .txt .md .jsonl .ndjson .json .csv .tsv, each also as .gz"


def suffix_of(name: str) -> str:
    """The suffix that tells the format: in lower case, without a last ``.gz``."""
    path = PurePath(name)
    if path.suffix.lower() == ".gz":
        path = path.with_suffix("")
    return path.suffix.lower()


def kind_by_name(name: str) -> Kind | None:
    """The format that the name tells, None where it tells none."""
    return _SUFFIXES.get(suffix_of(name))


def kind_of(name: str, head: bytes) -> Kind:
    """The format of an input.

    Raises:
        UnreadableFile: No text, by its first bytes, or a kind of file that holds no article.
    """
    binary = signature(head)
    if binary:
        raise UnreadableFile(f"not text: it is {binary}", where=name, hint=f"bilat {FORMATS}")
    suffix = suffix_of(name)
    if suffix in _NO_ARTICLES:
        raise UnreadableFile(f"a {suffix} file holds no article that can be read", where=name, hint=f"bilat {FORMATS}")
    kind = kind_by_name(name)
    if kind is not None and kind is not Kind.TEXT:
        return kind
    start = decode(_whole_characters(head[:8192])).lstrip("\ufeff")
    if kind is None:
        return _sniff(start)
    return Kind.PAGE if _PAGE.match(start) else kind


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
    return Kind.TEXT


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
