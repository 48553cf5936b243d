"""Which events are judged next: those whose error would cost most, or a random sample from which the machine is measured.

Before all stand lines on which others differ, and then lines that were coded otherwise since the analyst judged them; the
rest is in the order of :mod:`bilat.review.ranks`. A line that somebody judged is settled, and one that the analyst
judged or passed does not come to him again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bilat.errors import BadArgument
from bilat.model import Event, EventType
from bilat.record import ArticleHead, Judged, Judgement, Pass, Standing, View, What, codec
from bilat.record.judgements import applying, fields
from bilat.record.pair import LISTED, article_heads
from bilat.record.rows import side_key
from bilat.review.ranks import LOOKED_AT, STANDING, among, events_of, ranked

Order = Literal["matters", "random", "second"]
"""By what matters; a random sample; or lines that another judged, as the machine has them, to see whether two agree."""

_SAMPLE = re.compile(r"[A-Za-z0-9]{1,40}(?::[A-Z]+-[A-Z]+)?(?::[A-Z]+)?", re.ASCII)
_MORE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events are asked for.

    Attributes:
        analyst: Who is to judge: what he judged or passed is left out.
        order: By what they are ordered; seed: of the random sample.
        pair: Only what stands between these two codes; type: only of this type.
        after: Go on after the event of this id, or at the head where it has left the queue.
    """

    analyst: str
    order: Order = "matters"
    seed: str = "1"
    pair: tuple[str, str] | None = None
    type: EventType | None = None
    after: str | None = None

    @property
    def sample(self) -> str:
        """What names the random sample: the seed, and what it is drawn from where that is not the whole record."""
        return ":".join(
            [self.seed, *(("-".join(self.pair),) if self.pair else ()), *((self.type,) if self.type else ())]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An event to be judged.

    Attributes:
        event: As the view shows it; as the machine has it for a second judgement.
        priority: Its place, the higher the sooner; null in a random sample. why: What gave it.
        sample: The seed of the random sample, to be kept with the judgement.
        standing: What stands of it, where others judged it.
    """

    event: Event
    article: ArticleHead
    priority: float | None
    why: tuple[str, ...]
    sample: str | None = None
    standing: Standing | None = None


def queue(view: View, wanted: Wanted, limit: int = 20, judged: Judged | None = None) -> tuple[Item, ...]:
    """The events that an analyst is to judge next.

    Args:
        view: One that applies what was judged.
        judged: What people said up to now, where that is more than the view has; see :meth:`View.rejudged`.

    Raises:
        BadArgument: The seed is none.
    """
    check_sample(wanted.sample)
    if wanted.order == "matters":
        return tuple(_by_what_matters(view, wanted, limit, judged or view.judged))
    some = _at_random if wanted.order == "random" else _second
    ids = some(view, wanted, judged or view.judged)
    sample = wanted.sample if wanted.order == "random" else None
    why = f"random sample {sample}" if sample else "another judged it: judge it apart"
    first = _after(ids, wanted.after)[:limit]
    events = machine_events(view, first)
    chosen = [events[id] for id in first]
    heads = article_heads(view.ask, {event.article_id for event in chosen})
    return tuple(
        Item(event=event, article=heads[event.article_id], priority=None, why=(why,), sample=sample)
        for event in chosen
        if event.article_id in heads
    )


def _after(ids: Sequence[str], id: str | None) -> Sequence[str]:
    """What comes after an event; all, where it has left the queue."""
    return ids[ids.index(id) + 1 :] if id is not None and id in ids else ids


def _done(judged: Judged, analyst: str) -> set[str]:
    """The events that an analyst judged or passed, and that were not coded otherwise since."""
    mine = [one for one in judged.entries if one.analyst == analyst and one.id not in judged.withdrawn]
    targets = [one.target for one in mine if isinstance(one, Judgement | Pass) and one.what is What.EVENT]
    done = {judged.current.get((What.EVENT, target), target) for target in targets}
    return done - {id for id, standing in _of_events(judged) if standing.changed and _mine(standing, analyst)}


def _of_events(judged: Judged) -> Iterator[tuple[str, Standing]]:
    return ((id, one) for (what, id), one in judged.standings.items() if what is What.EVENT and one.of_line)


def _mine(standing: Standing, analyst: str) -> bool:
    return any(one.analyst == analyst for one in standing.judgements)


def _by_what_matters(view: View, wanted: Wanted, limit: int, told: Judged) -> Iterator[Item]:
    done = _done(told, wanted.analyst)
    judged = dict(_of_events(told))
    ahead = {id: _why_first(one) for id, one in judged.items() if id not in done and (one.conflicts or one.changed)}
    first = sorted(ahead, key=lambda id: (not judged[id].conflicts, id))
    shown = {id: applying.event(one, judged[id]) for id, one in machine_events(view, first).items()}
    head = [(shown[id], None, (ahead[id],)) for id in first if id in shown and _asked_for(shown[id], wanted)]
    most = LOOKED_AT
    while True:
        ranking = ranked(view, wanted.pair, wanted.type, most)
        rest = [
            (one.event, one.priority, one.why)
            for one in ranking
            if one.event.id not in done and one.event.id not in judged
        ]
        lines = [*head, *rest]
        left = _after([event.id for event, _, _ in lines], wanted.after)
        if len(left) >= limit or len(ranking) < most:
            break
        most *= _MORE
    chosen = lines[len(lines) - len(left) :][:limit]
    heads = article_heads(view.ask, {event.article_id for event, _, _ in chosen})
    for event, priority, why in chosen:
        if event.article_id in heads:  # an article that was judged wrong has none
            yield Item(
                event=event,
                article=heads[event.article_id],
                priority=None if priority is None else round(priority, 3),
                why=why,
                standing=judged.get(event.id),
            )


def _asked_for(event: Event, wanted: Wanted) -> bool:
    """Whether an event is of those that are asked for."""
    codes = {party.code for party in (*event.actors, *event.recipients)}
    sides = codes | {side_key(code) for code in codes}
    return (wanted.type is None or event.type is wanted.type) and (wanted.pair is None or set(wanted.pair) <= sides)


def _why_first(standing: Standing) -> str:
    if not standing.conflicts:
        return f"coded otherwise since it was judged: {', '.join(standing.changed)}"
    sides = (
        f"{one.field}: "
        + " / ".join(f"{fields.told(one.field, value)} ({', '.join(names)})" for value, names in one.values)
        for one in standing.conflicts
    )
    return "analysts differ on " + "; ".join(sides)


def _at_random(view: View, wanted: Wanted, judged: Judged) -> list[str]:
    """A simple random sample of the machine's events, in an order that a seed gives: any beginning of it is one."""
    where, values = among(view, wanted.pair, wanted.type)
    ids = view.ask(
        f"SELECT id FROM machine_events WHERE {STANDING} AND {where} ORDER BY md5(? || id), id LIMIT ?",
        [*values, f"{wanted.seed}:", LOOKED_AT + len(judged.entries)],
    )
    done = _done(judged, wanted.analyst)
    return [id for (id,) in ids if id not in done]


def _second(view: View, wanted: Wanted, judged: Judged) -> list[str]:
    done = _done(judged, wanted.analyst)
    others = {id: one for id, one in _of_events(judged) if id not in done and not _mine(one, wanted.analyst)}
    where, values = among(view, wanted.pair, wanted.type)
    rows = view.ask(
        f"SELECT id FROM machine_events WHERE {where} AND id IN ({LISTED})", [*values, codec.dump(sorted(others))]
    )
    return sorted((id for (id,) in rows), key=lambda id: (others[id].judgements[0].time, id))


def drawn(view: View, sample: str, ids: Iterable[str]) -> int:
    """How many events the random sample has up to the last of these."""
    seed, *parts = check_sample(sample).split(":")
    sides = next((part.split("-") for part in parts if "-" in part), None)
    kind = next((EventType(part) for part in parts if part in EventType.__members__), None)
    where, values = among(view, (sides[0], sides[1]) if sides else None, kind)
    key = f"md5('{seed}:' || id)"
    last = f"(SELECT max({key}) FROM machine_events WHERE id IN ({LISTED}))"
    rows = view.ask(
        f"SELECT count(*) FROM machine_events WHERE {STANDING} AND {where} AND {key} <= {last}",
        [*values, codec.dump(sorted(ids))],
    )
    return int(rows[0][0])


def check_sample(sample: str) -> str:
    """The name of a random sample, checked.

    Raises:
        BadArgument: It is none that :attr:`Wanted.sample` gives.
    """
    if not _SAMPLE.fullmatch(sample):
        what = f"{sample!r} is no random sample"
        raise BadArgument(
            what, hint="take it from 'bilat judgements queue --random SEED': letters and digits, as in 2024a"
        )
    return sample


def machine_events(view: View, ids: Iterable[str]) -> dict[str, Event]:
    """Events as the machine has them, by id."""
    return events_of(view, list(ids), "machine_events")
