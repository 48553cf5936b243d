"""A later coding of an article takes the place of the former, which is kept."""

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from record_samples import RUN, coding, event, fact, undertaking

from bilat.errors import BadArgument, BadRecord
from bilat.model import Coding, EventType
from bilat.record import Record, RunInfo

BETTER = RunInfo(program="0.2.0", lexicon="l2", model="m2", started="2025-01-01T10:00:00Z")


def made(article: str, *events: str) -> Coding:
    """A coding with these events between Iran and Pakistan."""
    return coding(
        article,
        *(event(id, article, "IRNGOV", "PAK") for id in events),
        undertakings=tuple(undertaking(f"u-{id}", article, "IRN PAK") for id in events),
        facts=tuple(fact(f"f-{id}", article, "IRN PAK") for id in events),
    )


def shown(record: Record, as_of_run: str | None = None) -> dict[str, list[str]]:
    """The ids of the events that each article's coding has now."""
    with record.view(as_of_run=as_of_run) as view:
        codings = {article.id: view.coding(article.id) for article in view.articles()}
        lines = {id for (id,) in view.ask("SELECT event_id FROM event_dyads")}
        told = {id: [one.id for one in coding.events] for id, coding in codings.items() if coding}
        pair = view.dyad("IRN", "PAK")
    ids = sorted(id for events in told.values() for id in events)
    assert sorted(lines) == ids
    assert sorted(entry.event.id for entry in pair.events) == ids
    assert sorted(one.id for one in pair.undertakings) == [f"u-{id}" for id in ids]
    assert sorted(one.id for one in pair.facts) == [f"f-{id}" for id in ids]
    return told


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Five articles in commits of two."""
    record = Record.open(tmp_path / "r", create=True)
    with record.writer(RUN, commit_every=2) as writer:
        for n in range(5):
            writer.add(made(f"a{n}", f"e{n}"))
    return record


def test_only_the_latest_coding_of_an_article_is_shown(record: Record) -> None:
    with record.writer(BETTER) as writer:
        assert writer.replace(made("a0", "e0", "more"))
        assert writer.replace(made("a3"))
    assert shown(record) == {"a0": ["e0", "more"], "a1": ["e1"], "a2": ["e2"], "a3": [], "a4": ["e4"]}
    with record.view() as view:
        assert view.counts().events == 5
        assert view.event("e3") is None
        assert [(run.program, run.articles, run.recoded) for run in view.runs()] == [("0.1.0", 5, 0), ("0.2.0", 0, 2)]


def test_nothing_is_erased(record: Record) -> None:
    before = {path: path.read_bytes() for path in record.folder.glob("parts/*/*")}
    as_it_was = shown(record)
    with record.writer(BETTER) as writer:
        for n in range(5):
            writer.replace(made(f"a{n}"))
    assert all(path.read_bytes() == content for path, content in before.items())
    assert not any(shown(record).values())
    assert shown(record, as_of_run=RUN.id) == as_it_was
    assert shown(record, as_of_run=RUN.id[:6]) == as_it_was


def test_a_coding_replaced_twice_in_one_run_shows_the_last(record: Record) -> None:
    with record.writer(BETTER) as writer:
        for id in ("x1", "x2", "x3"):
            assert writer.replace(made("a1", id))
        assert writer.add(made("new", "n1"))
        assert writer.replace(made("new", "n2"))
    assert shown(record) == {"a0": ["e0"], "a1": ["x3"], "a2": ["e2"], "a3": ["e3"], "a4": ["e4"], "new": ["n2"]}


def test_an_article_that_the_record_lacks_is_not_replaced(record: Record) -> None:
    with record.writer(BETTER) as writer:
        assert not writer.replace(made("strange", "s1"))
        with pytest.raises(BadRecord, match="another text"):
            writer.replace(coding("a1", text="Another thing."))
    assert "strange" not in shown(record)


def test_what_is_coded_otherwise_is_found_until_it_is_coded_again(record: Record) -> None:
    def left() -> list[str]:
        with record.view() as view:
            assert view.count_coded_otherwise(BETTER) == len(list(view.coded_otherwise(BETTER)))
            return sorted(article.id for article in view.coded_otherwise(BETTER))

    assert left() == ["a0", "a1", "a2", "a3", "a4"]
    with record.writer(BETTER, commit_every=2) as writer:
        for id in left()[:3]:
            writer.replace(made(id, f"new-{id}"))
    assert left() == ["a3", "a4"]
    later = RunInfo(program="0.2.0", lexicon="l2", model="m2", started="2025-01-02T10:00:00Z")
    with record.writer(later) as writer:
        for id in left():
            writer.replace(made(id, f"new-{id}"))
    assert left() == []
    with record.view() as view:
        assert view.count_coded_otherwise(RUN) == 5


def test_a_run_that_is_not_there_is_told(record: Record) -> None:
    with pytest.raises(BadArgument, match="no run begins with 'nowhere'") as caught:
        record.view(as_of_run="nowhere")
    assert RUN.id in caught.value.hint


def test_the_digest_of_the_content_knows_neither_runs_nor_commits(tmp_path: Path) -> None:
    def digest(name: str, run: RunInfo, every: int, *codings: Coding, again: tuple[Coding, ...] = ()) -> str:
        record = Record.open(tmp_path / name, create=True)
        with record.writer(run, commit_every=every) as writer:
            for one in codings:
                writer.add(one)
            for one in again:
                writer.replace(one)
        return record.content_digest()

    a, b = made("a", "e1"), made("b", "e2", "e3")
    other = coding("b", event("e2", "b", "IRNGOV", "PAK", type=EventType.AGREE))
    first = digest("one", RUN, 500, a, b)
    assert first == digest("two", BETTER, 1, a, b)
    assert first == digest("three", BETTER, 1, a, made("b"), again=(b,))
    assert len({first, digest("four", RUN, 500, a), digest("five", RUN, 500, a, other)}) == 3


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(steps=st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=6), every=st.integers(1, 3))
def test_whatever_is_replaced_the_view_shows_the_last_of_each(
    steps: list[tuple[int, bool]], every: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    record = Record.open(tmp_path_factory.mktemp("r") / "r", create=True)
    expected: dict[str, list[str]] = {}
    writer = record.writer(RUN, commit_every=every)
    for n, (article, reopened) in enumerate(steps):
        one = made(f"a{article}", f"e{n}")
        (writer.replace if one.article.id in expected else writer.add)(one)
        expected[one.article.id] = [f"e{n}"]
        if reopened:
            writer.commit()
            writer.close()
            writer = record.writer(BETTER, commit_every=every)
    writer.commit()
    writer.close()
    assert shown(record) == dict(sorted(expected.items()))
