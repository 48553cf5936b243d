"""What changed between two codings."""

from dataclasses import replace
from pathlib import Path

import pytest
from record_samples import RUN, coding, event

from bilat.errors import BadArgument
from bilat.model import Event, EventType, Span, Status
from bilat.record import Change, Difference, Record, RunInfo, changes

BETTER = RunInfo(program="0.2.0", started="2025-01-01")


def at(one: Event, start: int) -> Event:
    return replace(one, trigger=Span(start, start + 4, "They"), sentence=Span(start, start + 4, "They"))


def differ(before: Record, after: Record, run: str | None) -> tuple[Difference, list[Change]]:
    total = Difference()
    with before.view(as_of_run=run) as old, after.view() as new:
        return total, list(changes(old, new, total))


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Three articles, one of them with four events."""
    record = Record.open(tmp_path / "r", create=True)
    four = [at(event(f"e{n}", "a1", "IRN", "PAK"), n * 10) for n in range(4)]
    with record.writer(RUN) as writer:
        writer.add(coding("a1", *four, text="x" * 100))
        writer.add(coding("a2", event("same", "a2", "IRN", "PAK")))
        writer.add(coding("a3", event("gone", "a3", "IRN", "PAK")))
    return record


def test_events_gained_lost_and_changed_are_told_by_article(record: Record) -> None:
    again = (
        at(event("e0", "a1", "IRN", "PAK"), 0),
        at(event("e1", "a1", "IRN", "PAK", status=Status.PLANNED), 10),
        at(event("other-id", "a1", "IRNGOV", "PAK", type=EventType.AGREE), 20),  # the trigger of e2
        at(event("new", "a1", "PAK", "CHN"), 50),
    )
    with record.writer(BETTER) as writer:
        writer.replace(coding("a1", *again, text="x" * 100))
        writer.replace(coding("a2", event("same", "a2", "IRN", "PAK")))
        writer.replace(coding("a3"))
        writer.add(coding("a4"))
    total, found = differ(record, record, record.before_recoding())
    told = [(c.kind, c.article, c.before and c.before.id, c.after and c.after.id, c.fields) for c in found]
    assert told == [
        ("changed", "a1", "e1", "e1", ("status",)),
        ("changed", "a1", "e2", "other-id", ("type", "actors")),
        ("lost", "a1", "e3", None, ()),
        ("gained", "a1", None, "new", ()),
        ("lost", "a3", "gone", None, ()),
    ]
    assert dict(total.kinds) == {"changed": 2, "lost": 2, "gained": 1}
    assert dict(total.fields) == {"status": 1, "type": 1, "actors": 1}
    assert (total.articles, total.changed_articles, total.only_before, total.only_after) == (3, 2, 0, 1)


def test_two_records_are_compared_in_what_both_have(record: Record, tmp_path: Path) -> None:
    other = Record.open(tmp_path / "other", create=True)
    with other.writer(BETTER) as writer:
        writer.add(coding("a2", event("same", "a2", "IRN", "PAK")))
        writer.add(coding("a3", event("gone", "a3", "IRN", "PAK"), text="Another text."))
    total, found = differ(record, other, None)
    assert found == []
    assert (total.articles, total.only_before, total.only_after) == (1, 2, 1)


def test_a_record_that_was_not_coded_again_says_so(record: Record) -> None:
    with pytest.raises(BadArgument, match="coded again") as caught:
        record.before_recoding()
    assert RUN.id in caught.value.hint
