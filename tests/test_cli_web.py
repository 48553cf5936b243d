"""Reading from the web as a user meets it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import STRIKES, VISIT, Bilat
from reading.web.server import Site, say, serve

from bilat.record import Record


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server on this machine with a feed of two reports, each on its page."""
    monkeypatch.setenv("BILAT_WEB_DELAY", "0")
    made, end = serve()
    items = ""
    for n, report in enumerate((VISIT, STRIKES)):
        paragraphs = "".join(f"<p>{part}.</p>" for part in report["text"].split(". "))
        made.pages[f"/news/{n}"] = say(
            f"<html><body><article><h1>{report['title']}</h1>{paragraphs}</article></body></html>"
        )
        items += (
            f"<item><title>{report['title']}</title><link>/news/{n}</link><pubDate>{report['date']}</pubDate></item>"
        )
    feed = f"<rss version='2.0'><channel><title>Quetta Courier</title>{items}</channel></rss>"
    made.pages["/feed.xml"] = say(feed, "application/rss+xml")
    yield made
    end()


def test_a_private_address_is_asked_only_where_the_user_allows_it(bilat: Bilat, site: Site) -> None:
    done = bilat("code", site.url("/news/0"))

    assert done.exit == 2
    assert "an address of this machine (if you mean it, give --allow-private" in done.err
    assert not site.asked
    assert bilat("code", site.url("/news/0"), "--allow-private").lines[0]["url"] == site.url("/news/0")


def test_read_a_feed_twice(bilat: Bilat, site: Site) -> None:
    first = bilat("read", site.url("/feed.xml"), "--record", "r", "--allow-private")
    asked = len(site.asked)
    again = bilat("read", site.url("/feed.xml"), "--record", "r", "--allow-private")

    assert (first.exit, again.exit) == (0, 0)
    assert "2 articles added to r" in first.err
    assert len(site.asked) - asked == 2  # robots.txt and the feed
    with Record.open("r").view() as view:
        found = {article.url: article for article in view.articles()}
    assert found[site.url("/news/1")].date == "2024-01-18"
    assert found[site.url("/news/1")].origin == site.url("/feed.xml#" + site.url("/news/1"))


def test_a_list_of_addresses_with_one_that_fails(bilat: Bilat, site: Site, tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text(f"# May\n{site.url('/news/0')}\n{site.url('/gone')}\n")

    done = bilat("read", "urls.txt", "--urls", "--record", "r", "--allow-private", "--json")

    assert done.exit == 1
    assert json.loads(done.out)["added"] == 1
    assert f"skipped: {site.url('/gone')}: the server says 404 Not Found (check the address)" in done.err


def test_dry_run_lists_what_would_be_fetched_and_fetches_no_page(bilat: Bilat, site: Site) -> None:
    done = bilat(
        "read", site.url("/feed.xml"), "--record", "r", "--allow-private", "--dry-run", "--since", "2020-01-01"
    )

    assert done.exit == 0
    assert done.out.split("\n")[0].split("\t") == ["-", "2024-01-18", "-", "-", site.url("/news/1")]
    assert "1 article would be read (1 page of them to fetch)" in done.err
    assert [one.path for one in site.asked] == ["/robots.txt", "/feed.xml"]
    assert not Path("r").exists()


def test_no_password_or_key_comes_into_the_record(bilat: Bilat, site: Site, tmp_path: Path) -> None:
    url = site.origin.replace("://", "://desk:s3cret@") + "/feed.xml?api_key=5ca1ab1e"
    done = bilat("read", url, "--record", "r", "--allow-private")

    assert "2 articles added" in done.err
    with Record.open("r").view() as view:
        kept = [repr(article) for article in view.articles()]
    written = b"".join(path.read_bytes() for path in (tmp_path / "r").rglob("*") if path.is_file())
    assert len(kept) == 2
    for secret in ("s3cret", "5ca1ab1e"):
        assert secret not in done.err + "".join(kept)
        assert secret.encode() not in written
