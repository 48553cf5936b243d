"""Events of other datasets for a terminal and for a program."""

from dataclasses import asdict
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilat.record import Imported


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
    counts = ((event.reports, "reports"), (event.outlets, "outlets"), (event.articles, "articles"))
    return ", ".join(f"{number:,} {what}" for number, what in counts if number is not None) or "null"
