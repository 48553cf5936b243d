"""POLECAT (doi:10.7910/DVN/AJGVIT): events coded in PLOVER; tabs, a header.

Several actors or recipients of one event stand in a cell with semicolons between; the line is that of the first of each, since a
line of the record is one event, and the whole cells stay as the original names.
"""

from bilat.record.imports.forms import Layout, day, degrees, is_wrong, key, shown, text

_DAY = day("event_date", "%Y-%m-%d", "%Y%m%d", "%m/%d/%Y")
_HEADER = (
    *("event_id", "event_date", "event_type", "event_mode", "intensity", "event_intensity", "quad_code", "contexts"),
    *(
        f"{who}_{one}"
        for who in ("actor", "recipient")
        for one in ("name", "country", "cow", "sectors", "title", "name_raw")
    ),
    *("primary_actor_sector", "primary_recipient_sector", "placename", "city", "district", "province", "country"),
    *("latitude", "longitude", "source", "publication_date"),
)


def _first(column: str) -> str:
    return text(f"string_split({column}, ';')[1]")


def _party(who: str) -> str:
    return key(_first(f"{who}_name"), _first(f"{who}_country"), _first(f"{who}_cow"), _first(f"primary_{who}_sector"))


def _named(who: str) -> str:
    return f"coalesce({text(f'{who}_name')}, {text(f'{who}_name_raw')}, {text(f'{who}_country')})"


LAYOUTS = (
    Layout(
        name="polecat",
        form="polecat",
        told="POLECAT events (a header, tabs)",
        columns=_HEADER,
        required=frozenset({"event_id", "event_date", "event_type", "actor_name", "recipient_name"}),
        select={
            "source_id": "trim(event_id)",
            "actor": _party("actor"),
            "recipient": _party("recipient"),
            "act": key(text("event_type"), text("event_mode"), text("contexts")),
            "where": text("country"),
            "actor_text": _named("actor"),
            "recipient_text": _named("recipient"),
            "actor_original": f"nullif(concat_ws(' ', {text('actor_country')}, {text('actor_sectors')}), '')",
            "recipient_original": f"nullif(concat_ws(' ', {text('recipient_country')}, {text('recipient_sectors')}), '')",
            "original": f"concat_ws('; ', {text('event_type')}, {text('event_mode')}, {text('contexts')})",
            "date": f"({_DAY})::VARCHAR",
            "first": _DAY,
            "last": _DAY,
            "reported": day("publication_date", "%Y-%m-%d", "%Y%m%d", "%m/%d/%Y"),
            "score": f"try_cast(coalesce({text('intensity')}, {text('event_intensity')}) AS DOUBLE)",
            "latitude": degrees("latitude", 90),
            "longitude": degrees("longitude", 180),
            "place": f"coalesce({text('placename')}, {text('city')}, {text('province')})",
            "bad": is_wrong(
                ("trim(event_id) = ''", "'Event ID is empty'"),
                (f"({_DAY}) IS NULL", shown("event_date", "Event Date is no day")),
            ),
        },
    ),
)
