"""An import: files are recognised, read in batches of about a million lines, and each batch is one commit.

A batch holds lines of one layout, of many small files or of a piece of a large one, so that the parts of a record are few and
large. What was committed stays; a run that was stopped is started again and adds what is missing: a line is known by its id.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import duckdb

from bilat.errors import BadRecord, RecordError, Skip, UnreadableFile
from bilat.record.codec import dump
from bilat.record.engine import literal, quoted, write_select
from bilat.record.imports.chunks import Chunk, chunks
from bilat.record.imports.codes import Codes
from bilat.record.imports.forms import Layout
from bilat.record.imports.kinds import Kind, recognise
from bilat.record.imports.opening import Input, head, inputs
from bilat.record.imports.quadruples import numbering
from bilat.record.imports.staging import Reject, Stage
from bilat.record.schema import TABLES
from bilat.record.store import Maker

BATCH = 1_000_000
"""Lines of a commit, about."""
MOST_TOLD = 1_000
"""Entries on lines left out that a run keeps in ``skipped`` at most."""
_MEMORY = "2GB"
_UNKNOWN = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A file to be read, and what it is."""

    file: Input
    kind: Kind
    layout: Layout


@dataclass(slots=True, kw_only=True)
class Tally:
    """What an import read and did.

    Attributes:
        files: Read to their end; known_files: not read, since the record has all of them already.
        lines: Read; added, replaced, known: of these, new, in the place of an earlier line of their id, and there already.
        repeated: Lines whose id stands again later in the same batch; mended: lines that were no UTF-8, taken with U+FFFD.
        reports: Reports of events added.
        rejected: Lines left out; rejects: by file and reason, :data:`MOST_TOLD` at most.
        unknown: Why fields are null, with the number of lines, the most frequent.
    """

    files: int = 0
    known_files: int = 0
    lines: int = 0
    added: int = 0
    replaced: int = 0
    known: int = 0
    repeated: int = 0
    mended: int = 0
    reports: int = 0
    rejected: int = 0
    rejects: list[Reject] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


class Sink(Protocol):
    """Where an import's lines go: a record, or, for a dry run, a folder that is thrown away."""

    run: str
    scratch: Path

    def known_files(self) -> set[str]:
        """The digests of the files that were imported whole."""
        ...

    def parts(self, table: str) -> Sequence[Path]:
        """The parts of a table that there are."""
        ...

    def commit(self, makers: Mapping[str, Maker]) -> None:
        """Adds parts, all of them or none."""
        ...

    def skip(self, error: Skip) -> None:
        """Notes what is left out."""
        ...


def plan(paths: Iterable[Path], form: str | None) -> Iterator[Planned | Skip]:
    """What each file of some paths is; one that is of no form, or of another than the one asked for, is an error of its own.

    Args:
        paths: Files and folders.
        form: "gdelt", "icews", ...; null for whatever a file is.
    """
    for file in inputs(paths):
        if isinstance(file, Skip):
            yield file
            continue
        try:
            kind = recognise(head(file))
        except Skip as error:
            yield error
            continue
        if kind.layout is None or (form is not None and kind.layout.form != form):
            yield _another(file, kind, form)
        else:
            yield Planned(file=file, kind=kind, layout=kind.layout)


def _another(file: Input, kind: Kind, form: str | None) -> UnreadableFile:
    first = f"; its first line is {kind.first_line!r}" if kind.first_line else ""
    if kind.layout is None:
        what = f"this is no file of {form or 'a dataset that can be imported'}: it looks like {kind.looks_like}{first}"
        hint = "bilat import --help lists what can be imported"
    else:
        what = f"this is no file of {form}: it looks like {kind.looks_like}{first}"
        hint = f"bilat import {kind.layout.form} reads it"
    return UnreadableFile(what, where=str(file.path) if file.member is None else file.name, hint=hint)


def bring_in(
    planned: Iterable[Planned],
    codes: Codes,
    sink: Sink,
    *,
    first_day: date | None = None,
    batch: int = BATCH,
    step: Callable[[int, int], None] = lambda lines, size: None,
) -> Tally:
    """Imports files.

    Args:
        planned: The files; those of one layout are read together.
        codes: What the codes of datasets mean.
        sink: Where the lines go.
        first_day: For quadruples of numbers, the day that they count from.
        batch: Lines of a commit, about.
        step: Is called with how many lines were read more, and how many bytes of files.

    Raises:
        RecordError: The disk fails, or memory is short; what was committed is whole.
    """
    ordered = sorted(planned, key=lambda one: (one.layout.name, one.kind.header))
    tally, known = Tally(), sink.known_files()
    config: dict[str, Any] = {"memory_limit": _MEMORY, "temp_directory": str(sink.scratch)}
    with duckdb.connect(":memory:", config=config) as connection:
        connection.execute("SET enable_progress_bar = false")
        work = _Work(connection, codes, sink, tally, step)
        try:
            for one, pieces in _batches(ordered, sink, known, first_day, batch, tally, step):
                work.do(one, pieces)
        except RuntimeError as error:
            # A signal in the middle of a question to the database comes out of it as this, whatever its handler raised.
            if "interrupted" in str(error).lower():
                raise KeyboardInterrupt from None
            raise
        except duckdb.Error as error:
            what = f"the import cannot go on: {str(error).splitlines()[0]}"
            hint = "free some memory or disk and run the same command again; what was committed is whole"
            raise RecordError(what, where=str(sink.scratch), hint=hint) from error
        finally:
            for piece in sink.scratch.glob("import-*.txt"):
                piece.unlink()
    return tally


Batch = tuple[Planned, list[tuple[Chunk, str]]]
"""The first of the files, for the layout; the pieces, each with the digest of its file."""


def _batches(
    ordered: Sequence[Planned],
    sink: Sink,
    known: set[str],
    first_day: date | None,
    most: int,
    tally: Tally,
    step: Callable[[int, int], None],
) -> Iterator[Batch]:
    """The pieces of files, as many as make a batch, all of one layout and header."""
    waiting: list[tuple[Chunk, str]] = []
    lines, first = 0, None
    for n, one in enumerate(ordered):
        if first is not None and (first.layout, first.kind.header) != (one.layout, one.kind.header) and waiting:
            yield first, waiting
            waiting, lines = [], 0
        first = one
        folder = sink.scratch
        try:
            digest = one.file.digest()
            if digest in known:
                tally.known_files += 1
                step(0, one.file.size)
                continue
            known.add(digest)
            translate = numbering(one.file, first_day).translate if one.kind.numbered else None
            pieces = chunks(
                one.file,
                folder,
                max(1, most // 4),
                headed=one.layout.headed,
                quote=one.layout.quote,
                translate=translate,
                name=n,
            )
            for piece in pieces:
                waiting.append((piece, digest))
                lines += piece.lines
                step(piece.lines, 0)
                if lines >= most:
                    yield one, waiting
                    waiting, lines = [], 0
            step(0, one.file.size)
        except Skip as error:
            sink.skip(error)
            tally.rejects.append(Reject(one.file.name, error.what, 0, ()))
    if waiting and first is not None:
        yield first, waiting


class _Work:
    """What is done with each batch."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        codes: Codes,
        sink: Sink,
        tally: Tally,
        step: Callable[[int, int], None],
    ) -> None:
        self._db, self._codes, self._sink, self._tally = connection, codes, sink, tally
        self._stages: dict[str, Stage] = {}
        self._ranges: dict[Path, tuple[str | None, str | None]] = {}
        self._rejected: Counter[str] = Counter()
        self._read: Counter[str] = Counter()

    def do(self, one: Planned, pieces: Sequence[tuple[Chunk, str]]) -> None:
        """Reads a batch, and commits what is new of it."""
        form, kind = one.layout.form, one.layout
        if form not in self._stages:
            self._stages[form] = Stage(self._db, self._codes, form, self._sink.run)
        stage = self._stages[form]
        rejects = stage.read(kind, one.kind.header, [piece for piece, _ in pieces])
        taken = self._count("staged")
        self._tell(rejects, pieces, taken)
        makers = (
            self._events(stage, kind, pieces, taken)
            if kind.table == "imported"
            else self._reports(stage, pieces, taken)
        )
        whole = self._finished(pieces, form)
        if whole:
            sql = f"SELECT unnest(from_json({literal(dump(whole))}, '{_FILES}'), max_depth := 2)"
            makers["imported_files"] = partial(write_select, self._db, "imported_files", sql)
        if makers:
            self._sink.commit(makers)
        for piece, _ in pieces:
            piece.path.unlink(missing_ok=True)

    def _events(self, stage: Stage, kind: Layout, pieces: Sequence[tuple[Chunk, str]], taken: int) -> dict[str, Maker]:
        stage.resolve()
        stage.make_lines(_names(pieces), ids=kind.ids)
        number, first, last = stage.counts()
        self._tally.repeated += taken - number
        known, changed = stage.settle(self._may_have(first, last), self._gone())
        self._tally.known += known
        self._tally.replaced += changed
        self._tally.added += number - known - changed
        for reason, count in stage.reasons():
            self._tally.unknown[reason] += count
        if len(self._tally.unknown) > 2 * _UNKNOWN:
            self._tally.unknown = Counter(dict(self._tally.unknown.most_common(_UNKNOWN)))
        tables = {"imported": number - known, "imported_replaced": changed}
        source = {"imported": "lines", "imported_replaced": "replaced"}
        return {
            table: partial(write_select, self._db, table, f"FROM {source[table]}")
            for table, rows in tables.items()
            if rows
        }

    def _reports(self, stage: Stage, pieces: Sequence[tuple[Chunk, str]], taken: int) -> dict[str, Maker]:
        stage.make_reports(_names(pieces))
        known = stage.settle_reports(self._sink.parts("imported_reports"))
        self._tally.known += known
        self._tally.reports += taken - known
        return (
            {"imported_reports": partial(write_select, self._db, "imported_reports", "FROM lines")}
            if taken > known
            else {}
        )

    def _count(self, table: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])

    def _may_have(self, first: str | None, last: str | None) -> list[Path]:
        """The parts in which an id from the first to the last may stand, by the statistics that Parquet keeps."""
        parts = self._sink.parts("imported")
        new = [part for part in parts if part not in self._ranges]
        if new:
            listed = ", ".join(map(quoted, new))
            rows = self._db.execute(
                "SELECT file_name, min(stats_min_value), max(stats_max_value), bool_and(stats_min_value IS NOT NULL) "
                f"FROM parquet_metadata([{listed}]) WHERE path_in_schema = 'id' GROUP BY file_name"
            ).fetchall()
            told = {Path(name): (low, high) if sure else (None, None) for name, low, high, sure in rows}
            self._ranges |= {part: told.get(part, (None, None)) for part in new}
        if first is None or last is None:
            return []
        return [
            part for part in parts if (self._ranges[part][0] or "") <= last and (self._ranges[part][1] or last) >= first
        ]

    def _gone(self) -> str | None:
        parts = self._sink.parts("imported_replaced")
        listed = ", ".join(map(quoted, parts))
        return f"SELECT id, replaces AS seq FROM read_parquet([{listed}])" if parts else None

    def _tell(self, rejects: Sequence[Reject], pieces: Sequence[tuple[Chunk, str]], taken: int) -> None:
        rejected = sum(one.count for one in rejects)
        self._tally.rejected += rejected
        self._tally.lines += taken + rejected
        self._tally.mended += sum(piece.mended for piece, _ in pieces)
        for one in rejects:
            self._rejected[one.file] += one.count
            if len(self._tally.rejects) < MOST_TOLD:
                self._tally.rejects.append(one)
                self._sink.skip(_as_skip(one))
        for piece, _ in pieces:
            self._read[piece.file.name] += piece.lines

    def _finished(self, pieces: Sequence[tuple[Chunk, str]], form: str) -> list[dict[str, object]]:
        """The files of which the last lines were read now."""
        done = [(piece, digest) for piece, digest in pieces if piece.last]
        self._tally.files += len(done)
        return [
            {
                "digest": digest,
                "name": piece.file.name,
                "form": form,
                "lines": self._read.pop(piece.file.name, 0),
                "rejected": self._rejected.pop(piece.file.name, 0),
                "run": self._sink.run,
            }
            for piece, digest in done
        ]


_FILES = dump([TABLES["imported_files"]])


def _names(pieces: Sequence[tuple[Chunk, str]]) -> dict[str, str]:
    return {str(piece.path): piece.file.name for piece, _ in pieces}


def _as_skip(reject: Reject) -> BadRecord:
    lines = "1 line is" if reject.count == 1 else f"{reject.count:,} lines are"
    at = ", ".join(map(str, reject.at))
    where = f"{reject.file}: line {at}" if reject.at else reject.file
    more = " and others" if reject.count > len(reject.at) > 0 else ""
    return BadRecord(f"{lines} left out: {reject.reason}", where=where + more, hint="mend the file and import it again")
