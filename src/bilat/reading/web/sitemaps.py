"""A sitemap's bytes -> the addresses that it lists (sitemaps.org 0.9, with the news extension), or one address a line."""

import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from bilat.errors import BadRecord, Skip, TooLarge, UnreadableFile

ROOTS = {"urlset", "sitemapindex"}
"""The first elements of sitemaps, in lower case and without prefix."""

_GZIP = b"\x1f\x8b"
MOST_BYTES = 50 * 1024 * 1024
"""Of one sitemap, unpacked: what sitemaps.org allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An address of a sitemap.

    Attributes:
        index: It is another sitemap rather than a page.
        day: When it was published, of a news sitemap (``news``), or last changed, as it stands.
    """

    url: str
    index: bool = False
    day: str | None = None
    news: bool = False
    title: str | None = None
    outlet: str | None = None


def unpacked(data: bytes, where: str, most: int = MOST_BYTES) -> bytes:
    """The document of a ``.gz`` file, any other as it is.

    Raises:
        TooLarge: Over ``most`` bytes.
        UnreadableFile: Broken or cut.
    """
    if not data.startswith(_GZIP):
        return data
    decoder = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        whole = decoder.decompress(data, most + 1)
    except zlib.error as error:
        raise UnreadableFile(f"broken gzip data: {error}", where=where, hint="try again later") from None
    if len(whole) > most:
        raise TooLarge(f"it holds more than {most:,} bytes after decompression", where=where, hint="leave it out")
    if not decoder.eof:
        raise UnreadableFile("the gzip data ends early", where=where, hint="try again later")
    return whole


def parse_sitemap(data: bytes, where: str) -> Iterator[Listed | Skip]:
    """The addresses of a sitemap, in their order; a broken one is read as far as it goes, and a Skip says so."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True, "huge_tree": False}
    steps = etree.iterparse(io.BytesIO(data), events=("end",), **options)
    try:
        for _, element in steps:
            name = _local(element)
            if name in ("url", "sitemap"):
                found = dict(_fields(element))
                if found.get("loc"):
                    yield _listed(found, index=name == "sitemap")
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        yield _broken(error, where)
        return
    fatal = steps.error_log.filter_from_fatals()
    if len(fatal):
        yield _broken(fatal[0], where)


def _broken(error: object, where: str) -> BadRecord:
    what = f"the sitemap is broken: {getattr(error, 'message', None) or getattr(error, 'msg', None) or error}"
    return BadRecord(what, where=where, hint="what could be read of it was; tell the site's owner")


def _local(element: object) -> str:
    tag = getattr(element, "tag", "")
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _fields(element: Iterable[object]) -> Iterator[tuple[str, str]]:
    """Names and words of what stands in an element, at any depth; the first of a name counts."""
    seen = set()
    for inner in element.iter():  # type: ignore[attr-defined]
        name, words = _local(inner), (inner.text or "").strip()
        if words and name not in seen:
            seen.add(name)
            yield name, words


def _listed(found: dict[str, str], *, index: bool) -> Listed:
    published = found.get("publication_date")
    return Listed(
        url=found["loc"],
        index=index,
        day=published or found.get("lastmod"),
        news=published is not None,
        title=found.get("title"),
        outlet=found.get("name"),
    )
