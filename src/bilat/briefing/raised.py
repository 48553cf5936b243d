"""What is certain, likely and unlikely to be raised: from the agenda, and from recency and weight, with the numbers shown."""

from collections.abc import Container

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import HALF_LIFE, Desk, day_of, latest
from bilat.briefing.files import File, files_of
from bilat.briefing.journeys import agenda_issues, beside_issues, visits_ahead
from bilat.model import EventType, Issue, UndertakingStatus
from bilat.relations import Happening

LARGE = 0.08
"""The share of the record's weight as of the day from which on an issue is likely to be raised."""
SOME = 0.02
"""The share from which on a request or an open undertaking makes it likely."""
FRESH = 90
"""Days within which a request makes an issue likely."""
OPEN = 180
"""Days within which an open undertaking does that was told of."""
MOST = 8

RULE = (
    "Certain: on the agenda of the coming visit. Likely: told of in the reports on that visit; or the issue has "
    f"{LARGE:.0%} or more of the weight of all acts; or {SOME:.0%} or more and one side asked something on it in the "
    f"last {FRESH} days, or an undertaking of it that has not ended was told of in the last {OPEN}. Unlikely: the "
    "rest. An act's weight is the size of its type's score (4 more for a visit), times the coder's confidence, "
    "times the root of the number of texts and outlets that tell of it, less two fifths where only the report dates "
    f"it, halved with every {HALF_LIFE} days. Diplomacy is left out: every meeting is of it. An act with several "
    "issues counts for each."
)

_CLOSED = (UndertakingStatus.ENDED, UndertakingStatus.UNKNOWN)


def raised(desk: Desk) -> Section:
    """The issues in three parts, each with the numbers that put it there."""
    found = [one for one in files_of(desk, least=1) if one.issue is not Issue.DIPLOMACY]
    agenda, beside = agenda_issues(desk), beside_issues(desk)
    weights = {one.issue: sum(map(desk.present, one.acts)) for one in found}
    # Of an issue that only a plan names there is no file yet, and it is certain all the same.
    total = sum(weights.values())
    certain, likely, unlikely = [], [], []
    for file in found:
        share = weights[file.issue] / total if total else 0.0
        ids = agenda.pop(file.issue, None)
        if ids is not None:
            certain.append(_certain(desk, file.issue, ids, file, share))
        elif why := _likely(desk, file, share, beside):
            likely.append(_line(desk, file, share, why))
        else:
            unlikely.append(_line(desk, file, share, ""))
    certain += [_certain(desk, issue, ids, None, 0.0) for issue, ids in agenda.items()]
    parts = [
        Section(key=f"raised-{key}", title=title, statements=tuple(some[:MOST]))
        for key, title, some in (
            ("certain", "Certain", certain),
            ("likely", "Likely", likely),
            ("unlikely", "Unlikely", unlikely),
        )
        if some
    ]
    none = "No visit that lies ahead has an agenda, so nothing is certain."
    notes = () if certain else (none,)
    return Section(
        key="raised",
        title="What is likely to be raised",
        notes=notes if parts else ("The record has no act of the two with an issue, and no undertaking.",),
        rule=RULE,
        parts=tuple(parts),
    )


def _certain(desk: Desk, issue: Issue, ids: list[str], file: File | None, share: float) -> Statement:
    visit = visits_ahead(desk)[0]
    when = wording.day(visit.dates[0]) if visit.dates else f"planned, as reported {wording.day(visit.told)}"
    text = f"on the agenda of the visit ({when})"
    if file is not None:
        text += f"; {_numbers(desk, file, share)}"
    return desk.stated(f"{text[:1].upper()}{text[1:]}", ids, label=wording.issue(issue).capitalize())


def _likely(desk: Desk, file: File, share: float, beside: Container[Issue]) -> str:
    """Why an issue is likely to be raised, "" where it is not."""
    if file.issue in beside:
        return "told of in the reports on the visit"
    if share >= LARGE:
        return f"{share:.0%} of the weight"
    if share < SOME:
        return ""
    asked = [one for one in file.acts if one.type is EventType.REQUEST and day_of(one) >= desk.before(FRESH)]
    if asked:
        return f"{wording.counted(len(asked), 'request')} in the last {FRESH} days"
    open_ = [one for one in file.matters if one.status not in _CLOSED and (one.last or "") >= desk.before(OPEN)]
    if open_:
        status = open_[0].status.value.replace("-", " ")
        return f"{wording.plain(open_[0].name)}: {status}, told of {wording.day(open_[0].last)}"
    return ""


def _line(desk: Desk, file: File, share: float, why: str) -> Statement:
    text = _numbers(desk, file, share)
    if why and not text.startswith(why):
        text = f"{why}; {text}"
    ids = [id for one in _heavy(desk, file) for id in desk.speaking(one.event_ids)[:2]]
    if why.endswith(wording.day(file.matters[0].last)) if file.matters else False:
        ids = [*(one.undertaking_id for one in reversed(file.matters[0].mentions[-2:])), *ids]
    ids = ids or [one.undertaking_id for matter in file.matters for one in reversed(matter.mentions)]
    label = wording.issue(file.issue).capitalize()
    short = f"{share:.0%} of the weight"
    if why and not why.startswith(short):
        short = f"{why}; {short}"
    whole = text[:1].upper() + text[1:]
    return desk.stated(whole, ids, label=label, short=short[:1].upper() + short[1:], quoted=False)


def _heavy(desk: Desk, file: File) -> list[Happening]:
    """The acts that weigh most as of the day, three at most."""
    return sorted(file.acts, key=lambda one: (-desk.present(one), one.event_ids))[:3]


def _numbers(desk: Desk, file: File, share: float) -> str:
    recent, fresh = desk.recent(), desk.before(FRESH)
    year = sum(day_of(one) >= recent for one in file.acts)
    lately = sum(day_of(one) >= fresh for one in file.acts)
    text = f"{share:.0%} of the weight; {wording.counted(year, 'act')} in the last 12 months, {lately} in the last {FRESH} days"
    if file.acts:
        text += f"; the last {wording.when(latest(file.acts)[0].date, latest(file.acts)[0].date_basis)}"
    return text
