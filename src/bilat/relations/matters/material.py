"""What matters are made of: the mentions of a pair and what is asked for beside them.

From a view it is read by question, article texts included, and only for the matters that are asked for; a dyad has only the
sentences in which something was coded.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bilat.errors import BadArgument
from bilat.model import Issue, Span, Undertaking, UndertakingKind, UndertakingStatus
from bilat.record import Dyad, View, joint
from bilat.record.dates import reach
from bilat.relations.matters import sentences
from bilat.relations.matters.milestones import Retold
from bilat.relations.matters.names import Own
from bilat.relations.matters.telling import Telling, is_known, telling
from bilat.relations.sides import key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is known of a pair before its mentions are joined.

    Attributes:
        told: The mentions, by date.
        own: The names of all their parties.
        stories: By article, the story that it tells as a whole, where that is known.
        read: The days of the pair's articles, in order; newest: the last of them.
        bodies: Gives mentions whole, by id.
        passages: Gives the sentences of some matters.
        holding: Gives the sentences in which some characters of articles stand, as far as they are known.
        retold: Gives the other acts of the stories of some acts.
    """

    told: tuple[Telling, ...]
    own: Own
    stories: Mapping[str, str]
    read: tuple[str, ...]
    bodies: Callable[[Iterable[str]], Mapping[str, Undertaking]]
    passages: sentences.Sought
    holding: Callable[[Collection[sentences.Place]], Mapping[sentences.Place, Span]]
    retold: Callable[[Sequence[str]], Retold]

    @property
    def newest(self) -> str | None:
        """The day of the newest article of the pair."""
        return self.read[-1] if self.read else None


def of_view(view: View, a: str, b: str, since: str | None, until: str | None) -> Material:
    """The material of a pair in a record.

    Raises:
        BadArgument: The two are the same, or a date is none, or they are in the wrong order.
    """
    first, last = bounds(a, b, since, until)
    told = tuple(from_line(line) for line in joint.lines(view.ask, a, b, first, last))
    own = Own(joint.names(view.ask, {key_of(code) for one in told for code in one.parties}) if told else ())
    return Material(
        told=told,
        own=own,
        stories=joint.stories(view.ask, {one.article_id for one in told}),
        read=tuple(joint.read_days(view.ask, a, b, first, last)),
        bodies=partial(joint.undertakings, view.ask),
        passages=partial(sentences.of_view, view),
        holding=partial(sentences.holding, view),
        retold=view.retold,
    )


def bounds(a: str, b: str, since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first and the last day of a question on a pair.

    Raises:
        BadArgument: The two are the same, or a date is none, or they are in the wrong order.
    """
    if a == b or not a or not b:
        raise BadArgument(f"a pair needs two different parties, not {a!r} and {b!r}", hint="name two, as in IRN PAK")
    first, last = _day(since, 0), _day(until, 1)
    if first and last and first > last:
        raise BadArgument(f"the range ends before it begins: {since} to {until}", hint="swap the two dates")
    return first, last


def _day(text: str | None, which: int) -> str | None:
    if text is None:
        return None
    span = reach(text)
    if span is None:
        raise BadArgument(f"{text!r} is no date", hint="give it as 2024-01-18, 2024-01 or 2024")
    return span[which]


def from_line(line: joint.Line) -> Telling:
    """The telling of a row."""
    reasons = {reason[0]: reason[1] for reason in line.reasons}
    return Telling(
        id=line.id,
        article_id=line.article_id,
        date=line.date,
        name=line.name,
        kind=UndertakingKind(line.kind),
        issue=Issue(line.issue),
        status=UndertakingStatus(line.status),
        parties=tuple(line.parties),
        mention=line.mention,
        sentence=line.sentence,
        at=line.at,
        reason=reasons.get("status", ""),
        known=is_known(reasons.get("name", "")),
    )


def of_dyad(dyad: Dyad) -> Material:
    """The material that a dyad holds."""
    dates = {id: head.date for id, head in dyad.articles.items()}
    told = sorted(
        (telling(one, dates[one.article_id]) for one in dyad.undertakings),
        key=lambda one: (one.date or "", one.article_id, one.id),
    )
    bodies = {one.id: one for one in dyad.undertakings}
    return Material(
        told=tuple(told),
        own=Own(_own_names(dyad)),
        stories={},
        read=tuple(sorted(days[1] for date in dates.values() if (days := reach(date)))),
        bodies=lambda ids: {id: bodies[id] for id in ids},
        passages=partial(sentences.of_dyad, dyad),
        holding=partial(sentences.holding_of_dyad, dyad),
        retold=lambda ids: {},
    )


def _own_names(dyad: Dyad) -> set[str]:
    """The texts that name one of the two as such."""
    parties = (party for entry in dyad.events for party in (*entry.event.actors, *entry.event.recipients))
    codes = {code for side in (dyad.a, dyad.b) for code in (side, f"{side}GOV")}
    return {party.text for party in parties if party.code in codes and party.role is None and party.text[:1].isupper()}
