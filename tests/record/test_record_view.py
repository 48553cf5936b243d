"""What a view finds."""

from pathlib import Path

import pytest
from record_samples import RUN, coding, event, fact, undertaking

from bilat.errors import BadArgument
from bilat.model import Article, Coding, EventType, Mode, Status
from bilat.record import Record, View


def view_of(folder: Path, *codings: Coding) -> View:
    record = Record.open(folder / "r", create=True)
    with record.writer(RUN, commit_every=2) as writer:
        for one in codings:
            writer.add(one)
    return record.view()


def directions(view: View, a: str, b: str) -> dict[str, str]:
    return {entry.event.id: entry.direction for entry in view.dyad(a, b).events}


def test_an_empty_record_can_be_asked_anything(tmp_path: Path) -> None:
    view = Record.open(tmp_path / "r", create=True).view()
    dyad = view.dyad("IRN", "PAK")
    assert (dyad.events, dyad.undertakings, dyad.facts, dyad.others, dict(dyad.articles)) == ((), (), (), (), {})
    assert view.counts().articles == 0
    assert view.find("abcdef") is None
    assert view.dyads() == ()


def test_directions_follow_the_order_that_was_asked(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        coding(
            "a1",
            event("to", "a1", "IRNGOV", "PAK"),
            event("back", "a1", "PAKMIL", "IRN"),
            event("both", "a1", "IRNGOV PAKGOV"),
            event("each other", "a1", "IRNGOV PAKGOV", "PAKMIL IRNMIL"),
            event("home", "a1", "IRNGOV", "IRNCVL"),
            event("nobody", "a1", "IRNGOV", ""),
        ),
    )
    assert directions(view, "IRN", "PAK") == {"to": "a>b", "back": "b>a", "both": "both", "each other": "both"}
    assert directions(view, "PAK", "IRN") == {"to": "b>a", "back": "a>b", "both": "both", "each other": "both"}


def test_joint_actors_stand_in_no_pair_of_their_own_when_they_act_on_a_third(tmp_path: Path) -> None:
    view = view_of(tmp_path, coding("a1", event("joint", "a1", "IRN PAK", "ISR")))
    assert directions(view, "IRN", "PAK") == {}
    assert directions(view, "PAK", "ISR") == {"joint": "a>b"}


def test_a_full_code_takes_that_party_alone(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        coding("a1", event("raid", "a1", "PAKREB", "IRNMIL"), event("call", "a1", "PAKGOV", "IRNGOV")),
        coding("a2", event("rising", "a2", "IRNREB", "IRNMIL"), event("bare", "a2", "REB", "IRNCOP")),
    )
    assert set(directions(view, "IRN", "PAK")) == {"raid", "call"}
    assert directions(view, "IRN", "PAKREB") == {"raid": "b>a"}
    assert directions(view, "IRNREB", "IRN") == {"rising": "a>b"}
    assert directions(view, "IRN", "REB") == {"bare": "b>a"}


def test_an_event_is_dated_by_itself_then_by_its_article(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        coding("a1", event("own", "a1", "IRN", "PAK", date="2023-12"), event("paper", "a1", "IRN", "PAK")),
        coding("a2", event("none", "a2", "IRN", "PAK"), date=None),
    )
    found = [(entry.event.id, entry.date, entry.date_basis) for entry in view.dyad("IRN", "PAK").events]
    assert found == [("none", None, None), ("own", "2023-12", "event"), ("paper", "2024-01-18", "article")]


def test_a_range_takes_what_reaches_into_it_and_counts_the_undated(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        coding(
            "a1", event("year", "a1", "IRN", "PAK", date="2023"), event("day", "a1", "IRN", "PAK", date="2023-03-01")
        ),
        coding("a2", event("none", "a2", "IRN", "PAK"), date=None),
        coding(
            "a3", event("late", "a3", "IRN", "PAK"), date="2024-02", undertakings=(undertaking("u1", "a3", "IRN PAK"),)
        ),
    )
    dyad = view.dyad("IRN", "PAK", "2023-06", "2024-01")
    assert [entry.event.id for entry in dyad.events] == ["year"]
    assert dyad.undated == 1
    assert dyad.undertakings == ()
    assert set(dyad.articles) == {"a1"}
    assert len(view.dyad("IRN", "PAK", "2024-02", None).undertakings) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("IRN", "IRN"), "two different"),
        (("IRN", "PAK", "2024", "2023"), "ends before it begins"),
        (("IRN", "PAK", "spring"), "is no date"),
        (("IRN", "PAK", None, "2024-02-30"), "is no date"),
    ],
)
def test_a_question_that_makes_no_sense_is_told(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    with pytest.raises(BadArgument, match=told):
        Record.open(tmp_path / "r", create=True).view().dyad(*arguments)


def test_undertakings_and_facts_of_both_are_the_pair_s(tmp_path: Path) -> None:
    matters = (undertaking("u1", "a1", "IRNGOV PAK"), undertaking("u2", "a1", "IRN IND"))
    view = view_of(
        tmp_path, coding("a1", undertakings=matters, facts=(fact("f1", "a1", "IRN PAK"), fact("f2", "a1", "IRN")))
    )
    dyad = view.dyad("PAK", "IRN")
    assert dyad.undertakings == (matters[0],)
    assert [one.id for one in dyad.facts] == ["f1"]
    assert dyad.articles["a1"].outlet == "The Sample"


def test_others_are_sanctions_told_beside_the_pair_and_mediation_anywhere(tmp_path: Path) -> None:
    sanction, between = EventType.SANCTION, Mode.THIRD_PARTY
    view = view_of(
        tmp_path,
        coding(
            "a1",
            event("pair", "a1", "IRN", "PAK"),
            event("us", "a1", "USAGOV", "IRN", type=sanction),
            event("own", "a1", "IRN", "PAK", type=sanction),
            event("home", "a1", "IRNGOV", "IRNPTY", type=sanction),
            event("far", "a1", "USA", "CHN", type=sanction),
        ),
        coding("a2", event("elsewhere", "a2", "USAGOV", "IRN", type=sanction)),
        coding("a3", event("mediator", "a3", "SAU", "IRN PAK", mode=between), date="2024-02-01"),
    )
    dyad = view.dyad("IRN", "PAK")
    assert [one.id for one in dyad.others] == ["mediator", "us"]
    assert set(dyad.articles) == {"a1", "a3"}


def test_things_are_found_by_the_beginning_of_their_id(tmp_path: Path) -> None:
    made = coding(
        "article-one", event("feed0001", "article-one", "IRN", "PAK"), event("feed0002", "article-one", "IRN")
    )
    view = view_of(tmp_path, made, coding("feed"))
    assert view.find("feed0001") == made.events[0]
    assert view.find("arti") == made.article
    found = view.find("feed")
    assert isinstance(found, Article)
    with pytest.raises(BadArgument, match=r"feed0001, feed0002"):
        view.find("feed00")
    assert view.find("fee") is None


def test_counts_outlets_and_dyads(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        coding("a1", event("e1", "a1", "IRN", "PAK"), event("e2", "a1", "IRN", "PAK", status=Status.PLANNED)),
        coding("a2", event("e3", "a2", "IRN", "IND"), outlet="Another", date="2023"),
        coding("a3", outlet=None, date=None),
    )
    counts = view.counts()
    assert (counts.articles, counts.undated_articles, counts.events, counts.outlets, counts.dyads) == (3, 1, 3, 2, 2)
    assert (counts.first, counts.last) == ("2023", "2024-01-18")
    assert [(one.name, one.articles) for one in view.outlets()] == [("Another", 1), ("The Sample", 1), (None, 1)]
    assert [(one.a, one.b, one.events) for one in view.dyads(1)] == [("IRN", "PAK", 2)]
