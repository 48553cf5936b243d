"""What happened to a matter, step by step: read from the sentences that speak of it and the acts coded in them."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bilat.model import Span, Status
from bilat.record import Act
from bilat.record.dates import reach
from bilat.relations.matters.steps import Cue, ahead_of, cues, dates, is_attribute, is_done, standing
from bilat.relations.matters.values import Milestone, Step

Retold = Mapping[str, Sequence[tuple[str, str, str | None]]]
"""By an act's id, the other acts of its story: id, article, date."""

_LED = re.compile(r"\b(?:from|until|till|by|before|for|of)(?: the)?(?: end of)?(?: early| late| mid)?[ -]$")
_FAR = 110  # characters between a name and the words of a step
_CLOSE = 45  # days within which two reports of a step dated by their articles are one
_TAKEN = (Status.ACTUAL, Status.HISTORICAL)
_FIRM = (Step.DEADLINE, Step.PENALTY)
_UNDONE = {Step.SUSPENDED: Step.RESUMED, Step.RESUMED: Step.SUSPENDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence that speaks of a matter, with the acts coded in it.

    Attributes:
        date: Its article's; at: where in the sentence the names of the matter end.
    """

    article_id: str
    date: str | None
    sentence: Span
    at: tuple[int, ...]
    acts: tuple[Act, ...]


def told_steps(
    passages: Iterable[Passage], parties: Collection[str], mentions: Mapping[str, Sequence[str]]
) -> list[Milestone]:
    """The steps of a matter as its sentences tell them, each as often as it is told.

    Args:
        passages: The sentences that speak of it.
        parties: The keys of its parties: an act of others alone is no step of it.
        mentions: By article, the ids of the mentions of the matter in it.
    """
    return [one for passage in passages for one in _of(passage, parties, mentions)]


def milestones(
    told: Iterable[Milestone], retold: Retold, mentions: Mapping[str, Sequence[str]]
) -> tuple[Milestone, ...]:
    """The steps of a matter, each once, by date, undated last.

    Args:
        told: As :func:`told_steps` gives them.
        retold: The other acts of the stories of their acts.
        mentions: By article, the ids of the mentions of the matter in it.
    """
    found = [_with_retold(one, retold, mentions) for one in told]
    return tuple(sorted(_merged(found), key=_order))


def _order(one: Milestone) -> tuple[bool, str, str, str]:
    return one.date is None, (reach(one.date) or ("",))[0], one.step, one.sentence


def _of(passage: Passage, parties: Collection[str], mentions: Mapping[str, Sequence[str]]) -> Iterator[Milestone]:
    """The steps that one sentence tells, each kind once."""
    told: set[Step] = set()
    for cue in cues(passage.sentence.text):
        if cue.step in told or min((abs(cue.start - at) for at in passage.at), default=0) > _FAR:
            continue
        one = _milestone(passage, cue, parties, mentions)
        if one is not None:
            told.add(cue.step)
            yield one


def _milestone(
    passage: Passage, cue: Cue, parties: Collection[str], mentions: Mapping[str, Sequence[str]]
) -> Milestone | None:
    acts = _acts(passage, cue)
    if acts and not any(_concerns(act, parties) for act in acts):
        return None
    status = _standing(passage, cue, acts)
    if status is None:
        return None
    day, basis = _dated(passage, cue, acts, status)
    if day is None or _is_passed(passage, cue, status, day):
        return None
    return Milestone(
        step=cue.step,
        status=Status.ACTUAL if status is Status.HISTORICAL else status,
        date=day,
        basis=basis,
        words=cue.words,
        sentence=passage.sentence.text,
        by="named",
        event_ids=tuple(act.id for act in acts),
        undertaking_ids=tuple(mentions.get(passage.article_id, ())),
        article_ids=(passage.article_id,),
    )


def _concerns(act: Act, parties: Collection[str]) -> bool:
    """Whether one of the parties has a part in an act, or nobody is named in it."""
    return not act.keys or bool(set(act.keys) & set(parties))


def _is_passed(passage: Passage, cue: Cue, status: Status, day: str) -> bool:
    """Whether what "will be" is dated before its article: the date is another thing's."""
    ahead = status is Status.PLANNED and cue.step is not Step.DEADLINE and ahead_of(passage.sentence.text, cue)
    return ahead and bool(passage.date) and (reach(day) or ("", ""))[1] < (passage.date or "")


def _standing(passage: Passage, cue: Cue, acts: Sequence[Act]) -> Status | None:
    """Whether the step was taken, is planned, or, of a penalty, may come; null for what is denied, wished or not told."""
    if cue.step is Step.DEADLINE:
        return Status.PLANNED
    if not acts and is_attribute(passage.sentence.text, cue):
        return None
    status = acts[0].status if acts else standing(passage.sentence.text, cue)
    if cue.step is Step.PENALTY:
        return Status.HYPOTHETICAL if status in (None, Status.PLANNED) else None if status is Status.NEGATED else status
    if status in _TAKEN and not is_done(passage.sentence.text, cue):
        return None
    return None if status in (Status.NEGATED, Status.HYPOTHETICAL) else status


def _acts(passage: Passage, cue: Cue) -> list[Act]:
    """The acts whose trigger is the step's words."""
    return [act for act in passage.acts if act.trigger in cue.words or cue.words in act.trigger]


def _dated(
    passage: Passage, cue: Cue, acts: Sequence[Act], status: Status
) -> tuple[str | None, Literal["event", "sentence", "article"] | None]:
    """The date of the step: its act's, else the nearest that the sentence states, else, for what was done, its article's."""
    own = next((act.date for act in acts if reach(act.date)), None)
    nearest = _nearest(passage.sentence.text, cue, done=status is Status.ACTUAL)
    if own is not None and not (cue.step is Step.DEADLINE and nearest is not None):
        return own, "event"
    if nearest is not None:
        return nearest, "sentence"
    told = status is Status.ACTUAL or cue.step is Step.PENALTY
    if told and cue.step is not Step.DEADLINE and reach(passage.date):
        return passage.date, "article"
    return None, None


def _nearest(sentence: str, cue: Cue, *, done: bool) -> str | None:
    """The nearest date that the sentence states and that is not nearer to another step's words.

    What was done was not done on a day that "from" or "by" leads in: "signed the papers for gas from 2014".
    """
    places = [
        (other.start + other.end) / 2 for other in cues(sentence) if other.start >= cue.end or other.end <= cue.start
    ]
    middle = (cue.start + cue.end) / 2
    own = [
        one
        for one in dates(sentence)
        if reach(one.date)
        and not (done and _LED.search(sentence, 0, one.start))
        and all(abs(one.start - middle) <= abs(one.start - at) for at in places)
    ]
    found = min(own, key=lambda one: (abs(one.start - middle), one.start), default=None)
    return found.date if found else None


def _with_retold(one: Milestone, more: Retold, mentions: Mapping[str, Sequence[str]]) -> Milestone:
    """With the other acts of its story, which may stand in articles that do not name the matter."""
    others = [line for id in one.event_ids for line in more.get(id, ())]
    if not others:
        return one
    articles = tuple(dict.fromkeys((*one.article_ids, *(article for _, article, _ in others))))
    better = next((day for _, _, day in others if reach(day)), None) if one.basis == "article" else None
    return replace(
        one,
        date=better or one.date,
        basis="event" if better else one.basis,
        event_ids=tuple(dict.fromkeys((*one.event_ids, *(id for id, _, _ in others)))),
        undertaking_ids=tuple(dict.fromkeys(id for article in articles for id in mentions.get(article, ()))),
        article_ids=articles,
    )


def _merged(found: Iterable[Milestone]) -> list[Milestone]:
    """Each step once: the finest date that the others hold; what only articles date, from the first of them."""
    groups: defaultdict[tuple[Step, Status], list[Milestone]] = defaultdict(list)
    for one in sorted(
        found, key=lambda one: (one.basis == "article", -len(one.date or ""), one.date or "9", one.sentence)
    ):
        _add(groups[one.step, one.status], one)
    lasting = [one for some in groups.values() for one in some]
    return _once(lasting)


def _add(known: list[Milestone], one: Milestone) -> None:
    for n, other in enumerate(known):
        if _same(other, one):
            known[n] = _both(other, one)
            return
    known.append(one)


def _same(one: Milestone, other: Milestone) -> bool:
    """Whether two tellings of a step are of one: one's date lies in the other's, or they share an act."""
    if set(one.event_ids) & set(other.event_ids):
        return True
    first, second = reach(one.date), reach(other.date)
    if first is None or second is None:
        return one.date == other.date and one.sentence == other.sentence
    if "article" in (one.basis, other.basis):
        return _days(first[0], second[0]) <= _CLOSE or _days(first[1], second[1]) <= _CLOSE
    return first[0] <= second[1] and second[0] <= first[1]


def _days(one: str, other: str) -> int:
    return abs(date.fromisoformat(one).toordinal() - date.fromisoformat(other).toordinal())


def _both(one: Milestone, other: Milestone) -> Milestone:
    dated = min((one, other), key=lambda m: (m.basis == "article", m.basis is None, -len(m.date or ""), m.date or ""))
    return replace(
        dated,
        event_ids=tuple(dict.fromkeys((*one.event_ids, *other.event_ids))),
        undertaking_ids=tuple(dict.fromkeys((*one.undertaking_ids, *other.undertaking_ids))),
        article_ids=tuple(dict.fromkeys((*one.article_ids, *other.article_ids))),
    )


def _once(found: list[Milestone]) -> list[Milestone]:
    """What only articles date was done by then, and is told again and again: kept from the first, until it was undone."""
    kept: list[Milestone] = []
    for one in sorted(found, key=lambda one: (reach(one.date) or ("9",))[0]):
        before = [other for other in kept if other.step is one.step and other.status is one.status]
        undone = [other for other in kept if other.step is _UNDONE.get(one.step)]
        again = before and one.basis == "article" and one.step not in _FIRM
        if again and not any((other.date or "") > (before[-1].date or "") for other in undone):
            kept[kept.index(before[-1])] = _kept_with(before[-1], one)
            continue
        kept.append(one)
    return kept


def _kept_with(one: Milestone, later: Milestone) -> Milestone:
    return replace(
        one,
        event_ids=tuple(dict.fromkeys((*one.event_ids, *later.event_ids))),
        undertaking_ids=tuple(dict.fromkeys((*one.undertaking_ids, *later.undertaking_ids))),
        article_ids=tuple(dict.fromkeys((*one.article_ids, *later.article_ids))),
    )
