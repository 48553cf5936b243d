"""bilat compare: two sources' series of a pair side by side."""

import json
from typing import Annotated, Literal

import typer
from rich.console import Console

from bilat import compare_printing, relations
from bilat.commands.options import AsJson, PartyA, PartyB, RecordDir, Since, Until
from bilat.lexicon import Lexicon
from bilat.record import Record

Quads = Literal["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]


def compare(
    a: PartyA,
    b: PartyB,
    record: RecordDir,
    sources: Annotated[
        str | None,
        typer.Option(
            "--sources",
            metavar="X,Y",
            help="Two of: bilat (the record's own), datasets that were imported, outlets (default: bilat and the largest).",
        ),
    ] = None,
    by: Annotated[relations.By, typer.Option(help="Length of a period.")] = "month",
    quad: Annotated[Quads | None, typer.Option(help="Acts of this quad category alone.")] = None,
    type: Annotated[str | None, typer.Option(metavar="TYPE", help="Acts of this type alone, as in ASSAULT.")] = None,
    since: Since = None,
    until: Until = None,
    rates: Annotated[
        bool, typer.Option("--rates", help="Correlate counts per 1,000 of all that a source has in the period.")
    ] = False,
    most_lag: Annotated[
        int | None, typer.Option("--max-lag", metavar="N", min=0, help="The longest lead that is tried, in periods.")
    ] = None,
    within: Annotated[
        int, typer.Option("--within", metavar="DAYS", min=0, help="How far apart two events may be to be one pair.")
    ] = 3,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="Most periods and events to list.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Set two sources' series of a pair side by side: how alike they are, whether one leads, what each has alone.

    Example: bilat compare Iran Pakistan --record iran-pakistan --sources bilat,gdelt --by month --quad material-conflict
    """
    lexicon = Lexicon.load()
    names = [name.strip() for name in sources.split(",")] if sources else None
    with Record.open(record).view() as view:
        found = relations.compare(
            view, lexicon.party_code(a), lexicon.party_code(b), names, by,
            quad=quad, type=type, since=since, until=until, rates=rates, most_lag=most_lag, within=within,
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(compare_printing.comparison_dict(found), ensure_ascii=False))
    else:
        compare_printing.print_comparison(found, lexicon.label, Console(highlight=False), limit)
