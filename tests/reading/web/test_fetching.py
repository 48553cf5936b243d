"""The fetcher against a server that misbehaves."""

import gzip
import re
import shutil
import socket
import ssl
import subprocess
import zlib
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from bilat.errors import Gone, NotAllowed, NotFound, Skip, TooLarge, Unreachable
from bilat.reading.web.cache import Cache
from bilat.reading.web.exchange import Limits
from bilat.reading.web.guard import Guard

from .conftest import HASTY, IMPATIENT, LIMITS, Clock, Fetching
from .server import Reply, Site, in_turn, raw, say, serve, to

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PACKED = gzip.compress(bytes(5_000_000))


def told(fetcher: Any, url: str, kind: type[Skip]) -> str:
    """What the fetcher says of an address that it cannot get."""
    with pytest.raises(kind) as caught:
        fetcher.page(url)
    assert type(caught.value) is kind
    assert caught.value.where == url
    assert caught.value.hint
    return caught.value.what


# -- how it asks -------------------------------------------------------------------------------------------------------


def test_a_page_is_asked_for_by_name_after_its_robots_txt(site: Site, fetching: Fetching) -> None:
    site.pages["/a"] = say("<p>Hello", "text/html; charset=ISO-8859-1")

    got = fetching(contact="desk@example.org").page(site.url("/a?page=2#top"))

    assert (got.url, got.answer.body, got.answer.media_type, got.answer.charset) == (
        site.url("/a?page=2"), b"<p>Hello", "text/html", "ISO-8859-1",
    )  # fmt: skip
    assert site.paths(robots=True) == ["/robots.txt", "/a?page=2"]
    for asked in site.asked:
        assert asked.headers["user-agent"].startswith("bilat/")
        assert "desk@example.org" in asked.headers["user-agent"]


def test_cookies_are_not_kept_and_a_password_is_sent_but_not_told(site: Site, fetching: Fetching) -> None:
    site.pages["/a"] = say("page", Set_Cookie="session=1; Path=/")
    site.pages["/gone"] = say("", status=404)
    fetcher = fetching()
    with_password = site.origin.replace("://", "://desk:s3cret@")

    got = fetcher.page(f"{with_password}/a")
    fetcher.page(f"{with_password}/a")
    with pytest.raises(NotFound) as caught:
        fetcher.page(f"{with_password}/gone")

    assert got.url == site.url("/a")
    assert "s3cret" not in str(caught.value)
    assert {one.headers.get("authorization") for one in site.asked} == {"Basic ZGVzazpzM2NyZXQ="}
    assert not [one for one in site.asked if "cookie" in one.headers]


# -- servers that misbehave --------------------------------------------------------------------------------------------

BROKEN: dict[str, tuple[Reply, type[Skip], str]] = {
    "says nothing": (raw(b"", every=5), Unreachable, "in time"),
    "stalls in the head": (raw(HEAD, b"", every=2), Unreachable, "in time"),
    "drips its head": (raw(HEAD, b"X-A: b\r\n", every=0.05, again=True), Unreachable, "not complete after 0.6 seconds"),
    "drips its body": (
        raw(HEAD + b"Content-Length: 9000\r\n\r\n", b"x", every=0.05, again=True),
        Unreachable,
        "not complete after 0.6 seconds",
    ),
    "drips without a length": (raw(HEAD + b"\r\n", b"x", every=0.05, again=True), Unreachable, "not complete after 0.6"),
    "never ends": (raw(HEAD + b"\r\n", b"x" * 8192, again=True), TooLarge, "more than 100,000 bytes"),
    "never ends, in chunks": (
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n", again=True),
        TooLarge,
        "more than 100,000 bytes",
    ),
    "promises more than it gives": (raw(HEAD + b"Content-Length: 500\r\n\r\nshort"), Unreachable, "ends early"),
    "has a length that is none": (raw(HEAD + b"Content-Length: -5\r\n\r\n", b"x" * 9000, again=True), TooLarge, "more"),
    "breaks its chunks": (
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"),
        Unreachable,
        "broke|ends early",
    ),
    "resets": (raw(HEAD + b"Content-Length: 500\r\n\r\nshort", reset=True), Unreachable, "broke|early"),
    "is no web server": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), Unreachable, "broke"),
    "has endless heads": (raw(HEAD, b"X-A: b\r\n", again=True), Unreachable, "broke"),
    "has a gzip bomb": (say(PACKED, Content_Encoding="gzip"), TooLarge, "more than 100,000 bytes after decompression"),
    "has a bomb in a bomb": (
        say(gzip.compress(PACKED), Content_Encoding="gzip, gzip"), Unreachable, "packed as gzip, gzip",
    ),
    "has a deflate bomb": (say(zlib.compress(bytes(5_000_000)), Content_Encoding="deflate"), TooLarge, "more than"),
    "lies about gzip": (say("plain text", Content_Encoding="gzip"), Unreachable, "cannot be unpacked"),
    "packs as it likes": (say("x", Content_Encoding="zstd"), Unreachable, "packed as zstd"),
    "cuts its gzip": (say(gzip.compress(b"news " * 999)[:-12], Content_Encoding="gzip"), Unreachable, "unpacked|early"),
    "has an error": (say("oops", status=500), Unreachable, "500 Internal Server Error"),
    "has an odd status": (say("oops", status=299), Unreachable, "299"),
    "sends a part": (say("oops", status=206), Unreachable, "206"),
    "says unchanged, unasked": (raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"), Unreachable, "304"),
    "has nothing": (say("", status=404), NotFound, "404 Not Found"),
    "wants to be paid": (say("", status=403), NotFound, "does not give it to us: 403"),
    "is gone": (say("", status=410), Gone, "gone for good"),
    "redirects to nowhere": (say("", status=302), Unreachable, "says not where to"),
    "redirects to a file": (to("file:///etc/passwd"), NotAllowed, "redirects to file:///etc/passwd: file: is not read"),
    "redirects for ever": (to("/broken"), NotFound, "more than 5 times"),
    "redirects to this machine": (to("http://127.0.0.2:8000/"), NotAllowed, "redirects to .* of this machine"),
    "redirects to a cloud's secrets": (
        to("http://169.254.169.254/latest/meta-data"), NotAllowed, "where a cloud keeps its secrets",
    ),
    "redirects to a number": (to("http://2130706434/"), NotAllowed, "127.0.0.2, an address of this machine"),
    "redirects to a mapped address": (to("http://[::ffff:7f00:2]/"), NotAllowed, "of this machine"),
}  # fmt: skip
LEFT_AFTER = {"drips": HASTY, "stalls": IMPATIENT, "says nothing": IMPATIENT}


@pytest.mark.parametrize("case", BROKEN)
def test_a_server_that_misbehaves_is_left_with_a_reason(site: Site, fetching: Fetching, case: str) -> None:
    reply, kind, pattern = BROKEN[case]
    site.pages["/broken"] = reply
    site.pages["/good"] = say("fine")
    limits = next((one for start, one in LEFT_AFTER.items() if case.startswith(start)), LIMITS)

    what = told(fetching(limits=limits), site.url("/broken"), kind)

    assert re.search(pattern, what), what
    assert fetching().page(site.url("/good")).answer.body == b"fine"


def test_a_length_that_is_too_short_gives_what_it_says(site: Site, fetching: Fetching) -> None:
    site.pages["/a"] = raw(HEAD + b"Content-Length: 5\r\n\r\nfirst and more")

    assert fetching().page(site.url("/a")).answer.body == b"first"


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(b"news " * 9999), "gzip"),
        (gzip.compress(b"news " * 9000) + gzip.compress(b"news " * 999), "x-gzip"),
        (gzip.compress(b"news " * 9999) + bytes(100), "gzip"),
        (zlib.compress(b"news " * 9999), "deflate"),
        (zlib.compress(b"news " * 9999, wbits=-15), "deflate"),
        (b"", "gzip"),
    ],
)
def test_what_was_packed_is_whole(site: Site, fetching: Fetching, packed: bytes, encoding: str) -> None:
    site.pages["/a"] = say(packed, Content_Encoding=encoding)

    assert fetching().page(site.url("/a")).answer.body == (b"news " * 9999 if packed else b"")


def test_a_password_in_a_redirect_is_neither_used_nor_told(site: Site, fetching: Fetching) -> None:
    site.pages["/a"] = to(site.origin.replace("://", "://eve:s3cret@") + "/b")
    site.pages["/b"] = say("b")

    got = fetching().page(site.url("/a"))

    assert got.url == site.url("/b")
    assert not [one for one in site.asked if "authorization" in one.headers]


def test_nobody_listens(fetching: Fetching) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        what = told(fetching(), url, Unreachable)

    assert "refused" in what


def test_tls_to_a_plain_port(site: Site, fetching: Fetching) -> None:
    site.pages["/a"] = say("plain")

    assert "no secure connection" in told(fetching(), site.url("/a").replace("http:", "https:"), Unreachable)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_a_certificate_that_nobody_vouches_for(tmp_path: Path, fetching: Fetching) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    command += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    secure, end = serve(context=context)
    secure.pages["/a"] = say("secret")
    try:
        what = told(fetching(), secure.url("/a"), Unreachable)
    finally:
        end()

    assert "certificate" in what
    assert not secure.asked


def test_a_name_that_resolves_otherwise_the_second_time_is_no_way_in(site: Site, fetching: Fetching) -> None:
    """DNS rebinding: what was looked at is what is connected to; a name is not resolved again in between."""
    port = int(site.origin.rpartition(":")[2])
    answers = ["127.0.0.1", "127.0.0.1", "127.0.0.2"]

    def resolve(host: str, port: int, type: int) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, type, 6, "", (answers.pop(0), port))]

    site.pages["/a"] = say("a")
    fetcher = fetching(guard=Guard(networks=["127.0.0.1/32"], resolve=resolve))

    assert fetcher.page(f"http://news.example:{port}/a").answer.body == b"a"
    assert answers == ["127.0.0.2"]
    assert site.asked[-1].headers["host"] == f"news.example:{port}"
    told(fetcher, f"http://news.example:{port}/a", NotAllowed)


# -- patience and pace -------------------------------------------------------------------------------------------------


def test_an_error_that_passes_is_asked_again_later_each_time(site: Site, fetching: Fetching, clock: Clock) -> None:
    site.pages["/a"] = in_turn(say("", status=500), raw(HEAD, reset=True), say("at last"))

    assert fetching(attempts=3).page(site.url("/a")).answer.body == b"at last"
    assert clock.slept == [1.0, 2.0]


def test_what_will_not_pass_is_asked_once(site: Site, fetching: Fetching) -> None:
    told(fetching(attempts=3), site.url("/a"), NotFound)

    assert site.paths() == ["/a"]


@pytest.mark.parametrize("dated", [False, True])
def test_a_server_that_says_when_to_come_back_is_asked_no_sooner(
    site: Site, fetching: Fetching, clock: Clock, dated: bool
) -> None:
    when = formatdate(clock.now + 30, usegmt=True) if dated else "30"
    site.pages["/a"] = in_turn(say("", status=429, Retry_After=when), say("now"))

    assert fetching(attempts=2).page(site.url("/a")).answer.body == b"now"
    assert clock.slept == [30.0]


def test_a_server_that_wants_too_long_a_rest_is_left_alone(site: Site, fetching: Fetching, clock: Clock) -> None:
    site.pages["/a"] = say("", status=503, Retry_After="86400000")
    site.pages["/b"] = say("b")
    fetcher = fetching(attempts=3)

    assert "left alone for 86,400 more seconds" in told(fetcher, site.url("/a"), Unreachable)
    assert "left alone" in told(fetcher, site.url("/b"), Unreachable)
    assert site.paths() == ["/a"]
    clock.now += 90_000
    assert fetcher.page(site.url("/b")).answer.body == b"b"


def test_a_host_is_asked_at_its_pace(site: Site, fetching: Fetching, clock: Clock) -> None:
    for path in ("/a", "/b"):
        site.pages[path] = say(path)
    fetcher = fetching(delay=2)
    fetcher.page(site.url("/a"))
    fetcher.page(site.url("/b"))

    assert clock.slept == [2, 2]  # after robots.txt, and after the first page


# -- robots.txt --------------------------------------------------------------------------------------------------------

RULES = "User-agent: *\nDisallow: /all\n\nUser-agent: bilat\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 7\n"


def test_robots_txt_is_kept_to(site: Site, fetching: Fetching, clock: Clock) -> None:
    site.pages |= {"/robots.txt": say(RULES, "text/plain")} | dict.fromkeys(("/private/open", "/all"), say("a"))
    fetcher = fetching()

    assert f"{site.origin}/robots.txt forbids it" in told(fetcher, site.url("/private/x"), NotAllowed)
    assert fetcher.page(site.url("/private/open")).answer.body == b"a"
    assert fetcher.page(site.url("/all")).answer.body == b"a"  # the group that speaks to bilat is the one that counts
    assert clock.slept == [7]
    assert site.paths(robots=True) == ["/robots.txt", "/private/open", "/all"]


def test_a_crawl_delay_over_the_limit_leaves_the_site_out(site: Site, fetching: Fetching) -> None:
    site.pages["/robots.txt"] = say("User-agent: *\nCrawl-delay: 100000\n", "text/plain")

    assert "asks for 100,000 seconds" in told(fetching(), site.url("/a"), NotAllowed)
    assert site.paths() == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_txt_forbids_nothing(site: Site, fetching: Fetching, status: int) -> None:
    site.pages |= {"/robots.txt": say("Disallow: /", status=status), "/a": say("a")}

    assert fetching().page(site.url("/a")).answer.body == b"a"


def test_a_robots_txt_that_fails_forbids_all_for_a_while(site: Site, fetching: Fetching, clock: Clock) -> None:
    site.pages |= {"/robots.txt": say("", status=503), "/a": say("a")}
    fetcher = fetching()

    assert "robots.txt cannot be read" in told(fetcher, site.url("/a"), Unreachable)
    told(fetcher, site.url("/a"), Unreachable)
    assert site.paths(robots=True) == ["/robots.txt"]
    clock.now += 3600
    site.pages["/robots.txt"] = say("", "text/plain")
    assert fetcher.page(site.url("/a")).answer.body == b"a"


def test_a_huge_robots_txt_is_read_as_far_as_it_must_be(site: Site, fetching: Fetching) -> None:
    body = b"User-agent: *\nDisallow: /no\n" + b"# filler\n" * 200_000
    site.pages |= {"/robots.txt": say(body, "text/plain"), "/a": say("a")}
    fetcher = fetching()

    assert fetcher.page(site.url("/a")).answer.body == b"a"
    told(fetcher, site.url("/no"), NotAllowed)


def test_robots_txt_is_followed_where_it_moved(site: Site, fetching: Fetching) -> None:
    site.pages |= {"/robots.txt": to("/rules", 301), "/rules": say("User-agent: *\nDisallow: /no", "text/plain")}

    told(fetching(), site.url("/no"), NotAllowed)


def test_a_redirect_to_what_robots_txt_forbids_ends_there(site: Site, fetching: Fetching) -> None:
    site.pages |= {"/robots.txt": say("User-agent: *\nDisallow: /no", "text/plain"), "/a": to("/no"), "/no": say("no")}

    assert "redirects to" in told(fetching(), site.url("/a"), NotAllowed)
    assert site.paths() == ["/a"]


# -- redirects and the cache -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("codes", "lasting"), [((301, 308), True), ((301, 302), False)])
def test_only_redirects_for_good_give_a_new_address(
    site: Site, fetching: Fetching, codes: tuple[int, int], lasting: bool
) -> None:
    site.pages |= {"/a": to("/b", codes[0]), "/b": to("/c", codes[1]), "/c": say("c")}

    got = fetching().document(site.url("/a"))

    assert (got.url, got.moved) == (site.url("/c"), site.url("/c") if lasting else None)


def test_validators_are_sent_and_304_is_understood(site: Site, fetching: Fetching) -> None:
    site.pages["/feed"] = raw(b'HTTP/1.1 304 Not Modified\r\nETag: W/"2"\r\n\r\n')

    got = fetching().document(site.url("/feed"), etag='"1"', modified="Mon, 01 Jan 2024 00:00:00 GMT")

    assert (got.unchanged, got.etag) == (True, 'W/"2"')
    assert site.asked[-1].headers["if-none-match"] == '"1"'
    assert site.asked[-1].headers["if-modified-since"] == "Mon, 01 Jan 2024 00:00:00 GMT"


def test_a_kept_page_is_only_asked_whether_it_changed(site: Site, fetching: Fetching, tmp_path: Path) -> None:
    unchanged = raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    site.pages["/a"] = in_turn(say("one", ETag='"1"'), unchanged, say("two", ETag='"2"'))
    pages = [fetching(cache=Cache(tmp_path, 10_000)).page(site.url("/a")).answer.body for _ in range(3)]

    assert pages == [b"one", b"one", b"two"]
    assert [one.headers.get("if-none-match") for one in site.asked if one.path == "/a"] == [None, '"1"', '"1"']


def test_a_page_that_is_fresh_is_not_asked_for(site: Site, fetching: Fetching, tmp_path: Path, clock: Clock) -> None:
    site.pages["/a"] = say("one", Cache_Control="public, max-age=600")
    fetcher = fetching(cache=Cache(tmp_path, 10_000))

    bodies = [fetcher.page(site.url("/a")).answer.body for _ in range(2)]
    clock.now += 601
    fetcher.page(site.url("/a"))

    assert (bodies, site.paths()) == ([b"one", b"one"], ["/a", "/a"])


@pytest.mark.parametrize("control", ["no-store", "max-age=600, no-cache"])
def test_a_server_may_forbid_it(site: Site, fetching: Fetching, tmp_path: Path, control: str) -> None:
    site.pages["/a"] = say("one", Cache_Control=control)
    fetcher = fetching(cache=Cache(tmp_path, 10_000))
    for _ in range(2):
        fetcher.page(site.url("/a"))

    assert site.paths() == ["/a", "/a"]


def test_what_a_password_opened_is_not_kept(site: Site, fetching: Fetching, tmp_path: Path) -> None:
    site.pages["/a"] = say("one", Cache_Control="max-age=600")
    fetching(cache=Cache(tmp_path, 10_000)).page(site.origin.replace("://", "://desk:pass@") + "/a")

    assert not list(tmp_path.rglob("*.gz"))


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b[:-9] + b"x" * 9])
def test_a_broken_file_of_the_cache_counts_as_none(site: Site, fetching: Fetching, tmp_path: Path, damage: Any) -> None:
    site.pages["/a"] = say("one", Cache_Control="max-age=600")
    fetcher = fetching(cache=Cache(tmp_path, 10_000))
    fetcher.page(site.url("/a"))
    (file,) = tmp_path.rglob("*.gz")
    file.write_bytes(damage(file.read_bytes()))

    assert fetcher.page(site.url("/a")).answer.body == b"one"
    assert len(site.paths()) == 2


def test_the_cache_stays_within_its_size(site: Site, fetching: Fetching, tmp_path: Path) -> None:
    for n in range(40):
        site.pages[f"/{n}"] = say(bytes((i * i + n) % 251 for i in range(3000)), Cache_Control="max-age=600")
    fetcher = fetching(cache=Cache(tmp_path, 20_000))
    for n in range(40):
        fetcher.page(site.url(f"/{n}"))

    assert 0 < sum(path.stat().st_size for path in tmp_path.rglob("*.gz")) <= 20_000


def test_a_cache_that_cannot_be_written_stops_nothing(site: Site, fetching: Fetching, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    site.pages["/a"] = say("one")

    assert fetching(cache=Cache(tmp_path / "taken", 10_000)).page(site.url("/a")).answer.body == b"one"


def test_limits_are_the_callers(site: Site, fetching: Fetching) -> None:
    site.pages["/a"] = say("x" * 2000)

    told(fetching(limits=Limits(max_bytes=1999)), site.url("/a"), TooLarge)
    assert len(fetching(limits=LIMITS).page(site.url("/a")).answer.body) == 2000
