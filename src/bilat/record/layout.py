"""The record's folder: what lies where, and how a file is put there so that a crash cannot leave half of it.

record.json             the schema's version; a folder without it is no record
parts/TABLE/SEQ.parquet lines of one table, written by one commit, never changed
parts/NAME/SEQ.bin      what was worked out from these for counting
commits/SEQ.json        names the parts of one commit; a part that no commit names does not exist for a reader
tmp/                    the writer's own
lock                    held by the one writer
judgements/             what people said of the lines: a journal of its own with a lock of its own
migrations/             the marks that record.json had before a migration
quarantine/             what a repair set aside
web/                    what reading knows of feeds, and pages that it keeps; no part of the record's content
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bilat.errors import RecordError, RecordLocked, RecordVersion
from bilat.record.files import Files
from bilat.record.schema import DERIVED, SCHEMA_VERSION, TABLES

MARK = "record.json"
WEB = "web"
_OWN = {"parts", "commits", "tmp", "lock", WEB, f".{MARK}.new"}
_FIRST = 1  # the schema of commits that name none
_MEND = "bilat repair says what would make the record whole; or restore it from a backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a commit: Parquet, or of a form of its own where its table is one of :data:`schema.DERIVED`."""

    table: str
    file: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """What one commit added; the parts become visible with it, all at once.

    Attributes:
        articles: How many articles it added; recoded: how many it coded again.
        schema: The schema version that its parts were written in.
        withdrawn: Why a repair set its parts aside; lost: by table, the ids that went with them; until: the last commit then.
    """

    seq: int
    run: str
    articles: int
    parts: tuple[Part, ...]
    recoded: int = 0
    schema: int = SCHEMA_VERSION
    withdrawn: str | None = None
    lost: Mapping[str, Sequence[str]] = field(default_factory=dict)
    until: int = 0


@contextmanager
def disk(folder: Path, doing: str) -> Iterator[None]:
    """Turns the operating system's errors into the record's, with the way out."""
    try:
        yield
    except OSError as error:
        what = f"cannot {doing}: {error.strerror or error}"
        raise RecordError(what, where=str(error.filename or folder), hint=_way_out(error)) from error


def _way_out(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "free some space and run the same command again; what was committed is whole"
    if error.errno == errno.EROFS:
        return "the disk is read-only; choose a folder on another one"
    return "choose a folder that you may write to"


def create(folder: Path, files: Files) -> None:
    """Makes an empty record of a new or empty folder, or of what a crash left of one in the making."""
    if folder.is_dir() and {entry.name for entry in folder.iterdir()} - _OWN:
        what = "the folder holds other things and is no record"
        raise RecordError(what, where=str(folder), hint="name a new or an empty folder")
    for name in ("commits", "tmp", *(f"parts/{table}" for table in TABLES)):
        files.make(folder / name)
    for made in (folder / "parts", folder, folder.parent):
        files.sync(made)  # also what a killed process made and did not flush
    files.put(folder / MARK, new_mark())


def new_mark() -> str:
    """The mark of a record that this program makes."""
    mark = {"format": "bilat record", "schema_version": SCHEMA_VERSION, "created_by": f"bilat {_program()}"}
    return json.dumps(mark, indent=1) + "\n"


def _program() -> str:
    try:
        return version("bilat")
    except PackageNotFoundError:
        return "(not installed)"


def check_version(folder: Path) -> int:
    """The schema version of the record in the folder.

    Raises:
        RecordError: There is no record, or its mark cannot be read.
        RecordVersion: A newer program wrote it.
    """
    mark = folder / MARK
    if not mark.is_file():
        what = "no record here" if folder.is_dir() else "no such folder"
        raise RecordError(what, where=str(folder), hint="'bilat read FILES --record DIR' makes one")
    try:
        found = json.loads(mark.read_bytes())["schema_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = "the mark of the record cannot be read"
        raise RecordError(what, where=str(mark), hint=_MEND) from error
    if not isinstance(found, int) or found < 1:
        raise RecordError(f"schema_version is {found!r}", where=str(mark), hint="restore the file from a copy")
    if found > SCHEMA_VERSION:
        what = f"the record has schema version {found}, this program reads up to {SCHEMA_VERSION}"
        raise RecordVersion(what, where=str(folder), hint="upgrade bilat: pip install -U bilat")
    return found


def commit_file(folder: Path, seq: int) -> Path:
    """Where the commit of a number stands."""
    return folder / "commits" / f"{seq:08d}.json"


def last_commit(folder: Path) -> int:
    """The highest number that a commit's file has, 0 where there is none."""
    names = (path.stem for path in (folder / "commits").glob("[0-9]*.json"))
    return max((int(name) for name in names if name.isdecimal()), default=0)


def state(folder: Path) -> str:
    """What changes with every commit and with every repair: the last commit, how many there are, and when some were set aside."""
    names = [name for entry in os.scandir(folder / "commits") if (name := entry.name)[0] != "."]
    aside = folder / "quarantine"
    return f"{max(names, default='')[:-5]}.{len(names)}.{aside.stat().st_mtime_ns if aside.is_dir() else 0}"


def part_file(table: str, seq: int) -> str:
    """Where a commit's part of a table, or what was worked out from one, stands, seen from the record's folder."""
    return f"parts/{table}/{seq:08d}.{'bin' if table in DERIVED else 'parquet'}"


def put_commit(folder: Path, commit: Commit, files: Files, *, instead: bool = False) -> None:
    """Makes a commit's parts visible.

    Args:
        instead: It takes the place of the one that is there.

    Raises:
        RecordLocked: Another writer made a commit of this number meanwhile: the disk does not keep locks.
    """
    path = commit_file(folder, commit.seq)
    if path.exists() and not instead:
        what = f"another writer made commit {commit.seq} meanwhile: this disk does not keep locks"
        raise RecordLocked(what, where=str(path), hint="let one machine alone write to the record, and run again")
    body = {key: value for key, value in asdict(commit).items() if value not in (None, {})}
    files.sync(folder / "parts")
    files.put(path, json.dumps(body, indent=1) + "\n")


def commits(folder: Path) -> list[Commit]:
    """All commits, oldest first, with every part checked to be there in its full length.

    Raises:
        RecordError: A commit cannot be read, or a part that it names is missing or cut.
    """
    found = [read_commit(path) for path in sorted((folder / "commits").glob("[0-9]*.json"))]
    for commit in found:
        for part in commit.parts:
            _check_part(folder, part)
    return found


def read_commit(path: Path) -> Commit:
    """A commit from its file.

    Raises:
        RecordError: It cannot be read.
    """
    try:
        body: dict[str, Any] = json.loads(path.read_bytes())
        parts = tuple(Part(**part) for part in body["parts"])
        return Commit(**{"schema": _FIRST, **body, "parts": parts})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError("this commit cannot be read", where=str(path), hint=_MEND) from error


def _check_part(folder: Path, part: Part) -> None:
    path = f"{folder}/{part.file}"
    try:
        size = os.stat(path).st_size
    except OSError as error:
        raise RecordError("a part of the record is missing", where=path, hint=_MEND) from error
    if size != part.bytes:
        what = f"a part of the record has {size} bytes instead of {part.bytes}"
        raise RecordError(what, where=path, hint=_MEND)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damaged(folder: Path, found: list[Commit]) -> list[Path]:
    """The parts whose bytes are not those that were committed; reads every file."""
    parts = [part for commit in found for part in commit.parts]
    return [folder / part.file for part in parts if digest(folder / part.file) != part.sha256]


def sweep(folder: Path, found: list[Commit], files: Files) -> int:
    """Removes what a killed writer left: files that no commit names. Only the lock's holder may call it."""
    named = {folder / part.file for commit in found for part in commit.parts}
    loose = [path for path in (folder / "parts").glob("*/*") if path not in named]
    loose += [*(folder / "tmp").glob("*"), *(folder / "commits").glob(".*.new")]
    for path in loose:
        files.remove(path)
    return len(loose)
