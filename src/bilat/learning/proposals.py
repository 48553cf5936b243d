"""Proposals of names for the lexicon, each with its evidence, its contradictions and what the lexicon has beside it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bilat.learning.beside import Beside
from bilat.learning.variants import grouped, main_code
from bilat.lexicon import Lexicon
from bilat.model import Introduction, NameKind, Span

EVIDENCE = 3
"""Sentences that a proposal quotes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that introduces the name, with the article that it stands in; spans are characters of that article."""

    article_id: str
    date: str | None
    outlet: str | None
    sentence: Span
    span: Span
    role: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Another code that articles give the name, with the roles that they name."""

    code: str
    articles: int
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A name that a user may accept.

    Attributes:
        also: Other spellings; the bare surname only where no other person of that surname was met.
        office: The role that most articles name; for a group, the word for it.
        code: What most articles give; null where as many give another.
        since: Date of the first article that has it: seen from then on, whenever the office began. last: of the last.
        agreeing: Articles that give ``code``; contradicting: the other codes.
        lexicon: What the lexicon has of this name, or of this office, on other days.
    """

    kind: NameKind
    name: str
    also: tuple[str, ...]
    office: str
    code: str | None
    since: str | None
    last: str | None
    articles: int
    outlets: int
    agreeing: int
    contradicting: tuple[Claim, ...]
    lexicon: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def propose(introductions: Iterable[Introduction], lexicon: Lexicon, *, min_articles: int = 2) -> tuple[Proposal, ...]:
    """Proposals from the introductions of many articles, the one with the most articles first.

    Args:
        min_articles: Fewest articles that must introduce a name.
    """
    everything = list(introductions)
    beside = Beside(everything, lexicon)
    found = (_proposal(group, beside) for group in grouped(everything) if _articles(group) >= min_articles)
    return tuple(sorted(found, key=lambda one: (-one.articles, -one.outlets, one.name)))


def _articles(found: Iterable[Introduction]) -> int:
    return len({one.article_id for one in found})


def _proposal(found: Sequence[Introduction], beside: Beside) -> Proposal:
    code = main_code(found)
    agreeing = [one for one in found if code is None or _agrees(one, code)]
    names = _by_articles((one.name, one) for one in found)
    name = names[0][0]
    office = _by_articles((one.role, one) for one in agreeing)[0][0]
    dates = sorted(one.date for one in found if one.date)
    since = dates[0] if dates else None
    also = [other for other, _ in names[1:]]
    if found[0].kind is NameKind.PERSON and (surname := beside.bare_surname(name, names)):
        also.append(surname)
    return Proposal(
        kind=found[0].kind,
        name=name,
        also=tuple(also),
        office=office,
        code=code,
        since=since,
        last=dates[-1] if dates else None,
        articles=_articles(found),
        outlets=len({one.outlet for one in found if one.outlet}),
        agreeing=_articles(agreeing) if code else 0,
        contradicting=tuple(_claims(found, code)),
        lexicon=tuple(beside.remarks(found[0].kind, name, also, office, code, since)),
        evidence=tuple(_evidence(found)),
    )


def _agrees(one: Introduction, code: str) -> bool:
    """Whether an introduction gives the code, or is of a group and tells no state."""
    return one.code == code or (one.kind is NameKind.GROUP and code.endswith(one.code))


def _by_articles(told: Iterable[tuple[str, Introduction]]) -> list[tuple[str, int]]:
    """Words with the number of articles that have them, the most frequent first, then the longest."""
    by_word: defaultdict[str, set[str]] = defaultdict(set)
    for word, one in told:
        by_word[word].add(one.article_id)
    return sorted(
        ((word, len(ids)) for word, ids in by_word.items()), key=lambda item: (-item[1], -len(item[0]), item[0])
    )


def _claims(found: Sequence[Introduction], code: str | None) -> Iterator[Claim]:
    other = [one for one in found if code is None or not _agrees(one, code)]
    for claimed, n in _by_articles((one.code, one) for one in other):
        roles = Counter(one.role for one in other if one.code == claimed)
        yield Claim(code=claimed, articles=n, roles=tuple(role for role, _ in roles.most_common()))


def _evidence(found: Sequence[Introduction]) -> list[Evidence]:
    """The earliest sentences, of several outlets and with a contradiction where there are any, in the order of their dates."""
    ordered = sorted(found, key=lambda one: (one.date or "9999", one.article_id, one.span.start))
    chosen: list[Introduction] = []
    for fresh in (_new_code, _new_outlet, _new_article):
        for one in ordered:
            if len(chosen) < EVIDENCE and one not in chosen and fresh(one, chosen):
                chosen.append(one)
    return [
        Evidence(
            article_id=one.article_id,
            date=one.date,
            outlet=one.outlet,
            sentence=one.sentence,
            span=one.span,
            role=one.role,
            code=one.code,
        )
        for one in ordered
        if one in chosen
    ]


def _new_code(one: Introduction, chosen: Iterable[Introduction]) -> bool:
    return one.code not in {other.code for other in chosen}


def _new_outlet(one: Introduction, chosen: Iterable[Introduction]) -> bool:
    return one.outlet not in {other.outlet for other in chosen}


def _new_article(one: Introduction, chosen: Iterable[Introduction]) -> bool:
    return one.article_id not in {other.article_id for other in chosen}
