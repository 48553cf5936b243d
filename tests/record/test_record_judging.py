"""What people judge is what the record's view shows from then on, in every table; the machine's lines stay."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import TEXT, ids, judge, known, made, meeting, now, say, withdraw
from record_samples import coding

from bilat.errors import BadArgument
from bilat.model import EventType
from bilat.record import Judgement, Record, RunInfo, Verdict, What
from bilat.record.judgements import fields, judgement
from bilat.record.judgements.standing import stands

BETTER = RunInfo(program="0.2.0", lexicon="l2", model="m2", started="2025-01-01T10:00:00Z")


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return made(tmp_path / "r")


def test_a_wrong_line_leaves_every_table_and_the_machine_keeps_it(record: Record) -> None:
    before = record.state()
    for id in ("e1", "u3", "f3"):
        judge(record, id, "wrong")
    assert record.state() != before
    with record.view() as view:
        assert ids(view) == ["e2", "e3"]
        pair = view.dyad("IRN", "PAK")
        assert (pair.undertakings, pair.facts) == ((), ())
        assert (
            view.ask("SELECT count(*) FROM undertaking_parties UNION ALL SELECT count(*) FROM obstacles") == [(0,)] * 2
        )
        assert view.event("e1") is None
        assert view.machine_line("e1") == meeting("e1", "a1", date="2024-01-16")
        assert [len(one.articles) for one in view.stories("IRN", "PAK")] == [1, 1]
    with record.view(judged=False) as view:
        assert ids(view) == ["e1", "e2", "e3"]
        assert view.standing("e1") is not None
        assert view.ask("SELECT count(*) FROM events WHERE judged IS NOT NULL") == [(0,)]


def test_a_corrected_line_is_told_so_in_every_table(record: Record) -> None:
    given: dict[str, Any] = {
        "actors": [{"code": "PAKMIL", "words": None}],
        "recipients": [{"code": "IRN", "words": None}],
    }
    given |= {"type": "ASSAULT", "place": {"name": "Tuesday", "country": "IRN"}}
    given |= {"date": "2024-01-17", "status": "negated", "issues": ["border", "security"]}
    judge(record, "e1", "corrected", **given)
    with record.view() as view:
        one = view.event("e1")
        assert one is not None
        assert (one.type, one.mode, one.status, one.date, list(one.issues)) == (
            *("ASSAULT", None, "negated", "2024-01-17"),
            ["security", "border"],
        )
        assert [(p.code, p.text) for p in (*one.actors, *one.recipients)] == [("PAKMIL", "Iran"), ("IRN", "Iran")]
        assert one.place is not None
        assert one.place.span is not None
        assert TEXT[one.place.span.start : one.place.span.end] == "Tuesday"
        assert one.confidence == 1.0
        assert "given by Ana" in dict(one.reasons)["type"]
        assert "was CONSULT" in dict(one.reasons)["type"]
        row = view.ask("SELECT type, quad, status, \"date\", country, judged FROM events WHERE id = 'e1'")[0]
        assert row == ("ASSAULT", "material-conflict", "negated", "2024-01-17", "IRN", "corrected")
        sides = view.ask("SELECT a, b, direction, \"first\", type, a_code FROM event_dyads WHERE event_id = 'e1'")
        assert sides == [("IRN", "PAK", "b>a", "2024-01-17", "ASSAULT", "IRN")]
        assert ids(view) == ["e1", "e2", "e3"]


def test_an_undertaking_a_fact_and_an_article_are_corrected(record: Record) -> None:
    judge(record, "u3", "corrected", undertaking="Peace Pipeline", status="ended", parties=["IRN", "PAK", "USA"])
    judge(record, "f3", "corrected", quantity=909.0)
    judge(record, "a3", "corrected", date="2024-02-29", outlet="The Right One")
    judge(record, "a1", "corrected", outlet="Another")
    judge(record, "a2", "right")
    with record.view() as view:
        undertaking = view.undertaking("u3")
        assert undertaking is not None
        assert (undertaking.name, undertaking.status) == ("Peace Pipeline", "ended")
        assert [one.name for one in view.dyad("IRN", "USA").undertakings] == ["Peace Pipeline"]
        assert view.dyad("IRN", "PAK").facts[0].quantity == 909
        assert view.ask("SELECT quantity, judged FROM facts") == [(909.0, "corrected")]
        article = view.article("a3")
        assert article is not None
        assert (article.date, article.outlet, article.text) == ("2024-02-29", "The Right One", TEXT)
        assert view.ask("SELECT date FROM event_dyads WHERE event_id = 'e3'") == [("2024-02-29",)]
        assert view.ask("SELECT count(*) FROM sentences") == [(3,)]
        assert [one.outlet for one in view.articles()] == ["Another", "Other", "The Right One"]
        assert ids(view) == ["e1", "e2", "e3"]


def test_an_article_judged_wrong_takes_all_that_was_found_in_it(record: Record) -> None:
    judge(record, "a3", "wrong", note="an advertisement")
    with record.view() as view:
        assert ids(view) == ["e1", "e2"]
        counts = view.counts()
        assert (counts.articles, counts.undertakings, counts.facts, counts.sentences) == (2, 0, 0, 2)
        assert view.article("a3") is None
        assert view.machine_line("a3") is not None
    withdraw(record)
    with record.view() as view:
        assert view.counts().articles == 3


def test_an_event_is_taken_out_of_a_story_and_put_into_another(record: Record) -> None:
    with record.view() as view:
        story = view.story_of("e1")
        assert view.story_of("e2") == story
    judge(record, "e2", "wrong", membership=True)
    with record.view() as view:
        assert view.story_of("e2") not in (None, story)
        assert view.ask("SELECT judged FROM events WHERE id = 'e2'") == [(None,)]
        own = view.story_of("e2")
    judge(record, "e3", "corrected", story=own)
    with record.view() as view:
        assert view.story_of("e3") == own
        told = view.story(own or "")
        assert told is not None
        assert {one.event.id: "Ana" in one.reason for one in told.accounts} == {"e2": True, "e3": True}
    with pytest.raises(BadArgument, match="no story has the id"):
        judge(record, "e1", "corrected", story="nowhere")


def test_where_two_differ_neither_is_applied_until_a_third_decides(record: Record) -> None:
    judge(record, "e1", "wrong", "Ana")
    judge(record, "e1", "right", "Ben", judged=False)
    with record.view() as view:
        assert ids(view) == ["e1", "e2", "e3"]
        standing = view.standing("e1")
        assert standing is not None
        assert standing.verdict == "conflict"
        assert standing.conflicts[0].field == "verdict"
        assert view.ask("SELECT judged, confidence FROM events WHERE id = 'e1'") == [("conflict", 0.4)]
    judge(record, "e1", "wrong", "Cem", judged=False)
    with record.view() as view:
        assert ids(view) == ["e2", "e3"]
        standing = view.standing("e1")
        assert standing is not None
        assert (standing.analysts, standing.dissent) == (("Ana", "Cem"), ("Ben",))


def test_a_field_that_two_correct_otherwise_is_a_conflict_and_the_others_apply(record: Record) -> None:
    judge(record, "e1", "corrected", "Ana", type="AGREE", date="2024-01-15")
    judge(record, "e1", "corrected", "Ben", type="SUPPORT")
    with record.view() as view:
        one = view.event("e1")
        assert one is not None
        assert (one.type, one.date) == (EventType.CONSULT, "2024-01-15")
        standing = view.standing("e1")
        assert standing is not None
        assert [(c.field, dict(c.values)) for c in standing.conflicts] == [
            ("type", {"AGREE": ("Ana",), "SUPPORT": ("Ben",)})
        ]
    judge(record, "e1", "corrected", "Ben", type="AGREE")
    with record.view() as view:
        one = view.event("e1")
        assert one is not None
        assert one.type is EventType.AGREE


def test_right_after_a_correction_agrees_with_it_and_before_it_does_not(record: Record) -> None:
    judge(record, "e1", "corrected", "Ana", type="AGREE")
    judge(record, "e1", "right", "Ben")
    judge(record, "e2", "right", "Ben")
    judge(record, "e2", "corrected", "Ana", type="AGREE")
    with record.view() as view:
        assert view.ask("SELECT id, type, judged FROM events WHERE id <> 'e3' ORDER BY id") == [
            ("e1", "AGREE", "corrected"),
            ("e2", "CONSULT", "conflict"),
        ]


def test_who_is_outvoted_on_a_field_is_named_as_against_it(record: Record) -> None:
    judge(record, "e1", "corrected", "Ana", type="AGREE")
    judge(record, "e1", "right", "Ben", judged=False)
    judge(record, "e1", "corrected", "Cem", type="AGREE", judged=False)
    with record.view() as view:
        standing = view.standing("e1")
        assert standing is not None
        assert (standing.analysts, standing.dissent) == (("Ana", "Cem"), ("Ben",))
        one = view.event("e1")
        assert one is not None
        assert "corrected (type) by Ana, Cem" in dict(one.reasons)["judged"]
        assert "against Ben" in dict(one.reasons)["judged"]


def test_one_withdraws_his_own_and_only_that_and_the_former_stands_again(record: Record) -> None:
    judge(record, "e1", "corrected", type="AGREE")
    later = judge(record, "e1", "wrong")
    with pytest.raises(BadArgument, match="is Ana's"):
        withdraw(record, later.id, "Ben")
    with pytest.raises(BadArgument, match="nothing to withdraw"):
        withdraw(record, None, "Ben")
    withdraw(record, "e1")
    with record.view() as view:
        one = view.event("e1")
        assert one is not None
        assert one.type is EventType.AGREE
    withdraw(record)
    with pytest.raises(BadArgument, match="withdrawn already"):
        withdraw(record, later.id)
    with record.view() as view:
        assert ids(view) == ["e1", "e2", "e3"]
        assert view.standing("e1") is None
        assert len(view.judged.entries) == 4


def test_as_of_a_time_only_what_was_judged_by_then(record: Record) -> None:
    first = judge(record, "e1", "wrong")
    judge(record, "e2", "wrong")
    with record.view(judged_until=first.time) as view:
        assert ids(view) == ["e2", "e3"]
    with record.view(judged_until="2024-04-30") as view:
        assert ids(view) == ["e1", "e2", "e3"]
    with record.view(judged_until="2024-05-01") as view:
        assert ids(view) == ["e3"]
    with pytest.raises(BadArgument, match="is no time"):
        record.view(judged_until="yesterday")


def test_a_judgement_is_carried_over_when_the_same_line_recurs_and_else_told_as_an_orphan(record: Record) -> None:
    judge(record, "e1", "corrected", date="2024-01-15")
    judge(record, "e2", "wrong")
    judge(record, "e3", "right")
    again = {"n1": "a1", "n2": "a2"}
    with record.writer(BETTER) as writer:
        for id, article in again.items():
            writer.replace(coding(article, meeting(id, article, date="2024-01-16"), text=TEXT))
        writer.replace(coding("a3", meeting("n3", "a3", type=EventType.AGREE), date="2024-03-01", text=TEXT))
    with record.view() as view:
        assert ids(view) == ["n1", "n3"]
        assert view.ask("SELECT id, date, judged FROM events ORDER BY id") == [
            ("n1", "2024-01-15", "corrected"),
            ("n3", None, None),
        ]
        assert [one.judgements[0].target for one in view.judged.orphans] == ["e3"]
        assert dict(view.ask("SELECT target, current FROM judgements")) == {"e1": "n1", "e2": "n2", "e3": None}
    assert any("judged lines are not in the record (e3)" in note for note in record.check().notes)


def test_what_another_coding_changed_of_a_judged_line_is_told(record: Record) -> None:
    judge(record, "e1", "right")
    with record.writer(BETTER) as writer:
        writer.replace(coding("a1", meeting("e1", "a1", date="2024-01-14"), text=TEXT))
    with record.view() as view:
        standing = view.standing("e1")
        assert standing is not None
        assert standing.changed == ("date",)


def test_a_record_keeps_its_machine_lines_for_its_writer(record: Record) -> None:
    """Stories and recoding go by what was coded, whatever people judge."""
    judge(record, "a3", "corrected", date="2020-01-01")
    judge(record, "a1", "wrong")
    with record.writer(BETTER) as writer, writer.view() as view:
        assert [one.date for one in view.articles()] == ["2024-01-18", "2024-01-18", "2024-03-01"]


def test_comments_hang_on_any_line_and_change_nothing(record: Record) -> None:
    with record.view() as view:
        story = view.story_of("e1") or ""
        before = view.ask("SELECT * FROM events ORDER BY id")
    first = say(record, story, "Which meeting is this?")
    answer = say(record, story, "The one of January.", "Ben", first.id[:6])
    assert answer.reply_to == first.id
    say(record, "a1", "Seen in print.")
    with pytest.raises(BadArgument, match="on another line"):
        say(record, "e1", "No.", "Ben", first.id)
    with record.view() as view:
        assert view.ask("SELECT * FROM events ORDER BY id") == before
        assert view.ask("SELECT line, what, note, answers FROM judgements ORDER BY time") == [
            ("comment", "story", "Which meeting is this?", None),
            ("comment", "story", "The one of January.", first.id),
            ("comment", "article", "Seen in print.", None),
        ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "MEET"}, "type 'MEET' is not known"),
        ({"colour": "red"}, "'colour' cannot be corrected in an event"),
        ({"actors": []}, "one actor at least"),
        ({"actors": [{"code": "XYZ"}]}, "'XYZ' is no code of a party"),
        ({"recipients": [{"code": "IRNXXX"}]}, "'IRNXXX' is no code of a party"),
        ({"date": "spring"}, "'spring' is no date"),
        ({"date": "2024-02-30"}, "'2024-02-30' is no date"),
        ({"type": "AGREE", "mode": "visit"}, "an AGREE has no mode"),
        ({"issues": ["weather"]}, "issue 'weather' is not known"),
        ({"place": {"name": "Paris", "country": "QQQ"}}, "'QQQ' is no state's code"),
        ({"place": {"name": "Paris", "latitude": 91}}, "91 are no degrees"),
        ({}, "nothing is corrected"),
    ],
)
def test_a_correction_with_a_wrong_value_is_refused(record: Record, given: dict[str, Any], said: str) -> None:
    with pytest.raises(BadArgument, match=said):
        judge(record, "e1", "corrected", **given)
    with record.view() as view:
        assert view.judged.entries == ()


def test_right_and_wrong_take_no_corrections_and_names_are_checked(record: Record) -> None:
    with pytest.raises(BadArgument, match="takes no corrections"):
        judge(record, "e1", "right", type="AGREE")
    with pytest.raises(BadArgument, match="no name of an analyst"):
        judge(record, "e1", "right", "  ")
    with pytest.raises(BadArgument, match="no line has the id"):
        judge(record, "nothing", "right")


def test_what_a_person_types_is_read_as_it_is_shown() -> None:
    typed = fields.from_text(
        What.EVENT,
        [
            "actors=IRNGOV: the minister, PAK",
            "recipients=none",
            "issues=trade, energy",
            "place=Saint-Denis, La Plaine, FRA",
            "mode=",
        ],
    )
    checked = fields.checked(What.EVENT, typed, lambda code: code in {"IRN", "PAK", "FRA"})
    assert checked["actors"] == [{"code": "IRNGOV", "words": "the minister"}, {"code": "PAK", "words": None}]
    assert checked["recipients"] == []
    assert checked["mode"] is None
    assert fields.told("place", checked["place"]) == "Saint-Denis, La Plaine, FRA"
    assert fields.told("issues", checked["issues"]) == "trade, energy"
    with pytest.raises(BadArgument, match="is not FIELD=VALUE"):
        fields.from_text(What.EVENT, ["type"])


verdicts = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["right", "wrong", "AGREE", "SUPPORT"])), min_size=1, max_size=8
)


@settings(max_examples=200, deadline=None)
@given(verdicts)
def test_what_stands_is_what_more_than_half_say(said: list[tuple[str, str]]) -> None:
    told = [
        Judgement(
            analyst=who,
            time=f"2024-05-01T00:00:{n:02d}.000000Z",
            what=What.EVENT,
            target="e",
            article_id="a",
            verdict=Verdict(what) if what in ("right", "wrong") else Verdict.CORRECTED,
            corrections={} if what in ("right", "wrong") else {"type": what},
            seen={"type": "CONSULT"},
        )
        for n, (who, what) in enumerate(said)
    ]
    last = dict(said)
    wrong = sum(what == "wrong" for what in last.values())
    kept = [what for what in last.values() if what != "wrong"]

    found = stands(What.EVENT, "e", told, {"type": "CONSULT"})

    if wrong != len(kept):
        assert (found.verdict == "wrong") == (wrong > len(kept))
    else:
        assert found.verdict == "conflict"
    if wrong < len(kept):
        best = max(set(kept), key=kept.count)
        if 2 * kept.count(best) > len(kept):
            assert found.corrections.get("type") == (best if best != "right" else None)
            assert found.verdict == ("right" if best == "right" else "corrected")
        else:
            assert "type" not in found.corrections
            assert found.verdict == "conflict"
    assert set(found.analysts) | set(found.dissent) <= set(last)


def test_judging_takes_the_machine_and_the_run_along(record: Record) -> None:
    judge(record, "e1", "corrected", "Ana", type="AGREE")
    with record.view() as view:
        one = judgement(view, "e1", Verdict.RIGHT, analyst="Ben", now=now(), known=known)
    assert (one.program, one.model) == ("0.1.0", "m1")
    assert one.seen["type"] == "AGREE"
    assert one.machine["type"] == "CONSULT"
    assert not one.blind
