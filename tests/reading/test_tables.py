"""JSONL, JSON, CSV and TSV: many articles a file, each with its own fate."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bilat.config import Settings
from bilat.errors import BadArgument, BadRecord, TooLarge, UnreadableFile
from bilat.model import Article, DateBasis
from bilat.reading import read

from .samples import BODY, TODAY, Outcome, Read

ReadMany = Callable[..., list[Outcome]]


@pytest.fixture
def read_many(tmp_path: Path, read_all: Read) -> ReadMany:
    def run(content: str | bytes, name: str = "news.jsonl", **options: object) -> list[Outcome]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_all(path, **options)

    return run


def _lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def _table(*rows: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


RECORD = {"id": 7, "title": "A market", "date": "2024-01-18", "source": "The Harbour Post", "text": BODY}
HEADER = ["id", "headline", "published", "publisher", "link", "body"]
ROW = ["7", "A market", "2024-01-18", "The Harbour Post", "https://post.example/1", BODY]


def _check(article: Outcome) -> None:
    assert isinstance(article, Article), article
    assert (article.id, article.title, article.date, article.outlet) == (
        "7",
        "A market",
        "2024-01-18",
        "The Harbour Post",
    )
    assert (article.date_basis, article.language, article.text) == (DateBasis.GIVEN, "en", BODY)


@pytest.mark.parametrize("name", ["news.jsonl", "news.ndjson", "news.jsonl.gz", "news", "news.json"])
def test_jsonl(read_many: ReadMany, name: str) -> None:
    content = _lines(RECORD, {"text": BODY}).encode()

    first, second = read_many(gzip.compress(content) if name.endswith(".gz") else content, name)

    _check(first)
    assert isinstance(first, Article)
    assert first.origin.endswith(f"{name}#1")
    assert isinstance(second, Article)
    assert len(second.id) == 16


@pytest.mark.parametrize("name", ["news.json", "news", "news.json.gz"])
def test_a_json_array(read_many: ReadMany, name: str) -> None:
    content = json.dumps([RECORD, 3, {**RECORD, "id": "8"}], indent=1).encode()

    first, second, third = read_many(gzip.compress(content) if name.endswith(".gz") else content, name)

    _check(first)
    assert isinstance(second, BadRecord)
    assert second.where.endswith("#2")
    assert isinstance(third, Article)


def test_one_json_object_is_one_article(read_many: ReadMany) -> None:
    (article,) = read_many(json.dumps(RECORD, indent=2), "one.json")

    _check(article)


@pytest.mark.parametrize(
    ("name", "delimiter"), [("a.csv", ","), ("a.tsv", "\t"), ("a.csv", ";"), ("a.csv.gz", ","), ("a.tsv.gz", "\t")]
)
def test_csv_and_tsv(read_many: ReadMany, name: str, delimiter: str) -> None:
    content = _table(HEADER, ROW, delimiter=delimiter).encode()

    (article,) = read_many(gzip.compress(content) if name.endswith(".gz") else content, name)

    _check(article)
    assert isinstance(article, Article)
    assert article.url == "https://post.example/1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_tables_in_other_encodings(read_many: ReadMany, encoding: str) -> None:
    text = f"{BODY} \u201cCaf\u00e9s\u201d, too."

    (row,) = read_many(_table(["text"], [text]).encode(encoding), "a.csv")
    (line,) = read_many(json.dumps({"text": text}, ensure_ascii=False).encode(encoding), "a.jsonl")

    assert isinstance(row, Article)
    assert isinstance(line, Article)
    assert row.text == line.text == text


def test_a_broken_line_is_named_and_the_rest_is_read(read_many: ReadMany) -> None:
    content = _lines(RECORD) + '{"text": "broken\n\n' + _lines({**RECORD, "id": 8})

    first, bad, last = read_many(content)

    _check(first)
    assert isinstance(bad, BadRecord)
    assert bad.where.endswith("news.jsonl#2")
    assert isinstance(last, Article)
    assert last.origin.endswith("#4")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (["text"], "no object"),
        ("text", "no object"),
        ({"title": "A market"}, "no text; its fields are title"),
        ({"text": 5}, "'text' is no text but a number"),
        ({"text": {"a": 1}}, "'text' is no text but an object"),
        ({"text": None, "title": "x"}, "no text"),
        ({"text": "  \n"}, "'text' is empty"),
        ({"text": "\x00\x01\x02" * 50}, "not text"),
    ],
)
def test_a_line_without_a_text_is_named(read_many: ReadMany, record: object, message: str) -> None:
    good, bad = read_many(_lines(RECORD, record))

    _check(good)
    assert isinstance(bad, BadRecord | UnreadableFile)
    assert message in bad.what
    assert bad.where.endswith("#2")


def test_json_nested_without_end_is_one_bad_line(read_many: ReadMany) -> None:
    good, bad = read_many(_lines(RECORD) + '{"text":' + "[" * 100_000)

    _check(good)
    assert isinstance(bad, BadRecord)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1705536000, "field date has '1705536000', no date that can be read"),
        ({"year": 2024}, "no date that can be read"),
        ("soon", "field date has 'soon'"),
        ("2031-01-01", "2031-01-01 in field date lies in the future"),
        (None, "no date in metadata, address or text"),
        (True, "no date in metadata, address or text"),
    ],
)
def test_a_date_that_is_none_is_null_with_its_reason(read_many: ReadMany, value: object, reason: str) -> None:
    (article,) = read_many(_lines({**RECORD, "date": value}))

    assert isinstance(article, Article)
    assert (article.date, article.date_basis) == (None, None)
    assert reason in article.date_reason


def test_a_date_as_eight_digits_is_read(read_many: ReadMany) -> None:
    (article,) = read_many(_lines({**RECORD, "date": 20240118}))

    assert isinstance(article, Article)
    assert article.date == "2024-01-18"


def test_an_id_that_comes_twice_is_told_with_its_first_line(read_many: ReadMany) -> None:
    first, second, third = read_many(_lines(RECORD, {**RECORD, "text": BODY + " More."}, {**RECORD, "id": "x"}))

    _check(first)
    assert isinstance(second, BadRecord)
    assert "news.jsonl#1" in second.what
    assert second.where.endswith("#2")
    assert isinstance(third, Article)


@pytest.mark.parametrize("value", [None, True, 1.5, [], ""])
def test_an_id_that_is_none_gives_way_to_the_content(read_many: ReadMany, value: object) -> None:
    (article,) = read_many(_lines({**RECORD, "id": value}))

    assert isinstance(article, Article)
    assert len(article.id) == 16


def test_lone_surrogates_become_replacement_characters(read_many: ReadMany) -> None:
    (article,) = read_many('{"text": "' + BODY.replace("\n", " ") + ' \\ud800 end."}\n')

    assert isinstance(article, Article)
    assert article.text.endswith(" \ufffd end.")


def test_a_given_language_is_believed(read_many: ReadMany) -> None:
    english, german = read_many(_lines({"text": BODY, "language": "en-GB"}, {"text": BODY, "language": "German"}))

    assert isinstance(english, Article)
    assert english.language == "en"
    assert not isinstance(german, Article)
    assert "'de', as its language field says" in german.what


def test_a_field_map_names_the_fields(read_many: ReadMany) -> None:
    record = {"nr": "7", "kop": "A market", "dag": "2024-01-18", "krant": "The Harbour Post", "tekst": BODY}
    fields = {"id": "nr", "title": "kop", "date": "dag", "source": "krant", "text": "tekst"}

    (line,) = read_many(_lines(record), fields=fields)
    (row,) = read_many(_table(list(record), list(record.values())), "a.csv", fields=fields)

    _check(line)
    _check(row)


def test_the_map_of_the_settings_is_used_and_the_callers_goes_before_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(_lines({"a": BODY, "b": f"{BODY} More."}))
    settings = Settings(fields={"text": "a"})

    (one,) = read([path], settings, today=TODAY)
    (two,) = read([path], settings, fields={"text": "b"}, today=TODAY)

    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.text, two.text) == (BODY, f"{BODY} More.")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_a_map_that_names_nothing_tells_the_fields_that_are_there(read_many: ReadMany, name: str) -> None:
    tables = {"a.jsonl": _lines(RECORD), "a.csv": _table(HEADER, ROW), "a.json": json.dumps([RECORD])}

    (error,) = read_many(tables[name], name, fields={"text": "artikel"})

    assert isinstance(error, UnreadableFile)
    assert "no field 'artikel'" in error.what
    assert "id, " in error.what
    assert error.hint == "correct --field text=artikel"


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_file_with_no_text_field_is_told_once(read_many: ReadMany, name: str) -> None:
    content = _lines(*[{"x": str(n)} for n in range(50)]) if name == "a.jsonl" else _table(["x"], *[["1"]] * 50)

    (error,) = read_many(content, name)

    assert isinstance(error, UnreadableFile)
    assert "no field holds the text; its fields are x" in error.what


def test_an_unknown_target_stops_before_anything_is_read() -> None:
    with pytest.raises(BadArgument, match="no field 'txet'") as caught:
        read(["missing.jsonl"], Settings(), fields={"txet": "body"}, today=TODAY)

    assert "text" in caught.value.hint


def test_ragged_rows_are_named_and_the_rest_is_read(read_many: ReadMany) -> None:
    short, long, good = read_many(_table(["id", "text"], ["1"], ["2", BODY, "more"], ["3", BODY]), "a.csv")

    assert isinstance(short, BadRecord)
    assert (short.what, short.where[-2:]) == ("the row has 1 fields, the header 2", "#2")
    assert isinstance(long, BadRecord)
    assert isinstance(good, Article)
    assert good.id == "3"


def test_a_field_longer_than_the_csv_modules_limit_is_read(read_many: ReadMany) -> None:
    text = " ".join([BODY] * 700)
    assert len(text) > 131_072

    (article,) = read_many(_table(["text"], [text]), "a.csv")

    assert isinstance(article, Article)
    assert article.text == text


def test_a_huge_field_is_too_large(read_many: ReadMany) -> None:
    huge, good = read_many(_table(["text"], ["word " * 2000], [BODY]), "a.csv", max_article_chars=1000)

    assert isinstance(huge, TooLarge)
    assert isinstance(good, Article)


def test_an_open_quote_does_not_swallow_the_file(read_many: ReadMany) -> None:
    rows = "".join(f"{n},{BODY[:116]}\n" for n in range(500))
    outcomes = read_many(f'id,text\n1,"open\n{rows}', "a.csv", max_article_chars=1000)

    assert isinstance(outcomes[0], TooLarge)
    assert "quote" in outcomes[0].hint
    assert sum(isinstance(outcome, Article) for outcome in outcomes) > 300


def test_a_quote_left_open_at_the_end_is_a_bad_row(read_many: ReadMany) -> None:
    good, bad = read_many(f'text\n"{BODY}"\n"open', "a.csv")

    assert isinstance(good, Article)
    assert isinstance(bad, BadRecord)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.tsv.gz"])
def test_an_empty_file_is_told(read_many: ReadMany, name: str) -> None:
    (error,) = read_many(b"", name)

    assert isinstance(error, UnreadableFile)
    assert error.what == "the file is empty"


def test_what_came_before_a_truncation_is_kept(read_many: ReadMany) -> None:
    content = gzip.compress(_lines(*[{**RECORD, "id": n} for n in range(3000)]).encode())

    *articles, error = read_many(content[: len(content) // 2], "a.jsonl.gz")

    assert articles
    assert all(isinstance(article, Article) for article in articles)
    assert isinstance(error, UnreadableFile)
    assert "truncated" in error.what


def test_limits_hold_for_a_line_and_not_for_the_file(read_many: ReadMany) -> None:
    records = [{**RECORD, "id": n} for n in range(20)]

    assert len(read_many(_lines(*records), max_bytes=1024)) == 20
    good, error = read_many(_lines(RECORD, {"text": BODY * 10}, RECORD), max_bytes=1024)
    assert isinstance(good, Article)
    assert isinstance(error, TooLarge)


def test_a_gzip_bomb_of_lines_is_stopped(read_many: ReadMany) -> None:
    (error,) = read_many(gzip.compress(b"\n" * 20_000_000), "bomb.jsonl.gz", max_bytes=1_000_000)

    assert isinstance(error, TooLarge)


def test_articles_come_before_the_file_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(_lines(*[{**RECORD, "id": n} for n in range(100)]) + "{broken\n")

    first = next(read([path], Settings(), today=TODAY))

    assert isinstance(first, Article)
    assert first.id == "0"
