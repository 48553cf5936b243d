"""What a page is: one function from a snapshot and what was asked to a model, that HTML and the API both answer with."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from bilat.web.snapshot import Snapshot


class Asked(BaseModel):
    """What an address asks: the fields are parts of its path, where the path names them, else of its query."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(BaseModel):
    """What a page shows; HTML is drawn from it, and the API gives it as it is."""

    model_config = ConfigDict(frozen=True)


_ALONE = Lock()
A = TypeVar("A", bound=Asked)
M = TypeVar("M", bound=Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[A, M]):
    """A page and its twin in the API.

    Attributes:
        name: "party"; the template's too: ``templates/party.html.j2``.
        address: Where it stands, "/party/{code}"; the API has it below /api/v1. Null for what the API alone has.
        twin: The API's address where it is another than the page's, "/home" for "/".
        rows: The answer's field that is a table, which CSV and Parquet give; null where there is none.
        stamp: What, beside the record's state, another answer comes with.
        slow: Whether an answer takes seconds: one such is made at a time, so that all others are as fast as ever, and a new
            state of the record has none ready.
        summary: What it gives, in a few words, for the API's papers.
    """

    name: str
    address: str | None
    asked: type[A]
    answer: type[M]
    model: Callable[[Snapshot, A], M]
    summary: str
    description: str = ""
    twin: str | None = None
    rows: str | None = None
    tag: str = "Record"
    stamp: Callable[[Snapshot], str] = lambda snapshot: ""
    slow: bool = False

    @property
    def api(self) -> str:
        """The API's address."""
        return f"/api/v1{self.twin or self.address}"

    def answered(self, snapshot: Snapshot, asked: A) -> M:
        """The answer, made once for each state of the record."""
        return snapshot.cached((self.name, self.stamp(snapshot), asked), lambda: self._made(snapshot, asked))

    def _made(self, snapshot: Snapshot, asked: A) -> M:
        with _ALONE if self.slow else nullcontext():
            return self.model(snapshot, asked)
