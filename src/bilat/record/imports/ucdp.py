"""UCDP GED: organised violence with deaths; comma-separated, a header, quotes.

An event reaches from date_start to date_end. A fight (type 1, 2) has no side that began it; one-sided violence (type 3) has.
"""

from bilat.record.imports.forms import Layout, day, degrees, is_wrong, key, number, shown, text

_FROM = day("left(date_start, 10)", "%Y-%m-%d", "%d-%m-%Y", "%m/%d/%Y")
_TO = day("left(date_end, 10)", "%Y-%m-%d", "%d-%m-%Y", "%m/%d/%Y")
_HEADER = (
    *(
        "id",
        "date_start",
        "date_end",
        "type_of_violence",
        "side_a",
        "side_b",
        "side_a_new_id",
        "side_b_new_id",
        "gwnoa",
        "gwnob",
    ),
    *("country", "country_id", "latitude", "longitude", "where_coordinates", "best", "number_of_sources"),
)

LAYOUTS = (
    Layout(
        name="ucdp-ged",
        form="ucdp-ged",
        told="UCDP GED events (a header, commas)",
        delimiter=",",
        quote='"',
        columns=_HEADER,
        required=frozenset({"id", "date_start", "type_of_violence", "side_a", "side_b", "best"}),
        select={
            "source_id": "trim(id)",
            "actor": key(text("side_a"), text("country")),
            "recipient": key(text("side_b"), text("country")),
            "act": key("type_of_violence"),
            "where": text("country"),
            "actor_text": text("side_a"),
            "recipient_text": text("side_b"),
            "actor_original": f"coalesce({text('gwnoa')}, {text('side_a_new_id')})",
            "recipient_original": f"coalesce({text('gwnob')}, {text('side_b_new_id')})",
            "original": text("type_of_violence"),
            "date": f"CASE WHEN ({_FROM}) = ({_TO}) THEN ({_FROM})::VARCHAR ELSE ({_FROM}) || '/' || ({_TO}) END",
            "first": _FROM,
            "last": _TO,
            "outlets": f"CASE WHEN {number('number_of_sources')} > 0 THEN {number('number_of_sources')} END",
            "deaths": number("best"),
            "latitude": degrees("latitude", 90),
            "longitude": degrees("longitude", 180),
            "place": text("where_coordinates"),
            "told": "trim(id)",
            "bad": is_wrong(
                ("trim(id) = ''", "'id is empty'"),
                (f"({_FROM}) IS NULL", shown("date_start", "date_start is no day")),
                (f"({_TO}) IS NULL", shown("date_end", "date_end is no day")),
                (f"({_FROM}) > ({_TO})", "'it ends before it begins'"),
            ),
        },
    ),
)
