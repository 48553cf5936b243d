"""Facts: stated quantities with their unit, what they measure, and whose they are."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.coding.facts import find_facts
from bilat.coding.memory import Memory
from bilat.coding.parse import parse
from bilat.coding.parties import PartyReader
from bilat.coding.sentences import split_sentences
from bilat.lexicon import Lexicon
from bilat.model import Article, Fact


@cache
def facts(text: str) -> tuple[Fact, ...]:
    lexicon = Lexicon.load()
    reader = PartyReader(lexicon, "2023-06-01", Memory())
    sentences = list(parse(list(enumerate(split_sentences(text))), lexicon))
    for sentence in sentences:
        reader.read(sentence)
    return find_facts(Article(id="a", text=text, date="2023-06-01"), sentences, lexicon, reader)


CASES = [
    # text, the fact's own words, quantity, unit, subject, parties
    ("Chile and Peru share a 168-kilometer border.", "a 168-kilometer border", 168, "km", "border", "CHL PER"),
    ("The border between Laos and Vietnam is 2,161 km long.", "2,161 km", 2161, "km", "border", "LAO VNM"),
    (
        "Peru met Chile on Monday. Both countries share a border of 168 km.",
        "border of 168 km",
        168,
        "km",
        "border",
        "CHL PER",
    ),
    ("Trade between Kenya and Uganda reached $1.5 billion.", "$1.5 billion", 1.5e9, "USD", "trade", "KEN UGA"),
    ("Oman granted Yemen a loan of 300 million dollars.", "loan of 300 million dollars", 3e8, "USD", "loan", "OMN YEM"),
    (
        "Qatar exports 20 million cubic meters of gas a day to Jordan.",
        "20 million cubic meters of gas",
        2e7,
        "m3/day",
        "gas",
        "QAT JOR",
    ),
    (
        "Turkey buys 100 megawatts of electricity from Georgia.",
        "100 megawatts of electricity",
        100,
        "MW",
        "electricity",
        "TUR GEO",
    ),
    (
        "Iran hosts more than 3 million Afghan refugees.",
        "more than 3 million Afghan refugees",
        3e6,
        "refugees",
        "refugee",
        "IRN AFG",
    ),
    ("France sent 1,200 troops to Mali.", "1,200 troops", 1200, "troops", "troop", "FRA MLI"),
    ("Laos and Cuba signed six agreements.", "six agreements", 6, "agreements", "agreement", "LAO CUB"),
    ("An attack killed 14 soldiers in Niger.", "14 soldiers", 14, "people killed", "soldier", "NER"),
    (
        "Serbia gets 40 percent of its gas imports from Russia.",
        "40 percent of its gas imports",
        40,
        "%",
        "gas import",
        "SRB RUS",
    ),
]


@pytest.mark.parametrize(
    ("text", "words", "quantity", "unit", "subject", "parties"), CASES, ids=[c[0][:40] for c in CASES]
)
def test_a_stated_quantity(text: str, words: str, quantity: float, unit: str, subject: str, parties: str) -> None:
    (fact,) = facts(text)
    assert (fact.text, fact.unit, fact.subject) == (words, unit, subject)
    assert fact.quantity == pytest.approx(quantity)
    assert set(fact.parties) == set(parties.split())


NOTHING = [
    "Chile and Peru met on 12 May 2019 at 10:30.",
    "Kenya beat Uganda 3-1 on Sunday.",
    "The 45-year-old minister of Oman arrived in Yemen.",
    "It was the 20th meeting of Iran and Oman.",
    "The two diplomats of Laos and Cuba shook hands.",
    "A runner covered 42 km in two hours.",
    "Oil sold at $70 a barrel in Kuwait.",
    "The firm paid $5 million for a house.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_fact(text: str) -> None:
    assert facts(text) == ()


@settings(max_examples=25, deadline=None)
@given(
    number=st.decimals(min_value=1, max_value=999, places=1),
    scale=st.sampled_from(["million", "billion"]),
    lead=st.sampled_from(["", "at least ", "about ", "more than "]),
)
def test_span_and_quantity_are_those_of_the_text(number: object, scale: str, lead: str) -> None:
    text = f"Trade between Kenya and Uganda reached {lead}${number} {scale} last year."
    (fact,) = facts(text)
    assert text[fact.span.start : fact.span.end] == fact.text == f"{lead}${number} {scale}"
    assert fact.quantity == pytest.approx(float(str(number)) * {"million": 1e6, "billion": 1e9}[scale])
