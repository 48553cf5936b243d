"""Articles and texts: a report that many outlets print is one text."""

from collections.abc import Iterable, Mapping

from bilat.record import ArticleHead


def texts(ids: Iterable[str], heads: Mapping[str, ArticleHead]) -> tuple[str, ...]:
    """One article for each text among some articles: the canonical one where it is among them, else the first."""
    found: dict[str, str] = {}
    for id in ids:
        text = heads[id].copy_of or id
        if text == id or text not in found:
            found[text] = id
    return tuple(found.values())
