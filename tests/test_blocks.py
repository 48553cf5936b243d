"""The papers' console blocks: what they show of the sample record is what the program prints of it."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Bilat

ROOT = Path(__file__).resolve().parent.parent
PAPERS = [path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))]
BLOCK = re.compile(r"^```(?:console|text)\n(\$ .*?)^```$", re.MULTILINE | re.DOTALL)
ASKED = frozenset(
    {"read", "import", "dyad", "series", "stories", "undertakings", "visits", "triads", "turns", "alarms", "compare"}
    | {"show", "brief", "check"}
)
"""Commands that tell the same of one record at any time and on any machine."""
OTHERS = (
    "--answers",
    "mine.csv",
    "nowhere",
    "more/",
    "reports.tar.gz",
    "nexis",
    "stories.csv",
    "http:",
    "news.jsonl",
    "reprint",
)
"""Words of commands on other files and records than the sample."""


def shown(paper: str) -> Iterator[tuple[str, str]]:
    """The commands of a paper's blocks with what it shows below each."""
    for block in BLOCK.findall((ROOT / paper).read_text("utf-8")):
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, told = piece.partition("\n")
            yield command, told


def of_sample(paper: str) -> list[tuple[str, str]]:
    """Those that ask the sample record."""
    return [
        (command, told)
        for command, told in shown(paper)
        if (words := command.split())[0] == "bilat"
        and words[1] in ASKED
        and " record" in command
        and not any(word in command for word in OTHERS)
        and "not whole" not in told
    ]


def pattern(told: str) -> str:
    """What is shown as a pattern: how lines are broken and how long bars are depends on the terminal, "..." is anything."""
    parts = [" ".join(re.escape(word) for word in plain(part).split()) for part in told.split("...")]
    return r".*".join(parts)


def plain(text: str) -> str:
    """Text on one line, a bar of any length as one sign."""
    return " ".join(re.sub(r"█+", "█", text).split())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sample record of a paper is copied from, once a paper has read it."""
    return tmp_path_factory.mktemp("sample") / "record"


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if of_sample(paper)])
def test_blocks_show_what_the_program_prints(
    paper: str, sample: Path, bilat: Bilat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")  # as where no terminal says otherwise: ids stand at the lines' ends
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    if sample.exists():
        shutil.copytree(sample, tmp_path / "record")
    else:
        bilat("read", "examples/iran-pakistan", "--record", "record")
        shutil.copytree(tmp_path / "record", sample)
    wrong = []
    for command, told in of_sample(paper):
        words = shlex.split(command)[1:]
        if words[0] == "read" and "added" in told:
            shutil.rmtree(tmp_path / "record")
        ran = bilat(*words)
        if not re.search(pattern(told), plain(f"{ran.err} {ran.out}"), re.DOTALL):
            wrong.append(f"$ {command}\n{ran.err}{ran.out}")
    assert not wrong, f"{paper} shows otherwise:\n" + "\n".join(wrong)


def test_the_check_can_fail() -> None:
    assert re.search(pattern("2 alarms ...\n  at 5 ███"), plain("2 alarms in 1 pair\n at\n5 █"))
    assert not re.search(pattern("2 alarms"), plain("3 alarms"))
    assert len(of_sample("README.md")) > 15
