"""Archives for the tests, made in memory."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable

from fastwarc.stream_io import ZstdWriter

from .samples import page

DAY = "2024-01-20T08:00:00Z"


def zipped(*members: tuple[str, str | bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def tarred(*members: tuple[str, str | bytes], mode: str = "w") -> bytes:
    """A tar archive; ``mode`` as tarfile has it ("w:gz")."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def record(
    body: str | bytes = "",
    *,
    kind: str = "response",
    url: str = "https://www.harbourpost.example/market",
    day: str = DAY,
    status: str = "200 OK",
    media: str = "text/html; charset=utf-8",
    http: str = "",
    head: str = "",
) -> bytes:
    """One record of a web archive; ``http`` and ``head`` are further lines of the server's answer and of the record."""
    data = (body or page()).encode() if isinstance(body, str) else body
    if kind in ("response", "revisit"):
        data = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{http}\r\n".encode() + data
        media = "application/http; msgtype=response"
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {day}",
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>",
        f"Content-Type: {media}",
        f"Content-Length: {len(data)}",
    ]
    return "\r\n".join([*lines, head]).encode() + (b"\r\n" if head else b"") + b"\r\n" + data + b"\r\n\r\n"


def gzipped(records: Iterable[bytes]) -> bytes:
    """Each record in a member of its own, as crawlers write them."""
    return b"".join(gzip.compress(one) for one in records)


def zstandard(data: bytes) -> bytes:
    """One zstd frame."""
    out = io.BytesIO()
    writer = ZstdWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()
