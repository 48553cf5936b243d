"""Quadruples of numbers, as research on temporal graphs made them of ICEWS, put back into names and days.

A line is "source, relation, target, hours" with tabs between, and may have a fifth number that means nothing. The names stand in
files beside it (entity2id.txt and relation2id.txt, or with a prefix: ICEWS18_entity2id.txt), the first day nowhere: it is the
first of the year that the file's or the folder's name tells, or is given.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bilat.errors import UnreadableFile
from bilat.record.imports.opening import Input

_YEAR = re.compile(r"icews[-_ ]?(\d\d)(?!\d)", re.IGNORECASE)
_OPTION = "give the first day: --first-day 2018-01-01"


@dataclass(frozen=True, slots=True)
class Numbering:
    """What the numbers of a file mean."""

    entities: Mapping[bytes, bytes]
    relations: Mapping[bytes, bytes]
    first: date

    def translate(self, block: bytes) -> bytes:
        """Lines of numbers as lines of names and days; one that cannot be put back stays as it is."""
        return b"".join(map(self._line, block.splitlines(keepends=True)))

    def _line(self, line: bytes) -> bytes:
        cells = line.split()
        try:
            day = self.first + timedelta(hours=int(cells[3]))
            names = self.entities[cells[0]], self.relations[cells[1]], self.entities[cells[2]]
        except (IndexError, KeyError, ValueError, OverflowError):
            return line
        return b"\t".join((*names, day.isoformat().encode())) + b"\n"


def numbering(file: Input, first_day: date | None) -> Numbering:
    """The meaning of a file's numbers.

    Raises:
        UnreadableFile: The names are not beside it, or no first day is known.
    """
    entities, relations = _beside(file.path, "entity2id.txt"), _beside(file.path, "relation2id.txt")
    return Numbering(_names(entities), _names(relations), first_day or _first_day(file.path))


def _beside(path: Path, name: str) -> Path:
    prefix = path.stem.rpartition("_")[0]
    tried = [path.with_name(f"{prefix}_{name}"), path.with_name(name)] if prefix else [path.with_name(name)]
    found = next((one for one in tried if one.is_file()), None)
    if found is None:
        what = f"it holds numbers, and no {' or '.join(one.name for one in tried)} beside it names them"
        raise UnreadableFile(what, where=str(path), hint="put the file of names beside it")
    return found


def _names(path: Path) -> dict[bytes, bytes]:
    """Name by number, of lines "name, number" with a tab between."""
    found = {}
    for line in path.read_bytes().splitlines():
        name, _, number = line.rpartition(b"\t")
        if name and number.strip().isdigit():
            found[number.strip()] = name.strip()
    if not found:
        raise UnreadableFile("it names no numbers", where=str(path), hint="its lines are a name, a tab and a number")
    return found


def _first_day(path: Path) -> date:
    year = _YEAR.search(path.name) or _YEAR.search(path.resolve().parent.name)
    if year is None:
        raise UnreadableFile("it counts hours from a day that it does not tell", where=str(path), hint=_OPTION)
    return date(2000 + int(year[1]), 1, 1)
