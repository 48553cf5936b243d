"""The command line: parse, call, print."""

import datetime
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bilat import api, briefing, learning, pipeline, printing, reading, relations
from bilat.config import FIELD_TARGETS, Settings
from bilat.errors import BadArgument, BilatError, Skip
from bilat.evaluation import MEASURES, evaluate
from bilat.lexicon import Lexicon, accepted
from bilat.lexicon.accepted import AcceptedNames
from bilat.model import Article, Coding, DateBasis, Introduction
from bilat.output import as_dict
from bilat.predictors import predictor
from bilat.record import Record, RunInfo

SHORTEST_PREFIX = 4
"""Characters of an id by which :meth:`bilat.record.View.find` finds it."""

app = typer.Typer(
    name="bilat",
    help="Reads the news about states and keeps an auditable record of their relations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

Paths = Annotated[list[str], typer.Argument(metavar="PATHS", help='Files, folders, or "-" for standard input.')]
RecordDir = Annotated[Path, typer.Option("--record", metavar="DIR", help="The record's folder.")]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="TARGET=NAME", help=f"For JSONL and CSV: where {', '.join(FIELD_TARGETS)} stand."),
]
Day = Annotated[str | None, typer.Option("--date", metavar="DAY", help="Date (2024-04-21) of articles that tell none.")]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", min=1, help="Processes (default: all cores, for many articles).")
]
Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings (TOML); else bilat.toml here.")]
Names = Annotated[
    Path | None, typer.Option("--names", metavar="FILE.yaml", help="Names that you have accepted; see bilat learn.")
]
Since = Annotated[str | None, typer.Option("--since", metavar="D", help="From this day, month or year on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="D", help="To this day, month or year.")]
Least = Annotated[
    float,
    typer.Option(
        "--min-confidence", metavar="P", min=0, max=1, help="Leave out events below this confidence (0 to 1)."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]
PartyA = Annotated[str, typer.Argument(metavar="A", help="A state or body, by name or code.")]
PartyB = Annotated[str, typer.Argument(metavar="B", help="The other.")]

_err = Console(stderr=True, highlight=False, soft_wrap=True)


def main() -> None:
    """Run the command line; errors end it with one line and exit code 2."""
    try:
        app()
    except BilatError as error:
        _say(f"bilat: {error}")
        raise SystemExit(2) from error
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of a pipe has gone: no traceback
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        _say("bilat: interrupted; what was committed to a record is kept")
        raise SystemExit(130) from None


@app.callback(invoke_without_command=True)
def _root(show_version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False) -> None:
    if show_version:
        typer.echo(f"bilat {version('bilat')}")
        raise typer.Exit


@app.command()
def code(
    paths: Paths,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="OUT.jsonl", help="Where to write.")] = None,
    field: Fields = None,
    date: Day = None,
    names: Names = None,
    min_confidence: Least = 0.0,
    workers: Workers = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Code articles: one JSON object an article, nothing kept.

    Example: bilat code article.html news/ -o coded.jsonl --min-confidence 0.5
    """
    settings = _settings(config, names)
    coder = pipeline.coder_with(_names(settings, quiet=quiet))
    outcome = _Outcome(quiet=quiet)
    with _target(output) as out, _progress("coding", reading.count(paths), quiet) as step:
        items = _articles(paths, settings, field, date)
        number, few = workers or settings.workers, 0 if workers else pipeline.FEW
        for result in pipeline.code(items, workers=number, few=few, coder=coder):
            step()
            if isinstance(result, Coding):
                kept = result.at_least(min_confidence)
                out.write(json.dumps(as_dict(kept), ensure_ascii=False) + "\n")
                outcome.done += 1
            else:
                outcome.skip(result)
    outcome.finish(f"{printing.plural(outcome.done, 'article')} coded" + (f" to {output}" if output else ""))


@app.command()
def read(
    paths: Paths,
    record: RecordDir,
    field: Fields = None,
    date: Day = None,
    names: Names = None,
    workers: Workers = None,
    config: Config = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be read.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Code articles into a record. What the record has already is not coded again.

    Example: bilat read news/ export.jsonl --record iran-pakistan --field text=body
    """
    settings = _settings(config, names)
    own = _names(settings, quiet=quiet or as_json)
    outcome = _Outcome(quiet=quiet)
    if dry_run:
        _dry_run(_articles(paths, settings, field, date), outcome)
        return
    tally = pipeline.Tally()
    target = Record.open(record, create=True)
    info = RunInfo(
        program=version("bilat"),
        settings=settings.model_dump_json(),
        lexicon=pipeline.lexicon_with(own).digest,
        model=printing.model_names(),
        started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        command=" ".join(["bilat", *sys.argv[1:]]),
    )
    with target.writer(info) as writer, _progress("reading", reading.count(paths), quiet or as_json) as step:
        items = _articles(paths, settings, field, date)
        few = 0 if workers else pipeline.FEW
        number = workers or settings.workers
        coder = pipeline.coder_with(own)
        for result in pipeline.into_record(items, writer, workers=number, few=few, coder=coder, tally=tally):
            step()
            if isinstance(result, Skip):
                outcome.skip(result)
            else:
                outcome.done += 1
    if as_json:
        typer.echo(json.dumps(printing.tally_dict(tally)))
    outcome.finish("" if as_json else printing.tally_line(tally, record))


@app.command()
def learn(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATHS", help='Files, folders, or "-" for standard input.')
    ] = None,
    record: Annotated[Path | None, typer.Option("--record", metavar="DIR", help="Or the articles of a record.")] = None,
    min_articles: Annotated[
        int, typer.Option("--min-articles", metavar="N", min=1, help="Fewest articles that introduce a name.")
    ] = 2,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Most names to propose.")] = None,
    yaml: Annotated[
        Path | None, typer.Option("--yaml", metavar="FILE", help="Write a file for you to edit and accept.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a name on standard output.")] = False,
    field: Fields = None,
    date: Day = None,
    names: Names = None,
    workers: Workers = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Propose names that articles introduce and the lexicon lacks, with their evidence. Nothing is used until you accept it.

    Example: bilat learn news/ --min-articles 3 --yaml names.yaml
    """
    if bool(paths) == bool(record):
        raise BadArgument("learn reads files or a record", hint="give PATHS, or --record DIR, and not both")
    if yaml is not None and yaml.exists():
        hint = "name a new file; with --names and the old one, only names that it does not have are proposed"
        raise BadArgument("the file exists, and what you accepted in it would be lost", where=str(yaml), hint=hint)
    settings = _settings(config, names)
    own = _names(settings, quiet=quiet or as_json)
    outcome = _Outcome(quiet=quiet)
    found: list[Introduction] = []
    with (
        _to_learn_from(paths, record, settings, field, date) as (items, total),
        _progress("reading", total, quiet) as step,
    ):
        number, few = workers or settings.workers, 0 if workers else pipeline.FEW
        for result in pipeline.introduce(items, workers=number, few=few, names=own):
            step()
            if isinstance(result, Skip):
                outcome.skip(result)
            else:
                found.extend(result)
                outcome.done += 1
    proposed = learning.propose(found, pipeline.lexicon_with(own), min_articles=min_articles)
    _print_proposals(proposed[:limit], yaml, as_json=as_json)
    outcome.finish("" if as_json else _learnt(len(proposed), limit, outcome.done, yaml))


@contextmanager
def _to_learn_from(
    paths: list[str] | None, record: Path | None, settings: Settings, field: list[str] | None, date: str | None
) -> Iterator[tuple[Iterable[Article | Skip], int | None]]:
    """The articles of files or of a record, and how many they are where that is known."""
    if record is None:
        yield _articles(paths or [], settings, field, date), reading.count(paths or [])
        return
    with Record.open(record).view() as view:
        yield view.articles(), view.counts().articles


def _print_proposals(proposed: Sequence[learning.Proposal], yaml: Path | None, *, as_json: bool) -> None:
    if yaml is not None:
        with _target(yaml) as out:
            out.write(learning.as_yaml(proposed))
    if as_json:
        for one in proposed:
            typer.echo(json.dumps(learning.as_dict(one), ensure_ascii=False))
    elif yaml is None:
        learning.print_proposals(proposed, Console(highlight=False))


def _learnt(n: int, limit: int | None, articles: int, yaml: Path | None) -> str:
    shown = f" (the first {limit} shown)" if limit is not None and limit < n else ""
    where = f" to {yaml}: set accepted: true on those that are right" if yaml else ""
    return f"{printing.plural(n, 'name')} proposed{where}{shown}, from {printing.plural(articles, 'article')}"


@app.command()
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
    quiet: Quiet = False,
) -> None:
    """Write the cited brief on a pair.

    Example: bilat brief Iran Pakistan --record iran-pakistan -o brief.html --since 2023
    """
    chosen = form or _form_of(output)
    with Record.open(record).view() as view:
        made = api.brief(view, a, b, since=since, until=until, min_confidence=min_confidence)
    text = {"html": briefing.html, "md": briefing.markdown, "json": briefing.as_json}[chosen](made)
    with _target(output) as out:
        out.write(text)
    if output and not quiet:
        _say(f"brief written to {output}")


@app.command()
def dyad(
    a: PartyA,
    b: PartyB,
    record: RecordDir,
    by: Annotated[relations.By, typer.Option(help="Length of a period.")] = "month",
    since: Since = None,
    until: Until = None,
    min_confidence: Least = 0.0,
    as_json: AsJson = False,
) -> None:
    """Show a pair's history: events by period, net cooperation, visits, undertakings, latest events.

    Example: bilat dyad IRN PAK --record iran-pakistan --by quarter
    """
    lexicon = Lexicon.load()
    with Record.open(record).view() as view:
        pair = view.dyad(lexicon.party_code(a), lexicon.party_code(b), since, until, least=min_confidence)
    history = relations.history(pair, by)
    if as_json:
        typer.echo(json.dumps(printing.history_dict(history, pair), ensure_ascii=False))
    else:
        printing.print_history(history, pair, lexicon.label, Console(highlight=False))


@app.command()
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="An id, or its first four characters or more.")],
    record: RecordDir,
    as_json: AsJson = False,
) -> None:
    """Show an event with its sentence, spans and reasons; or an article, an undertaking, a fact.

    Example: bilat show 3f9c --record iran-pakistan
    """
    with Record.open(record).view() as view:
        found = view.find(id)
        if found is None:
            short = len(id) < SHORTEST_PREFIX
            what = f"{id!r} is too short to find an id by" if short else f"no id begins with {id!r}"
            hint = f"give {SHORTEST_PREFIX} characters or more of one that bilat dyad shows in its last column"
            raise BadArgument(what, where=str(record), hint=hint)
        article = found if isinstance(found, Article) else view.article(found.article_id)
        coding = view.coding(found.id) if isinstance(found, Article) else None
    if as_json:
        typer.echo(json.dumps(printing.thing_dict(found, coding), ensure_ascii=False))
    else:
        printing.print_thing(found, article, coding, Console(highlight=False))


@app.command("evaluate")
def evaluate_(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help=f"One of {', '.join(MEASURES)}.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The gold file, in the measure's form.")],
    model: Annotated[
        Path | None, typer.Option("--model", metavar="DIR", help="A model that tools/train_model.py wrote.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the coder on a gold file: shares are in per cent.

    Example: bilat evaluate articles gold.jsonl --json
    """
    if measure not in MEASURES:
        raise BadArgument(f"there is no measure {measure!r}", hint=f"one of {', '.join(MEASURES)}")
    figures = evaluate(measure, file, predictor(measure, model))
    typer.echo(json.dumps(figures) if as_json else printing.figures_text(figures))


class _Outcome:
    """What was done and skipped, for the summary and the exit code."""

    def __init__(self, *, quiet: bool) -> None:
        self.done, self.skipped, self.quiet = 0, 0, quiet

    def skip(self, error: Skip) -> None:
        """Tell what was left out, at once."""
        self.skipped += 1
        _say(f"skipped: {error}")

    def finish(self, summary: str) -> None:
        """Print the summary; exit 1 where something was skipped, 2 where nothing at all could be read."""
        if summary and not self.quiet:
            _say(summary + (f"; {self.skipped} skipped" if self.skipped else ""))
        if self.skipped:
            raise typer.Exit(1 if self.done else 2)


def _say(line: str) -> None:
    _err.print(line, markup=False)


def _settings(config: Path | None, names: Path | None) -> Settings:
    """The settings; an option on the command line wins."""
    settings = Settings.load(config)
    return settings.model_copy(update={"names": names}) if names else settings


def _names(settings: Settings, *, quiet: bool) -> AcceptedNames | None:
    """The user's own names, told on standard error: a file of which nothing is accepted must not look like one in use."""
    if settings.names is None:
        return None
    own = accepted.load(settings.names, Lexicon.load())
    if not quiet:
        _say(f"{own.file}: {own.accepted} of {printing.plural(own.entries, 'name')} accepted")
    return own


def _articles(
    paths: list[str], settings: Settings, field: list[str] | None, day: str | None
) -> Iterator[Article | Skip]:
    given = api.iso_day(day) if day else None
    items = reading.read(paths, settings, fields=_field_map(field or []), today=datetime.date.today())
    return (_dated(item, given) if isinstance(item, Article) else item for item in items)


def _dated(article: Article, day: str | None) -> Article:
    if day is None or article.date is not None:
        return article
    return replace(article, date=day, date_basis=DateBasis.GIVEN, date_reason="given on the command line")


def _field_map(pairs: Iterable[str]) -> dict[str, str]:
    fields = {}
    for pair in pairs:
        target, sign, name = pair.partition("=")
        if not sign or not target or not name:
            raise BadArgument(f"--field {pair!r} is not TARGET=NAME", hint="for example --field text=body")
        fields[target] = name
    return fields


def _dry_run(items: Iterator[Article | Skip], outcome: _Outcome) -> None:
    for item in items:
        if isinstance(item, Skip):
            outcome.skip(item)
        else:
            outcome.done += 1
            typer.echo(f"{item.id}\t{item.date or '-'}\t{item.outlet or '-'}\t{len(item.text)}\t{item.title or '-'}")
    outcome.finish(f"{printing.plural(outcome.done, 'article')} would be read")


def _form_of(output: Path | None) -> str:
    if output is None:
        return "md"
    form = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".json": "json"}.get(output.suffix.lower())
    if form is None:
        hint = "end its name in .html, .md or .json, or give --format"
        raise BadArgument("the form of the brief is not clear", where=str(output), hint=hint)
    return form


@contextmanager
def _target(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that takes its name only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    draft = output.with_name(f".{output.name}.part")  # hidden: reading the same folder must not find it
    try:
        with draft.open("w", encoding="utf-8") as out:
            yield out
        draft.replace(output)
    except OSError as error:
        hint = "name a file in a folder that exists and that you may write"
        raise BadArgument(f"cannot write: {error.strerror}", where=str(output), hint=hint) from error
    finally:
        draft.unlink(missing_ok=True) if draft.parent.is_dir() else None


@contextmanager
def _progress(what: str, total: int | None, quiet: bool) -> Iterator["_Step"]:
    """A progress bar on standard error where that is a terminal."""
    words, rate = TextColumn("{task.description}"), TextColumn("{task.fields[rate]}")
    columns = (SpinnerColumn(), words, BarColumn(), MofNCompleteColumn(), rate, TimeElapsedColumn())
    with Progress(*columns, console=_err, disable=quiet or not _err.is_terminal, transient=True) as bar:
        yield _Step(bar, what, total)


class _Step:
    """Moves a progress bar by one, with the rate."""

    def __init__(self, bar: Progress, what: str, total: int | None) -> None:
        self._bar, self._task = bar, bar.add_task(what, total=total, rate="")

    def __call__(self) -> None:
        task = self._bar.tasks[0]
        rate = f"{task.completed / task.elapsed:.0f}/s" if task.elapsed else ""
        self._bar.update(self._task, advance=1, rate=rate)


if __name__ == "__main__":
    main()
