"""Periods of the calendar: days, weeks from Monday on (ISO 8601), months, quarters and years, by their first day."""

from datetime import date, timedelta
from functools import lru_cache

from bilat.record import By


def floor(day: date, by: By) -> date:
    """The first day of the period that the day lies in."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    if by == "month":
        return day.replace(day=1)
    if by == "quarter":
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return day.replace(month=1, day=1) if by == "year" else day


def following(start: date, by: By) -> date:
    """The first day of the next period."""
    length = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[by]
    return floor(start + timedelta(days=length), by)


def label(start: date, by: By) -> str:
    """The period's name."""
    if by == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}"
    if by == "quarter":
        return f"{start.year:04d}-Q{(start.month + 2) // 3}"
    return start.isoformat()[: {"year": 4, "month": 7}.get(by, 10)]


@lru_cache(maxsize=64)
def periods_between(first: date, last: date, by: By) -> tuple[date, ...]:
    """The first days of all periods from the one that a day lies in to the one that a later day lies in."""
    starts, start = [], floor(first, by)
    while start <= last:
        starts.append(start)
        start = following(start, by)
    return tuple(starts)
