"""Plain-text files, encodings, and what is no text."""

import codecs
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from bilat.errors import NotAnArticle, TooLarge, UnreadableFile, UnsupportedLanguage
from bilat.model import Article, DateBasis, content_id
from bilat.reading import restore
from bilat.reading.stream import Stream

from .samples import BODY, Outcome

ReadText = Callable[..., Outcome]


def _article(outcome: Outcome) -> Article:
    assert isinstance(outcome, Article), outcome
    return outcome


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.md", "report", "a.unknown"])
def test_a_text_file_is_an_article(read_text: ReadText, name: str) -> None:
    content = f"Ministers agree on a market\n\nISLAMABAD, January 18, 2024 - {BODY}\n".encode()

    article = _article(read_text(gzip.compress(content) if name.endswith(".gz") else content, name))

    assert article.title == "Ministers agree on a market"
    assert article.text == f"ISLAMABAD, January 18, 2024 - {BODY}"
    assert (article.date, article.date_basis) == ("2024-01-18", DateBasis.TEXT)
    assert article.id == content_id(article.title, article.text)


def test_a_list_of_addresses_is_no_article_and_the_option_for_it_is_told(read_text: ReadText) -> None:
    found = read_text("# our papers\n\nhttps://example.org/a\nhttps://example.org/b\n", "urls.txt")
    assert isinstance(found, NotAnArticle)
    assert (found.what, found.hint) == ("it is a list of web addresses", "read it with --urls")
    assert _article(read_text(f"https://example.org/a\n{BODY}", "a.txt")).text.endswith(BODY.split()[-1])


def test_a_markdown_heading_is_the_title(read_text: ReadText) -> None:
    assert _article(read_text(f"# Ministers agree\n\n{BODY}", "a.md")).title == "Ministers agree"


@pytest.mark.parametrize(
    "first",
    [
        "They met in Quetta on Sunday.",
        "By Sara Ahmadi",
        "Published 18 January 2024",
        "TEHRAN, 18 Jan 2024 -",
        "x" * 170,
    ],
)
def test_a_first_line_that_is_no_headline_is_no_title(read_text: ReadText, first: str) -> None:
    assert _article(read_text(f"{first}\n\n{BODY}")).title is None


def test_a_first_line_that_runs_on_is_no_title(read_text: ReadText) -> None:
    assert _article(read_text(f"The ministers of both\n{BODY}")).title is None


def test_a_title_alone_is_no_article(read_text: ReadText) -> None:
    assert isinstance(read_text("Leave a Reply\n"), NotAnArticle)


def test_the_same_text_has_the_same_id_and_another_another(read_text: ReadText) -> None:
    ids = [
        _article(read_text(text, name)).id for text, name in [(BODY, "a.txt"), (BODY, "b.md"), (BODY + " No.", "c.txt")]
    ]

    assert ids[0] == ids[1] != ids[2]


def test_furniture_can_be_put_back(read_text: ReadText) -> None:
    content = f"{BODY}\n\nRead more: Floods close the road\n\n\nPlease enter your comment!\nPlease enter your name here"

    article = _article(read_text(content))

    assert article.text == BODY
    assert restore(article.text, article.furniture) == content


@pytest.mark.parametrize(
    "data",
    [
        f"{BODY} Caf\u00e9 \u2013 end.".encode(),
        codecs.BOM_UTF8 + f"{BODY} Caf\u00e9 \u2013 end.".encode(),
        f"{BODY} Caf\u00e9 \u2013 end.".encode("utf-16"),
        f"{BODY} Caf\u00e9 \u2013 end.".encode("cp1252"),
    ],
    ids=["utf-8", "bom", "utf-16", "cp1252"],
)
def test_encodings(read_text: ReadText, data: bytes) -> None:
    assert _article(read_text(data)).text == f"{BODY} Caf\u00e9 \u2013 end."


def test_one_broken_byte_does_not_garble_the_rest(read_text: ReadText) -> None:
    text = (
        f"{BODY} \u201cThe caf\u00e9s of Zahedan\u201d \u2013 and \u201cthe caf\u00e9s of Quetta\u201d \u2013 are open."
    )

    article = _article(read_text(text.encode() + b" \xe2\x80 end."))

    assert article.text.startswith(text)
    assert "\ufffd" in article.text


def test_line_ends_nuls_and_composed_characters(read_text: ReadText) -> None:
    article = _article(read_text(BODY.replace("\n", "\r\n") + " Cafe\u0301 \x00 end."))

    assert article.text == f"{BODY} Cafe\u0301 \ufffd end."


def test_an_image_with_a_texts_name_is_told(read_text: ReadText) -> None:
    outcome = read_text(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)

    assert isinstance(outcome, UnreadableFile)
    assert "PNG image" in outcome.what


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 500])
def test_bytes_are_not_text(read_text: ReadText, data: bytes) -> None:
    outcome = read_text(data)

    assert isinstance(outcome, UnreadableFile)
    assert outcome.what.startswith("not text")


@pytest.mark.parametrize("data", [b"", b" \n\n\t", gzip.compress(b"")])
def test_an_empty_file_is_told(read_text: ReadText, data: bytes) -> None:
    outcome = read_text(data)

    assert isinstance(outcome, UnreadableFile)
    assert outcome.what == "the file is empty"


def test_a_large_file_is_not_read_to_its_end(read_text: ReadText) -> None:
    outcome = read_text(b"word " * 20_000, max_bytes=10_000)

    assert isinstance(outcome, TooLarge)
    assert "10,000 bytes" in outcome.what
    assert "max_bytes" in outcome.hint


def test_a_hundred_megabytes_are_not_read_to_their_end(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    with path.open("rb") as file:
        stream = Stream(file, "large.txt", 1_000_000)
        with pytest.raises(TooLarge):
            stream.read()
        assert file.tell() < 4_000_000


def test_a_gzip_bomb_is_stopped(read_text: ReadText) -> None:
    outcome = read_text(gzip.compress(b" " * 30_000_000), "bomb.txt.gz", max_bytes=1_000_000)

    assert isinstance(outcome, TooLarge)
    assert "after decompression" in outcome.what


def test_a_truncated_gzip_is_told(read_text: ReadText) -> None:
    outcome = read_text(gzip.compress(BODY.encode())[:-12], "a.txt.gz")

    assert isinstance(outcome, UnreadableFile)
    assert "truncated" in outcome.what


def test_broken_gzip_is_told(read_text: ReadText) -> None:
    data = bytearray(gzip.compress(BODY.encode()))
    data[20:40] = b"\xff" * 20

    assert isinstance(read_text(bytes(data), "a.txt.gz"), UnreadableFile)


def test_a_name_in_gz_without_gzip_content_is_read(read_text: ReadText) -> None:
    assert _article(read_text(BODY, "a.txt.gz")).text == BODY


def test_an_article_that_is_too_long_names_length_and_setting(read_text: ReadText) -> None:
    outcome = read_text(BODY, max_article_chars=100)

    assert isinstance(outcome, TooLarge)
    assert f"{len(BODY)} characters" in outcome.what
    assert "max_article_chars" in outcome.hint


def test_a_text_in_another_language_is_named_with_its_file(read_text: ReadText) -> None:
    outcome = read_text(
        "Los ministros de Exteriores de Ir\u00e1n y Pakist\u00e1n se reunieron el lunes en Islamabad y acordaron abrir "
        "un tercer mercado en su frontera com\u00fan."
    )

    assert isinstance(outcome, UnsupportedLanguage)
    assert "'es'" in outcome.what
    assert outcome.where.endswith("report.txt")


def test_a_text_too_short_to_tell_its_language_is_kept(read_text: ReadText) -> None:
    article = _article(read_text("Talks began."))

    assert article.language is None


@pytest.mark.parametrize("name", ["style.css", "script.js", "feed.xml"])
def test_files_that_hold_no_article_are_told(read_text: ReadText, name: str) -> None:
    outcome = read_text("body { margin: 0 }", name)

    assert isinstance(outcome, UnreadableFile)
    assert ".html" in outcome.hint
