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


def _name(path: Path) -> str:
    """The path as valid Unicode: a name's bytes that are none stand as ``\\xff``, so that it can be printed and stored."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _under(path: Path) -> Iterator[Source | Skip]:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield unreadable(error, _name(path))
        return
    if not stat.S_ISDIR(mode):
        yield Source(path, _name(path))
        return
    empty = True
    for found in _walk(path):
        empty = False
        yield found
    if empty:
        yield UnreadableFile("the folder has no file to read", where=_name(path), hint="hidden files are not read")


_ABOUT = re.compile(r"(?:README|LICEN[CS]E|NOTICE|CHANGELOG|COPYING)(?:\.(?:md|txt|rst))?\Z", re.IGNORECASE)
"""Files that say what a folder is; they are read only where they are named themselves."""


def is_beside(parts: Sequence[str]) -> bool:
    """Whether a path inside an archive is of a thing beside the inputs: hidden, about the folder, or a Mac's own."""
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return hidden or not parts or bool(_ABOUT.match(parts[-1]))


def _walk(top: Path) -> Iterator[Source | Skip]:
    """Depth first, by name; no recursion, since folders may lie thousands deep."""
    inside: set[tuple[int, int]] = set()  # so that a link back to a folder that was walked ends there
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            info = path.stat()
            if stat.S_ISDIR(info.st_mode):
                if (info.st_dev, info.st_ino) not in inside:
                    inside.add((info.st_dev, info.st_ino))
                    waiting += reversed(_entries(path))
            elif stat.S_ISREG(info.st_mode):
                yield Source(path, _name(path))
            else:
                # Opening a pipe or device found in a folder could wait for ever.
                yield UnreadableFile("not a regular file", where=_name(path), hint="name it itself to read from it")
        except OSError as error:
            yield unreadable(error, _name(path))


def _entries(folder: Path) -> list[Path]:
    """What a folder holds that may be read, by name."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    if {"record.json", "commits", "parts"} <= {entry.name for entry in entries}:
        return []  # a record of bilat's own, kept among the articles: nothing to read
    pages = {Path(entry.name).stem for entry in entries if entry.name.lower().endswith((".html", ".htm"))}
    return [Path(entry.path) for entry in entries if not _passed_over(entry.name, pages)]


def _passed_over(name: str, pages: set[str]) -> bool:
    # A browser keeps a saved page's images and scripts in a folder beside it: parts of the page, not inputs.
    return (
        name.startswith(".")
        or bool(_ABOUT.match(name))
        or (name.endswith("_files") and name[: -len("_files")] in pages)
    )


def unreadable(error: OSError | ValueError, where: str) -> UnreadableFile:
    """What the system says of a path, with the way out."""
    hints: dict[type[Exception], str] = {
        FileNotFoundError: "check the spelling; the path is taken from the working folder",
        PermissionError: "give yourself the right to read it",
    }
    hint = hints.get(type(error), "check the file and the disk")
    reason = error.strerror if isinstance(error, OSError) else None
    return UnreadableFile(f"cannot be read: {reason or error}", where=where, hint=hint)
