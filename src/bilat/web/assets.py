"""The explorer's own files: style sheets, scripts and pictures, each under an address with its digest, kept for a year."""

import hashlib
from functools import cache
from importlib import resources

from fastapi import APIRouter, Response

from bilat.web.problems import NotThere

_MEDIA = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


@cache
def files() -> dict[str, bytes]:
    """All of them, by name: there is no way from an address to another file."""
    folder = resources.files("bilat.web").joinpath("static")
    found = (entry for entry in folder.iterdir() if entry.is_file())
    return {entry.name: entry.read_bytes() for entry in found if entry.name.rpartition(".")[2] in _MEDIA}


@cache
def address(name: str) -> str:
    """A file's address."""
    return f"/static/{hashlib.blake2b(files()[name], digest_size=6).hexdigest()}/{name}"


def add(router: APIRouter) -> None:
    """Adds the route that gives them."""

    def static(digest: str, name: str) -> Response:
        content = files().get(name)
        if content is None or address(name) != f"/static/{digest}/{name}":
            raise NotThere("there is no such file", where=name)
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(content, media_type=_MEDIA[name.rpartition(".")[2]], headers=headers)

    router.add_api_route("/static/{digest}/{name}", static, include_in_schema=False, response_class=Response)
