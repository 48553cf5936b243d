"""A line of the record with what stands of it: the corrected value, with the reason of each field that a person gave."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bilat.model import (
    Article,
    DateBasis,
    Event,
    EventType,
    Fact,
    Issue,
    Mode,
    Party,
    Place,
    Span,
    Status,
    Undertaking,
    UndertakingKind,
    UndertakingStatus,
)
from bilat.record.judgements.entries import Verdict
from bilat.record.judgements.fields import claim, told
from bilat.record.judgements.seen import Thing, seen
from bilat.record.judgements.standing import Standing

CERTAIN = 1.0
"""The confidence of a line that people let stand: no bound on the machine's leaves it out."""


def event(machine: Event, standing: Standing) -> Event:
    """An event as corrected. Its id stays the machine's, so that what points at it still does."""
    given = standing.corrections
    kind = EventType(given["type"]) if "type" in given else machine.type
    mode = (given["mode"] and Mode(given["mode"])) if "mode" in given else machine.mode
    known = (*machine.actors, *machine.recipients, *((machine.attributed_to,) if machine.attributed_to else ()))

    def why(name: str) -> str:
        return f"given by {given_by(standing, name)}"

    def parties(side: str, own: tuple[Party, ...]) -> tuple[Party, ...]:
        return _parties(given[side], own, known, machine.sentence, why(side)) if side in given else own

    certain = standing.verdict in ("right", "corrected") and standing.of_line
    return replace(
        machine,
        type=kind,
        mode=mode if kind is EventType.CONSULT else None,
        actors=parties("actors", machine.actors),
        recipients=parties("recipients", machine.recipients),
        status=Status(given["status"]) if "status" in given else machine.status,
        issues=tuple(map(Issue, given["issues"])) if "issues" in given else machine.issues,
        date=given.get("date", machine.date),
        place=_place(given["place"], machine, why("place")) if "place" in given else machine.place,
        confidence=CERTAIN if certain else machine.confidence,
        reasons=_reasons(machine.reasons, seen(machine), standing, sure=machine.confidence if certain else None),
    )


def _names(standing: Standing) -> str:
    return ", ".join(standing.analysts) or ", ".join(dict.fromkeys(one.analyst for one in standing.judgements))


def _reasons(
    machine: Sequence[tuple[str, str]], before: Mapping[str, Any], standing: Standing, sure: float | None = None
) -> tuple[tuple[str, str], ...]:
    """The reasons, each of a corrected field led by who gave it and what it was; ``judged`` says what stands."""
    why = dict(machine)
    for name in standing.corrections:
        was = f", was {told(name, before[name])}" if name in before else ""
        former = f" ({why[name]})" if why.get(name) else ""
        why[name] = f"given by {given_by(standing, name)}{was}{former}"
    if sure is not None:
        why["confidence"] = f"people let it stand; the machine gave {sure:.2f} ({why.get('confidence', '')})"
    why["judged"] = said(standing)
    return tuple(why.items())


def given_by(standing: Standing, name: str) -> str:
    """Who gave a field the value that stands, and when the last of them did."""
    value = claim(name, standing.corrections[name])
    givers = [
        one for one in standing.judgements if name in one.corrections and claim(name, one.corrections[name]) == value
    ]
    givers = givers or [one for one in standing.judgements if one.verdict is not Verdict.CORRECTED]
    return f"{', '.join(dict.fromkeys(one.analyst for one in givers))} on {givers[-1].time[:10]}"


def said(standing: Standing) -> str:
    """What stands, in words: "corrected (type) by A. Rahimi on 2026-11-30"."""
    last = standing.judgements[-1].time[:10]
    if standing.verdict == "conflict":
        names = ", ".join(conflict.field for conflict in standing.conflicts)
        who = " and ".join(one.analyst for one in standing.judgements)
        return f"conflict ({names}) between {who}, not applied; {last}"
    fields = f" ({', '.join(standing.corrections)})" if standing.corrections else ""
    against = f", against {', '.join(standing.dissent)}" if standing.dissent else ""
    return f"{standing.verdict}{fields} by {_names(standing)} on {last}{against}"


def _parties(
    given: Sequence[Mapping[str, Any]], own: tuple[Party, ...], known: Sequence[Party], sentence: Span, why: str
) -> tuple[Party, ...]:
    """Parties by the codes given; their words are those given, else of the machine's party with the code or in the place."""
    found = []
    for n, one in enumerate(given):
        code, words = one["code"], one.get("words")
        at = sentence.text.find(words) if words else -1
        same = next((party for party in (*own, *known) if party.code == code), None)
        in_place = own[n] if len(own) == len(given) else None
        if words and at >= 0 and (same is None or words not in (same.text, same.mention and same.mention.text)):
            start = sentence.start + at
            found.append(Party(text=words, code=code, span=Span(start, start + len(words), words), reason=why))
        elif same is not None:
            found.append(same)
        elif in_place is not None and in_place.code not in {other["code"] for other in given}:
            found.append(replace(in_place, code=code, reason=f"{why}, was {in_place.code or 'no code'}"))
        else:
            found.append(Party(text=words or "", code=code, reason=why))
    return tuple(found)


def _place(given: Mapping[str, Any] | None, machine: Event, why: str) -> Place | None:
    if given is None:
        return None
    name, at = given["name"], machine.sentence.text.find(given["name"])
    start = machine.sentence.start + at
    return Place(
        text=name,
        country=given["country"],
        span=Span(start, start + len(name), name) if at >= 0 else None,
        name=name,
        latitude=given["latitude"],
        longitude=given["longitude"],
        reason=why,
    )


def undertaking(machine: Undertaking, standing: Standing) -> Undertaking:
    """An undertaking as corrected."""
    given = standing.corrections
    return replace(
        machine,
        name=given.get("undertaking", machine.name),
        kind=UndertakingKind(given["kind"]) if "kind" in given else machine.kind,
        parties=tuple(given.get("parties", machine.parties)),
        issue=Issue(given["issue"]) if "issue" in given else machine.issue,
        status=UndertakingStatus(given["status"]) if "status" in given else machine.status,
        reasons=_reasons(machine.reasons, seen(machine), standing),
    )


def fact(machine: Fact, standing: Standing) -> Fact:
    """A fact as corrected; its words stay the article's."""
    given = standing.corrections
    return replace(
        machine,
        quantity=given.get("quantity", machine.quantity),
        unit=given.get("unit", machine.unit),
        subject=given.get("subject", machine.subject),
        parties=tuple(given.get("parties", machine.parties)),
        reason=f"{said(standing)}; {machine.reason}",
    )


def article(machine: Article, standing: Standing) -> Article:
    """An article with its date and outlet as corrected."""
    given = standing.corrections
    date = given.get("date", machine.date)
    why = machine.date_reason
    if "date" in given:
        why = f"given by {given_by(standing, 'date')}, was {machine.date or 'null'} ({machine.date_reason})"
    return replace(
        machine,
        outlet=given.get("outlet", machine.outlet),
        date=date,
        date_basis=machine.date_basis if "date" not in given else DateBasis.GIVEN if date else None,
        date_reason=why,
    )


def applied(machine: Thing, standing: Standing) -> Thing:
    """Any line as corrected."""
    if isinstance(machine, Event):
        return event(machine, standing)
    if isinstance(machine, Undertaking):
        return undertaking(machine, standing)
    return fact(machine, standing) if isinstance(machine, Fact) else article(machine, standing)
