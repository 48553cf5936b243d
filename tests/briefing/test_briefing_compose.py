"""What a brief says, and what it must never say."""

import pytest
from briefing_samples import ANSWER, EVENTS, HEADS, STRIKE, VISIT, brief, dyad, event, head, names

from bilat.briefing import CHAPTERS, Brief, Section, Statement, chapters, compose
from bilat.errors import BadArgument
from bilat.model import EventType, Issue, Party, Place, Status
from bilat.relations import history


def section(made: Brief, key: str) -> Section:
    def walk(sections: tuple[Section, ...]) -> list[Section]:
        return [found for one in sections for found in (one, *walk(one.parts))]

    return next(one for one in walk(made.sections) if one.key == key)


def said(made: Brief, key: str) -> list[str]:
    return [one.text for one in section(made, key).every_statement()]


def test_a_statement_without_citation_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="not said"):
        Statement(text="Iran attacked Pakistan", citations=())


def test_a_brief_that_cites_what_it_does_not_list_cannot_be_made() -> None:
    stray = Section(key="x", title="X", statements=(Statement(text="so", citations=(1,)),))
    with pytest.raises(ValueError, match="not among the citations"):
        Brief(
            a=("IRN", "Iran"),
            b=("PAK", "Pakistan"),
            since=None,
            until=None,
            newest=None,
            as_of=None,
            day=None,
            sections=(stray,),
            citations=(),
        )


def test_every_statement_is_cited_and_every_citation_is_a_sentence_of_the_record() -> None:
    made = brief()
    assert [one.key for one in made.sections] == [key for key, one in CHAPTERS.items() if not one.slow]
    sentences = {one.sentence.text for one in EVENTS} | {u.sentence.text for u in dyad().undertakings}
    sentences |= {fact.sentence.text for fact in dyad().facts}
    assert {one.sentence for one in made.citations} <= sentences
    used = {n for part in made.sections for one in part.every_statement() for n in one.citations}
    assert used == {one.number for one in made.citations}
    for part in made.sections:
        for one in part.every_statement():
            if one.quote:
                assert one.quote.text == made.citations[one.quote.citation - 1].sentence


def test_one_happening_in_two_articles_is_one_statement_with_both_as_citations() -> None:
    made = brief()
    strikes = [one for one in section(made, "year-2024").statements if one.date == "2024-01-16"]
    assert len(strikes) == 1
    cited = [made.citations[number - 1] for number in strikes[0].citations]
    assert [one.outlet for one in cited] == ["Sample Wire", "Sample Post"]
    assert strikes[0].text == "Attack by Iran on Pakistan, in Panjgur"
    assert strikes[0].when == "16 January 2024"


def test_a_quote_marks_the_words_that_name_the_act() -> None:
    quote = next(one.quote for one in section(brief(), "issue-security").statements if one.date == "2024-01-18")
    assert quote is not None
    assert quote.text == ANSWER
    assert quote.mark is not None
    assert quote.text[slice(*quote.mark)] == "struck"


def test_what_all_sentences_attribute_is_told_as_a_claim_and_what_one_tells_plainly_is_not() -> None:
    made = brief()
    assert said(made, "issue-terrorism") == [
        "Criticism or accusation by Pakistan of Iran, according to Pakistan (Foreign Office)"
    ]
    assert not any("according to" in text for text in said(made, "issue-security"))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("issue-energy", "Spoken of as possible: promise or offer by Iran to Pakistan"),
        ("issue-border", "Said not to have happened: sanction or cut in relations by Iran against Pakistan"),
        ("visit-1", "Visit by Iran (President Ebrahim Raisi) to Pakistan; level: head of state"),
        ("background", "Told as history: support or praise by Iran for Pakistan"),
    ],
)
def test_what_did_not_plainly_happen_is_worded_so(key: str, words: str) -> None:
    assert words in said(brief(), key)


def test_history_stays_out_of_all_but_the_background() -> None:
    made = brief()
    for part in made.sections:
        for one in part.every_statement():
            if one.text.startswith("Told as history"):
                assert one in section(made, "background").statements
    assert "issue-diplomacy" not in [part.key for part in section(made, "issues").parts]


def test_an_act_without_its_own_date_is_dated_as_reported() -> None:
    assert [one.when for one in section(brief(), "issue-terrorism").statements] == ["reported 20 April 2024"]


def test_issues_come_by_their_weight_in_the_last_twelve_months() -> None:
    old = tuple(
        event(
            *(f"h{year}", "a5", EventType.AID, f"Iran gave Pakistan vaccines in {year}.", "gave"),
            actors=(Party(text="Iran", code="IRN"),),
            recipients=(Party(text="Pakistan", code="PAK"),),
            issues=(Issue.HEALTH,),
            date=str(year),
            at=year,
        )
        for year in (2018, 2019, 2020, 2021)
    )
    made = brief(dyad(events=(*old, *EVENTS)))
    keys = [part.key.removeprefix("issue-") for part in section(made, "issues").parts]
    assert keys == ["border", "security", "trade", "energy", "terrorism", "health"]
    assert section(made, "issue-security").badge == "2 in the last 12 months · 2 in all"
    assert section(made, "issue-health").badge == "0 in the last 12 months · 4 in all"


def test_an_undertaking_tells_its_status_its_obstacle_and_how_it_came_there() -> None:
    made = brief()
    matter = section(made, "matter-1")
    assert matter.title == "Gas pipeline"
    assert matter.badge == "stalled"
    standing, obstacle, course = matter.statements
    assert standing.text == "Project of Iran and Pakistan on energy: stalled"
    assert standing.when == "as reported 20 April 2024"
    assert obstacle.text == "Held up by sanctions: “U.S. sanctions”"
    assert made.citations[obstacle.citations[0] - 1].ids == ("u2",)
    assert course.text == "Status as told over time: under construction (18 May 2023), then stalled (20 April 2024)"
    assert len(course.citations) == 2


def test_facts_are_told_in_the_articles_words() -> None:
    first = section(brief(), "figures-facts").statements[0]
    assert first.text == "Border: “900-kilometre border”"
    assert first.quote is not None
    assert first.quote.text == "The two share a 900-kilometre border."


def test_the_limits_warn_of_one_outlet_and_count_undated_articles() -> None:
    counts = {one.label: one for one in section(brief(), "limits").counts}
    assert counts["One outlet"].warning
    assert counts["One outlet"].value == "60%"
    assert counts["Undated articles"].value == "1"
    assert counts["Told by one outlet alone"].note.endswith("acts that took place")


def test_places_without_coordinates_or_as_wide_as_a_country_get_no_dot() -> None:
    country = Place(
        text="Pakistan", country="PAK", name="Pakistan", latitude=30.0, longitude=70.0, reason="“in Pakistan”"
    )
    wide = event(
        *("e10", "a1", EventType.COERCE, "Iran arrested a man in Pakistan.", "arrested"),
        actors=(Party(text="Iran", code="IRN"),),
        recipients=(Party(text="man", code="PAKCVL"),),
        place=country,
        at=900,
    )
    found = section(brief(dyad(events=(*EVENTS, wide))), "places")
    assert [statement.text.split(":")[0] for statement in found.statements] == ["Panjgur (Pakistan)", "Saravan (Iran)"]
    assert any(note.startswith("1 further act with no nearer place") for note in found.notes)


def test_an_empty_slice_gives_a_brief_that_says_nothing() -> None:
    made = brief(dyad(events=(), heads=(), undertakings=(), facts=()))
    assert made.citations == ()
    assert [one for part in made.sections for one in part.every_statement()] == []
    assert made.newest is None


def test_many_reports_of_one_happening_are_cited_widely_and_the_rest_counted() -> None:
    outlets = ["First", "First", "First", "First", "First", "First", "First", "Second", "Third"]
    heads = tuple(head(f"m{n}", "2024-01-17", outlet) for n, outlet in enumerate(outlets))
    events = tuple(
        event(
            *(f"n{n}", f"m{n}", EventType.ASSAULT, STRIKE, "fired missiles"),
            actors=(Party(text="Iran", code="IRN"),),
            recipients=(Party(text="Pakistan", code="PAK"),),
            date="2024-01-16",
        )
        for n in range(len(outlets))
    )
    made = brief(dyad(events=events, heads=heads, undertakings=(), facts=()))
    strike = section(made, "year-2024").statements[0]
    assert len(strike.citations) == 6
    assert strike.more == 3
    assert {made.citations[number - 1].outlet for number in strike.citations} == {"First", "Second", "Third"}


def test_the_same_slice_gives_the_same_brief() -> None:
    assert brief() == brief()


def test_a_plan_for_a_day_that_has_passed_is_not_told_as_coming() -> None:
    old = event(
        *("e11", "a1", EventType.CONSULT, "Iran will host Pakistan on 20 January.", "host"),
        actors=(Party(text="Iran", code="IRN"),),
        recipients=(Party(text="Pakistan", code="PAK"),),
        status=Status.PLANNED,
        date="2024-01-20",
        at=900,
    )
    made = brief(dyad(events=(*EVENTS, old), heads=HEADS))
    assert [one.date for one in section(made, "visit-1").statements][:2] == ["2024-04-22", "2024-04-22"]
    assert [one.date for one in section(made, "ahead-passed").statements] == ["2024-01-20"]


def test_what_was_only_planned_is_no_visit_that_was_made() -> None:
    made = brief()
    assert section(made, "encounters").parts == ()
    quote = section(made, "visit-1").statements[0].quote
    assert quote is not None
    assert quote.text == VISIT


def test_chosen_sections_come_in_the_briefs_own_order_and_cite_only_for_themselves() -> None:
    pair = dyad()
    made = compose(pair, history(pair), names, sections=["quotes", "glance"])
    assert [one.key for one in made.sections] == ["glance", "quotes"]
    used = {number for part in made.sections for one in part.every_statement() for number in one.citations}
    assert used == {one.number for one in made.citations}


@pytest.mark.parametrize("wanted", [["glances"], [], [" "]])
def test_an_unknown_section_is_answered_with_the_known_ones(wanted: list[str]) -> None:
    with pytest.raises(BadArgument) as caught:
        chapters(wanted)
    assert "chronology" in caught.value.hint
