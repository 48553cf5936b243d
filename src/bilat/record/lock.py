"""One writer at a time: an advisory lock on a file, which the system itself lets go when its holder dies.

The file says who holds it (process, machine, since when, command), for the second writer to be told. On a disk of this machine,
and on NFS, the lock alone decides: what a killed writer left in the file counts for nothing. On a network disk whose
locks may not reach other machines, a holder on another machine is believed too.
"""

import fcntl
import json
import os
import socket
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bilat.errors import RecordLocked

_TRIES, _PAUSE = 4, 0.05  # whoever only looks holds the lock for a moment
_MOST = 4096
# Network disks whose locks may be this machine's alone; NFS passes them on (Linux 2.6.12 and later).
_UNSURE = {"cifs", "smb3", "smbfs", "9p", "fuse", "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "vboxsf", "virtiofs"}


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that has the lock; a field that is not known is empty, the process 0."""

    pid: int = 0
    host: str = ""
    since: str = ""
    command: str = ""

    def __str__(self) -> str:
        who = f"process {self.pid or 'unknown'}" + (f" on {self.host}" if self.host else "")
        since = f" since {self.since}" if self.since else ""
        return who + since + (f": {self.command}" if self.command else "")


class Lock:
    """The held lock; :meth:`release` gives it back."""

    def __init__(self, folder: Path, *, patience: float = _TRIES * _PAUSE) -> None:
        """Takes the lock of the record in the folder.

        Args:
            patience: Seconds to wait for another to give it back.

        Raises:
            RecordLocked: Another writer has it; says which process.
        """
        self._handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._take(folder, max(1, round(patience / _PAUSE)))
        except BaseException:
            os.close(self._handle)
            raise
        own = Holder(os.getpid(), socket.gethostname(), _now(), " ".join(sys.argv)[:1024])
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, (json.dumps(asdict(own)) + "\n").encode(), 0)

    def _take(self, folder: Path, tries: int) -> None:
        for n in range(tries):
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if n == tries - 1:
                    hint = "wait until it ends, or stop it; what it committed is kept"
                    raise _locked(folder, _holder(self._handle), hint) from None
                time.sleep(_PAUSE)
        left = _holder(self._handle)
        if left.host and left.host != socket.gethostname() and _disk(folder) in _UNSURE:
            hint = f"if that process has ended, remove {folder / 'lock'} and try again"
            raise _locked(folder, left, hint)

    def release(self) -> None:
        """Gives the lock back; a second call does nothing."""
        if self._handle >= 0:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = -1


def at_work(folder: Path) -> Holder | None:
    """The writer that has the record open now; null where there is none."""
    try:
        handle = os.open(folder / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(handle)
    finally:
        os.close(handle)
    return None


def _locked(folder: Path, holder: Holder, hint: str) -> RecordLocked:
    return RecordLocked(f"another writer has the record open ({holder})", where=str(folder), hint=hint)


def _holder(handle: int) -> Holder:
    text = os.pread(handle, _MOST, 0).decode("utf-8", "replace").strip()
    try:
        return Holder(**json.loads(text))
    except (
        ValueError,
        TypeError,
    ):  # a writer that has only just begun, or one of bilat 0.1, which left its number alone
        return Holder(int(text)) if text.isdecimal() else Holder()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _disk(folder: Path) -> str:
    """The kind of file system that a folder is on, "" where the system does not say."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text("utf-8").splitlines()]
    except OSError:
        return ""
    inside = [(len(at), kind) for _, at, kind, *_ in mounts if folder.resolve().is_relative_to(at)]
    return max(inside, default=(0, ""))[1]
