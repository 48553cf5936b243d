"""Parquet files: read like JSONL, a few rows at a time."""

import datetime
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bilat.errors import BadRecord, UnreadableFile
from bilat.model import Article, DateBasis

from .archives import zipped
from .samples import BODY, Outcome, Read

ReadRows = Callable[..., list[Outcome]]


def parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write rows as a Parquet file."""
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.fixture
def read_rows(tmp_path: Path, read_all: Read) -> ReadRows:
    """Write a Parquet file and read it."""

    def run(rows: list[dict[str, Any]], name: str = "a.parquet", **options: Any) -> list[Outcome]:
        return read_all(parquet(tmp_path / name, rows), **options)

    return run


def test_a_row_is_an_article(read_rows: ReadRows) -> None:
    day = datetime.datetime(2024, 1, 18, 9, 30)
    row = {"id": 7, "title": "A market", "date": day, "source": "The Harbour Post", "text": BODY, "other": [1, 2]}

    article, empty = read_rows([row, {**row, "id": 8, "text": None}])

    assert isinstance(article, Article)
    assert (article.id, article.title, article.outlet, article.text) == ("7", "A market", "The Harbour Post", BODY)
    assert (article.date, article.date_basis) == ("2024-01-18", DateBasis.GIVEN)
    assert article.origin.endswith("a.parquet#1")
    assert isinstance(empty, BadRecord)
    assert empty.where.endswith("a.parquet#2")


@pytest.mark.parametrize("name", ["a.dat", "odd [1]*?'\".parquet"])
def test_the_content_tells_it_and_any_name_will_do(read_rows: ReadRows, name: str) -> None:
    (article,) = read_rows([{"text": BODY}], name)

    assert isinstance(article, Article)


def test_a_field_map_names_the_columns(read_rows: ReadRows) -> None:
    (article,) = read_rows(
        [{'te"kst': BODY, "Krant": "The Harbour Post"}], fields={"text": 'te"kst', "outlet": "Krant"}
    )
    (error,) = read_rows([{"a": "1"}], fields={"text": "body"})

    assert isinstance(article, Article)
    assert article.outlet == "The Harbour Post"
    assert isinstance(error, UnreadableFile)
    assert "no field 'body'" in error.what


@pytest.mark.parametrize("wrap", [gzip.compress, lambda data: zipped(("in/a.parquet", data))])
def test_packed_ones_are_read(tmp_path: Path, read_all: Read, wrap: Callable[[bytes], bytes]) -> None:
    data = parquet(tmp_path / "a.parquet", [{"text": BODY}]).read_bytes()
    (tmp_path / "packed").write_bytes(wrap(data))

    (article,) = read_all(tmp_path / "packed")

    assert isinstance(article, Article)


@pytest.mark.parametrize("damage", [lambda data: data[:-20], lambda data: b"PAR1" + bytes(200) + b"PAR1"])
def test_a_broken_one_is_told(tmp_path: Path, read_all: Read, damage: Callable[[bytes], bytes]) -> None:
    path = parquet(tmp_path / "a.parquet", [{"text": BODY}])
    path.write_bytes(damage(path.read_bytes()))

    (error,) = read_all(path)

    assert isinstance(error, UnreadableFile)
    assert "Parquet" in error.what


def test_what_is_no_parquet_under_its_name_is_told(tmp_path: Path, read_all: Read) -> None:
    (tmp_path / "a.parquet").write_text(BODY)

    (error,) = read_all(tmp_path / "a.parquet")

    assert isinstance(error, UnreadableFile)
    assert "the name says .parquet" in error.what
