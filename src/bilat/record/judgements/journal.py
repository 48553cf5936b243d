"""The journal on the disk: JSON lines that are only ever added to, kept apart from what the record's writer writes.

judgements/SEQ.jsonl    up to :data:`MOST` entries, one a line, each with the id that is the digest of its content
judgements/lock         held for the moment of adding; not the record's own, so that people judge while it is being written

To add is to put a file in place that begins with all that the last one held, in one step and flushed: a kill or a power cut
leaves the file as it was or as it is to be, never half a line. A line that is not what its id says is damage, and told.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bilat.errors import RecordError
from bilat.record.files import DISK, Files
from bilat.record.judgements.entries import Entry, entry, plain
from bilat.record.lock import Lock

FOLDER = "judgements"
MOST = 500
"""Entries a file: what is written anew for one more, against the number of files."""

_FILE = re.compile(r"\d{8}\.jsonl", re.ASCII)
_PATIENCE = 10.0  # seconds to wait for the lock; an addition holds it for milliseconds
_PARSED: dict[Path, tuple[tuple[int, int, int], "Segment"]] = {}  # files change seldom, and are read for every view
_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of the journal.

    Attributes:
        entries: Those that are whole; wrong: by number, from 1, the lines that are not, and why.
    """

    path: Path
    entries: tuple[Entry, ...]
    wrong: tuple[tuple[int, str], ...]


def folder_of(record: Path) -> Path:
    """Where a record's journal lies."""
    return record / FOLDER


def files(record: Path) -> list[Path]:
    """The files of a journal, the oldest first."""
    folder = folder_of(record)
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _FILE.fullmatch(path.name))


def state(record: Path) -> str:
    """What changes with every entry, and is cheap to ask for: how many files there are, and of how many bytes."""
    sizes = [path.stat().st_size for path in files(record)]
    return f"{len(sizes)}-{sum(sizes)}"


def segment(path: Path) -> Segment:
    """A file of a journal; one that has not changed since this process read it last is not read again."""
    stat = path.stat()
    now = stat.st_ino, stat.st_size, stat.st_mtime_ns
    at = path.absolute()
    known = _PARSED.get(at)
    if known is not None and known[0] == now:
        return known[1]
    found = parse(path, path.read_bytes())
    if len(_PARSED) >= _KEPT:
        _PARSED.clear()
    _PARSED[at] = now, found
    return found


def parse(path: Path, content: bytes) -> Segment:
    """What a journal's file, or a file of exported entries, holds; lines that are not whole are told, not raised."""
    entries: list[Entry] = []
    wrong: list[tuple[int, str]] = []
    for number, text in enumerate(content.split(b"\n"), start=1):
        if not text.strip():
            continue
        try:
            entries.append(entry(json.loads(text)))
        except (ValueError, RecursionError) as error:
            wrong.append((number, str(error)))
    return Segment(path, tuple(entries), tuple(wrong))


def read(record: Path) -> tuple[Entry, ...]:
    """All entries of a record's journal, each once, by time.

    Raises:
        RecordError: A line is damaged.
    """
    found: dict[str, Entry] = {}
    for one in map(segment, files(record)):
        if one.wrong:
            number, why = one.wrong[0]
            what = f"line {number} of the journal of judgements is damaged: {why}"
            hint = "restore the file from a backup, or let bilat repair set the line aside"
            raise RecordError(what, where=str(one.path), hint=hint)
        found.update({entry.id: entry for entry in one.entries})
    return in_order(found.values())


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by time, those of one time by id."""
    return tuple(sorted(entries, key=lambda one: (one.time, one.id)))


class Journal:
    """The right to add to a record's journal, held for a moment; use it in a ``with``."""

    def __init__(self, record: Path, disk: Files = DISK, patience: float = _PATIENCE) -> None:
        """Takes the journal's own lock.

        Raises:
            RecordLocked: Another process holds it for longer than ``patience`` seconds.
        """
        self._record, self._disk = record, disk
        disk.make(folder_of(record))
        self._lock = Lock(folder_of(record), patience=patience)

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def read(self) -> tuple[Entry, ...]:
        """All entries, as :func:`read`; nobody adds to them meanwhile."""
        return read(self._record)

    def add(self, new: Sequence[Entry]) -> None:
        """Adds entries, which last once this returns; a kill on the way leaves some of the first, each whole."""
        there = files(self._record)
        number = int(there[-1].stem) if there else 1
        last = segment(there[-1]).entries if there else ()
        left = list(new)
        while left:
            if len(last) >= MOST:
                number, last = number + 1, ()
            some, left = left[: MOST - len(last)], left[MOST - len(last) :]
            last = (*last, *some)
            self._disk.put(folder_of(self._record) / f"{number:08d}.jsonl", lines(last))


def lines(entries: Iterable[Entry]) -> str:
    """Entries as the lines of a file."""
    return "".join(json.dumps(plain(one), ensure_ascii=True, separators=(",", ":")) + "\n" for one in entries)
