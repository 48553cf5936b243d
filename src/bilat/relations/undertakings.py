"""The pair's undertakings over all articles: mentions of one matter under several names become one line."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from rapidfuzz import fuzz

from bilat.model import Issue, ObstacleKind, Undertaking, UndertakingKind, UndertakingStatus
from bilat.record import Dyad

T = TypeVar("T")

SAME_NAME = 80
"""``token_set_ratio`` from which on two names of one issue are one matter's."""

_SAME_NAME_ACROSS = 95
"""The same where the issue differs: a pipeline is energy to one article and connectivity to the next."""

# Names made of these alone say nothing of which matter it is; they match only themselves.
_GENERIC = frozenset(
    (
        *("accord", "agreement", "agreements", "commission", "committee", "contract", "contracts", "cooperation"),
        *("deal", "deals", "document", "joint", "mechanism", "memorandum", "mou", "negotiations", "pact", "plan"),
        *("project", "projects", "talks", "treaty", "understanding", "of", "on", "and", "for", "new", "two"),
        *("bilateral", "countries", "sides", "between"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One article's word on the matter; ``date`` is the article's."""

    undertaking_id: str
    article_id: str
    date: str | None
    name: str
    status: UndertakingStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """What holds the matter up, of one kind, as all articles put it; ``first`` and ``last`` are dates of articles."""

    kind: ObstacleKind
    texts: tuple[str, ...]
    first: str | None
    last: str | None
    undertaking_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One undertaking, from all articles that tell of it.

    Attributes:
        name: The name that is used most; ``aliases`` are the others, the most used first.
        status: The latest stated one; ``unknown`` only where no article states one.
        status_date: The date of the article that states it first in the latest row of equal ones.
        history: The mentions at which the stated status changed, oldest first; undated articles are left out.
        mentions: All, by date, undated first.
        obstacles: By when they were last told of, the latest first.
    """

    name: str
    aliases: tuple[str, ...]
    kind: UndertakingKind
    issue: Issue
    parties: tuple[str, ...]
    status: UndertakingStatus
    status_date: str | None
    history: tuple[Mention, ...]
    mentions: tuple[Mention, ...]
    obstacles: tuple[Hindrance, ...]
    first: str | None
    last: str | None
    undertaking_ids: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    members: list[Undertaking] = field(default_factory=list)
    names: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, undertaking: Undertaking, plain: str) -> None:
        self.members.append(undertaking)
        self.names[plain] = frozenset(plain.split())


def undertakings(dyad: Dyad) -> tuple[Matter, ...]:
    """The dyad's matters, the most told of first."""
    groups: list[_Group] = []
    own = _own_words(dyad)
    dates = {id: head.date for id, head in dyad.articles.items()}
    for one in sorted(dyad.undertakings, key=lambda one: (dates[one.article_id] or "", one.article_id, one.id)):
        plain = plain_name(one.name, own)
        group = max(groups, key=lambda group: _likeness(group, one, plain), default=None)
        if group is None or _likeness(group, one, plain) <= 0:
            group = _Group()
            groups.append(group)
        group.add(one, plain)
    matters = [_matter(group.members, dates) for group in groups]
    return tuple(sorted(matters, key=lambda matter: (-len(matter.mentions), matter.name)))


def plain_name(name: str, own: frozenset[str] = frozenset()) -> str:
    """A name less its case, marks, articles and the names of the two themselves.

    >>> plain_name("The Iran-Pakistan Gas Pipeline", frozenset({"iran", "pakistan"}))
    'gas pipeline'
    """
    words = re.sub(r"[^\w]+", " ", re.sub(r"['\u2019]s\b", "", name.casefold())).split()
    return " ".join(word for word in words if word not in ("the", "a", "an") and not _names(word, own))


def _names(word: str, own: frozenset[str]) -> bool:
    """Whether the word is one of the names or is made from it, as "iranian" from "iran"."""
    return any(word == name or (len(name) >= 4 and word.startswith(name)) for name in own)


def _own_words(dyad: Dyad) -> frozenset[str]:
    """The single words by which the articles name the two; in a matter's name they tell nothing apart."""
    parties = (party for entry in dyad.events for party in (*entry.event.actors, *entry.event.recipients))
    texts = {party.text.casefold() for party in parties if party.code in (dyad.a, dyad.b)}
    return frozenset(text for text in texts if text.isalpha())


def _likeness(group: _Group, one: Undertaking, plain: str) -> float:
    """How like the group's names this one's is, 0 where they cannot be the same matter."""
    if plain in group.names and _parties_fit(group.members[0], one):
        return 101.0
    words = frozenset(plain.split())
    if words <= _GENERIC or not _parties_fit(group.members[0], one):
        return 0.0
    known = [name for name, tokens in group.names.items() if not tokens <= _GENERIC]
    best = max((fuzz.token_set_ratio(plain, name) for name in known), default=0.0)
    enough = SAME_NAME if any(member.issue is one.issue for member in group.members) else _SAME_NAME_ACROSS
    return best if best >= enough else 0.0


def _parties_fit(one: Undertaking, other: Undertaking) -> bool:
    """Whether the parties of one are all among the other's: a third that joins or leaves makes no new matter."""
    first, second = ({code[:3] for code in undertaking.parties} for undertaking in (one, other))
    return first <= second or second <= first


def _matter(members: list[Undertaking], dates: dict[str, str | None]) -> Matter:
    mentions = tuple(_mention(one, dates[one.article_id]) for one in members)
    names = _by_use(one.name for one in members)
    history = _history(mentions)
    stated = [one for one in mentions if one.status is not UndertakingStatus.UNKNOWN]
    last = history[-1] if history else stated[-1] if stated else None
    told = sorted(one.date for one in mentions if one.date)
    return Matter(
        name=names[0],
        aliases=tuple(names[1:]),
        kind=_by_use(one.kind for one in members)[0],
        issue=_by_use(one.issue for one in members)[0],
        parties=tuple(_by_use(code for one in members for code in one.parties)),
        status=last.status if last else UndertakingStatus.UNKNOWN,
        status_date=last.date if last else None,
        history=history,
        mentions=mentions,
        obstacles=_hindrances(members, dates),
        first=told[0] if told else None,
        last=told[-1] if told else None,
        undertaking_ids=tuple(one.id for one in members),
    )


def _by_use(values: Iterable[T]) -> list[T]:
    return [value for value, _ in Counter(values).most_common()]


def _mention(one: Undertaking, date: str | None) -> Mention:
    return Mention(undertaking_id=one.id, article_id=one.article_id, date=date, name=one.name, status=one.status)


def _history(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions that state another status than those of the date before; of one date, the most stated counts."""
    by_date: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.date and mention.status is not UndertakingStatus.UNKNOWN:
            by_date[mention.date].append(mention)
    changes: list[Mention] = []
    for date in sorted(by_date):
        status = _by_use(mention.status for mention in by_date[date])[0]
        if not changes or changes[-1].status is not status:
            changes.append(next(mention for mention in by_date[date] if mention.status is status))
    return tuple(changes)


def _hindrances(members: Iterable[Undertaking], dates: dict[str, str | None]) -> tuple[Hindrance, ...]:
    by_kind: defaultdict[ObstacleKind, list[tuple[str, Undertaking]]] = defaultdict(list)
    for one in members:
        for obstacle in one.obstacles:
            by_kind[obstacle.kind].append((obstacle.text, one))
    found = [_hindrance(kind, told, lambda one: dates[one.article_id]) for kind, told in by_kind.items()]
    return tuple(sorted(found, key=lambda one: one.last or "", reverse=True))


def _hindrance(
    kind: ObstacleKind, told: list[tuple[str, Undertaking]], date_of: Callable[[Undertaking], str | None]
) -> Hindrance:
    dates = sorted(date for _, one in told if (date := date_of(one)))
    return Hindrance(
        kind=kind,
        texts=tuple(_by_use(text for text, _ in told)),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        undertaking_ids=tuple(dict.fromkeys(one.id for _, one in told)),
    )
