"""Codings as JSON lines, events in the columns of POLECAT, events on the map as GeoJSON."""

import json
from collections.abc import Iterator
from typing import IO, Any

from bilat.model import Article, Coding, Event, Party, sector_of, state_of
from bilat.output import as_dict
from bilat.record import codec
from bilat.record.exports.selection import LONGEST
from bilat.record.view import View

_ORDER = 'a."first" NULLS FIRST, a.id'
_CUT = {"text", "trigger", "mention", "name", "role", "reason"}  # words of the article, cut where it is held back


def write_codings(view: View, out: IO[str]) -> int:
    """One JSON object an article, in the form of ``bilat code``; gives their number."""
    streams = {table: _Grouped(view.stream(_bodies(table))) for table in ("events", "undertakings", "facts")}
    written = 0
    for id, body, text, held in view.stream(
        "SELECT a.id, a.body, a.text, h.article_id IS NOT NULL FROM articles a "
        "SEMI JOIN chosen c ON c.kind = 'articles' AND c.id = a.id "
        f"LEFT JOIN held h ON h.article_id = a.id ORDER BY {_ORDER}"
    ):
        coding = Coding(
            article=codec.article(json.loads(body), text),
            events=tuple(codec.event(json.loads(one)) for one in streams["events"].of(id)),
            undertakings=tuple(codec.undertaking(json.loads(one)) for one in streams["undertakings"].of(id)),
            facts=tuple(codec.fact(json.loads(one)) for one in streams["facts"].of(id)),
        )
        plain = as_dict(coding)
        _line(out, held_back(plain) if held else plain)
        written += 1
    return written


def _bodies(table: str) -> str:
    return (
        f"SELECT t.article_id, t.body FROM {table} t SEMI JOIN chosen c ON c.kind = '{table}' AND c.id = t.id "
        f"JOIN articles a ON a.id = t.article_id ORDER BY {_ORDER}, {'t.start, ' if table == 'events' else ''}t.id"
    )


class _Grouped:
    """Lines that come in the order of their articles, taken article by article."""

    def __init__(self, lines: Iterator[tuple[Any, ...]]) -> None:
        self._lines, self._next = lines, next(lines, None)

    def of(self, article: str) -> Iterator[str]:
        """The bodies of an article's lines."""
        while self._next is not None and self._next[0] == article:
            yield self._next[1]
            self._next = next(self._lines, None)


def held_back(value: Any, key: str = "") -> Any:
    """A coding in plain values without its article's words: offsets stay, names and triggers are cut, all longer goes."""
    if isinstance(value, dict):
        if key == "reasons":
            return {name: _cut(text) for name, text in value.items()}
        plain = {name: held_back(one, name) for name, one in value.items()}
        if "furniture" in plain:  # the article itself
            plain |= {"text": None, "furniture": [], "title": value["title"], "links": []}
        return plain | ({"sentence": None} if "sentence" in plain else {})
    if isinstance(value, list):
        return [held_back(one) for one in value]
    return _cut(value) if key in _CUT else value


def _cut(text: Any) -> Any:
    return f"{text[:LONGEST]}…" if isinstance(text, str) and len(text) > LONGEST else text


def _line(out: IO[str], plain: Any) -> None:
    out.write(json.dumps(plain, ensure_ascii=False) + "\n")


def _events(view: View) -> Iterator[tuple[Event, Article, bool]]:
    """The chosen events, each with its article (less the text) and whether that is held back."""
    for event, article, held in view.stream(
        "SELECT e.body, a.body, h.article_id IS NOT NULL FROM events e "
        "SEMI JOIN chosen c ON c.kind = 'events' AND c.id = e.id JOIN articles a ON a.id = e.article_id "
        f"LEFT JOIN held h ON h.article_id = a.id ORDER BY {_ORDER}, e.start, e.id"
    ):
        yield codec.event(json.loads(event)), codec.article(json.loads(article), ""), held


def write_plover(view: View, out: IO[str]) -> int:
    """One JSON object an event, with POLECAT's column names; gives their number."""
    written = 0
    for event, article, _ in _events(view):
        _line(out, plover(event, article))
        written += 1
    return written


def plover(event: Event, article: Article) -> dict[str, Any]:
    """An event in the columns of POLECAT (doi:10.7910/DVN/AJGVIT), with null where bilat has nothing of the kind.

    Several actors or recipients stand in one cell with "; " between. ``Status`` and ``Confidence`` are bilat's own, at the end:
    POLECAT has only what took place, so take ``actual`` and ``historical`` for the like of it.
    """
    place = event.place
    return {
        "Event ID": event.id,
        "Event Date": event.date,
        "Event Type": event.type.value,
        "Event Mode": event.mode.value if event.mode else None,
        "Event Intensity": None,
        "Quad Code": event.type.quad.value.replace("-", " ").upper(),
        "Contexts": "; ".join(event.issues),
        **_side("Actor", event.actors),
        **_side("Recipient", event.recipients),
        "Placename": place.name if place else None,
        "City": None,
        "District": None,
        "Province": None,
        "Country": place.country if place else None,
        "Latitude": place.latitude if place else None,
        "Longitude": place.longitude if place else None,
        "GeoNames ID": None,
        "Raw Placename": _cut(place.text) if place else None,
        "Feature Type": None,
        "Source": article.outlet,
        "Publication Date": article.date,
        "Story People": None,
        "Story Organizations": None,
        "Story Locations": None,
        "Language": article.language,
        "Version": None,
        "Status": event.status.value,
        "Confidence": event.confidence,
    }


def _side(side: str, parties: tuple[Party, ...]) -> dict[str, str | None]:
    sectors = [sector_of(party.code) for party in parties]
    return {
        f"{side} Name": _joined([party.name or party.text for party in parties]),
        f"{side} Country": _joined([state_of(party.code) for party in parties]),
        f"{side} COW": None,
        f"Primary {side} Sector": next(filter(None, sectors), None),
        f"{side} Sectors": _joined(sectors),
        f"{side} Title": _joined([party.role or "" for party in parties]),
        f"{side} Name Raw": _joined([party.text for party in parties]),
        f"Wikipedia {side} ID": None,
    }


def _joined(values: list[str]) -> str | None:
    return "; ".join(_cut(value) for value in values) if any(values) else None


def write_geojson(view: View, out: IO[str]) -> tuple[int, int]:
    """A FeatureCollection (RFC 7946) of the events with coordinates; gives their number and that of the others."""
    written = placeless = 0
    out.write('{"type": "FeatureCollection", "features": [')
    for event, article, held in _events(view):
        place = event.place
        if place is None or place.latitude is None or place.longitude is None:
            placeless += 1
            continue
        feature = {
            "type": "Feature",
            "id": event.id,
            "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
            "properties": _properties(event, article, held=held),
        }
        out.write(("," if written else "") + "\n" + json.dumps(feature, ensure_ascii=False))
        written += 1
    out.write("\n]}\n")
    return written, placeless


def _properties(event: Event, article: Article, *, held: bool) -> dict[str, Any]:
    return {
        "type": event.type,
        "quad": event.type.quad,
        "mode": event.mode,
        "status": event.status,
        "date": event.date or article.date,
        "date_basis": "event" if event.date else "article" if article.date else None,
        "actors": [party.code for party in event.actors],
        "recipients": [party.code for party in event.recipients],
        "issues": list(event.issues),
        "place": event.place.name or _cut(event.place.text) if event.place else None,
        "sentence": None if held else event.sentence.text,
        "confidence": event.confidence,
        "article": article.id,
        "outlet": article.outlet,
        "url": article.url,
    }
