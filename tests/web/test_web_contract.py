"""The API keeps to what its description says: schemathesis asks it whatever the description allows, and what it does not."""

import re
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bilat.web.pages import PAGES

HOST = {"host": "127.0.0.1"}
CHANGING = ("/api/v1/judgements", "/api/v1/comments", "/api/v1/undo")
"""What takes in what people say."""
BEYOND = {"cursor", "since", "until"}
"""Parameters with a meaning that no schema tells: a place in a list, a day of the calendar, the order of two days."""


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
    assert set(described["paths"]) == {page.api for page in PAGES} | {"/api/v1/session", *CHANGING}
    for path in CHANGING:
        told = described["paths"][path]["post"]
        assert {"200", "400", "403", "422"} <= set(told["responses"])
        (reference,) = re.findall(r"\w+$", told["requestBody"]["content"]["application/json"]["schema"]["$ref"])
        fields = described["components"]["schemas"][reference]["properties"].values()
        assert all(field.get("description") for field in fields)
    for method in ("post", "put", "patch", "delete"):
        assert not [
            path for path, one in described["paths"].items() if method in one and "403" not in one[method]["responses"]
        ]


def test_the_page_of_the_description_names_every_address(client: TestClient) -> None:
    page = client.get("/api/docs").text

    assert all(page_.api in page for page_ in PAGES)


@pytest.fixture(scope="module")
def schema(app: FastAPI) -> Any:
    """What schemathesis asks after."""
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HOST)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"])
@pytest.mark.parametrize("path", [*(page.api for page in PAGES), "/api/v1/session"])
def test_answers_keep_to_the_description(path: str, mode: GenerationMode, schema: Any) -> None:
    """A few of the questions that the description allows, and of those that it does not, for each address."""

    @settings(
        max_examples=3,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        answer = case.call(headers=HOST)
        beyond = answer.status_code == 400 and answer.json()["where"] in BEYOND
        case.validate_response(answer, excluded_checks=[positive_data_acceptance] if beyond else [])

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "an address without parameters takes nothing that is not allowed"
