"""The command line: parse, call, print."""

import os
import signal
import sys
from contextlib import suppress
from importlib.metadata import version
from types import FrameType
from typing import Annotated

import typer

# Before numpy is loaded: a sentence's matrices are too small for several threads, which wait on each other and on the
# processes beside this one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bilat.commands import (
    asking,
    coding,
    comparing,
    exploring,
    figures,
    foretelling,
    importing,
    judging,
    keeping,
    leaving,
    measuring,
    relating,
    stories,
    turning,
    watching,
)
from bilat.commands.telling import say
from bilat.errors import BilatError

app = typer.Typer(
    name="bilat",
    help="Reads the news about states and keeps an auditable record of their relations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def main() -> None:
    """Run the command line; errors end it with one line and exit code 2."""
    signal.signal(signal.SIGTERM, _terminated)
    if sys.stdout is not None and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # JSON and HTML are UTF-8, whatever the locale
    try:
        _run()
    except BilatError as error:
        say(f"bilat: {error}")
        raise SystemExit(2) from error
    except BrokenPipeError:
        _drop_output()  # the reader of a pipe has gone: no traceback
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        say("bilat: interrupted; what was committed to a record is kept")
        raise SystemExit(130) from None
    except OSError as error:
        _drop_output()
        say(
            f"bilat: {error.strerror or error} (nothing that was committed to a record is lost; free the disk and run again)"
        )
        raise SystemExit(2) from None
    except MemoryError:
        say("bilat: out of memory; what was committed to a record is kept (free some memory, or give --workers 1)")
        raise SystemExit(2) from None


def _run() -> None:
    try:
        app()
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()  # here a full disk or a closed pipe can be told, at the interpreter's end it cannot


def _drop_output() -> None:
    """Lets go what standard output did not take, so that the interpreter does not fail over it at its end."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminated(number: int, frame: FrameType | None) -> None:
    # As Ctrl-C: what was coded is committed on the way out.
    raise SystemExit(128 + number)


@app.callback(invoke_without_command=True)
def _root(show_version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False) -> None:
    if show_version:
        typer.echo(f"bilat {version('bilat')}")
        raise typer.Exit


_COMMANDS = (
    *(coding.code, coding.read, watching.watch, coding.learn),
    *(importing.import_, comparing.compare),
    *(asking.brief, asking.dyad, stories.stories, asking.show),
    *(figures.series,),
    *(exploring.explore,),
    *(relating.undertakings, relating.visits, relating.triads),
    *(turning.turns, turning.alarms),
    *(foretelling.outlook, foretelling.backtest, foretelling.whatif),
    *(keeping.check, keeping.repair, keeping.migrate, keeping.recode, keeping.diff),
    *(leaving.backup, leaving.restore, leaving.export),
    *(measuring.evaluate,),
)
for _command in _COMMANDS:
    app.command(_command.__name__.rstrip("_").replace("_", "-"))(_command)  # "import" is a word of Python's own
app.command()(judging.judge)
app.add_typer(judging.judgements)


if __name__ == "__main__":
    main()
