"""Undertakings: what counts as one, whose it is, where it stands, and what holds it up."""

from functools import cache

import pytest

from bilat.coding.memory import Memory
from bilat.coding.parse import Sentence, parse
from bilat.coding.parties import PartyReader
from bilat.coding.sentences import split_sentences
from bilat.coding.undertakings import find_undertakings
from bilat.lexicon import Lexicon
from bilat.model import Article, Undertaking


def read(text: str, date: str | None) -> tuple[Article, list[Sentence], PartyReader]:
    """An article with its parsed sentences and a reader that has read them; no acts are coded."""
    lexicon = Lexicon.load()
    article = Article(id="a", text=text, date=date)
    reader = PartyReader(lexicon, date, Memory())
    sentences = list(parse(list(enumerate(split_sentences(text))), lexicon))
    for sentence in sentences:
        reader.read(sentence)
    return article, sentences, reader


@cache
def undertakings(text: str, date: str | None = "2023-06-01") -> tuple[Undertaking, ...]:
    article, sentences, reader = read(text, date)
    return find_undertakings(article, sentences, (), Lexicon.load(), reader)


CASES = [
    # text, kind, parties, issue, status, a part of the name
    (
        "The gas pipeline between Egypt and Jordan is operational again.",
        "project",
        "EGY JOR",
        "energy",
        "operating",
        "gas pipeline",
    ),
    (
        "Kenya and Uganda signed a trade agreement on Monday.",
        "agreement",
        "KEN UGA",
        "trade",
        "agreed",
        "trade agreement",
    ),
    (
        "Peru will sign a visa waiver agreement with Chile.",
        "agreement",
        "PER CHL",
        "migration",
        "proposed",
        "visa waiver",
    ),
    (
        "Japan imposed sanctions on Belarus in March.",
        "sanctions-regime",
        "JPN BLR",
        "sanctions",
        "in-force",
        "sanctions on Belarus",
    ),
    ("Norway lifted its embargo on Fiji.", "sanctions-regime", "NOR FJI", "sanctions", "ended", "embargo on Fiji"),
    (
        "The India-Nepal railway is still under construction.",
        "project",
        "IND NPL",
        "connectivity",
        "under-construction",
        "railway",
    ),
    (
        "The joint commission of Oman and Qatar held its meeting.",
        "mechanism",
        "OMN QAT",
        "",
        "operating",
        "joint commission",
    ),
    ("Sweden suspended military aid to Chad.", "commitment", "SWE TCD", "aid", "suspended", "military aid"),
    (
        "The truce between Mali and Niger took effect on Friday.",
        "agreement",
        "MLI NER",
        "security",
        "in-force",
        "truce",
    ),
    ("Angola and Zambia set a target of $2 billion in trade.", "commitment", "AGO ZMB", "trade", "agreed", "target"),
    (
        "India is a party to the Indus Waters Treaty.",
        "agreement",
        "IND PAK",
        "water",
        "in-force",
        "Indus Waters Treaty",
    ),
    (
        "Work on CPEC goes on in Pakistan.",
        "project",
        "CHN PAK",
        "connectivity",
        "under-construction",
        "Economic Corridor",
    ),
]


@pytest.mark.parametrize(("text", "kind", "parties", "issue", "status", "name"), CASES, ids=[c[0][:40] for c in CASES])
def test_an_undertaking_is_found_with_its_parties_and_status(
    text: str, kind: str, parties: str, issue: str, status: str, name: str
) -> None:
    (found,) = undertakings(text)
    assert (found.kind, found.status) == (kind, status)
    assert set(found.parties) == set(parties.split())
    assert not issue or found.issue == issue
    assert name in found.name


NOTHING = [
    "Talks between Egypt and Jordan took place on Monday.",
    "The foreign minister of Peru welcomed the agreement.",
    "A pipeline burst in Texas on Sunday.",
    "The pipeline explosion killed two workers in Mexico.",
    "Kenya's president praised the talks and left for Uganda.",
    "The company signed a deal with a bank.",
    "It is not a bilateral agreement between Chile and Peru.",
    "Ghana's central bank took sanctions relief as good news.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_names_no_joint_matter_is_left_out(text: str) -> None:
    assert undertakings(text) == ()


STALLED = (
    "Ministers of Turkmenistan and Oman met in Muscat. They discussed the gas pipeline between Turkmenistan and Oman. "
    "Progress has been hampered by a lack of funds, including unpaid debts of Oman. "
    "The project would be the first of its kind."
)


def test_obstacles_of_the_next_sentence_belong_to_the_matter_named_before() -> None:
    (found,) = undertakings(STALLED)
    assert found.status == "stalled"
    assert [(o.text, o.kind) for o in found.obstacles] == [
        ("lack of funds", "finance"),
        ("unpaid debts of Oman", "finance"),
    ]
    assert all(STALLED[o.span.start : o.span.end] == o.text for o in found.obstacles)


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("Russian sanctions", "sanctions"),
        ("a dispute over tariffs", "dispute"),
        ("attacks by militants", "security"),
        ("political pressure", "politics"),
        ("technical faults", "technical"),
        ("customs rules", "legal"),
    ],
)
def test_an_obstacle_has_the_kind_of_its_first_telling_word(cause: str, kind: str) -> None:
    (found,) = [
        u
        for u in undertakings(f"The railway between Serbia and Croatia was delayed by {cause}.")
        if u.kind == "project"
    ]
    assert [o.kind for o in found.obstacles] == [kind]


def test_a_matter_told_several_times_is_one_entry() -> None:
    text = (
        "Laos and Vietnam signed a power agreement in May. The agreement took effect in June. "
        "Laos suspended the agreement on Friday."
    )
    (found,) = undertakings(text)
    assert found.status == "suspended"
    assert found.sentence.text.startswith("Laos and Vietnam signed")
    assert dict(found.reasons)["mentions"] == "3"


def test_a_short_form_needs_its_party_in_the_article() -> None:
    # "The nuclear deal" is the JCPOA only where Iran is spoken of.
    assert any("JCPOA" in u.name for u in undertakings("Iran and the United States spoke of the nuclear deal."))
    assert not any("JCPOA" in u.name for u in undertakings("Brazil and Argentina spoke of the nuclear deal."))


def test_a_multilateral_matter_has_the_parties_that_the_article_names() -> None:
    (found,) = undertakings("China and Iran spoke of the JCPOA.")
    assert set(found.parties) == {"CHN", "IRN"}


def test_one_sides_leaving_does_not_end_a_multilateral_matter() -> None:
    (found,) = undertakings("The United States withdrew from the JCPOA and Iran protested.")
    assert found.status != "ended"


def test_a_known_matter_that_is_over_has_ended() -> None:
    text = "Canada and Mexico remember NAFTA."
    assert [u.status for u in undertakings(text, "2019-01-01")] == ["in-force"]
    assert [u.status for u in undertakings(text, "2021-01-01")] == ["ended"]


def test_same_text_same_undertakings_with_spans_of_the_text() -> None:
    article, sentences, reader = read(STALLED, "2023-06-01")
    again = find_undertakings(article, sentences, (), Lexicon.load(), reader)
    assert again == undertakings(STALLED)
    for found in again:
        for span in (found.sentence, found.mention):
            assert STALLED[span.start : span.end] == span.text


def test_a_port_as_the_place_of_an_act_is_no_undertaking() -> None:
    assert undertakings("An attack took place in Chabahar port in Iran.") == ()
    assert [u.name for u in undertakings("India and Iran spoke of the Chabahar port project.")] == ["Chabahar port"]
