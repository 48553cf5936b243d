"""Events of other datasets for a terminal and for a program."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilat.record import Imported
from bilat.record.imports import Planned, Tally

_REJECTS = 10
_UNKNOWN = 5


def imported_dict(event: Imported) -> dict[str, Any]:
    """An event of another dataset as plain JSON values."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(event).items()}
    # A key of 64 bits is more than a number of JSON holds in most programs.
    return {"what": "imported", **plain, "story": None if event.story is None else f"{event.story:016x}"}


def print_imported(event: Imported, out: Console) -> None:
    """An event of another dataset in the terminal: the record's terms, and the source's own beside them."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, told in _fields(event):
        table.add_row(name, Text(told))
    out.print(Text(f"event {event.id}", style="bold"))
    out.print(table)


def _fields(event: Imported) -> list[tuple[str, str]]:
    mode = f", {event.mode}" if event.mode else ""
    act = f"{event.type}{mode} ({event.quad})" if event.type else "null"
    days = f"{event.first} to {event.last}" if event.first != event.last else f"{event.first}"
    fields = [
        ("type", f"{act}; the source's code is {event.original!r}"),
        *((name, _side(*side)) for name, side in _sides(event)),
        ("status", event.status or "null"),
        ("issues", ", ".join(event.issues) or "null"),
        ("date", f"{event.date or 'null'}; {days if event.first else 'no day is known'}"),
        ("reported", str(event.reported or "null")),
        ("place", f"{event.place or 'null'} ({event.country or 'country unknown'})"),
        ("score", "null" if event.score is None else f"{event.score:g}, the source's own"),
        ("told", _told(event)),
        ("source", f"{event.source}, its id {event.source_id}; from {event.origin}"),
        ("address", event.url or "null"),
    ]
    if event.deaths is not None:
        fields.append(("deaths", str(event.deaths)))
    return [*fields, ("unknown", event.reason)] if event.reason else fields


def _sides(event: Imported) -> list[tuple[str, tuple[str | None, str | None, str | None]]]:
    a = (event.a_code, event.a_text, event.a_original)
    b = (event.b_code, event.b_text, event.b_original)
    if event.direction == "both":
        return [("party", a), ("party", b)]
    actor, recipient = (a, b) if event.direction != "b>a" else (b, a)
    return [("actor", actor), ("recipient", recipient)]


def _side(code: str | None, text: str | None, original: str | None) -> str:
    named = f"{text!r}" if text else "no name"
    return f"{code or 'null'}: {named}" + (f", the source's code is {original!r}" if original else "")


def _told(event: Imported) -> str:
    counts = ((event.reports, "report"), (event.outlets, "outlet"), (event.articles, "article"))
    return ", ".join(_plural(number, what) for number, what in counts if number is not None) or "null"


def tally_line(tally: Tally, record: Path, *, dry_run: bool) -> str:
    """An import in a line."""
    if not tally.files and tally.known_files:
        return f"nothing new: {record} has all of {_plural(tally.known_files, 'file')} already"
    will = "would be added to" if dry_run else "added to"
    source = f"from {_plural(tally.lines, 'line')} of {_plural(tally.files, 'file')}"
    source = f"from {_plural(tally.lines, 'line')} of {_plural(tally.files, 'file')}"
    told = [f"{_plural(tally.added, 'event')} {will} {record}, {source}"]
    parts = (
        (tally.reports, "reports of events"),
        (tally.replaced, "in the place of earlier lines"),
        (tally.known, "there already"),
        (tally.repeated, "with an id that a later line has"),
        (tally.mended, "with bytes that are no UTF-8, mended"),
        (tally.known_files, "files imported before, not read"),
    )
    return "; ".join([*told, *(f"{number:,} {what}" for number, what in parts if number)])


def reject_lines(tally: Tally) -> Iterator[str]:
    """What was left out, by file and reason, with places; the most first, and no more than a screen holds."""
    ordered = sorted(tally.rejects, key=lambda one: -one.count)
    for one in ordered[:_REJECTS]:
        if one.count:
            at = (
                f", line {', '.join(map(str, one.at))}" + (" and others" if one.count > len(one.at) else "")
                if one.at
                else ""
            )
            yield f"{one.file}{at}: {one.reason} ({_plural(one.count, 'line')})"
        else:
            yield f"{one.file}: {one.reason}"
    if len(ordered) > _REJECTS:
        rest = _plural(sum(one.count for one in ordered[_REJECTS:]), "more line")
        yield f"{rest}, for {_plural(len(ordered) - _REJECTS, 'more reason')}; the record keeps them (skipped)"


def unknown_lines(tally: Tally) -> Iterator[str]:
    """Why fields are null, the most frequent first."""
    if tally.unknown:
        yield "not known, or taken otherwise than written:"
    for reason, number in tally.unknown.most_common(_UNKNOWN):
        yield f"{number:>12,}  {reason}"
    if len(tally.unknown) > _UNKNOWN:
        yield f"{'':>12}  and other reasons; each line of the record has its own"


def tally_dict(tally: Tally, planned: Sequence[Planned], *, dry_run: bool) -> dict[str, Any]:
    """An import as plain JSON values."""
    kinds = {one.layout.name: one.kind.looks_like for one in planned}
    plain = asdict(tally) | {"unknown": dict(tally.unknown.most_common(50))}
    return {"dry_run": dry_run, "kinds": kinds, **plain}


def _plural(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
