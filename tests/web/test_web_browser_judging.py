"""Judging in a real browser: by keyboard alone, and what was judged is what the pair's page, brief, export and figures tell."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bilat.record import Record
from web.test_web_browser import CHROMIUM, CONTRAST, WHOLE, browser, opened

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
NAME = "A. Rahimi"


@pytest.fixture
def mine(record: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(record, tmp_path / "mine"))


@pytest.fixture
def address(mine: Path) -> Iterator[str]:
    """The address that ``bilat explore`` prints, over a record of one's own."""
    command = [sys.executable, "-m", "bilat", "explore", "--record", str(mine), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as server:
        assert server.stderr is not None
        told = re.search(r"http://\S+", server.stderr.readline())
        assert told is not None
        yield told[0].rstrip("/")
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0, server.stderr.read()


def until(true: Callable[[], Any], what: str) -> None:
    """Waits for what follows a click; the page's own policy allows no waiting within it."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def done(page: Any, number: int) -> None:
    until(lambda: page.locator(".queue > .done").count() == number, f"{number} judged: {page.inner_text('#told')}")


def focused(page: Any) -> Any:
    return page.evaluate("document.activeElement.closest('[data-judge]')?.dataset.judge")


def bilat(*words: str | Path) -> str:
    command = [sys.executable, "-m", "bilat", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_queue_is_judged_by_keyboard_alone(browser: Any, address: str, mine: Path) -> None:
    with opened(browser, address, "/judge") as page:
        keys = page.keyboard
        names = page.locator("input[name=analyst]")
        assert [one.is_visible() for one in names.all()].count(True) == 1, "the name is asked for once a page"
        page.locator(".verdict button[value=wrong]").nth(1).click()
        assert page.evaluate("document.activeElement === document.querySelector('[data-queue] [name=analyst]')")
        assert page.locator(".care").inner_text() == "Write your name first."
        page.locator("[data-line]").nth(0).focus()
        keys.press("y")
        assert page.evaluate("document.activeElement.name") == "analyst", "who judges says who he is, once"
        keys.type(NAME)
        keys.press("Enter")
        assert page.locator(".done").count() == 0, "to write one's name judges nothing"
        first = page.locator("[data-judge]").nth(0).get_attribute("data-judge")
        keys.press("j")
        assert focused(page) != first
        keys.press("k")
        assert focused(page) == first
        keys.press("y")
        done(page, 1)
        second = focused(page)
        assert second != first, "the focus goes on to the next"
        keys.press("n")
        done(page, 2)
        third = focused(page)
        keys.press("e")
        assert page.evaluate("document.activeElement.name") == "field_type"
        keys.press("Escape")
        assert focused(page) == third
        keys.press("e")
        keys.type("THREATEN")
        keys.press("Tab")
        while page.evaluate("document.activeElement.tagName") != "BUTTON":
            keys.press("Tab")
        keys.press("Enter")
        done(page, 3)
        fourth = focused(page)
        keys.press("p")
        done(page, 4)
        keys.press("u")
        done(page, 3)
        assert focused(page) == fourth
        until(lambda: "Withdrawn" in page.inner_text("#told"), "it is said to who cannot see it")
        page.reload()
        page.wait_for_url(f"**/judge?analyst={NAME.replace(' ', '+')}")
        left = [one.get_attribute("data-judge") for one in page.locator("[data-judge]").all()]
        assert not {first, second, third} & set(left)
        assert left[0] == fourth
    with Record.open(mine).view() as view:
        assert view.ask("SELECT target, verdict, stands FROM judgements WHERE line = 'judgement' ORDER BY time") == [
            (first, "right", "right"),
            (second, "wrong", "wrong"),
            (third, "corrected", "corrected"),
        ]


def test_a_correction_changes_the_pair_s_page_the_brief_the_export_and_the_figures(
    browser: Any, address: str, mine: Path, tmp_path: Path
) -> None:
    """In two clicks and a form, as on every event's page; what others are shown follows by itself."""
    with Record.open(mine).view() as view:
        ((id,),) = view.ask("SELECT id FROM events WHERE type = 'ASSAULT'")

    def conflict(page: Any) -> int:
        answer = page.request.get(f"{address}/api/v1/dyad/IRN/PAK?by=year&since=2016")
        return len(re.findall(r"ASSAULT|attack", answer.text(), re.IGNORECASE))

    brief = bilat("brief", "IRN", "PAK", "--record", mine, "--format", "json")
    with opened(browser, address, f"/event/{id}") as page:
        before = conflict(page)
        page.fill(".verdict input[name=analyst]", NAME)
        page.click("details.correct > summary")
        page.fill(".correct input[name=analyst]", NAME)
        page.select_option(".correct select[name=field_type]", "CONSULT")
        page.fill(".correct input[name=note]", "They only met.")
        page.click(".correct button")
        page.locator(".thread").wait_for()
        shown = page.inner_text(".judging")
        assert f"corrected (type) by {NAME}" in shown
        assert "They only met." in shown
        until(lambda: conflict(page) < before, "the pair's page follows")
        page.goto(f"{address}/judgements/figures")
        assert "type ASSAULT" in page.inner_text("main")
        page.goto(f"{address}/dyad/IRN/PAK?since=2016")
        assert page.locator("h1").count() == 1
    assert bilat("brief", "IRN", "PAK", "--record", mine, "--format", "json") != brief
    assert bilat("brief", "IRN", "PAK", "--record", mine, "--format", "json", "--machine") == brief
    bilat("export", "--form", "csv", "-o", tmp_path / "tables", "--record", mine)
    with (tmp_path / "tables" / "events.csv").open(newline="") as file:
        line = next(row for row in csv.DictReader(file) if row["id"] == id)
    assert (line["type"], line["judged"]) == ("CONSULT", "corrected")
    figures = json.loads(bilat("judgements", "figures", "--record", mine, "--json"))
    assert figures["judged"]["types"]["ASSAULT"]["right"] == 0
    told = bilat("show", id, "--record", mine)
    assert f"given by {NAME}" in " ".join(told.split())
    assert "was ASSAULT" in " ".join(told.split())


def test_a_thread_is_led_and_only_one_s_own_is_withdrawn(browser: Any, address: str, mine: Path) -> None:
    with Record.open(mine).view() as view:
        ((id,),) = view.ask("SELECT id FROM events WHERE type = 'ASSAULT'")
    with opened(browser, address, f"/event/{id}") as page:
        page.keyboard.press("c")
        page.keyboard.type("Ana")
        page.keyboard.press("Tab")
        page.keyboard.type("Which base?")
        page.click(".talk button")
        page.locator(".thread").wait_for()
        page.click(".reply > summary")
        page.fill(".reply input[name=analyst]", "Ben")
        page.fill(".reply textarea", "Not told.")
        page.click(".reply button")
        page.locator(".thread ul").wait_for()
        assert page.locator(".thread ul .said").inner_text() == "Not told."
        own = page.locator("button[data-by]:visible")
        assert [one.get_attribute("data-by") for one in own.all()] == ["Ben"]
        own.click()
        page.locator(".thread ul .tag").wait_for()
        assert page.locator("button[data-by]:visible").count() == 0


def test_the_token_is_given_in_the_page_s_form(browser: Any, mine: Path) -> None:
    """A browser tells a form's origin only as far as the page's own policy lets it."""
    command = [sys.executable, "-m", "bilat", "explore", "--record", str(mine), "--port", "0", "--no-browser"]
    token = "a-token-of-more-than-16"
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"BILAT_TOKEN": token}
    ) as server:
        assert server.stderr is not None
        told = re.search(r"http://[^/]+", server.stderr.readline())
        assert told is not None
        page = browser.new_context().new_page()
        page.goto(f"{told[0]}/judgements")
        page.fill("input[name=token]", token)
        page.keyboard.press("Enter")
        page.wait_for_url("**/judgements")
        assert page.locator("h1").inner_text() == "What was judged"
        page.context.close()
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0


def test_the_pages_are_sound_in_every_look(browser: Any, address: str, mine: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    with Record.open(mine).view() as view:
        ids = [id for (id,) in view.ask("SELECT id FROM events ORDER BY id LIMIT 2")]
    for name, verdict in (("Ana", "right"), ("Ben", "wrong")):
        bilat("judge", ids[0], verdict, "--analyst", name, "--machine", "--record", mine)
    bilat("judgements", "comment", ids[0], "Which?", "--analyst", "Ana", "--record", mine)
    for place in ("/judge?analyst=Ana", f"/event/{ids[0]}", "/judgements", "/judgements/figures"):
        with opened(browser, address, place) as page:
            for details in page.locator("details").all():
                details.evaluate("one => { one.open = true; }")
            for width, scheme, options in ((1280, "light", WHOLE), (1280, "dark", CONTRAST), (390, "light", WHOLE)):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (place, width)
                found = axe.run(page, options=options).response["violations"]
                told = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]
                assert told == [], (place, width, scheme)
