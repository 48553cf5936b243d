"""From an older schema to this one, in place, without touching what was committed.

A part and a commit are never rewritten: each commit says in which schema its parts are, and a reader fills what an older
schema lacked with null. So a migration only changes the mark, record.json, after keeping the former one in
``migrations/``; a kill before the new mark is in its place leaves the record as it was. A step may also append a
commit of what can be worked out from the older lines.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bilat.record import layout
from bilat.record.files import DISK, Files
from bilat.record.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One schema version to the next.

    Attributes:
        told: What changes, for the user.
        work: What it does to the folder beside the mark, safe to be done twice; null where there is nothing to do.
    """

    told: str
    work: Callable[[Path, Files], None] | None = None


STEPS: dict[int, Step] = {
    1: Step(told="codings may replace earlier ones; a program of schema 1 can no longer open the record"),
    2: Step(told="events of other datasets may stand in the record; a program of schema 2 can no longer open it"),
}
"""The chain: from which version, and what the step does."""


def pending(folder: Path) -> list[tuple[int, Step]]:
    """The steps from the record's version to this program's, in order."""
    return [(version, STEPS[version]) for version in range(layout.check_version(folder), SCHEMA_VERSION)]


def migrate(folder: Path, files: Files = DISK) -> int | None:
    """Does the pending steps; gives the version that the record had, null where there was nothing to do.

    Only the lock's holder may call it. The former mark is kept as migrations/record-vN.json.
    """
    steps = pending(folder)
    if not steps:
        return None
    for version, step in steps:
        mark = (folder / layout.MARK).read_text("utf-8")
        files.make(folder / "migrations")
        files.put(folder / "migrations" / f"record-v{version}.json", mark)
        if step.work:
            step.work(folder, files)
        files.put(folder / layout.MARK, json.dumps(json.loads(mark) | {"schema_version": version + 1}, indent=1) + "\n")
    return steps[0][0]
