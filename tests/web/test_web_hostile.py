"""What an article says does nothing: a hundred payloads in every page, in the API, in tables and in the search box."""

import csv
import html
import io
import json
import re
from html.parser import HTMLParser

import duckdb
import payloads
import pytest
from fastapi.testclient import TestClient

PLACES = (
    "/",
    "/dyads",
    "/parties",
    "/party/IRN",
    "/stories?limit=1000",
    "/undertakings?limit=1000",
    "/articles?limit=1000",
    "/outlets",
    "/record",
    "/search?q=attacked&limit=100",
    "/search?q=pipeline+reporters&sort=newest&limit=100",
)
ALLOWED = {"script": "src", "link": "href", "img": "src"}


class Elements(HTMLParser):
    """The elements of a page as a browser would make them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def harmless(page: str) -> None:
    """Fails where a page has an element, handler or address that only a payload can have brought."""
    for tag, attributes in Elements(page).found:
        assert tag not in {"iframe", "object", "embed", "base", "math", "video", "audio", "marquee", "animate", "set"}
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)
        if tag in ALLOWED:
            assert (attributes.get(ALLOWED[tag]) or "").startswith("/static/"), (tag, attributes)
        address = attributes.get("href") or attributes.get("action") or attributes.get("formaction") or ""
        assert re.match(r"(/(?!/)|#|https?://|\?|$)", address), (tag, attributes)
    assert not re.search(r"<script(?! src=\"/static/[0-9a-f]+/\w+\.js\")", page)


@pytest.mark.parametrize("place", PLACES)
def test_no_payload_gets_out_of_a_page_s_text(place: str, hostile: TestClient) -> None:
    shown = hostile.get(place)

    assert shown.status_code == 200
    harmless(shown.text)
    if "attacked" in place or place.startswith("/articles"):
        words = html.unescape(re.sub(r"<[^>]+>", "", shown.text))
        kept = [one for one in payloads.PAYLOADS if one.strip() in words]
        assert len(kept) > 80, "the payloads must be there, as text"


@pytest.mark.parametrize("part", ["", "/undertakings", "/visits", "/triads", "/turns"])
def test_the_pages_of_a_pair(part: str, hostile: TestClient) -> None:
    shown = hostile.get(f"/dyad/IRN/PAK{part}")

    assert shown.status_code == 200
    harmless(shown.text)


def test_the_page_of_every_article_and_of_what_stands_in_it(hostile: TestClient) -> None:
    listed = hostile.get("/api/v1/articles?limit=1000").json()["articles"]
    assert len(listed) == len(payloads.PAYLOADS)
    for one in listed:
        shown = hostile.get("/article", params={"id": one["id"]})
        assert shown.status_code == 200, one["id"]
        harmless(shown.text)
    for rows, kind in (("stories", "story"), ("undertakings", "undertaking")):
        for one in hostile.get(f"/api/v1/{rows}?limit=20").json()[rows]:
            shown = hostile.get(f"/{kind}/{one['id']}")
            assert shown.status_code == 200, one
            harmless(shown.text)
    told = hostile.get("/api/v1/article", params={"id": listed[0]["id"]}).json()
    for one in told["events"]:
        shown = hostile.get(f"/event/{one['id']}")
        assert shown.status_code == 200
        harmless(shown.text)


def test_each_outlet_s_page_and_each_payload_that_is_looked_for(hostile: TestClient) -> None:
    for payload in payloads.PAYLOADS:
        found = hostile.get("/outlet", params={"name": f"{payload} outlet"})
        looked = hostile.get("/search", params={"q": payload})

        assert found.status_code == 200, payload
        assert looked.status_code == 200, payload
        harmless(found.text)
        harmless(looked.text)
    for payload in payloads.PAYLOADS[::6]:  # to find the nearest names takes its time
        party = hostile.get("/dyads", params={"party": payload})
        assert party.status_code == 404, payload
        harmless(party.text)


def test_the_api_gives_them_as_they_are(hostile: TestClient) -> None:
    body = json.loads(hostile.get("/api/v1/articles?limit=1000").content)

    assert {one["title"] for one in body["articles"]} == set(payloads.PAYLOADS)


def test_no_cell_of_a_table_is_a_formula(hostile: TestClient) -> None:
    told = hostile.get("/api/v1/articles?limit=1000", headers={"accept": "text/csv"})
    rows = list(csv.reader(io.StringIO(told.text, newline="")))

    assert len(rows) == 101
    assert not [cell for row in rows for cell in row if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)]
    assert "\0" not in told.text


def test_parquet_holds_them_whole(hostile: TestClient, tmp_path: object) -> None:
    told = hostile.get("/api/v1/articles?limit=1000&format=parquet")
    file = tmp_path / "articles.parquet"  # type: ignore[operator]
    file.write_bytes(told.content)

    with duckdb.connect(":memory:") as database:
        titles = database.execute(f"SELECT title FROM '{file}'").fetchall()

    assert {title for (title,) in titles} == set(payloads.PAYLOADS)
