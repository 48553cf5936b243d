"""bilat import: events of other datasets into a record."""

import datetime
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from bilat import imported_lines
from bilat.commands.options import AsJson, Quiet, RecordDir
from bilat.commands.telling import ERR, Outcome, say, tell_migration
from bilat.errors import BadArgument, Skip
from bilat.lexicon.datasets import Datasets
from bilat.reading import shown
from bilat.record import Record, RunInfo
from bilat.record.imports import DrySink, Planned, RecordSink, Tally, bring_in, plan

Form = Literal["auto", "gdelt", "icews", "polecat", "acled", "ucdp-ged", "phoenix"]
_LISTED = 20


def import_(
    form: Annotated[Form, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(Form.__args__)}.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILES", help="Files, zip and gz files, folders.")],
    record: RecordDir,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what the files are and what would be added.")
    ] = False,
    first_day: Annotated[
        str | None,
        typer.Option(
            "--first-day", metavar="DAY", help="For ICEWS quadruples of numbers: the day that they count from."
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Import the events of GDELT, ICEWS, POLECAT, ACLED, UCDP GED or Phoenix into a record, apart from its own.

    A file that is read again adds nothing; a line of an id that the record has, but with other values, takes the place of the
    former, which is kept. Lines that cannot be read are counted, told and noted in the record.

    Example: bilat import gdelt 20240118*.export.CSV.zip --record iran-pakistan
    """
    start = _day(first_day)
    outcome = Outcome(quiet=quiet)
    wanted = None if form == "auto" else form
    planned: list[Planned] = []
    for one in plan(files, wanted):
        if isinstance(one, Skip):
            outcome.skip(one)
        else:
            planned.append(one)
    if dry_run and not as_json:
        _list(planned)
    codes = Datasets.load()
    if not planned:
        outcome.finish("")
        return
    with _moving(planned, quiet or as_json) as step:
        if dry_run:
            there = record if (record / "record.json").exists() else None
            with tempfile.TemporaryDirectory() as scratch:
                sink = DrySink(there and Record.open(there).folder, Path(scratch))
                tally = bring_in(planned, codes, sink, first_day=start, step=step)
        else:
            tally = _into(record, planned, codes, start, step)
    _finish(tally, planned, outcome, record, dry_run=dry_run, as_json=as_json)


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadArgument(f"--first-day {text!r} is no day", hint="give it as 2018-01-01") from error


def _list(planned: list[Planned]) -> None:
    for one in planned[:_LISTED]:
        typer.echo(f"{one.file.name}: {one.kind.looks_like}")
    if len(planned) > _LISTED:
        typer.echo(f"and {len(planned) - _LISTED:,} more files")


@contextmanager
def _moving(planned: list[Planned], quiet: bool) -> Iterator["_Step"]:
    """A progress bar over the bytes of the files, on standard error where that is a terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[rate]}"),
    )
    with Progress(
        *columns, TimeRemainingColumn(), console=ERR, disable=quiet or not ERR.is_terminal, transient=True
    ) as bar:
        yield _Step(bar, sum(one.file.size for one in planned))


class _Step:
    def __init__(self, bar: Progress, total: int) -> None:
        self._bar, self._lines = bar, 0
        self._task = bar.add_task("importing", total=total, rate="")

    def __call__(self, lines: int, size: int) -> None:
        self._lines += lines
        elapsed = self._bar.tasks[0].elapsed
        rate = f"{self._lines:,} lines, {self._lines / elapsed:,.0f}/s" if elapsed else ""
        self._bar.update(self._task, advance=size, rate=rate)


def _into(record: Path, planned: list[Planned], codes: Datasets, start: datetime.date | None, step: _Step) -> Tally:
    run = RunInfo(
        program=version("bilat"),
        lexicon=codes.digest,
        started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        command=" ".join(["bilat", *map(shown, sys.argv[1:])]),
    )
    with Record.open(record, create=True).writer(run) as writer:
        tell_migration(writer, record)
        return bring_in(planned, codes, RecordSink(record, writer), first_day=start, step=step)


def _finish(
    tally: Tally, planned: list[Planned], outcome: Outcome, record: Path, *, dry_run: bool, as_json: bool
) -> None:
    outcome.done += tally.files + tally.known_files
    for line in imported_lines.reject_lines(tally):
        say(f"skipped: {line}")
    outcome.skipped += tally.rejected + sum(one.count == 0 for one in tally.rejects)
    if as_json:
        typer.echo(json.dumps(imported_lines.tally_dict(tally, planned, dry_run=dry_run), ensure_ascii=False))
    elif not outcome.quiet:
        for line in imported_lines.unknown_lines(tally):
            say(line)
    outcome.finish("" if as_json else imported_lines.tally_line(tally, record, dry_run=dry_run))
