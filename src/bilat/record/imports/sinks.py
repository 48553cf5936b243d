"""Where an import's lines go: a record through its writer, or nowhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from bilat.errors import Skip
from bilat.record import layout
from bilat.record.current import guarded
from bilat.record.store import Maker, Writer


def _known_files(folder: Path, commits: Sequence[layout.Commit]) -> set[str]:
    """The digests of files imported whole; none where a repair set lines aside that may have been theirs."""
    if any("imported" in commit.lost for commit in commits):
        return set()
    return guarded(
        folder, list(commits), lambda db: {row[0] for row in db.execute("SELECT digest FROM imported_files").fetchall()}
    )


def _parts(folder: Path, commits: Sequence[layout.Commit]) -> dict[str, list[Path]]:
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for commit in commits:
        for part in commit.parts:
            found[part.table].append(folder / part.file)
    return found


class RecordSink:
    """A record, by its writer."""

    def __init__(self, folder: Path, writer: Writer) -> None:
        self._folder, self._writer = folder, writer
        self.run, self.scratch = writer.run_id, folder / "tmp"
        self._there = _parts(folder, layout.commits(folder))

    def known_files(self) -> set[str]:
        """The digests of the files that were imported whole."""
        return _known_files(self._folder, layout.commits(self._folder))

    def parts(self, table: str) -> Sequence[Path]:
        """The parts of a table that there are."""
        return self._there.get(table, [])

    def commit(self, makers: Mapping[str, Maker]) -> None:
        """Adds parts, all of them or none."""
        seq = self._writer.commit(makers)
        for table in makers:
            self._there.setdefault(table, []).append(self._folder / layout.part_file(table, seq))

    def skip(self, error: Skip) -> None:
        """Notes what is left out."""
        self._writer.skip(error)


class DrySink:
    """A folder that is thrown away, beside what a record has: what would be added is written there, so that it is known again."""

    run = "dry run"

    def __init__(self, folder: Path | None, scratch: Path) -> None:
        """Takes a record's folder, null where there is none yet, and an empty folder for what would be added."""
        self.scratch = scratch
        self._folder = folder
        self._commits = layout.commits(folder) if folder else []
        self._there = _parts(folder, self._commits) if folder else {}
        self._seq = max([commit.seq for commit in self._commits], default=0)

    def known_files(self) -> set[str]:
        """The digests of the files that were imported whole."""
        return _known_files(self._folder, self._commits) if self._folder else set()

    def parts(self, table: str) -> Sequence[Path]:
        """The parts of a table that there are, or would be."""
        return self._there.get(table, [])

    def commit(self, makers: Mapping[str, Maker]) -> None:
        """Writes the parts beside the record's."""
        self._seq += 1
        for table, make in makers.items():
            target = self.scratch / table / f"{self._seq:08d}.parquet"
            target.parent.mkdir(exist_ok=True)
            make(target)
            self._there.setdefault(table, []).append(target)

    def skip(self, error: Skip) -> None:
        """Notes nothing."""
