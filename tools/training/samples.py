"""The corpus as what the network learns from: words, acts at words, parties as words, marked pairs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus_files import EVERY_ARTICLE
from spacy.tokens import Doc
from torch import Tensor

from bilat.coding.parse import load_parser
from bilat.coding.sentences import split_sentences
from bilat.evaluation import relations
from bilat.evaluation.folding import YIELD
from bilat.model import EventType, Issue, Span, Status
from training.shape import ARCS, ISSUES, STATUSES, TYPES


@dataclass(slots=True)
class Act:
    """An act at a word; parties as words of the sentence. A side that is not known is null and teaches nothing."""

    at: int
    words: tuple[int, ...]
    type: int
    status: int
    issues: tuple[int, ...]
    arcs: dict[str, tuple[tuple[int, ...], ...] | None]


@dataclass(slots=True)
class Pair:
    """Source and target as words, and the act between them."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    type: int
    status: int
    root: str | None = None  # a folded label, of which several acts may be the reading
    taught: tuple[Tensor, Tensor] | None = None  # a teacher's probabilities of types and statuses


@dataclass(slots=True)
class Sample:
    """One sentence."""

    words: tuple[str, ...]
    acts: list[Act]
    pairs: list[Pair]
    tagged: bool = True  # whether words without an act are known to have none
    split: str = "train"
    batch: str = ""
    taught: object | None = None  # a teacher's targets (training.targets.Targets) in place of labels


def _words(doc: Doc, start: int, end: int) -> tuple[int, ...]:
    return tuple(t.i for t in doc if t.idx < end and t.idx + len(t) > start and not t.is_space)


def _head(doc: Doc, words: Sequence[int]) -> int:
    """The word of a phrase that the others hang on."""
    inside = set(words)
    for i in words:
        if doc[i].head.i not in inside or doc[i].head.i == i:
            return i
    return words[0]


def of_sentences(path: Path) -> Iterator[Sample]:
    """The corpus's sentences."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row, doc in zip(rows, load_parser().pipe([r["text"] for r in rows], batch_size=64), strict=True):
        yield sample(doc, row["events"], row["split"], row["batch"])


def sample(doc: Doc, events: Iterable[dict[str, Any]], split: str, batch: str) -> Sample:
    """One sentence with its labelled events (spans as offsets in the sentence)."""
    made = Sample(tuple(t.text for t in doc), [], [], split=split, batch=batch)
    for event in events:
        words = _words(doc, event["trigger"]["start"], event["trigger"]["end"])
        if not words:
            continue
        sides = {
            "actor": event["actors"],
            "recipient": event["recipients"],
            "speaker": [event["speaker"]] if event["speaker"] else [],
            "object": [event["object"]] if event.get("object") else [],
        }
        arcs: dict[str, tuple[tuple[int, ...], ...] | None] = {
            name: None
            if any(s is UNPLACED for s in spans)
            else tuple(filter(None, (_words(doc, s["start"], s["end"]) for s in spans)))
            for name, spans in sides.items()
        }
        act = Act(
            _head(doc, words), words, TYPES.index(EventType(event["type"])), STATUSES.index(Status(event["status"])),
            tuple(ISSUES.index(Issue(i)) for i in event["issues"]), arcs,
        )  # fmt: skip
        made.acts.append(act)
        made.pairs += _pairs(act)
    return made


UNPLACED: dict[str, Any] = {}
"""Stands for a party whose words are not in the sentence: that side of the act teaches nothing."""


def _pairs(act: Act) -> Iterator[Pair]:
    actors = act.arcs["actor"] or ()
    struck = (act.arcs["recipient"] or ()) + (act.arcs["object"] or ())
    if actors and struck:
        for source in actors[:2]:
            for target in struck[:2]:
                yield Pair(source, target, act.type, act.status)
    elif len(actors) > 1:
        yield Pair(actors[0], actors[1], act.type, act.status)
        yield Pair(actors[1], actors[0], act.type, act.status)
    elif actors:
        yield Pair(actors[0], (), act.type, act.status)
    elif struck:
        yield Pair((), struck[0], act.type, act.status)


def of_articles(path: Path) -> Iterator[Sample]:
    """The sentences of coded articles, those without an event too."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        article = json.loads(line)
        split = "held-out" if number % EVERY_ARTICLE == 0 else "train"
        spans = split_sentences(article["text"])
        by_sentence: dict[int, list[dict[str, Any]]] = {}
        for event in article["events"]:
            at = article["text"].find(event["sentence"][:60])
            of = next((i for i, s in enumerate(spans) if s.start <= at + 1 < s.end), None)
            if of is not None:
                by_sentence.setdefault(of, []).append(event)
        docs = load_parser().pipe([s.text for s in spans], batch_size=64)
        for i, (span, doc) in enumerate(zip(spans, docs, strict=True)):
            placed = [e for e in (_placed(span, e) for e in by_sentence.get(i, ())) if e]
            made = sample(doc, placed, split, path.stem)
            made.tagged = len(placed) == len(by_sentence.get(i, ()))
            yield made


def _placed(span: Span, event: dict[str, Any]) -> dict[str, Any] | None:
    """An article's event with offsets in its sentence; null where its trigger is not in it."""

    def at(text: str, mention: str = "") -> dict[str, Any]:
        words = text if text in span.text else mention
        found = span.text.find(words)
        return {"start": found, "end": found + len(words)} if words and found >= 0 else UNPLACED

    def side(parties: list[dict[str, str]]) -> list[dict[str, Any]]:
        return [at(p["text"], p.get("mention", "")) for p in parties]

    trigger = at(event["trigger"])
    if trigger is UNPLACED:
        return None
    said = event.get("attributed_to")
    return {
        "trigger": trigger, "type": event["type"], "status": event["status"], "issues": event["issues"],
        "actors": side(event["actors"]), "recipients": side(event["recipients"]), "speaker": side([said])[0] if said else None,
    }  # fmt: skip


def of_pairs(path: Path) -> Iterator[Sample]:
    """A file of marked pairs (``bilat evaluate relations``), for the row that shows what its own labels teach."""
    rows = relations.read(path)
    for row, doc in zip(rows, load_parser().pipe([r.sentence for r in rows], batch_size=64), strict=True):
        sides = [_words(doc, s.start, s.end) if s else () for s in (row.source, row.target)]
        kind = EventType.CONCEDE if row.root == YIELD else EventType(row.root)
        pair = Pair(sides[0], sides[1], TYPES.index(kind), STATUSES.index(Status.ACTUAL), row.root)
        yield Sample(tuple(t.text for t in doc), [], [pair], tagged=False, batch=row.sentence)


__all__ = ["ARCS", "Act", "Pair", "Sample", "of_articles", "of_pairs", "of_sentences"]
