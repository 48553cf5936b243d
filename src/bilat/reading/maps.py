"""Saved field maps: how the fields of well-known data sets are named, so that a user need not name them.

Those of Media Cloud, of GDELT's Global Knowledge Graph (GKG 1.0 and 2.1, by the codebooks of 2013 and 2015) and of what is
made from Common Crawl (its columnar index, and the JSON of news-please and of the cc_news set).
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bilat.errors import BadArgument

Record = Mapping[str, Any]

# fmt: off
_GKG = (
    "GKGRECORDID", "DATE", "SourceCollectionIdentifier", "SourceCommonName", "DocumentIdentifier", "Counts", "V2Counts",
    "Themes", "V2Themes", "Locations", "V2Locations", "Persons", "V2Persons", "Organizations", "V2Organizations",
    "V2Tone", "Dates", "GCAM", "SharingImage", "RelatedImages", "SocialImageEmbeds", "SocialVideoEmbeds", "Quotations",
    "AllNames", "Amounts", "TranslationInfo", "Extras",
)
# fmt: on
_GKG_ID = re.compile(r"\d{14}-T?\d+")
_PAGE_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.DOTALL)
_FROM_THE_WEB = "1"
_BETWEEN_URLS = "<UDIV>"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMap:
    """A data set's fields.

    Attributes:
        what: The data set in words.
        fields: Target to the names that may hold it; all names are compared without regard to case.
        marks: Sets of fields; a file that has all of one is of this data set.
        lists: A row without a text stands for a page of the web.
        columns: The names of the fields of a file without a header; ``first`` is what its first field looks like.
        split: Makes the records of one row.
    """

    name: str
    what: str
    fields: Mapping[str, tuple[str, ...]]
    marks: tuple[frozenset[str], ...] = ()
    lists: bool = False
    columns: tuple[str, ...] = ()
    first: re.Pattern[str] | None = None
    split: Callable[[Record], Iterable[Record]] = field(default=lambda record: (record,))

    def fits(self, names: Iterable[str]) -> bool:
        """Whether a file with these fields is of the data set."""
        lower = {name.lower() for name in names}
        return any(marks <= lower for marks in self.marks)

    def is_bare(self, cells: list[str]) -> bool:
        """Whether a first row is of the data set's form without a header."""
        return self.first is not None and len(cells) == len(self.columns) and bool(self.first.fullmatch(cells[0]))


def _gkg_pages(record: Record) -> Iterator[Record]:
    """A GKG 2.1 row is one page, with its title among the extras; a 1.0 row is several."""
    lower = {name.lower(): value for name, value in record.items()}
    if str(lower.get("sourcecollectionidentifier") or _FROM_THE_WEB).strip() != _FROM_THE_WEB:
        return  # a broadcast or a paper document: no address of the web
    title = _PAGE_TITLE.search(str(lower.get("extras") or ""))
    named = {"page_title": html.unescape(title[1])} if title else {}
    for url in str(lower.get("sourceurls") or lower.get("documentidentifier") or "").split(_BETWEEN_URLS):
        yield {**lower, **named, "documentidentifier": url.strip() or None}


SAVED = {
    saved.name: saved
    for saved in (
        SavedMap(
            name="mediacloud",
            what="a list of Media Cloud",
            fields={
                "id": ("id", "stories_id"),
                "title": ("title",),
                "date": ("publish_date",),
                "outlet": ("media_name", "media_url"),
                "url": ("url",),
                "text": ("text", "story_text"),
                "language": ("language",),
            },
            marks=(frozenset({"media_name", "url"}), frozenset({"publish_date", "media_url"})),
            lists=True,
        ),
        SavedMap(
            name="gdelt-gkg",
            what="GDELT's Global Knowledge Graph",
            fields={
                "title": ("page_title",),
                "date": ("date",),
                "outlet": ("sourcecommonname", "sources"),
                "url": ("documentidentifier", "sourceurls"),
            },
            marks=(frozenset({"documentidentifier", "sourcecommonname"}), frozenset({"sourceurls", "cameoeventids"})),
            lists=True,
            columns=_GKG,
            first=_GKG_ID,
            split=_gkg_pages,
        ),
        SavedMap(
            name="common-crawl",
            what="Common Crawl's index, or news made from it",
            fields={
                "title": ("title",),
                "date": ("date_publish", "date"),
                "outlet": ("source_domain", "domain", "url_host_registered_domain"),
                "url": ("url",),
                "text": ("maintext", "text", "plain_text"),
                "language": ("language",),
            },
            marks=(
                frozenset({"url", "warc_filename"}),
                frozenset({"maintext", "source_domain"}),
                frozenset({"text", "domain", "url"}),
            ),
            lists=True,
        ),
    )
}


def saved_map(name: str | None, own: Mapping[str, Mapping[str, str]]) -> SavedMap | None:
    """The map of a name; a user's own goes before one that ships.

    Raises:
        BadArgument: There is none of this name.
    """
    if name is None:
        return None
    if name in own:
        fields = {target: (field,) for target, field in own[name].items()}
        return SavedMap(name=name, what=f"a file of [maps.{name}]", fields=fields, lists="text" not in fields)
    if name in SAVED:
        return SAVED[name]
    hint = f"one of {', '.join([*own, *SAVED])}, or write your own under [maps.{name}] in the settings"
    raise BadArgument(f"there is no field map {name!r}", where="--as", hint=hint)


def looks_like(names: Iterable[str]) -> SavedMap | None:
    """The data set that a file with these fields is of."""
    names = list(names)
    return next((saved for saved in SAVED.values() if saved.fits(names)), None)


def bare_form(cells: list[str]) -> SavedMap | None:
    """The data set that a file without a header is of, by its first row."""
    return next((saved for saved in SAVED.values() if saved.is_bare(cells)), None)
