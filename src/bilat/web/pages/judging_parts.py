"""A line as one judges it: what stands, what can be corrected, and all that was said of it."""

from collections.abc import Iterable

from pydantic import Field

from bilat.record import Comment, Conflict, Entry, Judged, Judgement, Pass, Standing, Undo, Verdict, What
from bilat.record.judgements import applying, fields
from bilat.record.judgements.seen import Thing, seen, what_of
from bilat.web.judged import live
from bilat.web.page import Answer
from bilat.web.snapshot import Snapshot


class FieldShown(Answer):
    """A field that can be corrected."""

    name: str
    value: str = Field(description="As shown, in the form in which it is typed.")
    machine: str = Field(description="As the machine has it.")
    choices: tuple[str, ...] = Field(description="The closed list that its values are of; empty where there is none.")


class SideTold(Answer):
    """A value in a conflict, and who holds it."""

    value: str
    analysts: tuple[str, ...]


class ConflictTold(Answer):
    """What analysts differ on."""

    field: str
    sides: tuple[SideTold, ...]


class CorrectionTold(Answer):
    """A field that somebody corrected."""

    field: str
    shown: str = Field(description="What he was shown; empty where the field was not.")
    right: str


class EntryTold(Answer):
    """An entry of the journal."""

    id: str
    line: str = Field(description="judgement, comment, undo or pass.")
    what: str | None = Field(description="What kind of line it speaks of.")
    target: str | None = Field(description="The id of that line, as it was then.")
    current: str | None = Field(description="The id that the line has now; null where the record has it no longer.")
    analyst: str
    time: str
    verdict: str | None
    corrections: tuple[CorrectionTold, ...]
    text: str | None = Field(description="Note or comment.")
    answers: str | None = Field(description="Id of the entry that it answers or withdraws.")
    withdrawn: bool
    program: str | None = Field(description="The program that had made the coding.")
    sample: str | None = Field(description="The random sample that the line was drawn in.")


class JudgingTold(Answer):
    """What is judged of a line, and what can be."""

    id: str
    what: str = Field(description="event, undertaking, fact, article or story.")
    stands: str | None = Field(description="right, wrong, corrected or conflict; null where nobody judged it.")
    said: str = Field(description="The same in words, with who and when.")
    conflicts: tuple[ConflictTold, ...]
    changed: tuple[str, ...] = Field(description="Fields that another coding changed since it was judged.")
    fields: tuple[FieldShown, ...]
    entries: tuple[EntryTold, ...] = Field(description="By time.")
    sample: str | None = Field(default=None, description="The random sample that it was drawn in.")
    blind: bool = Field(default=False, description="Whether it is shown without what others said.")


def shown_line(snapshot: Snapshot, machine: Thing) -> tuple[Thing, Standing | None]:
    """A line as it stands at this moment, also one that was judged wrong."""
    standing = live(snapshot).of(what_of(machine), machine.id)
    if standing is None or standing.verdict == "wrong":
        return machine, standing
    return applying.applied(machine, standing), standing


def judging(snapshot: Snapshot, machine: Thing, *, sample: str | None = None, blind: bool = False) -> JudgingTold:
    """What is judged of a line.

    Args:
        machine: The line as the machine has it.
        sample: The random sample that it was drawn in.
        blind: Leave out what others said.
    """
    judged, what = live(snapshot), what_of(machine)
    now, standing = shown_line(snapshot, machine)
    if blind:
        now, standing = machine, None
    before, after = seen(machine), seen(now)
    shown = tuple(
        FieldShown(
            name=name,
            value=fields.told(name, after[name]),
            machine=fields.told(name, before[name]),
            choices=fields.choices(what, name),
        )
        for name in fields.FIELDS[what]
        if name in after
    )
    return JudgingTold(
        id=machine.id,
        what=what.value,
        stands=standing.verdict if standing is not None else None,
        said=applying.said(standing) if standing is not None else "nobody judged it yet",
        conflicts=tuple(map(conflict_told, standing.conflicts)) if standing is not None else (),
        changed=standing.changed if standing is not None else (),
        fields=shown,
        entries=() if blind else entries(judged, of_line(judged, machine.id)),
        sample=sample,
        blind=blind,
    )


def thread(snapshot: Snapshot, story: str) -> JudgingTold:
    """What was said of a story, which is not judged itself."""
    judged = live(snapshot)
    told = entries(judged, of_line(judged, story))
    return JudgingTold(id=story, what="story", stands=None, said="", conflicts=(), changed=(), fields=(), entries=told)


def conflict_told(one: Conflict) -> ConflictTold:
    """A conflict, with its values as they are typed."""
    sides = (SideTold(value=fields.told(one.field, value), analysts=names) for value, names in one.values)
    return ConflictTold(field=one.field, sides=tuple(sides))


def of_line(judged: Judged, id: str) -> list[Entry]:
    """All that was said of a line, by time, with its withdrawals."""
    keys = {then for (_, then), now in judged.current.items() if now == id} | {id}
    told = [one for one in judged.entries if isinstance(one, Judgement | Comment | Pass) and one.target in keys]
    ids = {one.id for one in told}
    undone = [one for one in judged.entries if isinstance(one, Undo) and one.of in ids]
    return sorted([*told, *undone], key=lambda one: (one.time, one.id))


def entries(judged: Judged, some: Iterable[Entry]) -> tuple[EntryTold, ...]:
    """Entries as pages show them."""
    return tuple(_entry(judged, one) for one in some)


def _entry(judged: Judged, one: Entry) -> EntryTold:
    verdict = one.verdict if isinstance(one, Judgement) else None
    what = one.what if isinstance(one, Judgement | Comment | Pass) else None
    target = one.target if isinstance(one, Judgement | Comment | Pass) else None
    line = What.EVENT if what is What.MEMBERSHIP else what
    text = one.text if isinstance(one, Comment) else one.note if isinstance(one, Judgement | Undo) else None
    answers = one.reply_to if isinstance(one, Comment) else one.of if isinstance(one, Undo) else None
    corrected = one.corrections if isinstance(one, Judgement) and verdict is Verdict.CORRECTED else {}
    was = one.seen if isinstance(one, Judgement) else {}
    return EntryTold(
        id=one.id,
        line=type(one).__name__.lower(),
        what=what.value if what else None,
        target=target,
        current=judged.current.get((line, target)) if line and target else None,
        analyst=one.analyst,
        time=one.time,
        verdict=verdict.value if verdict else None,
        corrections=tuple(
            CorrectionTold(
                field=name, shown=fields.told(name, was[name]) if name in was else "", right=fields.told(name, value)
            )
            for name, value in corrected.items()
        ),
        text=text,
        answers=answers,
        withdrawn=one.id in judged.withdrawn,
        program=one.program if isinstance(one, Judgement) else None,
        sample=one.sample if isinstance(one, Judgement) else None,
    )
