"""The record as a request sees it: one shared view for each committed state, with what was worked out from it.

A commit, or whatever else changes the record, is noticed by the next request. The new state is opened beside the one
that is shown, its common answers are made, and then it takes the other's place; a request that has begun keeps the one
it began with, which goes when the last such request is done. Who changed the record sees the change at once.
"""

import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypedDict, TypeVar, Unpack, cast

from bilat.errors import BilatError
from bilat.lexicon import Lexicon
from bilat.record import Record, View, held, listings, portraits
from bilat.web.naming import Naming
from bilat.web.search_index import Index

T = TypeVar("T")

_LOG = logging.getLogger("bilat.web")

_RESTS, _LONGEST_REST = 3.0, 60.0
"""How long, for the time that a new state took, the next one waits; and the most seconds."""
_LATELY, _AGAIN = 64, 10.0
"""Pages that a new state has ready as the former had them, and the seconds that may take."""
_BREATH = 0.01
"""Seconds between two answers that are made ready, for those who wait for the interpreter."""
_QUICK, _QUIET = 0.3, 1.0
"""Seconds within which opening a state may keep one waiting who has just changed the record; and seconds without a further
change after which a state is made ready for many."""
_KEPT = 512
"""Answers of one state that are kept, the least lately asked for going first."""


class StoriesAsked(TypedDict, total=False):
    """Which stories, as :func:`bilat.record.listings.stories` takes it."""

    parties: Sequence[str]
    type: str | None
    status: str | None
    issue: str | None
    outlet: str | None
    since: str | None
    until: str | None
    least: int
    between: bool
    due: str | None
    after: tuple[str, str] | None


class Snapshot:
    """One state of the record.

    Attributes:
        view: It, to be read; threads may share it.
        state: What names the state: equal for equal content of one record, see :meth:`bilat.record.Record.state`.
        naming: What parties are called.
        index: The words of the record; it may be of an earlier state for a moment.
    """

    def __init__(self, view: View, state: str, naming: Naming, index: Index) -> None:
        self.view = view
        self.state = state
        self.naming = naming
        self.index = index
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lately: OrderedDict[Hashable, Callable[[Snapshot], object]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def label(self, code: str) -> str:
        """A party's usual name; its code where it has none."""
        return self.naming.label(code)

    def with_pairs(self) -> View:
        """The view, once its pairs and parties are counted."""
        self.cached("pairs", lambda: listings.prepare_pairs(self.view))
        return self.view

    def with_stories(self) -> View:
        """The view, once its stories are put together."""
        self.cached("stories", lambda: listings.prepare_stories(self.view))
        return self.view

    def stories(self, *, limit: int, **asked: Unpack[StoriesAsked]) -> tuple[listings.StoryLine, ...]:
        """Stories, the lastly told first; see :func:`bilat.record.listings.stories`."""
        return listings.stories(self.with_stories(), limit=limit, sentences=self.sentences, **asked)

    def sentences(self, events: Mapping[str, str]) -> Mapping[str, str]:
        """The sentences of events, by the events' ids.

        Args:
            events: Their ids, with those of their articles.
        """
        found = self.index.said(events)
        return found | listings.sentences_of(self.view, {id: of for id, of in events.items() if id not in found})

    def with_portraits(self) -> View:
        """The view, once the persons and sectors of its parties are counted."""
        self.cached("portraits", lambda: portraits.prepare(self.view))
        return self.view

    def with_undertakings(self) -> View:
        """The view, once its undertakings are put together."""
        self.cached("undertakings", lambda: listings.prepare_undertakings(self.view))
        return self.view

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under this key, which is made once however many ask for it at a time."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return cast(T, self._answers[key])
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._answers:
                    return cast(T, self._answers[key])
            try:
                made = make()
            except BaseException:
                with self._lock:
                    self._making.pop(key, None)
                raise
            with self._lock:
                self._answers[key] = made
                self._making.pop(key, None)
                while len(self._answers) > _KEPT:
                    self._answers.popitem(last=False)
            return made

    def remember(self, key: Hashable, ask: "Callable[[Snapshot], object]") -> None:
        """Notes what was asked for, so that the next state has it ready."""
        with self._lock:
            self._lately[key] = ask
            self._lately.move_to_end(key)
            while len(self._lately) > _LATELY:
                self._lately.popitem(last=False)

    def lately(self) -> "list[Callable[[Snapshot], object]]":
        """What was asked for of late, the last first."""
        with self._lock:
            return list(self._lately.values())[::-1]


Ask = Callable[[Snapshot], object]
"""Something that is asked of a state."""


class Snapshots:
    """The newest state of a record, and the way to it."""

    def __init__(self, record: Record, warm: Sequence[Ask] = (), after: Sequence[Ask] = ()) -> None:
        """Opens the record's present state.

        Args:
            warm: What is asked of a new state before it is shown, so that no reader waits for it.
            after: What is asked of the first state once it is shown.
        """
        self._after = tuple(after)
        self._record = record
        self._warm = tuple(warm)
        self._naming = Naming(Lexicon.load())
        self._index = Index(record.folder)
        self._renewing, self._swapping, self._ending = threading.Lock(), threading.Lock(), threading.Event()
        # One for what is new, one for the index, so that neither waits for the other.
        self._workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="bilat")
        self._rests_until, self._took = 0.0, 0.0
        self._current = self._open(record.state())
        self._prepare(self._current)
        self._workers.submit(self._guarded, self._later)

    def close(self) -> None:
        """Ends what goes on beside the readers, and waits for it; nothing may be asked after that."""
        self._ending.set()
        self._workers.shutdown(wait=True, cancel_futures=True)

    def now(self) -> Snapshot:
        """The state to answer from; a newer one is got ready meanwhile."""
        current = self._current
        if time.monotonic() < self._rests_until or self._record.state() == current.state:
            return current
        if self._renewing.acquire(blocking=False):
            self._workers.submit(self._guarded, self._renew)
        return current

    def changed(self) -> None:
        """After one who is at the pages changed the record: he sees it at once where a state is quickly opened, else soon."""
        if self._took < _QUICK:
            self.renewed()
        else:
            threading.Thread(target=self._guarded, args=(self.renewed,), name="bilat-changed").start()

    def renewed(self) -> Snapshot:
        """The record's state at this moment: for the answer to one who has just changed it.

        It is shown at once; what makes it fast for many follows.
        """
        with self._swapping:
            state = self._record.state()
            if state != self._current.state:
                asked = self._current.lately()
                self._current = self._open(state)
                self._workers.submit(self._guarded, self._settle, self._current, asked)
            return self._current

    def find_words(self) -> None:
        """Brings the index of words to the state that is shown."""
        self._index.update(self._current, self._ending.is_set)

    def _guarded(self, work: Callable[..., object], *values: object) -> None:
        """Does what goes on beside the readers; what fails there is told, and ends nothing else."""
        try:
            work(*values)
        except BilatError as error:
            _LOG.error("%s", error)
        except Exception:
            if not self._ending.is_set():
                _LOG.exception("what was to be made ready failed")

    def _later(self) -> None:
        """What the first readers need not wait for."""
        self.find_words()
        self._ask(self._after, self._current)

    def _settle(self, shown: Snapshot, asked: Sequence[Ask]) -> None:
        """Puts the same state, with all made ready, in the place of one that was shown at once, when no other follows soon."""
        if self._current is not shown or self._ending.wait(_QUIET) or self._current is not shown:
            return
        self._swap(shown, self._ready(shown.state, [*shown.lately(), *asked]))
        self.find_words()

    def _renew(self) -> None:
        """Opens the newest state and shows it once its common answers are made.

        Then it rests, so that readers get most of the machine however often a writer commits.
        """
        begun, shown = time.monotonic(), self._current
        try:
            state = self._record.state()
            if state != shown.state:
                self._swap(shown, self._ready(state, shown.lately()))
                self.find_words()
        finally:
            now = time.monotonic()
            self._rests_until = now + min(_RESTS * (now - begun), _LONGEST_REST)
            self._renewing.release()

    def _ready(self, state: str, asked: Sequence[Ask]) -> Snapshot:
        """A state with all made ready, what was asked for of late too, beside the one that readers have meanwhile."""
        opened = self._open(state)
        with held.sparing(opened.view):
            self._prepare(opened)
            self._ask(asked, opened, time.monotonic() + _AGAIN)
        return opened

    def _swap(self, shown: Snapshot, opened: Snapshot) -> None:
        """Shows a state in another's place, unless something newer took that place meanwhile."""
        with self._swapping:
            if self._current is shown:
                self._current = opened

    def _open(self, state: str) -> Snapshot:
        begun = time.monotonic()
        opened = Snapshot(self._record.view(), state, self._naming, self._index)
        self._took = time.monotonic() - begun
        return opened

    def _prepare(self, snapshot: Snapshot) -> None:
        """What a state needs so that many can ask it at a time."""
        held.hold(snapshot.view)
        self._ask(self._warm, snapshot)

    def _ask(self, asked: Sequence[Ask], snapshot: Snapshot, until: float = math.inf) -> None:
        """Asks, so that no reader waits for the answers; to a time at most, and not once all ends."""
        for ask in asked:
            if self._ending.is_set() or time.monotonic() > until:
                return
            with suppress(BilatError):  # it is told to whoever asks
                ask(snapshot)
            self._ending.wait(_BREATH)
