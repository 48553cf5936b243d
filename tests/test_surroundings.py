"""Where bilat runs: another locale, no home, no terminal, no input, an output that is full, closed or hung up on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = "The foreign minister of Iran arrived in Islamabad on Monday and met Señor Sánchez, the envoy of Perú."
POOR = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin"}


def run(command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """A line of shell in which $BILAT stands for the command."""
    environment = POOR | {"PYTHONPATH": str(ROOT / "src"), "BILAT": f"{sys.executable} -m bilat.cli"}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    line = json.dumps({"id": "a", "title": "Señor Sánchez in Islamabad", "text": TEXT}, ensure_ascii=False)
    with open(os.path.join(os.fsencode(tmp_path), b"caf\xe9 \n1.jsonl"), "w", encoding="utf-8") as file:
        file.write(line + "\n" + '{"text": 5}\n')
    return tmp_path


def test_in_a_poor_environment_it_reads_and_writes_utf8(folder: Path) -> None:
    done = run("$BILAT read . --record r --dry-run <&-", folder)

    assert done.stdout.splitlines()[0].endswith("\tSeñor Sánchez in Islamabad")
    assert "skipped: caf\\xe9 \\n1.jsonl#2: " in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("output", "code", "told"),
    [("> /dev/full", 2, "No space left on device"), (">&-", 1, "skipped"), ("| true", 0, "")],
)
def test_an_output_that_takes_nothing_ends_it_in_a_line(folder: Path, output: str, code: int, told: str) -> None:
    done = run(f"$BILAT read . --record r --dry-run {output}", folder)

    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
