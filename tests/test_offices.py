"""Who held office: every state has its head on every day since 1990, and the states most in the news their ministers."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pycountry
import pytest

OFFICES = Path(__file__).resolve().parent.parent / "resources" / "offices"
FIRST, LAST = date(1990, 1, 1), date(2026, 1, 31)
DAY = timedelta(days=1)
TERM = re.compile(r"""\{office: "?([^{}"]+?)"?, code: (\w+), from: ([\d-]+)(?:, until: ([\d-]+))?\}""")
Span = tuple[date, date]


def codes(text: str) -> set[str]:
    """The codes of a text."""
    return set(text.split())


# What ISO 3166 lists beside the 193 members of the United Nations.
NO_MEMBERS = codes(
    "ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF GUM HKG HMD IMN IOT"
    " JEY MAC MAF MNP MSR MTQ MYT NCL NFK NIU PCN PRI PYF REU SGS SHN SJM SPM SXM TCA TKL UMI VGB VIR WLF"
)
OBSERVERS_AND_OTHERS = {"PSE", "TWN", "VAT", "XKX"}

HEADS_OF_GOVERNMENT = {
    *("prime minister", "acting prime minister", "chancellor", "acting chancellor", "premier", "taoiseach"),
    *("minister of state", "prime minister of yugoslavia", "chairman of the council of ministers"),
}
HEADS = HEADS_OF_GOVERNMENT | {
    *("president", "acting president", "interim president", "transitional president", "presidency member"),
    *("king", "emir", "sultan", "prince", "grand duke", "ruler", "pope", "head of state", "leader", "military ruler"),
    *("supreme leader", "chief executive", "chief adviser", "captain regent", "president of the governing council"),
    *("head of the provisional government", "leader of the taliban government"),
    *("supreme leader of the taliban government", "president of the transitional council"),
}
# Where the head of government governs and the head of state does not: there only the former counts.
PARLIAMENTARY = codes(
    "ALB AND ATG AUS AUT BEL BGR BHS BLZ BRB CAN CZE DEU DMA DNK ESP EST FIN GBR GRC GRD HRV HUN IND IRL ISL ISR ITA"
    " JAM JPN KHM KNA LBN LCA LTU LUX LVA MLT MUS MYS NLD NOR NPL NZL PNG POL ROU SGP SLB SRB SVK SVN SWE THA TTO TUV"
    " VCT VUT WSM"
)
# The first day on which a state younger than 1990 must have its head, no later than its independence.
BORN = {
    "ARM": date(1990, 8, 4),  # the first free parliament; the Soviet Union's before
    "AZE": date(1990, 2, 7),
    "BIH": date(1990, 12, 20),  # the first elected presidency; Yugoslavia's before
    "ERI": date(1991, 5, 24),  # Asmara taken; Ethiopia's before
    "GEO": date(1990, 11, 14),
    "HRV": date(1990, 5, 30),
    "KGZ": date(1990, 10, 27),
    "LTU": date(1990, 3, 17),
    "LVA": date(1990, 5, 1),
    "MDA": date(1990, 1, 10),
    "NAM": date(1990, 3, 1),  # independent on 1990-03-21
    "SSD": date(2011, 7, 9),
    "SVN": date(1990, 5, 1),
    "TKM": date(1990, 1, 19),
    "TLS": date(2002, 5, 1),  # Indonesia's, then the UN's, until 2002-05-20
    "UZB": date(1990, 3, 24),
    "XKX": date(2002, 3, 1),  # Serbia's, then the UN's without institutions of its own
    "YEM": date(1990, 5, 1),  # united on 1990-05-22; the two Yemens have codes of their own
}
NO_HEAD = {
    "COM": [("1995-09-30", "1995-10-04", "coup of Bob Denard")],
    "GNB": [("2012-04-13", "2012-05-10", "coup; the junta had no single head")],
    "IRQ": [("2003-04-10", "2003-07-31", "occupation, before the Governing Council")],
    "LBR": [("1990-09-10", "1990-11-21", "Doe killed, the interim government not yet sworn in")],
    "LCA": [("2007-09-08", "2007-09-08", "between a death and the successor's oath")],
    "LTU": [("2001-06-21", "2001-06-30", "acting head for a few days, not listed")],
    "NPL": [("2005-02-02", "2006-04-29", "the king ruled without a prime minister")],
    "NRU": [("1996-11-12", "1996-11-25", "Dowiyogo's two weeks, not listed")],
    "SMR": [("1990-01-01", "2017-03-31", "two captains regent every six months: listed from 2017")],
}
# A post may stand empty this long between two cabinets.
GRACE = timedelta(days=16)
MOST_IN_THE_NEWS = codes(
    "USA GBR FRA DEU RUS CHN JPN KOR PRK IND PAK IRN IRQ ISR SAU TUR EGY SYR LBN JOR ARE QAT YEM AFG UKR POL ITA ESP"
    " CAN AUS BRA MEX VEN CUB COL NGA ZAF ETH SDN KEN IDN PHL VNM MMR"
)
FOREIGN = {
    *("foreign minister", "acting foreign minister", "secretary of state", "external affairs minister"),
    "foreign secretary",
}
DEFENCE = {"defence minister", "acting defence minister", "defence secretary", "secretary of defence"}
NOT_KNOWN = "no holder known to us"
NO_FOREIGN_MINISTER = {
    "AFG": [
        ("1993-04-01", "1993-05-31", NOT_KNOWN),
        ("1997-07-01", "1997-12-31", NOT_KNOWN),
        ("2001-11-14", "2001-12-21", "between the Taliban and the interim administration"),
        ("2021-08-16", "2021-09-06", "between the republic and the Taliban's cabinet"),
    ],
    "IND": [("1991-02-21", "1991-05-31", "Chandra Shekhar's last months, held by the prime minister")],
    "IRQ": [("2003-04-10", "2003-09-02", "occupation")],
    "JOR": [("1991-07-01", "1991-09-30", NOT_KNOWN)],
    "KEN": [("1990-01-01", "1990-04-30", NOT_KNOWN)],
    "NGA": [
        ("2007-05-30", "2007-06-30", "no cabinet yet"),
        ("2015-05-30", "2015-10-31", "Buhari's first months had no cabinet"),
    ],
    "PAK": [
        ("1991-04-01", "1993-06-30", "held by the prime minister, with a minister of state"),
        ("2002-06-15", "2002-07-31", "held by the president"),
    ],
    "QAT": [("1990-01-01", "1990-06-30", NOT_KNOWN)],
    "SDN": [("2025-04-17", "2025-08-31", "acting ministers of state")],
    "UKR": [("1990-01-01", "1990-07-26", "part of the Soviet Union")],
    "USA": [("2018-04-01", "2018-04-25", "a deputy acted")],
    "YEM": [("1990-01-01", "1990-05-21", "not yet united")],
}
NO_DEFENCE_MINISTER = {
    "AFG": [
        ("1993-06-01", "1997-03-31", "civil war; held by the president's party without a minister known to us"),
        ("2001-11-14", "2001-12-21", "between the Taliban and the interim administration"),
        ("2021-08-16", "2021-09-06", "between the republic and the Taliban's cabinet"),
    ],
    "BRA": [("1990-01-01", "1999-06-09", "three ministries of the services, no ministry of defence")],
    "CHN": [("2023-10-25", "2023-12-28", "none named after a dismissal")],
    "CUB": [("2011-09-04", "2011-11-07", "none named after a death")],
    "ETH": [("1990-01-01", "1991-04-30", NOT_KNOWN)],
    "IRQ": [
        ("1991-01-01", "1991-03-31", NOT_KNOWN),
        ("2003-04-10", "2004-05-31", "occupation"),
        ("2016-09-01", "2016-12-31", "none named after a dismissal"),
    ],
    "JOR": [("1990-01-01", "2026-01-31", "held by the prime minister")],
    "KEN": [("1990-01-01", "2005-11-30", "held by the president through ministers of state")],
    "LBN": [("2005-05-01", "2005-06-30", "election cabinet")],
    "NGA": [
        ("1990-02-01", "1990-07-31", "held by the head of state"),
        ("2003-06-01", "2003-06-30", "no cabinet yet"),
        ("2007-05-30", "2007-07-25", "no cabinet yet"),
        ("2008-09-09", "2008-12-16", NOT_KNOWN),
        ("2010-03-18", "2010-04-05", "cabinet dissolved"),
        ("2011-06-01", "2011-06-30", "no cabinet yet"),
        ("2015-05-30", "2015-11-10", "Buhari's first months had no cabinet"),
        ("2019-05-30", "2019-07-31", "no cabinet yet"),
    ],
    "PAK": [
        ("1990-01-01", "1990-10-31", NOT_KNOWN),
        ("1993-05-01", "1993-10-31", "caretaker governments"),
        ("1996-12-01", "1997-02-24", "caretaker government"),
        ("2007-12-01", "2008-03-30", "caretaker government"),
        ("2013-04-01", "2013-06-06", "caretaker government"),
        ("2018-06-01", "2018-08-19", "caretaker government"),
    ],
    "PHL": [
        ("2001-02-01", "2001-03-18", "between two ministers"),
        ("2003-08-30", "2003-09-30", "held by the president"),
    ],
    "POL": [("1992-06-06", "1992-07-10", "no cabinet formed")],
    "PRK": [
        ("1995-02-26", "1995-10-07", "none named after a death"),
        ("1997-02-22", "1997-12-31", "none named after a death"),
    ],
    "RUS": [("1991-12-26", "1992-03-15", "the common command of the CIS")],
    "SDN": [
        ("1998-04-01", "2000-06-30", NOT_KNOWN),
        ("2015-07-01", "2015-07-31", "an acting minister"),
        ("2019-05-01", "2019-08-31", "transitional military council"),
        ("2020-03-26", "2020-06-01", "none named after a death"),
        ("2024-12-01", "2025-05-31", NOT_KNOWN),
    ],
    "UKR": [
        ("1990-01-01", "1991-09-02", "part of the Soviet Union"),
        ("2001-10-25", "2001-11-11", "between two ministers"),
    ],
    "YEM": [
        ("1990-01-01", "1990-05-21", "not yet united"),
        ("1994-11-01", "1994-12-31", NOT_KNOWN),
        ("2015-03-26", "2018-11-07", "the minister was the Houthis' prisoner"),
    ],
}


def day(value: Any, *, end: bool = False) -> date:
    """The first day of a date of the sources, or its last: a day, a month or a year."""
    year, month, dom = (*map(int, str(value).split("-")), 0, 0)[:3]
    if dom:
        return date(year, month, dom)
    if not end:
        return date(year, month or 1, 1)
    return date(year + 1, 1, 1) - DAY if month in (0, 12) else date(year, month + 1, 1) - DAY


@cache
def terms() -> dict[str, list[tuple[str, Span, str]]]:
    """Every term by its state: office, span, name."""
    found: dict[str, list[tuple[str, Span, str]]] = {}
    for path in sorted(OFFICES.glob("*.yaml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("  - {name: "):  # one person a line: read without the slow parser
                name = line.removeprefix("  - {name: ").split(",", 1)[0].strip('"')
                for office, code, since, until in TERM.findall(line):
                    span = (day(since), day(until, end=True) if until else date.max)
                    found.setdefault(code[:3], []).append((office, span, name))
    return found


def empty(spans: Iterable[Span], first: date = FIRST, last: date = LAST) -> list[Span]:
    """The stretches from first to last that no span covers."""
    gaps, free = [], first
    for since, until in sorted(spans):
        if since > free:
            gaps.append((free, min(since - DAY, last)))
        if until >= last:
            return [gap for gap in gaps if gap[0] <= last]
        free = max(free, until + DAY)
    return [*(gap for gap in gaps if gap[0] <= last), *([(free, last)] if free <= last else [])]


def spans(code: str, offices: set[str]) -> list[Span]:
    """When somebody held one of the offices in a state."""
    return [span for office, span, _ in terms().get(code, ()) if office in offices]


def unlisted(gaps: Iterable[Span], listed: Iterable[tuple[str, str, str]]) -> list[str]:
    """The gaps that no exception explains."""
    known = [(day(a), day(b)) for a, b, _ in listed]
    return [f"{a} to {b}" for a, b in gaps if not any(c <= a and b <= d for c, d in known)]


def stale(gaps: Mapping[str, Iterable[Span]], listed: Mapping[str, Iterable[tuple[str, str, str]]]) -> list[str]:
    """The exceptions that explain no gap."""
    return [
        f"{code} {a}"
        for code, exceptions in listed.items()
        for a, b, _ in exceptions
        if not any(day(a) <= c and d <= day(b) for c, d in gaps[code])
    ]


def members() -> list[str]:
    """The members of the United Nations."""
    return sorted({country.alpha_3 for country in pycountry.countries} - NO_MEMBERS - OBSERVERS_AND_OTHERS)


def head_gaps(code: str) -> list[Span]:
    """When a state has no head who governs."""
    return empty(spans(code, HEADS_OF_GOVERNMENT if code in PARLIAMENTARY else HEADS), BORN.get(code, FIRST))


def minister_gaps(code: str, offices: set[str]) -> list[Span]:
    """When a state lacks a minister for longer than cabinets take to change."""
    if code == "IND":  # its foreign secretary is an official
        offices = offices - {"foreign secretary"}
    return [(a, b) for a, b in empty(spans(code, offices)) if b - a >= GRACE]


def test_the_members_are_all_there() -> None:
    assert len(members()) == 193
    assert set(members()) >= PARLIAMENTARY


def test_every_state_has_its_head_on_every_day() -> None:
    gaps = {code: head_gaps(code) for code in [*members(), *OBSERVERS_AND_OTHERS]}

    missing = {code: left for code, own in gaps.items() if (left := unlisted(own, NO_HEAD.get(code, [])))}
    assert not missing
    assert not stale(gaps, NO_HEAD)


@pytest.mark.parametrize(
    ("offices", "exceptions"),
    [(FOREIGN, NO_FOREIGN_MINISTER), (DEFENCE, NO_DEFENCE_MINISTER)],
    ids=["foreign", "defence"],
)
def test_the_states_most_in_the_news_have_their_ministers(
    offices: set[str], exceptions: dict[str, list[tuple[str, str, str]]]
) -> None:
    gaps = {code: minister_gaps(code, offices) for code in sorted(MOST_IN_THE_NEWS)}

    missing = {code: left for code, own in gaps.items() if (left := unlisted(own, exceptions.get(code, [])))}
    assert not missing
    assert not stale(gaps, exceptions)


def test_one_head_less_is_seen() -> None:
    others = [span for office, span, name in terms()["ZAF"] if office in HEADS and name != "Nelson Mandela"]

    assert empty(others) == [(date(1994, 5, 11), date(1999, 6, 13))]


@pytest.mark.parametrize(
    ("held", "gaps"),
    [
        ([], ["2000-01-01 2000-12-31"]),
        ([("1999", "2000-05"), ("2000-06", "2001")], []),
        (
            [("2000-01-03", "2000-05-01"), ("2000-05-03", "2000-12-30")],
            ["2000-01-01 2000-01-02", "2000-05-02 2000-05-02", "2000-12-31 2000-12-31"],
        ),
        ([("2001", "2002")], ["2000-01-01 2000-12-31"]),
    ],
)
def test_a_gap_is_found_to_the_day(held: list[tuple[str, str]], gaps: list[str]) -> None:
    found = empty([(day(a), day(b, end=True)) for a, b in held], date(2000, 1, 1), date(2000, 12, 31))

    assert [f"{a} {b}" for a, b in found] == gaps
