"""A record as a whole: opened, checked, repaired, and the ways into it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from bilat.errors import BadArgument, RecordError
from bilat.record import backup, layout, migrations, repair
from bilat.record.check import check
from bilat.record.diff import before_recoding
from bilat.record.exports import Exported, Form, Selection, export
from bilat.record.files import DISK, Files
from bilat.record.findings import Checked
from bilat.record.judgements import Entry, journal
from bilat.record.lock import Lock
from bilat.record.runs import RunInfo
from bilat.record.store import COMMIT_EVERY, Writer
from bilat.record.view import View


class Record:
    """A record on the disk: a folder that one writer adds to and many views read."""

    def __init__(self, folder: Path, schema_version: int, files: Files = DISK) -> None:
        self.folder = folder
        self.schema_version = schema_version
        self._files = files

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False, files: Files = DISK) -> Self:
        """Opens the record in a folder.

        Args:
            path: The record's folder.
            create: Make the record where there is none yet.
            files: What its writing goes through.

        Raises:
            RecordError: There is no record, or none can be made there.
            RecordVersion: A newer program wrote it.
        """
        folder = Path(path)
        with layout.disk(folder, "make a record here" if create else "open the record"):
            if create and not (folder / layout.MARK).exists():
                layout.create(folder, files)
            return cls(folder, layout.check_version(folder), files)

    @staticmethod
    def is_at(path: Path) -> bool:
        """Whether a folder is marked as a record; whether it is whole is told by opening it."""
        with layout.disk(path, "open the record"):
            return (path / layout.MARK).exists()

    @staticmethod
    def web_folder(path: Path) -> Path:
        """Where reading from the web keeps what it knows, beside the record's own; deleted, all is asked anew."""
        return path / layout.WEB

    @classmethod
    def at(cls, path: str | Path) -> Self:
        """The record in a folder, in whatever state: one too damaged to be opened can still be checked and repaired.

        Raises:
            RecordError: There is no record.
        """
        folder = Path(path)
        if not (folder / layout.MARK).exists() and not (folder / "commits").is_dir():
            raise RecordError("no record here", where=str(folder), hint="name the folder of a record")
        return cls(folder, 0)

    def writer(self, run: RunInfo, *, commit_every: int = COMMIT_EVERY) -> Writer:
        """The record's one writer, to be used in a ``with``; a record of an older schema is migrated first.

        Raises:
            RecordLocked: Another one is at work.
        """
        return Writer(self.folder, run, commit_every, self._files)

    def view(
        self,
        *,
        as_of_run: str | None = None,
        as_of: str | None = None,
        judged: bool | None = True,
        judged_until: str | None = None,
    ) -> View:
        """The record as it is now, to be read; what is written later is not in it.

        Args:
            as_of_run: The id of a run, or its beginning: the record as it was when that run ended.
            as_of: An ISO day (a month's or year's last one): only articles that were certainly published by then, and
                what was found in them. Articles without a date are left out.
            judged: Apply what people judged; False shows the machine's lines and knows what people said of them, None does
                not even look.
            judged_until: Only what was judged up to this time or day (UTC).

        Raises:
            BadArgument: There is no such run, no such day, or the time is none.
        """
        return View(self.folder, as_of_run, as_of, judged=judged, judged_until=judged_until)

    def tell(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Keeps judgements, comments and withdrawals in the record's journal; a writer may be at work, and so may others.

        Gives those that are new: what the journal has, by id, is not added again, so that to merge a journal twice changes
        nothing.

        Raises:
            RecordLocked: Another process is adding, and does not end.
            RecordError: The journal is damaged, or the disk fails; what this returned from before is kept.
        """
        with (
            layout.disk(self.folder, "write to the journal of judgements"),
            journal.Journal(self.folder, self._files) as kept,
        ):
            known = {one.id for one in kept.read()}
            new = tuple({one.id: one for one in entries if one.id not in known}.values())
            kept.add(new)
        return new

    def state(self) -> str:
        """What names that which a view opened now would show: another value once the record changed, and cheap to ask for."""
        with layout.disk(self.folder, "read the record"):
            return f"{layout.state(self.folder)}.{journal.state(self.folder)}"

    def content_digest(self) -> str:
        """A digest of what the record says now, whatever runs, commits and files its lines came by."""
        with self.view() as view:
            return view.content_digest()

    def check(self, *, deep: bool = False, step: Callable[[], None] = lambda: None) -> Checked:
        """Whether the record is whole: files, ids, references, spans, columns.

        Args:
            deep: Compare the columns of every coding with its body, and not of a sample.
            step: Is called as the check goes on, once a part and once a commit.
        """
        return check(self.folder, deep=deep, step=step)

    def backup(self, target: str | Path, *, step: Callable[[], None] = lambda: None) -> int:
        """Copies what is committed into a new .tar, or into a folder to which only what is new is added.

        Gives the number of files written; a writer may be at work. See :mod:`bilat.record.backup`.
        """
        return backup.backup(self.folder, Path(target), step)

    @classmethod
    def restore(cls, source: str | Path, target: str | Path, *, step: Callable[[], None] = lambda: None) -> Self:
        """Makes a record, in a folder that is not there yet, of what :meth:`backup` wrote.

        Raises:
            RecordError: The folder is there, or the backup is not whole.
        """
        backup.restore(Path(source), Path(target), step)
        return cls.open(target)

    def export(
        self,
        form: Form | str,
        target: str | Path,
        selection: Selection | None = None,
        *,
        label: Callable[[str], str] = lambda code: code,
        as_of_run: str | None = None,
        judged: bool = True,
    ) -> Exported:
        """Writes the record, or a selection of it, as Parquet, CSV, JSON lines, POLECAT's columns, GeoJSON or GraphML.

        Args:
            label: A party's name for its code, for people to read.
            judged: Whether what people judged is applied.

        Raises:
            BadArgument: There is no such form, or the selection makes no sense.
            RecordError: The disk fails.
        """
        if form not in list(Form):
            raise BadArgument(f"there is no form {form!r}", hint=f"one of {', '.join(Form)}")
        with self.view(as_of_run=as_of_run, judged=judged) as view:
            return export(view, Form(form), Path(target), selection or Selection(), label)

    def before_recoding(self) -> str:
        """The run that was the last before the latest coding again: with ``view(as_of_run=...)`` what that changed is seen.

        Raises:
            BadArgument: Nothing was coded again.
        """
        return before_recoding(self.folder)

    def pending_migrations(self) -> list[tuple[int, migrations.Step]]:
        """The steps from the record's schema to this program's, each with the version that it begins at."""
        return migrations.pending(self.folder)

    def migrate(self) -> int | None:
        """Brings the record to this program's schema; gives the version that it had, null where it has this one already.

        Raises:
            RecordLocked: A writer is at work.
        """
        with layout.disk(self.folder, "migrate the record"):
            lock = Lock(self.folder)
            try:
                found = migrations.migrate(self.folder, self._files)
            finally:
                lock.release()
        self.schema_version = layout.check_version(self.folder)
        return found

    def repair(self, *, act: bool = False) -> list[repair.Action]:
        """What would make the record whole again: loose files go, damaged commits are set aside in quarantine/.

        Args:
            act: Do it too; else it is only told.

        Raises:
            RecordLocked: It was to be done, and a writer is at work.
        """
        actions = repair.plan(self.folder, self.check(deep=True))
        if act:
            repair.act(self.folder, actions)
        return actions
