"""A check finds every damage that is planted, and a repair leaves a record that is whole."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from record_samples import RUN, coding, event, fact, undertaking

from bilat import model
from bilat.errors import NotAnArticle
from bilat.model import Coding, Span
from bilat.record import Record, RunInfo, layout, repair

LATER = RunInfo(program="0.2.0", started="2025-01-01")


def made(id: str) -> Coding:
    return coding(
        id,
        event(f"e-{id}", id, "IRNGOV", "PAK"),
        undertakings=(undertaking(f"u-{id}", id, "IRN PAK"),),
        facts=(replace(fact(f"f-{id}", id, "IRN PAK"), text="They"),),
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four commits: two articles, two articles and a skip, one article coded again, one article."""
    record = Record.open(tmp_path_factory.mktemp("whole") / "r", create=True)
    with record.writer(RUN, commit_every=2) as writer:
        for id in ("a1", "a2", "a3"):
            writer.add(made(id))
        writer.skip(NotAnArticle("no article", where="x.html"))
        writer.add(made("a4"))
    with record.writer(LATER, commit_every=1) as writer:
        writer.replace(coding("a1", event("better", "a1", "IRNGOV", "PAK")))
        writer.add(made("a5"))
    return record.folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy that may be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "r"))


def part(folder: Path, table: str, seq: int) -> Path:
    return folder / layout.part_file(table, seq)


def sealed(folder: Path, seq: int, **changed: Any) -> None:
    """Makes a commit's file agree with what its parts now are, as somebody would who wants a change to go unseen."""
    path = layout.commit_file(folder, seq)
    body = json.loads(path.read_text()) | changed
    for one in body["parts"]:
        file = folder / one["file"]
        with duckdb.connect() as connection:
            one["rows"] = connection.execute(f"SELECT count(*) FROM '{file}'").fetchall()[0][0]
        one |= {"bytes": file.stat().st_size, "sha256": layout.digest(file)}
    path.write_text(json.dumps(body))


def rewrite(folder: Path, table: str, seq: int, select: str) -> None:
    """Changes a part by an SQL SELECT over ``t``, and seals it."""
    path = part(folder, table, seq)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t AS SELECT * FROM '{path}'")
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    sealed(folder, seq)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def foreign(folder: Path) -> None:
    """A part of another table in a part's place."""
    shutil.copy(part(folder, "facts", 1), part(folder, "events", 1))
    sealed(folder, 1)


def no_parquet(folder: Path) -> None:
    """A part overwritten, and the digest of its commit with it."""
    path = part(folder, "events", 1)
    path.write_text("x" * path.stat().st_size)
    body = json.loads(layout.commit_file(folder, 1).read_text())
    for one in body["parts"]:
        one["sha256"] = layout.digest(folder / one["file"])
    layout.commit_file(folder, 1).write_text(json.dumps(body))


def doubled(folder: Path) -> None:
    """Commit 4's file and parts become a second commit 1, under commit 4's own names."""
    for path in folder.glob("parts/*/00000004.parquet"):
        path.unlink()
    body = json.loads(layout.commit_file(folder, 1).read_text()) | {"seq": 4}
    for one in body["parts"]:
        shutil.copy(folder / one["file"], part(folder, one["table"], 4))
        one["file"] = layout.part_file(one["table"], 4)
    layout.commit_file(folder, 4).write_text(json.dumps(body))


Plant = Callable[[Path], object]
DAMAGES: dict[str, tuple[Plant, str, int | None]] = {
    "a flipped byte": (lambda f: flip(part(f, "events", 2)), "its bytes are not those that were committed", 2),
    "a cut part": (
        lambda f: part(f, "facts", 1).write_bytes(part(f, "facts", 1).read_bytes()[:-9]),
        "bytes instead of",
        1,
    ),
    "a missing part": (lambda f: part(f, "sentences", 2).unlink(), "it is missing", 2),
    "a part of another commit": (
        lambda f: shutil.copy(part(f, "articles", 1), part(f, "articles", 2)),
        "instead of",
        2,
    ),
    "a part of another table, sealed": (foreign, "its columns are not those of events", 1),
    "a part that is no Parquet file, sealed": (no_parquet, "no whole Parquet file", 1),
    "a commit removed from the middle": (lambda f: layout.commit_file(f, 2).unlink(), "a commit is missing", 2),
    "a commit cut": (lambda f: layout.commit_file(f, 2).write_text("{"), "this commit cannot be read", 2),
    "a commit's file copied over another's": (
        lambda f: shutil.copy(layout.commit_file(f, 1), layout.commit_file(f, 4)),
        "it says that it is commit 1",
        4,
    ),
    "a commit doubled, parts and all": (doubled, "have an id that stands already", 4),
    "a commit that names a file outside": (
        lambda f: layout.commit_file(f, 4).write_text(
            layout.commit_file(f, 4).read_text().replace("parts/", "../r/parts/")
        ),
        "is no part of this commit",
        4,
    ),
    "a commit with another number of articles": (lambda f: sealed(f, 2, articles=7), "it says 7 articles and has 2", 2),
    "an altered span, sealed": (
        lambda f: rewrite(
            f, "events", 2, """SELECT * REPLACE (replace(body, '[0,4,"They"]', '[0,4,"Them"]') AS body) FROM t"""
        ),
        "a span is not what the article has at its place",
        2,
    ),
    "an altered text, sealed": (
        lambda f: rewrite(f, "articles", 2, "SELECT * REPLACE ('Thou met.' AS text) FROM t"),
        "a span is not what the article has at its place",
        2,
    ),
    "an altered column, sealed": (
        lambda f: rewrite(f, "event_dyads", 2, "SELECT * REPLACE ('IND' AS b) FROM t"),
        "columns are not those of the body",
        2,
    ),
    "a line dropped, sealed": (
        lambda f: rewrite(f, "parties", 2, "SELECT * FROM t LIMIT 1"),
        "columns are not those",
        2,
    ),
    "a body cut, sealed": (
        lambda f: rewrite(f, "undertakings", 2, "SELECT * REPLACE (left(body, 40) AS body) FROM t"),
        "the body cannot be read",
        2,
    ),
    "an event of no article, sealed": (
        lambda f: rewrite(f, "facts", 4, "SELECT * REPLACE ('nowhere' AS article_id) FROM t"),
        "point at articles that are not there",
        4,
    ),
    "a party of no event, sealed": (
        lambda f: rewrite(f, "parties", 4, "SELECT * REPLACE ('nowhere' AS event_id) FROM t"),
        "point at events that are not there",
        4,
    ),
    "a coding that replaces nothing, sealed": (
        lambda f: rewrite(f, "recodings", 3, "SELECT * REPLACE (2::BIGINT AS replaces) FROM t"),
        "point at articles that are not there",
        3,
    ),
    "a run altered, sealed": (
        lambda f: rewrite(f, "runs", 1, "SELECT * REPLACE ('9.9.9' AS program) FROM t"),
        "is not what its id says",
        1,
    ),
    "an id of other content, sealed": (
        lambda f: rewrite(
            f, "events", 4, "SELECT * REPLACE (replace(body, 'e-a5', '0123456789abcdef') AS body) FROM t"
        ),
        "the id is not that of the content",
        4,
    ),
    "what a killed writer left": (
        lambda f: (f / "tmp/events.ndjson").write_text("{"),
        "no commit names this file",
        None,
    ),
    "a strange file among the parts": (
        lambda f: (f / "parts/events/mine.csv").write_text("x"),
        "no commit names this file",
        None,
    ),
    "a broken mark": (lambda f: (f / "record.json").write_text("?"), "the mark of the record cannot be read", None),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_planted_damage_is_found_and_repaired(folder: Path, name: str) -> None:
    plant, told, seq = DAMAGES[name]
    plant(folder)
    record = Record.at(folder)
    found = record.check(deep=True)
    assert any(told in one.what and one.seq == seq for one in found.findings), found.findings
    assert all(one.hint and one.where for one in found.findings)
    if seq is not None:
        assert {one.seq for one in found.findings} <= {seq, None}

    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    planned = repair.plan(folder, found)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    kept = set(before.values())
    repair.act(folder, planned)

    assert record.check(deep=True).findings == ()
    left = {path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert len(kept - left) <= 1  # but for the mark, and what a killed writer left
    with Record.open(folder).view() as view:
        articles = {article.id for article in view.articles()}
    listed = {one.id for action in planned for one in action.articles}
    assert not articles & listed
    assert articles | listed | {"a5"} == {"a1", "a2", "a3", "a4", "a5"}  # the doubled commit takes the place of a5's


def test_a_record_is_whole(whole: Path) -> None:
    checked = Record.open(whole).check()
    assert checked.findings == ()
    assert (checked.commits, checked.codings, checked.sampled) == (4, 6, 6)
    assert checked.digest == Record.open(whole).content_digest()


def test_what_was_set_aside_is_read_again(folder: Path, whole: Path) -> None:
    flip(part(folder, "events", 1))  # where a1 was read, which commit 3 coded again
    record = Record.open(folder)
    (action,) = record.repair(act=True)
    assert [(one.id, one.title, one.origin) for one in action.articles] == [
        ("a1", "On a1", "a1.txt"),
        ("a2", "On a2", "a2.txt"),
    ]
    listed = json.loads((folder / "quarantine/00000001/articles.json").read_text())
    assert [one["id"] for one in listed["articles"]] == ["a1", "a2"]
    with record.view() as view:
        assert view.event("better") is None
    with record.writer(LATER) as writer:
        assert writer.add(coding("a1", event("better", "a1", "IRNGOV", "PAK")))
        assert writer.add(made("a2"))
    checked = record.check(deep=True)
    assert checked.findings == ()
    assert "set aside" in checked.notes[0]
    assert checked.digest == Record.open(whole).content_digest()
    with record.writer(RUN) as writer:
        assert writer.replace(coding("a1", event("best", "a1", "IRNGOV", "PAK")))
    with record.view() as view:
        assert [one.id for one in view.coding("a1").events] == ["best"]  # type: ignore[union-attr]
    assert record.check(deep=True).findings == ()


def test_a_damaged_recoding_brings_back_the_former_coding(folder: Path) -> None:
    flip(part(folder, "events", 3))
    record = Record.open(folder)
    (action,) = record.repair(act=True)
    assert action.articles == ()
    with record.view() as view:
        assert [one.id for one in view.coding("a1").events] == ["e-a1"]  # type: ignore[union-attr]
    assert record.check(deep=True).findings == ()


def test_a_record_at_work_is_whole(folder: Path) -> None:
    record = Record.open(folder)
    with record.writer(RUN) as writer:
        writer.add(made("a6"))
        (folder / "tmp/events.ndjson").write_text("{")
        shutil.copy(part(folder, "events", 1), part(folder, "events", 5))
        assert record.check().findings == ()


def test_ids_are_those_that_the_coder_gives(record: Path) -> None:
    """The small record of three articles that the coder read."""
    checked = Record.open(record).check(deep=True)
    assert checked.findings == ()
    with Record.open(record).view() as view:
        events = [event for one in view.articles() for event in view.coding(one.id).events]  # type: ignore[union-attr]
    assert all(len(one.id) == 16 for one in events)
    moved = replace(events[0], trigger=Span(1, 2, "x"))
    assert model.event_id(moved.article_id, 1, moved.type, (), ()) != moved.id
