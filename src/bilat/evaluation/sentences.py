"""``bilat evaluate sentences``: who did what to whom in single sentences, against PLOVER's and PETRARCH's sets.

A sentence's events become directed triples (source state, target state, root); every source is paired with every
target. "" stands for a side that is absent or has no state. Roots are folded (see :mod:`bilat.evaluation.folding`).

- An act with two or more sources and no target is symmetric (the two meet, sign, fight). It stands for whichever of
  its two directions the other side (gold or prediction) has for that pair of states; where the other has neither,
  for both. So a reciprocal gold act accepts either direction, and a symmetric prediction is right for a gold act in
  either.
- State codes are the first three letters. All intergovernmental bodies are "IGO", as the sets name them in many
  ways.
- Acts of CAMEO's root 01 (public statements) are no acts in PLOVER: they are left out of gold and counted in
  ``left_out``.
- Predicted acts that did not take place (negated) are left out: the sets code only acts that are asserted.
- The sets code what a sentence tells by itself. An act inside another act, the jailing in "released a man who had been
  jailed", is no act of its own there, and the predictor is to leave it out.
- All four figures are micro F1 over the items' sets: triples, source states, target states ("" left out), roots.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import NamedTuple, Protocol

from bilat.evaluation.figures import check_lengths, micro_f1
from bilat.evaluation.folding import Act, fold, root_of_cameo, root_of_name
from bilat.evaluation.readers import Row, build, optional_text, read_jsonl, rows_of, text_of, texts_of
from bilat.model import Event, Status, state_of

# Slips in the published sets: Italy and Japan under codes that ISO 3166 never had.
_SLIPS = {"ITL": "ITA", "JAP": "JPN", "---": "", "IMG": ""}


class Triple(NamedTuple):
    """Source state, target state, root."""

    source: str
    target: str
    root: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: the states of its sides, in order, and its root."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    root: str

    @property
    def symmetric(self) -> bool:
        """Whether two different states act with each other and none is acted on."""
        return not self.targets and len(set(self.sources)) > 1

    def directed(self) -> set[Triple]:
        """Every source with every target; two parties of one state with no target act on each other."""
        targets = self.targets or (self.sources[1:] or ("",))
        return {Triple(s, t, self.root) for s in self.sources or ("",) for t in targets}


@dataclass(frozen=True, slots=True)
class CodedSentence:
    """One gold sentence with its acts; ``left_out`` counts those that PLOVER has no type for."""

    id: str
    text: str
    date: str | None
    deeds: tuple[Deed, ...]
    left_out: int = 0


def state_in_set(code: str) -> str:
    """The state of a code as these sets are compared.

    >>> state_in_set("IGOUNOMIL"), state_in_set("IRNGOV"), state_in_set("---LEG"), state_in_set("REB")
    ('IGO', 'IRN', '', '')
    """
    state = state_of(code)[:3]
    return _SLIPS.get(state, state)


def read(path: Path) -> list[CodedSentence]:
    """The coded sentences of a JSON lines file."""
    return build(read_jsonl(path, "sentences"), _sentence)


def _sentence(row: Row) -> CodedSentence:
    deeds = [_gold_deed(event) for event in rows_of(row, "events")]
    kept = tuple(deed for deed in deeds if deed is not None)
    date = _iso(optional_text(row, "date"))
    return CodedSentence(text_of(row, "id"), text_of(row, "text"), date, kept, len(deeds) - len(kept))


def _iso(date: str | None) -> str | None:
    """20150609 as 2015-06-09."""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if date and len(date) == 8 and date.isdigit() else date


def _gold_deed(event: Row) -> Deed | None:
    name = optional_text(event, "plover")
    root = root_of_name(name) if name else root_of_cameo(text_of(event, "cameo"))
    if root is None:
        return None
    return Deed(_states(texts_of(event, "source_codes")), _states(texts_of(event, "target_codes")), root)


def _states(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(state_in_set(code) for code in codes)


def deeds_of(events: Iterable[Event]) -> tuple[Deed, ...]:
    """The coder's events as acts of these sets: folded, negated ones left out."""
    return tuple(
        Deed(_states(p.code for p in e.actors), _states(p.code for p in e.recipients), fold(Act(e.type, e.status)))
        for e in events
        if e.status is not Status.NEGATED
    )


def triples(deeds: Sequence[Deed], others: Sequence[Deed]) -> frozenset[Triple]:
    """The triples of one side's acts; the other side's acts decide the direction of the symmetric ones."""
    found: set[Triple] = set()
    facing = {(t.source, t.target) for d in others if not d.symmetric for t in d.directed()}
    for deed in deeds:
        if not deed.symmetric:
            found |= deed.directed()
            continue
        for a, b in combinations(dict.fromkeys(deed.sources), 2):
            both = {(a, b), (b, a)}
            found |= {Triple(s, t, deed.root) for s, t in (both & facing or both)}
    return frozenset(found)


def measure(gold: Sequence[CodedSentence], predicted: Sequence[Sequence[Deed]]) -> dict[str, object]:
    """Micro F1 of triples, source states, target states and roots; see the module for what each is."""
    check_lengths(gold, predicted)
    pairs = [(triples(g.deeds, p), triples(p, g.deeds)) for g, p in zip(gold, predicted, strict=True)]

    def score(part: Callable[[Triple], str | Triple]) -> float | None:
        sides = ((frozenset(map(part, g)) - {""}, frozenset(map(part, p)) - {""}) for g, p in pairs)
        return micro_f1(sides)

    return {
        "triple_f1": score(lambda t: t),
        "source_f1": score(lambda t: t.source),
        "target_f1": score(lambda t: t.target),
        "root_f1": score(lambda t: t.root),
        "left_out": sum(g.left_out for g in gold),
    }


class CodeSentence(Protocol):
    """Codes one sentence, which may hold several events, without those inside another; the date is ISO or null."""

    def __call__(self, sentence: str, date: str | None) -> Sequence[Event]: ...


def run(gold: Sequence[CodedSentence], code: CodeSentence) -> dict[str, object]:
    """Predicts and measures."""
    return measure(gold, [deeds_of(code(item.text, item.date)) for item in gold])
