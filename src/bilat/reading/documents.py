"""Text documents (plain, rich text, Word) -> drafts: the articles of a newspaper database's export, else one article."""

import logging
import re
from collections.abc import Iterator

from bilat.errors import NotAnArticle, Skip, UnreadableFile
from bilat.model import DateBasis
from bilat.reading.databases import Entry, entries
from bilat.reading.decode import check_is_text
from bilat.reading.draft import DateClue, Draft
from bilat.reading.office import rich_text
from bilat.reading.plain import plain_draft, text_of

_LOG = logging.getLogger(__name__)
_MANY = re.compile(
    r"^[ \t]*(?:[\d,]+ words|(?:Length|Word count|Publication date|Load-Date|Byline|Headline)\s*:.*"
    r"|(?:Document|Article) \d+ of \d+.*|End of Document)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNS_OF_MANY = 4


def read_document(data: bytes, origin: str, *, rich: bool = False) -> Iterator[Draft | Skip]:
    """The drafts of a text file, or of a rich text file.

    Raises:
        UnreadableFile: Empty, broken, or not text.
        NotAnArticle: No text in it.
    """
    yield from read_text(rich_text(data, origin) if rich else text_of(data, origin), origin)


def read_text(text: str, origin: str) -> Iterator[Draft | Skip]:
    """The drafts of a document's text; a layout that is not known is one article, with a note where it looks like many.

    Raises:
        UnreadableFile: Empty, or not text.
        NotAnArticle: Nothing but a title.
    """
    if not text.strip():
        raise UnreadableFile("there is no text in it", where=origin, hint="leave it out")
    check_is_text(text, origin)
    found = entries(text)
    if found is None:
        signs = len(_MANY.findall(text))
        if signs >= _SIGNS_OF_MANY:
            what = f"{signs} lines look like those between articles, in a layout that is not known: read as one article"
            _LOG.warning("%s: %s (export it as Nexis, Factiva or ProQuest give it, or split it)", origin, what)
        yield plain_draft(text, origin)
        return
    for number, entry in enumerate(found, 1):
        yield _draft(entry, f"{origin}#{number}")


def _draft(entry: Entry, origin: str) -> Draft | Skip:
    if not entry.text:
        return NotAnArticle("the export has no text of it", where=origin, hint="export it with its full text")
    clues = (DateClue(text=entry.day, basis=DateBasis.METADATA, place=entry.place),) if entry.day else ()
    return Draft(
        text=entry.text,
        origin=origin,
        title=entry.title,
        outlet=entry.outlet,
        url=entry.url,
        language=entry.language,
        clues=clues,
    )
