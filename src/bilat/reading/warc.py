"""Web archives (WARC, and WET with their texts; Common Crawl's CC-NEWS) -> drafts, one record at a time.

A record's page is read like a saved page, with the record's address as its own. ``WARC-Date`` is the day of the
fetch: it bounds the article's date, and stands in for it only where nothing else tells it.
The form is that of ISO 28500 (WARC 1.1).
"""

import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from bilat.errors import BadRecord, NotAnArticle, Skip, TooLarge
from bilat.reading.counts import Counts
from bilat.reading.draft import Draft
from bilat.reading.page import read_page
from bilat.reading.plain import read_plain
from bilat.reading.stream import Stream

_DOCUMENTS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
_PAGES = ("text/html", "application/xhtml+xml")
_GZIP, _ZSTD, _PLAIN = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\r\n\r\nWARC/1."
_CHUNK = 1 << 20
_OK = 200
_BROKEN = (OSError, ValueError, EOFError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True, slots=True)
class _Document:
    """One record's document: its bytes, and what the record says of them."""

    origin: str
    body: bytes
    url: str | None
    charset: str | None
    fetched: date | None
    is_page: bool


class _LeftOut(Exception):
    """A record that is whole and holds no article; ``reason`` is what it is counted under."""

    def __init__(self, reason: str, what: str) -> None:
        self.reason = reason
        self.what = what


def read_warc(stream: Stream, counts: Counts) -> Iterator[Draft]:
    """The drafts of an archive's records.

    A file by itself is unpacked record by record, so that a broken one is passed over; from standard input and inside
    another archive the first broken record ends the reading.

    Args:
        counts: Counts what is no article, and what is broken.
    """
    walk = _Walk(stream, counts)
    for document in walk.from_file() if stream.path else walk.to_break(stream.file, 0):
        try:
            yield _draft(document)
        except Skip as skip:
            counts.add(skip)


def _draft(document: _Document) -> Draft:
    if document.is_page:
        draft = read_page(document.body, document.origin, url=document.url, charset=document.charset)
    else:
        draft = read_plain(document.body, document.origin)
    return replace(draft, url=document.url or draft.url, fetched=document.fetched)


class _Walk:
    """Goes through an archive's records: ``last`` is where the latest begins, ``broke`` whether the way ended there."""

    def __init__(self, stream: Stream, counts: Counts) -> None:
        self._stream = stream
        self._counts = counts
        self._number = 0
        self._last = 0
        self._broke = False

    def from_file(self) -> Iterator[_Document]:
        """The documents of a file; after a break it is read on from the next place where a record begins."""
        assert self._stream.path is not None
        with self._stream.path.open("rb") as file:
            head = file.read(4)
            mark = _GZIP if head.startswith(_GZIP) else _ZSTD if head == _ZSTD else _PLAIN
            at: int | None = 0
            while at is not None:
                file.seek(at)
                yield from self.to_break(file, at)
                at = _next_start(file, self._last + 1, mark) if self._broke else None

    def to_break(self, file: BinaryIO, at: int) -> Iterator[_Document]:
        """The documents up to the end or the first break; a broken record is counted.

        Args:
            at: Where in the file it stands.
        """
        self._last, self._broke = at, False
        try:
            for record in ArchiveIterator(file, record_types=_DOCUMENTS, parse_http=False):
                self._last = at + record.stream_pos
                self._number += 1
                origin = f"{self._stream.name}#{self._number}"
                try:
                    yield _document(record, origin, self._stream.max_bytes)
                except _LeftOut as left:
                    skip = NotAnArticle(left.what, where=origin, hint="there is nothing in it to read")
                    self._counts.add(skip, left.reason)
                except TooLarge as skip_large:
                    self._counts.add(skip_large)
        except _BROKEN as error:
            self._broke = True
            what = f"the record after byte {self._last:,} is broken: {error}"
            hint = "fetch the archive again; what could be read around it was"
            self._counts.add(BadRecord(what, where=self._stream.name, hint=hint))


def _document(record: WarcRecord, origin: str, max_bytes: int) -> _Document:
    if record.record_type == WarcRecordType.revisit:
        raise _LeftOut("records say that a page was as before (revisit)", "a revisit, without the page")
    if record.headers.get("WARC-Truncated"):
        raise _LeftOut("records are truncated", f"truncated: {record.headers['WARC-Truncated']}")
    if record.content_length > max_bytes:
        raise _too_large(origin, max_bytes)
    is_text = record.record_type == WarcRecordType.conversion
    charset = None if is_text else _charset_of_page(record)
    body = _all(record, max_bytes, origin)
    if len(body) < record.content_length and not _is_packed(record):
        raise OSError("it ends early")
    moment = record.record_date
    return _Document(
        origin=origin,
        body=body,
        url=(record.headers.get("WARC-Target-URI") or "").strip("<> ") or None,
        charset=charset,
        fetched=moment.astimezone(UTC).date() if moment else None,
        is_page=not is_text,
    )


def _charset_of_page(record: WarcRecord) -> str | None:
    """What the server, or the record, says of the encoding of a page.

    Raises:
        _LeftOut: It is no page, or none that was there.
    """
    media = record.headers.get("Content-Type") or ""
    if record.is_http:
        record.parse_http(auto_decode="all")
        headers = record.http_headers
        status = headers.status_code if headers else None
        if status != _OK:
            raise _LeftOut(f"responses have another status than {_OK}", f"the server's answer was {status or 'broken'}")
        media = record.http_content_type or ""
    kind = media.partition(";")[0].strip().lower()
    if kind not in _PAGES:
        raise _LeftOut("records are no web pages", f"it is {kind or 'of no stated kind'}")
    return record.http_charset if record.is_http else None


def _is_packed(record: WarcRecord) -> bool:
    headers = record.http_headers if record.is_http else None
    return bool(headers and (headers.get("Content-Encoding") or headers.get("Transfer-Encoding")))


def _all(record: WarcRecord, max_bytes: int, origin: str) -> bytes:
    parts: list[bytes] = []
    room = max_bytes + 1
    while room > 0 and (part := record.reader.read(min(_CHUNK, room))):
        parts.append(part)
        room -= len(part)
    if room <= 0:
        raise _too_large(origin, max_bytes)
    return b"".join(parts)


def _too_large(origin: str, max_bytes: int) -> TooLarge:
    return TooLarge(f"the record holds more than {max_bytes:,} bytes", where=origin, hint="raise the setting max_bytes")


def _next_start(file: BinaryIO, at: int, mark: bytes) -> int | None:
    """Where the next record begins at or after a place, None where none does."""
    back = mark.find(b"WARC/") if mark == _PLAIN else 0
    file.seek(max(0, at - back))
    base, held = file.tell(), b""
    while chunk := file.read(_CHUNK):
        held += chunk
        found = held.find(mark)
        if found >= 0:
            return base + found + back
        base += len(held) - len(mark) + 1
        held = held[-len(mark) + 1 :]
    return None
