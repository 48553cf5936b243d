"""What was read before is known before the work on it; whatever differs in what it says is not."""

import json
from pathlib import Path
from typing import Any

import pytest

from bilat.config import Settings
from bilat.model import Article
from bilat.reading import read

from .samples import BODY, TODAY, Read

ROW = {"id": "1", "title": "Ministers meet", "date": "2024-05-20", "source": "Gulf Wire", "text": BODY}


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def input_of(read_all: Read, path: Path) -> str | None:
    (article,) = read_all(path)
    assert isinstance(article, Article)
    return article.input


def test_what_was_seen_is_left_out_and_the_rest_is_read(read_all: Read, tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", ROW, {**ROW, "id": "2"}, {**ROW, "id": "1"})
    first, second, twice = read_all(path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)

    rest = list(read([path], Settings(), today=TODAY, seen={first.input}.__contains__))

    assert rest[0] == second
    assert str(rest[1]) == str(twice)  # that an id comes twice is told each time
    assert len(rest) == 2


def test_the_same_in_another_file_is_the_same_input(read_all: Read, tmp_path: Path) -> None:
    assert input_of(read_all, written(tmp_path / "a.jsonl", ROW)) == input_of(
        read_all, written(tmp_path / "b.jsonl", ROW)
    )


@pytest.mark.parametrize("changed", ["id", "title", "date", "source", "text"])
def test_any_change_makes_another_input(read_all: Read, tmp_path: Path, changed: str) -> None:
    other = written(tmp_path / "b.jsonl", {**ROW, changed: ROW[changed] + "1"})

    assert input_of(read_all, written(tmp_path / "a.jsonl", ROW)) != input_of(read_all, other)
