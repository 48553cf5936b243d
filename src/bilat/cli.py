"""The command line: parse, call, print."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version
from keyword import iskeyword
from types import FrameType
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

# Before numpy is loaded: a sentence's matrices are too small for several threads, which wait on each other and on the
# processes beside this one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bilat.commands.telling import say
from bilat.errors import BilatError

# In the order in which --help lists them: each command with the module of bilat.commands that has it.
_HOMES = {
    "code": "coding", "read": "coding",
    "watch": "watching",
    "learn": "coding",
    "import": "importing",
    "compare": "comparing",
    "brief": "asking", "dyad": "asking",
    "stories": "stories",
    "show": "asking",
    "series": "figures",
    "explore": "exploring",
    "undertakings": "relating", "visits": "relating", "triads": "relating",
    "turns": "turning", "alarms": "turning",
    "outlook": "foretelling", "backtest": "foretelling", "whatif": "foretelling",
    "check": "keeping", "repair": "keeping", "migrate": "keeping", "recode": "keeping", "diff": "keeping",
    "backup": "leaving", "restore": "leaving", "export": "leaving",
    "evaluate": "measuring",
    "judge": "judging", "judgements": "judging",
}  # fmt: skip


class _Loaded(Mapping[str, Any]):
    """The commands by name; one's module is loaded when it is asked for: to ask a record must not cost the parser's start."""

    def __iter__(self) -> Iterator[str]:
        return iter(_HOMES)

    def __len__(self) -> int:
        return len(_HOMES)

    def __getitem__(self, name: str) -> Any:
        home = import_module(f"bilat.commands.{_HOMES[name]}")
        made = getattr(home, f"{name}_" if iskeyword(name) else name)
        if isinstance(made, typer.Typer):
            return typer.main.get_command(made)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(name)(made)
        return typer.main.get_command(alone)


class _Commands(TyperGroup):
    def __init__(self, **given: Any) -> None:
        super().__init__(**given | {"commands": {}})
        self.commands = cast(Any, _Loaded())

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            # What the validator of values puts before its message tells a user nothing.
            error.message = error.message.removeprefix("Value error, ")
            raise


app = typer.Typer(
    name="bilat",
    cls=_Commands,
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


if __name__ == "__main__":
    main()
