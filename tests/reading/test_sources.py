"""Paths: folders, standard input, and what is not there."""

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat.config import Settings
from bilat.errors import BadArgument, Skip, UnreadableFile
from bilat.model import Article
from bilat.reading import count, read

from .samples import BODY, TODAY, Read, page


def _names(outcomes: list[Article | Skip]) -> list[str]:
    return [Path(outcome.origin).name for outcome in outcomes if isinstance(outcome, Article)]


def test_a_folder_is_read_in_order_with_all_that_is_under_it(tmp_path: Path, read_all: Read) -> None:
    for name in ["b.txt", "a.txt", "c/d/e.txt", ".hidden.txt", ".git/config.txt", "c/a.html"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page() if name.endswith("html") else BODY)

    outcomes = read_all(tmp_path)

    assert _names(outcomes) == ["a.txt", "b.txt", "a.html", "e.txt"]
    assert len(outcomes) == 4


def test_a_missing_path_is_told_and_the_rest_is_read(tmp_path: Path, read_all: Read) -> None:
    (tmp_path / "a.txt").write_text(BODY)

    missing, article = read_all(tmp_path / "nowhere.txt", tmp_path / "a.txt")

    assert isinstance(missing, UnreadableFile)
    assert missing.where == str(tmp_path / "nowhere.txt")
    assert "No such file" in missing.what
    assert isinstance(article, Article)


def test_a_bad_file_in_a_folder_does_not_stop_the_others(tmp_path: Path, read_all: Read) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "b.txt").write_text(BODY)

    bad, good = read_all(tmp_path)

    assert isinstance(bad, UnreadableFile)
    assert isinstance(good, Article)


def test_a_folder_without_files_is_told(tmp_path: Path, read_all: Read) -> None:
    (tmp_path / ".hidden").write_text(BODY)
    (tmp_path / "sub").mkdir()

    (error,) = read_all(tmp_path)

    assert isinstance(error, UnreadableFile)
    assert "no file to read" in error.what


def test_a_folder_with_a_files_name_is_a_folder(tmp_path: Path, read_all: Read) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "a.txt").write_text(BODY)

    assert _names(read_all(tmp_path / "x.txt")) == ["a.txt"]


def test_links_that_lead_back_end(tmp_path: Path, read_all: Read) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(BODY)
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")

    outcomes = read_all(tmp_path)

    assert _names(outcomes) == ["a.txt"]
    assert [Path(outcome.where).name for outcome in outcomes if isinstance(outcome, Skip)] == ["self.txt"]


def test_a_file_that_comes_twice_is_read_once(tmp_path: Path, read_all: Read) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")

    assert _names(read_all(tmp_path / "a.txt", tmp_path)) == ["a.txt"]


def test_the_folder_of_a_saved_page_is_part_of_the_page(tmp_path: Path, read_all: Read) -> None:
    (tmp_path / "market.html").write_text(page())
    (tmp_path / "market_files").mkdir()
    (tmp_path / "market_files" / "ad.html").write_text("<html></html>")

    assert len(read_all(tmp_path)) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path, read_all: Read) -> None:
    os.mkfifo(tmp_path / "a.txt")

    (error,) = read_all(tmp_path)

    assert isinstance(error, UnreadableFile)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_is_told(tmp_path: Path, read_all: Read) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY)
    path.chmod(0)

    (error,) = read_all(path)

    assert isinstance(error, UnreadableFile)
    assert "Permission" in error.what


_LINE = json.dumps({"text": BODY}) + "\n"


@pytest.mark.parametrize(
    ("content", "origins"),
    [(BODY, ["<stdin>"]), (_LINE * 2, ["<stdin>#1", "<stdin>#2"]), (page(), ["<stdin>"])],
    ids=["text", "jsonl", "page"],
)
def test_standard_input(content: str, origins: list[str], read_all: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))

    assert [outcome.origin for outcome in read_all("-") if isinstance(outcome, Article)] == origins


def test_no_path_stops_the_run() -> None:
    with pytest.raises(BadArgument, match="nothing to read"):
        read([], Settings(), today=TODAY)


def test_count(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.html").write_text(page())

    assert count([tmp_path]) == 2
    assert count(["-"]) is None
    (tmp_path / "c.jsonl").write_text("")
    assert count([tmp_path]) is None


_SUFFIXES = st.sampled_from([".txt", ".html", ".jsonl", ".json", ".csv", ".tsv", "", ".txt.gz", ".jsonl.gz"])
_BITS = st.sampled_from(
    [
        b'{"text": "',
        b'"}',
        b"\n",
        b'"',
        b",",
        b"text",
        b"<html>",
        b"<p>",
        b"</p>",
        b"[",
        b"]",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(_BITS, st.binary(max_size=30)), max_size=12), _SUFFIXES, st.booleans())
def test_no_bytes_under_any_name_stop_the_run(tmp_path: Path, bits: list[bytes], suffix: str, zipped: bool) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(gzip.compress(b"".join(bits)) if zipped else b"".join(bits))

    for outcome in read([path], Settings(), today=TODAY):
        assert isinstance(outcome, Article | Skip)
        if isinstance(outcome, Skip):
            assert outcome.what
            assert str(path) in outcome.where
