"""A brief as PDF, by WeasyPrint (the extra ``pdf``), which is let to fetch nothing."""

from typing import Any, NoReturn

from bilat.briefing.brief import Brief
from bilat.briefing.render import html
from bilat.errors import MissingExtra

SIZES = (7.75, 7.25, 6.75, 6.25, 5.75)
"""Points of a card's letters, the largest first: the first that fits one page is taken."""


def pdf(brief: Brief) -> bytes:
    """The brief as numbered A4 pages with links within and to the sources; a card as one page.

    Raises:
        MissingExtra: WeasyPrint is not installed.
    """
    document = _document(brief)
    return bytes(document.write_pdf())


def _document(brief: Brief) -> Any:
    """The laid-out pages."""
    if not brief.card:
        return _laid_out(html(brief, paper=True))
    for size in SIZES:
        document = _laid_out(html(brief, paper=True, size=size))
        if len(document.pages) == 1:
            break
    return document


def _laid_out(page: str) -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # an OSError where Pango is not on the machine
        what = f"PDF needs WeasyPrint: {error}"
        raise MissingExtra(what, hint='pip install "bilat[pdf]", and the library Pango of your system') from error
    return weasyprint.HTML(string=page, url_fetcher=_refused).render()


def _refused(url: str, *_: object, **__: object) -> NoReturn:
    """Nothing in a brief is to be fetched, whatever an article's text made of it."""
    raise ValueError(f"nothing is fetched: {url}")
