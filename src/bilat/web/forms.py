"""The forms of an answer: JSON as it is, and its table as CSV or Parquet."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
from fastapi import Request, Response
from pydantic import BaseModel

from bilat.web.page import Answer
from bilat.web.problems import NotThere, Problem, problem

JSON, CSV, PARQUET = "json", "csv", "parquet"
MEDIA = {JSON: "application/json", CSV: "text/csv", PARQUET: "application/vnd.apache.parquet"}
_SAID = {MEDIA[JSON]: JSON, MEDIA[CSV]: CSV, MEDIA[PARQUET]: PARQUET, "application/x-parquet": PARQUET}
_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")


class NotOffered(NotThere):
    """The answer has no such form."""

    def problem(self) -> Problem:
        """Its own status: 406."""
        return problem(406, self.what, where=self.where, hint=self.hint)


def offered(rows: str | None) -> Mapping[str, str]:
    """The forms of an answer, with their media types; only one with a table has them all."""
    return MEDIA if rows else {JSON: MEDIA[JSON]}


def documented(forms: Mapping[str, str]) -> dict[str, Any]:
    """The forms as OpenAPI's ``content`` has them; JSON's schema is added to it by its model."""
    text = {"schema": {"type": "string"}}
    binary = {"schema": {"type": "string", "format": "binary"}}
    known = {CSV: text, PARQUET: binary}
    return {media: known[form] for form, media in forms.items() if form in known}


def accepted(header: str | None, forms: Mapping[str, str]) -> str:
    """The form that an Accept header asks for.

    Raises:
        NotOffered: It allows none of those that there are.
    """
    if not header:
        return JSON
    ranked = sorted(_ranges(header), key=lambda one: -one[1])
    for media, weight in ranked:
        form = JSON if media in ("*/*", "application/*") else CSV if media == "text/*" else _SAID.get(media)
        if weight > 0 and form is not None and form in forms:
            return form
    what = f"this answer is not to be had as {header}"
    raise NotOffered(what, where="Accept", hint=f"ask for {', '.join(forms.values())}")


def _ranges(header: str) -> Iterable[tuple[str, float]]:
    for part in header.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        weights = [value for name, _, value in (one.partition("=") for one in parameters) if name.strip() == "q"]
        try:
            yield media.lower(), float(weights[0]) if weights else 1.0
        except ValueError:
            yield media.lower(), 0.0


def response(form: str, answer: Answer, rows: str | None, name: str, request: Request) -> Response:
    """The answer in one of its forms; a table's next page is named in a Link header."""
    headers = {}
    following = getattr(answer, "next", None)
    if following:
        headers["link"] = f'<{request.url.include_query_params(cursor=following)}>; rel="next"'
    if form == JSON or rows is None:
        return Response(answer.model_dump_json(), media_type=MEDIA[JSON], headers=headers)
    lines: list[BaseModel] = list(getattr(answer, rows))
    kind = type(answer).model_fields[rows].annotation
    columns = list(_row_type(kind).model_fields)
    headers["content-disposition"] = f'attachment; filename="{name}.{form}"'
    table = [_flat(line, columns) for line in lines]
    body = _csv(table, columns) if form == CSV else _parquet(table, columns)
    media = f"{MEDIA[CSV]}; charset=utf-8" if form == CSV else MEDIA[PARQUET]
    return Response(body, media_type=media, headers=headers)


def _row_type(annotation: Any) -> type[BaseModel]:
    row: type[BaseModel] = annotation.__args__[0]  # tuple[Row, ...]
    return row


def _flat(line: BaseModel, columns: Iterable[str]) -> dict[str, Any]:
    """A line as a table has it: lists of words are joined by spaces, what is nested stands as JSON."""
    plain = line.model_dump(mode="json")
    return {name: _cell(plain[name]) for name in columns}


def _cell(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _csv(table: Iterable[Mapping[str, Any]], columns: list[str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for line in table:
        writer.writerow([safe_cell(line[name]) for name in columns])
    return out.getvalue().encode("utf-8", "replace")


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay as they are (docs/record.md tells the rule)."""
    if not isinstance(value, str):
        return "" if value is None else value
    clean = value.replace("\0", "␀")
    return f"'{clean}" if _FORMULA.match(clean) else clean


def _parquet(table: list[dict[str, Any]], columns: list[str]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="bilat-") as folder, duckdb.connect(":memory:") as connection:
        lines, target = Path(folder) / "lines.json", Path(folder) / "table.parquet"
        lines.write_text("".join(json.dumps(line) + "\n" for line in table), "utf-8")
        kinds = ", ".join(f"'{name}': '{_kind(table, name)}'" for name in columns)
        source = f"read_json('{lines}', columns={{{kinds}}}, format='newline_delimited', maximum_object_size=67108864)"
        connection.execute(f"COPY (SELECT * FROM {source}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        return target.read_bytes()


def _kind(table: list[dict[str, Any]], name: str) -> str:
    kinds = {type(line[name]) for line in table if line[name] is not None}
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds and kinds <= {int}:
        return "BIGINT"
    return "DOUBLE" if kinds and kinds <= {int, float} else "VARCHAR"
