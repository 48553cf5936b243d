"""Times: the date expressions of a sentence, resolved against the article's date.

One scan with one compiled pattern finds every expression; the rule that matched then reads it again with its named
parts. A sentence does not tell here whether its verb looks back or ahead, so an expression that could mean either
("on Wednesday", "in March") carries both readings and the caller chooses.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Kind = Literal["day", "week", "month", "year", "period"]
Direction = Literal["past", "future", "none"]

NO_ARTICLE_DATE: Final = "the article's date is not known"


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One date expression, ``sentence[start:end] == text``.

    Attributes:
        value: ISO day, month ("2019-04") or year when the sentence looks back; null where that cannot be told.
        kind: How fine the expression is; a "period" ("the past decade", "2016-2019") names no single date.
        direction: Where the expression itself points, seen from the article's date; "none" where it does not say.
        reason: The rule that gave ``value``, or why there is none.
        value_future: The same as ``value`` where the sentence looks ahead; equal to it where only one reading exists.
    """

    start: int
    end: int
    text: str
    value: str | None
    kind: Kind
    direction: Direction
    reason: str
    value_future: str | None = None

    def at(self, *, future: bool) -> str | None:
        """The value for a sentence that looks ahead, or back."""
        return self.value_future if future else self.value


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a rule makes of its match."""

    value: str | None
    kind: Kind
    direction: Direction = "none"
    reason: str = ""
    ahead: str | None = None


Handler = Callable[[dict[str, str], date | None], _Reading | None]

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBER_WORDS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_NUMBERS: Final = {word: n for n, word in enumerate(_NUMBER_WORDS, start=1)} | {"a": 1, "an": 1}

_WD: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MON: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?= \d)))"
)
# Months that are also common words or first names need a preposition, a day or a year.
_PLAIN_MON: Final = "(?:January|February|July|September|October|November|December)"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])"
_ORD: Final = "(?:st|nd|rd|th)?"
_TO: Final = r"(?:\s?[-\u2013\u2014]\s?| to | and | or | through )"
_YEAR: Final = r"(?:1[89]\d\d|20\d\d)"
_NOT_NUMBER: Final = (
    r"(?![\d%\u00b0]|[.,:/]\d|[-\u2013]\d| ?(?:percent|per cent|pc|km|kg|mm)\b"
    r"| (?:to|or) (?:[3-9]\d{3}|\d{1,3},\d{3})\b)"
)
_COUNTED: Final = (
    r"(?! (?:more |other |new |young |armed |Afghan |Iranian |foreign |metric |square |nautical )*"
    r"(?:people|persons?|men|women|children|troops|soldiers|fighters|militants|refugees|migrants|prisoners|detainees"
    r"|civilians|families|villages|villagers|houses|homes|households|schools|students|pupils|workers|employees|members"
    r"|megawatts?|MW|kilomet(?:er|re)s?|km|met(?:er|re)s?|miles?|feet|acres|hectares|tons?|tonnes?|barrels"
    r"|litres|liters"
    r"|dollars?|euros?|rupees|rials|pounds|points|cases|deaths|vehicles|trucks|tanks|ships|buses|cars|items|seats|votes"
    r"|times|hours|days|weeks|months|years|others|fans|guests|delegates|companies|officers|police|personnel)\b)"
)
_N: Final = r"(?:\d{1,3}|(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))"
_PART: Final = r"(?:[Ee]arly |[Mm]id-|[Mm]id |[Ll]ate |[Ee]arlier |[Ll]ater )"


def _month_number(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, start=1) if month.startswith(name.rstrip(".")[:3]))


def _iso_month(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def _shift_month(day: date, months: int) -> str:
    index = day.year * 12 + day.month - 1 + months
    return _iso_month(index // 12, index % 12 + 1)


def _valid(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _against(value: str, article: date | None) -> Direction:
    """Whether a value lies wholly before or after the article's date."""
    if article is None:
        return "none"
    here = article.isoformat()[: len(value)]
    return "past" if value < here else "future" if value > here else "none"


def _fixed(value: str, kind: Kind, article: date | None, reason: str) -> _Reading:
    return _Reading(value, kind, _against(value, article), reason, value)


def _unknown(kind: Kind, reason: str, direction: Direction = "none") -> _Reading:
    return _Reading(None, kind, direction, reason)


def _week(day: date, direction: Direction, reason: str) -> _Reading:
    """The week that holds ``day``: its month, where all its working days lie in one."""
    monday = day - timedelta(days=day.weekday())
    friday = monday + timedelta(days=4)
    if monday.month != friday.month:
        return _unknown("week", f"{reason}; that week lies in two months", direction)
    month = _iso_month(monday.year, monday.month)
    return _Reading(month, "week", direction, f"{reason}; the month of that week", month)


def _full_day(parts: dict[str, str], article: date | None) -> _Reading:
    """A day of a month, with or without a year; of several days the first."""
    month = int(parts["mon"]) if parts["mon"].isdigit() else _month_number(parts["mon"])
    day = int(parts["day"])
    reason = "the first day of a range" if parts.get("day2") else "a day of a month"
    if parts.get("year"):
        found = _valid(int(parts["year"]), month, day)
        return _fixed(found.isoformat(), "day", article, reason) if found else _unknown("day", "no such day")
    if article is None:
        return _unknown("day", NO_ARTICLE_DATE)
    years = (article.year - 1, article.year, article.year + 1)
    every = [found for year in years if (found := _valid(year, month, day))]
    back = [found for found in every if (found - article).days <= 31]
    ahead = [found for found in every if found >= article]
    if not back:
        return _unknown("day", "no such day")
    value = back[-1].isoformat()
    return _Reading(
        value, "day", _against(value, article), f"{reason}, nearest the article's date",
        ahead[0].isoformat() if ahead else None,
    )  # fmt: skip


def _slashed(parts: dict[str, str], article: date | None) -> _Reading:
    first, second = int(parts["a"]), int(parts["b"])
    if first <= 12 and second <= 12 and first != second:
        return _unknown("day", "day and month cannot be told apart")
    day, month = (first, second) if first > 12 else (second, first)
    found = _valid(int(parts["year"]), month, day)
    return _fixed(found.isoformat(), "day", article, "a date in figures") if found else _unknown("day", "no such day")


def _month_year(parts: dict[str, str], article: date | None) -> _Reading:
    return _fixed(_iso_month(int(parts["year"]), _month_number(parts["mon"])), "month", article, "a month of a year")


def _bare_month(parts: dict[str, str], article: date | None) -> _Reading:
    if article is None:
        return _unknown("month", NO_ARTICLE_DATE)
    month = _month_number(parts["mon"])
    ahead_by = (month - article.month) % 12
    behind_by = (article.month - month) % 12
    lead = (parts.get("lead") or "").lower()
    past, future = _shift_month(article, -behind_by), _shift_month(article, ahead_by)
    if lead == "last":
        value = _shift_month(article, -(behind_by or 12))
        return _Reading(value, "month", "past", "the last month of that name", value)
    if lead == "next":
        value = _shift_month(article, ahead_by or 12)
        return _Reading(value, "month", "future", "the next month of that name", value)
    if lead == "since":
        return _Reading(past, "month", "past", "the last month of that name", past)
    if lead == "this":
        value = _iso_month(article.year, month)
        return _fixed(value, "month", article, "that month of the article's year")
    # A month that begins within a month is meant even where the verb looks back.
    value = future if ahead_by == 1 else past
    return _Reading(value, "month", "none", "the month of that name nearest the article's date", future)


_WEEKDAY_LEADS: Final[dict[str, Direction]] = {"last": "past", "past": "past", "next": "future", "coming": "future"}


def _weekday(parts: dict[str, str], article: date | None) -> _Reading:
    lead = (parts.get("lead") or "").lower()
    direction = _WEEKDAY_LEADS.get(lead, "none")
    if article is None:
        return _unknown("day", NO_ARTICLE_DATE, direction)
    number = _WEEKDAYS.index(parts["wd"])
    back = article - timedelta(days=(article.weekday() - number) % 7)
    ahead = article + timedelta(days=(number - article.weekday()) % 7)
    if direction == "past":
        back = ahead = back if back < article else back - timedelta(days=7)
    elif direction == "future":
        back = ahead = ahead if ahead > article else ahead + timedelta(days=7)
    elif lead == "this":
        back = ahead = article + timedelta(days=number - article.weekday())
    return _Reading(back.isoformat(), "day", direction, "weekday against the article's date", ahead.isoformat())


_NEAR_DAYS: Final = {
    "yesterday": -1, "last night": -1, "overnight": 0, "today": 0, "tonight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "earlier in the day": 0, "tomorrow": 1,
    "day before yesterday": -2, "day after tomorrow": 2,
}  # fmt: skip


def _near_day(parts: dict[str, str], article: date | None) -> _Reading:
    shift = _NEAR_DAYS[parts["near"].lower()]
    direction: Direction = "past" if shift < 0 else "future" if shift > 0 else "none"
    if article is None:
        return _unknown("day", NO_ARTICLE_DATE, direction)
    value = (article + timedelta(days=shift)).isoformat()
    return _Reading(value, "day", direction, "counted from the article's date", value)


_SHIFT: Final = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}


def _near_unit(parts: dict[str, str], article: date | None) -> _Reading:
    """ "last month", "next week", "this year", "earlier this month"."""
    shift, unit = _SHIFT[parts["which"].lower()], parts["unit"]
    part = (parts.get("part") or "").lower().strip()
    direction: Direction = "past" if shift < 0 else "future" if shift > 0 else "none"
    if not shift and part in ("earlier", "later"):
        direction = "past" if part == "earlier" else "future"
    if unit in ("decade", "century", "quarter", "spring", "summer", "autumn", "fall", "winter"):
        return _unknown("period", f"a {unit} is no single date", direction)
    kind: Kind = "week" if unit.startswith("week") else "month" if unit == "month" else "year"
    if article is None:
        return _unknown(kind, NO_ARTICLE_DATE, direction)
    reason = "counted from the article's date"
    if kind == "week":
        return _week(article + timedelta(weeks=shift), direction, reason)
    value = _shift_month(article, shift) if kind == "month" else f"{article.year + shift:04d}"
    return _Reading(value, kind, direction, reason, value)


def _edge(parts: dict[str, str], article: date | None) -> _Reading:
    """ "the end of the month", "the start of the year", "year-end"."""
    return _near_unit({"which": "this", "unit": parts.get("unit") or "year"}, article)


_UNITS: Final[dict[str, Kind]] = {
    "minute": "day", "hour": "day", "day": "day", "week": "week", "month": "month", "year": "year",
}  # fmt: skip


def _ago(parts: dict[str, str], article: date | None) -> _Reading:
    """ "two days ago", "three weeks from now", "in ten days' time"."""
    unit, sign = parts["unit"].rstrip("s"), -1 if parts["way"] == "ago" else 1
    direction: Direction = "past" if sign < 0 else "future"
    kind = _UNITS.get(unit, "period")
    number = parts.get("n", "").lower()
    if parts.get("vague") or not number or kind == "period":
        return _unknown(kind, "how long is not said exactly", direction)
    if article is None:
        return _unknown(kind, NO_ARTICLE_DATE, direction)
    count = sign * (int(number) if number.isdigit() else _NUMBERS[number])
    reason = "counted from the article's date"
    if unit in ("minute", "hour"):
        value = article.isoformat() if abs(count) <= 12 else None
        return _Reading(value, "day", direction, reason if value else "too many hours to tell the day", value)
    if unit == "week":
        return _week(article + timedelta(weeks=count), direction, reason)
    if unit == "day":
        value = (article + timedelta(days=count)).isoformat()
    elif unit == "month":
        value = _shift_month(article, count)
    else:
        value = f"{article.year + count:04d}"
    return _Reading(value, kind, direction, reason, value)


def _year(parts: dict[str, str], article: date | None) -> _Reading:
    since = parts.get("lead", "").lower() == "since"
    reading = _fixed(parts["body"], "year", article, "a year")
    return _Reading(reading.value, "year", "past", "since a year", reading.value) if since else reading


def _year_span(parts: dict[str, str], article: date | None) -> _Reading:
    return _unknown(
        "period", "a span of years is no single date", _against(parts.get("year") or parts["year1"], article)
    )


def _decade(parts: dict[str, str], article: date | None) -> _Reading:
    return _unknown("period", "a decade is no single date", _against(parts["year"], article))


def _period(parts: dict[str, str], article: date | None) -> _Reading:
    ahead = parts["way"].lower() in ("next", "coming", "upcoming", "following")
    return _unknown("period", "a span of time is no single date", "future" if ahead else "past")


def _same(parts: dict[str, str], article: date | None) -> _Reading:
    return _unknown(_UNITS[parts["unit"]], "which one is told outside this sentence")


def _september_11(parts: dict[str, str], article: date | None) -> _Reading:
    return _fixed("2001-09-11", "day", article, "the attacks of that name")


def _anniversary(parts: dict[str, str], article: date | None) -> _Reading:
    """ "The 8th anniversary of the raid": the month, so many years before."""
    if article is None:
        return _unknown("month", NO_ARTICLE_DATE, "past")
    told = parts["nth"].lower()
    years = _ORDINALS.index(told) + 1 if told in _ORDINALS else int(re.sub(r"\D", "", told))
    return _Reading(_iso_month(article.year - years, article.month), "month", "past", f"{years} years before")


def _recurring(parts: dict[str, str], article: date | None) -> None:
    """ "every Friday", "Bloody Sunday": no date, and the weekday inside must not be read as one."""


_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LEAD: Final = (
    r"(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Dd]uring|[Bb]efore|[Aa]fter|[Ff]rom|[Bb]etween|[Tt]hrough|of)"
)
# A month with its day or year is for the rules above, although those match a word later.
_NO_DAY: Final = rf"(?! ?{_DAY}{_ORD}(?!\d|,\d\d\d|\w)|,? (?:of )?{_YEAR}(?!\d))"
_EDGE: Final = r"(?:the )?(?:end|start|beginning|middle|rest|close) of "
_BEFORE_YEAR: Final = (
    r"(?:(?<=[Tt]he )|(?<=[Ii]ts )|(?<=[Hh]is )|(?<=[Hh]er )|(?<=[Tt]heir )|(?<=\ba )|(?<=['\u2019]s )|(?<=[Tt]his )"
    r"|(?<=\d\d\d\d and )|(?<=\d\d\d\d, )|(?<=\d\d\d\d or ))"
)

# Name, pattern, handler. At one place the first that matches wins; "body" is the span where a pattern needs context.
_RULES: Final[tuple[tuple[str, str, Handler], ...]] = (
    ("named", r"(?:September 11(?:th)?|9/11)(?= (?:terror(?:ist)? )?(?:attacks?|hijack))", _september_11),
    (
        "anniversary",
        rf"(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|(?i:{'|'.join(_ORDINALS)})) anniversary of(?!\w)",
        _anniversary,
    ),
    ("iso", rf"(?P<year>{_YEAR})-(?P<mon>0[1-9]|1[0-2])-(?P<day>\d\d)(?!\d)", _full_day),
    ("slashed", rf"(?P<a>\d{{1,2}})(?P<sep>[/.])(?P<b>\d{{1,2}})(?P=sep)(?P<year>{_YEAR})(?![/.]?\d)", _slashed),
    (
        "mdy",
        rf"(?:{_WD},? )?(?P<mon>{_MON}) ?(?P<day>{_DAY}){_ORD}"
        rf"(?:{_TO}(?P<day2>{_DAY}){_ORD}(?!\d|,\d| {_MON}))?(?:,? (?P<year>{_YEAR})(?!\d))?{_NOT_NUMBER}(?!\w)",
        _full_day,
    ),
    (
        "dmy",
        rf"(?:{_WD},? )?(?:the )?(?P<day>{_DAY}){_ORD}(?:{_TO}(?P<day2>{_DAY}){_ORD})?(?: of)? (?P<mon>{_MON})"
        rf"(?:,? (?P<year>{_YEAR})(?!\d))?(?!\w)",
        _full_day,
    ),
    ("month_year", rf"{_PART}?(?P<mon>{_MON})(?:,? | of )(?P<year>{_YEAR})(?![\w-])", _month_year),
    (
        "month",
        rf"(?P<lead>[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Ll]ast|[Nn]ext|[Ee]arly|[Ll]ate|{_EDGE.strip()}) "
        rf"(?P<body>(?:{_PART}|{_EDGE})?(?P<mon>{_MON}))(?![\w-]){_NO_DAY}",
        _bare_month,
    ),
    (
        "month_after",
        rf"(?P<lead>{_LEAD}|[Ff]or|[Tt]his|and|or|to|the|its|his|her|their) "
        rf"(?P<body>{_PART}?(?!May|June\b)(?P<mon>{_MON}))"
        rf"(?![\w-]| [A-Z]){_NO_DAY}",
        _bare_month,
    ),
    ("month_part", rf"[Mm]id-(?P<mon>{_MON})(?!\w)", _bare_month),
    ("month_plain", rf"(?P<mon>{_PLAIN_MON})(?= [a-z]|[.,;)]|['\u2019]s\b)", _bare_month),
    ("recurring", rf"(?:[Ee]very|[Ee]ach|Black|Good|Super|Bloody|Easter|Palm|Holy) {_WD}", _recurring),
    (
        "weekday",
        rf"(?:(?P<lead>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast) )?(?P<wd>{_WD})"
        r"(?: (?:morning|afternoon|evening|night))?(?![\w]| (?:Times|Telegraph|Mail|Post|Express|Tribune|Mirror)\b)",
        _weekday,
    ),
    (
        "near_day",
        r"(?:[Tt]he )?(?P<near>[Dd]ay before yesterday|[Dd]ay after tomorrow|[Yy]esterday"
        r"|[Tt]oday|[Tt]omorrow|[Tt]onight"
        r"|[Ll]ast night|[Tt]his (?:morning|afternoon|evening)|[Oo]vernight|[Ee]arlier in the day)(?![\w-])",
        _near_day,
    ),
    (
        "span",
        r"(?:[Oo]ver|[Ii]n|[Dd]uring|[Ww]ithin|[Ff]or|[Tt]hroughout) the "
        r"(?P<way>last|past|recent|coming|next|upcoming|previous|following) "
        r"(?:[\w-]+ )?(?:days?|weeks?|months?|years?|decades?|hours|century|centuries)(?!\w)",
        _period,
    ),
    (
        "period",
        r"(?:[Tt]he )?(?P<way>[Pp]ast|[Rr]ecent|[Cc]oming|[Ll]ast|[Nn]ext|[Uu]pcoming|[Pp]revious) (?:[\w-]+ )?"
        r"(?:days|weeks|months|years|decades?|hours|centuries)(?!\w)",
        _period,
    ),
    (
        "near_unit",
        rf"(?P<part>{_PART})?(?:the )?(?P<which>[Ll]ast|[Pp]revious|[Pp]ast|[Tt]his|[Cc]urrent|[Nn]ext|[Cc]oming) "
        r"(?P<unit>weekend|week|month|year|quarter|century|spring|summer|autumn|fall|winter)(?![\w-])",
        _near_unit,
    ),
    ("same", r"(?:[Tt]he|[Tt]hat) same (?P<unit>day|week|month|year)(?!\w)", _same),
    ("edge", rf"(?:{_EDGE}the (?P<unit>week|month|year)|year-end)(?!\w)", _edge),
    (
        "ago",
        r"(?:(?P<vague>(?i:several|some|many|a few|a couple of|nearly|almost|about|around|roughly|over|more than)) )?"
        rf"(?:(?P<n>{_N}) )?(?P<unit>(?:minute|hour|day|week|month|year|decade|centurie)s?|century) "
        r"(?P<way>ago|from now)(?!\w)",
        _ago,
    ),
    (
        "in_time",
        rf"[Ii]n (?P<n>{_N}) (?P<unit>(?:hour|day|week|month|year)s?)['\u2019](?:s)? (?P<way>time)(?!\w)",
        _ago,
    ),
    ("decade", r"(?:[Tt]he )?(?P<year>(?:1[89]|20)\d0)['\u2019]?s(?!\w)", _decade),
    (
        "year_span",
        rf"(?:[Bb]etween (?P<year>{_YEAR}) and {_YEAR}"
        rf"|(?:[Ff]rom )?(?P<year1>{_YEAR})(?:[-\u2013\u2014/]| to | until )(?:{_YEAR}|\d\d))"
        rf"(?![\w-]|[.,]\d){_COUNTED}",
        _year_span,
    ),
    (
        "year",
        rf"(?P<lead>{_LEAD}|[Ee]arly|[Mm]id|[Ll]ate|[Yy]ear|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)[- ]"
        rf"(?:early |late |mid-|{_EDGE}|the (?:spring|summer|autumn|fall|winter) of )?(?P<body>{_YEAR})"
        rf"(?!\w|-\w){_NOT_NUMBER}{_COUNTED}",
        _year,
    ),
    ("year_noun", rf"{_BEFORE_YEAR}(?P<body>{_YEAR})(?!\w|-\w){_NOT_NUMBER}{_COUNTED}", _year),
    ("year_alone", rf"\((?P<body>{_YEAR})\)", _year),
)
_COMPILED: Final = tuple((re.compile(pattern), handler) for _, pattern, handler in _RULES)
_BY_NAME: Final = {name: compiled for (name, _, _), compiled in zip(_RULES, _COMPILED, strict=True)}


def _master() -> re.Pattern[str]:
    """All rules in one pattern, their inner names removed, each under its own name."""
    branches = []
    for name, pattern, _ in _RULES:
        # A back-reference cannot live without its name; in the scan the looser form will do.
        flat = re.sub(r"\(\?P=sep\)", "[/.]", pattern)
        branches.append(f"(?P<{name}>{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', flat)})")
    return re.compile(r"(?<![\w$\u20ac\u00a3\u00a5-])(?<!\d[.,:/])(?:" + "|".join(branches) + ")")


_MASTER: Final = _master()
# What every expression holds at least one of: sentences and stretches without it need no scan.
# Each way of it begins with a letter or figure of its own, by which the search goes from one place to the next: as classes
# of letters ("[Tt]oday"), it takes twice as long.
_CORE: Final = re.compile(
    r"1[89]\d\d|20\d\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|9/11"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|ago\b|from now"
    r"|Yesterday|yesterday|Today|Tomorrow|Tonight|today|tomorrow|tonight|Overnight|overnight|in the day"
    r"|Last |Next |This |Past |Recent |Coming |Previous |Current |Upcoming |last |next |this |past |recent |coming |previous "
    r"|current |upcoming |following |same |of the (?:week|month|year)|year-end|'s? time|\u2019s? time"
    r"|day (?:before|after) |anniversary of"
)
_BEFORE_CORE: Final = 45
_AFTER_CORE: Final = 60


def resolve_dates(sentence: str, article_date: date | None) -> list[TimeMention]:
    """The date expressions of a sentence, in order and without overlap.

    Args:
        sentence: One English sentence.
        article_date: When the article was published; null leaves relative expressions without a value.

    Returns:
        One mention for each expression, offsets inside ``sentence``.
    """
    found: list[TimeMention] = []
    done = 0
    for core in _CORE.finditer(sentence):
        if core.start() < done:
            continue
        start = max(done, core.start() - _BEFORE_CORE)
        for match in _MASTER.finditer(sentence, start, core.end() + _AFTER_CORE):
            done = match.end()
            mention = _mention(sentence, match, article_date)
            if mention is not None:
                found.append(mention)
            if done >= core.end():
                break
        done = max(done, core.start() + 1)
    return found


def _mention(sentence: str, match: re.Match[str], article: date | None) -> TimeMention | None:
    pattern, handler = _BY_NAME[match.lastgroup or ""]
    again = pattern.match(sentence, match.start())
    if again is None:
        return None
    parts = {name: value for name, value in again.groupdict().items() if value is not None}
    start, end = again.span("body" if "body" in parts else 0)
    reading = _read(handler, parts, article)
    if reading is None:
        return None
    text = sentence[start:end]
    return TimeMention(start, end, text, reading.value, reading.kind, reading.direction, reading.reason, reading.ahead)


def _read(handler: Handler, parts: dict[str, str], article: date | None) -> _Reading | None:
    try:
        return handler(parts, article)
    except OverflowError:
        # "999 years ago" counted from the calendar's first years.
        return _unknown("period", "lies outside the calendar")
