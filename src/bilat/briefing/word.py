"""A brief as a Word document (.docx): real headings, lists and tables, citations as links to a numbered list of sources.

It holds no macro, no field that is worked out on opening and nothing that is fetched: the only relations to the outside are
hyperlinks to http and https addresses, which a reader must click.
"""

import io
from typing import Any

import docx as word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bilat.briefing import wording
from bilat.briefing.brief import Brief, Count, Section, Statement, Timeline
from bilat.briefing.citations import Citation
from bilat.briefing.render import basis, remarks, safe_url, span_of
from bilat.model import Quad

MOST_PERIODS = 60
"""Periods of the timeline that the table has, the last ones."""

_SOFT = RGBColor(0x59, 0x62, 0x6B)
_LINK = RGBColor(0x1C, 0x5A, 0x7A)


def docx(brief: Brief) -> bytes:
    """The brief as the bytes of a .docx file."""
    document = word.Document()
    _set_up(document, brief)
    document.add_heading(wording.safe(brief.title), 0)
    _paragraph(document, span_of(brief), "Subtitle")
    for section in brief.sections:
        _section(document, section, 1)
    document.add_heading("Sources", 1)
    _paragraph(document, "Each sentence is verbatim; bilat show with an id prints its line of the record.", "Note")
    for citation in brief.citations:
        _source(document, citation)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, brief: Brief) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(1.5 if brief.card else 2)
    about = document.core_properties
    about.title, about.author, about.comments, about.language = wording.safe(brief.title), "bilat", "", "en"
    document.styles["Normal"].font.size = Pt(8 if brief.card else 10)
    note = document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = document.styles["Normal"]
    note.font.size, note.font.italic, note.font.color.rgb = Pt(8.5), True, _SOFT


def _paragraph(parent: Any, text: str, style: str) -> Any:
    return parent.add_paragraph(wording.safe(text), style=style)


def _section(document: Any, section: Section, level: int) -> None:
    badge = f" ({section.badge})" if section.badge else ""
    document.add_heading(wording.safe(section.title + badge), min(level, 9))
    for note in section.notes:
        _paragraph(document, note, "Note")
    if section.counts:
        _table(document, section.counted, section.counts)
    if isinstance(section.figure, Timeline):
        _periods(document, section.figure)
    for one in section.statements:
        _statement(document, one)
    for part in section.parts:
        _section(document, part, level + 1)
    if section.rule:
        _paragraph(document, section.rule, "Note")


def _statement(document: Any, one: Statement, style: str = "List Bullet") -> None:
    line = document.add_paragraph(style=style)
    head = ", ".join(filter(None, (one.label, one.when)))
    if head:
        line.add_run(wording.safe(head) + ": ").bold = True
    if one.status:
        line.add_run(wording.safe(one.status) + ": ").italic = True
    line.add_run(wording.safe(one.text))
    if one.tags:
        line.add_run(" [" + wording.safe(", ".join(one.tags)) + "]").font.color.rgb = _SOFT
    for number in one.citations:
        line.add_run(" ")
        _link(line, f"[{number}]", anchor=f"c{number}")
    if one.more:
        line.add_run(f" and {one.more:,} more")
    if one.quote:
        quote = document.add_paragraph(style="Quote")
        quote.paragraph_format.left_indent = Cm(1.2)
        quote.add_run(wording.safe(one.quote.text))
        quote.add_run(" ")
        _link(quote, f"[{one.quote.citation}]", anchor=f"c{one.quote.citation}")
    for each in one.under:
        _statement(document, each, "List Bullet 2")


def _link(line: Any, text: str, *, anchor: str = "", url: str = "") -> None:
    """A link to a place in the document, or to an address that was found safe."""
    link = OxmlElement("w:hyperlink")
    if url:
        link.set(qn("r:id"), line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), anchor)
    run = line.add_run(text)
    run.font.color.rgb = _LINK
    link.append(run._r)
    line._p.append(link)


def _table(document: Any, head: str, counts: tuple[Count, ...]) -> None:
    table = document.add_table(rows=1, cols=3, style="Light List")
    _row(table.rows[0], (head, "Figure", "Of which, or why"))
    for one in counts:
        _row(table.add_row(), (f"Take care: {one.label}" if one.warning else one.label, one.value, one.note))


def _row(row: Any, cells: tuple[str, ...]) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        cell.text = wording.safe(text)


def _periods(document: Any, figure: Timeline) -> None:
    """The chart's figures; periods in which nothing took place are left out."""
    busy = [month for month in figure.months if month.done or month.planned]
    if len(busy) > MOST_PERIODS:
        _paragraph(document, f"The last {MOST_PERIODS} of {len(busy):,} periods with an act.", "Note")
    table = document.add_table(rows=1, cols=6, style="Light List")
    _row(table.rows[0], (figure.by, *(quad.value.replace("-", " ") for quad in Quad), "planned"))
    for month in busy[-MOST_PERIODS:]:
        done = dict(month.done)
        planned = sum(number for _, number in month.planned)
        _row(table.add_row(), (month.label, *(str(done.get(quad, 0)) for quad in Quad), str(planned)))


def _source(document: Any, one: Citation) -> None:
    line = document.add_paragraph()
    line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(1), Cm(-1)
    _bookmark(line, one.number)
    date = f"{wording.day(one.date)} ({basis(one)})" if one.date else "undated"
    head = ", ".join([one.outlet or "no outlet named", date, *([one.title] if one.title else [])])
    line.add_run(wording.safe(head)).bold = True
    line.add_run(". " + wording.safe(one.sentence) + " ")
    url = safe_url(one.url)
    if url:
        _link(line, wording.safe(url), url=url)
    else:
        line.add_run(wording.safe(one.origin))
    line.add_run(wording.safe(" · ".join(("", " ".join(one.ids), *remarks(one))))).font.color.rgb = _SOFT


def _bookmark(line: Any, number: int) -> None:
    """The source's number, as what the links of its citations lead to."""
    for kind in ("start", "end"):
        mark = OxmlElement(f"w:bookmark{kind.capitalize()}")
        mark.set(qn("w:id"), str(number))
        if kind == "start":
            mark.set(qn("w:name"), f"c{number}")
        line._p.append(mark)
        if kind == "start":
            line.add_run(f"{number}. ")
