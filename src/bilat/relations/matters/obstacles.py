"""What holds a matter up, and when each obstacle rose and fell."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bilat.model import ObstacleKind, Status, UndertakingStatus
from bilat.record import Act
from bilat.record.dates import reach
from bilat.relations.evidence import Evidence
from bilat.relations.matters.steps import dates
from bilat.relations.matters.values import Hindrance, Mention, Spell

LAPSE = 540
"""Days without a word of an obstacle, in which the matter itself was told of :data:`LAPSE_MENTIONS` times, that end its spell."""

LAPSE_MENTIONS = 5

_VERBS = (
    r"(?:lifted|removed|eased|waived|resolved|settled|overc[oa]me|cleared|unblocked|unfr(?:oze|ozen)|ended|secured|repealed"
    r"|dropped|exempted)"
)
_NOUNS: Mapping[ObstacleKind, str] = MappingProxyType(
    {
        ObstacleKind.SANCTIONS: r"(?:sanctions?|embargo)",
        ObstacleKind.FINANCE: r"(?:financing|funds|funding|payments?|loan|debts?)",
        ObstacleKind.DISPUTE: r"(?:disputes?|differences|disagreements?)",
        ObstacleKind.POLITICS: r"(?:political crisis|tensions)",
        ObstacleKind.TECHNICAL: r"(?:technical \w+)",
        ObstacleKind.LEGAL: r"(?:lawsuits?|arbitration|case|tariffs?|licen[cs]es?)",
    }
)
_VERB = re.compile(rf"\b{_VERBS}\b")
# "The sanctions were lifted", and "lifted its sanctions"; not "removed from the market because of sanctions".
_BETWEEN = r"(?:\s+(?!from\b|because\b|by\b|after\b|in\b|at\b|due\b|under\b|over\b|with\b)[\w.’'-]+){0,4}\s+"
_GONE: Mapping[ObstacleKind, re.Pattern[str]] = MappingProxyType(
    {
        kind: re.compile(
            rf"\b{noun}\b[^.;:?!]{{0,40}}\b(?:was|were|been|are|is)\s+(?:\w+ly\s+)?(?P<past>{_VERBS})\b"
            rf"|\b(?P<done>{_VERBS})\b{_BETWEEN}{noun}\b",
            re.IGNORECASE,
        )
        for kind, noun in _NOUNS.items()
    }
)
_UNSURE = re.compile(
    r"\b(?:not|never|no|if|until|unless|once|would|could|should|may|might|must|will|to|after|when|need|want\w*|call\w*)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)
_NEAR = 50  # characters before a verb in which what makes it unsure stands
_MOVING = (UndertakingStatus.OPERATING, UndertakingStatus.IN_FORCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An obstacle as one mention of a matter tells it, in the sentence of its evidence."""

    kind: ObstacleKind
    text: str
    evidence: Evidence

    @property
    def undertaking_id(self) -> str:
        """The mention."""
        return self.evidence.id

    @property
    def date(self) -> str | None:
        """Its article's."""
        return self.evidence.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A sentence that says that obstacles of a kind are gone: from when, in what words, by what id."""

    kind: ObstacleKind
    date: str
    words: str
    ids: tuple[str, ...]


def may_be_gone(text: str) -> list[int]:
    """Where a text has a verb that may say of an obstacle that it is gone; :func:`gone` reads its sentence."""
    return [found.start() for found in _VERB.finditer(text)]


def gone(sentence: str, acts: Sequence[Act], published: str | None, mentions: Sequence[str]) -> list[Gone]:
    """What a sentence of an article on the matter says to be gone.

    Args:
        acts: Those coded in it.
        published: Its article's date.
        mentions: Ids of the mentions of the matter in the article, cited where no act says it.
    """
    found = []
    for kind, pattern in _GONE.items():
        said = pattern.search(sentence)
        if said is None:
            continue
        verb = said["past"] or said["done"]
        said_by = [act for act in acts if verb in act.trigger]
        if said_by and not any(act.status in (Status.ACTUAL, Status.HISTORICAL) for act in said_by):
            continue
        start = said.start("past") if said["past"] else said.start("done")
        if not said_by and _UNSURE.search(sentence[max(0, start - _NEAR) : start]):
            continue
        day = next((act.date for act in said_by if reach(act.date)), None)
        day = day or next((one.date for one in dates(sentence)), None) or published
        if day is not None and reach(day):
            ids = tuple(act.id for act in said_by) or tuple(mentions)
            found.append(Gone(kind=kind, date=day, words=said[0], ids=ids))
    return found


def hindrances(
    told: Iterable[Told], mentions: Sequence[Mention], history: Sequence[Mention], removals: Iterable[Gone]
) -> tuple[Hindrance, ...]:
    """The obstacles by kind, the last told of first.

    Args:
        told: As the mentions tell them.
        mentions: All of the matter; history: those at which its status changed.
        removals: What is said to be gone.
    """
    by_kind: defaultdict[ObstacleKind, list[Told]] = defaultdict(list)
    for one in told:
        by_kind[one.kind].append(one)
    away: defaultdict[ObstacleKind, list[Gone]] = defaultdict(list)
    for removal in removals:
        away[removal.kind].append(removal)
    found = [_hindrance(kind, some, mentions, history, away[kind]) for kind, some in by_kind.items()]
    return tuple(sorted(found, key=lambda one: (one.last or "", one.kind), reverse=True))


def _hindrance(
    kind: ObstacleKind,
    told: list[Told],
    mentions: Sequence[Mention],
    history: Sequence[Mention],
    removals: list[Gone],
) -> Hindrance:
    days = sorted(one.date for one in told if one.date)
    texts = [text for text, _ in Counter(one.text for one in told).most_common()]
    by_date = sorted(told, key=lambda one: one.date or "")
    return Hindrance(
        kind=kind,
        texts=tuple(texts),
        evidence=tuple(tuple(one.evidence for one in by_date if one.text == text) for text in texts),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        undertaking_ids=tuple(dict.fromkeys(one.undertaking_id for one in told)),
        spells=_spells(told, mentions, history, removals),
    )


def _spells(
    told: list[Told], mentions: Sequence[Mention], history: Sequence[Mention], removals: list[Gone]
) -> tuple[Spell, ...]:
    """The times in which it was told of, parted where it is said to be gone between two, or long not told of."""
    dated = sorted((one for one in told if one.date), key=lambda one: (one.date or "", one.undertaking_id))
    rows: list[list[Told]] = []
    for one in dated:
        if rows and not _parted(rows[-1][-1].date or "", one.date or "", mentions, removals):
            rows[-1].append(one)
        else:
            rows.append([one])
    undated = tuple(dict.fromkeys(one.undertaking_id for one in told if not one.date))
    if not rows:
        return (Spell(first=None, last=None, undertaking_ids=undated),)
    nexts = [row[0].date for row in rows[1:]]
    return tuple(_spell(row, then, mentions, history, removals) for row, then in zip(rows, [*nexts, None], strict=True))


def _spell(
    row: list[Told],
    then: str | None,
    mentions: Sequence[Mention],
    history: Sequence[Mention],
    removals: list[Gone],
) -> Spell:
    """One of them; ``then`` is when the next began."""
    last = row[-1].date or ""
    end = next((one for one in sorted(removals, key=_first_day) if _between(_first_day(one), last, then)), None)
    ids = {one.undertaking_id for one in row}
    after = [m for m in mentions if m.date and m.date > last and (then is None or m.date < then)]
    moved = [m for m in history if m.status in _MOVING and m.date and m.date > last]
    moving = next((m for m in moved if then is None or (m.date or "") < then), None)
    removed, how, by = None, None, tuple[str, ...]()
    if end is not None:
        removed, how, by = end.date, f"“{end.words}”", end.ids
    elif moving is not None:
        removed, how, by = moving.date, f"since told as {moving.status.value}", (moving.undertaking_id,)
    return Spell(
        first=row[0].date,
        last=row[-1].date,
        undertaking_ids=tuple(one.undertaking_id for one in row),
        removed=removed,
        how=how,
        removed_by=by,
        since=len({m.article_id for m in after if m.undertaking_id not in ids}),
    )


def _first_day(one: Gone) -> str:
    return (reach(one.date) or ("",))[0]


def _between(day: str, last: str, then: str | None) -> bool:
    return day > last and (then is None or day <= then)


def _parted(one: str, other: str, mentions: Sequence[Mention], removals: list[Gone]) -> bool:
    if any(_between(_first_day(removal), one, other) for removal in removals):
        return True
    spans = reach(one), reach(other)
    if spans[0] is None or spans[1] is None:
        return False
    days = date.fromisoformat(spans[1][0]).toordinal() - date.fromisoformat(spans[0][1]).toordinal()
    return days > LAPSE and sum(one < (m.date or "") < other for m in mentions) >= LAPSE_MENTIONS
