"""bilat undertakings, visits, triads: what a pair has in common, in the making, and over it."""

import json
from typing import Annotated

import typer
from rich.console import Console

from bilat import pair_printing, relations
from bilat.commands.options import AsJson, AsOf, Least, PartyA, PartyB, RecordDir, Since, Until
from bilat.errors import BadArgument
from bilat.lexicon import Lexicon
from bilat.model import UndertakingStatus
from bilat.record import Record

Most = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Most to list.")]

_IN_FULL = 2
"""How many undertakings of a name are shown in full."""


def undertakings(
    a: PartyA,
    b: PartyB,
    record: RecordDir,
    name: Annotated[
        str | None,
        typer.Option(
            "--name", metavar="WORDS", help="Only those with these words in a name, or with this id: in full."
        ),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status", metavar="STATUS", help='Only those that stand so, as in "stalled"; "open": not ended.'
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    limit: Most = 20,
    as_json: AsJson = False,
) -> None:
    """List what a pair has undertaken together: where each matter stands, its steps, what holds it up, what is due.

    Example: bilat undertakings Iran Pakistan --record iran-pakistan --name pipeline
    """
    lexicon = Lexicon.load()
    asked = _statuses(status or [])
    pair = lexicon.party_code(a), lexicon.party_code(b)
    with Record.open(record).view(as_of=as_of) as view:
        found = relations.undertakings(view, *pair, since=since, until=until, status=asked, name=name, limit=limit + 1)
    shown = found[:limit]
    if as_json:
        typer.echo(json.dumps(pair_printing.matters_dict(shown, *pair, as_of), ensure_ascii=False))
        return
    out = Console(highlight=False)
    if not shown:
        such = " such" if name or status or since or until else ""
        out.print(
            f"{lexicon.label(pair[0])} and {lexicon.label(pair[1])}: the record has no{such} undertaking of the two."
        )
    elif name and len(shown) <= _IN_FULL:
        for matter in shown:
            pair_printing.print_matter(matter, lexicon.label, out)
    else:
        pair_printing.print_matters(shown, lexicon.label, out)
    if len(found) > limit:
        typer.echo(f"\nthe {limit} most told of; --limit shows more")


def _statuses(words: list[str]) -> frozenset[str]:
    known = {"open", *(one.value for one in UndertakingStatus)}
    for word in words:
        if word not in known:
            hint = f"give one of {', '.join(sorted(known))}"
            raise BadArgument(f"no undertaking has the status {word!r}", hint=hint)
    return frozenset(words)


def visits(
    a: PartyA,
    b: PartyB,
    record: RecordDir,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    limit: Most = 20,
    every: Annotated[
        bool, typer.Option("--all", help="Also those that one sentence alone speaks of, without a name or a day.")
    ] = False,
    min_confidence: Least = 0.0,
    as_json: AsJson = False,
) -> None:
    """List who went to whom: when, at what level, with whom, and what came of it; also what is planned or was called off.

    Example: bilat visits Iran Pakistan --record iran-pakistan --since 2023
    """
    lexicon = Lexicon.load()
    pair = lexicon.party_code(a), lexicon.party_code(b)
    with Record.open(record).view(as_of=as_of) as view:
        found = relations.visits(
            view, *pair, since=since, until=until, limit=limit + 1, firm=not every, least=min_confidence
        )
    shown = found[-limit:]
    if as_json:
        typer.echo(json.dumps(pair_printing.visits_dict(shown, *pair, as_of), ensure_ascii=False))
        return
    out = Console(highlight=False)
    if shown:
        pair_printing.print_visits(shown, lexicon.label, out)
    else:
        when = " in this time" if since or until else ""
        out.print(
            f"{lexicon.label(pair[0])} and {lexicon.label(pair[1])}: the record has no visit between the two{when}."
        )
    if len(found) > limit:
        typer.echo(f"\nthe latest {limit}; --limit shows more")


def triads(
    a: PartyA,
    b: PartyB,
    record: RecordDir,
    kind: Annotated[
        list[relations.TriadKind] | None,
        typer.Option("--kind", help="Only third parties of this kind; may be repeated."),
    ] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Most of each kind.")] = 6,
    as_json: AsJson = False,
) -> None:
    """List who else acts on a pair: sanctions and pressure over the other, mediation, a common enemy, a patron, obstacles.

    Example: bilat triads Iran Pakistan --record iran-pakistan --kind sanctions
    """
    lexicon = Lexicon.load()
    pair = lexicon.party_code(a), lexicon.party_code(b)
    with Record.open(record).view(as_of=as_of) as view:
        found = relations.triads(view, *pair, since=since, until=until, kinds=kind or (), limit=limit)
    if as_json:
        typer.echo(json.dumps(pair_printing.triads_dict(found, *pair, as_of), ensure_ascii=False))
        return
    out = Console(highlight=False)
    if found.lines:
        pair_printing.print_triads(found, lexicon.label, out)
    else:
        such = " such" if kind or since or until else ""
        names = f"{lexicon.label(pair[0])} and {lexicon.label(pair[1])}"
        out.print(f"{names}: the record tells of no{such} part of a third party in the pair.")
