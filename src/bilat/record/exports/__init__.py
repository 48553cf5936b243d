"""A record in the forms of other programs; what leaves is chosen, and texts under a licence can be held back."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path

from bilat.errors import BadArgument
from bilat.record import layout
from bilat.record.exports import events, graph, tables
from bilat.record.exports.selection import Selection, choose
from bilat.record.view import View

__all__ = ["Exported", "Form", "Selection", "export"]


class Form(StrEnum):
    """What an export is written as; the first two are a folder of one file a table, the others one file."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    PLOVER = "plover"
    GEOJSON = "geojson"
    GRAPHML = "graphml"


@dataclass(frozen=True, slots=True)
class Exported:
    """How much was written: lines of tables, articles, events, or edges; and what the user should know about it."""

    lines: int
    unit: str
    notes: tuple[str, ...] = ()


def export(
    view: View, form: Form, target: Path, selection: Selection, label: Callable[[str], str] = lambda code: code
) -> Exported:
    """Writes what a view shows; the target takes its name only when it is whole.

    Args:
        view: One of its own: the export makes tables of what it chose in the view's memory.
        target: The file; for Parquet and CSV the folder, which must be new.
        label: The name of a party's code, for people to read.

    Raises:
        BadArgument: The selection makes no sense, or the folder is there.
        RecordError: The disk fails.
    """
    choose(view, selection)
    if form in (Form.PARQUET, Form.CSV):
        with layout.disk(target, "write the export"), _folder(target) as draft:
            return Exported(tables.write(view, draft, form.value), "line")
    written = _one_file(view, form, target, label)
    others = view.ask("SELECT count(*) FROM chosen_imported")[0][0]
    note = f"{others:,} events of other datasets are in the forms parquet and csv alone"
    return replace(written, notes=(*written.notes, note)) if others else written


def _one_file(view: View, form: Form, target: Path, label: Callable[[str], str]) -> Exported:
    with layout.disk(target, "write the export"), _file(target) as out:
        if form is Form.JSONL:
            return Exported(events.write_codings(view, out), "article")
        if form is Form.PLOVER:
            return Exported(events.write_plover(view, out), "event")
        if form is Form.GEOJSON:
            written, placeless = events.write_geojson(view, out)
            note = f"{placeless:,} events have no place with coordinates and are left out"
            return Exported(written, "event", (note,) if placeless else ())
        edges, removed = graph.write(view, out, label)
        note = f"{removed:,} characters that XML cannot hold were removed"
        return Exported(edges, "edge", (note,) if removed else ())


@contextmanager
def _folder(target: Path) -> Iterator[Path]:
    if target.exists():
        raise BadArgument("the folder exists", where=str(target), hint="name a new one: this form is one file a table")
    draft = target.with_name(f".{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        yield draft
        draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _file(target: Path) -> Iterator[TextIOWrapper]:
    draft = target.with_name(f".{target.name}.part")
    try:
        with draft.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            yield out
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
