"""Whether a record is whole: its files first, then, as far as these can be trusted, its lines."""

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from bilat.record import check_files, check_imported, check_journal, check_lines, layout
from bilat.record.current import attach, attach_all
from bilat.record.digest import asking, content_digest
from bilat.record.engine import connect
from bilat.record.findings import Checked, Finding, Kind
from bilat.record.judgements import journal
from bilat.record.lock import at_work

SAMPLE = 1_000
"""So many codings have their columns worked out anew where not all are asked for."""


def check(folder: Path, *, deep: bool = False, step: Callable[[], None] = lambda: None) -> Checked:
    """Checks all of a record; nothing in it is changed, and a writer may be at work.

    Args:
        folder: The record's.
        deep: Work out the columns of every coding from its body, and not of :data:`SAMPLE` alone.
        step: Is called for every part and every commit looked through, for progress.
    """
    with layout.disk(folder, "read the record"), connect() as connection:
        writing = at_work(folder) is not None
        commits, found = check_files.read_commits(folder)
        found[:0] = check_files.check_mark(folder)
        found += check_files.check_parts(folder, connection, commits, step)
        last = max([commit.seq for commit in commits] + [one.seq for one in found if one.seq], default=0)
        named = {part.file for commit in commits for part in commit.parts}
        found += check_files.check_loose(folder, named, last, writing=writing or at_work(folder) is not None)
        found += check_journal.check(folder, writing=at_work(journal.folder_of(folder)) is not None)
    bad = {one.seq for one in found}
    sound = [commit for commit in commits if commit.seq not in bad]
    return _check_lines(folder, commits, sound, found, deep, step)


def _check_lines(
    folder: Path,
    commits: list[layout.Commit],
    sound: list[layout.Commit],
    found: list[Finding],
    deep: bool,
    step: Callable[[], None],
) -> Checked:
    whole = not any(one.seq is not None for one in found)
    total = sum(commit.articles + commit.recoded for commit in sound)
    share = 1.0 if deep or total <= SAMPLE else SAMPLE / total
    sampled = 0
    with connect() as every:
        attach_all(every, folder, sound)
        found += check_lines.check_unique(every, folder)
        found += check_lines.check_runs(every, folder)
        found += check_imported.check(every, folder, commits, step)
        if deep:
            found += check_imported.check_derived(every, folder, sound, step)
        if whole:
            found += check_lines.check_references(every, folder, commits)
        for commit in sound:
            step()
            for one in check_lines.check_codings(every, folder, commit, share):
                if isinstance(one, Finding):
                    found.append(one)
                else:
                    sampled += one
    entries = check_journal.entries(folder)
    digest = _digest(folder, commits, found, [one.id for one in entries]) if whole else None
    return Checked(
        findings=tuple(found),
        commits=len(commits),
        parts=sum(len(commit.parts) for commit in commits),
        codings=total,
        sampled=sampled,
        digest=digest,
        notes=(*_notes(folder, commits, whole), *(check_journal.notes(folder, commits, entries) if digest else ())),
        entries=len(entries),
    )


def _digest(folder: Path, commits: Sequence[layout.Commit], found: list[Finding], said: Sequence[str]) -> str | None:
    with connect() as current:
        try:
            attach(current, folder, commits)
            return content_digest(asking(current), said)
        except duckdb.Error as error:
            what = f"it cannot be read as a whole: {str(error).splitlines()[0]}"
            found.append(Finding(kind=Kind.BODY, what=what, where=str(folder)))
            return None


def _notes(folder: Path, commits: Sequence[layout.Commit], whole: bool) -> list[str]:
    notes = (
        [] if whole else ["references between commits were not looked at: repair the record first, then check it again"]
    )
    for commit in commits:
        if commit.withdrawn is not None:
            lost = len(commit.lost.get("articles", ()))
            files = commit.lost.get("imported", ())
            told = f"{lost} articles" + (f" and what was imported from {', '.join(files)}" if files else "")
            notes.append(f"commit {commit.seq} was set aside, with {told}: {commit.withdrawn}")
    return notes
