"""How long it takes to judge: the queue, an entry, and a view of a record with many judgements, in seconds of processor.

python tools/bench_judging.py RECORD            the record itself is not changed: a copy beside it is judged

The judgements are made up: every third line wrong, every third corrected, by one analyst, drawn by the hash of the id.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bilat import review
from bilat.model import Event
from bilat.record import Judgement, Record, Verdict, What, codec
from bilat.record.judgements.seen import seen

T = TypeVar("T")


def timed(name: str, work: Callable[[], T]) -> T:
    """Does the work and prints what it took."""
    begun = time.process_time()
    made = work()
    print(f"{name:<62}{time.process_time() - begun:8.3f}")
    return made


def made_up(n: int, event: Event) -> Judgement:
    """The n-th judgement."""
    verdict = (Verdict.RIGHT, Verdict.WRONG, Verdict.CORRECTED)[n % 3]
    return Judgement(
        analyst="Bench",
        time=f"2024-01-{1 + n // 86400:02d}T{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}.000000Z",
        what=What.EVENT,
        target=event.id,
        article_id=event.article_id,
        verdict=verdict,
        corrections={"status": "planned", "date": "2018-01-01"} if verdict is Verdict.CORRECTED else {},
        seen=seen(event),
    )


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--most", type=int, default=5_000, help="judgements at most")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.record.resolve().parent) as folder:
        copy = Path(folder) / "record"
        # Parts never change, so a copy may share them.
        ignored = shutil.ignore_patterns("lock", "judgements", "web", "tmp")
        shutil.copytree(given.record, copy, ignore=ignored, copy_function=lambda a, b: Path(b).hardlink_to(a))
        measure(Record.open(copy), given.most)


def measure(record: Record, most: int) -> None:
    """Prints a line for each step."""
    wanted = review.Wanted(analyst="Ana")
    view = timed("a view without judgements", record.view)
    counts = view.counts()
    print(f"{counts.articles:,} articles, {counts.events:,} events")
    timed("the queue, the first time in a process", lambda: review.queue(view, wanted))
    timed("the queue again", lambda: review.queue(view, wanted))
    timed("a random sample of 20", lambda: review.queue(view, review.Wanted(analyst="Ana", order="random")))
    rows = view.ask("SELECT body FROM events ORDER BY md5(id) LIMIT ?", [most])
    said = [made_up(n, codec.event(json.loads(body))) for n, (body,) in enumerate(rows)]
    number = 1
    while True:
        number = min(number, len(said))
        timed(f"to keep what brings them to {number:,}", lambda: record.tell(said[:number]))  # noqa: B023
        timed(f"a view with {number:,}, the first time in a process", record.view)
        timed(f"a view with {number:,} again", record.view)
        if number == len(said):
            break
        number *= 10
    with record.view() as judged:
        timed("the queue", lambda: review.queue(judged, wanted))
        timed("the figures", lambda: review.figures(judged))
        timed("what stands at this moment, on an open view", judged.rejudged)
    one = Judgement(
        analyst="Ana", time="2024-06-01T00:00:00.000000Z", what=What.EVENT, target=said[0].target,
        article_id=said[0].article_id, verdict=Verdict.RIGHT, seen=said[0].seen,
    )  # fmt: skip
    timed("to keep one more", lambda: record.tell([one]))


if __name__ == "__main__":
    main()
