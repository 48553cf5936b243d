"""What commands print: tables for a terminal, plain values for a program."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilat.model import Article, Coding, Correction, Event, Fact, Party, Quad, Span, Undertaking
from bilat.output import article_dict, as_dict, event_dict, fact_dict, undertaking_dict
from bilat.pipeline import Tally
from bilat.record import Action, Again, Change, Checked, Difference, Dyad, RunLine
from bilat.record.dates import reach
from bilat.relations import History, Matter, Period, Visit
from bilat.relations.calendar import floor

_BAR = 24  # characters of the widest bar, on a wide terminal
_NARROWEST_BAR = 6
_VISITS = _MATTERS = 12  # lines of a list; the rest stands in the brief and in --json
Thing = Article | Event | Undertaking | Fact
Line = tuple[str | None, str, str]
Field = tuple[str, str | Text]


def plural(n: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "article"), plural(2, "article")
    ('1 article', '2 articles')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def tally_line(tally: Tally, record: Path) -> str:
    """The last line of a run of ``bilat read``."""
    if not tally.added and tally.known:
        return f"nothing new: {record} has {plural(tally.known, 'article')} of these already"
    known = f" ({plural(tally.known, 'article')} known already)" if tally.known else ""
    found = (plural(tally.events, "event"), plural(tally.undertakings, "undertaking"), plural(tally.facts, "fact"))
    return f"{plural(tally.added, 'article')} added to {record}{known}: {', '.join(found)}"


def recoded_line(tally: Tally, total: int, record: Path) -> str:
    """The last line of ``bilat recode``."""
    if not tally.added:
        return (
            f"nothing to code again: this program, lexicon and model coded the {plural(total, 'article')} of {record}"
        )
    found = (plural(tally.events, "event"), plural(tally.undertakings, "undertaking"), plural(tally.facts, "fact"))
    return f"{tally.added:,} of {plural(total, 'article')} in {record} coded again: {', '.join(found)}"


def checked_line(checked: Checked, record: Path) -> str:
    """The last line of ``bilat check``."""
    seen = f"{plural(checked.commits, 'commit')}, {plural(checked.parts, 'part')}, {plural(checked.codings, 'coding')}"
    share = "" if checked.sampled == checked.codings else f" (columns of {checked.sampled:,})"
    if checked.findings:
        return f"{record} is not whole: {plural(len(checked.findings), 'finding')} in {seen}{share}"
    return f"{record} is whole: {seen}{share}; content {checked.digest}"


def run_line(run: RunLine) -> str:
    """A run of a record: its id, what made it, and what it did."""
    did = f"{plural(run.articles, 'article')}, {run.recoded:,} coded again"
    made = f"bilat {run.program}, lexicon {run.lexicon or '-'}, model {run.model or '-'}"
    return f"{run.id}  {run.started or '-'}  {did}  {made}"


def difference_dict(total: Difference, changes: Sequence[Change]) -> dict[str, Any]:
    """What changed, as JSON: the counts, and every change with its event before and after."""
    body = dataclasses.asdict(total) | {"kinds": dict(total.kinds), "fields": dict(total.fields)}
    told = [
        {
            "kind": change.kind,
            "article": change.article,
            "fields": list(change.fields),
            "before": event_dict(change.before) if change.before else None,
            "after": event_dict(change.after) if change.after else None,
        }
        for change in changes
    ]
    return body | {"changes": told}


def print_difference(total: Difference, changes: Sequence[Change], out: Console) -> None:
    """What changed, in the terminal: counts, then examples with their ids."""
    out.print(f"{plural(total.changed_articles, 'article')} of {total.articles:,} coded otherwise", style="bold")
    if total.only_before or total.only_after:
        out.print(
            f"only before: {plural(total.only_before, 'article')}; only after: {plural(total.only_after, 'article')}"
        )
    out.print("  ".join(f"{kind} {total.kinds[kind]:,}" for kind in ("gained", "lost", "changed")))
    if total.fields:
        out.print("fields changed: " + ", ".join(f"{name} {number:,}" for name, number in total.fields.most_common()))
    for kind in ("gained", "lost", "changed"):
        lines = [_change_line(change) for change in changes if change.kind == kind]
        _section(kind.capitalize(), lines, out)


def _change_line(change: Change) -> Line:
    event = change.after or change.before
    assert event is not None
    told = f"{event.type} {_sides(event)}, {event.status}: “{event.trigger.text}” in {change.article}"
    if change.before and change.after:
        before, after = event_dict(change.before), event_dict(change.after)
        told += "; " + ", ".join(f"{name}: {_short(before, name)} to {_short(after, name)}" for name in change.fields)
    return event.date, told, event.id


def _short(event: Mapping[str, Any], name: str) -> str:
    """A field of an event in few words."""
    value = event["attributed_to" if name == "source" else name]
    parts = value if isinstance(value, list) else [value]
    return (
        " ".join(
            str((p["code"] if "code" in p else p["name"]) or p["text"]) if isinstance(p, dict) else str(p or "-")
            for p in parts
        )
        or "-"
    )


def repaired_line(actions: Sequence[Action], record: Path, *, done: bool) -> str:
    """The last line of ``bilat repair``."""
    if not actions:
        return f"{record} is whole: nothing to repair"
    lost = plural(sum(len(action.articles) for action in actions), "article")
    if not done:
        return f"nothing was done; with --yes it is, and then {lost} must be read again"
    return f"{record} is repaired; {lost} to be read again: run bilat read on where they came from"


def tally_dict(tally: Tally) -> dict[str, int]:
    """The counts of a run."""
    return dataclasses.asdict(tally)


def figures_text(figures: Mapping[str, Any], indent: int = 0) -> str:
    """Measures as lines, the nested ones indented."""
    return "\n".join(_figure(key, value, indent) for key, value in figures.items())


def _figure(key: str, value: Any, indent: int) -> str:
    margin = " " * indent
    if not isinstance(value, Mapping):
        return f"{margin}{key:<18}{'-' if value is None else value}"
    if any(isinstance(v, Mapping) for v in value.values()):
        return f"{margin}{key}\n{figures_text(value, indent + 2)}"
    return f"{margin}{key:<18}{'  '.join(f'{k} {v}' for k, v in value.items())}"


def plain(value: Any) -> Any:
    """Values of any record as plain JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def history_dict(history: History, dyad: Dyad) -> dict[str, Any]:
    """A history as JSON: every line keeps the ids of its assertions, whose events and articles stand beside it."""
    body = plain(history)
    body["facts"] = [fact_dict(fact) for fact in history.facts]
    events = {e.event.id: event_dict(e.event) | {"article": e.event.article_id} for e in dyad.events}
    return {**body, "events": events, "articles": plain(dyad.articles)}


def print_history(history: History, dyad: Dyad, label: Callable[[str], str], out: Console) -> None:
    """A history in the terminal."""
    title = f"{label(history.a)} and {label(history.b)}"
    if not dyad.events and not history.undertakings and not history.facts:
        when = " in this time." if dyad.since or dyad.until else "."
        out.print(f"{title}: the record has nothing on this pair{when}", markup=False)
        return
    seen = history.sources
    told = f"{plural(seen.articles, 'article')} from {plural(len([o for o in seen.outlets if o.outlet]), 'outlet')}"
    out.print(f"{title}: {plural(len(dyad.events), 'assertion')} in {told}", style="bold")
    _print_series(history, dyad, out)
    _section("Visits", [_visit_line(visit, label) for visit in history.visits[-_VISITS:]], out)
    _section("Undertakings", [_matter_line(matter) for matter in history.undertakings[:_MATTERS]], out)
    events = {e.event.id: e.event for e in dyad.events}
    latest = [(one.date, _told_act(events[one.event_ids[0]]), one.event_ids[0]) for one in history.latest]
    _section("Latest", latest, out)
    _section("Facts", [_fact_line(fact, dyad) for fact in history.facts[:_MATTERS]], out)


def _visit_line(visit: Visit, label: Callable[[str], str]) -> Line:
    who = visit.name or visit.role or visit.level or "a delegation"
    way = f"{label(visit.visitor)} to {label(visit.host)}" if visit.visitor and visit.host else "between the two"
    return visit.date, f"{who}, {way}, {visit.status}", visit.event_ids[0]


def _matter_line(matter: Matter) -> Line:
    held = "; held up by " + ", ".join(o.texts[0] for o in matter.obstacles) if matter.obstacles else ""
    status = "status not told" if matter.status == "unknown" else matter.status.value
    return matter.last, f"{matter.name}: {status}{held}", matter.undertaking_ids[-1]


def _fact_line(fact: Fact, dyad: Dyad) -> Line:
    told = dyad.articles[fact.article_id].date
    return told, f"{fact.text} ({', '.join(fact.parties)})", fact.id


def _told_act(event: Event) -> str:
    return f"{event.type} {_sides(event)}: {event.sentence.text}"


def _sides(event: Event) -> str:
    """Who to whom, by code; the sides of a symmetric act are joined by "and"."""
    actors = " and ".join(party.code or party.text for party in event.actors) or "?"
    recipients = ", ".join(party.code or party.text for party in event.recipients)
    return f"{actors} > {recipients}" if recipients else actors


def _print_series(history: History, dyad: Dyad, out: Console) -> None:
    """The series: numbers in 65 columns, so that they stand whole in a terminal of 80, and a bar in what is left."""
    # An article of another time may tell of acts of the time asked for: that is no line of its own.
    first, last = (bound and reach(bound) for bound in (dyad.since, dyad.until))
    since = floor(datetime.date.fromisoformat(first[0]), history.series.by).isoformat() if first else ""
    until = last[1] if last else "9999"
    periods = history.series.periods
    busy = [p for p in periods if p.happenings or p.planned or (p.articles and since <= p.start <= until)]
    sides = ("verbal\ncoop.", "material\ncoop.", "verbal\nconfl.", "material\nconfl.")
    heads = ("period", "net", *sides, "planned", "articles")
    rows = [[p.label, f"{p.score:+.1f}", *_counts(p)] for p in busy]
    widths = [max(map(len, [*head.split("\n"), *(row[i] for row in rows)])) for i, head in enumerate(heads)]
    bar = max(_NARROWEST_BAR, min(_BAR, out.width - sum(widths) - len(widths)))
    top = max((abs(p.score) for p in busy), default=0) or 1
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for head, width in zip(heads, widths, strict=True):
        table.add_column(head, justify="left" if head == "period" else "right", no_wrap=True, min_width=width)
    table.add_column("", no_wrap=True, width=bar)
    for period, row in zip(busy, rows, strict=True):
        length = max(1, round(bar * abs(period.score) / top)) if period.score else 0
        table.add_row(*row, Text("█" * length, style="green" if period.score > 0 else "red"))
    out.print(table)


def _counts(period: Period) -> list[str]:
    """The counts of a period as text, a nought as nothing."""
    counts = [*(period.quads.get(quad, 0) for quad in Quad), period.planned, period.articles]
    return [str(count or "") for count in counts]


def _section(title: str, lines: Sequence[Line], out: Console) -> None:
    if lines:
        out.print(f"\n{title}", style="bold")
        _lines(lines, out)


def _lines(lines: Iterable[Line], out: Console) -> None:
    """Date, words and id; what does not fit into the line goes on under its words."""
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(style="dim", no_wrap=True, min_width=10)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(style="dim", no_wrap=True, width=8)
    for date, words, id in lines:
        grid.add_row(date or "no date", Text(words), Text(id[:8]))
    out.print(grid)


def thing_dict(found: Thing, coding: Coding | None, again: Again) -> dict[str, Any]:
    """A line of the record as JSON, with what it is; for an article, also what it is to others."""
    if isinstance(found, Article):
        return {"what": "article", **(as_dict(coding) if coding else article_dict(found)), "again": plain(again)}
    if isinstance(found, Event):
        return {"what": "event", "article": found.article_id, **event_dict(found)}
    if isinstance(found, Undertaking):
        return {"what": "undertaking", "article": found.article_id, **undertaking_dict(found)}
    return {"what": "fact", "article": found.article_id, **fact_dict(found)}


def print_thing(
    found: Thing,
    article: Article | None,
    coding: Coding | None,
    again: Again,
    out: Console,
    said: Iterable[tuple[str, str]] = (),
) -> None:
    """A line of the record in the terminal, and what people said of it."""
    if isinstance(found, Article):
        _print_article(found, coding, again, out, said)
        return
    if isinstance(found, Event):
        fields = _event_fields(found)
    elif isinstance(found, Undertaking):
        fields = _undertaking_fields(found)
    else:
        fields = _fact_fields(found)
    if article is not None:
        day = f"{article.date or 'no date'} ({article.date_basis or article.date_reason})"
        fields.append(("article", f"{article.id}: {article.title or 'no title'}"))
        fields.append(("from", f"{article.outlet or 'no outlet'}, {day}, {article.origin}"))
        fields += _again_fields(article.id, again)
    fields += said
    out.print(Text(f"{type(found).__name__.lower()} {found.id}", style="bold"))
    _print_fields(fields, out)


def _event_fields(event: Event) -> list[Field]:
    mode = f", {event.mode}" if event.mode else ""
    reasons = dict(event.reasons)
    place, said, sure = event.place, event.attributed_to, event.confidence
    where = f"{place.text} ({place.country}); {place.reason}" if place else f"null; {reasons.get('place', '')}"
    return [
        ("type", f"{event.type}{mode} ({event.type.quad}); {reasons.get('type', '')}"),
        ("sentence", _marked(event.sentence, event.trigger)),
        ("characters", _characters(event.sentence, event.trigger, "trigger")),
        *(("actor", _party(party)) for party in event.actors),
        *(("recipient", _party(party)) for party in event.recipients),
        ("status", f"{event.status}; {reasons.get('status', '')}"),
        ("issues", f"{', '.join(event.issues)}; {reasons.get('issues', '')}"),
        ("date", f"{event.date or 'null'}; {reasons.get('date', '')}"),
        ("place", where),
        ("attributed to", f"{_party(said) if said else 'null'}; {reasons.get('attributed_to', '')}"),
        (
            "confidence",
            reasons.get("confidence", "") if sure is None else f"{sure:.2f}; {reasons.get('confidence', '')}",
        ),
    ]


def _undertaking_fields(item: Undertaking) -> list[Field]:
    held = [("held up by", f"{o.text} ({o.kind}), characters {o.span.start} to {o.span.end}") for o in item.obstacles]
    return [
        ("name", item.name),
        ("kind", item.kind),
        ("parties", ", ".join(item.parties)),
        ("issue", item.issue),
        ("status", item.status),
        *held,
        ("sentence", _marked(item.sentence, item.mention)),
        ("characters", _characters(item.sentence, item.mention, "mention")),
        *((f"why {name}", reason) for name, reason in item.reasons),
    ]


def _fact_fields(item: Fact) -> list[Field]:
    return [
        ("quantity", f"{item.quantity:,g} {item.unit}".rstrip()),
        ("of", item.subject),
        ("parties", ", ".join(item.parties)),
        ("sentence", _marked(item.sentence, item.span)),
        ("characters", _characters(item.sentence, item.span, "fact")),
        ("why", item.reason),
    ]


def _marked(sentence: Span, part: Span) -> Text:
    """A sentence with a part of it shown in reverse."""
    shown = Text(sentence.text)
    at = part.start - sentence.start
    shown.stylize("bold reverse", max(at, 0), max(at, 0) + len(part.text))
    return shown


def _characters(sentence: Span, part: Span, name: str) -> str:
    return f"{sentence.start} to {sentence.end}; {name} {part.text!r} {part.start} to {part.end}"


def _party(party: Party) -> str:
    where = f", characters {party.span.start} to {party.span.end}" if party.span else ""
    return f"{party.code or 'no code'}: {party.text!r}{where}; {party.reason}"


def _again_fields(id: str, again: Again) -> Iterator[Field]:
    """The copies of an article, and its corrections."""
    if one := again.corrected_by:
        yield "corrected by", f"{one.article_id} ({_corrected(one)}); no count and no brief has this article"
    if again.group:
        for link in again.links:
            yield "copy", f"{link.article_id} of {link.of}: {link.kind}, {link.similarity:.0%} alike"
        rest = [other for other in again.group.members if other != id]
        canonical = "this one" if again.group.canonical == id else again.group.canonical
        yield "same text", f"{', '.join(rest)}; canonical is {canonical}"
    for one in again.corrects:
        yield "corrects", f"{one.replaces or 'an article that the record does not have'} ({_corrected(one)})"


def _corrected(one: Correction) -> str:
    found = f", found by {one.basis}" if one.basis else ""
    return f"{one.kind}{found}" + (f": “{one.said.strip()}”" if one.said else "")


def _print_article(
    article: Article, coding: Coding | None, again: Again, out: Console, said: Iterable[tuple[str, str]]
) -> None:
    out.print(Text(f"article {article.id}: {article.title or 'no title'}", style="bold"))
    fields: list[Field] = [
        ("outlet", article.outlet or "null"),
        ("date", f"{article.date or 'null'}; {article.date_reason}"),
        ("from", article.url or article.origin),
        *(("link", link.text) for link in article.links),
        *_again_fields(article.id, again),
        *said,
    ]
    _print_fields(fields, out)
    out.print(Text("\n" + article.text + "\n"))
    if coding is not None:
        _lines([(e.date, f"{e.type} {_sides(e)}, {e.status}: “{e.trigger.text}”", e.id) for e in coding.events], out)
        _section("Undertakings", [(None, f"{u.name}: {u.status}", u.id) for u in coding.undertakings], out)
        _section("Facts", [(None, f"{f.text} ({', '.join(f.parties)})", f.id) for f in coding.facts], out)


def _print_fields(fields: Iterable[Field], out: Console) -> None:
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(style="dim", no_wrap=True, min_width=13)
    grid.add_column(ratio=1, overflow="fold")
    for name, value in fields:
        grid.add_row(name, value if isinstance(value, Text) else Text(value))
    out.print(grid)
