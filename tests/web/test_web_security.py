"""Who may ask the explorer, under which name, and what its pages may do."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bilat.errors import BadArgument
from bilat.record import Record
from bilat.web import create_app
from bilat.web.security import policy

TOKEN = "a-token-of-more-than-16"


@pytest.fixture(scope="module")
def shut(record: Path) -> TestClient:
    """The explorer as started with a token."""
    return TestClient(create_app(Record.open(record), host="192.0.2.7", token=TOKEN), base_url="http://192.0.2.7:8420")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.7", "", "localhost@evil.example", "[::1"]
)
def test_another_name_is_not_answered(host: str, client: TestClient) -> None:
    told = client.get("/api/v1/home", headers={"host": host})

    assert told.status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8420", "localhost:9", "[::1]:8420", "LOCALHOST"])
def test_this_machine_s_names_are_answered(host: str, client: TestClient) -> None:
    assert client.get("/api/v1/home", headers={"host": host}).status_code == 200


def test_an_address_that_others_reach_needs_a_token() -> None:
    for host in ("0.0.0.0", "192.0.2.7", "::", "desk.example"):
        with pytest.raises(BadArgument, match="token"):
            policy(host=host, token=None)
    for host in ("127.0.0.1", "::1", "localhost", "127.0.0.2"):
        policy(host=host, token=None)
    with pytest.raises(BadArgument, match="16"):
        policy(host="0.0.0.0", token="short")


def test_without_the_token_nothing_is_told(shut: TestClient) -> None:
    shut.cookies.clear()

    assert shut.get("/api/v1/home").status_code == 401
    assert shut.get("/api/v1/openapi.json").status_code == 401
    assert shut.get("/", follow_redirects=False).headers["location"] == "/enter?to=%2F"
    assert shut.get("/api/v1/home", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert shut.get("/api/v1/home", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_token_is_given_once_and_kept_as_a_cookie(shut: TestClient) -> None:
    shut.cookies.clear()
    assert shut.post("/enter", data={"token": "wrong", "to": "/"}).status_code == 403

    told = shut.post("/enter", data={"token": TOKEN, "to": "https://evil.example/"}, follow_redirects=False)

    assert told.status_code == 303
    assert told.headers["location"] == "/"
    kept = told.headers["set-cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=Strict" in kept
    assert TOKEN not in kept
    assert shut.get("/api/v1/home").status_code == 200


def test_what_changes_something_needs_the_page_s_token(client: TestClient) -> None:
    page = client.get("/")
    token = re.search(r'name="csrf" content="(\w+)"', page.text)
    assert token is not None

    assert client.post("/api/v1/home").status_code == 403
    assert client.post("/api/v1/home", headers={"x-csrf-token": "0" * 64}).status_code == 403
    elsewhere = {"x-csrf-token": token[1], "origin": "https://evil.example"}
    assert client.post("/api/v1/home", headers=elsewhere).status_code == 403
    # Past the guard, where this address takes no POST.
    assert client.post("/api/v1/home", headers={"x-csrf-token": token[1]}).status_code == 405
    assert client.post("/api/v1/home", data={"csrf": token[1]}).status_code == 405
    client.cookies.clear()
    assert client.post("/api/v1/home", headers={"x-csrf-token": token[1]}).status_code == 403


@pytest.mark.parametrize("address", ["/", "/nowhere", "/api/v1/home", "/api/docs", "/static/0/style.css", "/enter"])
def test_every_answer_says_what_it_may_do(address: str, client: TestClient) -> None:
    headers = client.get(address).headers

    rules = headers["content-security-policy"]
    assert "default-src 'none'" in rules
    assert "frame-ancestors 'none'" in rules
    assert "unsafe" not in rules
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "address",
    [
        "/static/../app.py",
        "/static/0/../../app.py",
        "/static/0/..%2f..%2fapp.py",
        "/static/0/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/0/style.css%00.js",
    ],
)
def test_no_address_leads_to_a_file(address: str, client: TestClient) -> None:
    told = client.get(address)

    assert told.status_code == 404
    assert "import" not in told.text
    assert "root:" not in told.text
