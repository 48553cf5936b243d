"""The triads of a pair: put together from a view or, as far as it goes, from a dyad."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from bilat.model import Event, EventType, Mode, Sector, Span
from bilat.record import Dyad, View, joint, strangers
from bilat.record.dates import reach
from bilat.record.pair import article_heads
from bilat.record.strangers import Bearing, Held
from bilat.relations.evidence import Evidence
from bilat.relations.matters import material
from bilat.relations.matters.telling import telling
from bilat.relations.sides import is_of, key_of
from bilat.relations.thirds.draft import Draft, acting, hindering, sharing
from bilat.relations.thirds.standing import agreeing
from bilat.relations.thirds.values import Triad, TriadKind, Triads

EACH = 6
"""Most third parties of one kind."""

PROOFS = 3
"""Sentences that show a triad."""

_SECTORS = frozenset(map(str, Sector))
_NAME = re.compile(r"[A-Z][\w.’']*(?:\s(?:of\s)?[A-Z][\w.’']*){0,2}")


def triads(
    view: View,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    kinds: Collection[str] = (),
    limit: int | None = EACH,
    proofs: int = PROOFS,
) -> Triads:
    """Who else acts on a pair, and how; the strongest first.

    Args:
        view: The record, or the record as of a day.
        a: Code of the one; b: of the other.
        since: From acts of this day, month or year on; until: to those of this one.
        kinds: Only of these kinds; all if empty.
        limit: Most to give of each kind, null for all.
        proofs: Sentences for each.

    Raises:
        BadArgument: The two are the same, or a date is none, or they are in the wrong order.
    """
    first, last = material.bounds(a, b, since, until)
    pair = key_of(a), key_of(b)
    standings = strangers.standings(view.ask, a, b)
    drafts = [
        one
        for how, rows in view.strangers(a, b, first, last).items()
        for one in acting(how, agreeing(how, rows, pair, standings), pair, proofs)
    ]
    lines = [material.from_line(line) for line in joint.lines(view.ask, a, b, first, last)]
    drafts += sharing(lines, pair, proofs)
    held = strangers.held(view.ask, [one.id for one in lines])
    drafts += hindering(_whose(held, _named(view, held)), pair, proofs)
    chosen = _ranked(drafts, kinds, limit)
    wanted = {proof.article_id for draft in chosen for proof in draft.proofs}
    texts = {text.article_id: text for text in joint.texts(view.ask, wanted)}
    found = {
        (proof.article_id, proof.at): sentence
        for draft in chosen
        for proof in draft.proofs
        if proof.article_id in texts and (sentence := texts[proof.article_id].sentence_at(proof.at))
    }
    return Triads(lines=tuple(_triad(draft, found) for draft in chosen), articles=article_heads(view.ask, wanted))


def _ranked(drafts: Iterable[Draft], kinds: Collection[str], limit: int | None) -> list[Draft]:
    wanted = [one for one in drafts if (not kinds or one.kind in kinds) and _is_someone(one)]
    order = list(TriadKind)
    ranked = sorted(wanted, key=lambda one: (-one.strength, order.index(one.kind), one.code))
    kept: Counter[TriadKind] = Counter()
    chosen = []
    for one in ranked:
        kept[one.kind] += 1
        if limit is None or kept[one.kind] <= limit:
            chosen.append(one)
    return chosen


def _is_someone(draft: Draft) -> bool:
    """Whether it is known who: "parties" of no land may be anyone; rebels of no land are at least an enemy."""
    return draft.code not in _SECTORS or (draft.kind is TriadKind.COMMON_ENEMY and draft.code == Sector.REB)


def _triad(draft: Draft, sentences: Mapping[tuple[str, int], Span]) -> Triad:
    shown = {(one.article_id, one.at): one for one in draft.proofs}
    return Triad(
        code=draft.code,
        kind=draft.kind,
        on=draft.on,
        strength=draft.strength,
        direct=draft.direct,
        stories=draft.stories,
        first=draft.first,
        last=draft.last,
        event_ids=draft.event_ids,
        undertaking_ids=draft.undertaking_ids,
        evidence=tuple(
            Evidence(id=one.id, article_id=one.article_id, date=one.date, sentence=sentences[place])
            for place, one in shown.items()
            if place in sentences
        ),
    )


def _named(view: View, held: Iterable[Held]) -> dict[str, str]:
    """What the names in obstacles' words mean, for those in which the record has no party."""
    texts = {text for one in held if not one.keys for text in _names(one.text)}
    return strangers.named(view.ask, texts) if texts else {}


def _names(words: str) -> list[str]:
    """The names in some words, each also with "the", and the single words of longer ones."""
    found = [name for found in _NAME.findall(words) for name in (found, *found.split())]
    return [form for name in found for form in (name, name.rstrip("."), f"the {name}")]


def _whose(held: Iterable[Held], known: Mapping[str, str]) -> Iterable[tuple[Held, str]]:
    """Each obstacle with each third that its words name."""
    for one in held:
        keys = one.keys or dict.fromkeys(known[name] for name in _names(one.text) if name in known)
        yield from ((one, key) for key in keys)


def triads_of(dyad: Dyad) -> Triads:
    """The same from a dyad alone: sanctions and mediation told in its articles, and partners of its undertakings."""
    pair = key_of(dyad.a), key_of(dyad.b)
    rows = [row for event in dyad.others for row in _bearings(event, dyad)]
    presses = [row for row in rows if row.type is EventType.SANCTION]
    mediates = [row for row in rows if row.type is not EventType.SANCTION]
    drafts = acting("presses", presses, pair, PROOFS) + acting("mediates", mediates, pair, PROOFS)
    dates = {id: head.date for id, head in dyad.articles.items()}
    told = sorted((telling(one, dates[one.article_id]) for one in dyad.undertakings), key=lambda one: one.date or "")
    drafts += sharing(told, pair, PROOFS)
    events = {(event.article_id, event.sentence.start): event.sentence for event in dyad.others}
    matters = {(one.article_id, one.sentence.start): one.sentence for one in dyad.undertakings}
    lines = tuple(_triad(draft, {**events, **matters}) for draft in _ranked(drafts, (), None))
    return Triads(lines=lines, articles=dyad.articles)


def _bearings(event: Event, dyad: Dyad) -> list[Bearing]:
    """An act of others on one of the two: one row for each third and each of the two."""
    sides = event.recipients or event.actors
    on = [side for side in (dyad.a, dyad.b) if any(is_of(party.code, side) for party in sides)]
    keys = {key_of(party.code) for party in event.actors} - {"", key_of(dyad.a), key_of(dyad.b)}
    if event.type is not EventType.SANCTION and event.mode is not Mode.THIRD_PARTY:
        return []
    date = event.date or dyad.articles[event.article_id].date
    days = reach(date)
    return [
        Bearing(
            id=event.id,
            article_id=event.article_id,
            at=event.sentence.start,
            third=key,
            side=key_of(side),
            type=event.type,
            status=event.status,
            date=date,
            first=days[0] if days else None,
            link="sentence" if len(on) > 1 else "article",
            story=None,
        )
        for key in sorted(keys)
        for side in on
    ]
