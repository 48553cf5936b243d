"""The API keeps to what its description says: schemathesis asks it whatever the description allows, and what it does not."""

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, settings

from bilat.web.pages import PAGES


def test_the_description_is_complete(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()

    for page in PAGES:
        told = described["paths"][page.api]["get"]
        assert told["summary"]
        assert told["operationId"] == page.name
        assert {"200", "304", "400", "404", "422", "503"} <= set(told["responses"])
        schema = told["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
        assert described["components"]["schemas"][schema]["description"]
        for parameter in told.get("parameters", []):
            assert parameter.get("description"), (page.name, parameter["name"])
    assert set(described["paths"]) == {page.api for page in PAGES} | {"/api/v1/session"}
    for method in ("post", "put", "patch", "delete"):
        assert not [path for path, one in described["paths"].items() if method in one and "403" not in one["responses"]]


def test_the_page_of_the_description_names_every_address(client: TestClient) -> None:
    page = client.get("/api/docs").text

    assert all(page_.api in page for page_ in PAGES)


@pytest.fixture(scope="module")
def schema(app: FastAPI) -> schemathesis.BaseSchema:
    """What schemathesis asks after."""
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"host": "127.0.0.1"})


contract = schemathesis.pytest.from_fixture("schema")


@contract.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_answers_keep_to_the_description(case: schemathesis.Case) -> None:
    case.call_and_validate(headers={"host": "127.0.0.1"})
