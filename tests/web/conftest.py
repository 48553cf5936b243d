"""A small record behind the explorer, asked as a browser or a program would."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bilat.record import Record
from bilat.web import create_app

HOME = "http://127.0.0.1:8420"


@pytest.fixture(scope="session")
def app(record: Path) -> FastAPI:
    """The explorer over the three articles on Iran and Pakistan."""
    return create_app(Record.open(record))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Asks it, with cookies of its own."""
    with TestClient(app, base_url=HOME) as opened:
        yield opened
