"""Serving the explorer from this process: a free port, the browser, and a clean end."""

import gc
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable

import uvicorn
from anyio import to_thread
from fastapi import FastAPI

from bilat.errors import BadArgument

_THREADS, _SWITCH = 200, 0.001
"""Answers that may be under way at a time; seconds after which who works out something long lets others on."""
PORT = 8420
"""The port where none is asked for; a free one where it is taken."""


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens.

    Args:
        host: Its address or name.
        port: Its port, 0 for any that is free, null for :data:`PORT` or else one that is free.

    Raises:
        BadArgument: The address is not this machine's, or the port is taken.
    """
    try:
        return _either(host, port)
    except OSError as error:
        what = f"cannot listen on {host}{f', port {port}' if port else ''}: {error.strerror}"
        hint = "give another --port, or 0 for any that is free; --host takes addresses of this machine alone"
        raise BadArgument(what, where="--port" if port else "--host", hint=hint) from error


def _either(host: str, port: int | None) -> socket.socket:
    """A socket on the port; where none is asked for, on the usual one or else a free one."""
    if port is not None:
        return _bound(host, port)
    try:
        return _bound(host, PORT)
    except OSError:
        return _bound(host, 0)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise BadArgument(f"{host!r} is no address of this machine", where="--host", hint="such as 0.0.0.0") from error
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made


def address_of(bound: socket.socket) -> str:
    """The address of a listening socket, for a browser."""
    host, port = bound.getsockname()[:2]
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}/"


def serve(app: FastAPI, bound: socket.socket, *, browse: str | None, started: Callable[[], None]) -> None:
    """Serves until Ctrl-C or SIGTERM; requests that are under way are answered first.

    Args:
        bound: From :func:`listen`.
        browse: An address to open in the browser once the server answers; null opens none.
        started: Is called then.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        lifespan="on",
        timeout_keep_alive=120,  # a reader's thinking time; shorter, a busy server lets go of those who are just asking
    )
    server = _Server(config, browse, started)
    # What is there now stays: looking through it again and again for what can be freed would hold up all readers.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(_SWITCH)
    try:
        with bound:
            server.run(sockets=[bound])
    finally:
        gc.unfreeze()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, browse: str | None, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._browse, self._told = browse, started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # Those who wait for an answer that takes long keep nobody else from a thread.
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        if self.should_exit:
            return
        self._told()
        if self._browse:
            # A browser's start may take long, and may print: not in the server's loop.
            threading.Thread(target=webbrowser.open, args=(self._browse,), daemon=True).start()
