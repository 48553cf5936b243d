"""Which events tell one happening, as the record decides it article by article."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from record_samples import RUN, event

from bilat.model import Article, Coding, Event, EventType, Mode, Party, Span, Status
from bilat.record import Record
from bilat.record.decisions import Join
from bilat.record.stories import Stories

ROWS: list[Any] = yaml.safe_load((Path(__file__).parent / "story_samples.yaml").read_text("utf-8"))


def side(text: str) -> tuple[Party, ...]:
    """Parties from "IRNGOV Raisi + PAKGOV Sharif"."""
    parties = [one.split() for one in text.split(" + ") if one]
    return tuple(Party(text=code, code=code, name=" ".join(name) or None) for code, *name in parties)


def act(n: int, id: str, start: int, row: list[Any], number: int) -> Event:
    _, kind, sides, status, date, trigger, sentence = row
    type, _, mode = kind.partition(" ")
    actors, _, recipients = sides.partition(" > ")
    at = start + sentence.index(trigger)
    return Event(
        id=f"{id}/{n}",
        article_id=id,
        sentence=Span(start, start + len(sentence), sentence),
        trigger=Span(at, at + len(trigger), trigger),
        type=EventType(type),
        mode=Mode(mode) if mode else None,
        actors=side(actors),
        recipients=side(recipients),
        status=Status(status),
        issues=(),
        date=date,
        story=number,
    )


def samples() -> Iterator[tuple[Coding, list[str]]]:
    """Each sample as a coder would give it, and the story that each of its acts tells."""
    starts = [n for n, row in enumerate(ROWS) if isinstance(row, dict)]
    for first, end in pairwise([*starts, len(ROWS)]):
        head, rows = ROWS[first], ROWS[first + 1 : end]
        names = [row[0] for row in rows]
        text, events = "", []
        for n, row in enumerate(rows):
            events.append(act(n, head["id"], len(text), row, 1 + names.index(row[0])))
            text += f"{row[-1]} "
        yield Coding(article=Article(text=text, **head), events=tuple(events)), names


@pytest.fixture(scope="module")
def codings() -> list[Coding]:
    return sorted((coding for coding, _ in samples()), key=lambda coding: coding.article.date or "")


def stories(codings: Iterable[Coding]) -> dict[str, str]:
    """The story of each event."""
    kept = Stories()
    lines = [line for coding in codings for line in kept.add(coding)]
    return {line.event_id: line.story for line in lines if isinstance(line, Join) and line.event_id}


def groups(of: dict[str, str]) -> set[frozenset[str]]:
    together = defaultdict(set)
    for event_id, story in of.items():
        together[story].add(event_id)
    return {frozenset(ids) for ids in together.values()}


def test_reports_of_one_happening_are_one_story_and_those_of_two_are_two(codings: list[Coding]) -> None:
    expected = defaultdict(set)
    for coding, names in samples():
        for name, one in zip(names, coding.events, strict=True):
            expected[name].add(one.id)
    assert groups(stories(codings)) == set(map(frozenset, expected.values()))


def test_the_order_within_a_day_does_not_change_the_groups(codings: list[Coding]) -> None:
    turned = list(reversed(codings))
    turned.sort(key=lambda coding: coding.article.date or "")
    assert [c.article.id for c in turned] != [c.article.id for c in codings]
    assert groups(stories(turned)) == groups(stories(codings))


def test_every_join_says_why(codings: list[Coding]) -> None:
    kept = Stories()
    lines = [line for coding in codings for line in kept.add(coding)]
    strikes = [line for line in lines if isinstance(line, Join) and line.article_id == "strike-2" and line.event_id]
    joined = next(line for line in strikes if "2024-01-16" in line.reason)
    assert "panjgur" in joined.reason
    assert 0.3 <= joined.score < 2


def in_record(folder: Path, codings: Sequence[Coding], cuts: Iterable[int] = (), every: int = 500) -> Record:
    """A record of the codings, read in several runs."""
    record = Record.open(folder, create=True)
    bounds = [0, *sorted(cuts), len(codings)]
    for start, end in pairwise(bounds):
        with record.writer(RUN, commit_every=every) as writer:
            for coding in codings[start:end]:
                writer.add(coding)
    return record


PLACES = ("Quetta", "Zahedan", "Taftan", "Chabahar")


def made(n: int, day: int, place: int, sides: int) -> Coding:
    """A report of an attack or a visit at one of a few places."""
    actors, recipients = (("IRNGOV", "PAK"), ("PAKMIL", "IRN"), ("PAKREB", "IRN"), ("IRN PAK", ""))[sides]
    text = f"Report {n}: the forces came to {PLACES[place]} with {place + 3} trucks and fought near the old bazaar."
    one = event(f"e{n}", f"a{n}", actors, recipients, type=EventType.ASSAULT)
    found = Article(
        id=f"a{n}", text=text, title=f"Fight at {PLACES[place]}", date=f"2024-{1 + day // 28:02}-{1 + day % 28:02}"
    )
    return Coding(
        article=found,
        sentences=(Span(0, len(text), text),),
        events=(replace(one, sentence=Span(0, len(text), text), trigger=Span(0, 6, "fought"), story=1),),
    )


reports = st.lists(st.tuples(st.integers(0, 250), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=14)


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(told=reports, cuts=st.lists(st.integers(0, 14), max_size=3), every=st.integers(1, 4))
def test_what_is_read_back_from_the_record_decides_as_what_was_kept_in_memory(
    told: list[tuple[int, int, int]], cuts: list[int], every: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    codings = [made(n, *one) for n, one in enumerate(told)]
    folder = tmp_path_factory.mktemp("r")
    whole = in_record(folder / "whole", codings)
    parts = in_record(folder / "parts", codings, [min(cut, len(codings)) for cut in cuts], every)
    with whole.view() as one, parts.view() as other:
        for table in ("story_articles", "story_events", "story_merges"):
            lines = f"SELECT * EXCLUDE (run) FROM {table} ORDER BY ALL"
            assert one.ask(lines) == other.ask(lines)
        assert dict(one.ask("SELECT event_id, story FROM story_events")) == stories(codings)


def test_a_coding_replaced_by_an_equal_one_changes_no_group(tmp_path: Path) -> None:
    codings = [made(n, 3 + 40 * (n % 2), n % 2, 1) for n in range(6)]
    record = in_record(tmp_path / "r", codings)

    def now() -> set[frozenset[str]]:
        with record.view() as view:
            return groups(dict(view.ask("SELECT event_id, story FROM story_events")))

    before = now()
    assert sorted(map(len, before)) == [3, 3]
    with record.writer(RUN) as writer:
        assert writer.replace(codings[0])
        assert writer.replace(codings[3])
    assert now() == before


def test_an_article_without_a_date_joins_nothing(tmp_path: Path) -> None:
    dated, bare = made(0, 3, 0, 0), made(1, 3, 0, 0)
    bare = replace(bare, article=replace(bare.article, date=None))
    with in_record(tmp_path / "r", [dated, bare]).view() as view:
        rows = view.ask("SELECT story, reason FROM story_articles ORDER BY article_id")
    assert rows[0][0] != rows[1][0]
    assert rows[1][1] == "the article has no day to be compared by"
