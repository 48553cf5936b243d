"""What days a stated date reaches from and to: an ISO day, month or year, as text."""

import calendar
import re
from functools import lru_cache

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")


@lru_cache(maxsize=1 << 16)
def reach(date: str | None) -> tuple[str, str] | None:
    """First and last day of an ISO day, month or year; null for null and for what is none of them.

    >>> reach("2024-02"), reach("2019"), reach("2024-01-18"), reach("spring")
    (('2024-02-01', '2024-02-29'), ('2019-01-01', '2019-12-31'), ('2024-01-18', '2024-01-18'), None)
    """
    found = _ISO.fullmatch(date) if date else None
    if not found:
        return None
    year, month, day = found.groups()
    # Years beyond these are slips, and break calendar arithmetic.
    if not 1000 <= int(year) <= 9998 or (month and not 1 <= int(month) <= 12):
        return None
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    days = calendar.monthrange(int(year), int(month))[1]
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{days:02d}"
    return (f"{year}-{month}-{day}",) * 2 if 1 <= int(day) <= days else None
