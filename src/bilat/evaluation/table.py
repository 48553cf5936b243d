"""The measures by name, and the one function that reads, predicts and measures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Generic, TypeVar

from bilat.errors import BadArgument
from bilat.evaluation import actors, articles, pages, places, relations, sentences, status, stories
from bilat.evaluation.readers import digest

G = TypeVar("G")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Measure(Generic[G, P]):
    """A published measure.

    Attributes:
        read: The file to gold items.
        run: Gold items and the predictor to the figures.
        predictor: The protocol or class of the predictor that ``run`` takes.
        needs: What the predictor does, in words for the command's help.
        count: How many things were judged.
    """

    name: str
    form: str
    read: Callable[[Path], list[G]]
    run: Callable[[list[G], P], dict[str, object]]
    predictor: type
    needs: str
    count: Callable[[list[G]], int] = len


_ALL: tuple[Measure[Any, Any], ...] = (
    Measure("articles", "GOLD.jsonl", articles.read, articles.run, articles.Code, "codes an article"),
    Measure("relations", "FILE.tsv", relations.read, relations.run, relations.JudgePair, "judges a marked pair"),
    Measure("sentences", "FILE.jsonl", sentences.read, sentences.run, sentences.CodeSentence, "codes a sentence"),
    Measure("actors", "FILE.json", actors.read, actors.run, actors.ResolveActor, "resolves a phrase to a code"),
    Measure("places", "FILE.xml", places.read, places.run, places.PlacePredictor, "resolves place names", places.count),
    Measure("stories", "FILE.jsonl", stories.read, stories.run, stories.Cluster, "groups articles by happening"),
    Measure("status", "FILE.jsonl", status.read, status.run, status.Factuality, "says whether an act happened"),
    Measure("pages", "FOLDER", pages.read, pages.run, pages.PageText, "finds the article's text of a page"),
)
MEASURES: Mapping[str, Measure[Any, Any]] = {measure.name: measure for measure in _ALL}
"""Name of the measure to the measure, in the order of the command's help."""


def evaluate(name: str, path: str | Path, predictor: Any) -> dict[str, object]:
    """Reads a gold file, lets the predictor answer and gives the figures.

    Args:
        name: A key of :data:`MEASURES`.
        path: The gold file.
        predictor: What ``MEASURES[name].predictor`` describes.

    Returns:
        The measure's figures in per cent, with ``n``, ``per_second`` (items judged in a second of wall time, without
        reading the file) and ``data_digest`` (the first 16 digits of the file's SHA-256).

    Raises:
        BadArgument: No such measure, no such file, or a file of another form.
        BadRecord: A record of the file that cannot be used; no figure is given over a part of the file.
    """
    measure = MEASURES.get(name)
    if measure is None:
        raise BadArgument(f"no measure {name!r}", where="evaluate", hint=f"one of {', '.join(MEASURES)}")
    gold = measure.read(Path(path))
    began = perf_counter()
    figures = measure.run(gold, predictor)
    seconds = perf_counter() - began
    n = measure.count(gold)
    speed = round(n / seconds, 1) if seconds > 0 else None
    return {**figures, "n": n, "per_second": speed, "data_digest": digest(Path(path))}
