"""Bad input through the command line: an error that names the file, the place and the way out; the rest is read."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import STRIKES, VISIT, Bilat, write_lines

from bilat.record import Record, RunInfo

GOOD = VISIT["text"]
GERMAN = (
    "Der iranische Präsident hat am Freitag die pakistanische Hauptstadt besucht. Beide Länder haben ein Abkommen über "
    "den Handel unterzeichnet, sagte ein Sprecher des Ministeriums am Abend."
)
EMPTY_PAGE = "<!doctype html><html><head><title>Photos</title></head><body><nav>Home</nav></body></html>"
Make = Callable[[Path], object]

# How the input is made, its name, and what the line on it must say: what is wrong, and the way out.
SKIPPED: dict[str, tuple[str, Make | None, list[str]]] = {
    "missing path": ("gone.txt", None, ["No such file", "check the spelling"]),
    "empty file": ("empty.txt", lambda p: p.write_bytes(b""), ["empty", "leave it out"]),
    "empty page": ("empty.html", lambda p: p.write_bytes(b""), ["empty"]),
    "empty table": ("empty.csv", lambda p: p.write_bytes(b""), ["empty"]),
    "empty lines": ("empty.jsonl", lambda p: p.write_bytes(b""), ["empty"]),
    "blank file": ("blank.txt", lambda p: p.write_text(" \n\n"), ["empty"]),
    "empty folder": ("folder", lambda p: p.mkdir(), ["no file to read"]),
    "an image": ("photo.txt", lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(256)), ["PNG image", r"\.html"]),
    "a PDF": ("report.pdf", lambda p: p.write_bytes(b"%PDF-1.7\n"), ["PDF document", r"\.html"]),
    "binary": ("noise.txt", lambda p: p.write_bytes(bytes(range(1, 32)) * 40), ["not text", "UTF-8"]),
    "a page with no article": ("photos.html", lambda p: p.write_text(EMPTY_PAGE), ["no article"]),
    "another language": ("deutsch.txt", lambda p: p.write_text(GERMAN), ["'de'", "setting languages"]),
    "a broken gzip": ("cut.txt.gz", lambda p: p.write_bytes(gzip.compress(GOOD.encode())[:-20]), ["gzip", "again"]),
    "a gzip bomb": (
        "bomb.txt.gz",
        lambda p: p.write_bytes(gzip.compress(bytes(3_000_000))),
        ["more than 1,000,000 bytes after decompression", "max_bytes"],
    ),
    "a gzip bomb of lines": (
        "bomb.jsonl.gz",
        lambda p: p.write_bytes(gzip.compress(b"\n" * 3_000_000)),
        ["swells", "max_bytes"],
    ),
    "too much text": ("long.txt", lambda p: p.write_text("word " * 300_000), ["over|more than 1,000,000", "max_bytes"]),
    "too long an article": (
        "long.txt",
        lambda p: p.write_text("Word by word. " * 20_000),
        ["279,999 characters", "max_article_chars"],
    ),
    "a page too deep": ("deep.html", lambda p: p.write_text("<html><body>" + "<div>" * 50_000), ["deep.html"]),
    "JSON too deep": ("deep.json", lambda p: p.write_text("[" * 100_000), ["nested too deeply|not JSON"]),
}


@pytest.mark.parametrize("case", SKIPPED)
def test_it_is_left_out_with_its_reason_and_the_rest_is_read(
    bilat: Bilat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    name, make, told = SKIPPED[case]
    if make is not None:
        make(tmp_path / name)
    (tmp_path / "good.txt").write_text(GOOD)
    monkeypatch.setenv("BILAT_MAX_BYTES", "1000000")

    done = bilat("code", name, "good.txt")

    assert done.exit == 1
    assert [line["origin"] for line in done.lines] == ["good.txt"]
    assert done.lines[0]["events"]
    (line, last) = done.err.splitlines()
    assert line.startswith(f"skipped: {name}: ")
    for pattern in told:
        assert re.search(pattern, line), line
    assert re.search(r"\(.{8,}\)$", line), f"no way out in {line}"
    assert last == "1 article coded; 1 skipped"


def test_where_nothing_at_all_could_be_read_the_exit_code_is_2(bilat: Bilat, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()

    done = bilat("code", "gone.txt", "empty.txt")

    assert (done.exit, done.out) == (2, "")
    assert done.err.splitlines()[-1] == "0 articles coded; 2 skipped"


def test_100_megabytes_are_refused_before_they_fill_the_memory(bilat: Bilat, tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(100 * 1024 * 1024)  # sparse: takes no disk
    (tmp_path / "good.txt").write_text(GOOD)

    done = bilat("code", "huge.txt", "good.txt")

    assert done.exit == 1
    assert len(done.lines) == 1
    assert "huge.txt" in done.err
    assert "max_bytes" in done.err


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_text_in_another_encoding_is_read_as_what_it_is(bilat: Bilat, tmp_path: Path, encoding: str) -> None:
    text = GOOD + " “We are brothers”, the café owner\u2019s son said \u2013 gladly."
    (tmp_path / "other.txt").write_bytes(text.encode(encoding))

    (line,) = bilat("code", "other.txt").lines

    assert line["text"] == text


def test_text_of_which_a_part_is_broken_is_kept(bilat: Bilat, tmp_path: Path) -> None:
    text = "Señor Sánchez visited Perú and met officials of Perú there. " * 3
    (tmp_path / "cut.txt").write_bytes(text.encode() + b"\xc3")

    (line,) = bilat("code", "cut.txt").lines

    assert "Señor Sánchez visited Perú" in line["text"]


def test_a_broken_line_is_named_by_its_number(bilat: Bilat, tmp_path: Path) -> None:
    lines = [json.dumps(VISIT), '{"id": "x", "text": ', "[1]", '{"id": "y"}', json.dumps(STRIKES)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))

    done = bilat("code", "in.jsonl")

    assert done.exit == 1
    assert [line["id"] for line in done.lines] == ["visit", "strikes"]
    assert [line.split(": ")[1] for line in done.err.splitlines()[:-1]] == ["in.jsonl#2", "in.jsonl#3", "in.jsonl#4"]
    assert "not JSON" in done.err
    assert "no text" in done.err


def test_two_articles_of_one_id_are_not_mixed(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", VISIT, STRIKES | {"id": "visit"})

    done = bilat("read", "in.jsonl", "--record", "rec")

    assert done.exit == 1
    assert "in.jsonl#2" in done.err
    assert "'visit'" in done.err
    with Record.open(tmp_path / "rec").view() as view:
        article = view.article("visit")
    assert article is not None
    assert article.text == VISIT["text"]


def test_another_text_under_a_known_id_is_refused(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", VISIT)
    write_lines(tmp_path / "b.jsonl", STRIKES | {"id": "visit"}, STRIKES)
    bilat("read", "a.jsonl", "--record", "rec")

    done = bilat("read", "b.jsonl", "--record", "rec", "--json")

    assert done.exit == 1
    assert "another text under the id 'visit'" in done.err
    assert (done.lines[0]["added"], done.lines[0]["skipped"]) == (1, 1)


@pytest.mark.parametrize(
    ("field", "exit_code", "told"),
    [
        ("text=body", 2, ["in.jsonl", "no field 'body'", "id, title, date, source, text", "--field text=body"]),
        ("txet=text", 2, ["--field txet=text", "no field 'txet'", "language"]),
        ("text", 2, ["TARGET=NAME", "--field text=body"]),
    ],
)
def test_a_field_map_that_names_nothing(
    bilat: Bilat, tmp_path: Path, field: str, exit_code: int, told: list[str]
) -> None:
    write_lines(tmp_path / "in.jsonl", VISIT)

    done = bilat("code", "in.jsonl", "--field", field)

    assert (done.exit, done.out) == (exit_code, "")
    for words in told:
        assert words in done.err


def test_an_article_without_a_date_is_read_and_says_why(bilat: Bilat) -> None:
    (line,) = bilat("code", "-", stdin=GOOD).lines

    assert (line["date"], line["date_basis"]) == (None, None)
    assert line["date_reason"] == "no date in metadata, address or text"
    assert [e["date"] for e in line["events"]] == [None] * len(line["events"])
    assert "date is not known" in line["events"][0]["reasons"]["date"]


def test_a_date_in_the_future_is_not_believed(bilat: Bilat) -> None:
    done = bilat("code", "-", stdin=json.dumps(VISIT | {"date": "2099-01-31"}))

    (line,) = done.lines
    assert (line["date"], line["date_basis"]) == (None, None)
    assert "2099-01-31" in line["date_reason"]
    assert "future" in line["date_reason"]


def test_a_date_that_is_none_is_told(bilat: Bilat) -> None:
    assert "soon" in bilat("code", "-", stdin=json.dumps(VISIT | {"date": "soon"})).lines[0]["date_reason"]
    done = bilat("code", "-", "--date", "18.1.2024", stdin=GOOD)
    assert (done.exit, done.out) == (2, "")
    assert "'18.1.2024'" in done.err
    assert "2024-04-21" in done.err


# -- the record --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Record.open(tmp_path / "rec", create=True)
    return tmp_path / "rec"


@pytest.mark.parametrize("command", [["read", "-"], ["dyad", "IRN", "PAK"], ["brief", "IRN", "PAK"], ["show", "visit"]])
def test_a_record_of_a_newer_schema_is_not_touched(bilat: Bilat, folder: Path, command: list[str]) -> None:
    mark = folder / "record.json"
    mark.write_text(json.dumps(json.loads(mark.read_text()) | {"schema_version": 99}))
    before = sorted(folder.rglob("*"))

    done = bilat(*command, "--record", "rec", stdin=GOOD)

    assert (done.exit, done.out) == (2, "")
    assert re.search(r"rec: .*schema version 99.*upgrade", done.err)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("place", ["afile", "afile/rec"])
def test_a_folder_that_cannot_be_written(bilat: Bilat, tmp_path: Path, place: str) -> None:
    (tmp_path / "afile").write_text("in the way")

    done = bilat("read", "-", "--record", place, stdin=GOOD)

    assert done.exit == 2
    assert re.search(r"^bilat: afile\S*: .*(Not a directory|File exists).*\(.*folder.*\)$", done.err.strip())
    assert (tmp_path / "afile").read_text() == "in the way"


def test_a_folder_of_other_things_is_not_made_a_record(bilat: Bilat, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").touch()

    done = bilat("read", "-", "--record", "photos", stdin=GOOD)

    assert done.exit == 2
    assert "photos" in done.err
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["one.jpg"]


@pytest.mark.parametrize("command", [["code", "-"], ["brief", "IRN", "PAK", "--record", "rec"]])
def test_an_output_that_cannot_be_written(bilat: Bilat, folder: Path, command: list[str]) -> None:
    done = bilat(*command, "-o", "nowhere/out.json", stdin=GOOD)

    assert done.exit == 2
    assert re.search(r"nowhere/out\.json: cannot write: No such file or directory \(.*folder", done.err)


def test_a_record_that_another_writer_has_open(bilat: Bilat, folder: Path) -> None:
    with Record.open(folder).writer(RunInfo(program="test")):
        done = bilat("read", "-", "--record", "rec", stdin=GOOD)
        seen = bilat("dyad", "IRN", "PAK", "--record", "rec")

    assert done.exit == 2
    assert re.search(r"rec: another writer .*process \d+.*\(wait", done.err)
    assert seen.exit == 0, "readers need not wait"


def test_a_damaged_record_names_the_file(bilat: Bilat, folder: Path) -> None:
    bilat("read", "-", "--record", "rec", stdin=GOOD)
    part = next((folder / "parts" / "events").iterdir())
    part.write_bytes(part.read_bytes()[:-10])

    done = bilat("dyad", "IRN", "PAK", "--record", "rec")

    assert done.exit == 2
    assert str(part.relative_to(folder.parent)) in done.err
    assert "restore it from a backup" in done.err


# -- settings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("max_byte = 5", ["bilat.toml", "unknown setting 'max_byte'", "max_bytes"]),
        ('max_bytes = "much"', ["bilat.toml", "'max_bytes'", "'much'"]),
        ("max_bytes = ", ["bilat.toml", "TOML"]),
    ],
)
def test_a_wrong_setting_stops_the_run(bilat: Bilat, tmp_path: Path, line: str, told: list[str]) -> None:
    (tmp_path / "bilat.toml").write_text(line + "\n")

    done = bilat("code", "-", stdin=GOOD)

    assert (done.exit, done.out) == (2, "")
    for words in told:
        assert words in done.err


def test_settings_that_are_named_and_missing(bilat: Bilat) -> None:
    done = bilat("code", "-", "--config", "mine.toml", stdin=GOOD)

    assert done.exit == 2
    assert "mine.toml" in done.err
