"""One party, and one outlet, as the record has them: who speaks and acts for it, with whom, when; what it covers."""

from dataclasses import dataclass

from bilat.record.listings import PairLine
from bilat.record.view import View

_STANDING = "{}.article_id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL)"
_DONE = "d.status IN ('actual', 'historical')"
_MOST = 500  # persons, whom a large record may have thousands of
# Each event of a party once for each other side, with the direction as seen from the party.
_SIDES = f"""
SELECT event_id, other, "first", status, quad, direction FROM (
  SELECT d.*, d.b AS other FROM event_dyads d WHERE d.a = $1 AND d.b <> $1
  UNION ALL SELECT d.* REPLACE (CASE direction WHEN 'a>b' THEN 'b>a' WHEN 'b>a' THEN 'a>b' ELSE 'both' END AS direction),
    d.a AS other FROM event_dyads d WHERE d.b = $1 AND d.a <> $1) x
WHERE {_STANDING.format("x")}
"""
_PERSONS = f"""
CREATE TABLE IF NOT EXISTS listed_persons AS
SELECT p.key, p.name, p.role, count(DISTINCT p.event_id) AS events, min(a."first") AS first, max(a."last") AS last
FROM parties p JOIN article_heads a ON a.id = p.article_id
WHERE p.key <> '' AND p.name IS NOT NULL AND {_STANDING.format("p")} GROUP BY p.key, p.name, p.role ORDER BY p.key
"""
_SECTORS = f"""
CREATE TABLE IF NOT EXISTS listed_sectors AS
SELECT p.key, p.sector, count(DISTINCT p.event_id) AS events FROM parties p
WHERE p.key <> '' AND {_STANDING.format("p")} GROUP BY p.key, p.sector ORDER BY p.key
"""
_NAMED = f"""
SELECT name, role, events, first, last FROM listed_persons WHERE key = ?
ORDER BY events DESC, name, role LIMIT {_MOST}
"""
_OF = "SELECT sector, events FROM listed_sectors WHERE key = ? ORDER BY events DESC, sector"
_YEARS = f"""
SELECT left("first", 4) AS year, count(DISTINCT event_id) FILTER (quad LIKE '%cooperation'),
  count(DISTINCT event_id) FILTER (quad LIKE '%conflict')
FROM ({_SIDES}) d WHERE {_DONE} AND "first" IS NOT NULL GROUP BY year ORDER BY year
"""
_WITH = f"""
SELECT other, count(DISTINCT event_id) AS n,
  count(DISTINCT event_id) FILTER ({_DONE} AND quad LIKE '%cooperation'),
  count(DISTINCT event_id) FILTER ({_DONE} AND quad LIKE '%conflict'), min("first"), max("first")
FROM ({_SIDES}) d WHERE other <> '' GROUP BY other ORDER BY n DESC, other
"""
_COVERED = f"""
SELECT d.a, d.b, count(DISTINCT d.event_id) AS n, min(d."first"), max(d."last") FROM event_dyads d
JOIN article_heads x ON x.id = d.article_id WHERE x.outlet IS NOT DISTINCT FROM ? AND d.a <> d.b AND {_STANDING.format("d")}
GROUP BY d.a, d.b ORDER BY n DESC, d.a, d.b LIMIT ?
"""
_ABOUT = f"""
SELECT issue, count(*) AS n FROM (
  SELECT unnest(e.issues) AS issue FROM event_columns e JOIN article_heads x ON x.id = e.article_id
  WHERE x.outlet IS NOT DISTINCT FROM ? AND {_STANDING.format("e")})
GROUP BY issue ORDER BY n DESC, issue
"""
_TOLD = """
WITH own AS (
  SELECT DISTINCT coalesce(r.root, s.story) AS id FROM story_events s JOIN article_heads x ON x.id = s.article_id
  LEFT JOIN listed_roots r ON r.story = s.story WHERE x.outlet IS NOT DISTINCT FROM ?)
SELECT count(*), count(*) FILTER (l.outlets <= 1), count(*) FILTER (l.outlets > 1)
FROM own JOIN listed_stories l ON l.id = own.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person in a role, as the articles name both, and the days of the first and the last of these articles."""

    name: str
    role: str | None
    events: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What took place in a year between a party and all others, by its own date or else its article's."""

    year: str
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True, kw_only=True)
class With:
    """What stands between a party and one other: all events, and of those that took place the two kinds."""

    code: str
    events: int
    cooperation: int
    conflict: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A party.

    Attributes:
        persons: Those who are named as of it, by how often.
        sectors: How many events each of its sectors stands in; "" is the party as such.
    """

    persons: tuple[Person, ...]
    sectors: tuple[tuple[str, int], ...]
    years: tuple[Year, ...]
    others: tuple[With, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an outlet tells.

    Attributes:
        stories: How many it tells; alone: those that no other outlet of the record does; shared: the others.
    """

    dyads: tuple[PairLine, ...]
    issues: tuple[tuple[str, int], ...]
    stories: int
    alone: int
    shared: int


def prepare(view: View) -> None:
    """Counts the persons and sectors of all parties of a view; later calls do nothing."""
    view.ask(_PERSONS)
    view.ask(_SECTORS)


def party(view: View, code: str) -> Portrait:
    """A state, IGO or group; one that the record does not have has nothing. :func:`prepare` comes before."""
    years, others = view.ask(_YEARS, [code]), view.ask(_WITH, [code])
    return Portrait(
        persons=tuple(
            Person(name=name, role=role, events=n, first=first, last=last)
            for name, role, n, first, last in view.ask(_NAMED, [code])
        ),
        sectors=tuple((sector or "", n) for sector, n in view.ask(_OF, [code])),
        years=tuple(Year(year=year, cooperation=good, conflict=bad) for year, good, bad in years),
        others=tuple(
            With(code=other, events=n, cooperation=good, conflict=bad, first=first, last=last)
            for other, n, good, bad, first, last in others
        ),
    )


def outlet(view: View, name: str | None, dyads: int) -> Told:
    """What an outlet tells, with so many of its pairs; the stories of the view must have been put together before.

    Args:
        name: Null for the articles that name no outlet.
    """
    stories, alone, shared = view.ask(_TOLD, [name])[0]
    return Told(
        dyads=tuple(
            PairLine(a=a, b=b, events=n, imported=0, first=x, last=z)
            for a, b, n, x, z in view.ask(_COVERED, [name, dyads])
        ),
        issues=tuple((issue, n) for issue, n in view.ask(_ABOUT, [name])),
        stories=stories,
        alone=alone,
        shared=shared,
    )
