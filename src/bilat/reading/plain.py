"""A plain-text file -> one draft: its first line is the title where it looks like one."""

import re

from bilat.errors import NotAnArticle, UnreadableFile
from bilat.reading.dates import is_dateline
from bilat.reading.decode import check_is_text, decode, tidy
from bilat.reading.draft import Draft
from bilat.reading.furniture import judge

_LONGEST_TITLE = 160


def read_plain(data: bytes, origin: str) -> Draft:
    """The article of a text file.

    Raises:
        UnreadableFile: Empty, or not text.
        NotAnArticle: Nothing but a title.
    """
    return plain_draft(text_of(data, origin), origin)


def text_of(data: bytes, origin: str) -> str:
    """The text of a text file.

    Raises:
        UnreadableFile: Empty, or not text.
    """
    text = tidy(decode(data))
    if not text.strip():
        raise UnreadableFile("the file is empty", where=origin, hint="leave it out")
    check_is_text(text, origin)
    return text


def plain_draft(text: str, origin: str) -> Draft:
    """The article of a text.

    Raises:
        NotAnArticle: Nothing but a title, or a list of web addresses.
    """
    if _lists_addresses(text):
        raise NotAnArticle("it is a list of web addresses", where=origin, hint="read it with --urls")
    title, body = split_title(text.strip())
    if not body:
        raise NotAnArticle("there is a title and no text", where=origin, hint="leave it out")
    return Draft(text=body, title=title, origin=origin)


def _lists_addresses(text: str) -> bool:
    """Whether every line is a web address, but for blank ones and those that begin with "#"."""
    lines = [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]
    return bool(lines) and all(re.fullmatch(r"https?://\S+", line, re.IGNORECASE) for line in lines)


def split_title(text: str) -> tuple[str | None, str]:
    """Title and text. A title is a first line that is short, has no full stop and has a blank line after it."""
    first, newline, rest = text.partition("\n")
    title = first.strip().lstrip("#").strip()
    followed = bool(newline) and rest.partition("\n")[0].strip() == ""
    if not followed or not 0 < len(title) < _LONGEST_TITLE or title.endswith((".", ":", ";", ",")):
        return None, text
    if is_dateline(title) or judge(title, at_edge=True):
        return None, text
    return title, rest.strip()
