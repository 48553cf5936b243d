"""Phoenix: the daily files of the Open Event Data Alliance and the historical ones of the Cline Center; both are coded in CAMEO.

The daily files have 26 columns, tabs and no header, the historical ones commas and a header.

Ids of the daily files begin anew each day, so that the day belongs to them.
"""

from bilat.record.imports.forms import Layout, day, degrees, is_wrong, key, number, shown, text

_DAY = day('"date"', "%Y%m%d", "%Y-%m-%d")
_STORY_DAY = day("story_date", "%m/%d/%Y", "%Y-%m-%d", "%Y%m%d")


def _actor(who: str) -> str:
    return key(f"{who}_entity", f"left({who}_attribute, 3)", f"replace({who}_role, ';', ' ')", f"{who}_full")


def _cline(who: str) -> str:
    group, kinds = text(f"{who}_others"), text(f"{who}_agent")
    return key(text(f"{who}_root"), f"left({group}, 3)", f"replace(coalesce({kinds}, ''), ';', ' ')", text(who))


LAYOUTS = (
    Layout(
        name="phoenix",
        form="phoenix",
        told="Phoenix events (26 columns)",
        columns=(
            *("event_id", "date", "year", "month", "day"),
            *(f"{who}_{one}" for who in ("source", "target") for one in ("full", "entity", "role", "attribute")),
            *(
                "event_code",
                "event_root_code",
                "class",
                "goldstein",
                "issues",
                "latitude",
                "longitude",
                "location_name",
            ),
            *("state_name", "country_code", "sentence_id", "urls", "news_sources"),
        ),
        select={
            "source_id": f"trim(event_id) || '-' || strftime({_DAY}, '%Y%m%d')",
            "actor": _actor("source"),
            "recipient": _actor("target"),
            "act": key("event_code"),
            "where": text("country_code"),
            "actor_text": text("source_full"),
            "recipient_text": text("target_full"),
            "actor_original": text("source_full"),
            "recipient_original": text("target_full"),
            "original": text("event_code"),
            "date": f"({_DAY})::VARCHAR",
            "first": _DAY,
            "last": _DAY,
            "score": number("goldstein", "DOUBLE"),
            "articles": "CASE WHEN trim(urls) <> '' THEN len(string_split(urls, ';')) END",
            "outlets": "CASE WHEN trim(news_sources) <> '' THEN len(list_distinct(string_split(news_sources, ';'))) END",
            "latitude": degrees("latitude", 90),
            "longitude": degrees("longitude", 180),
            "place": text("location_name"),
            "url": text("string_split(urls, ';')[1]"),
            "told": f"trim(event_id) || '-' || strftime({_DAY}, '%Y%m%d')",
            "bad": is_wrong(
                ("trim(event_id) = ''", "'the event id is empty'"),
                (f"({_DAY}) IS NULL", shown('"date"', "the date is no day")),
            ),
        },
    ),
    Layout(
        name="phoenix-historical",
        form="phoenix",
        told="historical Phoenix events of the Cline Center (a header, commas)",
        delimiter=",",
        quote='"',
        columns=(
            *("eid", "story_date", "source", "source_root", "source_agent", "source_others", "target", "target_root"),
            *(
                "target_agent",
                "target_others",
                "code",
                "goldstein",
                "lat",
                "lon",
                "placename",
                "statename",
                "countryname",
                "aid",
            ),
        ),
        required=frozenset({"eid", "story_date", "source_root", "target_root", "code"}),
        select={
            "source_id": "trim(eid)",
            "actor": _cline("source"),
            "recipient": _cline("target"),
            "act": key("code"),
            "where": text("countryname"),
            "actor_text": text("source"),
            "recipient_text": text("target"),
            "actor_original": text("source"),
            "recipient_original": text("target"),
            "original": text("code"),
            "date": f"({_STORY_DAY})::VARCHAR",
            "first": _STORY_DAY,
            "last": _STORY_DAY,
            "score": number("goldstein", "DOUBLE"),
            "latitude": degrees("lat", 90),
            "longitude": degrees("lon", 180),
            "place": f"coalesce({text('placename')}, {text('statename')})",
            "told": "trim(eid)",
            "bad": is_wrong(
                ("trim(eid) = ''", "'eid is empty'"),
                (f"({_STORY_DAY}) IS NULL", shown("story_date", "story_date is no day")),
            ),
        },
    ),
)
