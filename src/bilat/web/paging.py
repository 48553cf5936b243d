"""Lists in pages: an opaque cursor names the line to go on after."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pydantic import Field

from bilat.errors import BadArgument
from bilat.web.page import Answer, Asked

L = TypeVar("L")

MOST = 1000
"""Lines of one page at most."""


class Paged(Asked):
    """A list's page."""

    limit: int = Field(default=50, ge=1, le=MOST, description="Lines of a page at most.")
    cursor: str | None = Field(
        default=None, max_length=2000, description="`next` of the page before; none for the first."
    )


class Listed(Answer):
    """A page of a list."""

    next: str | None = Field(description="The cursor of the next page; null on the last.")


def after(cursor: str | None, kinds: tuple[type, ...]) -> tuple[Any, ...] | None:
    """The values that a cursor names, null for none.

    Raises:
        BadArgument: It is no cursor of this list.
    """
    if cursor is None:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, binascii.Error):
        values = None
    known = isinstance(values, list) and [type(value) for value in values] == list(kinds)
    if not known or any(isinstance(value, int) and abs(value) >= 1 << 62 for value in values):
        hint = "take it from `next` of the page before, or leave it out for the first page"
        raise BadArgument("this is no cursor of this list", where="cursor", hint=hint)
    return tuple(values)


def cursor(*values: str | int) -> str:
    """The cursor that names some values.

    >>> after(cursor("2024-01-18", 3), (str, int))
    ('2024-01-18', 3)
    """
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def cut(lines: Sequence[L], limit: int, key: Callable[[L], tuple[str | int, ...]]) -> tuple[tuple[L, ...], str | None]:
    """A page of lines, of which one more than its limit was read where there are more, and the cursor of the next."""
    page = tuple(lines[:limit])
    return page, cursor(*key(page[-1])) if len(lines) > limit else None
