"""What was read before, to tell of each new article which ones it copies and which ones it corrects.

All of it is worked out from the articles in their order, so that the same articles give the same lines, in one run or in
many. Nothing is looked at twice: an article costs the same, however many were read before it.
"""

import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from bilat.model import Article, Copy, Correction, CorrectionBasis, CorrectionKind, Signature
from bilat.reading.copies import Copies
from bilat.reading.notices import Notice, bare_title, notice
from bilat.reading.postings import Postings

MOST_VERSIONS = 8
"""Earlier articles of one address, or of one outlet and title, that are looked at: the last read."""

SAME_STORY = 0.3
"""Share of its pairs that one version of an article has in common with the other at the least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is kept of an article that was read: where it stood and how its text is known again."""

    id: str
    date: str | None
    outlet: str | None
    title: str | None
    url: str | None
    signature: Signature
    notice: Notice | None = None


def known(article: Article, signature: Signature) -> Known:
    """What is kept of an article."""
    return Known(
        id=article.id,
        date=article.date,
        outlet=article.outlet,
        title=article.title,
        url=article.url,
        signature=signature,
        notice=notice(article.title, article.text),
    )


class Earlier:
    """The articles read before."""

    def __init__(
        self, read: Iterable[Known] = (), copies: Iterable[Copy] = (), corrections: Iterable[Correction] = ()
    ) -> None:
        """Takes up where earlier runs ended.

        Args:
            read: All articles, in the order in which they were read.
            copies, corrections: What was found of them.
        """
        self._copies = Copies()
        self._addresses, self._titles = Postings(MOST_VERSIONS), Postings(MOST_VERSIONS)
        self._dates: list[str | None] = []
        self._outlets, self._headlines = array("I"), array("I")
        self._notices: dict[str, Notice] = {}
        self._replaced: dict[str, str] = {}
        for one in read:
            self._copies.recall(one.id, one.date, one.signature)
            self._note(one)
        for link in copies:
            if link.article_id in self._copies and link.of in self._copies:
                self._copies.join(link)
        for correction in corrections:
            self._settle(correction)

    def take(self, new: Known, *, version_of: str | None = None) -> tuple[tuple[Copy, ...], tuple[Correction, ...]]:
        """Takes an article in: what it copies, and what it corrects or is corrected by.

        Args:
            version_of: Id of an article that its file gave the same id to.
        """
        links = self._copies.add(new.id, new.date, new.signature)
        correction = self._correction(new, links, version_of)
        self._note(new)
        if correction is None:
            return links, ()
        self._settle(correction)
        return links, (correction,)

    def is_version(self, new: Known, of: str) -> bool:
        """Whether an article is another version of one that was read: much of the text is the same, or title and outlet."""
        number = self._copies.number(of)
        if number is None:
            return False
        same_title = self._headlines[number] == _title_key(new.outlet, new.title) and bool(bare_title(new.title))
        return same_title or self._copies.shared(of, new.signature) >= SAME_STORY

    def _note(self, one: Known) -> None:
        number = len(self._dates)
        self._dates.append(one.date)
        self._outlets.append(_crc(one.outlet or ""))
        self._headlines.append(_title_key(one.outlet, one.title))
        if address := bare_address(one.url):
            self._addresses.add(number, [_crc(address)])
        if bare_title(one.title):
            self._titles.add(number, [_title_key(one.outlet, one.title)])

    def _settle(self, correction: Correction) -> None:
        if correction.replaces is not None:
            self._replaced[correction.replaces] = correction.article_id
        if correction.said is not None:
            one = Notice(kind=correction.kind, said=correction.said, span=correction.span)
            self._notices[correction.article_id] = one

    def _correction(self, new: Known, links: tuple[Copy, ...], version_of: str | None) -> Correction | None:
        target, basis = self._target(new, links, version_of)
        if target is None or basis is None:
            return _told(new.id, None, None, new.notice) if new.notice else None
        newer, older = (new.id, target) if self._is_newer(new, target) else (target, new.id)
        return _told(newer, older, basis, new.notice if newer == new.id else self._notices.get(target))

    def _is_newer(self, new: Known, target: str) -> bool:
        """Whether the article read now takes the other's place: the one that says so does, else the later, else this."""
        number = self._copies.number(target)
        date = self._dates[number] if number is not None else None
        if (new.notice is None) != (target not in self._notices):
            return new.notice is not None
        return not (new.date and date and new.date < date)

    def _target(
        self, new: Known, links: tuple[Copy, ...], version_of: str | None
    ) -> tuple[str | None, CorrectionBasis | None]:
        """The article, not replaced yet, that the new one is another version of."""
        if version_of is not None:
            return self._last(version_of), CorrectionBasis.ID
        exact = {link.of for link in links if link.kind == "exact"}
        for id in self._at(self._addresses, _crc(bare_address(new.url) or "")):
            if id not in exact and (new.notice or id in self._notices or self.is_version(new, id)):
                return id, CorrectionBasis.URL
        for link in links:
            said = new.notice or self._notices.get(link.of)
            if said and link.kind != "exact" and link.of not in self._replaced and self._same_outlet(new, link.of):
                return link.of, CorrectionBasis.COPY
        if new.notice is None:
            return None, None
        for title in filter(None, (new.notice.headline, new.title)):
            for id in self._at(self._titles, _title_key(new.outlet, title)):
                if id not in exact:
                    return id, CorrectionBasis.TITLE
        return None, None

    def _at(self, postings: Postings, key: int) -> list[str]:
        """The articles with a key that were not replaced, the last read first."""
        numbers = sorted(postings.find([key]).tolist(), reverse=True) if key else []
        return [id for id in map(self._copies.id, numbers) if id not in self._replaced]

    def _same_outlet(self, new: Known, other: str) -> bool:
        number = self._copies.number(other)
        return number is not None and self._outlets[number] == _crc(new.outlet or "")

    def _last(self, id: str) -> str:
        """The version that stands now in an article's place."""
        while id in self._replaced:
            id = self._replaced[id]
        return id


def _told(id: str, replaces: str | None, basis: CorrectionBasis | None, said: Notice | None) -> Correction:
    return Correction(
        article_id=id,
        replaces=replaces,
        kind=said.kind if said else CorrectionKind.UPDATE,
        basis=basis,
        said=said.said if said else None,
        span=said.span if said else None,
    )


def _crc(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _title_key(outlet: str | None, title: str | None) -> int:
    return _crc(f"{(outlet or '').lower()}\n{bare_title(title)}")


def bare_address(url: str | None) -> str | None:
    """An address as it is alike wherever it is written; null for one that is no single article's.

    >>> bare_address("https://www.Sample.org/world/talks-resume/?utm_source=feed#top")
    'sample.org/world/talks-resume'
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    query = urlencode(
        [(k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(("utm_", "fbclid", "gclid"))]
    )
    if not parts.netloc or not (path or query):
        return None
    return parts.netloc.lower().removeprefix("www.") + path + (f"?{query}" if query else "")
