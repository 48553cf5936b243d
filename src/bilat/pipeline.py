"""The one place that joins reading, coding and the record: articles in, codings out, as generators."""

import atexit
import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.metadata import version
from itertools import chain, islice
from multiprocessing.util import Finalize
from typing import Protocol, TypeVar

from bilat import hands
from bilat.coding import code_article, introductions
from bilat.coding.parse import load_network, parser_name
from bilat.errors import BadRecord, Skip, Stop
from bilat.intake import Intake, Read
from bilat.lexicon import Lexicon, shipped_digest
from bilat.lexicon.accepted import AcceptedNames
from bilat.lexicon.gazetteer import Gazetteer, file_digest
from bilat.model import Article, Coding, Introduction
from bilat.reading.signature import sign
from bilat.record import Writer
from bilat.trained import digests_of, load_model

CHUNK = 16
"""Articles handed to a worker at once: enough to outweigh the hand-over, few enough to keep all workers busy."""

_NEW_OBJECTS = 50_000  # between two collections

FEW = 40
"""So few articles are coded in this process: starting others takes longer."""

T = TypeVar("T")
Handle = TypeVar("Handle")
Item = Article | Skip
Coded = Coding | Skip
Coder = Callable[[Article], Coding]
"""Codes an article; for several workers it must be a function of a module, since they are sent its name."""
Work = Callable[[Article], T]


class Workers(Protocol):
    """Processes that do some work on articles, here or on other machines; see :class:`bilat.cluster.Cluster`."""

    def each(self, items: Iterator[Item], work: Work[T]) -> Iterator[T | Skip]:
        """As :func:`each`."""


@dataclass(slots=True)
class Tally:
    """What a run did: for the last line that it prints and for its exit code."""

    added: int = 0
    known: int = 0
    skipped: int = 0
    events: int = 0
    undertakings: int = 0
    facts: int = 0


def shipped(article: Article) -> Coding:
    """The coder with the lexicons that ship."""
    return _code_with(None, article)


def coder_with(names: AcceptedNames | None) -> Coder:
    """The coder with a user's accepted names on top of the lexicons that ship."""
    return partial(_code_with, names) if names else shipped


def _code_with(names: AcceptedNames | None, article: Article) -> Coding:
    warm()
    return code_article(article, lexicon_with(names), Gazetteer.load(), load_model())


@lru_cache(maxsize=4)
def lexicon_with(names: AcceptedNames | None) -> Lexicon:
    """The shipped lexicon with a user's accepted names on top (made once in a process)."""
    return names.onto(Lexicon.load()) if names else Lexicon.load()


def model_names() -> str:
    """The parsing model with its version and the trained model with the digests of its files, for the record's runs."""
    name = parser_name()
    model, weights = digests_of()
    return f"{name} {version(name)}, reader {model}, weights {weights}"


def lexicon_digest(names: AcceptedNames | None) -> str:
    """The digests of the lexicon, of a user's accepted names and of the gazetteer, for the record's runs."""
    lexicon = lexicon_with(names).digest if names else shipped_digest()
    return f"{lexicon}, places {file_digest()}"


def makings() -> str:
    """What a coding is made by, so that two machines can tell whether theirs would be the same."""
    return f"bilat {version('bilat')}, lexicon {lexicon_digest(None)}, {model_names()}"


def code_one(article: Article, coder: Coder = shipped) -> Coded:
    """Code one article; a failure of the coder leaves out this article alone."""
    return _one(article, coder)


def _one(article: Article, work: Work[T]) -> T | Skip:
    try:
        return work(article)
    except (Stop, MemoryError):
        raise
    except Skip as skip:
        return skip
    except Exception as error:  # one hostile text must not end a run of millions
        return BadRecord(
            f"the coder failed on article {article.id}: {type(error).__name__}: {error}",
            where=article.origin,
            hint="please report it with the article's text",
        )


def code(
    items: Iterable[Item], *, workers: int | Workers = 1, few: int = FEW, coder: Coder = shipped
) -> Iterator[Coded]:
    """Code articles, in their order; what reading left out passes through.

    Args:
        workers: Processes, as a number or themselves. With one, all happens in this process.
        few: Up to so many articles are coded in this process, whatever ``workers`` is.
        coder: Codes each article.

    Raises:
        Stop: A worker was killed (mostly for want of memory).
    """
    return each(items, coder, workers=workers, few=few)


def introduce(
    items: Iterable[Item], *, workers: int | Workers = 1, few: int = FEW, names: AcceptedNames | None = None
) -> Iterator[tuple[Introduction, ...] | Skip]:
    """The names that each article introduces and that the lexicon, with a user's own names, does not know.

    Args:
        workers, few: As for :func:`code`.

    Raises:
        Stop: As for :func:`code`.
    """
    return each(items, partial(_introduce, names), workers=workers, few=few)


def _introduce(names: AcceptedNames | None, article: Article) -> tuple[Introduction, ...]:
    return introductions(article, lexicon_with(names), Gazetteer.load())


def each(items: Iterable[Item], work: Work[T], *, workers: int | Workers = 1, few: int = FEW) -> Iterator[T | Skip]:
    """What some work makes of each article, in their order; what reading left out passes through.

    Args:
        workers, few: As for :func:`code`.
        work: Is sent to the workers: a function of a module, or a partial of one.

    Raises:
        Stop: A worker was killed (mostly for want of memory).
    """
    rest = iter(items)
    head = [] if workers == 1 else list(islice(rest, few + 1))
    if len(head) <= few:
        yield from (_step(item, work) for item in chain(head, rest))
    elif isinstance(workers, int):
        yield from _pooled(chain(head, rest), work, workers)
    else:
        yield from workers.each(chain(head, rest), work)


def _pooled(items: Iterator[Item], work: Work[T], workers: int) -> Iterator[T | Skip]:
    hands.begin()
    started = ProcessPoolExecutor(workers, mp_context=hands.context(), initializer=_start_worker)
    with hands.one_thread_each(), started as pool:

        def submit(chunk: list[Item]) -> Future[list[T | Skip]]:
            return pool.submit(work_chunk, chunk, work)

        try:
            yield from in_order(items, submit, Future.result, lambda: workers * 3)
        except BrokenProcessPool as error:
            hint = "free some memory or give --workers 1; what was committed is kept, run again to go on"
            raise Stop("a worker process was killed", hint=hint) from error


def in_order(
    items: Iterator[Item],
    submit: Callable[[list[Item]], Handle],
    result: Callable[[Handle], list[T | Skip]],
    most: Callable[[], int],
) -> Iterator[T | Skip]:
    """Results in the order of their items, with a bounded number of chunks under way.

    Args:
        submit: Hands a chunk over; result: waits for what became of it.
        most: How many chunks may be under way now.
    """
    pending: deque[Handle] = deque()
    while chunk := list(islice(items, CHUNK)):
        pending.append(submit(chunk))
        while len(pending) > most():
            yield from result(pending.popleft())
    while pending:
        yield from result(pending.popleft())


def work_chunk(chunk: list[Item], work: Work[T]) -> list[T | Skip]:
    """What some work makes of each article of a chunk, one after another."""
    return [_step(item, work) for item in chunk]


def _step(item: Item, work: Work[T]) -> T | Skip:
    return _one(item, work) if isinstance(item, Article) else item


def _start_worker() -> None:
    # A worker has nothing to put away; ending it at once spares the user duckdb's notes on what its binding leaks at the end.
    Finalize(None, os._exit, args=(0,), exitpriority=-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the one that commits decides
    hands.end_with_parent()
    warm()


@cache
def warm() -> None:
    """Loads the models and lexicons, once and for all articles that this process codes."""
    preload()
    load_model()  # not before: its library starts a thread, and what has one must not be forked
    _keep()


@cache
def preload() -> None:
    """Loads all of them that starts no thread."""
    load_network()
    Lexicon.load()
    Gazetteer.load()
    _keep()


def _keep() -> None:
    """Spares the collector what was loaded: it stays, and need not be walked again and again."""
    gc.collect()
    atexit.register(gc.unfreeze)  # else duckdb's binding takes what stays to the end for leaks, and says so
    gc.freeze()
    _collect_seldom()


def _collect_seldom() -> None:
    """Makes the collector look for what only holds itself less often than at each 700 new objects, as is usual.

    It finds next to nothing: what an article takes is freed without it. And what codings and stories leave in memory is much to
    walk through each time: it took a tenth of the work of the process that commits.
    """
    if 0 < gc.get_threshold()[0] < _NEW_OBJECTS:
        gc.set_threshold(_NEW_OBJECTS)


def into_record(
    items: Iterable[Item],
    writer: Writer,
    *,
    workers: int | Workers = 1,
    few: int = FEW,
    coder: Coder = shipped,
    tally: Tally,
) -> Iterator[Coded | Article]:
    """Code what the record does not have yet and add it; yields each thing done, for progress.

    Args:
        workers, few, coder: As for :func:`code`.
        tally: Counts what is done, as it is done.
    """
    known: list[Article | Skip] = []
    intake = Intake(writer)
    _collect_seldom()

    def fresh() -> Iterator[Item]:
        for item in items:
            if isinstance(item, Skip):
                yield item
                continue
            try:
                new = intake.new(item)
            except Skip as error:
                yield error
                continue
            if new is None:
                writer.note_input(item)
                tally.known += 1
                known.append(item)
            else:
                yield new

    for result in each(fresh(), partial(_read, coder), workers=workers, few=few):
        yield from known
        known.clear()
        if isinstance(result, Skip):
            yield _left_out(result, writer, tally)
        else:
            yield _store(result.coding, writer, tally, partial(intake.add, result))
    yield from known


def _read(coder: Coder, article: Article) -> Read:
    return Read(coder(article), sign(article.text))


def recode(
    articles: Iterable[Article],
    writer: Writer,
    *,
    workers: int | Workers = 1,
    few: int = FEW,
    coder: Coder = shipped,
    tally: Tally,
) -> Iterator[Coded]:
    """Code again what the record has, each new coding in the place of the former, which is kept; yields each thing done.

    Args:
        articles: Articles of the record, see :meth:`bilat.record.View.coded_otherwise`.
        workers, few, coder, tally: As for :func:`into_record`.
    """
    for result in code(articles, workers=workers, few=few, coder=coder):
        if isinstance(result, Skip):
            yield _left_out(result, writer, tally)
        else:
            yield _store(result, writer, tally, partial(writer.replace, result))


def _left_out(error: Skip, writer: Writer, tally: Tally) -> Skip:
    writer.skip(error)
    tally.skipped += error.count
    return error


def _store(coding: Coding, writer: Writer, tally: Tally, put: Callable[[], bool]) -> Coded:
    try:
        if put():
            tally.added += 1
            tally.events += len(coding.events)
            tally.undertakings += len(coding.undertakings)
            tally.facts += len(coding.facts)
        else:
            tally.known += 1
    except Skip as error:
        return _left_out(error, writer, tally)
    return coding
