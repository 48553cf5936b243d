"""The record on the disk: what stays, what a crash leaves, who may write."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from record_samples import RUN, coding, event

from bilat.errors import BadRecord, NotAnArticle, RecordError, RecordLocked, RecordVersion
from bilat.model import Article, Coding
from bilat.record import SCHEMA_VERSION, Record, RunInfo


def files(folder: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop("lock", None)
    return found


def filled(folder: Path, *codings: Coding) -> Record:
    record = Record.open(folder, create=True)
    with record.writer(RUN) as writer:
        for one in codings:
            writer.add(one)
    return record


def test_reading_the_same_again_changes_nothing(tmp_path: Path) -> None:
    record = filled(tmp_path / "r", coding("a1", event("e1", "a1", "IRNGOV", "PAK")))
    with record.writer(RUN) as writer:
        assert writer.skip(NotAnArticle("no article", where="x.html"))
    before = files(record.folder)
    later = RunInfo(program="0.1.0", started="2024-06-01T10:00:00Z")
    with record.writer(later) as writer:
        assert writer.has(coding("a1").article)
        assert not writer.add(coding("a1", event("e2", "a1", "IRN", "PAK")))
        assert not writer.skip(NotAnArticle("no article", where="x.html"))
    assert files(record.folder) == before


def test_the_same_within_one_run_is_added_once(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r", create=True)
    with record.writer(RUN) as writer:
        assert [writer.add(coding("a1")), writer.add(coding("a1"))] == [True, False]
    assert record.view().counts().articles == 1


def test_another_text_under_a_taken_id_is_refused_and_the_run_goes_on(tmp_path: Path) -> None:
    record = filled(tmp_path / "r", coding("a1"))
    with record.writer(RUN) as writer:
        with pytest.raises(BadRecord, match="'a1'") as caught:
            writer.add(coding("a1", text="Another thing."))
        assert caught.value.where == "a1.txt"
        writer.skip(caught.value)
        assert writer.add(coding("a2"))
    view = record.view()
    assert view.counts().articles == 2
    assert view.skipped()[0].error == "BadRecord"
    kept = view.article("a1")
    assert kept is not None
    assert kept.text == "They met."


def test_an_id_that_no_file_can_hold_is_refused(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r", create=True).writer(RUN) as writer:
        with pytest.raises(BadRecord, match="Unicode"):
            writer.add(Coding(article=Article(id="\ud800", text="x")))
        assert writer.add(coding("a1"))


def test_every_line_carries_its_run(tmp_path: Path) -> None:
    record = filled(tmp_path / "r", coding("a1", event("e1", "a1", "IRN", "PAK")))
    second = RunInfo(program="0.2.0", started="2024-07-01")
    with record.writer(second) as writer:
        writer.add(coding("a2"))
        writer.add(coding("a3"))
    runs = {run.id: run for run in record.view().runs()}
    assert runs[RUN.id].articles == 1
    assert runs[RUN.id].command == "bilat read"
    assert runs[second.id].articles == 2


KILLED = """
import os, signal, sys
sys.path[:0] = {path!r}
from record_samples import RUN, coding, event
from bilat.record import Record
from bilat.record.files import Files
class Killed(Files):
    deep = False
    def rename(self, old, new):
        if self.deep:
            os.kill(os.getpid(), signal.SIGKILL)
        super().rename(old, new)
files = Killed()
writer = Record.open({folder!r}, create=True, files=files).writer(RUN, commit_every=2)
for n in range(5):
    writer.add(coding(f"a{{n}}", event(f"e{{n}}", f"a{{n}}", "IRN", "PAK")))
if {deep}:
    files.deep = True
    writer.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("deep", [False, True], ids=["between commits", "inside a commit"])
def test_a_killed_writer_loses_only_what_it_had_not_committed(tmp_path: Path, deep: bool) -> None:
    folder = tmp_path / "r"
    script = KILLED.format(path=[str(Path(__file__).parent), *sys.path], folder=str(folder), deep=deep)
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL
    record = Record.open(folder)
    assert record.view().counts().articles == 4
    loose = len(list(folder.glob("parts/*/00000003.parquet")))
    assert bool(loose) is deep
    with record.writer(RUN) as writer:
        assert not list(folder.glob("parts/*/00000003.parquet"))
        added = [writer.add(coding(f"a{n}", event(f"e{n}", f"a{n}", "IRN", "PAK"))) for n in range(5)]
    assert added == [False, False, False, False, True]
    assert record.view().counts().events == 5
    assert record.check().findings == ()


def test_what_was_added_before_a_foreign_exception_is_kept(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r", create=True)

    def interrupted() -> None:
        with record.writer(RUN) as writer:
            writer.add(coding("a1"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert record.view().counts().articles == 1


def test_a_view_stays_as_it_was_while_a_writer_writes(tmp_path: Path) -> None:
    record = filled(tmp_path / "r", coding("a1"))
    with record.writer(RUN) as writer:
        before = record.view()
        writer.add(coding("a2"))
        assert record.view().counts().articles == 1
        writer.commit()
        assert before.counts().articles == 1
        assert record.view().counts().articles == 2


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r", create=True)
    with record.writer(RUN), pytest.raises(RecordLocked, match=str(os.getpid())):
        record.writer(RUN)
    with record.writer(RUN) as writer:
        assert writer.add(coding("a1"))


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    folder = filled(tmp_path / "r", coding("a1")).folder
    mark = json.loads((folder / "record.json").read_text())
    (folder / "record.json").write_text(json.dumps({**mark, "schema_version": SCHEMA_VERSION + 1}))
    with pytest.raises(RecordVersion, match=f"version {SCHEMA_VERSION + 1}") as caught:
        Record.open(folder)
    assert "upgrade" in caught.value.hint


@pytest.mark.parametrize("mark", ["", "[]", '{"schema_version": "1"}', '{"schema_version": 0}'])
def test_a_broken_mark_is_told(tmp_path: Path, mark: str) -> None:
    folder = filled(tmp_path / "r").folder
    (folder / "record.json").write_text(mark)
    with pytest.raises(RecordError, match=r"record\.json") as caught:
        Record.open(folder)
    assert not isinstance(caught.value, RecordVersion)


def test_no_record_says_how_to_make_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(RecordError, match="bilat read"):
            Record.open(folder)


def test_a_folder_with_other_things_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(RecordError, match="other things"):
        Record.open(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RecordError, match="choose a folder"):
        Record.open(tmp_path / "file" / "record", create=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RecordError, match="may write"):
        Record.open(tmp_path / "record", create=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_and_the_rerun_makes_it_whole(tmp_path: Path) -> None:
    record = filled(tmp_path / "r", coding("a1"))
    writer = record.writer(RUN)
    (record.folder / "tmp" / "articles.ndjson").symlink_to("/dev/full")
    with pytest.raises(RecordError, match="No space left") as caught, writer:
        writer.add(coding("a2"))
    assert "free some space" in caught.value.hint
    assert record.view().counts().articles == 1
    with record.writer(RUN) as again:
        assert again.add(coding("a2"))
    assert record.view().counts().articles == 2


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    record = filled(tmp_path / "r", coding("a1"))
    part = record.folder / "parts/articles/00000001.parquet"
    part.unlink()
    with pytest.raises(RecordError, match=r"articles/00000001\.parquet: a part of the record is missing"):
        record.view()


def test_a_cut_part_is_named(tmp_path: Path) -> None:
    record = filled(tmp_path / "r", coding("a1"))
    part = record.folder / "parts/articles/00000001.parquet"
    part.write_bytes(part.read_bytes()[:-10])
    with pytest.raises(RecordError, match=r"articles/00000001\.parquet.* bytes instead of"):
        record.view()


def test_a_changed_part_is_named(tmp_path: Path) -> None:
    record = filled(tmp_path / "r", coding("a1"))
    part = record.folder / "parts/articles/00000001.parquet"
    part.write_bytes(bytes(len(part.read_bytes())))
    assert [finding.where for finding in record.check().findings] == [str(part)]
    with pytest.raises(RecordError, match=r"articles/00000001\.parquet: a part of the record is damaged"):
        record.view().article("a1")
    with pytest.raises(RecordError, match=r"articles/00000001\.parquet: the record is damaged"):
        record.writer(RUN)
    # The failed attempt has not kept the lock.
    with pytest.raises(RecordError, match="damaged"):
        record.writer(RUN)


def test_a_broken_commit_is_named(tmp_path: Path) -> None:
    record = filled(tmp_path / "r", coding("a1"))
    (record.folder / "commits/00000001.json").write_text("{")
    with pytest.raises(RecordError, match=r"00000001\.json"):
        record.view()


def test_a_folder_name_with_marks_in_it_works(tmp_path: Path) -> None:
    record = filled(tmp_path / "it's a [b] *?", coding("a1"))
    assert record.view().article("a1") is not None


def test_equal_input_makes_equal_files(tmp_path: Path) -> None:
    made = [filled(tmp_path / name, coding("a1", event("e1", "a1", "IRN PAK"))) for name in ("x", "y")]
    assert files(made[0].folder) == files(made[1].folder)


def test_what_articles_were_made_of_is_known_when_the_record_is_opened_again(tmp_path: Path) -> None:
    once, again = (Coding(article=Article(id="a", text="Talks were held.", input=digest)) for digest in ("1", "2"))
    record = filled(tmp_path / "r", once, again, coding("b"))

    with record.writer(RUN) as writer:
        assert [writer.seen(digest) for digest in ("1", "2", "3")] == [True, True, False]
    with record.view() as view:
        assert view.counts().articles == 2
