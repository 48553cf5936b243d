"""A pair's slice of the record, put together from its tables."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeVar, cast

from bilat.errors import BadArgument
from bilat.model import Correction, DateBasis, Event, Fact, Undertaking
from bilat.record import codec
from bilat.record.again import Group
from bilat.record.dates import reach
from bilat.record.rows import side_key
from bilat.record.slices import ArticleHead, Direction, Dyad, DyadEvent

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
Basis = Literal["event", "article"]
Range = tuple[str, str] | None
M = TypeVar("M", Undertaking, Fact)

MOST_OTHERS = 200
"""Acts of third parties a slice holds at most, the latest first."""

_OTHERS = """
WITH marked AS (
  SELECT id, article_id, mode, "start", article_id IN (SELECT unnest(from_json($2, '["VARCHAR"]'))) AS told FROM events
  WHERE mode = 'third-party' OR type = 'SANCTION' AND article_id IN (SELECT unnest(from_json($2, '["VARCHAR"]')))),
sides AS (
  SELECT event_id, count(DISTINCT key) FILTER (list_contains($1, key)) AS own,
    count(*) FILTER (key <> '' AND NOT list_contains($1, key)) AS strange
  FROM parties WHERE side <> 'attributed_to' AND event_id IN (SELECT id FROM marked) GROUP BY event_id)
SELECT m.id, x."first", x."last" FROM marked m JOIN sides s ON s.event_id = m.id JOIN articles x ON x.id = m.article_id
WHERE s.strange > 0 AND (s.own = 2 OR s.own = 1 AND m.told)
ORDER BY x."first" DESC NULLS LAST, m.article_id, m."start", m.id
"""

# DuckDB takes thousands of ids much faster as one JSON text than as a list of Python strings.
LISTED = "SELECT unnest(from_json(?, '[\"VARCHAR\"]'))"

_FLIPPED: dict[str, Direction] = {"a>b": "b>a", "b>a": "a>b", "both": "both"}


def read(
    ask: Ask,
    a: str,
    b: str,
    since: str | None,
    until: str | None,
    least: float,
    *,
    groups: Mapping[str, Group],
    replaced: Mapping[str, Correction],
) -> Dyad:
    """The slice; ``ask`` runs an SQL query. Raises BadArgument as :meth:`View.dyad` says.

    Args:
        groups: The copies of articles; replaced: the articles that are left out, since another took their place.
    """
    if a == b or not a or not b:
        raise BadArgument(f"a pair needs two different parties, not {a!r} and {b!r}", hint="name two, as in IRN PAK")
    span = _range(since, until)
    lines = [line for line in event_lines(ask, a, b) if line[1] not in replaced]
    kept = [line for line in lines if span is None or _within(line[4], line[5], *span)]
    undertakings = _standing(_matters(ask, "undertaking", (a, b), span, codec.undertaking), replaced)
    facts = _standing(_matters(ask, "fact", (a, b), span, codec.fact), replaced)
    articles = {line[1] for line in kept}
    articles |= {matter.article_id for matter in undertakings} | {fact.article_id for fact in facts}
    strange = _others(ask, (a, b), articles, {line[0] for line in lines}, span)
    bodies = bodies_of(ask, [line[0] for line in kept] + strange)
    events = _sure(_events(kept, bodies, _stories(ask, [line[0] for line in kept])), least)
    told = (codec.event(json.loads(bodies[id])) for id in strange)
    others = tuple(e for e in told if _is_sure(e, least) and e.article_id not in replaced)
    heads = article_heads(ask, articles | {event.article_id for event in others})
    return Dyad(
        a=a,
        b=b,
        since=since,
        until=until,
        events=events,
        undertakings=undertakings,
        facts=facts,
        others=others,
        articles=_again(heads, groups, replaced),
        undated=sum(line[4] is None for line in lines) if span else 0,
        least=least,
        unsure=len(kept) - len(events),
    )


def _is_sure(event: Event, least: float) -> bool:
    """Whether an event reaches a confidence; one that has none does only where none is asked for."""
    return least <= 0 or (event.confidence is not None and event.confidence >= least)


def _sure(events: tuple[DyadEvent, ...], least: float) -> tuple[DyadEvent, ...]:
    return tuple(entry for entry in events if _is_sure(entry.event, least))


def _range(since: str | None, until: str | None) -> Range:
    if since is None and until is None:
        return None
    first, last = _reach(since)[0] if since else "0001-01-01", _reach(until)[1] if until else "9999-12-31"
    if first > last:
        raise BadArgument(f"the range ends before it begins: {since} to {until}", hint="swap the two dates")
    return first, last


def _reach(date: str) -> tuple[str, str]:
    span = reach(date)
    if span is None:
        raise BadArgument(f"{date!r} is no date", hint="give it as 2024-01-18, 2024-01 or 2024")
    return span


def _within(first: str | None, last: str | None, since: str, until: str) -> bool:
    return first is not None and last is not None and first <= until and last >= since


def of_party(side: str, party: str) -> tuple[str, list[str]]:
    """The condition that a side (or, for "", a line's own key) is the party: a state with all that is of it, or one full code.

    Returns:
        SQL with question marks, and the values for them.
    """
    key, code = (side, f"{side}_code") if side else ("key", "code")
    if side_key(party) == party:
        return f"{key} = ?", [party]
    return f"({key} = ? AND {code} = ?)", [side_key(party), party]


def event_lines(ask: Ask, a: str, b: str) -> list[tuple[Any, ...]]:
    """(event id, article id, direction seen from a, date, first, last, basis) of each event of the pair, once each."""
    found: dict[str, list[Any]] = {}
    # A state and a group of it share the key, so the two may stand in either order there.
    for one, other, flip in ((a, b, False), (b, a, True)):
        left, right = of_party("a", one), of_party("b", other)
        rows = ask(
            'SELECT event_id, article_id, direction, "date", "first", "last", date_basis FROM event_dyads '
            f"WHERE {left[0]} AND {right[0]}",
            [*left[1], *right[1]],
        )
        for id, article, stored, *dated in rows:
            direction = _FLIPPED[stored] if flip else stored
            line = found.setdefault(id, [article, direction, *dated])
            if line[1] != direction:
                line[1] = "both"
    return [(id, *line) for id, line in found.items()]


def events_between(ask: Ask, a: str, b: str) -> list[str]:
    """The ids of the events between two parties."""
    return [line[0] for line in event_lines(ask, a, b)]


def matters_between(ask: Ask, kind: str, a: str, b: str) -> list[str]:
    """The ids of the undertakings or facts (kind: "undertaking", "fact") that have both as parties."""
    return [id for id, _, _, _ in _matter_rows(ask, kind, a, b)]


def _events(lines: list[tuple[Any, ...]], bodies: dict[str, str], stories: Mapping[str, str]) -> tuple[DyadEvent, ...]:
    events = []
    for id, _, direction, date, _, _, basis in lines:
        event, known = codec.event(json.loads(bodies[id])), cast(Basis | None, basis)
        events.append(DyadEvent(event=event, direction=direction, date=date, date_basis=known, story=stories.get(id)))
    return tuple(sorted(events, key=_order))


def _order(entry: DyadEvent) -> tuple[str, str, int, int, str]:
    event = entry.event
    return entry.date or "", event.article_id, event.sentence.start, event.trigger.start, event.id


def bodies_of(ask: Ask, ids: list[str]) -> dict[str, str]:
    if not ids:
        return {}
    return dict(ask(f"SELECT id, body FROM events WHERE id IN ({LISTED})", [codec.dump(ids)]))


def _stories(ask: Ask, ids: list[str]) -> dict[str, str]:
    """The story that each event tells; needs the table ``story_roots``, which the View makes."""
    if not ids:
        return {}
    roots = "story_events s LEFT JOIN story_roots m ON m.story = s.story"
    return dict(
        ask(f"SELECT event_id, coalesce(root, s.story) FROM {roots} WHERE event_id IN ({LISTED})", [codec.dump(ids)])
    )


def _matters(
    ask: Ask, kind: str, pair: tuple[str, str], span: Range, decode: Callable[[codec.Plain], M]
) -> tuple[M, ...]:
    """The undertakings or facts that have both as parties, by the date of their article."""
    rows = _matter_rows(ask, kind, *pair)
    within = [(body, first or "") for _, body, first, last in rows if span is None or _within(first, last, *span)]
    kept = [(first, decode(json.loads(body))) for body, first in within]
    kept.sort(key=lambda line: (line[0], line[1].article_id, line[1].sentence.start, line[1].id))
    return tuple(matter for _, matter in kept)


def _matter_rows(ask: Ask, kind: str, a: str, b: str) -> list[tuple[Any, ...]]:
    left, right = of_party("", a), of_party("", b)
    one = f"SELECT {kind}_id FROM {kind}_parties WHERE "
    return ask(
        f'SELECT m.id, m.body, x."first", x."last" FROM {kind}s m JOIN articles x ON x.id = m.article_id '
        f"WHERE m.id IN ({one}{left[0]} INTERSECT {one}{right[0]})",
        [*left[1], *right[1]],
    )


def _others(ask: Ask, pair: tuple[str, str], articles: set[str], own: set[str], span: Range) -> list[str]:
    """The ids of sanctions on one of the two, and of mediation, by others."""
    keys = [side_key(party) for party in pair]
    rows = ask(_OTHERS, [keys, codec.dump(sorted(articles))])
    kept = [id for id, first, last in rows if id not in own and (span is None or _within(first, last, *span))]
    return kept[:MOST_OTHERS]


def _standing(matters: tuple[M, ...], replaced: Mapping[str, Correction]) -> tuple[M, ...]:
    return tuple(matter for matter in matters if matter.article_id not in replaced)


def _again(
    heads: Mapping[str, ArticleHead], groups: Mapping[str, Group], replaced: Mapping[str, Correction]
) -> dict[str, ArticleHead]:
    """The heads with what each article is to others of the record."""
    corrects: defaultdict[str, list[str]] = defaultdict(list)
    for id, one in replaced.items():
        corrects[one.article_id].append(f"{one.kind} of {id}")
    found = {}
    for id, head in heads.items():
        members = groups[id].members if id in groups else (id,)
        copy_of = None if members[0] == id else members[0]
        found[id] = replace(head, copy_of=copy_of, copies=len(members) - 1, corrects=tuple(corrects[id]))
    return found


def article_heads(ask: Ask, ids: set[str]) -> dict[str, ArticleHead]:
    """The heads of articles, by id."""
    if not ids:
        return {}
    columns = 'id, title, outlet, "date", date_basis, url, origin, language'
    rows = ask(f"SELECT {columns} FROM articles WHERE id IN ({LISTED}) ORDER BY id", [codec.dump(list(ids))])
    return {row[0]: _head(*row) for row in rows}


def _head(
    id: str, title: str | None, outlet: str | None, date: str | None, basis: str | None, *where: str | None
) -> ArticleHead:
    url, origin, language = where
    known = None if basis is None else DateBasis(basis)
    return ArticleHead(
        id=id, title=title, outlet=outlet, date=date, date_basis=known, url=url, origin=origin or "", language=language
    )
