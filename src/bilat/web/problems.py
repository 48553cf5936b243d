"""Errors as RFC 9457 problems, the one shape that every error of the API has: what, where, and the way out."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bilat.errors import BadArgument, BilatError, RecordError, UnknownParty

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong (RFC 9457), with bilat's own three parts beside."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(default="about:blank", description="Always about:blank: the status says the kind.")
    title: str = Field(description="The kind of problem.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="One line: where, what, and the way out.")
    what: str = Field(description="What is wrong.", examples=["no event has the id '3f9c'"])
    where: str = Field(default="", description="Where: a parameter's name, a file.", examples=["id"])
    hint: str = Field(default="", description="What to do next.")


class NotThere(BadArgument):
    """The record has no such thing."""


def problem(status: int, what: str, *, where: str = "", hint: str = "") -> Problem:
    """A problem of its parts."""
    line = str(BilatError(what, where=where, hint=hint))
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=line, what=what, where=where, hint=hint)


def of_error(error: BilatError) -> Problem:
    """The problem that one of the project's errors is."""
    return problem(_status(error), error.what, where=error.where, hint=error.hint)


def _status(error: BilatError) -> int:
    if isinstance(error, NotThere | UnknownParty):
        return HTTPStatus.NOT_FOUND
    if isinstance(error, BadArgument):
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.SERVICE_UNAVAILABLE if isinstance(error, RecordError) else HTTPStatus.INTERNAL_SERVER_ERROR


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers of these statuses as OpenAPI's ``responses`` has them."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}
