"""The forms that other datasets' files have: their columns, and what a line is in the record's.

A layout's ``select`` gives, in SQL over the file's columns as texts, what :data:`STAGED` lists; codes stand in it as the source
has them and are looked up afterwards, each different one once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

STAGED: Mapping[str, str] = {
    "source_id": "VARCHAR",
    "actor": "VARCHAR",  # what the actor is looked up by: fields with SEPARATOR between
    "recipient": "VARCHAR",
    "act": "VARCHAR",  # what the act is looked up by
    "where": "VARCHAR",  # what the country is looked up by
    "actor_text": "VARCHAR",
    "recipient_text": "VARCHAR",
    "actor_original": "VARCHAR",
    "recipient_original": "VARCHAR",
    "original": "VARCHAR",
    "date": "VARCHAR",
    "first": "DATE",
    "last": "DATE",
    "reported": "DATE",
    "score": "DOUBLE",
    "reports": "BIGINT",
    "outlets": "BIGINT",
    "articles": "BIGINT",
    "deaths": "BIGINT",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
    "place": "VARCHAR",
    "url": "VARCHAR",
    "told": "VARCHAR",  # of what lines one happening is told: null, and all that the line says tells it apart
    "bad": "VARCHAR",  # why the line cannot be taken, null where it can
}
"""What a line is before its codes are looked up."""

REPORTED: Mapping[str, str] = {
    "source_id": "VARCHAR",
    "outlet": "VARCHAR",
    "url": "VARCHAR",
    "kind": "VARCHAR",
    "reported": "DATE",
    "confidence": "DOUBLE",
    "tone": "DOUBLE",
    "nth": "VARCHAR",  # what else tells two reports of one event by one address apart
    "bad": "VARCHAR",
}
"""The same for a report of an event."""

SEPARATOR = chr(31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way in which a form's files are written.

    Attributes:
        name: "gdelt-2"; form: "gdelt"; told: for people.
        columns: In their order, for files without a header line; for others the names that ``select`` uses, as
            :func:`plain` makes them of the header.
        required: The columns that make such a header this layout's.
        table: Where its lines go: ``imported`` or ``imported_reports``.
        ids: Its lines have ids of their own.
    """

    name: str
    form: str
    told: str
    columns: tuple[str, ...]
    select: Mapping[str, str]
    required: frozenset[str] = field(default=frozenset())
    delimiter: str = "\t"
    quote: str = ""
    table: str = "imported"
    ids: bool = True

    @property
    def headed(self) -> bool:
        """Whether the first line names the columns."""
        return bool(self.required)


def plain(name: str) -> str:
    """A column's name as layouts have it.

    >>> plain("Event ID"), plain("event_id_cnty"), plain('"Source.Name"')
    ('event_id', 'event_id_cnty', 'source_name')
    """
    return "".join(c if c.isalnum() else "_" for c in name.strip().strip('"').lower()).strip("_")


def text(column: str) -> str:
    """A column as a text, null where it is empty or says so itself."""
    trimmed = f"trim({column})"
    return (
        f"CASE WHEN {trimmed} IN ('', 'None', 'NULL', 'null', 'NA', 'nan', 'NaN', '---') THEN NULL ELSE {trimmed} END"
    )


def cell(column: str) -> str:
    """A column as a text, null where it is empty: for datasets that write nothing for what is unknown."""
    return f"nullif(trim({column}), '')"


def key(*columns: str) -> str:
    """Columns as what is looked up by them."""
    filled = ", ".join(f"coalesce({column}, '')" for column in columns)
    return f"concat_ws('{SEPARATOR}', {filled})"


def number(column: str, kind: str = "BIGINT") -> str:
    """A column as a number, null where it is none; whole numbers may be written with a point."""
    return f"try_cast(try_cast({column} AS DOUBLE) AS BIGINT)" if kind == "BIGINT" else f"try_cast({column} AS {kind})"


def degrees(column: str, most: int) -> str:
    """A column as degrees, null where it is no number or lies beyond the earth."""
    value = number(column, "DOUBLE")
    return f"CASE WHEN abs({value}) <= {most} THEN {value} END"


def day(column: str, *patterns: str) -> str:
    """A column as a day in one of strptime's patterns, null where it is none or in no year of ours."""
    listed = ", ".join(f"'{one}'" for one in patterns)
    value = f"try_strptime(trim({column}), [{listed}])::DATE"
    return f"CASE WHEN year({value}) BETWEEN 1000 AND 9998 THEN {value} END"


def is_wrong(*reasons: tuple[str, str]) -> str:
    """The first reason whose condition is not known to be false."""
    return "CASE " + " ".join(f"WHEN coalesce({condition}, true) THEN {told}" for condition, told in reasons) + " END"


def shown(column: str, what: str) -> str:
    """A reason that shows the value that is wrong, cut where it is long."""
    return f"'{what}: ' || coalesce(left({column}, 40), 'nothing')"
