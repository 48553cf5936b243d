"""Who judges in a browser: a name that was given once and is kept in a cookie. It proves nothing."""

from urllib.parse import unquote

from fastapi import Request

from bilat.web.security import cookies_of

ANALYST = "bilat_analyst"
"""The cookie."""


def analyst_of(request: Request) -> str:
    """The name that this browser judged under before; "" for none."""
    name = unquote(cookies_of(request.headers).get(ANALYST, ""))[:80]
    return name if name.isprintable() else ""
