"""What each side asked of the other, and what came in answer."""

from bilat.briefing import wording
from bilat.briefing.brief import Section, Statement
from bilat.briefing.desk import Desk, day_of, latest, left
from bilat.model import EventType, Issue
from bilat.relations import Happening

MOST_ASKED = 5
WINDOW = 90
"""Days within which an act of the asked side is taken for its answer."""

_ANSWERS: dict[EventType, str] = {
    EventType.AGREE: "yes",
    EventType.CONCEDE: "yes",
    EventType.COOPERATE: "yes",
    EventType.RETREAT: "yes",
    EventType.AID: "yes",
    EventType.REJECT: "no",
    EventType.THREATEN: "no",
    EventType.ACCUSE: "no",
}
"""The types that can answer a request, and on which side of it they stand."""

RULE = (
    f"A request is answered by the first act of the asked side towards the asker, on the same day or within {WINDOW} "
    "days, that shares an issue with it (other than diplomacy) or is told in the same article: an offer, "
    "concession, cooperation, return or aid is given as favourable, a refusal, threat or accusation as "
    "unfavourable. Whether it was meant as an answer the rule cannot know. The newest come first; requests of the "
    "last two years, or the newest where there are none."
)


def asks(desk: Desk) -> Section:
    """The requests of each side to the other, with their answers."""
    parts = []
    for key, side, other in (("a", desk.dyad.a, desk.dyad.b), ("b", desk.dyad.b, desk.dyad.a)):
        direction = "a>b" if key == "a" else "b>a"
        asked = [one for one in desk.done if one.type is EventType.REQUEST and one.direction == direction]
        recent = [one for one in asked if day_of(one) >= desk.before(2 * 365)] or asked[-3:]
        chosen = desk.fresh(latest(recent), MOST_ASKED)
        if chosen:
            statements = tuple(_asked(desk, one) for one in chosen)
            title = f"{desk.state(side)} asked of {desk.state(other)}"
            notes = left(len(asked) - len(chosen))
            parts.append(Section(key=f"asks-{key}", title=title, statements=statements, notes=notes))
    nothing = "The record tells of no request of one to the other."
    return Section(
        key="asks",
        title="What each asked of the other",
        notes=() if parts else (nothing,),
        rule=RULE,
        parts=tuple(parts),
    )


def _asked(desk: Desk, one: Happening) -> Statement:
    answer = answer_to(desk, one)
    text = desk.worded(one)
    under: list[Statement] = []
    if answer is None:
        text += "; the record has no answer"
    else:
        side = "favourable" if _ANSWERS[answer.type] == "yes" else "unfavourable"
        under = [desk.happening(answer, tags=(), label="Answer", status=side)]
    ids = desk.speaking(one.event_ids)
    tags = tuple(wording.issue(issue) for issue in desk.issues(one) if issue is not Issue.DIPLOMACY)
    when = wording.when(one.date, one.date_basis)
    return desk.stated(text, ids, when=when, date=one.date, tags=tags, under=under)


def answer_to(desk: Desk, asked: Happening) -> Happening | None:
    """The act that the section's rule takes for the answer, null where the record has none."""
    back = {"a>b": "b>a", "b>a": "a>b"}[asked.direction]
    issues = set(desk.issues(asked)) - {Issue.DIPLOMACY}
    since = day_of(asked)
    for one in desk.done:
        day = day_of(one)
        if day < since or one.type not in _ANSWERS or one.direction != back:
            continue
        if any(wording.condoles(desk.event(id)) for id in one.event_ids):
            continue
        if desk.days_since(since) - desk.days_since(day) > WINDOW:
            return None
        if issues & set(desk.issues(one)) or set(asked.article_ids) & set(one.article_ids):
            return one
    return None
