"""A judgement in the making: what a person says of a line, with the line as it was shown and what had made it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bilat.errors import BadArgument
from bilat.record.judgements.applying import applied
from bilat.record.judgements.entries import (
    JUDGED,
    Comment,
    Entry,
    Judgement,
    Pass,
    Undo,
    Verdict,
    What,
    name_of,
    stamp,
    text_of,
)
from bilat.record.judgements.fields import OWN, KnownCode, checked
from bilat.record.judgements.overlay import Judged
from bilat.record.judgements.seen import seen, what_of

if TYPE_CHECKING:
    from bilat.record.view import View

_SHORTEST_ID = 4


def judgement(
    view: "View",
    id: str,
    verdict: Verdict,
    corrections: Mapping[str, object] | None = None,
    *,
    analyst: str,
    now: datetime,
    known: KnownCode,
    note: str | None = None,
    membership: bool = False,
    sample: str | None = None,
    judged: Judged | None = None,
    blind: bool = False,
) -> Judgement:
    """A judgement of a line as a view shows it; it is kept once it is added to the record, see :meth:`Record.tell`.

    Args:
        view: The line is judged as this view shows it; one that people judged wrong, as the machine has it.
        id: The line's id, or the one beginning of it.
        corrections: By field, what is right; see :mod:`bilat.record.judgements.fields`.
        now: The time; that of an analyst's judgements always goes up, whatever the clock says.
        known: Whether a state or body is known by a code.
        membership: Judge not the event, but that it tells the story that it is in.
        sample: The seed of the random sample that the line was drawn in.
        judged: What people said up to now, where that is more than the view has; see :meth:`View.rejudged`.
        blind: The line was shown as the machine has it, without what others said.

    Raises:
        BadArgument: There is no such line, it cannot be judged so, or a value is none of its field's.
    """
    thing = view.machine_line(id)
    if thing is None:
        raise BadArgument(f"no line has the id {id!r}", hint="'bilat judgements queue' and 'bilat dyad' show ids")
    what = What.MEMBERSHIP if membership else what_of(thing)
    if membership and what_of(thing) is not What.EVENT:
        raise BadArgument(f"{thing.id} is no event", hint="only an event is a member of a story")
    given = checked(what, corrections or {}, known)
    _check_verdict(verdict, given, what)
    story = view.story_of(thing.id) if what in (What.EVENT, What.MEMBERSHIP) else None
    _check_story(view, given, story, membership=membership)
    machine = seen(thing)
    told = judged or view.judged
    standing = told.of(what, thing.id)
    applies = view.applies and not blind and standing is not None
    shown = seen(applied(thing, standing)) if applies and standing else machine
    run = view.run_of(what, thing.id)
    who = name_of(analyst)
    return Judgement(
        analyst=who,
        time=_time(told, who, now),
        what=what,
        target=thing.id,
        article_id=getattr(thing, "article_id", thing.id),
        verdict=verdict,
        corrections=given,
        note=text_of(note, "note"),
        seen=shown | ({"story": story} if story is not None else {}),
        machine={name: value for name, value in machine.items() if shown.get(name) != value},
        run=run.id if run else None,
        program=run.program if run else None,
        model=run.model if run else None,
        blind=not (applies and _others(standing.judgements if standing else (), who)),
        sample=sample,
    )


def _others(judgements: Iterable[Judgement], analyst: str) -> bool:
    return any(one.analyst != analyst for one in judgements)


def _check_verdict(verdict: Verdict, given: Mapping[str, Any], what: What) -> None:
    if verdict is Verdict.CORRECTED and not given:
        raise BadArgument("nothing is corrected", hint="say what is right, as in --field type=CONSULT")
    if verdict is not Verdict.CORRECTED and given:
        hint = f"a line of which {', '.join(given)} is otherwise is not {verdict}, but corrected"
        raise BadArgument(f"what is {verdict} takes no corrections", hint=hint)


def _check_story(view: "View", given: Mapping[str, Any], story: str | None, *, membership: bool) -> None:
    wanted = given.get("story")
    if membership and story is None:
        raise BadArgument("the event is in no story", hint="correct it with --field story=ID to put it into one")
    if wanted is not None and wanted != OWN and view.story(wanted) is None:
        raise BadArgument(f"no story has the id {wanted!r}", hint="'bilat stories A B' lists them; or story=own")


def comment(
    view: "View",
    id: str,
    text: str,
    *,
    analyst: str,
    now: datetime,
    reply_to: str | None = None,
    judged: Judged | None = None,
) -> Comment:
    """A comment on any line, or on a story; see :func:`judgement` for what is alike.

    Args:
        reply_to: The id of the entry that it answers, or the one beginning of it.

    Raises:
        BadArgument: There is no such line or entry, or the text is empty.
    """
    clean = text_of(text, "comment")
    if clean is None:
        raise BadArgument("the comment is empty", hint="say what you have to say of the line")
    told = judged or view.judged
    answered = found(told.entries, reply_to) if reply_to is not None else None
    if answered is not None and not isinstance(answered, Comment | Judgement):
        raise BadArgument(f"{answered.id} is nothing to reply to", hint="name a comment or a judgement")
    what, target = _what(view, id)
    if answered is not None and answered.target != target:
        raise BadArgument(f"{answered.id} is on another line, {answered.target}", hint="reply on its own line")
    who = name_of(analyst)
    time = _time(told, who, now)
    to = answered.id if answered else None
    return Comment(analyst=who, time=time, what=what, target=target, text=clean, reply_to=to)


def passing(view: "View", id: str, *, analyst: str, now: datetime, judged: Judged | None = None) -> Pass:
    """That an analyst leaves a line to others: the queue does not show it to him again."""
    what, target = _what(view, id)
    if what not in JUDGED:
        raise BadArgument("a story cannot be judged", hint="name an event of it")
    who = name_of(analyst)
    return Pass(analyst=who, time=_time(judged or view.judged, who, now), what=what, target=target)


def _what(view: "View", id: str) -> tuple[What, str]:
    thing = view.machine_line(id)
    if thing is not None:
        return what_of(thing), thing.id
    story = view.story(id)
    if story is None:
        raise BadArgument(f"no line has the id {id!r}", hint="'bilat judgements queue' and 'bilat dyad' show ids")
    return What.STORY, story.id


def undo(judged: Judged, id: str | None, *, analyst: str, now: datetime, note: str | None = None) -> Undo:
    """The withdrawal of an entry of one's own.

    Args:
        id: The entry's id, or its beginning; or the id of a line, for the latest judgement of it; null for the latest of all.

    Raises:
        BadArgument: There is none, it is another's, or it was withdrawn before.
    """
    who = name_of(analyst)
    mine = [
        one
        for one in judged.entries
        if one.analyst == who and not isinstance(one, Undo) and one.id not in judged.withdrawn
    ]
    one = _to_withdraw(judged, mine, id, who)
    return Undo(analyst=who, time=_time(judged, who, now), of=one.id, note=text_of(note, "note"))


def _to_withdraw(judged: Judged, mine: list[Entry], id: str | None, who: str) -> Entry:
    if id is None:
        if not mine:
            raise BadArgument(f"{who} has nothing to withdraw", hint="'bilat judgements list' shows who judged what")
        return mine[-1]
    of_line = [one for one in mine if isinstance(one, Judgement) and _begins(one.target, id)]
    if of_line:
        return of_line[-1]
    one = found(judged.entries, id)
    if one.analyst != who:
        what = f"{one.id} is {one.analyst}'s"
        raise BadArgument(
            what, hint="judge the line yourself: where two differ, neither is applied, and a third decides"
        )
    if one not in mine:
        raise BadArgument(f"{one.id} was withdrawn already, or is a withdrawal", hint="judge the line again instead")
    return one


def found(entries: Iterable[Entry], id: str) -> Entry:
    """The entry of an id, or of the one beginning of it.

    Raises:
        BadArgument: There is none, or several.
    """
    same = [one for one in entries if _begins(one.id, id)]
    exact = [one for one in same if one.id == id]
    if len(exact or same) != 1:
        what = f"{'several entries begin' if same else 'no entry begins'} with {id!r}"
        raise BadArgument(what, hint="'bilat judgements list' shows their ids")
    return (exact or same)[0]


def _begins(whole: str, id: str) -> bool:
    return whole == id or (len(id) >= _SHORTEST_ID and whole.startswith(id))


def _time(judged: Judged, analyst: str, now: datetime) -> str:
    return stamp(now, max((one.time for one in judged.entries if one.analyst == analyst), default=None))
