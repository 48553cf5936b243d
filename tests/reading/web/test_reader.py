"""Feeds, sitemaps, lists and pages of a server on this machine, read into articles."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.config import Settings
from bilat.errors import (
    BadRecord,
    Gone,
    NotAllowed,
    NotAnArticle,
    NotFound,
    Skip,
    TooLarge,
    Unreachable,
    UnreadableFile,
)
from bilat.model import Article, DateBasis
from bilat.reading import Subscription, Target, WebReader, plan, poll
from bilat.reading.web.feeds import parse_feed
from bilat.reading.web.ledger import Ledger
from bilat.reading.web.sitemaps import Listed, parse_sitemap

from ..samples import TODAY, page
from .conftest import Clock, Fetching
from .server import Reply, Site, in_turn, raw, say, to

RSS = "application/rss+xml"
UNCHANGED = raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")
WORDS = "The two ministers spoke of the border market and of the road that leads to it. "
Outcome = Article | Target | Skip


def reports(*numbers: int) -> dict[str, Reply]:
    """Pages of reports by their paths."""
    return {f"/news/{n}": say(report(n)) for n in numbers}


def item(n: int, more: str = "", *, link: str | None = None, guid: str | None = None) -> str:
    """An entry of a feed."""
    return (
        f"<item><title>Report {n}</title><link>{link or f'/news/{n}'}</link>"
        f"<guid isPermaLink='false'>{guid or f'id-{n}'}</guid>{more}</item>"
    )


def rss(*items: str, title: str = "Border Post") -> str:
    """A feed of entries."""
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{''.join(items)}</channel></rss>"


def report(n: int) -> str:
    """A page with an article of its own."""
    return page(
        f"Report {n} says that ministers of Iran and Pakistan met in Quetta on Monday. They agreed on market {n}.\n\n{WORDS}"
    )


@pytest.fixture
def reading(site: Site, fetching: Fetching, clock: Clock, tmp_path: Path) -> Callable[..., list[Outcome]]:
    """Reads what is named, or feeds that are subscribed to; what is known is kept between the calls, as a run keeps it."""

    def run(*named: str | Subscription, dry: bool = False, keep: bool = True, **more: Any) -> list[Outcome]:
        urls, options = more.pop("urls", False), {key: more.pop(key) for key in ("attempts",) if key in more}
        ledger = Ledger(tmp_path / "feeds")
        web = WebReader(fetching(**options), ledger, today=lambda: TODAY, now=clock, dry=dry, **more)
        feeds = [one for one in named if isinstance(one, Subscription)]
        paths = [one for one in named if isinstance(one, str)]
        found = (
            poll(feeds, Settings(), today=TODAY, web=web)
            if feeds
            else plan(paths, Settings(), today=TODAY, web=web, urls=urls)
        )
        outcomes = list(found)
        if keep:
            ledger.commit()
        return outcomes

    return run


def articles(outcomes: list[Outcome]) -> list[Article]:
    """The articles, and nothing else may be there."""
    assert all(isinstance(one, Article) for one in outcomes), outcomes
    return [one for one in outcomes if isinstance(one, Article)]


# -- pages -------------------------------------------------------------------------------------------------------------


def test_a_page_is_read_with_its_address(site: Site, reading: Any) -> None:
    site.pages |= {"/old": to("/news/1"), "/news/1": say(report(1))}

    (article,) = articles(reading(site.url("/old")))

    assert (article.origin, article.url, article.outlet) == (site.url("/old"), site.url("/news/1"), "127.0.0.1")
    assert article.title == "Ministers agree on a market"


@pytest.mark.parametrize(
    ("canonical", "taken"), [("{origin}/news/canonical", True), ("https://elsewhere.example/news/1", False)]
)
def test_a_page_has_the_word_on_its_address_for_its_own_site_only(
    site: Site, reading: Any, canonical: str, taken: bool
) -> None:
    stated = canonical.format(origin=site.origin)
    site.pages["/news/1"] = say(page(head=f"<link rel='canonical' href='{stated}'>"))

    (article,) = articles(reading(site.url("/news/1")))

    assert article.url == (stated if taken else site.url("/news/1"))


@pytest.mark.parametrize(
    ("type", "body", "text"),
    [
        ("text/html; charset=utf-8", "Señor Peña".encode("cp1252"), "Señor Peña"),
        ("text/html; charset=cp1251", "Señor Peña".encode(), "Señor Peña"),
        ("text/html; charset=windows-1251", "Лавров".encode("cp1251"), "Лавров"),
        ("text/html; charset=no-such-set", "Señor Peña".encode(), "Señor Peña"),
        ("text/html; charset=punycode", "Señor Peña".encode("cp1252"), "Señor Peña"),
        ("application/octet-stream", "Señor Peña".encode(), "Señor Peña"),
        ("image/svg+xml", "Señor Peña".encode(), "Señor Peña"),
    ],
)
def test_what_a_server_says_of_a_page_may_be_wrong(site: Site, reading: Any, type: str, body: bytes, text: str) -> None:
    before, after = page(
        "@ met the ministers of Iran and Pakistan in Quetta on Monday, officials said.\n\n" + WORDS
    ).split("@")
    site.pages["/a"] = say(before.encode() + body + after.encode(), type)

    (article,) = articles(reading(site.url("/a")))

    assert text in article.text


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (say(b"%PDF-1.7 ...", "application/pdf"), "it is application/pdf, not a page"),
        (say(b"%PDF-1.7 ...", "text/html"), "it is a PDF document"),
        (say(b"\x89PNG\r\n\x1a\n" + bytes(99), "application/octet-stream"), "it is a PNG image"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", bytes(9999), again=True), "video/mp4, not a page"),
        (say("<html><body><nav>Home</nav></body></html>"), "no article was found"),
        (say(b"", "text/html"), "empty"),
        (say(bytes(range(1, 32)) * 40, "text/html"), "not text"),
    ],
)
def test_what_is_no_page_is_left_out_with_its_reason(site: Site, reading: Any, reply: Reply, told: str) -> None:
    site.pages["/a"] = reply

    (skip,) = reading(site.url("/a"))

    assert isinstance(skip, NotAnArticle | UnreadableFile)
    assert told in skip.what
    assert skip.where == site.url("/a")


def test_plain_text_is_read_as_such(site: Site, reading: Any) -> None:
    site.pages["/a.txt"] = say(
        "A visit\n\nThe ministers of Iran and Pakistan met in Quetta on Monday < and > agreed.", "text/plain"
    )

    (article,) = articles(reading(site.url("/a.txt")))

    assert (article.title, article.url) == ("A visit", site.url("/a.txt"))


def test_secrets_of_an_address_are_in_no_article(site: Site, reading: Any) -> None:
    site.pages["/a"] = say(report(1))

    (article,) = articles(reading(site.origin.replace("://", "://desk:s3cret@") + "/a?api_key=5ca1ab1e"))

    assert article.url == article.origin == site.url("/a?api_key=...")
    assert site.asked[-1].path == "/a?api_key=5ca1ab1e"


# -- feeds -------------------------------------------------------------------------------------------------------------


def test_entries_become_articles_with_what_feed_and_page_say(site: Site, reading: Any) -> None:
    dated = "<pubDate>Thu, 30 May 2024 23:30:00 -0500</pubDate>"
    site.pages |= {"/feed": say(rss(item(1, dated)), RSS), "/news/1": say(report(1))}

    (article,) = articles(reading(site.url("/feed")))

    assert article.origin == site.url("/feed#id-1")
    assert article.url == site.url("/news/1")
    assert (article.outlet, article.date, article.date_basis) == ("Border Post", "2024-05-30", DateBasis.METADATA)
    assert article.date_reason.startswith("feed's published: Thu, 30 May 2024")


def test_a_whole_text_in_the_feed_is_read_there(site: Site, reading: Any) -> None:
    whole = "<![CDATA[<p>" + WORDS * 8 + "</p><p>Yet " + WORDS * 8 + "</p>]]>"
    content = f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{whole}</content:encoded>"
    site.pages["/feed"] = say(rss(item(1, content)), RSS)

    (article,) = articles(reading(Subscription(url=site.url("/feed"), outlet="Quetta Courier")))

    assert site.paths() == ["/feed"]
    assert article.text.count("border market") == 16
    assert (article.title, article.outlet, article.url) == ("Report 1", "Quetta Courier", site.url("/news/1"))


@pytest.mark.parametrize(
    "end", ["...", " […]", " [&hellip;]", " <a href='/x'>Read more</a> »", " Continue reading Report 1 →"]
)
def test_a_text_that_is_cut_off_sends_to_the_page(site: Site, reading: Any, end: str) -> None:
    cut = f"<description><![CDATA[<p>{WORDS * 20}{end}</p>]]></description>"
    site.pages |= {"/feed": say(rss(item(1, cut)), RSS), "/news/1": say(report(1))}

    (article,) = articles(reading(site.url("/feed")))

    assert article.text.startswith("Report 1 says")


@pytest.mark.parametrize(("text", "asked"), [("feed", ["/feed"]), ("page", ["/feed", "/news/1"])])
def test_where_the_text_comes_from_can_be_told(site: Site, reading: Any, text: Any, asked: list[str]) -> None:
    summary = f"<description>{WORDS * 2}</description>"
    site.pages |= {"/feed": say(rss(item(1, summary)), RSS), "/news/1": say(report(1))}

    (article,) = articles(reading(Subscription(url=site.url("/feed"), text=text)))

    assert site.paths() == asked
    assert article.text.startswith("The two ministers") == (text == "feed")


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{origin}/sub/"><title>Atom Post</title>
<entry><id>tag:a,2024:1</id><title type="html">A &lt;b&gt;visit&lt;/b&gt; &amp;amp; more</title><link href="../news/1"/>
<updated>2024-05-30T10:00:00Z</updated></entry></feed>"""
RSS10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>RDF Post</title></channel>
<item rdf:about="{origin}/news/1"><title>A visit</title><link>{origin}/news/1</link>
<dc:date>2024-05-30</dc:date></item></rdf:RDF>"""
RSS091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Old Post</title>
<item><title>A visit</title><link>{origin}/news/1</link></item></channel></rss>"""


@pytest.mark.parametrize(
    ("form", "outlet", "day"),
    [(ATOM, "Atom Post", "2024-05-30"), (RSS10, "RDF Post", "2024-05-30"), (RSS091, "Old Post", None)],
)
def test_feeds_of_all_forms_are_read(site: Site, reading: Any, form: str, outlet: str, day: str | None) -> None:
    site.pages |= {"/feed": say(form.format(origin=site.origin), "text/xml"), "/news/1": say(report(1))}

    (article,) = articles(reading(site.url("/feed")))

    assert (article.url, article.outlet, article.date) == (site.url("/news/1"), outlet, day)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_a_feed_in_another_encoding(site: Site, reading: Any, encoding: str) -> None:
    text = rss(item(1, f"<description>{WORDS}</description>"), title="Perú Diario")
    site.pages["/feed"] = say(text.encode(encoding), RSS)

    (article,) = articles(reading(Subscription(url=site.url("/feed"), text="feed")))

    assert article.outlet == "Perú Diario"


def test_a_second_run_asks_whether_it_changed_and_fetches_nothing_twice(site: Site, reading: Any) -> None:
    day = "Thu, 30 May 2024 00:00:00 GMT"
    feed, longer = (
        say(rss(item(1), item(2)), RSS, ETag='"1"', Last_Modified=day),
        say(rss(item(3), item(1), item(2)), RSS),
    )
    site.pages |= reports(1, 2, 3)
    site.pages["/feed"] = in_turn(feed, UNCHANGED, longer)

    runs = [articles(reading(site.url("/feed"))) for _ in range(3)]

    assert [len(run) for run in runs] == [2, 0, 1]
    assert site.paths() == ["/feed", "/news/1", "/news/2", "/feed", "/feed", "/news/3"]
    again = [one.headers for one in site.asked if one.path == "/feed"][1]
    assert (again["if-none-match"], again["if-modified-since"]) == ('"1"', day)


def test_what_did_not_come_to_be_safe_is_read_again(site: Site, reading: Any) -> None:
    site.pages |= {"/feed": say(rss(item(1)), RSS, ETag='"1"'), "/news/1": say(report(1))}

    assert len(reading(site.url("/feed"), keep=False)) == len(reading(site.url("/feed"))) == 1


def test_an_entry_whose_page_fails_is_tried_in_the_next_rounds_and_then_given_up(site: Site, reading: Any) -> None:
    site.pages |= {"/feed": say(rss(item(1), item(2)), RSS, ETag='"1"'), **reports(2), "/news/1": say("", status=503)}

    first = reading(site.url("/feed"))
    for _ in range(4):
        (skip,) = reading(site.url("/feed"))
        assert isinstance(skip, Unreachable)

    assert [type(one) for one in first] == [Unreachable, Article]
    assert reading(site.url("/feed")) == []
    assert site.paths().count("/news/1") == 5
    # While something is left the feed is not asked whether it changed: the answer "no" would lose what is left.
    told = [one.headers.get("if-none-match") for one in site.asked if one.path == "/feed"]
    assert told == [None] * 5 + ['"1"']


def test_an_entry_that_changed_is_read_again(site: Site, reading: Any) -> None:
    def atom(stamp: str) -> Reply:
        return say(ATOM.format(origin=site.origin).replace("2024-05-30T10:00:00Z", stamp), "text/xml")

    site.pages |= {
        "/feed": in_turn(atom("2024-05-30T10:00:00Z"), atom("2024-05-30T12:00:00Z")),
        "/news/1": say(report(1)),
    }

    assert [len(reading(site.url("/feed"))) for _ in range(3)] == [1, 1, 0]


def test_a_feed_that_changes_its_ids_gives_nothing_new(site: Site, reading: Any) -> None:
    turns = [say(rss(item(1, guid=f"random-{n}", link=f"/news/1?utm_source=rss{n}")), RSS) for n in range(3)]
    site.pages |= {"/feed": in_turn(*turns), "/news/1": say(report(1))}

    assert [len(reading(site.url("/feed"))) for _ in range(3)] == [1, 0, 0]


def test_entries_that_share_an_id_or_a_link_are_all_read(site: Site, reading: Any) -> None:
    text = "<description>{}</description>"
    site.pages |= reports(1, 2)
    linked = [item(n, text.format(f"{n} {WORDS * 16}"), link="/", guid=f"g{n}") for n in (3, 4)]
    site.pages["/feed"] = say(rss(item(1, guid="same"), item(2, guid="same"), *linked), RSS)

    assert len(articles(reading(site.url("/feed")))) == 4
    assert reading(site.url("/feed")) == []


def test_dates_that_are_missing_or_in_the_future_are_not_made_up(site: Site, reading: Any) -> None:
    dated = page(head="<meta property='article:published_time' content='2024-05-29'>")
    later = "<pubDate>Fri, 31 May 2030 10:00:00 GMT</pubDate>"
    site.pages |= {"/feed": say(rss(item(1), item(2, later), item(3, later)), RSS)}
    site.pages |= {"/news/1": say(report(1)), "/news/2": say(report(2)), "/news/3": say(dated)}

    missing, future, known = articles(reading(site.url("/feed")))

    assert (missing.date, missing.date_reason) == (None, "no date in metadata, address or text")
    assert future.date is None
    assert "2030-05-31" in future.date_reason
    assert "lies in the future" in future.date_reason
    assert known.date == "2024-05-29"


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(site: Site, reading: Any) -> None:
    notes: list[str] = []
    site.pages |= {"/feed": to("/new", 301), "/new": say(rss(item(1)), RSS), "/news/1": say(report(1))}

    reading(site.url("/feed"), note=notes.append)
    reading(site.url("/feed"), note=notes.append)

    assert site.paths() == ["/feed", "/new", "/news/1", "/new"]
    assert notes == [f"{site.url('/feed')} has moved for good to {site.url('/new')}: change your list"]


def test_where_the_new_address_has_nothing_the_old_one_is_asked(site: Site, reading: Any) -> None:
    site.pages |= {"/feed": to("/new", 301), "/new": say(rss(item(1)), RSS)} | {
        f"/news/{n}": say(report(n)) for n in (1, 2)
    }
    reading(site.url("/feed"))
    site.pages |= {"/feed": say(rss(item(2)), RSS), "/new": say("", status=404)}

    assert len(articles(reading(site.url("/feed")))) == 1


@pytest.mark.parametrize(
    ("reply", "kind"),
    [(say("", status=410), Gone), (say("", status=404), NotFound), (say("", status=500), Unreachable),
     (say(page()), NotAnArticle), (say("{}", "application/json"), NotAnArticle), (say("", RSS), NotAnArticle)],
)  # fmt: skip
def test_a_feed_that_fails_says_so_and_is_remembered(
    site: Site, reading: Any, tmp_path: Path, reply: Reply, kind: type[Skip]
) -> None:
    site.pages["/feed"] = reply

    (skip,) = reading(Subscription(url=site.url("/feed")))
    reading(Subscription(url=site.url("/feed")))

    assert isinstance(skip, kind)
    assert skip.where == site.url("/feed")
    memory = Ledger(tmp_path / "feeds").get(site.url("/feed"))
    assert memory.failures == 2
    assert (memory.gone is not None) == (kind is Gone)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lolololol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + f"]><rss version='2.0'><channel><title>&j;</title>{item(1)}</channel></rss>"
)
OUTSIDE = f"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1/x">]>
<rss version='2.0'><channel><title>Post &a;&b;</title>{item(1)}</channel></rss>"""


@pytest.mark.parametrize("feed", [BOMB, OUTSIDE])
def test_entities_neither_swell_nor_fetch(site: Site, reading: Any, feed: str) -> None:
    site.pages |= {"/feed": say(feed, RSS), "/news/1": say(report(1))}

    *_, article = reading(site.url("/feed"))

    assert isinstance(article, Article)
    assert len(article.outlet or "") < 100
    assert "root:" not in (article.outlet or "")
    assert site.paths() == ["/feed", "/news/1"]


@pytest.mark.parametrize(
    "feed",
    [
        rss(item(1), item(2))[:-40],
        rss(item(1), "<item><title>Broken & bare</title><link>/news/2</link></item>"),
        rss(item(1)).replace("</channel>", "</chanel>"),
        rss(item(1), item(2)) + "<!-- generated in 0.3 s --><script>",
    ],
)
def test_a_broken_feed_is_read_as_far_as_it_goes_and_said(site: Site, reading: Any, feed: str) -> None:
    site.pages |= {"/feed": say(feed, RSS), **reports(1, 2)}

    first, *rest = reading(site.url("/feed"))

    assert isinstance(first, BadRecord)
    assert "the feed is broken: line " in first.what
    assert len(articles(rest)) == ("/news/2" in feed) + 1


PIECES = [
    *(
        "<item>",
        "</item>",
        "<entry>",
        "<title>A visit",
        "</title>",
        "<link>http://[::1",
        "</link>",
        "<pubDate>",
        "</pubDate>",
    ),
    *(
        "<![CDATA[",
        "]]>",
        "&#x0;",
        "&#99999999999;",
        "&#xD800;",
        "&nope;",
        "&",
        "<",
        "\x00",
        "\ud800",
        "é",
        "0000-00-00",
        "1e400",
    ),
    *(
        "<!DOCTYPE x [<!ENTITY a 'b'>]>",
        "<textInput>",
        "<cloud/>",
        "<image>",
        "<a:b:c/>",
        "xml:base='http://['",
        "<?xml",
        "-->",
    ),
    *(
        "<content type='application/octet-stream' mode='base64'>%%%</content>",
        "<georss:point>x y</georss:point>",
        "<!--",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.booleans())
def test_any_document_is_a_feed_or_refused(pieces: list[str], begun: bool) -> None:
    start = "<rss version='2.0'><channel><title>Post</title>" if begun else ""
    document = (start + "".join(pieces)).encode("utf-8", "surrogatepass")
    with suppress(NotAnArticle):
        assert all(entry.keys for entry in parse_feed(document, "https://example.org/feed").entries)
    for item in parse_sitemap(document, "https://example.org/sitemap"):
        assert isinstance(item, Listed | BadRecord)


def test_characters_that_are_none_do_not_end_a_feed(site: Site, reading: Any) -> None:
    site.pages |= {"/feed": say(rss(item(1), title="Post &#99999999;&#xD800; &#169;"), RSS), **reports(1)}

    *_, article = reading(site.url("/feed"))

    assert article.outlet == "Post \ufffd\ufffd ©"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<item><title>a" * 5000, "its entries do not end"),
        ("<item><b>" + "<b/>" * 400_000, "more than 400,000 elements"),
    ],
)
def test_a_feed_that_would_keep_the_parser_busy_for_hours_is_given_up_at_once(body: str, told: str) -> None:
    with pytest.raises((NotAnArticle, TooLarge), match=told):
        parse_feed(f"<rss version='2.0'><channel>{body}".encode(), "https://example.org/feed")


def test_an_entry_that_points_into_the_private_network_is_refused(site: Site, reading: Any) -> None:
    site.pages["/feed"] = say(rss(item(1, link="http://127.0.0.2:8000/admin"), item(2, link="file:///etc/passwd")), RSS)

    private, none = reading(site.url("/feed"))

    assert isinstance(private, NotAllowed)
    assert isinstance(none, NotAnArticle)  # an address that is none for the web is no address


def test_a_limit_leaves_the_rest_for_the_next_time(site: Site, reading: Any) -> None:
    site.pages |= {"/feed": say(rss(*map(item, range(5))), RSS, ETag='"1"')} | {
        f"/news/{n}": say(report(n)) for n in range(5)
    }
    subscription = Subscription(url=site.url("/feed"), limit=2)

    assert [len(articles(reading(subscription))) for _ in range(4)] == [2, 2, 1, 0]


def test_a_reader_that_is_stopped_leaves_the_rest_too(site: Site, reading: Any) -> None:
    site.pages |= {"/feed": say(rss(*map(item, range(5))), RSS, ETag='"1"')} | {
        f"/news/{n}": say(report(n)) for n in range(5)
    }
    answers: Iterator[bool] = chain([False, False], iter(lambda: True, False))

    assert len(reading(site.url("/feed"), stopping=lambda: next(answers))) == 2
    assert len(articles(reading(site.url("/feed")))) == 3


@pytest.mark.parametrize("named", [True, False])
def test_what_was_known_of_a_feed_and_is_broken_is_set_aside(
    site: Site, reading: Any, tmp_path: Path, named: bool
) -> None:
    site.pages |= {"/feed": say(rss(item(1)), RSS), "/news/1": say(report(1))}
    reading(Subscription(url=site.url("/feed")))
    (file,) = (tmp_path / "feeds").glob("*.json")
    file.write_text(file.read_text()[:50])

    broken, article = reading(site.url("/feed") if named else Subscription(url=site.url("/feed")))

    assert (type(broken), type(article)) == (UnreadableFile, Article)
    assert reading(Subscription(url=site.url("/feed"))) == []


def test_nothing_secret_is_kept_of_a_feed(site: Site, reading: Any, tmp_path: Path) -> None:
    site.pages |= {"/feed": say(rss(item(1)), RSS), "/news/1": say(report(1))}
    reading(Subscription(url=site.origin.replace("://", "://desk:s3cret@") + "/feed?token=5ca1ab1e"))

    for path in (tmp_path / "feeds").rglob("*"):
        assert "s3cret" not in path.name + path.read_text()
        assert "5ca1ab1e" not in path.name + path.read_text()


def test_since_leaves_out_what_the_feed_dates_before(site: Site, reading: Any) -> None:
    old, new = ("<pubDate>" + day + "</pubDate>" for day in ("1 Jan 2023", "2 May 2024"))
    site.pages |= {"/feed": say(rss(item(1, old), item(2, new), item(3)), RSS)} | {
        f"/news/{n}": say(report(n)) for n in (1, 2, 3)
    }

    reading(site.url("/feed"), since=date(2024, 1, 1))

    assert site.paths() == ["/feed", "/news/2", "/news/3"]


# -- sitemaps and lists ------------------------------------------------------------------------------------------------


def sitemap(*entries: str, kind: str = "urlset") -> str:
    """A sitemap, or with the kind sitemapindex a list of them."""
    names = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    return f"<?xml version='1.0'?><{kind} {names}>{''.join(entries)}</{kind}>"


def loc(url: str, more: str = "", kind: str = "url") -> str:
    """A line of a sitemap."""
    return f"<{kind}><loc>{url}</loc>{more}</{kind}>"


def test_sitemaps_in_a_sitemap_are_read_also_packed(site: Site, reading: Any) -> None:
    news = (
        "<news:news><news:publication><news:name>Border Post</news:name></news:publication>"
        "<news:publication_date>2024-05-30T08:00+05:00</news:publication_date><news:title>Report 2</news:title></news:news>"
    )
    site.pages |= reports(1, 2, 3)
    index = [loc(site.url(f"/{name}"), kind="sitemap") for name in ("one.xml", "two.xml.gz", "gone.xml", "one.xml")]
    site.pages["/sitemap.xml"] = say(sitemap(*index, kind="sitemapindex"), "text/xml")
    site.pages["/one.xml"] = say(sitemap(loc(site.url("/news/1")), loc(site.url("/news/1"))), "text/xml")
    third = loc(site.url("/news/3"), "<lastmod>2024-05-01</lastmod>")
    two = gzip.compress(sitemap(loc(site.url("/news/2"), news), third).encode())
    site.pages["/two.xml.gz"] = say(two, "application/x-gzip")

    first, second, last, gone = reading(site.url("/sitemap.xml"))

    assert [one.url for one in articles([first, second, last])] == [site.url(f"/news/{n}") for n in (1, 2, 3)]
    assert (second.outlet, second.date) == ("Border Post", "2024-05-30")
    assert last.date is None  # when it last changed is not when it was published
    assert isinstance(gone, NotFound)
    assert site.paths().count("/one.xml") == 1


def test_since_spares_the_pages_and_sitemaps_that_are_older(site: Site, reading: Any) -> None:
    def day(text: str) -> str:
        return f"<lastmod>{text}</lastmod>"

    site.pages |= {"/news/2": say(report(2)), "/news/3": say(report(3))}
    index = [
        loc(site.url("/old.xml"), day("2020-01-01"), "sitemap"),
        loc(site.url("/new.xml"), day("2024-05-01"), "sitemap"),
    ]
    site.pages["/sitemap.xml"] = say(sitemap(*index, kind="sitemapindex"))
    pages = [
        loc(site.url("/news/1"), day("2023-12-31")),
        loc(site.url("/news/2"), day("2024-05-30")),
        loc(site.url("/news/3")),
    ]
    site.pages["/new.xml"] = say(sitemap(*pages))

    assert len(articles(reading(site.url("/sitemap.xml"), since=date(2024, 1, 1)))) == 2
    assert site.paths() == ["/sitemap.xml", "/new.xml", "/news/2", "/news/3"]


def test_sitemaps_that_list_each_other_end(site: Site, reading: Any) -> None:
    for n in range(6):
        both = [loc(site.url(f"/{other}.xml"), kind="sitemap") for other in (n + 1, 0)]
        site.pages[f"/{n}.xml"] = say(sitemap(*both, kind="sitemapindex"))

    outcomes = reading(site.url("/0.xml"))

    assert any(isinstance(one, TooLarge) and "3 deep" in one.what for one in outcomes)
    assert len(site.paths()) < 6


def test_a_sitemap_of_too_many_pages_and_of_other_sites(site: Site, reading: Any) -> None:
    lines = [loc(f"https://other.example/{n}") for n in range(7)] + [loc(site.url(f"/news/{n}")) for n in range(5)]
    site.pages |= {"/sitemap.xml": say(sitemap(*lines))} | reports(*range(5))

    *pages, over = reading(site.url("/sitemap.xml"), most=3)
    assert (len(articles(pages)), type(over)) == (3, TooLarge)
    *_, foreign = reading(site.url("/sitemap.xml"))
    assert "7 of the addresses that it lists are of other sites" in foreign.what


@pytest.mark.parametrize(
    "body",
    [
        sitemap(loc("{origin}/news/1"), loc("x"))[:-20],
        "<!DOCTYPE l [" + "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'lol'}'>" for n in range(10)) + "]>"
        + sitemap(loc("{origin}/news/1"), loc("http://a/&e9;")).partition("?>")[2],
    ],
)  # fmt: skip
def test_a_broken_sitemap_is_read_as_far_as_it_goes(site: Site, reading: Any, body: str) -> None:
    site.pages |= {"/sitemap.xml": say(body.replace("{origin}", site.origin)), "/news/1": say(report(1))}

    outcomes = reading(site.url("/sitemap.xml"))

    assert isinstance(outcomes[0], Article)
    assert any(isinstance(one, BadRecord) and "the sitemap is broken" in one.what for one in outcomes)


def test_a_packed_sitemap_that_is_a_bomb(site: Site, reading: Any) -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000, 1)
    site.pages["/sitemap.xml.gz"] = say(bomb, "application/gzip")

    (skip,) = reading(site.url("/sitemap.xml.gz"))

    assert isinstance(skip, TooLarge)


def test_a_list_of_addresses_is_read_line_by_line(site: Site, reading: Any, tmp_path: Path) -> None:
    site.pages |= {
        "/news/1": say(report(1)),
        "/photo.png": say(b"\x89PNG", "image/png"),
        "/feed": say(rss(item(1)), RSS),
    }
    lines = ["# of May", "", site.url("/news/1"), "ftp://example.org/a", site.url("/photo.png"), site.url("/feed")]
    (tmp_path / "urls.txt").write_text("\ufeff" + "\r\n".join(lines))

    article, ftp, photo, feed = reading(str(tmp_path / "urls.txt"), urls=True)

    assert article.url == site.url("/news/1")
    assert ftp.where.endswith("urls.txt#4")
    assert "image/png" in photo.what
    assert "name it itself" in feed.hint


def test_a_dry_reader_fetches_lists_and_no_page(site: Site, reading: Any, tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text(site.url("/news/9"))
    site.pages["/feed"] = say(rss(item(1, "<pubDate>30 May 2024</pubDate>")), RSS)
    site.pages["/sitemap.xml"] = say(sitemap(loc(site.url("/news/2"))))

    listed = reading(site.url("/feed"), site.url("/sitemap.xml"), dry=True)
    (line,) = reading(str(tmp_path / "urls.txt"), urls=True, dry=True)

    assert [(one.url, one.day) for one in listed] == [(site.url("/news/1"), "2024-05-30"), (site.url("/news/2"), None)]
    assert line.url == site.url("/news/9")
    assert site.paths() == ["/feed", "/sitemap.xml"]
    assert not (tmp_path / "feeds").exists()


def test_the_pages_that_a_table_lists_are_fetched_with_what_it_says_of_them(
    site: Site, fetching: Fetching, clock: Clock, tmp_path: Path
) -> None:
    site.pages |= reports(1, 2)
    table = tmp_path / "stories.csv"
    rows = [f"{n},harbourpost.example,2024-01-{n:02},Report {n},{site.url(f'/news/{n}')}" for n in (1, 2, 9)]
    table.write_text("\n".join(["id,media_name,publish_date,title,url", *rows, "4,,,Nowhere,ftp://post.example/4"]))
    web = WebReader(fetching(), Ledger(None), today=lambda: TODAY, now=clock)

    first, second, missing, wrong = plan([table], Settings(use_map="mediacloud"), today=TODAY, web=web)

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.url, first.outlet, first.date) == (site.url("/news/1"), "harbourpost.example", "2024-01-01")
    assert second.date == "2024-01-02"
    assert isinstance(missing, NotFound)
    assert isinstance(wrong, Skip)
    assert wrong.where.endswith("stories.csv#5")
