"""The processes of test_kill.py and test_faults.py, started from one that has all modules loaded: bilat itself, and a writer
that tells what was acknowledged. Each line of standard input starts one, as a process group of its own."""

import json
import os
import resource
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from crashes import faults

from bilat import cli, pipeline
from bilat.coding.parse import load_parser
from bilat.errors import BilatError
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Article, Coding, Span
from bilat.record import Record, RunInfo


def cheap(article: Article) -> Coding:
    """A coder that takes no time and finds nothing."""
    return Coding(article=article, sentences=(Span(0, 4, article.text[:4]),), events=(), undertakings=(), facts=())


def write(folder: str, count: str, every: str, run: str) -> None:
    """Adds the articles that are missing; tells each one's number once a commit has returned."""
    record, each = Record.open(folder, create=True), int(every)
    told = sys.stdout.fileno()
    articles = [Article(id=f"{n:04}", text=f"Text {n}.", origin=f"{n}.txt") for n in range(int(count))]
    with record.writer(RunInfo(program=run), commit_every=each) as writer:
        added = []
        for done in pipeline.into_record(articles, writer, coder=cheap, tally=pipeline.Tally()):
            if isinstance(done, Coding):
                added.append(done.article.id)
            if len(added) == each:
                os.write(told, " ".join(added).encode() + b"\n")
                added.clear()
    os.write(told, b"end\n")


def digest(folder: str) -> None:
    """Tells how many articles a record has, what its check finds, and the digest of its content."""
    record = Record.open(folder)
    with record.view() as view:
        print(view.counts().articles, len(faults(Path(folder), thorough=True)), record.content_digest())


def bilat(*arguments: str) -> None:
    """The command line."""
    sys.argv = ["bilat", *arguments]
    cli.main()


def shell(command: str) -> None:
    """Something of the system's."""
    subprocess.run(command, shell=True, check=True)


COMMANDS: dict[str, Callable[..., None]] = {"write": write, "digest": digest, "bilat": bilat, "shell": shell}


def run(what: str, out: str, arguments: list[str], limits: dict[str, int]) -> int:
    """One command in this process; its exit code."""
    os.setpgid(0, 0)
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(handle, stream)
    for name, limit in limits.items():
        more = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if name == "AS" else 0
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit + more, limit + more))
    try:
        COMMANDS[what](*arguments)
    except BilatError as error:
        print(f"{type(error).__name__}: {error}")
        return 2
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        return 99
    return 0


def main() -> None:
    """Forks a child for each line of standard input and tells its number, and in the end its exit code."""
    load_parser()
    Lexicon.load()
    Gazetteer.load()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            code = run(**json.loads(line))
            sys.stdout.flush()
            os._exit(code)
        with suppress(OSError):  # the child does the same; whoever comes first
            os.setpgid(child, child)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
