"""The content tells the format: names and encodings that lie, and content that is hostile."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat.config import Settings
from bilat.errors import Skip, TooLarge, UnreadableFile
from bilat.model import Article
from bilat.reading import read

from .archives import gzipped, record, tarred, zipped
from .exports import rich, word
from .samples import BODY, TODAY, Outcome, Read, page

ReadBytes = Callable[..., list[Outcome]]
ONE = BODY.replace("\n\n", " ")
LINE = json.dumps({"title": "A market", "text": ONE}) + "\n"
CONTENTS: dict[str, str | bytes] = {
    "page": page(ONE),
    "lines": LINE,
    "array": f"[{LINE}]",
    "table": f"title,text\nA market,{ONE}\n",
    "tabs": f"title\ttext\nA market\t{ONE}\n",
    "zip": zipped(("a.txt", ONE)),
    "tar": tarred(("a.txt", ONE)),
    "warc": gzipped([record(page(ONE))]),
    "rtf": rich(ONE),
    "docx": word(ONE),
    "packed": gzip.compress(page(ONE).encode()),
}
NAMES = ["a.html", "a.txt", "a.jsonl", "a.json", "a.csv", "a.parquet", "a.docx", "a.warc.gz", "a.zip", "a"]


@pytest.fixture
def read_bytes(tmp_path: Path, read_all: Read) -> ReadBytes:
    """Write one file and read it."""

    def run(content: str | bytes, name: str, **settings: object) -> list[Outcome]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_all(path, **settings)

    return run


@pytest.mark.parametrize("content", CONTENTS)
def test_a_name_that_lies_does_not_hide_the_content(read_bytes: ReadBytes, content: str) -> None:
    for name in NAMES:
        if (content, name) == ("tabs", "a.csv"):
            assert len(read_bytes(CONTENTS[content], name)) == 1
            continue
        (outcome,) = read_bytes(CONTENTS[content], name)
        assert isinstance(outcome, Article), (content, name, outcome)
        assert outcome.text == ONE, (content, name)


@pytest.mark.parametrize("name", ["a.parquet", "a.docx", "a.warc.gz", "a.zip", "a.tar"])
def test_text_under_the_name_of_an_archive_is_told(read_bytes: ReadBytes, name: str) -> None:
    (error,) = read_bytes(BODY, name)

    assert isinstance(error, UnreadableFile)
    assert "the name says" in error.what


@pytest.mark.parametrize("content", ["page", "lines", "table"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_byte_order_marks_and_encodings_are_seen_through(read_bytes: ReadBytes, content: str, encoding: str) -> None:
    text = str(CONTENTS[content]).replace("Islamabad", "Islamabad’s café")
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    name = {"page": "a.html", "lines": "a.jsonl", "table": "a.csv"}[content]
    if content == "lines":
        text = json.dumps(json.loads(text), ensure_ascii=False) + "\n"

    (article,) = read_bytes(marks.get(encoding, b"") + text.encode(encoding), name)

    assert isinstance(article, Article)
    assert "Islamabad’s café" in article.text


def test_an_encoding_that_a_page_lies_about(read_bytes: ReadBytes) -> None:
    html = page(ONE.replace("Islamabad", "Islamabad’s café"), head='<meta charset="shift_jis">')

    (article,) = read_bytes(html, "a.html")

    assert isinstance(article, Article)
    assert "Islamabad’s café" in article.text


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.jsonl", "a.csv"])
def test_nuls_and_lone_halves_become_replacement_characters(read_bytes: ReadBytes, name: str) -> None:
    key = {"a.html": "page", "a.jsonl": "lines", "a.csv": "table"}.get(name)
    content = str(CONTENTS[key] if key else ONE).encode().replace(b"Officials", b"Offi\x00cials \xed\xa0\x80")

    outcomes = read_bytes(content, name)

    (outcome,) = outcomes
    assert isinstance(outcome, Article | Skip)
    if isinstance(outcome, Article):
        assert not set(outcome.text) & {"\x00", "\ud800"}


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.json", "a.html"])
def test_a_line_of_ten_million_characters_is_told(read_bytes: ReadBytes, name: str) -> None:
    (error,) = read_bytes("x" * 10_000_000, name, max_bytes=1_000_000)

    assert isinstance(error, TooLarge)


@pytest.mark.parametrize("tag", ["div", "b", "table", "blockquote", "ul><li"])
def test_html_50_000_deep_is_an_error_or_an_article(read_bytes: ReadBytes, tag: str) -> None:
    html = "<html><body>" + f"<{tag}>" * 50_000 + "".join(f"<p>{part}</p>" for part in BODY.split("\n\n"))

    (outcome,) = read_bytes(html, "deep.html")

    assert isinstance(outcome, Article | Skip)


def test_prose_with_a_tables_words_in_its_first_line_stays_prose(read_bytes: ReadBytes) -> None:
    (article,) = read_bytes(f"Content, he said, was not what counted.\n\n{BODY}", "a.txt")

    assert isinstance(article, Article)
    assert article.text.startswith("Content, he said")


_SAMPLES = [value if isinstance(value, bytes) else value.encode() for value in CONTENTS.values()]
_DAMAGE = st.tuples(st.integers(0, 5000), st.binary(min_size=1, max_size=8), st.integers(0, 60))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(_SAMPLES), st.lists(_DAMAGE, min_size=1, max_size=5))
def test_a_damaged_file_gives_articles_and_reasons_and_nothing_else(
    tmp_path: Path, sample: bytes, damage: list[tuple[int, bytes, int]]
) -> None:
    content = bytearray(sample)
    for at, put, cut in damage:
        place = at % (len(content) + 1)
        content[place : place + cut] = put
    path = tmp_path / "damaged"
    path.write_bytes(content)

    for outcome in read([path], Settings(max_bytes=1_000_000), today=TODAY):
        assert isinstance(outcome, Article | Skip)
        assert str(outcome) if isinstance(outcome, Skip) else outcome.text


def test_a_parquet_file_whose_names_are_no_text_is_told(tmp_path: Path, read_all: Read) -> None:
    pq.write_table(pa.Table.from_pylist([{"text": BODY, "titlex": "x"}]), tmp_path / "a.parquet")
    content = (tmp_path / "a.parquet").read_bytes().replace(b"titlex", b"\xff\xfe\xff\xfe\xff\xfe")
    (tmp_path / "a.parquet").write_bytes(content)

    (error,) = read_all(tmp_path / "a.parquet")

    assert isinstance(error, UnreadableFile)
