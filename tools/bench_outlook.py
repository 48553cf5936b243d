"""What the outlook's ranges hold on simulated series, and what a back-test costs.

python tools/bench_outlook.py                 ten seeds of 20 series of 300 weeks, and the time of 50 pairs by 416 weeks
python tools/bench_outlook.py --seeds 3       fewer
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from bilat.relations import Break, planted  # noqa: E402
from bilat.relations.outlook.backtest import HORIZONS, trial  # noqa: E402
from bilat.relations.outlook.conformal import LEVELS  # noqa: E402
from bilat.relations.outlook.counts import masked  # noqa: E402
from bilat.relations.outlook.rolling import METHODS, roll  # noqa: E402


def series(number: int, weeks: int, seed: int, dispersion: float) -> tuple[np.ndarray, np.ndarray]:
    """Planted series of 0.4 to 4.5 stories a week with two breaks each, and the weeks' reading, of which 3 % is missing."""
    rng = np.random.default_rng(seed)
    rows = []
    for n in range(number):
        breaks = [Break(at=float(at), ratio=float(np.exp(rng.normal(0, 0.7)))) for at in rng.choice(weeks, 2)]
        rate = float(np.exp(rng.uniform(-1.0, 1.5)))
        rows.append(planted(weeks, rate, seed=100 * seed + n, breaks=breaks, dispersion=dispersion).counts)
    exposure = (rng.random(weeks) >= 0.03).astype(float)
    return masked(np.stack(rows), exposure), exposure


def held(seeds: int) -> None:
    """The share of what came that lay in the ranges of the pool, and its CRPS over the best baseline's."""
    print(
        f"{'weeks':>5} {'counts':>18} " + " ".join(f"{level:>6.0%}" for level in LEVELS) + "   90%: least, most  CRPS"
    )
    for weeks in HORIZONS:
        for name, dispersion in (("Poisson", 0.0), ("negative binomial", 0.5)):
            shares, ratios = [], []
            for seed in range(20, 20 + seeds):
                counts, exposure = series(20, 300, seed, dispersion)
                rolled = roll(counts, weeks, exposure=exposure)
                ships = rolled.shipped(rolled.weights)
                known = np.isfinite(rolled.future) & (np.arange(300) >= rolled.first)
                came = rolled.future[known][:, None]
                shares.append(((came >= ships.lower[known]) & (came <= ships.upper[known])).mean(axis=0))
                score = rolled.crps[known].mean(axis=0)
                ratios.append(score[-1] / score[: METHODS.index("seasonal") + 1].min())
            mean, last = np.mean(shares, axis=0), [one[-1] for one in shares]
            told = " ".join(f"{share:6.1%}" for share in mean)
            print(f"{weeks:>5} {name:>18} {told}   {min(last):.1%}, {max(last):.1%}   {np.mean(ratios):.3f}")


def cost() -> None:
    """Seconds of the processor for one target and horizon of a back-test."""
    counts, exposure = series(50, 416, 1, 0.5)
    starts = planted(416, 1.0, seed=1).starts
    for weeks in HORIZONS:
        begun = time.process_time()
        trial(roll(counts, weeks, exposure=exposure), "conflict", starts)
        print(f"50 pairs, 416 weeks, {weeks} ahead: {time.process_time() - begun:.1f} s")


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    cost()
    held(parser.parse_args().seeds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
