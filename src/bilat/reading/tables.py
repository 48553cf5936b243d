"""Files of many articles, JSONL, JSON, CSV and TSV -> their drafts, one record at a time."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from bilat.errors import BadRecord, Skip, TooLarge, UnreadableFile
from bilat.reading.decode import check_is_text, decode, decode_line, tidy
from bilat.reading.draft import Draft
from bilat.reading.fields import FieldMap, draft_of
from bilat.reading.kinds import Kind
from bilat.reading.maps import bare_form
from bilat.reading.parquet import parquet_records
from bilat.reading.stream import Stream
from bilat.reading.web.pages import Target

# So many records tell which fields a file has: one may lack an optional field, all of them lack a misspelt one.
_LOOKED_AT = 20
# A row that runs over so many articles' lengths is a quote that was never closed.
_LONGEST_ROW = 10
_ONE_LINE = re.compile(r"[^\n]*\n|[^\n]+")

Record = tuple[int, Mapping[str, Any]]


def read_many(stream: Stream, kind: Kind, fields: FieldMap, max_article_chars: int) -> Iterator[Draft | Target | Skip]:
    """The drafts of a file of many articles, or the pages that it lists, and a Skip for each record that has none."""
    records: Iterator[Record | Skip]
    if kind in (Kind.COMMAS, Kind.TABS):
        records = _rows(stream, kind, fields, max_article_chars)
    elif kind is Kind.PARQUET:
        records = parquet_records(stream, fields)
    elif kind is Kind.JSON:
        records = _json_records(stream)
    else:
        records = _line_records(iter(stream.readline, b""), stream)
    if kind in (Kind.LINES, Kind.JSON):
        records = _checked(_to_the_end(records), fields, stream.name)
    return _drafts(records, fields, stream.name)


def _drafts(records: Iterable[Record | Skip], fields: FieldMap, name: str) -> Iterator[Draft | Target | Skip]:
    """Drafts of records, each id once: two articles under one id would overwrite each other."""
    first: dict[str, int] = {}
    for record in records:
        if isinstance(record, Skip):
            yield record
            continue
        number, row = record
        origin = f"{name}#{number}"
        for values in fields.records(row):
            try:
                draft = draft_of(values, fields, origin)
            except Skip as skip:
                yield skip
                continue
            known = draft.id if isinstance(draft, Draft) else None
            if known is not None and first.setdefault(known, number) != number:
                what = f"the id {known!r} is that of {name}#{first[known]} already"
                yield BadRecord(what, where=origin, hint="give each article its own id, or none")
                continue
            yield draft


def _to_the_end(records: Iterator[Record | Skip]) -> Iterator[Record | Skip]:
    """The records, and what stopped the reading as their last: what came before it must not be lost."""
    try:
        yield from records
    except Skip as skip:
        yield skip


def _checked(records: Iterator[Record | Skip], fields: FieldMap, name: str) -> Iterator[Record | Skip]:
    """The records, after a look at the first of them for the fields that the map names."""
    head: list[Record | Skip] = []
    keys: list[str] = []
    good = 0
    for record in records:
        head.append(record)
        if not isinstance(record, Skip):
            good += 1
            keys += record[1]
        if good == _LOOKED_AT:
            break
    if good:
        try:
            fields.check(keys, name)
        except UnreadableFile as error:
            yield error
            return
    elif not head:
        yield UnreadableFile("the file is empty", where=name, hint="leave it out")
    yield from chain(head, records)


def _line_records(lines: Iterable[bytes], stream: Stream) -> Iterator[Record | Skip]:
    if stream.head.startswith((b"\xff\xfe", b"\xfe\xff")):
        lines = (line.encode("utf-8", "replace") for line in decode(stream.read()).splitlines())
    for number, line in enumerate(lines, 1):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            try:
                yield number, _object(line)
            except BadRecord as error:
                error.where = f"{stream.name}#{number}"
                yield error


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(decode_line(line))
    except RecursionError:
        raise BadRecord("JSON nested too deeply", hint="correct the line") from None
    except ValueError as error:
        raise BadRecord(f"not JSON: {error}", hint="one JSON object a line") from None
    if not isinstance(value, dict):
        raise BadRecord("JSON, but no object", hint='one JSON object a line, such as {"text": "..."}')
    return value


def _json_records(stream: Stream) -> Iterator[Record | Skip]:
    """An array of objects, one object, or JSONL under the name of JSON; the number is the place in the array."""
    data = stream.read()
    text = decode(data).lstrip("\ufeff")
    if not text.strip():
        return
    try:
        value = json.loads(text)
    except RecursionError:
        yield UnreadableFile("JSON nested too deeply", where=stream.name, hint="write an array of objects")
        return
    except ValueError as error:
        if text.lstrip().startswith("{") and "\n" in text.strip():
            yield from _line_records(text.encode("utf-8", "replace").split(b"\n"), stream)
        else:
            yield UnreadableFile(f"not JSON: {error}", where=stream.name, hint="an array of objects, or JSONL")
        return
    for number, item in enumerate(value if isinstance(value, list) else [value], 1):
        if isinstance(item, dict):
            yield number, item
        else:
            yield BadRecord("JSON, but no object", where=f"{stream.name}#{number}", hint="an array of objects")


def _rows(stream: Stream, kind: Kind, fields: FieldMap, max_article_chars: int) -> Iterator[Record | Skip]:
    lines = _TextLines(stream, _LONGEST_ROW * max_article_chars)
    first = next(lines, "")
    if not first.strip():
        yield UnreadableFile("the file is empty", where=stream.name, hint="leave it out")
        return
    check_is_text(first, stream.name)
    bare = bare_form(first.rstrip("\n").split("\t"))
    if bare is not None and bare is not fields.saved:
        what = f"it has no header, and looks like {bare.what}"
        yield UnreadableFile(what, where=stream.name, hint=f"--as {bare.name}")
        return
    delimiter = "\t" if kind is Kind.TABS or bare else max(",;\t", key=first.count)
    # The module's own limit on a field is lower than an article may be long, and is one for the whole process.
    csv.field_size_limit(max(csv.field_size_limit(), lines.longest))
    reader = csv.reader(
        chain([first], lines), delimiter=delimiter, strict=True, quoting=csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL
    )
    header = list(bare.columns) if bare else []
    while True:
        number = reader.line_num + 1
        lines.taken = 0
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            hint = "double a quote that stands inside quotes"
            yield BadRecord(f"not a row: {error}", where=f"{stream.name}#{number}", hint=hint)
            continue
        except TooLarge as error:
            error.where = f"{stream.name}#{number}"
            yield error
            continue
        if not header:
            header = [name.strip() for name in row]
            fields.check(header, stream.name)
        elif len(row) == len(header):
            yield number, {name: value for name, value in zip(header, row, strict=True) if value.strip()}
        elif row:
            what = f"the row has {len(row)} fields, the header {len(header)}"
            yield BadRecord(what, where=f"{stream.name}#{number}", hint="quote fields that hold the separator")


class _TextLines:
    """The lines of a stream as text, bounded for a row: the csv module would gather an open quote to the file's end."""

    def __init__(self, stream: Stream, longest: int) -> None:
        self._stream = stream
        self.longest = longest
        self.taken = 0
        self._lines = self._decoded()

    def _decoded(self) -> Iterator[str]:
        if self._stream.head.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield from decode(self._stream.read()).splitlines(keepends=True)
        while line := self._stream.readline():
            # Tidied, a file with the line ends of old Macs, which was one line till now, is many.
            yield from _ONE_LINE.findall(tidy(decode_line(line)))

    def __iter__(self) -> "_TextLines":
        return self

    def __next__(self) -> str:
        line = tidy(next(self._lines)).lstrip("\ufeff")
        self.taken += len(line)
        if self.taken > self.longest:
            self.taken = 0
            what = f"a row of more than {self.longest:,} characters"
            raise TooLarge(what, where=self._stream.name, hint="is a quote left open in it?")
        return line
