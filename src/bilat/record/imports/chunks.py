"""A file's text as pieces on the disk that the database reads: whole lines, UTF-8, of a bounded number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bilat.record.imports.opening import Input, blocks

Translate = Callable[[bytes], bytes]

_LONGEST_LINE = 1 << 26
# What is read at once: about as many bytes as the lines of a piece have.
_LEAST_BLOCK, _LARGEST_BLOCK, _A_LINE = 1 << 16, 1 << 24, 256


@dataclass(slots=True)
class Chunk:
    """Some lines of a file.

    Attributes:
        path: Where they lie; lines: how many they are; first: the number of the first of them in the file.
        file: The file; last: these are its last lines.
        mended: Lines of it that were no UTF-8, whose strange bytes now stand as U+FFFD.
        headed: The header line stands before them.
    """

    path: Path
    file: Input
    first: int
    lines: int
    size: int
    mended: int
    last: bool
    headed: bool


def chunks(
    file: Input,
    folder: Path,
    most: int,
    *,
    headed: bool,
    quote: str = "",
    translate: Translate | None = None,
    name: int = 0,
) -> Iterator[Chunk]:
    """Writes a file's lines in pieces of about ``most`` lines to a folder, one at a time.

    Args:
        file: The file.
        folder: Where the pieces go; who takes a piece removes it.
        most: A piece has as many lines, and those of one more block of the file at most.
        headed: The first line names the columns: it goes before every piece, and is not counted in ``lines``.
        quote: The sign in which a cell may hold the end of a line.
        translate: What is made of the lines on the way.
        name: Tells the pieces' names from those of other files.
    """
    header, number, made = b"", 1, 0
    ready: list[bytes] = []
    lines = size = mended = 0

    def piece(last: bool) -> Chunk:
        path = folder / f"import-{name:06d}-{made:06d}.txt"
        with path.open("wb") as out:
            out.writelines(chain((header,), ready))
        return Chunk(path, file, number, lines, size, mended, last, headed)

    size_read = min(_LARGEST_BLOCK, max(_LEAST_BLOCK, most * _A_LINE))
    for whole in _whole_lines(file, quote, size_read):
        block, bad = _utf8(whole)
        if headed and not header:
            end = _line_end(block, quote)
            header, block = block[:end], block[end:]
            number += header.count(b"\n")
        block = translate(block) if translate else block
        # A piece is given away only once it is known whether more follows it.
        if ready and lines >= most:
            yield piece(False)
            number, made = number + lines, made + 1
            ready, lines, size, mended = [], 0, 0, 0
        ready.append(block)
        lines += block.count(b"\n")
        size += len(block)
        mended += bad
    yield piece(True)


def _whole_lines(file: Input, quote: str, size: int) -> Iterator[bytes]:
    """The text in pieces that end where a line does; the last gets an end where it has none."""
    rest, sign = b"", quote.encode()
    for n, block in enumerate(blocks(file, size)):
        text = rest + (block.removeprefix(b"\xef\xbb\xbf") if n == 0 else block)
        end = _last_end(text, sign)
        if end == 0 and len(text) > _LONGEST_LINE:
            end = text.rfind(b"\n") + 1 or len(text)  # quotes that do not match: the database tells of the line
        if end:
            yield _clean(text[:end])
        rest = text[end:]
    if rest.strip():
        yield _clean(rest if rest.endswith(b"\n") else rest + b"\n")


def _last_end(text: bytes, sign: bytes) -> int:
    """Where the last line that is whole ends: behind an end of line with as many quotes before it as are closed."""
    at = text.rfind(b"\n")
    if not sign or at < 0:
        return at + 1
    open_quotes = text.count(sign, 0, at) % 2
    while at >= 0 and open_quotes:
        before = text.rfind(b"\n", 0, at)
        open_quotes ^= text.count(sign, max(before, 0), at) % 2
        at = before
    return at + 1


def _line_end(block: bytes, quote: str) -> int:
    """Where the first line ends."""
    at, sign = block.find(b"\n"), quote.encode()
    while sign and at >= 0 and block.count(sign, 0, at) % 2:
        at = block.find(b"\n", at + 1)
    return at + 1 if at >= 0 else len(block)


def _clean(block: bytes) -> bytes:
    if b"\x00" in block:
        block = block.replace(b"\x00", b"")
    return block.replace(b"\r\n", b"\n") if b"\r" in block else block  # one byte is sought many times faster than two


def _utf8(block: bytes) -> tuple[bytes, int]:
    """The block as UTF-8, and how many of its lines were none."""
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        text = block.decode("utf-8", "replace")
        return text.encode("utf-8"), sum("\ufffd" in line for line in text.split("\n"))
    return block, 0
