"""Acts of others that bear on a pair, by question: who acts on one of the two in a sentence, an article or a matter of both.

All is asked of the flat tables, without sentences. A third is named by its key, an armed group by its code, so that a state and a
group that fights it are two.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bilat.model import EventType, ObstacleKind, Status
from bilat.record import codec
from bilat.record.pair import LISTED, Ask
from bilat.record.rows import side_key

Link = Literal["sentence", "undertaking", "article"]
Bears = Literal["presses", "mediates", "fought", "aids"]

# Every act between one of the two (side) and a third: acts, whether the third acts on it; suffers, whether it on the third.
_TOWARD = """
toward AS (
  SELECT event_id, article_id, "start", a AS side, b AS "key", b_code AS code, direction IN ('b>a', 'both') AS acts,
    direction IN ('a>b', 'both') AS suffers, type, quad, mode, status, "date", "first", "last"
  FROM event_dyads WHERE a IN ($1, $2) AND b NOT IN ($1, $2)
  UNION ALL
  SELECT event_id, article_id, "start", b, a, a_code, direction IN ('a>b', 'both'), direction IN ('b>a', 'both'),
    type, quad, mode, status, "date", "first", "last"
  FROM event_dyads WHERE b IN ($1, $2) AND a NOT IN ($1, $2)),
known AS (
  SELECT *, CASE WHEN ends_with(code, 'REB') OR code = 'UAF' THEN code ELSE "key" END AS third FROM toward
  WHERE article_id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL)
    AND ($3 IS NULL OR "last" >= $3) AND ($4 IS NULL OR "first" <= $4) AND "key" <> '')
"""
_STORY = """
LEFT JOIN story_events s ON s.event_id = f.event_id LEFT JOIN story_roots m ON m.story = s.story
"""
_PRESSING = f"""
WITH {_TOWARD},
named AS (SELECT DISTINCT article_id, "start", side FROM known),
own AS (SELECT DISTINCT article_id, "start" FROM event_dyads WHERE a = least($1, $2) AND b = greatest($1, $2)),
matters AS (
  SELECT u.article_id, CAST(u.body->>'$.sentence[0]' AS BIGINT) AS "start" FROM undertakings u WHERE u.id IN (
    SELECT undertaking_id FROM undertaking_parties WHERE key = $1
    INTERSECT SELECT undertaking_id FROM undertaking_parties WHERE key = $2)),
told AS (SELECT article_id FROM own UNION SELECT article_id FROM matters),
found AS (
  SELECT k.*, CASE WHEN u.article_id IS NOT NULL THEN 'undertaking'
    WHEN k.type <> 'REQUEST' AND o.article_id IS NOT NULL THEN 'sentence'
    WHEN k.type = 'SANCTION' AND n.article_id IS NOT NULL THEN 'sentence'
    WHEN k.type = 'SANCTION' AND t.article_id IS NOT NULL THEN 'article' END AS link
  FROM known k
  LEFT JOIN (SELECT DISTINCT article_id, "start" FROM matters) u ON u.article_id = k.article_id AND u."start" = k."start"
  LEFT JOIN named n ON n.article_id = k.article_id AND n."start" = k."start" AND n.side <> k.side
  LEFT JOIN own o ON o.article_id = k.article_id AND o."start" = k."start"
  LEFT JOIN told t ON t.article_id = k.article_id
  WHERE k.acts AND NOT k.suffers AND k.status IN ('actual', 'planned')
    AND k.type IN ('SANCTION', 'COERCE', 'THREATEN', 'REQUEST', 'ACCUSE', 'REJECT'))
SELECT f.event_id, f.article_id, f."start", f.third, f.side, f.type, f.status, f."date", f."first", f.link,
  coalesce(m.root, s.story)
FROM found f {_STORY} WHERE f.link IS NOT NULL
"""
# Those who mediate together, one of the two among them, do so between others.
_MEDIATING = f"""
WITH {_TOWARD},
found AS (
  SELECT k.* FROM known k SEMI JOIN known o ON o.event_id = k.event_id AND o.third = k.third AND o.side <> k.side AND o.acts
  WHERE k.mode = 'third-party' AND k.acts AND NOT k.suffers AND k.status <> 'negated')
SELECT f.event_id, f.article_id, f."start", f.third, f.side, f.type, f.status, f."date", f."first", 'sentence',
  coalesce(m.root, s.story) FROM found f {_STORY}
"""
# Acts between each of the two and one third: kept where both have some.
_BOTH = f"""
WITH {_TOWARD},
legs AS (SELECT * FROM known WHERE status = 'actual' AND NOT starts_with("key", 'IGO') AND {{such}}),
found AS (
  SELECT * FROM legs WHERE third IN (SELECT third FROM legs GROUP BY third HAVING count(DISTINCT side) = 2))
SELECT f.event_id, f.article_id, f."start", f.third, f.side, f.type, f.status, f."date", f."first", 'article',
  coalesce(m.root, s.story) FROM found f {_STORY}
"""
# What several do together, as a boycott of nine states, stands between each two of them: no one of these is its target.
_ENEMY = "(type = 'ASSAULT' OR suffers AND NOT acts AND type IN ('COERCE', 'MOBILIZE', 'SANCTION'))"
_PATRON = "type = 'AID' AND acts AND NOT suffers"

_STANDING = f"""
WITH {_TOWARD}
SELECT side, third, count(*), count(*) FILTER (ends_with(quad, 'conflict')), count(*) FILTER (acts AND NOT suffers),
  count(*) FILTER (acts AND NOT suffers AND ends_with(quad, 'conflict')),
  count(*) FILTER (acts AND NOT suffers AND type = 'SANCTION')
FROM known WHERE status = 'actual' GROUP BY ALL
"""

_HINDERED = f"""
SELECT o.undertaking_id, o.article_id, o.text, o.kind, o."start", o."end", x."date", x."first",
  list(DISTINCT CASE WHEN ends_with(p.code, 'REB') THEN p.code ELSE p.key END) FILTER (p.key <> '')
FROM obstacles o JOIN articles x ON x.id = o.article_id
LEFT JOIN parties p ON p.article_id = o.article_id AND p."start" >= o."start" AND p."end" <= o."end"
WHERE o.undertaking_id IN ({LISTED}) GROUP BY ALL
"""
_NAMED = f"""
SELECT text, arg_max(key, n) FROM (
  SELECT text, key, count(*) AS n FROM parties WHERE code IN (key, key || 'GOV') AND text IN ({LISTED}) GROUP BY ALL)
GROUP BY text
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """An act between a third and one of a pair.

    Attributes:
        third: The third's key or, of an armed group, code; side: the one of the two that the act is with.
        link: What binds it to the other of the two.
        story: The story of the record that it tells, null where there are none.
    """

    id: str
    article_id: str
    at: int
    third: str
    side: str
    type: EventType
    status: Status
    date: str | None
    first: str | None
    link: Link
    story: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An obstacle of an undertaking.

    Attributes:
        at: Where its words begin in the article's text.
        keys: Of the parties that the record has in its words.
    """

    undertaking_id: str
    article_id: str
    text: str
    kind: ObstacleKind
    at: int
    date: str | None
    first: str | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that took place between a third and one of a pair, counted as assertions.

    Attributes:
        dealings: Between the two, whichever way; conflict: of these those of conflict.
        acts: Those of the third on the other; hostile: of these those of conflict; sanctions: likewise.
    """

    dealings: int
    conflict: int
    acts: int
    hostile: int
    sanctions: int


def standings(ask: Ask, a: str, b: str) -> dict[tuple[str, str], Standing]:
    """How each of a pair stands with each third, by the keys of the one and the third; of all days."""
    rows = ask(_STANDING, [side_key(a), side_key(b), None, None])
    return {
        (side, third): Standing(dealings=dealings, conflict=conflict, acts=acts, hostile=hostile, sanctions=sanctions)
        for side, third, dealings, conflict, acts, hostile, sanctions in rows
    }


def pressing(ask: Ask, a: str, b: str, since: str | None, until: str | None) -> list[Bearing]:
    """Acts of a third on one of the two that a sentence, a matter or, for sanctions, an article binds to the other.

    Args:
        since: First day; until: the last; acts count by their own date, else by their article's.
    """
    return _bearings(ask, _PRESSING, a, b, since, until)


def mediating(ask: Ask, a: str, b: str, since: str | None, until: str | None) -> list[Bearing]:
    """Acts of a third that mediates between the two, one row for each of the two."""
    return _bearings(ask, _MEDIATING, a, b, since, until)


def fought(ask: Ask, a: str, b: str, since: str | None, until: str | None) -> list[Bearing]:
    """Acts of material conflict between each of the two and one third."""
    return _bearings(ask, _BOTH.format(such=_ENEMY), a, b, since, until)


def aided(ask: Ask, a: str, b: str, since: str | None, until: str | None) -> list[Bearing]:
    """Aid that one third gives to each of the two."""
    return _bearings(ask, _BOTH.format(such=_PATRON), a, b, since, until)


def _bearings(ask: Ask, sql: str, a: str, b: str, since: str | None, until: str | None) -> list[Bearing]:
    one, other = side_key(a), side_key(b)
    if one == other:
        return []  # a state and a group of it share their key: the tables do not tell their thirds apart
    return [_bearing(*row) for row in ask(sql, [one, other, since, until])]


def _bearing(
    id: str,
    article: str,
    at: int,
    third: str,
    side: str,
    kind: str,
    status: str,
    date: str | None,
    first: str | None,
    link: Link,
    story: str | None,
) -> Bearing:
    return Bearing(
        id=id,
        article_id=article,
        at=at,
        third=third,
        side=side,
        type=EventType(kind),
        status=Status(status),
        date=date,
        first=first,
        link=link,
        story=story,
    )


def held(ask: Ask, undertakings: Iterable[str]) -> list[Held]:
    """The obstacles of some undertakings, with the parties that stand in their words."""
    rows = ask(_HINDERED, [codec.dump(sorted(undertakings))])
    return [
        Held(
            undertaking_id=id,
            article_id=article,
            text=text,
            kind=ObstacleKind(kind),
            at=start,
            date=date,
            first=first,
            keys=tuple(sorted(keys or ())),
        )
        for id, article, text, kind, start, _, date, first, keys in rows
    ]


def named(ask: Ask, texts: Iterable[str]) -> dict[str, str]:
    """The state or body that the record's articles mean by some texts, where they mean one by it: "U.S." is USA."""
    return dict(ask(_NAMED, [codec.dump(sorted(texts))]))


BEARS: Mapping[Bears, Callable[[Ask, str, str, str | None, str | None], list[Bearing]]] = {
    "presses": pressing,
    "mediates": mediating,
    "fought": fought,
    "aids": aided,
}
"""How an act of a third bears on a pair, and the question that finds such acts."""
