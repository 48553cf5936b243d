"""The last lines of ``make demo``: five lines of what the record holds, and where the brief lies.

python tools/demo_summary.py demo-record demo-brief.html
"""

import sys
from pathlib import Path

import bilat
from bilat.model import Status


def main(record: str, brief: str) -> None:
    """Print what was found on the pair."""
    with bilat.Record.open(record).view() as view:
        counts = view.counts()
        history = bilat.dyad(view, "IRN", "PAK")
    periods = history.series.periods
    worst, best = min(periods, key=lambda p: p.score), max(periods, key=lambda p: p.score)
    visits = [v for v in history.visits if v.status is not Status.PLANNED]
    held = [m for m in history.undertakings if m.obstacles]
    print(
        f"\n{counts.articles} articles, {counts.first} to {counts.last}, from {counts.outlets} outlets: {counts.events} events"
    )
    print(
        f"most conflict: {worst.label}, net {worst.score:+.0f}; most cooperation: {best.label}, net {best.score:+.0f}"
    )
    if visits:
        print(f"visits told: {len(visits)}; the last: {visits[-1].name or visits[-1].role}, {visits[-1].date}")
    print(f"undertakings: {len(history.undertakings)}, of which {len(held)} are held up by something")
    for matter in [m for m in held if m.issue == "energy"][:1] or held[:1]:
        print(f"  {matter.name}: {matter.status}; {', '.join(o.texts[0] for o in matter.obstacles[:2])}")
    print(f"\nThe brief: {Path(brief).resolve()}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
