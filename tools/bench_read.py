"""How fast `bilat read` fills a record, with how much memory, and what a second core and a longer run change.

    python tools/bench_read.py ARTICLES.jsonl.gz [--n 3000] [--workers 1 2] [--again]

ARTICLES holds JSON lines; each run reads the first N of them into a record of its own. Printed for each number of workers:
articles a second of wall time, without and with the start; CPU milliseconds an article of the process that reads and commits,
and of all; the most memory that all its processes had at once (proportional set size: shared pages counted once); bytes of
the record an article. On a shared machine only CPU times and their ratios can be compared. Linux only.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_EVERY = 0.2  # seconds between two looks
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run took.

    Attributes:
        wall: Seconds; committing, cpu: CPU seconds of the process that reads and commits, and of all processes.
        peak: Bytes of memory; size: bytes of the record.
    """

    wall: float
    committing: float
    cpu: float
    peak: int
    size: int


def first_lines(articles: Path, n: int, target: Path) -> int:
    """Writes the first lines; gives their number."""
    with gzip.open(articles) if articles.suffix == ".gz" else articles.open("rb") as source, target.open("wb") as out:
        lines = list(islice(source, n))
        out.writelines(lines)
    return len(lines)


def read(articles: Path, record: Path, workers: int) -> Run:
    """Runs the command and watches its processes."""
    command = [
        sys.executable,
        "-m",
        "bilat",
        "read",
        str(articles),
        "--record",
        str(record),
        "--workers",
        str(workers),
        "-q",
    ]
    begun, peak, cpu = time.monotonic(), 0, {}
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            tree = list(descendants(process.pid))
            peak = max(peak, sum(map(memory, tree)))
            cpu.update({pid: spent for pid in tree if (spent := seconds(pid))})
            time.sleep(_EVERY)
    if process.returncode not in (0, 1):
        raise SystemExit(f"bilat ended with {process.returncode}")
    size = sum(path.stat().st_size for path in record.rglob("*") if path.is_file())
    wall = time.monotonic() - begun
    return Run(wall=wall, committing=cpu.get(process.pid, 0.0), cpu=sum(cpu.values()), peak=peak, size=size)


def descendants(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = [int(p) for t in Path(f"/proc/{pid}/task").iterdir() for p in (t / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [pid, *(below for child in children for below in descendants(child))]


def memory(pid: int) -> int:
    """Bytes of a process's memory, shared pages by its share; 0 of one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def seconds(pid: int) -> float:
    """CPU seconds of a process so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--n", type=int, default=3000, help="how many articles (default 3000)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="numbers of processes (default 1 2)")
    parser.add_argument("--again", action="store_true", help="read the same again after each run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        some = Path(scratch) / "articles.jsonl"
        n = first_lines(options.articles, options.n, some)
        (one := Path(scratch) / "one.jsonl").write_text(json.dumps({"text": "Iran and Pakistan held talks."}) + "\n")
        start = read(one, Path(scratch) / "start", 1).wall
        print(f"{n:,} articles; start {start:.1f} s; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for workers in options.workers:
            record = Path(scratch) / f"record-{workers}"
            told(f"{workers} worker{'s' * (workers > 1)}", n, read(some, record, workers), start)
            if options.again:
                told("again", n, read(some, record, workers), start)
    return 0


def told(what: str, n: int, run: Run, start: float) -> None:
    """Prints a run."""
    rate, net = n / run.wall, n / max(run.wall - start, 0.01)
    print(
        f"{what:10} {rate:8.1f} articles a second ({net:.1f} without the start); CPU an article: "
        f"{1000 * run.committing / n:.2f} ms reading and committing, {1000 * run.cpu / n:.1f} ms in all; "
        f"most memory {run.peak / 1e6:,.0f} MB; record {run.size / n:,.0f} bytes an article",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
