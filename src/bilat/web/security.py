"""What stands before every request: who may ask, under which name, and what a page may do.

- Names. A page of another site can make a browser ask this server under a name that it owns (DNS rebinding). Only names
  of this machine are answered.
- Token. On an address that other machines reach, every request must carry the token: as ``Authorization: Bearer``, or
  as the cookie that ``/enter`` gives for it.
- Forgery. A request that changes something needs the page's own token (a header or a form's field) beside its session
  cookie, or the bearer token, which no browser sends by itself.
- Pages. The content policy allows nothing but the program's own files: no inline script or style, no frame, no other host.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qs, quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bilat.errors import BadArgument
from bilat.web.problems import MEDIA_TYPE, problem

SESSION = "bilat_session"
PASS = "bilat_pass"
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
ENTER = "/enter"

SHORTEST_TOKEN = 16
_SAFE = {"GET", "HEAD", "OPTIONS"}
_LARGEST_FORM = 1 << 20
_OPEN = ("/static/", ENTER)
"""What is answered without the token: the way to give it, and the style sheet of that page."""

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with none at all, browsers hide a form's own origin too, and it would be refused
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who may ask.

    Attributes:
        token: What every request must carry; null where only this machine can ask.
        hosts: Names, beside loopback's, under which the server answers; addresses count where there is a token.
        key: Signs the session's tokens; another one each time that the program starts.
    """

    token: str | None = None
    hosts: frozenset[str] = frozenset()
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def knows(self, host: str) -> bool:
        """Whether the server answers under a Host header's value."""
        name = host_name(host)
        if name == "localhost" or name in self.hosts:
            return True
        try:
            address = ip_address(name)
        except ValueError:
            return False
        # A name can be made to point anywhere, an address cannot: with a token any address is as good as another.
        return address.is_loopback or self.token is not None

    def signed(self, session: str) -> str:
        """The token against forgery that belongs to a session."""
        return hmac.new(self.key, session.encode(), hashlib.sha256).hexdigest()

    def pass_of(self, token: str) -> str:
        """The cookie's value that stands for the token."""
        return hmac.new(token.encode(), b"bilat explorer", hashlib.sha256).hexdigest()


def policy(*, host: str, token: str | None, names: Iterable[str] = ()) -> Policy:
    """The policy of a server.

    Args:
        host: The address that it listens on.
        token: What requests must carry.
        names: Other names of this machine under which it is asked.

    Raises:
        BadArgument: Other machines could ask and there is no token, or the token is too short.
    """
    if token is not None and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable()):
        what = f"the token must have {SHORTEST_TOKEN} printable ASCII characters or more"
        raise BadArgument(what, where="--token", hint=f"such as {secrets.token_urlsafe(18)}")
    if token is None and not is_loopback(host):
        what = f"other machines can ask under {host}, so a token is needed"
        raise BadArgument(what, where="--host", hint=f"add a --token, such as --token {secrets.token_urlsafe(18)}")
    return Policy(token=token, hosts=frozenset(name.casefold() for name in (*names, host)))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address or name."""
    try:
        return ip_address(host_name(host)).is_loopback
    except ValueError:
        return host_name(host) == "localhost"


def host_name(host: str) -> str:
    """The name of a Host header, without port and brackets, in small letters; "" where it makes no sense.

    >>> host_name("LOCALHOST:8420"), host_name("[::1]:80"), host_name("::1"), host_name("a@b:c")
    ('localhost', '::1', '::1', '')
    """
    given = f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host
    try:
        parts = urlsplit(f"//{given}")
        _ = parts.port
    except ValueError:
        return ""
    plain = parts.netloc == given and parts.username is None
    return (parts.hostname or "").rstrip(".") if plain else ""


class Guard:
    """The middleware that holds a policy."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what the policy refuses, passes on the rest, and puts its headers on every answer."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = Request(scope)
        cookies = cookies_of(request.headers)
        session = cookies.get(SESSION, "")
        fresh = not session
        session = session or secrets.token_urlsafe(18)
        scope.setdefault("state", {}).update(csrf=self._policy.signed(session), session=session)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
                if fresh and headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", cookie(SESSION, session))
            await send(message)

        refused = self._refused(request, cookies)
        if refused is None and request.method not in _SAFE and not self._bears(request):
            body, receive = await _buffered(receive, request.headers)
            refused = None if body is not None and self._own(request, body, cookies) else _forged()
        await (refused or self._app)(scope, receive, answer)

    def _refused(self, request: Request, cookies: dict[str, str]) -> Response | None:
        """The answer to one who may not ask; null for one who may."""
        if not self._policy.knows(request.headers.get("host", "")):
            hint = "use the address that bilat explore printed"
            return _answer(421, "the server does not answer under this name", where="Host", hint=hint)
        if self._policy.token is None or request.url.path.startswith(_OPEN) or self._bears(request):
            return None
        if hmac.compare_digest(cookies.get(PASS, "").encode(), self._policy.pass_of(self._policy.token).encode()):
            return None
        if request.url.path.startswith("/api/"):
            refused = _answer(401, "the token is missing or wrong", where="Authorization", hint="send Bearer TOKEN")
            refused.headers["www-authenticate"] = "Bearer"
            return refused
        there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{ENTER}?to={quote(there, safe='')}", status_code=303)

    def _bears(self, request: Request) -> bool:
        """Whether a request carries the token itself."""
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        token = self._policy.token
        same = token is not None and hmac.compare_digest(given.strip().encode(), token.encode())
        return same and kind.lower() == "bearer"

    def _own(self, request: Request, body: bytes, cookies: dict[str, str]) -> bool:
        """Whether a page of this server sent what changes something."""
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            return False
        if request.url.path == ENTER:
            return True  # it gives the token itself, and has no session yet
        given = request.headers.get(CSRF_HEADER) or _field(body, request.headers)
        session = cookies.get(SESSION)
        return bool(session) and hmac.compare_digest(given.encode(), self._policy.signed(session or "").encode())


def cookie(name: str, value: str) -> str:
    """A cookie that no script reads and no other site's page makes the browser send."""
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Strict"


def cookies_of(headers: Headers) -> dict[str, str]:
    """The cookies of a request; none where the header cannot be read."""
    try:
        parsed = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in parsed.items()}


def _answer(status: int, what: str, *, where: str = "", hint: str = "") -> Response:
    body = problem(status, what, where=where, hint=hint).model_dump_json()
    return Response(body, status_code=status, media_type=MEDIA_TYPE)


def _forged() -> Response:
    what = "the request does not come from a page of this server, or the page is from before a new start"
    hint = "reload the page; a program sends the token of /api/v1/session as X-CSRF-Token, with its cookie"
    return _answer(403, what, where="X-CSRF-Token", hint=hint)


def _is_form(headers: Headers) -> bool:
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def _field(body: bytes, headers: Headers) -> str:
    if not _is_form(headers):
        return ""
    return parse_qs(body.decode("utf-8", "replace")).get(CSRF_FIELD, [""])[0]


async def _buffered(receive: Receive, headers: Headers) -> tuple[bytes | None, Receive]:
    """A form's body, and what gives it once more; null where it is too large. What is no form is left unread."""
    if not _is_form(headers):
        return b"", receive
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > _LARGEST_FORM:
            return None, receive
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return body, again
