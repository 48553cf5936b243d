"""bilat series: how much the record tells of a pair, by period, as table, file or plot."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bilat import plots, relations, series_lines
from bilat.commands.options import AsJson, AsOfRun, Least, PartyA, Quiet, RecordDir, Since, Until
from bilat.commands.telling import say
from bilat.errors import BadArgument
from bilat.lexicon import Lexicon
from bilat.record import Record, Unit

_HAPPENED = ",".join(relations.HAPPENED)


def series(
    a: PartyA,
    record: RecordDir,
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="The other; without it, everyone else.")] = None,
    by: Annotated[relations.By, typer.Option(help="Length of a period.")] = "week",
    unit: Annotated[
        Unit, typer.Option(help="Count a story once, or as texts, articles or assertions tell it.")
    ] = "story",
    split: Annotated[
        str,
        typer.Option(
            metavar="WHAT", help="quad, type, issue, direction, status, outlet, two of them (issue,quad), or none."
        ),
    ] = "quad",
    since: Since = None,
    until: Until = None,
    issue: Annotated[str | None, typer.Option(metavar="X,Y", help="Of these issues alone.")] = None,
    type: Annotated[str | None, typer.Option(metavar="X,Y", help="Of these event types alone.")] = None,
    direction: Annotated[str | None, typer.Option(metavar="D", help="a>b, b>a or both, as seen from A.")] = None,
    status: Annotated[str, typer.Option(metavar="X,Y", help="Of this status, or all.")] = _HAPPENED,
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Told by this outlet, or imported from this dataset; again for more."),
    ] = None,
    normalise: Annotated[
        bool, typer.Option("--normalise", help="Per 1,000 articles read, or events of the dataset.")
    ] = False,
    answers: Annotated[
        bool, typer.Option("--answers", help="Also who answers whom, in the same period and the next.")
    ] = False,
    min_confidence: Least = 0.0,
    as_of_run: AsOfRun = None,
    as_json: AsJson = False,
    csv: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write the table as CSV.")] = None,
    parquet: Annotated[Path | None, typer.Option(metavar="FILE.parquet", help="Write the table as Parquet.")] = None,
    plot: Annotated[
        str | None, typer.Option(metavar="term|FILE", help="Draw it, here or as FILE.svg or FILE.png.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Show how much the record tells of a pair by period: stories by quad, type, issue, ..., net cooperation, what was read.

    Example: bilat series Iran Pakistan --record iran-pakistan --by month --split issue --plot term
    """
    lexicon = Lexicon.load()
    one, other = lexicon.party_code(a), None if b is None else lexicon.party_code(b)
    if answers and other is None:
        raise BadArgument("who answers whom is told of two", hint="name the other, or leave --answers out")
    choice: relations.Choice = {
        "unit": unit,
        "since": since,
        "until": until,
        "issue": _listed(issue),
        "type": _listed(type),
        "status": None if status == "all" else _listed(status),
        "source": source,
        "least": min_confidence,
        "coverage": normalise,
    }
    with Record.open(record).view(as_of_run=as_of_run) as view:
        found = relations.reciprocity(view, one, other, by, **choice) if answers and other else None
        choice["split"], choice["direction"] = _splits(split), _listed(direction)
        made = relations.series(view, one, other, by, **choice)
    names = [lexicon.label(code) for code in (one, other) if code]
    title = series_lines.title_of(made, names, rates=normalise)
    written = _write(made, title, csv, parquet, plot, rates=normalise)
    for path in written:
        if not quiet:
            say(f"{title} written to {path}")
    if as_json:
        answered = {"reciprocity": series_lines.reciprocity_dict(found)} if found else {}
        typer.echo(json.dumps(series_lines.series_dict(made) | answered, ensure_ascii=False))
        return
    if plot == "term" or not written:
        _print(made, title, drawn=plot == "term", rates=normalise)
    if found:
        for line in series_lines.reciprocity_lines(found, *names):
            Console(highlight=False).print(line, markup=False)


def _listed(text: str | None) -> list[str] | None:
    return None if text is None else [part.strip() for part in text.split(",")]


def _splits(text: str) -> list[relations.Split] | None:
    """What was asked for; whether it is known is checked where it is used."""
    return None if text == "none" else _listed(text)  # type: ignore[return-value]


def _write(
    made: relations.Series, title: str, csv: Path | None, parquet: Path | None, plot: str | None, *, rates: bool
) -> list[Path]:
    """The files that were asked for."""
    for path, form in ((csv, ".csv"), (parquet, ".parquet")):
        if path is not None and path.suffix.lower() != form:
            raise BadArgument("the name does not tell the form", where=str(path), hint=f"end it in {form}")
    tables = [path for path in (csv, parquet) if path is not None]
    for path in tables:
        series_lines.write_series(made, path)
    if plot is None or plot == "term":
        return tables
    if not made.starts:
        raise BadArgument("there is nothing to draw: the record tells nothing of this", hint="ask without --plot")
    picture = Path(plot)
    plots.write(plots.series_svg(made, title, rates=rates), picture)
    return [*tables, picture]


def _print(made: relations.Series, title: str, *, drawn: bool, rates: bool) -> None:
    out = Console(highlight=False)
    if not made.total.any():
        rest = series_lines.notes(made)
        out.print(f"{title}: the record tells nothing of this" + (f"; {rest[0]}" if rest else ""), markup=False)
    elif drawn:
        out.print(title, style="bold", markup=False)
        for row in plots.series_rows(made, out.width, rates=rates):
            out.print(row)
    else:
        series_lines.print_series(made, title, out, rates=rates)
