"""What is known of each feed from one run to the next: a file a feed, each written whole or not at all."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bilat.errors import Stop, UnreadableFile
from bilat.model import content_id
from bilat.reading.web.addresses import Address

MOST_TRIES = 5
"""Rounds in which an entry's page is asked for before it is given up."""

LEAST_SEEN = 1000
"""Keys that are kept of a feed, at least; else four times as many as it has entries, the oldest going first."""

_LONGEST_REST = 24 * 3600.0
_EARLY = 59.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is known of one feed.

    Attributes:
        url: Its address, in the form that may be shown.
        etag, modified: Its validators, where nothing of it is left to read.
        moved: Its new address, where it has moved for good.
        gone: The day on which its server said that it is gone.
        polled: When it was last asked, seconds since the epoch; failures: how often in a row that failed.
        seen: Key of each entry that was read to its stamp, oldest first.
        tries: Key of each entry whose page could not be fetched to how often that was tried.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None
    gone: str | None = None
    polled: float = 0.0
    failures: int = 0
    seen: Mapping[str, str] = field(default_factory=dict)
    tries: Mapping[str, int] = field(default_factory=dict)

    def due(self, every: float, now: float) -> float:
        """Seconds until the feed is to be asked again: ``every``, twice as long after each failure, a day at most.

        A time in the future is one that a clock set wrong has left, and counts as none. A minute is as good as
        none, so that a job that runs as often as the feed is asked does not miss every second turn.
        """
        if self.polled > now:
            return 0.0
        rest = max(every, min(every * 2**self.failures, _LONGEST_REST))
        left = self.polled + rest - now
        return left if left > _EARLY else 0.0


class Poll:
    """One asking of a feed: which of its entries were read, which are left for the next time."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._seen, self._tries = dict(memory.seen), dict(memory.tries)
        self._left = self._entries = 0

    def knows(self, keys: tuple[str, ...], stamp: str) -> bool:
        """Whether an entry of the feed was read before with this stamp."""
        self._entries += 1
        known = [key for key in keys if key in self._seen]
        for key in known:
            self._seen[key] = self._seen.pop(key)  # what the feed still has is forgotten last
        return any(self._seen[key] == stamp for key in known)

    def leave(self) -> None:
        """An entry is left for the next time."""
        self._left += 1

    def settle(self, keys: tuple[str, ...], stamp: str, *, failed: bool) -> None:
        """An entry was read; or its page could not be fetched, which is tried again in the next rounds, then given up."""
        tried = self._tries.pop(keys[0], 0) + 1
        if failed and tried < MOST_TRIES:
            self._tries[keys[0]] = tried
            self._left += 1
            return
        for key in keys:
            self._seen.pop(key, None)
            self._seen[key] = stamp

    def memory(self, now: float, *, etag: str | None, modified: str | None, moved: str | None) -> Memory:
        """What is known of the feed now."""
        # With validators the next answer would be "unchanged", and what is left would never be read.
        return Memory(
            url=self._memory.url,
            etag=None if self._left else etag,
            modified=None if self._left else modified,
            moved=moved or self._memory.moved,
            polled=now,
            seen=dict(list(self._seen.items())[-max(LEAST_SEEN, 4 * self._entries) :]),
            tries=self._tries,
        )


class Ledger:
    """The memories in a folder; what is put is written by :meth:`commit`, when what was read is safe."""

    def __init__(self, folder: Path | None) -> None:
        """A ledger; None keeps what is put for this run only."""
        self._folder = folder
        self._staged: dict[str, Memory] = {}
        self._known: dict[str, Memory] = {}

    def get(self, url: str) -> Memory:
        """What is known of a feed.

        Raises:
            UnreadableFile: Its file is broken; it is set aside, and the next call finds an empty memory.
        """
        name = _name(url)
        if name not in self._known:
            self._known[name] = Memory(url=str(Address.of(url)))
            if self._folder is not None:
                self._known[name] = _load(self._folder / name, self._known[name])
        return self._staged.get(name, self._known[name])

    def put(self, url: str, memory: Memory) -> None:
        """Keep what is known of a feed now."""
        self._staged[_name(url)] = memory

    def path(self, url: str) -> Path | None:
        """The file of a feed."""
        return self._folder / _name(url) if self._folder is not None else None

    def commit(self) -> None:
        """Write what was put since the last time.

        Raises:
            Stop: The disk fails; each file is as it was, or whole.
        """
        for name, memory in self._staged.items():
            self._known[name] = memory
            if self._folder is not None:
                try:
                    _write(self._folder / name, json.dumps(asdict(memory), ensure_ascii=False, indent=1) + "\n")
                except OSError as error:
                    what = f"what is known of feeds cannot be kept: {error.strerror or error}"
                    hint = "free some space or give yourself the right; what was read is in the record"
                    raise Stop(what, where=str(self._folder), hint=hint) from error
        self._staged.clear()

    def forget(self) -> None:
        """Drop what was put and not written: what was read of those feeds did not come to be safe."""
        self._staged.clear()


def _name(url: str) -> str:
    address = Address.of(url)
    return f"{address.host}-{content_id(address.origin, address.target)}.json"


def _load(path: Path, empty: Memory) -> Memory:
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
        memory = Memory(**{**told, "url": empty.url})
        sound = isinstance(memory.seen, dict) and isinstance(memory.tries, dict) and isinstance(memory.failures, int)
        if not sound or not isinstance(memory.polled, int | float):
            raise ValueError
        return memory
    except FileNotFoundError:
        return empty
    except (OSError, ValueError, TypeError):
        with suppress(OSError):
            path.replace(path.with_suffix(".broken"))
        what = "what was known of this feed cannot be read, and it is read anew"
        raise UnreadableFile(
            what, where=str(path), hint="nothing to do: what the record has is not coded again"
        ) from None


def _write(path: Path, text: str) -> None:
    """The whole file or nothing, also through a power cut: beside it first, then in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
