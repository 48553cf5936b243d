"""What commands print of the outlook: tables for a terminal, plain values for a program."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bilat.printing import plain, plural
from bilat.relations.outlook import LEVELS, Backtest, Forecast, Moving, Outlook, Panels, Target, Trial, WhatIf

Label = Callable[[str], str]

NAMES: dict[Target, str] = {
    "conflict": "material conflict",
    "cooperation": "material cooperation",
    "visit": "a visit",
    "move": "an undertaking's move",
}
_MOVING = 12  # lines of a list; the rest stands in --json


def outlook_dict(made: Outlook) -> dict[str, Any]:
    """An outlook as JSON."""
    body: dict[str, Any] = plain(made)
    for forecast in body["forecasts"]:
        forecast["quantiles"] = {str(level): number for level, number in forecast["quantiles"]}
    for matter in body["moving"]:
        matter["chances"] = {str(weeks): chance for weeks, chance in matter["chances"]}
    return body


def backtest_dict(made: Backtest) -> dict[str, Any]:
    """A back-test as JSON."""
    body: dict[str, Any] = plain(made)
    return body | {"levels": list(LEVELS)}


def whatif_dict(found: Sequence[WhatIf], panels: Panels) -> dict[str, Any]:
    """What followed, as JSON: of the pair first, where one was asked for, then of all."""
    return {
        "start": panels.starts[0].isoformat() if panels.starts else None,
        "end": panels.end.isoformat() if panels.end else None,
        "source": panels.source,
        "digest": panels.digest,
        "found": plain(list(found)),
    }


def print_outlook(made: Outlook, label: Label, out: Console) -> None:
    """An outlook in the terminal."""
    until = f" from what was told until {made.as_of}" if made.as_of else ""
    out.print(f"{label(made.a)} and {label(made.b)}: outlook{until}", style="bold")
    if made.reason:
        out.print(f"none: {made.reason}")
        return
    what = f"events of {made.source}" if made.source else "stories"
    out.print(
        f"{made.stories:,} {what} of the two in {plural(made.read, 'week')} since {made.start}; "
        f"methods fitted and tried on {plural(made.peers + 1, 'pair')}\n"
    )
    _print_counts([one for one in made.forecasts if one.mean is not None], out)
    _print_chances([one for one in made.forecasts if one.mean is None], out)
    _print_moving(made, out)
    _print_tried([one.trial for one in made.forecasts if one.trial], out)


def _print_counts(forecasts: Sequence[Forecast], out: Console) -> None:
    for target in dict.fromkeys(one.target for one in forecasts):
        out.print(f"new stories of {NAMES[target]}; ranges by how often they hold", style="bold")
        table = Table(box=None, pad_edge=False, header_style="")
        heads = ("weeks", "to", "expected", *(f"{level:.0%}" for level in LEVELS), "any", "weeks before", "usual")
        for name in heads:
            table.add_column(name, justify="right")
        for one in forecasts:
            if one.target == target:
                table.add_row(*_count_row(one))
        out.print(table)
        out.print()


def _count_row(one: Forecast) -> Iterable[str]:
    yield str(one.weeks)
    yield one.last
    yield f"{one.mean:.1f}"
    yield from (f"{part.low}-{part.high}" if part.low < part.high else str(part.low) for part in one.intervals)
    yield f"{one.chance:.0%}"
    yield "-" if one.before is None else str(one.before)
    yield "-" if one.usual is None else f"{one.usual:.1f}"


def _print_chances(forecasts: Iterable[Forecast], out: Console) -> None:
    for one in forecasts:
        usual = "" if one.usual is None else f"; in {one.usual:.0%} of such times so far"
        out.print(f"{NAMES[one.target]} within {one.weeks} weeks: {one.chance:.0%}{usual} ({one.method})")
    out.print()


def _print_moving(made: Outlook, out: Console) -> None:
    if made.moving_reason:
        out.print(f"undertakings: {made.moving_reason}")
        return
    table = Table(box=None, pad_edge=False, header_style="")
    for weeks, _ in made.moving[0].chances:
        table.add_column(f"{weeks} weeks", justify="right")
    for name in ("status changes of", "now", "last told"):
        table.add_column(name)
    for one in made.moving[:_MOVING]:
        table.add_row(*_chances(one), one.name, one.status, one.last)
    out.print(table)
    if len(made.moving) > _MOVING:
        out.print(f"{_MOVING} of {len(made.moving)} undertakings; --json has all")


def _chances(one: Moving) -> Iterable[str]:
    return ("under 1%" if chance < 0.01 else f"{chance:.0%}" for _, chance in one.chances)


def _print_tried(tried: Sequence[Trial], out: Console) -> None:
    """How good such forecasts were."""
    if not tried:
        out.print("\nThere are too few weeks for a back-test: how good these numbers are is not known.")
        return
    out.print(f"\nBack-test, {tried[0].first} to {tried[0].last}, {plural(tried[0].series, 'pair')}", style="bold")
    table = Table(box=None, pad_edge=False, header_style="")
    heads = ("forecast of", "weeks", "method in use", "score", "best baseline", f"{LEVELS[-1]:.0%} ranges held")
    for name in heads:
        table.add_column(name)
    for one in tried:
        ratio = next(score.ratio for score in one.scores if score.method == one.in_use)
        held = f"{one.cover[-1]:.1%}" if one.cover else ""
        table.add_row(NAMES[one.target], str(one.weeks), one.in_use, _ratio(ratio), one.best, held)
    out.print(table)
    out.print("score: CRPS, of a visit Brier's score, over that of the best baseline")


def print_backtest(made: Backtest, out: Console) -> None:
    """A back-test in the terminal: scores by method and horizon, each over the best baseline's."""
    what = f"events of {made.source}" if made.source else "stories"
    out.print(
        f"{what} of {plural(len(made.pairs), 'pair')}, {plural(made.weeks, 'week')} from {made.start or '-'} to "
        f"{made.end or '-'}, {made.read} of them read; digest {made.digest}",
        style="bold",
    )
    if made.reason:
        out.print(f"none: {made.reason}")
        return
    for target in NAMES:
        trials = [one for one in made.trials if one.target == target]
        if trials:
            _print_trials(target, trials, out)
    out.print(
        "\nCRPS (a chance: Brier score) over that of the best baseline, then the log score, on the later half of the weeks; "
        "* ships: chosen on the earlier half. Ranges are the calibrated ones of what ships."
    )


def _print_trials(target: Target, trials: Sequence[Trial], out: Console) -> None:
    first = trials[0]
    kind = "matters" if target == "move" else "pairs"
    out.print(f"\n{NAMES[target]}: {first.series} {kind}, scored {first.first} to {first.last}", style="bold")
    table = Table(box=None, pad_edge=False, header_style="")
    table.add_column("weeks ahead")
    for one in trials:
        table.add_column(str(one.weeks), justify="right")
        table.add_column("log", justify="right")
    for n, score in enumerate(first.scores):
        cells = []
        for one in trials:
            mark = "*" if one.ships == score.method else ""
            cells += [mark + _ratio(one.scores[n].ratio), f"{one.scores[n].log:.2f}"]
        table.add_row(score.method, *cells)
    for m, level in enumerate(LEVELS):
        if first.cover:
            table.add_row(f"{level:.0%} ranges held", *_every(f"{one.cover[m]:.1%}" for one in trials if one.cover))
    table.add_row("mean forecast", *_every(f"{one.mean_forecast:.3f}" for one in trials))
    table.add_row("mean of what came", *_every(f"{one.mean_seen:.3f}" for one in trials))
    table.add_row(f"{kind} no worse than best", *_every(f"{one.better:.0%}" for one in trials))
    table.add_row("forecasts", *_every(f"{one.forecasts:,}" for one in trials))
    out.print(table)


def _ratio(ratio: float | None) -> str:
    return "-" if ratio is None else f"{ratio:.3f}"


def _every(cells: Iterable[str]) -> list[str]:
    return [part for cell in cells for part in (cell, "")]


def print_whatif(found: Sequence[WhatIf], panels: Panels, label: Label, out: Console) -> None:
    """What followed, in the terminal."""
    for n, one in enumerate(found):
        whose = f"{label(one.pair[0])} and {label(one.pair[1])}" if one.pair else f"{len(panels.pairs)} pairs"
        out.print(("\n" if n else "") + f"After {one.kind} between {whose}, {one.weeks} weeks on", style="bold")
        out.print(
            f"{plural(one.episodes, 'episode')}, {one.matched} with like weeks to compare ({one.controls:,} weeks); "
            f"{plural(one.pairs, 'pair')}"
        )
        if one.reason:
            out.print(f"no figures: {one.reason}")
        else:
            _print_followed(one, out)
        for day, a, b in one.latest:
            out.print(f"  week of {day}: {label(a)} and {label(b)}")


def _print_followed(one: WhatIf, out: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="")
    table.add_column("stories of")
    for name in ("before", "after", "like weeks: before", "after", "difference", "90% interval"):
        table.add_column(name, justify="right")
    for part in one.followed:
        figures = (part.before, part.after, part.control_before, part.control_after)
        table.add_row(
            NAMES[part.target],
            *("-" if figure is None else f"{figure:.1f}" for figure in figures),
            "-" if part.difference is None else f"{part.difference:+.1f}",
            "-" if part.low is None or part.high is None else f"{part.low:+.1f} to {part.high:+.1f}",
        )
    out.print(table)
