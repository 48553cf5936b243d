"""What the record cannot know: weeks of which nothing was read, and issues that one source alone tells of."""

from collections import defaultdict
from datetime import date, timedelta

from bilat.briefing import wording
from bilat.briefing.brief import Count, Section
from bilat.briefing.desk import Desk
from bilat.model import Issue
from bilat.record.dates import reach
from bilat.relations import gaps as weeks_without
from bilat.relations import texts

MOST_WEEKS = 6
FEW = 5
"""So many articles in a week, or fewer, are told as few: an outlet prints more a day."""


def gaps(desk: Desk) -> Section:
    """The weeks of the last twelve months without an article, and the issues with one source."""
    counts = (*_weeks(desk), *_silence(desk), *_alone(desk))
    note = (
        "What was not read may have happened all the same. Weeks are the whole ones of the last 12 months, from "
        "Monday to Sunday; read means that an article of any pair is dated to the week."
    )
    return Section(key="gaps", title="Gaps", notes=(note,), counts=counts)


def _weeks(desk: Desk) -> tuple[Count, ...]:
    if desk.weeks is None or not desk.day:
        return ()
    since = max(desk.recent(), min(desk.weeks, default=desk.day))
    span = weeks_without({}, since, desk.day)
    empty = [week for week in span if not desk.weeks.get(week)]
    few = [week for week in span if 0 < desk.weeks.get(week, 0) <= FEW]
    more = len(empty) - MOST_WEEKS
    listed = wording.listed([*map(wording.day, empty[:MOST_WEEKS]), *([f"{more:,} more"] if more > 0 else [])])
    return (
        Count(
            label="Weeks of which nothing was read",
            value=f"{len(empty):,} of {len(span):,}",
            note=f"from {listed}" if empty else "",
            warning=bool(empty),
        ),
        Count(label=f"Weeks with {FEW} articles or fewer", value=f"{len(few):,}", warning=len(few) * 4 > len(span)),
    )


def _silence(desk: Desk) -> tuple[Count, ...]:
    """How long before the brief's day the newest article of the pair is, and how many weeks tell nothing of the two."""
    if not desk.day:
        return ()
    days = [found[0] for head in desk.dyad.articles.values() if (found := reach(head.date)) and found[0] == found[1]]
    newest = max(days, default=None)
    counts = []
    if newest:
        ago = (date.fromisoformat(desk.day) - date.fromisoformat(newest)).days
        note = f"{wording.counted(ago, 'day')} before the brief’s day" if ago else "the brief’s day"
        counts.append(Count(label="Newest article of the pair", value=wording.day(newest), note=note, warning=ago > 30))
    span = weeks_without({}, desk.recent(), desk.day)
    told = {_monday(day) for day in days} & set(span)
    label = f"Weeks of the last {len(span)} in which an article tells of the two"
    counts.append(Count(label=label, value=f"{len(told):,}"))
    return tuple(counts)


def _monday(day: str) -> str:
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat()


def _alone(desk: Desk) -> tuple[Count, ...]:
    """The issues of the last twelve months that one outlet, or one text, alone tells of."""
    articles: defaultdict[Issue, set[str]] = defaultdict(set)
    for one in desk.lately:
        for issue in one.issues:
            articles[issue].update(one.article_ids)
    alone, single = [], []
    for issue, ids in articles.items():
        told = texts(ids, desk.dyad.articles)
        if len(told) == 1:
            single.append(issue)
        elif len({desk.dyad.articles[id].outlet for id in told}) == 1:
            alone.append(issue)
    return (
        _named("Issues that one article alone tells of", single, len(articles)),
        _named("Issues that one outlet alone tells of, in several articles", alone, len(articles)),
    )


def _named(label: str, issues: list[Issue], whole: int) -> Count:
    names = wording.listed([wording.issue(one) for one in sorted(issues)])
    return Count(label=label, value=f"{len(issues):,} of {whole:,}", note=names, warning=len(issues) * 2 > whole)
