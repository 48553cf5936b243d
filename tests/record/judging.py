"""Judging for the tests: a small record, and people who judge its lines."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from record_samples import RUN, coding, event, fact, party, undertaking

from bilat.model import Event, EventType, Place, Span
from bilat.record import Comment, Judgement, Record, Undo, Verdict, View
from bilat.record.judgements import comment, judgement, undo

START = datetime(2024, 5, 1, 12, tzinfo=UTC)
_SECONDS = count()
CODES = {"IRN", "PAK", "USA", "CHN", "IGOUN"}
TEXT = "They met in Islamabad on Tuesday: Iran and Pakistan."


def known(code: str) -> bool:
    return code in CODES


def now() -> datetime:
    return START + timedelta(seconds=next(_SECONDS))


def meeting(id: str, article: str, *, type: EventType = EventType.CONSULT, at: int = 5, **fields: Any) -> Event:
    """An event whose spans are those of :data:`TEXT`."""
    plain = event(id, article, "IRN", "PAK", type=type, **fields)
    return Event(
        **{name: getattr(plain, name) for name in plain.__slots__}
        | {
            "sentence": Span(0, len(TEXT), TEXT),
            "trigger": Span(at, at + 3, TEXT[at : at + 3]),
            "actors": (party("IRN", "Iran", span=Span(34, 38, "Iran")),),  # type: ignore[arg-type]
            "recipients": (party("PAK", "Pakistan", span=Span(43, 51, "Pakistan")),),  # type: ignore[arg-type]
            "place": Place(text="Islamabad", country="PAK", name="Islamabad", latitude=33.7, longitude=73.0),
            "confidence": 0.4,
        }
    )


def made(folder: Path) -> Record:
    """A record of three articles: two tell one meeting, and a third one of its own, an undertaking and a fact."""
    record = Record.open(folder, create=True)
    with record.writer(RUN, commit_every=2) as writer:
        writer.add(coding("a1", meeting("e1", "a1", date="2024-01-16"), text=TEXT))
        writer.add(coding("a2", meeting("e2", "a2", date="2024-01-16"), text=TEXT, outlet="Other"))
        writer.add(
            coding(
                "a3",
                meeting("e3", "a3"),
                date="2024-03-01",
                text=TEXT,
                undertakings=(undertaking("u3", "a3", "IRN PAK"),),
                facts=(fact("f3", "a3", "IRN PAK"),),
            )
        )
    return record


def judge(
    record: Record, id: str, verdict: str, analyst: str = "Ana", *, judged: bool = True, **fields: Any
) -> Judgement:
    """Judges a line as the record shows it, and keeps that."""
    options = {name: fields.pop(name) for name in ("note", "membership", "sample") if name in fields}
    with record.view(judged=judged) as view:
        one = judgement(view, id, Verdict(verdict), fields, analyst=analyst, now=now(), known=known, **options)
    record.tell([one])
    return one


def say(record: Record, id: str, text: str, analyst: str = "Ana", reply_to: str | None = None) -> Comment:
    with record.view() as view:
        one = comment(view, id, text, analyst=analyst, now=now(), reply_to=reply_to)
    record.tell([one])
    return one


def withdraw(record: Record, id: str | None = None, analyst: str = "Ana") -> Undo:
    with record.view() as view:
        one = undo(view.judged, id, analyst=analyst, now=now())
    record.tell([one])
    return one


def ids(view: View) -> list[str]:
    """The ids of the events that a view shows, the same in every table and question."""
    found = sorted(id for (id,) in view.ask("SELECT id FROM events"))
    for table in ("parties", "event_dyads", "story_events"):
        assert sorted(id for (id,) in view.ask(f"SELECT DISTINCT event_id FROM {table}")) == found
    assert sorted(entry.event.id for entry in view.dyad("IRN", "PAK").events) == found
    assert view.counts().events == len(found)
    return found
