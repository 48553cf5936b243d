"""The measured accuracy and the limits that the README states, as data: ``tools/make_accuracy.py`` compiles them."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured on one set.

    Attributes:
        set: The set and its public origin; command: what measures it again; digest: of the file that was measured.
        n: How much it holds; figures: in per cent, with what each is of.
    """

    set: str
    command: str
    n: str
    figures: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """All that is stated; ``notes`` say how the figures are to be read."""

    notes: tuple[str, ...]
    measured: tuple[Measured, ...]
    limits: tuple[str, ...]


@cache
def published() -> Published:
    """What ships with the package."""
    raw = json.loads(resources.files("bilat.evaluation").joinpath("data/accuracy.json").read_text("utf-8"))
    return Published(
        notes=tuple(raw["notes"]),
        measured=tuple(
            Measured(
                set=row["set (public origin)"],
                command=row["command"],
                n=row["n"],
                figures=row["figures"],
                digest=row["digest"],
            )
            for row in raw["measured"]
        ),
        limits=tuple(raw["limits"]),
    )
