"""Zip and tar archives and other packings: members are read in order, and what is amiss with one stops only that one."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bilat.errors import BadRecord, Skip, TooLarge, UnreadableFile
from bilat.model import Article

from .archives import tarred, zipped, zstandard
from .samples import BODY, Outcome, Read, page

ReadBytes = Callable[..., list[Outcome]]
LINES = '{"id": "1", "text": "%s"}\n{"id": "2", "text": "%s"}\n' % ((BODY.replace("\n", " "),) * 2)
MEMBERS = [("b/page.html", page()), ("a.txt", BODY), ("many.jsonl", LINES)]


@pytest.fixture
def read_bytes(tmp_path: Path, read_all: Read) -> ReadBytes:
    """Write one file and read it."""

    def run(content: bytes, name: str, **settings: object) -> list[Outcome]:
        path = tmp_path / name
        path.write_bytes(content)
        return read_all(path, **settings)

    return run


def articles(outcomes: list[Outcome]) -> list[Article]:
    """The articles among the outcomes."""
    return [item for item in outcomes if isinstance(item, Article)]


def skips(outcomes: list[Outcome]) -> list[Skip]:
    """What was left out."""
    return [item for item in outcomes if isinstance(item, Skip)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.zip", zipped(*MEMBERS)),
        ("in.tar", tarred(*MEMBERS)),
        ("in.tar.gz", tarred(*MEMBERS, mode="w:gz")),
        ("in.tgz", tarred(*MEMBERS, mode="w:gz")),
        ("in.tar.bz2", tarred(*MEMBERS, mode="w:bz2")),
        ("in.tar.xz", tarred(*MEMBERS, mode="w:xz")),
        ("in.tar.zst", zstandard(tarred(*MEMBERS))),
        ("in.txt", zipped(*MEMBERS)),
        ("in", tarred(*MEMBERS, mode="w:gz")),
    ],
)
def test_members_are_read_in_the_archives_order(read_bytes: ReadBytes, name: str, content: bytes) -> None:
    outcomes = read_bytes(content, name)

    assert skips(outcomes) == []
    ends = ["!b/page.html", "!a.txt", "!many.jsonl#1", "!many.jsonl#2"]
    assert [item.origin.rpartition(name)[2] for item in articles(outcomes)] == ends
    assert articles(outcomes)[0].text == BODY


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress), ("a.txt.zst", zstandard), ("a.gz", gzip.compress)],
)
def test_a_packed_file_is_read(read_bytes: ReadBytes, name: str, pack: Callable[[bytes], bytes]) -> None:
    (article,) = read_bytes(pack(BODY.encode()), name)

    assert isinstance(article, Article)
    assert article.text == BODY


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress, zstandard, gzip.compress])
@pytest.mark.parametrize("damage", ["cut", "bent"])
def test_a_damaged_packed_file_is_told(read_bytes: ReadBytes, pack: Callable[[bytes], bytes], damage: str) -> None:
    whole = pack((BODY * 20).encode())
    half = len(whole) // 2
    content = whole[:-8] if damage == "cut" else whole[:half] + bytes(8) + whole[half + 8 :]

    (error,) = read_bytes(content, "a.txt.packed")

    assert isinstance(error, UnreadableFile)
    assert error.hint == "fetch or copy it again"


def test_a_file_packed_over_and_over_is_refused(read_bytes: ReadBytes) -> None:
    content = BODY.encode()
    for _ in range(3):
        content = gzip.compress(content)
    (fine,) = read_bytes(content, "a.txt.gz")
    (error,) = read_bytes(gzip.compress(content), "b.txt.gz")

    assert isinstance(fine, Article)
    assert isinstance(error, UnreadableFile)
    assert "more than 3 times" in error.what


def test_archives_in_archives_are_read_to_a_depth(read_bytes: ReadBytes) -> None:
    inner = zipped(("deep.txt", BODY))
    for n in range(2):
        inner = tarred((f"level{n}.zip", inner), mode="w:gz") if n else zipped(("level.zip", inner))

    (article,) = read_bytes(zipped(("x.zip", zipped(("y.tar", tarred(("deep.txt", BODY)))))), "in.zip")
    assert isinstance(article, Article)
    assert article.origin.endswith("in.zip!x.zip!y.tar!deep.txt")

    *_, error = read_bytes(zipped(("top.tgz", inner), ("beside.txt", BODY))[:], "deep.zip")[:1]
    assert isinstance(error, UnreadableFile)
    assert "inside 3 others" in error.what


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.parametrize(
    "name", ["../../etc/evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:\\evil.txt"]
)
def test_a_name_that_leads_out_is_told_and_nothing_is_written(
    read_bytes: ReadBytes, tmp_path: Path, make: Callable[..., bytes], name: str
) -> None:
    outcomes = read_bytes(make((name, BODY), ("good.txt", BODY)), "in.archive")

    (error,) = skips(outcomes)
    assert isinstance(error, BadRecord)
    assert "leads out" in error.what
    assert len(articles(outcomes)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.archive"]


def test_links_and_devices_are_told(read_bytes: ReadBytes) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind, name in ((tarfile.SYMTYPE, "link.txt"), (tarfile.LNKTYPE, "hard.txt"), (tarfile.CHRTYPE, "null.txt")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        good = tarfile.TarInfo("good.txt")
        good.size = len(BODY)
        archive.addfile(good, io.BytesIO(BODY.encode()))

    outcomes = read_bytes(out.getvalue(), "in.tar")

    assert [error.what for error in skips(outcomes)] == ["a link or device, not a file"] * 3
    assert len(articles(outcomes)) == 1


def test_a_link_in_a_zip_is_told(read_bytes: ReadBytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("good.txt", BODY)

    outcomes = read_bytes(out.getvalue(), "in.zip")

    assert [error.what for error in skips(outcomes)] == ["a link or device, not a file"]
    assert len(articles(outcomes)) == 1


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_name_that_comes_twice_is_told(read_bytes: ReadBytes, make: Callable[..., bytes]) -> None:
    outcomes = read_bytes(make(("a.txt", BODY), ("a.txt", f"{BODY} More."), ("b.txt", f"{BODY} Else.")), "in.archive")

    assert [error.what for error in skips(outcomes)] == ["the archive has this name twice"]
    assert len(articles(outcomes)) == 2


def test_an_encrypted_member_is_told(read_bytes: ReadBytes) -> None:
    content = bytearray(zipped(("secret.txt", BODY), ("good.txt", f"{BODY} More.")))
    content[6] |= 1  # the first member's flags, in its own header and in the list at the end
    content[content.index(b"PK\x01\x02") + 8] |= 1

    outcomes = read_bytes(bytes(content), "in.zip")

    (error,) = skips(outcomes)
    assert "encrypted" in error.what
    assert error.where.endswith("in.zip!secret.txt")
    assert len(articles(outcomes)) == 1


def test_a_broken_member_does_not_stop_the_next(read_bytes: ReadBytes) -> None:
    content = bytearray(zipped(("bad.txt", BODY), ("good.txt", f"{BODY} More.")))
    content[60:70] = bytes(10)

    outcomes = read_bytes(bytes(content), "in.zip")

    (error,) = skips(outcomes)
    assert error.where.endswith("in.zip!bad.txt")
    assert len(articles(outcomes)) == 1


def test_a_damaged_header_in_a_tar_is_passed_over_and_told(read_bytes: ReadBytes) -> None:
    content = bytearray(tarred(("a.txt", BODY), ("b.txt", f"{BODY} More."), ("c.txt", f"{BODY} Else.")))
    content[1024:1100] = b"\xff" * 76

    outcomes = read_bytes(bytes(content), "in.tar")

    assert [item.origin.rpartition("!")[2] for item in articles(outcomes)] == ["a.txt", "c.txt"]
    (error,) = skips(outcomes)
    assert "damaged" in error.what


@pytest.mark.parametrize(("make", "name"), [(zipped, "in.zip"), (tarred, "in.tar")])
def test_an_archive_cut_short_is_told(read_bytes: ReadBytes, make: Callable[..., bytes], name: str) -> None:
    content = make(("a.txt", BODY), ("b.txt", f"{BODY} " * 100))

    outcomes = read_bytes(content[: len(content) // 2], name)

    assert any(isinstance(error, UnreadableFile) for error in skips(outcomes))


@pytest.mark.parametrize("make", [zipped, lambda *members: tarred(*members, mode="w:gz")])
def test_a_bomb_is_stopped_before_it_fills_anything(read_bytes: ReadBytes, make: Callable[..., bytes]) -> None:
    content = make(*((f"{n}.jsonl", b"\n" * 3_000_000) for n in range(4)), ("after.txt", BODY))

    outcomes = read_bytes(content, "in.archive", max_bytes=1_000_000)

    assert any(isinstance(error, TooLarge) and "swells" in error.what for error in skips(outcomes))
    assert len(outcomes) <= 5


def test_a_bomb_in_a_bomb_is_stopped(read_bytes: ReadBytes) -> None:
    bomb = zipped(*((f"{n}.txt", bytes(900_000)) for n in range(20)))
    content = zipped(*((f"{n}.zip", bomb) for n in range(20)))

    outcomes = read_bytes(content, "in.zip", max_bytes=1_000_000)

    assert articles(outcomes) == []
    assert len(outcomes) < 60
    assert any(error.where.rpartition("/")[2] == "in.zip" and "swells" in error.what for error in skips(outcomes))


@pytest.mark.parametrize("content", [zipped(), zipped((".hidden", "x"), ("__MACOSX/a.txt", "x"), ("README.md", "x"))])
def test_an_archive_without_inputs_is_told(read_bytes: ReadBytes, content: bytes) -> None:
    (error,) = read_bytes(content, "in.zip")

    assert "no file to read" in str(error)


def test_a_spreadsheet_is_told_for_what_it_is(read_bytes: ReadBytes) -> None:
    (error,) = read_bytes(zipped(("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")), "table.xlsx")

    assert isinstance(error, UnreadableFile)
    assert "spreadsheet" in error.what


def test_control_characters_of_a_name_do_not_reach_the_origin(read_bytes: ReadBytes) -> None:
    (article,) = read_bytes(tarred(("a\x1b[31m\u202ered.txt", BODY)), "in.tar")

    assert isinstance(article, Article)
    assert article.origin.endswith("in.tar!a\ufffd[31m\ufffdred.txt")


def test_a_member_without_a_name_is_passed_over(read_bytes: ReadBytes) -> None:
    (article,) = read_bytes(zipped(("QQQQQQ", BODY), ("good.txt", BODY)).replace(b"QQQQQQ", bytes(6)), "in.zip")

    assert isinstance(article, Article)
    assert article.origin.endswith("in.zip!good.txt")
