"""The words by which names of undertakings are compared: what heads them, what they carry, what tells nothing apart.

A name is its head and what the head is told apart by. Heads that mean one kind of thing stand in one class, so that a pact may
be called a treaty in the next report; whether two names of a class are one matter is decided by their other words.
"""

from collections.abc import Mapping
from types import MappingProxyType


def _classes(table: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({word: kind for kind, words in table.items() for word in words.split()})


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


HEADS = _classes(
    {
        "paper": """accord agreement arrangement communique contract convention deal declaration document memorandum mou
            pact partnership protocol roadmap statement treaty understanding waiver""",
        "exchange": "exchange swap",
        "ceasefire": "armistice ceasefire truce",
        "talks": "consultation dialogue discussion negotiation process talk",
        "commission": "commission committee",
        "council": "council",
        "chamber": "chamber",
        "group": "group taskforce",
        "alliance": "alliance coalition",
        "format": "format forum",
        "pipeline": "pipeline",
        "rail": "rail railroad railway",
        "road": "highway motorway road",
        "corridor": "corridor route",
        "port": "harbor harbour port seaport",
        "dam": "barrage dam reservoir",
        "canal": "canal",
        "bridge": "bridge",
        "tunnel": "tunnel",
        "plant": "plant powerhouse reactor station",
        "field": "field gasfield oilfield",
        "refinery": "refinery",
        "market": "bazaar market marketplace",
        "zone": "park zone",
        "terminal": "terminal",
        "crossing": "checkpoint crossing",
        "airport": "airport",
        "flight": "airline flight",
        "ferry": "ferry shipping",
        "cable": "cable grid interconnector transmission",
        "satellite": "satellite",
        "supply": "export import sale supply",
        "credit": "credit loan",
        "aid": "aid assistance grant",
        "target": "goal target",
        "sanctions": "embargo sanction",
    }
)
"""Head nouns, singular, by the class that they are of."""

WORKS = _set(
    """
    pipeline rail road corridor port dam canal bridge tunnel plant field refinery market zone terminal crossing
    airport flight ferry cable satellite
    """
)
"""Classes of which each is one built or run thing: it has a name or a place, and may be called by its bare head."""

DEALS = frozenset({"exchange", "ceasefire"})
"""Classes that a paper's word may follow: a "prisoner exchange deal" is a prisoner exchange."""

PAPERS = DEALS | {"paper", "talks", "supply", "credit", "aid", "target"}
"""Classes of which a pair has many: a bare name says nothing."""

SUMS = frozenset({"credit", "target"})
"""Classes whose sum tells one from another: a loan of $500 million, a trade target of $10 billion."""

OUTER = _set(
    """
    construction development extension implementation initiative phase plan programme program project scheme
    section work line agreement contract deal
    """
)
"""Heads that a work's own name may stand in: a "gas pipeline project", a "pipeline deal"."""

CARRIED = _set(
    """
    coal copper crude data electricity fiber fibre freight fuel gas gasoline hydrogen irrigation lng lpg mineral
    nuclear oil optic passenger petrochemical petroleum power product solar thermal water wind
    """
)
"""What a work carries or makes; the gas line is not the oil line, but a line's own name and its load go together."""

SAME = MappingProxyType(
    {
        **dict.fromkeys(("crude", "petroleum"), "oil"),
        **dict.fromkeys(("electricity", "electric", "electrical"), "power"),
        **dict.fromkeys(("commerce", "commercial", "trading"), "trade"),
        **dict.fromkeys(("economy", "financial", "finance"), "economic"),
        **dict.fromkeys(("transportation", "transit"), "transport"),
        **dict.fromkeys(("defence", "defense"), "defence"),
        **dict.fromkeys(("judiciary", "legal"), "judicial"),
        **dict.fromkeys(("plane", "jet", "airplane"), "aircraft"),
        **dict.fromkeys(("undersea", "subsea", "seabed", "submarine"), "offshore"),
        **dict.fromkeys(("parliamentary",), "parliament"),
    }
)
"""Words that say one thing, by the one that stands for them."""

SHORT = MappingProxyType(
    {
        "fta": "free trade agreement",
        "pta": "preferential trade agreement",
        "mou": "memorandum of understanding",
        "mous": "memorandum of understanding",
        "road map": "roadmap",
        "cease-fire": "ceasefire",
    }
)
"""Short and split forms that any name may have, written out."""

IDLE = _set(
    """
    a an the of on in to for and or with between among by at from as into against its their his her our this that
    these those which both two three four five six seven eight nine ten several some many all other another such
    certain various numerous joint bilateral multilateral trilateral tripartite quadrilateral mutual common
    cooperation country side state nation party government regard area field sphere relation tie way new old recent
    current former latest last next future previous existing proposed planned possible potential draft interim
    preliminary initial final eventual tentative supplemental additional amended revised modified firm formal
    official signed agreed inked accorded brokered concluded negotiated pending delayed stalled suspended long
    longstanding important major big huge giant mega great historic historical landmark significant good bad better
    best disastrous terrible worst horrible useful beneficial lucrative fresh sweeping restoration crippling harsh
    tough tougher unilateral extraterritorial illegal unjust cruel oppressive brutal western international global
    world regional special comprehensive general full fuller further ambitious long-awaited awaited controversial
    disputed multi billion million dollar euro following respective related imposed reimposed remaining anti
    inhuman heavy serious direct daily annual maiden establish establishment boost promote enhance increase
    implement implementing implementation start launch sign reach field
    """
)
"""Words that tell no matter from another: they count, judge, date, or belong to any."""

PARTS = _set(
    """
    first second third fourth fifth i ii iii iv v northern southern eastern upper lower north south east west
    """
)
"""Words that tell a part or a number of a row."""
