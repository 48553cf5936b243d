"""Lists are whole however they are cut into pages, filters hold, and search finds what was planted."""

from typing import Any

import payloads
import pytest
from fastapi.testclient import TestClient


def walked(client: TestClient, address: str, rows: str, limit: int) -> list[Any]:
    """All lines of a list, by its pages."""
    found: list[Any] = []
    cursor = ""
    while True:
        told = client.get(f"{address}{'&' if '?' in address else '?'}limit={limit}{cursor}")
        assert told.status_code == 200, told.text
        page = told.json()
        assert len(page[rows]) <= limit
        found += page[rows]
        if page["next"] is None:
            assert "link" not in told.headers
            return found
        assert 'rel="next"' in told.headers["link"]
        cursor = f"&cursor={page['next']}"


@pytest.mark.parametrize("rows", ["articles", "events", "stories", "undertakings", "dyads", "parties", "skipped"])
def test_pages_of_a_list_are_the_list(rows: str, hostile: TestClient) -> None:
    whole = walked(hostile, f"/api/v1/{rows}", rows, 1000)

    assert walked(hostile, f"/api/v1/{rows}", rows, 2 if rows == "stories" else 7) == whole
    if rows in ("articles", "events", "stories", "undertakings"):
        assert len(whole) > 5
        keys = [one["id"] for one in whole]
        assert len(set(keys)) == len(keys)


def test_search_pages_are_one_list(hostile: TestClient) -> None:
    whole = walked(hostile, "/api/v1/search?q=attacked", "articles", 100)

    assert len(whole) == len(payloads.PAYLOADS)
    cut = walked(hostile, "/api/v1/search?q=attacked", "articles", 9)
    assert {one["id"] for one in cut} == {one["id"] for one in whole}
    assert len(cut) == len(whole)


@pytest.mark.parametrize("cursor", ["x", "W10=", "WyJhIiwgMV0=", "bm8=", "WzFlOTk5LCAiYSJd", "Ww=="])
@pytest.mark.parametrize("rows", ["articles", "events", "stories", "undertakings", "dyads", "parties", "skipped", "search"])
def test_a_forged_cursor_is_refused(rows: str, cursor: str, client: TestClient) -> None:
    told = client.get(f"/api/v1/{rows}?cursor={cursor}")

    assert told.status_code == 400, told.text
    assert told.json()["where"] == "cursor"


def test_filters_hold(client: TestClient) -> None:
    def ids(query: str) -> list[str]:
        return [one["id"] for one in client.get(f"/api/v1/articles?{query}").json()["articles"]]

    assert ids("") == ["strikes", "pipeline", "visit"]
    assert ids("since=2023-08") == ["strikes", "pipeline"]
    assert ids("until=2016") == ["visit"]
    assert ids("outlet=Quetta+Courier") == ["pipeline", "visit"]
    assert ids("party=China") == ["strikes"]
    held = client.get("/api/v1/undertakings?held=yes").json()["undertakings"]
    assert [one["name"] for one in held] == ["Iran-Pakistan gas pipeline"]
    assert held[0]["obstacles"] == ["sanctions"]
    planned = client.get("/api/v1/stories?status=actual&type=ASSAULT").json()["stories"]
    assert [(one["type"], [p["code"] for p in one["parties"]]) for one in planned] == [("ASSAULT", ["IRN", "PAK"])]


def test_events_are_those_that_were_asked_for(client: TestClient) -> None:
    def events(query: str = "") -> list[Any]:
        found: list[Any] = client.get(f"/api/v1/events?{query}").json()["events"]
        return found

    every = events()
    assert [one["date"] or "" for one in every] == sorted((one["date"] or "" for one in every), reverse=True)
    assert {one["id"] for one in every} == {
        one["id"] for article in ("strikes", "pipeline", "visit") for one in _events_of(client, article)
    }
    for field, value in (("type", "ASSAULT"), ("status", every[0]["status"]), ("issue", "energy")):
        kept = [one for one in every if value in (one.get(field), *one["issues"])]
        assert kept
        assert events(f"{field}={value}") == kept
    between = events("party=Pakistan&other=Iran")
    assert between
    assert all({"IRN", "PAK"} <= {c[:3] for c in (*o["actors"], *o["recipients"])} for o in between)
    assert events("party=China") == [o for o in every if "CHN" in {c[:3] for c in (*o["actors"], *o["recipients"])}]
    assert events("since=2024") == [one for one in every if (one["date"] or "") >= "2024"]
    assert events("until=2016") == [one for one in every if "" < (one["date"] or "") < "2017"]
    sure = sorted(one["confidence"] for one in every)[len(every) // 2]
    assert events(f"confidence={sure}") == [one for one in every if one["confidence"] >= sure]
    assert events("imported=yes") == []


def _events_of(client: TestClient, article: str) -> list[Any]:
    told: list[Any] = client.get("/api/v1/article", params={"id": article}).json()["events"]
    return told


@pytest.mark.parametrize(
    ("query", "status", "where"),
    [
        ("articles?since=yesterday", 422, "since"),
        ("articles?since=2024-02-30", 400, "since"),
        ("articles?since=2024&until=2020", 400, "since"),
        ("articles?party=Pakstan", 404, ""),
        ("articles?limit=0", 422, "limit"),
        ("articles?limt=5", 400, "limt"),
        ("events?confidence=2", 422, "confidence"),
        ("events?source=gdelt", 400, "source"),
        ("stories?type=WAR", 422, "type"),
        ("party/Narnia", 404, ""),
        ("party/FJI", 404, "code"),
        ("outlet?name=The+Moon", 404, "name"),
        ("home?format=csv", 422, "format"),
    ],
)
def test_what_cannot_be_answered_says_why(query: str, status: int, where: str, client: TestClient) -> None:
    told = client.get(f"/api/v1/{query}")

    assert told.status_code == status, told.text
    assert told.json()["where"] == where
    assert told.json()["what"]


def test_a_table_has_the_same_lines_in_every_form(client: TestClient) -> None:
    for rows in ("dyads", "events"):
        as_json = client.get(f"/api/v1/{rows}").json()[rows]
        as_csv = client.get(f"/api/v1/{rows}", headers={"accept": "text/csv;q=0.9, application/json;q=0.5"})
        assert as_csv.headers["content-type"].startswith("text/csv")
        assert len(as_csv.text.splitlines()) == len(as_json) + 1 > 2
        parquet = client.get(f"/api/v1/{rows}?format=parquet")
        assert parquet.content[:4] == b"PAR1"
        tag = {"if-none-match": parquet.headers["etag"]}
        assert client.get(f"/api/v1/{rows}?format=parquet", headers=tag).status_code == 304

    assert client.get("/api/v1/dyads", headers={"accept": "application/vnd.apache.parquet"}).content[:4] == b"PAR1"
    assert client.get("/api/v1/dyads", headers={"accept": "image/png"}).status_code == 406
    assert client.get("/api/v1/home", headers={"accept": "text/csv"}).status_code == 406


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("gas pipeline", {"pipeline"}),
        ('"trade gas"', set()),
        ("Islamabad -Nawaz", set()),
        ("restr*", {"strikes"}),
        ("visiting", {"visit"}),
        ("ISLAMABAD", {"visit"}),
        ('"', set()),
        ("title:Rouhani", set()),
        ("Rouhani", {"visit"}),
        ("pipeline OR visit", set()),
    ],
)
def test_search_finds_what_was_asked_for(q: str, found: set[str], client: TestClient) -> None:
    told = client.get("/api/v1/search", params={"q": q}).json()

    assert {one["id"] for one in told["articles"]} == found


def test_search_finds_names_and_marks_words(client: TestClient) -> None:
    told = client.get("/api/v1/search?q=iranian").json()
    assert [one["party"]["code"] for one in told["parties"]] == ["IRN"]
    hits = [piece["text"] for one in told["articles"] for piece in one["snippet"] if piece["hit"]]
    assert {hit.casefold() for hit in hits} <= {"iran", "iranian"}

    told = client.get("/api/v1/search?q=rouhani").json()
    assert [(one["name"], one["party"]["code"], one["role"]) for one in told["persons"]] == [
        ("Hassan Rouhani", "IRN", "president")
    ]
    told = client.get("/api/v1/search?q=gas").json()
    names = ["".join(piece["text"] for piece in one["name"]) for one in told["undertakings"]]
    assert "Iran-Pakistan gas pipeline" in names
    assert all("gas" in name for name in names)


def test_an_outlet_s_page_tells_what_only_it_says(client: TestClient) -> None:
    told = client.get("/api/v1/outlet?name=Gulf+Wire").json()

    assert told["outlet"]["articles"] == 1
    assert told["stories"] == told["alone"] + told["shared"]
    assert told["alone"] >= 3
    assert all("strikes" not in one["sentence"] or "Pakistan" in one["sentence"] for one in told["only"])
    assert [one["month"] for one in told["months"]] == ["2024-01"]


def test_a_party_s_page_tells_roles_in_time(client: TestClient) -> None:
    told = client.get("/api/v1/party/Pakistan").json()

    assert told["party"] == {"code": "PAK", "name": "Pakistan"}
    persons = [(one["name"], one["role"], one["first"]) for one in told["persons"]]
    assert ("Nawaz Sharif", "prime minister", "2016-03-26") in persons
    terms = [(one["name"], one["since"]) for one in told["offices"] if one["office"] == "prime minister"]
    assert ("Nawaz Sharif", "2013-06-05") in terms
    assert told["others"][0]["code"] == "IRN"
    assert sum(one["conflict"] for one in told["years"]) > 0


def test_coverage_has_no_gap(client: TestClient) -> None:
    months = client.get("/api/v1/coverage").json()["months"]

    assert [months[0]["month"], months[-1]["month"]] == ["2016-03", "2024-01"]
    assert len(months) == 7 * 12 + 11
    assert sum(one["articles"] for one in months) == 3
