"""Where a pair's acts took place."""

from dataclasses import dataclass

from bilat.record.view import View

MOST = 60
"""Places that are given, those with the most acts."""

_PLACES = """
WITH own AS (
  SELECT DISTINCT event_id, quad, country, latitude, longitude FROM event_places
  WHERE a = $1 AND b = $2 AND status IN ('actual', 'historical')
    AND ("last" >= $3 OR $3 IS NULL) AND ("first" <= $4 OR $4 IS NULL)
    AND article_id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL))
SELECT latitude, longitude, any_value(country), count(*) FILTER (quad LIKE '%cooperation'),
  count(*) FILTER (quad LIKE '%conflict')
FROM own GROUP BY latitude, longitude ORDER BY count(*) DESC, latitude, longitude LIMIT $5
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A place and how many assertions of what took place it has; WGS 84 degrees."""

    country: str | None
    latitude: float
    longitude: float
    cooperation: int
    conflict: int


def places(
    view: View, a: str, b: str, since: str | None = None, until: str | None = None, *, most: int = MOST
) -> tuple[Located, ...]:
    """The places of a pair's acts that took place, the most told first.

    Args:
        a, b: Codes of states or IGOs.
        since, until: First and last day.
    """
    rows = view.ask(_PLACES, [*sorted((a, b)), since, until, most])
    return tuple(
        Located(country=c, latitude=y, longitude=x, cooperation=good, conflict=bad) for y, x, c, good, bad in rows
    )
