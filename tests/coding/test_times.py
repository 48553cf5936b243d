"""Dates of English news sentences, against the article's date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.coding.times import NO_ARTICLE_DATE, resolve_dates

# A Thursday.
ARTICLE = date(2024, 4, 18)


def only(sentence: str, article: date | None = ARTICLE) -> tuple[str, str | None, str | None]:
    (mention,) = resolve_dates(sentence, article)
    return mention.text, mention.value, mention.value_future


@pytest.mark.parametrize(
    ("sentence", "text", "value", "ahead"),
    [
        ("The envoy arrived on Wednesday.", "Wednesday", "2024-04-17", "2024-04-24"),
        ("The two met Thursday night.", "Thursday night", "2024-04-18", "2024-04-18"),
        ("They met last Thursday.", "last Thursday", "2024-04-11", "2024-04-11"),
        ("They meet next Thursday.", "next Thursday", "2024-04-25", "2024-04-25"),
        ("The visit on April 21 is the first.", "April 21", "2024-04-21", "2024-04-21"),
        ("The visit of April 21-22 is the first.", "April 21-22", "2024-04-21", "2024-04-21"),
        ("It ran from November 9 to 12 there.", "November 9 to 12", "2023-11-09", "2024-11-09"),
        ("It was signed on 21 April 2019.", "21 April 2019", "2019-04-21", "2019-04-21"),
        ("It was signed on Tuesday, Feb. 13, 2024.", "Tuesday, Feb. 13, 2024", "2024-02-13", "2024-02-13"),
        ("Talks on 21-22 April ended.", "21-22 April", "2024-04-21", "2024-04-21"),
        ("The fair opened on 2019-02-13.", "2019-02-13", "2019-02-13", "2019-02-13"),
        ("The fair opened on 25/04/2019.", "25/04/2019", "2019-04-25", "2019-04-25"),
        ("The fair opened on 04/05/2019.", "04/05/2019", None, None),
        ("There is no April 31 here.", "April 31", None, None),
        ("It opened in February 2019.", "February 2019", "2019-02", "2019-02"),
        ("In March Iran signed.", "March", "2024-03", "2025-03"),
        ("It was closed in October.", "October", "2023-10", "2024-10"),
        ("The deal came in late December.", "late December", "2023-12", "2024-12"),
        ("It reopened in mid-January.", "mid-January", "2024-01", "2025-01"),
        ("In May 10,000 people came.", "May", "2024-05", "2024-05"),
        ("They spoke last month.", "last month", "2024-03", "2024-03"),
        ("They speak next year.", "next year", "2025", "2025"),
        ("They spoke earlier this month.", "earlier this month", "2024-04", "2024-04"),
        ("They spoke yesterday.", "yesterday", "2024-04-17", "2024-04-17"),
        ("They speak the day after tomorrow.", "the day after tomorrow", "2024-04-20", "2024-04-20"),
        ("They spoke two days ago.", "two days ago", "2024-04-16", "2024-04-16"),
        ("They spoke three weeks ago.", "three weeks ago", "2024-03", "2024-03"),
        ("They speak next week.", "next week", "2024-04", "2024-04"),
        ("They spoke four months ago.", "four months ago", "2023-12", "2023-12"),
        ("In ten days' time they speak.", "In ten days' time", "2024-04-28", "2024-04-28"),
        ("They spoke several years ago.", "several years ago", None, None),
        ("The line was agreed in 2010.", "2010", "2010", "2010"),
        ("The line has stood still since 2014.", "2014", "2014", "2014"),
        ("The line must be done by the end of 2024.", "2024", "2024", "2024"),
        ("It broke the 2015 nuclear deal.", "2015", "2015", "2015"),
        ("Iran's 2016 offer stands.", "2016", "2016", "2016"),
        ("It fell over the past decade.", "over the past decade", None, None),
        ("It fell in the 1990s.", "the 1990s", None, None),
        ("It ran from 2016 to 2019.", "from 2016 to 2019", None, None),
        ("He left the same day.", "the same day", None, None),
        ("It recalls the September 11 attacks.", "September 11", "2001-09-11", "2001-09-11"),
    ],
)
def test_expression(sentence: str, text: str, value: str | None, ahead: str | None) -> None:
    assert only(sentence) == (text, value, ahead)


@pytest.mark.parametrize(
    "sentence",
    [
        "2010 people fled.",
        "In all, 2,010 troops came.",
        "It cost $2010.",
        "A total of 2010 refugees crossed.",
        "They hold from 2000 to 3000 barrels.",
        "The tower is of 2010 meters.",
        "Theresa May said so.",
        "They march every Friday.",
        "The Black Friday sale began.",
        "The Sunday Times wrote it.",
        "Article 1920 and resolution 2231 stand.",
        "The rate rose by 20.2019 points.",
        "",
    ],
)
def test_no_date(sentence: str) -> None:
    assert resolve_dates(sentence, ARTICLE) == []


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("They meet tomorrow.", "future"),
        ("They met yesterday.", "past"),
        ("It has stalled since 2014.", "past"),
        ("It ends in 2030.", "future"),
        ("They work in the coming days.", "future"),
        ("They met on Monday.", "none"),
    ],
)
def test_direction(sentence: str, direction: str) -> None:
    assert resolve_dates(sentence, ARTICLE)[0].direction == direction


def test_a_week_in_two_months_has_no_value_but_a_reason() -> None:
    (mention,) = resolve_dates("They met last week.", date(2024, 5, 8))
    assert (mention.kind, mention.value) == ("week", None)
    assert "two months" in mention.reason


@pytest.mark.parametrize("sentence", ["on Monday", "yesterday", "in March", "April 3", "last year", "two days ago"])
def test_relative_without_article_date(sentence: str) -> None:
    (mention,) = resolve_dates(f"They met {sentence}.", None)
    assert mention.value is None
    assert mention.value_future is None
    assert mention.reason == NO_ARTICLE_DATE


def test_absolute_without_article_date() -> None:
    assert only("They met on April 3, 2019.", None)[1] == "2019-04-03"


def test_several_in_order() -> None:
    found = resolve_dates("On Monday he recalled 2014, 2015 and last month's deal of March 3.", ARTICLE)
    assert [m.text for m in found] == ["Monday", "2015", "last month", "March 3"]


_WORDS = (
    "on Monday|April 21|21-22 April 2019|in March|since 2014|last week|two days ago|2010 people|the 1990s|May"
    "|Feb. 13|,|.|mid-|the|end of|next|2019-02-30|9999 years ago|999 years ago|from|to|12|this|year|\u00e9|\u2019s"
)
_PIECES = st.sampled_from(_WORDS.split("|"))


@given(
    st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=12).map(" ".join)),
    st.one_of(st.none(), st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))),
)
def test_mentions_lie_in_the_sentence_and_never_overlap(sentence: str, article: date | None) -> None:
    last = 0
    for mention in resolve_dates(sentence, article):
        assert sentence[mention.start : mention.end] == mention.text
        assert last <= mention.start < mention.end
        assert mention.reason
        last = mention.end


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2090, 12, 31)), st.integers(0, 6))
def test_weekday_is_the_nearest_on_each_side(article: date, number: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[number]
    (mention,) = resolve_dates(f"They met on {name}.", article)
    past, ahead = date.fromisoformat(mention.value or ""), date.fromisoformat(mention.value_future or "")
    assert past.weekday() == ahead.weekday() == number
    assert 0 <= (article - past).days < 7
    assert 0 <= (ahead - article).days < 7


@given(
    st.dates(min_value=date(1901, 1, 1), max_value=date(2090, 12, 31)), st.dates(date(1900, 1, 1), date(2090, 12, 31))
)
def test_a_full_date_needs_no_article(day: date, article: date) -> None:
    written = f"{day:%B} {day.day}, {day.year}"
    assert only(f"They met on {written}.", article) == (written, day.isoformat(), day.isoformat())
