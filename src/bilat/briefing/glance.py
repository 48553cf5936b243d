"""The pair at a glance, and the key figures and dates."""

from collections import defaultdict
from datetime import date

from bilat.briefing import pictures, wording
from bilat.briefing.brief import Count, Section, Statement
from bilat.briefing.desk import LIKELY, Desk, apart, day_of, left, lowered
from bilat.briefing.journeys import visits_ahead
from bilat.briefing.matters import milestones, name_of
from bilat.briefing.planned import plan_line, plans_ahead
from bilat.model import Fact, UndertakingStatus
from bilat.relations import SCORES, Happening

MOST_FACTS = 8
MOST_DATES = 8


def glance(desk: Desk) -> Section:
    """The figures of the whole record of the pair, its latest act and the weightiest of the last twelve months."""
    statements = [*_latest(desk), *_weightiest(desk)]
    notes = () if statements else ("The record has nothing dated to say of the two.",)
    return Section(
        key="glance", title="The pair at a glance", counts=_figures(desk), statements=tuple(statements), notes=notes
    )


def _figures(desk: Desk) -> tuple[Count, ...]:
    done, lately = desk.done, desk.lately
    stalled = sum(
        one.status in (UndertakingStatus.STALLED, UndertakingStatus.SUSPENDED) for one in desk.history.undertakings
    )
    ahead = len(plans_ahead(desk))
    return (
        Count(label="Reports", value=f"{len(desk.dyad.articles):,}", note=outlets(desk)),
        Count(label="Acts that took place", value=f"{len(done):,}", note=_quads(done)),
        Count(label="In the last 12 months", value=f"{len(lately):,}", note=_quads(lately)),
        Count(label="Net cooperation", value=_net(done), note=f"last 12 months {_net(lately)}; a mean from -10 to 10"),
        Count(
            label="Open plans", value=f"{ahead:,}", note=f"{wording.counted(len(visits_ahead(desk)), 'visit')} ahead"
        ),
        Count(
            label="Undertakings", value=f"{len(desk.history.undertakings):,}", note=f"{stalled:,} stalled or suspended"
        ),
    )


def outlets(desk: Desk) -> str:
    """How many outlets and reprints the pair's articles are, and from when."""
    named = wording.counted(sum(one.outlet is not None for one in desk.history.sources.outlets), "named outlet")
    dates = sorted(head.date for head in desk.dyad.articles.values() if head.date)
    sources = desk.history.sources
    again = sources.articles - sources.texts
    printed = f"{wording.counted(again, 'reprint')} of others among them, " if again else ""
    return f"{printed}{named}, {wording.day(dates[0])} to {wording.day(dates[-1])}" if dates else printed + named


def _quads(some: tuple[Happening, ...]) -> str:
    conflict = sum(map(pictures.is_conflict, some))
    return f"{len(some) - conflict:,} of cooperation, {conflict:,} of conflict"


def _net(some: tuple[Happening, ...]) -> str:
    """The mean score, with its sign, as text; a dash where nothing took place."""
    if not some:
        return "none"
    return f"{sum(SCORES[one.type] for one in some) / len(some):+.1f}"


def _latest(desk: Desk) -> list[Statement]:
    return [_led(desk, "Latest act told of", one) for one in _last(desk)]


def _last(desk: Desk) -> list[Happening]:
    """The newest act of a state that the coder is rather sure of; the newest of all where there is none such."""
    ordered = sorted(desk.done, key=lambda one: (day_of(one), one.event_ids))
    firm = [one for one in ordered if desk.sure(one) >= LIKELY and _between_states(desk, one)]
    return firm[-1:] or ordered[-1:]


def _between_states(desk: Desk, one: Happening) -> bool:
    """Whether organs of a state act, and not its analysts, firms or people."""
    return any(wording.speaks_for_state(party) for id in one.event_ids for party in desk.event(id).actors)


def _weightiest(desk: Desk) -> list[Statement]:
    top = sorted(desk.lately, key=lambda one: (-desk.weight(one), one.event_ids))
    some = desk.fresh([*_last(desk), *apart(top)], 4)[1:]
    return [_led(desk, "Weightiest of the last 12 months", one) for one in some]


def _led(desk: Desk, lead: str, one: Happening) -> Statement:
    return desk.stated(
        f"{lead}: {lowered(desk.worded(one))}",
        desk.speaking(one.event_ids),
        when=wording.when(one.date, one.date_basis),
        date=one.date,
    )


def figures(desk: Desk) -> Section:
    """Stated quantities of the pair, and the dates that lie ahead."""
    parts = []
    facts, more = _facts(desk)
    if facts:
        notes = (
            "Quantities that articles state of the two, those stated most often first. What is told with several "
            "values is told with each.",
            *left(more),
        )
        parts.append(Section(key="figures-facts", title="Figures", statements=tuple(facts), notes=notes))
    dates = _dates(desk)
    if dates:
        parts.append(Section(key="figures-dates", title="Dates ahead", statements=tuple(dates)))
    nothing = "The record has no stated quantity of the two, and no date that lies ahead."
    return Section(key="figures", title="Key figures and dates", notes=() if parts else (nothing,), parts=tuple(parts))


def _dates(desk: Desk) -> list[Statement]:
    ahead = [plan.happening for plan in plans_ahead(desk) if plan.due == "ahead"]
    found = [plan_line(desk, one) for one in sorted(ahead, key=lambda one: (day_of(one), one.event_ids))[:MOST_DATES]]
    for matter in desk.history.undertakings:
        found += milestones(desk, matter.due, name_of(matter))
    return sorted(found, key=lambda one: one.date or "9")[:MOST_DATES]


def _facts(desk: Desk) -> tuple[list[Statement], int]:
    """Stated quantities, those told most often first, and how many more there are."""
    same: defaultdict[tuple[str, str, float], list[Fact]] = defaultdict(list)
    for fact in desk.dyad.facts:
        if not _measures(fact):
            continue
        same[fact.subject, fact.unit, fact.quantity].append(fact)
    ranked = sorted(
        same.values(), key=lambda some: (-len({one.article_id for one in some}), -_newest(desk, some), some[0].id)
    )
    return [_fact(desk, some) for some in ranked[:MOST_FACTS]], len(ranked) - MOST_FACTS


def _newest(desk: Desk, some: list[Fact]) -> int:
    """The newest day on which a fact is stated, as a number, 0 where none is told."""
    told = desk.newest([one.article_id for one in some])
    return date.fromisoformat(told).toordinal() if told else 0


def _measures(fact: Fact) -> bool:
    """Whether a fact measures the relation (a length, a sum, an amount) and does not count who took part in an act."""
    return (
        fact.unit in {"km", "mi", "%"}
        or fact.unit.isupper()
        or "/" in fact.unit
        or fact.unit in {"m3", "t", "ha", "km2", "agreements", "memorandums"}
    )


def _fact(desk: Desk, some: list[Fact]) -> Statement:
    subject = wording.plain(some[0].subject)
    dates = [head.date for one in some if (head := desk.dyad.articles[one.article_id]).date]
    when = f"reported {wording.day(max(filter(None, dates)))}" if dates else "no date told"
    text = f"{subject[:1].upper()}{subject[1:]}: “{wording.plain(some[0].text)}”"
    return desk.stated(text, [one.id for one in some], when=when)
