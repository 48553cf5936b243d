"""A brief written down: one self-contained HTML page, Markdown, or JSON.

The page needs no network and no script, and its content policy allows none: what an article says stays text. Only http
and https addresses become links.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from bilat.briefing import wording
from bilat.briefing.brief import Atlas, Brief, Quote, Section, Timeline
from bilat.briefing.charts import timeline_svg
from bilat.briefing.citations import Citation
from bilat.briefing.maps import map_svg

SCHEMA = "bilat-brief/2"

_BASIS = {
    "given": "given with the article",
    "metadata": "from the page's metadata",
    "url": "from its address",
    "text": "from its text",
    "crawl": "day on which the page was fetched",
}


def html(brief: Brief, *, paper: bool = False, size: float | None = None) -> str:
    """The brief as one HTML page.

    Args:
        paper: For printing to PDF: numbered pages, contents with page numbers, pictures that carry their own colours.
        size: Of a card's letters, in points.
    """
    template = _environment().get_template("brief.html.j2")
    told = {one.quote.citation for part in brief.sections for one in part.every_statement() if one.quote}
    return template.render(brief=brief, rows=_rows(brief), paper=paper, size=size, told=told if paper else ())


def as_dict(brief: Brief) -> dict[str, Any]:
    """The brief as plain values, its shape stable within a schema.

    ``schema``, ``a``, ``b`` ({code, name}), ``since``, ``until``, ``newest``, ``as_of``, ``day``, ``card``; ``sections``,
    each with ``key``, ``title``, ``badge``, ``notes``, ``rule``, ``counts`` ({label, value, note, warning}), ``counted``,
    ``statements`` ({text, citations, when, date, tags, quote: {text, mark, citation, language} or null, more, label,
    status, short, under: statements}), ``parts`` (sections again) and ``figure`` (the data of the timeline or map, or
    null); ``citations`` ({number, ids, article_id, start, end, outlet, date, date_basis, title, sentence, url, origin,
    language, copies, corrects}). A statement's ``citations`` are numbers of these; start and end are the sentence's
    characters in its article's text.
    """
    plain: dict[str, Any] = asdict(brief)
    sides = {side: {"code": code, "name": name} for side, (code, name) in (("a", brief.a), ("b", brief.b))}
    return {"schema": SCHEMA, **plain, **sides}


def as_json(brief: Brief) -> str:
    """The brief as JSON, see :func:`as_dict`."""
    return json.dumps(as_dict(brief), ensure_ascii=False, indent=1) + "\n"


def safe_url(url: str | None) -> str | None:
    """An address that may become a link: http or https, with a host, and without spaces or control characters.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if not url or any(sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf") for sign in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def span_of(brief: Brief) -> str:
    """What a brief covers, in a line."""
    asked = [
        f"since {wording.day(brief.since)}" if brief.since else "",
        f"until {wording.day(brief.until)}" if brief.until else "",
    ]
    parts = [part for part in asked if part]
    newest = f"newest article {wording.day(brief.newest)}" if brief.newest else "no dated article of the two"
    seen = f"as of {wording.day(brief.as_of)}" if brief.as_of else ""
    what = "A card from the record" if brief.card else "A brief from the record"
    return f"{what}, {', '.join([*parts, *filter(None, [seen]), newest])}. Numbers in brackets are sources."


def remarks(citation: Citation) -> tuple[str, ...]:
    """What a reader should know of a source: that others printed it too, that it takes another's place."""
    also = f"the same text in {wording.counted(citation.copies, 'other article')}" if citation.copies else None
    return tuple(filter(None, (also, *citation.corrects)))


def basis(citation: Citation) -> str:
    """Where a citation's date comes from, in words."""
    return _BASIS.get(citation.date_basis.value, "") if citation.date_basis else ""


def marked(quote: Quote) -> Markup:
    """A quote with the words marked that name the act."""
    if quote.mark is None:
        return escape(quote.text)
    start, end = quote.mark
    before, words, after = quote.text[:start], quote.text[start:end], quote.text[end:]
    return Markup("{}<mark>{}</mark>{}").format(before, words, after)


def pictures(section: Section, paper: bool) -> list[tuple[str, Markup]]:
    """A section's picture for wide and for narrow screens: (class, SVG), none where there is nothing to draw.

    On paper it is one picture, with its colours in it: a PDF's drawing of SVG does not see the page's style.
    """
    figure = section.figure
    if isinstance(figure, Timeline):
        drawn = [timeline_svg(figure, uid="tw"), timeline_svg(figure, width=360, height=300, uid="tn")]
    elif isinstance(figure, Atlas):
        drawn = [map_svg(figure, uid="mw"), map_svg(figure, width=360, tallest=420, labels=6, flattest=0.8, uid="mn")]
    else:
        drawn = []
    # Both are made here, from escaped parts; nothing of an article reaches them unescaped.
    if paper:
        return [("wide", Markup(one.replace(">", f"><style>{paper_colours()}</style>", 1))) for one in drawn[:1] if one]
    return [(kind, Markup(one)) for kind, one in zip(("wide", "narrow"), drawn, strict=False) if one]


@cache
def paper_colours() -> str:
    """The style of the pictures with the light colours written out, for what knows no variables."""
    style = resources.files("bilat.briefing").joinpath("templates/style.css.j2").read_text("utf-8")
    colours = dict(re.findall(r"(--[\w-]+): (#\w+);", style.split("}", 1)[0]))
    rules = style.split("/* pictures */")[1].split("/* end of pictures */")[0]
    # Letters are drawn over their halo in a browser and under it elsewhere.
    plain = re.sub(r"paint-order: stroke; stroke: [^;]+; stroke-width: [^;]+; stroke-linejoin: \w+;", "", rules)
    return re.sub(r"var\((--[\w-]+)\)", lambda found: colours[found[1]], plain)


def _css(text: str) -> str:
    """Text within a string of a style sheet: what could end it, or begin a mark of HTML, is left out."""
    return re.sub(r"[^\w ,.'’-]", "", text)


def _rows(brief: Brief) -> Mapping[int, str | None]:
    """The link of each citation, null where it has none."""
    return {one.number: safe_url(one.url) for one in brief.citations}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bilat.briefing", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": wording.day,
        "basis": basis,
        "css": _css,
        "remarks": remarks,
        "marked": marked,
        "pictures": pictures,
        "plain": wording.plain,
    }
    environment.globals["counted"] = wording.counted
    return environment
