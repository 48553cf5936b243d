"""Hostile inputs, built when a test runs: for each its file, and the error that it must give or the articles that it holds."""

import gzip
import json
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bilat.errors import BadRecord, NotAnArticle, Skip, TooLarge, UnreadableFile, UnsupportedLanguage

TEXT = (
    "The foreign minister of Iran arrived in Islamabad on Monday. He met the prime minister of Pakistan, and the two "
    "countries agreed to open a second crossing on their border. Pakistan thanked Iran for the supply of electricity."
)
Make = Callable[[Path], object]
MILLION = 1_000_000


@dataclass(frozen=True)
class Case:
    """One input.

    Attributes:
        file: The name that it has, or the folder's.
        make: What is written there: bytes, text, or a function of the path.
        errors: The kinds of error that must come of it, each with words of its message.
        reads: How many articles it must give, none where it matters not.
        holds: Words that the last of these articles must have in its text.
    """

    file: str
    make: bytes | str | Make
    errors: tuple[tuple[type[Skip], str], ...] = ()
    reads: int | None = 0
    holds: str = ""
    settings: dict[str, Any] = field(default_factory=dict)

    def build(self, folder: Path) -> Path:
        """Makes the input in a folder; gives its path."""
        path = folder / self.file
        if isinstance(self.make, bytes):
            path.write_bytes(self.make)
        elif isinstance(self.make, str):
            path.write_bytes(self.make.encode("utf-8", "surrogatepass"))
        else:
            self.make(path)
        return path


def bad(file: str, make: bytes | str | Make, kind: type[Skip], words: str, **settings: Any) -> Case:
    """An input that holds nothing to read, but one error."""
    return Case(file, make, ((kind, words),), settings=settings)


def good(file: str, make: bytes | str | Make, holds: str = "arrived in Islamabad", reads: int = 1) -> Case:
    """An input that is odd and still an article."""
    return Case(file, make, reads=reads, holds=holds)


def page(body: str = "", head: str = "", text: str = TEXT) -> str:
    """A web page with the article in it."""
    paragraphs = "".join(f"<p>{part}.</p>" for part in text.split(".") if part.strip())
    top = f"<!doctype html><html><head><title>Talks</title>{head}</head>"
    return f"{top}<body>{body}<article>{paragraphs}</article></body></html>"


def line(**fields: Any) -> str:
    """One article as a line of JSON."""
    return json.dumps({"text": TEXT} | fields) + "\n"


def raw_line(fields: str) -> str:
    """A line of JSON with fields as they are written, before the text."""
    return f'{{{fields}, "text": {json.dumps(TEXT)}}}\n'


def table(*rows: str, header: str = "id,text") -> str:
    """A CSV file."""
    return "\n".join([header, *rows]) + "\n"


def zipped(data: bytes | str) -> bytes:
    """Gzip data."""
    return gzip.compress(data.encode() if isinstance(data, str) else data, mtime=0)


def layers(depth: int) -> bytes:
    """Gzip data of gzip data, so many times over."""
    data = TEXT.encode()
    for _ in range(depth):
        data = zipped(data)
    return data


TEXTS = {
    "a NUL in the text": good("nul.txt", TEXT.replace("Iran", "Ir\0an", 1), "Ir\ufffdan"),
    "only NULs": bad("nuls.txt", bytes(5000), UnreadableFile, "not text"),
    "control characters": bad("control.txt", "".join(map(chr, range(1, 32))) * 50, UnreadableFile, "not text"),
    "a surrogate written as UTF-8": good("half.txt", TEXT + " \ud83d arrived", "arrived in Islamabad"),
    "right-to-left marks": good("marks.txt", "\u200f\u202e" + TEXT + "\u202c", "\u202eThe foreign"),
    "isolates that never end": good("isolates.txt", "\u2067" * 500 + TEXT),
    "characters of no width": good("width.txt", TEXT.replace("Iran", "I\u200br\u200dan"), "I\u200br\u200dan"),
    "look-alike letters": good("alike.txt", TEXT.replace("Iran", "Ir\u0430n"), "Ir\u0430n"),
    "a flood of accents": good("accents.txt", TEXT + " Iran" + "\u0301" * 20_000),
    "a line of ten million characters": bad("long.txt", "word " * (2 * MILLION), TooLarge, "max_bytes"),
    "a line of ten million letters": bad("letters.txt", "a" * (10 * MILLION), TooLarge, "max_bytes"),
    "two hundred thousand lines of a letter": bad("lines.txt", "a\n" * 200_000, TooLarge, "max_article_chars"),
    "a hundred thousand sentences of a word": bad("go.txt", "Go. " * 100_000, TooLarge, "max_article_chars"),
    "only punctuation": bad("marks-only.txt", "?!., " * 2000, NotAnArticle, "not one letter"),
    "only quotation marks": bad("quotes.txt", '"' * 9000, NotAnArticle, "not one letter"),
    "only digits": bad("digits.txt", "0123456789 " * 900, NotAnArticle, "not one letter"),
    "only blanks of all kinds": bad("blank.txt", "\u2003\u00a0\u2028\n\t\u3000" * 900, UnreadableFile, "empty"),
    "a base64 blob": good("blob.txt", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0NTY3ODkw" * 500, "QUJD"),
    "UTF-16 with its mark": good("utf16.txt", TEXT.encode("utf-16")),
    "UTF-16, big end first": good("utf16be.txt", b"\xfe\xff" + TEXT.encode("utf-16-be")),
    "UTF-16 without a mark": bad("bare16.txt", TEXT.encode("utf-16-le"), UnreadableFile, "not text"),
    "UTF-16 cut in a character": good("cut16.txt", TEXT.encode("utf-16")[:-1]),
    "UTF-32": good("utf32.txt", TEXT.encode("utf-32")),
    "UTF-7": good("utf7.txt", (TEXT + " \u20ac").encode("utf-7")),
    "two byte order marks": good("marks2.txt", "\ufeff\ufeff" + TEXT),
    "a mark of UTF-8 before UTF-16": bad(
        "mixed.txt", b"\xef\xbb\xbf" + TEXT.encode("utf-16-le"), UnreadableFile, "not text"
    ),
    "bytes that are no UTF-8": good("bytes.txt", TEXT.encode() + b" \xff\xfe caf\xe9."),
    "German": bad(
        "de.txt",
        "Der Außenminister traf am Montag in der Hauptstadt ein und sprach mit der Regierung über den Handel, "
        "die Grenze und die Lieferung von Strom in die Provinz.",
        UnsupportedLanguage,
        "'de'",
    ),
    "Russian": bad(
        "ru.txt",
        "Министр иностранных дел прибыл в столицу в понедельник и провёл переговоры о торговле и границе. " * 3,
        UnsupportedLanguage,
        "'ru'",
    ),
    "Arabic": bad(
        "ar.txt",
        "وصل وزير الخارجية إلى العاصمة يوم الاثنين وأجرى محادثات حول التجارة والحدود بين البلدين. " * 3,
        UnsupportedLanguage,
        "'ar'",
    ),
    "Chinese": bad(
        "zh.txt",
        "外交部长星期一抵达首都，与总理就贸易和边界问题举行了会谈。两国同意开放第二个口岸。" * 4,
        UnsupportedLanguage,
        "'zh'",
    ),
    "an image": bad("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), UnreadableFile, "PNG"),
    "a program": bad("program.txt", b"\x7fELF" + bytes(99), UnreadableFile, "program"),
    "a database": bad("data.txt", b"SQLite format 3\0" + bytes(99), UnreadableFile, "SQLite"),
    "an xz file": bad("news.txt.xz", b"\xfd7zXZ\0" + bytes(99), UnreadableFile, "xz"),
}

CODED = {
    "a sentence of thirty thousand words": good("one.txt", TEXT + " word" * 9_000),
    "thirty thousand sentences of a word": good("goes.txt", TEXT + " Go." * 11_000),
    "a sentence with two thousand parties": good(
        "many.txt", TEXT + " The leaders of " + "Iran, Iraq, Mali, Niger, " * 480 + "met."
    ),
    "a hundred sentences of sixty parties": good(
        "crowd.txt", TEXT + (" The leaders of " + "Iran, Iraq, Mali, " * 20 + "met.") * 100
    ),
    "a name of ten thousand letters": good("name.txt", TEXT + " Minister " + "A" * 10_000 + " of Iran met Iraq."),
    "initials without end": good("initials.txt", TEXT + " " + "U.S." * 5_000),
    "abbreviations without end": good("titles.txt", TEXT + " Mr." * 5_000),
    "full stops without end": good("stops.txt", TEXT + "." * 40_000),
    "brackets without end": good("brackets.txt", TEXT + "(" * 20_000 + "Iran" + ")" * 20_000),
    "quotation upon quotation": good("said.txt", TEXT + " \u201cIran \u2018said \u201c" * 3_000),
    "blanks before the end": good("gap.txt", TEXT + " " * 40_000 + "Iran met Iraq."),
    "commas and names": good("commas.txt", TEXT + " Iran," * 7_000),
    "hyphens and names": good("hyphens.txt", TEXT + " " + "Iran-" * 8_000),
    "flags": good("flags.txt", TEXT + "\U0001f1ee\U0001f1f7 met \U0001f1f5\U0001f1f0. " * 2_000),
    "amounts": good("amounts.txt", TEXT + " $1 million barrels 900-kilometer" * 1_000),
    "dates": good("dates.txt", TEXT + " on Monday 31 February 2024-13-45" * 1_000),
}

PAGES = {
    "boxes 50,000 deep": good("boxes.html", page("<div>" * 50_000)),
    "emphasis 50,000 deep": Case("deep.html", page("<b><i>" * 25_000), ((NotAnArticle, "no article"),)),
    "lists 20,000 deep": Case("lists.html", page("<ul><li>" * 20_000), ((NotAnArticle, "no article"),)),
    "a million line breaks": bad("breaks.html", page("<br>" * MILLION), TooLarge, "1,000,0.. tags"),
    "a million entities": bad(
        "entities.html", page("<p hidden>" + "&amp;" * MILLION + "</p>"), TooLarge, "max_article_chars"
    ),
    "a hundred thousand attributes": bad(
        "attributes.html", page("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">"), TooLarge, "in one tag"
    ),
    "ten thousand metas": good("metas.html", page(head='<meta name="x" content="y">' * 10_000)),
    "numbers of no character": good("numbers.html", page("<p>&#99999999999; &#xD800; &#0; &#x110000;</p>")),
    "comments without end": good("comments.html", "<!-- a -->" * 5_000 + page()),
    "comments, then no page": good("comments.txt", "<!-- a -->" * 900, "<!-- a"),
    "a comment that never ends": bad("comment.html", "<html><body><!-- " + TEXT, NotAnArticle, "no article"),
    "a script that never ends": bad("script.html", "<html><body><script>" + TEXT, NotAnArticle, "no article"),
    "a data address of three megabytes": good(
        "inline.html", page(f'<img src="data:image/png;base64,{"QUJD" * 750_000}">')
    ),
    "an attribute that never ends": bad("open.html", '<html><body><p class="' + TEXT, NotAnArticle, "no article"),
    "an entity bomb": good(
        "bomb.html",
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha ha ha ">'
        + "".join(
            f'<!ENTITY {b} "{"&" + a + ";" * 1}{"&" + a + ";"}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>"
        + page("<p>&i;</p>").removeprefix("<!doctype html>"),
    ),
    "an entity from a file": good(
        "entity.html",
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + page("<p>&x;</p>").removeprefix("<!doctype html>"),
    ),
    "NULs in a page": good("nulls.html", page("<p>\0\0</p>")),
    "two pages in one": good("two.html", page() * 2),
    "a charset that Python alone has": good(
        "python.html", page(head='<meta charset="punycode">').encode() + b"\xff\xfe"
    ),
    "a charset that is no text": good("rot13.html", page(head='<meta charset="rot13">').encode() + b"\xff\xfe"),
    "a charset that always fails": good(
        "undefined.html", page(head='<meta charset="undefined">').encode() + b"\xff\xfe"
    ),
    "a charset with an error of its own": good(
        "idna.html", page(head='<meta charset="idna">').encode() + b"\xff..\xfe"
    ),
    "a charset that lies": good("lies.html", page(head='<meta charset="utf-16">')),
    "a charset that nobody knows": good("unknown.html", page(head='<meta charset="x-own-7">').encode() + b"\xe9"),
    "linked data of wrong types": good(
        "ld.html",
        page(
            head='<script type="application/ld+json">'
            '[{"@type": ["NewsArticle", 5, null], "headline": ["x"], "datePublished": {"a": 1}, "publisher": [1]}, 7]</script>'
        ),
    ),
    "linked data 50,000 deep": good(
        "ld-deep.html", page(head=f'<script type="application/ld+json">{"[" * 50_000}</script>')
    ),
    "an address that is a script": good("address.html", page(head='<link rel="canonical" href="javascript:alert(1)">')),
    "an address that is none": good("none.html", page(head='<link rel="canonical" href="http://[::1">')),
    "a page of nothing but markup": bad("markup.html", "<p></p>" * 40_000, NotAnArticle, "no article"),
}

LINES = {
    "a line of ten million characters of JSON": bad(
        "long.jsonl", line(text="word " * (2 * MILLION)), TooLarge, "max_bytes"
    ),
    "brackets 50,000 deep in a line": Case(
        "deep.jsonl", "[" * 50_000 + "\n" + line(), ((BadRecord, "deep|not JSON"),), 1, "arrived"
    ),
    "objects 50,000 deep in a field": Case(
        "field.jsonl",
        raw_line('"x": ' + '{"a":' * 50_000 + "1" + "}" * 50_000) + line(),
        ((BadRecord, "deep"),),
        1,
        "arrived",
    ),
    "JSON 50,000 deep": bad("deep.json", "[" * 50_000 + "]" * 50_000, UnreadableFile, "deep"),
    "a lone surrogate": good("half.jsonl", line(text=TEXT + " \ud800 arrived"), "\ufffd arrived"),
    "the same key twice": good("twice.jsonl", raw_line('"text": "other"')),
    "numbers that are none": good("nan.jsonl", raw_line('"x": NaN, "y": -Infinity, "date": NaN')),
    "a number of five thousand digits": Case(
        "digits.jsonl", raw_line(f'"id": {"9" * 5000}'), ((BadRecord, "not JSON"),)
    ),
    "a number beyond all": good("beyond.jsonl", raw_line('"id": 1e999, "date": 1e999')),
    "wrong types in every field": good(
        "types.jsonl", line(id=[1], title={"a": 1}, date=[2024], outlet=7, url=False, language=["en"])
    ),
    "a text that is no text": Case(
        "kinds.jsonl",
        "".join(f'{{"text": {x}}}\n' for x in ("5", "null", "[]", "{}", "true")),
        ((BadRecord, "text"),) * 5,
    ),
    "an empty id": good("noid.jsonl", line(id="")),
    "an id of a megabyte": Case("bigid.jsonl", line(id="x" * MILLION) + line(), ((BadRecord, "id"),), 1, "arrived"),
    "an id with line ends": good("lineid.jsonl", line(id="a\nb\rc\u2028d")),
    "an id that is true": good("true.jsonl", line(id=True)),
    "an address with a password": good("pass.jsonl", line(url="https://me:secret@news.example/a")),
    "an address that is a script, in a line": good("js.jsonl", line(url="javascript:alert(1)")),
    **{
        f"the date {day}": good("day.jsonl", line(date=day))
        for day in (
            "0000-00-00",
            "9999-12-31",
            "10000-01-01",
            "-0044-03-15",
            "2024-02-30",
            "99999999999",
            "2024-W01-1",
            "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661",
        )
    },
    "a date of a megabyte": good("longday.jsonl", line(date="2024-01-0" * 110_000)),
    "a title of a megabyte": good("title.jsonl", line(title="Iran " * 200_000)),
    "a byte order mark before JSON": good("mark.jsonl", "\ufeff" + line()),
    "line ends of three kinds": good("ends.jsonl", line().strip() + "\r\n" + line(id="b").strip() + "\n\r\n", reads=2),
    "a last line that is cut": Case("cut.jsonl", line() + line()[:50], ((BadRecord, "not JSON"),), 1, "arrived"),
    "two objects in a line": Case("two.jsonl", line().strip() + line(), ((BadRecord, "not JSON"),)),
    "a NUL in a line": Case("nul.jsonl", "\0" + line() + line(), ((BadRecord, "not JSON"),), 1, "arrived"),
    "a line that is a number": Case("number.jsonl", "5\n" + line(), ((BadRecord, "no object"),), 1, "arrived"),
    "JSON with remarks": bad("remarks.json", "// articles\n[]", UnreadableFile, "not JSON"),
    "JSON of numbers": Case("numbers.json", "[1, 2]", ((BadRecord, "no object"),) * 2),
}

TABLES = {
    "a quote that never closes": Case(
        "open.csv",
        table(f'1,"{TEXT}', *(f"{n},more words here" for n in range(2, 24_000))),
        ((TooLarge, "quote"),),
        reads=None,
        holds="more words",
    ),
    "a quote that never closes in a short file": Case("short.csv", table(f'1,"{TEXT}'), ((BadRecord, "not a row"),)),
    "a million columns": bad(
        "wide.csv", ",".join(f"c{n}" for n in range(MILLION)) + "\n", TooLarge, "a row of more than"
    ),
    "NULs in a table": Case("nuls.csv", table(f'1,"{TEXT}\0"', f'2,"{TEXT}"'), reads=2, holds="arrived"),
    "rows of other lengths": Case(
        "ragged.csv", table("1", f'2,"{TEXT}"', "3,a,b"), ((BadRecord, "fields"),) * 2, 1, "arrived"
    ),
    "a header alone": Case("header.csv", "id,text\n"),
    "the same column twice": Case("same.csv", table(f'1,x,"{TEXT}"', header="id,text,text"), reads=1, holds="arrived"),
    "columns without a name": Case("unnamed.csv", table(f'1,,"{TEXT}"', header="id,,text"), reads=1, holds="arrived"),
    "old line ends": Case("old.csv", table(f'1,"{TEXT}"').replace("\n", "\r"), reads=1, holds="arrived"),
    "a table that is none": bad("none.csv", bytes(range(1, 32)) * 100, UnreadableFile, "not text"),
    "cells that are formulas": Case(
        "sums.csv", table(f'=1+1,"{TEXT}"', f'"@SUM(A1)","{TEXT} Again."'), reads=2, holds="arrived"
    ),
}

ZIPPED = {
    "a gzip bomb": bad("bomb.txt.gz", zipped(bytes(40 * MILLION)), TooLarge, "after decompression"),
    "a gzip bomb of lines": bad("bomb.jsonl.gz", zipped(b"\n" * 40 * MILLION), TooLarge, "swells"),
    "a gzip bomb of pages": bad("bomb.html.gz", zipped(b"<p>" * 10 * MILLION), TooLarge, "after decompression"),
    "gzip cut short": bad("cut.txt.gz", zipped(TEXT)[:-12], UnreadableFile, "truncated"),
    "gzip with a wrong sum": bad("sum.txt.gz", zipped(TEXT)[:-8] + bytes(8), UnreadableFile, "gzip"),
    "gzip broken in the middle": bad(
        "broken.txt.gz", zipped(TEXT)[:40] + b"\xff" * 40 + zipped(TEXT)[80:], UnreadableFile, "broken .*data"
    ),
    "gzip with something after it": bad("tail.txt.gz", zipped(TEXT) + b"more", UnreadableFile, "gzip"),
    "gzip in two pieces": good("pieces.txt.gz", zipped(TEXT) + zipped(" It was late.")),
    "gzip in gzip": good("nested.txt.gz", zipped(zipped(TEXT))),
    "gzip in gzip in gzip and so on": bad("layers.txt.gz", layers(9), UnreadableFile, "packed more than"),
    "no gzip, for all its name": good("plain.txt.gz", TEXT),
    "gzip of nothing": bad("nothing.txt.gz", zipped(b""), UnreadableFile, "empty"),
    "lines of gzip cut short": Case(
        "lines.jsonl.gz", zipped(line() + line(id="b"))[:-9], ((UnreadableFile, "truncated"),), 2, "arrived"
    ),
}


def _loop(path: Path) -> None:
    path.mkdir()
    (path / "a.txt").write_text(TEXT)
    (path / "again").symlink_to(path)
    (path / "up").symlink_to(path.parent / path.name)


def _deep(path: Path) -> None:
    path.mkdir()
    before = os.getcwd()
    try:
        os.chdir(path)
        for _ in range(600):
            os.mkdir("d")
            os.chdir("d")
        Path("a.txt").write_text(TEXT)
    finally:
        os.chdir(before)


def _listening(path: Path) -> None:
    path.mkdir()
    before = os.getcwd()
    try:
        os.chdir(path)  # the name of a socket may not be long
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("s")
    finally:
        os.chdir(before)
    (path / "a.txt").write_text(TEXT)


def _pipe(path: Path) -> None:
    path.mkdir()
    os.mkfifo(path / "pipe.txt")
    (path / "a.txt").write_text(TEXT)


def _named(*names: bytes) -> Make:
    def make(path: Path) -> None:
        path.mkdir()
        for name in names:
            with open(os.path.join(os.fsencode(path), name), "w") as file:
                file.write(TEXT)

    return make


def _record(path: Path) -> None:
    for name in ("commits", "parts"):
        (path / "record" / name).mkdir(parents=True)
    (path / "record" / "record.json").write_text("{}")
    (path / "a.txt").write_text(TEXT)


def _styles(path: Path) -> None:
    path.mkdir()
    (path / "x.css").write_text("p {}")


FOLDERS = {
    "links that go round": good("round", _loop),
    "a link to nothing": bad("nothing.txt", lambda path: path.symlink_to("nowhere"), UnreadableFile, "No such file"),
    "a link to itself": bad("self.txt", lambda path: path.symlink_to(path.name), UnreadableFile, "symbolic links"),
    "folders 600 deep": good("deep", _deep),
    "a pipe among the files": Case("pipes", _pipe, ((UnreadableFile, "regular file"),), 1, "arrived"),
    "a socket among the files": Case("sockets", _listening, ((UnreadableFile, "regular file"),), 1, "arrived"),
    "names with blanks and line ends": good("names", _named(b"a b\nc.txt"), reads=1),
    "names that are no UTF-8": good("bytes", _named(b"caf\xe9.txt", b"\xff\xfe.txt"), reads=2),
    "the longest name": good("longest", _named(b"n" * 251 + b".txt")),
    "names with marks that turn a line around": good("turned", _named("\u202etxt.exe".encode())),
    "a record among the articles": good("record", _record),
    "an empty folder": bad("empty", lambda path: path.mkdir(), UnreadableFile, "no file to read"),
    "files that hold no articles": Case(
        "others",
        _styles,
        ((UnreadableFile, "holds no article"),),
    ),
}

CASES = {**TEXTS, **CODED, **PAGES, **LINES, **TABLES, **ZIPPED, **FOLDERS}
