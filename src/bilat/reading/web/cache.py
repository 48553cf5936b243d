"""Pages kept on the disk with what their servers said of them: asked for once, then only whether they changed."""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from bilat.reading.web.addresses import Address
from bilat.reading.web.exchange import Answer

_KEPT = ("etag", "last-modified", "content-type", "cache-control", "age")
_LONGEST_FRESH = 24 * 3600.0
_ROOM = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A page as it was at ``stored``, seconds since the epoch."""

    answer: Answer
    stored: float

    def is_fresh(self, now: float) -> bool:
        """Whether its server said that it need not be asked yet: max-age, a day at most (RFC 9111, 4.2)."""
        told = directives(self.answer.headers)
        if "no-cache" in told:
            return False
        age = _seconds(self.answer.headers.get("age")) + now - self.stored
        return 0 <= age < min(_seconds(told.get("max-age")), _LONGEST_FRESH)


class Cache:
    """A folder of pages, one file each; a file that is broken or cut counts as none."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        """A cache.

        Args:
            folder: Made when the first page is put in.
            max_bytes: Over so many bytes the oldest pages go; 0 keeps none.
        """
        self._folder, self._most = folder, max_bytes
        self._size = sum(size for _, size, _ in self._files()) if max_bytes else 0

    def get(self, address: Address) -> Kept | None:
        """The page of an address, None where there is none."""
        try:
            head, _, body = gzip.decompress(self._path(address).read_bytes()).partition(b"\n")
            told = json.loads(head)
            if hashlib.sha256(body).hexdigest() != told["sha256"]:
                return None
            return Kept(answer=Answer(status=200, headers=told["headers"], body=body), stored=float(told["stored"]))
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
            return None

    def put(self, address: Address, answer: Answer, now: float) -> None:
        """Keep a page, unless its server forbids it or it was given for a password. A full disk keeps none and stops nothing."""
        if not self._most or address.authorization or "no-store" in directives(answer.headers):
            return
        headers = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
        told = {
            "url": str(address),
            "stored": now,
            "headers": headers,
            "sha256": hashlib.sha256(answer.body).hexdigest(),
        }
        packed = gzip.compress(json.dumps(told).encode() + b"\n" + answer.body, compresslevel=1)
        with suppress(OSError):
            self._write(self._path(address), packed)
            self._size += len(packed)
            if self._size > self._most:
                self._prune()

    def renew(self, address: Address, kept: Kept, answer: Answer, now: float) -> Answer:
        """The kept page after its server said that it has not changed (304), with what the server now says of it."""
        renewed = replace(kept.answer, headers={**kept.answer.headers, **answer.headers})
        self.put(address, renewed, now)
        return renewed

    def _path(self, address: Address) -> Path:
        name = hashlib.sha256(f"{address.origin}{address.target}".encode()).hexdigest()
        return self._folder / name[:2] / f"{name[2:34]}.gz"

    def _write(self, path: Path, packed: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            try:
                file.write(packed)
                file.close()
                os.replace(file.name, path)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise

    def _files(self) -> list[tuple[float, int, Path]]:
        """Time, bytes and path of each file, oldest first."""
        found = []
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                info = path.stat()
                found.append((info.st_mtime, info.st_size, path))
        return sorted(found)

    def _prune(self) -> None:
        files = self._files()
        self._size = sum(size for _, size, _ in files)
        for _, size, path in files:
            if self._size <= self._most * _ROOM:
                return
            path.unlink(missing_ok=True)
            self._size -= size


def directives(headers: Mapping[str, str]) -> dict[str, str]:
    """The parts of Cache-Control, in lower case, each with its value."""
    parts = (part.strip().lower().partition("=") for part in headers.get("cache-control", "").split(","))
    return {name: value.strip('"') for name, _, value in parts if name}


def _seconds(text: str | None) -> float:
    return float(text) if text and text.isdecimal() else 0.0
