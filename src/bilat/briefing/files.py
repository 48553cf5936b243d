"""Where each file stands: one line an issue, by rules that the section states."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.citations import shown as cited
from bilat.briefing.desk import LIKELY, Desk, day_of, latest, lowered
from bilat.briefing.matters import FEW
from bilat.briefing.planned import plan_line, plans_ahead
from bilat.model import EventType, Issue, Quad, Status, UndertakingKind, UndertakingStatus
from bilat.relations import Happening, Matter

MOST_FILES = 12
LEAST = 3
"""Happenings that make an issue a file, where no undertaking does."""
MATTER_COUNTS = 3 * 365
"""Days after which an undertaking that nothing more was told of no longer says where its file stands."""

_HALTED = (UndertakingStatus.STALLED, UndertakingStatus.SUSPENDED, UndertakingStatus.VIOLATED)
_MATTER_WORDS = {
    UndertakingStatus.AGREED: "agreed",
    UndertakingStatus.IN_FORCE: "agreed",
    UndertakingStatus.UNDER_CONSTRUCTION: "agreed",
    UndertakingStatus.OPERATING: "agreed",
    UndertakingStatus.PROPOSED: "in talks",
    UndertakingStatus.UNDER_NEGOTIATION: "in talks",
}
"""The status of a file whose undertaking has one of these."""
_CONFLICT = (Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT)

RULE = (
    f"A file is an issue with an undertaking or {LEAST} acts. It is paused where the undertaking of it whose status was told "
    "last is stalled, suspended or violated; signature pending where a signing is planned, or spoken of as possible, and none "
    "has followed in a year; in dispute where the acts of conflict of the last 12 months, requests apart, outweigh those of "
    "cooperation. Else the newest act of the last 12 months that the coder is rather sure of says so, or an undertaking's "
    "status that was told since: agreed where the two agreed or signed, or it is agreed, in force, being built or at work; "
    "offered where one side promised or conceded; in talks where they met, or it is proposed or under negotiation; asked "
    "where one asked; at work where they "
    "cooperated otherwise. Quiet where there is none. An undertaking counts for three years from when it was last told of."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What the record has of one issue.

    Attributes:
        acts: What took place, by date.
        ahead: Plans that lie ahead, or have no day.
        matters: The undertakings, the last told first.
    """

    issue: Issue
    acts: tuple[Happening, ...]
    ahead: tuple[Happening, ...]
    matters: tuple[Matter, ...]


def files_of(desk: Desk, least: int = LEAST) -> list[File]:
    """The issues with an undertaking or so many acts, those with the most weight as of the brief's day first."""
    acts: defaultdict[Issue, list[Happening]] = defaultdict(list)
    ahead: defaultdict[Issue, list[Happening]] = defaultdict(list)
    matters: defaultdict[Issue, list[Matter]] = defaultdict(list)
    for one in desk.done:
        for issue in desk.issues(one):
            acts[issue].append(one)
    for plan in plans_ahead(desk):
        for issue in desk.issues(plan.happening):
            ahead[issue].append(plan.happening)
    oldest = desk.before(MATTER_COUNTS)
    for matter in desk.history.undertakings:
        if matter.last and matter.last >= oldest and len(set(matter.parties)) <= FEW:
            matters[matter.issue].append(matter)
    weight = {issue: sum(map(desk.present, some)) for issue, some in acts.items()}
    found = [
        File(
            issue=issue,
            acts=tuple(acts[issue]),
            ahead=tuple(ahead[issue]),
            matters=tuple(sorted(matters[issue], key=lambda one: (one.last or "", one.name), reverse=True)),
        )
        for issue in Issue
        if matters[issue] or len(acts[issue]) >= least
    ]
    return sorted(found, key=lambda one: (-weight.get(one.issue, 0.0), one.issue.value))


def files(desk: Desk) -> Section:
    """One status line a file."""
    found = files_of(desk)
    told: set[tuple[str, ...]] = set()
    statements = tuple(line(desk, one, told) for one in found[:MOST_FILES])
    rest = found[MOST_FILES:]
    more = (f"Further files: {wording.listed([wording.issue(one.issue) for one in rest])}.",) if rest else ()
    notes = more if statements else (f"The record has no issue with an undertaking or {LEAST} acts.",)
    return Section(key="files", title="Where each file stands", notes=notes, rule=RULE, statements=statements)


def line(desk: Desk, file: File, told: set[tuple[str, ...]]) -> Statement:
    """A file's line: its status with the reason; under it what was last done, and what comes next.

    Args:
        told: The acts that lines before it gave as their weightiest, which it leaves to them; it adds its own.
    """
    status, reason, ids = _status(desk, file, told)
    used = set(ids)
    under = []
    last = max(file.acts, key=lambda one: (day_of(one), desk.weight(one)), default=None)
    if last is not None and not used & set(last.event_ids):
        under.append(desk.happening(last, tags=(), label="Last", quoted=False))
    step = _next(desk, file)
    if step is not None and not used & set(step.event_ids):
        under.append(plan_line(desk, step, label="Next", quoted=False))
    label = wording.issue(file.issue).capitalize()
    text = reason[:1].upper() + reason[1:]
    # On the card the count is enough: the weightiest act is told among the irritants.
    short = text.split(", the weightiest ")[0] if status == "in dispute" else ""
    return desk.stated(text, ids, label=label, status=status, short=short, quoted=False, under=under)


def _next(desk: Desk, file: File) -> Happening | None:
    """The soonest plan with a day ahead, else the last told without one."""
    dated = [one for one in file.ahead if one.date_basis == "event"]
    if dated:
        return min(dated, key=day_of)
    return max(file.ahead, key=lambda one: (desk.told(one), one.event_ids), default=None)


def _status(desk: Desk, file: File, told: set[tuple[str, ...]]) -> tuple[str, str, list[str]]:
    """The status, its reason in words, and the lines that it rests on."""
    matter = max((one for one in file.matters if one.status_date), key=lambda one: one.status_date or "", default=None)
    lately = [one for one in file.acts if day_of(one) >= desk.recent()]
    if matter is not None and matter.status in _HALTED:
        return "paused", *_of_matter(matter)
    signing = _unsigned(desk, file)
    if signing is not None:
        return "signature pending", lowered(desk.worded(signing)), desk.speaking(signing.event_ids)[:1]
    conflict = [one for one in lately if one.type.quad in _CONFLICT and one.type is not EventType.REQUEST]
    cooperation = [one for one in lately if one.type.quad not in _CONFLICT]
    if _sum(desk, conflict) > _sum(desk, cooperation):
        are = "is" if len(conflict) == 1 else "are"
        words = f"{len(conflict)} of {wording.counted(len(lately), 'act')} of the last 12 months {are} of conflict"
        if 2 * len(conflict) <= len(lately):
            words += f" and outweigh{'s' if len(conflict) == 1 else ''} the others"
        return "in dispute", *_counted(desk, conflict, words, told)
    # What the coder is rather sure of speaks first.
    told_last = sorted(latest(lately), key=lambda one: desk.sure(one) < LIKELY)
    found = next(((one, word) for one in told_last if (word := _word(desk, one))), None)
    by_matter = _matter_word(matter) if matter is not None else ""
    if matter is not None and by_matter and (found is None or (matter.status_date or "") >= day_of(found[0])):
        return by_matter, *_of_matter(matter)
    if found is not None:
        return found[1], *_of_act(desk, found[0])
    return _quiet(desk, file)


def _word(desk: Desk, one: Happening) -> str:
    """The status that an act gives its file, "" for one that gives none."""
    if _binds(desk, one):
        return "agreed"
    if one.type in (EventType.AGREE, EventType.CONCEDE):
        return "offered"
    if one.type is EventType.REQUEST:
        return "asked"
    if one.type is EventType.CONSULT:
        return "in talks"
    # Praise moves no file, and conflict has a status of its own.
    return "" if one.type is EventType.SUPPORT or one.type.quad in _CONFLICT else "at work"


def _matter_word(matter: Matter) -> str:
    """The status that an undertaking gives its file; sanctions in force are nothing that was agreed."""
    if matter.kind is UndertakingKind.SANCTIONS_REGIME:
        return matter.status.value.replace("-", " ")
    return _MATTER_WORDS.get(matter.status, "")


def _quiet(desk: Desk, file: File) -> tuple[str, str, list[str]]:
    matter = file.matters[0] if file.matters else None
    if file.acts:
        last = latest(file.acts)[0]
        return (
            "quiet",
            f"nothing since {wording.day(last.date)}: {lowered(desk.worded(last))}",
            desk.speaking(last.event_ids)[:1],
        )
    assert matter is not None  # a file has one or the other
    return "quiet", *_of_matter(matter)


def _of_matter(matter: Matter) -> tuple[str, list[str]]:
    """The undertaking that says so, as last told, with what holds it up."""
    status = "status not told" if matter.status is UndertakingStatus.UNKNOWN else matter.status.value.replace("-", " ")
    told = f", as told {wording.day(matter.status_date)}" if matter.status_date else ""
    text = f"{wording.plain(matter.name)}: {status}{told}"
    stated = [one.undertaking_id for one in reversed(matter.mentions) if one.status is matter.status]
    ids = stated[:2]
    standing = [one for one in matter.obstacles if one.standing]
    if matter.status in _HALTED and standing:
        kinds = list(dict.fromkeys(wording.OBSTACLES[one.kind] for one in standing))
        text += f"; held up by {wording.listed(kinds)}"
        ids += [cited(one.latest) for one in standing[:2]]
    return text, ids


def _of_act(desk: Desk, one: Happening) -> tuple[str, list[str]]:
    return f"{lowered(desk.worded(one))} ({wording.when(one.date, one.date_basis)})", desk.speaking(one.event_ids)[:2]


def _counted(desk: Desk, acts: Sequence[Happening], text: str, told: set[tuple[str, ...]]) -> tuple[str, list[str]]:
    """A count of acts with the gravest of them that no line before tells, on these and on the latest."""
    ids = [one.event_ids[0] for one in latest(acts)[:3]]
    others = bool(told)
    top = weightiest(desk, acts, told)
    if top is None:
        return f"{text}, the weightiest told above", ids
    said, own = _of_act(desk, top)
    return f"{text}, the weightiest{' not told above:' if others else ''} {said}", [*own, *ids]


def weightiest(desk: Desk, acts: Sequence[Happening], told: set[tuple[str, ...]]) -> Happening | None:
    """The act with the most weight as of the day that is not told yet, null where all are; ``told`` gets it."""
    top = max(
        (one for one in acts if one.event_ids not in told),
        key=lambda one: (desk.present(one), one.event_ids),
        default=None,
    )
    if top is not None:
        told.add(top.event_ids)
    return top


def _sum(desk: Desk, acts: Iterable[Happening]) -> float:
    return sum(desk.weight(one) for one in acts)


def _binds(desk: Desk, one: Happening) -> bool:
    """Whether an act is a promise of both or a signature: praise is none, and what one side offers is not agreed."""
    return is_signing(desk, one) or (one.type is EventType.AGREE and one.direction == "both")


def is_signing(desk: Desk, one: Happening) -> bool:
    """Whether a happening is the signing of something, by the word that names it."""
    return one.type is EventType.SUPPORT and any(wording.signs(desk.event(id)) for id in one.event_ids)


def _unsigned(desk: Desk, file: File) -> Happening | None:
    """The last signing that is planned or possible and that no signing of the file has followed."""
    since = desk.recent()
    open_ = [
        one
        for one in desk.of(Status.PLANNED, Status.HYPOTHETICAL)
        if file.issue in desk.issues(one) and is_signing(desk, one) and desk.told(one) >= since and since
    ]
    last = max(open_, key=lambda one: (desk.told(one), one.event_ids), default=None)
    if last is None or any(is_signing(desk, one) and day_of(one) >= desk.told(last) for one in file.acts):
        return None
    return last
