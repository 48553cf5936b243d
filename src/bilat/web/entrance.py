"""Where the token is given and a session begins."""

import hmac

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from bilat.web import render
from bilat.web.security import ENTER, PASS, SESSION, Policy, cookie

_HTML = "text/html; charset=utf-8"


class Session(BaseModel):
    """What a program that changes something sends back: the token, as X-CSRF-Token, with the cookie that came with it."""

    csrf: str = Field(description="The token against forgery that belongs to the cookie bilat_session.")


def add(router: APIRouter, policy: Policy) -> None:
    """Adds the routes."""

    def enter(request: Request, token: str | None = None, to: str = "/") -> Response:
        return _let_in(request, token, to) if token is not None or policy.token is None else _asked(request, to, "")

    def entered(request: Request, token: str = Form(""), to: str = Form("/")) -> Response:
        return _let_in(request, token, to)

    def _let_in(request: Request, token: str | None, to: str) -> Response:
        if policy.token is None:
            return RedirectResponse(inside(to), status_code=303)
        if not hmac.compare_digest((token or "").encode(), policy.token.encode()):
            return _asked(request, to, "This is not the token that the server was started with.")
        response = RedirectResponse(inside(to), status_code=303)
        response.headers.append("set-cookie", cookie(PASS, policy.pass_of(policy.token)))
        return response

    def _asked(request: Request, to: str, wrong: str) -> Response:
        shown = render.plain("enter", request, to=inside(to), wrong=wrong)
        return Response(shown, status_code=403 if wrong else 200, media_type=_HTML)

    def session(request: Request) -> Response:
        """Gives the token that unsafe requests need, and its cookie."""
        response = Response(Session(csrf=request.state.csrf).model_dump_json(), media_type="application/json")
        response.headers.append("set-cookie", cookie(SESSION, request.state.session))
        return response

    router.add_api_route(ENTER, enter, include_in_schema=False, response_class=Response)
    router.add_api_route(ENTER, entered, methods=["POST"], include_in_schema=False, response_class=Response)
    router.add_api_route(
        "/api/v1/session",
        session,
        name="api_session",
        operation_id="session",
        summary="The token against forgery",
        tags=["Session"],
        response_model=None,
        responses={200: {"model": Session}},
    )


def inside(to: str) -> str:
    r"""An address of this server, whatever was given.

    >>> inside("/dyads?limit=5"), inside("//evil.example"), inside("https://evil.example"), inside("/\\evil.example")
    ('/dyads?limit=5', '/', '/', '/')
    """
    plain = to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable()
    return to if plain else "/"
