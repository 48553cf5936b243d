"""The file operations whose order decides what a crash can leave of a record: all of the record's writing goes through here.

Two of them last through a power cut only once they are flushed: a file's bytes with :meth:`Files.sync` of the file, its
name with :meth:`Files.sync` of its folder (T. S. Pillai and others, "All File Systems Are Not Created Equal", OSDI 2014).
"""

import errno
import os
from collections.abc import Iterable
from pathlib import Path


class Files:
    """The disk itself. A record takes another by argument: one that fails at a given step, or that notes the steps."""

    def write(self, path: Path, pieces: Iterable[str]) -> None:
        """Writes a text file; without :meth:`sync` a power cut may take all of it or any part."""
        with path.open("w", encoding="utf-8") as file:
            file.writelines(pieces)

    def sync(self, path: Path) -> None:
        """Makes a file's bytes, or the names in a folder, last through a power cut."""
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            # Some network file systems cannot flush a folder; there is no other way to ask them for it.
            if error.errno != errno.EINVAL or not path.is_dir():
                raise
        finally:
            os.close(handle)

    def rename(self, old: Path, new: Path) -> None:
        """Gives a file another name in one step; what had that name is gone."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        """Removes a file."""
        path.unlink()

    def make(self, folder: Path) -> None:
        """Makes a folder where there is none, those above it as well, and makes their names last."""
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for each in missing:
            self.sync(each.parent)

    def put(self, path: Path, text: str) -> None:
        """Writes a whole file that lasts, or none: beside it first, flushed, then renamed into place."""
        beside = path.with_name(f".{path.name}.new")
        self.write(beside, (text,))
        self.sync(beside)
        self.rename(beside, path)
        self.sync(path.parent)


DISK = Files()
