"""How a matter goes on: which statuses are believed, which words are steps, when an obstacle has fallen."""

import pytest

from bilat.model import ObstacleKind, Span, Status, UndertakingStatus
from bilat.record import Act
from bilat.relations import Evidence, Mention, Step
from bilat.relations.matters.course import course
from bilat.relations.matters.milestones import Passage, milestones, told_steps
from bilat.relations.matters.obstacles import Told, gone, hindrances

STALLED, OPERATING, BUILDING = (
    UndertakingStatus.STALLED,
    UndertakingStatus.OPERATING,
    UndertakingStatus.UNDER_CONSTRUCTION,
)


def mention(day: str, status: UndertakingStatus = UndertakingStatus.UNKNOWN) -> Mention:
    return Mention(
        undertaking_id=day, article_id=day, date=day, name="dam", words="the dam", status=status, stated=True
    )


def row(*statuses: UndertakingStatus) -> list[UndertakingStatus]:
    return [one.status for one in course([mention(f"20{10 + n}-01-01", status) for n, status in enumerate(statuses)])]


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        ([STALLED, STALLED, OPERATING, STALLED], [STALLED]),
        ([STALLED, STALLED, OPERATING], [STALLED]),
        ([STALLED, STALLED, OPERATING, OPERATING], [STALLED, OPERATING]),
        ([BUILDING, STALLED, BUILDING], [BUILDING, STALLED, BUILDING]),
        ([BUILDING, OPERATING], [BUILDING, OPERATING]),
        (
            [UndertakingStatus.UNDER_NEGOTIATION, UndertakingStatus.AGREED],
            [UndertakingStatus.UNDER_NEGOTIATION, UndertakingStatus.AGREED],
        ),
        ([BUILDING, UndertakingStatus.ENDED, BUILDING], [BUILDING]),
        ([BUILDING, UndertakingStatus.ENDED], [BUILDING, UndertakingStatus.ENDED]),
        ([], []),
    ],
)
def test_a_leap_that_one_article_alone_tells_is_not_believed(
    told: list[UndertakingStatus], believed: list[UndertakingStatus]
) -> None:
    assert row(*told) == believed


def steps(
    sentence: str, published: str = "2021-05-20", *acts: Act
) -> list[tuple[Step, Status, str | None, str | None]]:
    """The steps that a sentence on "the dam" tells."""
    at = sentence.index("dam") + len("dam")
    passage = Passage(
        article_id="a", date=published, sentence=Span(0, len(sentence), sentence), at=(at,), acts=tuple(acts)
    )
    return [
        (one.step, one.status, one.date, one.basis) for one in milestones(told_steps([passage], {"RUR"}, {}), {}, {})
    ]


def act(trigger: str, *, status: Status = Status.ACTUAL, date: str | None = None, key: str = "RUR") -> Act:
    return Act(id=trigger, article_id="a", at=0, trigger=trigger, status=status, date=date, keys=(key,))


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "The two signed the contract for the dam on 5 June 2009.",
            [(Step.SIGNED, Status.ACTUAL, "2009-06-05", "sentence")],
        ),
        ("Work on the dam began in May 2011.", [(Step.STARTED, Status.ACTUAL, "2011-05", "sentence")]),
        ("The dam was inaugurated by both presidents.", [(Step.INAUGURATED, Status.ACTUAL, "2021-05-20", "article")]),
        ("The dam will be completed by December 2024.", [(Step.COMPLETED, Status.PLANNED, "2024-12", "sentence")]),
        (
            "They signed the papers for water from the dam from 2014.",
            [(Step.SIGNED, Status.ACTUAL, "2021-05-20", "article")],
        ),
        ("The deadline for the dam is March 2024.", [(Step.DEADLINE, Status.PLANNED, "2024-03", "sentence")]),
        (
            "Ruritania may have to pay a penalty over the dam.",
            [(Step.PENALTY, Status.HYPOTHETICAL, "2021-05-20", "article")],
        ),
        ("The dam was never completed.", []),
        ("They want to complete the dam.", []),
        ("Halting the dam would cost billions.", []),
        ("The dam could be suspended.", []),
        ("They spoke of the dam in the extended period.", []),
        ("The dam produces 2,100 megawatts.", []),
    ],
)
def test_the_words_of_a_sentence_are_a_step_only_where_they_say_so(
    sentence: str, found: list[tuple[Step, Status, str, str]]
) -> None:
    assert steps(sentence) == found


def test_an_act_of_the_record_tells_whether_when_and_by_whom() -> None:
    sentence = "Ruritania suspended work on the dam last week."
    assert steps(sentence, "2021-05-20", act("suspended", date="2021-05-12")) == [
        (Step.SUSPENDED, Status.ACTUAL, "2021-05-12", "event")
    ]
    assert steps(sentence, "2021-05-20", act("suspended", status=Status.NEGATED)) == []
    assert steps(sentence, "2021-05-20", act("suspended", key="GRA")) == []


def test_reports_of_a_step_are_one_step_and_a_second_after_it_was_undone_is_another() -> None:
    told = [
        ("The dam was suspended.", "2015-02-01"),
        ("The dam was suspended in January 2015.", "2015-03-01"),
        ("The dam was suspended.", "2015-06-01"),
        ("Work on the dam resumed.", "2016-01-01"),
        ("The dam was suspended again.", "2017-01-01"),
    ]
    passages = [
        Passage(article_id=day, date=day, sentence=Span(0, len(text), text), at=(text.index("dam"),), acts=())
        for text, day in told
    ]
    found = milestones(told_steps(passages, set(), {}), {}, {})
    assert [(one.step, one.date, len(one.article_ids)) for one in found] == [
        (Step.SUSPENDED, "2015-01", 3),
        (Step.RESUMED, "2016-01-01", 1),
        (Step.SUSPENDED, "2017-01-01", 1),
    ]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("The sanctions were lifted in 2016.", [ObstacleKind.SANCTIONS]),
        ("Gravia has lifted its sanctions on Ruritania.", [ObstacleKind.SANCTIONS]),
        ("The dispute over prices has been settled.", [ObstacleKind.DISPUTE]),
        ("Until the sanctions are lifted nothing can be done.", []),
        ("Gas was removed from the market because of sanctions.", []),
        ("The sanctions would be lifted.", []),
    ],
)
def test_an_obstacle_is_gone_only_where_a_verb_says_so_of_it(sentence: str, kinds: list[ObstacleKind]) -> None:
    assert [one.kind for one in gone(sentence, (), "2020-01-01", ("u",))] == kinds


def test_an_obstacle_that_comes_back_has_two_spells() -> None:
    days = [f"20{n}-01-01" for n in range(11, 21)]
    mentions = [mention(day) for day in days]
    told = [
        Told(
            kind=ObstacleKind.FINANCE,
            text="lack of money",
            evidence=Evidence(id=day, article_id=day, date=day, sentence=Span(0, 13, "lack of money")),
        )
        for day in (days[0], days[1], days[8])
    ]
    (held,) = hindrances(told, mentions, (), ())
    assert [[one.date for one in some] for some in held.evidence] == [[days[0], days[1], days[8]]]
    assert [(one.first, one.last, one.since) for one in held.spells] == [
        ("2011-01-01", "2012-01-01", 6),
        ("2019-01-01", "2019-01-01", 1),
    ]
    assert held.standing
