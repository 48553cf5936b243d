"""Time what reads a record: opening, a pair, the check, the digest; before and after a part of it, and all, is coded again.

python tools/bench_record.py RECORD [--articles N]     N articles are made of the record's, again and again under other ids
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bilat.model import Coding
from bilat.record import Record, RunInfo, View


def codings(source: View, number: int) -> Iterator[Coding]:
    """So many codings, the source's own under ever other ids."""
    made = [coding for article in source.articles() if (coding := source.coding(article.id)) is not None]
    return islice((_renamed(coding, str(n)) for n in count() for coding in made), number)


def _renamed(coding: Coding, mark: str) -> Coding:
    id = f"{coding.article.id}-{mark}"
    return replace(
        coding,
        article=replace(coding.article, id=id),
        events=tuple(replace(one, id=f"{one.id}-{mark}", article_id=id) for one in coding.events),
        undertakings=tuple(replace(one, id=f"{one.id}-{mark}", article_id=id) for one in coding.undertakings),
        facts=tuple(replace(one, id=f"{one.id}-{mark}", article_id=id) for one in coding.facts),
    )


def timed(what: str, work: Callable[[], object], times: int = 5) -> None:
    """The fastest of some times, and the processor's share of it."""
    taken = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - wall, time.process_time() - cpu))
    wall, cpu = min(taken)
    print(f"  {what:<24}{wall * 1000:9.0f} ms   processor {cpu * 1000:7.0f} ms")


def read(record: Record, title: str) -> None:
    """The times of reading."""
    print(title)
    timed("open", lambda: record.view().close())
    with record.view() as view:
        a, b = view.dyads(1)[0].a, view.dyads(1)[0].b
        timed(f"dyad {a} {b}", lambda: view.dyad(a, b))
        timed("digest", view.content_digest, 1)


def main() -> None:
    """Make the record, read it, code it again, read it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--articles", type=int, default=5_000)
    given = parser.parse_args()
    with TemporaryDirectory() as folder, Record.open(given.record).view() as source:
        record = Record.open(Path(folder) / "r", create=True)
        with record.writer(RunInfo(program="one")) as writer:
            timed("write", lambda: [writer.add(coding) for coding in codings(source, given.articles)], 1)
        read(record, f"{given.articles:,} articles")
        tenth = given.articles // 10
        with record.writer(RunInfo(program="two")) as writer:
            timed("a tenth again", lambda: [writer.replace(coding) for coding in codings(source, tenth)], 1)
        read(record, "a tenth coded again")
        with record.writer(RunInfo(program="three")) as writer:
            timed("all again", lambda: [writer.replace(coding) for coding in codings(source, given.articles)], 1)
        read(record, "all coded again")
        timed("check", record.check, 1)


if __name__ == "__main__":
    main()
