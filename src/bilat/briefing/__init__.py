"""A dyad's brief: what it says (:func:`compose`), and how it is written down.

``html``, ``markdown`` and ``as_json`` give text, ``pdf`` and ``docx`` bytes; ``card`` makes the one-page card of a brief.
"""

from bilat.briefing.brief import Atlas, Brief, Count, Dot, Month, Peak, Quote, Section, Statement, Timeline
from bilat.briefing.card import card
from bilat.briefing.citations import Citation
from bilat.briefing.compose import chapters, compose
from bilat.briefing.desk import LEAST, retold, trusted
from bilat.briefing.markdown import markdown
from bilat.briefing.pdf import pdf
from bilat.briefing.render import as_dict, as_json, html
from bilat.briefing.sections import CHAPTERS, Chapter
from bilat.briefing.turned import MOST_TURNS, Turned


def docx(brief: Brief) -> bytes:
    """The brief as the bytes of a Word document; see :mod:`bilat.briefing.word`."""
    from bilat.briefing import word  # python-docx takes a while to load, and most briefs are read elsewhere

    return word.docx(brief)


__all__ = [
    "CHAPTERS",
    "LEAST",
    "MOST_TURNS",
    "Atlas",
    "Brief",
    "Chapter",
    "Citation",
    "Count",
    "Dot",
    "Month",
    "Peak",
    "Quote",
    "Section",
    "Statement",
    "Timeline",
    "Turned",
    "as_dict",
    "as_json",
    "card",
    "chapters",
    "compose",
    "docx",
    "html",
    "markdown",
    "pdf",
    "retold",
    "trusted",
]
