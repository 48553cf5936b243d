"""A brief as Markdown (CommonMark), with whatever an article says made inert."""

import re
from collections.abc import Iterator

from bilat.briefing import wording
from bilat.briefing.brief import Brief, Count, Section, Statement, Timeline
from bilat.briefing.citations import Citation
from bilat.briefing.render import basis, remarks, safe_url, span_of
from bilat.model import Quad

_SPECIAL = re.compile(r"([\\`*_\[\]|~>$])")
_OPENS = re.compile(r"^(\s*)(?:([#+\-=])|(\d+)([.)]))")
"""What makes a block of a line that begins with it: headings, lists, rules."""


def markdown(brief: Brief) -> str:
    """The brief as Markdown."""
    lines = [f"# {escaped(brief.title)}", "", span_of(brief), ""]
    for section in brief.sections:
        lines += _section(section, 2)
    lines += ["## Sources", ""]
    lines += [line for citation in brief.citations for line in _source(citation)]
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(text: str, *, within: bool = False) -> str:
    """Text on one line in which nothing is markup: every sign that could be is escaped, angle brackets are entities.

    Args:
        within: Whether it stands inside a line, where what makes a block of a line's beginning means nothing.
    """
    line = wording.safe(text).replace("&", "&amp;").replace("<", "&lt;")
    line = _SPECIAL.sub(r"\\\1", line).replace("\\>", "&gt;")
    if within:
        return line
    return _OPENS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", line)


def _section(section: Section, level: int) -> Iterator[str]:
    badge = f" ({escaped(section.badge)})" if section.badge else ""
    yield from (f"{'#' * level} {escaped(section.title)}{badge}", "")
    for note in section.notes:
        yield from (escaped(note), "")
    if section.rule:
        yield from (f"*{escaped(section.rule)}*", "")
    if section.counts:
        yield from (*map(_count, section.counts), "")
    if isinstance(section.figure, Timeline):
        yield from _table(section.figure)
    if section.statements:
        yield from (*map(_statement, section.statements), "")
    for part in section.parts:
        yield from _section(part, level + 1)


def _count(one: Count) -> str:
    note = f" ({escaped(one.note, within=True)})" if one.note else ""
    strong = "**" if one.warning else ""
    return f"- {escaped(one.label)}: {strong}{escaped(one.value, within=True)}{strong}{note}"


def _statement(one: Statement, indent: str = "") -> str:
    head = ", ".join(filter(None, (one.label, one.when)))
    when = f"**{escaped(head)}**: " if head else ""
    status = f"*{escaped(one.status)}*: " if one.status else ""
    tags = f" \\[{escaped(', '.join(one.tags))}\\]" if one.tags else ""
    more = f" and {one.more:,} more" if one.more else ""
    numbers = "".join(f"[{number}]" for number in one.citations)
    quote = f"\n{indent}  > {escaped(one.quote.text)} [{one.quote.citation}]" if one.quote else ""
    under = "".join(f"\n{_statement(each, indent + '  ')}" for each in one.under)
    return (
        f"{indent}- {when}{status}{escaped(one.text, within=bool(when or status))}{tags} {numbers}{more}{quote}{under}"
    )


def _table(figure: Timeline) -> Iterator[str]:
    """The chart's figures; periods in which nothing took place are left out."""
    yield f"| {figure.by} | {' | '.join(quad.value.replace('-', ' ') for quad in Quad)} | planned |"
    yield "|---" + "|---:" * 5 + "|"
    for month in figure.months:
        done = dict(month.done)
        planned = sum(number for _, number in month.planned)
        if done or planned:
            cells = [str(done.get(quad, 0)) for quad in Quad]
            yield f"| {month.label} | {' | '.join(cells)} | {planned} |"
    yield ""


def _source(one: Citation) -> Iterator[str]:
    date = f"{wording.day(one.date)} ({basis(one)})" if one.date else "undated"
    head = [one.outlet or "no outlet named", date, *([one.title] if one.title else [])]
    url = safe_url(one.url)
    where = f"<{url.replace('<', '%3C').replace('>', '%3E')}>" if url else f"{escaped(one.origin)}"
    yield f"**[{one.number}]** {escaped(' · '.join(head))}"
    yield f"> {escaped(one.sentence)}"
    yield ""
    yield " · ".join([where, f"bilat show {escaped(' '.join(one.ids))}", *map(escaped, remarks(one))])
    yield ""
