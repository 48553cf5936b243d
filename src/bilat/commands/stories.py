"""bilat stories: the happenings between a pair, each with all that report it."""

import json
from typing import Annotated, Literal

import typer
from rich.console import Console

from bilat import side_by_side
from bilat.commands.options import AsJson, Least, Machine, PartyA, PartyB, RecordDir, Since, Until
from bilat.lexicon import Lexicon
from bilat.record import Record


def stories(
    a: PartyA,
    b: PartyB,
    record: RecordDir,
    since: Since = None,
    until: Until = None,
    by: Annotated[
        Literal["reports", "date"], typer.Option(help="What stands first: the most reported, or the latest.")
    ] = "reports",
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Most stories to list.")] = 20,
    min_confidence: Least = 0.0,
    machine: Machine = False,
    as_json: AsJson = False,
) -> None:
    """List the happenings between a pair, with how many tell each and what they differ on; bilat show gives one whole.

    Example: bilat stories Iran Pakistan --record iran-pakistan --since 2024 --by date
    """
    lexicon = Lexicon.load()
    with Record.open(record).view(judged=not machine) as view:
        pair = lexicon.party_code(a), lexicon.party_code(b)
        found = list(view.stories(*pair, since, until, least=min_confidence))
    found.reverse()
    if by == "reports":
        found.sort(key=lambda one: (-len(one.articles), -len(one.outlets)))
    if as_json:
        typer.echo(json.dumps([side_by_side.story_dict(one) for one in found[:limit]], ensure_ascii=False))
        return
    if not found:
        when = " in this time" if since or until else ""
        typer.echo(f"{lexicon.label(pair[0])} and {lexicon.label(pair[1])}: the record has no story of the two{when}.")
        return
    side_by_side.print_stories(found[:limit], Console(highlight=False))
    if limit is not None and limit < len(found):
        typer.echo(f"{limit} of {len(found):,} stories; --limit shows more")
