"""Articles over the machines of a Ray cluster: the only module that knows Ray (extra ``bilat[cluster]``).

The cluster is a pool of workers like the local one. This process reads the articles, hands chunks of them out, takes what
became of them in the articles' order and commits it: so that each is committed once, in order, and the record is that of
a single process to the byte. A chunk whose worker or machine is lost is done again elsewhere. The machines need bilat
installed, but neither the articles' files nor the record.
"""

import socket
from collections.abc import Iterator
from functools import cache
from types import TracebackType
from typing import Any, Self

from bilat import pipeline
from bilat.errors import BadArgument, MissingExtra, Skip, Stop
from bilat.model import Article
from bilat.pipeline import Item, T, Work

LOCAL, RUNNING = "local", "auto"
ATTEMPTS = 5
"""So often a chunk is done again after its worker or machine was lost; a text that kills each of them ends the run."""

_AHEAD = 3  # chunks under way for each core: enough that none waits, few enough to keep in memory
_CPUS = "CPU"
_KNOCK = 10.0  # seconds


class Cluster:
    """The workers of a Ray cluster, to be used in a ``with``; its end lets the cluster go.

    Attributes:
        address: Where the cluster is: HOST:PORT, ``auto`` for the one that runs on this machine, or ``local`` to start
            one here that ends with this.
    """

    def __init__(self, address: str) -> None:
        """Finds Ray; connects to nothing yet.

        Raises:
            MissingExtra: Ray is not installed.
        """
        try:
            import ray
        except ImportError:
            hint = 'pip install "bilat[cluster]"'
            raise MissingExtra("reading on a cluster needs Ray, which is not installed", hint=hint) from None
        self.address = address
        self._ray: Any = ray

    def __enter__(self) -> Self:
        """Connects.

        Raises:
            BadArgument: There is no cluster at the address.
        """
        options = {"include_dashboard": False} if self.address == LOCAL else {}
        try:
            if self.address not in (LOCAL, RUNNING):
                _knock(self.address)
            self._ray.init(
                address=self.address, logging_level="error", log_to_driver=False, configure_logging=False, **options
            )
        except (OSError, ValueError, RuntimeError) as error:
            what = f"no Ray cluster answers there: {str(error).splitlines()[0]}"
            hint = "start one with 'ray start --head' and give its HOST:PORT, or give --cluster local"
            raise BadArgument(what, where=self.address, hint=hint) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ray.shutdown()

    def cores(self) -> int:
        """The cores that the cluster has now; machines may come and go."""
        return max(1, int(self._ray.cluster_resources().get(_CPUS, 0)))

    def each(self, items: Iterator[Item], work: Work[T]) -> Iterator[T | Skip]:
        """What some work makes of each article, in their order; see :func:`bilat.pipeline.each`.

        Raises:
            Stop: A machine has another bilat than this one, or a chunk was lost with its worker again and again.
        """
        remote = self._ray.remote(num_cpus=1, max_retries=ATTEMPTS)(_chunk)
        sent = self._ray.put(work)
        under_way: dict[Any, list[Item]] = {}

        def submit(chunk: list[Item]) -> Any:
            handle = remote.remote(sent, chunk)
            under_way[handle] = chunk
            return handle

        def result(handle: Any) -> list[T | Skip]:
            done = self._result(handle, under_way[handle])
            del under_way[handle]
            return list(done)

        try:
            yield from pipeline.in_order(items, submit, result, lambda: _AHEAD * self.cores())
        finally:
            for handle in under_way:  # left in the middle: Ctrl-C, or an error
                self._ray.cancel(handle)

    def _result(self, handle: Any, chunk: list[Item]) -> list[Any]:
        errors = self._ray.exceptions
        try:
            makings, done = self._ray.get(handle)
        except errors.RayTaskError as error:
            raise error.cause if isinstance(error.cause, Stop) else error from None
        except (
            errors.WorkerCrashedError,
            errors.NodeDiedError,
            errors.OutOfMemoryError,
            errors.ObjectLostError,
        ) as error:
            what = f"a worker was lost {ATTEMPTS + 1} times over the same {len(chunk)} articles"
            hint = "see Ray's logs; what was committed is kept, run again to go on"
            raise Stop(what, where=chunk[0].origin if isinstance(chunk[0], Article) else "", hint=hint) from error
        if makings != pipeline.makings():
            what = f"a machine of the cluster has another bilat: {makings}; here: {pipeline.makings()}"
            raise Stop(what, where=self.address, hint="install the same version on all machines")
        return list(done)


def _knock(address: str) -> None:
    """Raises an OSError or ValueError where nothing listens; Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    socket.create_connection((host, int(port)), timeout=_KNOCK).close()


def _chunk(work: Work[T], chunk: list[Item]) -> tuple[str, list[T | Skip]]:
    """Runs in the cluster; a worker's process keeps the models and lexicons for its next chunks."""
    return _makings(), pipeline.work_chunk(chunk, work)


@cache
def _makings() -> str:
    pipeline.warm()
    return pipeline.makings()
