"""Undertakings, visits and triads of a made record, from the articles' text to the commands' lines."""

import json
from collections.abc import Iterator
from pathlib import Path

import made_pair
import pytest
from typer.testing import CliRunner

import bilat
from bilat.cli import app
from bilat.errors import BadArgument
from bilat.model import EventType, ObstacleKind, Status, UndertakingStatus
from bilat.record import View
from bilat.relations import Came, Level, Matter, Step, TriadKind, Visit, history


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "record"
    made_pair.write(folder)
    return folder


@pytest.fixture(scope="module")
def view(folder: Path) -> Iterator[View]:
    with bilat.Record.open(folder).view() as view:
        yield view


def dam(view: View) -> Matter:
    (found,) = bilat.undertakings(view, "Tajikistan", "Uzbekistan", name="yavan dam", limit=1)
    return found


def test_the_dam_is_one_matter_with_its_steps_each_with_its_ids(view: View) -> None:
    matter = dam(view)
    assert (matter.name, matter.first, matter.last) == ("Yavan dam", "2015-03-10", "2019-09-12")
    steps = {(one.step, one.status, one.date): one for one in matter.milestones}
    assert (Step.RESUMED, Status.ACTUAL, "2018-05-04") in steps
    assert (Step.DEADLINE, Status.PLANNED, "2019-12") in steps
    signed = steps[Step.SIGNED, Status.ACTUAL, "2015-03-09"]
    event = view.event(signed.event_ids[0])
    assert event is not None
    assert (event.type, event.article_id) == (EventType.SUPPORT, "a1")
    whole = " ".join(text for _, _, text in made_pair.REPORTS)
    assert all(one.sentence in whole and one.article_ids for one in matter.milestones)


def test_what_is_due_lies_ahead_and_what_was_missed_does_not(view: View) -> None:
    assert [(one.step, one.date) for one in dam(view).due] == [(Step.DEADLINE, "2031-06")]


def test_an_obstacle_rises_and_falls(view: View) -> None:
    (held,) = [one for one in dam(view).obstacles if one.kind is ObstacleKind.SANCTIONS]
    (spell,) = held.spells
    assert (spell.first, spell.removed, spell.how) == ("2017-02-11", "2018-03", "“lifted its sanctions”")
    assert not held.standing
    lifted = view.event(spell.removed_by[0])
    assert lifted is not None
    assert lifted.article_id == "a4"


def test_silence_counts_the_articles_of_the_pair_read_since(view: View) -> None:
    silence = dam(view).silence
    assert silence is not None
    assert (silence.since, silence.articles) == ("2019-09-12", 5)
    assert silence.days == 203


def test_as_of_a_day_nothing_later_is_known(folder: Path) -> None:
    with bilat.Record.open(folder).view(as_of="2017-12-31") as then:
        matter = dam(then)
    assert matter.status is UndertakingStatus.STALLED
    assert [one.standing for one in matter.obstacles if one.kind is ObstacleKind.SANCTIONS] == [True]
    assert [(one.step, one.date) for one in matter.due] == [(Step.COMPLETED, "2019-12"), (Step.DEADLINE, "2019-12")]


def test_a_limit_and_a_status_choose(view: View) -> None:
    all_of = bilat.undertakings(view, "TJK", "UZB")
    assert bilat.undertakings(view, "TJK", "UZB", limit=1) == all_of[:1]
    agreed = bilat.undertakings(view, "TJK", "UZB", status=["agreed"])
    assert agreed == tuple(one for one in all_of if one.status is UndertakingStatus.AGREED)
    assert bilat.undertakings(view, "TJK", "UZB", name=dam(view).id)[0].id == dam(view).id


def visits(view: View) -> dict[str | None, Visit]:
    return {one.name: one for one in bilat.visits(view, "TJK", "UZB")}


def test_a_visit_has_its_days_its_company_and_what_came_of_it(view: View) -> None:
    visit = visits(view)["Shavkat Mirziyoyev"]
    assert (visit.visitor, visit.host, visit.level) == ("UZB", "TJK", Level.HEAD_OF_STATE)
    assert (visit.date, visit.until, visit.status) == ("2019-09-11", "2019-09-12", Status.ACTUAL)
    assert set(visit.article_ids) == {"a5", "a6"}
    assert [(one.words, one.size) for one in visit.companions] == [("a 40-member trade delegation", 40)]
    agreed = [one for one in visit.outcomes if one.kind is Came.AGREEMENT]
    assert [one.article_ids for one in agreed] == [("a5",), ("a6",)]
    assert all(view.event(id) for one in visit.outcomes for id in one.event_ids)


def test_a_visit_that_was_called_off_and_one_that_is_ahead(view: View) -> None:
    off, ahead = visits(view)["Sirojiddin Muhriddin"], visits(view)["Kokhir Rasulzoda"]
    assert (off.status, off.called_off, off.date) == (Status.NEGATED, "cancelled", "2020-03-20")
    called = view.event(off.called_off_by[0])
    assert called is not None
    assert called.type is EventType.REJECT
    assert (ahead.status, ahead.ahead, ahead.date) == (Status.PLANNED, True, "2020-05-04")


def test_who_else_acts_on_the_pair(view: View) -> None:
    found = {(one.code, one.kind): one for one in bilat.triads(view, "TJK", "UZB").lines}
    assert set(found) == {
        ("USA", TriadKind.SANCTIONS),
        ("USA", TriadKind.OBSTACLE),
        ("KAZ", TriadKind.MEDIATION),
        ("REB", TriadKind.COMMON_ENEMY),
    }
    assert found["USA", TriadKind.SANCTIONS].on == ("TJK",)
    assert found["KAZ", TriadKind.MEDIATION].on == ("TJK", "UZB")
    for one in found.values():
        for proof in one.evidence:
            article = view.article(proof.article_id)
            assert article is not None
            assert article.text[proof.sentence.start : proof.sentence.end] == proof.sentence.text
            assert view.find(proof.id) is not None


def test_triads_of_a_kind_alone(view: View) -> None:
    found = bilat.triads(view, "TJK", "UZB", kinds=[TriadKind.MEDIATION])
    assert [one.code for one in found.lines] == ["KAZ"]
    assert not bilat.triads(view, "TJK", "UZB", until="2014").lines


@pytest.mark.parametrize("ask", [bilat.undertakings, bilat.visits, bilat.triads])
def test_dates_the_wrong_way_round_and_a_pair_of_one(view: View, ask: object) -> None:
    assert callable(ask)
    with pytest.raises(BadArgument, match="ends before it begins"):
        ask(view, "TJK", "UZB", since="2020", until="2019")
    with pytest.raises(BadArgument, match="two different parties"):
        ask(view, "TJK", "Tajikistan")


def test_a_range_gives_what_the_dyad_of_that_range_holds(view: View) -> None:
    """Else a brief of a range would cite what its slice does not have."""
    dyad = view.dyad("TJK", "UZB", "2016", "2019-09-11")
    known = {entry.event.id for entry in dyad.events}
    told = history(dyad, view=view)
    assert known >= {id for one in told.visits for id in one.event_ids}
    assert {one.id for one in dyad.undertakings} >= {id for one in told.undertakings for id in one.undertaking_ids}


def run(*words: str) -> str:
    done = CliRunner().invoke(app, [*words])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("command", ["undertakings", "visits", "triads"])
def test_commands_print_lines_with_ids_and_the_same_as_json(folder: Path, view: View, command: str) -> None:
    body = json.loads(run(command, "Tajikistan", "UZB", "--record", str(folder), "--json"))
    lines = body[command]
    assert lines
    printed = run(command, "TJK", "UZB", "--record", str(folder))
    first = lines[0]
    ids = [first.get("id") or "", *first.get("event_ids", ()), *first.get("undertaking_ids", ())]
    ids += [proof["id"] for proof in first.get("evidence", ())]
    assert any(id and id[:8] in printed for id in ids)


@pytest.mark.parametrize("command", ["undertakings", "visits", "triads"])
def test_an_empty_pair_says_so(folder: Path, command: str) -> None:
    told = run(command, "Brazil", "Peru", "--record", str(folder))
    assert told.startswith("Brazil and Peru: the record ")
    assert json.loads(run(command, "Brazil", "Peru", "--record", str(folder), "--json"))[command] == []


def test_one_undertaking_is_shown_in_full(folder: Path) -> None:
    told = run("undertakings", "TJK", "UZB", "--record", str(folder), "--name", "yavan dam", "--limit", "1")
    for title in ("Steps", "What held or holds it up", "Due next", "Mentions"):
        assert f"\n{title}\n" in told


def test_an_unknown_status_is_an_error(folder: Path) -> None:
    done = CliRunner().invoke(app, ["undertakings", "TJK", "UZB", "--record", str(folder), "--status", "asleep"])
    assert isinstance(done.exception, BadArgument)
    assert "stalled" in done.exception.hint
