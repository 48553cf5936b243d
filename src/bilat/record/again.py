"""The same article again, as the record has it: signatures, groups of copies, and what was corrected.

A line of ``copies`` links an article to an earlier one of the same text; the groups are worked out from the lines, and which
of a group is canonical from the articles, so that a better one that is read later changes nothing that was written.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bilat.model import Copy, CopyKind, Correction, CorrectionBasis, CorrectionKind, Signature, Span

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_AGENCY = re.compile(
    r"\b(?:reuters|associated press|ap(?:news)?|afp|agence france|xinhua(?:net)?|tass|interfax|ria|upi|dpa|efe|ansa|anadolu|aa"
    r"|kyodo|yonhap|bernama|irna|isna|mehr|tasnim|fars|pti|ani|ians|app|bssnews|unian?|ukrinform|wafa|spa|wam|kuna|qna|mena)\b",
    re.IGNORECASE,
)
# A plain scan gives the lines in the order in which they were written; a join would not.
SIGNATURES = "SELECT article_id, words, keys, prints, facts FROM signatures"
HEADS = 'SELECT id, "date", outlet, title, url FROM articles'
UNSIGNED = """
SELECT body, text FROM articles WHERE id NOT IN (SELECT article_id FROM signatures) ORDER BY "first" NULLS FIRST, id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An article of the record as the next reading needs it."""

    id: str
    date: str | None
    outlet: str | None
    title: str | None
    url: str | None
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Articles with one text.

    Attributes:
        canonical: Id of the one that stands for all: an agency's before a reprint, of these the earliest, of these the
            longest, of these the one with the first id.
        members: The ids of all, in that order.
    """

    canonical: str
    members: tuple[str, ...]


def signature(row: Sequence[Any]) -> Signature:
    """The signature of its columns."""
    words, keys, prints, facts = row
    return Signature(words=words, keys=tuple(keys), prints=tuple(prints), facts=tuple(facts))


def signed(heads: Iterable[tuple[Any, ...]], rows: Iterable[tuple[Any, ...]]) -> Iterator[Signed]:
    """The articles of what :data:`HEADS` and :data:`SIGNATURES` give.

    One that was lost has a signature and no head, and one that was then read again two signatures, both the same.
    """
    left = {id: rest for id, *rest in heads}
    for id, *rest in rows:
        if (head := left.pop(id, None)) is None:
            continue
        date, outlet, title, url = head
        yield Signed(id=id, date=date, outlet=outlet, title=title, url=url, signature=signature(rest))


def copies(ask: Ask) -> tuple[Copy, ...]:
    """All links, in the order in which they were found."""
    rows = ask("SELECT article_id, of, kind, similarity FROM copies", ())
    return tuple(Copy(article_id=id, of=of, kind=CopyKind(kind), similarity=like) for id, of, kind, like in rows)


def corrections(ask: Ask) -> tuple[Correction, ...]:
    """All corrections, in the order in which they were found."""
    rows = ask('SELECT article_id, replaces_article, kind, basis, said, "start", "end" FROM corrections', ())
    return tuple(
        Correction(
            article_id=id,
            replaces=replaces,
            kind=CorrectionKind(kind),
            basis=None if basis is None else CorrectionBasis(basis),
            said=said,
            span=None if start is None else Span(start, end, said),
        )
        for id, replaces, kind, basis, said, start, end in rows
    )


def groups(ask: Ask, links: Iterable[Copy], replaced: Container[str]) -> dict[str, Group]:
    """The group of each article that is a copy or has one, by the article's id, without those that were replaced."""
    joined: dict[str, list[str]] = {}
    for link in links:
        one, other = (joined.setdefault(id, [id]) for id in (link.article_id, link.of))
        if one is not other:
            large, small = (one, other) if len(one) >= len(other) else (other, one)
            large += small
            joined.update(dict.fromkeys(small, large))
    ranks = _ranks(ask) if joined else {}
    found: dict[str, Group] = {}
    for members in {id(some): some for some in joined.values()}.values():
        ordered = tuple(sorted((one for one in members if one in ranks and one not in replaced), key=ranks.__getitem__))
        if len(ordered) > 1:
            found.update(dict.fromkeys(ordered, Group(canonical=ordered[0], members=ordered)))
    return found


def _ranks(ask: Ask) -> Mapping[str, tuple[bool, str, int, str]]:
    """What the members of a group are ordered by."""
    rows = ask(
        'SELECT a.id, a.outlet, a."first", s.words FROM articles a JOIN signatures s ON s.article_id = a.id '
        "WHERE a.id IN (SELECT article_id FROM copies UNION SELECT of FROM copies)",
        (),
    )
    return {
        id: (_AGENCY.search(outlet or "") is None, first or "9999", -words, id) for id, outlet, first, words in rows
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What one article is to others of the record.

    Attributes:
        group: Its copies, itself among them; null where it has none.
        links: The lines that link it to others.
        corrects: What it says that it corrects, updates or retracts; corrected_by: what took its place, null for none.
    """

    group: Group | None = None
    links: tuple[Copy, ...] = ()
    corrects: tuple[Correction, ...] = ()
    corrected_by: Correction | None = None


def again(
    id: str,
    group: Group | None,
    links: Iterable[Copy],
    corrections: Iterable[Correction],
) -> Again:
    """What one article is to others."""
    own = tuple(link for link in links if id in (link.article_id, link.of))
    told = list(corrections)
    by = [one for one in told if one.replaces == id]
    return Again(
        group=group,
        links=own,
        corrects=tuple(one for one in told if one.article_id == id),
        corrected_by=by[-1] if by else None,
    )
