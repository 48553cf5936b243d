"""A dyad's brief: what it says (:func:`compose`), and how it is written down (``html``, ``markdown``, ``as_json``)."""

from bilat.briefing.brief import Atlas, Brief, Count, Dot, Month, Peak, Quote, Section, Statement, Timeline
from bilat.briefing.citations import Citation
from bilat.briefing.compose import compose
from bilat.briefing.markdown import markdown
from bilat.briefing.render import as_dict, as_json, html

__all__ = [
    "Atlas",
    "Brief",
    "Citation",
    "Count",
    "Dot",
    "Month",
    "Peak",
    "Quote",
    "Section",
    "Statement",
    "Timeline",
    "as_dict",
    "as_json",
    "compose",
    "html",
    "markdown",
]
