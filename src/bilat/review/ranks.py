"""The machine's events by how much an error in them would cost: the order of the queue, whatever was judged.

An event's place is by ``doubt`` times ``weight``:

doubt   that the line is right: 1 less its confidence (a half where it has none); each disagreement halves what is left of
        the certainty: between the tellings of its story on status or on type, and between the rules and the trained model
weight  how much hangs on it: the size of its type's score, times 1 + ln(articles that tell its story), times ln(1 + events
        of the busiest pair that it stands between); divided by 2 for the second most doubtful telling of a story, by 3 for
        the third, since one wrong telling of many changes little

Equal places are in the order of ids. Whether the model overruled a rule stands in the reasons, which are read of the first
:data:`LOOKED_AT` events by the rest alone.
"""

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, NamedTuple

from bilat.model import Event, EventType
from bilat.record import View, codec
from bilat.record.pair import LISTED, events_between
from bilat.relations.scores import SCORES

LOOKED_AT = 1_000
"""So many events are ranked at first, four times as many where all of these were judged, and so on."""

STANDING = "article_id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL)"
_NO_CONFIDENCE = 0.5
_KEPT = 6  # rankings in memory
# What the coder writes where the model overruled a rule (bilat.coding.judging).
_OVERRULED = re.compile(r"^(?:verb|noun) entry .*?\((\w+)\).*; the model reads (\w+)")

_SCORE = "CASE type " + " ".join(f"WHEN '{kind}' THEN {abs(score)}" for kind, score in SCORES.items()) + " END"
_RANKED = f"""
WITH busy AS (SELECT a, b, count(*) AS n FROM event_dyads WHERE a <> b GROUP BY a, b),
between_two AS (SELECT d.event_id, max(n) AS busy FROM event_dyads d JOIN busy USING (a, b) GROUP BY d.event_id),
told AS (
  SELECT s.event_id, coalesce(r.root, s.story) AS root FROM story_events s LEFT JOIN story_roots r ON r.story = s.story
),
event AS (
  SELECT e.id, e.article_id, e.type, e.status, 1 - coalesce(e.confidence, {_NO_CONFIDENCE})::DOUBLE AS doubt,
    ({_SCORE})::DOUBLE AS score, coalesce(t.root, e.id) AS root, coalesce(b.busy, 0) AS busy
  FROM events e LEFT JOIN told t ON t.event_id = e.id LEFT JOIN between_two b ON b.event_id = e.id WHERE {STANDING}
),
story AS (
  SELECT root, count(DISTINCT article_id) AS articles, min(status) <> max(status) AS statuses, min(type) <> max(type) AS types
  FROM event GROUP BY root
),
placed AS (
  SELECT *, row_number() OVER (PARTITION BY root ORDER BY doubt DESC, id) AS nth FROM event JOIN story USING (root)
)
SELECT id, doubt, score * (1 + ln(articles)) * ln(1 + busy) / nth AS weight, articles, busy, statuses, types, nth
FROM placed WHERE {{among}}
ORDER BY (1 - (1 - doubt) * CASE WHEN statuses OR types THEN 0.5 ELSE 1 END::DOUBLE) * weight DESC, id LIMIT ?
"""


class Ranked(NamedTuple):
    """An event with its place: the priority and what gave it."""

    event: Event
    priority: float
    why: tuple[str, ...]


_Key = tuple[str, tuple[str, str] | None, EventType | None]
_rankings: "OrderedDict[_Key, tuple[int, tuple[Ranked, ...]]]" = OrderedDict()
_lock = threading.Lock()


def ranked(
    view: View, pair: tuple[str, str] | None, type: EventType | None, most: int = LOOKED_AT
) -> tuple[Ranked, ...]:
    """The first events by their place, of a pair or a type where one is given.

    What was ranked is kept while the process lives, and holds until the record is written to: judging does not change it.
    """
    key = (view.coded, pair, type)
    with _lock:
        known = _rankings.get(key)
        if known is not None and known[0] >= most:
            _rankings.move_to_end(key)
            return known[1]
    with View(view.folder, judged=None) as machine:
        found = _rank(machine, pair, type, most)
    with _lock:
        _rankings[key] = most, found
        while len(_rankings) > _KEPT:
            _rankings.popitem(last=False)
    return found


def _rank(machine: View, pair: tuple[str, str] | None, type: EventType | None, most: int) -> tuple[Ranked, ...]:
    machine.root_stories()
    where, values = among(machine, pair, type)
    rows = machine.ask(_RANKED.format(among=where), [*values, most])
    events = events_of(machine, [row[0] for row in rows])
    found = [_placed(events[row[0]], *row[1:]) for row in rows]
    return tuple(sorted(found, key=lambda one: (-one.priority, one.event.id)))


def among(view: View, pair: tuple[str, str] | None, type: EventType | None) -> tuple[str, list[Any]]:
    """The condition that an event stands between a pair, or is of a type, and its values."""
    where, values = ["true"], list[Any]()
    if type is not None:
        where.append("type = ?")
        values.append(type.value)
    if pair is not None:
        where.append(f"id IN ({LISTED})")
        values.append(codec.dump(events_between(view.ask, *pair)))
    return " AND ".join(where), values


def events_of(view: View, ids: Sequence[str], table: str = "events") -> dict[str, Event]:
    """Events by id, as one of the view's tables has them."""
    rows = view.ask(f"SELECT body FROM {table} WHERE id IN ({LISTED})", [codec.dump(list(ids))])
    found = (codec.event(json.loads(body)) for (body,) in rows)
    return {event.id: event for event in found}


def _placed(
    event: Event, doubt: float, weight: float, articles: int, busy: int, statuses: bool, types: bool, nth: int
) -> Ranked:
    why = [f"confidence {event.confidence:.2f}" if event.confidence is not None else "no confidence"]
    told = dict(event.reasons)
    overruled = _OVERRULED.search(told.get("type", ""))
    if statuses or types:
        doubt = 1 - (1 - doubt) / 2
        why.append(f"its tellings differ on {' and '.join(['status'] * statuses + ['type'] * types)}")
    if overruled or "the model reads" in told.get("status", ""):
        doubt = 1 - (1 - doubt) / 2
        why.append(
            f"the rules read {overruled[1]}, the model {overruled[2]}"
            if overruled
            else "rules and model differ on status"
        )
    if articles > 1:
        others = f"; {nth - 1} more doubtful tellings of it" if nth > 1 else ""
        why.append(f"its story is told by {articles} articles{others}")
    if busy:
        why.append(f"of a pair with {busy:,} events")
    return Ranked(event, doubt * weight, tuple(why))
