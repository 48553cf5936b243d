"""How often the machine is right, and how far people agree, from what they judged.

The queue shows the doubtful lines first, so what was judged from it is no sample: its figures tell of the lines that were
looked at. Lines drawn in a random sample (``sample``) are one, as far as all of its beginning was judged: their figures
hold for the whole record, within their intervals.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from bilat.model import Event, EventType
from bilat.record import Judged, Judgement, Standing, Verdict, View, What
from bilat.review.intervals import Share, alpha, kappa
from bilat.review.queue import drawn

FIELDS = ("type", "mode", "actors", "recipients", "status", "issues", "date", "place")
"""The fields of an event that are measured one by one."""

_BINS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How often the machine's events are right.

    Attributes:
        line: Right in every field; event: an event at all, whatever was corrected.
        types: By the machine's type, how often it is an event of that type.
        fields: Of those that are events, how often each field is right.
        confidence: By the machine's confidence, from and below, how often it is an event of its type.
        conflicts: Lines left out because analysts differ.
    """

    line: Share
    event: Share
    types: Mapping[EventType, Share]
    fields: Mapping[str, Share]
    confidence: Mapping[tuple[float, float], Share]
    conflicts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two analysts on the events that both judged.

    Attributes:
        n: How many these are; blind: of how many the second did not see what the first had said.
        verdict: How often both say right, wrong or corrected alike; type: the same type, or wrong.
    """

    a: str
    b: str
    n: int
    blind: int
    verdict: Share
    verdict_kappa: float | None
    type: Share
    type_kappa: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far all agree on the events that two at least judged; alphas are null where nothing could differ."""

    n: int
    verdict_alpha: float | None
    type_alpha: float | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A random sample by its seed: how many of its lines were judged, up to the last one, and how many were not."""

    seed: str
    judged: int
    missing: int
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the judgements say.

    Attributes:
        judgements: How many stand, withdrawn and replaced ones left out; by analyst.
        all: Of all judged events: of those that were looked at, and of no others.
        samples: Of each random sample, which holds for the whole record.
        orphans: Judged lines that the record has no longer.
    """

    judgements: Mapping[str, int]
    all: Precision
    samples: tuple[Sample, ...]
    agreement: Agreement
    orphans: int


def figures(view: View, told: Judged | None = None) -> Figures:
    """The figures of a record.

    Args:
        told: What people said up to now, where that is more than the view has; see :meth:`View.rejudged`.
    """
    told = told or view.judged
    judged = {id: one for (what, id), one in told.standings.items() if what is What.EVENT and one.of_line}
    machine = {id: line for (_, id), line in told.lines.items() if isinstance(line, Event) and id in judged}
    by_analyst: defaultdict[str, int] = defaultdict(int)
    for standing in (*told.standings.values(), *told.orphans):
        for one in standing.judgements:
            by_analyst[one.analyst] += 1
    return Figures(
        judgements=dict(sorted(by_analyst.items())),
        all=_precision(judged.values(), machine),
        samples=tuple(_samples(view, judged, machine)),
        agreement=_agreement(judged),
        orphans=len(told.orphans),
    )


def _precision(judged: Iterable[Standing], machine: Mapping[str, Event]) -> Precision:
    told = list(judged)
    clear = [(one, machine[one.id]) for one in told if one.id is not None and not one.conflicts]
    kept = [(one, event) for one, event in clear if one.verdict != "wrong"]
    typed = {one.id: one.verdict != "wrong" and "type" not in one.corrections for one, _ in clear}
    return Precision(
        line=Share(right=sum(_whole(one) for one, _ in clear), n=len(clear)),
        event=Share(right=len(kept), n=len(clear)),
        types={
            kind: _share(typed[one.id] for one, event in clear if event.type is kind)
            for kind in EventType
            if any(event.type is kind for _, event in clear)
        },
        fields={name: _share(name not in one.corrections for one, _ in kept) for name in FIELDS},
        confidence={
            (low, high): _share(
                typed[one.id]
                for one, event in clear
                if event.confidence is not None and low <= event.confidence and (event.confidence < high or high == 1.0)
            )
            for low, high in _BINS
        },
        conflicts=len(told) - len(clear),
    )


def _whole(one: Standing) -> bool:
    """Whether the machine's line is right in every field; its place in a story is no field of it."""
    return one.verdict != "wrong" and not set(one.corrections) - {"story"}


def _share(right: Iterable[bool]) -> Share:
    found = list(right)
    return Share(right=sum(found), n=len(found))


def _samples(view: View, judged: Mapping[str, Standing], machine: Mapping[str, Event]) -> Iterable[Sample]:
    by_seed: defaultdict[str, set[str]] = defaultdict(set)
    for id, standing in judged.items():
        for one in standing.judgements:
            if one.sample is not None and one.what is What.EVENT:
                by_seed[one.sample].add(id)
    for seed, ids in sorted(by_seed.items()):
        precision = _precision([judged[id] for id in ids], machine)
        missing = drawn(view, seed, ids) - len(ids)
        yield Sample(seed=seed, judged=len(ids), missing=missing, precision=precision)


def _agreement(judged: Mapping[str, Standing]) -> Agreement:
    verdicts: dict[str, dict[str, str]] = {}
    types: dict[str, dict[str, str]] = {}
    blind: dict[str, set[str]] = {}
    for id, standing in judged.items():
        own = [one for one in standing.judgements if one.what is What.EVENT]
        if len(own) > 1:
            verdicts[id] = {one.analyst: one.verdict.value for one in own}
            types[id] = {one.analyst: _type_said(one) for one in own}
            blind[id] = {one.analyst for one in own if one.blind}
    names = sorted({name for said in verdicts.values() for name in said})
    pairs = []
    for a, b in combinations(names, 2):
        both = [id for id, said in verdicts.items() if a in said and b in said]
        if both:
            pairs.append(_pair(a, b, both, verdicts, types, blind))
    return Agreement(
        n=len(verdicts),
        verdict_alpha=alpha({id: list(said.values()) for id, said in verdicts.items()}),
        type_alpha=alpha({id: list(said.values()) for id, said in types.items()}),
        pairs=tuple(pairs),
    )


def _type_said(one: Judgement) -> str:
    """The type that an analyst leaves the line with, or that it is none."""
    if one.verdict is Verdict.WRONG:
        return "none"
    said: Any = one.corrections.get("type", one.seen.get("type"))
    return str(said)


def _pair(
    a: str,
    b: str,
    both: list[str],
    verdicts: Mapping[str, Mapping[str, str]],
    types: Mapping[str, Mapping[str, str]],
    blind: Mapping[str, set[str]],
) -> Pair:
    said = [(verdicts[id][a], verdicts[id][b]) for id in both]
    typed = [(types[id][a], types[id][b]) for id in both]
    return Pair(
        a=a,
        b=b,
        n=len(both),
        blind=sum({a, b} <= blind[id] for id in both),
        verdict=_share(one == other for one, other in said),
        verdict_kappa=kappa(said),
        type=_share(one == other for one, other in typed),
        type_kappa=kappa(typed),
    )
