"""Who the actors of other datasets are: their codes, roles and names as the record's parties, each in its time."""

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from bilat.lexicon import Lexicon, Name
from bilat.model import state_of

FIRST, LAST = "0001-01-01", "9999-12-31"
_KINDS = {"state", "igo", "group", "body", "person", "metonym", "capital"}
_BRACKETED = re.compile(r"(.*\S)\s*\(([^()]+)\)\s*")
_YEARS = re.compile(r"\s*\(\d{4}[^()]*\)")
_FORCES = re.compile(r"(?:Mutiny of )?(Military|Police) Forces of (?:the )?(.+?)(?:\s*\(.*)?")
_GOVERNMENT = re.compile(r"(?:Former )?Government of (?:the )?(.+?)(?:\s*\(\d{4}.*)?")
_ABBREVIATED = re.compile(r"([A-Z][\w.\-]*):\s*(.+)")
_ISO = re.compile(r"[A-Z]{3}")


class Spell(NamedTuple):
    """A party's code from one day to another, both included.

    Attributes:
        code: Null where none is known, with the reason; a reason may also say how a code was come by.
    """

    code: str | None
    reason: str | None = None
    since: str = FIRST
    until: str = LAST


class Parties:
    """Looks actors up in the lexicon and in the tables of ``resources/datasets``."""

    def __init__(self, lexicon: Lexicon, countries: Mapping[str, Any], actors: Mapping[str, Any]) -> None:
        self._lexicon, self._countries, self._actors = lexicon, countries, actors
        self._roles = {name.casefold(): sector for name, sector in actors["icews_roles"].items()}
        self._known: dict[str, str | None] = {}
        self._forms: dict[str, Callable[..., tuple[Spell, ...]]] = {
            "gdelt": self._cameo,
            "phoenix": self._cameo,
            "icews": self._icews,
            "polecat": self._polecat,
            "acled": self._acled,
            "ucdp-ged": self._ucdp,
        }

    def of(self, form: str, fields: Sequence[str]) -> tuple[Spell, ...]:
        """The spells of an actor, which leave no day out; ``fields`` are what the form names it by."""
        return self._forms[form](*(field.strip() for field in fields))

    def state(self, text: str) -> str | None:
        """The state of a name, of an ISO code, or of a name with a former one in brackets."""
        found = self._country(text.strip())
        bracketed = _BRACKETED.fullmatch(text)
        if found is None and bracketed:
            found = self._country(bracketed[1]) or self._country(bracketed[2])
        return found

    def _country(self, text: str) -> str | None:
        if text not in self._known:
            self._known[text] = self._find_country(text)
        return self._known[text]

    def _find_country(self, text: str) -> str | None:
        if _ISO.fullmatch(text) and text in self._lexicon.labels:
            return text
        known: str | None = self._countries["names"].get(text)
        return known or next((name.code for name in self._lexicon.names.exact(text) if name.kind == "state"), None)

    # GDELT and Phoenix: a country or what stands for one, a known group, kinds of actors, and all of it as one code.
    def _cameo(self, country: str, group: str, kinds: str, whole: str) -> tuple[Spell, ...]:
        named = self._actors["cameo_groups"].get(group) or self._actors["cameo_groups"].get(country)
        if named:
            return self._spells(self._lexicon.names.exact(named), named)
        if not whole and not country:
            return (Spell(None, "the source names no actor"),)
        if not country:
            return (Spell(None, f"the source names no state of {whole!r}"),)
        if country in self._countries["regions"]:
            return (Spell(None, f"{country} is {self._countries['regions'][country]}, no party"),)
        state = self._countries["cameo"].get(country) or (country if country in self._lexicon.labels else None)
        if state is None:
            return (Spell(None, f"{country!r} is no country of CAMEO's"),)
        return (Spell(state + self._sector("cameo_sectors", kinds.split())),)

    def _sector(self, table: str, kinds: Iterable[str]) -> str:
        return next((sector for kind in kinds if (sector := self._actors[table].get(kind.strip()))), "")

    # ICEWS: a name; in the tables of Dataverse also its sectors and its country.
    def _icews(self, name: str, sectors: str = "", country: str = "") -> tuple[Spell, ...]:
        if not name:
            return (Spell(None, "the source names no actor"),)
        found = self._by_name(name)
        state = self.state(country) if country else None
        if (found and any(spell.code for spell in found)) or state is None:
            return found or (Spell(None, f"no party is known as {name!r}"),)
        return (Spell(state + self._role(sectors.split(","))),)

    def _role(self, words: Iterable[str]) -> str:
        for word in words:
            folded = word.strip().casefold()
            role = self._lexicon.roles.get(tuple(folded.split()))
            found = self._roles.get(folded) or (role.sector.value if role and role.sector else None)
            if found:
                return found
        return ""

    def _by_name(self, name: str) -> tuple[Spell, ...] | None:
        """A name as a whole, else a role before a country or group in brackets, else a person's first and last name."""
        names = [one for one in self._lexicon.names.exact(name) if one.kind in _KINDS]
        if names:
            return self._spells(names, name)
        if state := self._country(name):
            return (Spell(state),)
        if bracketed := _BRACKETED.fullmatch(name):
            return self._of_whom(bracketed[1], bracketed[2])
        words = name.split()
        if len(words) > 2:
            persons = [n for n in self._lexicon.names.exact(f"{words[0]} {words[-1]}") if n.kind == "person"]
            if persons:
                return self._spells(persons, name, f"taken for {persons[0].label}")
        return None

    def _of_whom(self, role: str, whom: str) -> tuple[Spell, ...] | None:
        if state := self._country(whom):
            return (Spell(state + self._role([role])),)
        group = [name for name in self._lexicon.names.exact(whom) if name.kind in ("group", "igo", "body")]
        return self._spells(group, whom) if group else None

    # POLECAT: the name that Wikipedia has, a country as a code or a name, COW's number, and the primary sector.
    def _polecat(self, name: str, country: str, cow: str, sector: str) -> tuple[Spell, ...]:
        groups = [one for one in self._lexicon.names.exact(name) if one.kind in ("igo", "group")] if name else []
        if groups:
            return self._spells(groups, name)
        state = self.state(country) or self._countries["cow"].get(cow.split(".")[0])
        if state:
            return (Spell(state + self._sector("polecat_sectors", [sector])),)
        if not name and not country:
            return (Spell(None, "the source names no actor"),)
        return self._by_name(name) or (Spell(None, f"no party is known as {name or country!r}"),)

    # ACLED: a name, the kind of actor, and the country of the event.
    def _acled(self, name: str, kind: str, country: str) -> tuple[Spell, ...]:
        if not name:
            return (Spell(None, "the source names no actor"),)
        if (forces := _FORCES.fullmatch(name)) and (state := self.state(forces[2])):
            return (Spell(state + ("MIL" if forces[1] == "Military" else "COP")),)
        if (government := _GOVERNMENT.fullmatch(name)) and (state := self.state(government[1])):
            return (Spell(state + "GOV"),)
        sector = self._sector("acled_kinds", [kind])
        plain = _YEARS.sub("", name).strip()
        bracketed = _BRACKETED.fullmatch(plain)
        if bracketed and sector in ("CVL", "UAF") and (state := self.state(bracketed[2])):
            return (Spell(state + sector),)
        return self._group(plain, sector, country)

    def _group(self, name: str, sector: str, country: str) -> tuple[Spell, ...]:
        """A group by its name; one that the lexicon does not have is filed under the country of the event."""
        short = _ABBREVIATED.fullmatch(name)
        bracketed = _BRACKETED.fullmatch(name)
        for text in (name, *(short.groups()[::-1] if short else ()), *(bracketed.groups()[:1] if bracketed else ())):
            names = [one for one in self._lexicon.names.exact(text) if one.kind in ("group", "igo", "body")]
            if names:
                return self._spells(names, text)
        state = self.state(country) if country else None
        if state is None or not sector:
            return (Spell(None, f"no party is known as {name!r}"),)
        return (Spell(state + sector, f"{name!r} is filed under the country of the event"),)

    # UCDP GED: a side, and the country of the event.
    def _ucdp(self, name: str, country: str) -> tuple[Spell, ...]:
        if not name:
            return (Spell(None, "the source names no actor"),)
        if (government := _GOVERNMENT.fullmatch(name)) and (state := self.state(government[1])):
            return (Spell(state + "GOV"),)
        if name.casefold() == "civilians":
            state = self.state(country)
            return (Spell(state + "CVL") if state else Spell(None, "the country of the event is not known"),)
        return self._group(name, "REB", country)

    def _spells(self, names: Sequence[Name], told: str, how: str | None = None) -> tuple[Spell, ...]:
        """The meanings of a name as spells that leave no day out; what holds first in the lexicon's order goes first.

        A person who held no office on a day is of the state of the others, where that is one.
        """
        if not names:
            return (Spell(None, f"no party is known as {told!r}"),)
        meanings = [(_begin(name.since), _end(name.until), name.code) for name in names]
        home = {state_of(name.code) for name in names} - {""}
        person = names[0].kind == "person" and len(home) == 1
        gap = Spell(
            *((home.pop(), "no office is known at that time") if person else (None, f"{told!r} was no party then"))
        )
        edges = sorted({FIRST, *(day for since, until, _ in meanings for day in (since, _after(until)))} - {""})
        spells: list[Spell] = []
        for start, following in zip(edges, [*edges[1:], ""], strict=True):
            code = next((code for since, until, code in meanings if since <= start <= until), None)
            until = _before(following) if following else LAST
            spells.append(Spell(code, how, start, until) if code else gap._replace(since=start, until=until))
        return tuple(spells)


def _begin(day: str | None) -> str:
    return FIRST if not day else f"{day}-01-01"[:10] if len(day) != 7 else f"{day}-01"


def _end(day: str | None) -> str:
    if not day:
        return LAST
    if len(day) == 4:
        return f"{day}-12-31"
    return f"{day}-{calendar.monthrange(int(day[:4]), int(day[5:7]))[1]:02d}" if len(day) == 7 else day


def _after(day: str) -> str:
    """The next day; "" after the last."""
    return "" if day == LAST else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
