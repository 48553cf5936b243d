"""Who acts on whom as a graph: GraphML, with parties as nodes and what stands between two as an edge."""

import re
from collections.abc import Callable
from io import TextIOBase
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from bilat.model import EventType, Quad, Status
from bilat.record.view import View

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
# What XML 1.0 has no form for, not even as a reference.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DONE = f"status IN ('{Status.ACTUAL}', '{Status.HISTORICAL}')"
_QUADS = {quad.replace("-", "_"): f"count(*) FILTER (quad = '{quad}' AND {_DONE})" for quad in Quad}
_TYPES = {kind.value: f"count(*) FILTER (type = '{kind}' AND {_DONE})" for kind in EventType}
_COUNTS = {
    "events": f"count(*) FILTER ({_DONE})",
    "not_done": f"count(*) FILTER (NOT {_DONE})",
    **_QUADS,
    **_TYPES,
}
_DATES = {"first": 'min("first")', "last": 'max("last")'}


def write(view: View, out: TextIOBase, label: Callable[[str], str]) -> tuple[int, int]:
    """A node a state, IGO or group; an edge a pair and direction, with counts of what took place by quad and by type.

    An edge of a symmetric act is undirected. Gives the number of edges, and of characters that XML cannot hold and that
    were removed.
    """
    writer = _Writer(out)
    writer.open("graphml", xmlns=_NAMESPACE)
    writer.key("label", "node", "string")
    for name in _COUNTS:
        writer.key(name, "edge", "int")
    for name in _DATES:
        writer.key(name, "edge", "string")
    writer.open("graph", id="bilat", edgedefault="directed")
    chosen = "event_dyads d SEMI JOIN chosen c ON c.kind = 'events' AND c.id = d.event_id"
    for (code,) in view.ask(
        f"SELECT a FROM {chosen} WHERE a <> b UNION SELECT b FROM {chosen} WHERE a <> b ORDER BY 1"
    ):
        writer.open("node", id=code)
        writer.data("label", label(code))
        writer.close("node")
    columns = ", ".join([*_COUNTS.values(), *_DATES.values()])
    edges = view.ask(
        f"SELECT a, b, direction, {columns} FROM {chosen} WHERE a <> b GROUP BY a, b, direction ORDER BY a, b, direction"
    )
    for number, (a, b, direction, *values) in enumerate(edges):
        source, target = (b, a) if direction == "b>a" else (a, b)
        both = {"directed": "false"} if direction == "both" else {}
        writer.open("edge", id=f"e{number}", source=source, target=target, **both)
        for name, value in zip([*_COUNTS, *_DATES], values, strict=True):
            if value:
                writer.data(name, str(value))
        writer.close("edge")
    writer.close("graph")
    writer.close("graphml")
    return len(edges), writer.removed


class _Writer:
    """XML, an element at a time; counts the characters that it has to leave out."""

    def __init__(self, out: TextIOBase) -> None:
        self.removed = 0
        self._out = out
        self._xml = XMLGenerator(out, "utf-8", short_empty_elements=False)
        self._xml.startDocument()

    def open(self, name: str, **attributes: str) -> None:
        self._xml.startElement(name, AttributesImpl({key: self._clean(value) for key, value in attributes.items()}))
        self._out.write("\n") if name not in ("data", "key") else None

    def close(self, name: str) -> None:
        self._xml.endElement(name)
        self._out.write("\n")

    def key(self, name: str, of: str, kind: str) -> None:
        self.open("key", **{"id": name, "for": of, "attr.name": name, "attr.type": kind})
        self.close("key")

    def data(self, name: str, text: str) -> None:
        self.open("data", key=name)
        self._xml.characters(self._clean(text))
        self.close("data")

    def _clean(self, text: str) -> str:
        clean, number = _NO_XML.subn("", text)
        self.removed += number
        return clean
