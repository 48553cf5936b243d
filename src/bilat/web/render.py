"""Templates to HTML: everything is escaped unless it was made here of escaped parts."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup, escape

from bilat.briefing import maps, wording
from bilat.briefing.brief import Atlas, Dot
from bilat.briefing.disputed import NOTE
from bilat.briefing.render import safe_url
from bilat.model import EventType, Issue, Status, UndertakingKind, UndertakingStatus
from bilat.web import assets, atlas, links
from bilat.web.analyst import analyst_of
from bilat.web.heat import heat_svg
from bilat.web.page import Answer, Asked
from bilat.web.pages.dyad import Place
from bilat.web.pages.parts import PartyName
from bilat.web.problems import Problem
from bilat.web.snapshot import Snapshot
from bilat.web.timeline import timeline_svg


class Mapped(Protocol):
    """What the map shows of a party."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> str:
        """Its usual name."""

    @property
    def events(self) -> int:
        """How many events it stands in."""


_TOKEN_HERE = f"token-{secrets.token_hex(16)}"  # no article can have it: another one each time that the program starts
_NAME_HERE = f"name-{secrets.token_hex(16)}"

NAV = (
    ("/", "Home"),
    ("/dyads", "Dyads"),
    ("/parties", "Parties"),
    ("/undertakings", "Undertakings"),
    ("/stories", "Stories"),
    ("/articles", "Articles"),
    ("/outlets", "Outlets"),
    ("/judge", "Judge"),
    ("/record", "Record"),
)
"""The pages that every page leads to."""

WORDS: dict[str, tuple[str, ...]] = {
    "types": tuple(EventType),
    "statuses": tuple(Status),
    "issues": tuple(Issue),
    "kinds": tuple(UndertakingKind),
    "undertaking_statuses": tuple(UndertakingStatus),
}
"""The closed lists that filters choose from."""


def page(name: str, request: Request, snapshot: Snapshot, asked: Asked, answer: Answer) -> str:
    """A page's HTML from its model; the template has it as ``it``, and what was asked as ``asked``.

    Where the session's token and who judges there belong stand :data:`_TOKEN_HERE` and :data:`_NAME_HERE`, so that one
    drawing serves all sessions; :func:`own` puts them in.
    """
    common = _common(request) | {"csrf": _TOKEN_HERE, "analyst": _NAME_HERE}
    return _template(name).render(it=answer, asked=asked, label=snapshot.label, changed=_changer(request), **common)


def own(drawn: str, request: Request) -> str:
    """A drawn page as its session gets it."""
    return drawn.replace(_TOKEN_HERE, request.state.csrf).replace(_NAME_HERE, str(escape(analyst_of(request))))


def error(request: Request, trouble: Problem) -> str:
    """The page that shows a problem."""
    return _template("error").render(it=trouble, **_common(request))


def plain(name: str, request: Request, **values: Any) -> str:
    """A page that shows nothing of the record."""
    return _template(name).render(**values, **_common(request))


def _common(request: Request) -> dict[str, Any]:
    return {"nav": NAV, "path": request.url.path, "csrf": request.state.csrf, "query": request.query_params}


def _changer(request: Request) -> Any:
    def change(**parts: str | int | float | None) -> str:
        return links.changed(request, **parts)

    return change


def _template(name: str) -> Template:
    return environment().get_template(f"{name}.html.j2")


def compiled() -> None:
    """Compiles all templates, so that no reader waits for it."""
    for name in environment().list_templates(extensions=["j2"]):
        environment().get_template(name)


@cache
def environment() -> Environment:
    """The templates of the explorer."""
    made = Environment(
        loader=PackageLoader("bilat.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"moment": _moment, "tenths": "{:.1f}".format, "sure": "{:.2f}".format, "zip": zip}
    made.filters |= {"day": wording.day, "number": _number, "safe_url": safe_url, "plain": wording.plain}
    made.globals |= {"links": links, "counted": wording.counted, "asset": assets.address}
    made.globals |= {"timeline": timeline_svg, "heat": heat_svg, "atlas": _atlas}
    made.globals |= {"world": _world, "shade": atlas.shade, "map_note": NOTE, "words": WORDS}
    made.globals["sectors"] = {str(code): words for code, words in wording.SECTORS.items()}
    return made


def _world(parties: Iterable[Mapped]) -> Markup:
    return atlas.world_svg({one.code: (one.name, one.events) for one in parties})


class Located(Protocol):
    """A pair with its places."""

    @property
    def a(self) -> PartyName:
        """One of the two."""

    @property
    def b(self) -> PartyName:
        """The other."""

    @property
    def places(self) -> Sequence[Place]:
        """Where their acts took place."""


def _atlas(pair: Located) -> Markup:
    """The map of a pair; "" where neither has an outline."""
    dots = tuple(
        Dot(
            name=one.name,
            country=one.country,
            latitude=one.latitude,
            longitude=one.longitude,
            cooperation=one.cooperation,
            conflict=one.conflict,
        )
        for one in pair.places
    )
    return Markup(maps.map_svg(Atlas(states=((pair.a.code, pair.a.name), (pair.b.code, pair.b.name)), dots=dots)))


def _moment(stamp: str) -> str:
    """A moment in words; as it stands where it is none.

    >>> _moment("2026-11-30T19:55:21+00:00")
    '30 November 2026, 19:55 UTC'
    """
    try:
        at = datetime.fromisoformat(stamp).astimezone(UTC)
    except ValueError:
        return stamp
    return f"{wording.day(at.date().isoformat())}, {at:%H:%M} UTC"


def _number(value: float | None) -> str:
    """A number with its thousands apart; a dash for none."""
    return "–" if value is None else f"{value:,}".replace(",", "\u202f")
