"""Saved field maps: data sets are read by their names, and a wrong name is answered with the right one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bilat.config import Settings
from bilat.errors import BadArgument, BadRecord, Skip, UnreadableFile
from bilat.model import Article
from bilat.reading import Target, WebReader, plan
from bilat.reading.maps import SAVED

from .archives import zipped
from .samples import BODY, TODAY

ReadAs = Callable[..., list[Article | Target | Skip]]
ONE = BODY.replace("\n", " ")
MEDIACLOUD = "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
STORY = "ab12,2024-01-20,en,harbourpost.example,harbourpost.example,2024-01-18,A market,https://post.example/market\n"
GKG_CELLS = {
    0: "20240118234500-7",
    1: "20240118234500",
    2: "1",
    3: "post.example",
    4: "https://post.example/market",
    9: "4#Quetta, Balochistan, Pakistan#PK#PK02#30.2#67.0#-2767351",
    15: "-1.5,2.0,3.5,5.5,20.1,0.4,310",
    26: "<PAGE_TITLE>Ministers &amp; a market</PAGE_TITLE>",
}


def gkg(**changes: str) -> str:
    """A row of GKG 2.1 as GDELT writes it: tabs, no header, no quotes."""
    cells = {**GKG_CELLS, **{int(key.removeprefix("c")): value for key, value in changes.items()}}
    return "\t".join(cells.get(n, "") for n in range(27)) + "\n"


@pytest.fixture
def read_as(tmp_path: Path) -> ReadAs:
    """Write one file and read it with a map; nothing is fetched."""

    def run(content: str | bytes, name: str, saved: str | None, **settings: object) -> list[Article | Target | Skip]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        chosen = Settings.model_validate({"use_map": saved, **settings})
        web = WebReader.of(chosen, today=lambda: TODAY, dry=True)
        return list(plan([path], chosen, today=TODAY, web=web))

    return run


def test_a_media_cloud_list_gives_the_pages_with_what_it_says_of_them(read_as: ReadAs) -> None:
    (page,) = read_as(MEDIACLOUD + STORY, "stories.csv", "mediacloud")

    assert isinstance(page, Target)
    assert (page.url, page.title, page.publisher) == ("https://post.example/market", "A market", "harbourpost.example")
    assert page.day == "2024-01-18"
    assert page.later[0].place == "field publish_date"


def test_a_media_cloud_file_with_texts_gives_articles(read_as: ReadAs) -> None:
    rows = [MEDIACLOUD.strip() + ",text", STORY.strip() + f",{ONE}", STORY.replace("ab12", "ab13").strip() + ","]

    article, page = read_as("\n".join(rows) + "\n", "stories.csv", "mediacloud")

    assert isinstance(article, Article)
    assert (article.id, article.outlet, article.date) == ("ab12", "harbourpost.example", "2024-01-18")
    assert isinstance(page, Target)


@pytest.mark.parametrize("name", ["20240118234500.gkg.csv", "gkg.txt", "gkg"])
def test_gkg_rows_are_pages_to_fetch(read_as: ReadAs, name: str) -> None:
    first, second = read_as(gkg() + gkg(c2="2", c4="A BROADCAST") + gkg(c4="https://post.example/2"), name, "gdelt-gkg")

    assert isinstance(first, Target)
    assert (first.url, first.title, first.publisher) == (
        "https://post.example/market",
        "Ministers & a market",
        "post.example",
    )
    assert first.day == "2024-01-18"
    assert isinstance(second, Target)
    assert second.url == "https://post.example/2"


def test_the_zip_that_gdelt_gives_is_read(read_as: ReadAs) -> None:
    (page,) = read_as(zipped(("20240118234500.gkg.csv", gkg())), "20240118234500.gkg.csv.zip", "gdelt-gkg")

    assert isinstance(page, Target)


def test_a_gkg_1_row_is_several_pages(read_as: ReadAs) -> None:
    header = (
        "DATE\tNUMARTS\tCOUNTS\tTHEMES\tLOCATIONS\tPERSONS\tORGANIZATIONS\tTONE\tCAMEOEVENTIDS\tSOURCES\tSOURCEURLS\n"
    )
    row = "20240118\t2\t\t\t\t\t\t-1,2\t1\tpost.example;wire.example\thttps://post.example/a<UDIV>https://wire.example/b\n"

    pages = read_as(header + row, "20240118.gkg.csv", "gdelt-gkg")

    assert [page.url for page in pages if isinstance(page, Target)] == [
        "https://post.example/a",
        "https://wire.example/b",
    ]


def test_news_made_from_common_crawl_is_read(read_as: ReadAs) -> None:
    line = f'{{"maintext": "{ONE}", "title": "A market", "date_publish": "2024-01-18 09:30:00", "source_domain": "post.example", "url": "https://post.example/m", "language": "en"}}\n'  # noqa: E501

    (article,) = read_as(line, "news.jsonl", "common-crawl")

    assert isinstance(article, Article)
    assert (article.outlet, article.date, article.url) == ("post.example", "2024-01-18", "https://post.example/m")


def test_common_crawls_index_lists_pages(read_as: ReadAs) -> None:
    table = (
        "url,url_host_registered_domain,fetch_time,warc_filename\nhttps://post.example/m,post.example,2024-01-19,x\n"
    )

    (page,) = read_as(table, "index.csv", "common-crawl")

    assert isinstance(page, Target)
    assert page.day is None  # the day of a fetch is none of publication


def test_an_own_map_is_read_from_the_settings(read_as: ReadAs) -> None:
    maps = {"mine": {"text": "tekst", "source": "krant"}, "list": {"url": "adres"}}

    (article,) = read_as(f"tekst,krant\n{ONE},The Post\n", "a.csv", "mine", maps=maps)
    (page,) = read_as("adres\nhttps://post.example/m\n", "b.csv", "list", maps=maps)

    assert isinstance(article, Article)
    assert article.outlet == "The Post"
    assert isinstance(page, Target)


@pytest.mark.parametrize(
    ("content", "name", "saved", "told", "hint"),
    [
        (MEDIACLOUD + STORY, "a.csv", "gdelt-gkg", "it looks like a list of Media Cloud", "--as mediacloud"),
        (gkg(), "a.gkg.csv", "mediacloud", "looks like GDELT", "--as gdelt-gkg"),
        (gkg(), "a.gkg.csv", None, "looks like GDELT", "--as gdelt-gkg"),
        (MEDIACLOUD + STORY, "a.csv", None, "no field holds the text", "--as mediacloud"),
        ("a,b\n1,2\n", "a.csv", "mediacloud", "its fields are a, b", "leave --as out"),
    ],
)
def test_a_wrong_map_is_answered_with_what_the_file_looks_like(
    read_as: ReadAs, content: str, name: str, saved: str | None, told: str, hint: str
) -> None:
    (error,) = read_as(content, name, saved)

    assert isinstance(error, UnreadableFile)
    assert told in error.what
    assert hint in error.hint


def test_a_row_without_text_or_address_is_told(read_as: ReadAs) -> None:
    (error,) = read_as(MEDIACLOUD + STORY.replace("https://post.example/market", ""), "a.csv", "mediacloud")

    assert isinstance(error, BadRecord)
    assert "neither a text nor a web address" in error.what


def test_an_unknown_map_stops_before_anything_is_read(read_as: ReadAs) -> None:
    with pytest.raises(BadArgument, match="no field map 'mediaclod'") as caught:
        read_as("", "a.csv", "mediaclod")

    assert all(name in caught.value.hint for name in SAVED)
