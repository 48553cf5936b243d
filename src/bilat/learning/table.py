"""Proposals for a terminal: a line for each, under it what contradicts it, what the lexicon has, and the sentences."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bilat.learning.proposals import Evidence, Proposal


def print_proposals(proposals: Sequence[Proposal], out: Console) -> None:
    """Prints proposals, those with the most articles first."""
    for number, one in enumerate(proposals):
        if number:
            out.print()
        out.print(_heading(one))
        for line in _lines(one):
            out.print(Padding(line, (0, 0, 0, 2)))


def _heading(one: Proposal) -> Text:
    also = f" (also {', '.join(one.also)})" if one.also else ""
    code = one.code or "code not settled"
    return Text.assemble((one.name, "bold"), f"{also}: {one.office}, ", (code, "bold" if one.code else "bold yellow"))


def _lines(one: Proposal) -> list[Text]:
    seen = f"seen from {one.since} to {one.last}" if one.since else "in articles without a date"
    told = f"{_counted(one.articles, 'article')} from {_counted(one.outlets, 'outlet')}, {seen}"
    against = [f"{c.code} ({', '.join(c.roles)}) in {_counted(c.articles, 'article')}" for c in one.contradicting]
    lines = [Text(told, style="dim")]
    if against:
        lines.append(Text(f"{'but' if one.code else 'between'} {'; '.join(against)}", style="yellow"))
    lines += [Text(remark, style="cyan") for remark in one.lexicon]
    return [*lines, *map(_sentence, one.evidence)]


def _sentence(one: Evidence) -> Text:
    quoted = Text(" ".join(one.sentence.text.split()))
    name = " ".join(one.span.text.split())
    at = quoted.plain.find(name)
    if at >= 0:
        quoted.stylize("bold", at, at + len(name))
    source = f"{one.outlet or 'no outlet'}, {one.date or 'no date'}, {one.article_id}: "
    return Text.assemble((source, "dim"), quoted)


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
