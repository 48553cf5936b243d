"""News text that nobody has labelled, as networks that have learnt from the corpus label it for a smaller one."""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from corpus_files import runs

from bilat.coding.parse import load_parser
from bilat.coding.sentences import split_sentences
from bilat.coding.wordpiece import WordPieces
from training.fit import half, lay
from training.network import Reader
from training.samples import Pair, Sample
from training.shape import ARCS
from training.targets import Targets, of_teachers

_WORDS = range(6, 70)
_SURE = 0.5


def sentences_of(path: Path, wanted: int, seed: int, avoid: frozenset[str]) -> list[tuple[str, ...]]:
    """Sentences drawn from a JSON lines file of articles (``text``), as words.

    Args:
        avoid: Eight-word runs (lower case, joined by blanks) of sets that are measured on; a sentence that shares one
        is left out.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    rng = random.Random(seed)
    rng.shuffle(texts)
    drawn: list[tuple[str, ...]] = []
    parser = load_parser()
    for text in texts:
        for span in rng.sample(spans := list(split_sentences(text)), min(4, len(spans))):
            words = tuple(t.text for t in parser.make_doc(span.text))
            if len(words) in _WORDS and not avoid & runs(span.text):
                drawn.append(words)
        if len(drawn) >= wanted:
            break
    return drawn[:wanted]


def taught(sentences: Sequence[tuple[str, ...]], teachers: Sequence[Reader], pieces: WordPieces) -> Iterator[Sample]:
    """The sentences with what the teachers say of them, and of the likeliest act's two sides as a marked pair."""
    for net in teachers:
        net.eval()
    for words in sentences:
        sample = Sample(words, [], [], batch="taught")
        batch = lay([sample], pieces)
        with half():
            aim = of_teachers(list(teachers), batch.ids, batch.first)
        aim = _as_float(aim)
        sample.taught = aim
        pair = _pair(aim)
        if pair is not None:
            marked = lay([sample], pieces, [pair])
            with torch.no_grad(), half():
                heard = [net.judge_pair(net.encode(marked.ids, marked.roles, None), marked.roles) for net in teachers]
            pair.taught = (
                torch.stack([t.float().softmax(-1)[0] for t, _ in heard]).mean(0),
                torch.stack([s.float().softmax(-1)[0] for _, s in heard]).mean(0),
            )
            sample.pairs = [pair]
        yield sample


def _as_float(aim: Targets) -> Targets:
    aim.types = aim.types.float()
    for act in aim.acts:
        act.status, act.issues, act.arcs = act.status.float(), act.issues.float(), act.arcs.float()
    return aim


def _pair(aim: Targets) -> Pair | None:
    """The two sides of the act that the teachers are surest of."""
    if not aim.acts:
        return None
    act = max(aim.acts, key=lambda a: a.weight)
    source = _side(act.arcs[:, ARCS.index("actor")])
    target = _side(act.arcs[:, [ARCS.index("recipient"), ARCS.index("object")]].amax(1))
    return Pair(source, target, 0, 0) if source or target else None


def _side(scores: torch.Tensor) -> tuple[int, ...]:
    """The best-scored word of a side with the words beside it that belong to it too."""
    best = int(scores.argmax())
    if float(scores[best]) < _SURE:
        return ()
    start = end = best
    while start and float(scores[start - 1]) >= _SURE:
        start -= 1
    while end + 1 < len(scores) and float(scores[end + 1]) >= _SURE:
        end += 1
    return tuple(range(start, end + 1))
