"""Measures the explorer: each page once fresh and once again, search, and many readers while a writer commits.

    python tools/bench_explore.py RECORD --pairs IRN-PAK IRN-USA --write news.jsonl

The explorer runs as its users start it, in a process of its own, over a copy of the record (hard links where it can be), since
the writer adds to it. A time is from the request to the answer's last byte on this machine; beside it stands what the server
itself used of the processor, which a busy machine changes little. ``--write`` names a file that ``bilat read`` adds meanwhile,
with a commit every few articles; one that ends in .CSV has lines of GDELT, which ``bilat import`` adds.
"""

import argparse
import http.client
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

PAGES = ("/", "/dyads", "/parties", "/stories", "/undertakings", "/articles", "/outlets", "/record")
SEARCHES = ("gas pipeline", "sanctions", "iran", '"foreign minister"', "nuclear talks vienna", "khan", "border -syria", "visit*")
TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """``bilat explore`` over a record, and what it costs."""

    def __init__(self, record: Path) -> None:
        command = [sys.executable, "-m", "bilat", "explore", "--record", str(record), "--port", "0", "--no-browser"]
        begun = time.perf_counter()
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        told = re.search(r"http://([\d.]+):(\d+)/", line)
        if told is None:
            raise SystemExit(f"the explorer did not start: {line}{self.process.stderr.read()}")
        self.host, self.port = told[1], int(told[2])
        print(f"{'start':44} {time.perf_counter() - begun:8.3f} s  {self.cpu():8.3f} s of processor")

    def cpu(self) -> float:
        """Seconds of processor that the server has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self) -> float:
        """MB that the server holds at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        peak = re.search(r"VmHWM:\s+(\d+)", status)
        return int(peak[1]) / 1024 if peak else 0.0

    def end(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)


class Reader:
    """One who asks, over one connection."""

    def __init__(self, server: Server) -> None:
        self.connection = http.client.HTTPConnection(server.host, server.port, timeout=120)

    def ask(self, address: str) -> tuple[int, float, int]:
        """Status, seconds and bytes of an answer."""
        begun = time.perf_counter()
        self.connection.request("GET", address)
        answer = self.connection.getresponse()
        size = len(answer.read())
        return answer.status, time.perf_counter() - begun, size


def search(words: str) -> str:
    return f"/search?q={words.replace(' ', '+').replace(chr(34), '%22')}"


def single(server: Server, addresses: list[str]) -> None:
    """Each address fresh and again."""
    reader = Reader(server)
    print(f"\n{'address':44} {'fresh':>8} {'cpu':>7} {'again':>8} {'bytes':>9}")
    for address in addresses:
        before = server.cpu()
        status, fresh, size = reader.ask(address)
        used = server.cpu() - before
        again = min(reader.ask(address)[1] for _ in range(5))
        note = "" if status == 200 else f"  status {status}"
        print(f"{address:44} {fresh:8.3f} {used:7.2f} {again:8.4f} {size:9,}{note}")


def await_index(server: Server) -> None:
    """Until search finds all."""
    reader, begun, before = Reader(server), time.perf_counter(), server.cpu()
    while b'"ready":false' in _body(reader, "/api/v1/search?q=x"):
        time.sleep(0.5)
    print(f"{'index of words whole after':44} {time.perf_counter() - begun:8.3f} s  {server.cpu() - before:8.3f} s of processor")


def settle(server: Server) -> None:
    """Until the server has made ready what it makes ready by itself."""
    before, last = server.cpu(), -1.0
    while server.cpu() - last > 0.05:
        last = server.cpu()
        time.sleep(2)
    print(f"{'the busiest pairs ready':44} {'':10}  {server.cpu() - before:8.3f} s of processor")


def _body(reader: Reader, address: str) -> bytes:
    reader.connection.request("GET", address)
    return reader.connection.getresponse().read()


def browsed(server: Server, addresses: list[str]) -> None:
    """Each address in a Chromium: seconds from the asking to the first content, and to the page as a whole."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    print(f"\n{'in a browser':44} {'content':>8} {'whole':>8}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://{server.host}:{server.port}/record")  # style and scripts are kept from the first page on
        for address in addresses:
            page.goto(f"http://{server.host}:{server.port}{address}", wait_until="load")
            whole = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") / 1000
            shown = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN") / 1000
            print(f"{address:44} {shown:8.3f} {whole:8.3f}")
        browser.close()


def many(server: Server, addresses: list[str], readers: int, seconds: float, pause: float) -> None:
    """So many readers at once, each asking for one page after the other."""
    times: list[float] = []
    failed: Counter[str] = Counter()
    end = time.perf_counter() + seconds

    def read(seed: int) -> None:
        chance, reader = random.Random(seed), Reader(server)
        while time.perf_counter() < end:
            address = chance.choice(addresses)
            try:
                status, took, _ = reader.ask(address)
            except (OSError, http.client.HTTPException) as error:
                failed[type(error).__name__] += 1
                reader = Reader(server)
                continue
            times.append(took)
            if status != 200:
                failed[f"{status} {address}"] += 1
            time.sleep(chance.uniform(0.5, 1.5) * pause)

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(readers)]
    before = server.cpu()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(times, n=100)
    busy = os.getloadavg()[0]
    print(
        f"{readers} readers, {pause:g} s between pages: {len(times)} answers in {seconds:g} s, errors {sum(failed.values())}, "
        f"median {cuts[49]:.3f} s, p95 {cuts[94]:.3f} s, p99 {cuts[98]:.3f} s, most {max(times):.3f} s; "
        f"server {server.cpu() - before:.1f} s of processor, {server.memory():,.0f} MB; load {busy:.1f}"
    )
    for what, n in failed.most_common(5):
        print(f"  {n} x {what}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--pairs", nargs="*", default=["IRN-PAK", "IRN-USA"], help="dyad pages, as IRN-PAK")
    parser.add_argument("--write", type=Path, help="articles that are read into the copy meanwhile")
    parser.add_argument("--browser", action="store_true", help="first in a Chromium (playwright)")
    parser.add_argument("--every", type=int, default=5, help="articles of a commit of that writer")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pause", type=float, default=1.0, help="mean seconds between two pages of a reader")
    arguments = parser.parse_args()
    pairs = [pair.split("-") for pair in arguments.pairs]
    addresses = [*PAGES, *(f"/dyad/{a}/{b}" for a, b in pairs), *(f"/party/{a}" for a in sorted({p[1] for p in pairs}))]
    with tempfile.TemporaryDirectory(prefix="bilat-bench-", dir=arguments.record.parent) as folder:
        copy = Path(folder) / "record"
        shutil.copytree(arguments.record, copy, copy_function=_link, ignore=shutil.ignore_patterns("search", "lock", "tmp"))
        (copy / "tmp").mkdir()
        server = Server(copy)
        await_index(server)
        settle(server)
        if arguments.browser:
            browsed(server, ["/", *(f"/dyad/{a}/{b}" for a, b in pairs)])
        single(server, [*addresses, *map(search, SEARCHES)])
        print()
        many(server, [*addresses, *map(search, SEARCHES)], arguments.readers, arguments.seconds, arguments.pause)
        if arguments.write:
            environment = {**os.environ, "BILAT_COMMIT_EVERY": str(arguments.every)}
            how = ["import", "gdelt"] if arguments.write.suffix == ".CSV" else ["read", "--workers", "1"]
            command = [sys.executable, "-m", "bilat", *how, str(arguments.write), "--record", str(copy), "-q"]
            before = len(list((copy / "commits").iterdir()))
            writer = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
            while len(list((copy / "commits").iterdir())) == before and writer.poll() is None:
                time.sleep(0.2)
            print(f"while bilat {how[0]} commits:")
            many(server, [*addresses, *map(search, SEARCHES)], arguments.readers, arguments.seconds, arguments.pause)
            made, state = len(list((copy / "commits").iterdir())) - before, "at work" if writer.poll() is None else "done"
            print(f"  {made} commits, writer {state}")
            writer.send_signal(signal.SIGTERM)
            writer.wait(timeout=60)
        server.end()


def _link(source: str, target: str) -> str:
    """A hard link of a part, which never changes; else a copy."""
    if source.endswith(".parquet"):
        os.link(source, target)
        return target
    return str(shutil.copy2(source, target))


if __name__ == "__main__":
    main()
