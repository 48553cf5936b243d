"""The act between two marked parties of one sentence, whoever they are: what the field's sentence sets ask."""

import numpy as np

from bilat.coding.acts import find_acts
from bilat.coding.candidates import Candidate
from bilat.coding.classifier import STATUSES, TYPES, Classifier, PairReading, Scores
from bilat.coding.memory import Memory
from bilat.coding.parse import Sentence, parse
from bilat.coding.parties import PartyReader
from bilat.coding.phrases import Resolved
from bilat.coding.status import judge
from bilat.coding.tokens import Token
from bilat.lexicon import Lexicon
from bilat.model import Party, Span

SOURCE, TARGET = "SRCGOV", "TGTGOV"
_RULE, _RULE_STATUS = 1.5, 1.0  # what the rules' answer adds to the model's log-probability of it
_LEAST = 1e-6


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

    The model judges the marked pair; where the rules find an act between the two, their answer adds to its score.

    Args:
        source, target: The marked stretches, as offsets of ``text``.
    """
    (sentence,) = parse([(0, Span(0, len(text), text))], lexicon)
    sides = [list(sentence.between(s.start, s.end)) if s else [] for s in (source, target)]
    reading = classifier.pair([t.text for t in sentence.tokens], *sides)
    types, statuses = np.log(reading.types + _LEAST), np.log(reading.statuses + _LEAST)
    reader = _MarkedReader(lexicon, {SOURCE: source, TARGET: target})
    found = find_acts(sentence, lexicon, reader)
    if found:
        best = max(found, key=lambda c: _closeness(c, source, target))
        both = _closeness(best, source, target)[0]
        types[TYPES.index(best.type)] += _RULE * (0.5 + 0.5 * both)
        statuses[STATUSES.index(judge(best, lexicon, value=None, day=None)[0])] += _RULE_STATUS
    return PairReading(_shares(types), _shares(statuses))


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
