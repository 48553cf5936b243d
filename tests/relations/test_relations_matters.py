"""Visits, undertakings and third parties over several articles, checked by hand."""

import pytest
from relation_samples import dyad, event, head, matter, party

from bilat.model import Event, EventType, Issue, Mode, ObstacleKind, Party, Status, UndertakingStatus
from bilat.record import Dyad
from bilat.relations import Level, level_of, triads_of, undertakings_of, visits_of

RAISI = party("IRNGOV", "Ebrahim Raisi", "President")


def visit(id: str, article: str, who: Party, *, date: str | None = None, status: Status = Status.ACTUAL) -> Event:
    return event(id, article, EventType.CONSULT, actors=[who], mode=Mode.VISIT, date=date, status=status)


def news(*events: Event) -> Dyad:
    dates = {"a1": "2024-04-15", "a2": "2024-04-22", "a3": "2024-04-24", "a4": "2024-09-01"}
    return dyad([head(id, date) for id, date in dates.items()], events)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Iranian President", Level.HEAD_OF_STATE),
        ("Vice President for Economic Affairs", Level.DEPUTY_HEAD),
        ("caretaker Prime Minister", Level.HEAD_OF_GOVERNMENT),
        ("Deputy Foreign Minister for Political Affairs", Level.DEPUTY_MINISTER),
        ("Minister of Commerce", Level.MINISTER),
        ("Speaker of the National Assembly", Level.SPEAKER),
        ("Chief of Army Staff", Level.MILITARY),
        ("a trade delegation", Level.DELEGATION),
        ("former prime minister", None),
        ("Foreign Ministry spokesman", None),
        ("cricketer", None),
    ],
)
def test_levels(words: str, level: Level | None) -> None:
    assert level_of(words) is level


def test_reports_of_one_visit_are_one_visit() -> None:
    found = visits_of(
        news(
            visit("plan", "a1", RAISI, date="2024-04-22", status=Status.PLANNED),
            visit("day", "a2", party("IRNGOV", "Raisi", None)),
            visit("end", "a3", party("IRNGOV", None, "president"), date="2024-04-24"),
            visit("autumn", "a4", RAISI, date="2024-08-31"),
        )
    )
    assert [one.event_ids for one in found] == [("plan", "day", "end"), ("autumn",)]
    assert (found[0].visitor, found[0].host, found[0].name) == ("IRN", "PAK", "Ebrahim Raisi")
    assert (found[0].status, found[0].level) == (Status.ACTUAL, Level.HEAD_OF_STATE)
    assert (found[0].date, found[0].date_basis) == ("2024-04-22", "event")
    assert found[0].article_ids == ("a1", "a2", "a3")


def test_other_visitors_and_the_other_way_are_other_visits() -> None:
    found = visits_of(
        news(
            visit("president", "a2", RAISI),
            visit("minister", "a2", party("IRNGOV", "Hossein Amir-Abdollahian", "Foreign Minister")),
            event(
                "back",
                "a2",
                EventType.CONSULT,
                actors=[party("PAKGOV", "Raisi", "President")],
                recipients=[party("IRN")],
                mode=Mode.VISIT,
            ),
        )
    )
    assert sorted((one.visitor, one.event_ids) for one in found) == [
        ("IRN", ("minister",)),
        ("IRN", ("president",)),
        ("PAK", ("back",)),
    ]


def test_what_is_no_visit_is_not_listed() -> None:
    assert not visits_of(
        news(
            visit("maybe", "a1", RAISI, status=Status.HYPOTHETICAL),
            visit("called off", "a1", RAISI, status=Status.NEGATED),
            event("call", "a1", EventType.CONSULT, mode=Mode.PHONE),
        )
    )


def test_a_visit_of_long_ago_is_not_joined_to_today_s() -> None:
    found = visits_of(news(visit("then", "a2", RAISI, status=Status.HISTORICAL), visit("now", "a2", RAISI)))
    assert [(one.event_ids, one.date) for one in found] == [(("then",), None), (("now",), "2024-04-22")]


PIPELINE_HEADS = [head("a1", "2013-03-11"), head("a2", "2014-01-01"), head("a3", "2024-02-23"), head("a4", None)]


def test_the_pipeline_under_its_names_is_one_undertaking() -> None:
    sanctions, finance = ObstacleKind.SANCTIONS, ObstacleKind.FINANCE
    naming = event(
        "e", "a1", EventType.AGREE, actors=[party("IRN", text="Iran")], recipients=[party("PAK", text="Pakistan")]
    )
    pair = dyad(
        PIPELINE_HEADS,
        [naming],
        [
            matter("u1", "a1", "Iran-Pakistan gas pipeline", status=UndertakingStatus.UNDER_CONSTRUCTION),
            matter(
                "u2",
                "a2",
                "the gas pipeline",
                status=UndertakingStatus.STALLED,
                obstacles=(("U.S. sanctions", sanctions),),
            ),
            matter(
                "u3",
                "a3",
                "Iran-Pakistan gas pipeline",
                status=UndertakingStatus.UNDER_CONSTRUCTION,
                obstacles=(("U.S. sanctions", sanctions), ("lack of money", finance)),
            ),
            matter("u4", "a4", "gas pipeline project", issue=Issue.CONNECTIVITY),
            matter("u5", "a3", "Iran-Pakistan border market", issue=Issue.TRADE),
            matter("u6", "a3", "Iran-Pakistan agreement"),
            matter("u7", "a3", "gas pipeline", parties=("IRN", "PAK", "IND")),
        ],
    )
    found = undertakings_of(pair)
    assert [(one.name, set(one.undertaking_ids)) for one in found] == [
        ("Iran-Pakistan gas pipeline", {"u1", "u2", "u3", "u4", "u7"}),
        ("Iran-Pakistan agreement", {"u6"}),
        ("Iran-Pakistan border market", {"u5"}),
    ]
    pipeline = found[0]
    assert (pipeline.first, pipeline.last) == ("2013-03-11", "2024-02-23")
    assert [(one.date, one.status) for one in pipeline.history] == [
        ("2013-03-11", UndertakingStatus.UNDER_CONSTRUCTION),
        ("2014-01-01", UndertakingStatus.STALLED),
        ("2024-02-23", UndertakingStatus.UNDER_CONSTRUCTION),
    ]
    assert (pipeline.status, pipeline.status_date) == (UndertakingStatus.UNDER_CONSTRUCTION, "2024-02-23")
    assert set(pipeline.aliases) == {"the gas pipeline", "gas pipeline project", "gas pipeline"}
    assert [(one.kind, one.texts, one.first, one.last, one.undertaking_ids) for one in pipeline.obstacles] == [
        (sanctions, ("U.S. sanctions",), "2014-01-01", "2024-02-23", ("u2", "u3")),
        (finance, ("lack of money",), "2024-02-23", "2024-02-23", ("u3",)),
    ]


def test_generic_names_do_not_swallow_each_other() -> None:
    pair = dyad(
        PIPELINE_HEADS,
        undertakings=[
            matter("u1", "a1", "electricity agreement"),
            matter("u2", "a2", "agreement"),
            matter("u3", "a3", "the agreement"),
        ],
    )
    assert sorted(one.undertaking_ids for one in undertakings_of(pair)) == [("u1",), ("u2",), ("u3",)]


def test_matters_with_different_third_parties_stay_apart() -> None:
    pair = dyad(
        PIPELINE_HEADS,
        undertakings=[
            matter("u1", "a1", "gas pipeline", parties=("IRN", "PAK", "IND")),
            matter("u2", "a2", "gas pipeline", parties=("IRN", "PAK", "CHN")),
        ],
    )
    assert len(undertakings_of(pair)) == 2


def test_silence_on_the_status_changes_no_status() -> None:
    pair = dyad(
        PIPELINE_HEADS,
        undertakings=[
            matter("u1", "a1", "gas pipeline", status=UndertakingStatus.STALLED),
            matter("u2", "a3", "gas pipeline"),
            matter("u3", "a4", "gas pipeline", status=UndertakingStatus.ENDED),
        ],
    )
    found = undertakings_of(pair)[0]
    assert (found.status, found.status_date) == (UndertakingStatus.STALLED, "2013-03-11")


def test_third_parties_that_act_on_the_pair() -> None:
    sanction, usa = EventType.SANCTION, party("USAGOV")
    pair = dyad(
        [head("a1", "2024-01-18")],
        others=[
            event("s1", "a1", sanction, actors=[usa], recipients=[party("IRN")]),
            event("s2", "a1", sanction, actors=[usa], recipients=[party("PAKBUS")]),
            event(
                "m",
                "a1",
                EventType.CONSULT,
                actors=[party("SAU")],
                recipients=[party("IRN"), party("PAK")],
                mode=Mode.THIRD_PARTY,
            ),
            event("own", "a1", sanction, actors=[party("IRN")], recipients=[usa]),
        ],
    )
    assert {(one.code, one.kind.value, one.on, frozenset(one.event_ids)) for one in triads_of(pair).lines} == {
        ("USA", "sanctions", ("IRN", "PAK"), frozenset({"s1", "s2"})),
        ("SAU", "mediation", ("IRN", "PAK"), frozenset({"m"})),
    }
