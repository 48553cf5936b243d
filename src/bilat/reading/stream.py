"""One open input: decompressed on the fly, and bounded, so that no file can fill the memory."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Self

from bilat.errors import TooLarge, UnreadableFile
from bilat.reading.sources import Source, unreadable

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20
_BUFFER = 1 << 16
# News text shrinks to a third or a quarter; deflate can reach 1,000. Between lies what no newspaper wrote.
_MOST_RATIO = 200


class _Meter(io.RawIOBase):
    """A raw reader that counts what was taken from it: the compressed size so far, also of a pipe."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._raw.read1(len(buffer)) if hasattr(self._raw, "read1") else self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)


class Stream:
    """The bytes of one input, gzip undone where the content is gzip, whatever the name says."""

    def __init__(self, raw: BinaryIO, name: str, max_bytes: int) -> None:
        self.name = name
        self.max_bytes = max_bytes
        self._total = 0
        self._meter = _Meter(raw)
        plain = io.BufferedReader(self._meter, _BUFFER)
        with _told(name):
            self._zipped = plain.peek(2)[:2] == _GZIP
            self._file = io.BufferedReader(gzip.GzipFile(fileobj=plain), _BUFFER) if self._zipped else plain
            self.head = self._file.peek(_BUFFER)

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
            yield cls(raw, source.name, max_bytes)

    def read(self) -> bytes:
        """All of it.

        Raises:
            TooLarge: Over ``max_bytes``; no more than that was read.
            UnreadableFile: Broken or truncated.
        """
        chunks = []
        with _told(self.name):
            while chunk := self._file.read(min(_CHUNK, self.max_bytes + 1 - self._total)):
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
        with _told(self.name):
            line = self._file.readline(self.max_bytes + 1)
        self._total += len(line)
        if len(line) > self.max_bytes:
            raise self._too_large("one line holds")
        if self._zipped and self._total > max(self.max_bytes, _MOST_RATIO * self._meter.taken):
            raise self._too_large(f"it swells over {_MOST_RATIO} times when unpacked, to")
        return line

    def _too_large(self, what: str) -> TooLarge:
        unpacked = " after decompression" if self._zipped else ""
        hint = "split it, or raise the setting max_bytes"
        return TooLarge(f"{what} more than {self.max_bytes:,} bytes{unpacked}", where=self.name, hint=hint)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the system and the decompressor raise into an error that names the file."""
    try:
        yield
    except EOFError:
        hint = "fetch or copy it again"
        raise UnreadableFile("the gzip data ends early: the file is truncated", where=name, hint=hint) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableFile(f"broken gzip data: {error}", where=name, hint="fetch or copy it again") from None
    except OSError as error:
        raise unreadable(error, name) from None
