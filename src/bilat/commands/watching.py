"""bilat watch: feeds asked again and again, each round's articles committed to a record."""

import datetime
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from bilat import pipeline, printing, reading
from bilat.commands.inputs import list_plan, names_of, run_info, settings_of, web_of
from bilat.commands.options import AllowPrivate, Config, ListedSince, Names, Quiet, RecordDir
from bilat.commands.telling import Outcome, say
from bilat.config import Settings
from bilat.errors import RecordLocked, Skip, Unreachable
from bilat.model import Article
from bilat.reading import Memory, Subscription, WebReader
from bilat.record import Record, RunInfo

LONGEST_NAP = 300.0
"""Seconds after which the clock is looked at again, whatever is due when: it may have been set."""

BUSY_REST = 60.0
"""Seconds until a record that another writer has open is tried again."""


def _example(show: bool) -> None:
    if show:
        typer.echo(reading.EXAMPLE, nl=False)
        raise typer.Exit


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="The feeds; see --example.")],
    record: RecordDir,
    once: Annotated[bool, typer.Option("--once", help="One round of the feeds that are due, for cron.")] = False,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="TIME", help="How often (15m, 2h); a feed's own time goes before it."),
    ] = None,
    since: ListedSince = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what is new in the feeds.")] = False,
    allow_private: AllowPrivate = False,
    names: Names = None,
    config: Config = None,
    quiet: Quiet = False,
    example: Annotated[
        bool, typer.Option("--example", callback=_example, is_eager=True, help="Print a FEEDS.toml to begin with.")
    ] = False,
) -> None:
    """Watch feeds and code what is new in them into a record, until the program is ended (Ctrl-C, SIGTERM).

    Example: bilat watch FEEDS.toml --record iran-pakistan --every 15m
    """
    settings = settings_of(config, names, allow_private=allow_private)
    subscriptions = reading.load_watchlist(feeds, every=every)
    ending = _Ending()
    folder = Record.web_folder(record)
    web = web_of(settings, folder, since=since, dry=dry_run, sleep=ending.nap, stopping=ending.is_set)
    if dry_run:
        list_plan(reading.poll(subscriptions, settings, today=datetime.date.today(), web=web), Outcome(quiet=quiet))
        return
    own = names_of(settings, quiet=quiet)
    watcher = Watcher(
        record=Record.open(record, create=True),
        subscriptions=subscriptions,
        settings=settings,
        coder=pipeline.coder_with(own),
        info=run_info(settings, own),
        web=web,
        tell=(lambda line: None) if quiet else say,
        stopping=ending.is_set,
    )
    with ending.on_signals():
        if once:
            raise typer.Exit(watcher.round().exit_code)
        keep_watching(watcher, ending.nap)


class _Ending:
    """Whether the program is asked to end: it does so after what is under way is committed; the second time at once."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self.is_set = self._asked.is_set

    def nap(self, seconds: float) -> None:
        """Wait, or until the program is asked to end.

        Raises:
            Unreachable: It is, so that what waits for its turn is left for the next time.
        """
        if self._asked.wait(seconds):
            raise Unreachable("the program was ended", hint="it is asked again the next time")

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """SIGINT and SIGTERM ask to end, as long as this lasts."""
        kinds = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(kind, self._ask) for kind in kinds]
        try:
            yield
        finally:
            for kind, handler in zip(kinds, before, strict=True):
                signal.signal(kind, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self._asked.is_set():
            raise KeyboardInterrupt
        self._asked.set()


@dataclass(slots=True)
class Round:
    """What one round did."""

    asked: int = 0
    failed: int = 0
    later: int = 0
    tally: pipeline.Tally = field(default_factory=pipeline.Tally)

    @property
    def exit_code(self) -> int:
        """0 where all went well, 1 where something was left out, 2 where every feed failed."""
        if self.asked and self.failed == self.asked:
            return 2
        return 1 if self.failed or self.later or self.tally.skipped else 0

    def __str__(self) -> str:
        tally = self.tally
        failed = f" ({self.failed} failed)" if self.failed else ""
        known = f" ({printing.plural(tally.known, 'article')} known already)" if tally.known else ""
        skipped = f"; {tally.skipped} skipped" if tally.skipped else ""
        later = f"; {printing.plural(self.later, 'page')} to be tried again" if self.later else ""
        added = f"{printing.plural(tally.added, 'article')} added{known}, {printing.plural(tally.events, 'event')}"
        return f"{printing.plural(self.asked, 'feed')} asked{failed}: {added}{skipped}{later}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """Asks the feeds that are due and adds what is new in them to the record."""

    record: Record
    subscriptions: Sequence[Subscription]
    settings: Settings
    coder: pipeline.Coder
    info: RunInfo
    web: WebReader
    tell: Callable[[str], object]
    stopping: Callable[[], bool]
    now: Callable[[], float] = time.time

    def round(self) -> Round:
        """One round: what is read of the feeds is committed first, then what is known of them.

        Raises:
            RecordLocked: Another writer has the record; nothing of the round is remembered.
            Stop: The record or what is known of the feeds cannot be written.
        """
        done = Round()
        items = self._new(done)
        first = next(items, None)
        if first is not None:  # a round with nothing new leaves the record alone
            with self.record.writer(self.info) as writer:
                for result in pipeline.into_record(chain([first], items), writer, coder=self.coder, tally=done.tally):
                    if isinstance(result, Skip):
                        say(f"skipped: {result}")
        self.web.ledger.commit()
        self.tell(f"{self.stamp()} {done}; {self._rest()}")
        return done

    def _new(self, done: Round) -> Iterator[Article | Skip]:
        """What is new in the feeds that are due. What may be had later is told, and is no line of the record."""
        today = datetime.datetime.fromtimestamp(self.now()).date()
        for subscription in self.subscriptions:
            if self.stopping():
                return
            if self.left(subscription) > 0:
                continue
            done.asked += 1
            failures = self._memory(subscription).failures
            for item in reading.poll([subscription], self.settings, today=today, web=self.web):
                failed = self._memory(subscription).failures > failures
                done.failed += failed
                if failed or isinstance(item, Unreachable):
                    say(f"left for later: {item}")
                    done.later += not failed
                elif isinstance(item, Article | Skip):
                    yield item

    def _memory(self, subscription: Subscription) -> Memory:
        """What is known of a feed; where that cannot be read, nothing, which is told."""
        try:
            return self.web.ledger.get(subscription.url)
        except Skip as skip:
            say(f"note: {skip}")
            return self.web.ledger.get(subscription.url)

    def left(self, subscription: Subscription) -> float:
        """Seconds until a feed is due; without end for one that is gone."""
        memory = self._memory(subscription)
        return math.inf if memory.gone else memory.due(subscription.every, self.now())

    def rest(self) -> float:
        """Seconds until the next feed is due; without end where all are gone."""
        return min(map(self.left, self.subscriptions))

    def _rest(self) -> str:
        rest = self.rest()
        return "no feed is left" if rest == math.inf else f"next in {math.ceil(rest / 60)} min"

    def stamp(self) -> str:
        """The time of a line of the log."""
        return datetime.datetime.fromtimestamp(self.now(), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def keep_watching(watcher: Watcher, nap: Callable[[float], object]) -> None:
    """Round after round, until the program is asked to end or no feed is left.

    Args:
        nap: Waits so many seconds; raises Unreachable where the program is asked to end.
    """
    for subscription in watcher.subscriptions:
        if watcher.left(subscription) == math.inf:
            gone = watcher.web.ledger.get(subscription.url).gone
            state = watcher.web.ledger.path(subscription.url)
            say(
                f"note: {reading.shown(subscription.url)} is gone since {gone}: take it off the list, or delete {state}"
            )
    with suppress(Unreachable):
        while (rest := watcher.rest()) < math.inf:
            if rest > 0:
                nap(min(rest, LONGEST_NAP))
                continue
            try:
                watcher.round()
            except RecordLocked as error:
                watcher.web.ledger.forget()
                say(f"left for later: {error}")
                nap(BUSY_REST)
            if watcher.stopping():
                break
    watcher.tell(f"{watcher.stamp()} ended")
