"""The section on undertakings: where each stands, what holds it up, and how it came there."""

import re
from collections.abc import Iterable
from itertools import pairwise

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.citations import MOST, Line
from bilat.briefing.citations import shown as cited
from bilat.briefing.desk import Desk, left
from bilat.model import UndertakingStatus
from bilat.relations import Hindrance, Matter, Milestone

MOST_MATTERS = 12
MOST_OTHERS = 12
MOST_STEPS = 3
"""Steps that are told of a matter: what is due, and the last that were taken."""
QUIET = 60
"""Days without a word of it from which on a matter is said to be quiet."""
_MOST_TEXTS = 3
_LACKING = re.compile(r"\b(?:absence|lack|want) of (?:an? |any )?$", re.IGNORECASE)
FEW = 4
"""Parties up to which a matter is one of the two."""


def undertakings(desk: Desk) -> Section:
    """Those with the most to tell in full, the others in a line each."""
    matters = sorted((one for one in desk.history.undertakings if not _is_lacking(desk, one)), key=_order)
    full = [one for one in matters if _tells(one)][:MOST_MATTERS]
    rest = [one for one in matters if one not in full]
    parts = [_matter(desk, one, place) for place, one in enumerate(full, 1)]
    if rest:
        notes = left(len(rest) - MOST_OTHERS)
        lines = tuple(_line(desk, one) for one in rest[:MOST_OTHERS])
        parts.append(Section(key="matters-other", title="Also told of", statements=lines, notes=notes))
    notes = () if parts else ("The record tells of none between the two.",)
    return Section(key="undertakings", title="Undertakings and what holds them up", notes=notes, parts=tuple(parts))


def _is_lacking(desk: Desk, matter: Matter) -> bool:
    """Whether all that is told of a matter is that there is none: "absence of a mutual recognition agreement"."""
    ids = [one.undertaking_id for one in matter.mentions if desk.citer.knows(one.undertaking_id)]
    return bool(ids) and all(_told_lacking(desk.citer.line(id)) for id in ids)


def _told_lacking(line: Line) -> bool:
    span = getattr(line, "mention", None)
    before = line.sentence.text[: span.start - line.sentence.start] if span is not None else ""
    return _LACKING.search(before) is not None


def _order(matter: Matter) -> tuple[bool, bool, int, str]:
    """Matters of the two alone, or with a few others, before those of many; what is held up before what is not."""
    return len(set(matter.parties)) > FEW, not matter.obstacles, -len(matter.mentions), matter.name


def _tells(matter: Matter) -> bool:
    known = matter.status is not UndertakingStatus.UNKNOWN
    return bool(matter.obstacles) or (known and len({one.article_id for one in matter.mentions}) > 1)


def _matter(desk: Desk, matter: Matter, place: int) -> Section:
    statements = [_standing(desk, matter), *(_obstacle(desk, one) for one in matter.obstacles)]
    statements += milestones(desk, matter.due[:MOST_STEPS], "Due")
    if len(matter.history) > 1:
        statements.append(_history(desk, matter))
    statements += milestones(desk, [one for one in matter.milestones if one not in matter.due][-MOST_STEPS:], "")
    return Section(
        key=f"matter-{place}",
        title=name_of(matter),
        badge=_status(matter.status),
        notes=_silence(matter),
        statements=tuple(statements),
    )


def _silence(matter: Matter) -> tuple[str, ...]:
    """That nothing was told of it for a while, though articles of the pair were read."""
    quiet = matter.silence
    if quiet is None or quiet.days < QUIET or not quiet.articles:
        return ()
    articles = wording.counted(quiet.articles, "article")
    return (
        f"Not told of since {wording.day(quiet.since)}, in {articles} of the pair read from the {quiet.days:,} days after.",
    )


def milestones(desk: Desk, steps: Iterable[Milestone], label: str) -> list[Statement]:
    """The steps whose own sentence is a line of the record, each with it; the label is the step's name where none is given."""
    found = []
    for one in steps:
        ids = [id for id in one.event_ids if desk.citer.knows(id)]
        own = [id for id in one.undertaking_ids if desk.citer.knows(id)]
        ids += [id for id in own if desk.citer.line(id).sentence.text == one.sentence]
        if ids:
            text = f"{wording.STATUS[one.status]}{one.step.value}: “{wording.plain(one.words)}”"
            when = wording.when(one.date, "article" if one.basis == "article" else "event")
            found.append(
                desk.stated(text[:1].upper() + text[1:], ids, label=label, when=when, date=one.date, quoted=bool(label))
            )
    return found


def name_of(matter: Matter) -> str:
    """A matter's name at the beginning of a line."""
    name = wording.plain(matter.name)
    return name[:1].upper() + name[1:]


def _status(status: UndertakingStatus) -> str:
    return "status not told" if status is UndertakingStatus.UNKNOWN else status.value.replace("-", " ")


def _parties(desk: Desk, matter: Matter) -> str:
    return wording.listed(list(dict.fromkeys(desk.state(code) for code in matter.parties)))


def _kind(matter: Matter) -> str:
    return f"{matter.kind.value.replace('-', ' ')} of {{}} on {wording.issue(matter.issue)}"


def _standing(desk: Desk, matter: Matter) -> Statement:
    """Kind, parties and status, on the mention that states it; the others after."""
    text = _kind(matter).format(_parties(desk, matter))
    stated = [one for one in matter.mentions if one.status is matter.status]
    first = matter.history[-1] if matter.history else stated[-1]
    ids = [first.undertaking_id, *(one.undertaking_id for one in reversed(stated))]
    text = f"{text[0].upper()}{text[1:]}: {_status(matter.status)}"
    if not any(one.stated for one in stated) and matter.status is not UndertakingStatus.UNKNOWN:
        text += " (as such a matter is, as a rule: no article says it in words)"
    if others := _other_names(matter)[:_MOST_TEXTS]:
        text += f"; also called {wording.listed([f'“{name}”' for name in others])}"
    date = matter.status_date
    return desk.stated(text, ids, when=f"as reported {wording.day(date)}" if date else "no date told", date=date)


def _other_names(matter: Matter) -> list[str]:
    """The names that say something else than its own: not a part of it, none that stutters ("gas gas")."""
    kept = [wording.plain(matter.name)]
    for name in map(wording.plain, matter.aliases):
        words = name.casefold().split()
        told = any(name.casefold() in one.casefold() for one in kept)
        if not told and not any(first == second for first, second in pairwise(words)):
            kept.append(name)
    return kept[1:]


def _obstacle(desk: Desk, one: Hindrance) -> Statement:
    texts = wording.listed([f"“{wording.plain(text)}”" for text in one.texts[:_MOST_TEXTS]])
    when = f"reported {_range(one.first, one.last)}" if one.last else "no date told"
    lead = "Held up by" if one.standing else "Was held up by"
    text = f"{lead} {wording.OBSTACLES[one.kind]}: {texts}"
    # Each wording that is quoted by the newest sentence with it, then the others, the newest first.
    told = sorted((proof for some in one.evidence for proof in some), key=lambda proof: proof.date or "", reverse=True)
    ids = [cited(proof) for proof in (*(some[-1] for some in one.evidence[:_MOST_TEXTS]), *told)]
    gone = None if one.standing else one.spells[-1]
    if gone is not None:
        text += f"; no longer since {wording.day(gone.removed)}"
        ids = [*(id for id in gone.removed_by if desk.citer.knows(id)), *ids]
    return desk.stated(text, ids, when=when, date=one.last, quoted=False)


def _range(first: str | None, last: str | None) -> str:
    return wording.day(last) if first == last else f"{wording.day(first)} to {wording.day(last)}"


def _history(desk: Desk, matter: Matter) -> Statement:
    """The stated statuses in order; as many of the latest as can be cited."""
    kept = matter.history[-MOST:]
    steps = [f"{_status(one.status)} ({wording.day(one.date)})" for one in kept]
    before = len(matter.history) - len(kept)
    text = "Status as told over time: " + (f"{wording.counted(before, 'earlier change')}, then " if before else "")
    text += ", then ".join(steps)
    ids = [one.undertaking_id for one in reversed(kept)]
    return desk.stated(text, ids, when=_range(matter.first, matter.last), date=matter.last, quoted=False)


def _line(desk: Desk, matter: Matter) -> Statement:
    text = f"{name_of(matter)}: {_kind(matter).format(_parties(desk, matter))}; {_status(matter.status)}"
    ids = [one.undertaking_id for one in reversed(matter.mentions)]
    when = f"reported {wording.day(matter.last)}" if matter.last else "no date told"
    return desk.stated(text, ids, when=when, date=matter.last, quoted=False)
