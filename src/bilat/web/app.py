"""The explorer and its API as one application over a record."""

import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bilat.errors import BilatError
from bilat.record import Record
from bilat.web import assets, entrance, judging, papers, render, routes
from bilat.web.forms import NotOffered
from bilat.web.pages import AFTER, PAGES, WARM
from bilat.web.problems import MEDIA_TYPE, Problem, of_error, problem
from bilat.web.security import Guard, Policy, policy
from bilat.web.snapshot import Snapshots

_LOG = logging.getLogger("bilat.web")


def create_app(
    record: Record, *, token: str | None = None, host: str = "127.0.0.1", names: Sequence[str] = ()
) -> FastAPI:
    """The application.

    Args:
        record: What it shows.
        token: What every request must carry; needed where ``host`` is no loopback address.
        host: The address that it will listen on.
        names: Other names of the machine under which it may be asked.

    Raises:
        BadArgument: Other machines could ask without a token.
        RecordError: The record cannot be read.
    """
    return guarded(record, policy(host=host, token=token, names=names))


def guarded(record: Record, rules: Policy) -> FastAPI:
    """The application under a policy."""
    snapshots = Snapshots(record, warm=WARM, after=AFTER)
    app = FastAPI(**papers.HEAD, openapi_url=None, docs_url=None, redoc_url=None, lifespan=_living)
    app.state.snapshots = snapshots
    router = APIRouter()
    assets.add(router)
    entrance.add(router, rules)
    for page in PAGES:
        routes.add(router, page, snapshots)
    judging.add(router, judging.Desk(record, snapshots))
    papers.add(app, router)
    app.include_router(router)
    app.add_exception_handler(BilatError, _bilat_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_middleware(Unforeseen)
    app.add_middleware(Guard, policy=rules)
    return app


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    """Ends with the server what goes on beside the readers; the program would see it through first otherwise."""
    yield
    await run_in_threadpool(app.state.snapshots.close)


def answered(request: Request, trouble: Problem) -> Response:
    """A problem as a page, or, below /api, as JSON."""
    if request.url.path.startswith("/api/"):
        return Response(trouble.model_dump_json(), status_code=trouble.status, media_type=MEDIA_TYPE)
    return Response(render.error(request, trouble), trouble.status, media_type="text/html; charset=utf-8")


def _bilat_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, BilatError)
    return answered(request, error.problem() if isinstance(error, NotOffered) else of_error(error))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:2])  # the parameter; what follows names a type of ours
    hint = "/api/docs tells what each parameter takes"
    return answered(
        request, problem(422, f"{first['msg']}: {json.dumps(first.get('input'))[:200]}", where=where, hint=hint)
    )


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = {404: "there is no such page", 405: "this address does not take that method"}.get(
        error.status_code, str(error.detail)
    )
    trouble = problem(
        error.status_code, what, where=request.url.path, hint="/ leads to every page, /api/docs to the API"
    )
    response = answered(request, trouble)
    response.headers.update(error.headers or {})
    return response


class Unforeseen:
    """Answers where the program itself fails, inside the guard, so that this answer has its headers too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on, and tells of what fails before an answer has begun."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            if scope["type"] != "http" or begun:
                raise
            request = Request(scope)
            _LOG.exception("%s %s failed", request.method, request.url.path)
            hint = "what the program printed tells more"
            trouble = problem(500, "the program failed here", where=request.url.path, hint=hint)
            await answered(request, trouble)(scope, receive, send)
