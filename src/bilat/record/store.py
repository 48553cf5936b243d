"""The one way to add to a record.

Example:
    >>> record = Record.open("iran", create=True)                                         # doctest: +SKIP
    >>> with record.writer(RunInfo(program="0.1.0")) as writer:                           # doctest: +SKIP
    ...     writer.add(coding)
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from bilat.errors import BadRecord, RecordError, Skip
from bilat.model import Article, Coding, Copy, Correction, Signature, content_id
from bilat.record import layout, migrations, tally_files
from bilat.record.codec import dump
from bilat.record.current import coded_in, guarded
from bilat.record.engine import connect, write_part
from bilat.record.files import DISK, Files
from bilat.record.lock import Lock
from bilat.record.recall import Recall
from bilat.record.rows import Line, again_lines, lines, storable, story_lines, text_digest
from bilat.record.runs import RunInfo
from bilat.record.schema import DERIVED, TABLES
from bilat.record.stories import Stories
from bilat.record.view import View

COMMIT_EVERY = 500
"""Articles a commit: what a killed run loses at most, against the number of files."""

Maker = Callable[[Path], int]
"""Writes a whole part, as Parquet, to the path; gives the number of its lines."""

_COLUMNS = {table: [*(name for name in columns if name != "run"), "run"] for table, columns in TABLES.items()}
_COLUMNS["runs"].pop()


class Writer:
    """Adds codings; what was committed stays, whatever happens to the process after.

    Leaving the ``with`` commits what was added, also on an exception from outside the record: each coding is whole.

    Attributes:
        migrated: The schema version that the record had, where opening it migrated it; else null.
    """

    def __init__(self, folder: Path, run: RunInfo, commit_every: int, files: Files = DISK) -> None:
        self._folder, self._run, self._every, self._files = folder, run, commit_every, files
        self._run_id = run.id
        with layout.disk(folder, "write to the record"):
            self._lock = Lock(folder)
        try:
            self._start()
        except BaseException:
            self._lock.release()
            raise

    def _start(self) -> None:
        with layout.disk(self._folder, "write to the record"):
            found = layout.commits(self._folder)
            layout.sweep(self._folder, found, self._files)
            self.migrated = migrations.migrate(self._folder, self._files)
            self._files.make(self._folder / "tmp")
        self._seq = found[-1].seq + 1 if found else 1
        self._connection = connect()
        self._known, self._inputs, self._skips, runs = _known(self._folder, found)
        self._recall = Recall(self._folder)
        self._stories = Stories(self._recall)
        self._coded: dict[str, int] | None = None
        self._run_is_new = self._run_id not in runs
        self._broken = False
        self._clear()

    def _clear(self) -> None:
        self._taken: list[list[tuple[str, str]]] = []
        self._codings = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if not self._broken:
                self.commit()
        finally:
            self.close()

    def close(self) -> None:
        """Lets the record go without a commit."""
        self._connection.close()
        self._lock.release()

    def digest_of(self, id: str) -> str | None:
        """What tells the text that the record has under an id from others, null where it has none."""
        return self._known.get(id)

    def has(self, article: Article) -> bool:
        """Whether the record has this very article, so that it need not be coded again.

        Raises:
            BadRecord: It has another text under the article's id, or the id cannot be stored.
        """
        known = self._known.get(article.id)
        if known is None:
            if storable(article.id) != article.id:
                what = "the article's id is not valid Unicode"
                raise BadRecord(what, where=article.origin, hint="give it another id")
            return False
        if known != text_digest(article.text):
            what = f"the record has another text under the id {article.id!r}"
            hint = "give this one an id of its own, or leave its id field out"
            raise BadRecord(what, where=article.origin, hint=hint)
        return True

    def seen(self, digest: str) -> bool:
        """Whether the record has an article that was made of the input with this digest, see :attr:`Article.input`."""
        return self._inputs.get(digest, "") in self._known

    def note_input(self, article: Article) -> None:
        """Notes what an article of the record was made of, so that the same is known before the work on it."""
        if article.input is not None and not self.seen(article.input):
            self._inputs[article.input] = article.id
            self._take([("inputs", [article.input, article.id])])

    def add(
        self,
        coding: Coding,
        *,
        signature: Signature | None = None,
        copies: Iterable[Copy] = (),
        corrections: Iterable[Correction] = (),
    ) -> bool:
        """Adds an article with what was found in it; False where the record has it already.

        Args:
            signature: By what its text is known again; without it, the next reading makes it up for.
            copies, corrections: What the article is to those that the record has; see :mod:`bilat.reading.earlier`.

        Raises:
            BadRecord: As :meth:`has`; nothing was added and the run can go on.
            RecordError: The disk failed; nothing of the last commit is in the record.
        """
        if self.has(coding.article):
            self.note_input(coding.article)
            return False
        again = again_lines(coding.article.id, signature, copies, corrections)
        self._take((*lines(coding), *again, *story_lines(self._stories.add(coding))))
        self._known[coding.article.id] = text_digest(coding.article.text)
        self.note_input(coding.article)
        self._added(coding.article.id)
        return True

    def note(
        self, id: str, signature: Signature | None, copies: Iterable[Copy], corrections: Iterable[Correction]
    ) -> None:
        """Adds what the text of an article of the record is to those read before it."""
        self._take(again_lines(id, signature, copies, corrections))

    def view(self) -> View:
        """What was committed so far, to be read, as the machine coded it."""
        return View(self._folder, judged=None)

    def replace(self, coding: Coding) -> bool:
        """Adds another coding of an article that the record has; the former stays, and views show this one from now on.

        Gives False where the record does not have the article: nothing was added then.

        Raises:
            BadRecord, RecordError: As :meth:`add`.
        """
        article = coding.article
        if not self.has(article):
            return False
        coded = self._coded_in()
        if coded[article.id] == self._seq:  # a commit holds one coding of an article
            self.commit()
        told = story_lines(self._stories.replace(coding))
        recoding: Line = ("recodings", [article.id, self._seq, coded[article.id]])
        self._take([recoding, *(line for line in chain(lines(coding), told) if line[0] != "articles")])
        self._added(article.id)
        return True

    def _coded_in(self) -> dict[str, int]:
        """The commit of each article's current coding; known from the first replacement on."""
        if self._coded is None:
            self.commit()
            with layout.disk(self._folder, "read the record"):
                self._coded = guarded(self._folder, layout.commits(self._folder), coded_in)
        return self._coded

    def _added(self, id: str) -> None:
        if self._coded is not None:
            self._coded[id] = self._seq
        self._codings += 1
        if self._codings >= self._every:
            self.commit()

    def skip(self, error: Skip) -> bool:
        """Notes that an input was left out, and why; False where that is noted already."""
        fields = [type(error).__name__, *(storable(text) or "" for text in (error.what, error.where, error.hint))]
        known = content_id(*fields)
        if known in self._skips:
            return False
        self._skips.add(known)
        self._take([("skipped", [known, *fields])])
        return True

    def _take(self, new: Iterable[Line]) -> None:
        """Takes lines in, all in one step: what is interrupted in between (Ctrl-C, SIGTERM) must not commit half an article."""
        self._taken.append([(table, self._line(table, values)) for table, values in new])

    def _line(self, table: str, values: list[Any]) -> str:
        whole = values if table == "runs" else [*values, self._run_id]
        return dump(dict(zip(_COLUMNS[table], whole, strict=True)))

    @property
    def run_id(self) -> str:
        """The id of the run that the lines carry."""
        return self._run_id

    def commit(self, whole: Mapping[str, Maker] | None = None) -> int:
        """Makes all that was added since the last commit visible and lasting; with nothing added, nothing happens.

        Gives the number of the last commit.

        Args:
            whole: By table, what writes a part of this commit by itself: for lines that come in bulk, by SQL.
        """
        whole = whole or {}
        if not self._taken and not whole:
            return self._seq - 1
        if self._run_is_new:
            self._take([("runs", [self._run_id, *(storable(value) for value in astuple(self._run))])])
        self._broken = True
        added: defaultdict[str, list[str]] = defaultdict(list)
        for table, line in chain.from_iterable(self._taken):
            added[table].append(line)
        with layout.disk(self._folder, "write to the record"):
            parts = [self._part(table, added[table]) for table in TABLES if table in added]
            parts += [self._whole_part(table, make) for table, make in whole.items()]
            parts += [self._derived(part) for part in parts if part.table in DERIVED.values()]
            articles, recoded = len(added["articles"]), len(added["recodings"])
            commit = layout.Commit(
                seq=self._seq, run=self._run_id, articles=articles, recoded=recoded, parts=tuple(parts)
            )
            layout.put_commit(self._folder, commit, self._files)
        self._seq += 1
        self._clear()
        self._recall.note(self._stories.settle())
        self._broken = self._run_is_new = False  # last: what is interrupted before must not be committed again
        return self._seq - 1

    def _part(self, table: str, added: list[str]) -> layout.Part:
        source = self._folder / "tmp" / f"{table}.ndjson"
        self._files.write(source, (line + "\n" for line in added))
        longest = max(map(len, added))
        part = self._whole_part(table, lambda target: write_part(self._connection, table, source, longest, target))
        self._files.remove(source)
        return part

    def _derived(self, part: layout.Part) -> layout.Part:
        """What counting reads instead of a part."""
        name = next(name for name, table in DERIVED.items() if table == part.table)
        source = self._folder / part.file
        return self._whole_part(name, lambda target: tally_files.write(self._connection, source, target))

    def _whole_part(self, table: str, make: Maker) -> layout.Part:
        name = layout.part_file(table, self._seq)
        target = self._folder / name
        self._files.make(target.parent)
        try:
            rows = make(target)
        except duckdb.Error as error:
            what = f"cannot write to the record: {str(error).splitlines()[0]}"
            hint = "free some space or memory and run the same command again; what was committed is whole"
            raise RecordError(what, where=str(target), hint=hint) from error
        self._files.sync(target)
        self._files.sync(target.parent)
        size = target.stat().st_size
        return layout.Part(table=table, file=name, rows=rows, bytes=size, sha256=layout.digest(target))


def _known(folder: Path, found: list[layout.Commit]) -> tuple[dict[str, str], dict[str, str], set[str], set[str]]:
    """Digest by article id, article id by its input's digest, ids of the skips, ids of the runs that the record has."""

    def ask(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, str], dict[str, str], set[str], set[str]]:
        articles = dict(connection.execute("SELECT id, digest FROM articles").fetchall())
        inputs = dict(connection.execute("SELECT digest, article_id FROM inputs").fetchall())
        skips = {row[0] for row in connection.execute("SELECT id FROM skipped").fetchall()}
        return articles, inputs, skips, {row[0] for row in connection.execute("SELECT id FROM runs").fetchall()}

    return guarded(folder, found, ask)
