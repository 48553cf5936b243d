"""What is found of planted turns, how often none is found where there is none, and whether intervals cover.

python tools/bench_turns.py                 the tables of docs/turns.md (some minutes on one core)
python tools/bench_turns.py --series 20     the same with fewer series a cell
python tools/bench_turns.py nulls shifts    only some of the tables: nulls, shifts, peaks, alarms, net
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from bilat.model import Quad
from bilat.relations.alarms import FALSE_ALARMS, look, threshold
from bilat.relations.simulate import Break, Peak, Planted, draw, planted
from bilat.relations.turning.changes import Estimate
from bilat.relations.turning.levels import RATE, Turn, net_levels, turns

WEEKS = 208
BASES = (0.5, 2.0, 10.0)
RATIOS = (1.5, 2.0, 3.0, 5.0)
PEAKS = (3.0, 5.0, 10.0)
GOOD, BAD = (1.0, 4.0, 3.5, 6.0, 7.0), (1.0, 2.0, 4.0, 6.0, 9.7)  # scores of acts, without their sign
SCATTERS = (0.0, 0.5)
NEAR = 8.0  # weeks between a planted and a found turn that are one
MISSING, UNEVEN = 0.1, 0.4  # a tenth of the weeks is not read, and the others unevenly


@dataclass
class Score:
    """Of one cell: what was planted, found and matched, and which intervals held the truth."""

    planted: int = 0
    found: int = 0
    matched: int = 0
    covers: dict[str, list[bool]] = field(default_factory=dict)

    def cover(self, what: str, truth: float, estimate: Estimate | None) -> None:
        if estimate is not None:
            self.covers.setdefault(what, []).append(estimate.low <= truth <= estimate.high)

    def share(self, *whats: str) -> str:
        held = [held for what in whats for held in self.covers.get(what, [])]
        return f"{100 * np.mean(held):.0f}" if len(held) >= 20 else "-"


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}" if whole else "-"


def sought(made: Planted) -> tuple[Turn, ...]:
    """All that is found but bursts, which are no turns."""
    found = turns(made.counts, starts=made.starts, exposure=made.exposure)
    return tuple(turn for turn in found if turn.kind != "burst")


def scatter_name(dispersion: float) -> str:
    return "Poisson" if dispersion == 0 else f"NB {dispersion:g}"


def nulls(series: int) -> Iterator[str]:
    """Series without a turn: how many show one."""
    yield f"| counts | rate a week | weeks | series | with a turn, % (stated: {100 * RATE:.0f}) |\n|---|---|---|---|---|"
    everything = false = 0
    for dispersion in SCATTERS:
        for base in BASES:
            for weeks in (104, WEEKS):
                seeds = range(10_000, 10_000 + 4 * series)
                made = (
                    planted(weeks, base, seed=n, dispersion=dispersion, missing=MISSING, uneven=UNEVEN) for n in seeds
                )
                wrong = sum(bool(sought(one)) for one in made)
                everything, false = everything + 4 * series, false + wrong
                yield f"| {scatter_name(dispersion)} | {base:g} | {weeks} | {4 * series} | {percent(wrong, 4 * series)} |"
    yield f"| all | | | {everything} | {100 * false / everything:.1f} |"


def shifts(series: int) -> Iterator[str]:
    """Series with one lasting change, up or down, at a random hour of a random week."""
    yield "| counts | lower, a week | ratio | precision | recall | days off (median) | date held | rates held | ratio held |"
    yield "|---|---|---|---|---|---|---|---|---|"
    total = Score()
    off_all: list[float] = []
    for dispersion in SCATTERS:
        for base in BASES:
            for ratio in RATIOS:
                cell, off = Score(), list[float]()
                for n in range(series):
                    one_shift(n, base, ratio, dispersion, cell, off)
                off_all += off
                for what, held in cell.covers.items():
                    total.covers.setdefault(what, []).extend(held)
                total.planted, total.found, total.matched = (
                    total.planted + cell.planted, total.found + cell.found, total.matched + cell.matched,
                )  # fmt: skip
                yield shift_row(scatter_name(dispersion), f"{base:g}", f"{ratio:g}", cell, off)
    yield shift_row("all", "", "", total, off_all)


def one_shift(seed: int, base: float, ratio: float, dispersion: float, cell: Score, off: list[float]) -> None:
    """Half of the series rise from the base rate, half fall to it."""
    rng = np.random.default_rng(20_000 + seed)
    at, up = float(rng.uniform(30, WEEKS - 30)), bool(seed % 2)
    first, step = (base, ratio) if up else (base * ratio, 1 / ratio)
    made = planted(
        WEEKS,
        first,
        seed=seed,
        breaks=[Break(at=at, ratio=step)],
        dispersion=dispersion,
        missing=MISSING,
        uneven=UNEVEN,
    )
    found = sought(made)
    cell.planted += 1
    cell.found += len(found)
    lasting = [turn for turn in found if turn.kind == "shift"]
    days = [(turn.day - made.starts[0]).days - at * 7 for turn in lasting]
    near = [day for day in days if abs(day) <= NEAR * 7]
    if near:
        cell.matched += 1
        off.append(min(map(abs, near)))
    if len(lasting) == 1:
        turn = lasting[0]
        begun = int(at * 7)
        held = (turn.first - made.starts[0]).days <= begun <= (turn.last - made.starts[0]).days
        cell.covers.setdefault("date", []).append(held)
        cell.cover("before", first, turn.before)
        cell.cover("after", first * step, turn.after)
        cell.cover("ratio", step, turn.ratio)


def shift_row(counts: str, base: str, ratio: str, cell: Score, off: list[float]) -> str:
    found = f"{percent(cell.matched, cell.found)} | {percent(cell.matched, cell.planted)}"
    days = f"{np.median(off):.0f}" if off else "-"
    held = f"{cell.share('date')} | {cell.share('before', 'after')} | {cell.share('ratio')}"
    return f"| {counts} | {base} | {ratio} | {found} | {days} | {held} |"


def peaks(series: int) -> Iterator[str]:
    """Series with one rise of two weeks."""
    yield "| counts | around, a week | ratio | precision | recall |\n|---|---|---|---|---|"
    for dispersion in SCATTERS:
        for base in BASES:
            for ratio in PEAKS:
                cell = Score()
                for n in range(series):
                    at = float(np.random.default_rng(30_000 + n).integers(30, WEEKS - 30))
                    peak = Peak(at=at, length=2, ratio=ratio)
                    # The two weeks must have been read.
                    made = planted(WEEKS, base, seed=n, peaks=[peak], dispersion=dispersion, uneven=UNEVEN)
                    found = sought(made)
                    cell.planted, cell.found = cell.planted + 1, cell.found + len(found)
                    first, last = made.starts[int(at)], made.starts[int(at) + 1]
                    cell.matched += any(
                        turn.kind == "peak" and turn.first <= last and turn.last >= first for turn in found
                    )
                told = f"{percent(cell.matched, cell.found)} | {percent(cell.matched, cell.planted)}"
                yield f"| {scatter_name(dispersion)} | {base:g} | {ratio:g} | {told} |"


def net_of(base: float, ratio: float, at: float, seed: int) -> tuple[Planted, list[float]]:
    """Acts of cooperation at one rate, acts of conflict at a rate that changes; the sum of the scores of both."""
    rng = np.random.default_rng(40_000 + seed)
    steps = [Break(at=at, ratio=ratio)]
    bad = planted(WEEKS, base, seed=seed, breaks=steps, dispersion=0.3, missing=MISSING, uneven=UNEVEN)
    good = draw(rng, base * bad.exposure, 0.3)
    sums = [
        rng.choice(GOOD, int(g)).sum() - rng.choice(BAD, int(b)).sum() for g, b in zip(good, bad.counts, strict=True)
    ]
    return bad, [float(one) for one in sums]


def net(series: int) -> Iterator[str]:
    """Net cooperation, where acts of conflict become more at one time, or do not (ratio 1)."""
    yield "| acts of each a week | conflict times | with a turn, % | found within 8 weeks, % | date held | difference held |"
    yield "|---|---|---|---|---|---|"
    for base in (0.5, 2.0):
        for ratio in (1.0, 3.0, 5.0):
            cell, some, middle = Score(), 0, float(np.mean(BAD))
            number = series if ratio > 1 else 4 * series
            for n in range(number):
                at = float(np.random.default_rng(50_000 + n).uniform(30, WEEKS - 30))
                made, sums = net_of(base, ratio, at, n)
                found = net_levels(sums, starts=made.starts, exposure=made.exposure, simulations=0).turns
                some += bool(found)
                lasting = [turn for turn in found if turn.kind == "shift"]
                days = [(turn.day - made.starts[0]).days - at * 7 for turn in lasting]
                cell.matched += any(abs(day) <= NEAR * 7 for day in days)
                if len(lasting) == 1 and ratio > 1:
                    turn, begun = lasting[0], int(at * 7)
                    held = (turn.first - made.starts[0]).days <= begun <= (turn.last - made.starts[0]).days
                    cell.covers.setdefault("date", []).append(held)
                    cell.cover("difference", -base * (ratio - 1) * middle, turn.difference)
            right = percent(cell.matched, series) if ratio > 1 else "-"
            told = f"{percent(some, number)} | {right} | {cell.share('date')} | {cell.share('difference')}"
            yield f"| {base:g} | {ratio:g} | {told} |"


def alarms(series: int) -> Iterator[str]:
    """Looks at the last two weeks, once a week for three years: at one rate, and at the end of two weeks that are raised."""
    limit = threshold(FALSE_ALARMS, len(Quad))
    yield f"| counts | rate a week | looks | p <= 0.05, % | p <= 0.01, % | alarms (stated: at most {limit:.5f} of looks) |"
    yield "|---|---|---|---|---|---|"
    everything: list[float] = []
    for dispersion in SCATTERS:
        for base in BASES:
            ps = []
            for n in range(max(1, series // 15)):
                made = planted(WEEKS, base, seed=60_000 + n, dispersion=dispersion, missing=MISSING, uneven=UNEVEN)
                for end in range(54, WEEKS + 1):
                    p = look(made.counts[:end], made.exposure[:end]).p
                    ps += [] if p is None else [p]
            everything += ps
            yield alarm_row(scatter_name(dispersion), f"{base:g}", ps, limit)
    yield alarm_row("all", "", everything, limit)
    yield "\n| counts | rate a week | " + " | ".join(f"alarm at ratio {ratio:g}, %" for ratio in PEAKS) + " |"
    yield "|---|---|---|---|---|"
    for dispersion in SCATTERS:
        for base in BASES:
            rang = [sum(rings(base, ratio, dispersion, n, limit) for n in range(series)) for ratio in PEAKS]
            yield f"| {scatter_name(dispersion)} | {base:g} | " + " | ".join(percent(n, series) for n in rang) + " |"


def alarm_row(counts: str, base: str, ps: list[float], limit: float) -> str:
    at = np.array(ps)
    shares = f"{100 * (at <= 0.05).mean():.1f} | {100 * (at <= 0.01).mean():.1f}"
    return f"| {counts} | {base} | {len(ps)} | {shares} | {int((at <= limit).sum())} ({(at <= limit).mean():.5f}) |"


def rings(base: float, ratio: float, dispersion: float, seed: int, limit: float) -> bool:
    """Whether two raised weeks at the end of a series sound an alarm."""
    peak = Peak(at=WEEKS - 2.0, length=2, ratio=ratio)
    made = planted(WEEKS, base, seed=70_000 + seed, peaks=[peak], dispersion=dispersion, uneven=UNEVEN)
    p = look(made.counts, made.exposure).p
    return p is not None and p <= limit


TABLES: dict[str, Callable[[int], Iterator[str]]] = {
    "nulls": nulls,
    "shifts": shifts,
    "peaks": peaks,
    "net": net,
    "alarms": alarms,
}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", choices=[[], *TABLES], help="which tables; all where none is named")
    parser.add_argument("--series", type=int, default=50, help="series a cell")
    given = parser.parse_args()
    for name in given.tables or TABLES:
        begun = time.process_time()
        print(f"\n{name}: {TABLES[name].__doc__}\n")
        for line in TABLES[name](given.series):
            print(line, flush=True)
        print(f"\n{time.process_time() - begun:.0f} s of one core")


if __name__ == "__main__":
    main()
