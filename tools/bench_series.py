"""Time the series of a record, and what they need of memory; or how often intervals of net cooperation hold.

    python tools/make_events.py 20000000 --record /tmp/made
    python tools/bench_series.py /tmp/made [--pairs 100]
    python tools/bench_series.py --intervals

Each time is the fastest of some: seconds that passed, and seconds of the processor, all threads together. Intervals are those
of 20,000 periods of stories drawn with the types of event data, as tools/make_events.py has them.
"""

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from make_events import SHARES

from bilat.model import EventType
from bilat.record import Record, View
from bilat.relations import SCORES, Split, many, series
from bilat.relations.net import net_of


def timed(what: str, work: Callable[[], object], times: int = 5) -> None:
    """The fastest of some times."""
    taken = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - wall, time.process_time() - cpu))
    wall, cpu = min(taken)
    print(f"  {what:<64}{wall:8.3f} s   processor {cpu:8.3f} s")


def busiest(view: View, number: int) -> list[tuple[str, str]]:
    """The pairs with the most lines, the busiest first: of other datasets, where the record has no articles."""
    table = "event_dyads" if view.has_articles else "imported"
    rows = view.ask(f"SELECT a, b FROM {table} WHERE a <> b GROUP BY a, b ORDER BY count(*) DESC, a, b LIMIT {number}")
    return [(a, b) for a, b in rows]


def intervals() -> None:
    """Print how often the intervals hold the net that stories were drawn from, by how many are expected."""
    random = np.random.default_rng(1)
    periods = 20_000
    mixes = {
        "all types": [*SHARES],
        "cooperation": [name for name in SHARES if SCORES[EventType(name)] > 0],
        "conflict": [name for name in SHARES if SCORES[EventType(name)] < 0],
    }
    for mix, names in mixes.items():
        values = np.array([SCORES[EventType(name)] for name in names])
        shares = np.array([SHARES[name] for name in names]) / sum(SHARES[name] for name in names)
        held = []
        for expected in (1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 50, 200):
            counts = random.poisson(expected * shares, size=(periods, len(names)))
            place = np.repeat(np.arange(periods), len(names))
            found = net_of(place, np.tile(values, periods), counts.ravel(), periods)
            truth = expected * (shares @ values)
            held.append(f"{expected} stories {((found.low <= truth) & (truth <= found.high)).mean():.1%}")
        print(f"{mix}: {', '.join(held)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path, nargs="?")
    parser.add_argument("--intervals", action="store_true")
    parser.add_argument("--pairs", type=int, default=100)
    given = parser.parse_args()
    if given.intervals:
        intervals()
    if given.record is None:
        return
    record = Record.open(given.record)
    timed("open a view", lambda: record.view().close())
    with record.view() as view:
        pairs = busiest(view, 1000)
        both: tuple[Split, Split] = ("issue", "quad")
        for nth in (1, 10, 100, 1000):
            if len(pairs) >= nth:
                a, b = pairs[nth - 1]
                told = int(series(view, a, b, "year", split=None).total.sum())
                what = f"pair {nth} ({a} {b}, {told:,} stories) by week"
                timed(f"{what}, quad", lambda a=a, b=b: series(view, a, b, "week"))  # type: ignore[misc]
                timed(f"{what}, issue and quad", lambda a=a, b=b: series(view, a, b, "week", split=both))  # type: ignore[misc]
        timed(f"busiest {given.pairs} pairs by month, quad", lambda: many(view, pairs[: given.pairs], "month"), 3)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
