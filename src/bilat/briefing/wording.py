"""The words of the brief: templates over coded fields. Whatever else a brief says is quoted or counted.

An act reads "<status> <act> by <actors> <to> <recipients>, in <place>, according to <speaker>", each part only where
the record has it.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from bilat.model import Event, EventType, Issue, Mode, ObstacleKind, Party, Sector, Status, sector_of, state_of

Names = Callable[[str], str]

ACTS: dict[EventType, tuple[str, str]] = {
    EventType.AGREE: ("promise or offer", "to"),
    EventType.CONSULT: ("talks or meeting", "with"),
    EventType.SUPPORT: ("support or signed accord", "for"),
    EventType.CONCEDE: ("concession", "to"),
    EventType.COOPERATE: ("cooperation", "with"),
    EventType.AID: ("aid", "to"),
    EventType.RETREAT: ("release, return or withdrawal", "towards"),
    EventType.REQUEST: ("request or demand", "to"),
    EventType.ACCUSE: ("criticism or accusation", "of"),
    EventType.REJECT: ("refusal or denial", "towards"),
    EventType.THREATEN: ("threat or warning", "to"),
    EventType.PROTEST: ("protest", "against"),
    EventType.SANCTION: ("sanction or cut in relations", "against"),
    EventType.MOBILIZE: ("movement or show of force", "against"),
    EventType.COERCE: ("arrest, seizure or restriction", "against"),
    EventType.ASSAULT: ("attack", "on"),
}
"""What each PLOVER type is called, and the word that leads to its recipients."""

MODES: dict[Mode, tuple[str, str]] = {
    Mode.VISIT: ("visit", "to"),
    Mode.PHONE: ("phone call", "with"),
    Mode.MULTILATERAL: ("multilateral meeting", "with"),
    Mode.THIRD_PARTY: ("mediation", "for"),
}

STATUS: dict[Status, str] = {
    Status.ACTUAL: "",
    Status.PLANNED: "planned: ",
    Status.HYPOTHETICAL: "spoken of as possible: ",
    Status.NEGATED: "said not to have happened: ",
    Status.HISTORICAL: "told as history: ",
}

SECTORS: dict[str, str] = {
    Sector.MIL: "military",
    Sector.COP: "police or border guards",
    Sector.JUD: "courts",
    Sector.LEG: "parliament",
    Sector.SPY: "intelligence service",
    Sector.OPP: "opposition",
    Sector.PTY: "party",
    Sector.REB: "armed group",
    Sector.MED: "media",
    Sector.BUS: "business",
    Sector.EDU: "education",
    Sector.REL: "religious body",
    Sector.NGO: "non-governmental body",
    Sector.CVL: "civilians",
    Sector.UAF: "unidentified armed force",
    Sector.GOV: "government",
}

OBSTACLES: dict[ObstacleKind, str] = {
    ObstacleKind.SANCTIONS: "sanctions",
    ObstacleKind.FINANCE: "finance",
    ObstacleKind.SECURITY: "security",
    ObstacleKind.DISPUTE: "a dispute",
    ObstacleKind.POLITICS: "politics",
    ObstacleKind.TECHNICAL: "technical matters",
    ObstacleKind.LEGAL: "legal steps",
    ObstacleKind.OTHER: "other matters",
}
"""What holds an undertaking up, by its kind."""

_NOT_THE_STATE = frozenset(
    (
        *(Sector.REB, Sector.UAF, Sector.CVL, Sector.BUS, Sector.MED),
        *(Sector.EDU, Sector.REL, Sector.NGO, Sector.OPP, Sector.PTY),
    )
)
"""Sectors whose acts are told as their own, with the state after them."""

_SIGNING = ("sign", "ratif", "finali", "conclu", "ink", "initial", "endorsed the agreement")
# What XML 1.0 cannot hold, and marks that turn the direction of the text around them.
_FORBIDDEN = re.compile(
    "[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\\u202a-\\u202e\\u2066-\\u2069]"
)
_SUFFERED = re.compile(
    r"(?: on \w+| in the strongest terms)?,?(?: (?:the|a|an|this|that|recent|deadly|terrorist|suicide|heinous|cowardly))*"
    r" (?:attack|blast|bombing|explosion|assassination|killing|massacre)s?\b[^.;]{0,60}?\b(?:in|on|near|at|that|which)\b",
    re.IGNORECASE,
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MOST_PARTIES = 4


def act(type: EventType, mode: Mode | None) -> str:
    """What an act is called.

    >>> act(EventType.CONSULT, Mode.VISIT), act(EventType.ASSAULT, None)
    ('visit', 'attack')
    """
    return (MODES[mode] if mode else ACTS[type])[0]


def issue(value: Issue) -> str:
    """An issue in words."""
    return value.value.replace("-", " ")


def day(date: str | None) -> str:
    """An ISO day, month or year in words.

    >>> day("2024-01-18"), day("2024-01"), day("2024"), day(None)
    ('18 January 2024', 'January 2024', '2024', 'no date told')
    """
    if not date:
        return "no date told"
    parts = date[:10].split("-")
    if not all(part.isdecimal() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return date
    return " ".join(
        [*(str(int(part)) for part in parts[2:3]), *(_MONTHS[int(part) - 1] for part in parts[1:2]), parts[0]]
    )


def when(date: str | None, basis: str | None) -> str:
    """A date with what it is: the act's own, or the day of the report."""
    return f"reported {day(date)}" if date and basis == "article" else day(date)


def listed(items: Sequence[str], word: str = "and") -> str:
    """Items in a row.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return f" {word} ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def plain(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


def safe(text: str) -> str:
    """Text on one line, without characters that XML forbids and marks that turn the direction of the text around them.

    >>> safe("a\\x00b\\u202ec")
    'abc'
    """
    return plain(_FORBIDDEN.sub("", text))


def speaks_for_state(one: Party) -> bool:
    """Whether a party is a state or an organ of one."""
    return state_of(one.code) is not None and sector_of(one.code) not in _NOT_THE_STATE


def party(one: Party, names: Names) -> str:
    """A party: its state or body, its sector where it is not the government, and the person or group where told."""
    state, sector = state_of(one.code), sector_of(one.code)
    who = plain(" ".join(part for part in (one.role, one.name) if part))
    kind = SECTORS.get(sector, "") if sector != Sector.GOV else ""
    # Of a group the name tells more than what kind of group it is.
    if (not who or (sector == Sector.REB and not one.name)) and sector not in ("", Sector.GOV):
        who = f"“{plain(one.text)}”"
    if kind and who and who in kind:
        who, kind = kind, ""
    detail = who if kind and kind in who else ", ".join(part for part in (kind, who) if part)
    if state and sector in _NOT_THE_STATE and detail:
        # What armed groups, people and firms of a state do is not the state's act.
        if not who or kind in who:
            return f"{detail} ({names(state)})"
        armed = sector in (Sector.REB, Sector.UAF)
        return f"{kind} {who} ({names(state)})" if armed else f"{who} ({kind}, {names(state)})"
    if state:
        return f"{names(state)} ({detail})" if detail else names(state)
    return detail or SECTORS.get(sector, "") or f"“{plain(one.text)}”"


def parties(some: Iterable[Party], names: Names) -> list[str]:
    """Parties in words, each once; a bare state gives way to the same state with a person."""
    told = list(dict.fromkeys(party(one, names) for one in some))
    kept = [one for one in told if not any(other.startswith(f"{one} (") for other in told)]
    left = len(kept) - _MOST_PARTIES
    return kept if left <= 1 else [*kept[:_MOST_PARTIES], f"{left} more"]


def signs(event: Event) -> bool:
    """Whether an act of support is the signing of something, by the word that names it."""
    return any(event.trigger.text.lower().startswith(stem) for stem in _SIGNING)


def condoles(event: Event) -> bool:
    """Whether an accusation condemns violence that the other side suffered: "condemned the attack in Iran's Sistan"."""
    if event.type is not EventType.ACCUSE or not event.trigger.text.lower().startswith(("condemn", "denounc")):
        return False
    after = event.sentence.text[event.trigger.end - event.sentence.start :]
    return bool(_SUFFERED.match(after)) and not any(sector_of(one.code) in _NOT_THE_STATE for one in event.recipients)


def _where(event: Event) -> str:
    """The name of an act's place; a word that only points back to one ("the area") gives way to it."""
    place = event.place
    if place is None or not _may_hold(event):
        return ""
    return plain((place.name or "") if place.text.islower() else place.text)


def _may_hold(event: Event) -> bool:
    """Whether an act's place may be where it was: a visit is at its hosts', whatever else its sentence names."""
    hosts = {state_of(one.code) for one in event.recipients} - {None}
    return event.mode is not Mode.VISIT or not hosts or event.place is None or event.place.country in (*hosts, None)


def told(event: Event, names: Names, *, speakers: Sequence[Party] = ()) -> str:
    """An act in words.

    Args:
        event: The act, as one sentence has it.
        names: Code to name.
        speakers: Whom the act is reported from, where every sentence reports it as somebody's claim.
    """
    noun, to = MODES[event.mode] if event.mode else ACTS[event.type]
    if event.type is EventType.SUPPORT:
        # PLOVER files a signed accord and a word of praise as one type; a reader does not.
        noun, to = ("signed accord", "with") if signs(event) else ("support or praise", "for")
    if event.mode is Mode.VISIT and event.trigger.text.lower().startswith(("send", "sent", "dispatch")):
        noun = "sending of a delegation"  # who sends one stays at home
    if condoles(event):
        noun, to = "condemnation of violence", "in or against"
    actors, recipients = parties(event.actors, names), parties(event.recipients, names)
    if event.type is EventType.AGREE and len(actors) > 1 and not recipients:
        noun = "agreement"
    text = STATUS[event.status] + noun
    if recipients:
        text += (f" by {listed(actors)}" if actors else "") + f" {to} {listed(recipients)}"
        text += "" if actors else ", by whom is not told"
    elif actors:
        text += f" {'between' if len(actors) > 1 else 'by'} {listed(actors)}"
    where = _where(event)
    if where and where not in [name.split(" (")[0] for name in (*actors, *recipients)]:
        text += f", in {where}"
    if speakers:
        text += f", according to {listed(parties(speakers, names))}"
    return text[0].upper() + text[1:]
