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
from bilat.commands.telling import binary_target, say, target_of
from bilat.errors import BadArgument
from bilat.lexicon import Lexicon
from bilat.model import Article
from bilat.record import Again, Imported, Record, Story

SHORTEST_PREFIX = 4
"""Characters of an id by which :meth:`bilat.record.View.find` finds it."""


_SLOW = [key for key, one in briefing.CHAPTERS.items() if one.slow]
_SECTIONS = f"Only these: {', '.join(briefing.CHAPTERS)}; or all. Without it, all but {' and '.join(_SLOW)}, which take seconds."


def brief(
    a: PartyA,
    b: PartyB,
    record: RecordDir,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=".html, .pdf, .md, .docx or .json.")
    ] = None,
    form: Annotated[
        Literal["html", "pdf", "md", "docx", "json"] | None,
        typer.Option("--format", help="Form, where the file's name does not tell."),
    ] = None,
    sections: Annotated[
        str | None,
        typer.Option("--sections", metavar="A,B,...", help=_SECTIONS),
    ] = None,
    card: Annotated[bool, typer.Option("--card", help="One page of what matters most, of all sections.")] = False,
    since: Since = None,
    until: Until = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Only what was published by this day, and looking ahead from it."),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence",
            metavar="P",
            min=0,
            max=1,
            help=f"Leave out events below this confidence (default: below {briefing.LEAST:.2f}, where it is known).",
        ),
    ] = None,
    as_of_run: AsOfRun = None,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Write the cited brief on a pair: the coming visit, where each file stands, what was asked, what came of it.

    Example: bilat brief Iran Pakistan --record iran-pakistan -o brief.pdf --as-of 2019-04-20
    """
    chosen = form or _form_of(output)
    if output is None and chosen in ("pdf", "docx"):
        raise BadArgument(f"a {chosen} is no text for the screen", hint=f"name a file: -o brief.{chosen}")
    if card and sections is not None:
        raise BadArgument("a card has its own choice of all sections", hint="leave out --sections or --card")
    wanted = None if sections is None else briefing.chapters(sections.split(","))
    with Record.open(record).view(as_of_run=as_of_run, as_of=as_of, judged=not machine) as view:
        made = api.brief(view, a, b, since=since, until=until, min_confidence=min_confidence, sections=wanted)
    _write(briefing.card(made) if card else made, chosen, output)
    if not quiet:
        nothing = "" if made.citations else "the record has nothing on this pair"
        written = f"{'card' if card else 'brief'} written to {output}" if output else ""
        if told := "; ".join(filter(None, (written, nothing))):
            say(told)


def _write(made: briefing.Brief, form: str, output: Path | None) -> None:
    """The brief in a form, to a file that takes its name when it is whole, or to standard output."""
    if output is not None and form in ("pdf", "docx"):
        data = {"pdf": briefing.pdf, "docx": briefing.docx}[form](made)
        with binary_target(output) as out:
            out.write(data)
        return
    text = {"html": briefing.html, "md": briefing.markdown, "json": briefing.as_json}[form](made)
    with target_of(output) as lines:
        lines.write(text)


_FORMS = {
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".md": "md",
    ".markdown": "md",
    ".docx": "docx",
    ".json": "json",
}


def _form_of(output: Path | None) -> str:
    if output is None:
        return "md"
    form = _FORMS.get(output.suffix.lower())
    if form is None:
        hint = "end its name in .html, .pdf, .md, .docx or .json, or give --format"
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
