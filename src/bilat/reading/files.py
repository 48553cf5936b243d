"""One file or stream -> drafts, whatever is in it: chooses the reader by the content, and opens archives to a depth."""

from collections.abc import Iterator
from dataclasses import replace

from bilat.config import Settings
from bilat.errors import Skip, UnreadableFile
from bilat.reading.archives import WORD, office_of, opened_zip, tar_members, zip_members
from bilat.reading.counts import Counts
from bilat.reading.documents import read_document, read_text
from bilat.reading.draft import Draft
from bilat.reading.fields import FieldMap
from bilat.reading.kinds import Kind, kind_of
from bilat.reading.office import word_text
from bilat.reading.page import read_page
from bilat.reading.sources import Source
from bilat.reading.stream import Stream
from bilat.reading.tables import read_many
from bilat.reading.warc import read_warc
from bilat.reading.web.pages import Target

DEEPEST = 3
"""Archives in archives that are read."""


class FileReader:
    """Reads one file after the other; what stops the reading of one is its last value."""

    def __init__(self, settings: Settings, fields: FieldMap) -> None:
        self._settings = settings
        self._fields = fields

    def drafts(self, source: Source) -> Iterator[Draft | Target | Skip]:
        """What a file or standard input holds."""
        try:
            with Stream.open(source, self._settings.max_bytes) as stream:
                yield from self._of(stream, 0)
        except Skip as skip:
            yield skip

    def _of(self, stream: Stream, depth: int) -> Iterator[Draft | Target | Skip]:
        """As :meth:`drafts`, of a stream that lies in ``depth`` archives."""
        try:
            kind = kind_of(stream.name, stream.head)
            if kind is Kind.ZIP:
                yield from self._of_zip(stream, depth)
            elif kind is Kind.TAR:
                yield from self._of_members(tar_members(stream), stream, depth)
            elif kind is Kind.WARC:
                yield from self._of_crawl(stream)
            elif kind is Kind.PAGE:
                yield read_page(stream.read(), stream.name)
            elif kind in (Kind.TEXT, Kind.RICH):
                yield from read_document(stream.read(), stream.name, rich=kind is Kind.RICH)
            else:
                yield from read_many(stream, kind, self._fields, self._settings.max_article_chars)
        except Skip as skip:
            yield skip

    def _of_crawl(self, stream: Stream) -> Iterator[Draft | Target | Skip]:
        counts = Counts(stream.name)
        try:
            for draft in read_warc(stream, counts):
                yield replace(draft, counts=counts)
        except Skip as skip:
            counts.add(skip)
        yield from counts.told()

    def _of_zip(self, stream: Stream, depth: int) -> Iterator[Draft | Target | Skip]:
        with opened_zip(stream) as archive:
            office = office_of(archive)
            if office == WORD:
                yield from read_text(word_text(archive, stream), stream.name)
                return
            if office is not None:
                raise UnreadableFile(f"not text: it is {office}", where=stream.name, hint="save it as CSV or text")
            yield from self._of_members(zip_members(archive, stream), stream, depth)

    def _of_members(
        self, members: Iterator[Stream | Skip], stream: Stream, depth: int
    ) -> Iterator[Draft | Target | Skip]:
        if depth >= DEEPEST:
            hint = "unpack it and read what is in it"
            raise UnreadableFile(f"an archive inside {depth} others", where=stream.name, hint=hint)
        empty = True
        for member in members:
            empty = False
            yield from [member] if isinstance(member, Skip) else self._of(member, depth + 1)
            if stream.ledger.swollen:
                return  # told by the member that it happened in
        if empty:
            yield UnreadableFile("the archive has no file to read", where=stream.name, hint="hidden files are not read")
