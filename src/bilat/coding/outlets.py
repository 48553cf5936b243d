"""The toponyms of many articles: each read with what its outlet's other articles show of where that is at home."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bilat.coding.locality import Locality, learn, of_outlet
from bilat.coding.resolving import resolve, sure_places
from bilat.lexicon.gazetteer import Entry, Gazetteer


@dataclass(frozen=True, slots=True)
class Toponyms:
    """The place names of one article, its text, and its outlet's name or domain."""

    names: Sequence[str]
    text: str
    outlet: str | None = None


def resolve_articles(articles: Sequence[Toponyms], gazetteer: Gazetteer) -> list[list[Entry | None]]:
    """The places that the names of articles mean, in their order; the order of the articles does not matter.

    Two passes: the first takes each article alone and shows where every outlet's places lie, the second reads the
    articles again with that (Lieberman, Samet and Sankaranarayanan 2010 learn an outlet's local lexicon so).
    """
    localities = learn_localities(articles, gazetteer)
    return [
        resolve(a.names, gazetteer, a.text, locality=localities.get(a.outlet or "") or of_outlet(a.outlet))
        for a in articles
    ]


def learn_localities(articles: Sequence[Toponyms], gazetteer: Gazetteer) -> dict[str, Locality]:
    """Where each outlet is at home that has two articles or more."""
    places: dict[str, list[tuple[Entry, float]]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    for article in articles:
        if article.outlet:
            count[article.outlet] += 1
            places[article.outlet] += sure_places(article.names, gazetteer, article.text, of_outlet(article.outlet))
    return {outlet: learn(outlet, found) for outlet, found in places.items() if count[outlet] > 1}
