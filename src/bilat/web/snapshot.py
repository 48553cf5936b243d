"""The record as a request sees it: one shared view for each committed state, with what was worked out from it.

A commit, or whatever else changes the record, is noticed by the next request. The new state is opened beside the one
that is shown, its common answers are made, and then it takes the other's place; a request that has begun keeps the one
it began with, which goes when the last such request is done. Who changed the record sees the change at once.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypedDict, TypeVar, Unpack, cast

from bilat.errors import BilatError
from bilat.lexicon import Lexicon
from bilat.record import Record, View, held, listings
from bilat.web.naming import Naming
from bilat.web.search_index import Index

T = TypeVar("T")

_LOG = logging.getLogger("bilat.web")

_RESTS, _LONGEST_REST = 3.0, 60.0
"""How long, for the time that a new state took, the next one waits; and the most seconds."""
_LATELY, _AGAIN = 32, 10.0
"""Pages that a new state has ready as the former had them, and the seconds that may take."""
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
        self._renewing = threading.Lock()
        self._rests_until = 0.0
        self._current = self._open(record.state())
        self._prepare(self._current)
        threading.Thread(target=self._later, name="bilat-search", daemon=True).start()

    def _later(self) -> None:
        """What the first readers need not wait for."""
        self.find_words()
        for ask in self._after:
            ask(self._current)

    def now(self) -> Snapshot:
        """The state to answer from; a newer one is got ready meanwhile."""
        current = self._current
        if time.monotonic() < self._rests_until or self._record.state() == current.state:
            return current
        if self._renewing.acquire(blocking=False):
            threading.Thread(target=self._renew, name="bilat-snapshot", daemon=True).start()
        return current

    def renewed(self) -> Snapshot:
        """The record's state at this moment: for the answer to one who has just changed it.

        It is shown at once; what makes it fast for many follows.
        """
        with self._renewing:
            state = self._record.state()
            if state != self._current.state:
                self._current = self._open(state)
                threading.Thread(target=self._settle, args=(self._current,), name="bilat-settle", daemon=True).start()
        return self._current

    def _settle(self, shown: Snapshot) -> None:
        """Puts the same state, with all made ready, in the place of one that was shown at once."""
        opened = self._open(shown.state)
        self._prepare(opened)
        self._ask_again(shown.lately(), opened)
        with self._renewing:
            if self._current is shown:
                self._current = opened

    def _renew(self) -> None:
        """Opens the newest state and shows it once its common answers are made; then rests, so that readers get most of the
        machine however often a writer commits."""
        begun = time.monotonic()
        try:
            state = self._record.state()
            if state != self._current.state:
                opened = self._open(state)
                self._prepare(opened)
                self._ask_again(self._current.lately(), opened)
                self._current = opened
                self.find_words()
        except BilatError as error:
            _LOG.error("the record's newest state cannot be shown: %s", error)
        finally:
            now = time.monotonic()
            self._rests_until = now + min(_RESTS * (now - begun), _LONGEST_REST)
            self._renewing.release()

    def _open(self, state: str) -> Snapshot:
        return Snapshot(self._record.view(), state, self._naming, self._index)

    def _ask_again(self, asked: Sequence[Callable[[Snapshot], object]], snapshot: Snapshot) -> None:
        """Makes what readers have before them, so that none of them waits for it; for some seconds at most."""
        end = time.monotonic() + _AGAIN
        for ask in asked:
            if time.monotonic() > end:
                return
            with suppress(BilatError):  # an error is told to whoever asks
                ask(snapshot)

    def _prepare(self, snapshot: Snapshot) -> None:
        """What a state needs so that many can ask it at a time."""
        held.hold(snapshot.view)
        for ask in self._warm:
            ask(snapshot)

    def find_words(self) -> None:
        """Brings the index of words to the state that is shown."""
        try:
            self._index.update(self._current)
        except BilatError as error:
            _LOG.error("search does not find what is new: %s", error)
