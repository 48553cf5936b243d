"""Saved web pages."""

import gzip
import json
from collections.abc import Callable

import pytest

from bilat.errors import NotAnArticle, UnreadableFile, UnsupportedLanguage
from bilat.model import Article, DateBasis

from .samples import BODY, Outcome, page

ReadText = Callable[..., Outcome]

METADATA = (
    '<meta property="og:title" content="Ministers agree on a market | The Harbour Post">'
    '<meta property="og:site_name" content="The Harbour Post">'
    '<meta property="article:published_time" content="2024-01-18T09:30:00+05:00">'
    '<link rel="canonical" href="https://www.harbourpost.example/world/market">'
)


def _article(outcome: Outcome) -> Article:
    assert isinstance(outcome, Article), outcome
    return outcome


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.html.gz", "unknown", "wrong.txt"])
def test_a_page_gives_its_article(read_text: ReadText, name: str) -> None:
    html = page(head=METADATA).encode()

    article = _article(read_text(gzip.compress(html) if name.endswith(".gz") else html, name))

    assert article.text == BODY
    assert article.title == "Ministers agree on a market"
    assert article.outlet == "The Harbour Post"
    assert article.url == "https://www.harbourpost.example/world/market"
    assert (article.date, article.date_basis) == ("2024-01-18", DateBasis.METADATA)
    assert "article:published_time" in article.date_reason
    assert article.language == "en"
    assert article.origin.endswith(name)


def test_json_ld_tells_what_the_meta_elements_do_not(read_text: ReadText) -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"},'
        '{"@type": "NewsArticle", "datePublished": "2024-01-18", "publisher": {"name": "The Harbour Post"}}]}</script>'
    )

    article = _article(read_text(page(head=head), "a.html"))

    assert (article.date, article.outlet) == ("2024-01-18", "The Harbour Post")


def test_broken_json_ld_is_passed_over(read_text: ReadText) -> None:
    _article(read_text(page(head='<script type="application/ld+json">{"@type": [</script>'), "a.html"))


def test_a_page_with_no_date_says_so(read_text: ReadText) -> None:
    article = _article(read_text(page(), "a.html"))

    assert (article.date, article.date_basis) == (None, None)
    assert article.date_reason == "no date in metadata, address or text"


def test_a_day_told_of_in_the_text_is_not_the_pages_date(read_text: ReadText) -> None:
    body = f"{BODY}\n\nThe last such meeting was held in Tehran on 12 March 2019, when a joint commission was set up."

    assert _article(read_text(page(body), "a.html")).date is None


def test_the_date_of_a_page_can_stand_in_its_address(read_text: ReadText) -> None:
    head = '<meta property="og:url" content="https://harbourpost.example/2024/01/18/market">'

    article = _article(read_text(page(head=head), "a.html"))

    assert (article.date, article.date_basis) == ("2024-01-18", DateBasis.URL)
    assert article.outlet == "harbourpost.example"


def test_a_date_in_the_future_keeps_the_article(read_text: ReadText) -> None:
    article = _article(read_text(page(head='<meta name="date" content="2031-01-01">'), "a.html"))

    assert article.date is None
    assert article.date_reason == "2031-01-01 in metadata lies in the future"


def test_related_reports_and_forms_are_not_text(read_text: ReadText) -> None:
    related = '<p>Read more: <a href="/world/floods">Floods close the road to Zahedan</a></p>'
    teaser = '<p><a href="/world/drill">Navies hold a drill off Karachi</a></p>'
    form = "<p>Please enter your comment!</p><p>Please enter your name here</p>"
    html = page(head=METADATA).replace("</article>", f"{related}{teaser}{form}</article>")

    article = _article(read_text(html, "a.html"))

    assert article.text == BODY
    assert {(link.text, link.url) for link in article.links} >= {
        ("Floods close the road to Zahedan", "https://www.harbourpost.example/world/floods")
    }
    assert "Floods" not in article.text
    assert "Karachi" not in article.text


def test_a_page_without_an_article_is_left_out(read_text: ReadText) -> None:
    links = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(40))

    outcome = read_text(f"<html><body><ul>{links}</ul></body></html>", "index.html")

    assert isinstance(outcome, NotAnArticle)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "utf-8"), ("windows-1252", "windows-1252"), ("utf-8", "windows-1252"), ("iso-8859-1", "utf-8")],
)
def test_the_declared_charset_may_lie(read_text: ReadText, declared: str, encoding: str) -> None:
    body = BODY.replace("their border", "their border \u2013 \u201ca caf\u00e9 included\u201d")
    html = page(body, head=f'<meta charset="{declared}">').encode(encoding)

    assert "\u2013 \u201ca caf\u00e9 included\u201d" in _article(read_text(html, "a.html")).text


def test_fifty_thousand_boxes_do_not_stop_the_run(read_text: ReadText) -> None:
    deep = page().replace("<article>", "<div>" * 50_000).replace("</article>", "</div>" * 50_000)

    article = _article(read_text(deep, "a.html"))

    assert BODY.split("\n\n")[0] in article.text


def test_a_page_in_another_language_is_named(read_text: ReadText) -> None:
    german = (
        "Die Au\u00dfenminister des Iran und Pakistans haben sich am Montag in Islamabad getroffen und einen dritten "
        "Markt an der gemeinsamen Grenze vereinbart. Der Handel soll sich bis zum Ende des Jahres verdoppeln."
    )

    outcome = read_text(page(german), "a.html")

    assert isinstance(outcome, UnsupportedLanguage)
    assert "'de'" in outcome.what
    assert "confidence" in outcome.what
    assert isinstance(read_text(page(german), "a.html", languages=("en", "de")), Article)


def test_an_empty_page_is_an_empty_file(read_text: ReadText) -> None:
    outcome = read_text(b"", "a.html")

    assert isinstance(outcome, UnreadableFile)
    assert outcome.what == "the file is empty"


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_an_article_cut_up_into_boxes_is_read_whole(read_text: ReadText) -> None:
    texts = [
        [*BODY.split("\n\n"), "The first delegation said that it would send its traders to the market before long."],
        [
            "A day later the ministers of trade of the two neighbours signed a paper on the customs of the market.",
            "The second delegation asked for longer hours at the crossing and for a new road to it.",
        ],
    ]
    opinions = [
        [f"I think that it is a good thing, for {kind} reasons."] * 2 for kind in ("a good many", "all sorts of")
    ]
    boxes = [
        f'<div class="grid"><div class="ad">Buy</div><div class="body">{_paragraphs(text)}</div></div>'
        for text in texts
    ]
    said = [f'<div class="grid"><div class="comment-body">{_paragraphs(one)}</div></div>' for one in opinions]
    html = f"<html><head><title>Markets</title></head><body><main><h1>Markets</h1>{''.join(boxes + said)}</main></body></html>"

    article = _article(read_text(html, "a.html"))

    assert "The first delegation" in article.text
    assert "signed a paper on the customs" in article.text
    assert "The second delegation" in article.text
    assert "I think" not in article.text


def test_the_body_that_the_pages_own_data_tells_stands_in_for_one_that_is_not_found(read_text: ReadText) -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Ministers agree on a market", "articleBody": BODY})
    html = f'<html><head><script type="application/ld+json">{data}</script></head><body><div id="app">Loading</div></body></html>'

    article = _article(read_text(html, "a.html"))

    assert article.text == BODY
    assert article.title == "Ministers agree on a market"
