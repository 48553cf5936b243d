"""Starting the processes of kill_driver.py, of which each is a copy of one that has all modules loaded."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass
class Driver:
    """The process that starts the others."""

    process: "subprocess.Popen[str]"

    def start(self, what: str, out: Path, *arguments: str | Path, **limits: int) -> int:
        """Starts one; gives its number, which is its group's as well."""
        assert self.process.stdin
        order = {"what": what, "out": str(out), "arguments": [*map(str, arguments)], "limits": limits}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self._number()

    def wait(self) -> int:
        """The exit code of the one started last, less than none for the signal that ended it."""
        return self._number()

    def run(self, what: str, out: Path, *arguments: str | Path, **limits: int) -> tuple[int, str]:
        """Runs one to its end; its exit code and what it printed."""
        out.unlink(missing_ok=True)
        self.start(what, out, *arguments, **limits)
        return self.wait(), out.read_text()

    def _number(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())


@contextmanager
def driving(*before: str) -> Iterator[Driver]:
    """A driver, started by a command that goes before it."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *sys.path])}
    command = [*before, sys.executable, str(HERE / "kill_driver.py")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, env=environment, stdin=pipe, stdout=pipe) as process:
        yield Driver(process)
        assert process.stdin
        process.stdin.close()
