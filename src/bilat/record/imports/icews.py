"""ICEWS: the tables of Harvard's Dataverse, and the quadruples that research on temporal graphs made of them.

The tables (doi:10.7910/DVN/28075, tabs, a header): an Event ID stands twice now and then, on two days, so that the day belongs to
what tells lines apart. Quadruples are lines "source, relation, target, time" with names and ISO days (ICEWS14, ICEWS05-15), or
with numbers that entity2id.txt and relation2id.txt beside them name, and hours since a first day (ICEWS18). They have no ids: a
line's comes from what it says, and where a line stands more than once in a file, from how often.
"""

from bilat.record.imports.forms import Layout, day, degrees, is_wrong, key, number, shown, text

_DAY = day("event_date", "%Y-%m-%d", "%Y%m%d", "%m/%d/%Y")
_QUAD_DAY = day('"time"', "%Y-%m-%d")
_HEADER = (
    *(
        "event_id",
        "event_date",
        "source_name",
        "source_sectors",
        "source_country",
        "event_text",
        "cameo_code",
        "intensity",
    ),
    *(
        "target_name",
        "target_sectors",
        "target_country",
        "story_id",
        "sentence_number",
        "publisher",
        "city",
        "district",
    ),
    *("province", "country", "latitude", "longitude"),
)


def _place(*columns: str) -> str:
    return f"nullif(concat_ws(', ', {', '.join(text(column) for column in columns)}), '')"


LAYOUTS = (
    Layout(
        name="icews",
        form="icews",
        told="ICEWS events of Dataverse (a header, tabs)",
        columns=_HEADER,
        required=frozenset({"event_id", "event_date", "source_name", "cameo_code", "target_name"}),
        select={
            "source_id": f"trim(event_id) || '-' || strftime({_DAY}, '%Y%m%d')",
            "actor": key(text("source_name"), text("source_sectors"), text("source_country")),
            "recipient": key(text("target_name"), text("target_sectors"), text("target_country")),
            "act": key("cameo_code"),
            "where": text("country"),
            "actor_text": text("source_name"),
            "recipient_text": text("target_name"),
            "actor_original": text("source_country"),
            "recipient_original": text("target_country"),
            "original": text("cameo_code"),
            "date": f"({_DAY})::VARCHAR",
            "first": _DAY,
            "last": _DAY,
            "score": number("intensity", "DOUBLE"),
            "latitude": degrees("latitude", 90),
            "longitude": degrees("longitude", 180),
            "place": _place("city", "district", "province", "country"),
            "bad": is_wrong(
                ("trim(event_id) = ''", "'Event ID is empty'"),
                (f"({_DAY}) IS NULL", shown("event_date", "Event Date is no day")),
            ),
        },
    ),
    Layout(
        name="icews-quadruples",
        form="icews",
        told="ICEWS quadruples with names (four columns)",
        columns=("source", "relation", "target", "time"),
        ids=False,
        select={
            "source_id": key(
                "source", "relation", "target", '"time"'
            ),  # a digest of it, and how often, is made of this later
            "actor": key(text("source")),
            "recipient": key(text("target")),
            "act": key("relation"),
            "actor_text": text("source"),
            "recipient_text": text("target"),
            "original": text("relation"),
            "date": f"({_QUAD_DAY})::VARCHAR",
            "first": _QUAD_DAY,
            "last": _QUAD_DAY,
            "bad": is_wrong(
                ("trim(source) = '' OR trim(target) = ''", "'a name is missing'"),
                (f"({_QUAD_DAY}) IS NULL", shown('"time"', "the time is no day")),
            ),
        },
    ),
)
