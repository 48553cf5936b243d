"""As of a day: the brief that could be written then, whatever the record has learnt since."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_reports import (
    KENYA,
    LATER,
    REPORTS,
    UGANDA,
    Act,
    Matter,
    Report,
    add,
    brief,
    keys,
    record_of,
    section,
)

from bilat.briefing import as_json
from bilat.model import EventType, Issue, Mode, Status, UndertakingStatus
from bilat.record import Record

DAY = "2024-05-02"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return record_of(tmp_path / "rec", REPORTS)


def test_it_looks_ahead_from_that_day_and_cites_nothing_later(record: Record) -> None:
    add(record, LATER)
    made = brief(record, DAY)
    assert (made.as_of, made.day) == (DAY, DAY)
    assert "visit-1" in keys(made)
    assert max(one.date or "" for one in made.citations) <= DAY
    assert {one.article_id for one in made.citations}.isdisjoint({one.id for one in LATER})
    assert "visit-1" not in keys(brief(record))


def test_the_plan_of_a_later_day_is_still_a_plan(record: Record) -> None:
    made = brief(record, "2024-05-05")
    assert section(made, "visit-1").badge == "12 May 2024"
    assert "As seen from 5 May 2024." in section(made, "visit").notes


def test_on_an_earlier_day_less_was_known(record: Record) -> None:
    made = brief(record, "2024-03-22")
    assert {one.article_id for one in made.citations} == {"february", "march"}
    assert "visit-1" not in keys(made)


def test_articles_without_a_day_are_left_out_and_counted(record: Record) -> None:
    undated = Report(id="undated", date=None, lines=(REPORTS[3].lines[0],))
    month = Report(id="month", date="2024-05", lines=(REPORTS[4].lines[1],))
    add(record, [undated, month])
    counts = {one.label: one for one in section(brief(record, DAY), "limits").counts}
    assert counts["Left out: articles without a date"].value == "1"
    assert counts["Left out: articles with a month or a year alone"].value == "1"
    assert "Left out: articles without a date" not in {one.label for one in section(brief(record), "limits").counts}


def test_an_answer_of_later_is_no_answer_yet(tmp_path: Path) -> None:
    milk, refused = REPORTS[4].lines
    record = record_of(
        tmp_path / "rec",
        [
            Report(id="asked", date="2024-04-25", lines=(milk,)),
            Report(id="answered", date="2024-04-30", lines=(refused,)),
        ],
    )
    (before,) = section(brief(record, "2024-04-28"), "asks-b").statements
    (after,) = section(brief(record, "2024-04-30"), "asks-b").statements
    assert before.under == ()
    assert [one.when for one in after.under] == ["29 April 2024"]


_TYPES = st.sampled_from(list(EventType))
_DAYS = st.dates(min_value=date(2024, 5, 3), max_value=date(2025, 1, 1))


@st.composite
def later_reports(draw: st.DrawFn) -> Report:
    """A report of a later day that comes back to anything, dated anywhere, in the words of a former one or in its own."""
    number = draw(st.integers(0, 10**6))
    day = draw(_DAYS).isoformat()
    type = draw(_TYPES)
    act = Act(
        sentence=f"Kenya moved on Uganda for the {number}th time.",
        words="moved",
        type=type,
        actors=draw(st.sampled_from([(KENYA,), (UGANDA,)])),
        recipients=draw(st.sampled_from([(UGANDA,), (KENYA,), ()])),
        status=draw(st.sampled_from(list(Status))),
        mode=Mode.VISIT if type is EventType.CONSULT else None,
        issues=tuple(draw(st.lists(st.sampled_from(list(Issue)), max_size=3, unique=True))),
        date=draw(st.sampled_from([None, day, "2024-03-20", "2024-05-12", "2024"])),
    )
    matter = Matter(
        sentence=f"The Malaba railway was spoken of for the {number}th time.",
        name="Malaba railway",
        status=draw(st.sampled_from(list(UndertakingStatus))),
        issue=Issue.CONNECTIVITY,
    )
    old = draw(st.sampled_from([line for report in REPORTS for line in report.lines]))
    return Report(
        id=f"later{number}", date=day, lines=(act, matter, old), outlet=draw(st.sampled_from([None, "New Wire"]))
    )


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=st.lists(later_reports(), min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_what_appears_later_changes_nothing(tmp_path_factory: pytest.TempPathFactory, reports: list[Report]) -> None:
    record = record_of(tmp_path_factory.mktemp("as-of") / "rec", REPORTS)
    before = as_json(brief(record, DAY))
    add(record, reports)
    assert as_json(brief(record, DAY)) == before
