"""What a file is: the layout that its first lines have, or what it looks like instead."""

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bilat.record.imports import acled, gdelt, icews, phoenix, polecat, ucdp
from bilat.record.imports.forms import Layout, plain

LAYOUTS: Sequence[Layout] = (
    *gdelt.LAYOUTS, *icews.LAYOUTS, *polecat.LAYOUTS, *acled.LAYOUTS, *ucdp.LAYOUTS, *phoenix.LAYOUTS,
)  # fmt: skip
FORMS = tuple(dict.fromkeys(layout.form for layout in LAYOUTS))
"""The names by which an import is asked for."""

_DIGITS = re.compile(r"\d+")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is.

    Attributes:
        layout: Null where it is none that can be imported.
        looks_like: What it is, for people.
        first_line: Its first line, cut.
        header: The names of its columns, where the first line has them.
        numbered: It is quadruples of numbers, whose names stand in files beside it.
    """

    layout: Layout | None
    looks_like: str
    first_line: str
    header: tuple[str, ...] = ()
    numbered: bool = False


def recognise(head: bytes) -> Kind:
    """What a file is by its first bytes, unpacked."""
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if len(lines) > 1:
        lines = lines[:-1]  # the last may be cut
    first = next((line for line in lines if line.strip()), "")
    shown = first if len(first) <= _LONGEST_SHOWN else f"{first[:_LONGEST_SHOWN]}…"
    binary = _binary(head)
    if binary or not first:
        return Kind(None, binary or "an empty file", "" if binary else shown)
    for layout in LAYOUTS:
        if layout.headed:
            header = tuple(plain(name) for name in _split(first, layout))
            if layout.required <= set(header):
                return Kind(layout, layout.told, shown, header)
    found = _by_columns([line for line in lines[:50] if line.strip()])
    if found is not None:
        layout, numbered = found
        told = "ICEWS quadruples with numbers (entity2id and relation2id name them)" if numbered else layout.told
        return Kind(layout, told, shown, numbered=numbered)
    return Kind(None, _otherwise(text, first), shown)


def _split(line: str, layout: Layout) -> list[str]:
    return next(csv.reader([line], delimiter=layout.delimiter)) if layout.quote else line.split(layout.delimiter)


def _by_columns(lines: Sequence[str]) -> tuple[Layout, bool] | None:
    """A layout without a header: by how many columns most lines have, and by what stands in the first good one."""
    rows = [line.split("\t") for line in lines]
    for layout in LAYOUTS:
        if layout.headed or layout.name == "icews-quadruples":
            continue
        if any(len(row) == len(layout.columns) and _fits(layout, row) for row in rows):
            return layout, False
    quadruples = next(layout for layout in LAYOUTS if layout.name == "icews-quadruples")
    for row in rows:
        cells = [cell.strip() for cell in row]
        if len(cells) in (4, 5) and all(_DIGITS.fullmatch(cell) for cell in cells):
            return quadruples, True
        if len(cells) == 4 and _DAY.fullmatch(cells[3]) and not _DIGITS.fullmatch(cells[0]):
            return quadruples, False
    return None


def _fits(layout: Layout, row: Sequence[str]) -> bool:
    if layout.name == "gdelt-mentions":
        return bool(_DIGITS.fullmatch(row[0]) and re.fullmatch(r"\d{14}", row[1]) and re.fullmatch(r"\d{14}", row[2]))
    if layout.form == "gdelt":
        return bool(_DIGITS.fullmatch(row[0]) and _DAY.fullmatch(row[1]) and re.fullmatch(r"\d{2,4}", row[26]))
    return bool(_DAY.fullmatch(row[1]) and re.fullmatch(r"\d{2,4}", row[13]))  # Phoenix


def _binary(head: bytes) -> str | None:
    """A kind that is no text, by its first bytes."""
    known = {
        b"PK\x03\x04": "a zip or an Office file inside another file",
        b"\x1f\x8b": "a gz inside another file, or one whose name does not end in .gz",
        b"PAR1": "Parquet",
        b"%PDF": "PDF",
        b"\xd0\xcf\x11\xe0": "an old Office file",
        b"SQLite": "an SQLite database",
        b"\x28\xb5\x2f\xfd": "a zst",
        b"BZh": "a bz2",
    }
    found = next((told for magic, told in known.items() if head.startswith(magic)), None)
    if found is None and head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16 text: save it as UTF-8"
    return found or ("no text" if head.count(b"\x00") > len(head) // 100 else None)


def _otherwise(text: str, first: str) -> str:
    """What a text that no layout fits looks like."""
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        return "a web page (a download that failed, or that asks to log in)"
    if start.startswith("<"):
        return "XML"
    if start.startswith(("{", "[")):
        return _json_kind(first)
    tabs = first.count("\t") + 1
    if tabs in (27, 15, 11) and _DAY.match(first.split("\t")[0]):
        return f"GDELT's Global Knowledge Graph ({tabs} columns), which holds no events"
    if tabs > 1:
        return f"a table of {tabs} columns with tabs between"
    for sign, told in ((";", "semicolons"), (",", "commas")):
        cells = next(csv.reader([first], delimiter=sign), [])
        if len(cells) > 1:
            return f"a table of {len(cells)} columns with {told} between"
    return "plain text"


def _json_kind(first: str) -> str:
    try:
        json.loads(first)
    except ValueError:
        return "JSON"
    return "JSON lines (bilat read reads those of articles)"
