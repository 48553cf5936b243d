"""bilat judge, bilat judgements: what people say of the record's lines."""

import getpass
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from bilat import judgement_printing as told
from bilat import printing, review
from bilat.commands.inputs import settings_of
from bilat.commands.options import AsJson, Config, Quiet, RecordDir
from bilat.commands.telling import say, target_of
from bilat.config import Settings
from bilat.errors import BadArgument, BadRecord
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import EventType
from bilat.record import Comment, Entry, Judgement, Record, Standing, Verdict, View, What
from bilat.record.judgements import comment as commenting
from bilat.record.judgements import journal, judgement, passing, undo
from bilat.record.judgements.seen import what_of

Id = Annotated[str, typer.Argument(metavar="ID", help="A line's id, or its first four characters or more.")]
Analyst = Annotated[
    str | None,
    typer.Option("--analyst", metavar="NAME", help="Who you are (default: setting analyst, else user name)."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be kept.")]
Said = Literal["right", "wrong", "correct", "pass"]

judgements = typer.Typer(
    name="judgements",
    help="What people judged: the queue, the list, withdrawal, comments, merging, labelled sentences, figures.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


def analyst_of(name: str | None, settings: Settings) -> str:
    """Who is at work: the option, else the setting, else the user's name."""
    if name or settings.analyst:
        return name or settings.analyst or ""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise BadArgument(
            "nobody knows who you are", hint="give --analyst NAME, or set analyst in bilat.toml"
        ) from None


def judge(
    id: Id,
    verdict: Annotated[Said, typer.Argument(help="right, wrong, correct (with --field), or pass: leave it to others.")],
    record: RecordDir,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field", metavar="FIELD=VALUE", help="What is right: type=CONSULT, actors=IRNGOV,PAK, date=2024-01-18."
        ),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.")] = None,
    analyst: Analyst = None,
    membership: Annotated[
        bool, typer.Option("--membership", help="Judge not the event, but that it tells the story that it is in.")
    ] = False,
    sample: Annotated[
        str | None, typer.Option("--sample", metavar="SEED", help="The random sample that the line was drawn in.")
    ] = None,
    machine: Annotated[
        bool, typer.Option("--machine", help="Judge the line as the machine has it, without what others said.")
    ] = False,
    dry_run: DryRun = False,
    config: Config = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say of a line that it is right, wrong, or what is right; it counts from then on, and nothing is overwritten.

    Fields of an event: type, mode, actors, recipients, status, issues, date, place, story; of an undertaking: undertaking
    (its name), kind, parties, issue, status; of a fact: quantity, unit, subject, parties; of an article: date, outlet.

    Example: bilat judge 25b7 correct --field type=AGREE --field recipients=PAKGOV --note "they signed" --record iran-pakistan
    """
    who = analyst_of(analyst, settings_of(config, None))
    kept = Record.open(record)
    with kept.view(judged=not machine) as view:
        one = _judged(view, id, verdict, field or [], note, who, membership=membership, sample=sample)
    if not dry_run:
        kept.tell([one])
    with kept.view() as view:
        standing = _standing(view, one)
    if as_json:
        typer.echo(json.dumps(told.entry_dict(one) | {"kept": not dry_run, "stands": told.standing_dict(standing)}))
    elif not quiet:
        say(told.kept_line(one, standing, dry=dry_run))


def _judged(
    view: View,
    id: str,
    verdict: Said,
    pairs: Sequence[str],
    note: str | None,
    who: str,
    *,
    membership: bool,
    sample: str | None,
) -> Entry:
    now = datetime.now(UTC)
    if verdict == "pass":
        return passing(view, id, analyst=who, now=now)
    lexicon = Lexicon.load()
    thing = view.machine_line(id)
    what = What.MEMBERSHIP if membership else What.EVENT if thing is None else what_of(thing)
    gazetteer = Gazetteer.load() if any(pair.startswith("place=") for pair in pairs) else None
    return judgement(
        view,
        id,
        Verdict.CORRECTED if verdict == "correct" else Verdict(verdict),
        review.corrections(what, pairs, lexicon, gazetteer),
        analyst=who,
        now=now,
        known=review.known(lexicon),
        note=note,
        membership=membership,
        sample=None if sample is None else review.check_sample(sample),
    )


def _standing(view: View, one: Entry) -> Standing | None:
    return view.standing(one.target) if isinstance(one, Judgement) else None


@judgements.command("list")
def list_(
    record: RecordDir,
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Of this line alone.")] = None,
    analyst: Annotated[str | None, typer.Option("--analyst", metavar="NAME", help="Of this person alone.")] = None,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="Only of lines on which analysts differ.")] = False,
    orphans: Annotated[bool, typer.Option("--orphans", help="Only of lines that the record has no longer.")] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="What was said by this day or time (UTC).")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Most to list, the latest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List who said what of which line and when, withdrawn entries too.

    Example: bilat judgements list --record iran-pakistan --conflicts
    """
    with Record.open(record).view(judged_until=until) as view:
        chosen = told.chosen(view, id, analyst, conflicts=conflicts, orphans=orphans)
    chosen.reverse()
    if as_json:
        typer.echo(json.dumps([told.line_dict(one, view.judged) for one in chosen[:limit]], ensure_ascii=False))
        return
    told.print_lines(chosen[:limit], view.judged, Console(highlight=False))
    if len(chosen) > limit:
        typer.echo(f"{limit} of {len(chosen):,} entries; --limit shows more")


@judgements.command()
def queue(
    record: RecordDir,
    analyst: Analyst = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1_000, help="Most to list.")] = 10,
    pair: Annotated[
        tuple[str, str] | None, typer.Option("--pair", metavar="A B", help="Only what stands between these two.")
    ] = None,
    type: Annotated[EventType | None, typer.Option("--type", help="Only events of this type.")] = None,
    random: Annotated[
        str | None,
        typer.Option("--random", metavar="SEED", help="A random sample, for figures that hold for the whole."),
    ] = None,
    second: Annotated[
        bool, typer.Option("--second", help="What others judged and you did not, as the machine has it: do you agree?")
    ] = False,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Show which events to judge next: what is doubtful and weighs most first, nothing twice to the same person.

    Example: bilat judgements queue --record iran-pakistan --pair Iran Pakistan --limit 5
    """
    if random is not None and second:
        raise BadArgument("--random and --second are two queues", hint="give one of the two")
    lexicon = Lexicon.load()
    wanted = review.Wanted(
        analyst=analyst_of(analyst, settings_of(config, None)),
        order="random" if random is not None else "second" if second else "matters",
        seed=random if random is not None else "1",
        pair=(lexicon.party_code(pair[0]), lexicon.party_code(pair[1])) if pair else None,
        type=type,
    )
    with Record.open(record).view() as view:
        items = review.queue(view, wanted, limit)
    if as_json:
        typer.echo(json.dumps([told.item_dict(one) for one in items], ensure_ascii=False))
    else:
        told.print_items(items, wanted, Console(highlight=False))


@judgements.command("undo")
def undo_(
    record: RecordDir,
    id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="An entry's id, or a line's for your latest judgement of it.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.")] = None,
    analyst: Analyst = None,
    dry_run: DryRun = False,
    config: Config = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Withdraw what you said, the latest by default: a further entry says so, and what you had said before stands again.

    Example: bilat judgements undo 25b7 --record iran-pakistan
    """
    who = analyst_of(analyst, settings_of(config, None))
    kept = Record.open(record)
    with kept.view() as view:
        one = undo(view.judged, id, analyst=who, now=datetime.now(UTC), note=note)
        former = next(each for each in view.judged.entries if each.id == one.of)
    if not dry_run:
        kept.tell([one])
    if as_json:
        typer.echo(json.dumps(told.entry_dict(one) | {"kept": not dry_run}, ensure_ascii=False))
    elif not quiet:
        say(f"{'would be withdrawn' if dry_run else 'withdrawn'}: {told.entry_line(former)}")


@judgements.command()
def comment(
    id: Id,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What you have to say of the line.")],
    record: RecordDir,
    reply_to: Annotated[
        str | None, typer.Option("--reply-to", metavar="ENTRY", help="The comment or judgement that it answers.")
    ] = None,
    analyst: Analyst = None,
    dry_run: DryRun = False,
    config: Config = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Comment on any line, or on a story: it is shown with the line and changes nothing.

    Example: bilat judgements comment 25b7 "Which delegation is this?" --record iran-pakistan
    """
    who = analyst_of(analyst, settings_of(config, None))
    kept = Record.open(record)
    with kept.view() as view:
        one: Comment = commenting(view, id, text, analyst=who, now=datetime.now(UTC), reply_to=reply_to)
    if not dry_run:
        kept.tell([one])
    if as_json:
        typer.echo(json.dumps(told.entry_dict(one) | {"kept": not dry_run}, ensure_ascii=False))
    elif not quiet:
        say(f"{'would be kept' if dry_run else 'kept'}: {told.entry_line(one)}")


@judgements.command("import")
def import_(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="What bilat judgements export wrote, or a record's folder.")
    ],
    record: RecordDir,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Take in another person's judgements; what is there already is not taken twice, whoever imports from whom.

    Example: bilat judgements import ben.jsonl --record iran-pakistan
    """
    kept = Record.open(record)
    given, wrong = _entries_of(source)
    with kept.view() as view:
        have = {one.id for one in view.judged.entries}
    new = [one for one in given if one.id not in have] if dry_run else kept.tell(given)
    with kept.view() as view:
        orphans = len(view.judged.orphans)
    if as_json:
        typer.echo(json.dumps({"entries": len(given), "new": len(new), "orphans": orphans, "wrong": len(wrong)}))
    for error in wrong:
        say(f"skipped: {error}")
    if not quiet and not as_json:
        done = "would be taken in" if dry_run else "taken in"
        lost = f"; {printing.plural(orphans, 'judged line')} not in the record" if orphans else ""
        say(f"{len(new)} of {told.entries(len(given))} {done}{lost}")
    if wrong:
        raise typer.Exit(1 if given else 2)


def _entries_of(source: Path) -> tuple[Sequence[Entry], list[BadRecord]]:
    """The entries of a record or a file, and the lines that are none."""
    if source.is_dir():
        return Record.open(source).view(judged=False).judged.entries, []
    try:
        content = source.read_bytes()
    except OSError as error:
        raise BadArgument(
            error.strerror or "cannot be read", where=str(source), hint="name a file or a record"
        ) from None
    found = journal.parse(source, content)
    hint = "take it from 'bilat judgements export' again; a changed line is not taken in"
    wrong = [BadRecord(why, where=f"{source}:{number}", hint=hint) for number, why in found.wrong]
    return journal.in_order(found.entries), wrong


@judgements.command()
def export(
    record: RecordDir,
    form: Annotated[
        Literal["journal", "corpus", "sentences", "relations"],
        typer.Option("--form", help="For bilat judgements import; to train on; to test with bilat evaluate."),
    ] = "journal",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Else standard output.")] = None,
    part: Annotated[
        Literal["train", "test", "all"] | None,
        typer.Option("--part", help="Of the articles; by default train for corpus, test for sentences and relations."),
    ] = None,
    analyst: Annotated[
        str | None, typer.Option("--analyst", metavar="NAME", help="journal: of this person alone.")
    ] = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Write the judgements for another record, or as labelled sentences to train and to test on, which share no article.

    Example: bilat judgements export --form corpus -o judged-train.jsonl --record iran-pakistan
    """
    withhold = settings_of(config, None).withhold
    with Record.open(record).view() as view, target_of(output) as out:
        if form == "journal":
            entries = [one for one in view.judged.entries if analyst is None or one.analyst == analyst]
            out.write(journal.lines(entries))
            done = told.entries(len(entries))
        else:
            left = review.Left()
            sentences = review.labelled(view, part or ("train" if form == "corpus" else "test"), withhold, left)
            done = printing.plural(told.write_sentences(sentences, form, out, left), "sentence")
            if form == "relations":
                done = done.replace("sentence", "marked pair")
            for reason, number in left.reasons.items() if not quiet else ():
                say(f"left out: {printing.plural(number, 'sentence')} {reason}")
    if not quiet:
        say(f"{done} written" + (f" to {output}" if output else ""))


@judgements.command()
def figures(record: RecordDir, as_json: AsJson = False) -> None:
    """Say how often the machine is right by what was judged, by type and field with intervals, and how far people agree.

    Example: bilat judgements figures --record iran-pakistan
    """
    with Record.open(record).view() as view:
        found = review.figures(view)
    if as_json:
        typer.echo(json.dumps(told.figures_dict(found), ensure_ascii=False))
    else:
        told.print_figures(found, Console(highlight=False))
