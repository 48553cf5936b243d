"""Small records behind the explorer, asked as a browser or a program would."""

from collections.abc import Iterator
from pathlib import Path

import payloads
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bilat.record import Record, RunInfo
from bilat.web import create_app

HOME = "http://127.0.0.1:8420"


@pytest.fixture(scope="session")
def app(record: Path) -> FastAPI:
    """The explorer over the three articles on Iran and Pakistan."""
    return explorer(record)


def explorer(folder: Path) -> FastAPI:
    """The explorer over a record, once it finds words."""
    app = create_app(Record.open(folder))
    app.state.snapshots.find_words()
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Asks it, with cookies of its own."""
    with TestClient(app, base_url=HOME) as opened:
        yield opened


@pytest.fixture(scope="session")
def hostile_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of a hundred articles that mean harm; tests only read it."""
    folder = tmp_path_factory.mktemp("hostile") / "record"
    with Record.open(folder, create=True).writer(RunInfo(program="test")) as writer:
        for coding in payloads.codings():
            writer.add(coding)
    return folder


@pytest.fixture(scope="session")
def hostile(hostile_record: Path) -> TestClient:
    """The explorer over it."""
    return TestClient(explorer(hostile_record), base_url=HOME)
