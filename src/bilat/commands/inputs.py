"""What the commands that read articles take: settings, accepted names, the articles themselves."""

import datetime
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import typer

from bilat import api, pipeline, printing, reading
from bilat.commands.telling import Outcome, say
from bilat.config import Settings
from bilat.errors import BadArgument, Skip
from bilat.lexicon import Lexicon, accepted
from bilat.lexicon.accepted import AcceptedNames
from bilat.model import Article, DateBasis
from bilat.reading import Target, WebReader, shown
from bilat.record import RunInfo


def settings_of(
    config: Path | None, names: Path | None, *, allow_private: bool = False, saved: str | None = None
) -> Settings:
    """The settings; an option on the command line wins."""
    settings = Settings.load(config)
    given = {"names": names, "web_private": allow_private, "use_map": saved}
    return settings.model_copy(update={key: value for key, value in given.items() if value})


def names_of(settings: Settings, *, quiet: bool) -> AcceptedNames | None:
    """The user's own names, told on standard error: a file of which nothing is accepted must not look like one in use."""
    if settings.names is None:
        return None
    own = accepted.load(settings.names, Lexicon.load())
    if not quiet:
        say(f"{own.file}: {own.accepted} of {printing.plural(own.entries, 'name')} accepted")
    return own


def web_of(
    settings: Settings,
    folder: Path | None = None,
    *,
    since: str | None = None,
    dry: bool = False,
    sleep: Callable[[float], object] = time.sleep,
    stopping: Callable[[], bool] = lambda: False,
) -> WebReader:
    """What reads web addresses; ``folder`` is where it keeps what it knows."""
    day = datetime.date.fromisoformat(api.iso_day(since)) if since else None
    return WebReader.of(settings, folder=folder, since=day, dry=dry, note=say, sleep=sleep, stopping=stopping)


def articles_of(
    paths: list[str],
    settings: Settings,
    field: list[str] | None,
    day: str | None,
    *,
    web: WebReader | None = None,
    urls: bool = False,
    seen: Callable[[str], bool] | None = None,
) -> Iterator[Article | Skip]:
    found = plan_of(paths, settings, field, day, web=web, urls=urls, seen=seen)
    return (item for item in found if not isinstance(item, Target))


def plan_of(
    paths: list[str],
    settings: Settings,
    field: list[str] | None,
    day: str | None,
    *,
    web: WebReader | None = None,
    urls: bool = False,
    seen: Callable[[str], bool] | None = None,
) -> Iterator[Article | Target | Skip]:
    """As :func:`articles_of`, with the pages that a dry reader only lists."""
    given = api.iso_day(day) if day else None
    fields = _field_map(field or [])
    items = reading.plan(paths, settings, fields=fields, today=datetime.date.today(), web=web, urls=urls, seen=seen)
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


def run_info(settings: Settings, own: AcceptedNames | None) -> RunInfo:
    """What a record keeps of this run."""
    return RunInfo(
        program=version("bilat"),
        settings=settings.model_dump_json(),
        lexicon=pipeline.lexicon_digest(own),
        model=pipeline.model_names(),
        started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        command=" ".join(["bilat", *map(shown, sys.argv[1:])]),
    )


def list_plan(items: Iterable[Article | Target | Skip], outcome: Outcome) -> None:
    """Print what would be read, a line each; a page that is not fetched yet has its address for a title."""
    pages = 0
    for item in items:
        if isinstance(item, Skip):
            outcome.skip(item)
            continue
        outcome.done += 1
        if isinstance(item, Target):
            pages += 1
            typer.echo(f"-\t{item.day or '-'}\t{item.outlet or '-'}\t-\t{item.url}")
        else:
            typer.echo(f"{item.id}\t{item.date or '-'}\t{item.outlet or '-'}\t{len(item.text)}\t{item.title or '-'}")
    fetched = f" ({printing.plural(pages, 'page')} of them to fetch)" if pages else ""
    outcome.finish(f"{printing.plural(outcome.done, 'article')} would be read{fetched}")
