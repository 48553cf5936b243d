"""Addresses of the explorer's pages, made in one place: every part that comes from the record is quoted."""

from urllib.parse import quote, urlencode

from fastapi import Request


def party(code: str) -> str:
    """A party's page."""
    return f"/party/{_part(code)}"


def dyad(a: str, b: str) -> str:
    """A pair's page."""
    return f"/dyad/{_part(a)}/{_part(b)}"


def outlet(name: str | None) -> str:
    """A source's page; null is the page of the articles that name none."""
    return "/outlet" if name is None else f"/outlet?{urlencode({'name': name})}"


def article(id: str) -> str:
    """An article's page: its id may hold anything, so it stands in the query."""
    return f"/article?{urlencode({'id': id})}"


def event(id: str) -> str:
    """An event's page."""
    return f"/event/{_part(id)}"


def story(id: str) -> str:
    """A story's page."""
    return f"/story/{_part(id)}"


def undertaking(id: str) -> str:
    """An undertaking's page."""
    return f"/undertaking/{_part(id)}"


def search(words: str) -> str:
    """The page of what is found for some words."""
    return f"/search?{urlencode({'q': words})}"


def changed(request: Request, **parts: str | int | float | None) -> str:
    """The address that is shown with parts of its query changed; null takes one out. A cursor never stays."""
    kept: list[tuple[str, str]] = [
        (name, value) for name, value in request.query_params.multi_items() if name not in {*parts, "cursor"}
    ]
    query = urlencode([*kept, *((name, str(value)) for name, value in parts.items() if value is not None)])
    return f"{quote(request.url.path)}?{query}" if query else quote(request.url.path)


def _part(text: str) -> str:
    return quote(text, safe="")
