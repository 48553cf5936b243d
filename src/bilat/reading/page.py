"""A saved web page -> one draft: trafilatura finds the text, the page's own metadata tells the rest.

trafilatura is loaded when the first page is read: it takes half a second, which a question to a record should not cost.
"""

import json
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.etree import LxmlError  # type: ignore[import-untyped, unused-ignore]
from lxml.html import HtmlElement  # type: ignore[import-untyped, unused-ignore]

from bilat.errors import NotAnArticle, TooLarge, UnreadableFile
from bilat.model import DateBasis
from bilat.reading.cleaning import clean
from bilat.reading.dates import clues_of_url
from bilat.reading.decode import check_is_text, declared_charset, decode, known_charset, tidy
from bilat.reading.draft import DateClue, Draft
from bilat.reading.pieces import rejoin

# Pages in the wild are broken; what the parser thinks of them is no business of the reader's terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

_DATE_METAS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "publication_date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article:published",
    "date",
)
_BOXES = re.compile(r"</?(?:div|section|span|center|font|table|tbody|tr|td)\b[^<>]*>", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANK = re.compile(r"\s+")
_MARKUP = re.compile(r"</?[a-z]\w*[^<>]*>", re.IGNORECASE)
_SENTENCE = re.compile(r"\w[.!?。][\u201d\"\u2019')]*(?:\s|$)")
_FEWEST_WORDS = 15
_SHORTEST_ANCHOR = 15
_MUCH_LONGER = 2
_DEEP = 200
_MOST_TAGS = 150_000  # an article's page has a few thousand
_MOST_ATTRIBUTES = 5_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{10000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_FAILURES = (LxmlError, RecursionError, ValueError, TypeError, AttributeError, LookupError, AssertionError)


def read_page(data: bytes, origin: str, *, url: str | None = None, charset: str | None = None) -> Draft:
    """The article of a page.

    Args:
        url: Where the page was fetched; the page's own word for its address is taken only on the same site.
        charset: What its server said of its encoding, which goes before what the page says itself.

    Raises:
        UnreadableFile: Empty, or not text.
        TooLarge: More tags than any article's page has; the time that they take could not be bounded.
        NotAnArticle: A page in which no article's text was found.
    """
    if not data.strip():
        raise UnreadableFile("the file is empty", where=origin, hint="leave it out")
    html = tidy(decode(data, declared=known_charset(charset) or declared_charset(data)))
    check_is_text(html, origin)
    _check_bounds(html, origin)
    html = _XML_DECLARATION.sub("", html)
    tree = _parse(html)
    text = _extract(tree)
    if not _is_prose(text) and html.count("<div") > _DEEP:
        # The parser gives up below 256 levels; without the boxes the paragraphs stand on one.
        tree = _parse(_BOXES.sub("\n", html))
        text = _extract(tree)
    text = _told(tree, _whole(tree, text))
    if tree is None or text is None or not _is_prose(text):
        raise NotAnArticle("no article was found in the page", where=origin, hint="save the article's own page")
    return _draft(tree, html, text, origin, url)


def _check_bounds(html: str, origin: str) -> None:
    """Raise TooLarge for a page that the parser would take too long over: its time is not linear in what is counted here."""
    tags = html.count("<")
    attributes = max((len(_QUOTED.sub("", tag[0]).split()) for tag in _LONG_TAG.finditer(html)), default=0)
    for found, most, what in ((tags, _MOST_TAGS, "tags"), (attributes, _MOST_ATTRIBUTES, "attributes in one tag")):
        if found > most:
            told = f"the page has {found:,} {what}, over the {most:,} that are read"
            raise TooLarge(told, where=origin, hint="save the article's own page")


def article_text(data: bytes) -> str:
    """The text of a page's article without its furniture.

    Raises:
        UnreadableFile, NotAnArticle: As :func:`read_page`.
    """
    draft = read_page(data, "page")
    return clean(draft.text, draft.anchors)[0]


def _parse(html: str) -> HtmlElement | None:
    import trafilatura

    try:
        tree: HtmlElement | None = trafilatura.load_html(html)
    except _FAILURES:
        return None
    return tree


def _extract(tree: HtmlElement | None) -> str | None:
    """Text, paragraphs with blank lines between; the quick way is the more exact one, the thorough way its stand-in."""
    if tree is None:
        return None
    import trafilatura

    for fast in (True, False):
        try:
            found = trafilatura.extract(tree, fast=fast, include_comments=False, include_tables=False)
        except _FAILURES:
            continue
        if found and found.strip():
            return "\n\n".join(line.strip() for line in tidy(found).split("\n") if line.strip())
    return None


def _whole(tree: HtmlElement | None, text: str | None) -> str | None:
    """The text, with what stands in further boxes of an article that is cut up."""
    if tree is None or not text:
        return text
    first = text.partition("\n\n")[0]
    copy = deepcopy(tree)
    longer = _extract(copy) if rejoin(copy, text) else None
    if longer and len(longer) > len(text) and first in longer:
        text = longer
    return text


def _told(tree: HtmlElement | None, text: str | None) -> str | None:
    """The text, or what the page's JSON-LD tells as the article's body where little of it was found."""
    bodies = (item.get("articleBody") for item in _linked_data(tree)) if tree is not None else ()
    body = next((tidy(body).strip() for body in bodies if isinstance(body, str)), "")
    same = body.split() == (text or "").split()  # found there by trafilatura, which makes one paragraph of it
    longer = len(body.split()) >= _FEWEST_WORDS and len(body) >= _MUCH_LONGER * len(text or "")
    if not (same or longer) or _MARKUP.search(body):
        return text
    return "\n\n".join(_BLANK.sub(" ", line).strip() for line in body.split("\n") if line.strip())


def _is_prose(text: str | None) -> bool:
    return text is not None and len(text.split()) >= _FEWEST_WORDS and bool(_SENTENCE.search(text))


def _draft(tree: HtmlElement, html: str, text: str, origin: str, fetched: str | None) -> Draft:
    metas = _metas(tree)
    facts = list(_linked_data(tree))
    url = _url(tree, metas, html)
    if fetched is not None and not same_site(url, fetched):
        url = fetched
    outlet = _outlet(metas, facts)
    title, shown = _shown(tree, url)
    title = _title(metas, facts, title, outlet)
    clues = (*_given_clues(metas, facts), *_time_clues(tree))
    # trafilatura looks at the address too, which has its own place in the order.
    if not clues and shown and not any(clues_of_url(url)):
        clues = (DateClue(text=shown, basis=DateBasis.METADATA, place="date shown on the page"),)
    return Draft(
        text=_without_title(text, title, url),
        origin=origin,
        title=title,
        outlet=outlet or domain(url),
        url=url,
        clues=clues,
        anchors=_anchors(tree, url),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Name, in lower case, to content of the page's meta elements; the first of a name."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, those of an article only."""
    for element in tree.iter("script"):
        if (element.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(element.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (item for item in _objects(data) if _is_article(item))


def _objects(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        graph = data.get("@graph")
        yield from _objects(graph) if isinstance(graph, list) else ()
    elif isinstance(data, list):
        for item in data:
            if isinstance(item, dict):
                yield from _objects(item)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.endswith(("Article", "Posting", "Report")) for name in names)


def _given_clues(metas: dict[str, str], facts: list[dict[str, Any]]) -> Iterator[DateClue]:
    for name in _DATE_METAS:
        if name in metas:
            yield DateClue(text=metas[name], basis=DateBasis.METADATA, place=f"meta {name}")
            break
    for item in facts:
        published = item.get("datePublished")
        if isinstance(published, str) and published.strip():
            yield DateClue(text=published, basis=DateBasis.METADATA, place="JSON-LD datePublished")
            break


def _time_clues(tree: HtmlElement) -> Iterator[DateClue]:
    for element in tree.iter("time", "span", "abbr"):
        marked = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        if marked or element.tag == "time":
            text = element.get("datetime") or element.get("content") or element.text_content()
            if text and text.strip():
                yield DateClue(text=text.strip(), basis=DateBasis.METADATA, place=f"{element.tag} element")
                return


def _shown(tree: HtmlElement, url: str | None) -> tuple[str | None, str | None]:
    """Title and date as trafilatura sees them; the date from marked places only, never guessed from all the text."""
    from trafilatura.metadata import extract_metadata

    options = {"extensive_search": False, "original_date": True}
    try:
        found = extract_metadata(tree, default_url=url, date_config=options, extensive=False)
    except _FAILURES:
        return None, None
    return found.title, found.date


def _url(tree: HtmlElement, metas: dict[str, str], html: str) -> str | None:
    canonical = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    saved = _SAVED_FROM.search(html[:2000])
    for candidate in (*canonical, metas.get("og:url"), saved and saved[1]):
        address = (candidate or "").strip()
        if domain(address) and urlsplit(address).scheme in ("http", "https"):
            return address
    return None


def domain(url: str | None) -> str | None:
    """The host of an address without ``www.``, None where the address has none."""
    try:
        host = urlsplit((url or "").strip()).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def same_site(one: str | None, other: str | None) -> bool:
    """Whether two addresses are of one host, or of a host and one below it (example.org, m.example.org)."""
    first, second = domain(one), domain(other)
    if first is None or second is None:
        return False
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _outlet(metas: dict[str, str], facts: list[dict[str, Any]]) -> str | None:
    for item in facts:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            metas.setdefault("publisher", publisher["name"])
    for name in ("og:site_name", "publisher", "application-name", "dc.publisher"):
        if name in metas and "://" not in metas[name]:
            return _BLANK.sub(" ", metas[name]).strip() or None
    return None


def _title(metas: dict[str, str], facts: list[dict[str, Any]], shown: str | None, outlet: str | None) -> str | None:
    headlines = [item["headline"] for item in facts if isinstance(item.get("headline"), str)]
    for candidate in (metas.get("og:title"), *headlines, shown, metas.get("twitter:title")):
        title = _BLANK.sub(" ", candidate or "").strip()
        if outlet:
            title = re.sub(rf"\s+[|\u2013\u2014»·-]+\s+{re.escape(outlet)}\s*$", "", title, flags=re.IGNORECASE)
        if title:
            return title
    return None


def _without_title(text: str, title: str | None, url: str | None) -> str:
    """The text without first paragraphs that only repeat the title or the page's address."""
    known = {name.lower() for name in (title, url) if name}
    first, _, rest = text.partition("\n\n")
    while rest and _BLANK.sub(" ", first).strip().lower() in known:
        text = rest
        first, _, rest = text.partition("\n\n")
    return text


def _anchors(tree: HtmlElement, url: str | None) -> dict[str, str]:
    """Text to address of the page's links to other pages, those long enough to be headlines."""
    anchors: dict[str, str] = {}
    for element in tree.iter("a"):
        target = (element.get("href") or "").strip()
        if not target or target.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        text = _BLANK.sub(" ", element.text_content()).strip()
        if len(text) >= _SHORTEST_ANCHOR:
            anchors.setdefault(text, _joined(url, target))
    return anchors


def _joined(url: str | None, target: str) -> str:
    try:
        return urljoin(url or "", target)
    except ValueError:
        return target
