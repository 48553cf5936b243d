"""How long undertakings, visits and triads of pairs take on a record.

python tools/bench_matters.py RECORD A B [A B ...]

Each is asked twice of one view and the second time told, in seconds of the processor (all threads) and of the clock; on a machine
that does other work only the first are worth comparing.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bilat import relations
from bilat.record import Record, View

Ask = Callable[[View, str, str], object]

ASKED: dict[str, Ask] = {
    "undertakings, 20 in full": lambda view, a, b: relations.undertakings(view, a, b, limit=20),
    "undertakings, 20, no texts": lambda view, a, b: relations.undertakings(view, a, b, limit=20, steps=0),
    "undertakings, the first": lambda view, a, b: relations.undertakings(view, a, b, limit=1),
    "visits, all": lambda view, a, b: relations.visits(view, a, b),
    "visits, the last 20": lambda view, a, b: relations.visits(view, a, b, limit=20),
    "triads": lambda view, a, b: relations.triads(view, a, b),
    "the dyad itself": lambda view, a, b: view.dyad(a, b),
}


def timed(ask: Ask, view: View, a: str, b: str) -> tuple[float, float]:
    """Seconds of the processor and of the clock."""
    processor, clock = time.process_time(), time.perf_counter()
    ask(view, a, b)
    return time.process_time() - processor, time.perf_counter() - clock


def main(record: Path, codes: Sequence[str]) -> None:
    """Prints a line for each question of each pair."""
    pairs = list(zip(codes[::2], codes[1::2], strict=True))
    with Record.open(record).view() as view:
        for a, b in pairs:
            for name, ask in ASKED.items():
                timed(ask, view, a, b)
                processor, clock = timed(ask, view, a, b)
                print(f"{a} {b}  {name:<28}{processor:7.2f} s processor{clock:7.2f} s clock")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("codes", nargs="+", metavar="A B")
    given = parser.parse_args()
    main(given.record, given.codes)
