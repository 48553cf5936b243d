"""What the record has on the undertakings of a pair, by question: mentions, the pair's articles, sentences, acts and stories.

Each function takes :meth:`View.ask` and gives rows or values; what they mean over time is worked out in relations/matters.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bilat.model import Event, Span, Status, Undertaking
from bilat.record import codec
from bilat.record.pair import LISTED, Ask, of_party
from bilat.record.rows import side_key

_STANDING = "x.id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL)"
_WITHIN = '(? IS NULL OR x."last" >= ?) AND (? IS NULL OR x."first" <= ?)'
_HEADS = """
SELECT u.id, u.article_id, x."date", u.name, u.kind, u.issue, u.status,
  from_json(u.body->'$.parties', '["VARCHAR"]') AS parties, u.body->>'$.mention[2]' AS mention,
  u.body->>'$.sentence[2]' AS sentence, CAST(u.body->>'$.sentence[0]' AS INTEGER) AS at,
  from_json(u.body->'$.reasons', '[["VARCHAR"]]') AS reasons
FROM undertakings u JOIN articles x ON x.id = u.article_id
"""
# A text that names a party by itself: no role, no person, all words with a capital.
_NAMES = """
SELECT text FROM parties
WHERE list_contains(?, key) AND code IN (key, key || 'GOV') AND name IS NULL AND role IS NULL
  AND regexp_full_match(text, '(?:[Tt]he )?[[:upper:]][\\w.]*(?: (?:of )?[[:upper:]][\\w.]*){0,3}')
GROUP BY text HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 400
"""
_TEXTS = f"""
SELECT x.id, x."date", x.text, s.starts, s.ends FROM articles x JOIN (
  SELECT article_id, list("start" ORDER BY n) AS starts, list("end" ORDER BY n) AS ends FROM sentences
  WHERE article_id IN ({LISTED}) GROUP BY article_id
) s ON s.article_id = x.id ORDER BY x."first" NULLS FIRST, x.id
"""
# Without the bodies, which take most of an event's bytes.
_AT = """
WITH told AS (
  SELECT e.id, e.article_id, e."start", e.trigger, e.status, e."date" FROM events e JOIN (
    SELECT place[1] AS article_id, CAST(place[2] AS BIGINT) AS "start" FROM (
      SELECT unnest(from_json(?, '[["VARCHAR"]]')) AS place)
  ) p ON p.article_id = e.article_id AND p."start" = e."start"),
keys AS (
  SELECT event_id, list(DISTINCT key) AS keys FROM parties
  WHERE side <> 'attributed_to' AND key <> '' AND event_id IN (SELECT id FROM told) GROUP BY event_id)
SELECT t.*, coalesce(k.keys, []) FROM told t LEFT JOIN keys k ON k.event_id = t.id ORDER BY t.article_id, t."start", t.id
"""


_RETOLD = f"""
WITH rooted AS (
  SELECT s.event_id, coalesce(m.root, s.story) AS story FROM story_events s LEFT JOIN story_roots m ON m.story = s.story),
own AS (SELECT event_id, story FROM rooted WHERE event_id IN ({LISTED})),
others AS (SELECT o.event_id AS one, r.event_id AS id FROM own o JOIN rooted r ON r.story = o.story
  AND r.event_id <> o.event_id)
SELECT o.one, e.id, e.article_id, e."date" FROM others o JOIN events e ON e.id = o.id ORDER BY o.one, e.article_id, e.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the undertakings of a pair, without what holds them up."""

    id: str
    article_id: str
    date: str | None
    name: str
    kind: str
    issue: str
    status: str
    parties: Sequence[str]
    mention: str
    sentence: str
    at: int
    reasons: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """As much of an event as tells whether a sentence's words were done, by whom and when; ``keys`` are its parties'."""

    id: str
    article_id: str
    at: int
    trigger: str
    status: Status
    date: str | None
    keys: tuple[str, ...]


def act(event: Event) -> Act:
    """An event as an act."""
    codes = [party.code for party in (*event.actors, *event.recipients) if party.code]
    return Act(
        id=event.id,
        article_id=event.article_id,
        at=event.sentence.start,
        trigger=event.trigger.text,
        status=event.status,
        date=event.date,
        keys=tuple(dict.fromkeys(side_key(code) for code in codes)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article's text and where its sentences stand in it."""

    article_id: str
    date: str | None
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def sentence_at(self, place: int) -> Span | None:
        """The sentence that a character stands in, null between two."""
        n = bisect_right(self.starts, place) - 1
        if n < 0 or place >= self.ends[n]:
            return None
        return Span(self.starts[n], self.ends[n], self.text[self.starts[n] : self.ends[n]])


def lines(ask: Ask, a: str, b: str, since: str | None = None, until: str | None = None) -> list[Line]:
    """The undertakings that have both as parties, by the date of their article.

    Args:
        since: First day of articles; until: the last; an article of a month counts where a day of it lies between.
    """
    left, right = of_party("", a), of_party("", b)
    one = "SELECT undertaking_id FROM undertaking_parties WHERE "
    rows = ask(
        f"{_HEADS} WHERE u.id IN ({one}{left[0]} INTERSECT {one}{right[0]}) AND {_STANDING} AND {_WITHIN} "
        'ORDER BY x."first" NULLS FIRST, u.article_id, u.id',
        [*left[1], *right[1], since, since, until, until],
    )
    return [Line(**dict(zip(Line.__slots__, row, strict=True))) for row in rows]


def read_days(ask: Ask, a: str, b: str, since: str | None = None, until: str | None = None) -> list[str]:
    """The last day of each dated article that tells of the pair, in order."""
    left, right = of_party("a", a), of_party("b", b)
    back = of_party("a", b), of_party("b", a)
    one, other = of_party("", a), of_party("", b)
    matter = "SELECT article_id, undertaking_id FROM undertaking_parties WHERE "
    rows = ask(
        f'SELECT x."last" FROM articles x WHERE x.id IN (SELECT article_id FROM event_dyads '
        f"WHERE ({left[0]} AND {right[0]}) OR ({back[0][0]} AND {back[1][0]}) "
        f"UNION SELECT article_id FROM ({matter}{one[0]} INTERSECT {matter}{other[0]})) "
        f'AND x."last" IS NOT NULL AND {_STANDING} AND {_WITHIN} ORDER BY 1',
        [*left[1], *right[1], *back[0][1], *back[1][1], *one[1], *other[1], since, since, until, until],
    )
    return [day for (day,) in rows]


def names(ask: Ask, keys: Iterable[str]) -> list[str]:
    """The texts by which articles name some states and bodies as such, the most used first."""
    return [text for (text,) in ask(_NAMES, [sorted(keys)])]


def undertakings(ask: Ask, ids: Iterable[str]) -> dict[str, Undertaking]:
    """Undertakings by id."""
    rows = ask(f"SELECT body FROM undertakings WHERE id IN ({LISTED})", [codec.dump(sorted(ids))])
    found = [codec.undertaking(json.loads(body)) for (body,) in rows]
    return {one.id: one for one in found}


def stories(ask: Ask, articles: Iterable[str]) -> dict[str, str]:
    """By article, the story that it tells as a whole."""
    rows = ask(
        f"SELECT article_id, story FROM story_articles WHERE article_id IN ({LISTED})", [codec.dump(sorted(articles))]
    )
    return dict(rows)


def texts(ask: Ask, articles: Iterable[str]) -> Iterator[Text]:
    """The texts of articles with their sentences, by date."""
    wanted = sorted(articles)
    for row in ask(_TEXTS, [codec.dump(wanted)]) if wanted else ():
        yield Text(**dict(zip(Text.__slots__, row, strict=True)))


def acts_at(ask: Ask, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Act]]:
    """The acts in some sentences, each named by its article and where it starts."""
    wanted = [[article, str(start)] for article, start in sorted(places)]
    found: dict[tuple[str, int], list[Act]] = {}
    for id, article, at, trigger, status, date, keys in ask(_AT, [codec.dump(wanted)]) if wanted else ():
        one = Act(
            id=id,
            article_id=article,
            at=at,
            trigger=trigger,
            status=Status(status),
            date=date,
            keys=tuple(sorted(keys)),
        )
        found.setdefault((article, at), []).append(one)
    return found


def retold(ask: Ask, events: Iterable[str]) -> dict[str, list[tuple[str, str, str | None]]]:
    """For some events, the others of their stories: (id, article, date of the act), by the event's id."""
    wanted = sorted(events)
    if not wanted:
        return {}
    told: dict[str, list[tuple[str, str, str | None]]] = {}
    for one, id, article, date in ask(_RETOLD, [codec.dump(wanted)]):
        told.setdefault(one, []).append((id, article, date))
    return told
