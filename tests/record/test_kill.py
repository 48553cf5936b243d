"""A writer killed 100 times at random points: the record is whole each time, nothing acknowledged is lost, the end is the same.

`TEST_KILLS=1000 pytest tests/record/test_kill.py` kills more often.
"""

import itertools
import json
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from crashes import faults
from driving import Driver, driving
from kill_driver import cheap

from bilat import pipeline
from bilat.model import Article
from bilat.record import Record, RunInfo

COUNT = 120
KILLS = int(os.environ.get("TEST_KILLS", "100"))


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    with driving() as driver:
        yield driver


def kill(driver: Driver, group: int) -> bool:
    """Kills a group; whether it was still at work."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    return driver.wait() == -signal.SIGKILL


def in_a_commit(folder: Path) -> bool:
    """Whether there is something that only a writer in the middle of a commit leaves."""
    return any((folder / "tmp").glob("*")) or any((folder / "commits").glob(".*.new"))


def wait_for(folder: Path, *, middle: bool, chance: random.Random, group: int) -> None:
    """Until a random moment: for ``middle``, one in a commit, where the process lives to see it."""
    end = time.monotonic() + 20
    while middle and not in_a_commit(folder) and time.monotonic() < end and alive(group):
        time.sleep(0.0005)
    time.sleep(chance.random() * (0.02 if middle else 0.15))


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def acknowledged(out: Path) -> list[str]:
    return [word for line in out.read_text().splitlines() for word in line.split() if word.isdigit()]


def test_a_writer_killed_a_hundred_times_loses_nothing_that_it_acknowledged(driver: Driver, tmp_path: Path) -> None:
    chance = random.Random(4)
    whole = undisturbed(tmp_path / "undisturbed")
    kills = middle = 0
    for number in itertools.count():
        folder, out = tmp_path / f"{number}", tmp_path / f"told-{number}"
        out.touch()
        while kills < KILLS:
            each = chance.choice(("1", "1", "2", "5"))
            group = driver.start("write", out, folder, str(COUNT), each, f"run {kills}")
            wait_for(folder, middle=kills % 2 == 0, chance=chance, group=group)
            if not kill(driver, group):
                break  # it had come to its end
            kills += 1
            middle += in_a_commit(folder)
            if (folder / "record.json").exists():
                assert faults(folder, thorough=kills % 10 == 0) == []
                with Record.open(folder).view() as view:
                    assert {article.id for article in view.articles()} >= set(acknowledged(out))
        driver.start("write", out, folder, str(COUNT), "40", "last")
        assert driver.wait() == 0
        assert Record.open(folder).content_digest() == whole
        assert Record.open(folder).check().findings == ()
        if kills >= KILLS:
            break
    assert middle >= KILLS // 5, "too few of the kills fell in the middle of a commit"


def undisturbed(folder: Path) -> str:
    articles = [Article(id=f"{n:04}", text=f"Text {n}.", origin=f"{n}.txt") for n in range(COUNT)]
    record = Record.open(folder, create=True)
    with record.writer(RunInfo(program="one run")) as writer:
        list(pipeline.into_record(articles, writer, coder=cheap, tally=pipeline.Tally()))
    return record.content_digest()


def test_bilat_read_killed_and_run_again_ends_as_if_it_had_not_been(driver: Driver, tmp_path: Path) -> None:
    chance = random.Random(5)
    places = ("Tehran", "Islamabad", "Quetta", "Zahedan", "Karachi", "Lahore", "Mashhad", "Tabriz")
    articles = [
        {"id": f"a{n}", "date": "2024-01-18", "text": f"Iran's foreign minister visited {place} on Monday. Report {n}."}
        for n, place in enumerate(places * 3)
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(article) + "\n" for article in articles) + '{"text": "cut\n')
    settings = tmp_path / "own.toml"
    settings.write_text("commit_every = 1\n")
    folder, out = tmp_path / "r", tmp_path / "told"
    read = ("read", source, "--record", folder, "--config", settings, "--workers", "1")
    before: set[str] = set()
    killed = 0
    for _ in range(8):
        group = driver.start("bilat", out, *read)
        wait_for(folder, middle=True, chance=chance, group=group)
        killed += kill(driver, group)
        if not (folder / "record.json").exists():
            continue
        assert faults(folder, thorough=True) == []
        with Record.open(folder).view() as view:
            kept = {article.id for article in view.articles()}
        assert kept >= before
        before = kept
    driver.start("bilat", out, *read)
    driver.wait()
    driver.start("bilat", out, *(str(part).replace(str(folder), str(tmp_path / "whole")) for part in read))
    driver.wait()

    assert killed > 3
    assert Record.open(folder).content_digest() == Record.open(tmp_path / "whole").content_digest()
    assert out.read_text().count("1 skipped") == 2
