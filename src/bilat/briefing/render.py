"""A brief written down: one self-contained HTML page, Markdown, or JSON.

The page needs no network and no script, and its content policy allows none: what an article says stays text. Only http
and https addresses become links.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from bilat.briefing import wording
from bilat.briefing.brief import Atlas, Brief, Quote, Section, Timeline
from bilat.briefing.charts import timeline_svg
from bilat.briefing.citations import Citation
from bilat.briefing.maps import map_svg

SCHEMA = "bilat-brief/1"

_BASIS = {
    "given": "given with the article",
    "metadata": "from the page's metadata",
    "url": "from its address",
    "text": "from its text",
    "crawl": "day on which the page was fetched",
}


def html(brief: Brief) -> str:
    """The brief as one HTML page."""
    return _environment().get_template("brief.html.j2").render(brief=brief, rows=_rows(brief))


def as_dict(brief: Brief) -> dict[str, Any]:
    """The brief as plain values, its shape stable within a schema.

    ``schema``, ``a``, ``b`` ({code, name}), ``since``, ``until``, ``newest``; ``sections``, each with ``key``,
    ``title``, ``badge``, ``notes``, ``counts`` ({label, value, note, warning}), ``statements`` ({text, citations, when,
    date, tags, quote: {text, mark, citation, language} or null, more}), ``parts`` (sections again) and ``figure`` (the
    data of the timeline or map, or null); ``citations`` ({number, ids, article_id, outlet, date, date_basis, title,
    sentence, url, origin, language, copies, corrects}). A statement's ``citations`` are numbers of these.
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


def pictures(section: Section) -> list[tuple[str, Markup]]:
    """A section's picture for wide and for narrow screens: (class, SVG), none where there is nothing to draw."""
    figure = section.figure
    if isinstance(figure, Timeline):
        drawn = [timeline_svg(figure, uid="tw"), timeline_svg(figure, width=360, height=300, uid="tn")]
    elif isinstance(figure, Atlas):
        drawn = [map_svg(figure, uid="mw"), map_svg(figure, width=360, tallest=420, labels=6, flattest=0.8, uid="mn")]
    else:
        drawn = []
    # Both are made here, from escaped parts; nothing of an article reaches them unescaped.
    return [(kind, Markup(one)) for kind, one in zip(("wide", "narrow"), drawn, strict=False) if one]


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
        "remarks": remarks,
        "marked": marked,
        "pictures": pictures,
        "plain": wording.plain,
    }
    environment.globals["counted"] = wording.counted
    return environment
