"""The files of a record: the mark, the commits in their sequence, every part to its last byte, and nothing beside them."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb

from bilat.errors import RecordError
from bilat.record import layout
from bilat.record.engine import quoted
from bilat.record.findings import Finding, Kind
from bilat.record.schema import DERIVED, SCHEMA_VERSION, TABLES

Step = Callable[[], None]
Shape = tuple[int, set[str]]
"""The number of lines of a Parquet file, and its columns."""

_COMMIT = re.compile(r"(\d{8})\.json")
_PART = re.compile(r"(\d{8})\.(?:parquet|bin)")
_RESTORE = "restore it from a backup, or let bilat repair close the gap"


def check_mark(folder: Path) -> Iterator[Finding]:
    """Whether record.json names a schema that can be read."""
    try:
        layout.check_version(folder)
    except RecordError as error:
        yield Finding(kind=Kind.MARK, what=error.what, where=error.where, hint="bilat repair writes it anew")


def read_commits(folder: Path) -> tuple[list[layout.Commit], list[Finding]]:
    """The commits that can be read, oldest first, and what is wrong with the others and with their sequence."""
    found: list[layout.Commit] = []
    wrong: list[Finding] = []
    for path in sorted((folder / "commits").glob("[0-9]*.json")):
        name = _COMMIT.fullmatch(path.name)
        try:
            commit = layout.read_commit(path)
            wrong += _misnamed(commit, int(name[1]) if name else None, path)
        except RecordError as error:
            wrong.append(
                Finding(kind=Kind.COMMIT, what=error.what, where=str(path), seq=int(name[1]) if name else None)
            )
        else:
            if name and commit.seq == int(name[1]):
                found.append(commit)
    there = {int(name[1]) for path in (folder / "commits").iterdir() if (name := _COMMIT.fullmatch(path.name))}
    for seq in sorted(set(range(1, max(there, default=0))) - there):
        where = str(layout.commit_file(folder, seq))
        wrong.append(Finding(kind=Kind.COMMIT, what="a commit is missing", where=where, hint=_RESTORE, seq=seq))
    return found, wrong


def _misnamed(commit: layout.Commit, seq: int | None, path: Path) -> Iterator[Finding]:
    if seq is None:
        yield Finding(kind=Kind.LOOSE, what="this is no commit's name", where=str(path), hint="bilat repair moves it")
    elif commit.seq != seq:
        what = f"it says that it is commit {commit.seq}: a copy of another's file"
        yield Finding(kind=Kind.COMMIT, what=what, where=str(path), seq=seq)
    elif commit.schema > SCHEMA_VERSION:
        what = f"it has schema {commit.schema}, this program reads up to {SCHEMA_VERSION}"
        yield Finding(kind=Kind.COMMIT, what=what, where=str(path), seq=seq)
    for part in commit.parts:
        known = part.table in TABLES or part.table in DERIVED
        if seq is not None and not (known and part.file == layout.part_file(part.table, seq)):
            what = f"it names {part.file!r}, which is no part of this commit"
            yield Finding(kind=Kind.COMMIT, what=what, where=str(path), seq=seq)


def check_parts(
    folder: Path, connection: duckdb.DuckDBPyConnection, commits: Sequence[layout.Commit], step: Step
) -> Iterator[Finding]:
    """Whether the parts of commits are there, with the bytes, lines and columns that these say."""
    whole = []
    for commit in commits:
        for part in commit.parts:
            step()
            what = _bytes_wrong(folder / part.file, part)
            if what:
                yield Finding(kind=Kind.PART, what=what, where=str(folder / part.file), seq=commit.seq)
            elif part.table in TABLES:
                whole.append((commit, part))
        yield from _counts_wrong(folder, commit)
    known = _parquet(connection, [folder / part.file for _, part in whole])
    for commit, part in whole:
        what = _lines_wrong(known[folder / part.file], part, commit)
        if what:
            yield Finding(kind=Kind.PART, what=what, where=str(folder / part.file), seq=commit.seq)


def _counts_wrong(folder: Path, commit: layout.Commit) -> Iterator[Finding]:
    rows = {part.table: part.rows for part in commit.parts}
    told = {"articles": commit.articles, "recodings": commit.recoded}
    for table, number in told.items() if commit.withdrawn is None else ():
        if rows.get(table, 0) != number:
            what = f"it says {number} {table} and has {rows.get(table, 0)}"
            where = str(layout.commit_file(folder, commit.seq))
            yield Finding(kind=Kind.COMMIT, what=what, where=where, seq=commit.seq)


def _bytes_wrong(path: Path, part: layout.Part) -> str | None:
    try:
        size = path.stat().st_size
        if size != part.bytes:
            return f"it has {size} bytes instead of {part.bytes}"
        return None if layout.digest(path) == part.sha256 else "its bytes are not those that were committed"
    except FileNotFoundError:
        return "it is missing"
    except OSError as error:
        return f"it cannot be read: {error.strerror}"


def _parquet(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> dict[Path, Shape | str]:
    """By file, its number of lines and its columns, or why these cannot be read."""
    if not paths:
        return {}
    files = f"[{', '.join(map(quoted, paths))}]"
    try:
        rows = connection.execute(f"SELECT file_name, num_rows FROM parquet_file_metadata({files})").fetchall()
        columns = connection.execute(
            "SELECT file_name, list(DISTINCT trim(split_part(path_in_schema, ',', 1))) "
            f"FROM parquet_metadata({files}) GROUP BY file_name"
        ).fetchall()
    except duckdb.Error as error:
        if len(paths) == 1:
            return {paths[0]: f"it is no whole Parquet file: {str(error).splitlines()[0]}"}
        return {path: one for each in paths for path, one in _parquet(connection, [each]).items()}
    named = {file: set(names) for file, names in columns}
    return {Path(file): (number, named[file]) for file, number in rows}


def _lines_wrong(shape: Shape | str, part: layout.Part, commit: layout.Commit) -> str | None:
    if isinstance(shape, str):
        return shape
    rows, columns = shape
    if rows != part.rows:
        return f"it has {rows} lines instead of {part.rows}"
    missing = [name for name in TABLES[part.table] if name not in columns] if commit.schema == SCHEMA_VERSION else []
    strange = sorted(columns - set(TABLES[part.table]))
    return f"its columns are not those of {part.table}: {', '.join(missing + strange)}" if missing or strange else None


def check_loose(folder: Path, named: set[str], last: int, *, writing: bool) -> Iterator[Finding]:
    """Files that no commit names; what a writer at work has not committed yet is none.

    Args:
        named: The parts that commits name, seen from the folder.
        last: The number of the last commit.
        writing: Whether a writer is at work.
    """
    loose = [path for path in (folder / "parts").glob("*/*") if path.relative_to(folder).as_posix() not in named]
    loose += [path for path in (folder / "commits").glob("*") if not _COMMIT.fullmatch(path.name)]
    loose += [] if writing else (folder / "tmp").glob("*")
    for path in sorted(loose):
        number = _PART.fullmatch(path.name)
        if writing and (path.name.startswith(".") or (number and int(number[1]) > last)):
            continue
        hint = (
            "bilat repair removes it" if left_by_writer(folder, path, last) else "bilat repair moves it to quarantine"
        )
        yield Finding(kind=Kind.LOOSE, what="no commit names this file", where=str(path), hint=hint)


def left_by_writer(folder: Path, path: Path, last: int) -> bool:
    """Whether a loose file is what a killed writer leaves: it is not needed by anything, and the next writer removes it."""
    inside = path.relative_to(folder)
    number = _PART.fullmatch(path.name)
    return inside.parts[0] == "tmp" or path.name.startswith(".") or bool(number and int(number[1]) > last)
