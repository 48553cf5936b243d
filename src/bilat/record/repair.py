"""What a repair does: it removes what a killed writer left, and sets aside what is damaged. Nothing is deleted or made up.

A damaged commit's files go to quarantine/SEQ/, and in its place stands a commit without them that says so and names the ids
that went: the sequence stays whole, and a reference to what is lost is known for one. The articles can be read again; their
ids come from their content, so what pointed at them does so again.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

import duckdb

from bilat.errors import RecordError
from bilat.record import check_files, layout, migrations
from bilat.record.engine import connect, quoted
from bilat.record.files import DISK
from bilat.record.findings import Checked, Finding, Kind
from bilat.record.judgements import journal
from bilat.record.lock import Lock
from bilat.record.schema import DERIVED, SCHEMA_VERSION, TABLES

_UNTOLD = "files that the record does not name"
_KEPT = {"runs", "skipped"}  # lines that are of no article stay where their part is sound
_WITH_IDS = {
    "articles": "id",
    "events": "id",
    "undertakings": "id",
    "facts": "id",
    "runs": "id",
    "sentences": "article_id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LostArticle:
    """An article that a repair takes out of the record; what its damaged commit no longer tells is null."""

    id: str
    title: str | None = None
    date: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that a repair does.

    Attributes:
        do: ``remove`` or ``quarantine`` (a file, or a commit with its parts), ``mark``, ``migrate``, or ``journal`` (a file of
            judgements is set aside, and its sound lines put in its place).
        what: The same in words; why: what the check found.
        seq: The commit that is set aside; null for all else.
        articles: The articles that go with it; lost: by table, the ids that go; kept: tables whose part stays.
        files: The files of other datasets of whose lines some go.
    """

    do: str
    what: str
    why: str
    path: Path
    seq: int | None = None
    articles: tuple[LostArticle, ...] = ()
    files: tuple[str, ...] = ()
    lost: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


def plan(folder: Path, checked: Checked) -> list[Action]:
    """What would be done about the findings of a check, in the order in which it is done."""
    by_commit: defaultdict[int, list[Finding]] = defaultdict(list)
    actions: list[Action] = []
    loose: list[Path] = []
    damaged: defaultdict[Path, list[str]] = defaultdict(list)
    for finding in checked.findings:
        if finding.seq is not None:
            by_commit[finding.seq].append(finding)
        elif finding.kind is Kind.JUDGEMENT:
            damaged[Path(finding.where)].append(finding.what)
        elif finding.kind is Kind.MARK:
            actions.append(Action(do="mark", what="write it anew", why=finding.what, path=Path(finding.where)))
        elif finding.kind is Kind.LOOSE:
            loose.append(Path(finding.where))
    if by_commit and not actions and migrations.pending(folder):
        what = f"migrate the record to schema {SCHEMA_VERSION}"
        actions.append(Action(do="migrate", what=what, why="a commit is set aside", path=folder))
    aside = {folder / layout.part_file(table, seq) for table in (*TABLES, *DERIVED) for seq in by_commit}
    actions += [_of_loose(folder, path) for path in loose if path not in aside]
    actions += [_of_journal(path, why) for path, why in sorted(damaged.items())]
    return actions + [_of_commit(folder, seq, findings, set(by_commit)) for seq, findings in sorted(by_commit.items())]


def _of_loose(folder: Path, path: Path) -> Action:
    do = "remove" if check_files.left_by_writer(folder, path, layout.last_commit(folder)) else "quarantine"
    return Action(do=do, what=f"{do} the file", why="no commit names it", path=path)


def _of_journal(path: Path, why: Sequence[str]) -> Action:
    sound = len(journal.parse(path, path.read_bytes()).entries)
    what = f"set the file aside and keep its {sound} sound lines"
    return Action(do="journal", what=what, why="; ".join(why), path=path)


def _of_commit(folder: Path, seq: int, findings: Sequence[Finding], aside: set[int]) -> Action:
    parts = _to_be_believed(folder, seq)
    with connect() as connection:
        lost = {table: _ids(connection, path, _WITH_IDS[table]) for table, path in parts.items()}
        articles = _articles(connection, parts["articles"]) if "articles" in parts else ()
        files = _files(connection, folder, seq)
    named = dict.fromkeys(lost.pop("sentences", ()))
    # What another commit has, as it has the articles that this one only coded again, does not go with it.
    elsewhere = _in_others(folder, aside)
    told = articles or tuple(LostArticle(id=id) for id in named)
    articles = tuple(one for one in told if one.id not in elsewhere)
    wrong = {finding.where for finding in findings}
    return Action(
        do="quarantine",
        what=f"set commit {seq} aside",
        why="; ".join(f"{finding.where}: {finding.what}" for finding in findings),
        path=layout.commit_file(folder, seq),
        seq=seq,
        articles=articles,
        files=files,
        lost=lost | {"articles": tuple(one.id for one in articles), "imported": files},
        kept=tuple(sorted(_KEPT - {table for table in _KEPT if str(folder / layout.part_file(table, seq)) in wrong})),
    )


def _to_be_believed(folder: Path, seq: int) -> dict[str, Path]:
    """The parts that tell what goes: of a commit that can be read, those that are as it says; else all that are there."""
    commit = _readable(layout.commit_file(folder, seq))
    if commit is None or commit.seq != seq:
        return {table: folder / layout.part_file(table, seq) for table in _WITH_IDS}
    return {part.table: folder / part.file for part in commit.parts if part.table in _WITH_IDS and _sound(folder, part)}


def _in_others(folder: Path, aside: set[int]) -> set[str]:
    """The ids of the articles that stay."""
    paths = (folder / "parts" / "articles").glob("*.parquet")
    with connect() as connection:
        return {id for path in paths if int(path.stem) not in aside for id in _ids(connection, path, "id")}


def _ids(connection: duckdb.DuckDBPyConnection, path: Path, column: str, *, distinct: bool = False) -> tuple[str, ...]:
    select = "SELECT DISTINCT" if distinct else "SELECT"
    try:
        rows = connection.execute(f'{select} "{column}" FROM read_parquet({quoted(path)})').fetchall()
    except duckdb.Error:
        return ()
    return tuple(id for (id,) in rows)


def _files(connection: duckdb.DuckDBPyConnection, folder: Path, seq: int) -> tuple[str, ...]:
    """The files that a commit's lines of other datasets came by."""
    parts = [folder / layout.part_file(table, seq) for table in ("imported", "imported_reports")]
    found: set[str] = set()
    for part in parts:
        found.update(_ids(connection, part, "origin", distinct=True))
    return tuple(sorted(found)) or ((_UNTOLD,) if any(part.exists() for part in parts) else ())


def _articles(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[LostArticle, ...]:
    try:
        sql = f'SELECT id, title, "date", origin FROM read_parquet({quoted(path)}) ORDER BY id'
        rows = connection.execute(sql).fetchall()
    except duckdb.Error:
        return ()
    return tuple(LostArticle(id=id, title=title, date=date, origin=origin) for id, title, date, origin in rows)


def act(folder: Path, actions: Sequence[Action]) -> None:
    """Does what was planned.

    Raises:
        RecordLocked: A writer is at work.
    """
    with layout.disk(folder, "repair the record"):
        lock = Lock(folder)
        try:
            for action in actions:
                _do(folder, action)
        finally:
            lock.release()


def _do(folder: Path, action: Action) -> None:
    if action.do == "mark":
        DISK.put(folder / layout.MARK, layout.new_mark())
    elif action.do == "migrate":
        migrations.migrate(folder)
    elif action.do == "journal":
        _mend(folder, action.path)
    elif action.do == "remove":
        DISK.remove(action.path)
    elif action.seq is None:
        _move(action.path, _free(folder / "quarantine" / "loose"), action.path.name)
    else:
        _set_aside(folder, action, action.seq)


def _set_aside(folder: Path, action: Action, seq: int) -> None:
    commit = _readable(action.path)
    kept = (
        [part for part in commit.parts if part.table in action.kept and _in_place(folder, part, seq)] if commit else []
    )
    target = _free(folder / "quarantine" / f"{seq:08d}")
    if action.path.exists():
        DISK.put(target / "commit.json", action.path.read_text("utf-8", "replace"))
    listed = [{"id": a.id, "title": a.title, "date": a.date, "origin": a.origin} for a in action.articles]
    told = {"why": action.why, "articles": listed, "files": action.files}
    DISK.put(target / "articles.json", json.dumps(told, indent=1) + "\n")
    in_its_place = layout.Commit(
        seq=seq,
        run=commit.run if commit else "",
        articles=0,
        parts=tuple(kept),
        schema=commit.schema if commit else SCHEMA_VERSION,
        withdrawn=action.why,
        lost={table: ids for table, ids in action.lost.items() if ids and (table != "runs" or not kept)},
        until=max(layout.last_commit(folder), seq),
    )
    layout.put_commit(folder, in_its_place, DISK, instead=True)
    named = {part.file for part in kept}
    for table in (*TABLES, *DERIVED):
        file = layout.part_file(table, seq)
        if file not in named and (folder / file).exists():
            _move(folder / file, target, f"{table}{(folder / file).suffix}")


def _mend(folder: Path, path: Path) -> None:
    with journal.Journal(folder):
        content = path.read_bytes()
        sound = journal.parse(path, content).entries
        aside = _free(folder / "quarantine" / journal.FOLDER) / path.name
        aside.write_bytes(content)
        DISK.sync(aside)
        DISK.sync(aside.parent)
        DISK.put(path, journal.lines(sound))


def _readable(path: Path) -> layout.Commit | None:
    try:
        return layout.read_commit(path)
    except RecordError:
        return None


def _in_place(folder: Path, part: layout.Part, seq: int) -> bool:
    return part.file == layout.part_file(part.table, seq) and _sound(folder, part)


def _sound(folder: Path, part: layout.Part) -> bool:
    path = folder / part.file
    return path.is_file() and layout.digest(path) == part.sha256


def _free(folder: Path) -> Path:
    """A new folder of this name, or with a number behind it."""
    names = chain([folder], (folder.with_name(f"{folder.name}-{n}") for n in count(2)))
    free = next(name for name in names if not name.exists())
    DISK.make(free)
    return free


def _move(path: Path, target: Path, name: str) -> None:
    DISK.rename(path, target / name)
    DISK.sync(target)
    DISK.sync(path.parent)
