"""GDELT: the event files of 1.0 (57 columns until March 2013, 58 since) and 2.0 (61 columns), and the mentions of 2.0.

Columns after the GDELT Event Codebooks V1.03 and V2.0: tabs, no header, no quotes. The mentions are reports of events.
"""

from dataclasses import replace

from bilat.record.imports.forms import Layout, cell, day, degrees, is_wrong, key, number, shown

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
    "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_PLACE_2 = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _columns(place: tuple[str, ...], *last: str) -> tuple[str, ...]:
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *(f"Actor{n}{one}" for n in (1, 2) for one in _ACTOR),
        *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
        *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
        *(f"{who}Geo_{one}" for who in ("Actor1", "Actor2", "Action") for one in place),
        *("DATEADDED", *last),
    )


def _actor(n: int) -> str:
    kinds = f"concat_ws(' ', Actor{n}Type1Code, Actor{n}Type2Code, Actor{n}Type3Code)"
    return key(f"Actor{n}CountryCode", f"Actor{n}KnownGroupCode", kinds, f"Actor{n}Code")


_DAY = day("SQLDATE", "%Y%m%d", "%Y-%m-%d")
_EVENT = {
    "source_id": "trim(GLOBALEVENTID)",
    "actor": _actor(1),
    "recipient": _actor(2),
    "act": key("EventCode"),
    "where": cell("ActionGeo_CountryCode"),
    "actor_text": cell("Actor1Name"),
    "recipient_text": cell("Actor2Name"),
    "actor_original": cell("Actor1Code"),
    "recipient_original": cell("Actor2Code"),
    "original": cell("EventCode"),
    "date": f"({_DAY})::VARCHAR",
    "first": _DAY,
    "last": _DAY,
    "reported": day("left(DATEADDED, 8)", "%Y%m%d"),
    "score": number("GoldsteinScale", "DOUBLE"),
    "reports": number("NumMentions"),
    "outlets": number("NumSources"),
    "articles": number("NumArticles"),
    "latitude": degrees("ActionGeo_Lat", 90),
    "longitude": degrees("ActionGeo_Long", 180),
    "place": cell("ActionGeo_FullName"),
    "told": "trim(GLOBALEVENTID)",  # GDELT itself joins what it holds to be one event
    "bad": is_wrong(
        ("NOT regexp_full_match(trim(GLOBALEVENTID), '[0-9]+')", shown("GLOBALEVENTID", "GLOBALEVENTID is no number")),
        (f"({_DAY}) IS NULL", shown("SQLDATE", "SQLDATE is no day")),
        ("trim(EventCode) = ''", "'EventCode is empty'"),
    ),
}
_SEEN = day("left(MentionTimeDate, 8)", "%Y%m%d")

_EVENTS = Layout(
    name="gdelt-2",
    form="gdelt",
    told="GDELT 2.0 events (61 columns)",
    columns=_columns(_PLACE_2, "SOURCEURL"),
    select={**_EVENT, "url": cell("SOURCEURL")},
)
_MENTIONS = Layout(
    name="gdelt-mentions",
    form="gdelt",
    told="GDELT 2.0 mentions (16 columns)",
    table="imported_reports",
    columns=(
        *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName"),
        *("MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset"),
        *("InRawText", "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"),
    ),
    select={
        "source_id": "trim(GLOBALEVENTID)",
        "outlet": cell("MentionSourceName"),
        "url": cell("MentionIdentifier"),
        "kind": "CASE trim(MentionType) WHEN '1' THEN 'web' WHEN '2' THEN 'citation' WHEN '3' THEN 'core' "
        "WHEN '4' THEN 'dtic' WHEN '5' THEN 'jstor' WHEN '6' THEN 'nontextual' END",
        "reported": _SEEN,
        "confidence": f"{number('Confidence', 'DOUBLE')} / 100",
        "tone": number("MentionDocTone", "DOUBLE"),
        "nth": key("SentenceID", "ActionCharOffset", "MentionTimeDate"),
        "bad": is_wrong(
            (
                "NOT regexp_full_match(trim(GLOBALEVENTID), '[0-9]+')",
                shown("GLOBALEVENTID", "GLOBALEVENTID is no number"),
            ),
            (f"({_SEEN}) IS NULL", shown("MentionTimeDate", "MentionTimeDate is no time")),
        ),
    },
)
# Of a header: as files have it that were taken out of BigQuery, or written by other programs.
_NAMES = frozenset({"globaleventid", "sqldate", "actor1code", "actor2code", "eventcode"})
_MENTION_NAMES = frozenset({"globaleventid", "mentiontimedate", "mentionidentifier"})

LAYOUTS = (
    Layout(
        name="gdelt-1-old",
        form="gdelt",
        told="GDELT 1.0 events, until March 2013 (57 columns)",
        columns=_columns(_PLACE),
        select=_EVENT,
    ),
    Layout(
        name="gdelt-1",
        form="gdelt",
        told="GDELT 1.0 events (58 columns)",
        columns=_columns(_PLACE, "SOURCEURL"),
        select={**_EVENT, "url": cell("SOURCEURL")},
    ),
    _EVENTS,
    _MENTIONS,
    *(
        replace(
            one,
            name=f"{one.name}-{word}",
            told=f"{told} with a header ({word})",
            delimiter=sign,
            quote='"',
            required=required,
            columns=tuple(map(str.lower, one.columns)),
        )
        for one, told, required in ((_EVENTS, "GDELT events", _NAMES), (_MENTIONS, "GDELT mentions", _MENTION_NAMES))
        for word, sign in (("commas", ","), ("tabs", "\t"))
    ),
)
