"""Who says so: the outlets behind a pair's slice, and how much hangs on one alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bilat.model import Status
from bilat.record import ArticleHead, Dyad
from bilat.relations.happenings import Happening, happenings
from bilat.relations.texts import texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet, null for articles that name none."""

    outlet: str | None
    articles: int
    first: str | None
    last: str | None
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The outlets, the most read first.

    Attributes:
        texts: Different texts among the articles: a report that ten outlets print is one.
        happenings: Acts that took place.
        single: Those that one outlet or one text alone tells of; articles without outlet count as one outlet.
        single_share: Their share, null where nothing took place.
        undated_article_ids: Articles with no date.
    """

    outlets: tuple[Source, ...]
    articles: int
    texts: int
    happenings: int
    single: int
    single_share: float | None
    undated_article_ids: tuple[str, ...]


def sources(dyad: Dyad, found: Iterable[Happening] | None = None) -> Sources:
    """The sources of a dyad."""
    acts = [one for one in (happenings(dyad) if found is None else found) if one.status is Status.ACTUAL]
    single = sum(is_single(act, dyad) for act in acts)
    by_outlet: defaultdict[str | None, list[ArticleHead]] = defaultdict(list)
    for head in dyad.articles.values():
        by_outlet[head.outlet].append(head)
    outlets = [_source(outlet, heads) for outlet, heads in by_outlet.items()]
    return Sources(
        outlets=tuple(sorted(outlets, key=lambda one: (-one.articles, one.outlet is None, one.outlet or ""))),
        articles=len(dyad.articles),
        texts=len(texts(dyad.articles, dyad.articles)),
        happenings=len(acts),
        single=single,
        single_share=round(single / len(acts), 3) if acts else None,
        undated_article_ids=tuple(sorted(id for id, head in dyad.articles.items() if head.date is None)),
    )


def is_single(act: Happening, dyad: Dyad) -> bool:
    """Whether one outlet, or one text by whomever it was printed, alone tells of it."""
    return len({dyad.articles[id].outlet for id in texts(act.article_ids, dyad.articles)}) == 1


def _source(outlet: str | None, heads: list[ArticleHead]) -> Source:
    dates = sorted(head.date for head in heads if head.date)
    return Source(
        outlet=outlet,
        articles=len(heads),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        article_ids=tuple(sorted(head.id for head in heads)),
    )
