"""How much was read, week by week: a week of which nothing was read is a gap of the record, not a quiet week."""

from collections.abc import Mapping
from datetime import date, timedelta

from bilat.record import View

_WEEKS = """
SELECT CAST(date_trunc('week', day) AS DATE), count(*)
FROM (SELECT TRY_CAST("first" AS DATE) AS day FROM articles WHERE "first" = "last") WHERE day IS NOT NULL GROUP BY 1
"""


def weeks_read(view: View) -> Mapping[str, int]:
    """By its Monday (ISO), how many articles of the record are dated to each week; weeks of none are left out."""
    return {week.isoformat(): number for week, number in view.ask(_WEEKS)}


def gaps(read: Mapping[str, int], since: str, until: str) -> tuple[str, ...]:
    """The Mondays of the whole weeks between two days of which nothing was read.

    >>> gaps({"2024-01-01": 3, "2024-01-15": 1}, "2024-01-01", "2024-01-21")
    ('2024-01-08',)
    """
    monday = date.fromisoformat(since)
    monday += timedelta(days=-monday.weekday() % 7)
    found = []
    while (monday + timedelta(days=6)).isoformat() <= until:
        if not read.get(monday.isoformat()):
            found.append(monday.isoformat())
        monday += timedelta(days=7)
    return tuple(found)
