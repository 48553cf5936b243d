"""The index of words by which the explorer finds articles, parties, stories and undertakings: SQLite's FTS5.

Beside the index stands the sentence of every event, which lists show: the record has it only inside the whole event. All of
it is kept in the record's folder, ``search/``, beside what is committed, and is no part of the record: it can be deleted at
any time, and is made again. Articles are added as the record gets them; the names, which are few, are written anew. A first
index is shown only when it is whole, and every later change of it all at once. Where the folder cannot be written, the index
stands in a temporary one and goes with the process.
"""

import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Protocol

from bilat.errors import RecordError
from bilat.record import View, listings
from bilat.web.naming import Naming

FOLDER = "search"
_VERSION = 2
"""Goes up with every change of what the index holds: one of another number is made again."""
_CHUNK = 1000  # articles in one transaction of a first index
_WAIT = 30.0  # seconds for another process's writing
_STORIES = 2  # articles that a story must have: one of a single article is found as that article

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (rowid INTEGER PRIMARY KEY, id TEXT UNIQUE, outlet TEXT, date TEXT);
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(title, text, tokenize='porter unicode61 remove_diacritics 2');
CREATE TABLE IF NOT EXISTS things (rowid INTEGER PRIMARY KEY, kind TEXT, id TEXT, date TEXT, weight INTEGER, detail TEXT);
CREATE TABLE IF NOT EXISTS said (event TEXT PRIMARY KEY, sentence TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS names USING fts5(name, also, tokenize='porter unicode61 remove_diacritics 2');
"""
_HELD = """
SELECT t.rowid, t.kind, t.id, n.name, n.also, t.date, t.weight, t.detail FROM things t JOIN names n ON n.rowid = t.rowid
"""
_NEW = 'SELECT id, outlet, "first", title, text FROM articles WHERE id IN (SELECT unnest(?))'
_SAID = "SELECT id, coalesce(sentence, '') FROM event_sentences"
_UNDERTAKINGS = """
SELECT arg_max(u.id, (a."first", u.id)), arg_max(u.name, (a."first", u.id)), max(a."first"), count(DISTINCT u.article_id),
  arg_max(u.kind || ', ' || u.status, (a."first", u.id))
FROM undertakings u JOIN articles a ON a.id = u.article_id GROUP BY lower(u.name), u.kind
"""
_TOLD = f"""
SELECT id, event, article, date, articles, type FROM listed_stories WHERE articles >= {_STORIES} ORDER BY id
"""
_PERSONS = """
SELECT p.key, p.name, mode(p.role), count(DISTINCT p.event_id), max(a."first")
FROM parties p JOIN articles a ON a.id = p.article_id WHERE p.name IS NOT NULL AND p.key <> '' GROUP BY p.key, p.name
"""


class State(Protocol):
    """A state of the record, as the index needs it."""

    @property
    def view(self) -> View:
        """It, to be read."""

    @property
    def state(self) -> str:
        """What names it."""

    @property
    def naming(self) -> Naming:
        """What parties are called."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a first index is: articles that are in it, of how many."""

    done: int
    of: int


class Index:
    """The index of one record, shared by all threads; each has a connection of its own."""

    def __init__(self, record: Path) -> None:
        self._path, self._temporary = _place(record)
        self._local = threading.local()
        self._updating = threading.Lock()
        self.progress: Progress | None = Progress(0, 0)
        """Null once the index is whole."""
        self.stamp = ""
        """Another value whenever something else may be found."""
        if self._temporary is not None:
            weakref.finalize(self, shutil.rmtree, self._temporary, ignore_errors=True)
        with self._opened() as connection:
            if _about(connection, "state") is not None:
                self.progress = None

    def ask(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """What a question to the index gives; empty where its words cannot be looked for."""
        held = getattr(self._local, "connection", None)
        if held is None:
            held = self._local.connection = _connect(self._path)
            _settle(held)
            held.execute("PRAGMA query_only = 1")
        rows: list[tuple[object, ...]] = held.execute(sql, values).fetchall()
        return rows

    def said(self, events: Iterable[str]) -> dict[str, str]:
        """The sentence of each of these events that it has."""
        rows = (self.ask("SELECT event, sentence FROM said WHERE event = ?", (id,)) for id in events)
        return {str(row[0][0]): str(row[0][1]) for row in rows if row}

    def update(self, state: State, ending: Callable[[], bool] = lambda: False) -> None:
        """Brings the index to a state of the record.

        Args:
            ending: Whether to leave off, which loses a thousand articles' work at most: a later call goes on there.
        """
        with self._updating, self._opened() as connection:
            if _about(connection, "state") == state.state:
                self.progress, self.stamp = None, state.state
                return
            first = _about(connection, "state") is None
            if not self._add_articles(connection, state, ending, whole=not first):
                return
            _write_names(connection, state)
            _tell(connection, "state", state.state)
            connection.commit()
            self.progress, self.stamp = None, state.state

    def _add_articles(
        self, connection: sqlite3.Connection, state: State, ending: Callable[[], bool], *, whole: bool
    ) -> bool:
        """Takes out what the record no longer has, and adds what is new; all in one transaction where ``whole``.

        Gives whether all of it was done.
        """
        connection.execute("BEGIN IMMEDIATE")
        held = {id for (id,) in connection.execute("SELECT id FROM articles")}
        wanted = {id for (id,) in state.view.ask("SELECT id FROM articles")}
        for id in held - wanted:
            connection.execute("DELETE FROM texts WHERE rowid = (SELECT rowid FROM articles WHERE id = ?)", (id,))
            connection.execute("DELETE FROM articles WHERE id = ?", (id,))
        new = sorted(wanted - held)
        # Of a first index that was left off, the sentences are added once more: what was added is not known.
        rows = state.view.stream(_SAID) if not whole else _said_in(state.view, new)
        sentences = takewhile(lambda row: not ending(), rows)
        connection.executemany("INSERT OR REPLACE INTO said VALUES (?, ?)", sentences)
        for start in range(0, len(new), _CHUNK):
            if ending():
                return False
            if not whole:
                self.progress = Progress(len(held) + start, len(wanted))
                self.stamp = f"{len(held) + start} of {len(wanted)}"
            for id, outlet, day, title, text in state.view.ask(_NEW, [new[start : start + _CHUNK]]):
                row = connection.execute(
                    "INSERT OR IGNORE INTO articles (id, outlet, date) VALUES (?, ?, ?)", (id, outlet, day)
                )
                if row.rowcount:
                    values = (row.lastrowid, title or "", text)
                    connection.execute("INSERT INTO texts (rowid, title, text) VALUES (?, ?, ?)", values)
            if not whole:
                connection.commit()
                connection.execute("BEGIN IMMEDIATE")
        return True

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection that writes; an index that cannot be read, or is of another version, is made again."""
        connection = _prepared(self._path)
        try:
            yield connection
        except sqlite3.OperationalError as error:
            what = f"the search index cannot be written: {error}"
            raise RecordError(what, where=str(self._path), hint="free some space, or delete its folder") from error
        finally:
            connection.close()


def _said_in(view: View, articles: list[str]) -> Iterator[tuple[str, str]]:
    """The sentences of the events of some articles, by the events' ids."""
    for start in range(0, len(articles), _CHUNK):
        some = articles[start : start + _CHUNK]
        # Written out, the ids of articles keep the database from reading the parts that hold none of them.
        yield from view.stream(f"{_SAID} WHERE article_id IN ({', '.join('?' * len(some))})", some)


def _place(record: Path) -> tuple[Path, Path | None]:
    """Where the index stands, and the temporary folder that it is in, if it is."""
    folder = record / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        temporary = Path(tempfile.mkdtemp(prefix="bilat-search-"))
        return temporary / "index.sqlite", temporary
    return folder / "index.sqlite", None


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)


def _settle(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")  # a cache: what a power cut takes is made again
    connection.execute("PRAGMA mmap_size = 268435456")


def _prepared(path: Path) -> sqlite3.Connection:
    for _ in range(2):
        connection = _connect(path)
        try:
            _settle(connection)
            connection.execute("PRAGMA journal_mode = WAL")  # readers go on while it is written
            connection.executescript(_SCHEMA)
            if _about(connection, "version") in (None, str(_VERSION)):
                _tell(connection, "version", str(_VERSION))
                return connection
        except sqlite3.OperationalError:
            connection.close()
            raise
        except sqlite3.DatabaseError:
            pass
        connection.close()
        for part in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + part).unlink()
    raise RecordError("the search index cannot be made", where=str(path), hint="delete its folder and start again")


def _about(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def _tell(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))


def _write_names(connection: sqlite3.Connection, state: State) -> None:
    """Brings the names of parties, persons, undertakings and stories to a state: most are what they were."""
    held = {tuple(row[1:4]): row for row in connection.execute(_HELD)}
    for kind, id, name, also, day, weight, detail in _names(connection, state):
        row = held.pop((kind, id, name), None)
        if row is not None and row[4:] == (also, day, weight, detail):
            continue
        if row is not None:
            _forget(connection, row[0])
        values = (kind, id, day, weight, detail)
        made = connection.execute("INSERT INTO things (kind, id, date, weight, detail) VALUES (?, ?, ?, ?, ?)", values)
        connection.execute("INSERT INTO names (rowid, name, also) VALUES (?, ?, ?)", (made.lastrowid, name, also))
    for gone in held.values():
        _forget(connection, gone[0])


def _forget(connection: sqlite3.Connection, row: int) -> None:
    for table in ("things", "names"):
        connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))


Named = tuple[str, str, str, str, str | None, int, str]


def _names(connection: sqlite3.Connection, state: State) -> Iterator[Named]:
    """(kind, id, name, other names, date, weight, detail) of all that is found by its name."""
    ask, naming = state.view.ask, state.naming
    listings.prepare_pairs(state.view)
    for one in listings.parties(state.view):
        also, weight = " | ".join([one.code, *naming.spoken(one.code)]), one.events + one.imported
        yield "party", one.code, naming.label(one.code), also, None, weight, ""
    for key, name, role, events, day in ask(_PERSONS):
        yield "person", key, name, "", day, events, role or ""
    for id, name, day, articles, detail in ask(_UNDERTAKINGS):
        yield "undertaking", id, name, "", day, articles, detail
    listings.prepare_stories(state.view)
    for id, event, article, day, articles, kind in ask(_TOLD):
        row = connection.execute("SELECT sentence FROM said WHERE event = ?", (event,)).fetchone()
        sentence = row[0] if row else listings.sentences_of(state.view, {event: article}).get(event, "")
        yield "story", id, sentence, "", day, articles, kind
