"""bilat reads the news about states and keeps an auditable record of their relations.

>>> import bilat
>>> coding = bilat.code("Iranian President Hassan Rouhani visited Islamabad on Friday.", date="2016-03-26")
>>> [(e.type.value, e.mode.value, [p.code for p in e.actors]) for e in coding.events]
[('CONSULT', 'visit', ['IRNGOV'])]
>>> view = bilat.Record.open("record").view()                                     # doctest: +SKIP
>>> print(bilat.briefing.markdown(bilat.brief(view, "IRN", "PAK")))               # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bilat.api import backtest, brief, code, dyad, outlook, read, series, triads, undertakings, visits, whatif
    from bilat.config import Settings
    from bilat.errors import BilatError, Skip, Stop
    from bilat.lexicon import Lexicon
    from bilat.model import Article, Coding, Event, EventType, Fact, Issue, Mode, Quad, Status, Undertaking
    from bilat.output import as_dict
    from bilat.record import Record, View

# Names are loaded when they are first used: bilat.model alone must not cost the parser's start.
_HOMES = {
    "bilat.api": ("backtest", "brief", "code", "dyad", "outlook", "read", "series", "triads", "undertakings", "visits", "whatif"),
    "bilat.config": ("Settings",),
    "bilat.errors": ("BilatError", "Skip", "Stop"),
    "bilat.lexicon": ("Lexicon",),
    "bilat.model": (
        "Article", "Coding", "Event", "EventType", "Fact", "Issue", "Mode", "Quad", "Status", "Undertaking",
    ),
    "bilat.output": ("as_dict",),
    "bilat.record": ("Record", "View"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Article",
    "BilatError",
    "Coding",
    "Event",
    "EventType",
    "Fact",
    "Issue",
    "Lexicon",
    "Mode",
    "Quad",
    "Record",
    "Settings",
    "Skip",
    "Status",
    "Stop",
    "Undertaking",
    "View",
    "as_dict",
    "backtest",
    "brief",
    "code",
    "dyad",
    "outlook",
    "read",
    "series",
    "triads",
    "undertakings",
    "visits",
    "whatif",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("bilat")
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'bilat' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
