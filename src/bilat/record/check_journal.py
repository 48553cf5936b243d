"""The journal of judgements: every line whole, and what it speaks of there."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bilat.record.current import attach
from bilat.record.engine import connect
from bilat.record.findings import Finding, Kind
from bilat.record.judgements import Entry, Undo, journal
from bilat.record.judgements.overlay import lay
from bilat.record.layout import Commit


def check(folder: Path, *, writing: bool) -> Iterator[Finding]:
    """Lines that are not what their ids say, and what a killed process left.

    Args:
        writing: Whether a process is adding to the journal.
    """
    for path in journal.files(folder):
        for number, why in journal.parse(path, path.read_bytes()).wrong:
            hint = "bilat repair sets the file aside and keeps its sound lines; or restore it from a backup"
            yield Finding(kind=Kind.JUDGEMENT, what=f"line {number}: {why}", where=str(path), hint=hint)
    for path in () if writing else sorted(journal.folder_of(folder).glob(".*.new")):
        what = "a killed process left this file"
        yield Finding(kind=Kind.LOOSE, what=what, where=str(path), hint="bilat repair removes it")


def entries(folder: Path) -> tuple[Entry, ...]:
    """The sound lines, each once, by time."""
    found = [one for path in journal.files(folder) for one in journal.parse(path, path.read_bytes()).entries]
    return journal.in_order({one.id: one for one in found}.values())


def notes(folder: Path, commits: Sequence[Commit], said: Sequence[Entry]) -> Iterator[str]:
    """What is no fault: judgements of lines that are not there, and withdrawals of what is not."""
    if not said:
        return
    with connect() as connection:
        attach(connection, folder, commits)
        judged = lay(connection, said, "", apply=False)
    if judged.orphans:
        ids = ", ".join(sorted({one.judgements[-1].target for one in judged.orphans})[:3])
        yield (
            f"{len(judged.orphans)} judged lines are not in the record ({ids}): their articles were coded otherwise, or not read "
            "yet; bilat judgements list --orphans shows them"
        )
    known = {one.id for one in said}
    lost = [one.of for one in said if isinstance(one, Undo) and one.of not in known]
    if lost:
        yield f"{len(lost)} withdrawn judgements are not in the journal, the first {lost[0]}"
