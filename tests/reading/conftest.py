"""How the tests of reading read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bilat.config import Settings
from bilat.reading import read

from .samples import TODAY, Outcome, Read


@pytest.fixture
def read_all() -> Read:
    """Read paths into a list with default settings, or those given by name."""

    def run(*paths: str | Path, fields: dict[str, str] | None = None, **settings: object) -> list[Outcome]:
        return list(read(paths, Settings.model_validate(settings), fields=fields or {}, today=TODAY))

    return run


@pytest.fixture
def read_text(tmp_path: Path, read_all: Read) -> Callable[..., Outcome]:
    """Write one file and read it; it must give one outcome."""

    def run(content: str | bytes, name: str = "report.txt", **settings: object) -> Outcome:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (outcome,) = read_all(path, **settings)
        return outcome

    return run
