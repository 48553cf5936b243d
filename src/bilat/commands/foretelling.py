"""bilat outlook, backtest, whatif: what may come, how good such forecasts were, and what followed acts of a kind."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bilat import outlook_printing, plots
from bilat.commands.options import AsJson, AsOf, Quiet, RecordDir
from bilat.commands.telling import progress, say
from bilat.errors import BadArgument
from bilat.lexicon import Lexicon
from bilat.record import Record, View
from bilat.relations import outlook as ahead

PartyOne = Annotated[str, typer.Argument(metavar="A", help="A state or body, by name or code.")]
Weeks = Annotated[str, typer.Option("--weeks", metavar="N,N", help="How many weeks ahead; several with commas.")]
Source = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="An imported dataset, in place of the record's articles.")
]
Complete = Annotated[
    bool, typer.Option("--complete", help="Take a week without an article for one in which nothing happened.")
]
Top = Annotated[int, typer.Option("--top", metavar="N", min=2, help="How many of the busiest pairs.")]

_LONGEST = 52
_DEFAULT_WEEKS = ",".join(map(str, ahead.HORIZONS))


def outlook(
    a: PartyOne,
    b: Annotated[str, typer.Argument(metavar="B", help="The other.")],
    record: RecordDir,
    weeks: Weeks = _DEFAULT_WEEKS,
    as_of: AsOf = None,
    source: Source = None,
    complete: Complete = False,
    as_json: AsJson = False,
    plot: Annotated[
        str | None, typer.Option(metavar="term|FILE", help="Draw it, here or as FILE.svg or FILE.png.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Tell what the weeks to come may bring between a pair: conflict, cooperation, visits, moves of undertakings.

    Example: bilat outlook Iran Pakistan --record iran-pakistan --as-of 2023-06-30
    """
    lexicon, horizons = Lexicon.load(), _horizons(weeks)
    pair = _pair(lexicon, a, b)
    with Record.open(record).view(as_of=as_of) as view:
        _known(view, source)
        made = ahead.outlook(view, *pair, horizons, source=source, whole=complete)
    title = f"{lexicon.label(pair[0])} and {lexicon.label(pair[1])}: what the weeks from {made.as_of} on may bring"
    drawn = _draw(made, title, plot, quiet=quiet)
    out = Console(highlight=False)
    if as_json:
        typer.echo(json.dumps(outlook_printing.outlook_dict(made), ensure_ascii=False))
    elif not drawn:
        outlook_printing.print_outlook(made, lexicon.label, out)
    if plot == "term" and not as_json:
        for row in plots.outlook_rows(made, out.width):
            out.print(row)


def _draw(made: ahead.Outlook, title: str, plot: str | None, *, quiet: bool) -> bool:
    """Writes the picture, where one is asked for; says whether."""
    if plot is None or plot == "term":
        return False
    if not made.forecasts:
        raise BadArgument(f"there is nothing to draw: {made.reason}", hint="ask without --plot")
    plots.write(plots.outlook_svg(made, title), Path(plot))
    if not quiet:
        say(f"plot written to {plot}")
    return True


def backtest(
    record: RecordDir,
    top: Top = ahead.PEERS,
    weeks: Weeks = _DEFAULT_WEEKS,
    as_of: AsOf = None,
    source: Source = None,
    complete: Complete = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Hold forecasts of the past against what came: every method, on the busiest pairs, by rolling origin.

    Example: bilat backtest --record iran-pakistan --top 20
    """
    horizons = _horizons(weeks)
    with Record.open(record).view(as_of=as_of) as view:
        _known(view, source)
        with progress("trying", ahead.steps(top, horizons, source), quiet) as step:
            made = ahead.backtest(view, top, horizons, source=source, whole=complete, step=step)
    if as_json:
        typer.echo(json.dumps(outlook_printing.backtest_dict(made), ensure_ascii=False))
    else:
        outlook_printing.print_backtest(made, Console(highlight=False))


def whatif(
    record: RecordDir,
    a: Annotated[str | None, typer.Argument(metavar="[A]", help="A state or body; without, all pairs.")] = None,
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="The other.")] = None,
    kind: Annotated[
        str,
        typer.Option("--type", metavar="TYPE", help="Acts of this PLOVER type, or of this quad category, or visit."),
    ] = "ASSAULT",
    weeks: Annotated[
        int, typer.Option("--weeks", metavar="N", min=1, max=_LONGEST, help="Weeks before and after.")
    ] = 13,
    top: Top = ahead.PEERS,
    as_of: AsOf = None,
    source: Source = None,
    complete: Complete = False,
    as_json: AsJson = False,
) -> None:
    """Tell how pairs moved after acts of a kind, beside weeks that were like theirs without such an act.

    Example: bilat whatif Iran Pakistan --type ASSAULT --record iran-pakistan
    """
    lexicon = Lexicon.load()
    if (a is None) != (b is None):
        raise BadArgument("a pair needs two parties", hint="name both, or none for all pairs of the record")
    pair = None if a is None or b is None else _pair(lexicon, a, b)
    chosen = ahead.kind_of(kind)
    with Record.open(record).view(as_of=as_of) as view:
        _known(view, source)
        panels = ahead.panels_with(view, pair, top, source=source, whole=complete)
    found = [ahead.whatif(panels, chosen, weeks, pair=one) for one in ((pair, None) if pair else (None,))]
    if as_json:
        typer.echo(json.dumps(outlook_printing.whatif_dict(found, panels), ensure_ascii=False))
    else:
        outlook_printing.print_whatif(found, panels, lexicon.label, Console(highlight=False))


def _pair(lexicon: Lexicon, a: str, b: str) -> tuple[str, str]:
    one, other = lexicon.party_code(a), lexicon.party_code(b)
    if one == other:
        raise BadArgument(f"a pair needs two different parties, not {one!r} twice", hint="name two, as in IRN PAK")
    return one, other


def _horizons(weeks: str) -> tuple[int, ...]:
    """The horizons of an option, in order, each once."""
    parts = [part for part in weeks.replace(" ", ",").split(",") if part]
    if not parts or not all(part.isdecimal() and 1 <= int(part) <= _LONGEST for part in parts):
        raise BadArgument(f"{weeks!r} is no list of weeks", hint=f"give numbers from 1 to {_LONGEST}, as in 4,8,13")
    return tuple(sorted({int(part) for part in parts}))


def _known(view: View, source: str | None) -> None:
    """Raises BadArgument where the record has no dataset of this name."""
    names = [one.name for one in view.imported_sources()]
    if source is not None and source not in names:
        hint = f"it has {', '.join(names)}" if names else "bring one in with bilat import"
        raise BadArgument(f"the record has no events of {source!r}", where=str(view.folder), hint=hint)
