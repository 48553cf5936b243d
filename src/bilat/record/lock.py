"""One writer at a time: an advisory lock on a file, which the system itself lets go when its holder dies."""

import fcntl
import os
from pathlib import Path

from bilat.errors import RecordLocked


class Lock:
    """The held lock; :meth:`release` gives it back."""

    def __init__(self, folder: Path) -> None:
        """Takes the lock of the record in the folder.

        Raises:
            RecordLocked: Another writer has it; says which process.
        """
        self._handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._handle)
            what = f"another writer has the record open (process {holder})"
            raise RecordLocked(what, where=str(folder), hint="wait until it ends, or stop it") from None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Gives the lock back; a second call does nothing."""
        if self._handle >= 0:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = -1
