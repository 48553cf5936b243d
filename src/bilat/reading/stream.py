"""One open input: unpacked on the fly, and bounded, so that no file can fill the memory or the disk."""

import bz2
import gzip
import io
import lzma
import os
import shutil
import struct
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Self, cast

from fastwarc.stream_io import ZstdReader

from bilat.errors import TooLarge, UnreadableFile
from bilat.reading.sources import Source, unreadable

_UNPACKERS: tuple[tuple[bytes, str, Callable[[BinaryIO], object]], ...] = (
    (b"\x1f\x8b", "gzip", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", "bzip2", bz2.BZ2File),
    (b"\xfd7zXZ\x00", "xz", lzma.LZMAFile),
    (b"\x28\xb5\x2f\xfd", "zstd", ZstdReader),
    (b"\x50\x2a\x4d\x18", "zstd", ZstdReader),  # a frame to skip, as pzstd and dictionaries put before the first
)
_LAYERS = 3
_CHUNK = 1 << 20
_BUFFER = 1 << 16
# News text shrinks to a third or a quarter; deflate can reach 1,000. Between lies what no newspaper wrote.
_MOST_RATIO = 200
_AGAIN = "fetch or copy it again"
# What the unpackers raise on damaged data; the last four come out of zipfile and tarfile unchecked.
_BROKEN = (
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    struct.error,
    ValueError,
    IndexError,
    OverflowError,
)


class Ledger:
    """How many bytes were taken in packed, and how many came out; a member's count goes to its archive's as well."""

    def __init__(self, name: str, max_bytes: int, *, packed: int = 0, above: "Ledger | None" = None) -> None:
        self.name = name
        self.max_bytes = max_bytes
        self.taken = packed
        self.given = 0
        self.above = above

    def take(self, count: int) -> None:
        """Packed bytes came in."""
        self.taken += count

    def give(self, count: int) -> None:
        """Bytes came out.

        Raises:
            TooLarge: They are more than any text would grow to.
        """
        self.given += count
        if self.swollen:
            what = (
                f"it swells over {_MOST_RATIO} times when unpacked: more than {self.max_bytes:,} bytes "
                "after decompression"
            )
            raise TooLarge(what, where=self.name, hint="split it, or raise the setting max_bytes")
        if self.above:
            self.above.give(count)

    @property
    def swollen(self) -> bool:
        """Whether more came out than may."""
        return self.given > max(self.max_bytes, _MOST_RATIO * self.taken)


class _Counted(io.RawIOBase):
    """A raw reader that tells how much is read from it."""

    def __init__(self, raw: BinaryIO, count: Callable[[int], None]) -> None:
        self._read = getattr(raw, "read1", raw.read)
        self._count = count
        self._at = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        self._count(len(data))
        return len(data)


class Stream:
    """The bytes of one input, unpacked where the content is gzip, bzip2, xz or zstd, whatever the name says.

    Attributes:
        head: Its first bytes, unpacked.
        path: The file on the disk that it is, packed or not; None for standard input and a member of an archive.
        packing: How it was packed ("gzip"), None where it was not.
        ledger: The count of its bytes.
    """

    def __init__(
        self,
        raw: BinaryIO,
        name: str,
        max_bytes: int,
        *,
        path: Path | None = None,
        shrunk: int | None = None,
        above: Ledger | None = None,
    ) -> None:
        """Over an open file.

        Args:
            shrunk: The packed size of a member that an archive's own reader unpacks.
            above: The ledger of the archive that it is a member of.
        """
        self.name = name
        self.max_bytes = max_bytes
        self.path = path
        self.ledger = Ledger(name, max_bytes, packed=shrunk or 0, above=above)
        self._total = 0
        take = self.ledger.take if shrunk is None else _uncounted
        with told(name):
            self.packing, unpacked = _unpack(raw, take, name)
        with told(name, self.packing):
            self.file = io.BufferedReader(_Counted(unpacked, self.ledger.give), _BUFFER)
            self.head = self.file.peek(_BUFFER)

    @classmethod
    @contextmanager
    def open(cls, source: Source, max_bytes: int) -> Iterator[Self]:
        """The stream of a source; standard input is left open at the end."""
        if source.path is None:
            yield cls(sys.stdin.buffer, source.name, max_bytes)
            return
        try:
            raw = source.path.open("rb")
        except OSError as error:
            raise unreadable(error, source.name) from None
        with raw:
            yield cls(raw, source.name, max_bytes, path=source.path)

    def read(self) -> bytes:
        """All of it.

        Raises:
            TooLarge: Over ``max_bytes``; no more than that was read.
            UnreadableFile: Broken or truncated.
        """
        chunks = []
        with told(self.name, self.packing):
            while chunk := self.file.read(min(_CHUNK, self.max_bytes + 1 - self._total)):
                chunks.append(chunk)
                self._total += len(chunk)
                if self._total > self.max_bytes:
                    raise self._too_large("it holds")
        return b"".join(chunks)

    def readline(self) -> bytes:
        """The next line with its end, b"" at the end; bounds hold for a line, not for the file.

        Raises:
            TooLarge: A line over ``max_bytes``, or a file that swells as no text does.
            UnreadableFile: Broken or truncated.
        """
        try:
            line = self.file.readline(self.max_bytes + 1)
        except Exception:
            with told(self.name, self.packing):  # not around every line: of empty ones there may be tens of millions
                raise
        if len(line) > self.max_bytes:
            raise self._too_large("one line holds")
        return line

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """A file with its unpacked bytes: its own where it is one, else a copy that is removed at the end.

        Raises:
            TooLarge: It swells as no text does.
            UnreadableFile: Broken, truncated, or no room for the copy.
        """
        if self.path is not None and self.packing is None and self.path.is_file():
            self.ledger.take(os.path.getsize(self.path))
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="bilat-") as folder:
            copy = Path(folder) / "unpacked"
            with told(self.name, self.packing), copy.open("wb") as out:
                shutil.copyfileobj(self.file, out, _CHUNK)
            yield copy

    def _too_large(self, what: str) -> TooLarge:
        unpacked = " after decompression" if self.packing else ""
        hint = "split it, or raise the setting max_bytes"
        return TooLarge(f"{what} more than {self.max_bytes:,} bytes{unpacked}", where=self.name, hint=hint)


def _uncounted(count: int) -> None:
    """What an archive's own reader unpacks was counted when the archive was read."""


def _unpack(raw: BinaryIO, take: Callable[[int], None], name: str) -> tuple[str | None, BinaryIO]:
    """How a file is packed (its innermost layer), and the file under its layers."""
    packing = None
    for layer in range(_LAYERS + 1):
        file = io.BufferedReader(_Counted(raw, take if layer == 0 else _uncounted), _BUFFER)
        head = file.peek(8)[:8]
        known = next((known for known in _UNPACKERS if head.startswith(known[0])), None)
        if known is None:
            return packing, cast(BinaryIO, file)
        _, packing, unpacker = known
        raw = cast(BinaryIO, unpacker(cast(BinaryIO, file)))
    raise UnreadableFile(f"packed more than {_LAYERS} times over", where=name, hint="unpack it first")


@contextmanager
def told(name: str, packing: str | None = None) -> Iterator[None]:
    """Turn what the system and the unpackers raise into an error that names the file."""
    data = f"{packing or 'packed'} data"
    try:
        yield
    except EOFError:
        raise UnreadableFile(f"the {data} ends early: the file is truncated", where=name, hint=_AGAIN) from None
    except _BROKEN as error:
        raise UnreadableFile(f"broken {data}: {error}", where=name, hint=_AGAIN) from None
    except (NotImplementedError, RuntimeError) as error:
        hint = "pack it with deflate and without a password"
        raise UnreadableFile(f"cannot be unpacked: {error}", where=name, hint=hint) from None
    except OSError as error:
        if error.errno is None:  # an unpacker's, not the system's
            raise UnreadableFile(f"broken {data}: {error}", where=name, hint=_AGAIN) from None
        raise unreadable(error, name) from None
