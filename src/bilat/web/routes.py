"""Pages as routes: each gets one that answers HTML and one below /api/v1 that answers JSON, CSV or Parquet."""

import hashlib
import inspect
import re
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Query, Request, Response

from bilat.errors import BadArgument
from bilat.web import forms, problems, render
from bilat.web.analyst import analyst_of
from bilat.web.page import A, Answer, Asked, M, Page
from bilat.web.snapshot import Snapshot, Snapshots

_REVALIDATED = "private, no-cache"


def add(router: APIRouter, page: Page[A, M], snapshots: Snapshots) -> None:
    """Adds a page's routes."""
    if page.address is not None:
        shown = _endpoint(page, page.address, snapshots, _html)
        router.add_api_route(page.address, shown, name=page.name, include_in_schema=False, response_class=Response)
    offered = forms.offered(page.rows)
    router.add_api_route(
        page.api,
        _endpoint(page, page.api, snapshots, _data, also={"format": _format(offered)}),
        name=f"api_{page.name}",
        operation_id=page.name,
        summary=page.summary,
        description=page.description or page.summary + ".",
        tags=[page.tag],
        response_class=Response,
        response_model=None,
        responses={
            200: {"model": page.answer, "content": forms.documented(offered), "headers": _ETAG},
            304: {"description": "Nothing changed since the answer that If-None-Match names."},
            **problems.documented(400, 401, 404, 406, 421, 422, 503),
        },
    )


_ETAG = {"ETag": {"description": "Names this answer; send it as If-None-Match.", "schema": {"type": "string"}}}

Answering = Callable[[Page[Any, Any], Request, Snapshot, Asked, str | None], tuple[str, Callable[[], Response]]]


def _format(offered: Mapping[str, str]) -> inspect.Parameter:
    described = f"Form of the answer, before what Accept says: {', '.join(offered)}."
    annotation = Annotated[str | None, Query(alias="format", description=described, pattern=f"^({'|'.join(offered)})$")]
    return inspect.Parameter("format", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _endpoint(
    page: Page[A, M],
    address: str,
    snapshots: Snapshots,
    answering: Answering,
    also: Mapping[str, inspect.Parameter] | None = None,
) -> Callable[..., Response]:
    """A function with the fields of what is asked as its parameters, as FastAPI reads them off."""
    others = dict(also or {})
    known = {*page.asked.model_fields, *others}

    def endpoint(request: Request, **given: Any) -> Response:
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            hint = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
            raise BadArgument(f"there is no parameter {unknown[0]!r} here", where=unknown[0], hint=hint)
        form = given.pop("format", None)
        asked = page.asked(**given)
        snapshot = snapshots.now()
        kind, make = answering(page, request, snapshot, asked, form)
        tag = _tag(request, f"{snapshot.state} {page.stamp(snapshot)}", kind)
        headers = {"etag": tag, "cache-control": _REVALIDATED, "vary": "Accept, Cookie"}
        if _same(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        response = make()
        response.headers.update(headers)
        return response

    parameters = [inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)]
    in_path = set(re.findall(r"{(\w+)", address))
    parameters += [_parameter(name, field, name in in_path) for name, field in page.asked.model_fields.items()]
    endpoint.__signature__ = inspect.Signature([*parameters, *others.values()])  # type: ignore[attr-defined]
    endpoint.__name__ = page.name
    return endpoint


def _parameter(name: str, field: Any, in_path: bool) -> inspect.Parameter:
    told = {"description": field.description, "examples": field.examples}
    where = Path(**told) if in_path else Query(**told)
    annotation = Annotated[(field.annotation, *field.metadata, where)]
    default = inspect.Parameter.empty if field.is_required() else field.get_default(call_default_factory=True)
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _html(
    page: Page[A, M], request: Request, snapshot: Snapshot, asked: Asked, form: str | None
) -> tuple[str, Callable[[], Response]]:
    address = f"{request.url.path}?{request.url.query}"

    def drawn(of: Snapshot) -> str:
        def draw() -> str:
            return render.page(page.name, request, of, asked, page.answered(of, cast(A, asked)))

        return of.cached(("html", page.name, page.stamp(of), address), draw)

    def make() -> Response:
        if not page.slow:
            snapshot.remember(("html", address), drawn)
        return Response(render.own(drawn(snapshot), request), media_type="text/html; charset=utf-8")

    # The page carries its session's token and who judges there, so it is another page to another session.
    return f"html {request.state.csrf} {analyst_of(request)}", make


def _data(
    page: Page[A, M], request: Request, snapshot: Snapshot, asked: Asked, form: str | None
) -> tuple[str, Callable[[], Response]]:
    chosen = form or forms.accepted(request.headers.get("accept"), forms.offered(page.rows))

    def make() -> Response:
        if not page.slow:
            snapshot.remember((page.name, asked), lambda later: page.answered(later, cast(A, asked)))
        answer: Answer = page.answered(snapshot, cast(A, asked))
        return forms.response(chosen, answer, page.rows, page.name, request)

    return chosen, make


def _tag(request: Request, state: str, kind: str) -> str:
    parts = "\x1f".join((version("bilat"), state, request.url.path, request.url.query, kind))
    return f'"{hashlib.blake2b(parts.encode(), digest_size=12).hexdigest()}"'


def _same(given: str | None, tag: str) -> bool:
    named = [one.strip().removeprefix("W/") for one in (given or "").split(",")]
    return tag in named or "*" in named
