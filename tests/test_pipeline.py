"""Articles through the pipeline: several processes give what one gives, and one bad article ends nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ARTICLES

from bilat import api, pipeline
from bilat.coding.parse import load_parser
from bilat.errors import BadRecord, RecordError, Skip, Stop, UnreadableFile
from bilat.model import Article, Coding
from bilat.record import Record, RunInfo
from bilat.trained import load_model

RUN = RunInfo(program="test")


def articles(number: int) -> list[Article]:
    """Articles that differ in their ids and their texts."""
    texts = [f"{ARTICLES[i % 3]['text']} This is report number {i}." for i in range(number)]
    return [Article(id=f"{i}", text=text, date="2024-02-01", origin=f"f#{i}") for i, text in enumerate(texts)]


def files_of(folder: Path) -> dict[str, bytes]:
    """What lies in a record, by name, less the lock."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def failing(article: Article) -> Coding:
    """A coder that cannot bear one article; a function of a module, so that workers can be sent its name."""
    if article.id == "1":
        raise ValueError("no such thing")
    return Coding(article=article)


def stopping(article: Article) -> Coding:
    """A coder for which the run cannot go on."""
    raise Stop("the model is gone", hint="install it")


def test_two_processes_give_what_one_gives_in_the_same_order() -> None:
    gone = UnreadableFile("gone", where="x")
    items: list[pipeline.Item] = [*articles(36), gone, *articles(4)]

    one = list(pipeline.code(items, workers=1))
    two = list(pipeline.code(items, workers=2, few=0))

    assert [type(x) for x in one] == [type(x) for x in two]
    assert [x for x in one if isinstance(x, Coding)] == [x for x in two if isinstance(x, Coding)]
    assert isinstance(two[36], UnreadableFile)
    assert sum(len(x.events) for x in two if isinstance(x, Coding)) > 40


def test_two_processes_leave_the_files_that_one_leaves(tmp_path: Path) -> None:
    items: list[pipeline.Item] = [*articles(20), UnreadableFile("gone", where="x"), *articles(40)[20:]]

    for workers in (1, 2):
        record = Record.open(tmp_path / str(workers), create=True)
        with record.writer(RUN, commit_every=15) as writer:
            list(pipeline.into_record(items, writer, workers=workers, few=0, tally=pipeline.Tally()))

    one, two = files_of(tmp_path / "1"), files_of(tmp_path / "2")
    assert len([name for name in one if name.startswith("commits")]) == 3
    assert one == two


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_on_which_the_coder_fails_is_left_out_alone(workers: int) -> None:
    done = list(pipeline.code(articles(3), workers=workers, few=0, coder=failing))

    first, second, third = done
    assert isinstance(first, Coding)
    assert isinstance(third, Coding)
    assert isinstance(second, BadRecord)
    assert second.where == "f#1"
    assert "ValueError: no such thing" in second.what
    assert "report it" in second.hint


@pytest.mark.parametrize("workers", [1, 2])
def test_what_stops_a_run_is_not_taken_for_a_bad_article(workers: int) -> None:
    with pytest.raises(Stop, match="the model is gone") as caught:
        list(pipeline.code(articles(3), workers=workers, few=0, coder=stopping))

    assert caught.value.hint == "install it"


def test_the_models_are_named_without_being_loaded_as_they_name_themselves() -> None:
    meta = load_parser().meta

    named, weights = pipeline.model_names().split(", weights ")
    assert named == f"{meta['lang']}_{meta['name']} {meta['version']}, reader {load_model().digest}"
    assert len(weights) == 16


def test_few_articles_do_not_start_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise AssertionError("started")

    monkeypatch.setattr(pipeline, "ProcessPoolExecutor", none)

    assert len(list(pipeline.code(articles(40), workers=4, coder=failing))) == 40
    with pytest.raises(AssertionError, match="started"):
        list(pipeline.code(articles(41), workers=4, coder=failing))


def test_articles_are_taken_as_they_are_needed() -> None:
    """A corpus larger than the memory: nothing may gather the whole input first."""
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield Article(id=str(taken), text="x")

    results = pipeline.code(endless(), workers=1, coder=failing)
    for _ in range(10):
        next(results)

    assert taken <= 11


def test_a_record_gets_the_rest_and_the_skip(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "rec", create=True)
    tally = pipeline.Tally()

    with record.writer(RUN) as writer:
        done = list(pipeline.into_record(articles(3), writer, coder=failing, tally=tally))

    assert (tally.added, tally.skipped, tally.known, len(done)) == (2, 1, 0, 3)
    with record.view() as view:
        assert view.article("1") is None
        assert view.article("2") is not None
        (skip,) = view.skipped()
    assert skip.where == "f#1"


def test_what_the_record_has_is_not_coded_again(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "rec", create=True)
    coded: list[str] = []

    def counting(article: Article) -> Coding:
        coded.append(article.id)
        return Coding(article=article)

    for number in (2, 3):
        tally = pipeline.Tally()
        with record.writer(RUN) as writer:
            done = list(pipeline.into_record(articles(number), writer, coder=counting, tally=tally))

    assert coded == ["0", "1", "2"]
    assert (tally.added, tally.known, len(done)) == (1, 2, 3)


def test_an_article_that_comes_twice_in_a_run_is_kept_once(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "rec", create=True)
    tally = pipeline.Tally()
    (article,) = articles(1)

    with record.writer(RUN) as writer:
        list(pipeline.into_record([article, article], writer, workers=2, few=5, coder=failing, tally=tally))

    assert (tally.added, tally.known) == (1, 1)
    with record.view() as view:
        assert view.counts().articles == 1


def test_what_was_committed_stays_when_the_run_is_stopped(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "rec", create=True)

    def until(article: Article) -> Coding:
        if article.id == "3":
            raise RecordError("the disk is full", hint="free some space")
        return Coding(article=article)

    with pytest.raises(RecordError), record.writer(RUN, commit_every=2) as writer:
        list(pipeline.into_record(articles(5), writer, coder=until, tally=pipeline.Tally()))

    with record.view() as view:
        assert view.counts().articles == 3


def test_from_python_read_code_and_ask(tmp_path: Path) -> None:
    """The path of a notebook: the same as the commands."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(ARTICLES[1]["text"])
    record = Record.open(tmp_path / "rec", create=True)

    with record.writer(RUN) as writer:
        for article in api.read(tmp_path / "news"):
            assert not isinstance(article, Skip)
            writer.add(api.code(article, date="2024-01-18"))
    with record.view() as view:
        history = api.dyad(view, "Iran", "pakistan")
        brief = api.brief(view, "PAK", "IRN")

    assert {h.type for h in history.happenings} >= {"ASSAULT", "SANCTION"}
    assert history.newest == "2024-01-18"
    assert "Iran" in brief.title
