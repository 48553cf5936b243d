"""The API's papers: its OpenAPI description, and a page that shows it with nothing from elsewhere."""

from functools import cache
from importlib.metadata import version
from typing import Any, TypedDict

from fastapi import APIRouter, FastAPI, Request, Response

from bilat.web import render
from bilat.web.problems import Problem


class Head(TypedDict):
    """What the description begins with."""

    title: str
    version: str
    summary: str
    description: str
    license_info: dict[str, str]
    openapi_tags: list[dict[str, str]]


HEAD: Head = {
    "title": "bilat explorer",
    "version": version("bilat"),
    "summary": "A record of the relations of states, to be read.",
    "description": (
        "Every page of the explorer has its twin here, with the same data. Lists come in pages: `limit` says how many lines, "
        "`next` in the answer (and a `Link` header) is the `cursor` of the next page. An answer's `ETag`, sent back as "
        "`If-None-Match`, is answered with 304 while nothing changed. Tables are to be had as JSON, CSV and Parquet, by "
        "`Accept` or `format`. Every error is a problem after RFC 9457 with `what`, `where` and `hint`. "
        "A request that changes something carries the token of `/api/v1/session` as `X-CSRF-Token`, with its cookie; where "
        "the server was started with a token, every request carries it as `Authorization: Bearer TOKEN`."
    ),
    "license_info": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "openapi_tags": [
        {"name": "Record", "description": "What the record holds, and how it came to be."},
        {"name": "Relations", "description": "Pairs, parties, and what stands between them."},
        {"name": "Sources", "description": "Articles and the outlets that print them."},
        {"name": "Judgements", "description": "What people say of the record's lines."},
        {"name": "Session", "description": "For requests that change something."},
    ],
}


def add(app: FastAPI, router: APIRouter) -> None:
    """Adds the description and its page."""

    @cache
    def described() -> dict[str, Any]:
        made = app.openapi()
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        made.setdefault("components", {}).setdefault("schemas", {})["Problem"] = schema
        return made

    def openapi(request: Request) -> Any:
        return described()

    def docs(request: Request) -> Response:
        return Response(render.plain("docs", request, api=described()), media_type="text/html; charset=utf-8")

    router.add_api_route("/api/v1/openapi.json", openapi, include_in_schema=False)
    router.add_api_route("/api/docs", docs, include_in_schema=False, response_class=Response)
