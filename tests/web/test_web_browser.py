"""The explorer in a real browser, started as a user starts it: light and dark, laptop and phone, keyboard alone, axe."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

PLACES = (
    "/",
    "/search?q=pipeline&limit=5",
    "/dyads",
    "/parties",
    "/party/IRN",
    "/stories?limit=5",
    "/undertakings?limit=5",
    "/articles?limit=40",
    "/outlets",
    "/outlet?name=%3D1%2B1+outlet",
    "/record",
    "/dyad/IRN/PAK",
    "/dyad/IRN/PAK/undertakings",
    "/article?id={articles}",
    "/story/{stories}",
    "/undertaking/{undertakings}",
    "/api/docs",
    "/nowhere",
)
"""Where an id belongs stands the list whose first line has it."""
CONTRAST = {"runOnly": ["color-contrast"]}
WHOLE = {"resultTypes": ["violations"]}
LOOKS = ((1280, "light", WHOLE), (1280, "dark", CONTRAST), (390, "light", WHOLE))
"""Width, colours, and what axe then looks at."""


@pytest.fixture(scope="module")
def address(hostile_record: Path) -> Iterator[str]:
    """The address that ``bilat explore`` prints, over the record whose articles mean harm."""
    command = [sys.executable, "-m", "bilat", "explore", "--record", str(hostile_record), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as server:
        assert server.stderr is not None
        told = re.search(r"http://\S+", server.stderr.readline())
        assert told is not None
        yield told[0].rstrip("/")
        server.send_signal(signal.SIGINT)
        rest = server.stderr.read()
        assert server.wait(timeout=20) == 0, rest
        assert rest == "ended\n", "Ctrl-C ends it without a word more"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def with_ids(address: str, place: str) -> str:
    """A place with the ids that it asks for."""
    for rows in re.findall(r"{(\w+)}", place):
        with urllib.request.urlopen(f"{address}/api/v1/{rows}?limit=1") as answer:
            place = place.replace(f"{{{rows}}}", urllib.parse.quote(json.load(answer)[rows][0]["id"], safe=""))
    return place


@contextmanager
def opened(browser: Any, address: str, place: str) -> Iterator[Any]:
    """A page, of which it is held that it says nothing on the console and asks nobody but its server."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    page, heard, asked = context.new_page(), [], []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + with_ids(address, place))
    yield page
    # The browser itself notes the status of a page that is not there.
    assert [one for one in heard if "404 (Not Found)" not in one] == []
    assert [url for url in asked if not url.startswith(address) and not url.startswith("data:")] == []
    assert page.evaluate("window.hacked") is None
    context.close()


@pytest.mark.parametrize("place", PLACES)
def test_each_page_is_sound_in_every_look(place: str, browser: Any, address: str) -> None:
    """No violation that axe knows, nothing to be scrolled sideways, one heading of the first level."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    with opened(browser, address, place) as page:
        for width, scheme, options in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
            assert page.locator("h1").count() == 1
            found = axe.run(page, options=options).response["violations"]
            told = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]
            assert told == [], (width, scheme)


def test_every_way_leads_on_by_keyboard_alone(browser: Any, address: str) -> None:
    with opened(browser, address, "/") as page:
        keys = page.keyboard
        keys.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        keys.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        keys.press("?")
        assert page.locator("dialog[open]").is_visible()
        keys.press("Escape")
        assert page.locator("dialog[open]").count() == 0
        keys.press("g")
        keys.press("d")
        page.wait_for_url("**/dyads")
        keys.press("j")
        assert page.evaluate("document.activeElement.getAttribute('href')").startswith("/dyad/")
        keys.press("/")
        assert page.evaluate("document.activeElement.id") == "find"
        keys.type("pipeline")
        keys.press("Enter")
        page.wait_for_url("**/search?q=pipeline")
        assert page.locator("mark").count() > 0


def test_the_theme_that_was_chosen_stays(browser: Any, address: str) -> None:
    with opened(browser, address, "/outlets") as page:
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.click("#theme")
        page.click("#theme")
        page.goto(address + "/dyads")
        assert page.locator("html").get_attribute("data-theme") == "dark"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_pages_can_be_printed(browser: Any, address: str) -> None:
    with opened(browser, address, "/party/IRN") as page:
        page.emulate_media(media="print")
        assert not page.locator(".find").is_visible()
        assert page.pdf(format="A4").startswith(b"%PDF")
