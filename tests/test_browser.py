"""The brief in a real browser, at the width of a phone and of a laptop."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLES

from bilat import api, briefing
from bilat.record import Record, RunInfo

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

PAYLOAD = (
    "<script>window.hacked = 1; document.title = 'hacked'</script> Iran's army attacked Pakistan on Tuesday "
    '<img src=x onerror="window.hacked = 2">. Pakistan accused Iran of the attack on Wednesday '
    '"><svg onload="window.hacked = 3">.'
)
HOSTILE: dict[str, Any] = {
    "id": "<b>hostile</b>",
    "title": "<script>window.hacked = 4</script><img src=x onerror='window.hacked = 5'>",
    "date": "2024-01-17",
    "source": "</style><script>window.hacked = 6</script>",
    "url": "javascript:window.hacked=7",
    "text": PAYLOAD,
}
LONG: dict[str, Any] = {
    "id": "long",
    "title": "W" * 300,
    "date": "2024-01-19",
    "source": "A_paper_with_one_very_long_name_" * 8,
    "url": "https://paper.example/" + "a" * 400,
    "text": f"Iran accused Pakistan on Thursday of {'un' * 150}lawful acts.",
}


@dataclass
class Opened:
    """A page and what went on while it was opened."""

    page: Any
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=["brief", "card"])
def brief_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief of a record in which one article means harm and one has no place to break a line."""
    folder = tmp_path_factory.mktemp("browser")
    record = Record.open(folder / "rec", create=True)
    with record.writer(RunInfo(program="test")) as writer:
        for article in (*ARTICLES, HOSTILE, LONG):
            writer.add(api.code(article))
    path = folder / "brief.html"
    with record.view() as view:
        made = api.brief(view, "IRN", "PAK", min_confidence=0.0)
    made = briefing.card(made) if request.param == "card" else made
    path.write_text(briefing.html(made), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(params=[390, 1280], ids=["phone", "laptop"])
def opened(request: pytest.FixtureRequest, browser: Any, brief_file: Path) -> Iterator[Opened]:
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    seen = Opened(page)
    page.on("console", lambda message: seen.console.append(message.text))
    page.on("pageerror", lambda error: seen.console.append(str(error)))
    page.on("request", lambda asked: seen.requests.append(asked.url))
    page.goto(brief_file.as_uri())
    page.wait_for_timeout(150)
    yield seen
    page.close()


def test_it_opens_without_a_word_on_the_console_and_without_the_network(opened: Opened, brief_file: Path) -> None:
    assert opened.page.title().startswith("Iran and Pakistan")
    assert opened.console == []
    assert [url for url in opened.requests if not url.startswith("data:")] == [brief_file.as_uri()]


def test_nothing_has_to_be_scrolled_sideways(opened: Opened) -> None:
    width = opened.page.evaluate("document.documentElement.scrollWidth")

    assert width <= opened.page.viewport_size["width"]


def test_axe_finds_nothing_wrong(opened: Opened) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    for colours in ("light", "dark"):
        opened.page.emulate_media(color_scheme=colours)
        found = axe.run(opened.page).response["violations"]

        assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def test_headings_are_in_order(opened: Opened) -> None:
    levels = opened.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(levels) > 4
    assert all(below - above <= 1 for above, below in pairwise(levels)), levels


def test_hostile_articles_are_shown_and_do_nothing(opened: Opened) -> None:
    page = opened.page

    assert page.evaluate("window.hacked") is None
    assert page.locator("script, img[onerror], svg[onload]").count() == 0
    assert page.locator("a[href^='javascript:' i]").count() == 0
    if not page.locator("body.card").count():  # a card tells of it and leaves its sentence to the brief
        assert "Iran's army attacked Pakistan" in page.inner_text("body"), "the article must be in the brief, as text"


def test_every_citation_leads_to_its_source(opened: Opened) -> None:
    broken = opened.page.evaluate(
        """[...document.querySelectorAll("a[href^='#']")].map(a => a.getAttribute('href').slice(1))
           .filter(id => !document.getElementById(id))"""
    )

    assert broken == []
    assert opened.page.locator("a[href^='#']").count() > 5


def test_pictures_have_a_name_for_those_who_cannot_see_them(opened: Opened) -> None:
    unnamed = opened.page.evaluate(
        """[...document.querySelectorAll('svg')].filter(s => s.getAttribute('aria-hidden') !== 'true'
           && !s.getAttribute('aria-label') && !s.getAttribute('aria-labelledby') && !s.querySelector(':scope > title'))
           .map(s => s.outerHTML.slice(0, 100))"""
    )

    assert unnamed == []


def test_it_can_be_printed_on_paper(opened: Opened, tmp_path: Path) -> None:
    opened.page.emulate_media(media="print")

    pdf = opened.page.pdf(format="A4")

    assert pdf.startswith(b"%PDF")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= opened.page.viewport_size["width"]
