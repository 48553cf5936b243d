"""The act between two marked parties of one sentence, whoever they are: what the field's sentence sets ask."""

from collections.abc import Sequence

import numpy as np

from bilat.coding.acts import find_acts
from bilat.coding.candidates import Candidate
from bilat.coding.classifier import ARCS, STATUSES, TYPES, Classifier, PairReading, Reading, Scores
from bilat.coding.memory import Memory
from bilat.coding.parse import Sentence, parse
from bilat.coding.parties import PartyReader
from bilat.coding.phrases import Resolved
from bilat.coding.status import judge
from bilat.coding.tokens import Token
from bilat.lexicon import Lexicon
from bilat.model import EventType, Party, Span

SOURCE, TARGET = "SRCGOV", "TGTGOV"
# What the rules' answer adds to the model's log-probability of it; what its reading of the words weighs beside that of
# the pair. Set on the corpus's held-out pairs.
_RULE, _RULE_STATUS = 3.0, 1.0
_WORDS, _WORDS_STATUS = 1.0, 0.5
_LEAST, _LEAST_OF_WORDS = 1e-6, 0.02
_CONVENTION = 10.0  # settles it
_UNMARKED = 0.3  # the share of a side that the set leaves unmarked
_BETWEEN_ACTORS = 0.7  # how well two actors are source and target


class _MarkedReader(PartyReader):
    """A reader to whom the two marked stretches are the only parties."""

    def __init__(self, lexicon: Lexicon, marks: dict[str, Span | None]) -> None:
        super().__init__(lexicon, None, Memory())
        self._marks = [(code, span) for code, span in marks.items() if span is not None]

    def _resolve(self, sentence: Sentence, token: Token) -> Resolved:
        for code, span in self._marks:
            if token.idx < span.end and token.idx + len(token) > span.start:
                return Resolved((Party(text=span.text, code=code, span=span, reason="marked"),))
        inner = [
            r
            for child in token.children
            if child.dep_ in {"poss", "amod", "compound", "prep", "appos"}
            for r in self._below(sentence, child)
        ]
        return Resolved(tuple(inner[:1]), weak=True)

    def _below(self, sentence: Sentence, token: Token) -> list[Party]:
        heads = list(token.children) if token.dep_ == "prep" else [token]
        return [p for h in heads for p in self.resolve(sentence, h).parties]


def judge_pair(
    text: str, source: Span | None, target: Span | None, lexicon: Lexicon, classifier: Classifier
) -> PairReading:
    """What the source does to the target in a sentence: the probabilities of type and status.

    The model judges the marked pair, and every word with its parties; where the rules find an act between the two,
    their answer adds to the score.

    Args:
        source, target: The marked stretches, as offsets of ``text``.
    """
    (sentence,) = parse([(0, Span(0, len(text), text))], lexicon)
    sides = [list(sentence.between(s.start, s.end)) if s else [] for s in (source, target)]
    words = [t.text for t in sentence.tokens]
    reading = classifier.pair(words, *sides)
    told = _of_words(classifier.read(words), *sides)
    types = np.log(reading.types + _LEAST) + _WORDS * np.log(told.types + _LEAST_OF_WORDS)
    statuses = np.log(reading.statuses + _LEAST) + _WORDS_STATUS * np.log(told.statuses + _LEAST_OF_WORDS)
    reader = _MarkedReader(lexicon, {SOURCE: source, TARGET: target})
    found = find_acts(sentence, lexicon, reader)
    if found:
        best = max(found, key=lambda c: _closeness(c, source, target))
        both = _closeness(best, source, target)[0]
        types[TYPES.index(best.type)] += _RULE * (0.5 + 0.5 * both)
        if _peacekeepers_leave(best):
            types[TYPES.index(EventType.SANCTION)] += _CONVENTION
        statuses[STATUSES.index(judge(best, lexicon, value=None, day=None)[0])] += _RULE_STATUS
    return PairReading(_shares(types), _shares(statuses))


def _of_words(reading: Reading, source: Sequence[int], target: Sequence[int]) -> PairReading:
    """What the model reads at the words whose parties are the marked ones: the best of each type, the likeliest's status."""
    actor, other = ARCS.index("actor"), [ARCS.index("recipient"), ARCS.index("object")]
    done_to = np.maximum(_part(reading, target, other), _BETWEEN_ACTORS * _part(reading, target, [actor]))
    here = _part(reading, source, [actor]) * done_to
    scores = reading.types[:, 1:] * here[:, None]
    return PairReading(scores.max(axis=0), reading.statuses[int(scores.max(axis=1).argmax())])


def _part(reading: Reading, side: Sequence[int], arcs: Sequence[int]) -> Scores:
    """For each word the probability that a marked side has a part in its act [words]."""
    seen = [word for word in side if word < len(reading.types)]
    if not seen:
        return np.full(len(reading.types), _UNMARKED, dtype=np.float32)
    best: Scores = reading.arcs[:, seen][:, :, list(arcs)].max(axis=(1, 2))
    return best


def _peacekeepers_leave(candidate: Candidate) -> bool:
    """Whether peacekeepers are withdrawn: in CAMEO's manual, which the sets follow, that reduces relations (166)."""
    words = {t.lower_ for t in candidate.token.subtree}
    return candidate.type is EventType.RETREAT and bool(words & {"peacekeeper", "peacekeepers"})


def _shares(scores: Scores) -> Scores:
    """Log-probabilities, raised here and there, as probabilities again."""
    raised: Scores = np.exp(scores - scores.max())
    shares: Scores = raised / raised.sum()
    return shares


def _closeness(candidate: Candidate, source: Span | None, target: Span | None) -> tuple[float, ...]:
    """How well an act's sides are the marked ones; then how early it comes after the source."""
    actors, recipients = {p.code for p in candidate.actors}, {p.code for p in candidate.recipients}
    both = SOURCE in actors and (TARGET in recipients or (TARGET in actors and not recipients))
    at = candidate.token.idx
    anchor = source.end if source else target.start if target else 0
    return (float(both), float(SOURCE in actors) + float(TARGET in recipients), -abs(at - anchor))
