"""A power cut at any step of a writer, and a disk that fails at any step: what was acknowledged is kept, the record is whole."""

import errno
import random
import re
import shutil
from pathlib import Path

import pytest
from crashes import Failing, Noting, State, Step, faults, lay, states
from record_samples import RUN, coding, event, undertaking

from bilat.errors import NotAnArticle, RecordError
from bilat.model import Coding
from bilat.record import Record
from bilat.record.files import DISK, Files

ALL = [
    coding("a1", event("e1", "a1", "IRNGOV", "PAK")),
    coding("a2", event("e2", "a2", "PAK", "IRN"), undertakings=(undertaking("u2", "a2", "IRN PAK"),)),
    coding("a3"),
]
LEFT_OUT = NotAnArticle("no article", where="x.html")
Kept = dict[str, Coding | None]


def write(folder: Path, files: Files = DISK, noting: Noting | None = None, most: int = len(ALL)) -> None:
    """Writes all that is missing, one article a commit; acknowledged is what a commit has returned from."""
    record = Record.open(folder, create=True, files=files)
    with record.writer(RUN, commit_every=1) as writer:
        writer.skip(LEFT_OUT)
        for one in ALL[:most]:
            writer.add(one)
            if noting:
                noting.acknowledge(one.article.id)


def kept(folder: Path) -> tuple[Kept, int]:
    with Record.open(folder).view() as view:
        return {one.article.id: view.coding(one.article.id) for one in ALL}, view.counts().skipped


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    folder = tmp_path_factory.mktemp("noted") / "r"
    folder.mkdir()
    noting = Noting(folder)
    write(folder, noting, noting)
    return noting.steps


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, int]:
    folder = tmp_path_factory.mktemp("undisturbed") / "r"
    write(folder)
    return kept(folder)


def whole(folder: Path, acknowledged: list[str], known: dict[str, list[str]]) -> list[str]:
    """Proves that a record has what was acknowledged, undamaged; the ids that it has.

    What it holds is looked at once for each set of commits: they name the digest of every part, which the check proves.
    """
    record = Record.open(folder)
    assert faults(folder, thorough=False) == []
    key = repr([path.read_bytes() for path in sorted((folder / "commits").glob("*.json"))])
    if key not in known:
        assert faults(folder, thorough=True) == []
        with record.view() as view:
            found = {one.article.id: view.coding(one.article.id) for one in ALL}
        assert all(found[one.article.id] in (None, one) for one in ALL), "half an article"
        known[key] = [id for id in found if found[id]]
    assert set(acknowledged) <= set(known[key])
    return known[key]


def test_a_power_cut_leaves_all_that_was_acknowledged_and_the_rerun_ends_alike(
    tmp_path: Path, noted: list[Step], undisturbed: tuple[Kept, int]
) -> None:
    chance = random.Random(4)
    seen: set[tuple[int, int]] = set()
    known: dict[str, list[str]] = {}
    rerun = 0
    for number, (acknowledged, state) in enumerate(states(noted, seed=4)):
        key = (len(acknowledged), hash(tuple(_lasting(state))))
        if key in seen:
            continue
        seen.add(key)
        folder = tmp_path / f"{number}"
        lay(state, folder)
        if "record.json" in state:
            whole(folder, acknowledged, known)
        else:
            assert not acknowledged
        if chance.random() < 0.05:
            rerun += 1
            write(folder)
            assert kept(folder) == undisturbed
        shutil.rmtree(folder)
    assert len(seen) > 150
    assert rerun >= 5
    assert sorted(known.values()) == [["a1", "a2", "a3"][:n] for n in range(4)]


def _lasting(state: State) -> list[tuple[str, bytes | None]]:
    return [(name, data) for name, data in state.items() if not name.startswith("tmp/")]


@pytest.mark.parametrize("cut", ["parts", "commits", "file"])
def test_the_model_finds_a_flush_that_is_left_out(tmp_path: Path, cut: str) -> None:
    """Against a disk that does not flush one kind of thing, the proof above must fail."""

    class Forgetting(Noting):
        def sync(self, path: Path) -> None:
            kind = "file" if path.suffix == ".parquet" else "commits" if path.name == "commits" else "parts"
            if kind != cut or not path.exists():
                super().sync(path)

    folder = tmp_path / "r"
    folder.mkdir()
    noting = Forgetting(folder)
    write(folder, noting, noting)

    with pytest.raises((AssertionError, RecordError)):
        all_whole(noting.steps, tmp_path)


def all_whole(steps: list[Step], folder: Path) -> None:
    for number, (acknowledged, state) in enumerate(states(steps, seed=4)):
        if acknowledged:
            lay(state, folder / f"{number}")
            whole(folder / f"{number}", acknowledged, {})


def test_a_disk_that_fails_at_any_step_stops_the_run_and_leaves_the_record_whole(
    tmp_path: Path, undisturbed: tuple[Kept, int]
) -> None:
    number, known = 1, dict[str, list[str]]()
    while True:
        folder = tmp_path / f"{number}"
        failing = Failing(number, lambda: OSError(errno.ENOSPC, "No space left on device"))
        told = ""
        try:
            write(folder, failing, most=1)
        except RecordError as error:
            told = str(error)
        assert failing.left > 0 or re.search(r"No space left on device.*\(free some space", told)
        if (folder / "record.json").exists():
            whole(folder, [], known)
        if failing.left > 0:
            break
        if number % 8 == 0:
            write(folder)
            assert kept(folder) == undisturbed
        number += 1
    assert number > 30
