"""One writer and many readers, as processes."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from record_samples import RUN, coding, event

from bilat.errors import RecordLocked
from bilat.record import Record, lock

WRITER = """
import sys, time
sys.path[:0] = {path!r}
from record_samples import RUN, coding, event
from bilat.record import Record
with Record.open({folder!r}).writer(RUN, commit_every=1) as writer:
    print("ready", flush=True)
    for n in range(10_000):
        writer.add(coding(f"w{{n}}", event(f"we{{n}}", f"w{{n}}", "IRN", "PAK")))
        print(n, flush=True)
"""


@contextmanager
def writing(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that adds article after article, a commit each; it has the lock already."""
    script = WRITER.format(path=[str(Path(__file__).parent), *sys.path], folder=str(folder))
    process = subprocess.Popen([sys.executable, "-c", script, "--its-mark"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close() if process.stdout else None


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A record of one article."""
    record = Record.open(tmp_path / "r", create=True)
    with record.writer(RUN) as writer:
        writer.add(coding("a1", event("e1", "a1", "IRN", "PAK")))
    return record


def test_a_second_writer_is_told_who_the_first_is_and_readers_read(record: Record) -> None:
    with writing(record.folder) as process:
        with pytest.raises(RecordLocked) as caught:
            record.writer(RUN)
        told = str(caught.value)
        for part in (
            f"process {process.pid}",
            f"on {socket.gethostname()}",
            "since 20",
            "--its-mark",
            "wait until it ends",
        ):
            assert part in told
        assert process.stdout is not None
        seen = []
        for _ in range(3):
            process.stdout.readline()
            with record.view() as view:
                counts = view.counts()
                assert counts.articles == counts.events
                seen.append(counts.articles)
        assert seen == sorted(seen)
        assert seen[-1] > 1
        assert record.check().findings == ()


def test_a_killed_writer_s_lock_is_taken_over(record: Record) -> None:
    with writing(record.folder) as process:
        process.stdout.readline() if process.stdout else None
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert str(process.pid) in (record.folder / "lock").read_text()
    assert lock.at_work(record.folder) is None
    with record.writer(RUN) as writer:
        assert writer.add(coding("after"))
        holder = lock.at_work(record.folder)
        assert holder is not None
        assert holder.pid == os.getpid()
    assert (record.folder / "lock").read_text() == ""
    assert record.check().findings == ()


def test_the_lock_of_an_older_program_is_named(record: Record) -> None:
    with record.writer(RUN):
        (record.folder / "lock").write_text("4711\n")
        with pytest.raises(RecordLocked, match="process 4711"):
            record.writer(RUN)


def test_what_another_machine_left_on_this_disk_counts_for_nothing(record: Record) -> None:
    (record.folder / "lock").write_text('{"pid": 1, "host": "elsewhere", "since": "", "command": ""}\n')
    with record.writer(RUN) as writer:
        assert writer.add(coding("after"))


def test_a_commit_that_somebody_made_meanwhile_ends_the_run(record: Record) -> None:
    with record.writer(RUN) as writer:
        writer.add(coding("late"))
        (record.folder / "commits/00000002.json").write_text((record.folder / "commits/00000001.json").read_text())
        with pytest.raises(RecordLocked, match="another writer made commit 2 meanwhile"):
            writer.commit()
