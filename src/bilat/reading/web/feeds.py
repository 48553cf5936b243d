"""A feed's bytes -> its entries: RSS 0.9 to 2.0 and Atom, by feedparser, which takes no entity from outside and swells none."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import feedparser

from bilat.errors import NotAnArticle, TooLarge
from bilat.model import content_id
from bilat.reading.dates import parse_date
from bilat.reading.decode import declared_charset, decode, known_charset, tidy
from bilat.reading.web.addresses import is_web, without_marks

ROOTS = {"rss", "feed", "rdf", "channel"}
"""The first elements of feeds, in lower case and without prefix."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
_CHARACTER = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_LAST_CHARACTER = 0x10FFFF
_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"\s+")
_OPENED, _CLOSED = re.compile(r"<(?:item|entry)\b", re.IGNORECASE), re.compile(r"</(?:item|entry)\b", re.IGNORECASE)
_MOST_ELEMENTS = 400_000  # some ten seconds of the parser; 5,000 entries with 80 elements each
_MOST_UNCLOSED = 50  # the parser's time grows with the square of entries inside entries
_CUT_OFF = re.compile(
    r"(?:\.\.\.|\u2026|\[\s*(?:\.\.\.|\u2026)?\s*\]"
    r"|\b(?:read (?:more|on|the (?:full|rest))|continue reading|full (?:story|article))\b.{0,80})"
    r"[\s\]\u00bb\u2192>.]*$",
    re.IGNORECASE,
)
_WORDS_OF_CONTENT, _WORDS_OF_SUMMARY = 80, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed.

    Attributes:
        keys: What it is known by the next time: digests of its id and of its address, where no other entry has the same.
        stamp: When it last changed, in the feed's words; another stamp means another text.
        name: Its id or address, for messages and origins.
        url: Its page, absolute; None where it has none.
        published, updated: Its dates in words that :func:`~bilat.reading.dates.parse_date` reads, or as they stand.
        html: The text that the feed itself gives; ``whole`` where that is all of the article rather than its beginning.
    """

    keys: tuple[str, ...]
    stamp: str
    name: str
    url: str | None
    title: str | None
    outlet: str | None
    published: str | None
    updated: str | None
    html: str
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it was fetched; ``broken`` says where its XML is broken, though entries were read."""

    title: str | None
    entries: tuple[Entry, ...]
    broken: str | None = None


def parse_feed(data: bytes, url: str, charset: str | None = None) -> Feed:
    """The feed of a document; one that is broken is read as far as it goes.

    Args:
        url: Where it was fetched, for relative links.
        charset: What its server said of its encoding.

    Raises:
        NotAnArticle: No feed, or one too broken to be read.
        TooLarge: More elements than a feed has.
    """
    text = tidy(decode(data, declared=known_charset(charset) or declared_charset(data)))
    if text.count("<") + text.count("&lt;") > _MOST_ELEMENTS:
        what = f"the feed has more than {_MOST_ELEMENTS:,} elements"
        raise TooLarge(what, where=url, hint="give a shorter feed of the site, or its sitemap")
    if len(_OPENED.findall(text)) - len(_CLOSED.findall(text)) > _MOST_UNCLOSED:
        raise NotAnArticle("the feed is broken: its entries do not end", where=url, hint="tell the site's owner")
    text = '<?xml version="1.0" encoding="utf-8"?>' + _DECLARATION.sub("", text.lstrip("\ufeff"))
    text = _CHARACTER.sub(_known_character, text)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        found = feedparser.parse(io.BytesIO(text.encode()), response_headers=headers)
    except Exception as error:  # the parser trips over what no feed has: elements where none may be, names with spaces
        what = f"the feed is broken in a way that cannot be read ({type(error).__name__}: {error})"
        raise NotAnArticle(what, where=url, hint="tell the site's owner") from None
    if not found.version and not found.entries:
        raise NotAnArticle("the document is no feed that can be read", where=url, hint="give the address of a feed")
    title = _words(found.feed.get("title"))
    links, ids = Counter(map(_link, found.entries)), Counter(map(_id, found.entries))
    return Feed(
        title=title,
        entries=tuple(_entry(entry, links, ids) for entry in found.entries),
        broken=str(found.bozo_exception).replace("<unknown>:", "line ") if found.bozo else None,
    )


def _known_character(found: re.Match[str]) -> str:
    """A character by its number; one of no character stands for U+FFFD, and would end the parser."""
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    number = int(digits, base) if len(digits) < 10 else _LAST_CHARACTER + 1
    return found[0] if number <= _LAST_CHARACTER and not 0xD800 <= number < 0xE000 else "\ufffd"


def _entry(entry: Any, links: Counter[str], ids: Counter[str]) -> Entry:
    link, name = _link(entry), _id(entry)
    html, whole = _text(entry)
    # An id or address that several entries have tells none of them: some feeds give the site's own for all.
    keys = [content_id("link", link)] if link and links[link] == 1 else []
    keys += [content_id("id", name)] if name and ids[name] == 1 else []
    title = _words(entry.get("title"))
    published, updated = _date(entry, "published"), _date(entry, "updated")
    keys = keys or [content_id("entry", link, name, title or "", published or "", html[:1000])]
    return Entry(
        keys=tuple(keys),
        stamp=updated or "",
        name=name or link or title or keys[0],
        url=link or None,
        title=title,
        outlet=_words((entry.get("source") or {}).get("title")),
        published=published,
        updated=updated,
        html=html,
        whole=whole,
    )


def _link(entry: Any) -> str:
    link = str(entry.get("link") or "").strip()
    return without_marks(link) if is_web(link) else ""


def _id(entry: Any) -> str:
    return str(entry.get("id") or "").strip()


def _words(value: object) -> str | None:
    """A title without the marks of HTML that feeds leave in it."""
    return _BLANK.sub(" ", unescape(_TAG.sub(" ", str(value)))).strip() or None if value else None


def _date(entry: Any, name: str) -> str | None:
    """The date as the feed has it, else as the parser reads it (two-digit years, other languages' months)."""
    stated = str(dict.get(entry, name) or "").strip()  # the parser's own get() takes "published" for "updated"
    parsed: Sequence[int] | None = dict.get(entry, f"{name}_parsed")
    if stated and parse_date(stated) is None and parsed:
        return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}"
    return stated or None


def _text(entry: Any) -> tuple[str, bool]:
    """The longest text of an entry, and whether it looks like all of the article."""
    contents = [str(content.get("value") or "") for content in entry.get("content", ())]
    summary = str(entry.get("summary") or "")
    html = max([*contents, summary], key=len)
    plain = unescape(_TAG.sub(" ", html)).strip()
    least = _WORDS_OF_CONTENT if any(contents) else _WORDS_OF_SUMMARY
    return html, len(plain.split()) >= least and not _CUT_OFF.search(plain[-200:])
