"""A backup is the record, to the byte, and is never taken for more than it is."""

import io
import tarfile
import threading
from pathlib import Path

import pytest
from record_samples import RUN, coding, event

from bilat.errors import RecordError
from bilat.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Three articles in commits of two."""
    record = Record.open(tmp_path / "r", create=True)
    with record.writer(RUN, commit_every=2) as writer:
        for n in range(3):
            writer.add(coding(f"a{n}", event(f"e{n}", f"a{n}", "IRNGOV", "PAK")))
    return record


def files(folder: Path) -> dict[str, bytes]:
    found = [*folder.glob("record.json"), *folder.glob("commits/*"), *folder.glob("parts/*/*")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_tar_gives_the_record_back(record: Record, tmp_path: Path) -> None:
    number = record.backup(tmp_path / "b.tar")
    back = Record.restore(tmp_path / "b.tar", tmp_path / "back")
    assert files(back.folder) == files(record.folder)
    assert number == len(files(record.folder))
    assert back.check().findings == ()
    record.backup(tmp_path / "again.tar")
    assert (tmp_path / "again.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()


def test_a_folder_gets_what_is_new_alone(record: Record, tmp_path: Path) -> None:
    record.backup(tmp_path / "b")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "b").rglob("*.parquet")}
    with record.writer(RUN) as writer:
        writer.add(coding("new"))
    assert record.backup(tmp_path / "b") == 4  # the commit and its three parts
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert files(tmp_path / "b") == files(record.folder)
    assert Record.open(tmp_path / "b").content_digest() == record.content_digest()
    assert files(Record.restore(tmp_path / "b", tmp_path / "back").folder) == files(record.folder)


def test_a_backup_beside_a_writer_is_whole(record: Record, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        with record.writer(RUN, commit_every=1) as writer:
            for n in range(100):
                if done.is_set():
                    break
                writer.add(coding(f"w{n}"))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        record.backup(tmp_path / "b.tar")
    finally:
        done.set()
        thread.join()
    assert Record.restore(tmp_path / "b.tar", tmp_path / "back").check().findings == ()


def test_nothing_is_overwritten(record: Record, tmp_path: Path) -> None:
    record.backup(tmp_path / "b.tar")
    with pytest.raises(RecordError, match="never overwritten"):
        record.backup(tmp_path / "b.tar")
    with pytest.raises(RecordError, match="nothing is overwritten"):
        Record.restore(tmp_path / "b.tar", record.folder)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.txt").write_text("years of work")
    with pytest.raises(RecordError, match="other things"):
        record.backup(tmp_path / "thesis")
    other = Record.open(tmp_path / "other", create=True)
    with other.writer(RUN) as writer:
        writer.add(coding("another"))
    other.backup(tmp_path / "b")
    with pytest.raises(RecordError, match="another record's"):
        record.backup(tmp_path / "b")


def test_a_backup_keeps_what_the_record_lost(record: Record, tmp_path: Path) -> None:
    record.backup(tmp_path / "b")
    (record.folder / "parts/events/00000002.parquet").unlink()
    record.repair(act=True)
    with pytest.raises(RecordError, match="lost it in a repair"):
        record.backup(tmp_path / "b")
    assert Record.open(tmp_path / "b").check().findings == ()


def test_a_damaged_record_is_not_copied_for_a_whole_one(record: Record, tmp_path: Path) -> None:
    part = record.folder / "parts/events/00000001.parquet"
    part.write_bytes(part.read_bytes()[::-1])
    for target in (tmp_path / "b.tar", tmp_path / "b"):
        with pytest.raises(RecordError, match=r"events/00000001\.parquet: this file is not what was committed"):
            record.backup(target)
    assert not (tmp_path / "b.tar").exists()
    assert not (tmp_path / "b/record.json").exists()


def altered(tar: Path, change: dict[str, bytes | None], extra: tarfile.TarInfo | None = None) -> None:
    """Writes a tar anew with the members of some names replaced or left out, and one more."""
    with tarfile.open(tar) as old:
        members = [(entry, old.extractfile(entry)) for entry in old]
        contents = [(entry, file.read() if file else b"") for entry, file in members]
    with tarfile.open(tar, "w") as new:
        for entry, content in contents:
            put = change.get(entry.name, content)
            if put is not None:
                entry.size = len(put)
                new.addfile(entry, io.BytesIO(put))
        if extra is not None:
            new.addfile(extra, io.BytesIO(b""))


@pytest.mark.parametrize(
    ("change", "extra", "told"),
    [
        ({"parts/events/00000001.parquet": b"x"}, None, "not what was committed"),
        ({"parts/events/00000001.parquet": None}, None, "are missing"),
        ({"backup.json": b"{"}, None, "damaged or no backup"),
        ({"backup.json": b'{"files": {"../evil": {"bytes": 0, "sha256": ""}}}'}, None, "no file of a record"),
        ({}, tarfile.TarInfo("../../evil"), "damaged or no backup"),
        ({}, tarfile.TarInfo("parts/events/00000009.parquet"), "damaged or no backup"),
    ],
    ids=["changed", "missing", "no manifest", "a path outside, listed", "a path outside", "a strange part"],
)
def test_a_damaged_backup_leaves_nothing(
    record: Record, tmp_path: Path, change: dict[str, bytes | None], extra: tarfile.TarInfo | None, told: str
) -> None:
    record.backup(tmp_path / "b.tar")
    altered(tmp_path / "b.tar", change, extra)
    with pytest.raises(RecordError, match=told):
        Record.restore(tmp_path / "b.tar", tmp_path / "back")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "r"]


def test_a_cut_tar_leaves_nothing(record: Record, tmp_path: Path) -> None:
    record.backup(tmp_path / "b.tar")
    content = (tmp_path / "b.tar").read_bytes()
    (tmp_path / "b.tar").write_bytes(content[: len(content) // 2])
    with pytest.raises(RecordError, match=r"b\.tar"):
        Record.restore(tmp_path / "b.tar", tmp_path / "back")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "r"]
