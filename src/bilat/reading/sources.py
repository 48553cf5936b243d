"""Paths -> the inputs to read: folders walked in a fixed order, what cannot be read told, nothing opened or fetched."""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bilat.errors import Skip, UnreadableFile
from bilat.reading.web.addresses import is_web, shown

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One input: a file's path, a web address, or neither for standard input; ``name`` is what messages and origins use."""

    path: Path | None
    name: str
    url: str | None = None


def sources(paths: Iterable[str | Path]) -> Iterator[Source | Skip]:
    """Every file under the paths and every web address, each once; a missing path or an empty folder is a Skip."""
    seen: set[str] = set()
    for given in paths:
        if is_web(str(given)):
            if given not in seen:
                seen.add(str(given))
                yield Source(None, shown(str(given)), url=str(given))
            continue
        if str(given) == STDIN:
            yield Source(None, "<stdin>")
            continue
        for source in _under(Path(given)):
            if isinstance(source, Source) and source.path is not None:
                real = os.path.realpath(source.path)
                if real in seen:
                    continue
                seen.add(real)
            yield source


def _under(path: Path) -> Iterator[Source | Skip]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield unreadable(error, str(path))
        return
    if not stat.S_ISDIR(mode):
        yield Source(path, str(path))
        return
    empty = True
    for found in _walk(path, {_identity(path)}):
        empty = False
        yield found
    if empty:
        yield UnreadableFile("the folder has no file to read", where=str(path), hint="hidden files are not read")


_ABOUT = re.compile(r"(?:README|LICEN[CS]E|NOTICE|CHANGELOG|COPYING)(?:\.(?:md|txt|rst))?\Z", re.IGNORECASE)
"""Files that say what a folder is; they are read only where they are named themselves."""


def is_beside(parts: Sequence[str]) -> bool:
    """Whether a path inside an archive is of a thing beside the inputs: hidden, about the folder, or a Mac's own."""
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return hidden or not parts or bool(_ABOUT.match(parts[-1]))


def _walk(folder: Path, inside: set[tuple[int, int]]) -> Iterator[Source | Skip]:
    """Depth first, by name. ``inside`` holds the folders walked, so that a link back to one of them ends there."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        if {"record.json", "commits", "parts"} <= {entry.name for entry in entries}:
            return  # a record of bilat's own, kept among the articles: nothing to read
    except OSError as error:
        yield unreadable(error, str(folder))
        return
    pages = {Path(entry.name).stem for entry in entries if entry.name.lower().endswith((".html", ".htm"))}
    for entry in entries:
        # A browser keeps a saved page's images and scripts in a folder beside it: parts of the page, not inputs.
        parts = entry.name.endswith("_files") and entry.name[: -len("_files")] in pages
        if entry.name.startswith(".") or _ABOUT.match(entry.name) or parts:
            continue
        yield from _entry(Path(entry.path), inside)


def _entry(path: Path, inside: set[tuple[int, int]]) -> Iterator[Source | Skip]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            identity = _identity(path)
            if identity not in inside:
                inside.add(identity)
                yield from _walk(path, inside)
        elif stat.S_ISREG(mode):
            yield Source(path, str(path))
        else:
            # Opening a pipe or device found in a folder could wait for ever.
            yield UnreadableFile("not a regular file", where=str(path), hint="name it itself to read from it")
    except OSError as error:
        yield unreadable(error, str(path))


def _identity(path: Path) -> tuple[int, int]:
    info = path.stat()
    return info.st_dev, info.st_ino


def unreadable(error: OSError, where: str) -> UnreadableFile:
    """What the system says of a path, with the way out."""
    hints = {
        FileNotFoundError: "check the spelling; the path is taken from the working folder",
        PermissionError: "give yourself the right to read it",
    }
    hint = hints.get(type(error), "check the file and the disk")
    return UnreadableFile(f"cannot be read: {error.strerror or error}", where=where, hint=hint)
