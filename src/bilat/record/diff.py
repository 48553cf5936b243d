"""What changed between two views: the events gained, lost and changed in the articles that both have.

Two records, or one before and after it was coded again. An event is the same where its id is; else an event of the former
and one of the latter are one event changed where they have the same trigger, or else the same sentence and type.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bilat.errors import BadArgument
from bilat.model import Event, Party
from bilat.record import codec, layout
from bilat.record.view import View

_BATCH = 500
_BODIES = "SELECT article_id, body FROM events WHERE article_id IN (SELECT unnest(from_json(?, '[\"VARCHAR\"]')))"
# The number of a story within its article and the confidence may move with every change of the coder: they are not compared.
_CODINGS = """
SELECT a.id, a.digest, coalesce(e.made, '') FROM articles a LEFT JOIN (
  SELECT article_id, md5(string_agg(body, chr(10) ORDER BY id)) AS made FROM events GROUP BY article_id
) e ON e.article_id = a.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An event that is in one view alone, or in both with other fields.

    Attributes:
        before: As it was, null for one gained; after: as it is, null for one lost.
        fields: Which fields differ, for one changed: type, mode, status, actors, recipients, issues, date, place, source.
    """

    kind: Literal["gained", "lost", "changed"]
    article: str
    before: Event | None
    after: Event | None
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class Difference:
    """The sum of the changes between two views.

    Attributes:
        articles: How many articles both have; changed_articles: in how many of these an event changed.
        only_before, only_after: How many articles only the one has.
        kinds, fields: How many changes of each.
    """

    articles: int = 0
    changed_articles: int = 0
    only_before: int = 0
    only_after: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)


def changes(before: View, after: View, total: Difference) -> Iterator[Change]:
    """The changes, by article; ``total`` is counted up on the way.

    An article of another text under the same id counts as one that only the one and only the other has.
    """
    old = {(id, digest): made for id, digest, made in before.stream(_CODINGS)}
    new = {(id, digest): made for id, digest, made in after.stream(_CODINGS)}
    common = old.keys() & new.keys()
    total.articles += len(common)
    total.only_before += len(old) - len(common)
    total.only_after += len(new) - len(common)
    other = sorted(id for id, digest in common if old[id, digest] != new[id, digest])
    for start in range(0, len(other), _BATCH):
        ids = other[start : start + _BATCH]
        was, now = _events(before, ids), _events(after, ids)
        for id in ids:
            found = list(_article_changes(id, was[id], now[id]))
            total.changed_articles += bool(found)
            for change in found:
                total.kinds[change.kind] += 1
                total.fields.update(change.fields)
            yield from found


def _events(view: View, ids: list[str]) -> defaultdict[str, list[Event]]:
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for article, body in view.ask(_BODIES, [codec.dump(ids)]):
        found[article].append(codec.event(json.loads(body)))
    return found


def _article_changes(article: str, was: Iterable[Event], now: Iterable[Event]) -> Iterator[Change]:
    old = sorted(was, key=_place)
    new = sorted(now, key=_place)
    pairs: list[tuple[Event, Event]] = []
    for key in (_id, _trigger, _sentence):
        pairs += _matched(old, new, key)
    for before, after in sorted(pairs, key=lambda pair: _place(pair[1])):
        fields = tuple(name for name, value in _FIELDS.items() if value(before) != value(after))
        if fields:
            yield Change(kind="changed", article=article, before=before, after=after, fields=fields)
    yield from (Change(kind="lost", article=article, before=event, after=None) for event in old)
    yield from (Change(kind="gained", article=article, before=None, after=event) for event in new)


def _matched(old: list[Event], new: list[Event], key: Callable[[Event], Hashable]) -> list[tuple[Event, Event]]:
    """Takes the events that are alike by a key out of both lists."""
    waiting: defaultdict[Hashable, list[Event]] = defaultdict(list)
    for event in old:
        waiting[key(event)].append(event)
    pairs = [(waiting[key(event)].pop(0), event) for event in new if waiting[key(event)]]
    for before, after in pairs:
        old.remove(before)
        new.remove(after)
    return pairs


def _place(event: Event) -> tuple[int, int, str]:
    return event.sentence.start, event.trigger.start, event.id


def _id(event: Event) -> str:
    return event.id


def _trigger(event: Event) -> tuple[int, int]:
    return event.trigger.start, event.trigger.end


def _sentence(event: Event) -> tuple[int, str]:
    return event.sentence.start, event.type


def _codes(parties: Iterable[Party]) -> list[str]:
    return sorted(party.code or party.text for party in parties)


_FIELDS: dict[str, Callable[[Event], object]] = {
    "type": lambda e: e.type,
    "mode": lambda e: e.mode,
    "status": lambda e: e.status,
    "actors": lambda e: _codes(e.actors),
    "recipients": lambda e: _codes(e.recipients),
    "issues": lambda e: sorted(e.issues),
    "date": lambda e: e.date,
    "place": lambda e: (e.place.name or e.place.text, e.place.country) if e.place else None,
    "source": lambda e: e.attributed_to.code or e.attributed_to.text if e.attributed_to else None,
}


def before_recoding(folder: Path) -> str:
    """The run that was the last before the record's latest coding again.

    Raises:
        BadArgument: Nothing was coded again.
    """
    with layout.disk(folder, "read the record"):
        commits = layout.commits(folder)
    again = [commit.run for commit in commits if commit.recoded]
    runs = list(dict.fromkeys(commit.run for commit in commits if commit.run))
    if not again or runs.index(again[-1]) == 0:
        hint = f"name two of its runs ({', '.join(runs) or 'it has none'}), or another record with --other"
        raise BadArgument("no article of the record was coded again", where=str(folder), hint=hint)
    return runs[runs.index(again[-1]) - 1]
