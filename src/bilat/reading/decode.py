"""Bytes -> text: which encoding, and is it text at all.

The characters of an article are what every span points into, so they are altered as little as can be: line ends
become LF, and NULs and lone surrogates, which no store takes, become U+FFFD one for one. Nothing is normalised.
"""

import codecs
import re

from charset_normalizer import from_bytes

from bilat.errors import UnreadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"7z\xbc\xaf", "a 7-zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PARE", "an encrypted Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
# Codecs of Python that are no charsets of pages; the first two take quadratic time.
_NO_CHARSETS = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"}
_UNWANTED = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
_BEYOND_ASCII = bytes(range(128, 256))
_SAMPLE = 64 * 1024
_MOST_BAD_SHARE = 0.01


def signature(head: bytes) -> str | None:
    """What a file that is no text says it is by its first bytes, None for any other."""
    return next((name for magic, name in _SIGNATURES if head.startswith(magic)), None)


def declared_charset(head: bytes) -> str | None:
    """The charset that a page names in its first bytes, where it is one that Python knows."""
    found = _DECLARED.search(head[:4096])
    return known_charset(found[1].decode("ascii", "replace")) if found else None


def known_charset(name: str | None) -> str | None:
    """Python's name of a charset, None for one that it does not know or that no page is written in."""
    try:
        found = codecs.lookup((name or "").strip("\"' ")).name
    except (LookupError, ValueError):
        return None
    return None if found in _NO_CHARSETS else found


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of bytes whose encoding is not known for sure.

    A byte order mark decides; then UTF-8 where it fits, even against the declaration, since other encodings almost
    never form valid UTF-8 by chance; then the declaration; then a guess; cp1252 takes anything.
    """
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return data.decode(marked, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    patched = _nearly_utf8(data)
    if patched is not None:
        return patched
    for name in (declared, _guess(data)):
        text = _try(data, name)
        if text is not None:
            return text
    return data.decode("cp1252", "replace")


def decode_line(data: bytes) -> str:
    """As :func:`decode` for one line of many: too short to guess from, so cp1252 stands for all 8-bit sets."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(data) or data.decode("cp1252", "replace")


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few bytes broken, as truncated feeds have: keep the good characters rather than garble all."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for character in text[:_SAMPLE] if character > "\x7f") - bad
    return text if bad * 4 <= good else None


def _try(data: bytes, name: str | None) -> str | None:
    if name is None or name.startswith(("utf-16", "utf-32")):
        return None
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _guess(data: bytes) -> str | None:
    """The likeliest encoding; cp1252 where most letters are ASCII: what is beyond is too little to guess from."""
    sample = data[:_SAMPLE]
    beyond_ascii = len(sample) - len(sample.translate(None, _BEYOND_ASCII))
    if beyond_ascii * 10 < len(sample):
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best else None


def tidy(text: str) -> str:
    """Line ends as LF, and what no store takes as U+FFFD, one character for one."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("\ufffd", text)


def check_is_text(text: str, where: str) -> None:
    """Raise UnreadableFile where more than one character in a hundred is a control or replacement character."""
    bad = len(_CONTROL.findall(text))
    if bad > _MOST_BAD_SHARE * len(text):
        what = f"not text: {bad:,} of its {len(text):,} characters are control or unreadable characters"
        raise UnreadableFile(what, where=where, hint="save it as UTF-8 text or HTML")
