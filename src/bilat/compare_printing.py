"""A comparison of two sources for a terminal and for a program."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilat.printing import plain
from bilat.relations import Comparison, Correlation, Lead
from bilat.relations.comparison import Alone, Source, Told

_BAR = 16  # characters of the longest bar
_FEW = 5  # events of a period in a list


def comparison_dict(found: Comparison) -> dict[str, Any]:
    """A comparison as plain JSON values; counts stand by period, in the order of ``labels``."""
    sources = [
        {
            "name": one.name,
            "counts": one.counts.astype(int).tolist(),
            "rates": [None if value != value else value for value in one.rates.tolist()],
            "events": len(one.events),
            "unpaired": plain(one.unpaired),
            "alone": plain(one.alone),
        }
        for one in (found.first, found.second)
    ]
    rest = (
        "a",
        "b",
        "by",
        "quad",
        "since",
        "until",
        "labels",
        "starts",
        "rated",
        "pearson",
        "spearman",
        "lead",
        "within",
        "notes",
    )
    return {name: plain(getattr(found, name)) for name in rest} | {"sources": sources}


def print_comparison(found: Comparison, label: Callable[[str], str], out: Console, limit: int) -> None:
    """The series side by side, what they have in common, and what each has alone."""
    one, other = found.first, found.second

    def say(line: str = "", style: str = "") -> None:
        out.print(Text(line, style=style), soft_wrap=True)

    about = f", {found.quad}" if found.quad else ""
    span = f", {found.since} to {found.until}" if found.since else ""
    say(f"{label(found.a)} and {label(found.b)}{about}: {one.name} and {other.name}{span}", "bold")
    for note in found.notes:
        say(note)
    if not found.labels:
        return
    out.print(_table(found))
    say(f"Pearson   {_correlation(found.pearson)} of {'rates' if found.rated else 'counts'}")
    say(f"Spearman  {_correlation(found.spearman)}")
    say(f"lead      {_lead(found.lead, one.name, other.name, found.by)}")
    for mine, theirs in ((one, other), (other, one)):
        say()
        for n, line in enumerate(_alone(mine, theirs, found.within, limit)):
            say(line, "" if n else "bold")


def _table(found: Comparison) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("period", no_wrap=True)
    most = max(found.first.counts.max(initial=0), found.second.counts.max(initial=0), 1)
    for one in (found.first, found.second):
        table.add_column(one.name, justify="right")
        table.add_column("", no_wrap=True)
    for n, period in enumerate(found.labels):
        cells = []
        for one in (found.first, found.second):
            value = int(one.counts[n])
            bar = "█" * round(value / most * _BAR) or ("▏" if value else "")
            cells += [f"{value:,}", bar]
        table.add_row(period, *cells)
    return table


def _correlation(found: Correlation) -> str:
    if found.value is None:
        return f"none: {found.reason}"
    span = "" if found.low is None else f" [{found.low:+.2f}, {found.high:+.2f}]"
    return f"{found.value:+.2f}{span}, {found.n} periods"


def _lead(found: Lead, one: str, other: str, by: str) -> str:
    if found.lag is None or found.value is None:
        return f"none: {found.reason}"
    ahead = one if found.lag > 0 else other
    told = f"{ahead} by {abs(found.lag)} {by}{'s' if abs(found.lag) > 1 else ''}" if found.lag else "none runs ahead"
    zero = "" if found.lag == 0 or found.at_zero is None else f", without a shift {found.at_zero:+.2f}"
    chance = "" if found.chance is None else f"; by chance as high in {found.chance:.0%} of cases"
    return f"{told}: {found.value:+.2f}{zero}, {found.tried} shifts tried{chance}"


def _alone(one: Source, other: Source, within: int, limit: int) -> Iterator[str]:
    paired = len(one.events) - len(one.unpaired)
    told = f"{one.name}: {paired:,} of {len(one.events):,} events with a day have one of the same quad in {other.name}"
    yield f"{told} within {within} days"
    if one.alone:
        yield f"periods that {one.name} has and {other.name} has not: {len(one.alone)}"
    for period in one.alone[:limit]:
        yield f"  {period.label}  {_events(period)}"
    if len(one.alone) > limit:
        yield f"  and {len(one.alone) - limit} more; --limit shows them"
    elsewhere = {told.id for period in one.alone for told in period.events}
    rest = [told for told in one.unpaired if told.id not in elsewhere]
    if rest:
        yield f"in other periods, events without one in {other.name}: {len(rest):,}"
    for event in rest[:limit]:
        yield f"  {_event(event)}"
    if len(rest) > limit:
        yield f"  and {len(rest) - limit:,} more; --limit shows them, --json all"


def _events(period: Alone) -> str:
    shown: Sequence[str] = [_event(told) for told in period.events[:_FEW]]
    more = [f"and {len(period.events) - _FEW} more"] if len(period.events) > _FEW else []
    return "; ".join([*shown, *more]) or "only events whose date is wider than a day"


def _event(told: Told) -> str:
    return f"{told.day} {told.what} [{told.id}]"
