"""Sources and confidence: what the record rests on, and what to be careful of."""

import statistics
from collections import Counter

from bilat.briefing import wording
from bilat.briefing.brief import Count, Section
from bilat.briefing.desk import LEAST, Desk, left
from bilat.briefing.glance import outlets
from bilat.model import Status

LARGE_SHARE = 0.5
"""The share of a slice's articles from which on one outlet is warned of; the same for acts that one outlet tells."""
MOST_OUTLETS = 20


def limits(desk: Desk) -> Section:
    """What the record rests on: articles, outlets, dates, how sure the coder is."""
    notes = (
        "Statements are composed from set templates over coded fields, each on the sentences that it cites; text in "
        "quotation marks is verbatim. The coding is by rule and may be wrong: read the sentence before you use a line.",
        "Net cooperation is the mean of a score for each act's type, Goldstein's (1992) carried over to PLOVER: from "
        "-10, an attack, to 10. It does not weigh how grave one act was.",
        "What the record holds is what was read into it; what its articles do not tell is not here.",
    )
    more = left(len(desk.history.sources.outlets) - MOST_OUTLETS, "more outlets")
    part = Section(key="outlets", title="Outlets", counts=_outlet_lines(desk), notes=more)
    return Section(key="limits", title="Sources and confidence", counts=_cautions(desk), notes=notes, parts=(part,))


def _outlet_lines(desk: Desk) -> tuple[Count, ...]:
    return tuple(
        Count(
            label=wording.plain(one.outlet) if one.outlet else "no outlet named",
            value=wording.counted(one.articles, "article"),
            note=f"{wording.day(one.first)} to {wording.day(one.last)}" if one.first else "undated",
        )
        for one in desk.history.sources.outlets[:MOST_OUTLETS]
    )


def _cautions(desk: Desk) -> tuple[Count, ...]:
    sources, series = desk.history.sources, desk.history.series
    asked = desk.dyad.undated
    lines = [
        Count(label="Articles", value=f"{sources.articles:,}", note=outlets(desk)),
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
    lines += _day(desk)
    if desk.early:
        note = "acts told as done, but dated after every report of them"
        lines.append(Count(label="Dated ahead of their telling", value=f"{len(desk.early):,}", note=note))
    if asked:
        lines.append(
            Count(label="Left out of the asked dates", value=f"{asked:,}", note="acts without any date", warning=True)
        )
    if desk.dyad.unsure:
        note = f"assertions with a confidence below {desk.dyad.least or LEAST:.2f}"
        lines.append(Count(label="Left out as unsure", value=f"{desk.dyad.unsure:,}", note=note, warning=True))
    lines.append(_confidence(desk))
    return tuple(lines)


def _day(desk: Desk) -> list[Count]:
    """What a brief as of a day leaves out because its day is not known."""
    found = desk.dyad.left_out
    if found is None:
        return []
    why = f"may have appeared after {wording.day(desk.day)}"
    return [
        Count(
            label="Left out: articles without a date", value=f"{found.undated:,}", note=why, warning=found.undated > 0
        ),
        Count(
            label="Left out: articles with a month or a year alone",
            value=f"{found.coarse:,}",
            note=why,
            warning=found.coarse > 0,
        ),
    ]


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
