"""Web archives: pages become articles, what is none is counted, and a broken record does not end the file."""

import gzip
import io
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bilat.errors import Several, Skip
from bilat.model import Article, DateBasis

from .archives import gzipped, record, tarred, zstandard
from .samples import BODY, Outcome, Read, page

ReadBytes = Callable[..., list[Outcome]]
URL = "https://www.harbourpost.example/market"


@pytest.fixture
def read_bytes(tmp_path: Path, read_all: Read) -> ReadBytes:
    """Write one file and read it."""

    def run(content: bytes, name: str = "crawl.warc.gz", **settings: object) -> list[Outcome]:
        path = tmp_path / name
        path.write_bytes(content)
        return read_all(path, **settings)

    return run


def urls(outcomes: list[Outcome]) -> list[str | None]:
    """The addresses of the articles among the outcomes."""
    return [item.url for item in outcomes if isinstance(item, Article)]


def reasons(outcomes: list[Outcome]) -> list[str]:
    """What the outcomes were left out for."""
    return [item.what for item in outcomes if isinstance(item, Skip)]


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("crawl.warc", b"".join),
        ("crawl.warc.gz", gzipped),
        ("whole.warc.gz", lambda records: gzip.compress(b"".join(records))),
        ("crawl.warc.zst", lambda records: b"".join(map(zstandard, records))),
        ("nameless", gzipped),
    ],
)
def test_a_page_is_read_with_its_address(
    read_bytes: ReadBytes, name: str, packed: Callable[[list[bytes]], bytes]
) -> None:
    first, second = read_bytes(packed([record(), record(url=f"{URL}-2")]), name)

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.text, first.url, first.outlet) == (BODY, URL, "harbourpost.example")
    assert first.title == "Ministers agree on a market"
    assert first.origin.endswith(f"{name}#1")
    assert (second.url, second.origin[-2:]) == (f"{URL}-2", "#2")


def test_the_day_of_the_fetch_is_a_date_only_where_nothing_else_tells_one(read_bytes: ReadBytes) -> None:
    published = page(head='<meta property="article:published_time" content="2019-05-04">')
    bare, dated, by_address = read_bytes(
        gzipped([record(), record(published), record(url="https://post.example/2018/03/02/market")])
    )

    assert isinstance(bare, Article)
    assert isinstance(dated, Article)
    assert isinstance(by_address, Article)
    assert (bare.date, bare.date_basis) == ("2024-01-20", DateBasis.CRAWL)
    assert "fetched" in (bare.date_reason or "")
    assert (dated.date, dated.date_basis) == ("2019-05-04", DateBasis.METADATA)
    assert (by_address.date, by_address.date_basis) == ("2018-03-02", DateBasis.URL)


def test_no_article_is_from_after_its_fetch(read_bytes: ReadBytes) -> None:
    clock_wrong = page(head='<meta property="article:published_time" content="2024-03-01">')

    (article,) = read_bytes(gzipped([record(clock_wrong)]))

    assert isinstance(article, Article)
    assert (article.date, article.date_basis) == (None, None)
    assert "2024-03-01" in (article.date_reason or "")


def test_a_record_without_a_date_has_none(read_bytes: ReadBytes) -> None:
    (article,) = read_bytes(gzipped([record(day="last week")]))

    assert isinstance(article, Article)
    assert article.date is None


def test_the_text_of_a_wet_file_is_an_article(read_bytes: ReadBytes) -> None:
    text = f"Ministers agree on a market\n\n{BODY}"
    (article,) = read_bytes(gzipped([record(text, kind="conversion", media="text/plain")]), "crawl.warc.wet.gz")

    assert isinstance(article, Article)
    assert (article.title, article.text, article.url) == ("Ministers agree on a market", BODY, URL)
    assert article.date_basis is DateBasis.CRAWL


def test_what_is_no_article_is_counted_by_its_reason(read_bytes: ReadBytes) -> None:
    others = [
        *[record(b"%PDF", media="application/pdf")] * 3,
        *[record(status="404 Not Found")] * 2,
        *[record(kind="revisit")] * 2,
        *[record(head="WARC-Truncated: length")] * 2,
        *[record("<html><body><nav>Home</nav></body></html>")] * 2,
        *[record(page("Der Minister sprach am Montag in Berlin mit dem Botschafter über den Handel. " * 3))] * 2,
        *[record("word " * 300)] * 2,
    ]
    silent = [record("software: a crawler", kind="warcinfo"), record("GET / HTTP/1.1", kind="request")]

    article, *left = read_bytes(gzipped([*silent, record(), *others]), max_bytes=1200)

    assert isinstance(article, Article)
    assert all(isinstance(skip, Several) for skip in left)
    assert sum(skip.count for skip in left if isinstance(skip, Skip)) == len(others)
    told = " | ".join(reasons(left))
    for words in ("3 records are no web pages", "2 responses have another status than 200", "the server's answer was 404",
                  "revisit", "2 records are truncated", "2 pages hold no article", "2 texts are in other languages",
                  "over the sizes"):  # fmt: skip
        assert words in told


@pytest.mark.parametrize(
    ("name", "packed"),
    [("crawl.warc.gz", gzip.compress), ("crawl.warc", bytes), ("crawl.warc.zst", zstandard)],
)
def test_a_broken_record_does_not_end_the_file(
    read_bytes: ReadBytes, name: str, packed: Callable[[bytes], bytes]
) -> None:
    records = [packed(record(url=f"{URL}/{n}")) for n in range(5)]
    middle = bytearray(records[2])
    middle[:60] = bytes(60) if name == "crawl.warc" else middle[:30] + bytes(30)
    records[2] = bytes(middle)
    image = packed(record(random.Random(1).randbytes(100_000), media="image/png"))

    outcomes = read_bytes(b"".join([image, *records]), name)

    assert urls(outcomes) == [f"{URL}/{n}" for n in (0, 1, 3, 4)]
    assert [word in " ".join(reasons(outcomes)) for word in ("image/png", "broken")] == [True, True]


@pytest.mark.parametrize(
    "http",
    ["Content-Encoding: gzip\r\n", "Content-Encoding: never-heard-of\r\n", "Transfer-Encoding: chunked\r\n"],
)
def test_a_body_that_cannot_be_unpacked_is_one_broken_record(read_bytes: ReadBytes, http: str) -> None:
    outcomes = read_bytes(gzipped([record(), record("x" * 400, http=http), record(url=f"{URL}/after")]))

    assert urls(outcomes) == [URL, f"{URL}/after"]
    assert len(reasons(outcomes)) == 1


def test_a_packed_body_is_unpacked_within_bounds(read_bytes: ReadBytes) -> None:
    http = "Content-Encoding: gzip\r\n"
    fine, bomb = gzip.compress(page().encode()), gzip.compress(b"word " * 1_000_000)

    outcomes = read_bytes(gzipped([record(fine, http=http), record(bomb, http=http), record()]), max_bytes=100_000)

    assert len(urls(outcomes)) == 2
    (reason,) = reasons(outcomes)
    assert "100,000 bytes" in reason


def test_a_truncated_archive_gives_what_came_before(read_bytes: ReadBytes) -> None:
    content = gzipped([record(url=f"{URL}/{n}") for n in range(3)])

    outcomes = read_bytes(content[:-40])

    assert urls(outcomes) == [f"{URL}/0", f"{URL}/1"]
    assert len(reasons(outcomes)) == 1


def test_the_servers_word_on_the_encoding_counts(read_bytes: ReadBytes) -> None:
    text = (
        "Señor Muñoz visited Perú on Monday and met the ministers of Perú and Colombia in Lima for talks on trade. " * 2
    )
    (article,) = read_bytes(gzipped([record(page(text).encode("latin-1"), media="text/html; charset=iso-8859-1")]))

    assert isinstance(article, Article)
    assert "Señor Muñoz visited Perú" in article.text


def test_a_web_archive_inside_a_tar_is_read(read_bytes: ReadBytes) -> None:
    inner = gzipped([record(), record(b"GIF89a", media="image/gif"), record(url=f"{URL}/2")])

    outcomes = read_bytes(tarred(("crawls/a.warc.gz", inner)), "crawls.tar")

    assert urls(outcomes) == [URL, f"{URL}/2"]
    assert len(reasons(outcomes)) == 1
    assert isinstance(outcomes[0], Article)
    assert outcomes[0].origin.endswith("crawls.tar!crawls/a.warc.gz#1")


@pytest.mark.parametrize("place", ["crawl.tar", "-"])
def test_where_a_broken_archive_cannot_be_searched_the_rest_is_given_up_and_told(
    read_bytes: ReadBytes, read_all: Read, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    image = record(random.Random(1).randbytes(100_000), media="image/png")
    records = [gzip.compress(one) for one in (record(), image, record(url=f"{URL}/2"), record(url=f"{URL}/3"))]
    records[2] = records[2][:40] + bytes(30) + records[2][70:]
    content = b"".join(records)

    if place == "-":
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        outcomes = read_all("-")
    else:
        outcomes = read_bytes(tarred(("a.warc.gz", content)), place)

    assert urls(outcomes) == [URL]
    assert ["image/png" in reason or "broken" in reason for reason in reasons(outcomes)] == [True, True]
