"""Dates of publication: the basis, and the reason where there is none."""

from datetime import date

import pytest

from bilat.model import DateBasis
from bilat.reading.dates import parse_date, settle
from bilat.reading.draft import DateClue

TODAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-18",
        "2024-01-18T23:30:00-05:00",
        "2024/01/18",
        "20240118",
        "18 January 2024",
        "18 Jan. 2024",
        "18th of January 2024",
        "January 18, 2024",
        "Jan 18 2024 10:00",
        "Thu, 18 Jan 2024 10:00:00 GMT",
        "18/01/2024",
        "01/18/2024",
    ],
)
def test_written_dates_are_read(text: str) -> None:
    assert parse_date(text) == date(2024, 1, 18)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "03/04/2024", "2024-13-01", "2024", "0001-01-01", "1705536000", "31 June 2024"]
)
def test_no_date_is_made_of_what_is_none_or_two(text: str) -> None:
    assert parse_date(text) is None


def _clue(text: str) -> DateClue:
    return DateClue(text=text, basis=DateBasis.METADATA, place="meta date")


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/2024/01/18/market",
        "https://post.example/news/2024-01-18-market.html",
        "https://post.example/2024/jan/18/market",
        "https://post.example/news/20240118/market",
    ],
)
def test_the_address_tells_the_date(url: str) -> None:
    assert settle((), url, "", TODAY)[:2] == ("2024-01-18", DateBasis.URL)


@pytest.mark.parametrize("url", ["https://post.example/news/402359/market", "https://post.example/2024/01/market"])
def test_a_number_or_a_month_in_the_address_is_no_date(url: str) -> None:
    assert settle((), url, "", TODAY)[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "ISLAMABAD, January 18, 2024 - The two sides met.",
        "TEHRAN, 18 Jan 2024 (Sample News) -- The two sides met.",
        "TEHRAN (January 18, 2024) \u2013 The two sides met.",
        "Published 18 January 2024\n\nThe two sides met.",
        "Published: Thursday, January 18, 2024 10:15\n\nThe two sides met.",
        "The two sides met.\n\nPublished on 18 January 2024",
    ],
)
def test_the_text_tells_the_date(text: str) -> None:
    assert settle((), None, text, TODAY)[:2] == ("2024-01-18", DateBasis.TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "The accord was signed in Tehran on 18 January 2024 by both sides.",
        "TEHRAN, January 18 - The two sides met.",
        "In Quetta, January 18, 2024 will be remembered - as the day of the strikes.",
    ],
)
def test_a_date_that_the_report_tells_of_is_not_its_own(text: str) -> None:
    assert settle((), None, text, TODAY)[0] is None


def test_metadata_goes_before_the_address_and_that_before_the_text() -> None:
    text = "QUETTA, January 16, 2024 - They met."
    url = "https://post.example/2024/01/17/x"

    assert settle((_clue("2024-01-18"),), url, text, TODAY)[0] == "2024-01-18"
    assert settle((), url, text, TODAY)[0] == "2024-01-17"
    assert settle((), None, text, TODAY)[0] == "2024-01-16"


def test_a_date_in_the_future_is_unknown_and_says_so() -> None:
    assert settle((_clue("2031-01-01"),), "https://post.example/2024/01/17/x", "", TODAY) == (
        None,
        None,
        "2031-01-01 in metadata lies in the future",
    )


def test_tomorrow_is_no_future_for_a_reader_further_east() -> None:
    assert settle((_clue("2024-06-02"),), None, "", TODAY)[0] == "2024-06-02"
    assert settle((_clue("2024-06-03"),), None, "", TODAY)[0] is None


def test_a_date_that_cannot_be_read_is_named_and_the_next_is_taken() -> None:
    day, basis, reason = settle((_clue("last week"),), "https://post.example/2024/01/17/x", "", TODAY)

    assert (day, basis) == ("2024-01-17", DateBasis.URL)
    assert "'last week'" in reason
    assert settle((_clue("last week"),), None, "", TODAY) == (
        None,
        None,
        "meta date has 'last week', no date that can be read",
    )


def test_no_date_has_a_reason() -> None:
    assert settle((), None, "The two sides met.", TODAY) == (None, None, "no date in metadata, address or text")
