"""The reading pages: every character of a text stands on its page, once, and what is marked is what was coded."""

import html
import re

from conftest import STRIKES
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from bilat.web.marks import Mark, Stretch, pieces

SPANS = st.lists(st.tuples(st.integers(-5, 40), st.integers(0, 20)), max_size=6)


@given(text=st.text(max_size=40), spans=SPANS)
def test_pieces_give_the_text_whole_and_each_mark_its_own_characters(text: str, spans: list[tuple[int, int]]) -> None:
    stretches = [
        Stretch(start=start, end=start + length, mark=Mark(role="actor", line=str(n), tells=""))
        for n, (start, length) in enumerate(spans)
    ]

    found = pieces(text, stretches)

    assert "".join(one.text for one in found) == text
    for n, (start, length) in enumerate(spans):
        marked = "".join(one.text for one in found if any(mark.line == str(n) for mark in one.marks))
        assert marked == text[max(start, 0) : max(start + length, 0)]


def test_an_article_shows_its_whole_text_with_who_did_what_to_whom(client: TestClient) -> None:
    page = client.get("/article", params={"id": "strikes"}).text

    shown = page.partition('<article class="text"')[2].partition("</article>")[0].partition(">")[2]
    assert re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", shown))).strip() == STRIKES["text"]
    assert re.search(r'<span class="m actor"[^>]*>Pakistan</span>', shown)
    assert re.search(r'<span class="m trigger"[^>]*>launched[^<]*', shown) or 'class="m trigger' in shown
    assert re.search(r'<span class="m recipient"[^>]*title="[^"]*IRN[^"]*"[^>]*>Iran</span>', shown)


def test_an_event_tells_the_reason_of_every_field(client: TestClient) -> None:
    events = client.get("/api/v1/article", params={"id": "strikes"}).json()["events"]
    strike = next(one for one in events if one["type"] == "ASSAULT")

    told = client.get(f"/api/v1/event/{strike['id'][:8]}").json()

    assert told["event"] == strike
    assert {"type", "status", "issues", "date", "place"} <= {one["field"] for one in strike["reasons"]}
    assert (
        "".join(piece["text"] for piece in strike["sentence"]) == "Pakistan launched air strikes on Iran on Thursday."
    )
    assert told["article"]["id"] == "strikes"


def test_what_is_not_there_is_told_with_the_way_out(client: TestClient) -> None:
    for address in ("/article?id=none", "/event/ffffffff", "/story/ffffffff"):
        page = client.get(address)
        assert page.status_code == 404
        assert client.get(f"/api/v1{address}").json()["hint"]
        assert "<h1" in page.text


def test_a_pair_shows_what_took_place_between_the_two_and_nothing_else(client: TestClient) -> None:
    told = client.get("/api/v1/dyad/Iran/Pakistan", params={"by": "month"}).json()

    strikes = next(one for one in told["periods"] if one["label"] == "2024-01")
    assert strikes["material_conflict"] >= 1
    assert strikes["net"] < 0
    assert strikes["read"] == 1
    assert sum(one["material_conflict"] + one["verbal_conflict"] for one in told["periods"]) == told["conflict"]
    assert {place["name"] for place in told["places"]} >= {"Islamabad"}
    assert client.get("/api/v1/dyad/PAK/IRN", params={"by": "month"}).json()["a_acts"] == told["b_acts"]


def test_a_pair_is_shown_for_the_time_and_issue_that_are_asked_for(client: TestClient) -> None:
    only = client.get("/api/v1/dyad/IRN/PAK", params={"since": "2024", "until": "2024", "by": "month"}).json()

    assert {one["label"][:4] for one in only["periods"]} == {"2024"}
    trade = client.get("/api/v1/dyad/IRN/PAK", params={"issue": "trade"}).json()
    assert {one["issue"] for one in trade["issues"]} >= {"trade"}
    assert 0 < trade["stories_total"] < client.get("/api/v1/dyad/IRN/PAK").json()["stories_total"]


def test_an_empty_pair_is_a_page_that_says_so_and_wrong_ones_are_errors(client: TestClient) -> None:
    page = client.get("/dyad/Iran/Chile")
    assert page.status_code == 200
    assert "nothing between Iran and Chile" in page.text
    assert client.get("/dyad/Iran/Atlantis").status_code == 404
    assert client.get("/dyad/Iran/IRN").status_code == 400
    assert client.get("/dyad/IRN/PAK?since=2024&until=2020").status_code == 400


def test_an_undertaking_shows_where_it_stands_and_what_holds_it_up(client: TestClient) -> None:
    board = client.get("/api/v1/dyad/IRN/PAK/undertakings").json()["undertakings"]
    pipeline = next(one for one in board if one["name"] == "Iran-Pakistan gas pipeline")

    page = html.unescape(client.get(f"/undertaking/{pipeline['id']}").text)

    assert pipeline["obstacles"][0]["kind"] == "sanctions"
    assert "U.S. sanctions" in page
    assert "Iran and Pakistan signed an agreement on a gas pipeline in 2009." in page
