"""The pair's undertakings over all articles: mentions of one matter under several names become one, and are followed in time."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bilat.model import Span, Status, Undertaking, UndertakingStatus
from bilat.record import Dyad, View
from bilat.record.dates import reach
from bilat.relations.evidence import Evidence
from bilat.relations.matters import material
from bilat.relations.matters.course import course
from bilat.relations.matters.joining import head_of, join
from bilat.relations.matters.material import Material
from bilat.relations.matters.mentioning import Naming
from bilat.relations.matters.milestones import milestones, told_steps
from bilat.relations.matters.names import Own, read, split
from bilat.relations.matters.obstacles import Told, gone, hindrances
from bilat.relations.matters.sentences import Passages, Place, Topic
from bilat.relations.matters.telling import Telling, surface
from bilat.relations.matters.values import Matter, Mention, Milestone, Silence
from bilat.relations.sides import key_of

T = TypeVar("T")
Group = Sequence[Telling]

_ALIASES = 12


def undertakings(
    view: View,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    status: Collection[str] = (),
    name: str | None = None,
    limit: int | None = None,
    offset: int = 0,
    steps: int | None = None,
) -> tuple[Matter, ...]:
    """The matters of a pair, the most told of first.

    Only those that are given back are followed in time, so that a limit also limits the cost. Most of it is the reading of
    article texts for steps.

    Args:
        view: The record, or the record as of a day.
        a: Code of the one; b: of the other.
        since: From articles of this day, month or year on; until: to those of this one.
        status: Only matters of these statuses; "open" stands for all but "ended".
        name: Only matters with these words in one of their names, or with an id that begins so.
        limit: Most to give; offset: how many to leave out before.
        steps: For how many, the most told of, article texts are read for steps and the ends of obstacles; null for all.

    Raises:
        BadArgument: The two are the same, or a date is none, or they are in the wrong order.
    """
    found = material.of_view(view, a, b, since, until)
    groups = [group for group in _joined(found) if _asked(group, status, name)]
    chosen = groups[offset : None if limit is None else offset + limit]
    return _matters(found, chosen, groups, steps)


def undertakings_of(dyad: Dyad) -> tuple[Matter, ...]:
    """The same from a dyad alone: steps are found only in sentences with an act of the two or a mention of a matter."""
    found = material.of_dyad(dyad)
    groups = _joined(found)
    return _matters(found, groups, groups, None)


def _joined(found: Material) -> list[list[Telling]]:
    groups = join(found.told, found.own, found.stories)
    return sorted(groups, key=lambda group: (-len(group), _by_use(one.name for one in group)[0], group[0].id))


def _asked(group: Group, status: Collection[str], name: str | None) -> bool:
    if status:
        last = _status(_mentions(group))[0]
        if not (last.value in status or ("open" in status and last is not UndertakingStatus.ENDED)):
            return False
    return name is None or _is_called(group, name)


def _is_called(group: Group, name: str) -> bool:
    if any(one.id.startswith(name) for one in group):
        return True
    words = name.casefold().split()
    return any(all(word in text.casefold() for word in words) for one in group for text in (one.name, one.mention))


def _matters(found: Material, chosen: Sequence[Group], groups: Sequence[Group], most: int | None) -> tuple[Matter, ...]:
    """The chosen of the groups, the first followed through texts; what is asked of the record is asked for all at once."""
    bodies = found.bodies([one.id for group in chosen for one in group])
    heads = Counter(head_of(group, found.own) for group in groups)
    followed = chosen if most is None else chosen[:most]
    topics = [_topic(group, found, bodies, heads) for group in followed]
    passages: list[Passages | None] = [*found.passages(topics), *(None for _ in chosen[len(followed) :])]
    by_article = [_by_article(group) for group in chosen]
    told = [
        told_steps(some.named if some else (), {key_of(code) for one in group for code in one.parties}, mentions)
        for group, some, mentions in zip(chosen, passages, by_article, strict=True)
    ]
    more = found.retold([id for steps in told for one in steps for id in one.event_ids])
    steps = [milestones(some, more, mentions) for some, mentions in zip(told, by_article, strict=True)]
    apart = found.holding(
        {
            (body.article_id, held.span.start)
            for group in followed
            for body in (bodies[one.id] for one in group)
            for held in body.obstacles
            if not _within(held.span, body.sentence)
        }
    )
    lines = zip(chosen, passages, by_article, steps, strict=True)
    return tuple(_matter(found, bodies, apart, *line) for line in lines)


def _within(span: Span, sentence: Span) -> bool:
    return sentence.start <= span.start < sentence.end


def _by_article(group: Group) -> dict[str, list[str]]:
    """The ids of a matter's mentions by their article."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in group:
        found[one.article_id].append(one.id)
    return dict(found)


def _topic(group: Group, found: Material, bodies: Mapping[str, Undertaking], heads: Mapping[str, int]) -> Topic:
    """How the matter is named; its noun alone means it where no other matter of the pair has it."""
    head = head_of(group, found.own)
    return Topic(
        articles=tuple(dict.fromkeys(one.article_id for one in group)),
        naming=Naming(group, found.own, head, alone=heads[head] < 2),
        hindered=any(bodies[one.id].obstacles for one in group),
    )


def _matter(
    found: Material,
    bodies: Mapping[str, Undertaking],
    apart: Mapping[Place, Span],
    group: Group,
    passages: Passages | None,
    by_article: Mapping[str, list[str]],
    steps: tuple[Milestone, ...],
) -> Matter:
    mentions = _mentions(group)
    status, status_date, history = _status(mentions)
    told = sorted(one.date for one in mentions if one.date)
    removals = [
        one
        for passage in ((*passages.named, *passages.around) if passages else ())
        for one in gone(passage.sentence.text, passage.acts, passage.date, by_article[passage.article_id])
    ]
    names = _by_use(one.name for one in group)
    words = _by_use(surface(one.mention) for one in group)
    name = _usual(names, words, found.own)
    return Matter(
        id=next((one.id for one in group if one.date), group[0].id),
        name=name,
        aliases=tuple(_aliases(name, names, words)),
        kind=_by_use(one.kind for one in group)[0],
        issue=_by_use(one.issue for one in group)[0],
        parties=tuple(_by_use(code for one in sorted(group, key=lambda one: one.parties) for code in one.parties)),
        status=status,
        status_date=status_date,
        history=history,
        mentions=mentions,
        milestones=steps,
        obstacles=hindrances(_hindered(group, bodies, apart), mentions, history, removals),
        due=_due(steps, found.newest),
        silence=_silence(told, found.read),
        followed=passages is not None,
        first=told[0] if told else None,
        last=told[-1] if told else None,
        undertaking_ids=tuple(one.id for one in group),
        article_ids=tuple(by_article),
    )


def _by_use(values: Iterable[T]) -> list[T]:
    return [value for value, _ in Counter(values).most_common()]


def _usual(names: Sequence[str], words: Sequence[str], own: Own) -> str:
    """The name that is used most; where that is bare ("Ruritania-Sylvania dam"), the articles' own that tells more."""
    if not read(split(names[0])[0], own).bare:
        return names[0]
    return next((text for text in words if read(text, own).proper), names[0])


def _aliases(name: str, names: Sequence[str], words: Sequence[str]) -> list[str]:
    """The other names, each once, whatever its capitals; of the articles' own words only those that tell something."""
    found: dict[str, str] = {}
    for text in (*names, *words):
        if len(text.split()) > 1 or text.isupper():
            found.setdefault(text.casefold(), text)
    found.pop(name.casefold(), None)
    return list(found.values())[:_ALIASES]


def _mentions(group: Iterable[Telling]) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            undertaking_id=one.id,
            article_id=one.article_id,
            date=one.date,
            name=one.name,
            words=one.mention,
            status=one.status,
            stated=one.stated,
        )
        for one in group
    )


def _status(mentions: Sequence[Mention]) -> tuple[UndertakingStatus, str | None, tuple[Mention, ...]]:
    """The status, the date since which it is stated, and the mentions at which it changed.

    What holds as a rule ("made in 2015, and no word tells that it ended") counts only where no article states a status.
    """
    known = [one for one in mentions if one.status is not UndertakingStatus.UNKNOWN]
    stated = [one for one in known if one.stated] or known
    history = course(stated)
    last = history[-1] if history else stated[-1] if stated else None
    return (last.status, last.date, history) if last else (UndertakingStatus.UNKNOWN, None, history)


def _hindered(group: Group, bodies: Mapping[str, Undertaking], apart: Mapping[Place, Span]) -> Iterator[Told]:
    """The obstacles of a matter's mentions, each with its sentence; ``apart`` are those that are not the mention's own."""
    for one in group:
        body = bodies[one.id]
        for held in body.obstacles:
            if _says(held.text):
                sentence = apart.get((body.article_id, held.span.start), body.sentence)
                evidence = Evidence(id=one.id, article_id=body.article_id, date=one.date, sentence=sentence)
                yield Told(kind=held.kind, text=held.text, evidence=evidence)


def _says(words: str) -> bool:
    """Whether the words of an obstacle say anything: a slip of the coder left "to" alone."""
    return any(len(word) > 3 or word.isupper() for word in words.split())


def _due(steps: Iterable[Milestone], newest: str | None) -> tuple[Milestone, ...]:
    """What is planned or to be met at a time that ends on or after the newest article's day."""
    return tuple(
        one
        for one in steps
        if one.status is Status.PLANNED and newest is not None and (days := reach(one.date)) and days[1] >= newest
    )


def _silence(told: Sequence[str], read: Sequence[str]) -> Silence | None:
    if not told or (days := reach(told[-1])) is None:
        return None
    after = read[bisect_right(read, days[1]) :]
    newest = max(after, default=days[1])
    gap = date.fromisoformat(newest).toordinal() - date.fromisoformat(days[1]).toordinal()
    return Silence(since=told[-1], days=gap, articles=len(after))


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A matter's status over time alone.

    Attributes:
        id, name, status: As :class:`Matter` has them.
        told: Dates of the articles that tell of it, the earliest first.
        moves: Dates on which its status changed, the first stated one not counted.
    """

    id: str
    name: str
    status: UndertakingStatus
    told: tuple[str, ...]
    moves: tuple[str, ...]


def courses(view: View, a: str, b: str) -> tuple[Course, ...]:
    """The matters of a pair as :func:`undertakings` joins them, without their steps and obstacles; the most told of first."""
    return tuple(_course(group) for group in _joined(material.of_view(view, a, b, None, None)))


def _course(group: Sequence[Telling]) -> Course:
    status, _, history = _status(_mentions(group))
    return Course(
        id=next((one.id for one in group if one.date), group[0].id),
        name=_by_use(one.name for one in group)[0],
        status=status,
        told=tuple(sorted(one.date for one in group if one.date)),
        moves=tuple(one.date for one in history[1:] if one.date),
    )
