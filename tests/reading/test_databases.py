"""Exports of the newspaper databases: every article by itself, with its title, outlet, date and text and nothing else."""

import io
import logging
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bilat.errors import NotAnArticle, TooLarge, UnreadableFile
from bilat.model import Article, DateBasis

from . import exports
from .archives import zipped
from .samples import BODY, Outcome, Read

ReadBytes = Callable[..., list[Outcome]]

EXPORTS = {
    "nexis.docx": exports.word(exports.NEXIS),
    "nexis.rtf": exports.rich(exports.NEXIS),
    "nexis.txt": exports.NEXIS.encode(),
    "former.txt": exports.NEXIS_FORMER.encode(),
    "former.rtf": exports.rich(exports.NEXIS_FORMER),
    "factiva.txt": exports.FACTIVA.encode(),
    "factiva.rtf": exports.rich(exports.FACTIVA),
    "codes.rtf": exports.rich_tables(exports.FACTIVA_ROWS),
    "proquest.txt": exports.PROQUEST.encode(),
    "proquest.rtf": exports.rich(exports.PROQUEST),
    "lying-name.html.docx": exports.rich(exports.PROQUEST),
}


@pytest.fixture
def read_bytes(tmp_path: Path, read_all: Read) -> ReadBytes:
    """Write one file and read it."""

    def run(content: bytes, name: str, **settings: object) -> list[Outcome]:
        path = tmp_path / name
        path.write_bytes(content)
        return read_all(path, **settings)

    return run


@pytest.mark.parametrize("name", EXPORTS)
def test_every_article_of_an_export_stands_by_itself(read_bytes: ReadBytes, name: str) -> None:
    market, flood = read_bytes(EXPORTS[name], name)

    assert isinstance(market, Article)
    assert isinstance(flood, Article)
    assert [market.text, flood.text] == exports.TEXTS
    assert [market.title, flood.title] == ["Ministers agree on a market", "Floods close the road to Zahedan"]
    assert (market.outlet or "").startswith("The Harbour Post")
    assert flood.outlet == "Quetta Courier"
    assert [market.date, flood.date] == ["2024-01-18", "2024-01-23"]
    assert market.date_basis is DateBasis.METADATA
    assert [market.origin.rpartition(name)[2], flood.origin.rpartition(name)[2]] == ["#1", "#2"]


def test_the_date_line_goes_before_the_day_of_loading(read_bytes: ReadBytes) -> None:
    (without, _) = read_bytes(exports.NEXIS.replace("January 18, 2024 Thursday\n", "").encode(), "nexis.txt")

    assert isinstance(without, Article)
    assert without.date == "2024-01-19"
    assert (without.date_reason or "").startswith("Load-Date")


def test_an_entry_without_its_text_is_told(read_bytes: ReadBytes) -> None:
    export = exports.PROQUEST.replace(f"Full text: {exports.FLOOD[0]}\n\n{exports.FLOOD[1]}\n", "")

    market, error = read_bytes(export.encode(), "proquest.txt")

    assert isinstance(market, Article)
    assert isinstance(error, NotAnArticle)
    assert error.where.endswith("proquest.txt#2")


def test_exports_in_a_zip_are_read(read_bytes: ReadBytes) -> None:
    content = zipped(("a/nexis.docx", EXPORTS["nexis.docx"]), ("codes.rtf", EXPORTS["codes.rtf"]))

    outcomes = read_bytes(content, "both.zip")

    assert [item.origin.rpartition("both.zip!")[2] for item in outcomes if isinstance(item, Article)] == [
        "a/nexis.docx#1",
        "a/nexis.docx#2",
        "codes.rtf#1",
        "codes.rtf#2",
    ]


@pytest.mark.parametrize("make", [exports.word, exports.rich, str.encode])
def test_a_document_that_is_no_export_is_one_article(
    read_bytes: ReadBytes, make: Callable[[str], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    (article,) = read_bytes(make(f"Ministers agree on a market\n\n{BODY}"), "report")

    assert isinstance(article, Article)
    assert article.title == "Ministers agree on a market"
    assert "third market" in article.text
    assert caplog.records == []


def test_a_layout_that_is_not_known_is_one_article_with_a_note(
    read_bytes: ReadBytes, caplog: pytest.LogCaptureFixture
) -> None:
    parts = "\n\n".join(f"Headline: {title}\nLength: 90 words\n\n{BODY}" for title in ("One", "Two", "Three"))

    with caplog.at_level(logging.WARNING):
        (article,) = read_bytes(parts.encode(), "unknown.txt")

    assert isinstance(article, Article)
    (note,) = caplog.messages
    assert "unknown.txt" in note
    assert "read as one article" in note


def test_characters_beyond_16_bits_and_of_code_pages_are_read(read_bytes: ReadBytes) -> None:
    sentence = rb"The caf\'e9 in Quetta \u8220?opened\u8221? on Monday \u-10179?\u-8704? again, they said."
    text = rb"{\rtf1\ansi\ansicpg1252 " + sentence + rb"\par}"

    (article,) = read_bytes(text, "a.rtf")

    assert isinstance(article, Article)
    assert article.text == "The café in Quetta “opened” on Monday \U0001f600 again, they said."


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.rtf", b"{\\rtf1 }", "no text"),
        ("bad.rtf", b"{\\rtf1 \\u99999999? x}", "broken rich text"),
        ("bad.docx", zipped(("word/document.xml", "<w:document")), "broken Word document"),
        ("empty.docx", exports.word(""), "no text"),
        ("plain.docx", b"plain words", "the name says .docx"),
    ],
)
def test_a_broken_document_is_told(read_bytes: ReadBytes, name: str, content: bytes, told: str) -> None:
    (error,) = read_bytes(content, name)

    assert isinstance(error, UnreadableFile)
    assert told in error.what


def test_a_word_documents_entities_swell_nothing_and_reach_no_file(read_bytes: ReadBytes, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret word")
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE d [<!ENTITY e0 "boom"><!ENTITY file SYSTEM "{secret.as_uri()}">{entities}]>'

    outcomes = read_bytes(_with_entity(exports.word(f"{BODY} ENTITY", doctype)), "bomb.docx")

    assert all("boom" not in item.text and "secret" not in item.text for item in outcomes if isinstance(item, Article))
    assert len(outcomes) == 1


def test_a_word_document_too_large_is_refused(read_bytes: ReadBytes) -> None:
    (error,) = read_bytes(exports.word("word " * 100_000), "large.docx", max_bytes=100_000)

    assert isinstance(error, TooLarge)


def _with_entity(document: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        xml = archive.read("word/document.xml").replace(b"ENTITY</w:t>", b"&e11; &file;</w:t>")
    return zipped(("word/document.xml", xml))
