"""The journal of judgements on the disk: crashes, several at once, check, repair, backup, merging."""

import errno
import multiprocessing
import shutil
from pathlib import Path

import pytest
from crashes import Failing, Noting, lay, states
from judging import ids, judge, known, made, now, say
from record_samples import RUN, coding, event

from bilat.errors import RecordError, RecordLocked
from bilat.record import Pass, Record, Verdict, What
from bilat.record.findings import Kind
from bilat.record.judgements import judgement
from bilat.record.judgements.journal import MOST, Journal, read


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return made(tmp_path / "r")


def entry_of(analyst: str, n: int) -> Pass:
    time = f"2024-05-{n // 1440 + 1:02d}T{n // 60 % 24:02d}:{n % 60:02d}:00.000000Z"
    return Pass(analyst=analyst, time=time, what=What.EVENT, target=f"e{n}")


def test_a_power_cut_at_any_step_leaves_what_was_told_as_kept(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    noting = Noting(folder)
    for n in range(3):
        with Journal(folder, noting) as journal:
            journal.add([entry_of("Ana", n)])
        noting.acknowledge(entry_of("Ana", n).id)
    longest = 0
    for number, (acknowledged, state) in enumerate(states(noting.steps, seed=7)):
        lay(state, tmp_path / f"{number}")
        kept = [one.id for one in read(tmp_path / f"{number}")]
        assert kept[: len(acknowledged)] == acknowledged
        assert len(kept) <= len(acknowledged) + 1
        longest = max(longest, len(kept))
    assert longest == 3
    assert number > 100


def test_a_disk_that_fails_at_any_step_loses_nothing(record: Record, tmp_path: Path) -> None:
    first = judge(record, "e1", "wrong")
    with record.view() as view:
        second = judgement(view, "e2", Verdict.WRONG, analyst="Ana", now=now(), known=known)
    number = 1
    while True:
        folder = tmp_path / f"{number}"
        shutil.copytree(record.folder, folder)
        failing = Failing(number, lambda: OSError(errno.ENOSPC, "No space left on device"))
        told: list[RecordError] = []
        try:
            Record.open(folder, files=failing).tell([second])
        except RecordError as error:
            told.append(error)
        if not told:
            break
        assert "free some space" in told[0].hint
        assert {one.id for one in read(folder)} - {second.id} == {first.id}
        number += 1
    assert number > 3
    assert len(read(folder)) == 2


def _judge_many(folder: Path, analyst: str) -> None:
    record = Record.open(folder)
    for n in range(20):
        record.tell([entry_of(analyst, n)])


def test_several_people_judge_while_the_record_is_written(record: Record) -> None:
    context = multiprocessing.get_context("fork")
    with record.writer(RUN) as writer:
        people = [context.Process(target=_judge_many, args=(record.folder, name)) for name in ("Ana", "Ben", "Cem")]
        for one in people:
            one.start()
        writer.add(coding("a9", event("e9", "a9", "IRN", "PAK")))
        for one in people:
            one.join(60)
            assert one.exitcode == 0
    with record.view() as view:
        assert len(view.judged.entries) == 60
        assert view.counts().articles == 4


def test_who_holds_the_journal_too_long_is_told(record: Record) -> None:
    with Journal(record.folder), pytest.raises(RecordLocked, match="process"):
        Journal(record.folder, patience=0.1)


def test_the_journal_goes_on_in_files_of_a_bounded_size(record: Record) -> None:
    many = [entry_of("Ana", n) for n in range(2 * MOST + 1)]
    assert len(record.tell(many)) == len(many)
    assert record.tell(many[:7]) == ()
    names = [path.name for path in sorted((record.folder / "judgements").glob("*.jsonl"))]
    assert names == ["00000001.jsonl", "00000002.jsonl", "00000003.jsonl"]
    assert len(read(record.folder)) == len(many)
    checked = record.check()
    assert (checked.findings, checked.entries) == ((), len(many))


def test_a_changed_line_is_found_and_repair_sets_it_aside(record: Record) -> None:
    judge(record, "e1", "wrong")
    judge(record, "e2", "wrong")
    path = record.folder / "judgements" / "00000001.jsonl"
    first, second = path.read_text().splitlines()
    path.write_text(first.replace('"wrong"', '"right"') + "\n" + second + "\n")
    with pytest.raises(RecordError, match="line 1 of the journal of judgements is damaged"):
        record.view()
    with record.writer(RUN) as writer:  # who only codes is not stopped by it
        writer.add(coding("a8", event("e8", "a8", "IRN", "PAK")))
    (found,) = record.check().findings
    assert found.kind is Kind.JUDGEMENT
    assert "line 1: its id is not that of its content" in found.what

    (action,) = record.repair()
    assert "keep its 1 sound lines" in action.what
    record.repair(act=True)

    assert record.check().findings == ()
    with record.view() as view:
        assert ids(view) == ["e1", "e3", "e8"]
    aside = record.folder / "quarantine" / "judgements" / "00000001.jsonl"
    assert aside.read_text().startswith(first.replace('"wrong"', '"right"'))


def test_what_a_killed_process_left_is_removed_by_repair(record: Record) -> None:
    judge(record, "e1", "wrong")
    (record.folder / "judgements" / ".00000001.jsonl.new").write_text("half")
    (found,) = record.check().findings
    assert found.kind is Kind.LOOSE
    record.repair(act=True)
    assert record.check().findings == ()


@pytest.mark.parametrize("target", ["b.tar", "b"])
def test_a_backup_has_the_judgements_and_the_same_content(record: Record, tmp_path: Path, target: str) -> None:
    judge(record, "e1", "wrong")
    say(record, "e2", "Is this the same?")
    record.backup(tmp_path / target)
    if target == "b":
        judge(record, "e2", "wrong")
        record.backup(tmp_path / target)
    restored = Record.restore(tmp_path / target, tmp_path / "restored")
    assert restored.content_digest() == record.content_digest() == record.check().digest
    with record.view() as before, restored.view() as after:
        assert before.judged.entries == after.judged.entries
        assert ids(before) == ids(after)
    judge(restored, "e3", "wrong")
    assert restored.content_digest() != record.content_digest()


def test_a_backup_of_another_journal_is_not_written_over(record: Record, tmp_path: Path) -> None:
    judge(record, "e1", "wrong")
    shutil.copytree(record.folder, tmp_path / "other")
    record.backup(tmp_path / "b")
    other = Record.open(tmp_path / "other")
    shutil.rmtree(tmp_path / "other" / "judgements")
    judge(other, "e2", "wrong")
    with pytest.raises(RecordError, match="judgements that this record has not"):
        other.backup(tmp_path / "b")


def test_two_journals_merge_in_any_order_to_the_same(record: Record, tmp_path: Path) -> None:
    shutil.copytree(record.folder, tmp_path / "other")
    other = Record.open(tmp_path / "other")
    judge(record, "e1", "wrong", "Ana")
    judge(record, "e2", "corrected", "Ana", type="AGREE")
    judge(other, "e2", "corrected", "Ben", date="2024-01-15")
    mine, theirs = read(record.folder), read(other.folder)
    assert len(record.tell(theirs)) == 1
    assert len(other.tell(mine)) == 2
    assert record.tell(theirs) == other.tell(mine) == ()
    assert record.content_digest() == other.content_digest()
    with record.view() as one, other.view() as two:
        assert one.event("e2") == two.event("e2")
        assert ids(one) == ids(two) == ["e2", "e3"]
