"""What a person types into a correction, with what the lexicon and the gazetteer know: names to codes, places to coordinates."""

from collections.abc import Mapping, Sequence
from typing import Any

from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Sector, sector_of
from bilat.record import What
from bilat.record.judgements import fields
from bilat.record.judgements.fields import KnownCode


def known(lexicon: Lexicon) -> KnownCode:
    """Whether the lexicon has a party of a code."""
    return lexicon.labels.__contains__


def corrections(
    what: What, pairs: Sequence[str], lexicon: Lexicon, gazetteer: Gazetteer | None = None
) -> dict[str, Any]:
    """Corrections from FIELD=VALUE, checked: a party may be named ("Iran"), a place gets its coordinates.

    Args:
        gazetteer: Null leaves places without coordinates.

    Raises:
        BadArgument: A field or value is not known; UnknownParty with the nearest names.
    """
    given = fields.from_text(what, pairs)
    for name in ("actors", "recipients"):
        if name in given:
            given[name] = [{**one, "code": _code(one["code"], lexicon)} for one in _dicts(given[name])]
    if "parties" in given:
        given["parties"] = [_code(str(one), lexicon) for one in _list(given["parties"])]
    place = given.get("place")
    if isinstance(place, Mapping):
        given["place"] = _located(place, lexicon, gazetteer)
    return fields.checked(what, given, known(lexicon))


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: object) -> Sequence[dict[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _code(text: str, lexicon: Lexicon) -> str:
    """The code itself, or that of the party of this name."""
    bare = text.strip().upper()
    state = bare[: len(bare) - len(sector_of(bare))]
    if bare in Sector.__members__ or bare in lexicon.labels:
        return bare
    if state in lexicon.labels and len(bare) in (3, 6):  # a wrong sector is told as one
        return bare
    return lexicon.party_code(text)


def _located(place: Mapping[str, Any], lexicon: Lexicon, gazetteer: Gazetteer | None) -> dict[str, Any]:
    country = place.get("country")
    if isinstance(country, str) and country not in lexicon.labels:
        country = lexicon.party_code(country)
    entries = gazetteer.find(str(place["name"])) if gazetteer is not None else ()
    entry = next((one for one in entries if country is None or one.country == country), None)
    if entry is None:
        return {"name": place["name"], "country": country}
    where = {"latitude": round(entry.latitude, 4), "longitude": round(entry.longitude, 4)}
    return {"name": place["name"], "country": country or entry.country or None, **where}
