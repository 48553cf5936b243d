"""The record as of a day: what appeared later, and what may have, is not in it."""

from pathlib import Path

import pytest
from record_samples import RUN, coding, event, fact, undertaking

from bilat.errors import BadArgument
from bilat.model import Coding, Correction, CorrectionBasis, CorrectionKind
from bilat.record import Record


def told(id: str, date: str | None) -> Coding:
    """A coding in which everything names the pair."""
    return coding(
        id,
        event(f"e{id}", id, "IRN", "PAK", date="2024-02-01"),
        date=date,
        text=f"They met, as {id} says.",
        undertakings=(undertaking(f"u{id}", id, "IRN PAK"),),
        facts=(fact(f"f{id}", id, "IRN PAK"),),
    )


DATES = {
    "early": "2024-01-10",
    "day": "2024-01-18",
    "late": "2024-01-19",
    "none": None,
    "month": "2024-01",
    "year": "2023",
}


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = Record.open(tmp_path / "rec", create=True)
    with made.writer(RUN) as writer:
        for id, date in DATES.items():
            writer.add(told(id, date))
    return made


def test_it_holds_what_had_surely_appeared_by_then(record: Record) -> None:
    with record.view(as_of="2024-01-18") as view:
        pair = view.dyad("IRN", "PAK")
        assert set(pair.articles) == {"early", "day", "year"}
        assert {entry.event.article_id for entry in pair.events} == {"early", "day", "year"}
        assert {one.article_id for one in pair.undertakings} == {"early", "day", "year"}
        assert {one.article_id for one in pair.facts} == {"early", "day", "year"}
        assert view.counts().articles == 3
        assert view.event("elate") is None
        assert view.find("late") is None
        assert view.stories("IRN", "PAK")
        assert {id for story in view.stories("IRN", "PAK") for id in story.articles} <= {"early", "day", "year"}


def test_it_counts_what_may_have_appeared_later(record: Record) -> None:
    with record.view(as_of="2024-01-18") as view:
        left = view.dyad("IRN", "PAK").left_out
        assert left is not None
        assert (left.undated, left.coarse) == (1, 1)
        other = view.dyad("IRN", "USA").left_out
        assert other is not None
        assert (other.undated, other.coarse) == (0, 0)


def test_without_a_day_nothing_is_left_out_and_nothing_is_said_of_it(record: Record) -> None:
    with record.view() as view:
        pair = view.dyad("IRN", "PAK")
        assert set(pair.articles) == set(DATES)
        assert pair.as_of is None
        assert pair.left_out is None


def test_what_is_read_later_of_later_days_changes_nothing(record: Record) -> None:
    def seen() -> object:
        with record.view(as_of="2024-01-18") as view:
            return view.dyad("IRN", "PAK"), view.stories("IRN", "PAK"), view.outlets(), view.groups

    before = seen()
    with record.writer(RUN) as writer:
        for place in range(3):
            writer.add(told(f"new{place}", "2024-01-20"))

    assert seen() == before


def test_a_correction_counts_from_the_day_of_the_article_that_corrects(record: Record) -> None:
    corrected = Correction(
        article_id="better",
        replaces="early",
        kind=CorrectionKind.CORRECTION,
        basis=CorrectionBasis.ID,
        said="Correction",
        span=None,
    )
    with record.writer(RUN) as writer:
        writer.add(told("better", "2024-01-19"), corrections=[corrected])

    with record.view(as_of="2024-01-18") as before, record.view(as_of="2024-01-19") as after:
        assert "early" in before.dyad("IRN", "PAK").articles
        assert "early" not in after.dyad("IRN", "PAK").articles


@pytest.mark.parametrize(
    ("as_of", "day"), [("2024-01", "2024-01-31"), ("2024", "2024-12-31"), ("2024-01-18", "2024-01-18")]
)
def test_a_month_and_a_year_mean_their_last_day(record: Record, as_of: str, day: str) -> None:
    with record.view(as_of=as_of) as view:
        assert view.as_of == day


@pytest.mark.parametrize("wrong", ["spring", "2024-13", "2024-01-32", "", "2024-01-18' OR '1'='1"])
def test_what_is_no_date_is_refused(record: Record, wrong: str) -> None:
    with pytest.raises(BadArgument, match="is no date"):
        record.view(as_of=wrong)
