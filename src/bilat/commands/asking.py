"""bilat brief, dyad, show: what a record says."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from bilat import api, briefing, imported_lines, judgement_printing, printing, relations, side_by_side
from bilat.commands.options import (
    AsJson,
    AsOfRun,
    Least,
    Machine,
    PartyA,
    PartyB,
    Quiet,
    RecordDir,
    Since,
    Until,
)
from bilat.commands.telling import say, target_of
from bilat.errors import BadArgument
from bilat.lexicon import Lexicon
from bilat.model import Article
from bilat.record import Again, Imported, Record, Story

SHORTEST_PREFIX = 4
"""Characters of an id by which :meth:`bilat.record.View.find` finds it."""


def brief(
    a: PartyA,
    b: PartyB,
    record: RecordDir,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=".html, .md or .json.")] = None,
    form: Annotated[
        Literal["html", "md", "json"] | None,
        typer.Option("--format", help="Form, where the file's name does not tell."),
    ] = None,
    since: Since = None,
    until: Until = None,
    min_confidence: Least = 0.0,
    as_of_run: AsOfRun = None,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Write the cited brief on a pair.

    Example: bilat brief Iran Pakistan --record iran-pakistan -o brief.html --since 2023
    """
    chosen = form or _form_of(output)
    with Record.open(record).view(as_of_run=as_of_run, judged=not machine) as view:
        made = api.brief(view, a, b, since=since, until=until, min_confidence=min_confidence)
    text = {"html": briefing.html, "md": briefing.markdown, "json": briefing.as_json}[chosen](made)
    with target_of(output) as out:
        out.write(text)
    if output and not quiet:
        say(f"brief written to {output}")


def _form_of(output: Path | None) -> str:
    if output is None:
        return "md"
    form = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".json": "json"}.get(output.suffix.lower())
    if form is None:
        hint = "end its name in .html, .md or .json, or give --format"
        raise BadArgument("the form of the brief is not clear", where=str(output), hint=hint)
    return form


def dyad(
    a: PartyA,
    b: PartyB,
    record: RecordDir,
    by: Annotated[relations.By, typer.Option(help="Length of a period.")] = "month",
    count_by: Annotated[
        Literal["article", "outlet", "text"] | None,
        typer.Option(help="Count a happening for each article, outlet or text that tells of it; else once."),
    ] = None,
    since: Since = None,
    until: Until = None,
    min_confidence: Least = 0.0,
    as_of_run: AsOfRun = None,
    machine: Machine = False,
    as_json: AsJson = False,
) -> None:
    """Show a pair's history: events by period, net cooperation, visits, undertakings, latest events.

    Example: bilat dyad IRN PAK --record iran-pakistan --by quarter --count-by text
    """
    lexicon = Lexicon.load()
    with Record.open(record).view(as_of_run=as_of_run, judged=not machine) as view:
        pair = view.dyad(lexicon.party_code(a), lexicon.party_code(b), since, until, least=min_confidence)
        history = relations.history(pair, by, count=count_by or "happenings", view=view)
    if as_json:
        typer.echo(json.dumps(printing.history_dict(history, pair), ensure_ascii=False))
    else:
        printing.print_history(history, pair, lexicon.label, Console(highlight=False))


def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="An id, or its first four characters or more.")],
    record: RecordDir,
    as_of_run: AsOfRun = None,
    machine: Machine = False,
    as_json: AsJson = False,
) -> None:
    """Show an event with its sentence, spans and reasons; or a story side by side, an article, an undertaking, a fact, an
    event of another dataset by its whole id (gdelt:669666350).

    Example: bilat show 3f9c --record iran-pakistan
    """
    with Record.open(record).view(as_of_run=as_of_run, judged=not machine) as view:
        found = view.find(id) or view.machine_line(id)
        if found is None:
            short = len(id) < SHORTEST_PREFIX
            what = f"{id!r} is too short to find an id by" if short else f"no id begins with {id!r}"
            hint = f"give {SHORTEST_PREFIX} characters or more of one that bilat dyad shows in its last column"
            raise BadArgument(what, where=str(record), hint=hint)
        if isinstance(found, Story):
            _show_story(found, as_json=as_json)
            return
        if isinstance(found, Imported):
            _show_imported(found, as_json=as_json)
            return
        article = found if isinstance(found, Article) else view.article(found.article_id)
        coding = view.coding(found.id) if isinstance(found, Article) else None
        again = view.again(article.id) if article else Again()
        told = judgement_printing.history_dict(view, found.id)
        fields = list(judgement_printing.history_fields(view, found.id))
        was = view.machine_line(found.id)
    if as_json:
        body = printing.thing_dict(found, coding, again)
        before = printing.thing_dict(was, None, again) if was is not None and was != found else None
        typer.echo(json.dumps(body | {"judgements": told, "machine": before}, ensure_ascii=False))
    else:
        printing.print_thing(found, article, coding, again, Console(highlight=False), said=fields)


def _show_imported(found: Imported, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(imported_lines.imported_dict(found), ensure_ascii=False))
    else:
        imported_lines.print_imported(found, Console(highlight=False))


def _show_story(found: Story, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(side_by_side.story_dict(found), ensure_ascii=False))
    else:
        side_by_side.print_story(found, Console(highlight=False))
