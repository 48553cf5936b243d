"""bilat watch as a user meets it, and its rounds over days on a clock that waiting moves."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import STRIKES, VISIT, Bilat
from reading.web.server import Site, in_turn, say, serve

from bilat.commands.watching import Watcher, keep_watching
from bilat.config import Settings
from bilat.errors import Unreachable
from bilat.model import Coding
from bilat.reading import EXAMPLE, Subscription, WebReader, load_watchlist
from bilat.record import Record, RunInfo

RSS = "application/rss+xml"
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


def feed(*numbers: int) -> str:
    """A feed of reports."""
    items = "".join(f"<item><title>Report {n}</title><link>/news/{n}</link></item>" for n in numbers)
    return f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>"


def report(n: int, text: str = VISIT["text"]) -> str:
    """A page with a report."""
    return f"<html><body><article><h1>Report {n}</h1><p>{text}</p><p>That was report {n} of the day.</p></article></body></html>"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server on this machine with reports."""
    monkeypatch.setenv("BILAT_WEB_DELAY", "0")
    monkeypatch.setenv("BILAT_WEB_ATTEMPTS", "1")
    made, end = serve()
    made.pages |= {f"/news/{n}": say(report(n, STRIKES["text"] if n % 2 else VISIT["text"])) for n in range(6)}
    yield made
    end()


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_example_is_a_file_that_can_be_used(bilat: Bilat, tmp_path: Path) -> None:
    done = bilat("watch", "--example")

    assert done.exit == 0
    assert done.out == EXAMPLE
    (tmp_path / "FEEDS.toml").write_text(done.out)
    first, second = load_watchlist(tmp_path / "FEEDS.toml")
    assert (first.every, first.outlet, second.every, second.text) == (30 * MINUTE, "Example Post", 2 * HOUR, "page")
    assert load_watchlist(tmp_path / "FEEDS.toml", every="1h")[0].every == HOUR


def test_one_round_and_then_another_that_is_not_due(bilat: Bilat, site: Site, tmp_path: Path) -> None:
    site.pages |= {"/a": say(feed(0, 1), RSS), "/b": say("", status=500), "/c": say(feed(), RSS)}
    urls = [site.url(path) for path in ("/a", "/b", "/c")]
    (tmp_path / "FEEDS.toml").write_text("".join(f'[[feed]]\nurl = "{url}"\noutlet = "Gulf Wire"\n' for url in urls))
    arguments = ("watch", "FEEDS.toml", "--record", "r", "--once", "--allow-private")

    listed = bilat(*arguments, "--dry-run")
    first = bilat(*arguments)
    second = bilat(*arguments)

    assert [line.split("\t")[-1] for line in listed.out.splitlines()] == [site.url("/news/0"), site.url("/news/1")]
    assert first.exit == 1
    assert f"left for later: {site.url('/b')}: the server says 500" in first.err
    assert re.search(r"Z 3 feeds asked \(1 failed\): 2 articles added, \d+ events; next in 15 min\n", first.err)
    assert (second.exit, len(second.err.splitlines())) == (0, 1)
    assert "Z 0 feeds asked: 0 articles added" in second.err
    with Record.open("r").view() as view:
        assert {article.outlet for article in view.articles()} == {"Gulf Wire"}


BAD = {
    "[[feed]]\nurl = 'https://e.org/f'\noutlt = 'Post'\n": ["line 3", "unknown key 'outlt'", "known: url, outlet"],
    "evry = '15m'\n[[feed]]\nurl = 'https://e.org/f'\n": ["line 1", "unknown key 'evry'"],
    "[[feed]]\nurl = 'https://e.org/f'\n\n[[feed]]\noutlet = 'Post'\n": ["line 4", "feed 2 has no url", "--example"],
    "every = '15m'\n": ["there is no [[feed]]", "--example"],
    "[[feed]]\nurl = 'https://e.org/f'\nevery = '15'\n": ["line 3", "'every'", "15m"],
    "[[feed]]\nurl = 'https://e.org/f'\nevery = '1s'\n": ["line 3", "every 5 minutes at most"],
    "[[feed]]\nurl = 'ftp://desk:s3cret@e.org/f'\n": ["line 2", "'url'", "ftp: is not read"],
    "[[feed]]\nurl = 'https://e.org/f'\n[[feed]]\nurl = 'https://e.org/f#x'\n": ["https://e.org/f is there twice"],
    "[[feed]]\nurl = 'https://e.org/f'\ntext = 'all'\n": ["line 3", "'text'", "'auto', 'feed' or 'page'"],
    "[[feed]]\nurl = 'https://e.org/f'\nlimit = 0\n": ["line 3", "'limit'"],
    "[[feed]\nurl = 1": ["not a TOML file", "line 1"],
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_file_of_feeds_is_told_with_line_and_key(bilat: Bilat, tmp_path: Path, text: str) -> None:
    (tmp_path / "FEEDS.toml").write_text(text)

    done = bilat("watch", "FEEDS.toml", "--record", "r", "--once")

    assert (done.exit, done.err.count("\n")) == (2, 1)
    for part in ["FEEDS.toml", *BAD[text]]:
        assert part in done.err
    assert "s3cret" not in done.err
    assert not Path("r").exists()


def test_a_file_of_feeds_that_is_missing(bilat: Bilat) -> None:
    assert "bilat watch --example" in bilat("watch", "FEEDS.toml", "--record", "r").err


def test_a_signal_ends_it_after_what_it_has_is_committed(site: Site, tmp_path: Path) -> None:
    """The feed has five reports and its server's Crawl-delay makes the third wait: there the signal comes."""
    site.pages |= {"/a": say(feed(*range(5)), RSS), "/robots.txt": say("User-agent: *\nCrawl-delay: 1.5", "text/plain")}
    (tmp_path / "FEEDS.toml").write_text(f'[[feed]]\nurl = "{site.url("/a")}"\n')
    command = [sys.executable, "-m", "bilat.cli", "watch", "FEEDS.toml", "--record", "r", "--allow-private"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "200"}
    )
    try:
        deadline = time.monotonic() + 120
        while len(site.paths()) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=120)
    finally:
        process.kill()

    assert process.returncode == 0, told
    assert re.search(r"Z 1 feed asked: [23] articles added", told)
    assert told.splitlines()[-1].endswith("Z ended")
    with Record.open(tmp_path / "r").view() as view:
        assert view.counts().articles in (2, 3)


# -- rounds over days --------------------------------------------------------------------------------------------------


class Days:
    """A clock that waiting moves, and that ends the program after a time."""

    def __init__(self, until: float) -> None:
        self.start = self.now = 1_700_000_000.0
        self.until = self.start + until

    def __call__(self) -> float:
        return self.now

    def nap(self, seconds: float) -> None:
        """Move on."""
        self.now += seconds
        if self.now > self.until:
            raise Unreachable("ended")


Watching = Callable[..., list[str]]


@pytest.fixture
def watching(tmp_path: Path, site: Site) -> Watching:
    """Watches feeds for some time, in no time; gives the lines of the log."""

    def run(
        *subscriptions: Subscription, until: float, before: Callable[[float], object] = lambda now: None
    ) -> list[str]:
        clock, lines = Days(until), list[str]()
        settings = Settings(web_private=True, web_delay=0, web_attempts=1)

        def nap(seconds: float) -> None:
            before(clock.now - clock.start)
            clock.nap(seconds)

        web = WebReader.of(settings, now=clock, folder=Record.web_folder(tmp_path / "r"), note=lines.append)
        watcher = Watcher(
            record=Record.open(tmp_path / "r", create=True), subscriptions=subscriptions, settings=settings, web=web,
            coder=lambda article: Coding(article=article), info=RunInfo(program="test"), tell=lines.append,
            stopping=lambda: False, now=clock,
        )  # fmt: skip
        keep_watching(watcher, nap)
        return lines

    return run


def times(lines: list[str]) -> list[str]:
    """What each round says, without its time."""
    return [re.sub(r"^\S+Z ", "", line) for line in lines]


def test_feeds_are_asked_at_their_own_times(site: Site, watching: Watching) -> None:
    site.pages |= {"/a": in_turn(say(feed(1), RSS), say(feed(2, 1), RSS)), "/b": say(feed(), RSS)}

    watching(
        Subscription(url=site.url("/a"), every=15 * MINUTE),
        Subscription(url=site.url("/b"), every=HOUR),
        until=2 * HOUR - 1,
    )

    asked = site.paths()
    assert (asked.count("/a"), asked.count("/b")) == (8, 2)
    assert (asked.count("/news/1"), asked.count("/news/2")) == (1, 1)


def test_a_feed_that_fails_is_asked_ever_more_seldom_and_harms_no_other(site: Site, watching: Watching) -> None:
    site.pages |= {"/a": say("", status=503), "/b": say(feed(1), RSS)}

    watching(*(Subscription(url=site.url(path), every=HOUR) for path in ("/a", "/b")), until=3 * DAY)

    asked = site.paths()
    assert asked.count("/b") == 72 + 1
    assert asked.count("/a") == 1 + 4 + 1  # after 2, 4, 8, 16 hours, then once a day


def test_a_feed_that_is_gone_is_dropped_with_a_note(
    site: Site, watching: Watching, capfd: pytest.CaptureFixture[str]
) -> None:
    site.pages["/a"] = say("", status=410)
    subscription = Subscription(url=site.url("/a"), every=HOUR)

    first = watching(subscription, until=DAY)
    again = watching(subscription, until=DAY)

    assert site.paths() == ["/a"]
    assert times(first) == ["1 feed asked (1 failed): 0 articles added, 0 events; no feed is left", "ended"]
    assert times(again) == ["ended"]
    assert "take it off the list" in capfd.readouterr().err


def test_a_record_that_another_has_open_is_waited_for(site: Site, watching: Watching, tmp_path: Path) -> None:
    site.pages["/a"] = say(feed(1), RSS)
    other = Record.open(tmp_path / "r", create=True).writer(RunInfo(program="other"))

    def let_go(now: float) -> None:
        if now > 2 * MINUTE:
            other.close()

    watching(Subscription(url=site.url("/a"), every=15 * MINUTE), until=10 * MINUTE, before=let_go)

    with Record.open(tmp_path / "r").view() as view:
        assert view.counts().articles == 1


def test_a_clock_that_is_set_back_or_forward_stops_nothing(site: Site, watching: Watching, tmp_path: Path) -> None:
    site.pages["/a"] = say(feed(1), RSS)
    subscription = Subscription(url=site.url("/a"), every=DAY)
    watching(subscription, until=30 * DAY)
    asked = len(site.paths())

    watching(subscription, until=10 * MINUTE)  # the clock is where it was a month ago

    assert len(site.paths()) == asked + 1


def test_a_state_that_cannot_be_written_is_told(bilat: Bilat, site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = say(feed(), RSS)
    (tmp_path / "FEEDS.toml").write_text(f'[[feed]]\nurl = "{site.url("/a")}"\n')
    Record.open(tmp_path / "r", create=True)
    (tmp_path / "r" / "web").write_text("a file where a folder should be")

    done = bilat("watch", "FEEDS.toml", "--record", "r", "--once", "--allow-private")

    assert done.exit == 2
    assert "what is known of feeds cannot be kept" in done.err
