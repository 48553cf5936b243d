"""What stands of a line when all have judged it.

Of each analyst the latest judgement counts that was not withdrawn. A line leaves where more of them say wrong than say right
or corrected. Of a line that stays, a field takes the value that more than half of those have given who speak of it: who
corrects a field speaks of it; who says right speaks, with the values that were shown, of every field that somebody
corrects. Where no side has more than half, it is a conflict: the machine's value stands, and the conflict is shown until
one of them judges again or another person does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bilat.record.judgements.entries import Entry, Judgement, Undo, Verdict, What
from bilat.record.judgements.fields import OWN, claim
from bilat.record.judgements.seen import compared

Stands = Literal["right", "wrong", "corrected", "conflict"]
VERDICT = "verdict"
"""The name of a conflict on whether a line is one at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What analysts differ on: the field, or "verdict", and each value with those who hold it."""

    field: str
    values: tuple[tuple[Any, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands of a line.

    Attributes:
        id: The line's id as the record has it now; null for an orphan, whose line is there no more.
        verdict: What stands; ``conflict`` where anything that somebody says is not applied because another differs.
        corrections: What is applied, by field; story where the event's membership is judged.
        analysts: Those whose word stands; dissent: the others.
        judgements: The latest of each analyst, by time.
        changed: Fields that another coding has changed since the line was judged.
    """

    what: What
    id: str | None
    article_id: str
    verdict: Stands
    corrections: Mapping[str, Any] = field(default_factory=dict)
    analysts: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def of_line(self) -> bool:
        """Whether the line itself was judged, and not its place in a story alone."""
        return any(one.what is self.what for one in self.judgements)


def withdrawn(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of the entries that their own analysts took back; an undo by another counts for nothing."""
    found = list(entries)
    by = {one.id: one.analyst for one in found}
    return frozenset(one.of for one in found if isinstance(one, Undo) and by.get(one.of) == one.analyst)


def latest(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The latest judgement of each analyst on each kind of line, by time; those given are in the order of time."""
    last: dict[tuple[What, str], Judgement] = {}
    for one in judgements:
        last.pop((one.what, one.analyst), None)
        last[one.what, one.analyst] = one
    return tuple(last.values())


def stands(
    what: What, id: str | None, judgements: Sequence[Judgement], machine: Mapping[str, Any] | None = None
) -> Standing:
    """What stands of one line.

    Args:
        what: Of an event, judgements of its membership in a story may be among them.
        judgements: All of the line that were not withdrawn, by time; one at least.
        machine: The line's fields as the machine has them now; null for an orphan.
    """
    told = latest(judgements)
    of_line = [one for one in told if one.what is what]
    wrong = {one.analyst for one in of_line if one.verdict is Verdict.WRONG}
    kept = {one.analyst for one in of_line} - wrong
    conflicts: list[Conflict] = []
    corrections: dict[str, Any] = {}
    outvoted: set[str] = set()
    if wrong and len(wrong) == len(kept):
        conflicts.append(Conflict(field=VERDICT, values=tuple(_verdicts(of_line))))
    elif len(wrong) < len(kept) or not of_line:
        corrections, conflicts, outvoted = _fields(
            [one for one in told if one.analyst not in wrong or one.what is not what]
        )
        same = {name for name, value in corrections.items() if machine and _is(name, value, machine)}
        corrections = {name: value for name, value in corrections.items() if name not in same}
    verdict: Stands = "right"
    if conflicts:
        verdict = "conflict"
    elif len(wrong) > len(kept):
        verdict = "wrong"
    elif corrections and any(one.verdict is not Verdict.RIGHT for one in told if one.analyst not in wrong):
        verdict = "corrected"
    kept = (kept or {one.analyst for one in told}) - outvoted
    for_it = set() if conflicts else wrong if verdict == "wrong" else kept
    return Standing(
        what=what,
        id=id,
        article_id=told[-1].article_id,
        verdict=verdict,
        corrections=corrections,
        analysts=tuple(dict.fromkeys(one.analyst for one in told if one.analyst in for_it)),
        dissent=tuple(dict.fromkeys(one.analyst for one in told if one.analyst not in for_it)) if for_it else (),
        conflicts=tuple(conflicts),
        judgements=told,
        changed=compared(what, _machine_then(told[-1]), machine) if machine else (),
    )


def _is(name: str, value: Any, machine: Mapping[str, Any]) -> bool:
    return name in machine and claim(name, value) == claim(name, machine[name])


def _machine_then(one: Judgement) -> dict[str, Any]:
    """The line's fields as the machine had them when it was judged."""
    return {**one.seen, **one.machine}


def _verdicts(told: Iterable[Judgement]) -> Iterable[tuple[str, tuple[str, ...]]]:
    by: defaultdict[str, list[str]] = defaultdict(list)
    for one in told:
        by[one.verdict.value].append(one.analyst)
    return ((verdict, tuple(names)) for verdict, names in sorted(by.items()))


def _fields(told: Sequence[Judgement]) -> tuple[dict[str, Any], list[Conflict], set[str]]:
    """What is applied and what no side has more than half of, by field; and who holds another value than what is applied."""
    claims: defaultdict[str, list[tuple[str, Any]]] = defaultdict(list)
    for one in told:
        for name, value in _claims(one).items():
            claims[name].append((one.analyst, value))
    named = {name for one in told for name in _corrected(one)}
    for name in named - {"story"}:
        for one in told:
            if one.verdict is Verdict.RIGHT and one.what is not What.MEMBERSHIP and name in one.seen:
                claims[name].append((one.analyst, one.seen[name]))
    applied: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    outvoted: set[str] = set()
    for name, held in claims.items():
        counted = Counter(claim(name, value) for _, value in held)
        best, number = counted.most_common(1)[0]
        values = {claim(name, value): value for _, value in held}
        if 2 * number > len(held):
            applied[name] = values[best]
            outvoted |= {who for who, value in held if claim(name, value) != best}
        else:
            sides = ((values[c], tuple(who for who, v in held if claim(name, v) == c)) for c in counted)
            conflicts.append(Conflict(field=name, values=tuple(sides)))
    return applied, conflicts, outvoted


def _corrected(one: Judgement) -> Iterable[str]:
    return ("story",) if one.what is What.MEMBERSHIP else one.corrections


def _claims(one: Judgement) -> Mapping[str, Any]:
    """What a judgement says of single fields."""
    if one.what is not What.MEMBERSHIP:
        return one.corrections
    if one.verdict is Verdict.WRONG:
        return {"story": OWN}
    return {"story": one.corrections.get("story", one.seen.get("story", OWN))}
