"""A record as plain files elsewhere, and back: in one tar, or in a folder to which only what is new is copied.

What is copied is what was committed when the backup began, so a writer may be at work. Every file is held against its digest
on the way out and on the way back.
"""

import hashlib
import io
import json
import re
import shutil
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bilat.errors import RecordError
from bilat.record import layout
from bilat.record.files import DISK
from bilat.record.judgements import journal

_MANIFEST = "backup.json"
_NAME = re.compile(
    r"record\.json|judgements/\d{8}\.jsonl|commits/\d{8}\.json|parts/[a-z_]+/\d{8}\.(?:parquet|bin)|migrations/record-v\d+\.json",
    re.ASCII,
)
_BLOCK = 1 << 20
Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the snapshot; ``content`` where it was read already, since it may be replaced."""

    name: str
    path: Path
    size: int
    sha256: str
    content: bytes | None = None


def backup(folder: Path, target: Path, step: Step = lambda: None) -> int:
    """Copies a record into a tar (a name that ends in .tar) or into a folder; gives the number of files written.

    Args:
        folder: The record's.
        target: A tar that is not there yet; or a folder: a new one, or an earlier backup, to which what is new is added.
        step: Is called for every file.

    Raises:
        RecordError: The target is taken by something else, a file of the record is damaged, or the disk fails.
    """
    with layout.disk(target, "write the backup"):
        files = _snapshot(folder)
        if target.suffix == ".tar":
            return _to_tar(files, target, step)
        return _to_folder(files, target, step)


def _snapshot(folder: Path) -> list[_File]:
    """The committed files, parts first, the mark last: a copy is a record only once it is whole."""
    commits = layout.commits(folder)
    parts = [_File(p.file, folder / p.file, p.bytes, p.sha256) for commit in commits for p in commit.parts]
    small = [layout.commit_file(folder, commit.seq) for commit in commits] + journal.files(folder)
    small += [*sorted((folder / "migrations").glob("record-v*.json")), folder / layout.MARK]
    return parts + [_small(folder, path) for path in small]


def _small(folder: Path, path: Path) -> _File:
    content = path.read_bytes()
    name = path.relative_to(folder).as_posix()
    return _File(name, path, len(content), hashlib.sha256(content).hexdigest(), content)


def _to_tar(files: list[_File], target: Path, step: Step) -> int:
    if target.exists():
        raise RecordError("the file exists", where=str(target), hint="name a new file: a backup is never overwritten")
    if not target.parent.is_dir():
        raise RecordError("there is no such folder", where=str(target.parent), hint="name a tar in one that exists")
    draft = target.with_name(f".{target.name}.part")
    listed = {file.name: {"bytes": file.size, "sha256": file.sha256} for file in files}
    manifest = json.dumps({"format": "bilat backup", "files": listed}, indent=1).encode()
    try:
        with tarfile.open(draft, "w") as tar:
            tar.addfile(_entry(_MANIFEST, len(manifest)), io.BytesIO(manifest))
            for file in files:
                with _opened(file) as source:
                    checked = _Checked(source, file)
                    tar.addfile(_entry(file.name, file.size), checked)
                    checked.finish()
                step()
        DISK.sync(draft)
        draft.replace(target)
        DISK.sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return len(files)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)  # no time, no owner: equal records make equal backups
    entry.size = size
    return entry


def _opened(file: _File) -> IO[bytes]:
    return file.path.open("rb") if file.content is None else io.BytesIO(file.content)


class _Checked:
    """A file that is read through, with its digest held against what it should be."""

    def __init__(self, source: IO[bytes], file: _File) -> None:
        self._source, self._file = source, file
        self._seen, self._digest = 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self._source.read(size)
        self._seen += len(block)
        self._digest.update(block)
        return block

    def finish(self) -> None:
        """Raises RecordError where what was read is not what was committed."""
        if self._seen != self._file.size or self._digest.hexdigest() != self._file.sha256:
            what = "this file is not what was committed"
            hint = "bilat check tells what else is damaged; use another backup, or bilat repair on the record"
            raise RecordError(what, where=str(self._file.path), hint=hint)


def _to_folder(files: list[_File], target: Path, step: Step) -> int:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        _check_former(files, target)
    written = 0
    for file in files:
        there = target / file.name
        # Parts never change; what is small is compared whole.
        same = there.is_file() and there.stat().st_size == file.size
        if not same or (file.content is not None and there.read_bytes() != file.content):
            _copy(file, there)
            written += 1
        step()
    return written


def _check_former(files: list[_File], target: Path) -> None:
    """Raises RecordError where a folder is no earlier backup of this record, or has what the record has lost."""
    now = {file.name: file.content for file in files}
    hint = "name a new folder"
    own = {"parts", "commits", "migrations", journal.FOLDER, layout.MARK}
    if target.is_dir() and {entry.name for entry in target.iterdir()} - own:
        raise RecordError("the folder holds other things and is no backup", where=str(target), hint=hint)
    for path in sorted((target / "commits").glob("*.json")):
        if now.get(f"commits/{path.name}") != path.read_bytes():
            what = (
                "the backup has another commit of this number: it is another record's, or this one lost it in a repair"
            )
            raise RecordError(what, where=str(path), hint=f"{hint}, or restore this one")
    for path in journal.files(target):
        if not (now.get(f"{journal.FOLDER}/{path.name}") or b"").startswith(path.read_bytes()):
            what = "the backup has judgements that this record has not: they are another record's, or were lost in a repair"
            raise RecordError(what, where=str(path), hint=f"{hint}, or restore this one")


def _copy(file: _File, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.new")
    try:
        with _opened(file) as source, draft.open("wb") as out:
            checked = _Checked(source, file)
            while block := checked.read(_BLOCK):
                out.write(block)
            checked.finish()
        DISK.sync(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    DISK.sync(target.parent)


def restore(source: Path, target: Path, step: Step = lambda: None) -> int:
    """Makes a record of a backup; gives the number of its files.

    Args:
        source: A tar or a folder that :func:`backup` wrote.
        target: The record's folder, which is not there yet.
        step: Is called for every file.

    Raises:
        RecordError: The target is there, or the backup is not whole; then nothing is left of it.
    """
    with layout.disk(target, "restore the record"):
        if target.exists():
            raise RecordError("the folder exists", where=str(target), hint="name a new one: nothing is overwritten")
        if not source.is_file() and not (source / layout.MARK).is_file():
            what = "no backup of bilat here" if source.exists() else "no such file or folder"
            raise RecordError(what, where=str(source), hint="name the tar or the folder that bilat backup wrote")
        draft = target.with_name(f".{target.name}.part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        try:
            number = _unpack(source, draft, step) if source.is_file() else _to_folder(_snapshot(source), draft, step)
            layout.check_version(draft)
            layout.commits(draft)
            draft.replace(target)
            DISK.sync(target.parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return number


def _unpack(source: Path, target: Path, step: Step) -> int:
    damaged = "it is damaged or no backup of bilat"
    try:
        with tarfile.open(source, "r:") as tar:
            expected = _manifest(tar)
            for entry in tar:
                if entry.name == _MANIFEST:
                    continue
                file = expected.pop(entry.name, None)
                content = tar.extractfile(entry) if entry.isreg() else None
                if file is None or content is None:
                    raise RecordError(damaged, where=f"{source}!{entry.name}", hint="use another backup")
                _copy(_File(entry.name, source, *file, content.read()), target / entry.name)
                step()
    except (tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as error:
        raise RecordError(f"{damaged}: {error}", where=str(source), hint="use another backup") from error
    if expected:
        what = f"{len(expected)} of its files are missing"
        raise RecordError(what, where=f"{source}!{min(expected)}", hint="use another backup")
    return sum(1 for _ in _files(target))


def _manifest(tar: tarfile.TarFile) -> dict[str, tuple[int, str]]:
    first = tar.next()
    content = tar.extractfile(first) if first is not None and first.name == _MANIFEST else None
    if content is None:
        raise ValueError(f"it does not begin with {_MANIFEST}")
    files = json.loads(content.read())["files"]
    strange = [name for name in files if not _NAME.fullmatch(name)]
    if strange:
        raise ValueError(f"{strange[0]!r} is no file of a record")
    return {name: (int(file["bytes"]), str(file["sha256"])) for name, file in files.items()}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
