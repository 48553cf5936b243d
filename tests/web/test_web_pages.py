"""Every page answers, and the API has the data of each."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bilat import code
from bilat.record import Record, RunInfo
from bilat.web import create_app
from bilat.web.pages import PAGES

PLACES = {
    "home": "/",
    "search": "/search?q=pipeline",
    "dyads": "/dyads?party=Pakistan",
    "parties": "/parties",
    "party": "/party/PAK",
    "stories": "/stories?party=IRN&other=PAK&status=actual",
    "undertakings": "/undertakings?held=yes",
    "articles": "/articles?since=2016&party=IRN",
    "outlets": "/outlets",
    "outlet": "/outlet?name=Gulf+Wire",
    "article": "/article?id=strikes",
    "event": "/event/{event}",
    "story": "/story/{story}",
    "undertaking": "/undertaking/{undertaking}",
    "dyad": "/dyad/IRN/PAK?by=month&since=2016",
    "dyad_undertakings": "/dyad/Iran/Pakistan/undertakings",
    "dyad_turns": "/dyad/IRN/PAK/turns",
    "dyad_outlook": "/dyad/IRN/PAK/outlook",
    "dyad_triads": "/dyad/IRN/PAK/triads",
    "dyad_visits": "/dyad/IRN/PAK/visits",
    "judge": "/judge?analyst=Ana&a=IRN&b=PAK",
    "judgements": "/judgements?show=conflicts",
    "figures": "/judgements/figures",
    "record": "/record",
    **{name: f"/{name}" for name in ("counts", "events", "runs", "skipped", "coverage", "accuracy")},
}
"""An address of each page in the small record."""


@pytest.fixture
def strike(client: TestClient) -> dict[str, str]:
    """The ids of the strikes' event, of its story, and of an undertaking."""
    events = client.get("/api/v1/article", params={"id": "strikes"}).json()["events"]
    id = next(one["id"] for one in events if one["type"] == "ASSAULT")
    undertaking = client.get("/api/v1/undertakings").json()["undertakings"][0]["id"]
    return {"event": id, "story": client.get(f"/api/v1/event/{id}").json()["story"], "undertaking": undertaking}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_page_answers_and_the_api_has_its_data(page: object, client: TestClient, strike: dict[str, str]) -> None:
    name, address = page.name, page.address  # type: ignore[attr-defined]
    place = PLACES[name].format_map(strike)

    data = client.get(page.api if place == "/" else f"/api/v1{place}")  # type: ignore[attr-defined]

    assert data.status_code == 200, data.text
    assert page.answer.model_validate_json(data.content)  # type: ignore[attr-defined]
    if address is not None:
        shown = client.get(place)
        assert shown.status_code == 200
        assert "<h1" in shown.text


def test_an_answer_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/home")

    again = client.get("/api/v1/home", headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("address", ["/api/v1/nowhere", "/api/v1/home?colour=red", "/api/v1/home?format=docx"])
def test_errors_have_one_shape(address: str, client: TestClient) -> None:
    told = client.get(address)

    assert told.status_code in (400, 404, 422)
    assert told.headers["content-type"] == "application/problem+json"
    body = json.loads(told.content)
    assert {"type", "title", "status", "detail", "what", "where", "hint"} == set(body)
    assert body["status"] == told.status_code
    assert body["what"]
    assert body["hint"]


def test_of_a_matter_told_of_often_the_earlier_mentions_are_folded_away(tmp_path: Path) -> None:
    with Record.open(tmp_path / "rec", create=True).writer(RunInfo(program="test")) as writer:
        for n in range(1, 13):
            text = f"On day {n} the Iran-Pakistan gas pipeline was stalled by U.S. sanctions."
            writer.add(code(text, date=f"2023-01-{n:02}"))
    with TestClient(create_app(Record.open(tmp_path / "rec")), base_url="http://127.0.0.1:8420") as client:
        (one, *_) = client.get("/api/v1/undertakings").json()["undertakings"]
        shown = client.get(f"/undertaking/{one['id']}").text

    mentions = shown.partition("12 mentions</h2>")[2]
    folded, _, last = mentions.partition("</details>")
    assert "4 earlier</summary>" in folded
    assert [[f"On day {n} " in part for n in (1, 4, 5, 12)] for part in (folded, last)] == [
        [True, True, False, False],
        [False, False, True, True],
    ]
