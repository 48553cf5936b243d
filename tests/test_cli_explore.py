"""bilat explore as a user starts it: what it says when it cannot, and that a program can read where it is."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import Bilat

TOKEN = "a-token-of-more-than-16"


def test_what_cannot_be_shown_is_told_with_the_way_out(bilat: Bilat, record: Path, tmp_path: Path) -> None:
    told = bilat("explore", "--record", tmp_path / "none", "--no-browser")
    assert told.exit == 2
    assert "no such folder" in told.err

    told = bilat("explore", "--record", record, "--no-browser", "--host", "0.0.0.0")
    assert told.exit == 2
    assert "add a --token, such as --token " in told.err

    told = bilat("explore", "--record", record, "--no-browser", "--host", "203.0.113.9", "--token", TOKEN)
    assert told.exit == 2
    assert "cannot listen on 203.0.113.9" in told.err

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = bilat("explore", "--record", record, "--no-browser", "--port", str(port))
    assert told.exit == 2
    assert "give another --port" in told.err


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_program_reads_where_it_is_and_ends_it(record: Path, stop: signal.Signals) -> None:
    command = [
        sys.executable,
        "-m",
        "bilat",
        "explore",
        "--record",
        str(record),
        "--no-browser",
        "--port",
        "0",
        "--json",
    ]
    environment = {**os.environ, "BILAT_TOKEN": TOKEN}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        there = json.loads(server.stdout.readline())
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{there['api']}/counts")
        asked = urllib.request.Request(f"{there['api']}/counts", headers={"Authorization": f"Bearer {TOKEN}"})
        with urllib.request.urlopen(asked) as answer:
            assert json.load(answer)["articles"] == 3
        server.send_signal(stop)
        assert server.wait(timeout=30) == (0 if stop == signal.SIGINT else 143)
        assert server.stderr.read() == ""
