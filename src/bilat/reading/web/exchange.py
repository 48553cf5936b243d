"""One request and its answer: the socket goes only where the guard looked, and no answer lasts or grows without end."""

import re
import socket
import ssl
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, IncompleteRead, ReadTimeoutError, SSLError
from urllib3.util.ssl_ import create_urllib3_context

from bilat.errors import NotAllowed, NotAnArticle, TooLarge, Unreachable
from bilat.reading.web.addresses import Address
from bilat.reading.web.guard import Guard

_CHUNK = 1 << 16
_PACKED = {"gzip", "x-gzip", "deflate"}
_ENCODINGS = {"", "identity", *_PACKED}
_NO_TEXT = re.compile(
    r"(?:image|audio|video|font|model)/(?!svg)|application/(?:pdf|postscript|epub|zip|x-tar|x-7z|x-rar|vnd\.rar|msword|rtf|java|x-msdownload"
    r"|x-shockwave|wasm|ogg|mp4|vnd\.(?:ms-|openxml|oasis|apple|android))"
)
_GZIP = b"\x1f\x8b"
_EITHER = zlib.MAX_WBITS + 32  # zlib tells gzip from deflate by its head


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how large one answer may be: seconds and bytes after decompression."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    max_bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said; ``headers`` by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """The type without its parameters, in lower case; "" where none is told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset parameter of the type."""
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'") or None
        return None


class _Line:
    """The socket of one exchange: dials what the guard lets through, and can be cut from another thread."""

    def __init__(self, guard: Guard, seconds: float) -> None:
        self._guard, self._seconds = guard, seconds
        self._socket: socket.socket | None = None
        self.overdue = False

    def dial(self, host: str, port: int) -> socket.socket:
        """A connection to the very address that was looked at: a name that resolves otherwise a moment later is no way in."""
        failure: OSError = OSError("no address answers")
        for family, kind, protocol, _, where in self._guard.addresses(host, port):
            try:
                made = socket.socket(family, kind, protocol)
            except OSError as error:
                failure = error
                continue
            try:
                made.settimeout(self._seconds)
                made.connect(where)
            except OSError as error:
                failure = error
                made.close()
                continue
            self._socket = made.dup()
            return made
        raise failure

    def cut(self) -> None:
        """End it now, whatever it waits for."""
        self.overdue = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the second handle of the socket back."""
        if self._socket is not None:
            self._socket.close()


class _Dialled:
    """Beside urllib3's connections: their socket comes from the line."""

    def __init__(self, *args: Any, line: _Line, **kwargs: Any) -> None:
        self._line = line
        super().__init__(*args, **kwargs)

    def _new_conn(self) -> socket.socket:
        return self._line.dial(self._dns_host, self.port)  # type: ignore[attr-defined]


class _Plain(_Dialled, HTTPConnection):
    pass


class _Secure(_Dialled, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    context = create_urllib3_context()
    context.load_default_certs()
    return context


def exchange(
    address: Address, headers: Mapping[str, str], guard: Guard, limits: Limits, *, cut_at: int | None = None
) -> Answer:
    """Ask once, follow nothing.

    Args:
        cut_at: Take so many bytes and leave the rest, rather than fail over the limit.

    Raises:
        NotAllowed: The guard does not let its host through.
        NotAnArticle: An image, a film, a document: its type says so, and it was not taken.
        TooLarge: More bytes than the limit; no more than that were taken.
        Unreachable: No answer, a broken one, or one that takes too long.
    """
    line = _Line(guard, limits.connect_seconds)
    timeout = Timeout(connect=limits.connect_seconds, read=limits.read_seconds)
    pool: HTTPConnectionPool
    if address.scheme == "https":
        pool = _SecurePool(address.host, address.port, timeout=timeout, ssl_context=_trust(), line=line)
    else:
        pool = _PlainPool(address.host, address.port, timeout=timeout, line=line)
    watch = threading.Timer(limits.total_seconds, line.cut)
    watch.daemon = True
    watch.start()
    try:
        with _told(address, line, limits):
            response = pool.urlopen(
                "GET", address.target, headers=_sent(address, headers), retries=False, redirect=False,
                assert_same_host=False, preload_content=False, decode_content=False,
            )  # fmt: skip
            body = _body(response, address, limits, cut_at)
    finally:
        watch.cancel()
        pool.close()
        line.close()
    return Answer(status=response.status, headers={k.lower(): v for k, v in response.headers.items()}, body=body)


def _sent(address: Address, headers: Mapping[str, str]) -> dict[str, str]:
    sent = {
        "Host": address.origin.partition("://")[2],
        "Connection": "close",
        "Accept-Encoding": "gzip, deflate",
        **headers,
    }
    return {**sent, "Authorization": address.authorization} if address.authorization else sent


def _body(response: BaseHTTPResponse, address: Address, limits: Limits, cut_at: int | None) -> bytes:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        what = f"the answer is packed as {encoding}, which was not asked for"
        raise Unreachable(what, where=str(address), hint="save the page and read the file")
    if response.status != 200:
        return b""  # what an error page or a redirect says to people is nothing to read
    media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if _NO_TEXT.match(media):
        raise NotAnArticle(
            f"it is {media}, not a page", where=str(address), hint="leave it out, or save its text as a file"
        )
    most = limits.max_bytes if cut_at is None else cut_at
    packed = response.stream(_CHUNK, decode_content=False)
    chunks, size = [], 0
    for chunk in _unpacked(packed) if encoding in _PACKED else packed:
        chunks.append(chunk)
        size += len(chunk)
        if size > most:
            if cut_at is not None:
                break
            what = f"it holds more than {most:,} bytes after decompression"
            raise TooLarge(what, where=str(address), hint="raise the setting web_max_bytes")
    return b"".join(chunks)[:most]


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip or deflate undone in bounded pieces.

    The library's own unpacking takes packed data that ends early for whole, and what it gives would be a text cut
    without a word.
    """
    decoder, begun = zlib.decompressobj(_EITHER), False
    for data in chunks:
        if not begun and data[:1] != _GZIP[:1] and data[0] & 15 != zlib.DEFLATED:
            decoder = zlib.decompressobj(-zlib.MAX_WBITS)  # some servers leave the head of deflate out
        begun = True
        piece = b""
        while data or len(piece) == _CHUNK:
            if decoder.eof and not data.startswith(_GZIP):
                break  # after the end there may be filling
            decoder = zlib.decompressobj(_EITHER) if decoder.eof else decoder
            piece = decoder.decompress(data, _CHUNK)
            data = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
            yield piece
    if begun and not decoder.eof:
        raise DecodeError("cut")


@contextmanager
def _told(address: Address, line: _Line, limits: Limits) -> Iterator[None]:
    """Turn what the library raises into an error that names the address; what was cut for its time says so."""
    try:
        yield
        if line.overdue:
            raise HTTPError
    except (NotAllowed, Unreachable) as error:
        raise type(error)(error.what, where=str(address), hint=error.hint) from None
    except (HTTPError, OSError, ValueError, zlib.error) as error:
        what = _why(error)
        if line.overdue:
            what = f"the answer was not complete after {limits.total_seconds:g} seconds"
        raise Unreachable(what, where=str(address), hint="try again later") from None


def _why(error: Exception) -> str:
    """The reason in words, without what the library says of its own objects."""
    if isinstance(error, ReadTimeoutError | TimeoutError):
        return "the server did not answer in time"
    if isinstance(error, SSLError | ssl.SSLError):
        return f"no secure connection: {_last(error)}"
    if isinstance(error, IncompleteRead):
        return "the answer ends early"
    if isinstance(error, DecodeError | zlib.error):
        return "the answer cannot be unpacked: it is cut or broken"
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    cause = error.args[-1] if error.args else error
    if isinstance(cause, Exception):
        return _why(cause) if cause is not error else f"the connection broke ({type(error).__name__})"
    return f"the connection broke: {getattr(error, 'strerror', None) or _last(error)}"


def _last(error: Exception) -> str:
    said = getattr(error, "reason", None) or str(error) or type(error).__name__
    return str(said).partition(" (_ssl.c")[0]
