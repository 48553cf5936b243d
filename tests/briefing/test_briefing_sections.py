"""What each section of the briefing book says of a record of made reports, and on what it rests."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_reports import (
    CALL,
    KENYA,
    LATER,
    MILK,
    REPORTS,
    SIGNING,
    UGANDA,
    VISIT,
    Act,
    Figure,
    Report,
    brief,
    coding,
    keys,
    record_of,
    section,
)

from bilat import api, code, relations
from bilat.briefing import Brief, wording
from bilat.model import EventType, Issue, Mode, Party, Place, Status
from bilat.record import Record, RunInfo


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return record_of(tmp_path_factory.mktemp("reports") / "rec", REPORTS)


@pytest.fixture(scope="module")
def made(record: Record) -> Brief:
    return brief(record)


def told(made: Brief, key: str) -> list[tuple[str, str]]:
    """Label or date, and text, of a section's own statements."""
    return [(one.label or one.when, one.text) for one in section(made, key).statements]


def sentences(made: Brief, numbers: tuple[int, ...]) -> list[str]:
    return [made.citations[number - 1].sentence for number in numbers]


def test_every_citation_is_a_sentence_at_its_place_in_its_article(record: Record, made: Brief) -> None:
    with record.view() as view:
        for one in made.citations:
            article = view.article(one.article_id)
            assert article is not None
            assert article.text[one.start : one.end] == one.sentence
            for id in one.ids:
                found = view.event(id) or view.undertaking(id) or view.fact(id)
                assert found is not None
                assert found.sentence.text == one.sentence
    used = {number for part in made.sections for one in part.every_statement() for number in one.citations}
    assert used == {one.number for one in made.citations}


def test_the_coming_visit_tells_who_when_level_agenda_and_who_says_so(made: Brief) -> None:
    visit = section(made, "visit-1")
    assert visit.badge == "12 May 2024"
    lines = told(made, "visit-1")
    assert ("Who", "Visit by Kenya (President Grace Omolo) to Uganda; level: head of state") in lines
    assert ("When", "12 May 2024, read from “12 May”: day and month") in lines
    assert [text for label, text in lines if label == "Agenda"] == ["Agriculture", "Connectivity"]
    assert ("Says so", "Kenya (spokesman Ben Wafula)") in lines
    assert ("Planned with it", "Planned: signed accord between Kenya and Uganda") in lines
    agenda = {one.text: one for one in visit.statements if one.label == "Agenda"}
    assert sentences(made, agenda["Connectivity"].citations) == [VISIT.sentence]
    assert sentences(made, agenda["Agriculture"].citations) == [SIGNING.sentence]


def test_a_visit_that_was_made_lies_ahead_no_more(tmp_path: Path) -> None:
    made = brief(record_of(tmp_path / "rec", (*REPORTS, LATER[0])))
    assert "visit-1" not in keys(made)
    assert told(made, "visits")[0] == (
        "12 May 2024",
        "Visit by Kenya (President Grace Omolo) to Uganda; nothing is told to have come of it",
    )


def test_a_visit_without_a_day_lies_ahead_for_a_while(tmp_path: Path) -> None:
    plan = Act(
        sentence="President Grace Omolo will visit Uganda soon.",
        words="visit",
        type=EventType.CONSULT,
        actors=VISIT.actors,
        mode=VISIT.mode,
        status=Status.PLANNED,
    )
    record = record_of(tmp_path / "rec", [Report(id="soon", date="2024-01-10", lines=(plan,))])
    assert section(brief(record, "2024-03-01"), "visit-1").badge == "no day told"
    assert "visit-1" not in keys(brief(record, "2024-05-01"))


def test_what_is_told_as_done_but_dated_after_its_report_lay_ahead(tmp_path: Path) -> None:
    arrives = Act(
        sentence="President Grace Omolo visits Uganda on 12 May.",
        words="visits",
        type=EventType.CONSULT,
        actors=VISIT.actors,
        mode=VISIT.mode,
        date="2024-05-12",
    )
    made = brief(record_of(tmp_path / "rec", [Report(id="soon", date="2024-05-09", lines=(arrives,))]))
    assert section(made, "visit-1").badge == "12 May 2024"
    assert [one.text for one in section(made, "ahead-early").statements] == [
        "Told before its date: visit by Kenya (President Grace Omolo) to Uganda"
    ]
    assert "visits" not in keys(made)
    assert section(made, "glance").counts[1].value == "0"


def test_each_file_has_its_status_and_the_lines_that_it_rests_on(made: Brief) -> None:
    files = {one.label: one for one in section(made, "files").statements}
    assert files["Connectivity"].status == "paused"
    assert files["Connectivity"].text == "Malaba railway: stalled, as told 2 May 2024; held up by finance"
    assert sentences(made, files["Connectivity"].citations) == [
        "The Malaba railway has been stalled by a lack of money."
    ]
    assert files["Territory"].status == "in dispute"
    assert files["Territory"].text.startswith("3 of 3 acts of the last 12 months are of conflict, the weightiest ")


SIGNED = Act(
    sentence="Kenya and Uganda signed a treaty on lake fishing.",
    words="signed",
    type=EventType.SUPPORT,
    actors=SIGNING.actors,
    recipients=(),
    issues=(Issue.AGRICULTURE,),
)
MET = Act(
    sentence="Ministers of Kenya and Uganda met in Kisumu to divide the season's nets.",
    words="met",
    type=EventType.CONSULT,
    actors=SIGNING.actors,
    recipients=(),
    issues=(Issue.AGRICULTURE,),
)
GAVE = Act(
    sentence="Kenya gave Uganda boats for fishing.", words="gave", type=EventType.AID, issues=(Issue.AGRICULTURE,)
)
OFFER = Act(
    sentence="Kenya offered Uganda a share of its fishing.",
    words="offered",
    type=EventType.AGREE,
    issues=(Issue.AGRICULTURE,),
)


@pytest.mark.parametrize(
    ("acts", "status"),
    [
        ([(SIGNING, "2024-04-30"), (MET, "2024-04-28")], "signature pending"),
        ([(SIGNING, "2024-04-30"), (SIGNED, "2024-05-01")], "agreed"),
        ([(SIGNED, "2024-04-20"), (MET, "2024-05-01")], "in talks"),
        ([(OFFER, "2024-05-01"), (MET, "2024-04-28")], "offered"),
        ([(GAVE, "2024-05-01")], "at work"),
        ([(SIGNED, "2022-05-01")], "quiet"),
    ],
)
def test_the_newest_act_says_where_a_file_stands(tmp_path: Path, acts: list[tuple[Act, str]], status: str) -> None:
    again = [Report(id=f"r{n}", date=day, lines=(act,), after=f"It was day {n}.") for n, (act, day) in enumerate(acts)]
    # Three acts make a file: old ones of another kind, which no rule looks at.
    old = [
        Report(
            id=f"old{n}",
            date=f"202{n}-01-0{n + 1}",
            lines=(
                Act(
                    sentence=f"Kenya thanked Uganda for fishing in 202{n}.",
                    words="thanked",
                    type=EventType.SUPPORT,
                    issues=(Issue.AGRICULTURE,),
                ),
            ),
        )
        for n in range(3)
    ]
    made = brief(record_of(tmp_path / "rec", [*old, *again]), "2024-05-02")
    files = {one.label: one for one in section(made, "files").statements}
    assert files["Agriculture"].status == status


def test_a_request_is_told_with_its_answer(made: Brief) -> None:
    (asked,) = section(made, "asks-b").statements
    assert asked.text == "Request or demand by Uganda to Kenya"
    assert sentences(made, asked.citations) == [MILK.sentence]
    (answer,) = asked.under
    assert (answer.label, answer.status, answer.when) == ("Answer", "unfavourable", "29 April 2024")
    assert "asks-a" not in keys(made)


def test_a_request_that_nothing_answers_says_so(tmp_path: Path) -> None:
    made = brief(record_of(tmp_path / "rec", [Report(id="milk", date="2024-04-30", lines=(MILK,))]))
    (asked,) = section(made, "asks-b").statements
    assert asked.text.endswith("; the record has no answer")
    assert asked.under == ()


def test_what_is_on_the_agenda_is_certain_and_the_numbers_are_shown(made: Brief) -> None:
    certain = {one.label for one in section(made, "raised-certain").statements}
    assert certain == {"Agriculture", "Connectivity"}
    likely = {one.label: one.text for one in section(made, "raised-likely").statements}
    assert "Territory" in likely
    assert "of the weight; 3 acts in the last 12 months, 3 in the last 90 days; the last" in likely["Territory"]
    assert "Trade" in {one.label for part in section(made, "raised").parts for one in part.statements} | set(likely)


def test_meetings_tell_what_came_of_them(made: Brief) -> None:
    (visit,) = section(made, "visits").statements
    assert visit.text == "Visit by Uganda (Foreign Minister Paul Okello) to Kenya"
    assert [(one.label, one.text) for one in visit.under] == [("Came of it", "Agreement between Kenya and Uganda")]
    assert sentences(made, visit.under[0].citations) == [
        "Kenya and Uganda agreed on 6 February to share the costs of the oil pipeline."
    ]


def test_irritants_are_counted_by_issue_with_the_weightiest(made: Brief) -> None:
    first = section(made, "irritants").statements[0]
    assert first.label == "Territory"
    assert first.text.startswith("3 acts of conflict (2 by Kenya on Uganda, 1 by Uganda on Kenya); the weightiest: ")


def test_quotes_have_their_speaker_and_are_verbatim(made: Brief) -> None:
    (quote, *_) = section(made, "quotes-a").statements
    assert quote.text == "Kenya (President Grace Omolo), as reported"
    assert quote.quote is not None
    assert quote.quote.text == CALL.sentence


def test_what_sources_differ_on_is_told_with_the_words_of_each(made: Brief) -> None:
    (point,) = section(made, "differ-stories").statements
    assert "is told as “15” or “21”" in point.text
    assert [one.text for one in point.under] == ["“15”", "“21”"]
    cited = [sentences(made, one.citations)[0] for one in point.under]
    assert ["15" in cited[0], "21" in cited[1]] == [True, True]


def test_a_month_that_holds_the_day_is_no_contradiction(tmp_path: Path) -> None:
    def arrest(id: str, date: str, outlet: str, sentence: str) -> Report:
        act = Act(sentence=sentence, words="arrested", type=EventType.COERCE, issues=(Issue.TERRITORY,), date=date)
        return Report(id=id, date="2024-03-22", lines=(act,), outlet=outlet)

    made = brief(
        record_of(
            tmp_path / "rec",
            [
                arrest(
                    "one",
                    "2024-03-20",
                    "Lake Post",
                    "Kenya arrested Ugandan fishermen near Migingo island on 20 March.",
                ),
                arrest("two", "2024-03", "Hill Wire", "Kenya arrested fishermen from Uganda near Migingo in March."),
            ],
        )
    )
    assert "differ-stories" not in keys(made)


def test_gaps_count_weeks_of_which_nothing_was_read(made: Brief) -> None:
    counts = {one.label: one for one in section(made, "gaps").counts}
    assert counts["Weeks of which nothing was read"].value == "9 of 12"
    assert counts["Weeks of which nothing was read"].warning
    assert counts["Newest article of the pair"].value == "2 May 2024"


def test_the_gaps_weeks_add_up(made: Brief) -> None:
    counts = {one.label: one.value for one in section(made, "gaps").counts}
    empty, whole = map(int, counts["Weeks of which nothing was read"].split(" of "))
    assert empty + int(counts["Weeks with 5 articles or fewer"]) == whole


def test_the_dead_of_two_attacks_are_no_figures_that_differ(tmp_path: Path) -> None:
    lines = [
        Figure(
            sentence=f"In {place}, {n} Kenyan guards were killed on Uganda's border.",
            words=f"{n} Kenyan guards",
            quantity=n,
            unit="people killed",
            subject="guard",
        )
        for place, n in (("Busia", 5), ("Malaba", 14))
    ]
    lines += [
        Figure(
            sentence=f"Kenya and Uganda share a border of {n} kilometres{end}",
            words=f"border of {n} kilometres",
            quantity=n,
            unit="km",
            subject="border",
        )
        for n, end in ((814, "."), (933, ", it said."))
    ]
    made = brief(record_of(tmp_path / "rec", [Report(id="r", date="2024-05-01", lines=(MILK, *lines))]))
    (one,) = section(made, "differ-figures").statements
    assert one.text.startswith("Border is told as")


def test_what_shows_a_third_party_is_quoted_and_not_the_first_word_on_the_matter(tmp_path: Path) -> None:
    text = (
        "Few projects of Iran and Pakistan have been announced as often as the Iran-Pakistan gas pipeline. "
        "The Iran-Pakistan gas pipeline has been stalled by U.S. sanctions."
    )
    record = Record.open(tmp_path / "rec", create=True)
    with record.writer(RunInfo(program="test")) as writer:
        writer.add(code(text, date="2024-01-18"))
    with record.view() as view:
        made = api.brief(view, "IRN", "PAK")
    (one,) = [one for one in section(made, "third").statements if "named in what holds up" in one.text]
    assert one.quote is not None
    assert "U.S. sanctions" in one.quote.text
    assert sentences(made, one.citations) == [one.quote.text]


def test_what_holds_a_matter_up_is_cited_from_the_sentence_with_the_quoted_words(tmp_path: Path) -> None:
    text = (
        "Few projects of Iran and Pakistan have been announced as often as the Iran-Pakistan gas pipeline. "
        "The Iran-Pakistan gas pipeline has been stalled by U.S. sanctions."
    )
    coded = code(text, date="2024-01-18")
    (matter,) = coded.undertakings
    assert "sanctions" not in matter.sentence.text
    record = Record.open(tmp_path / "rec", create=True)
    with record.writer(RunInfo(program="test")) as writer:
        writer.add(coded)
    with record.view() as view:
        made = api.brief(view, "IRN", "PAK")
        followed, unread = (relations.undertakings(view, "IRN", "PAK", steps=steps) for steps in (None, 0))
        of_dyad = relations.undertakings_of(view.dyad("IRN", "PAK"))
    (one,) = [one for one in section(made, "matter-1").statements if one.text.startswith("Held up by")]
    assert one.text == "Held up by sanctions: “U.S. sanctions”"
    assert sentences(made, one.citations) == ["The Iran-Pakistan gas pipeline has been stalled by U.S. sanctions."]
    assert made.citations[one.citations[0] - 1].ids == (matter.id,)
    shown = [some[0].obstacles[0].latest.sentence.text for some in (followed, of_dyad, unread)]
    assert shown == [*sentences(made, one.citations) * 2, matter.sentence.text]


def test_too_little_that_was_read_gives_no_forecast_and_no_turn(record: Record) -> None:
    made = brief(record, sections=["all"])
    assert section(made, "turns").statements == ()
    (note,) = section(made, "outlook").notes
    assert note.startswith("There is no forecast: in only ")
    assert section(made, "outlook").counts == ()


def test_what_the_coder_is_unsure_of_is_left_out_and_counted(tmp_path: Path) -> None:
    vague = Act(sentence="Kenya may have struck Uganda.", words="struck", type=EventType.ASSAULT, confidence=0.2)
    record = record_of(tmp_path / "rec", [Report(id="r", date="2024-05-01", lines=(MILK, vague))])
    made = brief(record)
    assert vague.sentence not in {one.sentence for one in made.citations}
    counts = {one.label: one for one in section(made, "limits").counts}
    assert counts["Left out as unsure"].value == "1"
    assert vague.sentence in {one.sentence for one in brief(record, min_confidence=0.0).citations}


def test_what_an_armed_group_does_is_not_told_as_the_states_act(tmp_path: Path) -> None:
    band = Party(text="the Hill Band", code="UGAREB", name="Hill Band")
    raid = Act(
        sentence="The Hill Band of Uganda raided a post in Kenya.",
        words="raided",
        type=EventType.ASSAULT,
        actors=(band,),
        recipients=(Party(text="Kenya", code="KEN"),),
    )
    made = brief(record_of(tmp_path / "rec", [Report(id="r", date="2024-05-01", lines=(raid,))]))
    assert (
        section(made, "glance").statements[0].text
        == "Latest act told of: attack by armed group Hill Band (Uganda) on Kenya"
    )


def test_people_and_firms_are_named_before_what_they_are() -> None:
    names = {"PAK": "Pakistan", "FRA": "France"}.__getitem__
    workers = Party(text="nine workers", code="PAKCVL", role="workers")
    assert wording.party(workers, names) == "workers (civilians, Pakistan)"
    assert wording.party(Party(text="Airbus", code="FRABUS", name="Airbus"), names) == "Airbus (business, France)"
    assert wording.party(Party(text="gunmen", code="PAKREB"), names) == "armed group “gunmen” (Pakistan)"


def test_a_visit_is_told_where_its_host_is_and_nowhere_else() -> None:
    sentence = "President Grace Omolo discussed the wars in Gaza in Kampala on her visit to Uganda."
    act = Act(sentence=sentence, words="visit", type=EventType.CONSULT, mode=Mode.VISIT)
    (event,) = coding(Report(id="r", date="2024-05-01", lines=(act,))).events
    names = {"KEN": "Kenya", "UGA": "Uganda"}.__getitem__
    told = [
        wording.told(replace(event, place=Place(text=place, country=country)), names)
        for place, country in (("Gaza", "PSE"), ("Kampala", "UGA"))
    ]
    assert told == ["Visit by Kenya to Uganda", "Visit by Kenya to Uganda, in Kampala"]


def test_a_word_that_points_back_is_no_place_where_the_name_is_known() -> None:
    act = Act(sentence="Kenya struck Uganda in the area.", words="struck", type=EventType.ASSAULT)
    (event,) = coding(Report(id="r", date="2024-05-01", lines=(act,))).events
    names = {"KEN": "Kenya", "UGA": "Uganda"}.__getitem__
    area = Place(text="area", country="UGA")
    assert wording.told(replace(event, place=area), names) == "Attack by Kenya on Uganda"
    assert (
        wording.told(replace(event, place=replace(area, name="Busia")), names) == "Attack by Kenya on Uganda, in Busia"
    )


def test_what_armed_groups_did_is_not_counted_as_the_states(tmp_path: Path) -> None:
    band = Party(text="the Hill Band", code="UGAREB", name="Hill Band")
    raid = Act(
        sentence="The Hill Band raided a Kenyan post on 2 April 2024.",
        words="raided",
        type=EventType.ASSAULT,
        actors=(band,),
        recipients=(KENYA,),
        issues=(Issue.MILITARY,),
        date="2024-04-02",
        reasons=(("issues", "military: “post”"),),
    )
    strike = replace(
        raid,
        sentence="Uganda shelled a Kenyan village on 9 April 2024.",
        words="shelled",
        actors=(UGANDA,),
        date="2024-04-09",
    )
    talks = [
        replace(
            raid,
            sentence=f"Kenya and Uganda held talks on {n} April 2024 on the army.",
            words="talks",
            type=EventType.CONSULT,
            actors=(KENYA, UGANDA),
            recipients=(),
            date=f"2024-04-{n}",
        )
        for n in (16, 18, 22, 24)
    ]
    made = brief(record_of(tmp_path / "rec", [Report(id="r", date="2024-05-01", lines=(raid, strike, *talks))]))
    (one,) = section(made, "irritants").statements
    assert one.text.startswith("2 acts of conflict (1 by Uganda on Kenya, 1 by armed groups (Uganda) on Kenya); ")
    (file,) = [line for line in section(made, "files").statements if line.label == "Military"]
    assert file.status == "in dispute"
    assert file.text.startswith("2 of 6 acts of the last 12 months are of conflict and outweigh the others, ")


def test_the_samples_are_true_to_their_texts() -> None:
    for report in (*REPORTS, *LATER):
        made = coding(report)
        spans = [one.sentence for one in made.events] + [one.sentence for one in made.undertakings]
        spans += [one.sentence for one in made.facts]
        for span in spans:
            assert made.article.text[span.start : span.end] == span.text


def test_an_empty_pair_has_a_brief_that_says_so(record: Record) -> None:
    with record.view() as view:
        made = api.brief(view, "KEN", "JPN")
    assert made.citations == ()
    assert section(made, "visit").notes
    assert section(made, "files").notes == ("The record has no issue with an undertaking or 3 acts.",)
