"""Exports of the newspaper databases, many articles a file, as text -> their articles."""

from collections.abc import Callable, Iterator

from bilat.reading.databases import factiva, nexis, proquest
from bilat.reading.databases.entry import Entry

__all__ = ["Entry", "entries"]

_LAYOUTS: tuple[Callable[[str], list[Entry] | None], ...] = (nexis.entries, factiva.entries, proquest.entries)


def entries(text: str) -> list[Entry] | None:
    """The articles of an export, None for a text of another layout.

    The layouts are those that LexisNexis and Nexis Uni, Factiva (with and without its field codes) and ProQuest give.
    """
    found: Iterator[list[Entry] | None] = (layout(text) for layout in _LAYOUTS)
    return next((one for one in found if one is not None), None)
