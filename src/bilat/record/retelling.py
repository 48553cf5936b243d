"""Stories read from the record's tables."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from bilat.record import codec
from bilat.record.accounts import Account, Story, story
from bilat.record.pair import LISTED, Ask, article_heads

_ACCOUNTS = f"""
SELECT s.story, e.body, s.score, s.reason FROM story_events s JOIN events e ON e.id = s.event_id
WHERE s.story IN ({LISTED}) ORDER BY s.story, e.id
"""


def of_events(ask: Ask, events: Iterable[str]) -> tuple[Story, ...]:
    """The stories that any of these events tell, whole, in no order of meaning."""
    rows = ask(f"SELECT DISTINCT story FROM story_events WHERE event_id IN ({LISTED})", [codec.dump(sorted(events))])
    return _stories(ask, {id for (id,) in rows})


def of_id(ask: Ask, id: str) -> Story | None:
    """The story of this id, or the one that it was merged into."""
    return next(iter(_stories(ask, {id})), None)


def _stories(ask: Ask, ids: set[str]) -> tuple[Story, ...]:
    merged = roots(ask('SELECT story, "into" FROM story_merges', []))
    wanted = {merged.get(id, id) for id in ids}
    parts = defaultdict(set)
    for id, root in merged.items():
        if root in wanted:
            parts[root].add(id)
    rows = ask(_ACCOUNTS, [codec.dump(sorted(wanted.union(*parts.values())))])
    told = defaultdict(list)
    for id, body, score, reason in rows:
        told[merged.get(id, id)].append(Account(event=codec.event(json.loads(body)), score=score, reason=reason))
    articles = article_heads(ask, {one.event.article_id for accounts in told.values() for one in accounts})
    return tuple(story(id, accounts, articles, parts[id]) for id, accounts in sorted(told.items()))


def roots(merges: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """For each story that was merged, the one that it is now part of, by way of any number of others."""
    into: dict[str, str] = {}

    def root(id: str) -> str:
        while id in into:
            id = into[id]
        return id

    for one, other in sorted(merges):
        a, b = root(one), root(other)
        if a != b:
            into[a] = b
    return {id: root(id) for id in into}
