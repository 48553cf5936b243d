"""bilat code, read, learn: articles in, codings, a record or proposed names out."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bilat import hands, learning, pipeline, printing, reading
from bilat.cluster import Cluster
from bilat.commands.inputs import articles_of, list_plan, names_of, plan_of, run_info, settings_of, web_of
from bilat.commands.options import (
    AllowPrivate,
    AsJson,
    Config,
    Day,
    Fields,
    Least,
    ListedSince,
    Names,
    OnCluster,
    Paths,
    Quiet,
    RecordDir,
    SavedAs,
    Urls,
    Workers,
)
from bilat.commands.telling import Outcome, progress, target_of, tell_migration
from bilat.config import Settings
from bilat.errors import BadArgument, Skip
from bilat.model import Article, Coding, Introduction
from bilat.output import as_dict
from bilat.record import Record


def code(
    paths: Paths,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="OUT.jsonl", help="Where to write.")] = None,
    field: Fields = None,
    saved: SavedAs = None,
    date: Day = None,
    urls: Urls = False,
    since: ListedSince = None,
    allow_private: AllowPrivate = False,
    names: Names = None,
    min_confidence: Least = 0.0,
    workers: Workers = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Code articles: one JSON object an article, nothing kept.

    Example: bilat code article.html news/ -o coded.jsonl --min-confidence 0.5
    """
    _begin(workers)
    settings = settings_of(config, names, allow_private=allow_private, saved=saved)
    coder = pipeline.coder_with(names_of(settings, quiet=quiet))
    outcome = Outcome(quiet=quiet)
    total = None if urls else reading.count(paths)
    with target_of(output) as out, progress("coding", total, quiet) as step:
        items = articles_of(paths, settings, field, date, web=web_of(settings, since=since), urls=urls)
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


def read(
    paths: Paths,
    record: RecordDir,
    field: Fields = None,
    saved: SavedAs = None,
    date: Day = None,
    urls: Urls = False,
    since: ListedSince = None,
    allow_private: AllowPrivate = False,
    names: Names = None,
    workers: Workers = None,
    cluster: OnCluster = None,
    config: Config = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be read.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Code articles into a record. What the record has already is not coded again.

    With --cluster the machines of a Ray cluster code them (pip install "bilat[cluster]"); this one reads and commits.

    Example: bilat read news/ export.jsonl --record iran-pakistan --field text=body

    Example: bilat read crawl.warc.gz nexis.docx stories.zip --record iran-pakistan --as mediacloud
    """
    if not (cluster or dry_run):
        _begin(workers)
    settings = settings_of(config, names, allow_private=allow_private, saved=saved)
    own = names_of(settings, quiet=quiet or as_json)
    outcome = Outcome(quiet=quiet)
    if dry_run:
        web = web_of(settings, Record.web_folder(record), since=since, dry=True)
        list_plan(plan_of(paths, settings, field, date, web=web, urls=urls), outcome)
        return
    tally = pipeline.Tally()
    web = web_of(settings, Record.web_folder(record), since=since)

    has: Callable[[str], bool] = frozenset[str]().__contains__  # a record that is yet to be made has seen nothing

    def seen(digest: str) -> bool:
        if not has(digest):
            return False
        tally.known += 1
        outcome.done += 1
        step()
        return True

    items = articles_of(paths, settings, field, date, web=web, urls=urls, seen=seen)
    if not Record.is_at(record):
        head = _to_first_article(items)
        if not (head and isinstance(head[-1], Article)):
            web.ledger.commit()
            _nothing_read(head, record, outcome, tally, as_json=as_json)
            return
        items = chain(head, items)
    target = Record.open(record, create=True)
    total = None if urls else reading.count(paths)
    with (
        Cluster(cluster) if cluster else nullcontext(workers or settings.workers) as hands,
        target.writer(run_info(settings, own), commit_every=settings.commit_every) as writer,
        progress("reading", total, quiet or as_json) as step,
    ):
        has = writer.seen
        tell_migration(writer, record)
        few = 0 if workers or cluster else pipeline.FEW
        coder = pipeline.coder_with(own)
        for result in pipeline.into_record(items, writer, workers=hands, few=few, coder=coder, tally=tally):
            step()
            if isinstance(result, Skip):
                outcome.skip(result)
            else:
                outcome.done += 1
    web.ledger.commit()
    if as_json:
        typer.echo(json.dumps(printing.tally_dict(tally)))
    outcome.finish("" if as_json else printing.tally_line(tally, record))


def _to_first_article(items: Iterator[Article | Skip]) -> list[Article | Skip]:
    """What comes up to the first article, and it; a record is made only where there is one."""
    head: list[Article | Skip] = []
    for item in items:
        head.append(item)
        if isinstance(item, Article):
            break
    return head


def _nothing_read(
    left_out: Iterable[Article | Skip], record: Path, outcome: Outcome, tally: pipeline.Tally, *, as_json: bool
) -> None:
    """Tells what was left out of a record that was not made for it."""
    for item in left_out:
        if isinstance(item, Skip):
            outcome.skip(item)
            tally.skipped += item.count
    if as_json:
        typer.echo(json.dumps(printing.tally_dict(tally)))
    outcome.finish("" if as_json else f"0 articles read: no record was made at {record}")


def _begin(workers: int | None) -> None:
    """Where several workers are asked for, lets them load while this process does its own part of the start."""
    if workers is not None and workers > 1:
        hands.begin()


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
    saved: SavedAs = None,
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
    settings = settings_of(config, names, saved=saved)
    own = names_of(settings, quiet=quiet or as_json)
    outcome = Outcome(quiet=quiet)
    found: list[Introduction] = []
    with (
        _to_learn_from(paths, record, settings, field, date) as (items, total),
        progress("reading", total, quiet) as step,
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
    if not outcome.done:
        yaml = None  # nothing was read: no file that would be in the way of the next try
    _print_proposals(proposed[:limit], yaml, as_json=as_json)
    outcome.finish("" if as_json else _learnt(len(proposed), limit, outcome.done, yaml))


@contextmanager
def _to_learn_from(
    paths: list[str] | None, record: Path | None, settings: Settings, field: list[str] | None, date: str | None
) -> Iterator[tuple[Iterable[Article | Skip], int | None]]:
    """The articles of files or of a record, and how many they are where that is known."""
    if record is None:
        yield articles_of(paths or [], settings, field, date), reading.count(paths or [])
        return
    with Record.open(record).view() as view:
        yield view.texts(), view.counts().texts


def _print_proposals(proposed: Sequence[learning.Proposal], yaml: Path | None, *, as_json: bool) -> None:
    if yaml is not None:
        with target_of(yaml) as out:
            out.write(learning.as_yaml(proposed))
    if as_json:
        for one in proposed:
            typer.echo(json.dumps(learning.as_dict(one), ensure_ascii=False))
    elif yaml is None:
        learning.print_proposals(proposed, Console(highlight=False))


def _learnt(n: int, limit: int | None, articles: int, yaml: Path | None) -> str:
    shown = f" (the first {limit} shown)" if limit is not None and limit < n else ""
    where = f" to {yaml}" + (": set accepted: true on those that are right" if n else "") if yaml else ""
    return f"{printing.plural(n, 'name')} proposed{where}{shown}, from {printing.plural(articles, 'article')}"
