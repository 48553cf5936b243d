"""The forms on paper: PDF, Word, the card. What stands in them, and that no article's words can do anything there."""

import io
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx as word
import pytest
from made_reports import REPORTS, brief, record_of

from bilat import api, briefing
from bilat.briefing import Brief
from bilat.briefing.brief import Quote
from bilat.briefing.pdf import _refused
from bilat.errors import MissingExtra
from bilat.record import Record, RunInfo

LINK = re.compile(r'Target="([^"]*)"[^>]*TargetMode="External"|TargetMode="External"[^>]*Target="([^"]*)"')
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    return brief(record_of(tmp_path_factory.mktemp("forms") / "rec", REPORTS), "2024-05-02")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """The brief of a record in which a hundred articles mean harm, wherever they have words."""
    import payloads

    record = Record.open(tmp_path_factory.mktemp("hostile") / "rec", create=True)
    with record.writer(RunInfo(program="test")) as writer:
        for coding in payloads.codings():
            writer.add(coding)
    with record.view() as view:
        return api.brief(view, "IRN", "PAK")


def plain(text: str) -> str:
    return " ".join(text.split())


def read_docx(data: bytes) -> tuple[list[str], list[str], list[str]]:
    """A Word file's paragraphs with their styles, and the texts of its cells."""
    document = word.Document(io.BytesIO(data))
    lines = ["".join(node.text or "" for node in line._p.iter(f"{W}t")) for line in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return lines, [line.style.name if line.style else "" for line in document.paragraphs], cells


def outside(data: bytes) -> set[str]:
    """The addresses that a Word file relates to."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        found = [LINK.findall(parts.read(name).decode()) for name in parts.namelist() if name.endswith(".rels")]
    return {one or other for pairs in found for one, other in pairs}


def test_word_holds_the_same_statements_quotes_counts_and_sources(made: Brief) -> None:
    lines, styles, cells = read_docx(briefing.docx(made))
    text = "\n".join(lines)
    for part in made.sections:
        for one in part.every_statement():
            numbers = " ".join(f"[{number}]" for number in one.citations)
            tags = " [" + ", ".join(one.tags) + "]" if one.tags else ""
            assert f"{plain(one.text)}{tags} {numbers}" in text
            assert one.quote is None or f"{plain(one.quote.text)} [{one.quote.citation}]" in text
        assert {plain(one.value) for one in part.counts} <= set(cells)
    for citation in made.citations:
        assert any(line.startswith(f"{citation.number}. ") and citation.sentence in line for line in lines)
    headings = [(style, line) for style, line in zip(styles, lines, strict=True) if style.startswith("Heading")]
    assert [line for style, line in headings if style == "Heading 1"] == [
        *(one.title for one in made.sections),
        "Sources",
    ]
    assert [line for style, line in zip(styles, lines, strict=True) if style == "Title"] == ["Kenya and Uganda"]


def test_every_citation_in_word_leads_to_a_source_in_the_same_file(made: Brief) -> None:
    with zipfile.ZipFile(io.BytesIO(briefing.docx(made))) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))
    anchors = {one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")} - {None}
    assert anchors == {f"c{one.number}" for one in made.citations}
    assert anchors <= {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}


def test_word_goes_nowhere_but_to_the_sources_that_a_reader_clicks(made: Brief) -> None:
    data = briefing.docx(made)
    assert outside(data) == {"https://hill.example/april?a=1&amp;b=2"}
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = parts.namelist()
        assert not [
            name for name in names if re.search(r"vba|macro|activeX|embeddings|externalLink", name, re.IGNORECASE)
        ]
        body = parts.read("word/document.xml").decode()
    assert not re.search(r"<w:(?:instrText|fldSimple|object|altChunk)|attachedTemplate", body)


def test_hostile_words_do_nothing_in_word(hostile: Brief) -> None:
    data = briefing.docx(hostile)
    assert all(re.match(r"https?://", url) for url in outside(data))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name))
        body = parts.read("word/document.xml").decode()
    assert not re.search(r"<w:(?:instrText|fldSimple|object|altChunk)|[\u202a-\u202e\u2066-\u2069]", body)
    assert len(hostile.citations) > 50


def test_hostile_words_stay_words_in_markdown(hostile: Brief) -> None:
    text = briefing.markdown(hostile)
    assert not re.search(r"(?<!\\)<(?!https?://)", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)`", text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text)
    headings = {line.lstrip("# ") for line in text.splitlines() if line.startswith("#")}
    assert headings <= {briefing.markdown(hostile).splitlines()[0][2:], "Sources"} | _titles(hostile)


def _titles(made: Brief) -> set[str]:
    from bilat.briefing.markdown import escaped

    def walk(sections: tuple[briefing.Section, ...]) -> list[str]:
        return [
            text
            for one in sections
            for text in (escaped(one.title) + (f" ({escaped(one.badge)})" if one.badge else ""), *walk(one.parts))
        ]

    return set(walk(made.sections))


# -- PDF -----------------------------------------------------------------------------------------------------------------


def pages(data: bytes) -> list[str]:
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    document = pdfium.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


@pytest.fixture(scope="module")
def printed(made: Brief) -> bytes:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    return briefing.pdf(made)


def test_pdf_has_numbered_pages_with_every_title(made: Brief, printed: bytes) -> None:
    found = pages(printed)
    assert len(found) > 3
    for number, page in enumerate(found, 1):
        assert f"{number} / {len(found)}" in page
        assert "Kenya and Uganda, as of 2 May 2024" in page
    text = plain(" ".join(found))
    for one in made.sections:
        assert one.title in text


def test_pdf_holds_no_script_and_links_only_to_sources(printed: bytes) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    for name in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/AA", b"/OpenAction"):
        assert name not in printed
    assert set(re.findall(rb"/URI \((.*?)\)", printed)) <= {b"https://hill.example/april?a=1&b=2"}
    assert pdfium.PdfDocument(printed).get_metadata_dict()["Title"] == "Kenya and Uganda: a brief"


def test_pdf_fetches_nothing() -> None:
    with pytest.raises(ValueError, match="nothing is fetched"):
        _refused("file:///etc/passwd")


def test_a_card_fits_one_page_whatever_the_brief(made: Brief, hostile: Brief) -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    for whole in (made, hostile, _crowded(made)):
        assert len(pages(briefing.pdf(briefing.card(whole)))) == 1


def _crowded(made: Brief) -> Brief:
    """A brief with fifty long lines in each section."""
    long = "a line that goes on for as long as the names of ministers and of their many titles will carry it " * 3

    def line(n: int) -> briefing.Statement:
        first = made.citations[n % len(made.citations)]
        quote = Quote(text=first.sentence, mark=None, citation=first.number)
        return briefing.Statement(
            text=f"{n} {long}",
            citations=(first.number,),
            label=f"Label {n}",
            when="reported 12 September 2024",
            quote=quote,
        )

    return replace(
        made, sections=tuple(replace(one, parts=(), statements=tuple(map(line, range(50)))) for one in made.sections)
    )


def test_a_card_says_nothing_that_the_brief_does_not(made: Brief) -> None:
    card = briefing.card(made)
    assert card.card
    whole = {text for part in made.sections for one in part.every_statement() for text in (one.text, one.short)}
    lines = [one for part in card.sections for one in part.every_statement()]
    assert len(lines) > 10
    for one in lines:
        assert one.text in whole
        assert len(one.citations) <= 2
    sentences = {one.sentence for one in made.citations}
    assert {one.sentence for one in card.citations} <= sentences
    assert {number for one in lines for number in one.citations} == {one.number for one in card.citations}


def test_without_weasyprint_the_command_to_install_it_is_told(made: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingExtra) as caught:
        briefing.pdf(made)
    assert 'pip install "bilat[pdf]"' in caught.value.hint


def test_a_brief_of_nothing_is_written_in_all_forms(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    record = record_of(tmp_path / "rec", REPORTS[:1])
    with record.view() as view:
        empty = api.brief(view, "KEN", "JPN")
    for one in (empty, briefing.card(empty)):
        assert pages(briefing.pdf(one))
        assert read_docx(briefing.docx(one))[0][0] == "Kenya and Japan"
