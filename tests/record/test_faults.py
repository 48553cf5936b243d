"""A machine that fails under a writer: a full or read-only disk, no inodes, descriptors or memory left, a clock that jumps.

Each ends in one clear error, the record stays whole, and the same command ends well once the fault is gone.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import Driver, driving
from record_samples import coding, event

from bilat.record import Record, RunInfo

COUNT, EVERY = "60", "5"


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    with driving() as driver:
        yield driver


@pytest.fixture(scope="module")
def expected(driver: Driver, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("whole")
    driver.run("write", folder / "told", folder / "r", COUNT, EVERY, "run")
    return driver.run("digest", folder / "told", folder / "r")[1]


@pytest.fixture(scope="module")
def mounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Driver, Path]]:
    """A driver that sees small disks, which nobody else sees."""
    disks = tmp_path_factory.mktemp("disks")
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*namespace, "mount", "-t", "tmpfs", "x", str(disks)]).returncode:
        pytest.skip("no disk can be mounted here")
    with driving(*namespace) as driver:
        yield driver, disks


@pytest.mark.parametrize(
    ("options", "more", "told"),
    [
        ("size=160k", "size=64m", "No space left on device|Could not write"),
        ("nr_inodes=45", "nr_inodes=100k", "No space left on device|Could not write|Cannot open file"),
        ("size=64m,ro", "rw", "Read-only file system"),
    ],
)
def test_a_disk_that_is_full_or_read_only(
    mounts: tuple[Driver, Path], tmp_path: Path, expected: str, options: str, more: str, told: str
) -> None:
    driver, disks = mounts
    disk, out = disks / re.sub(r"\W", "-", options), tmp_path / "told"
    driver.run("shell", out, f"mkdir -p {disk} && mount -t tmpfs -o {options} x {disk}")
    write = ("write", out, disk / "r", COUNT, EVERY, "run")

    code, printed = driver.run(*write)
    assert code == 2
    assert re.search(rf"RecordError: {re.escape(str(disk))}.*({told}).*\(.{{8,}}\)$", printed), printed
    kept = driver.run("digest", out, disk / "r")[1] if "ro" not in options else "0 0"
    assert kept.split()[1] == "0", "the record is whole"
    assert int(kept.split()[0]) >= len(re.findall(r"\b\d{4}\b", printed)), "what was acknowledged is there"
    driver.run("shell", out, f"mount -o remount,{more} {disk}")

    assert driver.run(*write)[0] == 0
    assert driver.run("digest", out, disk / "r")[1] == expected


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"FSIZE": 2_000}, "File too large|Could not write"),
        ({"NOFILE": 8}, "Too many open files|Cannot open file|cannot be read"),
    ],
)
def test_a_process_that_may_not_have_more(
    driver: Driver, tmp_path: Path, expected: str, limits: dict[str, int], told: str
) -> None:
    folder, out = tmp_path / "r", tmp_path / "told"
    driver.run("write", out, folder, "10", EVERY, "first")

    code, printed = driver.run("write", out, folder, COUNT, EVERY, "run", **limits)
    assert code == 2, printed
    assert re.search(rf"^RecordError: .*({told}).*\(.{{8,}}\)$", printed, re.MULTILINE), printed
    assert driver.run("digest", out, folder)[1].startswith("10 0 ")
    driver.run("write", out, folder, COUNT, EVERY, "run")

    assert driver.run("digest", out, folder)[1] == expected


@pytest.mark.parametrize("more", [1 << 20, 64 << 20, 200 << 20])
def test_a_process_that_gets_no_more_memory(driver: Driver, tmp_path: Path, expected: str, more: int) -> None:
    folder, out = tmp_path / "r", tmp_path / "told"
    driver.run("write", out, folder, "10", EVERY, "first")

    # How it ends is not the same everywhere: libraries that do not check what they are given are ended by the system.
    assert driver.run("write", out, folder, COUNT, EVERY, "run", AS=more)[0] != 1
    assert driver.run("digest", out, folder)[1].split()[1] == "0"
    driver.run("write", out, folder, COUNT, EVERY, "run")

    assert driver.run("digest", out, folder)[1] == expected


def test_sigterm_commits_what_was_coded(driver: Driver, tmp_path: Path) -> None:
    source, folder, out = tmp_path / "pipe.jsonl", tmp_path / "r", tmp_path / "told"
    os.mkfifo(source)
    group = driver.start("bilat", out, "read", source, "--record", folder, "--workers", "1")
    said = "Iran's foreign minister visited Islamabad on Monday and met officials."
    numbers = [*range(22), 21]
    with source.open("w") as pipe:
        pipe.write("".join(f'{{"id": "{n}", "text": "{said} Report {n}."}}\n' for n in numbers))
        pipe.flush()
        for _ in range(5000):
            if "is that of" in (out.read_text() if out.exists() else ""):
                break  # the last is left out for its id, and told once all before it are coded
            time.sleep(0.02)
        os.kill(group, signal.SIGTERM)
        assert driver.wait() == 128 + signal.SIGTERM

    with Record.open(folder).view() as view:
        assert view.counts().articles == 22
    assert "Traceback" not in out.read_text()


def test_a_clock_that_jumps_changes_no_order(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r", create=True)
    starts = ("2024-05-01T10:00:00Z", "1970-01-01T00:00:00Z", "2124-01-01T00:00:00Z")
    for number, started in enumerate(starts):
        with record.writer(RunInfo(program="1", started=started)) as writer:
            writer.add(coding(f"a{number}", event(f"e{number}", f"a{number}", "IRN", "PAK")))

    assert record.check().findings == ()
    for number, started in enumerate(starts):
        with record.view(as_of_run=RunInfo(program="1", started=started).id) as view:
            assert view.counts().articles == number + 1
