"""bilat turns, alarms: where relations turned, and whether one is turning now."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bilat import plots, relations, turn_printing
from bilat.commands.options import AsJson, AsOf, Least, Quiet, RecordDir, Since, Until
from bilat.commands.telling import progress
from bilat.errors import BadArgument
from bilat.lexicon import Lexicon
from bilat.model import EventType
from bilat.record import Record, View

MaybeA = Annotated[str | None, typer.Argument(metavar="[A]", help="A state or body, by name or code.")]
MaybeB = Annotated[str | None, typer.Argument(metavar="[B]", help="The other.")]
Dyads = Annotated[int, typer.Option("--dyads", metavar="N", min=1, help="Of the record's pairs, the N busiest.")]
Told = Annotated[int, typer.Option("--stories", metavar="N", min=0, help="Most stories shown of each.")]

_DRAWN = 8  # turns of a plot, the strongest

_ALARM = 3
"""Exit code of bilat alarms --exit-code where there is one."""


def turns(
    record: RecordDir,
    a: MaybeA = None,
    b: MaybeB = None,
    by: Annotated[relations.By, typer.Option(help="Length of a period.")] = "week",
    quad: Annotated[
        list[str] | None,
        typer.Option("--quad", metavar="SERIES", help=f"Only these of {', '.join(relations.SERIES)}."),
    ] = None,
    rate: Annotated[
        float, typer.Option("--rate", help="How often a series that never turns may show a turn (0 to 1).")
    ] = relations.RATE,
    bursts: Annotated[bool, typer.Option(help="Also short rises within the usual scatter.")] = True,
    all_pairs: Annotated[
        bool, typer.Option("--all", help="The strongest turns of all busy pairs, not of one.")
    ] = False,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="With --all: how many.")] = 10,
    dyads: Dyads = 50,
    stories: Told = 2,
    since: Since = None,
    until: Until = None,
    min_confidence: Least = 0.0,
    as_of: AsOf = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw the pair's series with its turns, .svg or .png.")
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Find where a relation turned: lasting shifts, peaks and bursts, each with its dates, its size and its stories.

    Example: bilat turns IRN PAK --record iran-pakistan --quad material-conflict
    Example: bilat turns --all --top 10 --record iran-pakistan
    """
    pair = _pair(a, b)
    if all_pairs == (pair is not None):
        raise BadArgument("name two parties, or give --all", hint="as in bilat turns IRN PAK --record DIR")
    if all_pairs and plot is not None:
        raise BadArgument("a plot is of one pair", hint="name two parties, without --all")
    sought = relations.Sought(
        by=by,
        names=tuple(quad or relations.SERIES),
        since=since,
        until=until,
        least=min_confidence,
        false_alarms=rate,
    )
    lexicon, out = Lexicon.load(), Console(highlight=False)
    with Record.open(record).view(as_of=as_of) as view:
        if pair is None:
            busy = [(one.a, one.b) for one in view.dyads(dyads)]
            with progress("looking for turns", len(busy), quiet) as step:
                strong = relations.strongest(view, busy, sought, top=top, step=step)
            told = [(one, relations.Tellings(view, one.a, one.b).of(one.turn, stories)) for one in strong]
            if as_json:
                typer.echo(_dumped([turn_printing.strong_dict(one, lines) for one, lines in told]))
            else:
                turn_printing.print_strongest(told, by, lexicon.label, out)
            return
        found = relations.pair_turns(view, *pair, sought)
        found = found if bursts else found.without_bursts()
        if plot is not None:
            _draw(found, lexicon.label, plot)
        tellings = relations.Tellings(view, *pair)
        if as_json:
            typer.echo(_dumped(turn_printing.pair_dict(found, lambda turn: tellings.of(turn, stories))))
        else:
            turn_printing.print_pair(found, lambda turn: tellings.of(turn, stories), lexicon.label, out)


def alarms(
    record: RecordDir,
    a: MaybeA = None,
    b: MaybeB = None,
    weeks: Annotated[
        int, typer.Option("--weeks", metavar="N", help="How many of the last weeks to compare.")
    ] = relations.WEEKS,
    rate: Annotated[
        float, typer.Option("--rate", help="False alarms that a pair is allowed a year, looked at once a week.")
    ] = relations.FALSE_ALARMS,
    share: Annotated[
        float, typer.Option("--false-share", help="Share of the alarms of one look that may be false.")
    ] = relations.DISCOVERIES,
    dyads: Dyads = 50,
    stories: Told = 2,
    min_confidence: Least = 0.0,
    as_of: AsOf = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=f"Exit with {_ALARM} where there is an alarm.")
    ] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Tell where the last two weeks are unlike the year before, of one pair or of the busiest.

    Exit code: 0, with alarms or without; with --exit-code 3 where there is one.

    Example: bilat alarms --record iran-pakistan --weeks 2 --rate 0.2
    """
    pair = _pair(a, b)
    lexicon = Lexicon.load()
    with Record.open(record).view(as_of=as_of) as view:
        pairs = [pair] if pair else [(one.a, one.b) for one in view.dyads(dyads)]
        with progress("looking at pairs", len(pairs), quiet) as step:
            found = relations.watch(
                view,
                pairs,
                last=date.fromisoformat(view.as_of) if view.as_of else None,
                weeks=weeks,
                false_alarms=rate,
                share=share,
                least=min_confidence,
                step=step,
            )
        stories_of = _stories_of(view, found, stories)
        if as_json:
            typer.echo(_dumped(turn_printing.watch_dict(found, stories_of)))
        else:
            turn_printing.print_watch(found, stories_of, lexicon.label, Console(highlight=False))
    if exit_code and found.alarms:
        raise typer.Exit(_ALARM)


def _pair(a: str | None, b: str | None) -> tuple[str, str] | None:
    if a is None:
        return None
    if b is None:
        raise BadArgument("a pair needs two parties", hint=f"name the other one too, as in {a} PAK")
    lexicon = Lexicon.load()
    return lexicon.party_code(a), lexicon.party_code(b)


def _draw(found: relations.PairTurns, label: Callable[[str], str], target: Path) -> None:
    if not found.series.starts:
        raise BadArgument("there is nothing to draw: the record tells nothing of this pair", hint="ask without --plot")
    marks = [
        plots.Mark(day=turn.day, label=f"{turn.kind}: {turn.direction}", first=turn.first, last=turn.last)
        for turn in (strong.turn for strong in found.apart()[:_DRAWN])
    ]
    title = f"{label(found.a)} and {label(found.b)}: turns"
    plots.write(plots.series_svg(found.series, title, marks=marks), target)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)  # days as ISO dates


def _stories_of(
    view: View, found: relations.Watch, limit: int
) -> Callable[[relations.Alarm], Sequence[relations.Telling]]:
    def told(alarm: relations.Alarm) -> Sequence[relations.Telling]:
        assert found.first is not None
        assert found.last is not None
        own = [kind for kind in EventType if kind.quad == alarm.series]
        types = own if alarm.direction.startswith("more") else list(EventType)
        return relations.Tellings(view, alarm.a, alarm.b).between(found.first, found.last, types, limit)

    return told
