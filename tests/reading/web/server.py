"""A web server on this machine that does what a test tells it to, also what no server should."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[["Handler"], None]


@dataclass
class Asked:
    """A request that came."""

    path: str
    headers: dict[str, str]


@dataclass
class Site:
    """What the server has by path, and what it was asked."""

    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    origin: str = ""

    def url(self, path: str) -> str:
        """The address of a path on this server."""
        return self.origin + path

    def paths(self, *, robots: bool = False) -> list[str]:
        """The paths asked for, in their order."""
        return [one.path for one in self.asked if robots or one.path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    """Answers from the site of its server."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}))
        with suppress(OSError):
            self.site.pages.get(self.path.partition("?")[0], say(b"nothing here", status=404))(self)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def say(body: bytes | str, type: str = "text/html", *, status: int = 200, **headers: str) -> Reply:
    """A reply with a body; ``_`` in a header's name stands for ``-``."""
    data = body.encode() if isinstance(body, str) else body

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", type)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def raw(*pieces: bytes, every: float = 0.0, again: bool = False, reset: bool = False) -> Reply:
    """Bytes as they are, with pauses; ``again`` repeats the last for ever, ``reset`` breaks the connection at the end."""

    def reply(handler: Handler) -> None:
        pause = threading.Event()
        for piece in pieces:
            handler.wfile.write(piece)
            pause.wait(every)
        while again:
            handler.wfile.write(pieces[-1])
            pause.wait(every)
        if reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            handler.connection.close()

    return reply


def in_turn(*replies: Reply) -> Reply:
    """One reply after the other; the last one stays."""
    left = list(replies)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def to(location: str, status: int = 302) -> Reply:
    """A redirect."""
    return say(b"", status=status, Location=location)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away, or spoke another language, is what the test wanted."""


def serve(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> tuple[Site, Callable[[], None]]:
    """A running server and what ends it."""
    site = Site()
    server = _Server((host, 0), type("Bound", (Handler,), {"site": site}))
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    site.origin = f"{'https' if context else 'http'}://{host}:{server.server_address[1]}"

    def end() -> None:
        server.shutdown()
        server.server_close()

    return site, end
