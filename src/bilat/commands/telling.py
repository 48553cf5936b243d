"""What every command says and does alike: notes, progress, outcome, output files."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bilat.errors import BadArgument, Skip
from bilat.record import SCHEMA_VERSION, Writer

ERR = Console(stderr=True, highlight=False, soft_wrap=True)


class Outcome:
    """What was done and skipped, for the summary and the exit code."""

    def __init__(self, *, quiet: bool) -> None:
        self.done, self.skipped, self.quiet = 0, 0, quiet

    def skip(self, error: Skip) -> None:
        """Tell what was left out, at once."""
        self.skipped += error.count
        say(f"skipped: {error}")

    def finish(self, summary: str) -> None:
        """Print the summary; exit 1 where something was skipped, 2 where nothing at all could be read."""
        if summary and not self.quiet:
            say(summary + (f"; {self.skipped} skipped" if self.skipped else ""))
        if self.skipped:
            raise typer.Exit(1 if self.done else 2)


def say(line: str) -> None:
    ERR.print(line, markup=False)


def tell_migration(writer: Writer, record: Path) -> None:
    """A line on standard error where opening the record migrated it."""
    if writer.migrated is not None:
        say(
            f"{record} was migrated from schema {writer.migrated} to {SCHEMA_VERSION}; "
            f"its former mark is kept in {record / 'migrations'}, and no part was changed"
        )


@contextmanager
def target_of(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that takes its name only when it is whole."""
    if output is None:
        if sys.stdout is None:
            raise BadArgument("standard output is closed", hint="name a file with -o")
        yield sys.stdout
        return
    with _whole(output) as draft, draft.open("w", encoding="utf-8") as out:
        yield out


@contextmanager
def binary_target(output: Path) -> Iterator[BinaryIO]:
    """A file of bytes that takes its name only when it is whole."""
    with _whole(output) as draft, draft.open("wb") as out:
        yield out


@contextmanager
def _whole(output: Path) -> Iterator[Path]:
    """Where to write what shall take a file's name at the end."""
    draft = output.with_name(f".{output.name}.part")  # hidden: reading the same folder must not find it
    try:
        yield draft
        draft.replace(output)
    except OSError as error:
        hint = "name a file in a folder that exists and that you may write"
        raise BadArgument(f"cannot write: {error.strerror}", where=str(output), hint=hint) from error
    finally:
        draft.unlink(missing_ok=True) if draft.parent.is_dir() else None


@contextmanager
def progress(what: str, total: int | None, quiet: bool) -> Iterator["Step"]:
    """A progress bar on standard error where that is a terminal."""
    words, rate = TextColumn("{task.description}"), TextColumn("{task.fields[rate]}")
    columns = (SpinnerColumn(), words, BarColumn(), MofNCompleteColumn(), rate, TimeElapsedColumn())
    with Progress(*columns, console=ERR, disable=quiet or not ERR.is_terminal, transient=True) as bar:
        yield Step(bar, what, total)


class Step:
    """Moves a progress bar by one, with the rate."""

    def __init__(self, bar: Progress, what: str, total: int | None) -> None:
        self._bar, self._task = bar, bar.add_task(what, total=total, rate="")

    def __call__(self) -> None:
        task = self._bar.tasks[0]
        rate = f"{task.completed / task.elapsed:.0f}/s" if task.elapsed else ""
        self._bar.update(self._task, advance=1, rate=rate)
