"""A dyad's brief, put together from its history: see :func:`compose`."""

import statistics
from collections import Counter, defaultdict

from bilat.briefing import acts, matters, pictures, wording
from bilat.briefing.brief import Brief, Count, Section, Statement
from bilat.briefing.desk import Desk, day_of
from bilat.briefing.wording import Names
from bilat.model import Fact, Status, UndertakingStatus
from bilat.record import Dyad
from bilat.relations import SCORES, Happening, History

MOST_FACTS = 6
LARGE_SHARE = 0.5
"""The share of a slice's articles from which on one outlet is warned of; the same for acts that one outlet tells."""


def compose(dyad: Dyad, history: History, names: Names) -> Brief:
    """The brief of a pair.

    Args:
        dyad: The pair's slice of the record.
        history: What :func:`bilat.relations.history` says of the same slice.
        names: A code's name, as in "IRN" to "Iran".
    """
    desk = Desk(dyad, history, names)
    sections = (
        _glance(desk),
        acts.ahead(desk),
        acts.issues(desk),
        matters.undertakings(desk),
        acts.strangers(desk),
        acts.encounters(desk),
        pictures.timeline(desk),
        pictures.places(desk),
        acts.chronology(desk),
        _limits(desk),
    )
    return Brief(
        a=(dyad.a, names(dyad.a)),
        b=(dyad.b, names(dyad.b)),
        since=dyad.since,
        until=dyad.until,
        newest=history.newest,
        sections=sections,
        citations=desk.citer.citations(),
    )


def _glance(desk: Desk) -> Section:
    statements = [*_facts(desk), *_latest(desk), *_weightiest(desk)]
    notes = () if statements else ("The record has nothing dated to say of the two.",)
    return Section(
        key="glance", title="The pair at a glance", counts=_figures(desk), statements=tuple(statements), notes=notes
    )


def _figures(desk: Desk) -> tuple[Count, ...]:
    done = [one for one in desk.of(Status.ACTUAL) if one.date]
    since = desk.recent()
    lately = [one for one in done if day_of(one) >= since]
    stalled = sum(
        one.status in (UndertakingStatus.STALLED, UndertakingStatus.SUSPENDED) for one in desk.history.undertakings
    )
    return (
        Count(label="Reports", value=f"{len(desk.dyad.articles):,}", note=_outlets(desk)),
        Count(label="Acts that took place", value=f"{len(done):,}", note=_quads(done)),
        Count(label="In the last 12 months", value=f"{len(lately):,}", note=_quads(lately)),
        Count(label="Net cooperation", value=_net(done), note=f"last 12 months {_net(lately)}; a mean from -10 to 10"),
        Count(label="Open plans", value=f"{sum(one.due != 'passed' for one in desk.history.planned):,}"),
        Count(
            label="Undertakings", value=f"{len(desk.history.undertakings):,}", note=f"{stalled:,} stalled or suspended"
        ),
    )


def _outlets(desk: Desk) -> str:
    outlets = wording.counted(sum(one.outlet is not None for one in desk.history.sources.outlets), "named outlet")
    dates = sorted(head.date for head in desk.dyad.articles.values() if head.date)
    sources = desk.history.sources
    again = sources.articles - sources.texts
    printed = f"{wording.counted(again, 'reprint')} of others among them, " if again else ""
    return f"{printed}{outlets}, {wording.day(dates[0])} to {wording.day(dates[-1])}" if dates else printed + outlets


def _quads(some: list[Happening]) -> str:
    conflict = sum(map(pictures.is_conflict, some))
    return f"{len(some) - conflict:,} of cooperation, {conflict:,} of conflict"


def _net(some: list[Happening]) -> str:
    """The mean score, with its sign, as text; a dash where nothing took place."""
    if not some:
        return "none"
    return f"{sum(SCORES[one.type] for one in some) / len(some):+.1f}"


def _facts(desk: Desk) -> list[Statement]:
    """Stated quantities, those told most often first; one that is told with two values is told twice."""
    same: defaultdict[tuple[str, str, float], list[Fact]] = defaultdict(list)
    for fact in desk.dyad.facts:
        if not _measures(fact):
            continue
        same[fact.subject, fact.unit, fact.quantity].append(fact)
    ranked = sorted(
        same.values(), key=lambda some: (-len({one.article_id for one in some}), some[0].subject, some[0].id)
    )
    return [_fact(desk, some) for some in ranked[:MOST_FACTS]]


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


def _latest(desk: Desk) -> list[Statement]:
    return [_led("Latest act told of", desk.happening(one, tags=())) for one in desk.history.latest[:1]]


def _weightiest(desk: Desk) -> list[Statement]:
    since = desk.recent()
    lately = [
        one for one in desk.of(Status.ACTUAL) if since and day_of(one) >= since and one not in desk.history.latest[:1]
    ]
    top = sorted(lately, key=lambda one: (-desk.weight(one), one.event_ids))[:2]
    return [_led("Weightiest of the last 12 months", desk.happening(one, tags=())) for one in top]


def _led(lead: str, one: Statement) -> Statement:
    text = f"{lead}: {one.text[0].lower()}{one.text[1:]}"
    return Statement(
        text=text, citations=one.citations, when=one.when, date=one.date, tags=one.tags, quote=one.quote, more=one.more
    )


def _limits(desk: Desk) -> Section:
    notes = (
        "Statements are composed from set templates over coded fields, each on the sentences that it cites; text in "
        "quotation marks is verbatim. The coding is by rule and may be wrong: read the sentence before you use a line.",
        "Net cooperation is the mean of a score for each act's type, Goldstein's (1992) carried over to PLOVER: from "
        "-10, an attack, to 10. It does not weigh how grave one act was.",
        "What the record holds is what was read into it; what its articles do not tell is not here.",
    )
    outlets = Section(key="outlets", title="Outlets", counts=_outlet_lines(desk))
    return Section(key="limits", title="The record's limits", counts=_cautions(desk), notes=notes, parts=(outlets,))


def _outlet_lines(desk: Desk) -> tuple[Count, ...]:
    return tuple(
        Count(
            label=wording.plain(one.outlet) if one.outlet else "no outlet named",
            value=wording.counted(one.articles, "article"),
            note=f"{wording.day(one.first)} to {wording.day(one.last)}" if one.first else "undated",
        )
        for one in desk.history.sources.outlets
    )


def _cautions(desk: Desk) -> tuple[Count, ...]:
    sources, series = desk.history.sources, desk.history.series
    asked = desk.dyad.undated
    lines = [
        Count(label="Articles", value=f"{sources.articles:,}", note=_outlets(desk)),
        *_one_outlet(desk),
        _single(desk),
        Count(
            label="Undated articles",
            value=f"{len(sources.undated_article_ids):,}",
            warning=len(sources.undated_article_ids) * 5 > sources.articles,
        ),
        Count(label="Languages", value=_languages(desk)),
        Count(label="Assertions of acts", value=f"{len(desk.dyad.events):,}", note=_statuses(desk)),
        Count(
            label="Not in the timeline",
            value=f"{len(series.undated) + len(series.coarse):,}",
            note="assertions with no date, or a year alone",
        ),
    ]
    if asked:
        lines.append(
            Count(label="Left out of the asked dates", value=f"{asked:,}", note="acts without any date", warning=True)
        )
    if desk.dyad.unsure:
        note = f"acts with a confidence below {desk.dyad.least:.2f}, or with none"
        lines.append(Count(label="Left out as unsure", value=f"{desk.dyad.unsure:,}", note=note, warning=True))
    lines.append(_confidence(desk))
    return tuple(lines)


def _confidence(desk: Desk) -> Count:
    """How sure the coder is of the acts on the whole."""
    known = [c for entry in desk.dyad.events if (c := entry.event.confidence) is not None]
    if not known:
        note = "no calibrated model has judged this record" if desk.dyad.events else ""
        return Count(label="Acts with a measured confidence", value="0", note=note)
    middle = statistics.median(known)
    note = f"half of them at {middle:.2f} or above: the share that another coder would have written too"
    return Count(label="Acts with a measured confidence", value=f"{len(known):,}", note=note)


def _one_outlet(desk: Desk) -> list[Count]:
    """The warning that one outlet supplies most of what is known."""
    sources = desk.history.sources
    if not sources.outlets or sources.outlets[0].articles < LARGE_SHARE * sources.articles:
        return []
    top = sources.outlets[0]
    name = wording.plain(top.outlet) if top.outlet else "Articles that name no outlet"
    return [
        Count(
            label="One outlet",
            value=f"{top.articles / sources.articles:.0%}",
            note=f"{name}: {wording.counted(top.articles, 'article')} of {sources.articles:,}",
            warning=True,
        )
    ]


def _single(desk: Desk) -> Count:
    sources = desk.history.sources
    share = sources.single_share
    return Count(
        label="Told by one outlet alone",
        value="none" if share is None else f"{share:.0%}",
        note=f"{sources.single:,} of {sources.happenings:,} acts that took place",
        warning=share is not None and share >= LARGE_SHARE,
    )


def _languages(desk: Desk) -> str:
    counts = Counter(head.language or "not known" for head in desk.dyad.articles.values())
    return ", ".join(f"{language} {number:,}" for language, number in counts.most_common()) or "none"


def _statuses(desk: Desk) -> str:
    counts = Counter(entry.event.status for entry in desk.dyad.events)
    return ", ".join(f"{counts[status]:,} {status.value}" for status in Status if counts[status])
