"""bilat check, repair, diff, migrate, recode: keeping a record whole and up to date."""

import dataclasses
import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bilat import pipeline, printing
from bilat.commands.inputs import names_of, run_info, settings_of
from bilat.commands.options import AsJson, Config, Names, Quiet, RecordDir, Workers
from bilat.commands.telling import Outcome, progress, tell_migration
from bilat.errors import BadArgument, Skip
from bilat.record import SCHEMA_VERSION, Difference, Record, changes

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


def check(
    record: RecordDir,
    deep: Annotated[bool, typer.Option("--deep", help="Compare the columns of all codings, not of 1,000.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Prove a record whole: commits, parts, ids, references, spans, columns. Exit code 1 where it is not.

    Example: bilat check --record iran-pakistan --deep
    """
    kept = Record.at(record)
    with progress("checking", None, quiet or as_json) as step:
        found = kept.check(deep=deep, step=step)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
    else:
        for finding in found.findings:
            typer.echo(f"{finding.kind}: {finding}")
        for note in () if quiet else found.notes:
            typer.echo(f"note: {note}")
        if not quiet:
            typer.echo(printing.checked_line(found, record))
    if found.findings:
        raise typer.Exit(1)


def repair(
    record: RecordDir,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else it is only told what would be done.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what would make a damaged record whole, and with --yes do it: damaged commits go to quarantine/, nothing is deleted.

    Example: bilat repair --record iran-pakistan --yes
    """
    actions = Record.at(record).repair(act=yes)
    if as_json:
        typer.echo(json.dumps({"done": yes, "actions": [printing.plain(action) for action in actions]}))
        return
    for action in actions:
        typer.echo(f"{action.path}: {action.what} ({action.why})")
        for article in action.articles:
            typer.echo(
                f"  read again: {article.id}  {article.date or '-'}  {article.origin or '-'}  {article.title or '-'}"
            )
    typer.echo(printing.repaired_line(actions, record, done=yes))


def diff(
    record: RecordDir,
    before: Annotated[
        str | None, typer.Argument(metavar="RUN_A", help="A run (default: the last before the latest coding again).")
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="RUN_B", help="A later run (default: the record as it is).")
    ] = None,
    other: Annotated[Path | None, typer.Option("--other", metavar="DIR", help="Another record, to come after.")] = None,
    examples: Annotated[int, typer.Option("--examples", metavar="N", min=0, help="Examples of each kind.")] = 3,
    runs: Annotated[bool, typer.Option("--runs", help="Only list the record's runs.")] = False,
    judged: Annotated[
        bool, typer.Option("--judged", help="What people changed: from the machine's lines to what they judged.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two codings of the same articles: events gained, lost and changed.

    Example: bilat diff --record iran-pakistan --examples 5
    """
    if other is not None and after is not None:
        raise BadArgument("--other and RUN_B both say what comes after", hint="give one of the two")
    kept = Record.open(record)
    if runs:
        with kept.view() as view:
            for run in view.runs():
                typer.echo(printing.run_line(run))
        return
    if judged and (before or after):
        raise BadArgument("--judged compares no runs", hint="leave the runs out, or --judged")
    first = before if before or other or judged else kept.before_recoding()
    second = Record.open(other) if other else kept
    total, found = Difference(), []
    # What was coded is compared with what was coded: people's word would hide the difference. Two records, as they are read.
    own, others = bool(other) and not judged, bool(other) or judged
    with kept.view(as_of_run=first, judged=own) as old, second.view(as_of_run=after, judged=others) as new:
        seen: Counter[str] = Counter()
        for change in changes(old, new, total):
            seen[change.kind] += 1
            if as_json or seen[change.kind] <= examples:
                found.append(change)
    if as_json:
        typer.echo(json.dumps(printing.difference_dict(total, found), ensure_ascii=False))
    else:
        printing.print_difference(total, found, Console(highlight=False))


def migrate(record: RecordDir, dry_run: DryRun = False) -> None:
    """Bring a record of an earlier bilat to this one's schema. Writing to it does the same; reading it needs nothing.

    Example: bilat migrate --record iran-pakistan --dry-run
    """
    kept = Record.open(record)
    for number, step in kept.pending_migrations():
        typer.echo(f"schema {number} to {number + 1}: {step.told}")
    if kept.schema_version == SCHEMA_VERSION:
        typer.echo(f"{record} has schema {SCHEMA_VERSION} already")
    elif dry_run:
        typer.echo("nothing was done; without --dry-run it is. No part is changed, and the former mark is kept")
    else:
        kept.migrate()
        typer.echo(f"{record} was migrated; its former mark is kept in {record / 'migrations'}")


def recode(
    record: RecordDir,
    dry_run: DryRun = False,
    names: Names = None,
    workers: Workers = None,
    config: Config = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Code again, from the texts in a record, what another program, lexicon or model coded. Earlier codings are kept.

    Stopped in the middle, it goes on where it stood when it is started again.

    Example: bilat recode --record iran-pakistan
    """
    settings = settings_of(config, names)
    own = names_of(settings, quiet=quiet or as_json)
    run = run_info(settings, own)
    outcome, tally = Outcome(quiet=quiet), pipeline.Tally()
    target = Record.open(record)
    with target.view(judged=None) as view:
        number, total = view.count_coded_otherwise(run), view.counts().articles
        if dry_run:
            typer.echo(f"{number:,} of {printing.plural(total, 'article')} would be coded again")
            return
        few = 0 if workers else pipeline.FEW
        coder = pipeline.coder_with(own)
        with target.writer(run) as writer, progress("coding again", number, quiet or as_json) as step:
            tell_migration(writer, record)
            articles = view.coded_otherwise(run)
            amount = workers or settings.workers
            for result in pipeline.recode(articles, writer, workers=amount, few=few, coder=coder, tally=tally):
                step()
                if isinstance(result, Skip):
                    outcome.skip(result)
                else:
                    outcome.done += 1
    if as_json:
        typer.echo(json.dumps(printing.tally_dict(tally)))
    outcome.finish("" if as_json else printing.recoded_line(tally, total, record))
