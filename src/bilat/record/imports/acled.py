"""ACLED: political violence and protest; comma-separated, a header, quotes.

time_precision 1 is a day; 2 a week, of which the file gives one day, so that the days reach from three before it to three
after; 3 a month.
"""

from dataclasses import replace

from bilat.record.imports.forms import Layout, day, degrees, is_wrong, key, number, shown, text

_DAY = day("event_date", "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d/%m/%Y")
_PRECISION = "trim(time_precision)"
_ID = f"coalesce({text('event_id_cnty')}, {text('data_id')})"
_HEADER = (
    *(
        "event_id_cnty",
        "data_id",
        "event_date",
        "time_precision",
        "event_type",
        "sub_event_type",
        "actor1",
        "inter1",
        "actor2",
    ),
    *("inter2", "country", "location", "admin1", "latitude", "longitude", "fatalities", "timestamp"),
)


def _span(day_of: str, week: str, month: str) -> str:
    return f"CASE {_PRECISION} WHEN '3' THEN {month} WHEN '2' THEN {week} ELSE {day_of} END"


_COMMAS = Layout(
    name="acled",
    form="acled",
    told="ACLED events (a header, commas)",
    delimiter=",",
    quote='"',
    columns=_HEADER,
    required=frozenset({"event_date", "event_type", "actor1", "actor2", "country", "fatalities"}),
    select={
        "source_id": _ID,
        "actor": key(text("actor1"), text("inter1"), text("country")),
        "recipient": key(text("actor2"), text("inter2"), text("country")),
        "act": key(text("event_type"), text("sub_event_type")),
        "where": text("country"),
        "actor_text": text("actor1"),
        "recipient_text": text("actor2"),
        "actor_original": text("inter1"),
        "recipient_original": text("inter2"),
        "original": f"concat_ws('/', {text('event_type')}, {text('sub_event_type')})",
        "date": _span(f"({_DAY})::VARCHAR", f"({_DAY})::VARCHAR", f"strftime({_DAY}, '%Y-%m')"),
        "first": _span(_DAY, f"({_DAY}) - 3", f"date_trunc('month', {_DAY})::DATE"),
        "last": _span(_DAY, f"({_DAY}) + 3", f"last_day({_DAY})"),
        "reported": f"to_timestamp({number('timestamp')})::DATE",
        "deaths": number("fatalities"),
        "latitude": degrees("latitude", 90),
        "longitude": degrees("longitude", 180),
        "place": f"nullif(concat_ws(', ', {text('location')}, {text('admin1')}), '')",
        "told": _ID,
        "bad": is_wrong(
            (f"{_ID} IS NULL", "'the id (event_id_cnty) is empty'"),
            (f"({_DAY}) IS NULL", shown("event_date", "event_date is no day")),
        ),
    },
)

LAYOUTS = (
    _COMMAS,
    replace(_COMMAS, name="acled-semicolons", told="ACLED events (a header, semicolons)", delimiter=";"),
)
