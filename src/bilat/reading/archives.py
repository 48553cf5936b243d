"""Zip and tar archives -> the streams of their members, in the archive's own order, one at a time.

A member's name serves to tell its format and its origin ("export.zip!news/a.html"); nothing is ever written under it.
"""

import os
import re
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Self, cast

from bilat.errors import BadRecord, Skip, TooLarge, UnreadableFile
from bilat.reading.sources import is_beside
from bilat.reading.stream import Stream, told

INSIDE = "!"
"""Stands between an archive's name and its member's in an origin."""
WORD = "a Word document (.docx)"
_OFFICE = {
    "word/document.xml": WORD,
    "xl/workbook.xml": "a spreadsheet (.xlsx)",
    "ppt/presentation.xml": "a presentation (.pptx)",
    "META-INF/container.xml": "an e-book (.epub)",
    "content.xml": "an OpenDocument file (.odt, .ods)",
    "META-INF/MANIFEST.MF": "a Java archive",
}
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ENCRYPTED = 0x1
_LARGEST_DIRECTORY = 256 << 20
_END_RECORD = 65_535 + 22 + 20 + 56
"""Bytes from a zip archive's end in which its end records stand: the longest comment and the records themselves."""
_LONG_NAMES = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
_LONGEST_NAME = 1 << 20
_FETCH = "fetch or make the archive again"


def office_of(archive: zipfile.ZipFile) -> str | None:
    """What a zip archive is where an office program or another made it for a purpose of its own; None for a plain one."""
    names = archive.NameToInfo
    return next((what for mark, what in _OFFICE.items() if mark in names), None)


@contextmanager
def opened_zip(stream: Stream) -> Iterator[zipfile.ZipFile]:
    """A stream as an open zip archive.

    Raises:
        UnreadableFile: It is broken.
    """
    with stream.on_disk() as path:
        with told(stream.name, "zip"):
            if _directory_size(path) > _LARGEST_DIRECTORY:
                what = f"its list of members is over {_LARGEST_DIRECTORY:,} bytes"
                raise TooLarge(what, where=stream.name, hint="split the archive")
            archive = zipfile.ZipFile(path)
        with archive:
            yield archive


def _directory_size(path: Path) -> int:
    """The size of a zip archive's list of members, which zipfile takes into memory whole; 0 where it is not told."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _END_RECORD))
        end = file.read()
    small, large = end.rfind(b"PK\x05\x06"), end.rfind(b"PK\x06\x06")
    if large >= 0 and len(end) >= large + 48:
        return int.from_bytes(end[large + 40 : large + 48], "little")
    return int.from_bytes(end[small + 12 : small + 16], "little") if small >= 0 else 0


def zip_members(archive: zipfile.ZipFile, stream: Stream) -> Iterator[Stream | Skip]:
    """The members of a zip archive as streams, each to be read before the next is asked for."""
    names = _Names(stream.name)
    for info in archive.infolist():
        if info.filename.endswith("/"):
            continue
        kind = stat.S_IFMT(info.external_attr >> 16)
        try:
            name = names.of(info.filename, is_file=kind in (0, stat.S_IFREG))
            if name is None:
                continue
            if info.flag_bits & _ENCRYPTED:
                raise UnreadableFile("it is encrypted", where=name, hint="pack it again without a password")
            with told(name, "zip"):
                raw = archive.open(info)
            with raw:
                yield Stream(
                    cast(BinaryIO, raw), name, stream.max_bytes, shrunk=info.compress_size, above=stream.ledger
                )
        except Skip as skip:
            yield skip


def tar_members(stream: Stream) -> Iterator[Stream | Skip]:
    """The members of a tar archive as streams, each to be read before the next is asked for."""
    headers: type[_Headers] = type("_Counting", (_Headers,), {"damaged": 0})
    with told(stream.name, "tar"):
        # Zeros do not end it: after a damaged header the next good one is looked for.
        archive = tarfile.open(fileobj=stream.file, mode="r|", tarinfo=headers, ignore_zeros=True)  # noqa: SIM115
    names = _Names(stream.name)
    while (info := _next(archive, stream.name)) is not None:
        vars(archive)["members"].clear()  # it would keep them all
        if info.isdir():
            continue
        try:
            name = names.of(info.name, is_file=info.isreg())
            raw = archive.extractfile(info) if name is not None else None
            if name is not None and raw is not None:
                yield Stream(cast(BinaryIO, raw), name, stream.max_bytes, above=stream.ledger)
        except Skip as skip:
            yield skip
    if headers.damaged:
        what = f"{headers.damaged:,} blocks are damaged where a member's header should stand"
        yield BadRecord(what, where=stream.name, hint=f"{_FETCH}; the members around them were read")


class _Headers(tarfile.TarInfo):
    """A member's header; those that are damaged are counted."""

    damaged = 0

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            cls.damaged += any(buf)  # zeros are no header, but its end or padding
            raise
        if header.type in _LONG_NAMES and header.size > _LONGEST_NAME:
            raise tarfile.ReadError("a member's name is too long for any file")
        return header


def _next(archive: tarfile.TarFile, name: str) -> tarfile.TarInfo | None:
    with told(name, "tar"):
        return archive.next()


class _Names:
    """Members' names made into origins, and judged: which must not be read, and which comes again."""

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._seen: set[str] = set()

    def of(self, name: str, *, is_file: bool) -> str | None:
        """The origin of a member; None for what is no input (a hidden file, a README).

        Raises:
            BadRecord: The name leads out of the archive, comes twice, or is that of a link or device.
        """
        path = PurePosixPath(name.replace("\\", "/"))
        origin = f"{self._archive}{INSIDE}{_UNSHOWN.sub(chr(0xFFFD), str(path))}"
        if not is_file:
            raise BadRecord("a link or device, not a file", where=origin, hint="pack the file itself")
        if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", str(path)):
            raise BadRecord("its name leads out of the archive", where=origin, hint="pack it under a name within")
        if is_beside(path.parts):
            return None
        if origin in self._seen:
            raise BadRecord("the archive has this name twice", where=origin, hint="the first was read; name them apart")
        self._seen.add(origin)
        return origin
