"""What bilat turns and bilat alarms print: each turn with its rates, its strength and the stories that make it."""

from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilat.printing import plain, plural
from bilat.relations import Alarm, Levels, PairTurns, Strong, Telling, Turn, Watch

Label = Callable[[str], str]
Stories = Callable[[Turn], Sequence[Telling]]

_SENTENCE = 200
_SHORT = 8  # characters of an id in the last column


def pair_dict(found: PairTurns, stories: Stories) -> dict[str, Any]:
    """A pair's turns as JSON values; dates are dates still."""
    series = [
        plain(levels) | {"turns": [turn_dict(turn, stories(turn)) for turn in levels.turns]} for levels in found.levels
    ]
    return {"a": found.a, "b": found.b, "by": found.by, "basis": found.basis, "reason": found.reason, "series": series}


def turn_dict(turn: Turn, stories: Sequence[Telling]) -> dict[str, Any]:
    """A turn with its stories as JSON values."""
    return {**plain(turn), "direction": turn.direction, "stories": plain(tuple(stories))}


def strong_dict(strong: Strong, stories: Sequence[Telling]) -> dict[str, Any]:
    """One of the strongest turns as JSON values."""
    return {"a": strong.a, "b": strong.b, "also": list(strong.also), **turn_dict(strong.turn, stories)}


def watch_dict(found: Watch, stories: Callable[[Alarm], Sequence[Telling]]) -> dict[str, Any]:
    """A look at many pairs as JSON values."""
    alarms = [
        plain(alarm) | {"direction": alarm.direction, "stories": plain(tuple(stories(alarm)))} for alarm in found.alarms
    ]
    return {**plain(found), "alarms": alarms}


def print_pair(found: PairTurns, stories: Stories, label: Label, out: Console) -> None:
    """A pair's turns, series by series."""
    title = f"{label(found.a)} and {label(found.b)}"
    if not found.series.starts:
        out.print(f"{title}: the record has nothing on this pair that took place.", markup=False)
        return
    told = plural(sum(turn.kind != "burst" for turn in found.turns), "turn")
    out.print(
        Text(f"{title}: {told} in {len(found.series.starts)} {found.by}s from {found.series.starts[0]} on", "bold")
    )
    out.print(_basis(found))
    for levels in found.levels:
        out.print()
        print_levels(levels, found.by, stories, out)


def _basis(found: PairTurns) -> Text:
    if found.basis == "even" or not found.levels:
        return Text(found.reason or "", "dim")
    one = found.levels[0]
    unread = f"; nothing was read in {one.unread}, which count for nothing" if one.unread else ""
    return Text(
        f"rates are of a {found.by} in which {one.usual:,.0f} sentences were read, as in the mean one{unread}", "dim"
    )


def print_levels(levels: Levels, by: str, stories: Stories, out: Console) -> None:
    """One series: its levels in a line, then its turns."""
    name = levels.series.replace("-", " ")
    if levels.reason:
        out.print(Text.assemble((name, "bold"), f": {levels.reason}"))
        return
    stretches = [f"{_short(one.rate.value)} to {one.last}" for one in levels.levels[:-1]]
    stretches.append(_short(levels.levels[-1].rate.value))
    out.print(Text.assemble((name, "bold"), f", a {by}: {', then '.join(stretches)}"))
    grid = _grid()
    for turn in levels.turns:
        _turn_rows(turn, by, stories(turn), grid, "")
    if levels.turns:
        out.print(grid)


def print_strongest(found: Sequence[tuple[Strong, Sequence[Telling]]], by: str, label: Label, out: Console) -> None:
    """The strongest turns of many pairs, each with its stories."""
    grid = _grid()
    for strong, told in found:
        also = f" (also {', '.join(name.replace('-', ' ') for name in strong.also)})" if strong.also else ""
        name = strong.turn.series.replace("-", " ")
        _turn_rows(strong.turn, by, told, grid, f"{label(strong.a)} and {label(strong.b)}, {name}{also}: ")
    out.print(grid)


def _grid() -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(style="dim", no_wrap=True, min_width=10)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(style="dim", no_wrap=True, width=_SHORT)
    return grid


def _turn_rows(turn: Turn, by: str, told: Sequence[Telling], grid: Table, head: str) -> None:
    grid.add_row(str(turn.day), Text.assemble((head, "bold"), turn_line(turn, by)), "")
    for one in told:
        grid.add_row("", _telling(one), one.story[:_SHORT])


def turn_line(turn: Turn, by: str) -> Text:
    """A turn in a line: what it is, when, from what to what, how sure."""
    span = f"between {turn.first} and {turn.last}" if turn.kind == "shift" else f"to {turn.last}"
    change = f"{_short(turn.before.value)} to {_short(turn.after.value)} a {by}"
    ratio = turn.ratio
    times = "" if ratio is None else f" (x {_short(ratio.value)}, {_short(ratio.low)} to {_short(ratio.high)})"
    told = f" {span}: {turn.direction}, {change}{times}; gain {turn.gain:.1f}, p {turn.p:.3f}"
    return Text.assemble((turn.kind, "dim" if turn.kind == "burst" else "bold"), told)


def _short(value: float) -> str:
    """A rate in two digits.

    >>> _short(0.0834), _short(175.2)
    ('0.083', '180')
    """
    return f"{float(f'{value:.2g}'):,.10g}"


def _telling(one: Telling) -> Text:
    sentence = one.sentence if len(one.sentence) <= _SENTENCE else one.sentence[:_SENTENCE].rsplit(" ", 1)[0] + " …"
    articles = f", {plural(one.articles, 'article')}" if one.articles > 1 else ""
    return Text(f"{one.day} {one.type}{articles}: {sentence}", "dim")


def print_watch(found: Watch, stories: Callable[[Alarm], Sequence[Telling]], label: Label, out: Console) -> None:
    """The alarms, and what they were held to."""
    if found.last is None:
        out.print("the record has no dated article: nothing can be looked at")
        return
    if found.first is None:
        out.print(f"the record tells of no pair by {found.last}: nothing can be looked at")
        return
    alarms = plural(len(found.alarms), "alarm")
    out.print(
        Text(f"{alarms} in {plural(found.pairs, 'pair')}, {found.first} to {found.last} beside the year before", "bold")
    )
    grid = _grid()
    for alarm in found.alarms:
        look, name = alarm.look, alarm.series.replace("-", " ")
        who = f"{label(alarm.a)} and {label(alarm.b)}, {name}: "
        told = (
            f"{alarm.direction}, {look.observed} where {_short(look.expected or 0)} were to be expected; p {look.p:.2g}"
        )
        grid.add_row("", Text.assemble((who, "bold"), told), "")
        for one in stories(alarm):
            grid.add_row("", _telling(one), one.story[:_SHORT])
    if found.alarms:
        out.print(grid)
    for reason, pairs in _by_reason(found).items():
        whose = " and ".join(map(label, pairs[0])) if len(pairs) == 1 else plural(len(pairs), "pair")
        out.print(Text(f"{whose}: {reason}", "dim"))
    if found.even and not found.read:
        out.print(f"nothing was read from {found.first} to {found.last}: that these weeks are quiet is not known")
    for reason, n in found.unseen.items():
        out.print(Text(f"{n} series not looked at: {reason}", "dim"))


def _by_reason(found: Watch) -> dict[str, list[tuple[str, str]]]:
    """The pairs whose weeks all count alike, by why they do."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for pair, reason in zip(found.even, found.why, strict=True):
        pairs.setdefault(reason, []).append(pair)
    return pairs
