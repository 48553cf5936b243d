"""When an article was published: clues in order of trust, and the reason in words, also where there is no date."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain

from bilat.model import DateBasis
from bilat.reading.draft import DateClue

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"(?<!\d){_YEAR}[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}})(?!\d)",
        rf"^\s*{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{{6}}Z?)?\s*$",
        rf"(?<!\d){_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}(?!\d)",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)",
    )
)
_SLASHED = re.compile(rf"(?<!\d)(?P<first>\d{{1,2}})[/.-](?P<second>\d{{1,2}})[/.-]{_YEAR}(?!\d)")
_IN_URL = (
    re.compile(r"[/_-](?P<year>(?:19|20)\d\d)[/_-](?P<month>\d{1,2})[/_-](?P<day>\d{1,2})(?=[/_.?#-]|$)"),
    re.compile(
        rf"/(?P<year>(?:19|20)\d\d)/(?P<month>{'|'.join(_MONTHS)})/(?P<day>\d{{1,2}})(?=[/?#]|$)", re.IGNORECASE
    ),
    re.compile(r"[/_=-](?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?=[/_.?#-]|$)"),
)
_WHEN = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}"
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d\d-\d\d)"
)
_DATELINE = re.compile(
    rf"^\s*(?P<place>[A-Z][\w.'\u2019 -]{{1,40}}?(?:,\s?[A-Z][\w.'\u2019 -]{{1,30}}?)?)\s*[,(/:]\s*(?P<when>{_WHEN})\)?"
    rf"\s*(?:\([^)\n]{{1,40}}\)|/[^/\n]{{1,30}}/)?\s*(?:--?|[\u2013\u2014:])"
)
_LABELLED = re.compile(
    rf"^[\W_]*(?:(?:first )?published|posted|date|dated)\s*(?:on|at)?\s*[:|-]?\s*(?:\w+day,?\s+)?(?P<when>{_WHEN})\b",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^\s*(?:\w+day,?\s+)?(?P<when>{_WHEN})\s*$")
_OLDEST = 1800
NO_DATE = "no date in metadata, address or text"


def parse_date(text: str) -> date | None:
    """The first day that a text names; None where it names none, or one that can be read two ways (03/04/2024).

    >>> parse_date("Thu, 18 Jan 2024 10:00:00 GMT"), parse_date("03/04/2024")
    (datetime.date(2024, 1, 18), None)
    """
    for pattern in _WRITTEN:
        found = pattern.search(text)
        if found:
            return _day(found["year"], found["month"], found["day"])
    found = _SLASHED.search(text)
    if not found:
        return None
    first, second = int(found["first"]), int(found["second"])
    if first > 12 or first == second:
        return _day(found["year"], found["second"], found["first"])
    return _day(found["year"], found["first"], found["second"]) if second > 12 else None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found if found.year >= _OLDEST else None


def settle(
    clues: Iterable[DateClue], url: str | None, text: str, today: date, fetched: date | None = None
) -> tuple[str | None, DateBasis | None, str]:
    """The date of an article, its basis and the reason.

    The first clue that can be read decides. One that lies in the future leaves the date unknown: a page whose clock is
    wrong is not to be believed by half. For a page that a crawler fetched, what came after that day is future; where
    nothing else tells the date, that day stands in.
    """
    unread = []
    today = min(today, fetched or today)
    for clue in chain(clues, clues_of_url(url), _clues_of_text(text)):
        found = parse_date(clue.text)
        if found is None:
            unread.append(f"{clue.place} has {clue.text.strip()[:60]!r}, no date that can be read")
        elif found > today + timedelta(days=1):
            return None, None, f"{found.isoformat()} in {_where(clue)} lies in the future"
        else:
            return found.isoformat(), clue.basis, "; ".join([f"{clue.place}: {clue.text.strip()[:80]}", *unread])
    if fetched is not None:
        return fetched.isoformat(), DateBasis.CRAWL, "; ".join([f"fetched on this day, {NO_DATE}", *unread])
    return None, None, "; ".join(unread) or NO_DATE


def _where(clue: DateClue) -> str:
    names = {DateBasis.METADATA: "metadata", DateBasis.URL: "the address", DateBasis.TEXT: "the text"}
    return names.get(clue.basis, clue.place)


def clues_of_url(url: str | None) -> Iterator[DateClue]:
    """The date that an address has as part of its path, where it has a whole one."""
    for pattern in _IN_URL if url else ():
        found = pattern.search(url or "")
        if found and (day := _day(found["year"], found["month"], found["day"])):
            yield DateClue(text=day.isoformat(), basis=DateBasis.URL, place="address")
            return


def _clues_of_text(text: str) -> Iterator[DateClue]:
    """A dateline or a line that only tells the date, at the top; a "Published" line at the end too."""
    lines = [line for line in text[:3000].split("\n") if line.strip()][:6]
    last = [line for line in text[-1000:].split("\n") if line.strip()][-3:]
    for line in lines:
        for pattern, place in ((_DATELINE, "dateline"), (_LABELLED, "line"), (_BARE, "line")):
            found = pattern.match(line)
            if found:
                yield DateClue(text=found["when"], basis=DateBasis.TEXT, place=place)
                return
    for line in last:
        found = _LABELLED.match(line)
        if found:
            yield DateClue(text=found["when"], basis=DateBasis.TEXT, place="line")
            return


def is_dateline(line: str) -> bool:
    """Whether a line tells place and date or date alone, and so is no headline."""
    return any(pattern.match(line) for pattern in (_DATELINE, _LABELLED, _BARE))
