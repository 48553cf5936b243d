"""What can be corrected of a line, and the values that a correction may have: closed lists, ISO dates, known party codes.

A value has a plain form, in which the journal keeps it, and a text form, in which a person types it:

    field                        plain                                              text
    type, mode, status, kind     a value of the closed list; mode may be null       CONSULT, visit, planned; none for null
    issues, issue                a list of them; one of them                        trade, energy
    actors, recipients           a list of {"code", "words"}                        IRNGOV, PAK; or IRNGOV:the minister; ...
    parties                      a list of codes                                    IRN, PAK
    date                         ISO day, month, year, or null                      2024-01-18
    place                        {"name", "country", "latitude", "longitude"}       Islamabad, PAK; or none
    story                        a story's id, or "own": it tells none of others    own
    undertaking, unit, subject   text; quantity a number                            Iran-Pakistan gas pipeline
"""

import math
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from bilat.errors import BadArgument
from bilat.model import EventType, Issue, Mode, Sector, Status, UndertakingKind, UndertakingStatus, sector_of
from bilat.record.dates import reach
from bilat.record.judgements.entries import What, text_of

KnownCode = Callable[[str], bool]
"""Whether a state or body is known by a code ("IRN", "IGOUN")."""

OWN = "own"
"""The story of an event that tells of no other's happening."""

NONE = "none"
_LONGEST = 300


def party(code: str, known: KnownCode) -> str:
    """A party's code, checked: a state with or without a sector, an IGO, a group of the lexicon, or a bare sector.

    Raises:
        BadArgument: It is none.
    """
    bare = code.strip().upper()
    state = bare[: len(bare) - len(sector_of(bare))]
    good = bare in Sector.__members__ or (
        bool(state) and known(state) and (not sector_of(bare) or sector_of(bare) in Sector.__members__)
    )
    if not bare.isascii() or not (good or (bare and known(bare))):
        what = f"{code!r} is no code of a party"
        hint = f"a state's code (IRN), with a sector behind it (IRNGOV) or not; sectors are {', '.join(Sector)}"
        raise BadArgument(what, hint=hint)
    return bare


def _of_list(kind: type[StrEnum]) -> Callable[[str, object, KnownCode], Any]:
    def check(name: str, value: object, known: KnownCode) -> str:
        text = value.strip() if isinstance(value, str) else ""
        found = next((one for one in kind if one.value == text or one.value.casefold() == text.casefold()), None)
        if found is None:
            raise BadArgument(f"{name} {value!r} is not known", hint=f"one of {', '.join(kind)}")
        return found.value

    return check


def _mode(name: str, value: object, known: KnownCode) -> str | None:
    return None if value is None else str(_of_list(Mode)(name, value, known))


def _issues(name: str, value: object, known: KnownCode) -> list[str]:
    given = _listed(name, value)
    chosen = {_of_list(Issue)("issue", one, known) for one in given}
    if not chosen:
        raise BadArgument("an event has one issue at least", hint=f"of {', '.join(Issue)}")
    return [issue.value for issue in Issue if issue.value in chosen]


def _parties(name: str, value: object, known: KnownCode) -> list[dict[str, str | None]]:
    found = []
    for one in _listed(name, value):
        code, words = (one.get("code"), one.get("words")) if isinstance(one, Mapping) else (one, None)
        if not isinstance(code, str) or not (words is None or (isinstance(words, str) and len(words) <= _LONGEST)):
            raise BadArgument(f"{name}: {one!r} is no party", hint="write it as IRNGOV or IRNGOV:the minister")
        found.append({"code": party(code, known), "words": words or None})
    if name == "actors" and not found:
        raise BadArgument("an event has one actor at least", hint="judge it wrong where nobody acts")
    return found


def _codes(name: str, value: object, known: KnownCode) -> list[str]:
    codes = [party(one, known) for one in _listed(name, value) if isinstance(one, str)]
    if not codes:
        raise BadArgument(f"{name} names nobody", hint="write them as IRN, PAK")
    return list(dict.fromkeys(codes))


def _listed(name: str, value: object) -> Sequence[object]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise BadArgument(f"{name} is {value!r}, no list", hint="part the values by commas")
    return value


def _date(name: str, value: object, known: KnownCode) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or "T" in value or reach(value) is None:
        raise BadArgument(f"{value!r} is no date", hint="give it as 2024-01-18, 2024-01 or 2024")
    return value


def _place(name: str, value: object, known: KnownCode) -> dict[str, Any] | None:
    if value is None:
        return None
    given = value if isinstance(value, Mapping) else {}
    country = given.get("country")
    if country is not None and not (isinstance(country, str) and len(country) == 3 and known(country)):
        raise BadArgument(f"{country!r} is no state's code", hint="write the place as Islamabad, PAK")
    where = [_degrees(given.get("latitude"), 90), _degrees(given.get("longitude"), 180)]
    return {
        "name": _text("place", given.get("name"), known),
        "country": country,
        "latitude": where[0] if None not in where else None,
        "longitude": where[1] if None not in where else None,
    }


def _degrees(value: object, most: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        raise BadArgument(f"{value!r} are no degrees", hint=f"a number from -{most} to {most}")
    return float(value)


def _text(name: str, value: object, known: KnownCode) -> str:
    clean = text_of(value, name) if isinstance(value, str) else None
    if clean is None or "\n" in clean or len(clean) > _LONGEST:
        raise BadArgument(f"{name} is {value!r}", hint=f"give 1 to {_LONGEST} characters on one line")
    return clean


def _number(name: str, value: object, known: KnownCode) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadArgument(f"{name} {value!r} is no number", hint="write it as 900 or 2.5")
    return float(value)


Check = Callable[[str, object, KnownCode], Any]

FIELDS: Mapping[What, Mapping[str, Check]] = {
    What.EVENT: {
        "type": _of_list(EventType),
        "mode": _mode,
        "actors": _parties,
        "recipients": _parties,
        "status": _of_list(Status),
        "issues": _issues,
        "date": _date,
        "place": _place,
        "story": _text,
    },
    What.UNDERTAKING: {
        "undertaking": _text,
        "kind": _of_list(UndertakingKind),
        "parties": _codes,
        "issue": _of_list(Issue),
        "status": _of_list(UndertakingStatus),
    },
    What.FACT: {"quantity": _number, "unit": _text, "subject": _text, "parties": _codes},
    What.ARTICLE: {"date": _date, "outlet": _text},
    What.MEMBERSHIP: {"story": _text},
}
"""By what is judged, the fields that can be corrected and what checks each."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": tuple(EventType),
    "mode": (NONE, *Mode),
    "issues": tuple(Issue),
    "issue": tuple(Issue),
    "kind": tuple(UndertakingKind),
}
"""The closed lists; a status has one of its own for each: see :func:`choices`."""


def choices(what: What, name: str) -> tuple[str, ...]:
    """The closed list that a field's values are of, for a form; empty where there is none."""
    if name == "status":
        return tuple(Status) if what is What.EVENT else tuple(UndertakingStatus)
    return CHOICES.get(name, ())


def checked(what: What, given: Mapping[str, object], known: KnownCode) -> dict[str, Any]:
    """Corrections in their plain form, each checked, and together.

    Raises:
        BadArgument: A field is not known, or a value is none of its.
    """
    allowed = FIELDS[what]
    for name in given:
        if name not in allowed:
            raise BadArgument(f"{name!r} cannot be corrected in {_a(what)}", hint=f"one of {', '.join(allowed)}")
    found = {name: allowed[name](name, value, known) for name, value in given.items()}
    if found.get("mode") is not None and found.get("type", EventType.CONSULT) != EventType.CONSULT:
        raise BadArgument(f"{_a(found['type'])} has no mode", hint="only a CONSULT has one; leave mode out")
    return found


def _a(noun: str) -> str:
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"


def from_text(what: What, pairs: Sequence[str]) -> dict[str, object]:
    """Corrections from FIELD=VALUE as a person types them; not checked yet, see :func:`checked`.

    Raises:
        BadArgument: A pair has no sign between the two, or a field is named twice.
    """
    found: dict[str, object] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        name = name.strip()
        if not sign or not name:
            raise BadArgument(f"--field {pair!r} is not FIELD=VALUE", hint="for example --field type=CONSULT")
        if name in found:
            raise BadArgument(f"{name} is given twice", hint="part several values by commas")
        found[name] = typed(what, name, text.strip())
    return found


def typed(what: What, name: str, text: str) -> object:
    """A field's value from what a person types into a form or a command."""
    if name in ("actors", "recipients"):
        return [] if text.casefold() in ("", NONE) else [_worded(one) for one in _parts(text)]
    if name in ("issues", "parties"):
        return _parts(text)
    if name in ("mode", "date", "place") and text.casefold() in ("", NONE):
        return None
    if name == "place":
        place, comma, country = text.rpartition(",")
        if not comma:
            return {"name": text, "country": None}
        return {"name": place.strip(), "country": country.strip().upper()}
    if name == "quantity":
        try:
            return float(text.replace(",", ""))
        except ValueError:
            return text
    return text


def _parts(text: str) -> list[str]:
    return [one.strip() for one in text.split(";" if ";" in text else ",") if one.strip()]


def _worded(text: str) -> dict[str, str | None]:
    code, _, words = text.partition(":")
    return {"code": code.strip(), "words": words.strip() or None}


def told(name: str, value: Any) -> str:
    """A value for a person to read, in the form in which it is typed."""
    if value is None or value == []:
        return NONE
    if name in ("actors", "recipients"):
        return ", ".join(one["code"] if isinstance(one, Mapping) else one for one in value)
    if name == "place":
        return ", ".join(filter(None, (value["name"], value["country"])))
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def claim(name: str, value: Any) -> object:
    """What two values are compared by: parties by their codes, a place by name and state."""
    if name in ("actors", "recipients"):
        return tuple(sorted(one["code"] if isinstance(one, Mapping) else one for one in value))
    if name == "place":
        return None if value is None else (value["name"].casefold(), value["country"])
    if isinstance(value, list | tuple):
        return tuple(sorted(value))
    return value
