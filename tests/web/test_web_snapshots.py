"""New commits are shown without a new start, whoever reads keeps what they read, and search finds what is new."""

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ARTICLES, VISIT
from fastapi.testclient import TestClient

from bilat import code
from bilat.record import Record, RunInfo
from bilat.web import create_app
from bilat.web.search_index import FOLDER, Index

HOME = "http://127.0.0.1:8420"
LATER = {
    "id": "later",
    "title": "Envoys named",
    "date": "2024-02-02",
    "source": "Gulf Wire",
    "text": "Iran and Pakistan named new ambassadors on Friday, a Zahedan paper wrote.",
}


@pytest.fixture
def folder(record: Path, tmp_path: Path) -> Path:
    """A copy of the small record, to be written to."""
    return Path(shutil.copytree(record, tmp_path / "record", ignore=shutil.ignore_patterns(FOLDER)))


def add(folder: Path, article: dict[str, str]) -> None:
    """Commits one article."""
    with Record.open(folder).writer(RunInfo(program="test")) as writer:
        writer.add(code(article))


def soon(true: Callable[[], bool]) -> None:
    """Waits until something is so."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "it has not come to be"
        time.sleep(0.05)


def test_a_commit_is_shown_without_a_new_start(folder: Path) -> None:
    client = TestClient(create_app(Record.open(folder)), base_url=HOME)
    first = client.get("/api/v1/counts")
    assert first.json()["articles"] == len(ARTICLES)
    soon(lambda: bool(client.get("/api/v1/search?q=ambassador").json()["articles"]))
    assert not client.get("/api/v1/search?q=zahedan").json()["articles"]

    add(folder, LATER)

    soon(lambda: bool(client.get("/api/v1/counts").json()["articles"] == len(ARTICLES) + 1))
    assert client.get("/api/v1/counts", headers={"if-none-match": first.headers["etag"]}).status_code == 200
    soon(lambda: [one["id"] for one in client.get("/api/v1/search?q=zahedan").json()["articles"]] == ["later"])


def test_who_has_changed_the_record_sees_it_at_once(folder: Path) -> None:
    app = create_app(Record.open(folder))
    before = app.state.snapshots.now()

    add(folder, LATER)
    after = app.state.snapshots.renewed()

    assert after.view.counts().articles == len(ARTICLES) + 1
    assert before.view.counts().articles == len(ARTICLES), "a reader keeps the state that it began with"


def test_one_answer_is_made_once_however_many_ask(folder: Path) -> None:
    snapshot = create_app(Record.open(folder)).state.snapshots.now()
    made = []

    def make() -> int:
        made.append(1)
        time.sleep(0.1)
        return len(made)

    threads = [threading.Thread(target=snapshot.cached, args=("slow", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [1]


def test_the_index_is_shown_only_when_it_is_whole(folder: Path) -> None:
    snapshots = create_app(Record.open(folder)).state.snapshots
    (folder / "elsewhere").mkdir()
    fresh = Index(folder / "elsewhere")

    assert fresh.progress is not None
    fresh.update(snapshots.now())

    assert fresh.progress is None
    assert Index(folder / "elsewhere").progress is None, "a new start finds it whole"


def test_a_damaged_index_is_made_again(folder: Path) -> None:
    (folder / FOLDER).mkdir()
    (folder / FOLDER / "index.sqlite").write_bytes(b"this is no database" * 300)

    client = TestClient(create_app(Record.open(folder)), base_url=HOME)

    soon(lambda: bool(client.get("/api/v1/search?q=Islamabad").json()["articles"]))
    assert client.get("/api/v1/search?q=Islamabad").json()["articles"][0]["id"] == VISIT["id"]


def test_an_index_beside_a_record_does_not_disturb_it(folder: Path) -> None:
    client = TestClient(create_app(Record.open(folder)), base_url=HOME)
    soon(lambda: bool(client.get("/api/v1/search?q=pipeline").json()["ready"]))

    checked = Record.open(folder).check(deep=True)

    assert not checked.findings
    assert not Record.open(folder).repair()


def test_a_record_that_cannot_be_written_is_searched_all_the_same(folder: Path) -> None:
    (folder / FOLDER).write_text("a file where the folder would be", "utf-8")

    client = TestClient(create_app(Record.open(folder)), base_url=HOME)

    soon(lambda: bool(client.get("/api/v1/search?q=pipeline").json()["articles"]))
