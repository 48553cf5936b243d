"""What people judged, for a terminal and for a program."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilat import review
from bilat.output import event_dict
from bilat.printing import plain, plural
from bilat.record import Comment, Entry, Judged, Judgement, Pass, Standing, Undo, Verdict, View, What
from bilat.record.judgements import applying
from bilat.record.judgements import entries as journal_entries
from bilat.record.judgements.fields import told
from bilat.review import Figures, Item, Labelled, Left, Precision, Share, Wanted

_LONGEST = 160


def entries(n: int) -> str:
    """A count of entries of a journal.

    >>> entries(1), entries(2)
    ('1 entry', '2 entries')
    """
    return f"{n:,} {'entry' if n == 1 else 'entries'}"


def entry_dict(one: Entry) -> dict[str, Any]:
    """An entry as the journal has it."""
    return journal_entries.plain(one)


def line_dict(one: Entry, judged: Judged) -> dict[str, Any]:
    """An entry with whether it was withdrawn, and where its line is now: null for one that the record has no longer."""
    body = entry_dict(one) | {"withdrawn": one.id in judged.withdrawn}
    if isinstance(one, Judgement):
        what = What.EVENT if one.what is What.MEMBERSHIP else one.what
        now = judged.current.get((what, one.target))
        body |= {"current": now, "stands": standing_dict(judged.of(what, now)) if now else None}
    return body


def standing_dict(one: Standing | None) -> dict[str, Any] | None:
    """What stands of a line; null where nothing was judged."""
    if one is None:
        return None
    return {
        "what": one.what.value,
        "id": one.id,
        "verdict": one.verdict,
        "corrections": plain(one.corrections),
        "analysts": list(one.analysts),
        "dissent": list(one.dissent),
        "conflicts": [
            {
                "field": conflict.field,
                "values": [{"value": plain(value), "analysts": list(names)} for value, names in conflict.values],
            }
            for conflict in one.conflicts
        ],
        "changed": list(one.changed),
    }


def said_of(view: View, id: str) -> list[Entry]:
    """All that was said of a line, by time, with its withdrawals."""
    keys = {target for (_, target), now in view.judged.current.items() if now == id} | {id}
    mine = [one for one in view.judged.entries if isinstance(one, Judgement | Comment | Pass) and one.target in keys]
    ids = {one.id for one in mine}
    undone = [one for one in view.judged.entries if isinstance(one, Undo) and one.of in ids]
    return sorted([*mine, *undone], key=lambda one: (one.time, one.id))


def chosen(view: View, id: str | None, analyst: str | None, *, conflicts: bool, orphans: bool) -> list[Entry]:
    """The entries that a list asks for, by time."""
    judged = view.judged
    found = list(judged.entries)
    if id is not None:
        thing = view.machine_line(id)
        found = said_of(view, thing.id if thing is not None else id)
    if analyst is not None:
        found = [one for one in found if one.analyst == analyst]
    wanted: set[str] | None = None
    if conflicts:
        wanted = {one.id for standing in judged.standings.values() if standing.conflicts for one in standing.judgements}
    if orphans:
        lost = {one.id for standing in judged.orphans for one in standing.judgements}
        wanted = lost if wanted is None else wanted & lost
    return found if wanted is None else [one for one in found if one.id in wanted]


def kept_line(one: Entry, standing: Standing | None, *, dry: bool) -> str:
    """What became of a judgement: "kept: e1 wrong, by Ana"; and what stands of the line, where others differ."""
    stands = f"; stands: {applying.said(standing)}" if standing is not None and not dry else ""
    return f"{'would be kept' if dry else 'kept'}: {entry_line(one)}{stands}"


def entry_line(one: Entry) -> str:
    """An entry in one line."""
    if isinstance(one, Judgement):
        what = "" if one.what is What.EVENT else f"{one.what} "
        note = f" “{_short(one.note)}”" if one.note else ""
        return f"{what}{one.target} {one.verdict}{_corrected(one)}, by {one.analyst}{note} ({one.id})"
    if isinstance(one, Comment):
        to = f", in reply to {one.reply_to}" if one.reply_to else ""
        return f"{one.what} {one.target}: “{_short(one.text)}”, by {one.analyst}{to} ({one.id})"
    if isinstance(one, Undo):
        return f"{one.of} withdrawn by {one.analyst}" + (f" “{_short(one.note)}”" if one.note else "")
    assert isinstance(one, Pass)
    return f"{one.what} {one.target} passed by {one.analyst} ({one.id})"


def _corrected(one: Judgement) -> str:
    """The corrections, each with what was shown: " type ACCUSE to REJECT"."""
    if one.verdict is not Verdict.CORRECTED:
        return ""
    parts = (
        f"{name} {told(name, one.seen[name]) + ' to ' if name in one.seen else 'to '}{told(name, value)}"
        for name, value in one.corrections.items()
    )
    return ": " + "; ".join(parts)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else one_line[:_LONGEST].rsplit(" ", 1)[0] + " …"


def print_lines(found: Sequence[Entry], judged: Judged, out: Console) -> None:
    """Entries, a line each: when, what, and whether it was withdrawn."""
    if not found:
        out.print("nothing was judged" if not judged.entries else "no entry is so")
        return
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(style="dim", no_wrap=True, min_width=16)
    grid.add_column(ratio=1, overflow="fold")
    for one in found:
        back = " [withdrawn]" if one.id in judged.withdrawn else ""
        grid.add_row(_when(one.time), Text(entry_line(one) + back))
    out.print(grid)


def _when(time: str) -> str:
    return time[:16].replace("T", " ")


def history_fields(view: View, id: str) -> Iterator[tuple[str, str]]:
    """What people said of a line, for ``bilat show``: what stands, each field's machine value beside, and every entry."""
    found = said_of(view, id)
    if not found:
        return
    standing = view.standing(id)
    if standing is not None:
        yield "judged", applying.said(standing)
        for conflict in standing.conflicts:
            sides = " / ".join(f"{told(conflict.field, value)} ({', '.join(who)})" for value, who in conflict.values)
            yield "conflict", f"{conflict.field}: {sides}; the machine's value stands"
        if standing.changed:
            yield "since then", f"coded otherwise: {', '.join(standing.changed)}"
    for one in found:
        back = " [withdrawn]" if one.id in view.judged.withdrawn else ""
        yield _when(one.time), entry_line(one) + back


def history_dict(view: View, id: str) -> dict[str, Any]:
    """The same for a program."""
    return {
        "stands": standing_dict(view.standing(id)),
        "said": [line_dict(one, view.judged) for one in said_of(view, id)],
    }


def item_dict(one: Item) -> dict[str, Any]:
    """An event of the queue."""
    return {
        "id": one.event.id,
        "priority": one.priority,
        "why": list(one.why),
        "sample": one.sample,
        "stands": standing_dict(one.standing),
        "article": {
            "id": one.article.id,
            "title": one.article.title,
            "source": one.article.outlet,
            "date": one.article.date,
        },
        "event": event_dict(one.event),
    }


def print_items(items: Sequence[Item], wanted: Wanted, out: Console) -> None:
    """The queue in the terminal, with the command that judges its first event."""
    if not items:
        out.print(f"nothing is left for {wanted.analyst} to judge here", markup=False)
        return
    for one in items:
        event = one.event
        sides = " > ".join(
            ", ".join(party.code or party.text for party in side) for side in (event.actors, event.recipients) if side
        )
        mode = f", {event.mode}" if event.mode else ""
        out.print(
            Text(f"{event.id}  {event.type}{mode}  {sides}  {event.status}  {event.date or 'no date'}", style="bold")
        )
        sentence = Text("  " + event.sentence.text)
        at = 2 + event.trigger.start - event.sentence.start
        sentence.stylize("bold reverse", max(at, 0), max(at, 0) + len(event.trigger.text))
        out.print(sentence)
        head = one.article
        out.print(
            Text(f"  {head.outlet or 'no outlet'}, {head.date or 'no date'}; {'; '.join(one.why)}\n", style="dim")
        )
    sample = f" --sample {items[0].sample}" if items[0].sample else ""
    machine = " --machine" if wanted.order != "matters" else ""
    out.print(
        Text(f"bilat judge {items[0].event.id[:8]} right|wrong|correct{sample}{machine} --record DIR"), markup=False
    )


def write_sentences(found: Iterable[Labelled], form: str, out: TextIO, left: Left) -> int:
    """Writes labelled sentences in one of the forms; gives how many lines were written."""
    written = 0
    if form == "relations":
        columns = ("id", "sentence", "marked_sentence", "source", "target", "gold_root")
        out.write("\t".join(columns) + "\n")
        for one in found:
            for row in review.as_relations(one):
                out.write("\t".join(_cell(row[name]) for name in columns) + "\n")
                written += 1
        return written
    for one in found:
        body = review.as_corpus(one, left) if form == "corpus" else review.as_sentence(one)
        if body is not None:
            out.write(json.dumps(body, ensure_ascii=False) + "\n")
            written += 1
    return written


def _cell(text: str) -> str:
    """A field of a tab-separated file; one that holds quotes is quoted as in CSV."""
    clean = " ".join(text.split())
    return '"' + clean.replace('"', '""') + '"' if '"' in clean else clean


def figures_dict(found: Figures) -> dict[str, Any]:
    """The figures as plain values: shares with n and Wilson's interval at 95 %."""
    return {
        "judgements": dict(found.judgements),
        "judged": _precision_dict(found.all),
        "samples": [
            {"seed": one.seed, "judged": one.judged, "missing": one.missing, **_precision_dict(one.precision)}
            for one in found.samples
        ],
        "agreement": {
            "n": found.agreement.n,
            "verdict_alpha": found.agreement.verdict_alpha,
            "type_alpha": found.agreement.type_alpha,
            "pairs": [
                {
                    "a": one.a,
                    "b": one.b,
                    "n": one.n,
                    "blind": one.blind,
                    "verdict": _share_dict(one.verdict) | {"kappa": one.verdict_kappa},
                    "type": _share_dict(one.type) | {"kappa": one.type_kappa},
                }
                for one in found.agreement.pairs
            ],
        },
        "orphans": found.orphans,
    }


def _precision_dict(one: Precision) -> dict[str, Any]:
    return {
        "line": _share_dict(one.line),
        "event": _share_dict(one.event),
        "types": {kind.value: _share_dict(share) for kind, share in one.types.items()},
        "fields": {name: _share_dict(share) for name, share in one.fields.items()},
        "confidence": [
            {"from": low, "to": high, **_share_dict(share)} for (low, high), share in one.confidence.items()
        ],
        "conflicts": one.conflicts,
    }


def _share_dict(one: Share) -> dict[str, Any]:
    low, high = one.interval or (None, None)
    return {"share": one.share, "low": low, "high": high, "right": one.right, "n": one.n}


def print_figures(found: Figures, out: Console) -> None:
    """The figures in the terminal."""
    if not found.judgements:
        out.print("nothing was judged; 'bilat judgements queue' shows where to begin")
        return
    who = ", ".join(f"{name} {number:,}" for name, number in found.judgements.items())
    out.print(Text(f"judgements that stand: {who}", style="bold"))
    _print_precision(
        "Of the events that were looked at (no sample: the queue shows the doubtful first)", found.all, out
    )
    for one in found.samples:
        missing = f", {one.missing} of its beginning not judged" if one.missing else ""
        title = f"Random sample {one.seed}: holds for the whole ({plural(one.judged, 'event')}{missing})"
        _print_precision(title, one.precision, out)
    _print_agreement(found, out)
    if found.orphans:
        out.print(
            f"\n{plural(found.orphans, 'judged line')} not in the record: bilat judgements list --orphans shows them"
        )


def _print_precision(title: str, one: Precision, out: Console) -> None:
    if not one.line.n:
        return
    out.print(Text(f"\n{title}", style="bold"))
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("right, %", min_width=24)
    for head in ("share", "95 % interval", "n"):
        table.add_column(head, justify="right")
    rows: list[tuple[str, Share]] = [("in every field", one.line), ("an event at all", one.event)]
    rows += [(f"type {kind}", share) for kind, share in one.types.items()]
    rows += [(f"{name}, where it is one", share) for name, share in one.fields.items()]
    rows += [(f"type, confidence {a:.1f} to {b:.1f}", share) for (a, b), share in one.confidence.items() if share.n]
    for name, share in rows:
        table.add_row(name, *_cells(share))
    out.print(table)
    if one.conflicts:
        out.print(f"left out: {plural(one.conflicts, 'event')} on which analysts differ")


def _cells(share: Share) -> tuple[str, str, str]:
    if share.share is None or share.interval is None:
        return "-", "-", "0"
    low, high = share.interval
    return f"{100 * share.share:.1f}", f"{100 * low:.1f} to {100 * high:.1f}", f"{share.n:,}"


def _print_agreement(found: Figures, out: Console) -> None:
    agreement = found.agreement
    if not agreement.n:
        return
    out.print(Text(f"\nAgreement on the {plural(agreement.n, 'event')} that two or more judged", style="bold"))
    out.print(f"Krippendorff's alpha: verdict {_number(agreement.verdict_alpha)}, type {_number(agreement.type_alpha)}")
    for one in agreement.pairs:
        seen = f"; of {one.n - one.blind} one had seen the other's" if one.blind < one.n else ""
        out.print(
            f"{one.a} and {one.b}, n {one.n}: verdict {_percent(one.verdict)} (Cohen's kappa {_number(one.verdict_kappa)}), "
            f"type {_percent(one.type)} ({_number(one.type_kappa)}){seen}",
            markup=False,
        )


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"


def _percent(share: Share) -> str:
    return "-" if share.share is None else f"{100 * share.share:.0f} %"
