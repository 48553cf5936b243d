"""Where an act took place, by the words that place and act hang on."""

import pytest

from bilat.coding import code_article
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Article, EventType
from bilat.trained import load_model


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("Iran and Pakistan held talks in the Turkish capital on Monday.", "CONSULT", "TUR"),
        ("Turkish troops bombed rebel bases near Zakho on Monday.", "ASSAULT", "IRQ"),
        ("India pulled its soldiers out of the Maldives on Monday.", "RETREAT", "MDV"),
        ("Iranian forces shelled a village near Quetta, where they killed two Pakistani soldiers.", "ASSAULT", "PAK"),
        ("Iraqi troops invaded Kuwait at dawn.", "ASSAULT", "KWT"),
        ("Rebels entered Damascus on Monday and arrested two Iranian officers.", "COERCE", "SYR"),
        ("President Ebrahim Raisi visited Muscat and met Sultan Haitham of Oman.", "CONSULT", "OMN"),
        ("A court in Istanbul sentenced two Iranian diplomats to ten years in prison on Monday.", "COERCE", "TUR"),
        ("Pakistan has hosted Afghan refugees for forty years.", "AID", "PAK"),
        ("India sent more soldiers to the border on Monday.", "MOBILIZE", "IND"),
        ("Pope Francis, speaking in Rome, condemned Russia for its shells on Odesa.", "ACCUSE", "ITA"),
        ("Iranian police arrested nine Afghan men in Bampour County on Monday.", "COERCE", "IRN"),
        ("Turkish jets bombed Hamas leaders in Doha.", "ASSAULT", "QAT"),
    ],
)
def test_country_of_the_place(text: str, type_: str, expected: str) -> None:
    coding = code_article(Article(id="x", text=text, date="2024-01-29"), Lexicon.load(), Gazetteer.load(), load_model())
    places = [e.place.country if e.place else None for e in coding.events if e.type is EventType(type_)]
    assert places
    assert set(places) == {expected}
