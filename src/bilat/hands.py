"""Where worker processes of this machine come from.

On Linux they are forked from one process that has loaded what coding needs and has a single thread (a forked copy of one with
several can hang): it is loaded once and not once a worker, in time and in memory. Elsewhere each starts anew.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext

LOADED = "bilat.preloaded"
"""The module that the one process imports; see there."""

_THREADS = "OPENBLAS_NUM_THREADS"


def context() -> BaseContext:
    """How worker processes start here; the one that they are forked from is told what to load."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([LOADED])
    return made


def begin() -> None:
    """Lets the process that workers are forked from load beside what this process does until it needs them.

    It stays, for the next workers, until this process ends. Elsewhere than on Linux nothing happens.
    """
    if context().get_start_method() == "forkserver":
        resource_tracker.ensure_running()  # else it is started below, and lets the signal through again
        # Ctrl-C reaches the whole group; the process that commits decides. What it starts meanwhile never hears of it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with one_thread_each():
                forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Processes started in here compute with one thread each: more would fight over the cores that the others have."""
    before = os.environ.get(_THREADS)
    os.environ.setdefault(_THREADS, "1")
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_THREADS, None)


def end_with_parent() -> None:
    """Ends this worker where the process that it works for was killed, and so could not end it."""

    def wait() -> None:
        if (parent := multiprocessing.parent_process()) is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
