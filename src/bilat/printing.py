"""What commands print: tables for a terminal, plain values for a program."""

import dataclasses
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilat.coding.parse import load_parser
from bilat.model import Article, Coding, Event, Fact, Party, Quad, Undertaking
from bilat.output import article_dict, as_dict, event_dict, fact_dict, undertaking_dict
from bilat.pipeline import Tally
from bilat.record import Dyad
from bilat.relations import History

_BAR = 24  # characters of the widest bar
Thing = Article | Event | Undertaking | Fact


def parser_name() -> str:
    """The parsing model and its version, for the record's runs."""
    meta = load_parser().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def plural(n: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "article"), plural(2, "article")
    ('1 article', '2 articles')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def tally_line(tally: Tally, record: Path) -> str:
    """The last line of a run of ``bilat read``."""
    known = f" ({plural(tally.known, 'article')} known already)" if tally.known else ""
    found = f"{plural(tally.events, 'event')}, {plural(tally.undertakings, 'undertaking')}, {plural(tally.facts, 'fact')}"
    return f"{plural(tally.added, 'article')} added to {record}{known}: {found}"


def tally_dict(tally: Tally) -> dict[str, int]:
    """The counts of a run."""
    return dataclasses.asdict(tally)


def figures_text(figures: Mapping[str, Any], indent: int = 0) -> str:
    """Measures as lines, the nested ones indented."""
    lines = []
    for key, value in figures.items():
        if isinstance(value, Mapping):
            flat = all(not isinstance(v, Mapping) for v in value.values())
            inner = "  ".join(f"{k} {v}" for k, v in value.items()) if flat else ""
            lines.append(" " * indent + f"{key:<18}{inner}" if flat else " " * indent + f"{key}\n{figures_text(value, indent + 2)}")
        else:
            lines.append(" " * indent + f"{key:<18}{'-' if value is None else value}")
    return "\n".join(lines)


def plain(value: Any) -> Any:
    """Values of any record as plain JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
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
    if not dyad.events and not history.undertakings:
        out.print(f"{title}: the record has nothing on this pair" + (" in this time." if dyad.since or dyad.until else "."), markup=False)
        return
    seen = history.sources
    outlets = len(seen.outlets)
    out.print(f"{title}: {plural(len(dyad.events), 'assertion')} in {plural(seen.articles, 'article')} from {plural(outlets, 'outlet')}", style="bold")
    _print_series(history, out)
    if history.visits:
        out.print("\nVisits", style="bold")
        for visit in history.visits[-12:]:
            who = visit.name or visit.role or visit.level or "a delegation"
            way = f"{label(visit.visitor)} to {label(visit.host)}" if visit.visitor and visit.host else "between the two"
            _line(out, visit.date, f"{who}, {way}, {visit.status}", visit.event_ids[0])
    if history.undertakings:
        out.print("\nUndertakings", style="bold")
        for matter in history.undertakings[:12]:
            held = "; held up by " + ", ".join(o.texts[0] for o in matter.obstacles) if matter.obstacles else ""
            _line(out, matter.last, f"{matter.name}: {matter.status}{held}", matter.undertaking_ids[-1])
    events = {e.event.id: e.event for e in dyad.events}
    if history.latest:
        out.print("\nLatest", style="bold")
        for one in history.latest:
            event = events[one.event_ids[0]]
            sides = " and ".join(p.code for p in event.actors) + (" > " + ", ".join(p.code for p in event.recipients) if event.recipients else "")
            _line(out, one.date, f"{one.type} {sides}: {event.sentence.text}", event.id)


def _print_series(history: History, out: Console) -> None:
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for name in ("period", "net", "coop verbal", "material", "confl verbal", "material", "planned", "articles"):
        table.add_column(name, justify="left" if name == "period" else "right", no_wrap=True)
    table.add_column("", no_wrap=True)
    busy = [p for p in history.series.periods if p.happenings or p.planned or p.articles]
    top = max((abs(p.score) for p in busy), default=0) or 1
    for period in busy:
        counts = [str(period.quads.get(q, 0) or "") for q in Quad]
        bar = Text("█" * max(1, round(_BAR * abs(period.score) / top)) if period.score else "", style="green" if period.score > 0 else "red")
        table.add_row(period.label, f"{period.score:+.1f}", *counts, str(period.planned or ""), str(period.articles or ""), bar)
    out.print(table)


def _line(out: Console, date: str | None, words: str, id: str) -> None:
    out.print(Text.assemble((f"  {date or 'no date':<12}", "dim"), words, (f"  [{id[:8]}]", "dim")))


def thing_dict(found: Thing, coding: Coding | None) -> dict[str, Any]:
    """A line of the record as JSON, with what it is."""
    if isinstance(found, Article):
        return {"kind": "article", **(as_dict(coding) if coding else article_dict(found))}
    if isinstance(found, Event):
        return {"kind": "event", "article": found.article_id, **event_dict(found)}
    if isinstance(found, Undertaking):
        return {"kind": "undertaking", "article": found.article_id, **undertaking_dict(found)}
    return {"kind": "fact", "article": found.article_id, **fact_dict(found)}


def print_thing(found: Thing, article: Article | None, coding: Coding | None, out: Console) -> None:
    """A line of the record in the terminal."""
    if isinstance(found, Article):
        _print_article(found, coding, out)
        return
    if isinstance(found, Event):
        _print_event(found, out)
    else:
        out.print(Text(f"{type(found).__name__.lower()} {found.id}", style="bold"))
        for key, value in thing_dict(found, None).items():
            if key not in {"kind", "id", "article", "start", "end", "span"}:
                _field(out, key, value)
    if article is not None:
        _field(out, "article", f"{article.id}: {article.title or 'no title'}")
        _field(out, "from", f"{article.outlet or 'no outlet'}, {article.date or 'no date'} ({article.date_basis or article.date_reason}), {article.origin}")


def _print_event(event: Event, out: Console) -> None:
    out.print(Text(f"event {event.id}", style="bold"))
    mode = f", {event.mode}" if event.mode else ""
    reasons = dict(event.reasons)
    _field(out, "type", f"{event.type}{mode} ({event.type.quad}); {reasons.get('type', '')}")
    shown = Text(event.sentence.text)
    at = event.trigger.start - event.sentence.start
    shown.stylize("bold reverse", at, at + len(event.trigger.text))
    out.print(Text.assemble(f"  {'sentence':<14}", shown))
    _field(out, "characters", f"{event.sentence.start} to {event.sentence.end}; trigger {event.trigger.text!r} {event.trigger.start} to {event.trigger.end}")
    for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
        for party in parties:
            _field(out, side, _party(party))
    _field(out, "status", f"{event.status}; {reasons.get('status', '')}")
    _field(out, "issues", f"{', '.join(event.issues)}; {reasons.get('issues', '')}")
    _field(out, "date", f"{event.date or 'null'}; {reasons.get('date', '')}")
    place = event.place
    _field(out, "place", f"{place.text} ({place.country}); {place.reason}" if place else f"null; {reasons.get('place', '')}")
    said = event.attributed_to
    _field(out, "attributed to", f"{_party(said)}; {reasons.get('attributed_to', '')}" if said else f"null; {reasons.get('attributed_to', '')}")
    _field(out, "confidence", "null; no calibrated model has judged it" if event.confidence is None else f"{event.confidence:.2f}")


def _party(party: Party) -> str:
    where = f", characters {party.span.start} to {party.span.end}" if party.span else ""
    return f"{party.code or 'no code'}: {party.text!r}{where}; {party.reason}"


def _print_article(article: Article, coding: Coding | None, out: Console) -> None:
    out.print(Text(f"article {article.id}: {article.title or 'no title'}", style="bold"))
    _field(out, "outlet", article.outlet or "null")
    _field(out, "date", f"{article.date or 'null'}; {article.date_reason}")
    _field(out, "from", article.url or article.origin)
    for link in article.links:
        _field(out, "link", link.text)
    out.print(Text("\n" + article.text + "\n"))
    for event in coding.events if coding else ():
        sides = ", ".join(p.code for p in event.actors) + (" > " + ", ".join(p.code for p in event.recipients) if event.recipients else "")
        _line(out, event.date, f"{event.type} {sides}, {event.status}: “{event.trigger.text}”", event.id)
    for item in coding.undertakings if coding else ():
        _line(out, None, f"undertaking {item.name}: {item.status}", item.id)
    for fact in coding.facts if coding else ():
        _line(out, None, f"fact {fact.text} ({', '.join(fact.parties)})", fact.id)


def _field(out: Console, name: str, value: Any) -> None:
    words = ", ".join(map(str, value)) if isinstance(value, list) and all(not isinstance(v, dict) for v in value) else value
    if isinstance(words, list):
        words = "; ".join(str(v.get("text", v)) + (f" ({v['kind']})" if "kind" in v else "") for v in words) or "none"
    if isinstance(words, dict):
        words = "; ".join(f"{k}: {v}" for k, v in words.items())
    out.print(Text(f"  {name:<14}{words}"))
