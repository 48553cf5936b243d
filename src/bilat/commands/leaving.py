"""bilat backup, restore, export: a record as plain files elsewhere, and in the forms of other programs."""

from pathlib import Path
from typing import Annotated

import typer

from bilat import printing
from bilat.commands.inputs import settings_of
from bilat.commands.options import AsOfRun, Config, Least, Machine, Quiet, RecordDir, Since, Until
from bilat.commands.telling import progress, say
from bilat.lexicon import Lexicon
from bilat.record import Form, Record, Selection


def backup(
    record: RecordDir,
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="A new FILE.tar; or a folder, which is added to.")],
    quiet: Quiet = False,
) -> None:
    """Copy a record into a tar, or what is new of it into a folder. A writer may be at work meanwhile.

    Example: bilat backup --record iran-pakistan iran-pakistan.tar
    """
    with progress("copying", None, quiet) as step:
        written = Record.open(record).backup(target, step=step)
    if not quiet:
        say(f"{printing.plural(written, 'file')} written to {target}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="What bilat backup wrote.")],
    record: RecordDir,
    quiet: Quiet = False,
) -> None:
    """Make a record of a backup, every file held against its digest. Nothing is overwritten.

    Example: bilat restore iran-pakistan.tar --record iran-pakistan-2
    """
    with progress("restoring", None, quiet) as step:
        made = Record.restore(source, record, step=step)
    if not quiet:
        with made.view() as view:
            counts = view.counts()
        say(
            f"{record}: {printing.plural(counts.articles, 'article')}, {printing.plural(counts.events, 'event')} restored"
        )


def export(
    record: RecordDir,
    form: Annotated[Form, typer.Option("--form", help="What to write; parquet and csv are a folder, a file a table.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="The file, or the new folder.")],
    since: Since = None,
    until: Until = None,
    pair: Annotated[
        tuple[str, str] | None, typer.Option("--pair", metavar="A B", help="Only what stands between these two.")
    ] = None,
    min_confidence: Least = 0.0,
    without_text: Annotated[
        bool, typer.Option("--without-text", help="Hold back the articles' texts; the places of spans stay.")
    ] = False,
    as_of_run: AsOfRun = None,
    machine: Machine = False,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Write a record in the form of other programs. Settings name outlets whose texts are held back (withhold).

    Example: bilat export --record iran-pakistan --form geojson -o map.geojson --pair Iran Pakistan --since 2023
    """
    lexicon = Lexicon.load()
    selection = Selection(
        since=since,
        until=until,
        pair=(lexicon.party_code(pair[0]), lexicon.party_code(pair[1])) if pair else None,
        least=min_confidence,
        without_text=without_text,
        withhold=settings_of(config, None).withhold,
    )
    done = Record.open(record).export(
        form, output, selection, label=lexicon.label, as_of_run=as_of_run, judged=not machine
    )
    for note in () if quiet else done.notes:
        say(note)
    if not quiet:
        say(f"{printing.plural(done.lines, done.unit)} written to {output}")
