"""The files of an import: found in folders, opened out of zip and gz, read piece by piece."""

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from bilat.errors import Skip, UnreadableFile
from bilat.record.rows import storable

_BESIDE = {"entity2id.txt", "relation2id.txt", "origin.txt", "readme.txt", "readme.md", "stat.txt"}
_HIDDEN = (".", "__MACOSX")
_MOST_EXPANDED = 1 << 40  # a zip that says it holds more is none that we read


@dataclass(frozen=True, slots=True)
class Input:
    """A file to import, or one inside a zip.

    Attributes:
        member: Its name in the zip, null for a file of its own.
        size: Bytes as they lie on the disk, for progress.
    """

    path: Path
    member: str | None
    size: int

    @property
    def name(self) -> str:
        """The name without its folders, as origins have it."""
        inside = f"!{self.member}" if self.member and not _same(self.path, self.member) else ""
        return storable(self.path.name + inside) or ""

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes of the text, unpacked.

        Raises:
            UnreadableFile: It cannot be opened; while it is read, what is packed wrongly is told by :func:`unpacking`.
        """
        with unpacking(self):
            if self.member is not None:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as inside:
                    yield inside
            elif self.path.suffix.lower() == ".gz":
                with gzip.open(self.path) as unpacked:
                    yield cast(IO[bytes], unpacked)
            else:
                with self.path.open("rb") as inside:
                    yield inside

    def digest(self) -> str:
        """What tells the file's bytes, as they lie on the disk, from others."""
        with unpacking(self), self.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        return hashlib.sha256((digest.hexdigest() + (self.member or "")).encode()).hexdigest()[:32]


def _same(path: Path, member: str) -> bool:
    """Whether a zip is named after the one file in it, as GDELT's are."""
    return path.name.lower() in (f"{member}.zip".lower(), f"{Path(member).stem}.zip".lower())


@contextmanager
def unpacking(file: Input) -> Iterator[None]:
    """Tells what goes wrong in reading a file as what it is."""
    try:
        yield
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        what = f"it is packed wrongly: {error}"
        raise UnreadableFile(what, where=str(file.path), hint="fetch it again, or unpack it by hand") from error
    except OSError as error:
        raise UnreadableFile(error.strerror or str(error), where=str(file.path), hint="check the path") from error


def inputs(paths: Iterable[Path]) -> Iterator[Input | Skip]:
    """Every file of some paths, in the order of their names; a folder gives all that is in it, a zip its members."""
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and not _aside(one.relative_to(path)))
            if not inside:
                yield UnreadableFile("the folder holds no file", where=str(path), hint="name one that does")
            for one in inside:
                yield from _of_file(one)
        else:
            yield from _of_file(path)


def _aside(inside: Path) -> bool:
    return any(part.startswith(_HIDDEN) for part in inside.parts) or is_beside(inside.name)


def is_beside(name: str) -> bool:
    """Whether a file is one that lies beside a dataset's and tells of it."""
    low = name.lower()
    return low in _BESIDE or low.endswith(("_entity2id.txt", "_relation2id.txt"))


def _of_file(path: Path) -> Iterator[Input | Skip]:
    try:
        size = path.stat().st_size
        if path.suffix.lower() != ".zip":
            yield Input(path, None, size)
            return
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _aside(Path(one.filename))]
        total = sum(one.file_size for one in members)
        if total > _MOST_EXPANDED:
            yield UnreadableFile(
                f"it says that it unpacks to {total:,} bytes", where=str(path), hint="unpack it by hand"
            )
            return
        for one in members:
            yield Input(path, one.filename, one.compress_size)
    except zipfile.BadZipFile as error:
        yield UnreadableFile(f"it is no zip: {error}", where=str(path), hint="fetch it again")
    except OSError as error:
        yield UnreadableFile(error.strerror or str(error), where=str(path), hint="check the path")


def head(file: Input, size: int = 1 << 16) -> bytes:
    """The first bytes of a file's text."""
    with file.open() as stream, unpacking(file):
        return stream.read(size)


def blocks(file: Input, size: int) -> Iterator[bytes]:
    """A file's text in pieces of so many bytes."""
    with file.open() as stream, unpacking(file):
        while block := stream.read(size):
            yield block
