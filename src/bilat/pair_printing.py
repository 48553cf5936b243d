"""What commands on a pair's matters, visits and third parties print: every line with the id that it rests on."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilat.model import Status
from bilat.printing import plain, plural
from bilat.relations import Came, Hindrance, Matter, Mention, Milestone, Spell, Triad, TriadKind, Triads, Visit

Label = Callable[[str], str]
Line = tuple[str | None, str, str]

_SHORT = 8  # characters of an id in the last column
_OBSTACLES = 2  # lines of a matter in a list
_TEXTS = 3  # wordings of an obstacle
_MENTIONS = 30
_COMPANIONS = 4
_OUTCOMES = 3
_CAME = {
    kind: n for n, kind in enumerate((Came.AGREEMENT, Came.COOPERATION, Came.PLEDGE, Came.MEETING, Came.STATEMENT))
}
_SENTENCE = 200


def matters_dict(matters: Sequence[Matter], a: str, b: str, as_of: str | None) -> dict[str, Any]:
    """Undertakings as JSON."""
    return {"a": a, "b": b, "as_of": as_of, "undertakings": plain(matters)}


def print_matters(matters: Sequence[Matter], label: Label, out: Console) -> None:
    """A list of undertakings, a few lines each."""
    for n, matter in enumerate(matters):
        if n:
            out.print()
        _head(matter, label, out)
        _lines([*_standing(matter), *_due(matter), *_quiet(matter)], out)


def print_matter(matter: Matter, label: Label, out: Console) -> None:
    """One undertaking with all that is known of it."""
    _head(matter, label, out)
    if matter.aliases:
        out.print(Text(f"also called {', '.join(f'“{name}”' for name in matter.aliases)}"))
    _lines(_quiet(matter), out)
    _section("Status as told over time", [_change(matter, one) for one in matter.history], out)
    _section("Steps", [_step(one, ids=True) for one in matter.milestones], out)
    held = [line for one in matter.obstacles for line in _spells(one)]
    _section("What held or holds it up", held, out)
    _section("Due next", _due(matter), out)
    told = [(one.date, f"{one.status}: “{one.words}”", one.undertaking_id) for one in matter.mentions[-_MENTIONS:]]
    left = len(matter.mentions) - len(told)
    _section(f"Mentions (the last {len(told)} of {len(matter.mentions)})" if left else "Mentions", told, out)


def _head(matter: Matter, label: Label, out: Console) -> None:
    parties = ", ".join(dict.fromkeys(label(code) for code in matter.parties))
    out.print(Text(matter.name, style="bold"))
    out.print(Text(f"{matter.kind} on {matter.issue} of {parties}; {matter.id[:_SHORT]}", style="dim"))


def _standing(matter: Matter) -> list[Line]:
    """The status, and what holds it up still."""
    stated = [one for one in matter.mentions if one.status is matter.status]
    by = matter.history[-1] if matter.history else stated[-1] if stated else matter.mentions[-1]
    word = "status not told" if matter.status == "unknown" else matter.status.value
    lines: list[Line] = [(matter.status_date, word, by.undertaking_id)]
    for one in [one for one in matter.obstacles if one.standing][:_OBSTACLES]:
        texts = ", ".join(f"“{text}”" for text in one.texts[:_TEXTS])
        since = f", first told {one.spells[-1].first}" if one.spells and one.spells[-1].first != one.last else ""
        lines.append((one.last, f"held up by {texts} ({one.kind}){since}", one.undertaking_ids[-1]))
    return lines


def _due(matter: Matter) -> list[Line]:
    return [(one.date, f"due: {_step(one)[1]}", _step(one)[2]) for one in matter.due]


def _quiet(matter: Matter) -> list[Line]:
    last = max((one for one in matter.mentions if one.date), key=lambda one: one.date or "", default=None)
    if last is None or matter.silence is None:
        return [(None, f"told in {_articles(matter)} without a date", matter.mentions[-1].undertaking_id)]
    first = f" since {matter.first}" if matter.first != matter.last else ""
    words = f"last told of, in {_articles(matter)}{first}"
    if matter.silence.articles:
        read = plural(matter.silence.articles, "article")
        words += f"; nothing in {read} of the pair read from the {plural(matter.silence.days, 'day')} after"
    return [(last.date, words, last.undertaking_id)]


def _articles(matter: Matter) -> str:
    return plural(len(matter.article_ids), "article")


def _change(matter: Matter, one: Mention) -> Line:
    """A change of status, with how many mentions bear it out before the next."""
    later = [change.date for change in matter.history if (change.date or "") > (one.date or "")]
    until = later[0] if later else None
    row = [
        other
        for other in matter.mentions
        if other.stated and other.status is one.status and (one.date or "") <= (other.date or "") < (until or "9999")
    ]
    also = f" (told {len(row)} times)" if len(row) > 1 else ""
    return one.date, f"{one.status.value}{also}: “{one.words}”", one.undertaking_id


def _step(one: Milestone, *, ids: bool = False) -> Line:
    how = {Status.PLANNED: " planned", Status.HYPOTHETICAL: " spoken of"}.get(one.status, "")
    if one.step == "deadline":
        how = ""
    basis = " by then" if one.basis == "article" and not how else ""
    told = f" (in {plural(len(one.article_ids), 'article')})" if len(one.article_ids) > 1 else ""
    words = f"{one.step.value}{how}{basis}{told}" + (f": {_cut(one.sentence)}" if ids else f": “{one.words}”")
    cited = [*one.event_ids, *one.undertaking_ids, *one.article_ids]
    return one.date, words, cited[0]


def _spells(one: Hindrance) -> list[Line]:
    texts = ", ".join(f"“{text}”" for text in one.texts[:_TEXTS])
    return [line for spell in one.spells for line in _spell(one, spell, texts)]


def _spell(one: Hindrance, spell: Spell, texts: str) -> list[Line]:
    last = f", told until {spell.last}" if spell.last != spell.first else ""
    since = (
        f"; {plural(spell.since, 'article')} on it since do not name it" if spell.since and not spell.removed else ""
    )
    lines: list[Line] = [(spell.first, f"{one.kind}: {texts}{last}{since}", spell.undertaking_ids[0])]
    if spell.removed:
        by = spell.removed_by[0] if spell.removed_by else spell.undertaking_ids[-1]
        lines.append((spell.removed, f"{one.kind} gone: {spell.how}", by))
    return lines


def visits_dict(visits: Sequence[Visit], a: str, b: str, as_of: str | None) -> dict[str, Any]:
    """Visits as JSON."""
    return {"a": a, "b": b, "as_of": as_of, "visits": plain(visits)}


def print_visits(visits: Sequence[Visit], label: Label, out: Console) -> None:
    """A list of visits, with who came along and what came of each; those ahead at the end."""
    past = [one for one in visits if not one.ahead]
    _lines([line for one in past for line in _visit(one, label)], out)
    _section("Ahead", [line for one in visits if one.ahead for line in _visit(one, label)], out)


def _visit(one: Visit, label: Label) -> list[Line]:
    who = one.name or one.role or (one.level.value if one.level else "a visitor")
    office = f" ({one.role})" if one.name and one.role else ""
    way = f"{label(one.visitor)} to {label(one.host)}" if one.visitor and one.host else "between the two"
    place = f", in {one.place}" if one.place and one.place != label(one.host or "") else ""
    until = f", to {one.until}" if one.until else ""
    basis = ", as reported then" if one.date_basis == "article" else ""
    state = one.called_off if one.called_off and one.status is Status.NEGATED else one.status.value
    state += " once before" if one.called_off and one.status is not Status.NEGATED else ""
    told = f"; {plural(len(one.article_ids), 'article')}"
    cited = (*one.event_ids, *one.called_off_by)
    lines: list[Line] = [(one.date, f"{who}{office}, {way}{place}{until}: {state}{basis}{told}", cited[0])]
    for companion in one.companions[:_COMPANIONS]:
        words = f"{companion.name}, {companion.words}" if companion.name else companion.words
        lines.append(("", f"  with {words}", companion.event_ids[0]))
    came = sorted(one.outcomes, key=lambda outcome: (_CAME[outcome.kind], outcome.date or ""))
    for outcome in came[:_OUTCOMES]:
        lines.append(("", f"  {outcome.kind} {outcome.date or ''}: {_cut(outcome.sentence)}", outcome.event_ids[0]))
    if len(came) > _OUTCOMES:
        lines.append(
            (
                "",
                f"  and {len(came) - _OUTCOMES} more of its articles and days; --json has all",
                came[_OUTCOMES].event_ids[0],
            )
        )
    return lines


_PARTS = {
    TriadKind.SANCTIONS: "Sanctions on one over the other",
    TriadKind.PRESSURE: "Pressure on one over the other",
    TriadKind.MEDIATION: "Mediation",
    TriadKind.OBSTACLE: "Named in what holds up their undertakings",
    TriadKind.PARTNER: "A part in their undertakings",
    TriadKind.COMMON_ENEMY: "Common enemy: both in conflict with it",
    TriadKind.PATRON: "Aid to both",
}

_GROUPS = {"REB": "armed groups", "UAF": "unidentified armed forces"}


def triads_dict(triads: Triads, a: str, b: str, as_of: str | None) -> dict[str, Any]:
    """Triads as JSON, with the heads of the articles that their evidence stands in."""
    return {"a": a, "b": b, "as_of": as_of, "triads": plain(triads.lines), "articles": plain(triads.articles)}


def print_triads(triads: Triads, label: Label, out: Console) -> None:
    """Third parties by what they are to the pair, each with the sentences that show it."""
    for kind, title in _PARTS.items():
        lines = [line for one in triads.lines if one.kind is kind for line in _triad(one, label)]
        _section(title, lines, out)


def _triad(one: Triad, label: Label) -> list[Line]:
    on = f", on {label(one.on[0])}" if len(one.on) == 1 else ""
    told = plural(one.stories, "story").replace("storys", "stories")
    since = f" since {one.first}" if one.first != one.last else ""
    ids = [proof.id for proof in one.evidence] or [*one.event_ids, *one.undertaking_ids]
    name = _GROUPS.get(one.code) or label(one.code)
    lines: list[Line] = [(one.last, f"{name}{on}: {told}{since}, strength {one.strength:g}", ids[0])]
    return [
        *lines,
        *(("", f"  {proof.date or 'no date'}: {_cut(proof.sentence.text)}", proof.id) for proof in one.evidence),
    ]


def _cut(sentence: str) -> str:
    words = " ".join(sentence.split())
    return words if len(words) <= _SENTENCE else words[: _SENTENCE - 1].rstrip() + "…"


def _section(title: str, lines: Sequence[Line], out: Console) -> None:
    if lines:
        out.print(f"\n{title}", style="bold")
        _lines(lines, out)


def _lines(lines: Iterable[Line], out: Console) -> None:
    """Date, words and id; what does not fit into the line goes on under its words."""
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(style="dim", no_wrap=True, min_width=10)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(style="dim", no_wrap=True, width=_SHORT)
    for date, words, id in lines:
        grid.add_row("no date" if date is None else date, Text(words), Text(id[:_SHORT]))
    out.print(grid)
