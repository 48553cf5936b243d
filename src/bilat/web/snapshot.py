"""The record as a request sees it: one shared view for each committed state, with what was worked out from it.

A commit, or whatever else changes the record, is noticed by the next request. The new state is opened beside the one
that is shown, its common answers are made, and then it takes the other's place; a request that has begun keeps the one
it began with, which goes when the last such request is done.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar, cast

from bilat.errors import BilatError
from bilat.lexicon import Lexicon
from bilat.record import Record, View, listings
from bilat.web.naming import Naming
from bilat.web.search_index import Index

T = TypeVar("T")

_LOG = logging.getLogger("bilat.web")

_KEPT = 512
"""Answers of one state that are kept, the least lately asked for going first."""


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


class Snapshots:
    """The newest state of a record, and the way to it."""

    def __init__(self, record: Record, warm: Sequence[Callable[[Snapshot], object]] = ()) -> None:
        """Opens the record's present state.

        Args:
            warm: What is asked of a new state before it is shown, so that no reader waits for it.
        """
        self._record = record
        self._warm = tuple(warm)
        self._naming = Naming(Lexicon.load())
        self._index = Index(record.folder)
        self._renewing = threading.Lock()
        self._current = self._open(record.state())
        threading.Thread(target=self.find_words, name="bilat-search", daemon=True).start()

    def now(self) -> Snapshot:
        """The state to answer from; a newer one is got ready meanwhile."""
        current = self._current
        if self._record.state() != current.state and self._renewing.acquire(blocking=False):
            threading.Thread(target=self._renew, name="bilat-snapshot", daemon=True).start()
        return current

    def renewed(self) -> Snapshot:
        """The record's state at this moment: for the answer to one who has just changed it."""
        with self._renewing:
            self._take()
        return self._current

    def _renew(self) -> None:
        try:
            self._take()
        except BilatError as error:
            _LOG.error("the record's newest state cannot be shown: %s", error)
        finally:
            self._renewing.release()
        self.find_words()

    def _take(self) -> None:
        state = self._record.state()
        if state != self._current.state:
            self._current = self._open(state)

    def _open(self, state: str) -> Snapshot:
        opened = Snapshot(self._record.view(), state, self._naming, self._index)
        for ask in self._warm:
            ask(opened)
        return opened

    def find_words(self) -> None:
        """Brings the index of words to the state that is shown."""
        try:
            self._index.update(self._current)
        except BilatError as error:
            _LOG.error("search does not find what is new: %s", error)
