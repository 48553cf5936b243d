"""Golden articles: one tiny article for each kind of sentence, with what the coder has to find in it.

Each file of ``tests/golden`` holds ``kind``, ``date``, ``title``, ``text`` and the expected ``events``, in the order of
the text. A key that an expected event leaves out is not checked. ``undertakings`` and ``facts`` are checked only where
the file has them, and an empty list says that there is none. ``nothing: true`` stands for no event at all.
``known_wrong: {found: reason, more: reason}`` marks what the coder is known to miss or to add: it must then go on
failing, so that a repair shows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import yaml

from bilat.coding import code_article
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Article, Coding, Event, EventType, Fact, Issue, Mode, Party, Status, Undertaking
from bilat.trained import load_model

FOLDER = Path(__file__).parent.parent / "golden"
FILES = sorted(FOLDER.glob("*.yaml"))
EVENT_KEYS = {
    "trigger", "type", "actors", "recipients", "status", "mode", "date", "place", "attributed_to", "issues_include",
}  # fmt: skip
FILE_KEYS = {"kind", "date", "title", "text", "events", "undertakings", "facts", "nothing", "known_wrong"}


@dataclass(frozen=True, slots=True)
class Expected:
    """An event of a golden file and where its trigger stands in the text."""

    at: int
    fields: dict[str, Any]

    def __str__(self) -> str:
        shown = ", ".join(f"{k}={v}" for k, v in self.fields.items() if k not in {"trigger", "type"})
        return f"{self.fields['type']} “{self.fields['trigger']}” ({shown})"


@cache
def golden(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as stream:  # a stream, so that a fault in the YAML names the file
        loaded = yaml.safe_load(stream)
    assert isinstance(loaded, dict), f"{path.name}: not a mapping"
    unknown = set(loaded) - FILE_KEYS
    assert not unknown, f"{path.name}: unknown keys {sorted(unknown)}"
    return loaded


@cache
def coded(path: Path) -> Coding:
    file = golden(path)
    article = Article(id=path.stem, text=file["text"], title=file.get("title"), date=file["date"] and str(file["date"]))
    return code_article(article, Lexicon.load(), Gazetteer.load(), load_model())


@cache
def expected(path: Path) -> tuple[Expected, ...]:
    """The file's events, each with its trigger's offset: the first one not before that of the event ahead of it."""
    file = golden(path)
    found: list[Expected] = []
    at = 0
    for fields in file.get("events") or ():
        again = found and found[-1].fields["trigger"] == fields["trigger"]
        start = file["text"].find(fields["trigger"], at + 1 if again else at)
        assert start >= 0, f"{path.name}: “{fields['trigger']}” does not stand in the text (events go in its order)"
        found.append(Expected(start, fields))
        at = start
    return tuple(found)


def folded(codes: list[str]) -> frozenset[str]:
    """Codes as a set; a state and its government are one party, and a party that cannot be named is none."""
    return frozenset(c[:3] if c[3:] == "GOV" else c for c in codes if c)


def codes_of(parties: tuple[Party, ...]) -> list[str]:
    return [p.code for p in parties]


READERS: dict[str, Callable[[Event], Any]] = {
    "actors": lambda e: folded(codes_of(e.actors)),
    "recipients": lambda e: folded(codes_of(e.recipients)),
    "status": lambda e: e.status.value,
    "mode": lambda e: e.mode and e.mode.value,
    "date": lambda e: e.date,
    "place": lambda e: e.place and e.place.country,
    "attributed_to": lambda e: e.attributed_to and folded([e.attributed_to.code]),
}
WANTED: dict[str, Callable[[Any], Any]] = {
    "actors": folded,
    "recipients": folded,
    "date": lambda value: value and str(value),
    "attributed_to": lambda value: value and folded([value]),
}


def differences(want: Expected, event: Event) -> list[str]:
    """What of the expected fields the coded event has otherwise."""
    wrong = []
    for key, read in READERS.items():
        if key not in want.fields:
            continue
        wish, got = WANTED.get(key, lambda value: value)(want.fields[key]), read(event)
        if wish != got:
            wrong.append(f"{key} is {_show(got)}, not {_show(wish)}")
    lacking = set(want.fields.get("issues_include", ())) - {i.value for i in event.issues}
    if lacking:
        wrong.append(f"issues {sorted(i.value for i in event.issues)} lack {sorted(lacking)}")
    return wrong


def _show(value: Any) -> str:
    return ("/".join(sorted(value)) or "nobody") if isinstance(value, frozenset) else str(value)


def same_kind(want: Expected, event: Event) -> bool:
    """Whether the coded event has the type of the expected one and its sentence."""
    return event.type.value == want.fields["type"] and event.sentence.start <= want.at < event.sentence.end


def pairs(path: Path) -> list[tuple[Expected, Event | None]]:
    """Each expected event with the coded one that serves it best; a coded event serves once.

    Those that fit in all fields go first, then those with the fewest differences, then those nearest in the text.
    """
    wants, events = expected(path), coded(path).events
    ranked = sorted(
        (len(differences(want, event)), abs(event.trigger.start - want.at), i, j)
        for i, want in enumerate(wants)
        for j, event in enumerate(events)
        if same_kind(want, event)
    )
    taken: dict[int, int] = {}
    for _, _, i, j in ranked:
        if i not in taken and j not in taken.values():
            taken[i] = j
    return [(want, events[taken[i]] if i in taken else None) for i, want in enumerate(wants)]


def describe(event: Event) -> str:
    sides = f"{'/'.join(codes_of(event.actors)) or '-'} > {'/'.join(codes_of(event.recipients)) or '-'}"
    return f"{event.type.value} “{event.trigger.text}” {sides} {event.status.value} in “{event.sentence.text.strip()}”"


def lacks(path: Path) -> Iterator[str]:
    for want, event in pairs(path):
        if event is None:
            rivals = [describe(e) for e in coded(path).events if e.sentence.start <= want.at < e.sentence.end]
            yield f"not found: {want}; the sentence has {'; '.join(rivals) or 'no event'}"
        elif wrong := differences(want, event):
            yield f"wrong: {want} was coded as {describe(event)}: {'; '.join(wrong)}"


def undertaking_is(want: dict[str, Any], got: Undertaking) -> bool:
    name = got.name.casefold()
    checks: dict[str, Callable[[Any], bool]] = {
        "name_words": lambda words: all(w.casefold() in name for w in words),
        "parties": lambda codes: folded(codes) == folded(list(got.parties)),
        "issue": lambda issue: issue == got.issue.value,
        "status": lambda status: status == got.status.value,
        "kind": lambda kind: kind == got.kind.value,
        "obstacles": lambda kinds: set(kinds) == {o.kind.value for o in got.obstacles},
    }
    return all(checks[key](value) for key, value in want.items())


def fact_is(want: dict[str, Any], got: Fact) -> bool:
    checks: dict[str, Callable[[Any], bool]] = {
        "quantity": lambda value: value == got.quantity,
        "unit": lambda unit: unit == got.unit,
        "parties": lambda codes: folded(codes) == folded(list(got.parties)),
    }
    return all(checks[key](value) for key, value in want.items())


def matters_lacking(path: Path) -> Iterator[str]:
    file, coding = golden(path), coded(path)
    for want in file.get("undertakings") or ():
        if not any(undertaking_is(want, got) for got in coding.undertakings):
            shown = [(u.name, u.parties, u.issue.value, u.status.value) for u in coding.undertakings]
            yield f"no undertaking {want}; coded are {shown or 'none'}"
    for want in file.get("facts") or ():
        if not any(fact_is(want, got) for got in coding.facts):
            shown_facts = [(f.quantity, f.unit, f.parties) for f in coding.facts]
            yield f"no fact {want}; coded are {shown_facts or 'none'}"


def matters_beyond(path: Path) -> Iterator[str]:
    file, coding = golden(path), coded(path)
    if "undertakings" in file:
        names = [u.name for u in coding.undertakings if not any(undertaking_is(w, u) for w in file["undertakings"])]
        yield from (f"an undertaking too many: {name}" for name in names)
    if "facts" in file:
        texts = [f.text for f in coding.facts if not any(fact_is(w, f) for w in file["facts"])]
        yield from (f"a fact too many: {text}" for text in texts)


def _cases(test: str) -> list[Any]:
    marked = []
    for path in FILES:
        reason = (golden(path).get("known_wrong") or {}).get(test)
        marks = [pytest.mark.xfail(strict=True, reason=reason, raises=AssertionError)] if reason else []
        marked.append(pytest.param(path, id=path.stem, marks=marks))
    return marked


@pytest.mark.parametrize("path", _cases("found"))
def test_found(path: Path) -> None:
    failures = [*lacks(path), *matters_lacking(path)]
    assert not failures, f"{golden(path)['kind']}:\n" + "\n".join(failures)


@pytest.mark.parametrize("path", _cases("more"))
def test_nothing_more(path: Path) -> None:
    served = {id(event) for _, event in pairs(path)}
    extra = [f"an event too many: {describe(e)}" for e in coded(path).events if id(e) not in served]
    extra += matters_beyond(path)
    assert not extra, f"{golden(path)['kind']}:\n" + "\n".join(extra)


@pytest.mark.parametrize("path", [pytest.param(p, id=p.stem) for p in FILES])
def test_file_is_well_formed(path: Path) -> None:
    file = golden(path)
    assert {"kind", "date", "title", "text"} <= set(file), f"{path.name}: kind, date, title and text must stand there"
    assert bool(file.get("nothing")) != bool(file.get("events")), f"{path.name}: either events or nothing: true"
    assert set(file.get("known_wrong") or {}) <= {"found", "more"}
    for want in expected(path):
        fields = want.fields
        assert set(fields) <= EVENT_KEYS, f"{path.name}: unknown keys {sorted(set(fields) - EVENT_KEYS)}"
        assert fields["type"] in set(EventType), f"{path.name}: {fields['type']} is no type"
        assert fields.get("status", "actual") in set(Status), f"{path.name}: {fields['status']} is no status"
        assert fields.get("mode") is None or fields["mode"] in set(Mode), f"{path.name}: {fields['mode']} is no mode"
        assert set(fields.get("issues_include", ())) <= set(Issue), f"{path.name}: {fields['issues_include']}"


def test_every_type_mode_and_status_has_golden_articles() -> None:
    wants = [want.fields for path in FILES for want in expected(path)]
    types = sorted(fields["type"] for fields in wants)
    counts = {name: len(list(group)) for name, group in groupby(types)}
    assert all(counts.get(t.value, 0) >= 2 for t in EventType), counts
    assert {m.value for m in Mode} <= {fields.get("mode") for fields in wants}
    assert {s.value for s in Status} <= {fields.get("status") for fields in wants}
