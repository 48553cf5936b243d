"""What the tests of the whole program share: the command line as a user runs it, and a small record."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bilat import cli

SAMPLES = Path(__file__).resolve().parent.parent / "examples" / "iran-pakistan"

VISIT = {
    "id": "visit",
    "title": "Rouhani in Islamabad",
    "date": "2016-03-26",
    "source": "Quetta Courier",
    "text": (
        "Iranian President Hassan Rouhani visited Islamabad on Friday. He met Pakistani Prime Minister Nawaz Sharif, "
        "and the two countries signed an agreement on trade."
    ),
}
STRIKES = {
    "id": "strikes",
    "title": "Pakistan answers Iranian strikes",
    "date": "2024-01-18",
    "source": "Gulf Wire",
    "text": (
        "Pakistan launched air strikes on Iran on Thursday. Pakistan had recalled its ambassador from Iran "
        "on Wednesday. China urged Iran and Pakistan to show restraint."
    ),
}
PIPELINE = {
    "id": "pipeline",
    "title": "Gas pipeline waits",
    "date": "2023-08-04",
    "source": "Quetta Courier",
    "text": (
        "Iran and Pakistan signed an agreement on a gas pipeline in 2009. The Iran-Pakistan gas pipeline has been "
        "stalled by U.S. sanctions. The two countries share a 900-kilometer border."
    ),
}
ARTICLES = (VISIT, STRIKES, PIPELINE)


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit code and what it printed."""

    exit: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """The JSON lines of standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


Bilat = Callable[..., Ran]


def write_lines(path: Path, *articles: dict[str, Any]) -> Path:
    """Writes a JSONL file."""
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    return path


@pytest.fixture
def bilat(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Bilat:
    """Runs a command in an empty working folder, through the entry point that the shell calls."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(*arguments: str | Path, stdin: str | bytes = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["bilat", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            capfd.readouterr()
            try:
                cli.main()
            except SystemExit as end:
                code = end.code
            else:
                code = 0
        captured = capfd.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of three articles on Iran and Pakistan; tests only read it."""
    from bilat import code
    from bilat.record import Record, RunInfo

    folder = tmp_path_factory.mktemp("record") / "small"
    with Record.open(folder, create=True).writer(RunInfo(program="test")) as writer:
        for article in ARTICLES:
            writer.add(code(article))
    return folder
