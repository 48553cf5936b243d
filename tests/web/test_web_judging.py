"""Judging through the API and by the pages' own forms: what is kept, what is refused, what is seen at once."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bilat.record import Record
from bilat.web import create_app

HOME = "http://127.0.0.1:8420"
KINDS = {
    "/api/v1/judgements": {"id": "x", "verdict": "right", "analyst": "Ana"},
    "/api/v1/comments": {"id": "x", "text": "Why?", "analyst": "Ana"},
    "/api/v1/undo": {"analyst": "Ana"},
}


@pytest.fixture
def mine(record: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(record, tmp_path / "mine"))


@pytest.fixture
def desk(mine: Path) -> Iterator[TestClient]:
    """The explorer over a record of one's own, with the token of its page in every request."""
    with TestClient(create_app(Record.open(mine)), base_url=HOME) as opened:
        opened.headers["x-csrf-token"] = opened.get("/api/v1/session").json()["csrf"]
        yield opened


def strike(desk: TestClient) -> str:
    items = desk.get("/api/v1/judge", params={"analyst": "nobody", "type": "ASSAULT"}).json()["items"]
    return str(items[0]["event"]["id"])


def settled(desk: TestClient) -> TestClient:
    """The same once the pages that follow later show what was judged."""
    desk.app.state.snapshots.renewed()  # type: ignore[attr-defined]
    return desk


def judge(desk: TestClient, id: str, verdict: str, analyst: str = "Ana", **more: Any) -> Any:
    told = desk.post("/api/v1/judgements", json={"id": id, "verdict": verdict, "analyst": analyst, **more})
    assert told.status_code == 200, told.text
    return told.json()


def test_a_judgement_is_seen_at_once_on_the_line_in_the_queue_and_in_the_figures(desk: TestClient, mine: Path) -> None:
    id = strike(desk)
    kept = judge(
        desk, id[:8], "corrected", corrections={"type": "THREATEN", "place": "Quetta, PAK"}, note="They said so."
    )
    assert kept["stands"] == "corrected"
    told = desk.get(f"/api/v1/event/{id}").json()
    assert (told["event"]["type"], told["judging"]["stands"]) == ("THREATEN", "corrected")
    assert told["event"]["place"]["latitude"] == pytest.approx(30.18, abs=0.1)
    (entry,) = told["judging"]["entries"]
    assert (entry["analyst"], entry["text"]) == ("Ana", "They said so.")
    assert {"field": "type", "shown": "ASSAULT", "right": "THREATEN"} in entry["corrections"]
    queue = desk.get("/api/v1/judge", params={"analyst": "Ana"}).json()["items"]
    assert id not in [one["event"]["id"] for one in queue]
    rows = desk.get("/api/v1/judgements/figures").json()["measured"][0]["rows"]
    assert next(row for row in rows if row["of"] == "type ASSAULT")["n"] == 1
    pair = settled(desk).get("/api/v1/dyad/IRN/PAK").text
    assert "THREATEN" in pair or "threat" in pair.lower()
    with Record.open(mine).view() as view:
        assert view.event(id) is not None
        assert [one.event.type for one in view.dyad("IRN", "PAK").events if one.event.id == id] == ["THREATEN"]


def test_a_line_judged_wrong_keeps_its_page_and_leaves_the_lists(desk: TestClient) -> None:
    id = strike(desk)
    article = desk.get(f"/api/v1/event/{id}").json()["article"]["id"]
    judge(desk, id, "wrong")
    page = desk.get(f"/event/{id}")
    assert page.status_code == 200
    assert "wrong by Ana" in page.text
    assert id not in [
        one["id"] for one in settled(desk).get("/api/v1/article", params={"id": article}).json()["events"]
    ]
    judge(desk, article, "wrong")
    assert desk.get("/article", params={"id": article}).status_code == 200
    assert article not in [one["id"] for one in settled(desk).get("/api/v1/articles").json()["articles"]]


def test_two_differ_a_third_decides_and_the_list_shows_it(desk: TestClient) -> None:
    id = strike(desk)
    judge(desk, id, "wrong", "Ana")
    judge(desk, id, "right", "Ben", blind=True)
    listed = desk.get("/api/v1/judgements", params={"show": "conflicts"}).json()
    assert [one["id"] for one in listed["conflicts"]] == [id]
    assert listed["conflicts"][0]["conflicts"][0]["field"] == "verdict"
    assert "on which people differ" in desk.get("/judgements").text
    first = desk.get("/api/v1/judge", params={"analyst": "Cem"}).json()["items"][0]
    assert first["event"]["id"] == id
    assert "analysts differ" in first["why"][0]
    judge(desk, id, "wrong", "Cem", blind=True)
    assert desk.get("/api/v1/judgements").json()["conflicts"] == []
    pairs = desk.get("/api/v1/judgements/figures").json()["pairs"]
    assert {(one["a"], one["b"], one["n"], one["blind"]) for one in pairs} == {
        ("Ana", "Ben", 1, 1),
        ("Ana", "Cem", 1, 1),
        ("Ben", "Cem", 1, 1),
    }
    assert desk.get("/judgements/figures").status_code == 200


def test_one_s_own_is_withdrawn_and_no_other_s(desk: TestClient) -> None:
    id = strike(desk)
    entry = judge(desk, id, "wrong", "Ana")["entry"]["id"]
    told = desk.post("/api/v1/undo", json={"id": entry, "analyst": "Ben"})
    assert told.status_code == 400
    assert "is Ana's" in told.json()["what"]
    assert desk.post("/api/v1/undo", json={"id": id, "analyst": "Ana"}).json()["stands"] is None
    assert desk.get(f"/api/v1/event/{id}").json()["judging"]["stands"] is None


def test_a_thread_hangs_on_a_line_and_on_a_story(desk: TestClient) -> None:
    id = strike(desk)
    story = desk.get(f"/api/v1/event/{id}").json()["story"]
    for line in (id, story):
        first = desk.post("/api/v1/comments", json={"id": line, "text": "Which base?", "analyst": "Ana"}).json()
        reply = {"id": line, "text": "Not told.", "analyst": "Ben", "reply_to": first["entry"]["id"]}
        assert desk.post("/api/v1/comments", json=reply).status_code == 200
    for page in (f"/event/{id}", f"/story/{story}"):
        shown = desk.get(page).text
        assert shown.index("Which base?") < shown.index("Not told.")


def test_an_event_is_taken_out_of_its_story(desk: TestClient) -> None:
    id = strike(desk)
    story = desk.get(f"/api/v1/event/{id}").json()["story"]
    judge(desk, id, "wrong", membership=True)
    assert settled(desk).get(f"/api/v1/event/{id}").json()["story"] != story
    assert "its place in the story" in desk.get(f"/event/{id}").text


def test_an_undertaking_is_corrected_on_its_page(desk: TestClient) -> None:
    id = desk.get("/api/v1/undertakings").json()["undertakings"][0]["id"]
    kept = judge(desk, id, "corrected", corrections={"status": "ended", "undertaking": "Peace Pipeline"})
    assert kept["stands"] == "corrected"
    told = desk.get(f"/api/v1/undertaking/{id}").json()
    assert {one["name"]: one["value"] for one in told["judging"]["fields"]}["status"] == "ended"
    assert "Peace Pipeline" in settled(desk).get("/undertakings").text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"verdict": "corrected"}, "nothing is corrected"),
        ({"verdict": "corrected", "corrections": {"type": "STRIKE"}}, "type 'STRIKE' is not known"),
        ({"verdict": "corrected", "corrections": {"actors": "Pakstan"}}, "no state or body is known"),
        ({"verdict": "corrected", "corrections": {"colour": "red"}}, "cannot be corrected"),
        ({"verdict": "right", "corrections": {"type": "AGREE"}}, "takes no corrections"),
        ({"verdict": "right", "analyst": "\u202e"}, "no name of an analyst"),
        ({"verdict": "right", "sample": "x y"}, "no random sample"),
        ({"verdict": "right", "id": "nothing-there"}, "no line has the id"),
    ],
)
def test_what_cannot_be_judged_is_told_and_not_kept(
    desk: TestClient, mine: Path, body: dict[str, Any], said: str
) -> None:
    told = desk.post("/api/v1/judgements", json={"id": strike(desk), "analyst": "Ana"} | body)
    assert told.status_code in (400, 404), told.text
    assert said in told.json()["detail"]
    assert desk.post("/api/v1/judgements", json={"id": "x" * 5, "verdict": "maybe", "analyst": "A"}).status_code == 422
    with Record.open(mine).view() as view:
        assert view.judged.entries == ()


@pytest.mark.parametrize("path", KINDS)
def test_nothing_is_kept_without_the_page_s_token(desk: TestClient, mine: Path, path: str) -> None:
    del desk.headers["x-csrf-token"]
    body = KINDS[path] | {"id": strike(desk)}
    assert desk.post(path, json=body).status_code == 403
    assert desk.post(path, json=body, headers={"origin": "https://evil.example"}).status_code == 403
    assert desk.post("/judge", data={"id": strike(desk), "verdict": "wrong", "analyst": "Ana"}).status_code == 403
    with Record.open(mine).view() as view:
        assert view.judged.entries == ()


def test_the_pages_own_forms_work_without_a_script(desk: TestClient) -> None:
    del desk.headers["x-csrf-token"]
    id = strike(desk)
    page = desk.get(f"/event/{id}").text
    form = re.search(
        r'<form class="plain" method="post" action="/judge">.*?value="corrected">(.*?)</form>', page, re.DOTALL
    )
    assert form is not None
    fields = dict(re.findall(r'<input name="(field_\w+)" value="([^"]*)"', form[1]))
    chosen = re.findall(r'<select name="(field_\w+)">.*?<option selected>([^<]*)<', form[1], re.DOTALL)
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token is not None
    body = fields | dict(chosen) | {"csrf": token[1], "id": id, "verdict": "corrected", "to": f"/event/{id}"}
    assert desk.post("/judge", data=body).status_code == 400  # nobody is named
    body |= {"field_status": "planned", "analyst": "Ana María"}
    told = desk.post("/judge", data=body, follow_redirects=False)
    assert (told.status_code, told.headers["location"]) == (303, f"/event/{id}")
    shown = desk.get(f"/api/v1/event/{id}").json()
    assert shown["event"]["status"] == "planned"
    assert [one["field"] for one in shown["judging"]["entries"][0]["corrections"]] == ["status"]
    assert 'name="analyst" value="Ana María"' in desk.get("/judge").text
    told = desk.post("/judge", data=body | {"verdict": "wrong", "to": "https://evil.example/"}, follow_redirects=False)
    assert told.headers["location"] == "/"


def test_what_people_write_does_nothing_in_a_page(desk: TestClient) -> None:
    id = strike(desk)
    evil = '<img src=x onerror="window.hacked=1"></textarea><script>window.hacked=1</script>'
    judge(desk, id, "wrong", "=1+1<b>", note=evil)
    desk.post("/api/v1/comments", json={"id": id, "text": evil, "analyst": "=1+1<b>"})
    for page in (f"/event/{id}", "/judgements", "/judgements/figures", "/judge"):
        shown = desk.get(page).text
        assert "<script>window" not in shown
        assert "<img src=x" not in shown
        assert "=1+1<b>" not in shown
    table = desk.get("/api/v1/judgements", params={"format": "csv"}).text
    assert '"\'=1+1<b>"' in table
