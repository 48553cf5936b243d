"""Where workers come from: what they are forked from has one thread, and none of them outlives the process that commits."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ARTICLES

from bilat import hands

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers start anew")

# Tells the processes that work for it, then goes on coding one text for ever.
_ENDLESS = """
import multiprocessing
from itertools import count
from bilat import pipeline
from bilat.model import Article
if __name__ == "__main__":
    texts = (Article(id=str(n), text={text!r}) for n in count())
    for done in pipeline.code(texts, workers=2, few=0):
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
"""


def test_what_workers_are_forked_from_has_loaded_all_but_what_starts_threads() -> None:
    """A fork copies the one thread that asks for it: a lock that another held would never be let go in the copy."""
    told = "import os; print(len(os.listdir('/proc/self/task')), pipeline.preload.cache_info().currsize, flush=True)"
    asked = f"import {hands.LOADED}; from bilat import pipeline; {told}"

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=120, check=False)

    assert done.stdout.split() == ["1", "1"], done.stderr
    assert done.returncode == 0


def test_workers_end_when_the_process_that_they_work_for_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(_ENDLESS.format(text=ARTICLES[0]["text"]))
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        workers = [int(pid) for pid in process.stdout.readline().split()]
        process.kill()

    assert len(workers) == 2
    left = [pid for pid in workers if _lives(pid, 30)]
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert not left


def _lives(pid: int, seconds: float) -> bool:
    """Whether a process is still there after some time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        if state == "Z":
            return False
        time.sleep(0.05)
    return True
