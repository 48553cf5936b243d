"""Word (.docx) and rich text (.rtf) -> plain text, one paragraph a line, within bounds."""

import re
import zipfile

from lxml import etree  # type: ignore[import-untyped, unused-ignore]
from striprtf.striprtf import rtf_to_text

from bilat.errors import TooLarge, UnreadableFile
from bilat.reading.decode import tidy
from bilat.reading.stream import Stream, told

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = "word/document.xml"
_AGAIN = "save it again, or as text"
_PICTURES = re.compile(rb"\{\\\*?\\?pict\b[^{}]{1000,}\}")
_HALVES = re.compile("[\ud800-\udfff]")


def word_text(archive: zipfile.ZipFile, stream: Stream) -> str:
    """The text of a Word document: what was deleted under tracked changes, notes and headers are left out.

    Raises:
        TooLarge: Over ``max_bytes``.
        UnreadableFile: Broken.
    """
    info = archive.getinfo(_DOCUMENT)
    if info.file_size > stream.max_bytes:
        what = f"its text holds more than {stream.max_bytes:,} bytes"
        raise TooLarge(what, where=stream.name, hint="split it, or raise the setting max_bytes")
    lines: list[str] = []
    try:
        with told(stream.name, "zip"), archive.open(info) as file:
            # A document's entities would come from outside or swell: none is resolved.
            steps = etree.iterparse(file, tag=f"{_W}p", resolve_entities=False, no_network=True, load_dtd=False)
            for _, paragraph in steps:
                lines.append(_paragraph(paragraph))
                _forget(paragraph)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(f"broken Word document: {error.msg}", where=stream.name, hint=_AGAIN) from None
    return tidy("\n".join(lines))


def _paragraph(paragraph: "etree._Element") -> str:
    parts = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr"):
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        else:
            parts.append("\t" if element.tag == f"{_W}tab" else "\n")
    return "".join(parts)


def _forget(element: "etree._Element") -> None:
    """Free a paragraph and what stands before it: the tree would grow with the document."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def rich_text(data: bytes, origin: str) -> str:
    """The text of a rich text file.

    Raises:
        UnreadableFile: Broken.
    """
    plain = _PICTURES.sub(b"", data).decode("latin-1")
    try:
        text: str = rtf_to_text(plain, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, OverflowError, RecursionError, AttributeError, TypeError) as error:
        raise UnreadableFile(f"broken rich text: {error}", where=origin, hint=_AGAIN) from None
    if _HALVES.search(text):  # a character beyond 16 bits is written in two halves
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return tidy(text)
